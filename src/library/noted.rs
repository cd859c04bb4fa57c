//! The names in what the reader wrote: they count for the story of a note like those of its text, and are told apart.
//!
//! They are looked for once a note is kept, by whoever has the time, so that saving waits for no list of names. What
//! they change is kept where rulings on mentions keep it, in the table `sway`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::article::Article;
use crate::article::body::{Body, Zone};
use crate::article::id::{ArticleId, StoryId};
use crate::article::language::Language;
use crate::entity::fold::fold;
use crate::entity::own::OwnNames;
use crate::entity::{Found, Name, Recogniser};
use crate::library::card::quote;
use crate::library::fault::LibraryError;
use crate::library::index::name_id;
use crate::library::lore::Quote;
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::settle;
use crate::library::spans::{Packed, Spans};
use crate::library::value::{NameId, Place, RowId};
use crate::library::writer::{Care, Writer};
use crate::text::Clean;

/// Sentences of notes on a card and before the mentions of a name.
const QUOTES: i64 = 30;

/// The names of a note's text, to be handed to the writer.
#[derive(Debug)]
pub struct NoteNames {
    note: i64,
    article: ArticleId,
    /// The text that they were found in; it may be another by now.
    text: String,
    names: Vec<(Meant, Standing)>,
}

/// A name that the library knows, or one that it may not.
#[derive(Debug)]
enum Meant {
    Known(NameId),
    Found(Name),
}

/// Spellings with the places of their names, and the names.
type Spelt = (Vec<(String, u32)>, Vec<NameId>);

/// How often a name stands in a note, and where first.
#[derive(Debug, Clone, Copy)]
struct Standing {
    times: u32,
    start: u32,
    end: u32,
}

/// A note's text as the recogniser takes it.
fn as_article(text: &str) -> Article {
    Article {
        body: Body::from_paragraphs(text.lines().map(|line| [(Zone::Text, line)])),
        language: Language::of(text),
        ..Article::default()
    }
}

