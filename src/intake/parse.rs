//! Reads one file and takes it apart.
//!
//! What lies in a folder may be a pipe by the time it is opened, longer than it said, or gone; the file is opened
//! for reading only, in a way that never waits, and looked at again once it is open.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::article::Article;
use crate::article::date::Date;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::{self, Draft, Reading};
use crate::intake::change::Stamp;
use crate::intake::walk;
use crate::text::Clean;

const NANOS: i64 = 1_000_000_000;

/// Reads a file; the stamp is that of the bytes read.
///
/// # Errors
///
/// The notice says why there is nothing to read.
pub(super) fn bytes(path: &Path) -> Result<(Vec<u8>, Stamp), Notice> {
    load(path).unwrap_or_else(|error| Err(unreadable(&error)))
}

/// The notice for what the system refuses.
pub(super) fn unreadable(error: &io::Error) -> Notice {
    Notice::new(NoticeKind::Unreadable, &error.to_string())
}

/// The notice for a file larger than jobo reads.
pub(super) fn too_large(size: u64) -> Notice {
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
    let mtime = walk::mtime(&meta);
    let size = meta.len();
    Ok(Ok((bytes, Stamp { size, mtime })))
}

/// Opens for reading, without waiting for the other end of a pipe and without taking over a terminal.
fn open(path: &Path) -> io::Result<File> {
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
pub(super) fn at_fault(name: &str, fault: Notice, modified: Option<Date>) -> Reading {
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
pub(super) fn moment(mtime: i64) -> Option<Date> {
    (mtime != i64::MIN).then(|| Date::moment(mtime.div_euclid(NANOS)))
}
