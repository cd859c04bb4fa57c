//! Sets of rows, a bit a row: joining two costs a look at each 64 rows, however many are in them.

use crate::library::value::RowId;

/// A set of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::library) struct Bits(Vec<u64>);

impl Bits {
    /// Rows; quickest where a late one comes first.
    pub(super) fn of(rows: impl DoubleEndedIterator<Item = u32>) -> Self {
        let mut bits = Self::default();
        rows.rev().for_each(|row| bits.add(row));
        bits
    }

    #[inline]
    pub(super) fn add(&mut self, row: u32) {
        let word = row as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (row % 64);
        }
    }

    /// Whether a row is among them.
    pub(in crate::library) fn has(&self, row: u32) -> bool {
        let word = self.0.get(row as usize / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(super) fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn drop(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many there are.
    pub(in crate::library) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// All of them, rising.
    pub(super) fn rising(&self) -> Vec<u32> {
        self.rows().into_iter().rev().map(|row| row.0).collect()
    }

    /// All of them, the last first.
    pub(in crate::library) fn rows(&self) -> Vec<RowId> {
        let mut rows = Vec::with_capacity(self.count());
        for (nth, word) in self.0.iter().enumerate().rev() {
            let mut left = *word;
            while left != 0 {
                let bit = left.ilog2();
                rows.push(RowId(nth as u32 * 64 + bit));
                left &= !(1 << bit);
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn down(set: &BTreeSet<u32>) -> Vec<RowId> {
        set.iter().rev().copied().map(RowId).collect()
    }

    proptest! {
        #[test]
        fn bits_are_sets(
            a in prop::collection::btree_set(0..300_u32, 0..40),
            b in prop::collection::btree_set(0..300_u32, 0..40),
        ) {
            let (one, other) = (Bits::of(a.iter().copied()), Bits::of(b.iter().copied()));
            prop_assert_eq!(one.rows(), down(&a));
            prop_assert_eq!((one.count(), one.is_empty()), (a.len(), a.is_empty()));
            prop_assert!((0..320).all(|row| one.has(row) == a.contains(&row)));
            let joined = |join: fn(&mut Bits, &Bits)| {
                let mut joined = one.clone();
                join(&mut joined, &other);
                joined.rows()
            };
            prop_assert_eq!(joined(Bits::keep), down(&(&a & &b)));
            prop_assert_eq!(joined(Bits::join), down(&(&a | &b)));
            prop_assert_eq!(joined(Bits::drop), down(&(&a - &b)));
        }
    }
}
