//! Themes to pick from: the screen shows itself in the one under the cursor.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{Outcome, closes};
use crate::app::keymap::Chord;
use crate::config::setup;
use crate::config::theme::{Colours, Palette, Theme};

/// What was on before the picker was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The theme that was picked.
    pub picked: Option<Arc<Theme>>,
    /// Whether the ground was dark.
    pub dark: bool,
    /// Whether the reader had chosen the ground.
    pub chosen: bool,
}

/// One row of the picker.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// Whether the cursor is on it.
    pub here: bool,
    /// The theme; `None` for that of the settings.
    pub theme: Option<&'t Arc<Theme>>,
    /// Its colours, and whether they are for a dark ground.
    pub colours: Option<(Palette, bool)>,
}

/// The picker's state.
#[derive(Debug)]
pub struct Themes {
    /// The themes; before them stands the choice of the settings.
    all: Vec<Arc<Theme>>,
    /// The colours of each row, and whether they are for a dark ground.
    palettes: Vec<(Palette, bool)>,
    before: Before,
    cursor: usize,
    top: usize,
    height: usize,
}

impl Themes {
    /// A picker with the cursor on the theme that was picked before.
    pub fn new(themes: Vec<Arc<Theme>>, on: Option<&str>, before: Before) -> Self {
        let place = |name: &str| themes.iter().position(|t| t.name == name);
        Self {
            cursor: on.and_then(place).map_or(0, |place| place + 1),
            all: themes,
            palettes: Vec::new(),
            before,
            top: 0,
            height: 1,
        }
    }

    /// The columns and rows that it takes of a screen, borders included.
    pub fn size(&self, screen: (u16, u16)) -> (u16, u16) {
        let rows = (self.all.len() as u16).saturating_add(4);
        (screen.0.min(44), rows.min(screen.1.saturating_sub(1)))
    }

    /// Where it stands: in a corner, so that the panes are seen.
    pub fn area(&self, screen: (u16, u16)) -> Rect {
        let (width, height) = self.size(screen);
        let top = screen.1.saturating_sub(height + 1);
        Rect::new(screen.0.saturating_sub(width), top, width, height)
    }

    /// Moves the cursor to a row in view, if there is one.
    pub fn point(&mut self, row: usize) -> Outcome {
        let to = self.top + row;
        if row >= self.height || to > self.all.len() {
            return Outcome::Used;
        }
        self.step(to as isize - self.cursor as isize)
    }

    /// Says how many rows fit on a screen.
    pub fn fit(&mut self, screen: (u16, u16)) {
        self.height = usize::from(self.size(screen).1.saturating_sub(3)).max(1);
        self.follow();
    }

    /// Works out the colours of each row on a ground of the terminal and on the one shown.
    pub fn paint(&mut self, settled: &setup::Themes, (terminal, shown): (bool, bool), colours: Colours) {
        let of = |theme: &Theme| {
            // The row under the cursor shows what the screen shows.
            let ground = if theme.ground.dark(shown) == shown {
                shown
            } else {
                theme.ground.dark(terminal)
            };
            (Palette::of(theme, ground, colours), ground)
        };
        let first = settled.on(terminal);
        self.palettes = std::iter::once(first).chain(&self.all).map(|t| of(t)).collect();
    }

    /// What was on before.
    pub fn before(&self) -> &Before {
        &self.before
    }

    /// The theme under the cursor; `None` for that of the settings.
    pub fn current(&self) -> Option<&Arc<Theme>> {
        self.cursor.checked_sub(1).and_then(|place| self.all.get(place))
    }

    /// The rows in view.
    pub fn window(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = (0..=self.all.len()).skip(self.top).take(self.height);
        rows.map(|row| {
            let theme = row.checked_sub(1).and_then(|place| self.all.get(place));
            Row {
                here: row == self.cursor,
                theme,
                colours: self.palettes.get(row).copied(),
            }
        })
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) -> Outcome {
        let old = self.cursor;
        self.cursor = old.saturating_add_signed(by).min(self.all.len());
        self.follow();
        if self.cursor == old {
            Outcome::Used
        } else {
            Outcome::Previewed { turned: false }
        }
    }

    fn follow(&mut self) {
        let most = (self.all.len() + 1).saturating_sub(self.height);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(self.height), self.cursor)
            .min(most);
    }

    pub(super) fn key(&mut self, chord: Chord) -> Outcome {
        match chord.to_string().as_str() {
            "j" | "Down" | "Ctrl-n" => self.step(1),
            "k" | "Up" | "Ctrl-p" => self.step(-1),
            "PageDown" | "Ctrl-f" | "Ctrl-d" => self.step(self.height as isize),
            "PageUp" | "Ctrl-b" | "Ctrl-u" => self.step(-(self.height as isize)),
            "Home" => self.step(isize::MIN),
            "End" | "G" => self.step(isize::MAX),
            "Tab" | "t" => Outcome::Previewed { turned: true },
            "Enter" | "Space" => Outcome::Close,
            "q" | "Backspace" => Outcome::Unpicked(self.before.clone()),
            _ if closes(chord) => Outcome::Unpicked(self.before.clone()),
            _ => Outcome::Ignored,
        }
    }
}
