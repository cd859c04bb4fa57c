//! What a search gives beside its rows: their order by relevance, what they can be narrowed by, and passages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::OptionalExtension;

use crate::article::date::Date;
use crate::library::asked::Compiled;
use crate::library::codes::language_of;
use crate::library::fault::LibraryError;
use crate::library::finding::Finding;
use crate::library::names::{gathered, names_spelt};
use crate::library::postings::bits::Bits;
use crate::library::postings::{self, Kept};
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::select;
use crate::library::spans;
use crate::library::value::{Facet, NameId, RowId, Snippet, Sort, Tallies, View};
use crate::library::wanted::Wanted;
use crate::query::Lights;
use crate::text::{Clean, slice};

/// Hits that are ranked by relevance, and that are counted for what they can be narrowed by: those that came last.
pub(super) const RANKED: usize = 5_000;
/// Values of each kind that a search can be narrowed by.
const VALUES: usize = 12;
/// Letters of a passage before the first hit, and after it.
const BEFORE: usize = 24;
const AFTER: usize = 96;
/// What a story weighs more where the words are a name of it.
const NAMED: f64 = 1.5;
/// A story loses half its weight in so many seconds: two years.
const HALF: f64 = 63_072_000.0;

impl Reader {
    /// The rows of a question to the word index alone, in the order of a view by date or relevance and of some time or
    /// any; `None` if the view asks for more.
    pub(super) fn indexed_order(
        &self,
        view: &View,
        asked: &Compiled,
        kept: &RefCell<Kept>,
    ) -> rusqlite::Result<Option<Vec<RowId>>> {
        let rulings = self.rulings()?;
        let plain = View {
            filter: crate::library::value::Filter {
                text: view.filter.text.clone(),
                names: view.filter.names.clone(),
                query: view.filter.query.clone(),
                ..Default::default()
            },
            ..view.clone()
        };
        let by_date = matches!(view.sort, Sort::Date | Sort::Relevance);
        if plain != *view
            || !by_date
            || asked.terms.len() > asked.spans.len()
            || select::is_any_swayed(&view.filter, &rulings)
        {
            return Ok(None);
        }
        let Some(question) = select::sought(&view.filter, &rulings, asked) else {
            return Ok(None);
        };
        let lists = postings::with(&self.connection, kept, |lists| lists.answer(&question));
        let mut rows = match lists? {
            Some(found) => found.rows(),
            None => self.numbers(&question.to_string())?,
        };
        let dates = self.dates()?;
        rows.retain(|row| asked.spans.iter().all(|span| dates.is_within(*row, *span)));
        dates.sort(&mut rows);
        if view.reverse {
            rows.reverse();
        }
        Ok(Some(rows))
    }

