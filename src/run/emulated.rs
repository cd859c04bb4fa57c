//! A terminal for tests, with the widths of the one it stands for: it obeys what we write, answers what we ask, and
//! never the way we would like it to.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::letter;

/// How a terminal measures what terminals measure differently, and what it answers.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that terminals differ in"
)]
pub(crate) struct Profile {
    /// Columns of ambiguous characters.
    pub(crate) ambiguous: u16,
    /// Whether VS16 widens what stands before it.
    pub(crate) selectors: bool,
    /// Whether emoji joined by ZWJ are one.
    pub(crate) joiners: bool,
    /// Whether skin tones merge with what stands before them.
    pub(crate) skin_tones: bool,
    /// The state of mode 2027; once set, whole clusters are measured. `None` knows no such question.
    pub(crate) clusters: Option<u8>,
    /// The answer to OSC 11.
    pub(crate) ground: Option<&'static str>,
    /// Whether it answers at all.
    pub(crate) answers: bool,
}

/// Measures like the screen library and answers everything.
pub(crate) const MODERN: Profile = Profile {
    ambiguous: 1,
    selectors: true,
    joiners: true,
    skin_tones: true,
    clusters: None,
    ground: Some("rgb:ffff/ffff/ffff"),
    answers: true,
};

/// As `xterm` does with and without `-cjk_width`, tmux 3.3a, kitty 0.26, a terminal that can do mode 2027, one where
/// it is always on, and one that says nothing.
pub(crate) const PROFILES: &[Profile] = &[
    MODERN,
    XTERM,
    XTERM_WIDE,
    Profile {
        joiners: true,
        ..XTERM
    },
    Profile {
        joiners: false,
        ..MODERN
    },
    Profile {
        clusters: Some(2),
        ..XTERM
    },
    Profile {
        clusters: Some(3),
        ..MODERN
    },
    Profile {
        answers: false,
        ..XTERM
    },
];

pub(crate) const XTERM: Profile = Profile {
    selectors: false,
    joiners: false,
    skin_tones: false,
    ground: None,
    ..MODERN
};

pub(crate) const XTERM_WIDE: Profile = Profile {
    ambiguous: 2,
    ..XTERM
};

/// What a cell shows: a glyph, the rest of the glyph before it, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Glyph(String),
    Rest,
    Blank,
}

/// The terminal.
#[derive(Debug)]
pub(crate) struct Emulated {
    profile: Profile,
    rows: Vec<Vec<Shown>>,
    x: usize,
    y: usize,
    /// Where the last glyph is, for what joins it.
    last: Option<(usize, usize)>,
    pub(crate) cursor_shown: bool,
    pub(crate) clusters_on: bool,
    /// What it has answered since this was taken.
    pub(crate) replies: String,
}

impl Emulated {
    pub(crate) fn new(profile: Profile, (columns, rows): (u16, u16)) -> Self {
        Self {
            profile,
            rows: vec![vec![Shown::Blank; columns.into()]; rows.into()],
            x: 0,
            y: 0,
            last: None,
            cursor_shown: true,
            clusters_on: matches!(profile.clusters, Some(1 | 3)),
            replies: String::new(),
        }
    }

    /// Where the cursor stands: column and row.
    pub(crate) fn cursor(&self) -> (usize, usize) {
        (self.x, self.y)
    }

    /// What a cell shows: its glyph, a blank, or nothing where a wide glyph reaches in.
    pub(crate) fn cell(&self, x: u16, y: u16) -> &str {
        match &self.rows[usize::from(y)][usize::from(x)] {
            Shown::Glyph(glyph) => glyph,
            Shown::Rest => "",
            Shown::Blank => " ",
        }
    }

    pub(crate) fn row(&self, y: u16) -> String {
        (0..self.rows[usize::from(y)].len())
            .map(|x| self.cell(x as u16, y))
            .collect()
    }

