//! Draws an [`App`]; only reads.

pub mod damage;
pub mod links;
mod list;
mod overlay;
pub(crate) mod paint;
mod reader;
mod sidebar;
mod status;
mod theme;

use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::App;
use crate::app::layout::{Class, LEAST, Pane};
use crate::app::overlay::pictures::Graphic;
use crate::config::settings::Borders;
use crate::text::slice;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};
use damage::Damage;
use theme::Theme;

/// What every part of the drawing needs.
pub(crate) struct Canvas<'a> {
    app: &'a App,
    sheet: paint::Sheet<'a>,
    theme: Theme,
    ruler: Ruler,
    lines: paint::Lines,
}

/// Signs that have room for one column, and what stands for them where they take two.
const SIGNS: &[(&str, &str)] = &[("▌", ">"), ("•", "*")];

impl Canvas<'_> {
    fn put(&mut self, at: (u16, u16), right: u16, text: &str, style: Style) -> u16 {
        paint::put(&mut self.sheet, at, right, text, style, self.ruler)
    }

    /// Draws the beginning of a text, with some of its bytes lit; `from` is the byte that the drawn part begins at.
    fn put_lit(
        &mut self,
        at: (u16, u16),
        right: u16,
        (text, from): (&str, u32),
        style: Style,
        lit: &[Range<u32>],
    ) -> u16 {
        let (mut x, mut done) = (at.0, 0);
        let bright = style.patch(self.theme.hit(false));
        for range in lit {
            let place = |byte: u32| (byte.saturating_sub(from) as usize).min(text.len());
            let (start, end) = (place(range.start).max(done), place(range.end));
            // An ellipsis may stand where the rest of a word was.
            if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) {
                x = self.put((x, at.1), right, slice(text, done..start), style);
                x = self.put((x, at.1), right, slice(text, start..end), bright);
                done = end;
            }
        }
        self.put((x, at.1), right, slice(text, done..text.len()), style)
    }

    fn put_right(&mut self, at: (u16, u16), right: u16, text: &str, style: Style) -> u16 {
        paint::put_right(&mut self.sheet, at, right, text, style, self.ruler)
    }

    /// A sign of one column: where the terminal draws this one wider, its stand-in.
    fn sign(&self, sign: &'static str) -> &'static str {
        let stand_in = SIGNS.iter().find(|(s, _)| *s == sign);
        stand_in
            .filter(|_| self.ruler.cluster(sign) > 1)
            .map_or(sign, |(_, plain)| *plain)
    }

    /// The words for a key of the catalogue.
    fn word(&self, key: &str) -> String {
        self.app.words.get(key).to_owned()
    }
}

/// A picture that the terminal draws itself, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its cells, which nothing else is drawn in.
    pub area: Rect,
    /// What has the terminal draw it.
    pub graphic: Arc<Graphic>,
}

/// The picture that the terminal is to draw itself.
pub fn picture(app: &App) -> Option<Placed> {
    overlay::picture(app)
}

type Draw = fn(&mut Canvas);

/// Where the cursor waits while it is hidden: after the mode's name, for an input method draws there what it composes.
/// `None` on a screen without a status row.
pub fn rest(app: &App) -> Option<Position> {
    (app.layout.class != Class::TooSmall).then(|| status::rest(app))
}

/// How each pane is drawn.
const PANES: &[(Pane, Draw)] = &[
    (Pane::List, list::draw),
    (Pane::Reader, reader::draw),
    (Pane::Sidebar, sidebar::draw),
];

/// Draws what is damaged of a screen; the rest keeps its cells. Returns where the caret of a text field stands; without
/// one the cursor stays hidden, and `run` parks it on the status row.
pub fn draw(buf: &mut Buffer, app: &App, damage: &Damage) -> Option<Position> {
    // Where border glyphs are two columns wide they cannot be borders.
    let lines = match app.settings.screen.borders {
        _ if app.ruler.ambiguous == 2 => paint::Lines::ASCII,
        Borders::Rounded => paint::Lines::ROUNDED,
        Borders::Plain => paint::Lines::PLAIN,
        Borders::Ascii => paint::Lines::ASCII,
    };
    let theme = Theme::new(app.palette);
    let mut canvas = Canvas {
        app,
        sheet: paint::Sheet::new(buf, damage),
        theme,
        ruler: app.ruler,
        lines,
    };
    if app.layout.class == Class::TooSmall {
        too_small(&mut canvas);
        canvas.sheet.finish(theme);
        return None;
    }
    borders(&mut canvas);
    for (pane, draw) in PANES {
        let frame = app.layout.frame(*pane);
        if frame.is_some_and(|f| damage.covers(f.outer)) {
            draw(&mut canvas);
        }
    }
    title_row(&mut canvas);
    let caret = status::draw(&mut canvas);
    let caret = overlay::draw(&mut canvas)
        .or(caret)
        .or_else(|| reader::caret(app));
    canvas.sheet.finish(theme);
    caret
}