    /// The same from SQLite, where the lists cannot be read. They come as one text: to be handed over one by one costs
    /// more than to be written and read.
    fn numbers(&self, question: &str) -> rusqlite::Result<Vec<RowId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT group_concat(rowid, ' ') FROM (SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC)",
        )?;
        let mut rows = statement.query([question])?;
        let Some(row) = rows.next()? else {
            return Ok(Vec::new());
        };
        let text = row.get_ref(0)?.as_str_or_null()?.unwrap_or_default();
        Ok(text
            .split(' ')
            .filter_map(|number| number.parse().ok())
            .map(RowId)
            .collect())
    }

    /// Puts rows that answer a view by date into the order of relevance: the newest of them, and the rest below. Where
    /// the lists of the index cannot be read they stay as they are.
    pub(super) fn rank(
        &self,
        view: &View,
        asked: &Compiled,
        kept: &RefCell<Kept>,
        rows: &mut [RowId],
    ) -> rusqlite::Result<()> {
        let rulings = self.rulings()?;
        let Some(question) = select::sought(&view.filter, &rulings, asked) else {
            return Ok(());
        };
        if view.reverse {
            rows.reverse();
        }
        let best = rows.len().min(RANKED);
        let names = self.names_meant(view, &rulings)?;
        if let Some(best) = rows.get_mut(..best) {
            let weighed = postings::with(&self.connection, kept, |lists| {
                let named = lists.answer(&Wanted::names(&names))?;
                Ok((lists.weights(&question, best)?, named))
            });
            if let Some((weights, named)) = weighed? {
                self.sort_by_weight(best, weights, &named)?;
            }
        }
        if view.reverse {
            rows.reverse();
        }
        Ok(())
    }

    /// The weightiest first; what is a name of a story weighs more, and years take from it.
    fn sort_by_weight(&self, rows: &mut [RowId], weights: Vec<f64>, named: &Bits) -> rusqlite::Result<()> {
        let dates = self.dates()?;
        let newest = rows.iter().filter_map(|row| dates.of(*row)).max();
        let newest = newest.unwrap_or_default();
        let score = |(row, weight): (&RowId, f64)| {
            let age = dates.of(*row).map_or(HALF * 4.0, |date| (newest - date) as f64);
            let name = if named.has(row.0) { NAMED } else { 1.0 };
            (weight * name / (1.0 + age / HALF), *row)
        };
        let mut scored: Vec<(f64, RowId)> = rows.iter().zip(weights).map(score).collect();
        scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        rows.iter_mut().zip(scored).for_each(|(row, (_, to))| *row = to);
        Ok(())
    }

    /// The names that the words looked for are.
    fn names_meant(&self, view: &View, rulings: &Rulings) -> rusqlite::Result<Vec<NameId>> {
        let mut names: Vec<NameId> = Vec::new();
        let typed = view.filter.text.as_ref().map_or("", Clean::as_str);
        for word in std::iter::once(typed).chain(typed.split_whitespace()) {
            names.extend(names_spelt(&self.connection, rulings, word, false)?);
        }
        Ok(names.into_iter().flat_map(|name| rulings.group(name)).collect())
    }

    /// How many stories answer a view as it stands, without what is only near. For words alone the cost is that of the
    /// word index.
    pub fn count(&self, view: &View) -> Result<u32, LibraryError> {
        let finding = Finding::new(self, view)?;
        self.ask(|| finding.sure().map(|rows| rows.len() as u32))
    }

    /// What rows can be narrowed by: their outlets, months, names and languages. Only the first few thousand rows are
    /// counted; [`Tallies::of`] says how many.
    pub fn tallies(&self, rows: &[RowId]) -> Result<Tallies, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let (mut outlets, mut months, mut languages, mut names) =
                (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let of = &rows[..rows.len().min(RANKED)];
            let sql = "SELECT s.outlet, s.date, s.shift, s.language, p.packed FROM story s \
                       LEFT JOIN span p ON p.row = s.row WHERE s.row = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            for row in of {
                let mut found = statement.query([row.0])?;
                let Some(r) = found.next()? else { continue };
                *outlets.entry(r.get::<_, i64>(0)?).or_default() += 1;
                if let Some(date) = r.get::<_, Option<i64>>(1)? {
                    *months.entry(month(date, r.get(2)?)).or_default() += 1;
                }
                *languages.entry(r.get::<_, i64>(3)?).or_default() += 1;
                let packed = r
                    .get_ref(4)?
                    .as_blob_or_null()?
                    .and_then(spans::unpack_counts)
                    .unwrap_or_default();
                for (name, _) in gathered(packed.into_iter(), &rulings) {
                    *names.entry(name).or_default() += 1;
                }
            }
            outlets.remove(&0);
            Ok(Tallies {
                outlets: self.valued(outlets, "SELECT name FROM outlet WHERE id = ?1")?,
                months: newest(months),
                names: self.named_most(names)?,
                languages: most(languages)
                    .into_iter()
                    .map(|(code, stories)| Facet {
                        value: Clean::new(language_of(code).tag()),
                        stories,
                    })
                    .collect(),
                of: of.len() as u32,
                all: rows.len() as u32,
            })
        })
    }

    fn valued(&self, counts: BTreeMap<i64, u32>, sql: &str) -> rusqlite::Result<Vec<Facet>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut facets = Vec::new();
        for (id, stories) in most(counts) {
            let value = statement.query_row([id], |r| Ok(Clean::new(r.get_ref(0)?.as_str()?)));
            facets.extend(value.optional()?.map(|value| Facet { value, stories }));
        }
        Ok(facets)
    }

    fn named_most(&self, counts: BTreeMap<NameId, u32>) -> rusqlite::Result<Vec<Facet>> {
        let mut facets = Vec::new();
        for (name, stories) in most(counts) {
            facets.extend(self.name_of(name)?.map(|name| Facet {
                value: name.text,
                stories,
            }));
        }
        Ok(facets)
    }

    /// A passage of each of some rows with what is lit in it, in their order. A row whose text does not hold what is lit
    /// gives its beginning.
    pub fn snippets(&self, rows: &[RowId], lights: &Lights) -> Result<Vec<Snippet>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT s.headline, b.text FROM story s JOIN body b ON b.row = s.row WHERE s.row = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut all = Vec::new();
            for row in rows {
                let passage = statement.query_row([row.0], |r| {
                    Ok(passage(
                        *row,
                        r.get_ref(0)?.as_str()?,
                        r.get_ref(1)?.as_str()?,
                        lights,
                    ))
                });
                all.extend(passage.optional()?);
            }
            Ok(all)
        })
    }
}

