//! What the terminal shows, and the least that makes it show something else.
//!
//! The screen library draws and compares every cell of every frame. Here only what is damaged is drawn, and only
//! that is compared: most keys touch a quarter of a wide screen.

use std::io;

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};

use super::paint::Paint;
use crate::ui::Placed;
use crate::ui::damage::{Damage, Look};
use crate::ui::links::Stretch;

/// The picture on the terminal and the one that is being drawn.
#[derive(Debug)]
pub(crate) struct Stage {
    paint: Paint,
    shown: Buffer,
    next: Buffer,
    /// Cells that stand for addresses, on the terminal and in the next picture.
    links: (Vec<Stretch>, Vec<Stretch>),
    /// The picture that the terminal draws itself: the one on it, and the next one.
    picture: (Option<Placed>, Option<Placed>),
    /// What `next` was drawn from; `None` where the terminal shows who knows what.
    look: Option<Look>,
}

impl Stage {
    pub(crate) fn new(paint: Paint, (columns, rows): (u16, u16)) -> Self {
        let area = Rect::new(0, 0, columns, rows);
        Self {
            paint,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            links: (Vec::new(), Vec::new()),
            picture: (None, None),
            look: None,
        }
    }

    /// Says which cells of the next picture stand for an address.
    pub(crate) fn link(&mut self, links: Vec<Stretch>) {
        self.links.1 = links;
    }

    /// Says which picture the terminal is to draw itself.
    pub(crate) fn picture(&mut self, picture: Option<Placed>) {
        self.picture.1 = picture;
    }

    pub(crate) fn paint(&mut self) -> &mut Paint {
        &mut self.paint
    }

    /// The terminal has a new size: nothing on it can be kept.
    pub(crate) fn resize(&mut self, (columns, rows): (u16, u16)) -> io::Result<()> {
        self.paint.resize((columns, rows));
        self.shown = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.next = self.shown.clone();
        self.blank()
    }

