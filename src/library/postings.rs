//! Reads the lists of the word index ourselves, where SQLite would hand them over row by row and read them anew for
//! each thing asked of them.
//!
//! A list is copied in one piece, so that from the same reading come the rows, their count, where phrases stand, and how
//! often each word does: a search and its order by relevance cost a fifth to a twentieth of what SQLite takes. The bytes
//! are those of FTS5's file format ([`form`]); where they are not as expected, nothing is answered here and SQLite is asked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use crate::library::value::RowId;
use crate::library::wanted::{Part, Phrase, Wanted};
use bits::Bits;
use form::{Page, Segment};

pub(super) mod bits;
mod form;
mod weigh;

/// Before each word of the index stands the number of its kind: whole words.
const WHOLE: u8 = b'0';
/// The layout that is read here.
const VERSION: i64 = 4;

/// Why nothing was read.
#[derive(Debug)]
pub(super) enum Trouble {
    Sqlite(rusqlite::Error),
    /// The bytes are not what they should be.
    Form,
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

type Read<T> = Result<T, Trouble>;

fn formed<T>(value: Option<T>) -> Read<T> {
    value.ok_or(Trouble::Form)
}

/// The stories of a word: for each its row and where in the bytes the size of its positions stands. Of a word that may go
/// on a row comes once for each word that it went on to.
#[derive(Debug, Default)]
struct List {
    bytes: Vec<u8>,
    entries: Vec<(u32, u32)>,
}

/// What was read for one question, so that its order does not read it again.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The index that it was read from.
    structure: Vec<u8>,
    lists: HashMap<Vec<u8>, Arc<List>>,
    phrases: HashMap<Phrase, Arc<Bits>>,
}

/// The lists of one state of the index.
pub(super) struct Lists<'a> {
    db: &'a Connection,
    segments: Vec<(Segment, Bits)>,
    kept: &'a RefCell<Kept>,
}