impl Reader {
    /// Finds the names of notes that were kept or changed since the last time, of so many at most; `None` where there
    /// is nothing to be found or counted. Hand them to [`Writer::put_note_names`]. The first call reads the lists of
    /// names.
    pub fn name_notes(&self, limit: usize) -> Result<Option<Vec<NoteNames>>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT row, article, text FROM note INDEXED BY note_unnamed WHERE named = 0 LIMIT ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let notes = statement.query_map([limit as i64], |r| {
                Ok((r.get(0)?, ArticleId(r.get(1)?), r.get::<_, String>(2)?))
            })?;
            let notes = notes.collect::<rusqlite::Result<Vec<_>>>()?;
            let sql = "SELECT EXISTS (SELECT 1 FROM recount)";
            let left: bool = self.connection.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
            if notes.is_empty() && !left {
                return Ok(None);
            }
            let named = notes
                .into_iter()
                .map(|(note, article, text)| self.names_of_note(note, article, text));
            named.collect::<rusqlite::Result<Vec<_>>>().map(Some)
        })
    }

    /// First the names that the story itself has, in all its spellings, then the reader's own, then what the
    /// recogniser finds beside them.
    fn names_of_note(&self, note: i64, article: ArticleId, text: String) -> rusqlite::Result<NoteNames> {
        let page = as_article(&text);
        let rulings = self.rulings()?;
        let mut places: Vec<(u32, u32, Meant)> = Vec::new();
        let (spellings, ids) = self.spelt_in(article)?;
        let known = OwnNames::new(spellings);
        let of_story = known
            .find(&page)
            .into_iter()
            .filter_map(|span| Some((span, *ids.get(span.owner as usize)?)));
        let own = rulings.own();
        let of_reader = own.iter().flat_map(|(names, made)| {
            let found = names.find(&page).into_iter();
            found.filter_map(|span| Some((span, made.get(span.owner as usize)?.name)))
        });
        for (span, id) in of_story.chain(of_reader) {
            if apart(&places, span.start, span.end) {
                places.push((span.start, span.end, Meant::Known(id)));
            }
        }
        let Found { names, mentions } = Recogniser::bundled().find(&page);
        for mention in mentions {
            let name = names.get(usize::from(mention.name));
            if let Some(name) = name.filter(|_| apart(&places, mention.start, mention.end)) {
                places.push((mention.start, mention.end, Meant::Found(name.clone())));
            }
        }
        places.sort_by_key(|(start, ..)| *start);
        Ok(NoteNames {
            note,
            article,
            text,
            names: gathered(places),
        })
    }

    /// The spellings of the names of an article, each with the number of its name.
    fn spelt_in(&self, article: ArticleId) -> rusqlite::Result<Spelt> {
        let sql = "SELECT row FROM story WHERE article = ?1 AND item = 0";
        let row = self
            .connection
            .prepare_cached(sql)?
            .query_row([article.0], |r| r.get(0).map(RowId))
            .optional()?;
        let spans = match row {
            Some(row) => self.settled(row)?,
            None => Spans::default(),
        };
        let rulings = self.rulings()?;
        let (mut spellings, mut ids) = (Vec::new(), Vec::new());
        for name in spans.names.iter().filter(|name| name.count > 0) {
            let owner = ids.len() as u32;
            ids.push(name.id);
            let text = self.own_name(name.id, &rulings)?.map(|n| n.text);
            let all = name.text.iter().chain(&text).chain(&name.spellings);
            // One letter means too much.
            let telling = all.filter(|text| text.chars().nth(1).is_some());
            spellings.extend(telling.map(|text| (text.to_string(), owner)));
        }
        Ok((spellings, ids))
    }

    /// The names in the notes on a story, with how often. Of a whole article, those on its items too.
    pub(super) fn noted_names(&self, story: StoryId) -> rusqlite::Result<Vec<(Packed, u32)>> {
        let sql = "SELECT m.name, sum(m.times) FROM note n JOIN note_name m ON m.note = n.row \
                   WHERE n.article = ?1 AND (?2 = 0 OR n.item = ?2) GROUP BY m.name ORDER BY m.name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((story.article.0, story.item), |r| {
            let name = Packed {
                id: NameId(r.get(0)?),
                count: 0,
                text: None,
                spellings: Vec::new(),
            };
            Ok((name, r.get(1)?))
        })?;
        let names = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let rulings = self.rulings()?;
        let mut meant = Vec::new();
        for (name, times) in names {
            if !denied(&self.connection, &rulings, name.id, story.article)? {
                meant.push((name, times));
            }
        }
        Ok(meant)
    }

    /// How many notes name one of some names.
    pub(super) fn notes_that_name(&self, names: &[NameId]) -> rusqlite::Result<u32> {
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("SELECT count(DISTINCT note) FROM note_name WHERE name IN ({marks})");
        self.connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(names.iter().map(|name| name.0)), |r| r.get(0))
    }

    /// The sentences of notes that name one of some names, the last changed first. Each leads to the passage that
    /// its note hangs on.
    pub(super) fn noted_quotes(&self, names: &[NameId]) -> rusqlite::Result<Vec<Quote>> {
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "SELECT s.row, n.text, m.start, m.end, coalesce(n.start, 0), coalesce(n.end, 0) FROM note_name m \
             JOIN note n ON n.row = m.note JOIN story s ON s.article = n.article AND s.item = n.item \
             WHERE m.name IN ({marks}) GROUP BY n.row ORDER BY n.changed DESC LIMIT {QUOTES}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(names.iter().map(|name| name.0)))?;
        let mut quotes = Vec::new();
        while let Some(r) = rows.next()? {
            let row = RowId(r.get(0)?);
            let Some(header) = self.header(row)? else {
                continue;
            };
            let (start, end) = (r.get(2)?, r.get(3)?);
            let said = quote(
                header,
                &as_article(r.get_ref(1)?.as_str()?),
                Place { row, start, end },
            );
            let (start, end) = (r.get(4)?, r.get(5)?);
            quotes.push(Quote {
                place: Place { row, start, end },
                mine: true,
                ..said
            });
        }
        Ok(quotes)
    }
}

fn apart(places: &[(u32, u32, Meant)], start: u32, end: u32) -> bool {
    places.iter().all(|(from, to, _)| end <= *from || start >= *to)
}

/// Puts the places of each name together.
fn gathered(places: Vec<(u32, u32, Meant)>) -> Vec<(Meant, Standing)> {
    let mut names: Vec<(Meant, Standing)> = Vec::new();
    for (start, end, meant) in places {
        let same = |(known, _): &&mut (Meant, Standing)| match (known, &meant) {
            (Meant::Known(a), Meant::Known(b)) => a == b,
            (Meant::Found(a), Meant::Found(b)) => a.key == b.key,
            _ => false,
        };
        let times = 1;
        match names.iter_mut().find(same) {
            Some((_, standing)) => standing.times += 1,
            None => names.push((meant, Standing { times, start, end })),
        }
    }
    names
}

