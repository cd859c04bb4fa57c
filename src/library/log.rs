//! The log of edits beside the library: one line of JSON an edit, in `edits-<device>.jsonl`.
//!
//! A line is on the disk before the library has the edit: a short file is written through in a tenth of the time that
//! the library's pages take. What a power cut kept from the library is taken from the log at the next start, and what could
//! not be logged is logged then. Other devices read it, and a damaged library recovers from it.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::library::edit::{Act, Cause, Edit};

/// How much of the log's end is looked at first for edits that a power cut kept from the library.
const NEAR: u64 = 16 * 1024;

/// How much of the log's end is searched for edits that a crash may have kept from it.
const TAIL: u64 = 256 * 1024;

/// The first moment of the year 2200, in milliseconds since 1970.
const LAST: i64 = 7_258_118_400_000;

/// One edit as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Unique among all devices.
    pub(super) id: String,
    pub(super) device: String,
    /// Milliseconds since 1970 times 65,536, and a counter.
    pub(super) clock: i64,
    /// The file name of the library: several may lie in one folder.
    pub(super) library: String,
    pub(super) cause: Cause,
    #[serde(default)]
    pub(super) act: Act,
    /// The edits whose texts this one replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) after: Vec<String>,
    #[serde(flatten)]
    pub(super) edit: Edit,
}

impl Line {
    /// Whether it can be an edit of some jobo: with a moment before the year 2200, and names of sensible lengths. One
    /// beyond all clocks would hold for ever.
    pub(super) fn is_sound(&self) -> bool {
        let name = |text: &str| !text.is_empty() && text.len() <= 128;
        (0..=LAST << 16).contains(&self.clock) && name(&self.id) && name(&self.device)
    }
}

/// The log of this device.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    /// Lines that could not be written yet.
    waiting: Vec<Line>,
}

impl Log {
    /// The log beside a library. It is made with the first edit.
    pub(super) fn beside(library: &Path, device: &str) -> Self {
        Self {
            path: library.with_file_name(name_of(device)),
            waiting: Vec::new(),
        }
    }

    /// Writes lines of edits that the library does not have yet through to the disk, after those that could not be
    /// written before. Nothing of them stays where that fails.
    pub(super) fn put(&mut self, lines: &[Line]) -> io::Result<Mark> {
        let mut all = self.waiting.clone();
        all.extend_from_slice(lines);
        let mark = append_to(&self.path, &all)?;
        self.waiting.clear();
        Ok(mark)
    }

    /// Takes lines away that the library was not able to take over, if they are still the last.
    pub(super) fn take_back(&self, mark: &Mark) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(&self.path)?;
        if file.metadata()?.len() == mark.end {
            file.set_len(mark.start)?;
        }
        file.sync_data()
    }

    /// The lines at the end of the log, back to the last one of an edit that is known; none if none is known. Those of
    /// other libraries are left out.
    pub(super) fn after_known<E>(
        &self,
        library: &str,
        known: impl Fn(&Line) -> Result<bool, E>,
    ) -> io::Result<Result<Vec<Line>, E>> {
        let mut length = NEAR;
        loop {
            let (text, whole) = match tail(&self.path, length) {
                Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Ok(Vec::new())),
                other => other?,
            };
            // The first line of a part may be half of one.
            let lines = text.lines().skip(usize::from(!whole)).collect::<Vec<_>>();
            let mut after = Vec::new();
            for line in lines.into_iter().rev().filter_map(read_line) {
                if line.library != library {
                    continue;
                }
                match known(&line) {
                    Ok(true) => {
                        after.reverse();
                        return Ok(Ok(after));
                    }
                    Ok(false) => after.push(line),
                    Err(e) => return Ok(Err(e)),
                }
            }
            if whole {
                return Ok(Ok(Vec::new()));
            }
            length *= 16;
        }
    }

    /// Writes lines, and those that could not be written before, through to the disk.
    pub(super) fn append(&mut self, lines: Vec<Line>) -> io::Result<()> {
        self.waiting.extend(lines);
        if self.waiting.is_empty() {
            return Ok(());
        }
        append_to(&self.path, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Writes those of the given lines that the end of the log does not hold.
    pub(super) fn catch_up(&mut self, mut lines: Vec<Line>) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let tail = match tail(&self.path, TAIL) {
            Err(e) if e.kind() == ErrorKind::NotFound => String::new(),
            other => other?.0,
        };
        lines.retain(|line| !tail.contains(&format!("\"{}\"", line.id)));
        self.append(lines)
    }
}

