//! One box over everything: what is typed is looked for in headlines, names, tags, notes, commands and places.
//!
//! The rows are found by a worker; those that are only near come later and go below. The box keeps no hit by its place:
//! when an answer comes anew the cursor stays on what it was on, if the reader had moved it.

mod shape;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Outcome, Pick, closes};
use crate::app::input::Input;
use crate::app::keymap::Chord;
use crate::app::words::Words;
use crate::library::finder::{Ask, Findings, Found, Glance, Goal, Scope};
use crate::query::Today;
use crate::text::width::Ruler;
use crate::text::{Clean, fold};
pub use shape::Shape;

/// The scopes in the order of Tab, with the key of their name, their sign, and the letter that chooses them.
pub const SCOPES: &[(Scope, &str, &str, Option<char>)] = &[
    (Scope::All, "pick.all", "", None),
    (Scope::Titles, "pick.titles", "", None),
    (Scope::Bodies, "pick.bodies", "", Some('/')),
    (Scope::Names, "pick.names", "@", Some('@')),
    (Scope::Tags, "pick.tags", "#", Some('#')),
    (Scope::Outlets, "pick.outlets", "%", Some('%')),
    (Scope::Searches, "pick.searches", "?", Some('?')),
    (Scope::Notes, "pick.notes", "¶", Some('"')),
    (Scope::Places, "pick.places", "'", Some('\'')),
    (Scope::Own, "pick.commands", ":", Some(':')),
];

/// Rows of a page.
const PAGE: isize = 10;

/// Something that the screen itself offers.
#[derive(Debug, Clone)]
pub struct Own {
    /// What to say of it.
    pub detail: Clean,
    /// Its keys.
    pub keys: Clean,
    /// What choosing it does.
    pub pick: Pick,
}

/// What is remembered of a box that was closed.
#[derive(Debug, Clone)]
pub struct Memory {
    /// What was typed.
    pub typed: String,
    /// What was looked through.
    pub scope: Scope,
    /// Whether the preview is shown.
    pub preview: bool,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            typed: String::new(),
            scope: Scope::All,
            preview: true,
        }
    }
}

/// What to do with the row under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Go there; the box closes.
    Open,
    /// Go there; the box stays.
    Keep,
    /// Copy what it is called.
    Copy,
}

/// The state of the box.
#[derive(Debug)]
pub struct Picker {
    /// What was typed.
    pub input: Input,
    /// What is looked through.
    pub scope: Scope,
    /// Whether the reader wants the preview.
    pub preview: bool,
    /// What the screen itself offers, by number.
    pub own: Vec<Own>,
    /// Whether the text is that of last time: the first letter takes its place.
    pub chosen: bool,
    /// The day that days are counted from.
    pub today: Today,
    /// A look at the row under the cursor.
    pub glance: Option<(Goal, Glance)>,
    rows: Vec<Found>,
    /// How many of the rows are sure; the others came later.
    sure: usize,
    counts: (u32, u32),
    reading: Option<(u32, u32)>,
    cursor: usize,
    /// Whether the reader moved the cursor since the text changed.
    moved: bool,
    answered: Answered,
    /// What to do once the rows are here.
    waits: Option<Deed>,
}

/// How far the answer to what is typed now is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answered {
    No,
    /// The sure rows are here.
    Surely,
    /// All is here.
    Wholly,
}

impl Picker {
    /// A box as it was left.
    pub fn new(memory: &Memory, own: Vec<Own>) -> Self {
        Self {
            input: Input::holding(&memory.typed),
            scope: memory.scope,
            preview: memory.preview,
            own,
            chosen: !memory.typed.is_empty(),
            today: Today::default(),
            glance: None,
            rows: Vec::new(),
            sure: 0,
            counts: (0, 0),
            reading: None,
            cursor: 0,
            moved: false,
            answered: Answered::No,
            waits: None,
        }
    }

    /// What to remember of it.
    pub fn memory(&self) -> Memory {
        let (before, after) = self.input.parts();
        Memory {
            typed: format!("{before}{after}"),
            scope: self.scope,
            preview: self.preview,
        }
    }

