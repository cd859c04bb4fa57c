//! A text as the rules see it: cleaned lines, each with the zone it was given so far.
//!
//! The rules only mark. What is marked later never moves what was there, so offsets are final from the start.

use unicode_width::UnicodeWidthChar;

use crate::article::Article;
use crate::article::body::{Block, Body, Zone};
use crate::article::byline::Byline;
use crate::article::date::Date;
use crate::article::language::Language;
use crate::article::notice::{Notice, NoticeKind};
use crate::text::Clean;
use crate::text::letter::plain_width;

/// A paragraph of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// First byte in the page's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Columns it takes.
    pub cols: usize,
    /// Whether it reads as a sentence and not as a heading.
    pub prose: bool,
    /// What it is, once a rule knows.
    pub zone: Option<Zone>,
    /// What its first bytes are, if they are something else, and how many.
    pub lead: Option<(usize, Zone)>,
    /// What its last bytes are, if they are something else, and where they begin.
    pub trail: Option<(usize, Zone)>,
}

/// A text being taken apart.
pub(super) struct Page {
    text: String,
    /// Its paragraphs.
    pub lines: Vec<Line>,
    /// What is known of the story so far.
    pub article: Article,
    /// Who signed, with the number of the paragraph that says so.
    pub writers: Vec<(usize, Byline)>,
    /// What was odd.
    pub notices: Vec<Notice>,
    /// When the file was last changed.
    pub modified: Option<Date>,
}

impl Page {
    /// Cleans a text line by line and joins lines that were broken only to fit a width.
    pub(super) fn new(raw: &str, modified: Option<Date>) -> Self {
        let mut page = Self {
            text: String::with_capacity(raw.len()),
            lines: Vec::new(),
            article: Article::default(),
            writers: Vec::new(),
            notices: Vec::new(),
            modified,
        };
        let (lines, left_out) = clean_lines(raw);
        if left_out > 0 {
            page.notices
                .push(Notice::new(NoticeKind::Cut, &left_out.to_string()));
        }
        let wrapped = hard_wrapped(&lines);
        let mut gap = false;
        for line in &lines {
            if line.is_empty() {
                gap = true;
                continue;
            }
            let joins = wrapped && !gap && !page.lines.is_empty() && !opens_point(line);
            page.push(line, joins);
            gap = false;
        }
        for line in &mut page.lines {
            let text = page.text.get(line.start..line.end).unwrap_or_default();
            // Marks without a column count as well, so that nothing enormous is short.
            line.cols = cols(text).max(text.len() / 8);
            line.prose = reads_as_sentence(text, line.cols);
        }
        page.article.language = Language::of(&page.text);
        page
    }

    /// Takes cleaned paragraphs of another format, with the zones that it is sure of.
    pub(super) fn given(
        paragraphs: &[(Option<Zone>, &str)],
        mut article: Article,
        modified: Option<Date>,
    ) -> Self {
        // Whom the file names stands before whom the text names.
        let writers = std::mem::take(&mut article.bylines);
        let mut page = Self {
            text: String::new(),
            lines: Vec::with_capacity(paragraphs.len()),
            article,
            notices: Vec::new(),
            modified,
            writers: writers.into_iter().map(|w| (0, w)).collect(),
        };
        for (zone, words) in paragraphs {
            page.push(words, false);
            let cols = cols(words);
            if let Some(line) = page.lines.last_mut() {
                line.zone = *zone;
                line.cols = cols;
                line.prose = reads_as_sentence(words, cols);
            }
        }
        page
    }

    fn push(&mut self, line: &str, joins: bool) {
        if joins {
            if !(self.text.ends_with(unspaced) && line.starts_with(unspaced)) {
                self.text.push(' ');
            }
        } else {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            let start = self.text.len();
            self.lines.push(Line {
                start,
                ..Line::default()
            });
        }
        self.text.push_str(line);
        if let Some(last) = self.lines.last_mut() {
            last.end = self.text.len();
        }
    }

    /// A paragraph's words; empty beyond the last one.
    pub(super) fn words(&self, line: usize) -> &str {
        let line = self.lines.get(line);
        line.and_then(|l| self.text.get(l.start..l.end))
            .unwrap_or_default()
    }