/// Where lines were put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    start: u64,
    end: u64,
}

fn read_line(text: &str) -> Option<Line> {
    serde_json::from_str(text).ok()
}

/// The name of a device's journal.
pub(super) fn name_of(device: &str) -> String {
    format!("edits-{device}.jsonl")
}

/// Adds lines to a journal, through to the disk.
pub(super) fn append_to(path: &Path, lines: &[Line]) -> io::Result<Mark> {
    let mut out = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut out, line)?;
        out.push(b'\n');
    }
    write_through(path, out)
}

/// Appends bytes and waits until they are on the disk. A line that a crash cut short is ended first.
fn write_through(path: &Path, mut bytes: Vec<u8>) -> io::Result<Mark> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    let before = file.metadata()?.len();
    if before == 0 {
        sync_folder(path)?;
    } else if !ends_a_line(&mut file)? {
        bytes.insert(0, b'\n');
    }
    let written = file.write_all(&bytes).and_then(|()| file.sync_data());
    if let Err(e) = written {
        // A disk that filled up may have taken half a line.
        let _ = file.set_len(before);
        return Err(e);
    }
    Ok(Mark {
        start: before,
        end: before + bytes.len() as u64,
    })
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// So many bytes at the end of a file, and whether that is all of it.
fn tail(path: &Path, most: u64) -> io::Result<(String, bool)> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), length <= most))
}

/// Makes a new name in a folder outlast a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|f| !f.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// The device's name, if it has one already.
pub(super) fn known(library: &Path) -> Option<String> {
    known_device(&library.with_file_name("device")).ok().flatten()
}

/// The device's name, kept in the file `device` beside the libraries and made at the first writing.
pub(super) fn device(library: &Path) -> io::Result<String> {
    let path = library.with_file_name("device");
    if let Some(name) = known_device(&path)? {
        return Ok(name);
    }
    let name = random_name();
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut file) => {
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            sync_folder(&path)?;
            Ok(name)
        }
        // Another program was faster, or a crash left the file empty.
        Err(e) if e.kind() == ErrorKind::AlreadyExists => match known_device(&path)? {
            Some(name) => Ok(name),
            None => fs::write(&path, &name).map(|()| name),
        },
        Err(e) => Err(e),
    }
}

/// A name that could leave the folder or break a line is no name.
fn known_device(path: &Path) -> io::Result<Option<String>> {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let fits = !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    Ok(fits.then_some(text))
}

/// Twelve letters and digits that no other call gives. The standard library seeds its hasher from the system.
pub(super) fn random_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let number = RandomState::new().hash_one((now.as_nanos(), std::process::id()));
    format!("{:012x}", number & 0xffff_ffff_ffff)
}

/// The next moment of the clock of edits: the time of day, and a counter where that stands still or goes back.
pub(super) fn next_moment(last: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(now.as_millis()).unwrap_or_default() << 16;
    now.max(last.saturating_add(1))
}

