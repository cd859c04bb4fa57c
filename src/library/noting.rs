//! Keeps notes and named places as their edits make them, and says where each note stands in the present text.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::article::anchor::{Anchor, Change, Page, Standing};
use crate::article::id::{ArticleId, StoryId};
use crate::library::detail;
use crate::library::edit::Edit;
use crate::library::merge::{self, Made, Sum};
use crate::library::note::{Draft, Hanging, NoteId};
use crate::library::noted;
use crate::library::saved;
use crate::library::search::words;
use crate::text::Clean;

/// What became of a note, as a number in the file. Never change one.
const WHOLE: i64 = 0;
const ANCHORED: i64 = 1;
const MOVED: i64 = 2;
const ORPHAN: i64 = 3;
const ABSENT: i64 = 4;

/// Notes of one story that are looked at again when its text changes; a story with more is a mistake of a program.
const MOST: i64 = 20_000;

/// Whether an edit of a note or a named place would change anything.
pub(super) fn changes(db: &Connection, edit: &Edit) -> rusqlite::Result<bool> {
    if let Edit::Place { name, to, .. } = edit {
        return Ok(place(db, name)?.as_ref() != to.as_deref());
    }
    if let Some(changes) = saved::changes(db, edit)? {
        return Ok(changes);
    }
    let Some(id) = edit.note() else {
        return Ok(false);
    };
    let sum = merge::sum(edits_of(db, edit)?);
    let there = sum.as_ref().is_some_and(|sum| sum.there);
    Ok(match (edit, sum.filter(|_| there)) {
        (Edit::Note { note, on: true }, known) => known.is_none() && note.id == id,
        (Edit::Note { on: false, .. }, known) => known.is_some(),
        (Edit::NoteText { text, .. }, Some(sum)) => sum.text() != *text,
        (Edit::NoteColour { colour, .. }, Some(sum)) => sum.colour != *colour,
        (Edit::NoteTag { tag, on, .. }, Some(sum)) => sum.tags.contains(tag) != *on && !tag.is_empty(),
        (Edit::NoteHang { to, .. }, Some(sum)) => sum.on != **to,
        _ => false,
    })
}

/// The edits whose texts a new one replaces; see [`Made::after`].
pub(super) fn after(db: &Connection, edit: &Edit) -> rusqlite::Result<Vec<String>> {
    let wanted = matches!(edit, Edit::NoteText { .. } | Edit::Note { .. });
    if !wanted {
        return Ok(Vec::new());
    }
    let Some(sum) = merge::sum(edits_of(db, edit)?) else {
        return Ok(Vec::new());
    };
    Ok(match edit {
        Edit::NoteText { was, .. } => sum.replaced(was),
        _ => sum.heads(),
    })
}

/// All edits about what one is about.
fn edits_of(db: &Connection, edit: &Edit) -> rusqlite::Result<Vec<Made>> {
    let Some(subject) = merge::subject(edit) else {
        return Ok(Vec::new());
    };
    let sql = "SELECT clock, id, after, change FROM edit INDEXED BY edit_subject WHERE subject = ?1 \
               ORDER BY clock, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([subject])?;
    let mut edits = Vec::new();
    while let Some(row) = rows.next()? {
        edits.extend(made(row)?);
    }
    Ok(edits)
}

/// An edit that a later jobo wrote and this one cannot read is passed over.
fn made(row: &Row<'_>) -> rusqlite::Result<Option<Made>> {
    let after: Option<String> = row.get(2)?;
    let Ok(edit) = serde_json::from_str(row.get_ref(3)?.as_str()?) else {
        return Ok(None);
    };
    Ok(Some(Made {
        clock: row.get(0)?,
        id: row.get(1)?,
        after: after
            .and_then(|ids| serde_json::from_str(&ids).ok())
            .unwrap_or_default(),
        edit,
    }))
}

/// Brings the thing that an edit is about to the state that all its edits make. The edit is kept already.
pub(super) fn settle(db: &Connection, edit: &Edit) -> rusqlite::Result<()> {
    if let Edit::Place { name, .. } = edit {
        let last = edits_of(db, edit)?.pop().map(|made| made.edit);
        let to = last.and_then(|edit| match edit {
            Edit::Place { to, .. } => to,
            _ => None,
        });
        return put_place(db, name, to.as_deref());
    }
    if matches!(edit, Edit::Saved { .. } | Edit::Rule { .. }) {
        return edits_of(db, edit)?
            .last()
            .map_or(Ok(()), |last| saved::settle(db, last));
    }
    let Some(id) = edit.note() else {
        return Ok(());
    };
    let sum = merge::sum(edits_of(db, edit)?).filter(|sum| sum.there);
    // What was being written is kept now.
    if matches!(edit, Edit::Note { .. } | Edit::NoteText { .. }) {
        drop_draft(db, id)?;
    }
    put_note(db, id, sum.as_ref())
}

