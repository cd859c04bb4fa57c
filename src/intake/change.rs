//! Tells which files changed since they were last taken in, by what the system says of them.
//!
//! A library of a hundred thousand files is checked at every start, so nothing is opened, and a path is kept as
//! a number of eight bytes: two paths of one library share theirs once in some ten million libraries, and then
//! only a file of the very same size and time would be passed over.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

/// What was known of a file when it was last taken in, or is seen of it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub(super) size: u64,
    /// When it was changed: nanoseconds since 1970.
    pub(super) mtime: i64,
}

impl Stamp {
    /// The stamp of a file that could not be read: no file has it, so it is tried again each time.
    pub(super) const UNREAD: Self = Self {
        size: i64::MAX as u64,
        mtime: i64::MIN,
    };
}

/// What a look at a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Never seen before, or not as it was.
    Fresh,
    /// It could not be read the last time.
    Again,
    /// As it was.
    Same,
}

/// The files of a library with their stamps.
#[derive(Default)]
pub(super) struct Known {
    files: HashMap<u64, (Stamp, bool)>,
    hasher: RandomState,
}

impl Known {
    /// Notes a file that the library has.
    pub(super) fn note(&mut self, path: &Path, stamp: Stamp) {
        self.files.insert(self.hasher.hash_one(path), (stamp, false));
    }

    /// Compares a file with what is known of it and notes that it is there.
    pub(super) fn check(&mut self, path: &Path, now: Stamp) -> Verdict {
        let place = self.hasher.hash_one(path);
        let Some((stamp, met)) = self.files.get_mut(&place) else {
            // It may be in the library by the time that missing files are looked for, and is not one of them. Where
            // nothing was known nothing can be missing, and nothing is kept.
            if !self.files.is_empty() {
                self.files.insert(place, (now, true));
            }
            return Verdict::Fresh;
        };
        *met = true;
        match *stamp {
            Stamp::UNREAD => Verdict::Again,
            stamp if stamp == now => Verdict::Same,
            _ => Verdict::Fresh,
        }
    }

    /// Whether a file of the library was met on this walk.
    pub(super) fn met(&self, path: &Path) -> bool {
        self.files
            .get(&self.hasher.hash_one(path))
            .is_some_and(|(_, met)| *met)
    }

    /// Whether the library has files that were not met.
    pub(super) fn any_missing(&self) -> bool {
        self.files.values().any(|(_, met)| !met)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_and_time_tell_a_change() {
        let stamp = |size, mtime| Stamp { size, mtime };
        let mut known = Known::default();
        known.note(Path::new("a"), stamp(3, 7));
        known.note(Path::new("closed"), Stamp::UNREAD);
        assert!(known.any_missing());
        for (path, now, verdict) in [
            ("a", stamp(3, 7), Verdict::Same),
            ("a", stamp(4, 7), Verdict::Fresh),
            ("a", stamp(3, 8), Verdict::Fresh),
            ("b", stamp(3, 7), Verdict::Fresh),
        ] {
            assert_eq!(known.check(Path::new(path), now), verdict, "{path} {now:?}");
        }
        assert!(known.met(Path::new("a")) && !known.met(Path::new("closed")));
        assert!(known.met(Path::new("b")), "a new file is there, too");
        assert_eq!(known.check(Path::new("closed"), stamp(1, 1)), Verdict::Again);
        assert!(!known.any_missing());
    }
}
