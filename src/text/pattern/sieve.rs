//! Asks a query of many packed texts at once.
//!
//! One pass over the letters stops only where a match may begin; there the classes of [`super::class`] decide, so that
//! a sieve finds what [`Pattern::sure`] finds. Letters that do not fit across a gap are remembered all the same: a
//! longer query may fit, and looks at those texts alone.

mod letterset;
mod pairs;

use super::class::{Letters, Reading};
use super::loose::Loosely;
use super::marks::{Marks, Wanted};
use super::parts::Parts;
use super::similar::Similar;
use super::{Pattern, Span, Tier, Word};
use crate::text::fold;
use crate::text::heap::{Heap, Packed};
use letterset::Letterset;
use pairs::Pairs;

/// Texts looked at between two questions whether the answer is still wanted.
const AT_ONCE: usize = 1_024;
/// Most texts whose letters stand in the right order that are scored one by one.
const SCORED: usize = 8_000;

/// Whether the answer is not wanted any more.
pub type Stale<'a> = &'a (dyn Fn() -> bool + Sync);

/// How a text of a heap answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// How well; the greater the better. Comparable with those of other heaps.
    pub score: i64,
    /// How.
    pub tier: Tier,
    /// Which text.
    pub place: u32,
}

/// What a pass found.
#[derive(Debug, Clone, Default)]
pub struct Sifted {
    /// The texts that answer, in the order of their places.
    pub ranks: Vec<Rank>,
    /// All texts that a longer query can be found in.
    pub wide: Vec<u32>,
}

/// A query made ready to be asked of heaps.
#[derive(Debug)]
pub struct Sieve<'p> {
    pattern: &'p Pattern,
    whole: Asked<'p>,
    words: Vec<Asked<'p>>,
    /// What begins a match of the whole or of the first word.
    pairs: Pairs,
    loosely: Loosely,
}

/// What a text must hold of the whole query and of each word to be like them.
struct Held {
    whole: Option<Parts>,
    words: Vec<Option<Parts>>,
}

/// One run of letters, and what its matches begin with.
#[derive(Debug)]
struct Asked<'p> {
    word: &'p Word,
    firsts: Letterset,
    /// Where the query itself has gaps.
    gaps: Vec<bool>,
    pairs: Pairs,
    /// What a text must have to hold one of its matches.
    wanted: Option<Wanted>,
}

impl<'p> Asked<'p> {
    fn new(typed: &str, word: &'p Word) -> Self {
        let (mut firsts, mut pairs) = (Letterset::new(), Pairs::default());
        for reading in word.readings.iter().flat_map(|(_, readings)| readings) {
            firsts.add_first(&reading.first());
            pairs.add(reading);
        }
        Self {
            word,
            firsts,
            gaps: fold::letters(typed).iter().map(|l| l.opens).collect(),
            pairs,
            wanted: Wanted::of(word.readings.iter().flat_map(|(_, readings)| readings)),
        }
    }

    /// Whether a text with these marks may hold a match.
    #[inline]
    fn may(&self, marks: &Marks) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.may(marks))
    }

    /// The surest match; the second value says whether the letters stand there at all, gaps left aside.
    fn best(&self, text: Packed, from: usize) -> (Option<(Tier, i64)>, bool) {
        let (mut best, mut stands): (Option<(Tier, i64)>, bool) = (None, false);
        for (at, code) in text.codes().iter().enumerate().skip(from) {
            if !self.firsts.has(*code) {
                continue;
            }
            for (tier, readings) in &self.word.readings {
                if best.is_some_and(|(t, _)| t > *tier) {
                    break;
                }
                for reading in readings {
                    let Some(end) = reading.match_at(text, at) else {
                        continue;
                    };
                    stands = true;
                    if reading.fits(text, &(at..end)) {
                        let score = self.score(*tier, text, &(at..end), reading);
                        if best.is_none_or(|b| (*tier, score) > b) {
                            best = Some((*tier, score));
                        }
                    }
                }
            }
        }
        (best, stands)
    }

    fn score(&self, tier: Tier, text: Packed, span: &Span, reading: &Reading) -> i64 {
        let plain = tier == Tier::Word && reading.len() == span.len();
        let inside = 1..span.len();
        let apart = plain
            && inside
                .into_iter()
                .any(|n| text.opens(span.start + n) != self.gaps.get(n).copied().unwrap_or(false));
        let base = if apart { SPACED } else { tier.score() };
        base + place_bonus(text, span)
    }
}

/// What a hit is worth whose blanks are not those of the query.
const SPACED: i64 = 3_250;

/// What a hit is worth less whose words stand apart from each other.
const APART: i64 = 1_700;