    /// Another program had the terminal.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        self.paint.forget();
        self.shown.reset();
        self.blank()
    }

    fn blank(&mut self) -> io::Result<()> {
        self.look = None;
        self.links.0.clear();
        if let Some(gone) = self.picture.0.take() {
            self.paint.raw(&gone.graphic.forget);
        }
        self.paint.clear()
    }

    /// Draws what is no longer as `look` says, and sends what changed.
    pub(crate) fn draw(
        &mut self,
        look: Look,
        picture: impl FnOnce(&mut Buffer, &Damage) -> Option<Position>,
    ) -> io::Result<()> {
        let damage = look.since(self.look.as_ref());
        self.look = Some(look);
        self.mend(&damage, picture)?;
        self.paint.send()
    }

    /// Draws what is damaged and writes what differs.
    fn mend(
        &mut self,
        damage: &Damage,
        picture: impl FnOnce(&mut Buffer, &Damage) -> Option<Position>,
    ) -> io::Result<()> {
        let caret = picture(&mut self.next, damage);
        self.lift_picture();
        let mut touched = false;
        for area in damage.within(self.next.area) {
            for y in area.top()..area.bottom() {
                touched |= self.row(y, area.left()..area.right())?;
            }
        }
        self.links.0.clone_from(&self.links.1);
        self.put_picture(touched);
        match caret {
            Some(at) => {
                self.paint.set_cursor_position(at)?;
                self.paint.show_cursor()
            }
            None => self.paint.hide_cursor(),
        }
    }

    /// Draws everything, and gives the bytes instead of sending them.
    #[cfg(test)]
    pub(crate) fn bytes(&mut self, picture: impl FnOnce(&mut Buffer, &Damage) -> Option<Position>) -> String {
        let all = Damage::all(self.next.area);
        self.mend(&all, picture).expect("a backend without faults");
        self.paint.finish()
    }

    /// Has the terminal forget a picture that is not in the next frame. What it covered is written anew, whatever
    /// stood there: terminals that have pictures in their cells lose them by that.
    fn lift_picture(&mut self) {
        if self.picture.0 == self.picture.1 {
            return;
        }
        let Some(gone) = self.picture.0.take() else {
            return;
        };
        self.paint.raw(&gone.graphic.forget);
        let area = gone.area.intersection(self.shown.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.shown.cell_mut((x, y)) {
                    cell.set_symbol(UNKNOWN);
                }
            }
        }
    }

    /// Has the terminal draw the picture of this frame, if it is new or something was written over it.
    fn put_picture(&mut self, touched: bool) {
        let Some(picture) = self.picture.1.clone() else {
            return;
        };
        if touched || self.picture.0.as_ref() != Some(&picture) {
            for (row, y) in picture.graphic.rows.iter().zip(picture.area.y..) {
                self.paint.raw_at(Position::new(picture.area.x, y), row);
            }
        }
        self.picture.0 = Some(picture);
    }

    /// Writes the cells of a part of a row that differ; says whether one of them is under the picture.
    fn row(&mut self, y: u16, columns: std::ops::Range<u16>) -> io::Result<bool> {
        let start = self.next.index_of(columns.start, y);
        let cells = start..start + columns.len();
        let (Some(next), Some(shown)) = (
            self.next.content.get(cells.clone()),
            self.shown.content.get_mut(cells),
        ) else {
            return Ok(false);
        };
        let under = self.picture.1.as_ref().map(|p| p.area);
        let mut touched = false;
        let linked = Linked::on(&self.links, y);
        let left = columns.start;
        for x in changes(next, shown, |x| linked.differ(left + x as u16)) {
            let cell = &next[x];
            touched |= under.is_some_and(|area| area.contains(Position::new(left + x as u16, y)));
            self.paint.link(linked.at(left + x as u16));
            self.paint
                .draw(std::iter::once((columns.start + x as u16, y, cell)))?;
            // The columns under a wide glyph are the glyph's.
            let covered = shown.iter_mut().zip(next).take(x + self::columns(cell)).skip(x);
            covered.for_each(|(old, new)| old.clone_from(new));
        }
        Ok(touched)
    }
}

/// Stands where it is not known what the terminal shows.
const UNKNOWN: &str = "\u{0}";

/// The cells of a row that have to be written. The columns that a wide glyph covers are not; those that one has left
/// are, whatever they hold, since a terminal shows nothing sure in them.
fn changes(next: &[Cell], shown: &[Cell], relinked: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut out = Vec::new();
    let mut left = 0;
    let mut x = 0;
    while let (Some(new), Some(old)) = (next.get(x), shown.get(x)) {
        let end = x + columns(new);
        if new != old || x < left || relinked(x) {
            out.push(x);
            let under = shown.iter().enumerate().take(end).skip(x);
            left = under.map(|(at, cell)| at + columns(cell)).fold(left, usize::max);
        }
        x = end;
    }
    out
}

/// The addresses of a row: those that the terminal shows, and those of the next picture.
struct Linked<'a> {
    shown: Vec<&'a Stretch>,
    next: Vec<&'a Stretch>,
}

impl<'a> Linked<'a> {
    fn on((shown, next): &'a (Vec<Stretch>, Vec<Stretch>), y: u16) -> Self {
        let row = |all: &'a [Stretch]| all.iter().filter(|s| s.y == y).collect();
        Self {
            shown: row(shown),
            next: row(next),
        }
    }

