//! Breaks a paragraph into rows of a pane.
//!
//! Korean is set by the eojeol: a row ends at a blank wherever that leaves it well filled. Neither Unicode's rule
//! nor its keep-all variant is good enough for news Korean (they part `(AI)` from `은` and `64%` from `로`), so the
//! break opportunities are ranked and a worse rank is used only where the better one leaves a hole or
//! has nothing to offer. Japanese, Chinese and Latin text use Unicode's strict rule.

use crate::text::letter;
use crate::text::width::Ruler;

mod tier;

use tier::{ANY, BEST, INSIDE, LETTER, PARTICLE, Tiers};

/// Below this width Korean is broken at any syllable: a row of seven syllables rarely holds two eojeol.
const CHAR_BELOW: u16 = 16;

/// How to break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// By the eojeol, but by the syllable in a very narrow pane.
    #[default]
    Auto,
    /// By the eojeol.
    Word,
    /// Between any two syllables where a row may begin and end.
    Char,
}

/// The pane to break for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrap {
    /// Columns of the pane; 0 counts as 1.
    pub cols: u16,
    /// How to break.
    pub mode: Mode,
    /// What measures.
    pub ruler: Ruler,
}

/// One row: byte offsets into the paragraph without the blanks at the row's end, and its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Where the row begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Its columns.
    pub cols: u16,
}

/// Breaks a paragraph into rows; at least one, empty if the paragraph is. `\n` ends a row.
///
/// No row is wider than the pane, but one that holds a single cluster wider than it. Between two rows lie only
/// blanks. Linear in the paragraph.
pub fn rows(paragraph: &str, wrap: &Wrap) -> Vec<Row> {
    let mut rows = Vec::with_capacity(1 + paragraph.len() / (2 * usize::from(wrap.cols.max(1))));
    let mut start = 0;
    for line in paragraph.split('\n') {
        Breaker::new(line, *wrap).run(start, &mut rows);
        start += line.len() as u32 + 1;
    }
    rows
}

/// What the letters of a paragraph ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Korean,
    Other,
}

struct Breaker<'t> {
    text: &'t str,
    cols: usize,
    ruler: Ruler,
    script: Script,
    tiers: Option<Tiers>,
}

/// How far a row can reach: every cluster border in it with the columns before it, blanks at its end left out.
struct Reach {
    borders: Vec<(usize, usize)>,
    blank: Option<usize>,
    end: usize,
}

impl<'t> Breaker<'t> {
    fn new(text: &'t str, wrap: Wrap) -> Self {
        let by_word = wrap.mode == Mode::Word || (wrap.mode == Mode::Auto && wrap.cols >= CHAR_BELOW);
        let script = if by_word { script(text) } else { Script::Other };
        Self {
            text,
            cols: usize::from(wrap.cols.max(1)),
            ruler: wrap.ruler,
            script,
            tiers: None,
        }
    }

    fn run(&mut self, offset: u32, rows: &mut Vec<Row>) {
        let mut reach = Reach {
            borders: Vec::new(),
            blank: None,
            end: 0,
        };
        let mut start = self.indent();
        loop {
            self.reach(start, &mut reach);
            let end = if reach.end == self.text.len() {
                reach.end
            } else {
                self.choose(&reach)
            };
            let shown = start + self.text[start..end].trim_end().len();
            rows.push(Row {
                start: offset + start as u32,
                end: offset + shown as u32,
                cols: reach.cols_at(shown),
            });
            start = end + self.blanks(&self.text[end..]);
            if start >= self.text.len() {
                return;
            }
        }
    }

    /// Where the first row begins: an indent is kept unless it takes half of the pane.
    fn indent(&self) -> usize {
        let blank = self.blanks(self.text);
        if blank * 2 > self.cols { blank } else { 0 }
    }

    /// The bytes of blanks that a text begins with; one that bears an accent is a letter.
    fn blanks(&self, text: &str) -> usize {
        let mut clusters = self.ruler.clusters(text);
        clusters
            .find(|(_, cluster, _)| !cluster.trim().is_empty())
            .map_or(text.len(), |(at, _, _)| at)
    }

    /// Collects clusters from `start` until one does not fit; blanks hang over the edge.
    fn reach(&self, start: usize, reach: &mut Reach) {
        reach.borders.clear();
        (reach.blank, reach.end) = (None, self.text.len());
        let mut cols = 0;
        let mut after_blank = false;
        for (at, cluster, width) in self.ruler.clusters(&self.text[start..]) {
            let is_blank = cluster.trim().is_empty();
            if after_blank && !is_blank {
                reach.blank = Some(reach.borders.len());
            }
            reach.borders.push((start + at, cols));
            if cols + usize::from(width) > self.cols && !is_blank && at > 0 {
                reach.end = start + at;
                return;
            }
            cols += usize::from(width);
            after_blank = is_blank;
        }
        reach.borders.push((self.text.len(), cols));
    }

    /// Where to end a row that cannot hold the rest.
    fn choose(&mut self, reach: &Reach) -> usize {
        let first = if self.script == Script::Korean {
            reach.blank
        } else {
            self.last(reach, 0, BEST)
        };
        if let Some(at) = first
            && (self.script == Script::Other || !self.leaves_hole(reach, at))
        {
            return reach.borders[at].0;
        }
        let later = self.last(reach, first.unwrap_or(0), INSIDE).or(first);
        let chosen = later
            .or_else(|| self.last(reach, 0, LETTER))
            .or_else(|| self.last(reach, 0, PARTICLE))
            .or_else(|| self.last(reach, 0, ANY));
        chosen.map_or(reach.end, |at| reach.borders[at].0)
    }

    /// Whether ending there leaves more than 30 % of the row empty.
    fn leaves_hole(&self, reach: &Reach, at: usize) -> bool {
        let (start, end) = (reach.borders[0].0, reach.borders[at].0);
        let shown = start + self.text[start..end].trim_end().len();
        (self.cols - usize::from(reach.cols_at(shown)).min(self.cols)) * 10 > self.cols * 3
    }

    /// The last border after the one given where a row may end in that tier or a better one.
    fn last(&mut self, reach: &Reach, after: usize, tier: u8) -> Option<usize> {
        let tiers = self
            .tiers
            .get_or_insert_with(|| Tiers::of(self.text, self.script == Script::Korean));
        (after + 1..reach.borders.len())
            .rev()
            .find(|at| tiers.at(reach.borders[*at].0) <= tier)
    }
}

impl Reach {
    fn cols_at(&self, offset: usize) -> u16 {
        let at = self.borders.partition_point(|(border, _)| *border < offset);
        self.borders.get(at).map_or(0, |(_, cols)| *cols as u16)
    }
}

fn script(text: &str) -> Script {
    let (mut hangul, mut ideographs) = (0usize, 0usize);
    for c in text.chars() {
        if letter::is_hangul(c) {
            hangul += 1;
        } else if letter::is_han(c) || letter::is_kana(c) {
            ideographs += 1;
        }
    }
    if hangul > 0 && hangul >= ideographs {
        Script::Korean
    } else {
        Script::Other
    }
}

#[cfg(test)]
mod generated;
#[cfg(test)]
mod tests;