/// What the place of a match adds: at the beginning of a word or of all, up to the end of a word, all there is; and a
/// little for short texts.
fn place_bonus(text: Packed, span: &Span) -> i64 {
    let ends = span.end == text.len() || text.opens(span.end);
    let whole = ends && span.start == 0 && span.end == text.len();
    200 * i64::from(text.begins(span.start))
        + 100 * i64::from(span.start == 0)
        + 60 * i64::from(ends)
        + 80 * i64::from(whole)
        + (40 - text.len().min(40) as i64) / 10 * 10
}

impl Pattern {
    /// Makes the query ready to be asked of heaps.
    pub fn sieve(&self) -> Sieve<'_> {
        let whole = Asked::new(&self.typed, &self.whole);
        let typed = self.typed.split_whitespace();
        let words: Vec<Asked> = typed
            .zip(&self.words)
            .map(|(t, word)| Asked::new(t, word))
            .collect();
        let mut pairs = whole.pairs.clone();
        if let Some(word) = words.iter().max_by_key(|word| word.gaps.len()) {
            pairs.join(&word.pairs);
        }
        Sieve {
            pattern: self,
            whole,
            words,
            pairs,
            loosely: Loosely::new(&self.typed),
        }
    }

    /// Whether whatever answers another query surely is among the texts that this one passes on to a longer one.
    pub fn widens(&self, other: &Self) -> bool {
        if self.is_empty() {
            return false;
        }
        let wider = |wide: &Word, narrow: &Word| {
            let mut all = narrow.readings.iter().flat_map(|(_, readings)| readings);
            let own = || wide.readings.iter().flat_map(|(_, readings)| readings);
            !narrow.readings.is_empty() && all.all(|n| own().any(|w| w.widens(n)))
        };
        if self.words.is_empty() {
            let words = other.words.iter().any(|word| wider(&self.whole, word));
            return wider(&self.whole, &other.whole) && (other.words.is_empty() || words);
        }
        let each = |w: &Word| other.words.iter().any(|n| wider(w, n));
        wider(&self.whole, &other.whole) && !other.words.is_empty() && self.words.iter().all(each)
    }
}

