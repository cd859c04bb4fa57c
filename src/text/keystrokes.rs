//! Hangul as the keys that were pressed, and keys as the Hangul that was meant.
//!
//! Half of all misses of a Korean search are a word typed in the other state of the input method: `apxk` for 메타,
//! `ㅡㅐ` for `mo`. The two-set keyboard (KS X 5002) gives every letter its key; composing follows its automaton.

use crate::text::hangul::{FINALS, INITIALS, KEYS, Syllable, keys, letter_keys};
use crate::text::letter;

/// Vowels of two keys: the first, the second, both.
const VOWELS: [(char, char, char); 7] = [
    ('ㅗ', 'ㅏ', 'ㅘ'),
    ('ㅗ', 'ㅐ', 'ㅙ'),
    ('ㅗ', 'ㅣ', 'ㅚ'),
    ('ㅜ', 'ㅓ', 'ㅝ'),
    ('ㅜ', 'ㅔ', 'ㅞ'),
    ('ㅜ', 'ㅣ', 'ㅟ'),
    ('ㅡ', 'ㅣ', 'ㅢ'),
];

/// Finals of two keys: the first, the second, both.
const CLUSTERS: [(char, char, char); 11] = [
    ('ㄱ', 'ㅅ', 'ㄳ'),
    ('ㄴ', 'ㅈ', 'ㄵ'),
    ('ㄴ', 'ㅎ', 'ㄶ'),
    ('ㄹ', 'ㄱ', 'ㄺ'),
    ('ㄹ', 'ㅁ', 'ㄻ'),
    ('ㄹ', 'ㅂ', 'ㄼ'),
    ('ㄹ', 'ㅅ', 'ㄽ'),
    ('ㄹ', 'ㅌ', 'ㄾ'),
    ('ㄹ', 'ㅍ', 'ㄿ'),
    ('ㄹ', 'ㅎ', 'ㅀ'),
    ('ㅂ', 'ㅅ', 'ㅄ'),
];

/// A text as the keys that type it, blanks left out and Latin letters in lower case. Hangul keys are capitals and,
/// for the seven that need Shift, signs, so that no Latin word is mistaken for a Korean one.
pub fn keystrokes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        push_keys(c, |key| out.push(key));
    }
    out
}

/// The keys of one character, as in [`keystrokes`].
pub(in crate::text) fn push_keys(c: char, mut push: impl FnMut(char)) {
    let letters = match Syllable::of(c) {
        Some(s) => [Some(s.initial), Some(s.vowel), s.last],
        None if letter::is_hangul(c) => [Some(letter::lone_jamo(c)), None, None],
        None => return c.to_lowercase().for_each(push),
    };
    let typed = letters.into_iter().flatten().filter_map(letter_keys);
    typed.flat_map(str::chars).map(hangul_key).for_each(&mut push);
}

/// What a reader meant who typed Korean with the input method off; `None` if there is another character than letters
/// and blanks, or if composing leaves a letter alone: then it was no Korean.
pub fn hangul_of_latin(typed: &str) -> Option<String> {
    let mut out = String::new();
    for word in typed.split_whitespace() {
        let letters: Option<Vec<char>> = word.chars().map(letter_of_key).collect();
        let composed = compose(&letters?);
        if !composed.chars().all(letter::is_syllable) {
            return None;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&composed);
    }
    (!out.is_empty()).then_some(out)
}

/// What a reader meant who typed Latin with the input method on: the keys, in lower case. `None` if there is no
/// Hangul in it.
pub fn latin_of_hangul(typed: &str) -> Option<String> {
    if !typed.chars().any(letter::is_hangul) {
        return None;
    }
    let mut out = String::with_capacity(typed.len());
    for c in typed.chars() {
        match keys(c).filter(|_| letter::is_hangul(c)) {
            Some(typed) => out.push_str(&typed.to_ascii_lowercase()),
            None => out.push(c),
        }
    }
    Some(out)
}

/// Letters in the order they were typed, joined into syllables as an input method does it.
pub fn compose(letters: &[char]) -> String {
    let mut state = Composing::default();
    for letter in letters {
        state.take(*letter);
    }
    state.flush();
    state.out
}

/// The syllable being put together.
#[derive(Default)]
struct Composing {
    out: String,
    initial: Option<char>,
    vowel: Option<char>,
    last: Option<char>,
}

impl Composing {
    fn take(&mut self, letter: char) {
        if is_vowel(letter) {
            self.vowel(letter);
        } else if INITIALS.contains(&letter) {
            self.consonant(letter);
        } else {
            self.flush();
            self.out.push(letter);
        }
    }

    fn vowel(&mut self, letter: char) {
        match (self.vowel, self.last) {
            // The final turns out to be the initial of the next syllable.
            (Some(_), Some(last)) => {
                let (stays, moves) = split(last);
                self.last = stays;
                self.flush();
                (self.initial, self.vowel) = (Some(moves), Some(letter));
            }
            (Some(before), None) => {
                let both = join(&VOWELS, before, letter);
                if both.is_none() {
                    self.flush();
                }
                self.vowel = both.or(Some(letter));
            }
            (None, _) => self.vowel = Some(letter),
        }
    }

