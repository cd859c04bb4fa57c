//! Which pane has the focus, and what Esc and `q` leave.

use crate::app::App;
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;

impl App {
    /// Gives a pane the focus, and shows it where it was hidden.
    pub fn set_focus(&mut self, pane: Pane) {
        match pane {
            Pane::List => self.shown.0 = true,
            Pane::Sidebar => self.shown.1 = true,
            Pane::Reader => {}
        }
        if pane != Pane::Reader {
            self.zen = false;
        }
        self.focus = pane;
        if pane == Pane::Sidebar {
            self.sidebar.to_name();
        }
        self.lay_out();
    }

    /// The next pane that is shown, or could be where there is room for one.
    pub(in crate::app) fn turn_focus(&mut self, forward: bool) {
        let order = [Pane::List, Pane::Reader, Pane::Sidebar];
        let single = self.layout.title.is_some();
        let here = order.iter().position(|p| *p == self.focus).unwrap_or(0);
        for step in 1..=order.len() {
            let next = if forward {
                here + step
            } else {
                here + order.len() - step
            };
            let pane = order[next % order.len()];
            if single || self.layout.frame(pane).is_some() {
                return self.set_focus(pane);
            }
        }
    }

    /// The pane to the left or right on screen.
    pub(in crate::app) fn move_focus(&mut self, right: bool) {
        let next = match (self.focus, right) {
            (Pane::List | Pane::Sidebar, true) if self.layout.class == crate::app::layout::Class::S => {
                Pane::Reader
            }
            (Pane::List, true) | (Pane::Sidebar, false) => Pane::Reader,
            (Pane::Reader, true) => Pane::Sidebar,
            (Pane::Reader, false) => Pane::List,
            (pane, _) => pane,
        };
        if next != self.focus && (self.layout.title.is_some() || self.layout.frame(next).is_some()) {
            self.set_focus(next);
        }
    }

    /// One step out: the choice, what is lit, the name followed, the reader.
    pub(in crate::app) fn cancel(&mut self) -> Effects {
        if self.list.clear_choice() {
            return Vec::new();
        }
        if self.reader.selection.take().is_some() || self.reader.note.take().is_some() {
            self.hanging = None;
            return Vec::new();
        }
        if !self.reader.lit.hits.is_empty() || self.query.is_some() {
            self.query = None;
            self.following = None;
            self.reader.lit = crate::app::reader::Lit::default();
            return Vec::new();
        }
        if self.zen {
            self.zen = false;
            self.lay_out();
        } else if self.focus != Pane::List {
            self.set_focus(Pane::List);
        } else if self.list.crumbs.len() > 1 {
            return self.back();
        }
        Vec::new()
    }

    /// Closes the uppermost thing; at the root, ends the program.
    pub(in crate::app) fn close_or_quit(&mut self) -> Effects {
        let at_root = self.focus == Pane::List && self.list.crumbs.len() == 1 && !self.zen;
        if at_root && self.list.chosen() == 0 {
            self.quit()
        } else {
            self.cancel_to_close()
        }
    }

    pub(in crate::app) fn cancel_to_close(&mut self) -> Effects {
        self.query = None;
        self.reader.lit = crate::app::reader::Lit::default();
        self.cancel()
    }

    pub(in crate::app) fn quit(&mut self) -> Effects {
        let mut effects: Effects = self.keep_place().into_iter().collect();
        effects.push(Effect::Keep(self.session()));
        effects.extend(self.hook_quit());
        effects.push(Effect::Quit);
        effects
    }
}
