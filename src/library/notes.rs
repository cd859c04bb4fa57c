//! Answers questions about notes: those of a story, those of the whole library, drafts and named places.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::article::anchor::Anchor;
use crate::article::id::{ArticleId, StoryId};
use crate::library::catalogue;
use crate::library::fault::LibraryError;
use crate::library::matching;
use crate::library::note::{
    Colour, Draft, Fate, Hanging, NamedPlace, Note, NoteFilter, NoteId, NoteRow, NoteSort, NoteTotals,
    NoteView, Noted,
};
use crate::library::noting;
use crate::library::reader::Reader;
use crate::library::search;
use crate::library::value::{Facet, Header, NameId};
use crate::text::Clean;

/// What is read of a note; [`noted`] takes it apart.
const COLUMNS: &str = "n.row, n.id, n.article, n.item, n.colour, n.text, n.texts, n.anchor, n.made, n.changed, \
                       n.state, n.start, n.end, n.change";
/// Spellings of a name that are looked for in notes.
const SPELLINGS: usize = 24;

/// A question for rows of notes.
struct Question {
    from: String,
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Reader {
    /// The notes of a story as they stand in its text, those on the whole story first. A digest item has its own.
    pub fn notes_of(&self, story: StoryId) -> Result<Vec<Noted>, LibraryError> {
        self.ask(|| self.noted_on(story))
    }

    /// The same within a question under way.
    pub(super) fn noted_on(&self, story: StoryId) -> rusqlite::Result<Vec<Noted>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM note n INDEXED BY note_story WHERE n.article = ?1 AND n.item = ?2 \
             ORDER BY n.start, n.end, n.row"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map((story.article.0, story.item), noted)?;
        let notes = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        self.dressed(notes)
    }

