//! Lists: their order, their rows and their counts.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::article::date::{Date, Precision};
use crate::article::id::{ArticleId, StoryId};
use crate::library::asked::{self, Compiled};
use crate::library::codes::language_of;
use crate::library::fault::{At, LibraryError};
use crate::library::place::path_of;
use crate::library::reader::Reader;
use crate::library::select::{self, Question};
use crate::library::value::{Facet, Facets, Header, KnownFile, Marks, RowId, Source, SourceId, Totals, View};
use crate::text::Clean;

/// The headline is the first sentence.
pub(super) const DERIVED: i64 = 1;
/// The time of day is known.
pub(super) const TIMED: i64 = 2;
/// The date was worked out.
pub(super) const INFERRED: i64 = 4;

/// What is read of a row of the list; [`header`] takes it apart. The table must be named `s`.
pub(super) const HEADER: &str = "s.row, s.article, s.item, s.headline, \
                      (SELECT name FROM outlet WHERE id = s.outlet AND id > 0), \
                      s.date, s.shift, s.flags, s.language, s.fault, s.read, s.bookmarked, s.notes, s.archived";

pub(super) fn header(row: &Row<'_>) -> rusqlite::Result<Header> {
    let flags: i64 = row.get(7)?;
    let outlet = row.get_ref(4)?.as_str_or_null()?.map(Clean::new);
    let date = row.get::<_, Option<i64>>(5)?;
    let shift = row.get(6)?;
    Ok(Header {
        row: RowId(row.get(0)?),
        story: StoryId {
            article: ArticleId(row.get(1)?),
            item: row.get(2)?,
        },
        headline: Clean::new(row.get_ref(3)?.as_str()?),
        derived: flags & DERIVED != 0,
        outlet,
        date: date.map(|unix| date_of(unix, shift, flags)),
        language: language_of(row.get(8)?),
        marks: Marks {
            read: row.get(10)?,
            bookmarked: row.get(11)?,
            notes: u16::try_from(row.get::<_, i64>(12)?).unwrap_or(u16::MAX),
            archived: row.get(13)?,
        },
        fault: row.get(9)?,
    })
}

fn date_of(unix: i64, offset: i16, flags: i64) -> Date {
    let precision = if flags & TIMED == 0 {
        Precision::Day
    } else {
        Precision::Time
    };
    Date {
        unix,
        offset,
        precision,
        inferred: flags & INFERRED != 0,
    }
}

/// The rows that a question asks for.
pub(super) fn rows_of(db: &Connection, question: &Question) -> rusqlite::Result<Vec<RowId>> {
    let sql = format!("SELECT s.row {}", question.tail);
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(&question.values))?;
    let mut order = Vec::new();
    while let Some(row) = rows.next()? {
        order.push(RowId(row.get(0)?));
    }
    Ok(order)
}

fn facet(row: &Row<'_>) -> rusqlite::Result<Facet> {
    Ok(Facet {
        value: Clean::new(row.get_ref(0)?.as_str()?),
        stories: row.get(1)?,
    })
}

