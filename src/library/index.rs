//! Brings the names and words of articles into the index, apart from filing them: an article can be read before.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

use crate::article::Article;
use crate::entity::{Found, Mention, Name, likeness};
use crate::library::codes::kind_code;
use crate::library::detail;
use crate::library::fault::LibraryError;
use crate::library::matching::short_hash;
use crate::library::noted;
use crate::library::reader::Reader;
use crate::library::rulings::{self, Rulings};
use crate::library::search::{fold, name_word, words};
use crate::library::settle;
use crate::library::spans::{self, Packed, Spans};
use crate::library::store;
use crate::library::story::counts;
use crate::library::value::{NameId, RowId};
use crate::library::writer::{Care, Writer};

/// Pages of the word index that one step of merging writes at most: about a millisecond.
const MERGED: i64 = 16;

impl Reader {
    /// Articles whose names and words are not in the index yet, those that came first before the others: the word
    /// index is two fifths cheaper to build upwards.
    pub fn pending(&self, limit: usize) -> Result<Vec<(RowId, Article)>, LibraryError> {
        self.pending_after(RowId(0), limit)
    }

    /// The same, beginning after a row.
    pub fn pending_after(&self, row: RowId, limit: usize) -> Result<Vec<(RowId, Article)>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT s.row, b.text, b.detail FROM story s INDEXED BY story_pending \
                       JOIN body b ON b.row = s.row \
                       WHERE s.indexed = 0 AND s.item = 0 AND s.row > ?1 ORDER BY s.row LIMIT ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map((row.0, limit as i64), |r| {
                Ok((
                    RowId(r.get(0)?),
                    detail::unpack(r.get_ref(1)?.as_str()?, r.get_ref(2)?.as_str()?),
                ))
            })?;
            rows.collect()
        })
    }
}

impl Writer {
    /// Puts the names and words of articles into the index, in one transaction; names that were there before are
    /// replaced. Rows that are gone are passed over. Gives the number of articles still to be indexed. Thirty at a
    /// time cost a fifth less each than ten.
    pub fn index(&mut self, batch: Vec<(RowId, Found)>) -> Result<u32, LibraryError> {
        let mut at_hand = self.rulings.take();
        let done = self.write(Care::Normal, |tx| {
            let rulings = rulings::fresh(tx, &mut at_hand)?;
            let mut sheets = Vec::new();
            for (row, found) in batch {
                sheets.extend(index_names(tx, row, &found, &rulings)?);
            }
            // Apart and last: the word index writes what it has gathered to disk whenever another statement sets a
            // savepoint, and one segment an article costs more than all the words.
            sheets.iter().try_for_each(|sheet| put_words(tx, sheet))?;
            tx.prepare_cached("SELECT pending FROM tally")?
                .query_row([], |r| r.get(0))
        });
        self.rulings = at_hand;
        done
    }

    /// Empties the index: every article is to be indexed anew, because the index is damaged or names are found by
    /// better rules. What the reader made is not touched.
    pub fn rebuild_index(&mut self) -> Result<(), LibraryError> {
        self.write(Care::Full, |tx| {
            tx.execute_batch(
                "INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM span; DELETE FROM naming; \
                 DELETE FROM sway; \
                 UPDATE story SET indexed = 0 WHERE item = 0 AND indexed = 1;",
            )
        })
    }

