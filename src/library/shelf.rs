//! Writes articles into their rows: a new one, a new revision, digest items beside it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::article::Article;
use crate::article::date::{Date, Precision};
use crate::article::id::{ArticleId, StoryId};
use crate::library::catalogue::{DERIVED, INFERRED, TIMED};
use crate::library::codes::language_code;
use crate::library::detail;
use crate::library::filing::{Filing, Leaf};
use crate::library::matching;
use crate::library::noting;
use crate::library::search::fold;
use crate::library::store;
use crate::text::Clean;

const INSERT: &str = "INSERT INTO story (article, item, parent, headline, outlet, date, shift, flags, language, \
                        fault, head, hash, read, bookmarked, archived) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
const UPDATE: &str = "UPDATE story SET parent = ?3, headline = ?4, outlet = ?5, date = ?6, shift = ?7, flags = ?8, \
                        language = ?9, fault = ?10, head = ?11, hash = ?12, read = ?13, bookmarked = ?14, \
                        archived = ?15, indexed = 0 \
                      WHERE article = ?1 AND item = ?2";
/// Outlets kept at hand.
const OUTLETS: usize = 4_096;

/// Where articles are written.
pub(super) struct Shelf<'a> {
    pub(super) db: &'a Connection,
    pub(super) outlets: &'a mut HashMap<Clean, i64>,
    pub(super) count: &'a mut Count,
}

/// Articles that came in a batch.
#[derive(Debug, Default)]
pub(super) struct Count {
    articles: u32,
    unread: u32,
    faults: u32,
    outlets: HashMap<i64, u32>,
    languages: HashMap<i64, u32>,
}

impl Count {
    fn add(&mut self, outlet: i64, language: i64, read: bool, fault: bool) {
        self.articles += 1;
        self.unread += u32::from(!read);
        self.faults += u32::from(fault);
        *self.outlets.entry(outlet).or_default() += 1;
        *self.languages.entry(language).or_default() += 1;
    }

    /// Adds the batch to the kept counts.
    pub(super) fn settle(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE tally SET articles = articles + ?1, unread = unread + ?2, faults = faults + ?3, \
                   pending = pending + ?1";
        db.prepare_cached(sql)?
            .execute((self.articles, self.unread, self.faults))?;
        for (outlet, stories) in &self.outlets {
            let sql = "UPDATE outlet SET stories = stories + ?2 WHERE id = ?1";
            db.prepare_cached(sql)?.execute((outlet, stories))?;
        }
        for (language, stories) in &self.languages {
            let sql = "UPDATE language SET stories = stories + ?2 WHERE code = ?1";
            db.prepare_cached(sql)?.execute((language, stories))?;
        }
        Ok(())
    }
}

/// A story to be written, with what tells it from others.
pub(super) struct Sheet<'a> {
    pub(super) filing: &'a Filing,
    pub(super) leaf: &'a Leaf,
    pub(super) hash: ArticleId,
    pub(super) head: Option<i64>,
}

/// The revision of an article that readers see.
struct Current {
    hash: [u8; 16],
    made: Option<i64>,
    detail: String,
    recipe: u32,
}

impl Sheet<'_> {
    fn article(&self) -> &Article {
        &self.leaf.article
    }

    /// When this revision was made, by what the file says.
    fn made(&self) -> Option<i64> {
        self.article().updated.or(self.article().date).map(|d| d.unix)
    }
}