    fn find(row: &[&'a Stretch], x: u16) -> Option<&'a str> {
        let hit = row.iter().find(|s| (s.from..s.to).contains(&x))?;
        Some(&hit.url)
    }

    fn at(&self, x: u16) -> Option<&'a str> {
        Self::find(&self.next, x)
    }

    fn differ(&self, x: u16) -> bool {
        Self::find(&self.shown, x) != Self::find(&self.next, x)
    }
}

fn columns(cell: &Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => width.get().into(),
        _ => match cell.symbol().as_bytes() {
            [_] => 1,
            _ => cell.symbol().cell_width().max(1).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    /// What of `next` is written over `shown`, each cell as its column and glyph.
    fn check(shown: &str, next: &str, expected: &[(usize, &str)]) {
        let row = |text: &str| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
            buf.set_string(0, 0, text, Style::new());
            buf.content
        };
        let (shown, next) = (row(shown), row(next));
        let got: Vec<(usize, &str)> = changes(&next, &shown, |_| false)
            .into_iter()
            .map(|x| (x, next[x].symbol()))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn only_what_differs_is_written() {
        check("abc", "abc", &[]);
        check("abc", "axc", &[(1, "x")]);
        check("가나", "가다", &[(2, "다")]);
    }

    #[test]
    fn a_link_is_told_once_and_taken_back() {
        let stretch = |url: &str| Stretch {
            y: 0,
            from: 1,
            to: 3,
            url: url.into(),
        };
        let mut stage = Stage::new(
            Paint::new(
                crate::run::terminal::Out::new().expect("out"),
                (6, 1),
                crate::run::paint::Depth::Plain,
            ),
            (6, 1),
        );
        let mut frame = |links: Vec<Stretch>| {
            stage.link(links);
            stage.bytes(|buf, _| {
                buf.set_string(0, 0, "abcd", Style::new());
                None
            })
        };
        let first = frame(vec![stretch("https://example.org/가")]);
        assert!(
            first.contains(";https://example.org/%EA%B0%80\x1b\\bc\x1b]8;;\x1b\\d"),
            "{first:?}"
        );
        assert!(!frame(vec![stretch("https://example.org/가")]).contains("]8;"));
        let gone = frame(Vec::new());
        assert!(gone.contains("bc") && !gone.contains("example"), "{gone:?}");
        for hostile in [
            "javascript:x",
            "https://a.example/\x1b]8;;x",
            "file:///etc/passwd",
            "https://-x",
        ] {
            assert!(!frame(vec![stretch(hostile)]).contains("]8;"), "{hostile}");
        }
    }

    #[test]
    fn a_picture_is_written_once_and_lifted() {
        use crate::app::overlay::pictures::Graphic;
        let placed = |number: u64| Placed {
            area: Rect::new(1, 0, 2, 1),
            graphic: std::sync::Arc::new(Graphic {
                number,
                rows: vec![format!("\x1b_Gpicture{number}\x1b\\")],
                forget: format!("\x1b_Gforget{number}\x1b\\"),
            }),
        };
        let out = crate::run::terminal::Out::new().expect("out");
        let paint = Paint::new(out, (6, 1), crate::run::paint::Depth::Plain);
        let mut stage = Stage::new(paint, (6, 1));
        let mut frame = |picture: Option<Placed>, text: &str| {
            stage.picture(picture);
            stage.bytes(|buf, _| {
                buf.set_string(0, 0, text, Style::new());
                None
            })
        };
        assert!(frame(Some(placed(1)), "a  d").contains("Gpicture1"));
        assert!(
            !frame(Some(placed(1)), "a  x").contains("Gpicture1"),
            "nothing was written over it"
        );
        assert!(frame(Some(placed(1)), "ab x").contains("Gpicture1"));
        let next = frame(Some(placed(2)), "a  x");
        assert!(
            next.contains("Gforget1") && next.contains("Gpicture2"),
            "{next:?}"
        );
        let gone = frame(None, "a  x");
        let (forgotten, after) = gone.split_once("Gforget2\x1b\\").expect("it is forgotten");
        assert!(
            !forgotten.contains(' ') && after.contains("  "),
            "its cells are written anew: {gone:?}"
        );
        assert_eq!(frame(None, "a  x").matches('G').count(), 0);
    }

    #[test]
    fn the_columns_that_a_wide_glyph_leaves_are_written_even_if_equal() {
        check("가b", "a b", &[(0, "a"), (1, " ")]);
        check("a b", "가b", &[(0, "가")]);
        check("가나", "a나", &[(0, "a"), (1, "나"), (3, " ")]);
    }
}