    /// Tidies the word index in small steps until the time is over; `true` if there is more to do. Without it
    /// searches grow slower with every batch, by little.
    pub fn optimize(&mut self, budget: Duration) -> Result<bool, LibraryError> {
        let start = Instant::now();
        while start.elapsed() < budget {
            let changed = self.write(Care::Normal, |tx| {
                let before = tx.total_changes();
                tx.prepare_cached("INSERT INTO words (words, rank) VALUES ('merge', ?1)")?
                    .execute([MERGED])?;
                Ok(tx.total_changes() - before)
            })?;
            // FTS5 counts one change where it had nothing to merge.
            if changed < 2 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What the word index is given of an article.
struct Words {
    row: RowId,
    headline: String,
    body: String,
    names: String,
}

/// Puts an article's names into the index and takes its words apart; `None` if it is gone.
fn index_names(
    db: &Connection,
    row: RowId,
    found: &Found,
    rulings: &Rulings,
) -> rusqlite::Result<Option<Words>> {
    let sql =
        "SELECT b.text, b.detail FROM story s JOIN body b ON b.row = s.row WHERE s.row = ?1 AND s.item = 0";
    let mut statement = db.prepare_cached(sql)?;
    let article = statement.query_row([row.0], |r| {
        Ok(detail::unpack(r.get_ref(0)?.as_str()?, r.get_ref(1)?.as_str()?))
    });
    let Some(article) = article.optional()? else {
        return Ok(None);
    };
    store::unindex(db, i64::from(row.0))?;
    let names = put_names(db, row, &article, found, rulings)?;
    db.prepare_cached("UPDATE story SET indexed = 1 WHERE row = ?1 AND indexed = 0")?
        .execute([row.0])?;
    let (headline, body) = (words(&article.headline), words(article.body.text()));
    Ok(Some(Words {
        row,
        headline,
        body,
        names,
    }))
}

fn put_words(db: &Connection, sheet: &Words) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO words (rowid, headline, body, names) VALUES (?1, ?2, ?3, ?4)";
    let values = (sheet.row.0, &sheet.headline, &sheet.body, &sheet.names);
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Writes the names of an article and gives them as the index takes them: those that count for the story.
fn put_names(
    db: &Connection,
    row: RowId,
    article: &Article,
    found: &Found,
    rulings: &Rulings,
) -> rusqlite::Result<String> {
    let mut spans = Spans {
        names: Vec::new(),
        mentions: fitting(article, found),
    };
    // Two names of a story may have come to mean one: it is one story still.
    let mut counted = BTreeSet::new();
    for (name, count) in found
        .names
        .iter()
        .zip(counts(article, found.names.len(), &spans.mentions))
    {
        let (id, text) = name_id(db, name)?;
        if count > 0 {
            counted.insert(id);
        }
        let text = (text != *name.text).then(|| name.text.clone());
        spans.names.push(Packed {
            id,
            count,
            text,
            spellings: name.spellings.clone(),
        });
    }
    db.prepare_cached("INSERT INTO span (row, packed) VALUES (?1, ?2)")?
        .execute((row.0, spans::pack(&spans)))?;
    let at = i64::from(row.0);
    if (rulings.by_mention() || noted::names_some(db, at)?)
        && !settle::keep_sways(db, at, article, &spans, rulings)?.is_empty()
    {
        rulings::touch(db)?;
    }
    for name in settle::effective(db, at, counted.clone())? {
        let sql = "INSERT INTO naming (name, stories) VALUES (?1, 1) \
                   ON CONFLICT DO UPDATE SET stories = stories + 1";
        db.prepare_cached(sql)?.execute([name.0])?;
    }
    Ok(counted.into_iter().map(name_word).collect::<Vec<_>>().join(" "))
}

/// The mentions that stand in the text as it is now, in order and without overlap. A text may have been replaced
/// while its names were looked for.
fn fitting(article: &Article, found: &Found) -> Vec<Mention> {
    let mut end = 0;
    let fits = |m: &&Mention| {
        let word = article.body.slice(m.start as usize..m.end as usize);
        let fits = m.start >= end && !word.is_empty() && usize::from(m.name) < found.names.len();
        if fits {
            end = m.end;
        }
        fits
    };
    found.mentions.iter().filter(fits).copied().collect()
}

/// A name's id and its text in the library: the first that it was met with.
pub(super) fn name_id(db: &Connection, name: &Name) -> rusqlite::Result<(NameId, String)> {
    let hash = short_hash(&name.key);
    let mut statement = db.prepare_cached("SELECT id, text FROM name WHERE hash = ?1")?;
    let known = statement
        .query_row([hash], |r| Ok((NameId(r.get(0)?), r.get(1)?)))
        .optional()?;
    let (id, text) = match known {
        Some(known) => known,
        None => (new_name(db, hash, name)?, name.text.to_string()),
    };
    for spelling in &name.spellings {
        put_spelling(db, id, spelling)?;
    }
    Ok((id, text))
}

fn new_name(db: &Connection, hash: i64, name: &Name) -> rusqlite::Result<NameId> {
    let sql = "INSERT INTO name (hash, key, kind, text) VALUES (?1, ?2, ?3, ?4)";
    let values = (hash, name.key.as_ref(), kind_code(name.kind), name.text.as_str());
    let id = NameId(db.prepare_cached(sql)?.insert(values)? as u32);
    put_spelling(db, id, &name.text)?;
    put_sound(db, id, &name.text)?;
    Ok(id)
}

/// Files a name under its sound, where it has one.
pub(super) fn put_sound(db: &Connection, id: NameId, text: &str) -> rusqlite::Result<()> {
    if let Some(key) = likeness::key(text) {
        let sql = "INSERT OR IGNORE INTO sound (key, name) VALUES (?1, ?2)";
        db.prepare_cached(sql)?.execute((key, id.0))?;
    }
    Ok(())
}

fn put_spelling(db: &Connection, id: NameId, spelling: &str) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO spelling (name, fold) VALUES (?1, ?2)";
    db.prepare_cached(sql)?.execute((id.0, fold(spelling)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Kind, Rule};
    use crate::library::fixture::{Desk, article, found};

    #[test]
    fn articles_wait_until_they_are_indexed() {
        let mut desk = Desk::new();
        let (a, b) = (article("하나", "메타"), article("둘", "한빛"));
        let (first, second) = (desk.file("a", a.clone()), desk.file("b", b.clone()));
        assert_eq!(desk.reader.pending(9).unwrap(), [(first, a.clone()), (second, b)]);
        assert!(desk.reader.is_pending(first).unwrap());
        assert_eq!(desk.writer.index(vec![(first, found(&a, &[]))]).unwrap(), 1);
        assert!(!desk.reader.is_pending(first).unwrap());
        assert_eq!(desk.reader.search("메타", 9).unwrap(), [first]);
        // A new revision waits again, and its old words are gone at once.
        desk.file("a", article("하나", "다른 말"));
        assert_eq!(desk.reader.pending(9).unwrap()[0].0, first);
        assert_eq!(desk.reader.search("메타", 9).unwrap(), []);
    }

    #[test]
    fn names_of_a_text_that_was_replaced_do_no_harm() {
        let mut desk = Desk::new();
        let row = desk.file("a", article("하나", "한글 본문"));
        let mut wild = found(&article("x", "y"), &[(Kind::Org, "메타")]);
        let mention = |start, end, name| Mention {
            start,
            end,
            name,
            rule: Rule::Role,
            confidence: 1,
        };
        wild.mentions = vec![
            mention(1, 2, 0),
            mention(0, 3, 7),
            mention(0, 3, 0),
            mention(2, 6, 0),
            mention(900, 903, 0),
        ];
        desk.writer
            .index(vec![(row, wild), (RowId(99), Found::default())])
            .unwrap();
        let story = desk.reader.story(row).unwrap().unwrap();
        assert_eq!(story.found.mentions, [mention(0, 3, 0)]);
    }

    #[test]
    fn the_index_can_be_made_anew() {
        let mut desk = Desk::new();
        let story = article("하나", "메타");
        let names = found(&story, &[(Kind::Org, "메타")]);
        let row = desk.file("a", story);
        for _ in 0..2 {
            desk.writer.index(vec![(row, names.clone())]).unwrap();
            assert_eq!(desk.reader.search("메타", 9).unwrap(), [row]);
            assert_eq!(desk.reader.all_names(9).unwrap()[0].stories, 1);
            desk.writer.rebuild_index().unwrap();
            assert_eq!(desk.reader.search("메타", 9).unwrap(), []);
            assert_eq!(desk.reader.pending(9).unwrap().len(), 1);
            assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
        }
    }

    #[test]
    fn an_article_may_come_twice_in_a_batch() {
        let mut desk = Desk::new();
        let story = article("하나", "메타");
        let row = desk.file("a", story.clone());
        let twice = found(&story, &[(Kind::Org, "메타")]);
        desk.writer
            .index(vec![(row, twice.clone()), (row, twice)])
            .unwrap();
        assert_eq!(desk.reader.search("메타", 9).unwrap(), [row]);
        assert_eq!(desk.reader.all_names(9).unwrap()[0].stories, 1);
        assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
    }

    #[test]
    fn two_names_of_one_key_count_as_one_story() {
        let mut desk = Desk::new();
        let names = [(Kind::Org, "Meta"), (Kind::Org, "META")];
        let row = desk.named("a", article("하나", "Meta META"), &names);
        assert_eq!(desk.reader.all_names(9).unwrap()[0].stories, 1);
        desk.writer.index(vec![(row, Found::default())]).unwrap();
        assert_eq!(desk.reader.all_names(9).unwrap(), []);
    }

    #[test]
    fn merging_comes_to_an_end_and_loses_nothing() {
        let mut desk = Desk::new();
        let rows: Vec<_> = (0..40)
            .map(|n| desk.named(&n.to_string(), article(&format!("글 {n}"), "메타"), &[]))
            .collect();
        while desk.writer.optimize(Duration::from_secs(5)).unwrap() {}
        assert_eq!(desk.reader.search("메타", 99).unwrap().len(), rows.len());
    }
}
