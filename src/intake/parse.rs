//! Reads one file, takes it apart and makes of it what the library files.
//!
//! What lies in a folder may be a pipe by the time it is opened, longer than it said, or gone; the file is opened
//! for reading only, in a way that never waits, and looked at again once it is open.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::article::date::Date;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::{self, Draft, Input, Reading};
use crate::intake::change::Stamp;
use crate::intake::listing::{Entry, Listing};
use crate::intake::tally::Tally;
use crate::intake::{Given, RECIPE, walk};
use crate::library::filing::{Filing, Leaf};
use crate::library::value::SourceId;
use crate::text::Clean;

const NANOS: i64 = 1_000_000_000;

/// Where a file belongs.
pub(super) struct Place {
    pub(super) source: SourceId,
    pub(super) path: PathBuf,
}

/// Reads a file of a folder; `None` where it is as unreadable as it was.
pub(super) fn file(
    listing: &Listing,
    entry: &Entry,
    encoding: Option<&str>,
    tally: &Tally,
) -> Option<Filing> {
    let path = listing.path(entry);
    let read = if entry.stamp.size > ingest::MAX_BYTES as u64 {
        Err((too_large(entry.stamp.size), entry.stamp))
    } else {
        bytes(&path).map_err(|fault| (fault, Stamp::UNREAD))
    };
    tally.looked.add(1);
    let place = Place {
        source: entry.source,
        path,
    };
    match read {
        Ok((bytes, stamp)) => {
            let input = Input {
                name: &entry.name.to_string_lossy(),
                bytes: &bytes,
                modified: moment(stamp.mtime),
            };
            let reading = ingest::read_as(&input, encoding);
            Some(filing(place, stamp, content(&bytes), reading, tally))
        }
        Err((_, Stamp::UNREAD)) if entry.again => {
            tally.unchanged.add(1);
            None
        }
        Err((fault, stamp)) => Some(closed(place, &fault, stamp, tally)),
    }
}

/// Takes apart an article that lies in memory.
pub(super) fn given(place: Place, given: &Given, (hash, stamp): ([u8; 16], Stamp), tally: &Tally) -> Filing {
    tally.looked.add(1);
    let input = Input {
        name: &given.name,
        bytes: &given.bytes,
        modified: given.modified,
    };
    filing(place, stamp, hash, ingest::read(&input), tally)
}

/// Files a place of which nothing can be read, under its name and with the reason.
pub(super) fn closed(place: Place, fault: &Notice, stamp: Stamp, tally: &Tally) -> Filing {
    let name = place.path.file_name().unwrap_or(place.path.as_os_str());
    let reading = at_fault(&name.to_string_lossy(), fault.clone(), moment(stamp.mtime));
    // Without content the reason takes its place: another reason is another reading.
    let hash = content(format!("{:?} {}", fault.kind, fault.detail).as_bytes());
    filing(place, stamp, hash, reading, tally)
}

/// What tells a file's content from the one it had before: 128 bits that stay the same for ever. Nobody gains by two
/// files that share them, so they need not withstand an attack, and a SHA-256 took longer than reading the file.
pub(super) fn content(bytes: &[u8]) -> [u8; 16] {
    let mut state = [bytes.len() as u64 ^ SEEDS[0], SEEDS[1]];
    let (pairs, rest) = bytes.as_chunks::<16>();
    let mut last = [0; 16];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    for pair in pairs.iter().chain([&last, &[0; 16]]) {
        let words = u128::from_le_bytes(*pair);
        let (low, high) = (words as u64, (words >> 64) as u64);
        state = [
            fold(state[0] ^ low, SEEDS[2]) ^ high,
            fold(state[1] ^ high, SEEDS[3]).wrapping_add(low),
        ];
        state.swap(0, 1);
    }
    let (one, two) = (fold(state[0], SEEDS[1]), fold(state[1], SEEDS[0]));
    let mut hash = [0; 16];
    hash[..8].copy_from_slice(&(one ^ two.rotate_left(32)).to_le_bytes());
    hash[8..].copy_from_slice(&(state[0].wrapping_add(two) ^ state[1].rotate_left(23)).to_le_bytes());
    hash
}

/// Odd numbers without a pattern: digits of pi.
const SEEDS: [u64; 4] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7345,
    0xa409_3822_299f_31d1,
    0x082e_fa98_ec4e_6c89,
];

