//! What can be wrong with a library file, in words for people.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a library could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A later jobo made it.
    #[error("{path} has schema {found}, and this jobo knows schemas up to {known}")]
    Newer {
        /// The library.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
    },
    /// It is a file of something else.
    #[error("{path} is no jobo library: {what}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: String,
    },
    /// It is damaged.
    #[error("{path} is damaged: {detail}")]
    Corrupt {
        /// The library.
        path: PathBuf,
        /// What SQLite or jobo found.
        detail: String,
    },
    /// It can be read and not written.
    #[error("{path} cannot be written")]
    ReadOnly {
        /// The library.
        path: PathBuf,
    },
    /// It could not be written when it was opened, and could be now.
    #[error("{path} could not be written when it was opened")]
    Late {
        /// The library.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("no room is left on the disk of {path}")]
    Full {
        /// The library.
        path: PathBuf,
    },
    /// Another program holds it for longer than jobo waits.
    #[error("another program is writing {path}")]
    Busy {
        /// The library.
        path: PathBuf,
    },
    /// The question was called off.
    #[error("called off")]
    Interrupted,
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{path}: {detail}")]
    Store {
        /// The library.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
}

impl LibraryError {
    /// What the reader can do about it; `None` where there is nothing to say.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Newer { .. } => Some("use a newer jobo, or name another library; nothing was changed"),
            Self::Foreign { .. } => Some("name another file; this one was not touched"),
            Self::Corrupt { .. } => Some(
                "the file was left as it is; it can be rebuilt from its sources, and the marks from the \
                 edits-*.jsonl beside it",
            ),
            Self::ReadOnly { .. } => {
                Some("reading works; marks need a library in a folder that can be written")
            }
            Self::Late { .. } => Some("it can be written now: start jobo again"),
            Self::Full { .. } => Some("nothing was changed; make room and try again"),
            Self::Busy { .. } => Some("nothing was changed; try again"),
            Self::Interrupted | Self::Io { .. } | Self::Store { .. } => None,
        }
    }

    /// Says what an error of SQLite means for one file.
    pub(super) fn of(error: &rusqlite::Error, path: &Path) -> Self {
        let path = path.to_owned();
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, detail },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path, what: detail },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Io {
                    path,
                    source: io::Error::other(detail),
                }
            }
            _ => Self::Store { path, detail },
        }
    }

    /// Says that the system refused a file.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path }
            }
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Puts the file's name to an error of SQLite.
pub(super) trait At<T> {
    /// The same result, with the error in words for people.
    fn at(self, path: &Path) -> Result<T, LibraryError>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T, LibraryError> {
        self.map_err(|e| LibraryError::of(&e, path))
    }
}
