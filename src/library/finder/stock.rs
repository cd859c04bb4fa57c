//! What can be found, packed in memory, and how it is read from the library and follows its changes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;

use super::Goal;
use crate::entity::Kind;
use crate::library::fault::LibraryError;
use crate::library::note::{NoteSort, NoteView};
use crate::library::reader::Reader;
use crate::library::search::fold;
use crate::library::value::{Facet, NameCount, NameId, RowId, Totals};
use crate::text::Clean;
use crate::text::heap::Heap;

/// Headlines read in one step: about a millisecond.
const STEP: usize = 1_000;
/// Notes that can be found, those changed last.
const NOTES: usize = 10_000;
/// Letters of a note's quote and text that are shown.
const SHOWN: usize = 200;

/// Everything that can be found in a library.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Stock {
    pub(super) titles: Titles,
    pub(super) names: Names,
    pub(super) outlets: Counted,
    pub(super) tags: Counted,
    pub(super) searches: Searches,
    pub(super) notes: Passages,
    pub(super) places: Passages,
}

/// Headlines, in the order of their rows.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) heap: Heap,
    pub(super) rows: Vec<RowId>,
    /// Hours since 1970: the newer the greater.
    pub(super) dates: Vec<u32>,
    /// A hash of each headline as it was read.
    hashes: Vec<u32>,
}

impl PartialEq for Titles {
    fn eq(&self, other: &Self) -> bool {
        (&self.rows, &self.dates, &self.hashes) == (&other.rows, &other.dates, &other.hashes)
    }
}

impl Titles {
    pub(super) fn bytes(&self) -> usize {
        self.heap.bytes() + 4 * (self.rows.capacity() + self.dates.capacity() + self.hashes.capacity())
    }
}

/// A name of the library.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) id: NameId,
    pub(super) kind: Kind,
    pub(super) stories: u32,
    pub(super) text: Clean,
}

/// Names, with one text of the heap for each spelling.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) heap: Heap,
    known: Vec<Known>,
    /// Of each text, the name, and whether it is another spelling of it.
    pub(super) of: Vec<(u32, bool)>,
    /// The other spellings, by text.
    spelt: Vec<Clean>,
    places: HashMap<NameId, u32>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        (&self.known, &self.of, &self.spelt) == (&other.known, &other.of, &other.spelt)
    }
}

impl Names {
    pub(super) fn stories(&self, at: usize) -> u32 {
        self.known[self.of[at].0 as usize].stories
    }

    /// The name of a text, what to call the row, and the name's own text where that is another one.
    pub(super) fn row(&self, at: usize) -> (&Known, Clean, Option<Clean>) {
        let (name, alias) = self.of[at];
        let known = &self.known[name as usize];
        if alias {
            (known, self.spelt[at].clone(), Some(known.text.clone()))
        } else {
            (known, known.text.clone(), None)
        }
    }

    fn push(&mut self, name: u32, text: &str, alias: bool) {
        self.heap.push(text);
        self.of.push((name, alias));
        self.spelt
            .push(if alias { Clean::new(text) } else { Clean::default() });
    }

    fn meet(&mut self, name: &NameCount) -> u32 {
        let at = self.known.len() as u32;
        self.places.insert(name.id, at);
        self.known.push(Known {
            id: name.id,
            kind: name.kind,
            stories: name.stories,
            text: name.text.clone(),
        });
        self.push(at, &name.text, false);
        at
    }

    /// Takes in a spelling of a name.
    fn take(&mut self, name: &NameCount, spelling: &str) {
        let at = match self.places.get(&name.id) {
            Some(at) => *at,
            None => self.meet(name),
        };
        if fold(&name.text) != spelling {
            self.push(at, spelling, true);
        }
    }
}

/// Things that stories are counted by.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) heap: Heap,
    values: Vec<Clean>,
    pub(super) stories: Vec<u32>,
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        (&self.values, &self.stories) == (&other.values, &other.stories)
    }
}

impl Counted {
    fn of(facets: Vec<Facet>) -> Self {
        let mut counted = Self::default();
        for facet in facets {
            counted.heap.push(&facet.value);
            counted.values.push(facet.value);
            counted.stories.push(facet.stories);
        }
        counted
    }