impl Shelf<'_> {
    /// Writes a new article and gives its row.
    pub(super) fn add(&mut self, sheet: &Sheet<'_>) -> rusqlite::Result<i64> {
        let row = self.put_row(sheet.hash, 0, None, sheet)?;
        self.put_body(row, sheet, &detail::pack(sheet.article()))?;
        self.put_items(row, sheet.hash, sheet)?;
        self.put_addresses(row, sheet)?;
        noting::look_again(self.db, sheet.hash)?;
        Ok(row)
    }

    /// Makes a known article agree with a story just read. `true` if that is a new revision. `own`: the story was
    /// read from a file that the article came from.
    pub(super) fn revise(&mut self, row: i64, sheet: &Sheet<'_>, own: bool) -> rusqlite::Result<bool> {
        let current = self.current(row)?;
        self.put_addresses(row, sheet)?;
        if own {
            self.mark_fault(row, false)?;
        }
        if current.hash == sheet.hash.0 {
            if own {
                self.refresh(row, sheet, &current)?;
            }
            return Ok(false);
        }
        let known = matching::by_text(self.db, sheet.hash)? == Some(row);
        if known && !own {
            return Ok(false);
        }
        if !own
            && current
                .made
                .zip(sheet.made())
                .is_some_and(|(now, then)| then < now)
        {
            self.put_earlier(row, sheet)?;
            return Ok(true);
        }
        self.replace(row, sheet, &current)?;
        Ok(true)
    }

    fn current(&self, row: i64) -> rusqlite::Result<Current> {
        let sql = "SELECT coalesce(s.hash, s.article), b.made, b.detail, b.recipe \
                   FROM story s JOIN body b ON b.row = s.row WHERE s.row = ?1";
        self.db.prepare_cached(sql)?.query_row([row], |r| {
            Ok(Current {
                hash: r.get(0)?,
                made: r.get(1)?,
                detail: r.get(2)?,
                recipe: r.get(3)?,
            })
        })
    }

    /// The same text may be taken apart better than before, or its front matter may have changed.
    fn refresh(&mut self, row: i64, sheet: &Sheet<'_>, current: &Current) -> rusqlite::Result<()> {
        let detail = detail::pack(sheet.article());
        if detail == current.detail && current.recipe == sheet.filing.recipe {
            return Ok(());
        }
        self.rewrite(row, sheet, &detail)
    }

    /// Keeps the present revision aside and puts a later one into its place.
    fn replace(&mut self, row: i64, sheet: &Sheet<'_>, current: &Current) -> rusqlite::Result<()> {
        let sql = "INSERT INTO revision (row, n, hash, text, detail, recipe, made) \
                   SELECT row, (SELECT 1 + coalesce(max(n), 0) FROM revision WHERE row = ?1), \
                     ?2, text, detail, recipe, made FROM body WHERE row = ?1";
        self.db.prepare_cached(sql)?.execute((row, current.hash))?;
        self.put_variant(row, sheet.hash)?;
        self.rewrite(row, sheet, &detail::pack(sheet.article()))
    }

    /// Keeps a revision that came late: an earlier one than readers see.
    fn put_earlier(&mut self, row: i64, sheet: &Sheet<'_>) -> rusqlite::Result<()> {
        let sql = "INSERT INTO revision (row, n, hash, text, detail, recipe, made) \
                   VALUES (?1, (SELECT 1 + coalesce(max(n), 0) FROM revision WHERE row = ?1), ?2, ?3, ?4, ?5, ?6)";
        let article = sheet.article();
        self.db.prepare_cached(sql)?.execute((
            row,
            sheet.hash.0,
            article.body.text().as_str(),
            detail::pack(article),
            sheet.filing.recipe,
            sheet.made(),
        ))?;
        self.put_variant(row, sheet.hash)
    }

    fn put_variant(&self, row: i64, hash: ArticleId) -> rusqlite::Result<()> {
        let sql = "INSERT OR IGNORE INTO variant (hash, row) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.execute((hash.0, row))?;
        Ok(())
    }

    /// Writes an article over its row and takes it out of the index until it is indexed anew.
    fn rewrite(&mut self, row: i64, sheet: &Sheet<'_>, detail: &str) -> rusqlite::Result<()> {
        store::unindex(self.db, row)?;
        let id = self.id_of(row)?;
        self.put_row(id, 0, None, sheet)?;
        self.put_body(row, sheet, detail)?;
        self.put_items(row, id, sheet)?;
        noting::look_again(self.db, id)
    }

    fn id_of(&self, row: i64) -> rusqlite::Result<ArticleId> {
        let mut statement = self
            .db
            .prepare_cached("SELECT article FROM story WHERE row = ?1")?;
        statement.query_row([row], |r| r.get(0).map(ArticleId))
    }

    /// Says whether the file of a story can be read.
    pub(super) fn mark_fault(&self, row: i64, fault: bool) -> rusqlite::Result<()> {
        let sql = "UPDATE story SET fault = ?2 WHERE row = ?1 AND fault <> ?2";
        self.db.prepare_cached(sql)?.execute((row, fault))?;
        Ok(())
    }

    /// Writes the row of an article (item 0) or of a digest item, with the marks that wait for it.
    fn put_row(
        &mut self,
        id: ArticleId,
        item: u16,
        parent: Option<i64>,
        sheet: &Sheet<'_>,
    ) -> rusqlite::Result<i64> {
        let article = sheet.article();
        let (headline, tags) = face(article, item);
        let (date, shift, dated) = date_columns(article.date);
        let derived = if article.derived && item == 0 { DERIVED } else { 0 };
        let [read, bookmarked, archived] = self.marks(id, item)?;
        let outlet = self.outlet(article.outlet.as_ref())?;
        let language = language_code(article.language);
        let fault = sheet.leaf.fault.is_some() && item == 0;
        let values = rusqlite::params![
            id.0,
            item,
            parent,
            headline.as_str(),
            outlet,
            date,
            shift,
            dated | derived,
            language,
            fault,
            sheet.head.filter(|_| item == 0),
            (id != sheet.hash && item == 0).then_some(sheet.hash.0),
            read,
            bookmarked,
            archived,
        ];
        let known = store::row_of(self.db, StoryId { article: id, item })?;
        let row = match known {
            Some(row) => {
                self.db.prepare_cached(UPDATE)?.execute(values)?;
                self.db
                    .prepare_cached("DELETE FROM tagged WHERE row = ?1")?
                    .execute([row])?;
                row
            }
            None => self.db.prepare_cached(INSERT)?.insert(values)?,
        };
        if known.is_none() && item == 0 {
            self.count.add(outlet, language, read, fault);
        }
        self.put_tags(row, id, item, tags)?;
        Ok(row)
    }

    fn put_body(&self, row: i64, sheet: &Sheet<'_>, detail: &str) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO body (row, text, detail, recipe, made) VALUES (?1, ?2, ?3, ?4, ?5)";
        let text = sheet.article().body.text().as_str();
        self.db
            .prepare_cached(sql)?
            .execute((row, text, detail, sheet.filing.recipe, sheet.made()))?;
        self.put_bylines(row, sheet.article())
    }

    fn put_bylines(&self, row: i64, article: &Article) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("DELETE FROM byline WHERE row = ?1")?
            .execute([row])?;
        let names = article.bylines.iter().map(|byline| fold(&byline.name));
        for name in names.filter(|name| !name.is_empty()) {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO byline (name, row) VALUES (?1, ?2)")?
                .execute((name, row))?;
        }
        Ok(())
    }

    fn put_items(&mut self, parent: i64, id: ArticleId, sheet: &Sheet<'_>) -> rusqlite::Result<()> {
        let items = u16::try_from(sheet.article().items.len()).unwrap_or(u16::MAX);
        for item in 1..=items {
            self.put_row(id, item, Some(parent), sheet)?;
        }
        let sql = "SELECT row FROM story WHERE parent = ?1 AND item > ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let gone = statement
            .query_map((parent, items), |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        for row in gone {
            self.db
                .prepare_cached("DELETE FROM tagged WHERE row = ?1")?
                .execute([row])?;
            self.db
                .prepare_cached("DELETE FROM story WHERE row = ?1")?
                .execute([row])?;
        }
        Ok(())
    }

    fn put_addresses(&self, row: i64, sheet: &Sheet<'_>) -> rusqlite::Result<()> {
        for hash in matching::addresses(sheet.article(), sheet.filing.source) {
            let sql = "INSERT OR IGNORE INTO address (hash, row) VALUES (?1, ?2)";
            self.db.prepare_cached(sql)?.execute((hash, row))?;
        }
        Ok(())
    }

    fn marks(&self, id: ArticleId, item: u16) -> rusqlite::Result<[bool; 3]> {
        let mut statement = self
            .db
            .prepare_cached("SELECT read, bookmarked, archived FROM mark WHERE article = ?1 AND item = ?2")?;
        let marks = statement
            .query_row((id.0, item), |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?]))
            .optional()?;
        Ok(marks.unwrap_or_default())
    }

    /// The tags of a row: the file's but for those that the reader took off, and the reader's own.
    fn put_tags(&self, row: i64, id: ArticleId, item: u16, own: &[Clean]) -> rusqlite::Result<()> {
        for tag in own {
            let sql = "INSERT OR IGNORE INTO tagged (tag, row) SELECT ?1, ?2 WHERE NOT EXISTS \
                       (SELECT 1 FROM tag WHERE article = ?3 AND item = ?4 AND tag = ?1 AND kept = 0)";
            self.db
                .prepare_cached(sql)?
                .execute((tag.as_str(), row, id.0, item))?;
        }
        let sql = "INSERT OR IGNORE INTO tagged (tag, row) \
                   SELECT tag, ?1 FROM tag WHERE article = ?2 AND item = ?3 AND kept = 1";
        self.db.prepare_cached(sql)?.execute((row, id.0, item))?;
        Ok(())
    }

    /// The id of an outlet; 0 for none.
    fn outlet(&mut self, name: Option<&Clean>) -> rusqlite::Result<i64> {
        let Some(name) = name.filter(|n| !n.is_empty()) else {
            return Ok(0);
        };
        if let Some(id) = self.outlets.get(name) {
            return Ok(*id);
        }
        let sql = "INSERT INTO outlet (name, sort) VALUES (?1, ?2) \
                   ON CONFLICT DO UPDATE SET sort = excluded.sort RETURNING id";
        let id = self
            .db
            .prepare_cached(sql)?
            .query_row((name.as_str(), fold(name)), |r| r.get(0))?;
        if self.outlets.len() >= OUTLETS {
            self.outlets.clear();
        }
        self.outlets.insert(name.clone(), id);
        Ok(id)
    }
}

/// The headline and the file's own tags of an article (item 0) or of a digest item, which has none.
fn face(article: &Article, item: u16) -> (Clean, &[Clean]) {
    match item
        .checked_sub(1)
        .and_then(|k| article.items.get(usize::from(k)))
    {
        Some(cut) => (detail::item_headline(article, cut), &[]),
        None => (article.headline.clone(), &article.tags),
    }
}

/// Seconds, minutes from UTC, and what is known of the date.
fn date_columns(date: Option<Date>) -> (Option<i64>, i16, i64) {
    let Some(date) = date else {
        return (None, 0, 0);
    };
    let timed = if date.precision == Precision::Time {
        TIMED
    } else {
        0
    };
    let inferred = if date.inferred { INFERRED } else { 0 };
    (Some(date.unix), date.offset, timed | inferred)
}
