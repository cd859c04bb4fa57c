//! The pass over composed text: stray jamo become letters, towers of marks are cut, blanks are laid out.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::clean::Shape;
use crate::text::letter::{is_conjoining, is_leading, is_plain, is_syllable, is_vowel, lone_jamo};

/// Marks on one letter; Tibetan and pointed Hebrew use fewer than ten.
const MARKS: usize = 16;

/// A cluster of more characters than this is no letter of any language, and is cut to its base and [`MARKS`].
const CLUSTER: usize = 33;

/// Lays out composed text; the result is a fixed point of all passes.
pub(super) fn lay_out(text: &str, shape: Shape) -> String {
    let mut sheet = Sheet::new(text.len(), shape);
    let mut before = '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = stand_alone(before, c, chars.peek().copied());
        before = c;
        sheet.push(c);
    }
    let mut out = sheet.out;
    while let Some(shorter) = cut_clusters(&out) {
        out = shorter;
    }
    out
}

/// The line being written: blanks wait until something visible follows them.
struct Sheet {
    out: String,
    shape: Shape,
    spaces: usize,
    lines: usize,
    marks: usize,
}

impl Sheet {
    fn new(capacity: usize, shape: Shape) -> Self {
        let out = String::with_capacity(capacity);
        Self {
            out,
            shape,
            spaces: 0,
            lines: 0,
            marks: 0,
        }
    }

    fn push(&mut self, c: char) {
        match c {
            '\n' if self.shape == Shape::Body => {
                self.lines += 1;
                self.spaces = 0;
            }
            ' ' | '\n' => self.spaces += 1,
            _ if !is_plain(c) && is_combining_mark(c) => self.mark(c),
            _ => self.visible(c),
        }
    }

    /// A mark needs something to sit on, or it would change the cell before it on the screen.
    fn mark(&mut self, c: char) {
        if self.at_line_start() || self.marks == MARKS {
            return;
        }
        let marks = if self.spaces > 0 { 0 } else { self.marks };
        self.visible(c);
        self.marks = marks + 1;
    }

    fn at_line_start(&self) -> bool {
        let start = self.out.is_empty() || self.lines > 0;
        start && (self.spaces == 0 || self.shape == Shape::Line)
    }

    fn visible(&mut self, c: char) {
        if self.out.is_empty() {
            self.lines = 0;
        }
        let spaces = match self.shape {
            Shape::Line => usize::from(self.spaces > 0 && !self.out.is_empty()),
            Shape::Body => self.spaces,
        };
        self.out.extend(std::iter::repeat_n('\n', self.lines));
        self.out.extend(std::iter::repeat_n(' ', spaces));
        self.out.push(c);
        (self.lines, self.spaces, self.marks) = (0, 0, 0);
    }
}

/// A conjoining jamo without its partner is drawn by no terminal alike; its compatibility letter is.
fn stand_alone(before: char, c: char, after: Option<char>) -> char {
    let alone = match c {
        _ if !is_conjoining(c) => false,
        _ if is_leading(c) => !after.is_some_and(is_vowel),
        _ if is_vowel(c) => !is_leading(before) && !is_vowel(before) && !is_open(before),
        _ => !is_vowel(before) && !is_open(before),
    };
    if alone { lone_jamo(c) } else { c }
}

/// Whether it is a composed syllable without a final consonant.
fn is_open(c: char) -> bool {
    is_syllable(c) && (c as u32 - 0xAC00).is_multiple_of(28)
}

/// Cuts each overlong cluster; `None` if there is none. One pass is nearly always enough; where cutting joins two
/// clusters the caller comes again, with a shorter text each time.
fn cut_clusters(text: &str) -> Option<String> {
    let too_long = |cluster: &str| cluster.len() > CLUSTER && cluster.chars().count() > CLUSTER;
    if text.chars().all(|c| c == '\n' || is_plain(c)) || !text.graphemes(true).any(too_long) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if too_long(cluster) {
            let kept = cluster
                .char_indices()
                .nth(MARKS + 1)
                .map_or(cluster, |(at, _)| &cluster[..at]);
            out.push_str(kept.trim_end_matches('\u{200d}'));
        } else {
            out.push_str(cluster);
        }
    }
    Some(out)
}
