//! Opens library files: says whose a file is before touching it, makes new ones and brings old ones up to date.
//!
//! A file is judged by its first hundred bytes, read without SQLite, so that a file of something else is never
//! written, not even by a recovery that SQLite would start.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::library::fault::{At, LibraryError};

/// `jobo` in ASCII; SQLite keeps it at byte 68 of the file.
const APPLICATION: u32 = 0x6a6f_626f;
/// Every schema, oldest first; the number of one is its place, counted from one.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/schema/0001_first.sql"),
    include_str!("../../assets/schema/0002_names.sql"),
    include_str!("../../assets/schema/0003_notes.sql"),
    include_str!("../../assets/schema/0004_queries.sql"),
    include_str!("../../assets/schema/0005_note_names.sql"),
    include_str!("../../assets/schema/0006_away.sql"),
];
/// The newest schema that this program knows.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;
/// How long another program's writing is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the first bytes of a file say.
#[derive(Debug, PartialEq, Eq)]
enum Header {
    /// There is no file, or one of no bytes.
    Absent,
    /// A library with this schema and this many bytes by its own account.
    Library { schema: u32, bytes: u64 },
    /// Something else.
    Foreign(&'static str),
}

/// How a library can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Read and written.
    Full,
    /// Read, with the help files that another program keeps beside it.
    Read,
    /// Read, and nothing may appear beside it.
    Frozen,
}

/// Opens a connection to a file that is there. Readers refuse to write whatever the access.
pub(super) fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = match access {
        Access::Full => Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        Access::Read => Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Access::Frozen => Connection::open_with_flags(
            frozen_uri(path),
            flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        )?,
    };
    connection.busy_timeout(PATIENCE)?;
    // Without it every question whose values could matter to its plan is planned anew at each asking, which costs
    // more than the answer; our questions name their indexes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(96);
    Ok(connection)
}

/// The address of a file that SQLite takes for unchanging. Every byte but the plainest is escaped.
fn frozen_uri(path: &Path) -> String {
    let escape = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let escaped: String = path.as_os_str().as_encoded_bytes().iter().map(escape).collect();
    format!("file:{escaped}?immutable=1")
}

/// Opens a file as a library, made or brought up to date where needed; the connection can be kept.
pub(super) fn open(path: &Path, migrations: &[&str]) -> Result<(Connection, Access), LibraryError> {
    let known = migrations.len() as u32;
    let header = look(path).map_err(|e| LibraryError::io(path, e))?;
    match header {
        Header::Foreign(what) => Err(LibraryError::Foreign {
            path: path.to_owned(),
            what: what.to_owned(),
        }),
        Header::Library { schema, .. } if schema > known => Err(newer(path, schema, known)),
        Header::Library { bytes, .. } if is_cut(path, bytes) => Err(LibraryError::Corrupt {
            path: path.to_owned(),
            detail: format!("the file is shorter than the {bytes} bytes it should have"),
        }),
        Header::Absent => Ok((create(path, migrations)?, Access::Full)),
        Header::Library { .. } => open_known(path, migrations),
    }
}

fn newer(path: &Path, found: u32, known: u32) -> LibraryError {
    LibraryError::Newer {
        path: path.to_owned(),
        found,
        known,
    }
}

/// Reads the first hundred bytes. `Err` only where the system refuses to read.
fn look(path: &Path) -> io::Result<Header> {
    // Asked before it is opened: opening a pipe waits for its other end.
    match std::fs::metadata(path) {
        Ok(facts) if !facts.is_file() => return Ok(Header::Foreign("it is not a regular file")),
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Header::Absent),
        Err(e) => return Err(e),
    }
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(100);
    Read::by_ref(&mut file).take(100).read_to_end(&mut head)?;
    Ok(judge(&head))
}

fn judge(head: &[u8]) -> Header {
    let number = |at: usize| {
        let bytes = head.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    if head.is_empty() {
        return Header::Absent;
    }
    if !head.starts_with(b"SQLite format 3\0") {
        return Header::Foreign("it does not begin like one");
    }
    let page = match head.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => u64::from(u16::from_be_bytes([*high, *low])),
        _ => return Header::Foreign("it ends within its own header"),
    };
    match (number(28), number(60), number(68)) {
        (Some(pages), Some(schema), Some(APPLICATION)) => Header::Library {
            schema,
            bytes: page * u64::from(pages),
        },
        (_, _, Some(_)) => Header::Foreign("it is an SQLite file of another program"),
        _ => Header::Foreign("it ends within its own header"),
    }
}

/// Whether a file ends early and no changes beside it can make up for that.
fn is_cut(path: &Path, bytes: u64) -> bool {
    let length = |p: &Path| std::fs::metadata(p).map_or(0, |m| m.len());
    length(path) < bytes && length(&beside(path, "-wal")) == 0
}

