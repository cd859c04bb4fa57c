//! Where the words of phrases stand in stories, and how often: for phrases, for words near each other, and for weights.

use std::sync::Arc;

use super::bits::Bits;
use super::form::Positions;
use super::{List, Lists, Read, all, form, formed};
use crate::library::value::RowId;
use crate::library::wanted::{Part, Phrase, Wanted};

/// Columns of the index: headline, text, names.
const COLUMNS: usize = 3;
/// What a word weighs in each.
const WEIGHTS: [f64; COLUMNS] = [10.0, 1.0, 4.0];
/// The usual constants of BM25: how soon more of a word stops to matter, and how much the length of a story does.
const SOON: f64 = 1.2;
const LONG: f64 = 0.75;
/// The weight of a word that most stories hold.
const COMMON: f64 = 1e-6;
/// Stories whose length is weighed too: asking for it costs as much as all the rest of a story.
pub(super) const MEASURED: usize = 500;

/// Whether something stands in a part.
pub(super) fn stands(positions: &[u8], part: Part) -> bool {
    let mut found = false;
    let read = form::each_position(positions, |at| found |= at >> 32 == part as u64);
    read.is_some() && found
}

impl Lists<'_> {
    /// The rows that hold a phrase of several words, or of one in a part.
    pub(super) fn holding_words(&self, phrase: &Phrase) -> Read<Bits> {
        let rows = if phrase.open {
            self.holding_each(phrase)?
        } else {
            Bits::default()
        };
        let lists = self.lists_of(phrase, &rows)?;
        let mut cursors = cursors(&lists);
        let rarest = cursors
            .first()
            .map_or(&[][..], |(_, cursor)| &cursor.list.entries);
        let (mut found, mut places) = (Bits::default(), Vec::new());
        let mut walks: Vec<Walk<'_>> = Vec::new();
        let mut last = None;
        'rows: for row in rarest.iter().map(|(row, _)| *row) {
            if last.replace(row) == Some(row) {
                continue;
            }
            walks.clear();
            let mut one_each = true;
            for (nth, cursor) in &mut cursors {
                match cursor.seek(row) {
                    [] => continue 'rows,
                    [entry] => walks.push(Walk::new(*nth, formed(cursor.list.positions(*entry))?)),
                    _ => one_each = false,
                }
            }
            let stands = if one_each {
                formed(stand(&mut walks, phrase.part))?
            } else {
                formed(phrase_at(&mut cursors, row, phrase.part, &mut places))?;
                !places.is_empty()
            };
            if stands {
                found.add(row);
            }
        }
        Ok(found)
    }

    /// The rows that hold each of the words of a phrase.
    fn holding_each(&self, phrase: &Phrase) -> Read<Bits> {
        let words: Vec<&str> = phrase.words.split(' ').collect();
        let each = words.iter().enumerate().map(|(nth, word)| {
            let word = Phrase {
                words: (*word).to_owned(),
                open: phrase.open && nth + 1 == words.len(),
                part: None,
            };
            Ok(self.holding(&word)?.as_ref().clone())
        });
        all(each)
    }

    /// The lists of the words of a phrase; the open one for some rows alone, since its words may be very many.
    fn lists_of(&self, phrase: &Phrase, rows: &Bits) -> Read<Vec<Arc<List>>> {
        let words: Vec<&str> = phrase.words.split(' ').collect();
        let (last, whole) = words.split_last().unwrap_or((&"", &[]));
        let mut lists: Vec<Arc<List>> = whole.iter().map(|word| self.list(word)).collect::<Read<_>>()?;
        lists.push(if phrase.open {
            Arc::new(self.lists(last, rows)?)
        } else {
            self.list(last)?
        });
        Ok(lists)
    }

    /// The rows in which phrases stand close together.
    pub(super) fn close(&self, phrases: &[Phrase], far: u32) -> Read<Bits> {
        // Open ones are dear: where the others never stand together they are not read.
        let (open, whole): (Vec<&Phrase>, Vec<&Phrase>) = phrases.iter().partition(|phrase| phrase.open);
        let each = whole.into_iter().chain(open);
        let both = all(each.map(|phrase| Ok(self.holding(phrase)?.as_ref().clone())))?;
        let lists: Vec<Vec<Arc<List>>> = phrases
            .iter()
            .map(|phrase| self.lists_of(phrase, &both))
            .collect::<Read<_>>()?;
        let both = both.rising();
        let long: Vec<u64> = phrases
            .iter()
            .map(|p| p.words.split(' ').count() as u64)
            .collect();
        let mut found = Bits::default();
        // Stories in pieces, so that the places of all words of a common question need not lie in memory at once.
        for rows in both.chunks(4_096) {
            let mut all: Vec<Vec<Vec<u64>>> = vec![vec![Vec::new(); phrases.len()]; rows.len()];
            for (nth, (phrase, lists)) in phrases.iter().zip(&lists).enumerate() {
                let mut at = 0;
                places(lists, phrase, rows, &mut |row, places| {
                    while rows.get(at).is_some_and(|known| *known < row) {
                        at += 1;
                    }
                    if let Some(kept) = all.get_mut(at).and_then(|story| story.get_mut(nth)) {
                        kept.extend_from_slice(places);
                    }
                })?;
            }
            for (row, story) in rows.iter().zip(&all) {
                if meet(story, &long, u64::from(far)) {
                    found.add(*row);
                }
            }
        }
        Ok(found)
    }

    /// What each of some rows weighs for a question, by BM25; the length of a story counts for the best of them.
    pub(in crate::library) fn weights(&self, wanted: &Wanted, rows: &[RowId]) -> Read<Vec<f64>> {
        if rows.is_empty() {
            // An empty index keeps no averages.
            return Ok(Vec::new());
        }
        let (stories, words) = self.averages()?;
        let usual = words / stories.max(1.0);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by_key(|nth| rows.get(*nth).map(|row| row.0));
        let rising: Vec<u32> = order
            .iter()
            .filter_map(|nth| rows.get(*nth))
            .map(|row| row.0)
            .collect();
        let among = Bits::of(rising.iter().copied());
        let mut often = vec![Vec::new(); rows.len()];
        for phrase in wanted.phrases() {
            let held = self.holding(phrase)?.count() as f64;
            let rare = ((stories - held + 0.5) / (held + 0.5)).ln();
            let rare = if rare > 0.0 { rare } else { COMMON };
            let lists = self.lists_of(phrase, &among)?;
            let mut at = 0;
            places(&lists, phrase, &rising, &mut |row, places| {
                while rising.get(at).is_some_and(|known| *known < row) {
                    at += 1;
                }
                let column = |at: &u64| WEIGHTS.get((at >> 32) as usize).copied().unwrap_or_default();
                if let Some(often) = order.get(at).and_then(|nth| often.get_mut(*nth)) {
                    often.push((rare, places.iter().map(column).sum::<f64>()));
                }
            })?;
        }
        let mut weights: Vec<f64> = often.iter().map(|often| weigh(often, 1.0)).collect();
        order.sort_unstable_by(|a, b| weights[*b].total_cmp(&weights[*a]));
        let mut statement = self
            .db
            .prepare_cached("SELECT sz FROM words_docsize WHERE id = ?1")?;
        for nth in order.into_iter().take(MEASURED) {
            let row = rows[nth];
            let length = statement.query_row([row.0], |r| Ok(form::length(r.get_ref(0)?.as_blob()?)))?;
            weights[nth] = weigh(&often[nth], formed(length)? as f64 / usual.max(1.0));
        }
        Ok(weights)
    }

    /// How many stories the index holds, and how many words.
    fn averages(&self) -> Read<(f64, f64)> {
        let mut statement = self
            .db
            .prepare_cached("SELECT block FROM words_data WHERE id = 1")?;
        let read = statement.query_row([], |r| Ok(form::averages(r.get_ref(0)?.as_blob()?)))?;
        let (stories, words) = formed(read)?;
        Ok((stories as f64, words as f64))
    }
}

