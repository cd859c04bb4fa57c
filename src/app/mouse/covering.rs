//! The mouse over what lies over the panes: a click beside it closes it, unless something is being typed there.

use crossterm::event::KeyCode;

use super::{Held, NOTCH};
use crate::app::App;
use crate::app::effect::Effects;
use crate::app::layout;
use crate::app::overlay::picker::{Deed, Shape};
use crate::app::overlay::sheet::{Goal, Sheet};
use crate::app::overlay::{Outcome, Overlay};

impl App {
    pub(super) fn wheel_overlay(&mut self, by: isize) -> Effects {
        let outcome = match self.overlays.last_mut() {
            Some(Overlay::Sheet(sheet)) => {
                sheet.step(by);
                Outcome::Used
            }
            Some(Overlay::Themes(themes)) => themes.step(by),
            Some(Overlay::Info(info)) => info.scroll(by),
            Some(Overlay::Pictures(pictures)) => pictures.step(by.signum()),
            Some(Overlay::Menu(menu)) => menu.wheel(by),
            Some(Overlay::Picker(picker)) => picker.step(by),
            Some(Overlay::Notes(notes)) => {
                notes.step(by);
                Outcome::Used
            }
            Some(Overlay::Note(_)) => return self.turn_wheel(by, NOTCH),
            Some(Overlay::Naming(_)) => return self.turn_wheel(by, 1),
            _ => return Vec::new(),
        };
        self.outcome(outcome)
    }

    /// Turns the wheel where keys move.
    fn turn_wheel(&mut self, by: isize, times: isize) -> Effects {
        let key = if by > 0 { KeyCode::Down } else { KeyCode::Up };
        (0..times).flat_map(|_| self.field_key(key.into())).collect()
    }

    pub(super) fn press_overlay(&mut self, at: (u16, u16), twice: bool) -> Effects {
        let told = (&self.words, self.ruler);
        let field = self.overlays.last_mut();
        if field.is_some_and(|overlay| overlay.point(at, self.size, told)) {
            return Vec::new();
        }
        let cell = at.into();
        match self.overlays.last_mut() {
            Some(Overlay::Menu(menu)) => {
                let outcome = if menu.area(self.size).contains(cell) {
                    menu.press(at, self.size)
                } else {
                    Outcome::Close
                };
                self.outcome(outcome)
            }
            Some(Overlay::Sheet(_)) => self.press_sheet(at, twice),
            Some(Overlay::Picker(_)) => self.press_picker(at, twice),
            Some(Overlay::Themes(themes)) => {
                let area = themes.area(self.size);
                let outcome = match (area.contains(cell), twice) {
                    (false, _) => Outcome::Unpicked(themes.before().clone()),
                    (true, true) => Outcome::Close,
                    (true, false) => themes.point(usize::from(at.1.saturating_sub(area.y + 1))),
                };
                self.outcome(outcome)
            }
            Some(Overlay::Notes(notes)) => {
                if notes.input.is_some() {
                    return Vec::new();
                }
                // The border, and the row that says what is shown.
                let hit = at.1.checked_sub(2).is_some_and(|row| notes.point(row.into()));
                if hit && twice {
                    self.open_note()
                } else {
                    self.go_on()
                }
            }
            Some(Overlay::Info(_)) => self.outcome(Outcome::Close),
            Some(Overlay::Pictures(pictures)) => {
                let outcome = match (twice, at.0 >= self.size.0 / 2) {
                    (true, _) => Outcome::Viewed,
                    (false, true) => pictures.step(1),
                    (false, false) => pictures.step(-1),
                };
                self.outcome(outcome)
            }
            Some(Overlay::Find(find)) => {
                let key = if find.input.is_empty() {
                    KeyCode::Esc
                } else {
                    KeyCode::Enter
                };
                self.field_key(key.into())
            }
            Some(Overlay::Making(_)) => {
                self.held = Some(Held::Words);
                if let (Some(byte), Some(Overlay::Making(making))) =
                    (self.byte_under(at), self.overlays.last_mut())
                {
                    making.point(byte);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Stretches the words of a name to those under the pointer.
    pub(super) fn drag_words(&mut self, at: (u16, u16)) {
        if let (Some(byte), Some(Overlay::Making(making))) = (self.byte_under(at), self.overlays.last_mut()) {
            making.stretch(byte);
        }
    }

    fn press_sheet(&mut self, at: (u16, u16), twice: bool) -> Effects {
        let (width, height) = Sheet::size(self.size);
        let area = layout::centred(self.size, width, height);
        let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        if !area.contains(at.into()) {
            return self.outcome(Outcome::Close);
        }
        let row = usize::from(at.1.saturating_sub(area.y + 1));
        let leads = at.1 > area.y && at.1 + 1 < area.bottom() && sheet.point(row);
        // Names are followed at once; stories open with the second click.
        let outcome = match sheet.goal().filter(|_| leads) {
            Some(goal @ (Goal::Card(_) | Goal::Mentions(_))) if !twice => Outcome::Went(goal),
            Some(goal @ (Goal::Place(..) | Goal::Story(_) | Goal::Settings(_) | Goal::Turn(..))) if twice => {
                Outcome::Went(goal)
            }
            _ => Outcome::Used,
        };
        self.outcome(outcome)
    }

    fn press_picker(&mut self, at: (u16, u16), twice: bool) -> Effects {
        let (size, words, ruler) = (self.size, &self.words, self.ruler);
        let Some(Overlay::Picker(picker)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        let shape = Shape::new(size, picker.preview);
        let cell = at.into();
        let outcome = if !shape.area.contains(cell) {
            Outcome::Close
        } else if shape.list.contains(cell) {
            let row = usize::from(at.1 - shape.list.y);
            if twice {
                picker.deed(Deed::Open)
            } else {
                picker.point(row, shape.list.height.into())
            }
        } else if shape.scopes && at.1 == shape.area.y + 2 {
            let (x, right) = (shape.area.x + 2, shape.area.right().saturating_sub(1));
            let names = picker.scope_names(words);
            let places = picker.scope_places(&names, ruler, (x, right));
            let hit = places
                .into_iter()
                .find(|(_, x, width)| (*x..*x + *width).contains(&at.0));
            hit.map_or(Outcome::Used, |(nth, ..)| picker.choose_scope(nth))
        } else {
            Outcome::Used
        };
        self.outcome(outcome)
    }
}
