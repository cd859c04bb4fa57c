//! Counts that the writer's thread and the gatherer both see, and the word to stop.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::intake::walk::Skip;

/// Skipped places that are kept by name; more are only counted.
const SKIPS: usize = 1_000;

/// A number that only grows, or is set anew.
#[derive(Default)]
pub(super) struct Count(AtomicU32);

impl Count {
    pub(super) fn add(&self, more: u32) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn set(&self, now: u32) {
        self.0.store(now, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far a run is.
#[derive(Default)]
pub(super) struct Tally {
    stop: AtomicBool,
    /// Files known of.
    pub(super) total: Count,
    /// Files looked at.
    pub(super) looked: Count,
    /// Files found as they were.
    pub(super) unchanged: Count,
    /// Files that could not be read.
    pub(super) faults: Count,
    /// Stories without names and words.
    pub(super) unindexed: Count,
    /// Stories that got theirs in this run.
    pub(super) indexed: Count,
    skipped: Count,
    skips: Mutex<Vec<(PathBuf, Skip)>>,
}

impl Tally {
    /// Tells the gatherer to end.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was told to.
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Counts a file that is as it was.
    pub(super) fn same(&self) {
        self.looked.add(1);
        self.unchanged.add(1);
    }

    /// Notes something that was passed over.
    pub(super) fn skip(&self, path: &Path, skip: Skip) {
        self.skipped.add(1);
        let mut skips = self.skips.lock().unwrap_or_else(PoisonError::into_inner);
        if skips.len() < SKIPS {
            skips.push((path.to_path_buf(), skip));
        }
    }

    /// How much was passed over, and the first of it by name.
    pub(super) fn skips(&self) -> (u32, Vec<(PathBuf, Skip)>) {
        let skips = self.skips.lock().unwrap_or_else(PoisonError::into_inner);
        (self.skipped.get(), skips.clone())
    }
}
