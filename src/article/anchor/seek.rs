//! Looks for places where a passage may stand now: the same letters, the letters between the same neighbours, and
//! letters nearly the same.
//!
//! Blanks do not count: the spacing of Korean is what its editors change most. Every step is bounded, so that no
//! text and no quote can make it slow.

use crate::article::anchor::distance::{Pattern, Start};
use crate::article::anchor::{AROUND, Anchor};
use crate::text::fold::{Visible, visible};

/// Equal passages that are weighed; those nearest to where it was.
const MOST: usize = 256;
/// Nearly equal passages that are weighed.
const MOST_ALIKE: usize = 12;
/// Letters of the neighbours that bound a passage, at the first and at the second try.
const BOUNDS: [usize; 2] = [12, 6];
/// Steps that the search for nearly equal passages may take; a text of 5 KB and a quote of a sentence need 2,000.
const STEPS: usize = 4_000_000;
/// Letters beyond which a quote is only sought as it is.
const LONGEST: usize = 16_384;
/// Letters of the neighbours that count alone as well: a paragraph put in close by changes what is farther off.
const CLOSE: usize = 24;
/// Letters of a quote from which on it weighs as much as all that stands around it.
const WEIGHTY: usize = 24;

/// What is sought: folded letters without blanks.
#[derive(Debug)]
pub(super) struct Sought {
    pub(super) quote: Vec<char>,
    /// The letters before it, the nearest first.
    before: Vec<char>,
    after: Vec<char>,
}

/// A place, in letters of the page, and how like it is to what is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How much of the quote is left, from 0 to 1; so are the next two for the words on either side.
    pub(super) likeness: f32,
    pub(super) before: f32,
    pub(super) after: f32,
    /// Letters next to it that are as they were, on the side where they are fewer.
    pub(super) touching: usize,
    pub(super) score: f32,
}

impl Spot {
    /// Whether two places share letters.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl Sought {
    pub(super) fn of(anchor: &Anchor) -> Self {
        let fold = |text: &str| visible(text).into_iter().map(|l| l.c).collect::<Vec<char>>();
        let mut before = fold(&anchor.before);
        before.reverse();
        before.truncate(AROUND);
        let mut after = fold(&anchor.after);
        after.truncate(AROUND);
        Self {
            quote: fold(&anchor.quote),
            before,
            after,
        }
    }

    /// Whether nothing is known of what stands around it.
    pub(super) fn is_bare(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }
}

/// Weighs places of one page.
struct Scale<'a> {
    page: &'a [Visible],
    before: Side,
    after: Side,
    /// What the quote weighs; the rest is shared by the two sides.
    weight: f32,
}

/// The letters on one side, near and far.
struct Side {
    letters: Vec<char>,
    close: Pattern,
    whole: Pattern,
}

impl Side {
    fn of(letters: &[char]) -> Self {
        Self {
            letters: letters.to_vec(),
            close: Pattern::of(letters.iter().copied().take(CLOSE)),
            whole: Pattern::of(letters.iter().copied()),
        }
    }

    /// How many letters next to the quote are as they were; as many as are ever kept where all
    /// of them are.
    fn touching(&self, text: impl Iterator<Item = char>, at_end: bool) -> usize {
        let run = self.letters.iter().zip(text).take_while(|(a, b)| **a == *b);
        match run.count() {
            0 if self.letters.is_empty() && !at_end => 0,
            all if all == self.letters.len() => AROUND,
            some => some,
        }
    }

    /// How much of it a text begins with. `at_end`: there is no text on this side.
    fn likeness(&self, text: &(impl Iterator<Item = char> + Clone), at_end: bool) -> f32 {
        let length = self.letters.len();
        if length == 0 {
            return if at_end { 1.0 } else { 0.5 };
        }
        let part = |pattern: &Pattern, length: usize| share(pattern.to_beginning(text.clone()), length);
        let whole = part(&self.whole, length);
        if length <= CLOSE || whole >= 0.99 {
            return whole;
        }
        whole.max(part(&self.close, CLOSE))
    }
}