/// The weight of a story by how rare and how often in it each phrase is, and by how long it is beside the usual.
fn weigh(often: &[(f64, f64)], length: f64) -> f64 {
    let long = SOON * (1.0 - LONG + LONG * length);
    let each = often.iter();
    each.map(|(rare, often)| rare * often * (SOON + 1.0) / (often + long))
        .sum()
}

/// Calls with each of some rising rows that holds a phrase, and the places of its first word there.
fn places(
    lists: &[Arc<List>],
    phrase: &Phrase,
    rows: &[u32],
    take: &mut impl FnMut(u32, &[u64]),
) -> Read<()> {
    let mut cursors = cursors(lists);
    let mut places = Vec::new();
    for row in rows {
        formed(phrase_at(&mut cursors, *row, phrase.part, &mut places))?;
        if !places.is_empty() {
            take(*row, &places);
        }
    }
    Ok(())
}

/// A cursor on each list with its place among them; the shortest first, since what is rare leaves the least to compare
/// the others with.
fn cursors(lists: &[Arc<List>]) -> Vec<(u64, Cursor<'_>)> {
    let mut cursors: Vec<(u64, Cursor<'_>)> = (0..).zip(lists.iter().map(|list| Cursor::new(list))).collect();
    cursors.sort_by_key(|(_, cursor)| cursor.list.entries.len());
    cursors
}

/// The positions of a word in one story, and which word of the phrase it is.
struct Walk<'a> {
    nth: u64,
    positions: Positions<'a>,
    now: Option<u64>,
}

