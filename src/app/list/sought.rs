//! What a list that answers a search shows of its answer: the words in its headlines, and why a story is in it.

use std::collections::HashMap;
use std::ops::Range;

use crate::library::value::RowId;
use crate::query::Lights;
use crate::text::pattern::{Pattern, Tier};

/// The words that a list was made by.
#[derive(Debug, Default)]
pub(super) struct Sought {
    lights: Lights,
    finished: Pattern,
    typing: Pattern,
    lit: HashMap<RowId, Vec<Range<u32>>>,
    near: HashMap<RowId, Tier>,
}

impl Sought {
    /// Makes ready for what another list was searched for.
    pub(super) fn look_for(&mut self, words: &str, lights: Lights) {
        if lights != self.lights {
            *self = Self {
                finished: Pattern::finished(words),
                typing: Pattern::new(words),
                lights,
                ..Self::default()
            };
        }
    }

    /// What is lit in the stories.
    pub(super) fn lights(&self) -> &Lights {
        &self.lights
    }

    /// Takes in which stories are only near to the words.
    pub(super) fn take(&mut self, near: Vec<(RowId, Tier)>) {
        self.near = near.into_iter().collect();
    }

    /// Finds the words in a headline, once.
    pub(super) fn light(&mut self, row: RowId, headline: &str) {
        if self.lights.is_empty() || self.lit.contains_key(&row) {
            return;
        }
        let near = self.near.get(&row).copied();
        let loose = || {
            self.finished
                .loose(headline)
                .filter(|_| near == Some(Tier::Loose))
        };
        let hit = self
            .finished
            .best(headline)
            .or_else(|| self.typing.sure(headline));
        let ranges = hit.or_else(loose).map(|hit| hit.ranges);
        let ranges = ranges.unwrap_or_else(|| self.lights.phrases(headline));
        self.lit.insert(row, ranges);
    }

    /// A headline may have changed.
    pub(super) fn forget(&mut self, row: RowId) {
        self.lit.remove(&row);
    }

    /// Forgets the headlines that were looked at, if they are many.
    pub(super) fn shrink(&mut self, most: usize) {
        if self.lit.len() > most {
            self.lit.clear();
        }
    }

    /// Bytes of a headline to light.
    pub(super) fn lit(&self, row: RowId) -> &[Range<u32>] {
        self.lit.get(&row).map_or(&[], Vec::as_slice)
    }

    /// How a story answers that does not hold the words as they stand.
    pub(super) fn near(&self, row: RowId) -> Option<Tier> {
        self.near.get(&row).copied()
    }
}
