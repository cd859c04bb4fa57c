//! Finds what a reader meant in texts of four languages, and says how sure it is.
//!
//! What is typed while searching is seldom the text itself: half a syllable, initials alone, the other keyboard, other
//! blanks, 미국 for 美, one wrong vowel. A query is read in several ways once and each text is asked for the surest of
//! them; a subsequence search over jamo, which finds everything in everything, is not among them.

use std::ops::Range;

use crate::text::fold::{self, Letter};
use crate::text::{hanja, keystrokes, sound};

mod class;
mod loose;
mod marks;
mod parts;
mod sieve;
mod similar;

pub(in crate::text) use class::Letters;
use class::{Class, Reading};
pub(in crate::text) use marks::Marks;
pub use sieve::{Rank, Sieve, Sifted, Stale, top};
use similar::Similar;

/// How a text answers a query; the greater the surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Its letters stand in the text in this order, with others between them.
    Loose,
    /// But for one or two keys.
    Similar,
    /// By pinyin or romaji.
    Sound,
    /// Typed in the other state of the input method.
    Keys,
    /// By initials, by a syllable that is still being typed, or by the word of a headline's Chinese character.
    Typed,
    /// As it stands, but for case, width, blanks, quotation marks and kana.
    Word,
}

impl Tier {
    /// What a hit of this tier is worth before anything else is looked at.
    pub fn score(self) -> i64 {
        match self {
            Self::Word => 4_500,
            Self::Typed => 4_000,
            Self::Keys => 3_500,
            Self::Sound => 3_000,
            Self::Similar => 2_000,
            Self::Loose => 0,
        }
    }
}

/// Where and how well a text answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// How.
    pub tier: Tier,
    /// How well; the greater the better.
    pub score: i64,
    /// Whether it begins a word.
    pub begins: bool,
    /// Bytes to light, in order, on cluster borders.
    pub ranges: Vec<Range<u32>>,
}

/// A query made ready to be asked of many texts.
#[derive(Debug, Clone, Default)]
pub struct Pattern {
    typed: String,
    whole: Word,
    /// The words of a query of several; all of them must be found.
    words: Vec<Word>,
}

/// The readings of one run of letters, the surest first.
#[derive(Debug, Clone, Default)]
struct Word {
    readings: Vec<(Tier, Vec<Reading>)>,
    similar: Option<Similar>,
}

/// A match: the places of its letters.
type Span = Range<usize>;

/// The longest query that is read in other ways than as it stands, in letters.
const LONGEST: usize = 64;
/// The most words of a query that are looked for one by one.
const MOST_WORDS: usize = 16;

impl Pattern {
    /// Reads a query that may still be being typed.
    pub fn new(query: &str) -> Self {
        Self::read(query, class::typed)
    }

    /// Reads a query that was typed to its end: its last syllable is not one that may go on.
    pub fn finished(query: &str) -> Self {
        Self::read(query, class::finished)
    }

    fn read(query: &str, classes: fn(&[char]) -> Vec<Reading>) -> Self {
        let words: Vec<&str> = query.split_whitespace().collect();
        let several = (2..=MOST_WORDS).contains(&words.len());
        let words = words.iter().filter(|_| several);
        Self {
            typed: query.to_owned(),
            whole: Word::new(query, classes),
            words: words.map(|w| Word::new(w, classes)).collect(),
        }
    }

    /// Whether there is nothing in it to look for.
    pub fn is_empty(&self) -> bool {
        self.whole.readings.is_empty()
    }

    /// The text typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The other texts that a reader may have meant who did not look at the state of the input method.
    pub fn other_keys(query: &str) -> Vec<String> {
        let readings = [
            keystrokes::hangul_of_latin(query),
            keystrokes::latin_of_hangul(query),
        ];
        readings.into_iter().flatten().collect()
    }

    /// How well a short text answers, a headline or a name; looser than a typing error is not looked at.
    pub fn best(&self, text: &str) -> Option<Hit> {
        self.asked(text, true)
    }

    /// As [`Self::best`], but for typing errors: half the cost.
    pub fn sure(&self, text: &str) -> Option<Hit> {
        self.asked(text, false)
    }

    /// How loosely a text answers, by letters in the same order.
    pub fn loose(&self, text: &str) -> Option<Hit> {
        let (score, ranges) = loose::find(&self.typed, text)?;
        Some(Hit {
            tier: Tier::Loose,
            score: score.min(1_999),
            begins: false,
            ranges,
        })
    }

    /// Every place of a long text to light, and how surely; nothing looser than a typing error.
    pub fn find_all(&self, text: &str) -> Option<(Tier, Vec<Range<u32>>)> {
        if self.is_empty() || self.typed.contains(fold::is_mark) {
            let hits = fold::find_all(text, &self.typed);
            if !hits.is_empty() || self.is_empty() {
                return (!hits.is_empty()).then_some((Tier::Word, hits));
            }
        }
        let letters = fold::letters(text);
        let (tier, spans) = self.spans(&letters, true)?;
        Some((tier, lights(&letters, &spans)))
    }

