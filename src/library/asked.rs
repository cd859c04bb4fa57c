//! Turns a query of the language into conditions of SQL and one question to the word index.
//!
//! Whatever the word index can answer by itself goes into one question to it, as large as possible; the rest are
//! conditions on the story. Wildcards inside words and what someone said are read from the texts, from the newest
//! stories that may hold them and no more than [`READ`]; that there were more is told.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::library::codes::language_code;
use crate::library::names::names_spelt;
use crate::library::rulings::Rulings;
use crate::library::search::{self, fold};
use crate::library::settle::rows_naming;
use crate::library::spoken;
use crate::library::value::{Asked, NameId};
use crate::library::wanted::{Part, Phrase, Wanted};
use crate::query::{Expr, State, Term, Text, Thing};

/// Texts that are read for one condition.
pub(super) const READ: usize = 5_000;

/// A condition that no story meets.
const NONE: &str = "s.row < 0";

/// What a query comes to.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    /// The question to the word index, if it has a part in every answer.
    pub(super) words: Option<Wanted>,
    /// Questions to the word index that no answer may meet; only beside words that every answer holds.
    pub(super) lacks: Vec<Wanted>,
    /// Conditions on `s`, the story.
    pub(super) terms: Vec<String>,
    /// The values of their places, in order.
    pub(super) values: Vec<Value>,
    /// Those conditions that are spans of time, in seconds: whoever has the dates at hand need not ask.
    pub(super) spans: Vec<(i64, i64)>,
    /// Whether what was put away is looked at too.
    pub(super) everywhere: bool,
    /// Whether more texts may hold what was looked for in them than were read.
    pub(super) partial: bool,
}

/// Whether a query looks for words or names, or for what was put away: then nothing is left out.
pub(super) fn looks_everywhere(expr: &Expr) -> bool {
    match expr {
        Expr::Term(term) => matches!(
            term,
            Term::Words(_)
                | Term::Title(_)
                | Term::Body(_)
                | Term::Near(..)
                | Term::Name(_)
                | Term::Said(_)
                | Term::Tag(_)
                | Term::Note(_)
                | Term::Is(State::Archived | State::Bookmarked | State::Opened)
        ),
        Expr::Not(part) => looks_everywhere(part),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(looks_everywhere),
    }
}

