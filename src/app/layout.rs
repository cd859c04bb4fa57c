//! Where the panes stand.
//!
//! Four classes by width; below 30x6 there is only a message. Rectangles overlap by their shared border.

use ratatui::layout::Rect;

/// The least terminal that shows an article: columns and rows.
pub const LEAST: (u16, u16) = (30, 6);
/// The narrowest list or sidebar that a reader can make, border and all.
const NARROWEST: u16 = 18;
/// The fewest rows of the list or the sidebar in a rail, borders and all.
const RAIL_LEAST: u16 = 4;
/// The least columns that stay for the reader.
const READER_LEAST: u16 = 32;

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Not enough.
    TooSmall,
    /// One pane at a time, without borders: below 60 columns or 14 rows.
    Xs,
    /// A left rail with the list over the sidebar: 60 to 99 columns.
    S,
    /// Three columns: 100 to 159.
    M,
    /// Three wide columns.
    L,
}

/// A box in the middle of a screen, above the status row.
pub fn centred((columns, rows): (u16, u16), width: u16, height: u16) -> Rect {
    let room = rows.saturating_sub(1);
    let (width, height) = (width.min(columns), height.min(room));
    Rect {
        x: (columns - width) / 2,
        y: (room - height) / 2,
        width,
        height,
    }
}

/// Columns and rows of the text in the editor of notes.
pub fn note_room((columns, rows): (u16, u16)) -> (u16, usize) {
    let (width, height) = note_size((columns, rows));
    (
        width.saturating_sub(4).max(2),
        height.saturating_sub(7).max(1).into(),
    )
}

/// The columns and rows that the editor of notes takes of a screen, borders included.
pub fn note_size((columns, rows): (u16, u16)) -> (u16, u16) {
    let height = rows.saturating_sub(1);
    (columns.min(76), height.min(height / 2 + 8))
}

/// Where the text of a note stands while it is written: under the quote and a line, above another line, the tags and
/// the colours.
pub fn note_text(size: (u16, u16)) -> Rect {
    let (width, height) = note_size(size);
    let area = centred(size, width, height);
    Rect {
        x: area.x + 2,
        y: area.y + 3,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(7).max(1),
    }
}

/// Rows for notes in the list of all notes.
pub fn notes_room((_, rows): (u16, u16)) -> usize {
    rows.saturating_sub(4).max(1).into()
}

impl Class {
    /// The class of a terminal size.
    pub fn of((columns, rows): (u16, u16)) -> Self {
        if columns < LEAST.0 || rows < LEAST.1 {
            Self::TooSmall
        } else if columns < 60 || rows < 14 {
            Self::Xs
        } else if columns < 100 {
            Self::S
        } else if columns < 160 {
            Self::M
        } else {
            Self::L
        }
    }

    /// The place of its remembered widths.
    pub fn index(self) -> usize {
        match self {
            Self::TooSmall | Self::Xs => 0,
            Self::S => 1,
            Self::M => 2,
            Self::L => 3,
        }
    }
}

/// The panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    /// The stories.
    #[default]
    List,
    /// The story.
    Reader,
    /// Its names.
    Sidebar,
}

/// What a reader wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The list.
    pub list: bool,
    /// The sidebar.
    pub sidebar: bool,
    /// Nothing but the story.
    pub zen: bool,
    /// The pane with the focus; the only one shown where there is room for one.
    pub focus: Pane,
    /// Columns of list and sidebar, 0 for the default; in a rail the second one is rows of the list.
    pub columns: [u16; 2],
    /// Rows of the strip above the status row.
    pub strip: u16,
}

/// One pane's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// With its border.
    pub outer: Rect,
    /// Without it.
    pub inner: Rect,
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The class of the size.
    pub class: Class,
    /// The list, if shown.
    pub list: Option<Frame>,
    /// The reader, if shown.
    pub reader: Option<Frame>,
    /// The sidebar, if shown.
    pub sidebar: Option<Frame>,
    /// The title row where panes have no borders.
    pub title: Option<Rect>,
    /// The strip above the status row, if there is one.
    pub strip: Option<Rect>,
    /// The status row.
    pub status: Rect,
}

impl Layout {
    /// Lays the panes out.
    pub fn new(size: (u16, u16), wanted: Wanted) -> Self {
        let (columns, rows) = size;
        let class = Class::of(size);
        let status = Rect::new(0, rows.saturating_sub(1), columns, 1.min(rows));
        let height = if class == Class::TooSmall { 0 } else { wanted.strip };
        let area = Rect::new(0, 0, columns, rows.saturating_sub(1 + height));
        let strip = Rect::new(0, area.height, columns, height);
        let blank = Self {
            class,
            list: None,
            reader: None,
            sidebar: None,
            title: None,
            strip: (height > 0).then_some(strip),
            status,
        };
        match class {
            Class::TooSmall => blank,
            _ if wanted.zen => blank.single(Pane::Reader, area),
            Class::Xs => blank.single(wanted.focus, area),
            Class::S => blank.rail(area, wanted),
            Class::M | Class::L => blank.three(area, wanted),
        }
    }

    /// The place of a pane, if it is shown.
    pub fn frame(&self, pane: Pane) -> Option<Frame> {
        match pane {
            Pane::List => self.list,
            Pane::Reader => self.reader,
            Pane::Sidebar => self.sidebar,
        }
    }

