//! Files what was read: a new article, a new revision of a known one, or one more copy.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::article::Article;
use crate::article::id::{ArticleId, StoryId};
use crate::article::notice::Notice;
use crate::library::catalogue::joined;
use crate::library::fault::{At, LibraryError};
use crate::library::matching::{self, head_hash};
use crate::library::noting::HOLDS;
use crate::library::place::bytes_of;
use crate::library::shelf::{Count, Sheet, Shelf};
use crate::library::store;
use crate::library::value::{RowId, SourceId};
use crate::library::writer::{Care, Writer};
use crate::text::Clean;

/// Files that are let go in one transaction.
const GONE_AT_ONCE: usize = 64;

/// One file as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The source it belongs to.
    pub source: SourceId,
    /// Where it lies: the source's path, or one below it.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub mtime: i64,
    /// The hash of its bytes.
    pub hash: [u8; 16],
    /// The number of the rules that it was read by: a file is filed again when it rises.
    pub recipe: u32,
    /// The format's name.
    pub format: Clean,
    /// The encoding's name.
    pub encoding: Clean,
    /// Its stories, in file order.
    pub leaves: Vec<Leaf>,
}

/// One story of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The story.
    pub article: Article,
    /// Its place in a file of several stories, counted from one.
    pub part: Option<u32>,
    /// What was odd about it.
    pub notices: Vec<Notice>,
    /// Why nothing could be read.
    pub fault: Option<Notice>,
}

/// What came of filing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filed {
    /// New articles, those that could not be read among them.
    pub added: u32,
    /// Of the new ones, those that could not be read.
    pub added_faults: u32,
    /// Articles with a new revision.
    pub revised: u32,
    /// Articles that have one more source.
    pub copies: u32,
    /// Files that were as before.
    pub unchanged: u32,
    /// Stories that could not be read.
    pub faults: u32,
    /// The rows of the stories filed, in the order given; none for files that were as before.
    pub rows: Vec<RowId>,
}

impl Writer {
    /// Files a batch in one transaction: all of it or nothing. A file with the hash and recipe that it had is left
    /// alone.
    pub fn file(&mut self, batch: Vec<Filing>) -> Result<Filed, LibraryError> {
        // Taken out, because the transaction borrows the whole writer; a failed batch may have named outlets that
        // are not there, so they come back only with success.
        let mut outlets = std::mem::take(&mut self.outlets);
        let (filed, outlets) = self.write(Care::Normal, |tx| {
            let mut filed = Filed::default();
            let (mut left, mut count) = (Vec::new(), Count::default());
            for filing in batch {
                let mut desk = Shelf {
                    db: tx,
                    outlets: &mut outlets,
                    count: &mut count,
                };
                left.extend(file_one(&mut desk, &filing, &mut filed)?);
            }
            count.settle(tx)?;
            // Only now: a story that one file lost may be in another of the batch.
            left.iter().try_for_each(|row| drop_orphan(tx, *row))?;
            Ok((filed, outlets))
        })?;
        self.outlets = outlets;
        Ok(filed)
    }

    /// Lets go of the files of a source that are not there any more. Their stories go, but for those that are
    /// bookmarked, noted, tagged by the reader or in another file. Gives the number of files let go.
    pub fn forget_missing(
        &mut self,
        source: SourceId,
        seen: impl Fn(&Path) -> bool,
    ) -> Result<u32, LibraryError> {
        let missing = missing(&self.connection, source, seen).at(&self.path)?;
        for files in missing.chunks(GONE_AT_ONCE) {
            self.write(Care::Normal, |tx| {
                files.iter().try_for_each(|file| drop_file(tx, *file))
            })?;
        }
        Ok(missing.len() as u32)
    }
}

fn missing(db: &Connection, source: SourceId, seen: impl Fn(&Path) -> bool) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT f.id, s.path, f.path FROM file f JOIN source s ON s.id = f.source WHERE f.source = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([source.0])?;
    let mut missing = Vec::new();
    while let Some(r) = rows.next()? {
        if !seen(&joined(r.get_ref(1)?.as_blob()?, r.get_ref(2)?.as_blob()?)) {
            missing.push(r.get(0)?);
        }
    }
    Ok(missing)
}

fn drop_file(tx: &Transaction<'_>, file: i64) -> rusqlite::Result<()> {
    let stories = take_origins(tx, file)?;
    tx.prepare_cached("DELETE FROM file WHERE id = ?1")?
        .execute([file])?;
    stories.iter().try_for_each(|(_, row)| drop_orphan(tx, *row))
}

