//! Matches letters against classes of letters: this one, any syllable with this initial, any with this beginning.
//!
//! While a reader types 메타 the query is ㅁ, 메, 멭, 메타: a plain search would find nothing at every second key.

use super::{Span, is_hangul};
use crate::text::fold::Letter;
use crate::text::hangul::{FINALS, Syllable, split_initials};
use crate::text::{hanja, letter, sound};

/// What a letter of the text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// This letter.
    Is(char),
    /// A syllable with this initial, or the letter itself.
    Initial(char),
    /// A syllable with this initial and vowel and any final.
    Open(char),
}

/// One way to read a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    classes: Vec<Class>,
    /// What Chinese letters of the text may stand for.
    han: Han,
}

/// What a Chinese letter may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Han {
    Itself,
    /// The Hangul word that headlines use it for.
    Word,
    /// Its pinyin.
    Pinyin,
}

impl Reading {
    /// These letters and no others.
    pub(super) fn exact(letters: &[char]) -> Self {
        let classes = letters.iter().map(|c| Class::Is(*c)).collect();
        Self {
            classes,
            han: Han::Itself,
        }
    }

    /// Latin letters as pinyin, whole or by initials.
    pub(super) fn pinyin(letters: &[char]) -> Self {
        Self {
            han: Han::Pinyin,
            ..Self::exact(letters)
        }
    }

    fn is_initials(&self) -> bool {
        self.classes.iter().all(|c| matches!(c, Class::Initial(_)))
    }

    /// Whether a match may lie on both sides of a gap: only a whole one, or 사과 would be found in `검사 과정`.
    fn fits(&self, letters: &[Letter], span: &Span) -> bool {
        let crosses = letters[span.start + 1..span.end].iter().any(|l| l.opens);
        !crosses || (letters[span.start].begins && self.classes.len() > 2)
    }
}

/// The readings of a query that may still be being typed.
pub(super) fn typed(letters: &[char]) -> Vec<Reading> {
    let Some((last, before)) = letters.split_last() else {
        return Vec::new();
    };
    let mut head = Vec::new();
    for c in before {
        push_class(*c, &mut head);
    }
    let tails = last_readings(*last).into_iter();
    tails
        .map(|tail| Reading {
            classes: [head.clone(), tail].concat(),
            han: Han::Word,
        })
        .collect()
}

/// The reading of a query that was typed to its end, initials and half syllables among its letters or not.
pub(super) fn finished(letters: &[char]) -> Vec<Reading> {
    // A syllable that ends in an initial, as 멭 does, may be half a word all the same.
    let open = letters.iter().any(|c| letter::is_lone_jamo(*c));
    if open {
        return typed(letters);
    }
    vec![Reading {
        han: Han::Word,
        ..Reading::exact(letters)
    }]
}

/// Every match of any of the readings, from left to right without overlaps. Initials alone say little: where a match
/// begins a word, only such matches count.
pub(super) fn find_all(readings: &[Reading], letters: &[Letter]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let found = readings.iter().find_map(|reading| {
            let end = match_at(&reading.classes, letters, at, reading.han)?;
            let span = at..end;
            reading.fits(letters, &span).then_some(span)
        });
        at = found.as_ref().map_or(at + 1, |span| span.end);
        spans.extend(found);
    }
    if readings.iter().all(Reading::is_initials) && spans.iter().any(|s| letters[s.start].begins) {
        spans.retain(|s| letters[s.start].begins);
    }
    spans
}

/// One past the last letter of a match that begins at `at`.
fn match_at(classes: &[Class], letters: &[Letter], at: usize, han: Han) -> Option<usize> {
    let Some((class, rest)) = classes.split_first() else {
        return Some(at);
    };
    let c = letters.get(at)?.c;
    if class.holds(c)
        && let Some(end) = match_at(rest, letters, at + 1, han)
    {
        return Some(end);
    }
    if !letter::is_han(c) {
        return None;
    }
    let stand_ins: Vec<usize> = match han {
        Han::Word if is_hangul(*class) => {
            let words = hanja::readings(c).iter();
            words.filter_map(|word| taken(classes, word)).collect()
        }
        Han::Pinyin => spoken(classes, c),
        _ => Vec::new(),
    };
    stand_ins
        .into_iter()
        .find_map(|n| match_at(&classes[n..], letters, at + 1, han))
}

/// How many classes a word takes up; the query may end inside it.
fn taken(classes: &[Class], word: &str) -> Option<usize> {
    let mut n = 0;
    for (class, c) in classes.iter().zip(word.chars()) {
        if !class.holds(c) {
            return None;
        }
        n += 1;
    }
    (n > 0).then_some(n)
}

/// How many Latin letters a Chinese one may take up: its pinyin, or the initial of it.
fn spoken(classes: &[Class], c: char) -> Vec<usize> {
    let Some(pinyin) = sound::pinyin(c) else {
        return Vec::new();
    };
    let initial = if matches!(pinyin.get(..2), Some("zh" | "ch" | "sh")) {
        pinyin.get(..2)
    } else {
        None
    };
    let first = pinyin.get(..1);
    let sounds = [Some(pinyin), initial, first].into_iter().flatten();
    let mut takes: Vec<usize> = sounds.filter_map(|sound| taken(classes, sound)).collect();
    takes.dedup();
    takes
}

impl Class {
    pub(super) fn holds(self, c: char) -> bool {
        match self {
            Self::Is(wanted) => c == wanted,
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
