//! The keys that may follow a prefix.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::popup;
use crate::app::words::count;
use crate::ui::Canvas;

/// Columns of one entry where there is room.
const ENTRY: u16 = 22;
/// The fewest columns of one entry.
const LEAST: u16 = 12;
/// Most entries in a row where there is room.
const ACROSS: u16 = 3;

/// How entries are laid out: how many in a row, the columns of each, how many in a column, and how many are left out.
#[derive(Debug, PartialEq, Eq)]
struct Grid {
    across: u16,
    entry: u16,
    down: u16,
    left_out: u16,
}

impl Grid {
    /// A grid in so many columns and rows: narrower entries where not all of them have room, and a last row that says
    /// how many are left out where not even that is enough.
    fn new(entries: u16, (columns, rows): (u16, u16)) -> Self {
        let usual = (columns / ENTRY).clamp(1, ACROSS);
        let most = (columns / LEAST).max(usual);
        let enough = |across: &u16| across.saturating_mul(rows) >= entries;
        let across = (usual..=most).find(enough).unwrap_or(most);
        let entry = if across == usual && usual > 1 {
            ENTRY
        } else {
            columns / across
        };
        let whole = enough(&across);
        let down = if whole {
            entries.div_ceil(across)
        } else {
            rows.saturating_sub(1)
        };
        Self {
            across,
            entry,
            down,
            left_out: entries.saturating_sub(across * down),
        }
    }
}

pub(super) fn draw(canvas: &mut Canvas) {
    let app = canvas.app;
    let letter = app.words.get("prefix.any-letter");
    let entries = app.keymap.continuations(app.scope(), &app.pending, letter);
    if entries.is_empty() {
        return;
    }
    let (columns, rows) = app.size;
    let width = columns.min(ENTRY * ACROSS + 4);
    let room = (width.saturating_sub(3), rows.saturating_sub(3));
    let grid = Grid::new(entries.len() as u16, room);
    let height = grid.down + u16::from(grid.left_out > 0);
    let area = Rect {
        x: columns - width,
        y: rows.saturating_sub(height + 3),
        width,
        height: height + 2,
    };
    let prefix: String = app.pending.iter().map(ToString::to_string).collect();
    let key = format!("prefix.{prefix}");
    let title = if app.words.has(&key) {
        format!("{prefix} {}", app.words.get(&key))
    } else {
        prefix
    };
    let inside = popup(canvas, area, &title);
    let shown = entries.len().saturating_sub(grid.left_out.into());
    for (i, (keys, command)) in entries.iter().take(shown).enumerate() {
        let (column, row) = (i as u16 / grid.down.max(1), i as u16 % grid.down.max(1));
        let (x, y) = (inside.x + 1 + column * grid.entry, inside.y + row);
        let right = (x + grid.entry - 1).min(inside.right());
        let next = canvas.put((x, y), right, keys, canvas.theme.accent());
        let from = next.max(x + 2) + 1;
        let label = canvas.app.words.label(command.name);
        let label = canvas.ruler.elide(label, right.saturating_sub(from).into());
        canvas.put((from, y), right, &label, Style::new());
    }
    if grid.left_out > 0 {
        let left_out = count(grid.left_out.into());
        let words = canvas.app.words.fill("prefix.more", &[("n", &left_out)]);
        let dim = canvas.theme.dim();
        canvas.put((inside.x + 1, inside.y + grid.down), inside.right(), &words, dim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_place_or_is_counted() {
        for (entries, room, expected) in [
            (1, (67, 21), (3, 22, 1, 0)),
            (30, (67, 21), (3, 22, 10, 0)),
            (30, (37, 17), (2, 18, 15, 0)),
            (34, (37, 12), (3, 12, 12, 0)),
            (40, (37, 12), (3, 12, 11, 7)),
            (5, (20, 3), (1, 20, 2, 3)),
            (1, (20, 3), (1, 20, 1, 0)),
        ] {
            let grid = Grid::new(entries, room);
            let found = (grid.across, grid.entry, grid.down, grid.left_out);
            assert_eq!(found, expected, "{entries} {room:?}");
        }
    }
}