    /// What is asked now.
    pub fn ask(&self) -> Ask {
        Ask {
            typed: self.input.value(),
            scope: self.scope,
            today: self.today,
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[Found] {
        &self.rows
    }

    /// The place of the cursor among the rows.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Found> {
        self.rows.get(self.cursor)
    }

    /// How many things answered, and how many were looked through.
    pub fn counts(&self) -> (u32, u32) {
        self.counts
    }

    /// How many headlines have been read and how many there are, while that lasts.
    pub fn reading(&self) -> Option<(u32, u32)> {
        self.reading
    }

    /// Whether nothing answers.
    pub fn is_barren(&self) -> bool {
        self.answered == Answered::Wholly && self.rows.is_empty() && self.reading.is_none()
    }

    /// Takes in a part of an answer; gives what the reader wanted done as soon as there is something to do it with.
    pub fn take(&mut self, findings: Findings, later: bool) -> Option<Deed> {
        let here = self
            .current()
            .filter(|_| self.moved)
            .map(|found| found.goal.clone());
        if later {
            self.rows.truncate(self.sure);
            self.counts.0 += findings.hits;
            let known = |found: &Found| self.rows.iter().all(|row| row.goal != found.goal);
            let more: Vec<Found> = findings.rows.into_iter().filter(known).collect();
            self.rows.extend(more);
        } else {
            self.sure = findings.rows.len();
            self.counts = (findings.hits, findings.of);
            self.reading = findings.reading;
            // Near rows of the same text stay until the new ones are here, or the screen would flicker.
            self.rows = findings.rows;
        }
        self.answered = if findings.more {
            Answered::Surely
        } else {
            Answered::Wholly
        };
        let place = here.and_then(|goal| self.rows.iter().position(|row| row.goal == goal));
        self.cursor = place.unwrap_or(if self.moved { self.cursor } else { 0 });
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if self.rows.is_empty() && self.answered != Answered::Wholly {
            return None;
        }
        self.waits.take().filter(|_| !self.rows.is_empty())
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        self.replace();
        self.input.insert(text);
        self.changed()
    }

    /// What was typed last time gives way to what is typed now.
    fn replace(&mut self) {
        if std::mem::take(&mut self.chosen) {
            self.input.clear();
        }
    }

    fn changed(&mut self) -> Outcome {
        self.chosen = false;
        self.moved = false;
        self.cursor = 0;
        self.waits = None;
        self.answered = Answered::No;
        Outcome::Asked
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let chord = Chord::from(key);
        if closes(chord) {
            return Outcome::Close;
        }
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match (key.code, chord.to_string().as_str()) {
            (KeyCode::Enter, _) if alt => self.deed(Deed::Keep),
            (KeyCode::Enter, _) => self.deed(Deed::Open),
            (KeyCode::Down, _) | (_, "Ctrl-n") => self.step(1),
            (KeyCode::Up, _) | (_, "Ctrl-p") => self.step(-1),
            (KeyCode::PageDown, _) | (_, "Ctrl-f") => self.step(PAGE),
            (KeyCode::PageUp, _) | (_, "Ctrl-b") => self.step(-PAGE),
            (KeyCode::BackTab, _) => self.turn(false),
            (KeyCode::Tab, _) => self.turn(!key.modifiers.contains(KeyModifiers::SHIFT)),
            (KeyCode::F(1), _) => Outcome::Help,
            (_, "Ctrl-y") => self.deed(Deed::Copy),
            (_, "Ctrl-t") => {
                self.preview = !self.preview;
                Outcome::Pointed
            }
            _ => self.edit(key),
        }
    }

    fn edit(&mut self, key: KeyEvent) -> Outcome {
        let plain = !key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let empty = self.chosen || self.input.is_empty();
        match key.code {
            KeyCode::Char(c) if plain => {
                if let Some(scope) = scope_of(c).filter(|_| empty) {
                    self.input.clear();
                    self.scope = scope;
                    return self.changed();
                }
                self.replace();
            }
            KeyCode::Backspace if self.input.is_empty() => {
                self.scope = Scope::All;
                return self.changed();
            }
            KeyCode::Backspace | KeyCode::Delete if self.chosen => {
                self.input.clear();
                return self.changed();
            }
            _ => {}
        }
        let before = self.input.value();
        if !self.input.key(key) {
            return Outcome::Ignored;
        }
        if self.input.value() == before {
            self.chosen = false;
            return Outcome::Used;
        }
        self.changed()
    }

    /// The first row in view where so many fit.
    pub fn top(&self, height: usize) -> usize {
        let most = self.rows.len().saturating_sub(height);
        self.cursor.saturating_sub(height / 2).min(most)
    }

    /// Moves the cursor to a row in view, if there is one.
    pub fn point(&mut self, row: usize, height: usize) -> Outcome {
        let to = self.top(height) + row;
        if to >= self.rows.len() {
            return Outcome::Used;
        }
        self.step(to as isize - self.cursor as isize)
    }

    /// What the scopes are called.
    pub fn scope_names(&self, words: &Words) -> Vec<String> {
        let names = SCOPES.iter();
        names
            .map(|(_, key, sign, _)| format!("{sign}{}", words.get(key)))
            .collect()
    }

    /// Where the names of the scopes stand, with a blank on either side: which one, its column and its columns. Where not
    /// all of them fit they stand closer; where that is not enough, those around the chosen one are shown, and a column
    /// at either end is left for the sign that there are more.
    pub fn scope_places(
        &self,
        names: &[String],
        ruler: Ruler,
        (x, right): (u16, u16),
    ) -> Vec<(usize, u16, u16)> {
        let is_chosen = |(scope, ..): &(Scope, &str, &str, Option<char>)| *scope == self.scope;
        let chosen = SCOPES.iter().position(is_chosen).unwrap_or(0);
        let widths: Vec<usize> = names.iter().map(|name| ruler.width(name) + 2).collect();
        let room = usize::from(right.saturating_sub(x));
        let all: usize = widths.iter().sum();
        let apart = usize::from(all + widths.len().saturating_sub(1) <= room);
        let ends = usize::from(all > room);
        let inner = room.saturating_sub(2 * ends);
        let upto = |from: usize| widths[from..=chosen].iter().sum::<usize>();
        let fits = |from: &usize| all <= room || upto(*from) <= inner;
        let from = (0..chosen).find(fits).unwrap_or(chosen);
        let mut x = usize::from(x) + ends;
        let end = usize::from(right).saturating_sub(ends);
        let mut places = Vec::new();
        for (nth, width) in widths.iter().enumerate().skip(from) {
            if x + width > end && nth != chosen {
                break;
            }
            places.push((nth, x as u16, *width as u16));
            x += width + apart;
        }
        places
    }

    /// Looks through something else.
    pub fn choose_scope(&mut self, nth: usize) -> Outcome {
        let Some((scope, ..)) = SCOPES.get(nth) else {
            return Outcome::Used;
        };
        let chosen = self.chosen;
        self.scope = *scope;
        let outcome = self.changed();
        self.chosen = chosen;
        outcome
    }

    /// Moves the cursor by rows.
    pub fn step(&mut self, by: isize) -> Outcome {
        let last = self.rows.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        (self.moved, self.chosen) = (true, false);
        Outcome::Pointed
    }

    fn turn(&mut self, forward: bool) -> Outcome {
        // Where nothing is found anywhere, texts are left.
        if forward && self.scope == Scope::All && self.is_barren() {
            self.scope = Scope::Bodies;
            return self.changed();
        }
        let at = SCOPES
            .iter()
            .position(|(scope, ..)| *scope == self.scope)
            .unwrap_or(0);
        let by = if forward { 1 } else { SCOPES.len() - 1 };
        self.choose_scope((at + by) % SCOPES.len())
    }

    /// Does something with the row under the cursor, once it is here.
    pub fn deed(&mut self, deed: Deed) -> Outcome {
        if self.scope == Scope::Bodies {
            let words = self.input.value();
            let some = !words.is_empty() && deed != Deed::Copy;
            return if some {
                Outcome::Search(words.as_str().to_owned(), false)
            } else {
                Outcome::Used
            };
        }
        if self.answered == Answered::No {
            // What is shown answers what was typed before.
            self.waits = Some(deed);
            return Outcome::Used;
        }
        self.chosen(deed).unwrap_or_else(|| {
            self.waits = (self.answered != Answered::Wholly).then_some(deed);
            Outcome::Used
        })
    }

    /// What a deed with the row under the cursor is.
    pub(in crate::app) fn chosen(&self, deed: Deed) -> Option<Outcome> {
        let found = self.current()?;
        Some(match deed {
            Deed::Copy => Outcome::CopyText(found.label.clone()),
            _ => Outcome::Chose(Box::new(found.clone()), deed == Deed::Keep),
        })
    }
}

/// The scope that a letter chooses, also one of full width.
fn scope_of(c: char) -> Option<Scope> {
    let c = fold::fold(c.encode_utf8(&mut [0; 4])).chars().next()?;
    SCOPES
        .iter()
        .find(|(.., key)| *key == Some(c))
        .map(|(scope, ..)| *scope)
}

#[cfg(test)]
mod tests;
