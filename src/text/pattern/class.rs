//! Matches letters against classes of letters: this one, any syllable with this initial, any with this beginning.
//!
//! While a reader types 메타 the query is ㅁ, 메, 멭, 메타: a plain search would find nothing at every second key.

use super::{Span, is_hangul};
use crate::text::fold::Letter;
use crate::text::hangul::{FINALS, INITIALS, Syllable, split_initials};
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

/// Letters in their order, however they are kept.
pub(in crate::text) trait Letters: Copy {
    /// The letter at a place; `None` past the last.
    fn letter(self, at: usize) -> Option<char>;
    /// Whether a gap stands before it.
    fn opens(self, at: usize) -> bool;
    /// Whether it begins a word.
    fn begins(self, at: usize) -> bool;
}

impl Letters for &[Letter] {
    fn letter(self, at: usize) -> Option<char> {
        self.get(at).map(|l| l.c)
    }

    fn opens(self, at: usize) -> bool {
        self[at].opens
    }

    fn begins(self, at: usize) -> bool {
        self[at].begins
    }
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
    pub(super) fn fits(&self, letters: impl Letters, span: &Span) -> bool {
        let crosses = (span.start + 1..span.end).any(|at| letters.opens(at));
        !crosses || (letters.begins(span.start) && self.classes.len() > 2)
    }

    /// One past the last letter of a match that begins at `at`.
    pub(super) fn match_at(&self, letters: impl Letters, at: usize) -> Option<usize> {
        match_at(&self.classes, letters, at, self.han)
    }

    /// How many letters it has.
    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    /// The letters that a match may begin with.
    pub(super) fn first(&self) -> First {
        let class = self.classes.first().copied().unwrap_or(Class::Is('\0'));
        let han = match self.han {
            Han::Word if is_hangul(class) => Stand::Words,
            Han::Pinyin => Stand::Sounds,
            _ => Stand::None,
        };
        First { class, han }
    }

    /// What the letter after the first one must be, unless the first stands for both.
    pub(super) fn second(&self) -> Option<Class> {
        self.classes.get(1).copied()
    }

    /// What each letter must be.
    pub(super) fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Whether a Chinese letter may stand for some of these.
    pub(super) fn meets_han(&self) -> bool {
        match self.han {
            Han::Itself => false,
            Han::Word => self.classes.iter().any(|class| is_hangul(*class)),
            Han::Pinyin => true,
        }
    }

    /// Whether a Chinese letter may stand for others.
    pub(super) fn takes_han(&self) -> bool {
        self.han != Han::Itself
    }

    /// Whether all that it matches is matched by another, gaps left aside, and the other asks for more.
    pub(super) fn widens(&self, other: &Self) -> bool {
        let pairs = self.classes.iter().zip(&other.classes);
        self.classes.len() <= other.classes.len()
            && (self.han == other.han || other.han == Han::Itself)
            && pairs.clone().all(|(wide, narrow)| wide.widens(*narrow))
    }
}

/// The letters that a match may begin with.
pub(super) struct First {
    /// A letter of this class,
    pub(super) class: Class,
    /// or one of these Chinese ones.
    pub(super) han: Stand,
}

/// Chinese letters that may stand for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    None,
    /// Those of headlines.
    Words,
    /// All, for their pinyin.
    Sounds,
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
            let span = at..reading.match_at(letters, at)?;
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
fn match_at(classes: &[Class], letters: impl Letters, at: usize, han: Han) -> Option<usize> {
    let Some((class, rest)) = classes.split_first() else {
        return Some(at);
    };
    let c = letters.letter(at)?;
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
    /// Whether every letter of another class is one of this.
    fn widens(self, other: Self) -> bool {
        match (self, other) {
            (Self::Open(open), Self::Open(other)) => open == other,
            (Self::Initial(initial), Self::Open(c)) => Syllable::of(c).is_some_and(|s| s.initial == initial),
            (_, Self::Is(c)) => self.holds(c),
            (wide, narrow) => wide == narrow,
        }
    }

    /// The code points of its letters, as first and last; a second range may be one letter alone.
    pub(super) fn ranges(self) -> [(char, char); 2] {
        match self {
            Self::Is(c) => [(c, c); 2],
            Self::Open(c) => [(c, open_end(c)); 2],
            Self::Initial(c) => {
                let at = INITIALS.iter().position(|i| *i == c).unwrap_or_default() as u32;
                let first = char::from_u32(0xAC00 + at * 588).unwrap_or(c);
                let last = char::from_u32(0xAC00 + at * 588 + 587).unwrap_or(c);
                [(c, c), (first, last)]
            }
        }
    }

    #[inline]
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
