//! Walks folders and says which files lie in them.
//!
//! Nothing is opened here: a folder may hold pipes that never answer, devices without end and links that lead out
//! of it, so everything is judged by what the system says of it. Each folder is entered once, however many links
//! lead to it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::intake::change::Stamp;

/// Folders within folders that are followed.
pub const MAX_DEPTH: usize = 64;

/// Why something in a folder was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Skip {
    /// A pipe, a socket or a device.
    Device,
    /// A source that is not there now, as on a disk that is away.
    Absent,
    /// A link to a folder, out of the source, or to nothing.
    Link,
    /// A folder more than [`MAX_DEPTH`] folders down.
    TooDeep,
}

/// A place to look for files.
#[derive(Debug, Clone)]
pub(super) struct Root {
    /// The folder, or the one file.
    pub(super) path: PathBuf,
    /// Whether it is one file, named by the reader and so wanted whatever its ending.
    pub(super) single: bool,
}

impl Root {
    /// The place behind a path as the reader gave it.
    pub(super) fn new(path: &Path) -> Self {
        let path = fs::canonicalize(path).unwrap_or_else(|_| plain(path));
        let single = path.is_file();
        Self { path, single }
    }

    /// Whether it is a folder with nothing in it, as a disk that is not there leaves behind.
    pub(super) fn empty(&self) -> bool {
        !self.single && fs::read_dir(&self.path).is_ok_and(|mut entries| entries.next().is_none())
    }
}

/// What the walk comes upon. Paths are absolute.
#[derive(Debug)]
pub(super) enum Sight<'a> {
    /// A file that may hold articles.
    File {
        /// The folder it lies in.
        folder: &'a Path,
        /// Its name in that folder.
        name: &'a OsStr,
        /// Its size and time.
        stamp: Stamp,
    },
    /// A folder or a source that the system does not let us look into.
    Closed(&'a Path, io::Error),
    /// Something passed over.
    Skipped(&'a Path, Skip),
}

/// The path of something that is not there, as it would be written if it were: a source keeps its name while its
/// disk is away.
fn plain(path: &Path) -> PathBuf {
    std::path::absolute(path)
        .unwrap_or_else(|_| path.to_path_buf())
        .components()
        .collect()
}

/// One walk over several roots, each folder once.
pub(super) struct Walk<'a> {
    wanted: fn(&str) -> bool,
    stopped: &'a dyn Fn() -> bool,
    entered: HashSet<(u64, u64)>,
}

impl<'a> Walk<'a> {
    /// A walk that looks for names that are `wanted` and ends early when `stopped`.
    pub(super) fn new(wanted: fn(&str) -> bool, stopped: &'a dyn Fn() -> bool) -> Self {
        Self {
            wanted,
            stopped,
            entered: HashSet::new(),
        }
    }

    /// Shows everything under a root to `see`. Cost: one call of the system a file.
    pub(super) fn root(&mut self, root: &Root, see: &mut dyn FnMut(Sight)) {
        if root.single {
            return single(&root.path, see);
        }
        let mut todo = vec![(root.path.clone(), 0)];
        while let Some((folder, depth)) = todo.pop() {
            if (self.stopped)() {
                return;
            }
            if depth > MAX_DEPTH {
                see(Sight::Skipped(&folder, Skip::TooDeep));
                continue;
            }
            if let Err(error) = self.folder(root, &folder, depth, &mut todo, see) {
                see(Sight::Closed(&folder, error));
            }
        }
    }

    fn folder(
        &mut self,
        root: &Root,
        folder: &Path,
        depth: usize,
        todo: &mut Vec<(PathBuf, usize)>,
        see: &mut dyn FnMut(Sight),
    ) -> io::Result<()> {
        if !self.entered.insert(identity(&fs::metadata(folder)?)) {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(kind) = entry.file_type() else { continue };
            if !kind.is_dir() {
                self.entry(root, folder, &entry, kind, see);
            } else if !hidden(&entry.file_name()) {
                todo.push((entry.path(), depth + 1));
            }
        }
        Ok(())
    }

    fn entry(
        &self,
        root: &Root,
        folder: &Path,
        entry: &DirEntry,
        kind: FileType,
        see: &mut dyn FnMut(Sight),
    ) {
        let name = entry.file_name();
        if !(self.wanted)(&name.to_string_lossy()) {
            return;
        }
        let meta = match kind {
            k if k.is_file() => entry.metadata().ok(),
            k if k.is_symlink() => match inside(root, &entry.path()) {
                Some(meta) => Some(meta),
                None => return see(Sight::Skipped(&entry.path(), Skip::Link)),
            },
            _ => return see(Sight::Skipped(&entry.path(), Skip::Device)),
        };
        // Without facts the file has vanished since the folder was read.
        if let Some(meta) = meta {
            see(Sight::File {
                folder,
                name: &name,
                stamp: stamp(&meta),
            });
        }
    }
}

