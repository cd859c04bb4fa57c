//! Facts about the story.

use ratatui::style::Style;

use super::{centred, popup};
use crate::app::overlay::info::Info;
use crate::text::wrap::{self, Mode, Wrap};
use crate::ui::Canvas;

pub(super) fn draw(canvas: &mut Canvas, info: &Info) {
    let width = canvas.app.size.0.min(90);
    let label = info
        .facts
        .iter()
        .map(|(k, _)| canvas.ruler.width(k) as u16)
        .max()
        .unwrap_or(0)
        .min(16);
    let room = width.saturating_sub(label + 6).max(2);
    let wrap = Wrap {
        cols: room,
        mode: Mode::Auto,
        ruler: canvas.ruler,
    };
    let mut lines: Vec<(String, String)> = Vec::new();
    for (key, value) in info.facts.iter().skip(info.top) {
        for (i, row) in wrap::rows(value, &wrap).iter().enumerate() {
            let text = crate::text::slice(value, row.start as usize..row.end as usize).to_owned();
            lines.push((if i == 0 { key.to_string() } else { String::new() }, text));
        }
    }
    let area = centred(canvas, width, lines.len() as u16 + 2);
    let title = canvas.word("pane.info");
    let inside = popup(canvas, area, &title);
    for ((key, value), y) in lines.iter().zip(inside.y..inside.bottom()) {
        let dim = canvas.theme.dim();
        canvas.put((inside.x + 1, y), inside.right(), key, dim);
        canvas.put((inside.x + label + 3, y), inside.right(), value, Style::new());
    }
}
