//! The letters that a match may begin with, one bit each.

use std::sync::LazyLock;

use crate::text::pattern::class::{Class, First, Stand};
use crate::text::{hanja, sound};

/// One bit a code of a heap.
#[derive(Debug, Clone)]
pub(super) struct Letterset(Box<[u64; 1024]>);

impl Letterset {
    pub(super) fn new() -> Self {
        Self(Box::new([0; 1024]))
    }

    #[inline]
    pub(super) fn has(&self, code: u16) -> bool {
        self.0[usize::from(code >> 6)] >> (code & 63) & 1 == 1
    }

    pub(super) fn add(&mut self, code: u16) {
        self.0[usize::from(code >> 6)] |= 1 << (code & 63);
    }

    /// Adds letters; those beyond the first plane stand under codes that differ from heap to heap.
    pub(super) fn add_range(&mut self, first: char, last: char) {
        match (u16::try_from(first as u32), u16::try_from(last as u32)) {
            (Ok(first), Ok(last)) => (first..=last).for_each(|code| self.add(code)),
            _ => (0xD800..0xE000).for_each(|code| self.add(code)),
        }
    }

    pub(super) fn add_first(&mut self, first: &First) {
        for (a, b) in first.class.ranges() {
            self.add_range(a, b);
        }
        match first.han {
            Stand::None => {}
            Stand::Words => Self::words(first.class).for_each(|code| self.add(code)),
            Stand::Sounds => {
                let (letter, _) = first.class.ranges()[0];
                let at = (letter as usize).wrapping_sub('a' as usize);
                let sounds = SOUNDS.get(at).map_or(&[][..], Vec::as_slice);
                for code in sounds {
                    self.add(*code);
                }
            }
        }
        if first.han != Stand::None {
            self.add_range('\u{20000}', '\u{20000}');
        }
    }

    /// Chinese letters that stand for a word which begins so.
    pub(super) fn words(class: Class) -> impl Iterator<Item = u16> {
        let begins = move |(_, word): &&(u16, char)| class.holds(*word);
        WORDS.iter().filter(begins).map(|(code, _)| *code)
    }
}

/// Chinese letters that stand for words in headlines, each with the first letter of one.
static WORDS: LazyLock<Vec<(u16, char)>> = LazyLock::new(|| {
    let codes = han(|c| !hanja::readings(c).is_empty()).into_iter();
    let firsts = |code: u16| {
        let words = char::from_u32(u32::from(code)).map_or(&[][..], hanja::readings);
        words
            .iter()
            .filter_map(move |word| Some((code, word.chars().next()?)))
    };
    codes.flat_map(firsts).collect()
});
/// Chinese letters by the first letter of their pinyin.
static SOUNDS: LazyLock<Vec<Vec<u16>>> = LazyLock::new(|| {
    let mut sounds = vec![Vec::new(); 26];
    for code in han(|_| true) {
        let spoken = char::from_u32(u32::from(code)).and_then(sound::pinyin);
        let first = spoken.and_then(|s| s.bytes().next()).unwrap_or_default();
        if let Some(row) = sounds.get_mut(usize::from(first.wrapping_sub(b'a'))) {
            row.push(code);
        }
    }
    sounds
});

fn han(is: impl Fn(char) -> bool) -> Vec<u16> {
    let all = (0x3400..0x9FFF_u16).chain(0xF900..0xFAFF).chain([0x3005, 0x3007]);
    all.filter(|code| char::from_u32(u32::from(*code)).is_some_and(&is))
        .collect()
}
