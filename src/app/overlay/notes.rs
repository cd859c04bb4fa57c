//! All notes of the library: a list that knows four bytes a note and the notes near its window.

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};

use super::{Outcome, closes};
use crate::app::input::Input;
use crate::library::note::{NoteRow, NoteTotals, NoteView, Noted};
use crate::text::Clean;

/// Screen rows that a note takes.
pub const ROWS: usize = 3;
/// Notes asked for beyond the window, either way.
const AHEAD: usize = 20;

/// The list's state.
#[derive(Debug, Default)]
pub struct Notes {
    /// Which notes, in which order.
    pub view: NoteView,
    /// What the list was narrowed to, in words.
    pub narrowed: Vec<Clean>,
    /// Words that are being typed to search for.
    pub input: Option<Input>,
    /// Counts of the whole library.
    pub totals: NoteTotals,
    /// Whether the order is here.
    pub complete: bool,
    rows: Arc<[NoteRow]>,
    here: HashMap<NoteRow, Noted>,
    asked: (usize, usize),
    cursor: usize,
    top: usize,
    fits: usize,
}

impl Notes {
    /// How many notes there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The note under the cursor, if it is here.
    pub fn current(&self) -> Option<&Noted> {
        self.here.get(self.rows.get(self.cursor)?)
    }

    /// The notes in view: their places, and those that are here.
    pub fn window(&self) -> impl Iterator<Item = (usize, Option<&Noted>)> {
        let rows = self.rows.iter().enumerate().skip(self.top).take(self.fits);
        rows.map(|(place, row)| (place, self.here.get(row)))
    }

    /// Says how many screen rows there are.
    pub fn fit(&mut self, rows: usize) {
        self.fits = (rows / ROWS).max(1);
        self.follow();
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        self.set_cursor(self.cursor.saturating_add_signed(by));
    }

    /// Puts the cursor on a place, or on the last one.
    pub fn set_cursor(&mut self, place: usize) {
        self.cursor = place.min(self.rows.len().saturating_sub(1));
        self.follow();
    }

    /// Puts the cursor on the note at a row of those in view; whether there is one.
    pub fn point(&mut self, row: usize) -> bool {
        let place = self.top + row / ROWS;
        let hit = row / ROWS < self.fits && place < self.rows.len();
        if hit {
            self.set_cursor(place);
        }
        hit
    }

    /// Notes that a page holds.
    pub fn page(&self) -> usize {
        self.fits.saturating_sub(1).max(1)
    }

    fn follow(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(self.fits), self.cursor);
    }

    /// Takes an order; the cursor stays on its note. What was known of the notes may be old.
    pub fn take_order(&mut self, rows: Arc<[NoteRow]>, totals: NoteTotals) {
        let on = self.rows.get(self.cursor).copied();
        self.rows = rows;
        self.totals = totals;
        self.complete = true;
        self.asked = (0, 0);
        if let Some(place) = on.and_then(|on| self.rows.iter().position(|r| *r == on)) {
            self.cursor = place;
        }
        self.follow();
    }

    /// Takes notes that were asked for.
    pub fn take(&mut self, notes: Vec<(NoteRow, Noted)>) {
        if self.here.len() > 4_000 {
            self.here.clear();
        }
        self.here.extend(notes);
    }

    /// The notes to be asked for: those near the window, once.
    pub fn missing(&mut self) -> Vec<NoteRow> {
        let last = (self.top + self.fits).min(self.rows.len());
        if self.asked.0 <= self.top && last <= self.asked.1 {
            return Vec::new();
        }
        let (from, to) = (
            self.top.saturating_sub(AHEAD),
            (last + AHEAD).min(self.rows.len()),
        );
        self.asked = (from, to);
        self.rows.get(from..to).unwrap_or_default().to_vec()
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let Some(input) = &mut self.input else {
            return Outcome::Ignored;
        };
        if closes(key.into()) {
            self.input = None;
            return Outcome::NotesSought(None);
        }
        if key.code == KeyCode::Enter {
            let words = input.value();
            self.input = None;
            return Outcome::NotesSought(Some(words).filter(|w| !w.is_empty()));
        }
        if input.key(key) {
            return Outcome::NotesSought(Some(input.value()).filter(|w| !w.is_empty()));
        }
        Outcome::Ignored
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        match &mut self.input {
            Some(input) => {
                input.insert(text);
                Outcome::NotesSought(Some(input.value()).filter(|w| !w.is_empty()))
            }
            None => Outcome::Ignored,
        }
    }
}
