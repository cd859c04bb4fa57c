//! The connection that answers questions. It never writes and never waits for the writer.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, InterruptHandle};

use crate::library::fault::{At, LibraryError};
use crate::library::schema::{self, Access};

/// Answers questions about a library. Give each thread one of its own.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
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
        })
    }

    /// Asks, and puts the file's name to an error.
    pub(super) fn ask<T>(&self, question: impl FnOnce() -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        question().at(&self.path)
    }

    /// What calls off the question at hand.
    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle())
    }
}