/// Shows the one file that a source is.
fn single(path: &Path, see: &mut dyn FnMut(Sight)) {
    match (fs::metadata(path), path.parent(), path.file_name()) {
        (Ok(meta), Some(folder), Some(name)) => see(Sight::File {
            folder,
            name,
            stamp: stamp(&meta),
        }),
        (Err(error), ..) => see(Sight::Closed(path, error)),
        _ => {}
    }
}

/// The facts of a link's target if that is a regular file under the root.
fn inside(root: &Root, link: &Path) -> Option<Metadata> {
    let target = fs::canonicalize(link).ok()?;
    let meta = fs::metadata(&target).ok()?;
    (meta.is_file() && target.starts_with(&root.path)).then_some(meta)
}

/// Folders of programs, such as `.git` and `.obsidian`, hold no articles.
fn hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// The size and time of a file.
pub(super) fn stamp(meta: &Metadata) -> Stamp {
    Stamp {
        size: meta.len(),
        mtime: mtime(meta),
    }
}

/// Nanoseconds since 1970; the ends of the range stand for what lies beyond (before 1677, after 2262).
fn mtime(meta: &Metadata) -> i64 {
    let Ok(time) = meta.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    }
}

#[cfg(unix)]
fn identity(meta: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

/// Links to folders are not followed, so elsewhere a folder cannot be met twice.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    (0, NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn text(name: &str) -> bool {
        Path::new(name).extension().is_some_and(|ending| ending == "txt")
    }

    /// Names of files, skips and closed places, sorted.
    fn walk(roots: &[&Path]) -> Vec<String> {
        let mut walk = Walk::new(text, &|| false);
        let mut seen = Vec::new();
        for root in roots {
            walk.root(&Root::new(root), &mut |sight| seen.push(say(&sight)));
        }
        seen.sort();
        seen
    }

    fn say(sight: &Sight) -> String {
        let name = |p: &Path| p.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match sight {
            Sight::File { name, stamp, .. } => format!("{} {}", name.to_string_lossy(), stamp.size),
            Sight::Closed(path, _) => format!("{} closed", name(path)),
            Sight::Skipped(path, skip) => format!("{} {skip:?}", name(path)),
        }
    }

    #[test]
    fn only_regular_files_inside_are_seen() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(outside.path().join("secret.txt"), "x").unwrap();
        fs::write(at("a.txt"), "one").unwrap();
        fs::write(at("b.jpg"), "no").unwrap();
        fs::create_dir(at("dir.txt")).unwrap();
        fs::write(at("dir.txt/c.txt"), "").unwrap();
        fs::create_dir(at(".git")).unwrap();
        fs::write(at(".git/d.txt"), "").unwrap();
        for (to, link) in [
            (at("a.txt").as_path(), "in.txt"),
            (&outside.path().join("secret.txt"), "out.txt"),
            (Path::new("/dev/zero"), "zero.txt"),
            (Path::new("nowhere"), "dangling.txt"),
            (Path::new("self.txt"), "self.txt"),
            (Path::new("."), "loop.txt"),
            (Path::new(".."), "up"),
        ] {
            symlink(to, at(link)).unwrap();
        }
        let _socket = UnixListener::bind(at("sock.txt")).unwrap();
        assert_eq!(
            walk(&[dir.path(), dir.path()]),
            [
                "a.txt 3",
                "c.txt 0",
                "dangling.txt Link",
                "in.txt 3",
                "loop.txt Link",
                "out.txt Link",
                "self.txt Link",
                "sock.txt Device",
                "zero.txt Link",
            ]
        );
    }

    #[test]
    fn depth_has_an_end_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let mut deep = dir.path().to_path_buf();
        for _ in 0..MAX_DEPTH + 3 {
            deep.push("d");
            fs::create_dir(&deep).unwrap();
            fs::write(deep.join("x.txt"), "").unwrap();
        }
        let seen = walk(&[dir.path()]);
        assert_eq!(seen.iter().filter(|s| *s == "d TooDeep").count(), 1);
        assert_eq!(seen.len(), MAX_DEPTH + 1);
    }

    #[test]
    fn one_file_is_wanted_whatever_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let odd = dir.path().join(OsStr::from_bytes(b"bad-\xff.log"));
        fs::write(&odd, "12").unwrap();
        assert_eq!(walk(&[&odd]), ["bad-\u{fffd}.log 2"]);
        assert_eq!(walk(&[&dir.path().join("gone.txt")]), ["gone.txt closed"]);
    }
}
