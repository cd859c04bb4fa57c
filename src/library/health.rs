//! Says how well a library is.

use std::collections::HashMap;

use crate::library::fault::LibraryError;
use crate::library::noting;
use crate::library::reader::Reader;
use crate::library::schema::beside;
use crate::library::settle;
use crate::library::spans;
use crate::library::value::{Health, NameId};

/// Pairs of a question that must give 0 and what is wrong if it does not.
const CHECKS: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM story s LEFT JOIN body b ON b.row = s.row WHERE s.item = 0 AND b.row IS NULL",
        "articles without a text",
    ),
    (
        "SELECT count(*) FROM body b LEFT JOIN story s ON s.row = b.row WHERE s.row IS NULL",
        "texts without an article",
    ),
    (
        "SELECT count(*) FROM story s LEFT JOIN span p ON p.row = s.row \
         WHERE s.item = 0 AND s.indexed = 1 AND p.row IS NULL",
        "articles that the index does not know",
    ),
    (
        "SELECT abs(t.articles - (SELECT count(*) FROM story WHERE item = 0)) \
         + abs(t.unread - (SELECT count(*) FROM story WHERE item = 0 AND read = 0)) \
         + abs(t.faults - (SELECT count(*) FROM story WHERE item = 0 AND fault = 1)) \
         + abs(t.pending - (SELECT count(*) FROM story WHERE item = 0 AND indexed = 0)) FROM tally t",
        "articles counted wrongly",
    ),
    (
        "SELECT count(*) FROM outlet o WHERE o.stories <> \
         (SELECT count(*) FROM story s WHERE s.item = 0 AND s.outlet = o.id)",
        "outlets counted wrongly",
    ),
    (
        "SELECT count(*) FROM mark m JOIN story s ON s.article = m.article AND s.item = m.item \
         WHERE s.read <> m.read OR s.bookmarked <> m.bookmarked OR s.archived <> m.archived",
        "marks that the list does not show",
    ),
];

impl Reader {
    /// Looks through the whole library. Cost: it is read once.
    pub fn health(&self) -> Result<Health, LibraryError> {
        self.ask(|| {
            let number = |sql: &str| self.connection.query_row(sql, [], |r| r.get::<_, u32>(0));
            let page: i64 = self
                .connection
                .pragma_query_value(None, "page_size", |r| r.get(0))?;
            let free: i64 = self
                .connection
                .pragma_query_value(None, "freelist_count", |r| r.get(0))?;
            let length = |path| std::fs::metadata(path).map_or(0, |m: std::fs::Metadata| m.len());
            Ok(Health {
                damage: self.damage()?,
                schema: self
                    .connection
                    .pragma_query_value(None, "user_version", |r| r.get(0))?,
                bytes: (length(self.path.clone()), length(beside(&self.path, "-wal"))),
                free: (page * free) as u64,
                articles: number("SELECT articles FROM tally")?,
                names: number("SELECT count(*) FROM naming WHERE stories > 0")?,
                edits: number("SELECT count(*) FROM edit")?,
                pending: number("SELECT pending FROM tally")?,
            })
        })
    }

    fn damage(&self) -> rusqlite::Result<Vec<String>> {
        // The check of a word index goes by its outline as this connection read it last, which a writer may have replaced
        // since; a question has it read anew. What is wrong with the index, the check says.
        for index in ["words", "note_words"] {
            let sql = format!("SELECT count(*) FROM {index} WHERE {index} MATCH 'x'");
            let _ = self.connection.query_row(&sql, [], |r| r.get::<_, i64>(0));
        }
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
        let mut damage = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        damage.retain(|line| line != "ok");
        for (sql, what) in CHECKS.iter().chain(noting::CHECKS) {
            let wrong: i64 = self.connection.query_row(sql, [], |r| r.get(0))?;
            if wrong != 0 {
                damage.push(format!("{wrong} {what}"));
            }
        }
        let wrong = self.miscounted()?;
        if wrong != 0 {
            damage.push(format!("{wrong} names counted wrongly"));
        }
        Ok(damage)
    }

    /// Names whose kept count is not the number of stories that name them.
    fn miscounted(&self) -> rusqlite::Result<usize> {
        let mut stories: HashMap<NameId, i64> = HashMap::new();
        let mut statement = self.connection.prepare("SELECT packed, row FROM span")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let spans = spans::unpack(row.get_ref(0)?.as_blob()?).unwrap_or_default();
            let counted = settle::effective(&self.connection, row.get(1)?, settle::counted(&spans))?;
            for name in counted {
                *stories.entry(name).or_default() += 1;
            }
        }
        let mut statement = self.connection.prepare("SELECT name, stories FROM naming")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            *stories.entry(NameId(row.get(0)?)).or_default() -= row.get::<_, i64>(1)?;
        }
        Ok(stories.values().filter(|difference| **difference != 0).count())
    }
}
