//! The letters that a match may begin with, one bit each.

use std::sync::LazyLock;

use crate::text::pattern::class::{First, Stand};
use crate::text::{hanja, sound};

/// One bit a code of a heap.
#[derive(Debug, Clone)]
pub(super) struct Letterset(Box<[u64; 1024]>);

impl Letterset {
    pub(super) fn new() -> Self {
        Self(Box::new([0; 1024]))
    }

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
        let han: &[u16] = match first.han {
            Stand::None => &[],
            Stand::Words => &WORDS,
            Stand::Sounds => {
                let (letter, _) = first.class.ranges()[0];
                let at = (letter as usize).wrapping_sub('a' as usize);
                SOUNDS.get(at).map_or(&[], Vec::as_slice)
            }
        };
        for code in han {
            self.add(*code);
        }
        if first.han != Stand::None {
            self.add_range('\u{20000}', '\u{20000}');
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(a, b)| *a |= b);
    }
}

/// Chinese letters that stand for words in headlines.
static WORDS: LazyLock<Vec<u16>> = LazyLock::new(|| han(|c| !hanja::readings(c).is_empty()));
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