    pub(super) fn row(&self, at: usize) -> (Clean, u32) {
        (self.values[at].clone(), self.stories[at])
    }
}

/// Saved searches, each by its name, and by its words where those are others.
#[derive(Debug, Default)]
pub(super) struct Searches {
    pub(super) heap: Heap,
    /// Names and queries.
    saved: Vec<(Clean, Clean)>,
    /// Of each text, the search, and whether it is its words.
    pub(super) of: Vec<(u32, bool)>,
}

impl PartialEq for Searches {
    fn eq(&self, other: &Self) -> bool {
        self.saved == other.saved
    }
}

impl Searches {
    fn of(saved: Vec<(Clean, Clean)>) -> Self {
        let mut searches = Self::default();
        for (at, (name, query)) in saved.iter().enumerate() {
            searches.push(at, name, false);
            if name != query {
                searches.push(at, query, true);
            }
        }
        searches.saved = saved;
        searches
    }

    fn push(&mut self, at: usize, text: &str, words: bool) {
        self.heap.push(text);
        self.of.push((at as u32, words));
    }

    /// What a search is called, and its words.
    pub(super) fn row(&self, at: usize) -> (Clean, Clean) {
        self.saved[self.of[at].0 as usize].clone()
    }
}

/// Places of stories: notes, named places, stories opened lately.
#[derive(Debug, Default)]
pub(super) struct Passages {
    pub(super) heap: Heap,
    labels: Vec<Clean>,
    goals: Vec<Goal>,
}

impl PartialEq for Passages {
    fn eq(&self, other: &Self) -> bool {
        (&self.labels, &self.goals) == (&other.labels, &other.goals)
    }
}

impl Passages {
    fn push(&mut self, label: Clean, goal: Goal) {
        self.heap.push(&label);
        self.labels.push(label);
        self.goals.push(goal);
    }

    /// Where it leads, what it is called, and its story.
    pub(super) fn row(&self, at: usize) -> Option<(Goal, Clean, RowId)> {
        let (goal, label) = (self.goals.get(at)?, self.labels.get(at)?);
        match goal {
            Goal::Story(row) | Goal::Passage(row, ..) => Some((goal.clone(), label.clone(), *row)),
            _ => None,
        }
    }

    fn notes(reader: &Reader) -> Result<Self, LibraryError> {
        let view = NoteView {
            sort: NoteSort::Changed,
            ..NoteView::default()
        };
        let mut rows = reader.note_order(&view)?;
        rows.truncate(NOTES);
        let mut notes = Self::default();
        reader.each_passage(&rows, |row, (start, end), quote, text| {
            let parts = [text, quote].into_iter().filter(|part| !part.is_empty());
            let label: String = parts
                .collect::<Vec<_>>()
                .join(" · ")
                .chars()
                .take(SHOWN)
                .collect();
            notes.push(Clean::new(&label), Goal::Passage(row, start, end));
        })?;
        Ok(notes)
    }

    fn places(reader: &Reader) -> Result<Self, LibraryError> {
        let mut places = Self::default();
        for place in reader.named_places()? {
            if let Some(row) = reader.row_of(place.to.story)? {
                let bytes = place.to.anchor.as_ref().map(|a| (a.start, a.end));
                let goal = bytes.map_or(Goal::Story(row), |(start, end)| Goal::Passage(row, start, end));
                places.push(place.name, goal);
            }
        }
        let opened = crate::library::value::View {
            filter: crate::library::value::Filter {
                opened: true,
                ..Default::default()
            },
            ..Default::default()
        };
        for header in reader.newest(&opened, super::MOST)? {
            places.push(header.headline, Goal::Story(header.row));
        }
        Ok(places)
    }
}

/// A stock on its way: headlines are read a few at a time, what did not change is taken over from the one before.
#[derive(Debug)]
pub(super) struct Build {
    pub(super) titles: Titles,
    /// Articles that the library says it has.
    pub(super) total: u32,
    /// The first headline of the old stock that was not met yet.
    old: usize,
    names: Names,
    /// The last spelling that was read; `None` while headlines are being read.
    spelling: Option<(u32, String)>,
}

impl Build {
    pub(super) fn new(totals: Totals) -> Self {
        Self {
            titles: Titles::default(),
            total: totals.articles,
            old: 0,
            names: Names::default(),
            spelling: None,
        }
    }