fn share(changes: usize, length: usize) -> f32 {
    1.0 - changes.min(length) as f32 / length.max(1) as f32
}

impl<'a> Scale<'a> {
    fn new(sought: &Sought, page: &'a [Visible]) -> Self {
        Self {
            page,
            before: Side::of(&sought.before),
            after: Side::of(&sought.after),
            weight: 0.5 * (sought.quote.len().min(WEIGHTY) as f32 / WEIGHTY as f32).max(0.3),
        }
    }

    /// What it counts for that a quote of some letters reads as it did.
    fn letter_for_letter(&self, likeness: f32) -> f32 {
        if likeness < 1.0 {
            return 0.0;
        }
        0.3 * self.weight
    }

    fn weigh(&self, start: usize, end: usize, likeness: f32) -> Spot {
        let (head, tail) = (
            self.page.get(..start).unwrap_or_default(),
            self.page.get(end..).unwrap_or_default(),
        );
        let (near, far) = (head.iter().rev().map(|l| l.c), tail.iter().map(|l| l.c));
        let before = self.before.likeness(&near, head.is_empty());
        let after = self.after.likeness(&far, tail.is_empty());
        let touching = self.before.touching(near, head.is_empty());
        let touching = touching.min(self.after.touching(far, tail.is_empty()));
        // Squares: one side quite as it was says more than two that are half so.
        let sides = f32::midpoint(before * before, after * after);
        Spot {
            start,
            end,
            likeness,
            before,
            after,
            touching,
            score: self.weight * likeness + (1.0 - self.weight) * sides + self.letter_for_letter(likeness),
        }
    }
}

/// Where some letters stand, from left to right, at most so many. Cost: one step a letter.
pub(super) fn occurrences(wanted: &[char], page: &[Visible], most: usize) -> Vec<usize> {
    let borders = borders(wanted);
    let mut found = Vec::new();
    let mut matched = 0;
    for (at, letter) in page.iter().enumerate() {
        while matched > 0 && wanted.get(matched) != Some(&letter.c) {
            matched = back(&borders, matched);
        }
        matched += usize::from(wanted.get(matched) == Some(&letter.c));
        if matched == wanted.len() && matched > 0 {
            found.push(at + 1 - matched);
            if found.len() == most {
                break;
            }
            matched = back(&borders, matched);
        }
    }
    found
}

fn back(borders: &[usize], matched: usize) -> usize {
    borders.get(matched - 1).copied().unwrap_or_default()
}

/// Of each beginning of the letters, the longest shorter beginning that it ends with.
fn borders(wanted: &[char]) -> Vec<usize> {
    let mut borders = vec![0; wanted.len()];
    let mut length = 0;
    for at in 1..wanted.len() {
        while length > 0 && wanted.get(length) != wanted.get(at) {
            length = back(&borders, length);
        }
        length += usize::from(wanted.get(length) == wanted.get(at));
        if let Some(border) = borders.get_mut(at) {
            *border = length;
        }
    }
    borders
}

/// Places with the same letters, the likeliest first; among equals the nearest to the expected letter.
pub(super) fn exact(sought: &Sought, page: &[Visible], expected: usize) -> Vec<Spot> {
    let mut places = occurrences(&sought.quote, page, usize::MAX);
    if places.len() > MOST {
        places.sort_by_key(|at| at.abs_diff(expected));
        places.truncate(MOST);
    }
    let scale = Scale::new(sought, page);
    let weigh = |at: usize| scale.weigh(at, at + sought.quote.len(), 1.0);
    let mut spots: Vec<Spot> = places.into_iter().map(weigh).collect();
    let distance = |spot: &Spot| spot.start.abs_diff(expected);
    spots.sort_by(|a, b| b.score.total_cmp(&a.score).then(distance(a).cmp(&distance(b))));
    spots
}

