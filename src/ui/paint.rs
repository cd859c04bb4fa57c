//! The only way into the cells of the screen.
//!
//! Every glyph is measured as it is drawn, none stands half in a column, and what lies over wide glyphs clears
//! the halves that it cuts.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::width::Ruler;

/// Draws text from a column up to a border; returns the column after it. A glyph that does not fit ends it.
pub(crate) fn put(
    buf: &mut Buffer,
    at: (u16, u16),
    right: u16,
    text: &str,
    style: Style,
    ruler: Ruler,
) -> u16 {
    let (mut x, y) = at;
    let right = right.min(buf.area.right());
    if y >= buf.area.bottom() {
        return x;
    }
    for (_, cluster, width) in ruler.clusters(text) {
        if width == 0 {
            continue;
        }
        if x + width > right {
            break;
        }
        if let Some(cell) = buf.cell_mut((x, y)) {
            let shown = ruler.shown(cluster);
            cell.set_symbol(shown).set_style(style);
            cell.set_diff_option(CellDiffOption::None);
            // What this terminal draws wider than the screen library thinks is said so, or the next cell is lost. So
            // is a sign with VS16, after which the library would write a blank over its second half.
            let selected = shown.contains('\u{fe0f}');
            if let Some(wide) = NonZeroU16::new(width).filter(|w| selected || w.get() != cell.cell_width()) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(wide));
            }
        }
        for trailing in x + 1..x + width {
            if let Some(cell) = buf.cell_mut((trailing, y)) {
                blank(cell).set_style(style);
            }
        }
        x += width;
    }
    x
}

/// Draws text so that it ends before a border; returns the column it begins at. It is cut at its end if there is
/// no room from `left` on.
pub(crate) fn put_right(
    buf: &mut Buffer,
    (left, y): (u16, u16),
    right: u16,
    text: &str,
    style: Style,
    ruler: Ruler,
) -> u16 {
    let room = right.saturating_sub(left) as usize;
    let text = ruler.elide(text, room);
    let x = right - (ruler.width(&text).min(room)) as u16;
    put(buf, (x, y), right, &text, style, ruler);
    x
}

/// Gives an area a style without touching its glyphs.
pub(crate) fn tint(buf: &mut Buffer, area: Rect, style: Style) {
    buf.set_style(area.intersection(buf.area), style);
}

/// Empties an area that lies over others: wide glyphs that its edges cut go whole.
pub(crate) fn clear(buf: &mut Buffer, area: Rect, ruler: Ruler) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.left() > 0
            && let Some(cell) = buf.cell_mut((area.left() - 1, y))
            && ruler.cluster(cell.symbol()) > 1
        {
            blank(cell);
        }
        let cut = area.right() > 0
            && buf
                .cell((area.right() - 1, y))
                .is_some_and(|c| ruler.cluster(c.symbol()) > 1);
        if cut && let Some(cell) = buf.cell_mut((area.right(), y)) {
            blank(cell);
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// Empties a cell but for its style: a blank is never as wide as what stood there.
fn blank(cell: &mut Cell) -> &mut Cell {
    cell.set_symbol(" ").set_diff_option(CellDiffOption::None)
}

/// The glyphs of borders: horizontal, vertical, and the sixteen joints by the arms they have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    joints: [&'static str; 16],
}

const UP: usize = 1;
const DOWN: usize = 2;
const LEFT: usize = 4;
const RIGHT: usize = 8;

impl Lines {
    pub(crate) const ROUNDED: Self = Self {
        joints: [
            " ", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼",
        ],
    };
    pub(crate) const PLAIN: Self = Self {
        joints: [
            " ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
        ],
    };
    pub(crate) const ASCII: Self = Self {
        joints: [
            " ", "|", "|", "|", "-", "+", "+", "+", "-", "+", "+", "+", "-", "+", "+", "+",
        ],
    };

    pub(crate) fn horizontal(self) -> &'static str {
        self.joints[LEFT | RIGHT]
    }

    pub(crate) fn vertical(self) -> &'static str {
        self.joints[UP | DOWN]
    }

    fn arms(self, symbol: &str) -> usize {
        // A blank has no arms; of equal glyphs the one with most arms is meant.
        self.joints.iter().rposition(|j| *j == symbol).unwrap_or(0)
    }
}

/// Draws a border; where it meets one that is there already, they join.
pub(crate) fn border(buf: &mut Buffer, area: Rect, lines: Lines, style: Style) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (left, right) = (area.left(), area.right() - 1);
    let (top, bottom) = (area.top(), area.bottom() - 1);
    for x in left..=right {
        let sides = if x > left { LEFT } else { 0 } | if x < right { RIGHT } else { 0 };
        join(
            buf,
            (x, top),
            sides | if x == left || x == right { DOWN } else { 0 },
            lines,
            style,
        );
        join(
            buf,
            (x, bottom),
            sides | if x == left || x == right { UP } else { 0 },
            lines,
            style,
        );
    }
    for y in top + 1..bottom {
        join(buf, (left, y), UP | DOWN, lines, style);
        join(buf, (right, y), UP | DOWN, lines, style);
    }
}

fn join(buf: &mut Buffer, at: (u16, u16), arms: usize, lines: Lines, style: Style) {
    if let Some(cell) = buf.cell_mut(at) {
        let there = lines.arms(cell.symbol());
        // In ASCII all joints look alike, so a line that crosses one keeps it.
        let arms = if there == 0 { arms } else { there | arms };
        cell.set_symbol(lines.joints[arms]).set_style(style);
        cell.set_diff_option(CellDiffOption::None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(buf: &Buffer, y: u16) -> String {
        (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect()
    }

    #[test]
    fn text_never_crosses_its_border() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        let ruler = Ruler::default();
        let end = put(&mut buf, (0, 0), 5, "가나다라", Style::new(), ruler);
        assert_eq!(end, 4);
        assert_eq!(row(&buf, 0).replace(' ', ""), "가나");
    }

    #[test]
    fn a_cleared_area_leaves_no_half_glyph() {
        for x in 0..6 {
            let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
            let ruler = Ruler::default();
            put(&mut buf, (0, 0), 12, "가나다라마바", Style::new(), ruler);
            clear(&mut buf, Rect::new(x, 0, 3, 1), ruler);
            for at in 0..12u16 {
                let width = ruler.cluster(buf[(at, 0)].symbol());
                assert!(width < 2 || !(x..x + 3).contains(&at), "{x}: {at}");
                assert!(
                    width < 2 || !(x..x + 3).contains(&(at + 1)),
                    "{x}: {at} reaches in"
                );
            }
        }
    }

    #[test]
    fn borders_that_meet_join() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 7, 5));
        border(&mut buf, Rect::new(0, 0, 4, 3), Lines::ROUNDED, Style::new());
        border(&mut buf, Rect::new(0, 2, 4, 3), Lines::ROUNDED, Style::new());
        border(&mut buf, Rect::new(3, 0, 4, 5), Lines::ROUNDED, Style::new());
        let rows: Vec<String> = (0..5).map(|y| row(&buf, y)).collect();
        assert_eq!(rows, ["╭──┬──╮", "│  │  │", "├──┤  │", "│  │  │", "╰──┴──╯"]);
    }
}
