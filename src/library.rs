//! Keeps stories, names, marks and notes on disk, and answers questions about them.
//!
//! A library is one SQLite file. What the reader made, the rows of the list, the texts and the index change in one
//! transaction, so that they never disagree. Everyone who asks has a [`reader::Reader`] of their own and never waits
//! for the one [`writer::Writer`]. SQLite is known in this room and nowhere else.

mod asked;
mod card;
mod catalogue;
mod codes;
mod correct;
mod detail;
pub mod edit;
pub mod fault;
pub mod filing;
pub mod finder;
mod finding;
mod health;
mod history;
mod hits;
mod index;
mod log;
pub mod lore;
mod matching;
mod merge;
mod names;
pub mod note;
pub mod noted;
mod notes;
mod noting;
mod own;
mod path;
mod place;
mod postings;
pub mod reader;
mod recover;
mod related;
mod review;
mod rulings;
mod saved;
mod schema;
mod screen;
pub mod search;
mod select;
mod settle;
mod shelf;
mod spans;
mod spoken;
mod store;
mod story;
pub mod sync;
mod unread;
pub mod value;
mod wanted;
mod why;
pub mod writer;

#[cfg(test)]
mod fixture;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

pub use fault::LibraryError;
use reader::Reader;
use schema::Access;
pub use schema::SCHEMA;
use writer::Writer;

/// A library file. Give each thread a reader of its own; one thread at most holds the writer.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    access: Access,
    /// The connection that opening made, for the first reader: opening a file twice costs as much as a screenful.
    spare: Mutex<Option<Connection>>,
    /// Whether the file is to go with this value.
    passing: bool,
}

impl Library {
    /// Opens a library, makes it if there is none, and brings an older one up to date after a copy.
    ///
    /// A file of something else and one of a newer schema are errors and stay byte for byte what they are. Where
    /// nothing can be written, reading still works. What a power cut kept from the library is taken from the log of
    /// edits beside it; to see that there is nothing of the kind costs a look at the log's end and one question.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LibraryError> {
        let path = path.as_ref();
        let (connection, access) = schema::open(path, schema::MIGRATIONS)?;
        let behind = access == Access::Full && history::is_behind(&connection, path);
        let library = Self {
            path: path.to_owned(),
            access,
            spare: Mutex::new(Some(connection)),
            passing: false,
        };
        if behind {
            // The writer takes it over when it opens. Where it cannot, the next one will.
            let _ = library.writer();
        }
        Ok(library)
    }

    /// Makes a library that goes with this value, for sessions that keep nothing. It lies in the system's folder
    /// for passing files, because several connections to one library in memory would wait for each other.
    pub fn in_memory() -> Result<Self, LibraryError> {
        let folder = std::env::temp_dir().join(format!("jobo-{}", log::random_name()));
        let mut library = Self::open(folder.join("library.jobo"))?;
        library.passing = true;
        Ok(library)
    }

    /// Moves a damaged library aside as `.corrupt-DATE`, makes a new one and puts into it the sources that can still
    /// be read and the marks of the `edits-*.jsonl` beside it. The stories come back when the sources are read again.
    /// Gives the path of the damaged file.
    pub fn recover(path: impl AsRef<Path>) -> Result<(Self, PathBuf), LibraryError> {
        recover::recover(path.as_ref())
    }

    /// Where the library lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing can be written to it.
    pub fn read_only(&self) -> bool {
        self.access != Access::Full
    }

    /// A connection that answers questions.
    pub fn reader(&self) -> Result<Reader, LibraryError> {
        let kept = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        Reader::new(&self.path, self.access, kept)
    }

    /// The connection that writes. Several programs may write one library: each waits for the other's transaction.
    pub fn writer(&self) -> Result<Writer, LibraryError> {
        if self.read_only() {
            return Err(schema::refusal(&self.path));
        }
        Writer::new(&self.path)
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        if !self.passing {
            return;
        }
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(folder) = self.path.parent() {
            // Nobody is left to be told, and the system clears the folder in time.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests;
