//! A picture of the story, what is written under it, and the keys.

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::popup;
use crate::app::App;
use crate::app::overlay::Overlay;
use crate::app::overlay::pictures::{Dot, Pictures, Rgb, Shown, State};
use crate::text::wrap::{self, Mode, Wrap};
use crate::ui::{Canvas, Placed};

pub(super) fn draw(canvas: &mut Canvas, pictures: &Pictures) {
    let area = Pictures::area(canvas.app.size);
    let (now, all) = pictures.tally();
    let title = canvas.word("pane.pictures");
    let name = pictures.name().unwrap_or_default();
    let title = format!("{title} {now}/{all} · {name}");
    let inside = popup(canvas, area, title.trim_end_matches(" · "));
    let room = pictures.canvas();
    match &pictures.state {
        State::Waiting => said(canvas, room, &canvas.word("pictures.reading")),
        State::Fault(fault) => {
            let words = canvas.app.words.said(fault).to_string();
            said(canvas, room, &words);
        }
        State::Shown(shown) => picture(canvas, room, shown),
    }
    below(canvas, pictures, inside);
}

/// The caption and the keys.
fn below(canvas: &mut Canvas, pictures: &Pictures, inside: Rect) {
    let right = inside.right().saturating_sub(1);
    let mut y = pictures.canvas().bottom();
    for row in pictures.caption() {
        let style = Style::new().add_modifier(Modifier::ITALIC);
        let x = canvas.put((inside.x + 1, y), right, row, style);
        y += 1;
        if y + 1 >= inside.bottom() && pictures.caption_is_cut() {
            canvas.put((x.min(right.saturating_sub(1)), y - 1), right, "…", style);
        }
    }
    let how = canvas.word("pictures.how");
    let pixels = match &pictures.state {
        State::Shown(shown) => format!("{}x{}", shown.pixels.0, shown.pixels.1),
        _ => String::new(),
    };
    let last = inside.bottom().saturating_sub(1);
    let dim = canvas.theme.dim();
    let end = canvas.put_right((inside.x + 1, last), right, &pixels, dim);
    let room = usize::from(end.saturating_sub(inside.x + 3));
    let how = canvas.ruler.elide(&how, room).into_owned();
    canvas.put((inside.x + 1, last), end, &how, dim);
}

/// Words in the place of a picture.
fn said(canvas: &mut Canvas, room: Rect, words: &str) {
    let wrap = Wrap {
        cols: room.width.saturating_sub(4).clamp(2, 60),
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    let rows = wrap::rows(words, &wrap);
    let top = room.y + room.height.saturating_sub(rows.len() as u16) / 2;
    for (row, y) in rows.iter().zip(top..room.bottom()) {
        let text = crate::text::slice(words, row.start as usize..row.end as usize);
        let x = room.x + room.width.saturating_sub(row.cols) / 2;
        canvas.put((x, y), room.right(), text, canvas.theme.dim());
    }
}

/// Where a picture of a size stands in a room: in the middle.
fn middle(room: Rect, (columns, rows): (u16, u16)) -> Rect {
    Rect {
        x: room.x + room.width.saturating_sub(columns) / 2,
        y: room.y + room.height.saturating_sub(rows) / 2,
        width: columns.min(room.width),
        height: rows.min(room.height),
    }
}

fn picture(canvas: &mut Canvas, room: Rect, shown: &Shown) {
    let area = middle(room, shown.size);
    let columns = usize::from(shown.size.0.max(1));
    for (row, y) in shown.dots.chunks(columns).zip(area.top()..area.bottom()) {
        for (dot, x) in row.iter().zip(area.left()..area.right()) {
            put(canvas, (x, y), area.right(), *dot);
        }
    }
}

fn put(canvas: &mut Canvas, at: (u16, u16), right: u16, (letter, ink, ground): Dot) {
    let colour = |(r, g, b): Rgb| Color::Rgb(r, g, b);
    let mut style = Style::new();
    style.fg = ink.map(colour);
    style.bg = ground.map(colour);
    let mut bytes = [0; 4];
    canvas.put(at, right, letter.encode_utf8(&mut bytes), style);
}

/// The picture that the terminal is to draw itself: none where anything lies over it.
pub(super) fn placed(app: &App) -> Option<Placed> {
    let Some(Overlay::Pictures(pictures)) = app.overlays.last() else {
        return None;
    };
    let State::Shown(shown) = &pictures.state else {
        return None;
    };
    let free = !app.which_key && app.status.toast.is_none() && app.layout.strip.is_none();
    let graphic = shown.graphic.as_ref().filter(|_| free)?.clone();
    let area = middle(pictures.canvas(), shown.size);
    (area.width == shown.size.0 && area.height == shown.size.1).then_some(Placed { area, graphic })
}