/// Asks something of the lists as they are now. While it is asked a question to SQLite stays open: the lists do not
/// change meanwhile, and an interruption is not missed between two of them. `None` if the lists cannot be read.
pub(super) fn with<T>(
    db: &Connection,
    kept: &RefCell<Kept>,
    ask: impl FnOnce(&Lists<'_>) -> Read<T>,
) -> rusqlite::Result<Option<T>> {
    let mut statement = db.prepare_cached(
        "SELECT block, (SELECT v FROM words_config WHERE k = 'version') FROM words_data WHERE id = 10",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let block = row.get_ref(0)?.as_blob()?;
    if row.get::<_, i64>(1)? != VERSION {
        return Ok(None);
    }
    let asked = Lists::new(db, block, kept).and_then(|lists| ask(&lists));
    match asked {
        Ok(answer) => Ok(Some(answer)),
        Err(Trouble::Form) => Ok(None),
        Err(Trouble::Sqlite(error)) => Err(error),
    }
}

impl<'a> Lists<'a> {
    fn new(db: &'a Connection, structure: &[u8], kept: &'a RefCell<Kept>) -> Read<Self> {
        if kept.borrow().structure != structure {
            kept.replace(Kept {
                structure: structure.to_owned(),
                ..Kept::default()
            });
        }
        let mut segments = Vec::new();
        for segment in formed(form::structure(structure))? {
            let mut gone = Bits::default();
            for nth in 0..segment.graves {
                let sql = "SELECT block FROM words_data WHERE id = ?1";
                let page = (i64::from(segment.id) + (1 << 16)) << 37 | i64::from(nth);
                let rows = db
                    .prepare_cached(sql)?
                    .query_row([page], |r| Ok(form::graves(r.get_ref(0)?.as_blob()?)))?;
                formed(rows)?.into_iter().for_each(|row| gone.add(row));
            }
            segments.push((segment, gone));
        }
        Ok(Self { db, segments, kept })
    }

    /// The rows that answer a question.
    pub(super) fn answer(&self, wanted: &Wanted) -> Read<Bits> {
        match wanted {
            Wanted::Phrase(phrase) => Ok(self.holding(phrase)?.as_ref().clone()),
            Wanted::Near(phrases, far) => self.close(phrases, *far),
            Wanted::All(each) => all(each.iter().map(|one| self.answer(one))),
            Wanted::Any(each) => {
                let mut found = Bits::default();
                for one in each {
                    found.join(&self.answer(one)?);
                }
                Ok(found)
            }
            Wanted::But(what, other) => {
                let mut found = self.answer(what)?;
                if !found.is_empty() {
                    found.drop(&self.answer(other)?);
                }
                Ok(found)
            }
        }
    }

    /// The rows that hold a phrase.
    fn holding(&self, phrase: &Phrase) -> Read<Arc<Bits>> {
        if let Some(known) = self.kept.borrow().phrases.get(phrase) {
            return Ok(Arc::clone(known));
        }
        let words: Vec<&str> = phrase.words.split(' ').collect();
        let found = match words.as_slice() {
            [word] if phrase.open => self.going_on(word, phrase.part)?,
            [word] if phrase.part.is_none() => Bits::of(self.list(word)?.entries.iter().map(|(row, _)| *row)),
            _ => self.holding_words(phrase)?,
        };
        let found = Arc::new(found);
        let mut kept = self.kept.borrow_mut();
        kept.phrases.insert(phrase.clone(), Arc::clone(&found));
        Ok(found)
    }

    /// The rows that hold most of some phrases, those with the most first, and of equal ones the last.
    pub(super) fn most(&self, phrases: &[Phrase], limit: usize) -> Read<Vec<RowId>> {
        let mut held: Vec<u8> = Vec::new();
        for phrase in phrases {
            for row in self.holding(phrase)?.rows() {
                let row = row.0 as usize;
                if row >= held.len() {
                    held.resize(row + 1, 0);
                }
                if let Some(held) = held.get_mut(row) {
                    *held = held.saturating_add(1);
                }
            }
        }
        let held = (0..).zip(held).filter(|(_, held)| *held > 0);
        let mut rows: Vec<(u8, u32)> = held.map(|(row, held)| (held, row)).collect();
        if rows.len() > limit {
            rows.select_nth_unstable_by(limit, |a, b| b.cmp(a));
            rows.truncate(limit);
        }
        rows.sort_unstable_by(|a, b| b.cmp(a));
        Ok(rows.into_iter().map(|(_, row)| RowId(row)).collect())
    }

    /// The list of a whole word.
    fn list(&self, word: &str) -> Read<Arc<List>> {
        let key = term(word);
        if let Some(known) = self.kept.borrow().lists.get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut list = List::default();
        for (segment, gone) in &self.segments {
            self.walk(segment, &key, false, |bytes, anew| list.add(bytes, anew, gone))?;
        }
        list.sort();
        let list = Arc::new(list);
        let mut kept = self.kept.borrow_mut();
        kept.lists.insert(key, Arc::clone(&list));
        Ok(list)
    }

    /// The lists of all words that begin so as one, of some rows. They are not kept: they may be many.
    fn lists(&self, word: &str, rows: &Bits) -> Read<List> {
        let mut list = List::default();
        for (segment, gone) in &self.segments {
            self.walk(segment, &term(word), true, |bytes, anew| {
                list.add_some(bytes, anew, |row| rows.has(row) && !gone.has(row))
            })?;
        }
        list.sort();
        Ok(list)
    }

    /// The rows of all words that begin so.
    fn going_on(&self, word: &str, part: Option<Part>) -> Read<Bits> {
        let mut found = Bits::default();
        for (segment, gone) in &self.segments {
            let is_whole = gone.is_empty();
            self.walk(segment, &term(word), true, |bytes, anew| {
                form::each_row(bytes, anew, |row, at| {
                    let stands = || {
                        part.is_none_or(|part| {
                            form::positions(bytes, at).is_some_and(|p| weigh::stands(p, part))
                        })
                    };
                    if (is_whole || !gone.has(row)) && stands() {
                        found.add(row);
                    }
                })
            })?;
        }
        Ok(found)
    }

    /// Calls with the list of a word of a segment, or with those of each word that begins so, and with the places of
    /// rows that stand as themselves.
    fn walk(
        &self,
        segment: &Segment,
        word: &[u8],
        goes_on: bool,
        mut take: impl FnMut(&[u8], &[usize]) -> Option<()>,
    ) -> Read<()> {
        let sql =
            "SELECT pgno >> 1 FROM words_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1";
        let page: Option<i64> = self
            .db
            .prepare_cached(sql)?
            .query_row((segment.id, word), |r| r.get(0))
            .optional()?;
        let page = page.unwrap_or(0).max(segment.first.into());
        let of = i64::from(segment.id) << 37;
        let sql = "SELECT block FROM words_data WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query((of + page, of + i64::from(segment.last)))?;
        let mut run = Run::default();
        while let Some(row) = rows.next()? {
            let page = row.get_ref(0)?.as_blob().ok().and_then(Page::new);
            let page = formed(page)?;
            if !formed(run.page(&page, word, goes_on, &mut take))? {
                return Ok(());
            }
        }
        formed(run.end(&mut take))
    }
}

/// The rows in all of some; nothing more is read once there are none.
fn all(each: impl Iterator<Item = Read<Bits>>) -> Read<Bits> {
    let mut found: Option<Bits> = None;
    for one in each {
        let mut one = one?;
        if let Some(found) = &found {
            one.keep(found);
        }
        if one.is_empty() {
            return Ok(one);
        }
        found = Some(one);
    }
    Ok(found.unwrap_or_default())
}

/// A list that is being put together from pages.
#[derive(Default)]
struct Run {
    is_open: bool,
    bytes: Vec<u8>,
    anew: Vec<usize>,
}

impl Run {
    /// Looks at a page; `false` if nothing that is looked for comes after it.
    fn page(
        &mut self,
        page: &Page<'_>,
        wanted: &[u8],
        goes_on: bool,
        take: &mut impl FnMut(&[u8], &[usize]) -> Option<()>,
    ) -> Option<bool> {
        if self.is_open {
            if (4..page.words).contains(&page.row) {
                self.anew.push(self.bytes.len() + page.row - 4);
            }
            self.bytes.extend_from_slice(page.rest());
            if page.is_wordless() {
                return Some(true);
            }
            self.end(take)?;
        }
        let mut fits = true;
        let more = page.each(|word, list, is_last| {
            let is_it = if goes_on {
                word.starts_with(wanted)
            } else {
                word == wanted
            };
            if is_it {
                self.bytes.extend_from_slice(list);
                self.is_open = true;
                if !is_last {
                    fits &= self.end(take).is_some();
                }
            }
            fits && (is_it || word < wanted)
        })?;
        fits.then_some(more)
    }

    fn end(&mut self, take: &mut impl FnMut(&[u8], &[usize]) -> Option<()>) -> Option<()> {
        if !std::mem::take(&mut self.is_open) {
            return Some(());
        }
        let taken = take(&self.bytes, &self.anew);
        self.bytes.clear();
        self.anew.clear();
        taken
    }
}

impl List {
    /// Adds a list of a segment, without the rows that are gone.
    fn add(&mut self, bytes: &[u8], anew: &[usize], gone: &Bits) -> Option<()> {
        let base = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        u32::try_from(self.bytes.len()).ok()?;
        let is_whole = gone.is_empty();
        let entries = &mut self.entries;
        form::each_row(bytes, anew, |row, at| {
            if is_whole || !gone.has(row) {
                entries.push((row, (base + at) as u32));
            }
        })
    }

    /// Adds what a list of a segment says of some rows.
    fn add_some(&mut self, bytes: &[u8], anew: &[usize], wanted: impl Fn(u32) -> bool) -> Option<()> {
        let mut read = Some(());
        form::each_row(bytes, anew, |row, at| {
            if wanted(row) {
                read = read.and_then(|()| {
                    self.entries.push((row, u32::try_from(self.bytes.len()).ok()?));
                    self.bytes.extend_from_slice(form::sized(bytes, at)?);
                    Some(())
                });
            }
        })?;
        read
    }

    fn sort(&mut self) {
        if !self.entries.is_sorted() {
            self.entries.sort_unstable();
        }
    }

    /// The positions of a word in a story.
    fn positions(&self, entry: (u32, u32)) -> Option<&[u8]> {
        form::positions(&self.bytes, entry.1 as usize)
    }
}

/// A word as the index files it.
fn term(word: &str) -> Vec<u8> {
    let mut term = vec![WHOLE];
    term.extend_from_slice(word.as_bytes());
    term
}

#[cfg(test)]
mod tests;
