//! The tour: which key to press next, as rows, and that it was pressed.
//!
//! It only looks on. Every key does what it always does, in whatever order it is pressed; the strip names the next one
//! and goes on when that was pressed.

use crate::app::App;
use crate::app::effect::Effects;
use crate::text::Clean;
use crate::text::wrap::{self, Wrap};

/// The steps: the words of each in the catalogues, and the commands any of which it waits for.
pub const STEPS: &[(&str, &[&str])] = &[
    ("down", &["down", "half-down", "page-down", "article-next"]),
    ("open", &["open", "pane-right", "goto-reader"]),
    ("read-on", &["read-on", "half-down", "page-down", "down"]),
    ("hints", &["hints"]),
    ("entities", &["entities", "goto-entities"]),
    ("filter-by-entity", &["filter-by-entity"]),
    ("back", &["back"]),
    ("entity-card", &["entity-card"]),
    ("find", &["find", "full-text"]),
    ("bookmark", &["bookmark"]),
    ("undo", &["undo"]),
    ("picker", &["picker"]),
    ("help", &["help"]),
];

/// Most rows that the strip takes.
const ROWS: usize = 3;
/// The least rows of a screen that has room for it: on a lower one the story needs them all.
const LEAST: u16 = 10;

/// Where the reader is in the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tour {
    /// The step; past the last one it only says goodbye.
    pub step: usize,
    /// Whether the step before was done, and not passed over.
    pub done: bool,
}

impl Tour {
    /// The tour from where it was left; one that was at its end begins anew.
    pub fn at(step: Option<u16>) -> Self {
        let step = usize::from(step.unwrap_or_default());
        Self {
            step: if step < STEPS.len() { step } else { 0 },
            done: false,
        }
    }

    /// A command was given: goes on if the step waited for it.
    pub fn saw(&mut self, command: &str) {
        let awaited = STEPS
            .get(self.step)
            .is_some_and(|(_, commands)| commands.contains(&command));
        if awaited {
            self.step += 1;
            self.done = true;
        }
    }

    /// Passes a step over, or goes back to one.
    pub fn turn(&mut self, by: isize) {
        self.step = self.step.saturating_add_signed(by).min(STEPS.len());
        self.done = false;
    }
}

impl App {
    /// What the strip says; `None` where there is no tour.
    pub fn tour_words(&self) -> Option<Clean> {
        let tour = self.tour?;
        let all = STEPS.len().to_string();
        let Some((name, _)) = STEPS.get(tour.step) else {
            return Some(self.words.fill("tour.end", &[]));
        };
        let step = self.words.fill(&format!("tour.{name}"), &[]);
        let key = if tour.done { "tour.next" } else { "tour.step" };
        let n = (tour.step + 1).to_string();
        Some(self.words.fill(key, &[("n", &n), ("all", &all), ("text", &step)]))
    }

    /// The rows of the strip, as bytes of what it says.
    pub fn tour_rows(&self, words: &str) -> Vec<wrap::Row> {
        let wrap = Wrap {
            cols: self.size.0.saturating_sub(2).max(2),
            mode: wrap::Mode::Auto,
            ruler: self.ruler,
        };
        let mut rows = wrap::rows(words, &wrap);
        rows.truncate(ROWS);
        rows
    }

    /// How many rows the strip takes.
    pub(in crate::app) fn tour_height(&self) -> u16 {
        let words = self.tour_words().filter(|_| self.size.1 >= LEAST);
        words.map_or(0, |words| self.tour_rows(&words).len() as u16)
    }

    /// Begins the tour where it was left, or ends it.
    pub(in crate::app) fn toggle_tour(&mut self) -> Effects {
        match self.tour.take() {
            Some(tour) => self.session.tour = Some(tour.step as u16),
            None => self.tour = Some(Tour::at(self.session.tour)),
        }
        self.lay_out();
        Vec::new()
    }

    /// Goes to another step.
    pub(in crate::app) fn turn_tour(&mut self, by: isize) -> Effects {
        if let Some(tour) = &mut self.tour {
            tour.turn(by);
            self.lay_out();
        }
        Vec::new()
    }

    /// A command was given.
    pub(in crate::app) fn tour_saw(&mut self, command: &str) {
        let before = self.tour;
        if let Some(tour) = &mut self.tour {
            tour.saw(command);
        }
        if self.tour != before {
            self.lay_out();
        }
    }

    /// The step that the next tour begins with.
    pub(in crate::app) fn tour_left(&self) -> Option<u16> {
        self.tour.map_or(self.session.tour, |tour| Some(tour.step as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command;
    use crate::app::words::{LANGUAGES, Words};

    #[test]
    fn every_step_waits_for_commands_and_has_words() {
        for (name, commands) in STEPS {
            for command in *commands {
                assert!(command::named(command).is_some(), "{command}");
            }
            for language in LANGUAGES {
                let words = Words::of(language);
                let key = format!("tour.{name}");
                assert!(words.has(&key), "{language:?} {key}");
                assert!(
                    words.get(&key).contains("{key."),
                    "{language:?} {key} names no key"
                );
            }
        }
    }

    #[test]
    fn it_goes_on_when_the_key_was_pressed_and_no_sooner() {
        let mut tour = Tour::default();
        tour.saw("bookmark");
        assert_eq!(tour, Tour::default());
        tour.saw("page-down");
        assert_eq!(tour, Tour { step: 1, done: true });
        tour.turn(-5);
        assert_eq!(tour, Tour::default());
        tour.turn(500);
        tour.saw("help");
        assert_eq!(tour.step, STEPS.len());
    }

    #[test]
    fn it_is_taken_up_where_it_was_left() {
        assert_eq!(Tour::at(None).step, 0);
        assert_eq!(Tour::at(Some(4)).step, 4);
        assert_eq!(Tour::at(Some(STEPS.len() as u16)).step, 0);
        assert_eq!(Tour::at(Some(u16::MAX)).step, 0);
    }
}
