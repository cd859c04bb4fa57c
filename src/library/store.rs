//! Carries out single changes: one arm for each kind of edit, and the steps that others are made of.

use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension};

use crate::article::id::{ArticleId, StoryId};
use crate::library::edit::Edit;
use crate::library::log;
use crate::library::noting;
use crate::library::rulings;
use crate::library::settle;
use crate::library::spans;

/// Carries an edit out; `false` if it changes nothing. A mark may be on a story that the library does not have: it
/// waits for the story to come.
///
/// What follows from rulings on names is brought up to date by [`settle::refresh`], once for all edits of a step.
pub(super) fn apply(db: &Connection, edit: &Edit, clock: i64) -> rusqlite::Result<bool> {
    match edit {
        Edit::Read { story, on } => mark(db, "read", *story, *on),
        Edit::Bookmark { story, on } => mark(db, "bookmarked", *story, *on),
        Edit::Archive { story, on } => mark(db, "archived", *story, *on),
        Edit::Tag { story, tag, on } => put_tag(db, *story, tag, *on),
        _ => match rulings::register(edit) {
            Some(register) => rulings::set(db, &register, clock),
            // What these make is worked out when they are kept; see [`noting::settle`].
            None => noting::changes(db, edit),
        },
    }
}

/// Whether an edit would change something; always `true` for marks and notes, which say so when they are applied.
pub(super) fn changes(db: &Connection, edit: &Edit) -> rusqlite::Result<bool> {
    match rulings::register(edit) {
        Some(register) => rulings::changes(db, &register),
        None => Ok(true),
    }
}

/// Brings the thing that a kept edit is about to the state that all its edits make.
pub(super) fn settle(db: &Connection, edit: &Edit, clock: i64) -> rusqlite::Result<()> {
    if edit.name().is_some() {
        // What is said of names keeps the clock of its last edit itself.
        return apply(db, edit, clock).map(drop);
    }
    if edit.note().is_some() || matches!(edit, Edit::Place { .. } | Edit::Saved { .. } | Edit::Rule { .. }) {
        return noting::settle(db, edit);
    }
    match noting::last(db, edit)? {
        // Kept also where the story has the tag of its file: another device may have another file.
        Some(Edit::Tag { story, tag, on }) => {
            put_tag(db, story, &tag, on)?;
            keep_tag(db, story, &tag, on)
        }
        Some(last) => apply(db, &last, clock).map(drop),
        None => Ok(()),
    }
}

fn mark(db: &Connection, column: &str, story: StoryId, on: bool) -> rusqlite::Result<bool> {
    let id = (story.article.0, story.item);
    let sql = format!("SELECT {column} FROM mark WHERE article = ?1 AND item = ?2");
    let was = db.prepare_cached(&sql)?.query_row(id, |r| r.get(0)).optional()?;
    if was.unwrap_or(false) == on {
        return Ok(false);
    }
    let sql = format!(
        "INSERT INTO mark (article, item, {column}) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO UPDATE SET {column} = excluded.{column}"
    );
    db.prepare_cached(&sql)?.execute((id.0, id.1, on))?;
    let sql = format!("UPDATE story SET {column} = ?3 WHERE article = ?1 AND item = ?2");
    db.prepare_cached(&sql)?.execute((id.0, id.1, on))?;
    Ok(true)
}

fn put_tag(db: &Connection, story: StoryId, tag: &str, on: bool) -> rusqlite::Result<bool> {
    let row = row_of(db, story)?;
    if is_tagged(db, story, row, tag)? == on {
        return Ok(false);
    }
    keep_tag(db, story, tag, on)?;
    if let Some(row) = row {
        let sql = if on {
            "INSERT OR IGNORE INTO tagged (tag, row) VALUES (?1, ?2)"
        } else {
            "DELETE FROM tagged WHERE tag = ?1 AND row = ?2"
        };
        db.prepare_cached(sql)?.execute((tag, row))?;
    }
    Ok(true)
}

fn keep_tag(db: &Connection, story: StoryId, tag: &str, on: bool) -> rusqlite::Result<()> {
    let sql = "INSERT INTO tag (article, item, tag, kept) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT DO UPDATE SET kept = excluded.kept";
    db.prepare_cached(sql)?
        .execute((story.article.0, story.item, tag, on))?;
    Ok(())
}

/// A story of the library has the tags of its row; of one that is not here, only the reader's word is known.
fn is_tagged(db: &Connection, story: StoryId, row: Option<i64>, tag: &str) -> rusqlite::Result<bool> {
    if let Some(row) = row {
        return db
            .prepare_cached("SELECT 1 FROM tagged WHERE tag = ?1 AND row = ?2")?
            .exists((tag, row));
    }
    let sql = "SELECT 1 FROM tag WHERE article = ?1 AND item = ?2 AND tag = ?3 AND kept = 1";
    db.prepare_cached(sql)?.exists((story.article.0, story.item, tag))
}

/// The row of a story.
pub(super) fn row_of(db: &Connection, story: StoryId) -> rusqlite::Result<Option<i64>> {
    let mut statement = db.prepare_cached("SELECT row FROM story WHERE article = ?1 AND item = ?2")?;
    statement
        .query_row((story.article.0, story.item), |r| r.get(0))
        .optional()
}

/// Keeps a single value.
pub(super) fn keep(db: &Connection, key: &str, value: impl ToSql) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
    db.prepare_cached(sql)?.execute((key, value))?;
    Ok(())
}

/// A single value that is a number; 0 if it was never kept.
pub(super) fn kept(db: &Connection, key: &str) -> rusqlite::Result<i64> {
    let mut statement = db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement
        .query_row([key], |r| r.get(0))
        .optional()?
        .unwrap_or_default())
}

/// The next moment of the clock of edits.
pub(super) fn tick(db: &Connection) -> rusqlite::Result<i64> {
    let now = log::next_moment(kept(db, "clock")?);
    keep(db, "clock", now)?;
    Ok(now)
}

/// Takes an article out of the index of names and words.
pub(super) fn unindex(db: &Connection, row: i64) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
    let packed = statement
        .query_row([row], |r| Ok(spans::unpack(r.get_ref(0)?.as_blob()?)))
        .optional()?;
    let Some(packed) = packed else {
        return Ok(());
    };
    let found = settle::counted(&packed.unwrap_or_default());
    for name in settle::effective(db, row, found)? {
        db.prepare_cached("UPDATE naming SET stories = stories - 1 WHERE name = ?1")?
            .execute([name.0])?;
    }
    for table in ["span", "sway"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?
            .execute([row])?;
    }
    db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([row])?;
    Ok(())
}

/// Takes an article away with all that hangs on its row. What the reader made hangs on its id and stays.
pub(super) fn remove_story(db: &Connection, row: i64) -> rusqlite::Result<()> {
    unindex(db, row)?;
    let mut statement = db.prepare_cached("SELECT article FROM story WHERE row = ?1 AND item = 0")?;
    let article = statement
        .query_row([row], |r| r.get(0).map(ArticleId))
        .optional()?;
    let of_items = "DELETE FROM tagged WHERE row IN (SELECT row FROM story WHERE parent = ?1)";
    db.prepare_cached(of_items)?.execute([row])?;
    db.prepare_cached("DELETE FROM story WHERE parent = ?1")?
        .execute([row])?;
    for table in [
        "tagged", "byline", "body", "revision", "variant", "address", "origin", "story",
    ] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1"))?
            .execute([row])?;
    }
    article.map_or(Ok(()), |article| noting::look_again(db, article))
}