/// Places between the letters that stood nearest before and after.
pub(super) fn bracketed(sought: &Sought, page: &[Visible]) -> Vec<Spot> {
    for bound in BOUNDS {
        let spots = between(sought, page, bound);
        if !spots.is_empty() {
            return spots;
        }
    }
    Vec::new()
}

fn between(sought: &Sought, page: &[Visible], bound: usize) -> Vec<Spot> {
    let longest = 2 * sought.quote.len() + 16;
    if sought.quote.len() > LONGEST || sought.is_bare() {
        return Vec::new();
    }
    let head: Vec<char> = sought.before.iter().take(bound).rev().copied().collect();
    let tail = sought
        .after
        .get(..bound.min(sought.after.len()))
        .unwrap_or_default();
    let starts: Vec<usize> = if head.is_empty() {
        vec![0]
    } else {
        let found = occurrences(&head, page, MOST).into_iter();
        found.map(|at| at + head.len()).collect()
    };
    let ends = if tail.is_empty() {
        vec![page.len()]
    } else {
        occurrences(tail, page, MOST)
    };
    let (scale, quote) = (
        Scale::new(sought, page),
        Pattern::of(sought.quote.iter().copied()),
    );
    let mut spots = Vec::new();
    for start in starts {
        let next = ends.get(ends.partition_point(|end| *end <= start));
        let Some(end) = next.copied().filter(|end| end - start <= longest) else {
            continue;
        };
        let now = page.get(start..end).unwrap_or_default();
        let changes = quote.to_whole(now.iter().map(|l| l.c));
        spots.push(scale.weigh(start, end, share(changes, now.len().max(sought.quote.len()))));
        if spots.len() == MOST_ALIKE {
            break;
        }
    }
    spots
}

/// Places with nearly the same letters: at most a quarter of them changed.
pub(super) fn alike(sought: &Sought, page: &[Visible], expected: usize) -> Vec<Spot> {
    let length = sought.quote.len();
    let most = (length / 4).min(64);
    if most == 0 || length > LONGEST {
        return Vec::new();
    }
    let quote = Pattern::of(sought.quote.iter().copied());
    // In a text too long for the quote the part is searched where the passage was.
    let reach = (STEPS / quote.blocks()).max(4 * length);
    let from = expected.saturating_sub(reach / 2).min(page.len());
    let part = page.get(from..page.len().min(from + reach)).unwrap_or_default();
    let mut ends = Vec::new();
    quote.follow(part.iter().map(|l| l.c), Start::Anywhere, |at, changes| {
        if changes <= most {
            ends.push((changes, from + at));
        }
    });
    let turned = Pattern::of(sought.quote.iter().rev().copied());
    let scale = Scale::new(sought, page);
    lowest(ends, length)
        .into_iter()
        .map(|(changes, end)| {
            let start = beginning(&turned, page, end, changes);
            scale.weigh(start, end, share(changes, length))
        })
        .collect()
}

/// The fewest changes of each run of ends, fewest first.
fn lowest(ends: Vec<(usize, usize)>, length: usize) -> Vec<(usize, usize)> {
    let mut lowest: Vec<(usize, usize)> = Vec::new();
    for (changes, end) in ends {
        match lowest.last_mut() {
            Some(last) if end - last.1 <= length / 2 => {
                if changes < last.0 {
                    *last = (changes, end);
                }
            }
            _ => lowest.push((changes, end)),
        }
    }
    lowest.sort_unstable();
    lowest.truncate(MOST_ALIKE);
    lowest
}

/// Where a passage begins that ends there with so many changes.
fn beginning(turned: &Pattern, page: &[Visible], end: usize, changes: usize) -> usize {
    let head = page.get(..end).unwrap_or_default();
    let mut best = (usize::MAX, 0);
    let reach = turned.length() + changes + 1;
    turned.follow(
        head.iter().rev().take(reach).map(|l| l.c),
        Start::Here,
        |at, found| {
            best = best.min((found, at));
        },
    );
    end - best.1
}
