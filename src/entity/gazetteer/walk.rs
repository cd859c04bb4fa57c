//! Finding the longest listed name at a place of a story, whatever holds the list.

use std::ops::Range;

use crate::entity::gazetteer::span::{Span, walks_on, written_as};
use crate::entity::units::Stream;

/// The longest name that is looked for, in units.
const LONGEST: usize = 48;

/// Sorted folded spellings. Several spellings may have one key.
pub(super) trait Keys {
    /// Runs that hold all keys that begin with these two characters, and all that are the first alone.
    fn runs(&self, first: char, second: char) -> [Range<usize>; 2];
    /// How many characters are surely those of a run; what is not sure is compared.
    const SURE: usize;

    /// A key.
    fn key(&self, at: usize) -> &str;
    /// The spelling of a key, as the list writes it.
    fn written(&self, at: usize) -> &str;

    /// The places of a whole key.
    fn places(&self, key: &str) -> Range<usize> {
        let mut chars = key.chars();
        let Some(first) = chars.next() else { return 0..0 };
        let find = |run: Range<usize>| {
            let start = part(run.clone(), |at| self.key(at) < key);
            start..part(start..run.end, |at| self.key(at) <= key)
        };
        let [two, one] = self.runs(first, chars.next().unwrap_or('\0'));
        Some(find(two))
            .filter(|r| !r.is_empty())
            .unwrap_or_else(|| find(one))
    }

    /// The longest key that begins at a unit, ends where a name may end and is taken: its span and its place.
    fn longest(
        &self,
        stream: &Stream,
        from: usize,
        takes: impl Fn(Span, usize) -> bool,
    ) -> Option<(Span, usize)> {
        let first = stream.units.get(from)?.ch;
        let next = stream.units.get(from + 1).filter(|_| walks_on(stream, from + 1));
        let [two, one] = self.runs(first, next.map_or('\0', |u| u.ch));
        self.walk(stream, from, two, &takes)
            .or_else(|| self.walk(stream, from, one, &takes))
    }

    /// Narrows a run unit by unit.
    fn walk(
        &self,
        stream: &Stream,
        from: usize,
        mut run: Range<usize>,
        takes: &impl Fn(Span, usize) -> bool,
    ) -> Option<(Span, usize)> {
        let mut best = None;
        let mut depth = 0;
        let mut bytes = [0; 4];
        for at in from..stream.units.len().min(from + LONGEST) {
            if run.is_empty() || at > from && !walks_on(stream, at) {
                break;
            }
            let letter = stream.units[at].ch.encode_utf8(&mut bytes).as_bytes();
            let wanted = first_bytes(letter, letter.len());
            let here = |place: usize| {
                let rest = self.key(place).as_bytes().get(depth..);
                first_bytes(rest.unwrap_or_default(), letter.len())
            };
            if at - from >= Self::SURE {
                let start = part(run.clone(), |place| here(place) < wanted);
                run = start..part(start..run.end, |place| here(place) == wanted);
            }
            depth += letter.len();
            if run.is_empty() || self.key(run.start).len() != depth {
                continue;
            }
            let end = part(run.clone(), |place| self.key(place).len() == depth);
            if let Some(span) = Span::of(stream, from, at + 1) {
                let text = stream.slice(span.start, span.end);
                let mut places = run.start..end;
                let found = places.find(|at| written_as(self.written(*at), text) && takes(span, *at));
                best = found.map(|place| (span, place)).or(best);
            }
        }
        best
    }
}

/// The first place of a run for which a condition no longer holds.
fn part(run: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (run.start, run.end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Up to four bytes as a number in their order; comparing these takes no call.
fn first_bytes(bytes: &[u8], most: usize) -> u32 {
    let byte = |at: usize| bytes.get(at).filter(|_| at < most).map_or(0, |b| u32::from(*b));
    byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
}