/// The stories of a file with their parts, which are then no longer its stories.
fn take_origins(db: &Connection, file: i64) -> rusqlite::Result<Vec<(u32, i64)>> {
    let mut statement = db.prepare_cached("SELECT part, row FROM origin WHERE file = ?1 ORDER BY part")?;
    let stories = statement
        .query_map([file], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect();
    db.prepare_cached("DELETE FROM origin WHERE file = ?1")?
        .execute([file])?;
    stories
}

/// Takes away a story that stands in no file, unless the reader keeps it. One that was never read holds nothing to
/// keep.
fn drop_orphan(db: &Connection, row: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM origin WHERE row = ?1) OR EXISTS ( \
           SELECT 1 FROM story s WHERE (s.row = ?1 OR s.parent = ?1) AND ( \
             s.bookmarked = 1 OR {HOLDS} OR EXISTS (SELECT 1 FROM tag t \
               WHERE t.article = s.article AND t.item = s.item AND t.kept = 1)) \
             AND (s.fault = 0 OR s.head IS NOT NULL))"
    );
    let stays: bool = db.prepare_cached(&sql)?.query_row([row], |r| r.get(0))?;
    if stays {
        Ok(())
    } else {
        store::remove_story(db, row)
    }
}

/// The file's id, what was in it before, and whether it is as before.
fn enter(db: &Connection, filing: &Filing) -> rusqlite::Result<Option<i64>> {
    let path = relative(db, filing)?;
    let sql = "SELECT id, hash, recipe FROM file WHERE source = ?1 AND path = ?2";
    let known = db.prepare_cached(sql)?.query_row((filing.source.0, &path), |r| {
        Ok((
            r.get::<_, i64>(0)?,
            r.get::<_, [u8; 16]>(1)? == filing.hash && r.get::<_, u32>(2)? == filing.recipe,
        ))
    });
    let known = known.optional()?;
    let sql = "INSERT INTO file (source, path, size, mtime, hash, recipe, format, encoding) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
               ON CONFLICT DO UPDATE SET size = ?3, mtime = ?4, hash = ?5, recipe = ?6, format = ?7, encoding = ?8";
    db.prepare_cached(sql)?.execute((
        filing.source.0,
        &path,
        filing.size as i64,
        filing.mtime,
        filing.hash,
        filing.recipe,
        filing.format.as_str(),
        filing.encoding.as_str(),
    ))?;
    match known {
        Some((_, true)) => Ok(None),
        Some((file, false)) => Ok(Some(file)),
        None => Ok(Some(db.last_insert_rowid())),
    }
}

/// The bytes of a file's path below its source.
fn relative(db: &Connection, filing: &Filing) -> rusqlite::Result<Vec<u8>> {
    let mut statement = db.prepare_cached("SELECT path FROM source WHERE id = ?1")?;
    let source = statement.query_row([filing.source.0], |r| {
        Ok(crate::library::place::path_of(r.get_ref(0)?.as_blob()?))
    })?;
    Ok(bytes_of(filing.path.strip_prefix(source).unwrap_or(&filing.path)))
}

/// Files one file and gives the rows of the stories that it holds no more.
fn file_one(shelf: &mut Shelf<'_>, filing: &Filing, filed: &mut Filed) -> rusqlite::Result<Vec<i64>> {
    let Some(file) = enter(shelf.db, filing)? else {
        filed.unchanged += 1;
        return Ok(Vec::new());
    };
    let before = take_origins(shelf.db, file)?;
    if let [leaf @ Leaf { fault: Some(_), .. }] = filing.leaves.as_slice()
        && !before.is_empty()
    {
        keep_unreadable(shelf, file, &before, leaf, filed)?;
        return Ok(Vec::new());
    }
    let mut taken = HashSet::new();
    for leaf in &filing.leaves {
        let part = leaf.part.unwrap_or_default();
        let old = before.iter().find(|(p, _)| *p == part).map(|(_, row)| *row);
        let sheet = Sheet {
            filing,
            leaf,
            hash: text_hash(&filing.path, leaf),
            head: head_of(leaf),
        };
        let row = place(shelf, &sheet, old, &taken, filed)?;
        put_origin(shelf.db, file, part, row, leaf)?;
        taken.insert(row);
        filed.rows.push(RowId(row as u32));
    }
    let left = before.into_iter().map(|(_, row)| row);
    Ok(left.filter(|row| !taken.contains(row)).collect())
}