    /// Reads some headlines or names; whether there are more.
    pub(super) fn step(&mut self, before: &Stock, reader: &Reader) -> Result<bool, LibraryError> {
        if let Some((name, spelling)) = &self.spelling {
            let names = &mut self.names;
            let last = reader.spellings_after((*name, spelling), STEP, |name, spelling| {
                names.take(name, spelling);
            })?;
            let more = last.is_some();
            self.spelling = last.or(self.spelling.take());
            return Ok(more);
        }
        let after = self.titles.rows.last().map_or(-1, |row| i64::from(row.0));
        let mut read = 0;
        reader.each_headline(after, STEP, |row, headline, date| {
            read += 1;
            self.take(&before.titles, row, headline, date);
            ControlFlow::Continue(())
        })?;
        if read < STEP {
            self.spelling = Some((0, String::new()));
        }
        Ok(true)
    }

    fn take(&mut self, before: &Titles, row: RowId, headline: &str, date: Option<i64>) {
        let mut hasher = DefaultHasher::new();
        headline.hash(&mut hasher);
        let hash = hasher.finish() as u32;
        while before.rows.get(self.old).is_some_and(|old| *old < row) {
            self.old += 1;
        }
        let known = before.rows.get(self.old) == Some(&row) && before.hashes[self.old] == hash;
        if known {
            self.titles.heap.push_from(&before.heap, self.old);
        } else {
            self.titles.heap.push(headline);
        }
        self.titles.rows.push(row);
        self.titles.hashes.push(hash);
        let hours = date.map_or(0, |unix| (unix / 3_600).clamp(0, i64::from(u32::MAX)));
        self.titles.dates.push(hours as u32);
    }

    /// Reads the rest.
    pub(super) fn finish(self, reader: &Reader) -> Result<Stock, LibraryError> {
        let (outlets, _, tags) = reader.facets()?;
        Ok(Stock {
            titles: self.titles,
            names: self.names,
            outlets: Counted::of(outlets),
            tags: Counted::of(tags),
            searches: Searches::of(reader.saved_searches()?),
            notes: Passages::notes(reader)?,
            places: Passages::places(reader)?,
        })
    }
}

impl Reader {
    /// A number that changes when another connection changes the library.
    pub(super) fn data_version(&self) -> Result<i64, LibraryError> {
        self.ask(|| {
            self.connection
                .prepare_cached("PRAGMA data_version")?
                .query_row([], |r| r.get(0))
        })
    }

    /// Shows headlines in the order of their rows, after one, until told to stop.
    pub(super) fn each_headline(
        &self,
        after: i64,
        limit: usize,
        mut see: impl FnMut(RowId, &str, Option<i64>) -> ControlFlow<()>,
    ) -> Result<(), LibraryError> {
        self.ask(|| {
            let sql = "SELECT row, headline, date FROM story WHERE row > ?1 ORDER BY row LIMIT ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query((after, limit as i64))?;
            while let Some(row) = rows.next()? {
                if see(RowId(row.get(0)?), row.get_ref(1)?.as_str()?, row.get(2)?).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Shows notes with a place in the library: the story, the bytes, the quote and the text.
    fn each_passage(
        &self,
        rows: &[crate::library::note::NoteRow],
        mut see: impl FnMut(RowId, (u32, u32), &str, &str),
    ) -> Result<(), LibraryError> {
        self.ask(|| {
            let sql = "SELECT s.row, coalesce(n.start, 0), coalesce(n.end, 0), n.anchor, n.text FROM note n \
                       CROSS JOIN story s ON s.article = n.article AND s.item = n.item WHERE n.row = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            for note in rows {
                let mut found = statement.query([note.0])?;
                if let Some(row) = found.next()? {
                    let anchor = row.get_ref(3)?.as_str_or_null()?;
                    let anchor =
                        anchor.and_then(|a| serde_json::from_str::<crate::article::anchor::Anchor>(a).ok());
                    let quote = anchor.map(|a| a.quote).unwrap_or_default();
                    see(
                        RowId(row.get(0)?),
                        (row.get(1)?, row.get(2)?),
                        &quote,
                        row.get_ref(4)?.as_str()?,
                    );
                }
            }
            Ok(())
        })
    }
}