    /// Whether no rule knows the paragraph yet, and one may look at it.
    pub(super) fn open(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|l| l.zone.is_none()) && self.looked_at(line)
    }

    /// Whether the rules look at a paragraph: conventions stand near the ends of a story, and no story is so long
    /// that its middle must be cut short, but a log may be.
    fn looked_at(&self, line: usize) -> bool {
        line < LOOKED_AT || line + LOOKED_AT >= self.lines.len()
    }

    /// Gives a paragraph its zone.
    pub(super) fn mark(&mut self, line: usize, zone: Zone) {
        if let Some(line) = self.lines.get_mut(line) {
            line.zone = Some(zone);
        }
    }

    /// Keeps who signed in a paragraph.
    pub(super) fn signed(&mut self, line: usize, writers: Vec<Byline>) {
        self.writers.extend(writers.into_iter().map(|w| (line, w)));
    }

    /// Whether a paragraph is an undecided sentence.
    pub(super) fn prose(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|l| l.prose && l.zone.is_none())
    }

    /// The zones so far, in order; undecided text is text.
    pub(super) fn body(&self) -> Body {
        let mut blocks = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let text_from = line.lead.map_or(line.start, |(len, _)| line.start + len);
            let text_to = line.trail.map_or(line.end, |(from, _)| line.start + from);
            let pieces = [
                (line.start, text_from, line.lead.map(|l| l.1)),
                (text_from, text_to, Some(line.zone.unwrap_or(Zone::Text))),
                (text_to, line.end, line.trail.map(|t| t.1)),
            ];
            for (start, end, zone) in pieces {
                blocks.extend(zone.and_then(|zone| self.block(start, end, zone)));
            }
        }
        Body::from_parts(Clean::body(&self.text), blocks)
    }

    /// A block without the blanks at its ends; `None` if nothing is left.
    fn block(&self, start: usize, end: usize, zone: Zone) -> Option<Block> {
        let text = self.text.get(start..end)?;
        let start = start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        (start < end).then_some(Block {
            start: start as u32,
            end: end as u32,
            zone,
        })
    }
}

/// The lines of a text, however they end, and how many more there are than are read.
fn clean_lines(raw: &str) -> (Vec<Clean>, usize) {
    let (mut lines, mut left_out) = (Vec::new(), 0);
    let mut push = |line: Clean| {
        if lines.len() < MOST {
            lines.push(line);
        } else {
            left_out += 1;
        }
    };
    for line in raw.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        // What ends a line beside these two is in no line that is clean already, as most are.
        match Clean::as_is(line) {
            Some(clean) => push(clean),
            None => line
                .split(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{C}'])
                .for_each(|line| push(Clean::new(line))),
        }
    }
    (lines, left_out)
}

/// Whether paragraphs are broken into lines of one width: most lines that another follows are nearly as wide as
/// the widest and stop amid a sentence.
fn hard_wrapped(lines: &[Clean]) -> bool {
    let widest = lines.iter().map(|l| l.len()).max().unwrap_or(0);
    if widest > 320 {
        return false;
    }
    let widths: Vec<usize> = lines.iter().map(|l| cols(l)).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let (mut followed, mut full) = (0, 0);
    for (line, next) in (0..lines.len()).zip(1..lines.len()) {
        if widths[line] > 0 && widths[next] > 0 {
            followed += 1;
            full += usize::from(widths[line] * 5 >= widest * 4 && !ends_sentence(&lines[line]));
        }
    }
    (40..=110).contains(&widest) && followed >= 4 && full * 2 > followed
}

fn opens_point(line: &str) -> bool {
    line.starts_with([
        '■', '▲', '◆', '●', '▶', '◇', '□', '☞', '•', '·', '△', '▷', '○', '※', '|',
    ]) || line.starts_with("- ")
        || line.starts_with("* ")
}

/// Letters of scripts that put no space between words.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Lines that are read at most; a book has fewer, and a log with more is no story.
const MOST: usize = 100_000;

/// Paragraphs from either end that the rules look at.
const LOOKED_AT: usize = 2_000;

/// Columns of a text on a terminal.
pub(super) fn cols(text: &str) -> usize {
    let cols = |c| plain_width(c).map_or_else(|| c.width().unwrap_or(0), usize::from);
    text.chars().map(cols).sum()
}

/// Columns beyond which a line is a paragraph even without a stop at its end.
const HEADING_COLS: usize = 120;
/// Columns beyond which a line that ends in a question or a cry is a paragraph and not a headline.
const CRY_COLS: usize = 72;

fn reads_as_sentence(line: &str, cols: usize) -> bool {
    let end = without_closers(line);
    ends_sentence(line) || cols > HEADING_COLS || (cols > CRY_COLS && end.ends_with(['?', '!', '？', '！']))
}

/// Words that end in a stop without ending a sentence.
const SHORTENED: &[&str] = &[
    "Inc.", "Corp.", "Co.", "Ltd.", "U.S.", "U.K.", "U.N.", "E.U.", "Jr.", "Sr.", "a.m.", "p.m.", "No.",
    "St.", "etc.",
];

fn ends_sentence(line: &str) -> bool {
    let end = without_closers(line);
    let stop = end.ends_with(['.', '。', '．', '｡']) && !end.ends_with("..");
    stop && !SHORTENED.iter().any(|word| end.ends_with(word))
}

fn without_closers(line: &str) -> &str {
    let closer = |c: char| {
        matches!(
            c,
            '"' | '\'' | '”' | '’' | '」' | '』' | ')' | '）' | ']' | '】' | '》' | '〉' | '>'
        )
    };
    line.trim_end_matches(|c: char| closer(c) || c.is_whitespace())
}
