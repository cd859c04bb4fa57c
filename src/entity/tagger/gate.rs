//! Tells units that are surely in no name by a first look, so that only the others are looked at closely.
//!
//! Two units in three of a news text are outside any name beyond doubt, and a few observations say so. What a model
//! takes for beyond doubt stands in its head; `docs/names.md` says how it was chosen.

use std::ops::Range;

use crate::entity::tagger::decode::{LABELS, Scores};

/// How much the units before and after count.
const NEIGHBOURS: f32 = 0.3;
/// The most that one of them counts for.
const MOST: f32 = 2.0;

/// The scores of a unit that is in no name.
pub const OUTSIDE: Scores = {
    let mut scores = [-1e4; LABELS];
    scores[0] = 0.0;
    scores
};

/// How far outside is ahead of all other labels at each unit, with a share of how far it is at the units beside it.
pub fn margins(scores: impl Iterator<Item = Scores>) -> Vec<f32> {
    let ahead = |s: Scores| s[0] - s[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let own: Vec<f32> = scores.map(ahead).collect();
    let beside = |at: Option<usize>| {
        let margin = at.and_then(|at| own.get(at)).copied().unwrap_or_default();
        margin.clamp(-MOST, MOST)
    };
    (0..own.len())
        .map(|at| own[at] + NEIGHBOURS * (beside(at.checked_sub(1)) + beside(Some(at + 1))))
        .collect()
}

/// Which units are to be looked at closely: those where outside is ahead by no more than the gate, and a single one
/// between such, lest a name be cut in two.
pub fn open(margins: &[f32], gate: f32) -> Vec<bool> {
    let shut = |at: Option<usize>| at.and_then(|at| margins.get(at)).is_some_and(|m| *m > gate);
    (0..margins.len())
        .map(|at| !shut(Some(at)) || !(shut(at.checked_sub(1)) || shut(Some(at + 1))))
        .collect()
}

/// The stretches of open units, each with the shut unit before and after it, if there is one.
pub fn stretches(open: &[bool]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in (0..open.len()).filter(|at| open[*at]) {
        let until = (at + 2).min(open.len());
        match all.last_mut() {
            Some(last) if open[at - 1] => last.end = until,
            _ => all.push(at.saturating_sub(1)..until),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_are_surely_outside_are_left_out() {
        let check = |margins: &[f32], expected: &[(usize, usize)]| {
            let found: Vec<_> = stretches(&open(margins, 1.0))
                .into_iter()
                .map(|s| (s.start, s.end))
                .collect();
            assert_eq!(found, expected, "{margins:?}");
        };
        check(&[], &[]);
        check(&[0.0], &[(0, 1)]);
        check(&[2.0], &[(0, 1)]);
        check(&[2.0, 2.0], &[]);
        check(&[2.0, 2.0, 0.0], &[(1, 3)]);
        check(&[0.0, 2.0, 0.0], &[(0, 3)]);
        check(&[0.0, 2.0, 2.0, 0.0, 0.0], &[(0, 2), (2, 5)]);
        check(&[0.0, 2.0, 2.0, 2.0, 0.0], &[(0, 2), (3, 5)]);
    }

    #[test]
    fn what_stands_beside_counts_for_a_share() {
        let scores = |ahead: f32| {
            let mut scores = [0.0; LABELS];
            scores[0] = ahead;
            scores
        };
        let margins = margins([1.0, 9.0, -1.0].map(scores).into_iter());
        let expected = [1.0 + 0.3 * 2.0, 9.0, -1.0 + 0.3 * 2.0];
        for (margin, expected) in margins.iter().zip(expected) {
            assert!((margin - expected).abs() < 1e-5, "{margins:?}");
        }
    }
}