/// The last edit about a thing that is no note: the one that holds.
pub(super) fn last(db: &Connection, edit: &Edit) -> rusqlite::Result<Option<Edit>> {
    Ok(edits_of(db, edit)?.pop().map(|made| made.edit))
}

fn put_place(db: &Connection, name: &Clean, to: Option<&Hanging>) -> rusqlite::Result<()> {
    let Some(to) = to else {
        db.prepare_cached("DELETE FROM place WHERE name = ?1")?
            .execute([name.as_str()])?;
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO place (name, article, item, hanging) VALUES (?1, ?2, ?3, ?4)";
    let hanging = serde_json::to_string(to).expect("an anchor always fits JSON");
    db.prepare_cached(sql)?
        .execute((name.as_str(), to.story.article.0, to.story.item, hanging))?;
    Ok(())
}

fn place(db: &Connection, name: &Clean) -> rusqlite::Result<Option<Hanging>> {
    let mut statement = db.prepare_cached("SELECT hanging FROM place WHERE name = ?1")?;
    let hanging = statement
        .query_row([name.as_str()], |r| r.get::<_, String>(0))
        .optional()?;
    Ok(hanging.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Writes a note over what was kept of it, or takes it away.
fn put_note(db: &Connection, id: NoteId, sum: Option<&Sum>) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached("SELECT row, article, item FROM note WHERE id = ?1")?;
    let known = statement
        .query_row([id.bytes()], |r| {
            let story = StoryId {
                article: ArticleId(r.get(1)?),
                item: r.get(2)?,
            };
            Ok((r.get::<_, i64>(0)?, story))
        })
        .optional()?;
    if let Some((row, _)) = known {
        for sql in [
            "DELETE FROM note_tag WHERE note = ?1",
            "DELETE FROM note_words WHERE rowid = ?1",
        ] {
            db.prepare_cached(sql)?.execute([row])?;
        }
    }
    if let Some((row, story)) = known
        && sum.is_none_or(|sum| sum.on.story.article != story.article)
    {
        noted::forget(db, row, story.article)?;
    }
    match (sum, known) {
        (Some(sum), known) => write_note(db, id, sum, known.map(|(row, _)| row))?,
        (None, Some((row, _))) => {
            db.prepare_cached("DELETE FROM note WHERE row = ?1")?
                .execute([row])?;
        }
        (None, None) => {}
    }
    let before = known.map(|(_, story)| story);
    let now = sum.map(|sum| sum.on.story);
    count(db, before)?;
    if now != before {
        count(db, now)?;
    }
    Ok(())
}

fn write_note(db: &Connection, id: NoteId, sum: &Sum, known: Option<i64>) -> rusqlite::Result<()> {
    let text = sum.text();
    let anchor = sum.on.anchor.as_ref();
    let place = match text_of(db, sum.on.story)? {
        Some(body) => placed(anchor, &Page::of(&body)),
        None => Placed::at(if anchor.is_some() { ABSENT } else { WHOLE }),
    };
    let sql = "INSERT INTO note (row, id, article, item, colour, text, texts, anchor, made, changed, state, start, end, \
                 change, named) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?6 = '') \
               ON CONFLICT (row) DO UPDATE SET article = ?3, item = ?4, colour = ?5, text = ?6, texts = ?7, \
                 named = (named AND text = ?6 AND article = ?3), anchor = ?8, made = ?9, changed = ?10, state = ?11, start = ?12, end = ?13, change = ?14";
    let json = anchor.map(|a| serde_json::to_string(a).expect("an anchor always fits JSON"));
    let story = sum.on.story;
    db.prepare_cached(sql)?.execute(rusqlite::params![
        known,
        id.bytes(),
        story.article.0,
        story.item,
        sum.colour.code(),
        text.as_str(),
        sum.count() as i64,
        json,
        sum.made,
        sum.changed,
        place.state,
        place.start,
        place.end,
        place.change,
    ])?;
    let row = known.unwrap_or_else(|| db.last_insert_rowid());
    for tag in &sum.tags {
        db.prepare_cached("INSERT OR IGNORE INTO note_tag (tag, note) VALUES (?1, ?2)")?
            .execute((tag.as_str(), row))?;
    }
    let quote = anchor.map_or("", |a| a.quote.as_str());
    let tags: Vec<String> = sum.tags.iter().map(|tag| words(tag)).collect();
    let sql = "INSERT INTO note_words (rowid, quote, text, tags) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?
        .execute((row, words(quote), words(&text), tags.join(" ")))?;
    Ok(())
}

/// Counts the notes of a story into its row.
pub(super) fn count(db: &Connection, story: Option<StoryId>) -> rusqlite::Result<()> {
    let Some(story) = story else {
        return Ok(());
    };
    let sql = "UPDATE story SET notes = (SELECT count(*) FROM note WHERE article = ?1 AND item = ?2) \
               WHERE article = ?1 AND item = ?2";
    db.prepare_cached(sql)?.execute((story.article.0, story.item))?;
    Ok(())
}

/// What became of a note, as columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Placed {
    state: i64,
    start: Option<u32>,
    end: Option<u32>,
    change: i64,
}

impl Placed {
    fn at(state: i64) -> Self {
        Self {
            state,
            start: None,
            end: None,
            change: 0,
        }
    }
}

fn placed(anchor: Option<&Anchor>, page: &Page<'_>) -> Placed {
    let Some(anchor) = anchor else {
        return Placed::at(WHOLE);
    };
    let standing = page.find(anchor);
    let at = standing.at();
    let state = match standing {
        Standing::Anchored { .. } => ANCHORED,
        Standing::Moved { .. } => MOVED,
        Standing::Orphan => ORPHAN,
    };
    let change = standing.change().unwrap_or_default();
    Placed {
        state,
        start: at.as_ref().map(|at| at.start),
        end: at.map(|at| at.end),
        change: i64::from(change.wording) | i64::from(change.place) << 1 | i64::from(change.unsure) << 2,
    }
}

/// The standing that columns say; `None` for whole stories and absent ones.
pub(super) fn standing(state: i64, at: Option<(u32, u32)>, change: i64) -> Option<Standing> {
    let at = at.map(|(start, end)| start..end);
    match (state, at) {
        (ANCHORED, Some(at)) => Some(Standing::Anchored { at }),
        (MOVED, Some(at)) => {
            let change = Change {
                wording: change & 1 != 0,
                place: change & 2 != 0,
                unsure: change & 4 != 0,
            };
            Some(Standing::Moved { at, change })
        }
        (ORPHAN, _) => Some(Standing::Orphan),
        _ => None,
    }
}

/// The body of a story; of a digest item, the words that it shows.
pub(super) fn text_of(db: &Connection, story: StoryId) -> rusqlite::Result<Option<Clean>> {
    let sql = "SELECT b.text, b.detail FROM story s JOIN body b ON b.row = coalesce(s.parent, s.row) \
               WHERE s.article = ?1 AND s.item = ?2";
    let mut statement = db.prepare_cached(sql)?;
    statement
        .query_row((story.article.0, story.item), |r| {
            let text = r.get_ref(0)?.as_str()?;
            if story.item == 0 {
                return Ok(Clean::body(text));
            }
            let parent = detail::unpack(text, r.get_ref(1)?.as_str()?);
            let item = parent.items.get(usize::from(story.item) - 1);
            Ok(item.map_or_else(Clean::default, |item| {
                detail::cut(&parent, item).body.text().clone()
            }))
        })
        .optional()
}

/// Looks again where the notes of a story stand, its items among them: its text has changed, or it has just come.
pub(super) fn look_again(db: &Connection, article: ArticleId) -> rusqlite::Result<()> {
    let sql = "SELECT row, item, anchor FROM note WHERE article = ?1 ORDER BY item LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let notes = statement
        .query_map((article.0, MOST), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(i64, u16, Option<String>)>>>()?;
    for of_item in notes.chunk_by(|a, b| a.1 == b.1) {
        let story = StoryId {
            article,
            item: of_item.first().map_or(0, |n| n.1),
        };
        let body = text_of(db, story)?;
        let page = body.as_deref().map(Page::of);
        for (row, _, anchor) in of_item {
            let anchor = anchor
                .as_ref()
                .and_then(|json| serde_json::from_str::<Anchor>(json).ok());
            let place = match (&page, &anchor) {
                (Some(page), anchor) => placed(anchor.as_ref(), page),
                (None, Some(_)) => Placed::at(ABSENT),
                (None, None) => Placed::at(WHOLE),
            };
            let sql = "UPDATE note SET state = ?2, start = ?3, end = ?4, change = ?5 WHERE row = ?1";
            db.prepare_cached(sql)?
                .execute((row, place.state, place.start, place.end, place.change))?;
        }
        count(db, Some(story))?;
    }
    Ok(())
}

/// Keeps what is being written.
pub(super) fn keep_draft(db: &Connection, draft: &Draft, now: i64) -> rusqlite::Result<()> {
    let json = serde_json::to_string(draft).expect("a draft always fits JSON");
    let sql = "INSERT OR REPLACE INTO draft (note, draft, kept) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?
        .execute((draft.note.id.bytes(), json, now))?;
    Ok(())
}

/// Lets go of what was being written.
pub(super) fn drop_draft(db: &Connection, note: NoteId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM draft WHERE note = ?1")?
        .execute([note.bytes()])?;
    Ok(())
}

/// Whether a note hangs on a story or one of its items.
pub(super) const HOLDS: &str =
    "EXISTS (SELECT 1 FROM note n WHERE n.article = s.article AND n.item = s.item)";

/// Checks for the doctor: a question that must give 0 and what is wrong if it does not.
pub(super) const CHECKS: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM story s WHERE s.notes <> \
         (SELECT count(*) FROM note n WHERE n.article = s.article AND n.item = s.item)",
        "notes counted wrongly",
    ),
    (
        "SELECT count(*) FROM note n JOIN story s ON s.article = n.article AND s.item = n.item WHERE n.state = 4",
        "notes that do not know their story",
    ),
];