    pub(crate) fn write(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '\x1b' => self.sequence(rest),
                '\r' => {
                    self.x = 0;
                    after(rest, c)
                }
                '\n' => {
                    self.y += 1;
                    assert!(self.y < self.rows.len(), "the screen scrolls");
                    after(rest, c)
                }
                c => {
                    self.print(c);
                    after(rest, c)
                }
            };
        }
    }

    fn sequence<'a>(&mut self, text: &'a str) -> &'a str {
        if let Some(string) = text.strip_prefix("\x1b]") {
            let (body, rest) = string.split_once("\x1b\\").expect("a string ends");
            if body == "11;?"
                && let Some(ground) = self.profile.ground
            {
                self.answer(&format!("\x1b]11;{ground}\x1b\\"));
            }
            return rest;
        }
        if let Some(string) = text.strip_prefix("\x1b_") {
            let (_, rest) = string.split_once("\x1b\\").expect("a string ends");
            return rest;
        }
        let body = text.strip_prefix("\x1b[").expect("a sequence we know");
        let end = body
            .find(|c: char| c.is_ascii_alphabetic())
            .expect("a sequence ends");
        let (parameters, rest) = body.split_at(end);
        let (last, rest) = rest.split_at(1);
        self.obey(parameters, last);
        rest
    }

    fn obey(&mut self, parameters: &str, last: &str) {
        let numbers: Vec<usize> = parameters.split(';').map(|n| n.parse().unwrap_or(1)).collect();
        self.last = None;
        match (parameters, last) {
            (_, "H") => {
                let (y, x) = (numbers[0], numbers.get(1).copied().unwrap_or(1));
                (self.y, self.x) = (y - 1, x - 1);
            }
            (_, "C") => self.x += numbers[0],
            (_, "D") => self.x -= numbers[0],
            (_, "G") => self.x = numbers[0] - 1,
            ("2", "J") => self.rows.iter_mut().flatten().for_each(|c| *c = Shown::Blank),
            ("", "J") => {
                let columns = self.rows[0].len();
                let from = self.y * columns + self.x;
                self.rows
                    .iter_mut()
                    .flatten()
                    .skip(from)
                    .for_each(|c| *c = Shown::Blank);
            }
            ("6", "n") => self.answer(&format!("\x1b[{};{}R", self.y + 1, self.x + 1)),
            ("", "c") => self.answer("\x1b[?62;22c"),
            ("?2027$", "p") => {
                if let Some(state) = self.profile.clusters {
                    self.answer(&format!("\x1b[?2027;{state}$y"));
                }
            }
            ("?2026$", "p") => self.answer("\x1b[?2026;2$y"),
            ("?2027", "h") => self.clusters_on = self.profile.clusters.is_some_and(|s| s > 0),
            ("?2027", "l") => self.clusters_on = false,
            ("?25", way) => self.cursor_shown = way == "h",
            ("?2026", "h" | "l") | ("16", "t") | (_, "m") => {}
            other => panic!("{other:?} is not obeyed"),
        }
    }

    fn answer(&mut self, reply: &str) {
        if self.profile.answers {
            self.replies.push_str(reply);
        }
    }

    fn print(&mut self, c: char) {
        if self.joins(c) {
            return;
        }
        let width = self.width(c).max(1);
        let columns = self.rows[0].len();
        assert!(
            self.x + width <= columns,
            "{c} crosses the edge at {},{}",
            self.x,
            self.y
        );
        for x in self.x..self.x + width {
            self.erase(x);
        }
        self.rows[self.y][self.x] = Shown::Glyph(c.to_string());
        self.rows[self.y][self.x + 1..self.x + width].fill(Shown::Rest);
        self.last = Some((self.x, self.y));
        self.x += width;
    }

    /// Empties a cell, and the rest of the glyph that it was part of.
    fn erase(&mut self, x: usize) {
        let row = &mut self.rows[self.y];
        let from = (0..=x).rev().find(|x| row[*x] != Shown::Rest).unwrap_or(0);
        let end = (x + 1..row.len())
            .find(|x| row[*x] != Shown::Rest)
            .unwrap_or(row.len());
        row[from..end].fill(Shown::Blank);
    }

    /// Puts a character to the last glyph if this terminal takes them for one.
    fn joins(&mut self, c: char) -> bool {
        let Some((x, y)) = self.last else { return false };
        let Shown::Glyph(glyph) = self.rows[y][x].clone() else {
            return false;
        };
        let whole = |alone: bool| alone || self.clusters_on;
        let after_joiner = glyph.ends_with('\u{200d}') && whole(self.profile.joiners);
        let tone = letter::is_skin_tone(c) && whole(self.profile.skin_tones);
        let flag = [c, glyph.chars().next().unwrap_or(' ')]
            .iter()
            .all(|c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}'));
        // Half-width sound marks have a column of their own; here they share a glyph with their letter.
        let sound = matches!(c, '\u{ff9e}' | '\u{ff9f}');
        let mark = sound || c.width() == Some(0);
        if !(mark || after_joiner || tone || flag && glyph.chars().count() == 1) {
            return false;
        }
        let mut joined = glyph.clone();
        joined.push(c);
        let widens = c == '\u{fe0f}' && whole(self.profile.selectors) && joined.width() > glyph.width();
        self.rows[y][x] = Shown::Glyph(joined);
        if flag || widens || sound {
            self.erase(self.x);
            self.rows[y][self.x] = Shown::Rest;
            self.x += 1;
        }
        true
    }

    fn width(&self, c: char) -> usize {
        let ambiguous = c.width() == Some(1) && c.width_cjk() == Some(2);
        if ambiguous {
            self.profile.ambiguous.into()
        } else {
            c.width().unwrap_or(0)
        }
    }
}

/// A text without its first character.
fn after(text: &str, first: char) -> &str {
    text.strip_prefix(first).unwrap_or(text)
}