/// The most frequent values.
fn most<K: Ord + Copy>(counts: BTreeMap<K, u32>) -> Vec<(K, u32)> {
    let mut all: Vec<(K, u32)> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.truncate(VALUES);
    all
}

/// Months, the newest first.
fn newest(counts: BTreeMap<String, u32>) -> Vec<Facet> {
    let facet = |(month, stories): (String, u32)| Facet {
        value: Clean::new(&month),
        stories,
    };
    counts.into_iter().rev().take(VALUES * 2).map(facet).collect()
}

fn month(unix: i64, shift: i16) -> String {
    let date = Date {
        unix,
        offset: shift,
        ..Date::moment(unix)
    };
    date.zoned().strftime("%Y-%m").to_string()
}

/// The passage around the first hit behind the headline, else around the first.
fn passage(row: RowId, headline: &str, text: &str, lights: &Lights) -> Snippet {
    let (_, places) = lights.find(text);
    let body = if text.starts_with(headline) {
        headline.len()
    } else {
        0
    };
    let first = places
        .iter()
        .find(|place| place.start as usize >= body)
        .or(places.first());
    let at = first.map_or(body, |place| place.start as usize);
    let at = if first.is_none() {
        at + leading(slice(text, at..text.len()))
    } else {
        at
    };
    let window = window(text, at);
    let inside =
        |place: &&Range<u32>| place.start as usize >= window.start && place.end as usize <= window.end;
    let (before, after) = (cut(text, window.start, false), cut(text, window.end, true));
    let shift = |byte: u32| byte - window.start as u32 + before.len() as u32;
    Snippet {
        row,
        text: Clean::new(&format!("{before}{}{after}", slice(text, window.clone()))),
        lit: places
            .iter()
            .filter(inside)
            .map(|place| shift(place.start)..shift(place.end))
            .collect(),
        at: at as u32,
    }
}

fn leading(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The dots where a paragraph goes on beyond a passage.
fn cut(text: &str, at: usize, end: bool) -> &'static str {
    let rest = if end {
        slice(text, at..text.len())
    } else {
        slice(text, 0..at)
    };
    let border = if end {
        rest.is_empty() || rest.starts_with('\n')
    } else {
        rest.is_empty() || rest.ends_with('\n')
    };
    if border { "" } else { "…" }
}

/// Some letters around a byte, within its paragraph and without blanks at the ends.
fn window(text: &str, at: usize) -> Range<usize> {
    let before = slice(text, 0..at);
    let before = slice(before, before.rfind('\n').map_or(0, |n| n + 1)..before.len());
    let after = slice(text, at..text.len());
    let after = slice(after, 0..after.find('\n').unwrap_or(after.len()));
    let start = before
        .char_indices()
        .rev()
        .take(BEFORE)
        .last()
        .map_or(0, |(n, _)| n);
    let from = at - before.len() + start;
    let from = from + leading(slice(text, from..at));
    let to = at + after.char_indices().nth(AFTER).map_or(after.len(), |(n, _)| n);
    from..from.max(from + slice(text, from..to).trim_end().len())
}

#[cfg(test)]
mod tests;
