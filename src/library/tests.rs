use std::fs;

use super::*;
use crate::library::fixture::{Desk, article};
use crate::library::value::View;

fn check_refused(bytes: &[u8], expected: impl Fn(&LibraryError) -> bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    fs::write(&path, bytes).unwrap();
    let error = Library::open(&path).expect_err("it is no library");
    assert!(expected(&error), "{error:?}");
    assert!(error.hint().is_some());
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "something was left beside it"
    );
}

/// The bytes of a small library that nobody has open.
fn bytes() -> Vec<u8> {
    let mut desk = Desk::new();
    desk.file("a", article("하나", "글"));
    let Desk {
        folder,
        library,
        reader,
        writer,
        ..
    } = desk;
    let path = library.path().to_owned();
    drop((reader, writer, library));
    let bytes = fs::read(path).unwrap();
    drop(folder);
    bytes
}

#[test]
fn files_of_something_else_are_refused_and_stay() {
    let foreign = |e: &LibraryError| matches!(e, LibraryError::Foreign { .. });
    check_refused(b"PK\x03\x04 a picture, perhaps", foreign);
    check_refused(b"SQLite format 3\0", foreign);
    let mut other = bytes();
    other[68..72].copy_from_slice(&[0; 4]);
    check_refused(&other, foreign);
    check_refused(&bytes()[..60], foreign);
}

#[test]
fn a_newer_library_is_refused_with_both_numbers() {
    let mut newer = bytes();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    check_refused(&newer, |e| {
        let text = e.to_string();
        matches!(
            e,
            LibraryError::Newer {
                found: 99,
                known: SCHEMA,
                ..
            }
        ) && text.contains("99")
            && text.contains(&SCHEMA.to_string())
    });
}

#[test]
fn a_library_cut_short_at_any_page_is_damaged() {
    let whole = bytes();
    for pages in [1, 2, whole.len() / 16_384 - 1] {
        check_refused(&whole[..pages * 16_384], |e| {
            matches!(e, LibraryError::Corrupt { .. })
        });
    }
    check_refused(&whole[..100], |e| matches!(e, LibraryError::Corrupt { .. }));
}

#[test]
fn damage_inside_is_an_error_and_no_panic() {
    let whole = bytes();
    for page in 1..whole.len() / 16_384 {
        let mut damaged = whole.clone();
        damaged[page * 16_384..][..16_384].fill(0xa5);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.jobo");
        fs::write(&path, &damaged).unwrap();
        let asked = || -> Result<(), LibraryError> {
            let library = Library::open(&path)?;
            let reader = library.reader()?;
            for row in reader.order(&View::default())? {
                reader.story(row)?;
            }
            let health = reader.health()?;
            if health.damage.is_empty() {
                return Ok(());
            }
            Err(LibraryError::Corrupt {
                path: path.clone(),
                detail: health.damage.join("; "),
            })
        };
        let error = asked().expect_err("a page is overwritten");
        assert!(
            matches!(error, LibraryError::Corrupt { .. } | LibraryError::Store { .. }),
            "page {page}: {error:?}"
        );
    }
}

#[test]
fn an_empty_file_becomes_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/library.jobo");
    Library::open(&path).unwrap();
    assert_eq!(
        Library::open(&path)
            .unwrap()
            .reader()
            .unwrap()
            .order(&View::default())
            .unwrap(),
        []
    );
    let empty = folder.path().join("empty.jobo");
    fs::write(&empty, b"").unwrap();
    assert!(Library::open(&empty).is_ok());
    assert!(matches!(
        Library::open(folder.path()),
        Err(LibraryError::Foreign { .. })
    ));
}

#[test]
fn an_older_library_is_copied_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    let old = ["CREATE TABLE tally (articles INTEGER) STRICT; INSERT INTO tally VALUES (7);"];
    drop(schema::open(&path, &old).unwrap());
    let new = [
        old[0],
        "ALTER TABLE tally ADD COLUMN unread INTEGER NOT NULL DEFAULT 3;",
    ];
    let (connection, _) = schema::open(&path, &new).unwrap();
    let both: (u32, u32) = connection
        .query_row("SELECT articles, unread FROM tally", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .unwrap();
    assert_eq!(both, (7, 3));
    let (copy, _) = schema::open(&schema::beside(&path, ".schema-1"), &old).unwrap();
    assert_eq!(
        copy.query_row("SELECT articles FROM tally", [], |r| r.get::<_, u32>(0))
            .unwrap(),
        7
    );
    drop(connection);
    assert!(matches!(
        schema::open(&path, &old),
        Err(LibraryError::Newer {
            found: 2,
            known: 1,
            ..
        })
    ));
}

