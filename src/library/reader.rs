//! The connection that answers questions. It never writes and never waits for the writer.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, InterruptHandle};

use crate::library::card::Dates;
use crate::library::fault::{At, LibraryError};
use crate::library::rulings::{self, Rulings};
use crate::library::schema::{self, Access};

/// Answers questions about a library. Give each thread one of its own.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// The rulings as they were when they were last asked for.
    rulings: RefCell<Option<Arc<Rulings>>>,
    /// The dates of all stories, for names of many.
    pub(super) dates: RefCell<Option<Arc<Dates>>>,
}

/// Calls off the question that a reader is working on, from any thread. The answer is then
/// [`LibraryError::Interrupted`]; a reader at rest is not disturbed.
pub struct Interrupt(InterruptHandle);

impl Interrupt {
    /// Calls it off.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupt")
    }
}

impl Reader {
    pub(super) fn new(path: &Path, access: Access, kept: Option<Connection>) -> Result<Self, LibraryError> {
        let connect = || -> rusqlite::Result<Connection> {
            let connection = match kept {
                Some(kept) => kept,
                None => schema::connect(path, access)?,
            };
            // 4 MiB: the index of a hundred thousand articles stays in it, a million's passes through.
            connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4096;")?;
            Ok(connection)
        };
        Ok(Self {
            connection: connect().at(path)?,
            path: path.to_owned(),
            rulings: RefCell::default(),
            dates: RefCell::default(),
        })
    }

    /// What the reader said of names. Cost: one row, unless it changed.
    pub(super) fn rulings(&self) -> rusqlite::Result<Arc<Rulings>> {
        rulings::fresh(&self.connection, &mut self.rulings.borrow_mut())
    }

    /// Asks, and puts the file's name to an error. The whole question sees the library of one moment, and the
    /// library is locked for reading once and not for each of its steps: a card asks a thousand small ones.
    pub(super) fn ask<T>(&self, question: impl FnOnce() -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        if !self.connection.is_autocommit() {
            return question().at(&self.path);
        }
        let moment = self.connection.unchecked_transaction().at(&self.path)?;
        let answer = question().at(&self.path);
        // Nothing was written; if it cannot be ended, the answer still holds.
        drop(moment.commit());
        answer
    }

    /// What calls off the question at hand.
    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle())
    }
}
