//! What a search gives beside its rows: their order by relevance, what they can be narrowed by, and passages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use rusqlite::OptionalExtension;

use crate::article::date::Date;
use crate::library::asked::Compiled;
use crate::library::codes::language_of;
use crate::library::fault::LibraryError;
use crate::library::finding::Finding;
use crate::library::names::{gathered, names_spelt};
use crate::library::reader::Reader;
use crate::library::select;
use crate::library::settle::any_of;
use crate::library::spans;
use crate::library::value::{Facet, NameId, RowId, Snippet, Sort, Tallies, View};
use crate::query::Lights;
use crate::text::{Clean, slice};

/// Hits that are ranked by relevance, and that are counted for what they can be narrowed by: those that came last.
pub(super) const RANKED: usize = 5_000;
/// Values of each kind that a search can be narrowed by.
const VALUES: usize = 12;
/// Letters of a passage before the first hit, and after it.
const BEFORE: usize = 24;
const AFTER: usize = 96;
/// A story loses half its weight in so many seconds: two years.
const HALF: f64 = 63_072_000.0;

impl Reader {
    /// The rows of a question to the word index alone, in the order of a view by date or relevance; `None` if the view
    /// asks for more. Four times as fast as asking for each story: the dates are at hand.
    pub(super) fn indexed_order(
        &self,
        view: &View,
        asked: &Compiled,
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
            || !asked.terms.is_empty()
            || select::is_any_swayed(&view.filter, &rulings)
        {
            return Ok(None);
        }
        let Some(question) = select::sought(&view.filter, &rulings, asked) else {
            return Ok(None);
        };
        let found = self.numbers(&question)?;
        let dates = self.dates()?;
        let mut dated: Vec<(Option<i64>, RowId)> =
            found.into_iter().map(|row| (dates.of(row), row)).collect();
        // Articles are mostly taken in by date: what is in order already costs one look.
        if view.reverse {
            dated.sort_unstable();
        } else {
            dated.sort_by(|a, b| b.cmp(a));
        }
        Ok(Some(dated.into_iter().map(|(_, row)| row).collect()))
    }

    /// The rows of a question to the word index, the last first. They come as one text: to be handed over one by one
    /// costs more than to be written and read.
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

    /// Puts rows that answer a view by date into the order of relevance.
    pub(super) fn rank(&self, view: &View, asked: &Compiled, rows: &mut [RowId]) -> rusqlite::Result<()> {
        let rulings = self.rulings()?;
        let Some(question) = select::sought(&view.filter, &rulings, asked) else {
            return Ok(());
        };
        let named = self.naming_words(view, &question)?;
        let sql = format!(
            "SELECT rowid, bm25(words, 10.0, 1.0, 4.0) FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT {RANKED}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut found = statement.query([&question])?;
        let dates = self.dates()?;
        let newest = rows
            .iter()
            .filter_map(|row| dates.of(*row))
            .max()
            .unwrap_or_default();
        let mut scores: HashMap<RowId, f64> = HashMap::new();
        while let Some(r) = found.next()? {
            let row = RowId(r.get(0)?);
            let age = dates.of(row).map_or(HALF * 4.0, |date| (newest - date) as f64);
            let weight = -r.get::<_, f64>(1)? * if named.contains(&row) { 1.5 } else { 1.0 };
            scores.insert(row, weight / (1.0 + age / HALF));
        }
        // Most rows of a long list have no score: they are asked for it once, and only where they may have one.
        let oldest = scores.keys().min().copied();
        let score = |row: &RowId| {
            let may = oldest.is_some_and(|oldest| *row >= oldest);
            scores.get(row).filter(|_| may).copied()
        };
        let (mut ranked, mut others) = (Vec::with_capacity(scores.len()), Vec::new());
        for row in rows.iter() {
            match score(row) {
                Some(score) => ranked.push((score, *row)),
                None => others.push(*row),
            }
        }
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let order = ranked.into_iter().map(|(_, row)| row).chain(others);
        rows.iter_mut().zip(order).for_each(|(row, to)| *row = to);
        if view.reverse {
            rows.reverse();
        }
        Ok(())
    }

    /// Rows in which the words looked for are a name.
    fn naming_words(&self, view: &View, question: &str) -> rusqlite::Result<HashSet<RowId>> {
        let rulings = self.rulings()?;
        let mut names: Vec<NameId> = Vec::new();
        let typed = view.filter.text.as_ref().map_or("", Clean::as_str);
        for word in std::iter::once(typed).chain(typed.split_whitespace()) {
            names.extend(names_spelt(&self.connection, &rulings, word, false)?);
        }
        if names.is_empty() {
            return Ok(HashSet::new());
        }
        let names: Vec<NameId> = names.into_iter().flat_map(|name| rulings.group(name)).collect();
        let sql = format!("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT {RANKED}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([format!("({question}) AND {}", any_of(&names))], |r| {
            r.get(0).map(RowId)
        })?;
        rows.collect()
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
