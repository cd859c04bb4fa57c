//! Makes a library anew where the old file is damaged. Only on the reader's word.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::library::Library;
use crate::library::fault::LibraryError;
use crate::library::history;
use crate::library::log::{self, Line};
use crate::library::schema::{self, Access, beside, free_name};
use crate::library::writer::Care;

/// Files that SQLite keeps beside a library.
const HELPERS: [&str; 2] = ["-wal", "-shm"];

/// See [`Library::recover`].
pub(super) fn recover(path: &Path) -> Result<(Library, PathBuf), LibraryError> {
    let today = jiff::Zoned::now().strftime("%Y-%m-%d").to_string();
    let aside = free_name(&beside(path, &format!(".corrupt-{today}")));
    let lines = log::read_all(path).map_err(|e| LibraryError::io(path, e))?;
    move_aside(path, &aside)?;
    let sources = salvage(&aside).unwrap_or_default();
    let library = Library::open(path)?;
    refill(&library, &sources, &lines)?;
    Ok((library, aside))
}

fn move_aside(path: &Path, aside: &Path) -> Result<(), LibraryError> {
    for end in HELPERS {
        let helper = beside(path, end);
        if helper.exists() {
            fs::rename(&helper, beside(aside, end)).map_err(|e| LibraryError::io(&helper, e))?;
        }
    }
    fs::rename(path, aside).map_err(|e| LibraryError::io(path, e))
}

/// The sources, where the damaged file can still name them.
fn salvage(aside: &Path) -> rusqlite::Result<Vec<Vec<u8>>> {
    let connection: Connection = schema::connect(aside, Access::Read)?;
    let mut statement = connection.prepare("SELECT path FROM source ORDER BY id")?;
    let rows = statement.query_map([], |r| r.get(0))?;
    // Damage further on takes nothing from what was read before it.
    Ok(rows.map_while(Result::ok).collect())
}

fn refill(library: &Library, sources: &[Vec<u8>], lines: &[Line]) -> Result<(), LibraryError> {
    let mut writer = library.writer()?;
    writer.write(Care::Full, |tx| {
        for source in sources {
            tx.execute("INSERT OR IGNORE INTO source (path) VALUES (?1)", [source])?;
        }
        history::adopt_all(tx, lines).map(drop)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::edit::{Cause, Edit};
    use crate::library::fixture::{Desk, article, id};
    use crate::text::Clean;

    #[test]
    fn marks_and_sources_outlive_a_damaged_file() {
        let mut desk = Desk::new();
        let story = article("하나", "첫 글");
        let id = id(&story);
        desk.file("a", story.clone());
        desk.writer
            .edit(Cause::Deliberate, &[Edit::Bookmark { story: id, on: true }])
            .unwrap();
        let tag = Edit::Tag {
            story: id,
            tag: Clean::new("경제"),
            on: true,
        };
        desk.writer.edit(Cause::Deliberate, &[tag]).unwrap();
        desk.writer.undo().unwrap();
        let Desk {
            folder,
            library,
            reader,
            writer,
            ..
        } = desk;
        let path = library.path().to_owned();
        drop((library, reader, writer));
        let length = fs::metadata(&path).unwrap().len();
        fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(length / 2)
            .unwrap();
        assert!(matches!(Library::open(&path), Err(LibraryError::Corrupt { .. })));
        assert_eq!(fs::metadata(&path).unwrap().len(), length / 2);

        let (library, aside) = Library::recover(&path).unwrap();
        assert_eq!(fs::metadata(&aside).unwrap().len(), length / 2);
        let mut writer = library.writer().unwrap();
        let source = writer.add_source("/news").unwrap();
        let row = {
            let mut filing = Desk::new().filing("a", story);
            filing.source = source;
            writer.file(vec![filing]).unwrap().rows[0]
        };
        let back = library.reader().unwrap().story(row).unwrap().unwrap();
        assert!(back.header.marks.bookmarked);
        assert!(back.tags.is_empty());
        drop(folder);
    }
}