/// Makes conditions of a query; `beside` says that it stands beside words that every answer holds.
pub(super) fn compile(
    db: &Connection,
    rulings: &Rulings,
    asked: &Asked,
    beside: bool,
) -> rusqlite::Result<Compiled> {
    let mut compiled = Compiled::default();
    let Some(root) = &asked.query.root else {
        return Ok(compiled);
    };
    let mut maker = Maker {
        db,
        rulings,
        asked,
        partial: false,
    };
    compiled.everywhere = looks_everywhere(root);
    let parts = match root {
        Expr::And(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let (indexed, others) = maker.indexed_of(parts)?;
    compiled.words = indexed;
    for part in others {
        if let (Expr::Not(inner), true) = (part, beside)
            && let Some(question) = maker.indexed(inner)?
        {
            compiled.lacks.push(question);
            continue;
        }
        if let Expr::Term(Term::Date(when)) = part {
            compiled.spans.push(when.seconds(asked.today));
        }
        let term = maker.condition(part, &mut compiled.values)?;
        compiled.terms.push(term);
    }
    compiled.partial = maker.partial;
    Ok(compiled)
}

struct Maker<'a> {
    db: &'a Connection,
    rulings: &'a Rulings,
    asked: &'a Asked,
    partial: bool,
}

impl Maker<'_> {
    /// Of conditions that must all hold, one question to the word index for those that it can answer, and the others.
    fn indexed_of<'e>(&self, parts: &'e [Expr]) -> rusqlite::Result<(Option<Wanted>, Vec<&'e Expr>)> {
        let (mut holds, mut lacks, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            let (list, inner) = match part {
                Expr::Not(inner) => (&mut lacks, inner.as_ref()),
                other => (&mut holds, other),
            };
            match self.indexed(inner)? {
                Some(question) if list.iter().any(|(asked, _)| *asked == question) => {}
                Some(question) => list.push((question, part)),
                None => others.push(part),
            }
        }
        if holds.is_empty() {
            // The index cannot say what does not hold something.
            others.extend(lacks.into_iter().map(|(_, part)| part));
            return Ok((None, others));
        }
        let asked = |list: Vec<(Wanted, &Expr)>| list.into_iter().map(|(question, _)| question).collect();
        let question = Wanted::all(asked(holds)).but(asked(lacks));
        Ok((Some(question), others))
    }

    /// The question to the word index that answers a condition by itself; `None` if it cannot.
    fn indexed(&self, expr: &Expr) -> rusqlite::Result<Option<Wanted>> {
        Ok(match expr {
            Expr::Term(term) => self.indexed_term(term)?,
            Expr::Not(_) => None,
            Expr::And(parts) => {
                let (question, others) = self.indexed_of(parts)?;
                question.filter(|_| others.is_empty())
            }
            Expr::Or(parts) => {
                let each = parts.iter().map(|part| self.indexed(part));
                let each: rusqlite::Result<Option<Vec<Wanted>>> = each.collect();
                each?.map(Wanted::any)
            }
        })
    }

    fn indexed_term(&self, term: &Term) -> rusqlite::Result<Option<Wanted>> {
        Ok(match term {
            Term::Words(text) => phrase(text, None),
            Term::Title(text) => phrase(text, Some(Part::Headline)),
            Term::Body(text) => phrase(text, Some(Part::Body)),
            Term::Near(texts, far) => Some(near(texts, *far)),
            Term::Name(text) => {
                let names = self.group(text)?;
                let swayed = names.iter().any(|name| self.rulings.is_swayed(*name));
                match names.as_slice() {
                    [] => Some(Wanted::nothing()),
                    names => (!swayed).then(|| Wanted::names(names)),
                }
            }
            _ => None,
        })
    }

    /// The names that are spelt so, with those merged into them.
    fn group(&self, text: &Text) -> rusqlite::Result<Vec<NameId>> {
        let roots = names_spelt(self.db, self.rulings, &text.text, !text.exact)?;
        Ok(roots
            .into_iter()
            .flat_map(|root| self.rulings.group(root))
            .collect())
    }

    /// A condition on the story in SQL; its values are added.
    fn condition(&mut self, expr: &Expr, values: &mut Vec<Value>) -> rusqlite::Result<String> {
        if let Some(question) = self.indexed(expr)? {
            values.push(question.to_string().into());
            return Ok("s.row IN (SELECT rowid FROM words WHERE words MATCH ?)".into());
        }
        match expr {
            Expr::Term(term) => self.term(term, values),
            Expr::Not(part) => Ok(format!("NOT ({})", self.condition(part, values)?)),
            Expr::And(parts) => {
                let (question, others) = self.indexed_of(parts)?;
                let mut terms = Vec::new();
                if let Some(question) = question {
                    values.push(question.to_string().into());
                    terms.push("s.row IN (SELECT rowid FROM words WHERE words MATCH ?)".to_owned());
                }
                for part in others {
                    terms.push(self.condition(part, values)?);
                }
                Ok(format!("({})", terms.join(" AND ")))
            }
            Expr::Or(parts) => {
                let terms = parts.iter().map(|part| self.condition(part, values));
                Ok(format!(
                    "({})",
                    terms.collect::<rusqlite::Result<Vec<_>>>()?.join(" OR ")
                ))
            }
        }
    }

    fn term(&mut self, term: &Term, values: &mut Vec<Value>) -> rusqlite::Result<String> {
        Ok(match term {
            Term::Words(text) => self.wild(text, "", values)?,
            Term::Title(text) => self.wild(text, "{headline} : ", values)?,
            Term::Body(text) => self.wild(text, "{body} : ", values)?,
            // The word index answers these by itself.
            Term::Near(..) => NONE.into(),
            Term::Name(text) => {
                let names = self.group(text)?;
                let (rows, mut of) = rows_naming(&names, |name| self.rulings.is_swayed(name));
                values.append(&mut of);
                format!("s.row IN ({rows})")
            }
            Term::Said(text) => self.said(text, values)?,
            Term::By(text) => {
                values.push(fold(&text.text).into());
                "s.row IN (SELECT row FROM byline WHERE instr(name, ?) > 0)".into()
            }
            Term::Outlet(text) => format!("s.outlet IN ({})", self.outlets(text)?),
            Term::Language(language) => format!("s.language = {}", language_code(*language)),
            Term::Date(when) => {
                let (first, end) = when.seconds(self.asked.today);
                values.extend([first.into(), end.into()]);
                "(s.date IS NOT NULL AND s.date >= ? AND s.date < ?)".into()
            }
            Term::Is(state) => is(*state).into(),
            Term::Has(thing) => has(*thing).into(),
            Term::Tag(text) => {
                values.push(like(text).into());
                "EXISTS (SELECT 1 FROM tagged t WHERE t.row = s.row AND t.tag LIKE ? ESCAPE '\\')".into()
            }
            Term::Note(text) => {
                let words = search::wanted(&text.text).unwrap_or_else(Wanted::nothing);
                values.push(words.to_string().into());
                "EXISTS (SELECT 1 FROM note n WHERE n.article = s.article AND n.item = s.item \
                 AND n.row IN (SELECT rowid FROM note_words WHERE note_words MATCH ?))"
                    .into()
            }
        })
    }

    /// The numbers of the outlets of a name: those that are called so, else those whose name holds it.
    fn outlets(&self, text: &Text) -> rusqlite::Result<String> {
        let typed = fold(&text.text);
        let mut statement = self
            .db
            .prepare_cached("SELECT id, sort FROM outlet WHERE id > 0")?;
        let all = statement.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?;
        let all = all.collect::<rusqlite::Result<Vec<_>>>()?;
        let called = |same: bool| {
            let fits = all.iter().filter(|(_, name)| {
                if same {
                    *name == typed
                } else {
                    name.contains(&typed)
                }
            });
            fits.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
        };
        let exactly = called(true);
        let found = if exactly.is_empty() && !text.exact {
            called(false)
        } else {
            exactly
        };
        // An empty list is a constant to SQLite, and a constant leaves it without a plan.
        Ok(if found.is_empty() {
            "-1".into()
        } else {
            found.join(",")
        })
    }

    /// Words with a wildcard inside: the texts that hold the parts are read.
    fn wild(&mut self, text: &Text, column: &str, values: &mut Vec<Value>) -> rusqlite::Result<String> {
        let parts = spoken::pieces(&text.text);
        let sure: Vec<String> = parts.iter().filter_map(spoken::Piece::question).collect();
        let (rows, of) = if sure.is_empty() {
            ("SELECT row FROM story WHERE item = 0".to_owned(), Vec::new())
        } else {
            let question = format!("{column}({})", sure.join(" AND "));
            (
                "SELECT rowid AS row FROM words WHERE words MATCH ?".to_owned(),
                vec![question.into()],
            )
        };
        let title = column.starts_with("{headline}");
        let found = self.read(&rows, &of, |headline, body, _| {
            spoken::holds(if title { headline } else { body }, &parts)
        })?;
        values.push(found.into());
        Ok("s.row IN (SELECT value FROM json_each(?))".into())
    }

    fn said(&mut self, text: &Text, values: &mut Vec<Value>) -> rusqlite::Result<String> {
        let names = self.group(text)?;
        if names.is_empty() {
            return Ok(NONE.into());
        }
        let rulings = self.rulings;
        let (rows, of) = rows_naming(&names, |name| rulings.is_swayed(name));
        let found = self.read(&rows, &of, |_, body, packed| {
            packed.is_some_and(|packed| spoken::said(body, packed, &names))
        })?;
        values.push(found.into());
        Ok("s.row IN (SELECT value FROM json_each(?))".into())
    }

    /// Of the newest of some rows those whose texts hold what is looked for, as a JSON array.
    fn read(
        &mut self,
        rows: &str,
        values: &[Value],
        holds: impl Fn(&str, &str, Option<&[u8]>) -> bool,
    ) -> rusqlite::Result<String> {
        let sql = format!(
            "SELECT w.row, s.headline, b.text, p.packed FROM (SELECT row FROM ({rows}) ORDER BY row DESC LIMIT {}) w \
             CROSS JOIN story s ON s.row = w.row CROSS JOIN body b ON b.row = w.row LEFT JOIN span p ON p.row = w.row",
            READ + 1
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let (mut found, mut read) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            read += 1;
            if read > READ {
                self.partial = true;
                break;
            }
            let packed = row.get_ref(3)?.as_blob_or_null()?;
            if holds(row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?, packed) {
                found.push(row.get::<_, i64>(0)?.to_string());
            }
        }
        Ok(format!("[{}]", found.join(",")))
    }
}