/// Every whole line of every device's log beside a library, for that library, in the order of the clock and once
/// each.
pub(super) fn read_all(library: &Path) -> io::Result<Vec<Line>> {
    let folder = library
        .parent()
        .filter(|f| !f.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let own = library.file_name().unwrap_or_default().to_string_lossy();
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("edits-") && name.ends_with(".jsonl") {
            let text = fs::read(entry.path())?;
            let text = String::from_utf8_lossy(&text);
            lines.extend(text.lines().filter_map(read_line));
        }
    }
    lines.retain(|line| line.library == own);
    lines.sort_by(|a, b| (a.clock, &a.id).cmp(&(b.clock, &b.id)));
    lines.dedup_by(|a, b| a.id == b.id);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::id::{ArticleId, StoryId};
    use crate::text::Clean;

    fn line(n: i64) -> Line {
        Line {
            id: format!("d-{n}"),
            device: "d".into(),
            clock: n,
            library: "library.jobo".into(),
            cause: Cause::Deliberate,
            act: Act::Edit,
            after: Vec::new(),
            edit: Edit::Tag {
                story: StoryId::whole(ArticleId::of("x")),
                tag: Clean::new("경제"),
                on: true,
            },
        }
    }

    #[test]
    fn lines_come_back_in_the_order_of_the_clock() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        Log::beside(&library, "d").append(vec![line(2), line(1)]).unwrap();
        let mut other = line(3);
        other.library = "other.jobo".into();
        Log::beside(&library, "e").append(vec![line(1), other]).unwrap();
        assert_eq!(read_all(&library).unwrap(), [line(1), line(2)]);
    }

    #[test]
    fn a_line_cut_short_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        fs::write(folder.path().join("edits-d.jsonl"), "{\"id\":\"d-").unwrap();
        Log::beside(&library, "d").append(vec![line(1)]).unwrap();
        assert_eq!(read_all(&library).unwrap(), [line(1)]);
    }

    #[test]
    fn the_end_of_the_log_is_read_back_to_what_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        let mut log = Log::beside(&library, "d");
        let after = |log: &Log, known: i64| {
            let lines = log.after_known("library.jobo", |l| Ok::<_, ()>(l.clock <= known));
            lines
                .unwrap()
                .unwrap()
                .iter()
                .map(|l| l.clock)
                .collect::<Vec<_>>()
        };
        assert!(after(&log, 0).is_empty());
        let mut other = line(999);
        other.library = "other.jobo".into();
        let lines: Vec<Line> = (1..=500).map(line).chain([other]).collect();
        log.append(lines).unwrap();
        assert!(after(&log, 500).is_empty());
        assert_eq!(after(&log, 498), [499, 500]);
        assert_eq!(after(&log, 1).len(), 499);
        // Nothing of it is known: it is the log of another library.
        assert!(after(&log, 0).is_empty());
    }

    #[test]
    fn lines_are_taken_back_while_they_are_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        let mut log = Log::beside(&library, "d");
        log.put(&[line(1)]).unwrap();
        let mark = log.put(&[line(2)]).unwrap();
        log.take_back(&mark).unwrap();
        assert_eq!(read_all(&library).unwrap(), [line(1)]);
        let mark = log.put(&[line(3)]).unwrap();
        log.put(&[line(4)]).unwrap();
        log.take_back(&mark).unwrap();
        assert_eq!(read_all(&library).unwrap(), [line(1), line(3), line(4)]);
    }

    #[test]
    fn catching_up_writes_only_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        let mut log = Log::beside(&library, "d");
        log.append(vec![line(1)]).unwrap();
        log.catch_up(vec![line(1), line(2)]).unwrap();
        let text = fs::read_to_string(folder.path().join("edits-d.jsonl")).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
    }

    #[test]
    fn a_device_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.jobo");
        let name = device(&library).unwrap();
        assert_eq!(device(&library).unwrap(), name);
        fs::write(folder.path().join("device"), "../up").unwrap();
        assert_ne!(device(&library).unwrap(), "../up");
    }

    #[test]
    fn the_clock_never_goes_back() {
        let future = i64::MAX - 10;
        assert_eq!(next_moment(future), future + 1);
        assert!(next_moment(0) > 1 << 50);
    }
}
