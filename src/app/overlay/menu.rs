//! A list to choose from by typing: the help, the command line and the filters.
//!
//! Rows match as headlines do: by the beginnings of words first, then inside them, by initials and half-typed
//! syllables, by the other keyboard, by sound, but for a wrong key, then loosely; the order within a tier is that of
//! the rows.

use std::cmp::Reverse;
use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

use super::{Outcome, Pick, closes};
use crate::app::input::Input;
use crate::app::keymap::Chord;
use crate::app::layout::centred;
use crate::article::date::Date;
use crate::text::Clean;
use crate::text::pattern::{Hit, Pattern, Tier};

/// Which list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Every command with its keys, over the whole screen.
    Help,
    /// The command line.
    Commands,
    /// What the list can be narrowed to.
    Filters,
    /// What can be said of a name.
    Correct,
    /// What the list of notes can be narrowed to.
    NoteFilters,
    /// Tags, to give one another name.
    Tags,
    /// Forms that notes can be written in.
    Export,
    /// What can be done where the pointer is.
    Context,
}

/// Columns that hold a row of the help with all that it says.
pub const WHOLE: u16 = 152;

/// One line of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The head of the group of a row.
    Head(usize),
    /// A row: its place among those shown.
    Row(usize),
}

/// One row.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The group that it stands under.
    pub group: Clean,
    /// What it is called.
    pub label: Clean,
    /// What it does, or how many it stands for.
    pub detail: Clean,
    /// Its keys.
    pub keys: Clean,
    /// The name typed for it.
    pub name: Clean,
    /// What it stands for.
    pub pick: Pick,
}

/// A row that is shown, and why.
#[derive(Debug, Clone)]
struct Shown {
    choice: usize,
    /// Bytes of the label to light.
    lit: Vec<Range<u32>>,
    tier: Option<Tier>,
}

impl Shown {
    fn plain(choice: usize) -> Self {
        Self {
            choice,
            lit: Vec::new(),
            tier: None,
        }
    }
}

/// The menu's state.
#[derive(Debug)]
pub struct Menu {
    /// Which list it is.
    pub purpose: Purpose,
    /// What was typed.
    pub input: Input,
    choices: Vec<Choice>,
    shown: Vec<Shown>,
    cursor: usize,
    /// Where the pointer was that it is about.
    at: (u16, u16),
    /// A row made of what was typed; it stands first.
    dated: Option<Choice>,
    /// The offset from UTC, in minutes, of days that are typed.
    offset: i16,
}

impl Menu {
    /// A menu over some rows, all shown.
    pub fn new(purpose: Purpose, choices: Vec<Choice>) -> Self {
        let shown = (0..choices.len()).map(Shown::plain).collect();
        Self {
            purpose,
            input: Input::default(),
            choices,
            shown,
            cursor: 0,
            at: (0, 0),
            dated: None,
            offset: 0,
        }
    }

    /// Stands where the pointer is.
    #[must_use]
    pub fn at(mut self, at: (u16, u16)) -> Self {
        self.at = at;
        self
    }

