//! Writes notes out: whole files or none, and a folder of Markdown around what the reader added to it.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::markdown::{self, Flavour};
use super::{Sheet, cite, hypothesis, jsonl, readwise, w3c};
use crate::library::LibraryError;
use crate::library::edit::Edit;
use crate::library::note::{NoteId, Noted};
use crate::library::reader::Reader;

/// A form of files.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A folder with a file for each story.
    Folder(Flavour),
    /// One file made so.
    File(fn(&[Sheet]) -> String),
}

impl Kind {
    /// The kind of a form, by its name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "obsidian" => Self::Folder(Flavour::Obsidian),
            "logseq" => Self::Folder(Flavour::Logseq),
            "w3c" => Self::File(w3c::write),
            "hypothesis" => Self::File(hypothesis::write),
            "readwise" => Self::File(readwise::write),
            "jsonl" => Self::File(jsonl::write),
            "biblatex" => Self::File(cite::biblatex),
            "csl" => Self::File(cite::csl),
            _ => return None,
        })
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Files that are as they should be.
    pub files: u32,
    /// Notes in them.
    pub notes: usize,
    /// Files in which notes that the reader changed were left as they are, and how many.
    pub kept: Vec<(PathBuf, usize)>,
    /// Files of that name that are not jobo's, and were left alone.
    pub foreign: Vec<PathBuf>,
}

/// The sheets of the stories that some notes hang on, with those notes alone, in their order.
pub fn sheets(reader: &Reader, notes: &[Noted]) -> Result<Vec<Sheet>, LibraryError> {
    let ids: HashSet<NoteId> = notes.iter().map(|noted| noted.note.id).collect();
    let mut met = HashSet::new();
    let mut sheets = Vec::new();
    for noted in notes {
        let story = noted.note.on.story;
        if met.insert(story)
            && let Some(mut sheet) = Sheet::of(reader, story)?
        {
            sheet.notes.retain(|noted| ids.contains(&noted.note.id));
            sheets.push(sheet);
        }
    }
    Ok(sheets)
}

/// Writes a folder of Markdown files; the error names the file.
pub fn folder(sheets: &[Sheet], flavour: Flavour, folder: &Path) -> Result<Delivered, (PathBuf, io::Error)> {
    let named = |path: &Path| {
        let path = path.to_owned();
        move |e| (path, e)
    };
    fs::create_dir_all(folder).map_err(named(folder))?;
    let mut done = Delivered::default();
    for sheet in sheets {
        let path = folder.join(markdown::file_name(sheet));
        let old = match fs::read(&path) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err((path, e)),
        };
        let Some(page) = markdown::write(sheet, flavour, old.as_deref()) else {
            done.foreign.push(path);
            continue;
        };
        if old.as_deref() != Some(&*page.text) {
            put(&path, &page.text).map_err(named(&path))?;
        }
        if page.kept > 0 {
            done.kept.push((path, page.kept as usize));
        }
        done.files += 1;
        done.notes += sheet.notes.len();
    }
    Ok(done)
}

/// Whether a file is an article that a library reads.
pub fn is_article(reader: &Reader, path: &Path) -> Result<bool, LibraryError> {
    let Ok(path) = path.canonicalize() else {
        return Ok(false);
    };
    let mut met = false;
    reader.each_file(|file| met |= file.path == path)?;
    Ok(met)
}

/// Whether something else than an earlier export lies at a path: what only jobo can have written may be written anew.
pub fn is_other(path: &Path) -> bool {
    match fs::metadata(path) {
        Err(e) => e.kind() != io::ErrorKind::NotFound,
        Ok(found) if !found.is_file() => true,
        Ok(_) => fs::read(path).map_or(true, |bytes| !is_export(&String::from_utf8_lossy(&bytes))),
    }
}

/// Whether a text is what one of the forms gives, or nothing at all.
fn is_export(text: &str) -> bool {
    let text = text.trim();
    let object = |line: &str| serde_json::from_str(line).ok();
    let first = text.lines().next().unwrap_or_default();
    match text.as_bytes().first() {
        None => true,
        Some(b'[') => {
            let ids = ["\"id\": \"urn:jobo:note:", "\"id\": \"jobo-"];
            text == "[]" || ids.iter().any(|id| text.contains(id))
        }
        Some(b'{') => {
            object(first).is_some_and(|value| jsonl::read(&value).is_some())
                || serde_json::from_str::<Edit>(first).is_ok_and(|edit| edit.name().is_some())
        }
        Some(b'@') => text.starts_with("@article{jobo-"),
        _ => first == readwise::HEAD,
    }
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".jobo-new");
    let aside = PathBuf::from(aside);
    let written = fs::File::create(&aside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&aside, path));
    if placed.is_err() {
        let _ = fs::remove_file(&aside);
    }
    placed
}