    /// Every note of a view, in its order. Cost: a few milliseconds for ten thousand, whatever the library holds.
    pub fn note_order(&self, view: &NoteView) -> Result<Vec<NoteRow>, LibraryError> {
        self.ask(|| {
            let question = self.note_question(&view.filter)?;
            let filter = if question.terms.is_empty() {
                "1".to_owned()
            } else {
                question.terms.join(" AND ")
            };
            let by_story = view.sort == NoteSort::Story;
            let story = if by_story {
                " LEFT JOIN story s ON s.article = n.article AND s.item = n.item"
            } else {
                ""
            };
            let sql = format!(
                "SELECT n.row FROM {}{story} WHERE {filter} ORDER BY {}",
                question.from,
                order(view)
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&question.values), |r| r.get(0).map(NoteRow))?;
            rows.collect()
        })
    }

    /// Some notes, in the order asked; those that are gone are left out.
    pub fn notes(&self, rows: &[NoteRow]) -> Result<Vec<Noted>, LibraryError> {
        self.ask(|| {
            let sql = format!("SELECT {COLUMNS} FROM note n WHERE n.row = ?1");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut notes = Vec::with_capacity(rows.len());
            for row in rows {
                notes.extend(statement.query_row([row.0], noted).optional()?);
            }
            self.dressed(notes)
        })
    }

    /// One note; `None` if there is none, or it was taken away.
    pub fn note(&self, id: NoteId) -> Result<Option<Noted>, LibraryError> {
        self.ask(|| {
            let sql = format!("SELECT {COLUMNS} FROM note n WHERE n.id = ?1");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let note = statement.query_row([id.bytes()], noted).optional()?;
            Ok(self.dressed(note.into_iter().collect())?.pop())
        })
    }

    /// Notes whose printed id begins as given. At most twenty.
    pub fn note_lookup(&self, prefix: &str) -> Result<Vec<NoteId>, LibraryError> {
        let Some((low, high)) = ArticleId::range(prefix) else {
            return Ok(Vec::new());
        };
        self.ask(|| {
            let sql = "SELECT id FROM note WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 20";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map((low.0, high.0), |r| r.get(0).map(|id| NoteId(ArticleId(id))))?;
            rows.collect()
        })
    }

    /// How many notes there are, and what became of them.
    pub fn note_totals(&self) -> Result<NoteTotals, LibraryError> {
        self.ask(|| {
            let sql = "SELECT count(*), coalesce(sum(state = 1), 0), coalesce(sum(state = 2), 0), \
                       coalesce(sum(state = 3), 0), coalesce(sum(state = 0), 0), coalesce(sum(state = 4), 0) FROM note";
            self.connection.query_row(sql, [], |r| {
                Ok(NoteTotals {
                    notes: r.get(0)?,
                    anchored: r.get(1)?,
                    moved: r.get(2)?,
                    orphans: r.get(3)?,
                    whole: r.get(4)?,
                    absent: r.get(5)?,
                })
            })
        })
    }

    /// The tags of notes with how many have them, those of the most notes first.
    pub fn note_tags(&self) -> Result<Vec<Facet>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT tag, count(*) FROM note_tag GROUP BY tag ORDER BY 2 DESC, 1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |r| {
                Ok(Facet {
                    value: Clean::new(r.get_ref(0)?.as_str()?),
                    stories: r.get(1)?,
                })
            })?;
            rows.collect()
        })
    }

    /// How many notes have a name in their quote or text.
    pub fn notes_naming(&self, name: NameId) -> Result<u32, LibraryError> {
        self.ask(|| {
            let Some(asked) = self.phrases_of(name)? else {
                return Ok(0);
            };
            let sql = "SELECT count(*) FROM note_words WHERE note_words MATCH ?1";
            self.connection
                .prepare_cached(sql)?
                .query_row([asked], |r| r.get(0))
        })
    }

    /// The text of the revision that a passage was chosen in, to be shown beside the present one; `None` if it is not
    /// kept. Cost: one row.
    pub fn revision_text(&self, story: StoryId, revision: ArticleId) -> Result<Option<Clean>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT r.text FROM revision r JOIN story s ON s.row = r.row \
                       WHERE s.article = ?1 AND s.item = 0 AND r.hash = ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let kept = statement
                .query_row((story.article.0, revision.0), |r| {
                    Ok(Clean::body(r.get_ref(0)?.as_str()?))
                })
                .optional()?;
            let present = || noting::text_of(&self.connection, story);
            match kept {
                Some(text) => Ok(Some(text)),
                None => Ok(present()?.filter(|text| ArticleId::of(text) == revision)),
            }
        })
    }

    /// The present body of a story: what passages are sought in.
    pub fn body_of(&self, story: StoryId) -> Result<Option<Clean>, LibraryError> {
        self.ask(|| noting::text_of(&self.connection, story))
    }

    /// The article with an address; `None` if the library has none.
    pub fn story_at(&self, url: &Clean) -> Result<Option<StoryId>, LibraryError> {
        self.ask(|| {
            let hash = matching::short_hash(&format!("u:{url}"));
            let Some(row) = matching::by_address(&self.connection, &[hash])? else {
                return Ok(None);
            };
            let sql = "SELECT article FROM story WHERE row = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let article = statement.query_row([row], |r| r.get(0)).optional()?;
            Ok(article.map(|id| StoryId::whole(ArticleId(id))))
        })
    }

    /// Notes that were being written when the program ended, the last first.
    pub fn drafts(&self) -> Result<Vec<Draft>, LibraryError> {
        self.ask(|| {
            let mut statement = self
                .connection
                .prepare_cached("SELECT draft FROM draft ORDER BY kept DESC")?;
            let rows = statement.query_map([], |r| Ok(serde_json::from_str(r.get_ref(0)?.as_str()?).ok()))?;
            Ok(rows
                .collect::<rusqlite::Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect())
        })
    }

    /// The named places, by name.
    pub fn named_places(&self) -> Result<Vec<NamedPlace>, LibraryError> {
        self.ask(|| {
            let mut statement = self
                .connection
                .prepare_cached("SELECT name, hanging FROM place ORDER BY name")?;
            let rows = statement.query_map([], |r| {
                let name = Clean::new(r.get_ref(0)?.as_str()?);
                let to = serde_json::from_str::<Hanging>(r.get_ref(1)?.as_str()?).ok();
                Ok(to.map(|to| NamedPlace { name, to }))
            })?;
            Ok(rows
                .collect::<rusqlite::Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect())
        })
    }

    fn note_question(&self, filter: &NoteFilter) -> rusqlite::Result<Question> {
        let mut question = Question {
            from: "note n".into(),
            terms: Vec::new(),
            values: Vec::new(),
        };
        let mut asked = Vec::new();
        if let Some(text) = &filter.text {
            // Words without a letter are held by nothing.
            asked.push(search::query(text).unwrap_or_else(nothing));
        }
        if let Some(name) = filter.name {
            asked.push(self.phrases_of(name)?.unwrap_or_else(nothing));
        }
        if !asked.is_empty() {
            question.from =
                "note_words w CROSS JOIN note n ON w.note_words MATCH ? AND n.row = w.rowid".into();
            let asked: Vec<String> = asked.into_iter().map(|one| format!("({one})")).collect();
            question.values.push(asked.join(" AND ").into());
        }
        conditions(filter, &mut question);
        Ok(question)
    }

    /// The question to the index for a name in any of its spellings.
    fn phrases_of(&self, name: NameId) -> rusqlite::Result<Option<String>> {
        let sql =
            "SELECT text FROM name WHERE id = ?1 UNION SELECT fold FROM spelling WHERE name = ?1 LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((name.0, SPELLINGS as i64), |r| r.get::<_, String>(0))?;
        let mut phrases = Vec::new();
        for spelling in rows {
            let words = search::words(&spelling?);
            if !words.is_empty() {
                phrases.push(format!("\"{words}\""));
            }
        }
        phrases.sort();
        phrases.dedup();
        Ok((!phrases.is_empty()).then(|| phrases.join(" OR ")))
    }

    /// Notes with their tags and stories.
    fn dressed(&self, mut notes: Vec<(NoteRow, Noted)>) -> rusqlite::Result<Vec<Noted>> {
        let mut headers: HashMap<StoryId, Option<Header>> = HashMap::new();
        for (row, noted) in &mut notes {
            noted.note.tags = self.tags_of_note(*row)?;
            let story = noted.note.on.story;
            let header = match headers.get(&story) {
                Some(known) => known.clone(),
                None => headers.entry(story).or_insert(self.header_of(story)?).clone(),
            };
            noted.header = header;
        }
        Ok(notes.into_iter().map(|(_, noted)| noted).collect())
    }

    fn tags_of_note(&self, row: NoteRow) -> rusqlite::Result<Vec<Clean>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT tag FROM note_tag WHERE note = ?1 ORDER BY tag")?;
        let rows = statement.query_map([row.0], |r| Ok(Clean::new(r.get_ref(0)?.as_str()?)))?;
        rows.collect()
    }

    fn header_of(&self, story: StoryId) -> rusqlite::Result<Option<Header>> {
        let sql = format!(
            "SELECT {} FROM story s WHERE s.article = ?1 AND s.item = ?2",
            catalogue::HEADER
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement
            .query_row((story.article.0, story.item), catalogue::header)
            .optional()
    }
}

