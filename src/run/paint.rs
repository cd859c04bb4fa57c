//! Writes what changed between two frames, as few bytes as it can, in one piece.
//!
//! The library's own backend flushes at every cursor move, writes colours where `NO_COLOR` forbids them, and writes
//! some bytes for a frame without changes. It also trusts every terminal to agree with us on widths. Here a frame
//! without changes is silent, and after any character that terminals measure differently the next cell is placed
//! anew.

mod link;

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::probe::Answers;
use super::terminal::Out;

/// How many colours may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// None: attributes only.
    Plain,
    /// The sixteen of the terminal's palette.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Any.
    True,
}

/// Begins a frame that terminals show at once (mode 2026); others ignore it.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// A backend that gathers one frame and sends it when told to.
#[derive(Debug)]
pub(crate) struct Paint {
    out: Out,
    /// What goes out before the next frame and with it.
    before: String,
    frame: String,
    /// Whether frames are marked, for terminals that show them at once.
    marked: bool,
    /// Whether the terminal was seen to draw the glyphs of borders in one column.
    narrow_lines: bool,
    size: Size,
    /// Which cells show a blank on the ground of the screen.
    blanks: Vec<bool>,
    depth: Depth,
    style: Style,
    cursor: Cursor,
    rest: Option<Position>,
    /// The address in force, and the one of the next cell.
    link: (Option<String>, Option<String>),
}

/// Where the terminal's cursor is after what was written, and where it should be.
#[derive(Debug, Default)]
struct Cursor {
    /// `None` where another program may have changed it.
    shown: Option<bool>,
    wanted: bool,
    /// The row, where it is known, and the column, where that is known too.
    row: Option<u16>,
    column: Option<u16>,
    target: Position,
}

/// The colours and attributes in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const NO_STYLE: Style = Style {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

impl Paint {
    pub(crate) fn new(out: Out, size: (u16, u16), depth: Depth) -> Self {
        Self {
            out,
            before: String::new(),
            frame: String::new(),
            marked: true,
            narrow_lines: false,
            size: size.into(),
            blanks: vec![true; usize::from(size.0) * usize::from(size.1)],
            depth,
            style: NO_STYLE,
            cursor: Cursor::default(),
            rest: None,
            link: (None, None),
        }
    }

    /// Writes bytes in one piece with the next frame and before it; they leave no style behind.
    pub(crate) fn before(&mut self, bytes: &str) {
        self.before.push_str(bytes);
        self.cursor = Cursor::default();
    }

    /// Takes over what the terminal was found to do.
    pub(crate) fn know(&mut self, answers: Answers) {
        self.marked = answers.whole_frames();
        self.narrow_lines = answers.ambiguous == Some(1);
    }

    /// Where the hidden cursor waits.
    pub(crate) fn rest_at(&mut self, rest: Option<Position>) {
        self.rest = rest;
    }