/// Mixes all bits of two numbers: their product, its halves laid over one another.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// A reading as the library files it. What was odd about the whole file is said of each of its stories.
fn filing(place: Place, stamp: Stamp, hash: [u8; 16], reading: Reading, tally: &Tally) -> Filing {
    if reading.drafts.iter().any(|draft| draft.fault.is_some()) {
        tally.faults.add(1);
    }
    let leaves = reading.drafts.into_iter().map(|draft| Leaf {
        article: draft.article,
        part: draft.part,
        notices: reading.notices.iter().cloned().chain(draft.notices).collect(),
        fault: draft.fault,
    });
    Filing {
        source: place.source,
        path: place.path,
        size: stamp.size,
        mtime: stamp.mtime,
        hash,
        recipe: RECIPE,
        format: Clean::new(reading.format),
        encoding: Clean::new(reading.encoding),
        leaves: leaves.collect(),
    }
}

/// Reads a file; the stamp is that of the bytes read. The notice says why there is nothing to read.
fn bytes(path: &Path) -> Result<(Vec<u8>, Stamp), Notice> {
    load(path).unwrap_or_else(|error| Err(unreadable(&error)))
}

/// The notice for what the system refuses.
pub(super) fn unreadable(error: &io::Error) -> Notice {
    Notice::new(NoticeKind::Unreadable, &error.to_string())
}

/// The notice for a file larger than jobo reads.
fn too_large(size: u64) -> Notice {
    Notice::new(NoticeKind::TooLarge, &mebibytes(size))
}

fn mebibytes(size: u64) -> String {
    format!("{:.1} MiB", size as f64 / f64::from(1 << 20))
}

fn load(path: &Path) -> io::Result<Result<(Vec<u8>, Stamp), Notice>> {
    let file = open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let limit = ingest::MAX_BYTES as u64;
    let mut bytes = Vec::with_capacity(meta.len().min(limit) as usize);
    if meta.len() <= limit {
        file.take(limit + 1).read_to_end(&mut bytes)?;
    }
    let size = meta.len().max(bytes.len() as u64);
    if size > limit {
        return Ok(Err(too_large(size)));
    }
    Ok(Ok((bytes, walk::stamp(&meta))))
}

/// Opens for reading, without waiting for the other end of a pipe and without taking over a terminal.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, NEVER_WAIT);
    options.open(path)
}

/// `O_NONBLOCK | O_NOCTTY` as the kernel numbers them.
#[cfg(any(target_os = "linux", target_os = "android"))]
const NEVER_WAIT: i32 = 0o4000 | 0o400;
/// `O_NONBLOCK | O_NOCTTY` as the kernel numbers them.
#[cfg(target_vendor = "apple")]
const NEVER_WAIT: i32 = 0x4 | 0x20000;

/// The reading of a file of which there is nothing but its name.
fn at_fault(name: &str, fault: Notice, modified: Option<Date>) -> Reading {
    let article = Article {
        headline: Clean::new(name),
        date: modified.map(Date::inferred),
        ..Article::default()
    };
    Reading {
        format: "none",
        encoding: "none",
        drafts: vec![Draft {
            article,
            part: None,
            notices: Vec::new(),
            fault: Some(fault),
        }],
        notices: Vec::new(),
    }
}

/// A file's time as a date that stands in for one in the text.
fn moment(mtime: i64) -> Option<Date> {
    (mtime != i64::MIN).then(|| Date::moment(mtime.div_euclid(NANOS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_fair_size_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("fair.txt"), "text").unwrap();
        File::create(at("full.txt"))
            .unwrap()
            .set_len(ingest::MAX_BYTES as u64)
            .unwrap();
        File::create(at("large.txt"))
            .unwrap()
            .set_len(ingest::MAX_BYTES as u64 + 1)
            .unwrap();
        let check = |path: &Path, expected: Result<usize, NoticeKind>| {
            let read = bytes(path)
                .map(|(bytes, _)| bytes.len())
                .map_err(|fault| fault.kind);
            assert_eq!(read, expected, "{}", path.display());
        };
        check(&at("fair.txt"), Ok(4));
        check(&at("full.txt"), Ok(ingest::MAX_BYTES));
        check(&at("large.txt"), Err(NoticeKind::TooLarge));
        check(&at("gone.txt"), Err(NoticeKind::Unreadable));
        check(dir.path(), Err(NoticeKind::Unreadable));
        #[cfg(target_os = "linux")]
        check(Path::new("/dev/zero"), Err(NoticeKind::Unreadable));
    }

    /// Opening a pipe for reading waits for a writer, unless it is told not to.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_does_not_hold_us_up() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert_eq!(bytes(&pipe).unwrap_err().kind, NoticeKind::Unreadable);
    }
}