/// A question that nothing answers.
fn nothing() -> String {
    search::named(NameId(u32::MAX))
}

fn conditions(filter: &NoteFilter, question: &mut Question) {
    let mut add = |term: &str, values: Vec<Value>| {
        question.terms.push(term.to_owned());
        question.values.extend(values);
    };
    if let Some(tag) = &filter.tag {
        let term = "EXISTS (SELECT 1 FROM note_tag t WHERE t.tag = ? AND t.note = n.row)";
        add(term, vec![tag.to_string().into()]);
    }
    if let Some(colour) = filter.colour {
        add("n.colour = ?", vec![colour.code().into()]);
    }
    if let Some((first, end)) = filter.dates {
        add("n.made >= ? AND n.made < ?", vec![first.into(), end.into()]);
    }
    if let Some(outlet) = &filter.outlet {
        let term = "EXISTS (SELECT 1 FROM story o WHERE o.article = n.article AND o.item = n.item \
                    AND o.outlet = (SELECT id FROM outlet WHERE name = ?))";
        add(term, vec![outlet.to_string().into()]);
    }
    if let Some(story) = filter.story {
        let values = vec![story.article.0.to_vec().into(), i64::from(story.item).into()];
        add("n.article = ? AND n.item = ?", values);
    }
    match filter.fate {
        Some(Fate::Anchored) => add("n.state = 1", vec![]),
        Some(Fate::Moved) => add("n.state = 2", vec![]),
        Some(Fate::Orphan) => add("n.state = 3", vec![]),
        None => {}
    }
    if filter.written {
        add("n.text <> ''", vec![]);
    }
}

/// The columns of the order, each ended by the row so that it is total.
fn order(view: &NoteView) -> String {
    let terms: &[(&str, bool)] = match view.sort {
        NoteSort::Changed => &[("n.changed", true), ("n.row", true)],
        NoteSort::Made => &[("n.made", true), ("n.row", true)],
        NoteSort::Story => &[
            ("s.date", true),
            ("n.article", false),
            ("n.item", false),
            ("n.start", false),
            ("n.row", false),
        ],
        NoteSort::Colour => &[("n.colour", false), ("n.changed", true), ("n.row", true)],
    };
    let term = |(column, down): &(&str, bool)| {
        let direction = if *down == view.reverse { "ASC" } else { "DESC" };
        format!("{column} {direction}")
    };
    terms.iter().map(term).collect::<Vec<_>>().join(", ")
}

fn noted(row: &Row<'_>) -> rusqlite::Result<(NoteRow, Noted)> {
    let story = StoryId {
        article: ArticleId(row.get(2)?),
        item: row.get(3)?,
    };
    let anchor = row.get_ref(7)?.as_str_or_null()?;
    let anchor = anchor.and_then(|json| serde_json::from_str::<Anchor>(json).ok());
    let at = row.get::<_, Option<u32>>(11)?.zip(row.get::<_, Option<u32>>(12)?);
    let note = Note {
        id: NoteId(ArticleId(row.get(1)?)),
        on: Hanging { story, anchor },
        colour: Colour::of_code(row.get(4)?),
        text: Clean::body(row.get_ref(5)?.as_str()?),
        tags: Vec::new(),
        made: Some(row.get(8)?),
    };
    Ok((
        NoteRow(row.get(0)?),
        Noted {
            note,
            changed: row.get(9)?,
            texts: row.get(6)?,
            standing: noting::standing(row.get(10)?, at, row.get(13)?),
            header: None,
        },
    ))
}

#[cfg(test)]
mod tests;