impl Sieve<'_> {
    /// The texts that answer surely, as [`Pattern::sure`] has it. `None` if it was called off.
    pub fn surely(&self, heap: &Heap, stale: Stale<'_>) -> Option<Sifted> {
        if self.pattern.is_empty() {
            return Some(Sifted::default());
        }
        let mut sifted = Sifted::default();
        let (codes, ends, marks) = (heap.codes(), heap.ends(), heap.marks());
        // A query of one letter is in most texts: it is looked for in all letters at once.
        let tells = self.whole.wanted.is_some()
            && (self.words.is_empty() || self.words.iter().any(|word| word.wanted.is_some()));
        for first in (0..heap.len()).step_by(AT_ONCE) {
            if stale() {
                return None;
            }
            let last = (first + AT_ONCE).min(heap.len());
            if tells {
                for (place, _) in (first..last)
                    .zip(&marks[first..last])
                    .filter(|(_, m)| self.may(m))
                {
                    self.ask(heap, place, 0, &mut sifted);
                }
                continue;
            }
            let (mut at, end) = (heap.start(first), heap.start(last));
            let mut place = first;
            while let Some(next) = self.pairs.find(codes, at, end) {
                at = next;
                while ends[place] as usize <= at {
                    place += 1;
                }
                self.ask(heap, place, at - heap.start(place), &mut sifted);
                at = ends[place] as usize;
            }
        }
        Some(sifted)
    }

    /// Whether a text with these marks may answer.
    #[inline]
    fn may(&self, marks: &Marks) -> bool {
        self.whole.may(marks) || !self.words.is_empty() && self.words.iter().all(|word| word.may(marks))
    }

    /// The same among some texts, given in the order of their places.
    pub fn surely_among(&self, heap: &Heap, places: &[u32], stale: Stale<'_>) -> Option<Sifted> {
        let mut sifted = Sifted::default();
        for some in places.chunks(AT_ONCE) {
            if stale() {
                return None;
            }
            for place in some {
                self.ask(heap, *place as usize, 0, &mut sifted);
            }
        }
        Some(sifted)
    }

    fn ask(&self, heap: &Heap, place: usize, from: usize, sifted: &mut Sifted) {
        let text = heap.get(place);
        let (mut best, mut stands) = self.whole.best(text, from);
        if best.is_none() && !self.words.is_empty() {
            let mut least: Option<(Tier, i64)> = None;
            let mut all = true;
            let mut each = true;
            for word in &self.words {
                let (own, own_stands) = word.best(text, 0);
                all &= own.is_some();
                each &= own_stands;
                if !each {
                    break;
                }
                if let Some(own) = own {
                    least = Some(least.map_or(own, |l| l.min(own)));
                }
            }
            stands |= each;
            best = least.filter(|_| all).map(|(tier, score)| (tier, score - APART));
        }
        let place = place as u32;
        if let Some((tier, score)) = best {
            sifted.ranks.push(Rank { score, tier, place });
        }
        if stands {
            sifted.wide.push(place);
        }
    }

    /// The texts that answer but for a typing error, as [`Pattern::best`] has it; those that do surely are left out.
    pub fn similarly(&self, heap: &Heap, known: &[Rank], stale: Stale<'_>) -> Option<Vec<Rank>> {
        let whole = self.pattern.whole.similar.as_ref();
        let words = || self.words.iter().any(|w| w.word.similar.is_some());
        if whole.is_none() && !words() {
            return Some(Vec::new());
        }
        let parts = Held {
            whole: whole.and_then(Similar::parts),
            words: self
                .words
                .iter()
                .map(|w| w.word.similar.as_ref()?.parts())
                .collect(),
        };
        let mut known = known.iter().map(|rank| rank.place as usize).peekable();
        let mut ranks = Vec::new();
        for first in (0..heap.len()).step_by(AT_ONCE) {
            if stale() {
                return None;
            }
            for place in first..(first + AT_ONCE).min(heap.len()) {
                if known.next_if_eq(&place).is_none() {
                    ranks.extend(self.errs(heap, place, &parts));
                }
            }
        }
        Some(ranks)
    }

    fn errs(&self, heap: &Heap, place: usize, parts: &Held) -> Option<Rank> {
        let (text, marks) = (heap.get(place), heap.marks().get(place)?);
        let mut words = self.words.iter().zip(&parts.words);
        let near = self.whole.near(text, marks, parts.whole.as_ref())
            || !self.words.is_empty()
                && words.all(|(word, parts)| {
                    word.near(text, marks, parts.as_ref())
                        || word.may(marks) && word.best(text, 0).0.is_some()
                });
        if !near {
            return None;
        }
        // Few come so far: the table that decides works on letters as they are given.
        let letters = text.letters();
        let (tier, spans) = self.pattern.nearly(&letters)?;
        let first = spans.first().map_or(1, |span| span.start);
        let begins = spans.iter().any(|span| letters[span.start].begins);
        let bonus = 200 * i64::from(begins) + 100 * i64::from(first == 0);
        let score = tier.score() + bonus + (40 - text.len().min(40) as i64) / 10 * 10;
        Some(Rank {
            score,
            tier,
            place: place as u32,
        })
    }

    /// The texts that hold the letters of each word in their order.
    pub fn loosely(&self, heap: &Heap, known: &[u32], stale: Stale<'_>) -> Option<Vec<Rank>> {
        let mut ranks = Vec::new();
        if self.loosely.is_empty() {
            return Some(ranks);
        }
        let mut known = known.iter().map(|place| *place as usize).peekable();
        for first in (0..heap.len()).step_by(AT_ONCE) {
            if stale() || ranks.len() >= SCORED {
                return (ranks.len() >= SCORED).then_some(ranks);
            }
            for place in first..(first + AT_ONCE).min(heap.len()) {
                while known.next_if(|k| *k < place).is_some() {}
                if known.next_if_eq(&place).is_some() {
                    continue;
                }
                let text = heap.get(place);
                if self.loosely.may(text.codes())
                    && let Some(score) = self.loosely.score(&text.text())
                {
                    let place = place as u32;
                    ranks.push(Rank {
                        score: score.min(1_999),
                        tier: Tier::Loose,
                        place,
                    });
                }
            }
        }
        Some(ranks)
    }
}

impl Asked<'_> {
    /// Whether a match with errors may be there; most texts hold no part of it.
    fn near(&self, text: Packed, marks: &Marks, parts: Option<&Parts>) -> bool {
        let Some(similar) = &self.word.similar else {
            return false;
        };
        parts.is_none_or(|parts| parts.can(marks) && parts.may(text)) && similar.is_near(text)
    }
}

/// The best of some ranks, in order: by score, then as `newer` says (the greater first), then the later place.
pub fn top(ranks: &mut Vec<Rank>, most: usize, newer: impl Fn(u32) -> i64) {
    let key = |r: &Rank| std::cmp::Reverse((r.score, newer(r.place), r.place));
    if ranks.len() > most && most > 0 {
        ranks.select_nth_unstable_by_key(most - 1, key);
        ranks.truncate(most);
    }
    ranks.sort_unstable_by_key(key);
    ranks.truncate(most);
}

#[cfg(test)]
mod tests;