    fn consonant(&mut self, letter: char) {
        let whole = self.initial.is_some() && self.vowel.is_some();
        let last = match self.last {
            None if whole => Some(letter).filter(|l| FINALS.contains(l)),
            Some(last) => join(&CLUSTERS, last, letter),
            None => None,
        };
        if last.is_some() {
            self.last = last;
        } else {
            self.flush();
            self.initial = Some(letter);
        }
    }

    fn flush(&mut self) {
        let (initial, vowel, last) = (self.initial.take(), self.vowel.take(), self.last.take());
        match initial.zip(vowel).and_then(|(i, v)| syllable(i, v, last)) {
            Some(syllable) => self.out.push(syllable),
            None => self.out.extend(initial.into_iter().chain(vowel)),
        }
    }
}

/// The syllable of some letters.
pub(in crate::text) fn syllable(initial: char, vowel: char, last: Option<char>) -> Option<char> {
    let i = INITIALS.iter().position(|c| *c == initial)? as u32;
    let v = (vowel as u32).checked_sub(0x314F).filter(|v| *v < 21)?;
    let t = match last {
        None => 0,
        Some(last) => FINALS.iter().position(|c| *c == last)? as u32 + 1,
    };
    char::from_u32(0xAC00 + (i * 21 + v) * 28 + t)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'ㅏ'..='ㅣ')
}

fn join(table: &[(char, char, char)], first: char, second: char) -> Option<char> {
    let row = table.iter().find(|(a, b, _)| (*a, *b) == (first, second));
    row.map(|(_, _, both)| *both)
}

/// What of a final stays when a vowel follows, and what goes over to it.
fn split(last: char) -> (Option<char>, char) {
    let row = CLUSTERS.iter().find(|(_, _, both)| *both == last);
    row.map_or((None, last), |(stays, moves, _)| (Some(*stays), *moves))
}

/// The letter on a key.
fn letter_of_key(key: char) -> Option<char> {
    let key = Some(unshifted(key)).filter(char::is_ascii_alphabetic)?;
    let place = KEYS.iter().position(|k| k.chars().eq([key]))? as u32;
    char::from_u32('ㄱ' as u32 + place)
}

/// Only seven keys differ with Shift.
fn unshifted(c: char) -> char {
    let shifted = matches!(c, 'Q' | 'W' | 'E' | 'R' | 'T' | 'O' | 'P');
    if shifted { c } else { c.to_ascii_lowercase() }
}

/// Whether a key, as in [`keystrokes`], is that of a consonant of Hangul.
pub(in crate::text) fn is_consonant_key(key: char) -> bool {
    "RSEFAQTDWCZXVG{|}~^".contains(key)
}

/// Whether it is that of a vowel.
pub(in crate::text) fn is_vowel_key(key: char) -> bool {
    "KOIJPUHYNBML`\\".contains(key)
}

fn hangul_key(key: char) -> char {
    match key {
        'Q' => '{',
        'W' => '|',
        'E' => '}',
        'R' => '~',
        'T' => '^',
        'O' => '`',
        'P' => '\\',
        _ => key.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keystrokes_tell_hangul_from_latin() {
        for (text, expected) in [
            ("메타 AI", "APXKai"),
            ("쓰레기", "^MFPRL"),
            ("닭ㄳ", "EKFRRT"),
            ("라마 4", "FKAK4"),
            ("漢字", "漢字"),
        ] {
            assert_eq!(keystrokes(text), expected, "{text}");
        }
    }

    #[test]
    fn latin_keys_become_the_hangul_that_was_meant() {
        for (typed, expected) in [
            ("apxk", Some("메타")),
            ("dosxmfhvlr", Some("앤트로픽")),
            ("gksrmf dlqfur", Some("한글 입력")),
            ("ekfr", Some("닭")),
            ("ekfrdl", Some("닭이")),
            ("ekfrl", Some("달기")),
            ("rkqtdl", Some("값이")),
            ("dhksfy", Some("완료")),
            ("TMfprl", Some("쓰레기")),
            ("AKXK", Some("마타")),
            ("meta", None),
            ("the", Some("솓")),
            ("a4", None),
            ("라마", None),
            (" ", None),
        ] {
            assert_eq!(hangul_of_latin(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn hangul_keys_become_the_latin_that_was_meant() {
        for (typed, expected) in [
            ("ㅡㄷㅅㅁ", Some("meta")),
            ("햣ㅗㅕㅠ", Some("github")),
            ("내ㅜㄷㅌ", Some("sonex")),
            ("meta", None),
        ] {
            assert_eq!(latin_of_hangul(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn every_syllable_is_typed_and_read_back() {
        for c in '가'..='힣' {
            let keys = keys(c).expect("keys");
            assert_eq!(hangul_of_latin(&keys), Some(c.to_string()), "{keys}");
            // Between two syllables nothing goes astray either.
            let after = format!("{keys}rk");
            let read = hangul_of_latin(&after).expect("two syllables");
            assert_eq!(read.chars().next_back(), Some('가'), "{after}");
        }
    }
}
