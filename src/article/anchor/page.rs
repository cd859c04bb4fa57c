//! A text in which passages are sought: read once, asked often.

use std::cell::OnceCell;
use std::ops::Range;

use crate::article::anchor::seek::{self, Sought, Spot};
use crate::article::anchor::{Anchor, Change, Standing};
use crate::article::id::ArticleId;
use crate::text::fold::{Visible, visible};

/// How much of the words on one side must be left for them to be the same words.
const HELD: f32 = 0.6;
/// How much must be left where copies of a quote came or went.
const CLOSELY: f32 = 0.85;
/// By how much one place must be likelier than the next to be the only one.
const CLEAR: f32 = 0.1;
/// Letters from which on a quote says by itself what it is.
const TELLING: usize = 12;
/// Letters next to a quote that tells little which must be as they were.
const TOUCHING: usize = 3;
/// Letters from which on a quote may read otherwise in another place.
const LONG: usize = 24;

/// A canonical body made ready for finding passages.
#[derive(Debug)]
pub struct Page<'a> {
    text: &'a str,
    letters: Vec<Visible>,
    revision: OnceCell<ArticleId>,
}

impl<'a> Page<'a> {
    /// Makes a text ready. Cost: it is read once; a text of 5 KB takes some 100 µs.
    pub fn of(text: &'a str) -> Self {
        Self {
            text,
            letters: visible(text),
            revision: OnceCell::new(),
        }
    }

    /// The id of this text as a revision.
    pub fn revision(&self) -> ArticleId {
        *self.revision.get_or_init(|| ArticleId::of(self.text))
    }

    /// An anchor on some bytes; see [`Anchor::new`].
    pub fn anchor(&self, bytes: Range<u32>) -> Option<Anchor> {
        let bytes = bytes.start as usize..bytes.end as usize;
        let mut anchor = Anchor::on(self.text, bytes, self.revision())?;
        let sought = Sought::of(&anchor);
        let all = seek::occurrences(&sought.quote, &self.letters, usize::MAX);
        let before = all.iter().filter(|at| self.start_of(**at) < anchor.start);
        anchor.copy = before.count() as u32 + 1;
        anchor.copies = (all.len() as u32).max(anchor.copy);
        let spots = seek::exact(&sought, &self.letters, self.expected(&anchor));
        anchor.twins = (twins(&spots) as u32).clamp(1, anchor.copies);
        Some(anchor)
    }

    /// What became of a passage. Cost: linear in the text for each 64 letters of the quote, with a bound.
    pub fn find(&self, anchor: &Anchor) -> Standing {
        if self.is_as_it_was(anchor) {
            return Standing::Anchored { at: anchor.bytes() };
        }
        let sought = Sought::of(anchor);
        if sought.quote.is_empty() || self.letters.is_empty() {
            return Standing::Orphan;
        }
        let exact = seek::exact(&sought, &self.letters, self.expected(anchor));
        if let Some(at) = self.certain(anchor, &sought, &exact) {
            return Standing::Anchored { at };
        }
        let spots = self.all_spots(anchor, &sought, exact);
        self.likeliest(anchor, &sought, &spots)
    }

    /// Passages that could be the one sought, the likeliest first: what is offered for an orphan.
    pub fn candidates(&self, anchor: &Anchor, limit: usize) -> Vec<Range<u32>> {
        let sought = Sought::of(anchor);
        if sought.quote.is_empty() {
            return Vec::new();
        }
        let exact = seek::exact(&sought, &self.letters, self.expected(anchor));
        let mut spots = self.all_spots(anchor, &sought, exact);
        spots.truncate(limit);
        spots.iter().map(|spot| self.bytes(spot)).collect()
    }

    fn is_as_it_was(&self, anchor: &Anchor) -> bool {
        let bytes = anchor.start as usize..anchor.end as usize;
        self.text.get(bytes) == Some(&*anchor.quote) && self.revision() == anchor.revision
    }

    /// The letter near which the passage was.
    fn expected(&self, anchor: &Anchor) -> usize {
        self.letters.partition_point(|l| l.start < anchor.start)
    }

    fn start_of(&self, letter: usize) -> u32 {
        self.letters
            .get(letter)
            .map_or(self.text.len() as u32, |l| l.start)
    }

    fn bytes(&self, spot: &Spot) -> Range<u32> {
        let end = spot.end.checked_sub(1).and_then(|at| self.letters.get(at));
        let start = self.start_of(spot.start);
        start..end.map_or(start, |l| l.end).max(start)
    }