    /// The terminal has a new size.
    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        self.size = size.into();
        self.blanks = vec![false; usize::from(size.0) * usize::from(size.1)];
    }

    /// Another program had the terminal: nothing is known of its cursor and colours.
    pub(crate) fn forget(&mut self) {
        self.frame.clear();
        self.blanks.fill(false);
        self.style = NO_STYLE;
        self.link = (None, None);
        self.cursor = Cursor::default();
    }

    /// Writes bytes that are no part of the picture, after the frame at hand.
    pub(crate) fn aside(&mut self, bytes: &str) -> io::Result<()> {
        self.out.write_all(bytes.as_bytes())?;
        self.out.send()
    }

    /// Writes bytes into the frame that go nowhere and leave no style behind.
    pub(crate) fn raw(&mut self, bytes: &str) {
        self.end_link();
        self.settle_style();
        self.frame.push_str(bytes);
    }

    /// Writes bytes into the frame at a place; where the cursor is afterwards is not known.
    pub(crate) fn raw_at(&mut self, at: Position, bytes: &str) {
        self.end_link();
        self.settle_style();
        self.go(at);
        self.frame.push_str(bytes);
        self.frame.push_str("\x1b[m");
        self.cursor.row = None;
        self.cursor.column = None;
    }

    /// Sends the frame, if there is anything in it.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        let frame = self.finish();
        if frame.is_empty() && self.out.is_empty() {
            return Ok(());
        }
        self.out.write_all(frame.as_bytes())?;
        self.out.send()
    }

    /// Ends the frame and gives all its bytes; none where nothing changed.
    pub(super) fn finish(&mut self) -> String {
        self.end_link();
        self.link.1 = None;
        self.settle_style();
        self.settle_cursor();
        let (before, frame) = (std::mem::take(&mut self.before), std::mem::take(&mut self.frame));
        match (before.is_empty() && frame.is_empty(), self.marked) {
            (true, _) => String::new(),
            (_, true) => [BEGIN, &before, &frame, END].concat(),
            (_, false) => before + &frame,
        }
    }

    fn settle_style(&mut self) {
        if self.style != NO_STYLE {
            self.frame.push_str("\x1b[m");
            self.style = NO_STYLE;
        }
    }

    /// A cursor that nobody asked for is hidden and waits on the status row: an input method that composes a
    /// syllable draws it there and not in the middle of a story.
    fn settle_cursor(&mut self) {
        let corner = Position::new(0, self.size.height.saturating_sub(1));
        let inside = |at: &Position| at.x < self.size.width && at.y < self.size.height;
        let target = if self.cursor.wanted {
            self.cursor.target
        } else {
            self.rest.filter(inside).unwrap_or(corner)
        };
        self.go(target);
        if self.cursor.shown != Some(self.cursor.wanted) {
            self.frame.push_str(if self.cursor.wanted {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            });
            self.cursor.shown = Some(self.cursor.wanted);
        }
    }

    /// Goes to a place by the shortest sequence that is right whatever is not known.
    fn go(&mut self, to: Position) {
        let (row, column) = (self.cursor.row, self.cursor.column);
        let gap = column.and_then(|column| to.x.checked_sub(column));
        if let Some(gap @ 1..=SHORT) = gap.filter(|gap| row == Some(to.y) && self.is_blank(to, *gap)) {
            self.frame.extend(std::iter::repeat_n(' ', gap.into()));
            self.cursor.column = Some(to.x);
            return;
        }
        let (x, y) = (to.x + 1, to.y + 1);
        let frame = &mut self.frame;
        let _ = match (row, column) {
            (Some(row), Some(column)) if (row, column) == (to.y, to.x) => Ok(()),
            (Some(row), _) if row == to.y && to.x == 0 => write!(frame, "\r"),
            (Some(row), Some(column)) if row == to.y && column < to.x => {
                write!(frame, "\x1b[{}C", to.x - column)
            }
            (Some(row), _) if row == to.y => write!(frame, "\x1b[{x}G"),
            (Some(row), _) if row + 1 == to.y && to.x == 0 => write!(frame, "\r\n"),
            _ if to.x == 0 => write!(frame, "\x1b[{y}H"),
            _ => write!(frame, "\x1b[{y};{x}H"),
        };
        self.cursor.row = Some(to.y);
        self.cursor.column = Some(to.x);
    }

    /// Whether the cells before a place show blanks that the style in force would leave as they are.
    fn is_blank(&self, before: Position, gap: u16) -> bool {
        let to = self.index(before);
        let seen = self.style.modifier.intersects(SEEN_ON_BLANKS) || self.style.bg != Color::Reset;
        let cells = self.blanks.get(to.saturating_sub(gap.into())..to);
        !seen && cells.is_some_and(|cells| cells.iter().all(|blank| *blank))
    }

    fn index(&self, at: Position) -> usize {
        usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x)
    }

    /// Notes whether a cell shows a blank now; the rest of a wide glyph does not.
    fn note(&mut self, at: Position, symbol: &str, columns: u16) {
        let plain = self.style.bg == Color::Reset && !self.style.modifier.intersects(SEEN_ON_BLANKS);
        let from = self.index(at);
        let end = from + usize::from(columns);
        if let Some(cells) = self.blanks.get_mut(from..end) {
            cells.fill(symbol == " " && plain);
        }
    }

    /// The next cell stands for an address, or for none.
    pub(crate) fn link(&mut self, url: Option<&str>) {
        self.link.1 = url.and_then(link::target);
    }

    fn end_link(&mut self) {
        if self.link.0.take().is_some() {
            self.frame.push_str(link::END);
        }
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let relinked = self.link.0 != self.link.1;
        // Blanks that the cursor goes over belong to no address.
        if relinked {
            self.end_link();
        }
        self.go(Position::new(x, y));
        if let Some(url) = self.link.1.clone().filter(|_| relinked) {
            self.frame.push_str(&link::begin(&url));
            self.link.0 = Some(url);
        }
        self.wear(Style {
            fg: at_depth(cell.fg, self.depth),
            bg: at_depth(cell.bg, self.depth),
            modifier: cell.modifier,
        });
        let symbol = cell.symbol();
        if half_painted(cell) {
            self.frame.push_str("  \x1b[2D");
        }
        self.frame.push_str(symbol);
        let width = self.sure_width(symbol);
        let right = self.size.width;
        // A glyph of unsure width may have reached over the cell after it.
        self.note(Position::new(x, y), symbol, width.unwrap_or(2).min(right - x));
        // In the last column terminals differ on where the cursor is, but it is still on the row.
        self.cursor.column = width.map(|width| x + width).filter(|x| *x < right);
        // One character of unsure width takes at most two columns; a sequence may take any number, and a row more.
        let single = symbol.chars().nth(1).is_none();
        self.cursor.row = (width.is_some() || single && x + 2 < right).then_some(y);
    }

    /// How many columns this terminal surely gives a character; `None` where terminals differ.
    fn sure_width(&self, symbol: &str) -> Option<u16> {
        let mut chars = symbol.chars();
        let (first, more) = (chars.next()?, chars.next());
        if more.is_some() {
            return None;
        }
        match first {
            ' '..='~' => Some(1),
            // Long rows of one glyph: worth to be known.
            '\u{2500}'..='\u{257F}' if self.narrow_lines => Some(1),
            '\u{AC00}'..='\u{D7A3}'
            | '\u{3131}'..='\u{3163}'
            | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FC}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{FF01}'..='\u{FF5E}' => Some(2),
            _ => None,
        }
    }

    /// Writes what differs from the style in force; from scratch where an attribute ends.
    fn wear(&mut self, style: Style) {
        if style == self.style {
            return;
        }
        let mut codes = String::new();
        let mut from = self.style;
        if !style.modifier.contains(from.modifier) {
            codes.push('0');
            from = NO_STYLE;
        }
        for (flag, code) in ATTRIBUTES {
            if style.modifier.contains(*flag) && !from.modifier.contains(*flag) {
                push_code(&mut codes, code);
            }
        }
        if style.fg != from.fg {
            push_code(&mut codes, &colour(style.fg, 30));
        }
        if style.bg != from.bg {
            push_code(&mut codes, &colour(style.bg, 40));
        }
        let _ = write!(self.frame, "\x1b[{codes}m");
        self.style = style;
    }
}

