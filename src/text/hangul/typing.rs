//! Matches a text against a query that is still being typed.
//!
//! While a reader types 메타 the query is ㅁ, 메, 멭, 메타: a plain search would find nothing at every second key.
//! Blanks count for nothing on either side, because papers disagree about them.

use std::ops::Range;

use crate::text::hangul::{FINALS, Syllable, split_initials};

/// What a syllable of the text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// This character.
    Is(char),
    /// A syllable with this initial, or the letter itself.
    Initial(char),
    /// A syllable with this initial and vowel and any final.
    Open(char),
}

/// A query made ready to be matched against many texts.
#[derive(Debug, Clone, Default)]
pub struct Typing {
    /// The readings of the query: 멭 is 멭, and 메 with ㅌ to come.
    readings: Vec<Vec<Class>>,
}

/// Where a text first matches what is being typed, at the beginning of an eojeol if it does so anywhere; byte offsets.
pub fn matches_typing(query: &str, text: &str) -> Option<Range<u32>> {
    Typing::new(query).find(text)
}

impl Typing {
    /// Reads a query; one of blanks alone matches nothing.
    pub fn new(query: &str) -> Self {
        let letters: Vec<char> = query
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let Some((last, before)) = letters.split_last() else {
            return Self::default();
        };
        let mut head = Vec::new();
        for c in before {
            push_class(*c, &mut head);
        }
        Self {
            readings: last_readings(*last)
                .into_iter()
                .map(|tail| [head.clone(), tail].concat())
                .collect(),
        }
    }

    /// Whether it matches nothing at all.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// As [`matches_typing`].
    pub fn find(&self, text: &str) -> Option<Range<u32>> {
        let mut inside = None;
        let mut at_start = true;
        for (at, c) in text.char_indices() {
            if c.is_alphanumeric() || self.opens_with(c) {
                if (at_start || inside.is_none())
                    && let Some(end) = self.end_of_match(&text[at..])
                {
                    let range = at as u32..(at + end) as u32;
                    if at_start {
                        return Some(range);
                    }
                    inside = Some(range);
                }
                at_start = false;
            } else {
                at_start = true;
            }
        }
        inside
    }

    fn opens_with(&self, c: char) -> bool {
        self.readings
            .iter()
            .any(|reading| reading.first() == Some(&Class::Is(c)))
    }

    fn end_of_match(&self, text: &str) -> Option<usize> {
        self.readings
            .iter()
            .find_map(|reading| end_of_reading(reading, text))
    }
}

fn end_of_reading(reading: &[Class], text: &str) -> Option<usize> {
    let mut wanted = reading.iter();
    let mut class = wanted.next()?;
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if !class.holds(c) {
            return None;
        }
        match wanted.next() {
            Some(next) => class = next,
            None => return Some(at + c.len_utf8()),
        }
    }
    None
}

impl Class {
    fn holds(self, c: char) -> bool {
        match self {
            Self::Is(wanted) => c == wanted || (!c.is_ascii_lowercase() && c.to_lowercase().eq([wanted])),
            Self::Initial(initial) => c == initial || Syllable::of(c).is_some_and(|s| s.initial == initial),
            Self::Open(open) => (open..=open_end(open)).contains(&c),
        }
    }
}

/// The last syllable that begins like an open one.
fn open_end(open: char) -> char {
    char::from_u32(open as u32 + FINALS.len() as u32).unwrap_or(open)
}

fn push_class(c: char, classes: &mut Vec<Class>) {
    match split_initials(c) {
        [] => classes.push(Class::Is(c)),
        initials => classes.extend(initials.iter().map(|initial| Class::Initial(*initial))),
    }
}

/// What the last letter of a query may become.
fn last_readings(c: char) -> Vec<Vec<Class>> {
    let Some(syllable) = Syllable::of(c) else {
        let mut classes = Vec::new();
        push_class(c, &mut classes);
        return vec![classes];
    };
    let Some(last) = syllable.last else {
        return vec![vec![Class::Open(c)]];
    };
    let at = FINALS.iter().position(|f| *f == last).unwrap_or(0) as u32;
    let open = char::from_u32(c as u32 - at - 1).unwrap_or(c);
    let mut readings = vec![vec![Class::Is(c)]];
    match split_initials(last) {
        [one] => readings.push(vec![Class::Is(open), Class::Initial(*one)]),
        [stays, moves] => {
            let stays = FINALS
                .iter()
                .position(|f| f == stays)
                .and_then(|at| char::from_u32(open as u32 + at as u32 + 1));
            readings.push(vec![Class::Is(stays.unwrap_or(open)), Class::Initial(*moves)]);
        }
        _ => {}
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_on_the_way_matches() {
        for (query, text, expected) in [
            ("ㅁ", "메타", Some("메")),
            ("메", "메타", Some("메")),
            ("멭", "메타", Some("메타")),
            ("메ㅌ", "메타", Some("메타")),
            ("메타", "메타", Some("메타")),
            ("메", "멜로디", Some("멜")),
            ("멜", "메리", Some("메리")),
            ("닭", "달걀", Some("달걀")),
            ("ㅂㄷㄹ", "로런스 반데르마텐", Some("반데르")),
            ("ㄳ", "가수", Some("가수")),
            ("라마4", "오픈소스 라마 4 공개", Some("라마 4")),
            ("라마 4", "라마4", Some("라마4")),
            ("라마4", "라마3", None),
            ("ai", "오픈AI", Some("AI")),
            ("타", "메타 타조", Some("타")),
            ("(ai", "인공지능(AI)", Some("(AI")),
            ("메타", "매타", None),
            ("", "메타", None),
            (" ", "메타", None),
        ] {
            let found = matches_typing(query, text).map(|r| &text[r.start as usize..r.end as usize]);
            assert_eq!(found, expected, "{query} {text}");
        }
    }

    #[test]
    fn the_beginning_of_an_eojeol_comes_first() {
        assert_eq!(matches_typing("타", "메타 타조"), Some(7..10));
        assert_eq!(matches_typing("타", "메타 사자"), Some(3..6));
    }
}