impl Writer {
    /// Keeps the names of notes and counts them for their stories, in one transaction.
    pub fn put_note_names(&mut self, found: &[NoteNames]) -> Result<(), LibraryError> {
        self.write(Care::Normal, |tx| {
            for names in found {
                put(tx, names)?;
            }
            let mut statement = tx.prepare_cached(
                "SELECT s.row FROM recount c JOIN story s ON s.article = c.article AND s.item = 0",
            )?;
            let rows = statement.query_map([], |r| r.get(0))?;
            let rows = rows.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
            tx.execute("DELETE FROM recount", [])?;
            if rows.is_empty() {
                return Ok(());
            }
            settle::refresh_rows(tx, &rows)
        })
    }
}

fn put(db: &Connection, found: &NoteNames) -> rusqlite::Result<()> {
    let sql = "UPDATE note SET named = 1 WHERE row = ?1 AND text = ?2 AND article = ?3";
    let same = db
        .prepare_cached(sql)?
        .execute((found.note, &found.text, found.article.0))?;
    if same == 0 {
        return Ok(());
    }
    db.prepare_cached("DELETE FROM note_name WHERE note = ?1")?
        .execute([found.note])?;
    let sql = "INSERT INTO note_name (note, name, times, start, end) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT DO UPDATE SET times = times + excluded.times";
    for (meant, standing) in &found.names {
        let id = match meant {
            Meant::Known(id) => *id,
            Meant::Found(name) => name_id(db, name)?.0,
        };
        let Standing { times, start, end } = standing;
        db.prepare_cached(sql)?
            .execute((found.note, id.0, times, start, end))?;
    }
    due(db, found.article)
}

/// Says that the names of an article are to be counted anew.
fn due(db: &Connection, article: ArticleId) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO recount (article) VALUES (?1)")?
        .execute([article.0])?;
    Ok(())
}

/// Lets go of the names of a note that goes, or hangs elsewhere from now on.
pub(super) fn forget(db: &Connection, note: i64, article: ArticleId) -> rusqlite::Result<()> {
    let gone = db
        .prepare_cached("DELETE FROM note_name WHERE note = ?1")?
        .execute([note])?;
    if gone == 0 { Ok(()) } else { due(db, article) }
}

/// The names in the notes on an article that count for it.
pub(super) fn counted(
    db: &Connection,
    article: ArticleId,
    rulings: &Rulings,
) -> rusqlite::Result<BTreeMap<NameId, u32>> {
    let sql = "SELECT m.name, sum(m.times) FROM note n JOIN note_name m ON m.note = n.row WHERE n.article = ?1 \
               GROUP BY m.name";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([article.0], |r| Ok((NameId(r.get(0)?), r.get(1)?)))?;
    let mut names = BTreeMap::new();
    for row in rows {
        let (name, times) = row?;
        if !denied(db, rulings, name, article)? {
            names.insert(name, times);
        }
    }
    Ok(names)
}

/// The rows of stories with notes that name something.
pub(super) fn noted_rows(db: &Connection) -> rusqlite::Result<HashSet<i64>> {
    let sql = "SELECT DISTINCT s.row FROM note_name m CROSS JOIN note n ON n.row = m.note \
               CROSS JOIN story s ON s.article = n.article";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |r| r.get(0))?;
    rows.collect()
}

/// Whether a note on the story of a row names something.
pub(super) fn names_some(db: &Connection, row: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM story s JOIN note n ON n.article = s.article JOIN note_name m ON m.note = n.row \
               WHERE s.row = ?1";
    db.prepare_cached(sql)?.exists([row])
}

/// Whether the reader said that a name is not meant there.
fn denied(db: &Connection, rulings: &Rulings, name: NameId, article: ArticleId) -> rusqlite::Result<bool> {
    if !rulings.by_mention() {
        return Ok(false);
    }
    let sql = "SELECT text FROM name WHERE id = ?1";
    let text = db
        .prepare_cached(sql)?
        .query_row([name.0], |r| r.get::<_, String>(0))
        .optional()?;
    Ok(rulings.is_denied(name, article, &fold(&Clean::new(&text.unwrap_or_default()))))
}

#[cfg(test)]
mod tests;
