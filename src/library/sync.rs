//! Unites the edits of several devices through a folder of plain files that anything may carry: one file a device,
//! lines are only ever added at its end.
//!
//! What a device knows and no file of the folder has, it adds to its own file, edits of other devices among them: so a
//! stick that goes from the first to the second and from there to the third is enough. Nothing is rewritten, a line
//! that was cut short is ended and written again, and every step can be broken off and begun anew.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rusqlite::Row;

use crate::library::fault::{At, LibraryError};
use crate::library::history;
use crate::library::log::{self, Line};
use crate::library::writer::{Care, Writer};

/// Edits taken over in one transaction: a crash in a long first meeting loses little of it.
const AT_ONCE: usize = 512;
/// Bytes of a line beyond which it is no edit.
const LONGEST: u64 = 16 << 20;

/// What came of meeting other devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Synced {
    /// Edits of other devices that are new here.
    pub received: u32,
    /// Edits that the folder did not have.
    pub sent: u32,
    /// Devices whose files lie in the folder, this one among them.
    pub devices: u32,
    /// Lines that are no edits: cut short, or of a later jobo.
    pub unread: u32,
}

impl Writer {
    /// Takes over what other devices left in a folder, and leaves there what it does not have. The folder is made if
    /// there is none. Cost: all its files are read once.
    pub fn sync(&mut self, folder: &Path) -> Result<Synced, LibraryError> {
        let refused = |e| LibraryError::io(folder, e);
        fs::create_dir_all(folder).map_err(refused)?;
        let mut synced = Synced::default();
        let mut lines = Vec::new();
        let mut devices = HashSet::new();
        let own = folder.join(log::name_of(&self.device));
        for path in journals(folder).map_err(refused)? {
            devices.insert(path.clone());
            let read = read_lines(&path).map_err(|e| LibraryError::io(&path, e))?;
            synced.unread += read.1;
            lines.extend(read.0);
        }
        lines.sort_by(|a, b| (a.clock, &a.id).cmp(&(b.clock, &b.id)));
        lines.dedup_by(|a, b| a.id == b.id);
        for some in lines.chunks(AT_ONCE) {
            synced.received += self.write(Care::Full, |tx| history::adopt_all(tx, some))?;
        }
        let there: HashSet<String> = lines.into_iter().map(|line| line.id).collect();
        let missing = self.beyond(&there)?;
        synced.sent = missing.len() as u32;
        if !missing.is_empty() {
            devices.insert(own.clone());
            log::append_to(&own, &missing).map_err(|e| LibraryError::io(&own, e))?;
        }
        synced.devices = devices.len() as u32;
        Ok(synced)
    }

    /// The edits that the library keeps and others do not have, in the order they were kept.
    fn beyond(&self, there: &HashSet<String>) -> Result<Vec<Line>, LibraryError> {
        let library = self.name();
        let ask = || -> rusqlite::Result<Vec<Line>> {
            let sql = format!("{} ORDER BY e.seq", history::LINES);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let line = |r: &Row<'_>| -> rusqlite::Result<Option<Line>> {
                if there.contains(r.get_ref(0)?.as_str()?) {
                    return Ok(None);
                }
                // One that this jobo cannot read stays where it came from.
                Ok(history::line(r, &library).ok())
            };
            let rows = statement.query_map([], line)?;
            Ok(rows
                .collect::<rusqlite::Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect())
        };
        ask().at(&self.path)
    }
}

/// Every journal of a folder, copies that a carrier made of one among them.
fn journals(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("edits-") && name.ends_with(".jsonl") && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// The edits of a journal, and the number of lines that are none.
fn read_lines(path: &Path) -> io::Result<(Vec<Line>, u32)> {
    let mut reader = BufReader::new(fs::File::open(path)?);
    let (mut lines, mut unread) = (Vec::new(), 0);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if io::Read::take(&mut reader, LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            return Ok((lines, unread));
        }
        let text = bytes.trim_ascii();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(text) {
            Ok(line) if line.is_sound() => lines.push(line),
            _ => unread += 1,
        }
    }
}

#[cfg(test)]
mod tests;