    /// Which pane a cell belongs to.
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        [Pane::List, Pane::Reader, Pane::Sidebar].into_iter().find(|p| {
            self.frame(*p)
                .is_some_and(|f| f.inner.contains((column, row).into()))
        })
    }

    fn single(mut self, pane: Pane, area: Rect) -> Self {
        self.title = Some(Rect { height: 1, ..area });
        let inner = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let frame = Some(Frame { outer: inner, inner });
        match pane {
            Pane::List => self.list = frame,
            Pane::Reader => self.reader = frame,
            Pane::Sidebar => self.sidebar = frame,
        }
        self
    }

    fn rail(mut self, area: Rect, wanted: Wanted) -> Self {
        let width = width(wanted.columns[0], 30, area.width);
        let rail = Rect { width, ..area };
        match (wanted.list, wanted.sidebar) {
            (false, false) => {}
            (true, false) => self.list = Some(bordered(rail)),
            (false, true) => self.sidebar = Some(bordered(rail)),
            (true, true) => {
                let upper = match wanted.columns[1] {
                    0 => area.height / 2 + 2,
                    own => own.clamp(RAIL_LEAST, area.height.saturating_sub(RAIL_LEAST).max(RAIL_LEAST)),
                };
                self.list = Some(bordered(Rect {
                    height: upper,
                    ..rail
                }));
                let lower = Rect {
                    y: rail.y + upper - 1,
                    height: rail.height - upper + 1,
                    ..rail
                };
                self.sidebar = Some(bordered(lower));
            }
        }
        let left = if wanted.list || wanted.sidebar {
            width - 1
        } else {
            0
        };
        self.reader = Some(bordered(Rect {
            x: left,
            width: area.width - left,
            ..area
        }));
        self
    }

    fn three(mut self, area: Rect, wanted: Wanted) -> Self {
        let (list_default, side_default) = match self.class {
            Class::L => (area.width * 28 / 100, area.width * 26 / 100),
            _ => (38, 29),
        };
        let mut left = 0;
        let mut right = area.width;
        if wanted.list {
            let width = width(wanted.columns[0], list_default, area.width);
            self.list = Some(bordered(Rect { width, ..area }));
            left = width - 1;
        }
        if wanted.sidebar {
            let width = width(wanted.columns[1], side_default, right - left);
            right -= width - 1;
            self.sidebar = Some(bordered(Rect {
                x: right - 1,
                width,
                ..area
            }));
        }
        self.reader = Some(bordered(Rect {
            x: left,
            width: right - left,
            ..area
        }));
        self
    }
}

fn width(own: u16, default: u16, room: u16) -> u16 {
    let width = if own == 0 { default } else { own };
    width.clamp(NARROWEST, room.saturating_sub(READER_LEAST).max(NARROWEST))
}

fn bordered(outer: Rect) -> Frame {
    let inner = Rect {
        x: outer.x + 1,
        y: outer.y + 1,
        width: outer.width.saturating_sub(2),
        height: outer.height.saturating_sub(2),
    };
    Frame { outer, inner }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            list: true,
            sidebar: true,
            zen: false,
            focus: Pane::List,
            columns: [0, 0],
            strip: 0,
        }
    }

    #[test]
    fn classes_follow_the_size() {
        for (size, class) in [
            ((29, 24), Class::TooSmall),
            ((80, 5), Class::TooSmall),
            ((30, 6), Class::Xs),
            ((200, 13), Class::Xs),
            ((60, 14), Class::S),
            ((100, 14), Class::M),
            ((160, 50), Class::L),
        ] {
            assert_eq!(Class::of(size), class, "{size:?}");
        }
    }

    #[test]
    fn panes_share_their_borders_and_fill_the_screen() {
        for columns in 60..300 {
            for rows in [14, 24, 50] {
                let layout = Layout::new((columns, rows), wanted());
                let (list, reader) = (layout.list.unwrap().outer, layout.reader.unwrap().outer);
                let side = layout.sidebar.unwrap().outer;
                assert_eq!(list.right() - 1, reader.x, "{columns}");
                assert!(reader.width >= READER_LEAST, "{columns}: {reader:?}");
                let last = if layout.class == Class::S {
                    reader.right()
                } else {
                    side.right()
                };
                assert_eq!(last, columns);
                if layout.class != Class::S {
                    assert_eq!(reader.right() - 1, side.x, "{columns}");
                }
                assert_eq!(reader.bottom() + 1, rows);
                assert_eq!(side.bottom() + 1, rows);
            }
        }
    }

    #[test]
    fn the_rail_of_80_columns_is_30_wide() {
        let layout = Layout::new((80, 24), wanted());
        assert_eq!(layout.list.unwrap().outer, Rect::new(0, 0, 30, 13));
        assert_eq!(layout.sidebar.unwrap().outer, Rect::new(0, 12, 30, 11));
        assert_eq!(layout.reader.unwrap().inner.width, 49);
    }

    #[test]
    fn any_size_and_any_width_fits() {
        for columns in 0..220 {
            for rows in 0..60 {
                for own in [[0, 0], [5, 5], [500, 500], [0, 90]] {
                    for focus in [Pane::List, Pane::Reader, Pane::Sidebar] {
                        let layout = Layout::new(
                            (columns, rows),
                            Wanted {
                                columns: own,
                                focus,
                                ..wanted()
                            },
                        );
                        for pane in [Pane::List, Pane::Reader, Pane::Sidebar] {
                            let Some(frame) = layout.frame(pane) else { continue };
                            assert!(frame.outer.right() <= columns && frame.outer.bottom() <= rows);
                            assert!(frame.inner.width > 0 && frame.inner.height > 0);
                        }
                    }
                }
            }
        }
    }
}