    /// Every place of those of several words that a text has, though it lacks others.
    pub fn find_any(&self, text: &str) -> Option<(Tier, Vec<Range<u32>>)> {
        let letters = fold::letters(text);
        let found: Vec<_> = self
            .words
            .iter()
            .filter_map(|word| word.surely(&letters))
            .collect();
        let (tier, spans) = joined(found)?;
        Some((tier, lights(&letters, &spans)))
    }

    fn asked(&self, text: &str, errors: bool) -> Option<Hit> {
        let letters = fold::letters(text);
        let (tier, spans) = self.spans(&letters, errors)?;
        let first = spans.first()?;
        let begins = spans.iter().any(|s| letters[s.start].begins);
        let bonus = 200 * i64::from(begins) + 100 * i64::from(first.start == 0);
        Some(Hit {
            tier,
            score: tier.score() + bonus + 50 - (letters.len() as i64).min(50),
            begins,
            ranges: lights(&letters, &spans),
        })
    }

    /// The surest way in which the letters answer: the whole query, or all of its words.
    fn spans(&self, letters: &[Letter], errors: bool) -> Option<(Tier, Vec<Span>)> {
        let surely = self
            .whole
            .surely(letters)
            .or_else(|| self.all(letters, Word::surely));
        if surely.is_some() || !errors {
            return surely;
        }
        self.nearly(letters)
    }

    /// The way in which letters answer that do not do so surely: the whole query, or all of its words, but for errors.
    fn nearly(&self, letters: &[Letter]) -> Option<(Tier, Vec<Span>)> {
        let whole = self.whole.similarly(letters);
        whole.or_else(|| {
            self.all(letters, |word, letters| {
                word.surely(letters).or_else(|| word.similarly(letters))
            })
        })
    }

    /// All words, each in its own way; the least sure of them counts.
    fn all(
        &self,
        letters: &[Letter],
        find: impl Fn(&Word, &[Letter]) -> Option<(Tier, Vec<Span>)>,
    ) -> Option<(Tier, Vec<Span>)> {
        let found: Option<Vec<_>> = self.words.iter().map(|word| find(word, letters)).collect();
        joined(found?)
    }
}

/// What several words found as one: as sure as the least sure of them. `None` if there is nothing.
fn joined(found: Vec<(Tier, Vec<Span>)>) -> Option<(Tier, Vec<Span>)> {
    let tier = found.iter().map(|(tier, _)| *tier).min()?;
    let mut spans: Vec<Span> = found.into_iter().flat_map(|(_, spans)| spans).collect();
    spans.sort_by_key(|s| (s.start, s.end));
    spans.dedup_by(|next, kept| next.start < kept.end);
    Some((tier, spans))
}

impl Word {
    fn new(typed: &str, classes: fn(&[char]) -> Vec<Reading>) -> Self {
        let letters: Vec<char> = fold::letters(typed).iter().map(|l| l.c).collect();
        if letters.is_empty() {
            return Self::default();
        }
        let exact = |letters: &[char]| vec![Reading::exact(letters)];
        let mut readings = vec![(Tier::Word, exact(&letters))];
        if letters.len() <= LONGEST {
            readings.push((Tier::Typed, classes(&letters)));
            if let Some(spelt) = hanja::spelt(typed) {
                readings.push((Tier::Typed, exact(&chars(&spelt))));
            }
            for other in Pattern::other_keys(typed) {
                let other = chars(&other);
                readings.push((Tier::Keys, exact(&other)));
                readings.push((Tier::Keys, classes(&other)));
            }
            let latin: String = letters.iter().collect();
            if let Some(kana) = sound::kana(&latin) {
                readings.push((Tier::Sound, exact(&chars(&kana))));
            }
            if letters.len() > 1 && letters.iter().all(char::is_ascii_lowercase) {
                readings.push((Tier::Sound, vec![Reading::pinyin(&letters)]));
            }
        }
        Self {
            readings,
            similar: Similar::new(&letters),
        }
    }

    fn surely(&self, letters: &[Letter]) -> Option<(Tier, Vec<Span>)> {
        self.readings.iter().find_map(|(tier, readings)| {
            let spans = class::find_all(readings, letters);
            (!spans.is_empty()).then_some((*tier, spans))
        })
    }

    fn similarly(&self, letters: &[Letter]) -> Option<(Tier, Vec<Span>)> {
        let spans = self.similar.as_ref()?.find_all(letters);
        (!spans.is_empty()).then_some((Tier::Similar, spans))
    }
}

fn chars(text: &str) -> Vec<char> {
    fold::letters(text).iter().map(|l| l.c).collect()
}

/// The bytes of some matches; those that share a cluster, as two letters of `︙` do, are one.
fn lights(letters: &[Letter], spans: &[Span]) -> Vec<Range<u32>> {
    let mut lights: Vec<Range<u32>> = Vec::with_capacity(spans.len());
    for span in spans {
        let range = letters[span.start].start..letters[span.end - 1].end;
        match lights.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => lights.push(range),
        }
    }
    lights
}

/// Whether a class is one of a Hangul letter or syllable, which a Chinese character may stand for.
fn is_hangul(class: Class) -> bool {
    match class {
        Class::Is(c) | Class::Open(c) | Class::Initial(c) => crate::text::letter::is_hangul(c),
    }
}

#[cfg(test)]
mod tests;
