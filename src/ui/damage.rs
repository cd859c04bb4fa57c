//! Which parts of the screen have to be drawn again.
//!
//! Most keys change the list and the status row and nothing else; a pane whose sources stood still keeps its cells.
//! The sources that are one value count their own changes ([`Watched`](crate::app::watched::Watched)); all others
//! are compared. The tests of the screens draw every step both ways and compare.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::layout::{Layout, Pane};
use crate::app::tour::Tour;
use crate::article::date::Date;
use crate::article::language::Language;
use crate::config::settings::Borders;
use crate::config::theme::Palette;
use crate::library::note::NoteId;
use crate::library::value::NameId;
use crate::text::width::Ruler;

/// What a screen was drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    whole: Whole,
    reader: (u64, bool, bool),
    sidebar: (u64, Option<NameId>, Option<NoteId>, bool),
}

/// What every pane is drawn from.
#[derive(Debug, Clone, PartialEq)]
struct Whole {
    layout: Layout,
    size: (u16, u16),
    focus: Pane,
    column: Option<(u16, u16)>,
    tour: Option<Tour>,
    palette: Palette,
    borders: Borders,
    ruler: Ruler,
    language: Language,
    today: Date,
    /// What lies over panes may end anywhere: then everything is drawn.
    covered: bool,
}

impl Look {
    /// What the screen would be drawn from now.
    pub fn of(app: &App) -> Self {
        let shown = app.reader.story().is_some();
        // Where there is no story the reader says what the list is waiting for.
        let blank = !shown && app.list.is_complete() && app.list.is_empty() && app.list.crumbs.len() == 1;
        Self {
            whole: Whole {
                layout: app.layout,
                size: app.size,
                focus: app.focus,
                column: app.column(),
                tour: app.tour,
                palette: app.palette,
                borders: app.settings.screen.borders,
                ruler: app.ruler,
                language: app.words.language(),
                today: app.today,
                covered: app.which_key || !app.overlays.is_empty() || app.status.toast.is_some(),
            },
            reader: (app.reader.count(), app.name_marks, blank),
            sidebar: (app.sidebar.count(), app.following, app.reader.note, shown),
        }
    }

    /// What has to be drawn, when `before` is what the screen shows.
    pub fn since(&self, before: Option<&Self>) -> Damage {
        let all = Rect::new(0, 0, self.whole.size.0, self.whole.size.1);
        let layout = &self.whole.layout;
        let Some(before) =
            before.filter(|b| b.whole == self.whole && !self.whole.covered && layout.title.is_none())
        else {
            return Damage { rects: vec![all] };
        };
        let sidebar = self.sidebar != before.sidebar;
        // The reader marks its place on the border that it shares with the sidebar.
        let reader = sidebar || self.reader != before.reader;
        let panes = [
            Some(layout.status),
            layout.list.map(|f| f.outer),
            layout.reader.filter(|_| reader).map(|f| f.outer),
            layout.sidebar.filter(|_| sidebar).map(|f| f.outer),
        ];
        Damage {
            rects: panes.into_iter().flatten().collect(),
        }
    }
}

/// Parts of the screen that have to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    rects: Vec<Rect>,
}

impl Damage {
    /// All of a screen.
    pub fn all(area: Rect) -> Self {
        Self { rects: vec![area] }
    }

    /// The parts that lie within a screen; they may share a border.
    pub fn within(&self, screen: Rect) -> impl Iterator<Item = Rect> {
        let parts = self.rects.iter().map(move |r| r.intersection(screen));
        parts.filter(|r| !r.is_empty())
    }

    /// Whether a place has to be drawn.
    pub(crate) fn has(&self, (x, y): (u16, u16)) -> bool {
        self.rects
            .iter()
            .any(|r| x >= r.left() && x < r.right() && y >= r.top() && y < r.bottom())
    }

    /// Whether the whole of an area has to be drawn.
    pub(crate) fn covers(&self, area: Rect) -> bool {
        self.rects.iter().any(|r| r.intersection(area) == area)
    }
}