/// Words as one phrase of the word index; `None` if only reading the texts can tell.
fn phrase(text: &Text, part: Option<Part>) -> Option<Wanted> {
    let phrase = if text.has_wildcard() {
        let word = text.text.trim_end_matches('*');
        if word.contains('*') {
            return None;
        }
        search::beginning(word)
    } else {
        search::phrase(&text.text)
    };
    let phrase = phrase.map(|phrase| Wanted::Phrase(Phrase { part, ..phrase }));
    Some(phrase.unwrap_or_else(Wanted::nothing))
}

fn near(texts: &[Text], far: u32) -> Wanted {
    let mut phrases: Vec<Phrase> = Vec::new();
    for text in texts {
        let Some(phrase) = search::phrase(&text.text) else {
            return Wanted::nothing();
        };
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    match phrases.len() {
        0 => Wanted::nothing(),
        1 => Wanted::Phrase(phrases.remove(0)),
        _ => Wanted::Near(phrases, far),
    }
}

fn is(state: State) -> &'static str {
    match state {
        State::Unread => "s.read = 0",
        State::Read => "s.read = 1",
        State::Bookmarked => "s.bookmarked = 1",
        State::Archived => "s.archived = 1",
        State::Opened => "EXISTS (SELECT 1 FROM visit v WHERE v.article = s.article AND v.item = s.item)",
        State::Fault => "s.fault = 1",
    }
}

fn has(thing: Thing) -> &'static str {
    match thing {
        Thing::Note => "s.notes > 0",
        Thing::Tag => "EXISTS (SELECT 1 FROM tagged t WHERE t.row = s.row)",
        Thing::Date => "s.date IS NOT NULL",
        Thing::By => "EXISTS (SELECT 1 FROM byline b WHERE b.row = s.row)",
        Thing::Outlet => "s.outlet > 0",
        Thing::Items => "EXISTS (SELECT 1 FROM story i WHERE i.parent = s.row AND i.parent IS NOT NULL)",
        Thing::Revisions => "EXISTS (SELECT 1 FROM revision r WHERE r.row = s.row)",
    }
}

/// A tag as a pattern of SQL.
fn like(text: &Text) -> String {
    let mut pattern = String::new();
    for c in text.text.chars() {
        match c {
            '*' if !text.exact => pattern.push('%'),
            '%' | '_' | '\\' => pattern.extend(['\\', c]),
            c => pattern.push(c),
        }
    }
    pattern
}

#[cfg(test)]
mod tests;
