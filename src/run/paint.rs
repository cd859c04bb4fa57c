//! Writes what changed between two frames, as few bytes as it can, in one piece.
//!
//! The library's own backend flushes at every cursor move, writes colours where `NO_COLOR` forbids them, and writes
//! some bytes for a frame without changes. It also trusts every terminal to agree with us on widths. Here a frame
//! without changes is silent, and after any character that terminals measure differently the next cell is placed
//! anew.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

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
    size: Size,
    depth: Depth,
    style: Style,
    cursor: Cursor,
    rest: Option<Position>,
}

/// Where the terminal's cursor is after what was written, and where it should be.
#[derive(Debug, Default)]
struct Cursor {
    /// `None` where another program may have changed it.
    shown: Option<bool>,
    wanted: bool,
    at: Option<Position>,
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
            size: size.into(),
            depth,
            style: NO_STYLE,
            cursor: Cursor::default(),
            rest: None,
        }
    }

    /// Writes bytes in one piece with the next frame and before it; they leave no style behind.
    pub(crate) fn before(&mut self, bytes: &str) {
        self.before.push_str(bytes);
        self.cursor = Cursor::default();
    }

    /// Whether the terminal knows the marks of a frame.
    pub(crate) fn mark_frames(&mut self, marked: bool) {
        self.marked = marked;
    }

    /// Where the hidden cursor waits.
    pub(crate) fn rest_at(&mut self, rest: Option<Position>) {
        self.rest = rest;
    }

    /// The terminal has a new size.
    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        self.size = size.into();
    }

    /// Another program had the terminal: nothing is known of its cursor and colours.
    pub(crate) fn forget(&mut self) {
        self.frame.clear();
        self.style = NO_STYLE;
        self.cursor = Cursor::default();
    }

    /// Writes bytes that are no part of the picture, after the frame at hand.
    pub(crate) fn aside(&mut self, bytes: &str) -> io::Result<()> {
        self.out.write_all(bytes.as_bytes())?;
        self.out.send()
    }

    /// Sends the frame, if there is anything in it.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        self.settle_style();
        self.settle_cursor();
        let body = [self.before.as_str(), self.frame.as_str()];
        if body.iter().all(|part| part.is_empty()) && self.out.is_empty() {
            return Ok(());
        }
        let (begin, end) = if self.marked { (BEGIN, END) } else { ("", "") };
        for part in [begin, body[0], body[1], end] {
            self.out.write_all(part.as_bytes())?;
        }
        self.before.clear();
        self.frame.clear();
        self.out.send()
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

    fn go(&mut self, to: Position) {
        if self.cursor.at == Some(to) {
            return;
        }
        let _ = match self.cursor.at {
            // A step to the right on the same row is shorter in its relative form.
            Some(at) if at.y == to.y && at.x < to.x => write!(self.frame, "\x1b[{}C", to.x - at.x),
            _ => write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
        self.cursor.at = Some(to);
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go(Position::new(x, y));
        self.wear(Style {
            fg: at_depth(cell.fg, self.depth),
            bg: at_depth(cell.bg, self.depth),
            modifier: cell.modifier,
        });
        self.frame.push_str(cell.symbol());
        // In the last column terminals differ on where the cursor is.
        self.cursor.at = sure_width(cell.symbol())
            .map(|width| x + width)
            .filter(|x| *x < self.size.width)
            .map(|x| Position::new(x, y));
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

/// How many columns every terminal gives a character; `None` where they differ.
fn sure_width(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    let (first, more) = (chars.next()?, chars.next());
    if more.is_some() {
        return None;
    }
    match first {
        ' '..='~' => Some(1),
        '\u{AC00}'..='\u{D7A3}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}' => Some(2),
        _ => None,
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
mod tests {
    use super::*;

    fn screen(depth: Depth) -> ratatui::Terminal<Paint> {
        let out = Out::new().expect("standard output can be doubled");
        ratatui::Terminal::new(Paint::new(out, (20, 4), depth)).expect("a backend without faults")
    }

    /// Draws one line and takes what would be written, without the frame's marks.
    fn frame(terminal: &mut ratatui::Terminal<Paint>, text: &str, style: ratatui::style::Style) -> String {
        terminal
            .draw(|f| {
                f.buffer_mut().set_string(0, 0, text, style);
            })
            .expect("a backend without faults");
        let paint = terminal.backend_mut();
        paint.settle_style();
        paint.settle_cursor();
        std::mem::take(&mut paint.frame)
    }

    #[test]
    fn a_frame_without_changes_is_silent() {
        let mut terminal = screen(Depth::True);
        let style = ratatui::style::Style::new().fg(Color::Rgb(1, 2, 3));
        assert!(!frame(&mut terminal, "메타 AI", style).is_empty());
        assert_eq!(frame(&mut terminal, "메타 AI", style), "");
    }

    #[test]
    fn sure_characters_run_on_and_others_place_the_next_cell() {
        let plain = ratatui::style::Style::new();
        assert_eq!(
            frame(&mut screen(Depth::True), "메타ab", plain),
            "\x1b[1;1H메타ab\x1b[4;1H\x1b[?25l"
        );
        assert_eq!(
            frame(&mut screen(Depth::True), "…a", plain),
            "\x1b[1;1H…\x1b[1;2Ha\x1b[4;1H\x1b[?25l"
        );
    }

    #[test]
    fn colours_keep_to_the_depth() {
        let style = ratatui::style::Style::new()
            .fg(Color::Rgb(255, 0, 0))
            .bg(Color::Blue)
            .add_modifier(Modifier::BOLD);
        for (depth, want) in [
            (Depth::Plain, "\x1b[1;1H\x1b[1mx\x1b[m\x1b[4;1H\x1b[?25l"),
            (Depth::Sixteen, "\x1b[1;1H\x1b[1;44mx\x1b[m\x1b[4;1H\x1b[?25l"),
            (
                Depth::Indexed,
                "\x1b[1;1H\x1b[1;38;5;196;44mx\x1b[m\x1b[4;1H\x1b[?25l",
            ),
            (
                Depth::True,
                "\x1b[1;1H\x1b[1;38;2;255;0;0;44mx\x1b[m\x1b[4;1H\x1b[?25l",
            ),
        ] {
            assert_eq!(frame(&mut screen(depth), "x", style), want, "{depth:?}");
        }
    }

    #[test]
    fn the_cube_and_the_ramp_are_met_where_they_are_exact() {
        for (rgb, want) in [
            ((0, 0, 0), 16),
            ((255, 255, 255), 231),
            ((8, 8, 8), 232),
            ((238, 238, 238), 255),
            ((95, 135, 175), 67),
            ((255, 0, 255), 201),
        ] {
            assert_eq!(nearest(rgb.0, rgb.1, rgb.2), want, "{rgb:?}");
        }
    }
}