#[test]
fn a_step_of_migration_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    let old = ["CREATE TABLE tally (articles INTEGER) STRICT;"];
    drop(schema::open(&path, &old).unwrap());
    let bad = [old[0], "DROP TABLE tally; CREATE TABLE nonsense (;"];
    assert!(schema::open(&path, &bad).is_err());
    assert!(schema::open(&path, &old).is_ok());
}

#[test]
fn a_library_that_nobody_may_write_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a library #1?.jobo");
    fs::write(&path, bytes()).unwrap();
    for access in [Access::Read, Access::Frozen] {
        let library = Library {
            path: path.clone(),
            access,
            spare: Mutex::default(),
            passing: false,
        };
        assert_eq!(
            library.reader().unwrap().order(&View::default()).unwrap().len(),
            1
        );
        assert!(library.read_only());
        // The file itself could be written by now.
        assert!(matches!(library.writer(), Err(LibraryError::Late { .. })));
    }
    assert_eq!(fs::read(&path).unwrap(), bytes());
}

#[test]
fn two_writers_lose_nothing() {
    use crate::article::id::{ArticleId, StoryId};
    use crate::library::edit::{Cause, Edit};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    Library::open(&path).unwrap();
    let write = |hand: u32| {
        let mut writer = Library::open(&path).unwrap().writer().unwrap();
        for n in 0..40 {
            let story = StoryId::whole(ArticleId::of(&format!("{hand} {n}")));
            writer
                .edit(Cause::Deliberate, &[Edit::Bookmark { story, on: true }])
                .unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| write(1));
        scope.spawn(|| write(2));
    });
    let history = Library::open(&path)
        .unwrap()
        .reader()
        .unwrap()
        .history(999)
        .unwrap();
    assert_eq!(history.len(), 80);
    assert_eq!(log::read_all(&path).unwrap().len(), 80);
}

#[test]
fn a_passing_library_goes_with_its_value() {
    let library = Library::in_memory().unwrap();
    let path = library.path().to_owned();
    assert!(path.exists());
    drop(library);
    assert!(!path.exists());
}

#[test]
fn a_question_can_be_called_off() {
    let desk = Desk::new();
    let handle = desk.reader.interrupt_handle();
    // At rest it does nothing.
    handle.stop();
    assert!(desk.reader.totals().is_ok());
}

#[test]
fn a_library_from_before_corrections_takes_them() {
    use crate::library::edit::Correction;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    let (connection, _) = schema::open(&path, &schema::MIGRATIONS[..1]).unwrap();
    connection
        .execute_batch(
            "INSERT INTO name (id, hash, key, kind, text) VALUES (1, 11, 'PER:저커버그', 0, '저커버그'), \
             (2, 12, 'PER:주커버그', 0, '주커버그'); INSERT INTO naming (name, stories) VALUES (1, 3), (2, 1); \
             INSERT INTO spelling (name, fold) VALUES (1, '저커버그'), (2, '주커버그');",
        )
        .unwrap();
    for (id, key) in [(1, "PER:저커버그"), (2, "PER:주커버그")] {
        let hash = crate::library::matching::short_hash(key);
        connection
            .execute("UPDATE name SET hash = ?1 WHERE id = ?2", (hash, id))
            .unwrap();
    }
    drop(connection);
    let library = Library::open(&path).unwrap();
    assert!(schema::beside(&path, ".schema-1").exists());
    let reader = library.reader().unwrap();
    let stories = |reader: &Reader| {
        let names = reader.all_names(9).unwrap();
        names
            .iter()
            .map(|n| (n.text.to_string(), n.stories))
            .collect::<Vec<_>>()
    };
    assert_eq!(stories(&reader), [("저커버그".into(), 3), ("주커버그".into(), 1)]);
    let mut writer = library.writer().unwrap();
    let names = reader.all_names(9).unwrap();
    assert_eq!(reader.similar(names[0].id, 9).unwrap().len(), 1);
    let correction = Correction::Hide {
        name: names[1].key.clone(),
        on: true,
    };
    writer.correct(&[correction]).unwrap();
    assert_eq!(stories(&reader), [("저커버그".into(), 3)]);
}
