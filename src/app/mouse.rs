//! What the mouse does: the wheel moves the pane under it, a click selects, a click on what is selected opens, and
//! a border can be dragged.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::App;
use super::effect::Effects;
use super::layout::{Class, Pane};
use super::overlay::{Overlay, Target};

/// Lines that one notch of the wheel moves.
const NOTCH: isize = 3;

impl App {
    pub(super) fn mouse_event(&mut self, event: MouseEvent) -> Effects {
        match event.kind {
            MouseEventKind::ScrollDown => self.wheel(event, 1),
            MouseEventKind::ScrollUp => self.wheel(event, -1),
            MouseEventKind::Down(MouseButton::Left) => {
                self.dragging = self.border_at(event.column);
                if self.dragging.is_some() {
                    Vec::new()
                } else {
                    self.click(event)
                }
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                self.drag(event.column);
                Vec::new()
            }
            MouseEventKind::Up(MouseButton::Left) => {
                self.dragging = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The pane whose border to the reader stands in a column.
    fn border_at(&self, column: u16) -> Option<Pane> {
        if self.layout.title.is_some() || !self.overlays.is_empty() {
            return None;
        }
        let rail = self.layout.class == Class::S;
        let list = self.layout.list.or(self.layout.sidebar.filter(|_| rail));
        let side = self.layout.sidebar.filter(|_| !rail);
        if list.is_some_and(|f| column + 1 == f.outer.right()) {
            Some(Pane::List)
        } else {
            side.filter(|f| column == f.outer.x).map(|_| Pane::Sidebar)
        }
    }

    fn drag(&mut self, column: u16) {
        let class = self.layout.class.index();
        match self.dragging {
            Some(Pane::List) => self.columns[class][0] = column + 1,
            Some(Pane::Sidebar) => self.columns[class][1] = self.size.0.saturating_sub(column),
            Some(Pane::Reader) | None => return,
        }
        self.lay_out();
    }

    fn wheel(&mut self, event: MouseEvent, by: isize) -> Effects {
        if let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() {
            sheet.step(by.signum());
            return self.go_on();
        }
        if let Some(Overlay::Themes(themes)) = self.overlays.last_mut() {
            let outcome = themes.step(by.signum());
            return self.outcome(outcome);
        }
        if !self.overlays.is_empty() {
            return Vec::new();
        }
        match self.layout.pane_at(event.column, event.row) {
            Some(Pane::List) => {
                self.list.scroll(by);
                return self.cursor_moved();
            }
            Some(Pane::Reader) => self.reader.scroll(by * NOTCH),
            Some(Pane::Sidebar) => self.sidebar.scroll(by),
            None => {}
        }
        Vec::new()
    }

    fn click(&mut self, event: MouseEvent) -> Effects {
        if let Some(Overlay::Hints(_) | Overlay::Info(_)) = self.overlays.last() {
            self.overlays.pop();
        }
        if !self.overlays.is_empty() {
            return Vec::new();
        }
        let Some(pane) = self.layout.pane_at(event.column, event.row) else {
            return Vec::new();
        };
        let Some(frame) = self.layout.frame(pane) else {
            return Vec::new();
        };
        let row = (event.row - frame.inner.y) as usize;
        let had_focus = self.focus == pane;
        match pane {
            Pane::List => self.click_list(row),
            Pane::Sidebar => self.click_sidebar(row, had_focus),
            Pane::Reader => {
                self.set_focus(Pane::Reader);
                let line = self.reader.top() + row;
                self.click_line(line, event.column)
            }
        }
    }

    fn click_list(&mut self, row: usize) -> Effects {
        let place = self.list.top() + row / self.row_height();
        let Some(story) = self.list.at(place) else {
            return Vec::new();
        };
        if self.list.cursor() == place && self.focus == Pane::List {
            return self.open(story);
        }
        self.set_focus(Pane::List);
        self.list.set_cursor(place);
        self.cursor_moved()
    }

    fn click_sidebar(&mut self, row: usize, had_focus: bool) -> Effects {
        let hit = self.sidebar.window().filter(|(_, y, _)| *y <= row).last();
        let Some((place, _, _)) = hit else {
            return Vec::new();
        };
        let again = had_focus && self.sidebar.cursor() == place;
        self.set_focus(Pane::Sidebar);
        self.sidebar.set_cursor(place);
        if again { self.follow_row() } else { Vec::new() }
    }

    /// Follows the name or link that was clicked.
    fn click_line(&mut self, line: usize, column: u16) -> Effects {
        let Some(byte) = self.byte_under(line, column) else {
            return Vec::new();
        };
        let Some(story) = self.reader.story() else {
            return Vec::new();
        };
        let links = &story.article.links;
        if let Some(i) = links.iter().position(|l| l.bytes.contains(&byte)) {
            return self.follow(Target::Link(i));
        }
        let name = story
            .found
            .mentions
            .iter()
            .find(|m| m.start <= byte && byte < m.end)
            .map(|m| m.name);
        match name {
            Some(index) if self.name_marks => self.follow(Target::Name(index)),
            _ => Vec::new(),
        }
    }

    /// The byte of the body under a column of a line.
    fn byte_under(&self, line: usize, column: u16) -> Option<u32> {
        let line = self.reader.lines().lines.get(line)?;
        if line.source != super::reader::lines::Source::Body {
            return None;
        }
        let (left, _) = self.column()?;
        let text = self.reader.lines().text(self.reader.story()?, line);
        let mut x = left + u16::from(line.indent);
        for (byte, _, width) in self.ruler.clusters(text) {
            if (x..x + width).contains(&column) {
                return Some(line.start + byte as u32);
            }
            x += width;
        }
        None
    }
}
