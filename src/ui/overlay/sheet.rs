//! A page about a name: rows, the one under the cursor tinted, and how far we are.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{centred, popup};
use crate::app::overlay::sheet::{Line, Row, Sheet, Tone};
use crate::ui::{Canvas, paint};

pub(super) fn draw(canvas: &mut Canvas, sheet: &Sheet) {
    let (width, height) = Sheet::size(canvas.app.size);
    let area = centred(canvas, width, height);
    let inside = popup(canvas, area, &sheet.title);
    let (done, all) = sheet.tally();
    let more = if sheet.more.is_some() { "+" } else { "" };
    let tally = format!(" {done}/{all}{more} ");
    let accent = canvas.theme.accent();
    canvas.put_right(
        (area.x + area.width / 2, area.bottom() - 1),
        area.right() - 2,
        &tally,
        accent,
    );
    for (row, y) in sheet.window().zip(inside.y..inside.bottom()) {
        if let Some(line) = sheet.line(row) {
            draw_row(canvas, (inside.x + 1, y), inside.right() - 1, line, row);
        }
        if row.entry == sheet.cursor() {
            let slot = Rect {
                y,
                height: 1,
                ..inside
            };
            paint::underlay(&mut canvas.sheet, slot, canvas.theme.cursor());
            canvas.put((inside.x, y), inside.right(), "▌", accent);
        }
    }
}

fn draw_row(canvas: &mut Canvas, at: (u16, u16), right: u16, line: &Line, row: Row) {
    let (mut x, y) = (at.0 + line.indent, at.1);
    let dim = canvas.theme.dim();
    let mut end = right;
    if !line.right.is_empty() {
        // What stands at the right takes two thirds at most.
        let least = at.0 + (right - at.0) / 3;
        let room = right.saturating_sub(least) as usize;
        let text = canvas.ruler.elide(&line.right, room).into_owned();
        end = canvas.put_right((least, y), right, &text, dim).saturating_sub(1);
    }
    let parts: Vec<(String, Option<Tone>)> = (line.parts(row).into_iter())
        .map(|(text, tone)| (text.to_owned(), tone))
        .collect();
    for (text, tone) in parts {
        let style = tone.map_or(Style::new(), |tone| style(canvas, tone));
        let room = end.saturating_sub(x) as usize;
        let text = if line.wraps {
            text
        } else {
            canvas.ruler.elide(&text, room).into_owned()
        };
        x = canvas.put((x, y), end, &text, style);
    }
    if row.cut {
        canvas.put((x.min(end.saturating_sub(1)), y), end, "…", dim);
    }
}

fn style(canvas: &Canvas, tone: Tone) -> Style {
    match tone {
        Tone::Dim => canvas.theme.dim(),
        Tone::Head => canvas.theme.subhead(),
        Tone::Kind(kind) => canvas.theme.kind(kind).add_modifier(Modifier::BOLD),
        Tone::New => canvas.theme.fresh(),
        Tone::Gone => canvas.theme.gone(),
        Tone::Lit => canvas.theme.hit(false).add_modifier(Modifier::BOLD),
    }
}
