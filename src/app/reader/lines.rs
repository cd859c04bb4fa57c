//! A story broken into the lines of the reader.
//!
//! A line is a range of bytes, never a string: hits, names and the place of reading are bytes of the body, so
//! they hold at any width.

use std::ops::Range;

use crate::app::words::Words;
use crate::article::body::{Block, Zone};
use crate::library::value::Story;
use crate::text::wrap::{self, Mode, Wrap};
use crate::text::{self, Clean, width::Ruler};

/// What a line shows; decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing.
    Blank,
    /// The headline.
    Headline,
    /// A line that sums the story up.
    Deck,
    /// Who, where, when: made by jobo.
    Meta,
    /// The story.
    Text,
    /// A heading inside it.
    Subhead,
    /// The words under a picture.
    Caption,
    /// The line that announces a digest.
    Digest,
    /// The headline of a digest item.
    Item,
    /// A quoted paragraph.
    Quote,
    /// Code or a table: never broken by word.
    Code,
    /// What is set aside, shown because the reader asked.
    Aside,
    /// A link in the list of links.
    Link,
    /// What was odd about the file.
    Notice,
}

/// Where a line's text lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In the body.
    Body,
    /// In the extra text of this number.
    Extra(u16),
}

/// One line of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where its text lies.
    pub source: Source,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Columns before the text.
    pub indent: u8,
    /// How it looks.
    pub look: Look,
    /// Whether it begins its paragraph.
    pub first: bool,
}

impl Line {
    /// Its bytes in its source.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How to break a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Columns of the text.
    pub columns: u16,
    /// How lines are broken.
    pub mode: Mode,
    /// How wide things are.
    pub ruler: Ruler,
    /// Whether what is set aside is shown.
    pub asides: bool,
}

/// All lines of one story at one width.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// From the headline to the links.
    pub lines: Vec<Line>,
    /// Texts that are not in the body.
    pub extras: Vec<Clean>,
    /// Whether paragraphs are missing at the end, for want of time.
    pub partial: bool,
}

/// Bytes of body that are broken at once; more goes to a worker.
pub const AT_ONCE: usize = 48 * 1024;

impl Lines {
    /// Breaks a story. Stops after `limit` bytes of body and then says so in `partial`. Cost: linear in the bytes.
    pub fn new(story: &Story, measure: Measure, words: &Words, limit: usize) -> Self {
        let mut breaker = Breaker {
            story,
            measure,
            out: Self::default(),
        };
        breaker.head(words);
        breaker.body(limit);
        if !breaker.out.partial {
            breaker.tail(words);
        }
        breaker.out
    }

    /// Which link a line of the list of links is of.
    pub fn link_of(&self, story: &Story, line: &Line) -> Option<usize> {
        let same = |l: &&Line| l.source == line.source && l.look == Look::Link;
        let last = self.lines.iter().rposition(|l| same(&l))?;
        let first = self.lines.iter().take(last + 1).rev().take_while(same).last()?;
        let (number, _) = self.text(story, first).strip_prefix('[')?.split_once(']')?;
        number.parse::<usize>().ok()?.checked_sub(1)
    }

    /// The text of a line.
    pub fn text<'a>(&'a self, story: &'a Story, line: &Line) -> &'a str {
        match line.source {
            Source::Body => story.article.body.slice(line.bytes()),
            Source::Extra(n) => self
                .extras
                .get(n as usize)
                .map_or("", |t| text::slice(t, line.bytes())),
        }
    }

    /// The first byte of the body that stands on a line or after it; 0 at the very top.
    pub fn byte_at(&self, line: usize) -> u32 {
        if line == 0 {
            return 0;
        }
        let rest = self.lines.get(line..).unwrap_or_default();
        let last = || self.lines.iter().rev().find(|l| l.source == Source::Body);
        rest.iter()
            .find(|l| l.source == Source::Body)
            .or_else(last)
            .map_or(0, |l| l.start)
    }

    /// The line that holds a byte of the body, or the next one shown.
    pub fn line_of(&self, byte: u32) -> usize {
        if byte == 0 {
            return 0;
        }
        let shown = |l: &Line| l.source == Source::Body;
        let holds = self
            .lines
            .iter()
            .position(|l| shown(l) && l.start <= byte && byte < l.end);
        let next = || self.lines.iter().position(|l| shown(l) && l.start >= byte);
        let last = || self.lines.iter().rposition(shown);
        holds.or_else(next).or_else(last).unwrap_or(0)
    }
}

struct Breaker<'a> {
    story: &'a Story,
    measure: Measure,
    out: Lines,
}

