//! A value that counts how often it may have been changed.
//!
//! What is drawn from a value need not be drawn again while the count stands still. Every way to change the value
//! counts, so that none can be forgotten; a change that changes nothing costs a needless drawing and no more.

use std::ops::{Deref, DerefMut};

/// A value and how often it was lent out to be changed.
#[derive(Debug, Default)]
pub struct Watched<T> {
    value: T,
    count: u64,
}

impl<T> Watched<T> {
    /// How often the value may have been changed: equal counts mean an equal value.
    pub fn count(&self) -> u64 {
        self.count
    }
}

impl<T> Deref for Watched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Watched<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.count += 1;
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_counts_nothing_and_changing_counts() {
        let mut text: Watched<String> = Watched::default();
        assert!(text.is_empty());
        assert_eq!(text.count(), 0);
        text.push('가');
        assert_eq!(text.count(), 1);
    }
}
