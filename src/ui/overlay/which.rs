//! The keys that may follow a prefix.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::popup;
use crate::ui::Canvas;

/// Columns of one entry.
const ENTRY: u16 = 22;

pub(super) fn draw(canvas: &mut Canvas) {
    let app = canvas.app;
    let entries = app.keymap.continuations(app.scope(), &app.pending);
    if entries.is_empty() {
        return;
    }
    let (columns, rows) = app.size;
    let width = columns.min(ENTRY * 3 + 4);
    let across = (width.saturating_sub(2) / ENTRY).max(1);
    let down = (entries.len() as u16)
        .div_ceil(across)
        .min(rows.saturating_sub(3));
    let area = Rect {
        x: columns - width,
        y: rows - down - 3,
        width,
        height: down + 2,
    };
    let prefix: String = app.pending.iter().map(ToString::to_string).collect();
    let title = format!("{prefix} {}", app.words.get(&format!("prefix.{prefix}")));
    let inside = popup(canvas, area, &title);
    for (i, (keys, command)) in entries.iter().enumerate() {
        let (column, row) = (i as u16 / down.max(1), i as u16 % down.max(1));
        let (x, y) = (inside.x + 1 + column * ENTRY, inside.y + row);
        if column >= across {
            break;
        }
        let next = canvas.put((x, y), inside.right(), keys, canvas.theme.accent());
        let right = (x + ENTRY - 1).min(inside.right());
        let label = canvas.app.words.label(command.name).to_owned();
        canvas.put((next.max(x + 2) + 1, y), right, &label, Style::new());
    }
}