fn too_small(canvas: &mut Canvas) {
    let (columns, rows) = canvas.app.size;
    let holes = [
        ("w", columns.to_string()),
        ("h", rows.to_string()),
        ("min-w", LEAST.0.to_string()),
        ("min-h", LEAST.1.to_string()),
    ];
    let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let text = canvas.app.words.fill("fault.small", &holes);
    let wrap = Wrap {
        cols: columns.max(2),
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    for (row, y) in wrap::rows(&text, &wrap).iter().zip(0..rows) {
        let line = slice(&text, row.start as usize..row.end as usize);
        canvas.put((0, y), columns, line, Style::new());
    }
}

/// Borders of all panes, the one with the focus last, and their titles.
fn borders(canvas: &mut Canvas) {
    if canvas.app.layout.title.is_some() {
        return;
    }
    let focus = canvas.app.focus;
    let panes = [Pane::List, Pane::Reader, Pane::Sidebar];
    let frames: Vec<(Pane, Rect)> = panes
        .into_iter()
        .filter_map(|p| canvas.app.layout.frame(p).map(|f| (p, f.outer)))
        .collect();
    for (pane, outer) in frames
        .iter()
        .filter(|f| f.0 != focus)
        .chain(frames.iter().filter(|f| f.0 == focus))
    {
        paint::border(
            &mut canvas.sheet,
            *outer,
            canvas.lines,
            canvas.theme.border(*pane == focus),
        );
    }
    for (pane, outer) in frames {
        border_title(canvas, pane, outer);
    }
}

fn border_title(canvas: &mut Canvas, pane: Pane, outer: Rect) {
    let focused = canvas.app.focus == pane;
    let style = canvas.theme.border(focused);
    let mark = if focused { "▸ " } else { "" };
    let mut end = outer.right().saturating_sub(2);
    let right = title_end(canvas.app, pane);
    if !right.is_empty() && outer.width > 24 {
        let text = format!(" {right} ");
        let x = canvas.put_right((outer.x + 12, outer.y), outer.right() - 2, &text, style);
        end = x.saturating_sub(1);
    }
    // A blank stands at either end of it, also of one that is cut.
    let blanks = canvas.ruler.width(mark) + 2;
    let room = usize::from(end.saturating_sub(outer.x + 2)).saturating_sub(blanks);
    let title = title(canvas.app, pane, room);
    if title.is_empty() && !focused {
        return;
    }
    let title = format!(" {mark}{} ", canvas.ruler.elide(&title, room));
    canvas.put((outer.x + 2, outer.y), end, &title, style);
}

/// What stands at the left of a pane's upper border, where so many columns are left for it.
fn title(app: &App, pane: Pane, room: usize) -> String {
    match pane {
        Pane::List => list::title(app, room),
        Pane::Reader => reader::title(app).0,
        Pane::Sidebar => sidebar::title(app),
    }
}

/// What stands at its right.
fn title_end(app: &App, pane: Pane) -> String {
    match pane {
        Pane::Reader => reader::title(app).1,
        Pane::List | Pane::Sidebar => String::new(),
    }
}

fn title_row(canvas: &mut Canvas) {
    let Some(area) = canvas.app.layout.title else {
        return;
    };
    let shown = [Pane::List, Pane::Reader, Pane::Sidebar];
    let pane = shown
        .into_iter()
        .find(|p| canvas.app.layout.frame(*p).is_some())
        .unwrap_or_default();
    let right = title_end(canvas.app, pane);
    let style = canvas.theme.accent();
    let x = canvas.put_right((area.x + area.width / 2, area.y), area.right() - 1, &right, style);
    let room = x.saturating_sub(area.x + 2) as usize;
    let title = title(canvas.app, pane, room);
    let title = canvas.ruler.elide(&title, room).into_owned();
    canvas.put((area.x + 1, area.y), x, &title, style);
}
