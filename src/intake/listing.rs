//! What a walk leaves to do: the files that are new or changed, the oldest first.
//!
//! A first run lists every file before it reads the oldest, so that the rows of a library rise with the date; an
//! entry is therefore small and shares its folder with its neighbours.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::article::notice::Notice;
use crate::ingest;
use crate::intake::change::{Known, Stamp, Verdict};
use crate::intake::parse;
use crate::intake::tally::Tally;
use crate::intake::walk::{Root, Sight, Skip, Walk};
use crate::library::value::{KnownFile, SourceId};

/// Bytes that an article hardly ever has.
const LONG: u64 = 1 << 20;

/// A file to be read.
pub(super) struct Entry {
    pub(super) source: SourceId,
    folder: u32,
    pub(super) name: Box<OsStr>,
    pub(super) stamp: Stamp,
    /// Whether it could not be read the last time.
    pub(super) again: bool,
}

fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// The files to be read and the places that could not be looked into.
#[derive(Default)]
pub(super) struct Listing {
    folders: Vec<PathBuf>,
    pub(super) entries: Vec<Entry>,
    pub(super) closed: Vec<(SourceId, PathBuf, Notice)>,
    /// Under these nothing can be said to be gone.
    dark: Vec<PathBuf>,
}

impl Listing {
    /// Walks the places and compares with what is known.
    pub(super) fn new(places: &[(SourceId, Root)], known: &mut Known, tally: &Tally) -> Self {
        let mut listing = Self::default();
        let stopped = || tally.stopped();
        let mut walk = Walk::new(ingest::wanted, &stopped);
        for (source, root) in places {
            walk.root(root, &mut |sight| match sight {
                Sight::Skipped(path, skip) => tally.skip(path, skip),
                Sight::Closed(path, error) if !root.single && path == root.path && is_absent(&error) => {
                    listing.dark.push(path.to_path_buf());
                    tally.skip(path, Skip::Absent);
                }
                Sight::Closed(path, error) => {
                    listing.close(*source, path, &parse::unreadable(&error), known, tally);
                }
                Sight::File { folder, name, stamp } => {
                    listing.enter(*source, (folder, name), stamp, known, tally);
                }
            });
        }
        listing.entries.sort_by(Entry::order);
        listing
    }

    fn close(&mut self, source: SourceId, path: &Path, fault: &Notice, known: &mut Known, tally: &Tally) {
        tally.total.add(1);
        self.dark.push(path.to_path_buf());
        if known.check(path, Stamp::UNREAD) == Verdict::Fresh {
            self.closed.push((source, path.to_path_buf(), fault.clone()));
        } else {
            tally.same();
        }
    }

    fn enter(
        &mut self,
        source: SourceId,
        (folder, name): (&Path, &OsStr),
        stamp: Stamp,
        known: &mut Known,
        tally: &Tally,
    ) {
        tally.total.add(1);
        let verdict = known.check(&folder.join(name), stamp);
        if verdict == Verdict::Same {
            return tally.same();
        }
        let entry = Entry {
            source,
            folder: self.folder(folder),
            name: name.into(),
            stamp,
            again: verdict == Verdict::Again,
        };
        self.entries.push(entry);
    }

    /// Takes the folder again where it is the one of the file before: a walk stays in a folder.
    fn folder(&mut self, folder: &Path) -> u32 {
        if self.folders.last().is_none_or(|last| last != folder) {
            self.folders.push(folder.to_path_buf());
        }
        self.folders.len() as u32 - 1
    }

    /// Where a file lies.
    pub(super) fn path(&self, entry: &Entry) -> PathBuf {
        self.folders[entry.folder as usize].join(&*entry.name)
    }

    /// Looks for the files that were there and are no more.
    pub(super) fn gone(&self, places: &[(SourceId, Root)]) -> Gone<'_> {
        let there = places
            .iter()
            .filter(|(_, root)| !root.empty())
            .map(|(source, _)| *source);
        Gone {
            there: there.collect(),
            dark: &self.dark,
            files: HashMap::new(),
        }
    }
}

/// The files that were there and are no more, by source. What lies under a place that could not be looked into is not
/// gone, nor what lay in a source that is now empty: its disk may be away.
pub(super) struct Gone<'a> {
    there: HashSet<SourceId>,
    dark: &'a [PathBuf],
    pub(super) files: HashMap<SourceId, HashSet<PathBuf>>,
}

impl Gone<'_> {
    /// Takes a file of the library for gone unless the walk met it.
    pub(super) fn see(&mut self, file: KnownFile, known: &Known) {
        let dark = || self.dark.iter().any(|dark| file.path.starts_with(dark));
        if self.there.contains(&file.source) && !known.met(&file.path) && !dark() {
            self.files.entry(file.source).or_default().insert(file.path);
        }
    }
}

impl Entry {
    /// The oldest first; within one moment by name, as dates in names would have it. Files that no article is as
    /// long as come after all others, so that nobody waits for them.
    fn order(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| (entry.stamp.size > LONG, entry.stamp.mtime, entry.folder);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.name.cmp(&other.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_files_come_first_and_long_ones_last() {
        let entry = |name: &str, mtime, size| Entry {
            source: SourceId(1),
            folder: 0,
            name: OsStr::new(name).into(),
            stamp: Stamp { size, mtime },
            again: false,
        };
        let mut entries = [
            entry("new", 9, 10),
            entry("long", 1, LONG + 1),
            entry("old-b", 2, 10),
            entry("old-a", 2, LONG),
        ];
        entries.sort_by(Entry::order);
        let names: Vec<_> = entries.iter().map(|entry| entry.name.to_string_lossy()).collect();
        assert_eq!(names, ["old-a", "old-b", "new", "long"]);
    }
}