    fn reads(&self, spot: &Spot) -> &str {
        let bytes = self.bytes(spot);
        self.text
            .get(bytes.start as usize..bytes.end as usize)
            .unwrap_or_default()
    }

    /// The place where the same words stand between the same words, if there can be no other.
    fn certain(&self, anchor: &Anchor, sought: &Sought, exact: &[Spot]) -> Option<Range<u32>> {
        let spot = match exact {
            [only] if anchor.copies <= 1 => {
                let held = only.before >= HELD || only.after >= HELD;
                // A quote without anything around it can only be known by itself.
                (held || sought.is_bare()).then_some(only)?
            }
            several => Self::one_of(anchor, sought, several)?,
        };
        let by_itself = sought.quote.len() >= TELLING || sought.is_bare();
        let touched = by_itself || spot.touching >= TOUCHING || (anchor.copies == 1 && exact.len() == 1);
        (touched && self.reads(spot) == &*anchor.quote).then(|| self.bytes(spot))
    }

    /// Which of several equal passages it is.
    fn one_of<'s>(anchor: &Anchor, sought: &Sought, several: &'s [Spot]) -> Option<&'s Spot> {
        let both = |spot: &Spot| spot.before >= HELD && spot.after >= HELD;
        let best = several.first().filter(|best| both(best))?;
        let same = twins(several);
        let mut by_place: Vec<&Spot> = several.iter().collect();
        by_place.sort_by_key(|spot| spot.start);
        let all_there = anchor.copies as usize == several.len();
        let order = anchor.copy.checked_sub(1).filter(|_| all_there);
        let in_order = order.and_then(|order| by_place.get(order as usize).copied());
        if same == 1 && anchor.twins <= 1 {
            // A place that comes out of its order was moved, or it is another one that was made alike; and where
            // copies came or went, only one that nothing was changed around is beyond doubt.
            let touching = if sought.quote.len() < TELLING {
                LONG
            } else {
                TOUCHING
            };
            let untouched = best.before >= CLOSELY && best.after >= CLOSELY && best.touching >= touching;
            let sure = in_order.map_or(untouched, |spot| spot == best);
            return sure.then_some(best);
        }
        // Nothing tells twins apart but their order, and that only while all are there.
        let spot = in_order.filter(|_| anchor.twins as usize == same)?;
        (both(spot) && best.score - spot.score < CLEAR).then_some(spot)
    }

    /// Every place worth looking at, the likeliest first and none twice.
    fn all_spots(&self, anchor: &Anchor, sought: &Sought, exact: Vec<Spot>) -> Vec<Spot> {
        let mut spots = exact;
        spots.extend(seek::bracketed(sought, &self.letters));
        spots.extend(seek::alike(sought, &self.letters, self.expected(anchor)));
        spots.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut apart: Vec<Spot> = Vec::new();
        for spot in spots {
            if !apart.iter().any(|kept| kept.meets(&spot)) {
                apart.push(spot);
            }
        }
        apart
    }

    fn likeliest(&self, anchor: &Anchor, sought: &Sought, spots: &[Spot]) -> Standing {
        let Some(spot) = spots.iter().find(|spot| is_likely(spot, sought)) else {
            return Standing::Orphan;
        };
        let rival = |other: &Spot| other.start != spot.start && spot.score - other.score < CLEAR;
        let mut change = Change {
            wording: self.reads(spot) != &*anchor.quote,
            place: spot.before < HELD && spot.after < HELD && !sought.is_bare(),
            unsure: spots.iter().any(|other| is_likely(other, sought) && rival(other)),
        };
        // It was not certain, so something is not as it was.
        if change == Change::default() {
            change.unsure = true;
        }
        Standing::Moved {
            at: self.bytes(spot),
            change,
        }
    }
}

/// How many of the likeliest places nothing but their order tells apart.
fn twins(spots: &[Spot]) -> usize {
    let best = spots.first().map_or(0.0, |spot| spot.score);
    spots.iter().take_while(|spot| best - spot.score < CLEAR).count()
}

/// Whether a place is likely enough to hang a note there and say so.
fn is_likely(spot: &Spot, sought: &Sought) -> bool {
    let length = sought.quote.len();
    let held = spot.before >= HELD || spot.after >= HELD;
    let between = |least: f32| spot.before >= least && spot.after >= least;
    let longer = spot.end.abs_diff(spot.start).abs_diff(length);
    if spot.likeness >= 1.0 {
        return held || length >= TELLING || sought.is_bare();
    }
    (spot.likeness >= 0.75 && (held || length >= LONG))
        || (spot.likeness >= 0.4 && between(0.8))
        || (length <= 8 && longer <= length.max(2) && between(0.9))
}
