//! Hangul as keys, as sounds and as it is being typed.
//!
//! A reader types Korean with the input method on or off, half a syllable at a time, and by initials alone; the
//! program answers in sentences whose particles depend on the last sound of a name.

mod particle;

pub use particle::{josa, stems, strip_particle};

use crate::text::letter;

/// The initial consonants in the order of Unicode's syllables.
pub(in crate::text) const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];

/// The final consonants in the order of Unicode's syllables, after none.
pub(in crate::text) const FINALS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ',
    'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

/// The keys of the letters `ㄱ` to `ㅣ` on a two-set keyboard, in the order of the compatibility block.
pub(in crate::text) const KEYS: [&str; 51] = [
    "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q",
    "qt", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g", "k", "o", "i", "O", "j", "p", "u", "P", "h",
    "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
];

/// The parts of a composed syllable as letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syllable {
    /// The initial consonant.
    pub initial: char,
    /// The vowel.
    pub vowel: char,
    /// The final consonant, if it has one.
    pub last: Option<char>,
}

impl Syllable {
    /// Takes a composed syllable apart; `None` for any other character.
    #[inline]
    pub fn of(c: char) -> Option<Self> {
        let index = (c as u32)
            .checked_sub(0xAC00)
            .filter(|_| letter::is_syllable(c))? as usize;
        let vowel = char::from_u32(0x314F + (index / 28 % 21) as u32)?;
        let last = (index % 28).checked_sub(1).map(|at| FINALS[at]);
        Some(Self {
            initial: INITIALS[index / 588],
            vowel,
            last,
        })
    }
}

/// The keys of a Latin keyboard that type this character on a Korean two-set keyboard, in order; capitals stand for
/// Shift. Full-width and CJK punctuation gives the key it is drawn on. `None` for what is no such character.
pub fn keys(c: char) -> Option<String> {
    if let Some(syllable) = Syllable::of(c) {
        let letters = [Some(syllable.initial), Some(syllable.vowel), syllable.last];
        return Some(letters.into_iter().flatten().filter_map(letter_keys).collect());
    }
    let key = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21)?,
        '\u{3000}' => ' ',
        '。' | '｡' => '.',
        '、' | '､' => ',',
        '「' | '｢' => '[',
        '」' | '｣' => ']',
        '￦' | '₩' => '\\',
        _ => return letter_keys(letter::lone_jamo(c)).map(str::to_owned),
    };
    Some(key.to_string())
}

/// The keys of a compatibility letter.
pub(in crate::text) fn letter_keys(letter: char) -> Option<&'static str> {
    let index = (letter as u32).checked_sub('ㄱ' as u32)?;
    KEYS.get(index as usize).copied()
}

/// Whether a query is typed as initials alone: consonants, blanks between them allowed.
pub fn is_initials(query: &str) -> bool {
    let mut letters = query.chars().filter(|c| !c.is_whitespace()).peekable();
    letters.peek().is_some() && letters.all(|c| !split_initials(c).is_empty())
}

/// The initial of each syllable of a text; other characters as they are.
pub fn initials(text: &str) -> String {
    text.chars()
        .map(|c| Syllable::of(c).map_or(c, |syllable| syllable.initial))
        .collect()
}

/// The initials that a lone consonant stands for: an input method joins ㄱ and ㅅ to ㄳ. Empty if it is none.
pub(in crate::text) fn split_initials(c: char) -> &'static [char] {
    match c {
        'ㄳ' => &['ㄱ', 'ㅅ'],
        'ㄵ' => &['ㄴ', 'ㅈ'],
        'ㄶ' => &['ㄴ', 'ㅎ'],
        'ㄺ' => &['ㄹ', 'ㄱ'],
        'ㄻ' => &['ㄹ', 'ㅁ'],
        'ㄼ' => &['ㄹ', 'ㅂ'],
        'ㄽ' => &['ㄹ', 'ㅅ'],
        'ㄾ' => &['ㄹ', 'ㅌ'],
        'ㄿ' => &['ㄹ', 'ㅍ'],
        'ㅀ' => &['ㄹ', 'ㅎ'],
        'ㅄ' => &['ㅂ', 'ㅅ'],
        _ => INITIALS
            .iter()
            .position(|initial| *initial == c)
            .map_or(&[], |at| &INITIALS[at..=at]),
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn a_character_is_the_keys_that_type_it() {
        for (c, expected) in [
            ('아', Some("dk")),
            ('한', Some("gks")),
            ('닭', Some("ekfr")),
            ('뷁', Some("qnpfr")),
            ('쀼', Some("Qb")),
            ('ㅓ', Some("j")),
            ('ㅂ', Some("q")),
            ('ㅒ', Some("O")),
            ('ㅢ', Some("ml")),
            ('\u{1102}', Some("s")),
            ('\u{11ab}', Some("s")),
            ('ﾡ', Some("r")),
            ('ￜ', Some("l")),
            ('／', Some("/")),
            ('？', Some("?")),
            ('Ａ', Some("A")),
            ('。', Some(".")),
            ('「', Some("[")),
            ('\u{3000}', Some(" ")),
            ('a', None),
            ('あ', None),
            ('漢', None),
        ] {
            assert_eq!(keys(c).as_deref(), expected, "{c}");
        }
    }

    #[test]
    fn syllables_come_apart_as_unicode_says() {
        for c in '가'..='힣' {
            let syllable = Syllable::of(c).expect("a syllable");
            let jamo: Vec<char> = c.nfd().map(letter::lone_jamo).collect();
            assert_eq!(jamo.first(), Some(&syllable.initial));
            assert_eq!(jamo.get(1), Some(&syllable.vowel));
            assert_eq!(jamo.get(2).copied(), syllable.last);
            assert!(keys(c).is_some_and(|keys| (2..=5).contains(&keys.len())));
        }
        assert_eq!(Syllable::of('ㄱ'), None);
        assert_eq!(Syllable::of('a'), None);
    }

    #[test]
    fn initials_are_told_apart() {
        assert_eq!(initials("반데르 A"), "ㅂㄷㄹ A");
        for (query, expected) in [
            ("ㅂㄷㄹ", true),
            ("ㄳ ㅎ", true),
            ("메ㅌ", false),
            ("ㅏ", false),
            ("", false),
        ] {
            assert_eq!(is_initials(query), expected, "{query}");
        }
    }
}