impl Reader {
    /// Counts of the whole library; unread stories that were put away are not counted as unread. Cost: one row, whatever
    /// its size, and the index of those that were put away unread.
    pub fn totals(&self) -> Result<Totals, LibraryError> {
        let sql = "SELECT articles, unread - (SELECT count(*) FROM story INDEXED BY story_away \
                   WHERE archived = 1 AND read = 0 AND item = 0), faults FROM tally";
        let totals = |r: &Row<'_>| {
            Ok(Totals {
                articles: r.get(0)?,
                unread: r.get(1)?,
                faults: r.get(2)?,
            })
        };
        self.connection.query_row(sql, [], totals).at(&self.path)
    }

    /// Articles whose words are not in the index yet: a search does not find them. Cost: one row.
    pub fn unindexed(&self) -> Result<u32, LibraryError> {
        let asked = self
            .connection
            .query_row("SELECT pending FROM tally", [], |r| r.get(0));
        asked.at(&self.path)
    }

    /// The first rows of a view: what a screen needs before anything else is known. For lists by date the cost is
    /// that of the rows alone.
    pub fn newest(&self, view: &View, limit: usize) -> Result<Vec<Header>, LibraryError> {
        self.ask(|| {
            let question = self.question(view)?;
            let sql = format!("SELECT {HEADER} {} LIMIT {limit}", question.tail);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&question.values), header)?;
            rows.collect()
        })
    }

    /// Every row of a view, in its order; of those searched for, the ones that hold the words as they stand. See
    /// [`Reader::ordered`].
    pub fn order(&self, view: &View) -> Result<Vec<RowId>, LibraryError> {
        self.ask(|| rows_of(&self.connection, &self.question(view)?))
    }

    /// What a view's query comes to.
    pub(super) fn compiled(&self, view: &View) -> rusqlite::Result<Compiled> {
        match &view.filter.query {
            Some(asked) => {
                let beside = view.filter.text.is_some();
                asked::compile(&self.connection, &*self.rulings()?, asked, beside)
            }
            None => Ok(Compiled::default()),
        }
    }

    /// The question whose rows are a view's, in its order.
    fn question(&self, view: &View) -> rusqlite::Result<Question> {
        Ok(select::question(
            &view.sorted(),
            &*self.rulings()?,
            &self.compiled(view)?,
        ))
    }

    /// The headers of some rows, in the order asked; rows that are gone are left out.
    pub fn headers(&self, rows: &[RowId]) -> Result<Vec<Header>, LibraryError> {
        let ask = || {
            rows.iter()
                .filter_map(|row| self.header(*row).transpose())
                .collect()
        };
        let headers: rusqlite::Result<Vec<Header>> = ask();
        headers.at(&self.path)
    }

    pub(super) fn header(&self, row: RowId) -> rusqlite::Result<Option<Header>> {
        let sql = format!("SELECT {HEADER} FROM story s WHERE s.row = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_row([row.0], header).optional()
    }

    /// Stories whose printed id begins as given; with `.k` at the end, digest items. At most twenty.
    pub fn lookup(&self, prefix: &str) -> Result<Vec<StoryId>, LibraryError> {
        let (prefix, item) = prefix.split_once('.').unwrap_or((prefix, "0"));
        let (Some((low, high)), Ok(item)) = (ArticleId::range(prefix), item.parse::<u16>()) else {
            return Ok(Vec::new());
        };
        self.ask(|| {
            let sql = "SELECT article FROM story WHERE article BETWEEN ?1 AND ?2 AND item = ?3 \
                       ORDER BY article LIMIT 20";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map((low.0, high.0, item), |r| {
                Ok(StoryId {
                    article: ArticleId(r.get(0)?),
                    item,
                })
            })?;
            rows.collect()
        })
    }

    /// The row of a story; `None` if the library does not have it.
    pub fn row_of(&self, story: StoryId) -> Result<Option<RowId>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT row FROM story WHERE article = ?1 AND item = ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement
                .query_row((story.article.0, story.item), |r| r.get(0).map(RowId))
                .optional()
        })
    }

    /// Outlets, languages (as tags of RFC 5646) and tags, those with the most stories first.
    pub fn facets(&self) -> Result<Facets, LibraryError> {
        let many = |sql: &str| -> rusqlite::Result<Vec<Facet>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], facet)?;
            rows.collect()
        };
        self.ask(|| {
            let outlets =
                many("SELECT name, stories FROM outlet WHERE id > 0 AND stories > 0 ORDER BY 2 DESC, sort")?;
            let tags = many("SELECT tag, count(*) FROM tagged GROUP BY tag ORDER BY 2 DESC, 1")?;
            Ok((outlets, self.languages()?, tags))
        })
    }

    fn languages(&self) -> rusqlite::Result<Vec<Facet>> {
        let sql = "SELECT code, stories FROM language WHERE stories > 0 ORDER BY stories DESC, code";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| {
            Ok(Facet {
                value: Clean::new(language_of(r.get(0)?).tag()),
                stories: r.get(1)?,
            })
        })?;
        rows.collect()
    }

    /// What the last session left for this one; `None` at the first.
    pub fn session(&self) -> Result<Option<String>, LibraryError> {
        let sql = "SELECT value FROM meta WHERE key = 'session'";
        self.connection
            .query_row(sql, [], |r| r.get(0))
            .optional()
            .at(&self.path)
    }

    /// Folders and files that the reader added, in the order they were added.
    pub fn sources(&self) -> Result<Vec<Source>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT id, path, (SELECT count(*) FROM file f WHERE f.source = s.id) \
                       FROM source s ORDER BY id";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |r| {
                let path = path_of(r.get_ref(1)?.as_blob()?);
                Ok(Source {
                    id: SourceId(r.get(0)?),
                    path,
                    files: r.get(2)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Shows every file that was read, in no order: what the check for changes compares with. However many there are,
    /// only one is in memory.
    pub fn each_file(&self, mut see: impl FnMut(KnownFile)) -> Result<(), LibraryError> {
        self.ask(|| {
            // Files in the order in which they lie, not in that of an index: each page is read once.
            let sql = "SELECT f.source, s.path, f.path, f.size, f.mtime, f.hash, f.recipe \
                       FROM file f CROSS JOIN source s ON s.id = f.source";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                see(known_file(row)?);
            }
            Ok(())
        })
    }

    /// Whether the names and words of an article are not in the index yet.
    pub fn is_pending(&self, row: RowId) -> Result<bool, LibraryError> {
        let sql = "SELECT indexed = 0 AND item = 0 FROM story WHERE row = ?1";
        let asked = self.connection.query_row(sql, [row.0], |r| r.get(0)).optional();
        Ok(asked.at(&self.path)?.unwrap_or_default())
    }
}

fn known_file(row: &Row<'_>) -> rusqlite::Result<KnownFile> {
    Ok(KnownFile {
        source: SourceId(row.get(0)?),
        path: joined(row.get_ref(1)?.as_blob()?, row.get_ref(2)?.as_blob()?),
        size: row.get::<_, i64>(3)? as u64,
        mtime: row.get(4)?,
        hash: row.get(5)?,
        recipe: row.get(6)?,
    })
}

/// The path of a file from its source and the rest; the rest is empty where the source is the file.
pub(super) fn joined(source: &[u8], rest: &[u8]) -> PathBuf {
    let source = path_of(source);
    if rest.is_empty() {
        source
    } else {
        source.join(path_of(rest))
    }
}

#[cfg(test)]
mod tests;
