//! The only way into the cells of the screen.
//!
//! Every glyph is measured as it is drawn, none stands half in a column, and what lies over wide glyphs clears
//! the halves that it cuts.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::damage::Damage;
use super::theme::Theme;
use crate::text::width::Ruler;

/// Stands for a cluster that is wider than the row; one column in every terminal.
const WIDER: &str = "?";

/// The cells that may be written: those of the screen that have to be drawn again.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    buf: &'a mut Buffer,
    damage: &'a Damage,
}

impl<'a> Sheet<'a> {
    /// The damaged cells of a screen, emptied.
    pub(crate) fn new(buf: &'a mut Buffer, damage: &'a Damage) -> Self {
        let screen = buf.area;
        for area in damage.within(screen) {
            for y in area.top()..area.bottom() {
                let row = buf.index_of(area.left(), y);
                for cell in buf.content.iter_mut().skip(row).take(area.width as usize) {
                    cell.reset();
                }
            }
        }
        Self { buf, damage }
    }

    /// Gives what was drawn the ink and ground of the theme where it has none of its own.
    pub(crate) fn finish(&mut self, theme: Theme) {
        let Some(base) = theme.base() else { return };
        let screen = self.buf.area;
        for area in self.damage.within(screen) {
            for y in area.top()..area.bottom() {
                let row = self.buf.index_of(area.left(), y);
                let cells = self.buf.content.iter_mut().skip(row).take(area.width as usize);
                cells.for_each(&base);
            }
        }
    }

    /// The whole screen.
    pub(crate) fn area(&self) -> Rect {
        self.buf.area
    }

    fn cell(&self, at: (u16, u16)) -> Option<&Cell> {
        self.buf.cell(at)
    }

    fn cell_mut(&mut self, at: (u16, u16)) -> Option<&mut Cell> {
        if self.damage.has(at) {
            self.buf.cell_mut(at)
        } else {
            None
        }
    }
}

/// Draws text from a column up to a border; returns the column after it. A glyph that does not fit ends it.
pub(crate) fn put(
    sheet: &mut Sheet,
    at: (u16, u16),
    right: u16,
    text: &str,
    style: Style,
    ruler: Ruler,
) -> u16 {
    let (mut x, y) = at;
    let right = right.min(sheet.area().right());
    if y >= sheet.area().bottom() {
        return x;
    }
    for (_, cluster, width) in ruler.clusters(text) {
        if width == 0 {
            continue;
        }
        if x + width > right {
            // A cluster wider than all the room there is leaves a mark and not nothing.
            let alone = x == at.0 && cluster.len() == text.len() && x < right;
            if alone && let Some(cell) = sheet.cell_mut((x, y)) {
                cell.set_symbol(WIDER).set_style(style);
                x += 1;
            }
            break;
        }
        if let Some(cell) = sheet.cell_mut((x, y)) {
            cell.set_symbol(ruler.shown(cluster)).set_style(style);
            cell.set_diff_option(CellDiffOption::None);
            // What this terminal draws wider than the screen library thinks is said so, or the next cell is lost.
            if let Some(wide) = NonZeroU16::new(width).filter(|w| w.get() != cell.cell_width()) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(wide));
            }
        }
        for trailing in x + 1..x + width {
            if let Some(cell) = sheet.cell_mut((trailing, y)) {
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
    sheet: &mut Sheet,
    (left, y): (u16, u16),
    right: u16,
    text: &str,
    style: Style,
    ruler: Ruler,
) -> u16 {
    let room = right.saturating_sub(left) as usize;
    let text = ruler.elide(text, room);
    let x = right - (ruler.width(&text).min(room)) as u16;
    put(sheet, (x, y), right, &text, style, ruler);
    x
}

/// Gives an area a style without touching its glyphs.
pub(crate) fn tint(sheet: &mut Sheet, area: Rect, style: Style) {
    let area = area.intersection(sheet.area());
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = sheet.cell_mut((x, y)) {
                cell.set_style(style);
            }
        }
    }
}