    /// Where it stands on a screen.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let (columns, rows) = (size.0, size.1.saturating_sub(1));
        let lines = |most: usize| self.len().clamp(1, most) as u16;
        match self.purpose {
            Purpose::Help => Rect::new(0, 0, columns, rows),
            Purpose::Commands => {
                let height = (lines(11) + 3).max(4).min(rows);
                Rect::new(0, rows - height, columns.min(90), height)
            }
            Purpose::Filters | Purpose::NoteFilters | Purpose::Tags => centred(size, 56, 22),
            Purpose::Export => centred(size, 66, lines(1_000) + 4),
            Purpose::Correct => centred(size, 60, lines(16) + 4),
            Purpose::Context => {
                let width = columns.min(42);
                let height = (self.entries().len().clamp(1, 22) as u16 + 3).min(rows);
                let (x, y) = (self.at.0.min(columns - width), self.at.1.min(rows - height));
                Rect::new(x, y, width, height)
            }
        }
    }

    /// The rows of its area that hold lines, and those below them that hold all of what the row under the cursor does:
    /// on a narrow screen its line has no room for that.
    pub fn rows(&self, size: (u16, u16)) -> (u16, u16) {
        let rows = self.area(size).height.saturating_sub(3);
        let told = match self.purpose {
            Purpose::Help if size.0 < 72 && rows > 8 => 4,
            Purpose::Help if size.0 < WHOLE && rows > 6 => 3,
            _ => 0,
        };
        (rows - told, told)
    }

    /// Rows with the heads of their groups; what was typed ranks rows, so then there are no heads.
    pub fn entries(&self) -> Vec<Entry> {
        let heads = self.input.is_empty() && self.purpose != Purpose::Commands;
        let mut entries = Vec::new();
        let mut last: Option<&Clean> = None;
        for (i, choice) in self.shown().enumerate() {
            if heads && last != Some(&choice.group) {
                entries.push(Entry::Head(i));
                last = Some(&choice.group);
            }
            entries.push(Entry::Row(i));
        }
        entries
    }

    /// The lines in view where so many fit.
    pub fn window(&self, height: usize) -> Vec<Entry> {
        let entries = self.entries();
        let at = entries
            .iter()
            .position(|e| *e == Entry::Row(self.cursor))
            .unwrap_or(0);
        let most = entries.len().saturating_sub(height);
        let top = at.saturating_sub(height / 2).min(most);
        entries.into_iter().skip(top).take(height).collect()
    }

    /// Chooses the row at a cell of its area.
    pub(in crate::app) fn press(&mut self, at: (u16, u16), size: (u16, u16)) -> Outcome {
        let area = self.area(size);
        let inside = at.0 > area.x && at.0 + 1 < area.right() && at.1 + 1 < area.bottom();
        let Some(row) = at.1.checked_sub(area.y + 2).filter(|_| inside) else {
            return Outcome::Used;
        };
        let shown = self.window(self.rows(size).0.into());
        match shown.get(usize::from(row)) {
            Some(Entry::Row(place)) => {
                self.cursor = *place;
                let pick = self.shown().nth(*place).map(|c| c.pick.clone());
                pick.map_or(Outcome::Used, Outcome::Picked)
            }
            Some(Entry::Head(_)) | None => Outcome::Used,
        }
    }

    /// Moves the cursor as the wheel turns.
    pub(in crate::app) fn wheel(&mut self, by: isize) -> Outcome {
        self.step(by);
        Outcome::Used
    }

    /// Takes days that are typed as days at this offset from UTC, in minutes.
    #[must_use]
    pub fn at_offset(mut self, offset: i16) -> Self {
        self.offset = offset;
        self
    }

    /// The rows shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Choice> {
        self.dated
            .iter()
            .chain(self.shown.iter().map(|s| &self.choices[s.choice]))
    }

    /// Why a row is shown: bytes of its label to light, and how it was found.
    pub fn why(&self, place: usize) -> (&[Range<u32>], Option<Tier>) {
        let dated = usize::from(self.dated.is_some());
        let shown = place.checked_sub(dated).and_then(|place| self.shown.get(place));
        shown.map_or((&[], None), |s| (&s.lit, s.tier))
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown.len() + usize::from(self.dated.is_some())
    }

    /// Whether no row fits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the cursor among the rows shown.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Adds rows that came later; what was typed still holds.
    pub fn extend(&mut self, more: Vec<Choice>) {
        self.choices.extend(more);
        self.filter();
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        self.input.insert(text);
        self.filter();
        Outcome::Used
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let chord = Chord::from(key);
        if closes(chord) {
            return Outcome::Close;
        }
        let page = 10;
        match (key.code, chord.to_string().as_str()) {
            (KeyCode::Enter, _) => return self.choose(),
            (KeyCode::Down, _) | (_, "Ctrl-n") => self.step(1),
            (KeyCode::Up, _) | (_, "Ctrl-p") => self.step(-1),
            (KeyCode::PageDown, _) | (_, "Ctrl-f") => self.step(page),
            (KeyCode::PageUp, _) | (_, "Ctrl-b") => self.step(-page),
            (KeyCode::Tab, _) => self.complete(),
            (KeyCode::F(2), _) | (_, "Ctrl-r") => {
                return self
                    .saved()
                    .map_or(Outcome::Ignored, |(name, query)| Outcome::Resaved(name, query));
            }
            (KeyCode::Delete, _) if self.input.parts().1.is_empty() => {
                let Some((name, query)) = self.saved() else {
                    return Outcome::Ignored;
                };
                self.leave_out(self.cursor);
                return Outcome::Unsaved(name, query);
            }
            (KeyCode::Backspace, _) if self.input.is_empty() && self.purpose == Purpose::Commands => {
                return Outcome::Close;
            }
            // The reflex of those who filter with a slash.
            (KeyCode::Char('/'), _) if self.input.is_empty() && self.purpose != Purpose::Commands => {}
            _ if self.input.key(key) => self.filter(),
            _ => return Outcome::Ignored,
        }
        Outcome::Used
    }

    fn step(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    fn choose(&mut self) -> Outcome {
        if self.purpose == Purpose::Commands
            && let Ok(place) = self.input.value().parse::<usize>()
        {
            return Outcome::Place(place);
        }
        let pick = self.shown().nth(self.cursor).map(|c| c.pick.clone());
        pick.map_or(Outcome::Used, Outcome::Picked)
    }

    /// The name and the query of the saved search under the cursor.
    pub fn saved(&self) -> Option<(Clean, Clean)> {
        let choice = self.shown().nth(self.cursor)?;
        match &choice.pick {
            Pick::Search(query) if self.purpose == Purpose::Filters => {
                Some((choice.name.clone(), query.clone()))
            }
            _ => None,
        }
    }

    /// Whether a search is saved under a name.
    pub fn has_saved(&self, name: &Clean) -> bool {
        let saved = |choice: &Choice| matches!(choice.pick, Pick::Search(_)) && choice.name == *name;
        self.choices.iter().any(saved)
    }

    /// Takes a row out.
    fn leave_out(&mut self, place: usize) {
        let dated = usize::from(self.dated.is_some());
        if let Some(shown) = place.checked_sub(dated).and_then(|place| self.shown.get(place)) {
            self.choices.remove(shown.choice);
            self.filter();
            self.cursor = place.min(self.len().saturating_sub(1));
        }
    }

    fn complete(&mut self) {
        let name = self.shown().nth(self.cursor).map(|c| c.name.clone());
        if let Some(name) = name {
            self.input = Input::holding(&name);
            self.filter();
        }
    }

    fn filter(&mut self) {
        let query = self.input.value();
        let pattern = Pattern::new(&query);
        let mut ranked: Vec<(Reverse<i64>, Shown)> = Vec::new();
        for (i, choice) in self.choices.iter().enumerate() {
            if let Some((rank, shown)) = rank(&pattern, choice, i) {
                ranked.push((Reverse(rank), shown));
            }
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        self.shown = ranked.into_iter().map(|(_, shown)| shown).collect();
        self.cursor = 0;
        self.dated = (self.purpose == Purpose::Filters)
            .then(|| dated(&query, self.offset))
            .flatten();
    }
}

/// A row for a year, month or day that was typed: `2026`, `2026-05`, `2026-05-14`.
fn dated(query: &str, offset: i16) -> Option<Choice> {
    let mut parts = query.split(['-', '.', '/']);
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts
        .next()
        .filter(|m| !m.is_empty())
        .map(str::parse)
        .transpose()
        .ok()?;
    let day: Option<i8> = parts
        .next()
        .filter(|d| !d.is_empty())
        .map(str::parse)
        .transpose()
        .ok()?;
    let begin = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let span = match (month, day) {
        (None, _) => jiff::Span::new().years(1),
        (_, None) => jiff::Span::new().months(1),
        _ => jiff::Span::new().days(1),
    };
    let end = begin.checked_add(span).ok()?;
    let midnight = |d: jiff::civil::Date| Some(Date::day(d.year(), d.month(), d.day(), offset)?.unix);
    let label = Clean::new(query);
    let pick = Pick::Dates(label.clone(), midnight(begin)?, midnight(end)?);
    let none = Clean::default();
    Some(Choice {
        group: none.clone(),
        name: label.clone(),
        label,
        detail: none.clone(),
        keys: none,
        pick,
    })
}

/// The rank of a row that is exactly what was typed.
const SAME: i64 = 10_000;

/// How well a row fits, the greater the better, and what of it is to be lit.
fn rank(pattern: &Pattern, choice: &Choice, place: usize) -> Option<(i64, Shown)> {
    let query = pattern.typed();
    let same = choice.keys.split(", ").any(|k| k == query) || &*choice.name == query;
    if same || query.is_empty() {
        return Some((SAME, Shown::plain(place)));
    }
    let label = pattern.best(&choice.label);
    let others = [&choice.name, &choice.detail].map(|field| pattern.best(field));
    let loose = || {
        let fields = [&choice.label, &choice.name];
        fields
            .iter()
            .filter_map(|f| pattern.loose(f))
            .max_by_key(|h| h.score)
    };
    let best = label
        .iter()
        .chain(others.iter().flatten())
        .max_by_key(|h| worth(h));
    let best = best.cloned().or_else(loose)?;
    let shown = Shown {
        choice: place,
        tier: Some(best.tier),
        lit: label.map(|hit| hit.ranges).unwrap_or_default(),
    };
    Some((worth(&best), shown))
}

/// The tier of a hit and whether it begins a word: rows that are alike in these keep their order.
fn worth(hit: &Hit) -> i64 {
    if hit.tier == Tier::Loose {
        hit.score
    } else {
        hit.tier.score() + 200 * i64::from(hit.begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_date_is_a_row_of_its_own() {
        for (typed, days) in [
            ("2026", 365),
            ("2026-05", 31),
            ("2026.02", 28),
            ("2026-05-14", 1),
            ("2024-02", 29),
        ] {
            let Some(Choice {
                pick: Pick::Dates(_, begin, end),
                ..
            }) = dated(typed, 540)
            else {
                panic!("{typed}")
            };
            assert_eq!((end - begin) / 86_400, days, "{typed}");
            assert_eq!(
                (begin + 9 * 3_600) % 86_400,
                0,
                "a day begins at its own midnight"
            );
        }
        for typed in ["", "26", "2026-13", "2026-02-30", "이천", "2026-x"] {
            assert!(dated(typed, 540).is_none(), "{typed}");
        }
    }
}
