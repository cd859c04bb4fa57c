//! The mouse over the panes and their borders.

use super::{Edge, Held, NOTCH};
use crate::app::App;
use crate::app::effect::Effects;
use crate::app::layout::{Class, Pane};
use crate::app::overlay::Target;
use crate::app::reader::lines::{Look, Source};
use crate::app::reader::selection::Unit;
use crate::app::sidebar::SideRow;

impl App {
    pub(super) fn wheel_pane(&mut self, (column, row): (u16, u16), by: isize) -> Effects {
        match self.layout.pane_at(column, row) {
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

    pub(super) fn press_pane(&mut self, at: (u16, u16), twice: bool) -> Effects {
        if let Some(edge) = self.edge_at(at) {
            self.held = Some(Held::Edge(edge));
            return Vec::new();
        }
        // Where one pane is shown, its title leads to the list.
        if self.layout.title.is_some_and(|title| title.contains(at.into())) && !self.zen {
            self.set_focus(Pane::List);
            return Vec::new();
        }
        match self.layout.pane_at(at.0, at.1) {
            Some(Pane::List) => self.press_list(at, twice),
            Some(Pane::Sidebar) => self.press_sidebar(at, twice),
            Some(Pane::Reader) => {
                self.press_text(at, twice);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The border at a cell.
    fn edge_at(&self, (column, row): (u16, u16)) -> Option<Edge> {
        let layout = &self.layout;
        if layout.title.is_some() || row >= layout.status.y {
            return None;
        }
        let rail = layout.class == Class::S;
        let left = layout.list.or(layout.sidebar.filter(|_| rail));
        if left.is_some_and(|f| column + 1 == f.outer.right()) {
            return Some(Edge::List);
        }
        if rail {
            let both = layout.list.and(layout.sidebar);
            return both
                .filter(|f| row == f.outer.y && column < f.outer.right())
                .map(|_| Edge::Rail);
        }
        layout
            .sidebar
            .filter(|f| column == f.outer.x)
            .map(|_| Edge::Sidebar)
    }

    pub(super) fn drag_edge(&mut self, edge: Edge, (column, row): (u16, u16)) {
        let columns = &mut self.columns[self.layout.class.index()];
        match edge {
            Edge::List => columns[0] = column.saturating_add(1),
            Edge::Sidebar => columns[1] = self.size.0.saturating_sub(column).max(1),
            Edge::Rail => columns[1] = row.saturating_add(1),
        }
        self.lay_out();
    }

    /// The place in the list at a cell.
    fn place_at(&self, row: u16) -> Option<usize> {
        let frame = self.layout.list?;
        let place = self.list.top() + usize::from(row.checked_sub(frame.inner.y)?) / self.row_height();
        (place < self.list.len()).then_some(place)
    }

    fn press_list(&mut self, (_, row): (u16, u16), twice: bool) -> Effects {
        let Some(place) = self.place_at(row) else {
            self.set_focus(Pane::List);
            return Vec::new();
        };
        match self.list.at(place) {
            Some(story) if twice && self.list.cursor() == place => self.open(story),
            _ => self.go_to_row(place),
        }
    }

    fn go_to_row(&mut self, place: usize) -> Effects {
        self.set_focus(Pane::List);
        self.list.set_cursor(place);
        self.cursor_moved()
    }

    /// Puts the cursor of the list under the pointer.
    pub(super) fn point_list(&mut self, row: u16) -> Effects {
        if let Some(place) = self.place_at(row) {
            return self.go_to_row(place);
        }
        self.set_focus(Pane::List);
        Vec::new()
    }

    /// Puts the cursor of the sidebar under the pointer; whether there is a row.
    pub(super) fn point_sidebar(&mut self, row: u16) -> bool {
        self.set_focus(Pane::Sidebar);
        let Some(frame) = self.layout.sidebar else {
            return false;
        };
        let row = usize::from(row.saturating_sub(frame.inner.y));
        let under = |(_, y, side): &(usize, usize, SideRow)| (*y..*y + side.height()).contains(&row);
        let hit = self.sidebar.window().find(under).map(|(place, ..)| place);
        if let Some(place) = hit {
            self.sidebar.set_cursor(place);
        }
        hit.is_some()
    }

    /// A name is followed and a group folds at once; a story or a note opens with the second click.
    fn press_sidebar(&mut self, (_, row): (u16, u16), twice: bool) -> Effects {
        if !self.point_sidebar(row) {
            return Vec::new();
        }
        let at_once = matches!(
            self.sidebar.current(),
            Some(SideRow::Name(_) | SideRow::Group(..))
        );
        // The second click on a name was meant for what the first one did.
        if at_once == twice {
            Vec::new()
        } else {
            self.follow_row()
        }
    }

    fn press_text(&mut self, at: (u16, u16), twice: bool) {
        self.set_focus(Pane::Reader);
        let byte = self.byte_under(at);
        let chosen = self.reader.selection.is_some();
        if chosen {
            self.reader.selection = None;
        }
        if let Some(byte) = byte.filter(|_| twice) {
            self.select_from(byte);
            self.reader
                .select(|selection, page| selection.take(Unit::Word, page));
        }
        self.held = Some(Held::Text {
            at,
            byte,
            moved: false,
            follows: !chosen && !twice,
        });
    }

    /// Text is chosen from where the button went down, within the reader; at its ends it scrolls.
    pub(super) fn drag_text(&mut self, at: (u16, u16)) {
        let Some(Held::Text {
            at: from,
            byte,
            moved,
            follows,
        }) = self.held
        else {
            return;
        };
        if from == at && !moved {
            return;
        }
        let Some(frame) = self.layout.reader else { return };
        let area = frame.inner;
        if at.1 < area.y {
            self.reader.scroll(-1);
        } else if at.1 >= area.bottom() {
            self.reader.scroll(1);
        }
        let row = at.1.clamp(area.y, area.bottom().saturating_sub(1));
        let column = at.0.clamp(area.x, area.right().saturating_sub(1));
        let Some(to) = self.letter_near((column, row)) else {
            return;
        };
        let begin = byte.or_else(|| self.letter_near(from)).unwrap_or(to);
        if self.reader.selection.is_none() {
            self.select_from(begin);
        }
        self.select_to(to);
        self.held = Some(Held::Text {
            at: from,
            byte: Some(begin),
            moved: true,
            follows,
        });
    }

    /// Follows the name, link or note at a cell.
    pub(super) fn follow_at(&mut self, at: (u16, u16)) -> Effects {
        if let Some(link) = self.listed_link(at) {
            return self.follow(Target::Link(link));
        }
        let (Some(byte), Some(story)) = (self.byte_under(at), self.reader.story()) else {
            return Vec::new();
        };
        let target = self.target_at(byte);
        let standing = |n: &&crate::library::note::Noted| {
            let at = n.standing.as_ref().and_then(crate::article::anchor::Standing::at);
            at.is_some_and(|at| at.contains(&byte))
        };
        let note = story.notes.iter().find(standing).map(|n| n.note.id);
        match (target, note) {
            (Some(target), _) => self.follow(target),
            (None, Some(note)) => self.go_to_note(note),
            (None, None) => Vec::new(),
        }
    }

    /// What a letter of the story leads to.
    pub(super) fn target_at(&self, byte: u32) -> Option<Target> {
        let story = self.reader.story()?;
        let links = &story.article.links;
        if let Some(link) = links.iter().position(|l| l.bytes.contains(&byte)) {
            return Some(Target::Link(link));
        }
        let mentions = &story.found.mentions;
        let mention = mentions.iter().find(|m| (m.start..m.end).contains(&byte));
        if let Some(mention) = mention.filter(|_| self.name_marks) {
            return Some(Target::Name(mention.name));
        }
        let mut items = story.article.items.iter().zip(&story.items);
        let item = items.find(|(item, _)| (item.head.start..item.head.end).contains(&byte));
        item.map(|(_, row)| Target::Item(*row))
    }

    /// The number of the link whose line in the list of links is at a cell.
    fn listed_link(&self, (_, row): (u16, u16)) -> Option<usize> {
        let lines = self.reader.lines();
        let line = lines.lines.get(self.line_at(row)?)?;
        let listed = Some(line).filter(|l| l.look == Look::Link)?;
        lines.link_of(self.reader.story()?, listed)
    }

    /// The line at a row of the screen.
    fn line_at(&self, row: u16) -> Option<usize> {
        let frame = self.layout.reader?;
        Some(self.reader.top() + usize::from(row.checked_sub(frame.inner.y)?))
    }

    /// The byte of the body under a cell.
    pub(super) fn byte_under(&self, (column, row): (u16, u16)) -> Option<u32> {
        let mut letters = self.letters_at(row)?;
        let hit = letters.find(|(_, x, width)| (*x..*x + *width).contains(&column));
        hit.map(|(byte, ..)| byte)
    }

    /// The letters of the body at a row of the screen: their bytes, columns and widths.
    fn letters_at(&self, row: u16) -> Option<impl Iterator<Item = (u32, u16, u16)>> {
        let line = *self.reader.lines().lines.get(self.line_at(row)?)?;
        if line.source != Source::Body {
            return None;
        }
        let (left, _) = self.column()?;
        let text = self.reader.lines().text(self.reader.story()?, &line);
        let mut x = left + u16::from(line.indent);
        Some(self.ruler.clusters(text).map(move |(byte, _, width)| {
            let at = x;
            x += width;
            (line.start + byte as u32, at, width)
        }))
    }

    /// The letter nearest to a cell: on its row, else at the end of the text before it.
    fn letter_near(&self, (column, row): (u16, u16)) -> Option<u32> {
        let on_row = self.letters_at(row).and_then(|letters| {
            let mut last = None;
            for (byte, x, width) in letters {
                if last.is_some() && x > column {
                    break;
                }
                last = Some(byte);
                if x + width > column {
                    break;
                }
            }
            last
        });
        on_row.or_else(|| {
            let here = self.line_at(row)?;
            let lines = &self.reader.lines().lines;
            let body = |l: &&crate::app::reader::lines::Line| l.source == Source::Body && l.start < l.end;
            let before = lines
                .iter()
                .take(here + 1)
                .rev()
                .find(body)
                .map(|l| l.end.saturating_sub(1));
            before.or_else(|| lines.iter().find(body).map(|l| l.start))
        })
    }
}