/// Puts a style under what is drawn: what has a ground of its own, as words that were found, keeps it. Where grounds are
/// made by reversing, what is reversed already stands out by being the right way round.
pub(crate) fn underlay(sheet: &mut Sheet, area: Rect, style: Style) {
    let area = area.intersection(sheet.area());
    let reverses = style.add_modifier.contains(Modifier::REVERSED);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let Some(cell) = sheet.cell_mut((x, y)) else {
                continue;
            };
            if reverses && cell.modifier.contains(Modifier::REVERSED) {
                cell.modifier.remove(Modifier::REVERSED);
                cell.modifier.insert(Modifier::UNDERLINED);
            } else if cell.bg == Color::Reset {
                cell.set_style(style);
            }
        }
    }
}

/// Empties an area that lies over others: wide glyphs that its edges cut go whole.
pub(crate) fn clear(sheet: &mut Sheet, area: Rect, ruler: Ruler) {
    let area = area.intersection(sheet.area());
    for y in area.top()..area.bottom() {
        if area.left() > 0
            && let Some(cell) = sheet.cell_mut((area.left() - 1, y))
            && ruler.cluster(cell.symbol()) > 1
        {
            blank(cell);
        }
        let cut = area.right() > 0
            && sheet
                .cell((area.right() - 1, y))
                .is_some_and(|c| ruler.cluster(c.symbol()) > 1);
        if cut && let Some(cell) = sheet.cell_mut((area.right(), y)) {
            blank(cell);
        }
        for x in area.left()..area.right() {
            if let Some(cell) = sheet.cell_mut((x, y)) {
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

    /// Whether they are of ASCII alone.
    pub(crate) fn is_ascii(self) -> bool {
        self.joints.iter().all(|joint| joint.is_ascii())
    }

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
pub(crate) fn border(sheet: &mut Sheet, area: Rect, lines: Lines, style: Style) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (left, right) = (area.left(), area.right() - 1);
    let (top, bottom) = (area.top(), area.bottom() - 1);
    for x in left..=right {
        let sides = if x > left { LEFT } else { 0 } | if x < right { RIGHT } else { 0 };
        join(
            sheet,
            (x, top),
            sides | if x == left || x == right { DOWN } else { 0 },
            lines,
            style,
        );
        join(
            sheet,
            (x, bottom),
            sides | if x == left || x == right { UP } else { 0 },
            lines,
            style,
        );
    }
    for y in top + 1..bottom {
        join(sheet, (left, y), UP | DOWN, lines, style);
        join(sheet, (right, y), UP | DOWN, lines, style);
    }
}

fn join(sheet: &mut Sheet, at: (u16, u16), arms: usize, lines: Lines, style: Style) {
    if let Some(cell) = sheet.cell_mut(at) {
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

    /// An empty screen, all of it to be drawn.
    fn blank(area: Rect) -> (Buffer, Damage) {
        (Buffer::empty(area), Damage::all(area))
    }

    fn row(buf: &Buffer, y: u16) -> String {
        (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect()
    }

    #[test]
    fn text_never_crosses_its_border() {
        let (mut buf, damage) = blank(Rect::new(0, 0, 8, 1));
        let ruler = Ruler::default();
        let end = put(
            &mut Sheet::new(&mut buf, &damage),
            (0, 0),
            5,
            "가나다라",
            Style::new(),
            ruler,
        );
        assert_eq!(end, 4);
        assert_eq!(row(&buf, 0).replace(' ', ""), "가나");
    }

    /// Two panes of 42 and 28 columns over the same rows, from the fifth on, each in a border.
    fn panes(body: &str) -> Buffer {
        use crate::text::wrap::{self, Mode, Wrap};
        let ruler = Ruler::default();
        let (mut buf, damage) = blank(Rect::new(0, 0, 70, 24));
        let mut sheet = Sheet::new(&mut buf, &damage);
        for (x, width) in [(0, 42), (42, 28)] {
            let area = Rect::new(x, 0, width, 24);
            border(&mut sheet, area, Lines::PLAIN, Style::new());
            let wrap = Wrap {
                cols: width - 2,
                mode: Mode::Auto,
                ruler,
            };
            let text = if x == 0 { body } else { "" };
            for (row, y) in wrap::rows(text, &wrap).iter().skip(4).zip(1..23) {
                let line = crate::text::slice(text, row.start as usize..row.end as usize);
                put(
                    &mut sheet,
                    (x + 1, y),
                    area.right() - 1,
                    line,
                    Style::new(),
                    ruler,
                );
            }
        }
        buf
    }

    fn whole(buf: &Buffer) {
        for (y, x) in (1..23).flat_map(|y| [0, 41, 42, 69].map(|x| (y, x))) {
            assert_eq!(buf[(x, y)].symbol(), "│", "{x},{y}");
        }
    }

    #[test]
    fn panes_side_by_side_keep_their_borders() {
        let body =
            "다람쥐가 지난 가을에 모은 도토리를 서울 상암동(월드컵로)에서 나눠 준다는 사실이 알려졌습니다.\n"
                .repeat(8);
        whole(&panes(&body));
        let seed =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds/000_feccae7da4a38588.txt");
        let Ok(text) = std::fs::read_to_string(seed) else {
            return;
        };
        let buf = panes(&text);
        whole(&buf);
        // The tenth row holds the beginning of the fourth line and ten blanks.
        let mut shown = String::new();
        let mut x = 1;
        while x < 41 {
            shown.push_str(buf[(x, 10)].symbol());
            x += Ruler::default().cluster(buf[(x, 10)].symbol()).max(1);
        }
        let line = text.lines().nth(3).unwrap_or_default();
        assert_eq!(shown.trim_end(), crate::text::slice(line, 0..42));
        assert_eq!(Ruler::default().width(&shown), 40);
    }

    #[test]
    fn a_cluster_wider_than_its_row_is_one_mark() {
        let (mut buf, damage) = blank(Rect::new(0, 0, 4, 1));
        let mut sheet = Sheet::new(&mut buf, &damage);
        let ruler = Ruler::default();
        assert_eq!(put(&mut sheet, (0, 0), 1, "가", Style::new(), ruler), 1);
        // What was merely cut off leaves none.
        assert_eq!(put(&mut sheet, (1, 0), 2, "가나", Style::new(), ruler), 1);
        assert_eq!(row(&buf, 0).trim_end(), "?");
    }

    #[test]
    fn a_cleared_area_leaves_no_half_glyph() {
        for x in 0..6 {
            let (mut buf, damage) = blank(Rect::new(0, 0, 12, 1));
            let ruler = Ruler::default();
            let mut sheet = Sheet::new(&mut buf, &damage);
            put(&mut sheet, (0, 0), 12, "가나다라마바", Style::new(), ruler);
            clear(&mut sheet, Rect::new(x, 0, 3, 1), ruler);
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
        let (mut buf, damage) = blank(Rect::new(0, 0, 7, 5));
        let mut sheet = Sheet::new(&mut buf, &damage);
        border(&mut sheet, Rect::new(0, 0, 4, 3), Lines::ROUNDED, Style::new());
        border(&mut sheet, Rect::new(0, 2, 4, 3), Lines::ROUNDED, Style::new());
        border(&mut sheet, Rect::new(3, 0, 4, 5), Lines::ROUNDED, Style::new());
        let rows: Vec<String> = (0..5).map(|y| row(&buf, y)).collect();
        assert_eq!(rows, ["╭──┬──╮", "│  │  │", "├──┤  │", "│  │  │", "╰──┴──╯"]);
    }

    #[test]
    fn what_is_not_damaged_keeps_its_cells() {
        let area = Rect::new(0, 0, 6, 2);
        let (mut buf, damage) = blank(area);
        let ruler = Ruler::default();
        put(
            &mut Sheet::new(&mut buf, &damage),
            (0, 0),
            6,
            "가나다",
            Style::new(),
            ruler,
        );
        let part = Damage::all(Rect::new(0, 1, 6, 1));
        let mut sheet = Sheet::new(&mut buf, &part);
        put(&mut sheet, (0, 0), 6, "xyz", Style::new(), ruler);
        put(&mut sheet, (0, 1), 6, "xyz", Style::new(), ruler);
        assert_eq!(
            (row(&buf, 0).as_str(), row(&buf, 1).as_str()),
            ("가 나 다 ", "xyz   ")
        );
    }
}