impl Breaker<'_> {
    fn head(&mut self, words: &Words) {
        let blocks = self.story.article.body.blocks();
        for block in blocks.iter().filter(|b| b.zone == Zone::Headline) {
            self.block(*block, Look::Headline, 0);
        }
        for block in blocks.iter().filter(|b| b.zone == Zone::Deck) {
            self.block(*block, Look::Deck, 0);
        }
        self.extra(&super::meta(self.story, words), Look::Meta, 0);
        for notice in &self.story.notices {
            self.extra(&words.notice(notice), Look::Notice, 0);
        }
    }

    fn body(&mut self, limit: usize) {
        let body = &self.story.article.body;
        let mut from = 0;
        let blocks = body.blocks();
        let mut spent = 0;
        while from < blocks.len() {
            let paragraph = paragraph_from(body, from);
            let shown: Vec<Block> = blocks[from..paragraph]
                .iter()
                .copied()
                .filter(|b| self.shows(b.zone))
                .collect();
            from = paragraph;
            let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
                continue;
            };
            spent += (last.end - first.start) as usize;
            if spent > limit && !self.out.lines.is_empty() {
                self.out.partial = true;
                return;
            }
            let whole = Block {
                start: first.start,
                end: last.end,
                zone: last.zone,
            };
            self.paragraph(whole);
        }
    }

    fn shows(&self, zone: Zone) -> bool {
        match zone {
            Zone::Headline | Zone::Deck => false,
            Zone::Byline => self.measure.asides,
            zone => self.measure.asides || !zone.set_aside(),
        }
    }

    fn paragraph(&mut self, block: Block) {
        let look = match block.zone {
            Zone::Subhead => Look::Subhead,
            Zone::Caption => Look::Caption,
            Zone::Digest => Look::Digest,
            Zone::ItemHead => Look::Item,
            Zone::Quote => Look::Quote,
            Zone::Code => Look::Code,
            Zone::Furniture | Zone::Label | Zone::Repeat | Zone::Byline => Look::Aside,
            _ => Look::Text,
        };
        let close = matches!(
            (self.last(), look),
            (Some(Look::Code), Look::Code) | (Some(Look::Aside), Look::Aside)
        ) || self.last() == Some(Look::Item)
            || (block.zone == Zone::Point && self.after_point(block));
        if !close {
            self.blank();
        }
        match look {
            Look::Caption | Look::Quote | Look::Item => self.block(block, look, 2),
            _ if block.zone == Zone::Point => self.point(block),
            _ => self.block(block, look, 0),
        }
    }

    fn last(&self) -> Option<Look> {
        self.out.lines.last().map(|l| l.look)
    }

    /// Whether the block before is a point too.
    fn after_point(&self, block: Block) -> bool {
        let blocks = self.story.article.body.blocks();
        let before = blocks.iter().take_while(|b| b.start < block.start).last();
        before.is_some_and(|b| b.zone == Zone::Point)
    }

    /// A point of a list: its text hangs under itself, not under its bullet.
    fn point(&mut self, block: Block) {
        let text = self.story.article.body.slice(block.bytes());
        let bullet = text
            .split_inclusive(' ')
            .next()
            .filter(|b| b.chars().count() <= 4 && b.ends_with(' '));
        let Some(bullet) = bullet else {
            return self.block(block, Look::Text, 0);
        };
        let indent = self.measure.ruler.width(bullet).min(8) as u8;
        let from = self.out.lines.len();
        let rest = Block {
            start: block.start + bullet.len() as u32,
            ..block
        };
        self.block(rest, Look::Text, indent);
        if let Some(first) = self.out.lines.get_mut(from) {
            first.start = block.start;
            first.indent = 0;
        }
    }

    fn tail(&mut self, words: &Words) {
        let aside = |z: Zone| z.set_aside() && z != Zone::Label;
        let aside = self
            .story
            .article
            .body
            .blocks()
            .iter()
            .filter(|b| aside(b.zone))
            .count();
        if aside > 0 && !self.measure.asides {
            self.blank();
            let n = aside.to_string();
            self.extra(&words.fill("reader.asides", &[("n", &n)]), Look::Meta, 0);
        }
        for (i, link) in self.story.article.links.iter().enumerate() {
            if i == 0 {
                self.blank();
            }
            let bytes = link.bytes.start as usize..link.bytes.end as usize;
            let words = self.story.article.body.slice(bytes);
            let words = if words == &*link.url { "" } else { words };
            let text = Clean::new(&format!("[{}] {words} {}", i + 1, link.url));
            self.extra(&text, Look::Link, 0);
        }
    }

    fn blank(&mut self) {
        if self.last().is_some_and(|l| l != Look::Blank) {
            let at = self.out.lines.last().map_or(0, |l| l.end);
            let line = Line {
                source: Source::Extra(u16::MAX),
                start: at,
                end: at,
                indent: 0,
                look: Look::Blank,
                first: true,
            };
            self.out.lines.push(line);
        }
    }

    fn block(&mut self, block: Block, look: Look, indent: u8) {
        let text = self.story.article.body.slice(block.bytes());
        push_rows(
            &mut self.out.lines,
            text,
            (Source::Body, block.start),
            (look, indent),
            self.measure,
        );
    }

    fn extra(&mut self, text: &Clean, look: Look, indent: u8) {
        let source = Source::Extra(self.out.extras.len() as u16);
        push_rows(
            &mut self.out.lines,
            text,
            (source, 0),
            (look, indent),
            self.measure,
        );
        self.out.extras.push(text.clone());
    }
}

/// The index after the last block of the paragraph that begins at a block.
fn paragraph_from(body: &crate::article::body::Body, from: usize) -> usize {
    let blocks = body.blocks();
    let mut to = from + 1;
    while to < blocks.len() {
        let between = blocks[to - 1].end as usize..blocks[to].start as usize;
        if body.slice(between).contains('\n') {
            break;
        }
        to += 1;
    }
    to
}

fn push_rows(
    lines: &mut Vec<Line>,
    text: &str,
    (source, base): (Source, u32),
    (look, indent): (Look, u8),
    measure: Measure,
) {
    let columns = measure.columns.saturating_sub(u16::from(indent)).max(2);
    let mode = if look == Look::Code {
        Mode::Char
    } else {
        measure.mode
    };
    let wrap = Wrap {
        cols: columns,
        mode,
        ruler: measure.ruler,
    };
    for (i, row) in wrap::rows(text, &wrap).into_iter().enumerate() {
        lines.push(Line {
            source,
            start: base + row.start,
            end: base + row.end,
            indent,
            look,
            first: i == 0,
        });
    }
}