fn put_origin(db: &Connection, file: i64, part: u32, row: i64, leaf: &Leaf) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO origin (file, part, row, notices) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?
        .execute((file, part, row, notices(leaf)))?;
    Ok(())
}

/// A file that cannot be read now keeps the stories that were read from it, and they say so.
fn keep_unreadable(
    shelf: &mut Shelf<'_>,
    file: i64,
    before: &[(u32, i64)],
    leaf: &Leaf,
    filed: &mut Filed,
) -> rusqlite::Result<()> {
    for (part, row) in before {
        shelf.mark_fault(*row, true)?;
        put_origin(shelf.db, file, *part, *row, leaf)?;
        filed.rows.push(RowId(*row as u32));
    }
    filed.faults += 1;
    Ok(())
}

/// The hash of a story's text; of its place, where there is no text to tell it from others by.
fn text_hash(path: &Path, leaf: &Leaf) -> ArticleId {
    let text = leaf.article.body.text();
    if leaf.fault.is_none() && !text.is_empty() {
        return ArticleId::of(text);
    }
    ArticleId::of(&format!("{}\0{}", path.display(), leaf.part.unwrap_or_default()))
}

fn head_of(leaf: &Leaf) -> Option<i64> {
    if leaf.fault.is_some() {
        None
    } else {
        head_hash(&leaf.article.headline)
    }
}

/// The story's notices as JSON, its fault among them.
fn notices(leaf: &Leaf) -> Option<String> {
    let all: Vec<&Notice> = leaf.fault.iter().chain(&leaf.notices).collect();
    (!all.is_empty()).then(|| serde_json::to_string(&all).expect("notices always fit JSON"))
}

/// Finds a story its row: that of the article it is, or a new one.
fn place(
    shelf: &mut Shelf<'_>,
    sheet: &Sheet<'_>,
    old: Option<i64>,
    taken: &HashSet<i64>,
    filed: &mut Filed,
) -> rusqlite::Result<i64> {
    if sheet.leaf.fault.is_some() {
        filed.faults += 1;
        if let Some(row) = store::row_of(shelf.db, StoryId::whole(sheet.hash))? {
            return Ok(row);
        }
        filed.added += 1;
        filed.added_faults += 1;
        return shelf.add(sheet);
    }
    let Some(row) = known(shelf.db, sheet, old, taken)? else {
        filed.added += 1;
        return shelf.add(sheet);
    };
    if shelf.revise(row, sheet, old == Some(row))? {
        filed.revised += 1;
    } else if old != Some(row) {
        filed.copies += 1;
    }
    Ok(row)
}

/// The row of the article that a story is; see [`matching`].
fn known(
    db: &Connection,
    sheet: &Sheet<'_>,
    old: Option<i64>,
    taken: &HashSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    let article = &sheet.leaf.article;
    let free = |row: &i64| !taken.contains(row);
    let addresses = matching::addresses(article, sheet.filing.source);
    if let Some(row) = matching::by_address(db, &addresses)?.filter(free) {
        return Ok(Some(row));
    }
    if let Some(row) = matching::by_text(db, sheet.hash)? {
        return Ok(Some(row));
    }
    // The number of a line or an entry says little: entries move when one is added above them.
    if let Some(row) = old.filter(free)
        && holds_text(db, row)?
        && (sheet.leaf.part.is_none() || same_story(db, row, sheet)?)
    {
        return Ok(Some(row));
    }
    matching::by_headline(db, sheet.head, article.body.text(), taken)
}

/// Whether a row holds a story, and not only the fact that a file could not be read.
fn holds_text(db: &Connection, row: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM story s JOIN body b ON b.row = s.row \
               WHERE s.row = ?1 AND (s.fault = 0 OR s.head IS NOT NULL)";
    db.prepare_cached(sql)?.exists([row])
}

fn same_story(db: &Connection, row: i64, sheet: &Sheet<'_>) -> rusqlite::Result<bool> {
    let sql = "SELECT s.head, b.text FROM story s JOIN body b ON b.row = s.row WHERE s.row = ?1";
    db.prepare_cached(sql)?.query_row([row], |r| {
        let head: Option<i64> = r.get(0)?;
        let text = r.get_ref(1)?.as_str()?;
        Ok(head.is_some() && head == sheet.head || matching::alike(text, sheet.leaf.article.body.text()))
    })
}

#[cfg(test)]
mod tests;