impl<'a> Walk<'a> {
    #[inline]
    fn new(nth: u64, positions: &'a [u8]) -> Self {
        let mut positions = Positions::new(positions);
        let now = positions.next();
        Self { nth, positions, now }
    }
}

/// Whether words stand after each other anywhere; nothing is read beyond.
fn stand(walks: &mut [Walk<'_>], part: Option<Part>) -> Option<bool> {
    let Some((first, others)) = walks.split_first_mut() else {
        return Some(false);
    };
    'next: while let Some(at) = first.now {
        first.now = first.positions.next();
        if at & 0xFFFF_FFFF < first.nth || part.is_some_and(|part| at >> 32 != part as u64) {
            continue;
        }
        for other in others.iter_mut() {
            let wanted = at - first.nth + other.nth;
            while other.now.is_some_and(|now| now < wanted) {
                other.now = other.positions.next();
            }
            match other.now {
                Some(now) if now == wanted => {}
                Some(_) => continue 'next,
                None => return other.positions.is_sound().then_some(false),
            }
        }
        return Some(true);
    }
    first.positions.is_sound().then_some(false)
}

/// A list that is read upwards.
struct Cursor<'a> {
    list: &'a List,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(list: &'a List) -> Self {
        Self { list, at: 0 }
    }

    /// The entries of a row, which lies behind the one asked for before.
    fn seek(&mut self, row: u32) -> &'a [(u32, u32)] {
        let left = self.list.entries.get(self.at..).unwrap_or_default();
        // Mostly it is among the next few; else it is looked for in ever larger steps.
        let mut step = 4;
        while left.get(step).is_some_and(|entry| entry.0 < row) {
            step *= 2;
        }
        let before = left.get(step / 2..step.min(left.len())).unwrap_or_default();
        let skipped = step / 2 + before.partition_point(|entry| entry.0 < row);
        let skipped = if step == 4 {
            left.iter().take_while(|entry| entry.0 < row).count()
        } else {
            skipped
        };
        self.at += skipped;
        let left = left.get(skipped..).unwrap_or_default();
        let same = left.iter().take_while(|entry| entry.0 == row).count();
        left.get(..same).unwrap_or_default()
    }
}

/// Where the words of a phrase stand after each other in a row: the places of the first.
fn phrase_at(
    cursors: &mut [(u64, Cursor<'_>)],
    row: u32,
    part: Option<Part>,
    places: &mut Vec<u64>,
) -> Option<()> {
    places.clear();
    for (round, (nth, cursor)) in cursors.iter_mut().enumerate() {
        let (entries, list) = (cursor.seek(row), cursor.list);
        if round > 0
            && let [entry] = entries
        {
            keep_before(places, list.positions(*entry)?, *nth)?;
            continue;
        }
        let mut here = Vec::new();
        let into = if round == 0 { &mut *places } else { &mut here };
        for entry in entries {
            form::each_position(list.positions(*entry)?, |at| into.push(at))?;
        }
        if entries.len() > 1 {
            into.sort_unstable();
        }
        if round == 0 {
            // The first word must stand in the same part as this one.
            places.retain(|at| at & 0xFFFF_FFFF >= *nth && part.is_none_or(|part| at >> 32 == part as u64));
            for at in places.iter_mut() {
                *at -= *nth;
            }
        } else {
            places.retain(|place| here.binary_search(&(place + *nth)).is_ok());
        }
        if places.is_empty() {
            break;
        }
    }
    Some(())
}

/// Keeps the places behind which, so many words on, one of the positions stands.
fn keep_before(places: &mut Vec<u64>, positions: &[u8], nth: u64) -> Option<()> {
    let (mut kept, mut at) = (0, 0);
    form::each_position(positions, |position| {
        while places.get(at).is_some_and(|place| place + nth < position) {
            at += 1;
        }
        if places.get(at).is_some_and(|place| place + nth == position) {
            places.swap(kept, at);
            (kept, at) = (kept + 1, at + 1);
        }
    })?;
    places.truncate(kept);
    Some(())
}

/// Whether one place of each phrase lies so that at most so many words stand between the end of the first and the
/// beginning of the last.
fn meet(places: &[Vec<u64>], long: &[u64], far: u64) -> bool {
    let mut at = vec![0; places.len()];
    let Some(Some(mut last)) = places.first().map(|first| first.first().copied()) else {
        return false;
    };
    loop {
        let mut meets = true;
        for ((nth, places), long) in at.iter_mut().zip(places).zip(long) {
            while places.get(*nth).is_some_and(|place| place + long + far < last) {
                *nth += 1;
            }
            let Some(place) = places.get(*nth) else {
                return false;
            };
            if *place > last {
                (last, meets) = (*place, false);
            }
        }
        if meets {
            return true;
        }
    }
}