/// Whether a terminal that gives the glyph two columns may paint only the first: xterm does so with those of Latin-1,
/// and what stood in the second stays on the screen.
fn half_painted(cell: &Cell) -> bool {
    matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) && cell.symbol() <= "\u{ff}"
}

/// Widest gap that is cheaper to write than to jump over.
const SHORT: u16 = 4;

/// Attributes that show on a blank.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// What each attribute is called.
const ATTRIBUTES: &[(Modifier, &str)] = &[
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::RAPID_BLINK, "6"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

fn push_code(codes: &mut String, code: &str) {
    if !codes.is_empty() {
        codes.push(';');
    }
    codes.push_str(code);
}

/// The code of a colour; `base` is 30 for text and 40 for its ground.
fn colour(colour: Color, base: u8) -> String {
    match colour {
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
        named => match place(named) {
            Some(n @ 0..=7) => (base + n).to_string(),
            Some(n) => (base + 60 + n - 8).to_string(),
            None => (base + 9).to_string(),
        },
    }
}

/// Place of a named colour in the palette.
fn place(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

/// The nearest colour that may be written.
fn at_depth(colour: Color, depth: Depth) -> Color {
    match (depth, colour) {
        (Depth::Plain, _) | (Depth::Sixteen, Color::Rgb(..) | Color::Indexed(16..)) => Color::Reset,
        (Depth::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(nearest(r, g, b)),
        (_, colour) => colour,
    }
}

/// The nearest of xterm's colours: a grey of the ramp or a cell of the 6x6x6 cube.
fn nearest(r: u8, g: u8, b: u8) -> u8 {
    if r.abs_diff(g) < 8 && g.abs_diff(b) < 8 {
        return match r {
            0..=3 => 16,
            244.. => 231,
            grey => 232 + (grey.saturating_sub(3) / 10).min(23),
        };
    }
    16 + 36 * step(r) + 6 * step(g) + step(b)
}

/// The nearest of the cube's steps, which are 0, 95, 135, 175, 215 and 255.
fn step(v: u8) -> u8 {
    match v {
        0..=47 => 0,
        48..=114 => 1,
        v => (v - 35) / 40,
    }
}

impl Backend for Paint {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.put(x, y, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor.wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor.wanted = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.target)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor.target = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.settle_style();
        self.blanks.fill(true);
        self.frame.push_str("\x1b[m\x1b[2J");
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // The screen is one area, so only the whole of it is ever cleared.
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    /// Does nothing: the loop sends the frame when it is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
