//! The connection that writes: one transaction for each thing asked, and what the reader made is on the disk before
//! the call returns.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::article::id::StoryId;
use crate::library::fault::{At, LibraryError};
use crate::library::index::put_sound;
use crate::library::log::{self, Log};
use crate::library::note::{Draft, NoteId};
use crate::library::noting;
use crate::library::place::bytes_of;
use crate::library::rulings::Rulings;
use crate::library::schema::{self, Access};
use crate::library::store;
use crate::library::value::{NameId, SourceId};
use crate::text::Clean;

/// How sure a transaction must be of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// It outlasts a power cut: what the reader made.
    Full,
    /// It outlasts a crash; a power cut may undo the last ones: what is read again from the files.
    Normal,
}

/// Writes a library. One thread holds it; it lets each thing asked for come before the next.
#[derive(Debug)]
pub struct Writer {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    pub(super) device: String,
    pub(super) log: Log,
    /// What the connection is set to.
    care: Care,
    /// Whether a step of this program lies on the disk in the library and in the log: steps after it may come to the
    /// disk in the log alone.
    pub(super) grounded: bool,
    /// Outlets met lately, so that a thousand articles of one paper ask for it once.
    pub(super) outlets: HashMap<Clean, i64>,
    /// The rulings on names as they were when they were last asked for.
    pub(super) rulings: Option<Arc<Rulings>>,
}

impl Writer {
    pub(super) fn new(path: &Path) -> Result<Self, LibraryError> {
        let device = log::device(path).map_err(|e| LibraryError::io(path, e))?;
        let connect = || -> rusqlite::Result<Connection> {
            let connection = schema::connect(path, Access::Full)?;
            // 16 MiB of cache: the indexes over ids and headlines are entered at random. Pages go from the log into the
            // file every 48 MiB: while articles are taken in, the same ones are written again and again.
            connection.execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864; \
                 PRAGMA wal_autocheckpoint = 3072; PRAGMA temp_store = MEMORY;",
            )?;
            Ok(connection)
        };
        let mut writer = Self {
            connection: connect().at(path)?,
            path: path.to_owned(),
            log: Log::beside(path, &device),
            device,
            care: Care::Full,
            grounded: false,
            outlets: HashMap::new(),
            rulings: None,
        };
        writer.take_over()?;
        writer.catch_up()?;
        writer.file_sounds()?;
        Ok(writer)
    }

    /// Files the names of a library from before sounds were kept; once.
    fn file_sounds(&mut self) -> Result<(), LibraryError> {
        if store::kept(&self.connection, "sounds").at(&self.path)? != 0 {
            return Ok(());
        }
        self.write(Care::Normal, |tx| {
            let mut statement = tx.prepare("SELECT id, text FROM name")?;
            let mut rows = statement.query([])?;
            while let Some(r) = rows.next()? {
                put_sound(tx, NameId(r.get(0)?), r.get_ref(1)?.as_str()?)?;
            }
            store::keep(tx, "sounds", 1)
        })
    }

    /// Runs one transaction. Nothing of it is kept if it fails.
    pub(super) fn write<T>(
        &mut self,
        care: Care,
        act: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let path = self.path.clone();
        self.begin(care)
            .and_then(|tx| {
                let value = act(&tx)?;
                tx.commit()?;
                Ok(value)
            })
            .at(&path)
    }

    /// Begins a transaction that is undone unless it is committed.
    pub(super) fn begin(&mut self, care: Care) -> rusqlite::Result<Transaction<'_>> {
        self.take_care(care)?;
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
    }

    pub(super) fn take_care(&mut self, care: Care) -> rusqlite::Result<()> {
        if care != self.care {
            let mode = if care == Care::Full { "full" } else { "normal" };
            self.connection.pragma_update(None, "synchronous", mode)?;
            self.care = care;
        }
        Ok(())
    }

    /// Remembers that a story was opened just now.
    pub fn opened(&mut self, story: StoryId) -> Result<(), LibraryError> {
        self.write(Care::Normal, |tx| {
            let now = store::tick(tx)?;
            let sql = "INSERT INTO visit (article, item, opened) VALUES (?1, ?2, ?3) \
                       ON CONFLICT DO UPDATE SET opened = excluded.opened";
            tx.prepare_cached(sql)?
                .execute((story.article.0, story.item, now))?;
            Ok(())
        })
    }

    /// Remembers where reading a story stopped: a byte of its body. Does not count as opening it again.
    pub fn resume(&mut self, story: StoryId, byte: u32) -> Result<(), LibraryError> {
        self.write(Care::Normal, |tx| {
            let now = store::tick(tx)?;
            let sql = "INSERT INTO visit (article, item, opened, byte) VALUES (?1, ?2, ?3, ?4) \
                       ON CONFLICT DO UPDATE SET byte = excluded.byte";
            tx.prepare_cached(sql)?
                .execute((story.article.0, story.item, now, byte))?;
            Ok(())
        })
    }

    /// Keeps a note that is being written, through to the disk; it is let go when the note is saved.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), LibraryError> {
        self.write(Care::Full, |tx| {
            let now = store::tick(tx)?;
            noting::keep_draft(tx, draft, now)
        })
    }

    /// Lets go of a note that was being written.
    pub fn drop_draft(&mut self, note: NoteId) -> Result<(), LibraryError> {
        self.write(Care::Normal, |tx| noting::drop_draft(tx, note))
    }

    /// Keeps what the next session is to begin with; the library does not look into it.
    pub fn keep_session(&mut self, session: &str) -> Result<(), LibraryError> {
        self.write(Care::Normal, |tx| store::keep(tx, "session", session))
    }

    /// Adds a folder or file to be read; one that is there already keeps its id. Give absolute paths.
    pub fn add_source(&mut self, path: impl AsRef<Path>) -> Result<SourceId, LibraryError> {
        let bytes = bytes_of(path.as_ref());
        self.write(Care::Full, |tx| {
            let known = tx
                .query_row("SELECT id FROM source WHERE path = ?1", [&bytes], |r| r.get(0))
                .optional()?;
            if let Some(id) = known {
                return Ok(SourceId(id));
            }
            tx.execute("INSERT INTO source (path) VALUES (?1)", [&bytes])?;
            Ok(SourceId(tx.last_insert_rowid() as u32))
        })
    }

    /// Takes a source away. Its stories go, but for those that are marked or have another source. Gives the number
    /// of files that were let go.
    pub fn remove_source(&mut self, source: SourceId) -> Result<u32, LibraryError> {
        let gone = self.forget_missing(source, |_| false)?;
        self.write(Care::Full, |tx| {
            tx.execute("DELETE FROM source WHERE id = ?1", [source.0])?;
            Ok(gone)
        })
    }
}
