//! What the mouse does: the wheel moves what is under it, a click selects, a double click opens, a click on a name
//! follows it, dragging chooses text or resizes panes, and the right button shows what can be done.
//!
//! Terminals tell of presses, drags and releases only; how close two clicks came is told by a ticket that runs out.

mod context;
mod covering;
mod panes;

use std::time::Duration;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::App;
use super::effect::{Effect, Effects};
use super::layout::Class;
use super::overlay::Overlay;

/// Lines that one notch of the wheel moves.
const NOTCH: isize = 3;
/// How soon a second click makes a double one.
const DOUBLE: Duration = Duration::from_millis(400);

/// A border that can be dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Between the list, or the rail, and the reader.
    List,
    /// Between the reader and the sidebar.
    Sidebar,
    /// Between the list and the sidebar of the rail.
    Rail,
}

/// What the left button holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// A border.
    Edge(Edge),
    /// The story, at this cell.
    Text {
        /// Column and row.
        at: (u16, u16),
        /// The letter under it.
        byte: Option<u32>,
        /// Whether it went to another cell since.
        moved: bool,
        /// Whether releasing it there follows what stands there.
        follows: bool,
    },
    /// Words that a name is being made of.
    Words,
}

impl App {
    pub(super) fn mouse_event(&mut self, event: MouseEvent) -> Effects {
        let at = (event.column, event.row);
        if self.layout.class == Class::TooSmall {
            return Vec::new();
        }
        match event.kind {
            MouseEventKind::ScrollDown => self.wheel(at, 1),
            MouseEventKind::ScrollUp => self.wheel(at, -1),
            MouseEventKind::Down(button) => {
                self.forget_keys();
                match button {
                    MouseButton::Left => self.press(at),
                    MouseButton::Right => self.context(at),
                    MouseButton::Middle => Vec::new(),
                }
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                self.drag(at);
                Vec::new()
            }
            MouseEventKind::Up(MouseButton::Left) => self.release(at),
            _ => Vec::new(),
        }
    }

    /// A click ends what was being typed of a command, and takes a fault away that was read.
    fn forget_keys(&mut self) {
        self.pending.clear();
        self.which_key = false;
        self.count = None;
        self.status.toast.take_if(|toast| toast.fault);
    }

    fn press(&mut self, at: (u16, u16)) -> Effects {
        self.held = None;
        let twice = self
            .clicked
            .take()
            .is_some_and(|(_, old)| old.1 == at.1 && old.0.abs_diff(at.0) <= 1);
        // Letters and facts make way for what is under them.
        if matches!(self.overlays.last(), Some(Overlay::Hints(_))) {
            self.overlays.pop();
        }
        let mut effects = Vec::new();
        if !twice {
            let ticket = self.ticket();
            self.clicked = Some((ticket, at));
            let after = DOUBLE;
            effects.push(Effect::Wake { ticket, after });
        }
        effects.extend(if self.overlays.is_empty() {
            self.press_pane(at, twice)
        } else {
            self.press_overlay(at, twice)
        });
        effects
    }

    fn drag(&mut self, at: (u16, u16)) {
        match self.held {
            Some(Held::Edge(edge)) => self.drag_edge(edge, at),
            Some(Held::Text { .. }) if self.overlays.is_empty() => self.drag_text(at),
            Some(Held::Words) => self.drag_words(at),
            Some(Held::Text { .. }) | None => {}
        }
    }

    fn release(&mut self, at: (u16, u16)) -> Effects {
        match self.held.take() {
            Some(Held::Text {
                moved: false,
                follows: true,
                ..
            }) if self.overlays.is_empty() => self.follow_at(at),
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, at: (u16, u16), by: isize) -> Effects {
        match self.overlays.last() {
            None | Some(Overlay::Find(_)) => self.wheel_pane(at, by),
            Some(_) => self.wheel_overlay(by),
        }
    }
}