/// A file's path with something put at its end.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Makes a library. Two programs may do so at once: the second finds it made.
fn create(path: &Path, migrations: &[&str]) -> Result<Connection, LibraryError> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| LibraryError::io(folder, e))?;
    }
    let touched = std::fs::OpenOptions::new().append(true).create(true).open(path);
    touched.map_err(|e| LibraryError::io(path, e))?;
    let mut connection = connect(path, Access::Full).at(path)?;
    let make = |connection: &mut Connection| -> rusqlite::Result<()> {
        connection.execute_batch("PRAGMA page_size = 16384; PRAGMA synchronous = FULL;")?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        if schema_of(&tx)? == 0 {
            tx.pragma_update(None, "application_id", APPLICATION)?;
            apply(&tx, migrations, 0)?;
        }
        tx.commit()?;
        connection.pragma_update(None, "journal_mode", "wal")
    };
    make(&mut connection).at(path)?;
    Ok(connection)
}

fn schema_of(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |r| r.get(0))
}

fn apply(connection: &Connection, migrations: &[&str], from: u32) -> rusqlite::Result<()> {
    for sql in migrations.iter().skip(from as usize) {
        connection.execute_batch(sql)?;
    }
    connection.pragma_update(None, "user_version", migrations.len() as u32)
}

/// Opens a file that is a library by its header, as far as the system lets us.
fn open_known(path: &Path, migrations: &[&str]) -> Result<(Connection, Access), LibraryError> {
    let known = migrations.len() as u32;
    let (mut connection, access, schema) = reach(path)?;
    if schema > known {
        return Err(newer(path, schema, known));
    }
    if schema < known {
        if access != Access::Full {
            return Err(LibraryError::ReadOnly {
                path: path.to_owned(),
            });
        }
        migrate(&mut connection, path, migrations, schema)?;
    }
    Ok((connection, access))
}

/// Tries full access, then reading, then reading without anything beside the file.
fn reach(path: &Path) -> Result<(Connection, Access, u32), LibraryError> {
    let mut refused = None;
    for access in [Access::Full, Access::Read, Access::Frozen] {
        if access == Access::Full && !writable(path) {
            continue;
        }
        match attempt(path, access) {
            Ok((connection, schema)) => return Ok((connection, access, schema)),
            Err(e) => {
                let error = LibraryError::of(&e, path);
                let may_be_read = matches!(
                    error,
                    LibraryError::Io { .. } | LibraryError::ReadOnly { .. } | LibraryError::Full { .. }
                );
                if !may_be_read {
                    return Err(error);
                }
                refused = refused.or(Some(error));
            }
        }
    }
    Err(refused.unwrap_or_else(|| LibraryError::ReadOnly {
        path: path.to_owned(),
    }))
}

/// Why a library that was opened for reading alone cannot be written: the disk may be full, or was.
pub(super) fn refusal(path: &Path) -> LibraryError {
    let path = path.to_owned();
    if !writable(&path) {
        return LibraryError::ReadOnly { path };
    }
    match attempt(&path, Access::Full) {
        Ok(_) => LibraryError::Late { path },
        // The files beside it may not be made.
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::CannotOpen) => LibraryError::ReadOnly { path },
        Err(e) => LibraryError::of(&e, &path),
    }
}

fn attempt(path: &Path, access: Access) -> rusqlite::Result<(Connection, u32)> {
    let connection = connect(path, access)?;
    let schema = schema_of(&connection)?;
    // Touches a page of ours, so that damage or a missing help file shows now and not at the first key.
    let _: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'tally'",
        [],
        |r| r.get(0),
    )?;
    Ok((connection, schema))
}

fn writable(path: &Path) -> bool {
    std::fs::OpenOptions::new().append(true).open(path).is_ok()
}

/// Brings an older library up to date in one transaction, after a copy of it was made.
fn migrate(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
    from: u32,
) -> Result<(), LibraryError> {
    let copy = free_name(&beside(path, &format!(".schema-{from}")));
    let copied = copy.to_string_lossy();
    connection
        .execute("VACUUM INTO ?1", [copied.as_ref()])
        .at(&copy)?;
    File::open(&copy)
        .and_then(|f| f.sync_all())
        .map_err(|e| LibraryError::io(&copy, e))?;
    let run = |connection: &mut Connection| -> rusqlite::Result<()> {
        connection.pragma_update(None, "synchronous", "full")?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        // Another program may have done it while this one waited.
        let now = schema_of(&tx)?;
        if now < migrations.len() as u32 {
            apply(&tx, migrations, now)?;
        }
        tx.commit()
    };
    run(connection).at(path)
}

/// The path itself, or with a number at its end if something lies there.
pub(super) fn free_name(path: &Path) -> PathBuf {
    if !path.exists() {
        return path.to_owned();
    }
    let mut numbered = (2..=u16::MAX).map(|n| beside(path, &format!("-{n}")));
    numbered.find(|p| !p.exists()).unwrap_or_else(|| path.to_owned())
}
