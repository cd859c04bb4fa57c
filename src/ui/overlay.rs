//! What lies over the panes.

mod ask;
mod hints;
mod info;
mod making;
mod menu;
mod naming;
mod note;
mod notes;
mod picker;
mod pictures;
mod sheet;
mod tags;
mod themes;
mod which;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Canvas, paint};
use crate::app::App;
use crate::app::input::Input;
use crate::app::layout;
use crate::app::overlay::Overlay;
use crate::library::note::Colour;

/// Draws the overlays; returns where the caret of a text field stands.
pub(super) fn draw(canvas: &mut Canvas) -> Option<Position> {
    let caret = top(canvas);
    if canvas.app.which_key {
        which::draw(canvas);
    }
    caret
}

/// The picture that the terminal is to draw itself.
pub(super) fn picture(app: &App) -> Option<super::Placed> {
    pictures::placed(app)
}

fn top(canvas: &mut Canvas) -> Option<Position> {
    match canvas.app.overlays.last() {
        Some(Overlay::Menu(menu)) => Some(menu::draw(canvas, menu)),
        Some(Overlay::Hints(hints)) => {
            hints::draw(canvas, hints);
            None
        }
        Some(Overlay::Info(info)) => {
            info::draw(canvas, info);
            None
        }
        Some(Overlay::Tags(tags)) => Some(tags::draw(canvas, tags)),
        Some(Overlay::Sheet(sheet)) => {
            sheet::draw(canvas, sheet);
            None
        }
        Some(Overlay::Picker(picker)) => Some(picker::draw(canvas, picker)),
        Some(Overlay::Pictures(pictures)) => {
            pictures::draw(canvas, pictures);
            None
        }
        Some(Overlay::Naming(naming)) => Some(naming::draw(canvas, naming)),
        Some(Overlay::Making(making)) => {
            making::draw(canvas, making);
            None
        }
        Some(Overlay::Note(editor)) => note::draw(canvas, editor),
        Some(Overlay::Notes(list)) => notes::draw(canvas, list),
        Some(Overlay::Ask(ask)) => Some(ask::draw(canvas, ask)),
        Some(Overlay::Themes(themes)) => {
            themes::draw(canvas, themes);
            None
        }
        Some(Overlay::Find(_)) | None => None,
    }
}

/// Empties a box, borders it and writes its title; returns the inside.
fn popup(canvas: &mut Canvas, area: Rect, title: &str) -> Rect {
    paint::clear(&mut canvas.sheet, area, canvas.ruler);
    paint::border(&mut canvas.sheet, area, canvas.lines, canvas.theme.accent());
    let room = area.width.saturating_sub(6) as usize;
    let title = format!(" {} ", canvas.ruler.elide(title, room));
    canvas.put(
        (area.x + 2, area.y),
        area.right().saturating_sub(1),
        &title,
        canvas.theme.accent(),
    );
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// A box in the middle of the screen, above the status row.
fn centred(canvas: &Canvas, width: u16, height: u16) -> Rect {
    layout::centred(canvas.app.size, width, height)
}

/// Draws a text field; returns where its caret stands. A long text is shown around the caret.
pub(super) fn field(canvas: &mut Canvas, at: (u16, u16), right: u16, input: &Input) -> Position {
    let (before, after) = input.parts();
    let room = right.saturating_sub(at.0).saturating_sub(1) as usize;
    let mut start = 0;
    let mut width = canvas.ruler.width(before);
    for (byte, cluster, columns) in canvas.ruler.clusters(before) {
        if width <= room {
            break;
        }
        width -= columns as usize;
        start = byte + cluster.len();
    }
    let shown = crate::text::slice(before, start..before.len());
    let x = canvas.put(at, right, shown, Style::new());
    canvas.put((x, at.1), right, after, Style::new());
    Position::new(x.min(right.saturating_sub(1)), at.1)
}

/// The number of a colour on the ground of that colour: told by either.
pub(super) fn colour_mark(canvas: &mut Canvas, at: (u16, u16), right: u16, colour: Colour) -> u16 {
    let number = Colour::ALL.iter().position(|c| *c == colour).unwrap_or_default() + 1;
    let style = canvas.theme.pen(colour);
    canvas.put(at, right, &number.to_string(), style)
}
