//! The canonical body: cleaned text in zones.
//!
//! Headline, decks, captions and furniture stay in the text and are marked by zone, so that a better rule
//! re-marks zones and moves no anchor.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// What a stretch of the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// The headline as it stands in the file.
    Headline,
    /// A line between headline and text that sums the story up.
    Deck,
    /// `(서울=뉴스1) 김민석 기자 =`: place and agency, on the line of the text that follows it.
    Dateline,
    /// A line that only says who wrote the story.
    Byline,
    /// A paragraph of the story.
    Text,
    /// A heading inside the story.
    Subhead,
    /// The words under a picture.
    Caption,
    /// The line that announces a digest.
    Digest,
    /// The headline of a digest item.
    ItemHead,
    /// A paragraph of a digest item.
    ItemText,
    /// A paragraph quoted as a block.
    Quote,
    /// A point of a list; its bullet or number is part of the text.
    Point,
    /// A line of code or of a table, shown as it is.
    Code,
    /// Masthead, copyright, share lines: set aside.
    Furniture,
    /// The word before a caption that says it is one, `본문 이미지 -`: set aside.
    Label,
    /// A line that the file has twice; this is the second: set aside.
    Repeat,
}

impl Zone {
    /// Whether the reader hides it until asked.
    pub fn set_aside(self) -> bool {
        matches!(self, Self::Furniture | Self::Label | Self::Repeat)
    }

    /// Whether names found in it count for the story.
    pub fn counts(self) -> bool {
        !matches!(
            self,
            Self::Furniture | Self::Label | Self::Repeat | Self::Byline | Self::Dateline | Self::Caption
        )
    }
}

/// A stretch of the body in one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// First byte in the body's text.
    pub start: u32,
    /// One past the last byte. The paragraph mark is in no block.
    pub end: u32,
    /// What it is.
    pub zone: Zone,
}

impl Block {
    /// Its bytes in the body's text.
    pub fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A story's text, one `\n` between paragraphs, and the zones of it.
///
/// Blocks are in order and do not overlap. A block never holds a `\n`. Two blocks may share a paragraph: a
/// dateline and the text after it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    text: Clean,
    blocks: Vec<Block>,
}

impl Body {
    /// Joins paragraphs into a body. Each paragraph is a list of pieces that share it; empty pieces are left out.
    pub fn from_paragraphs<'a, P, I>(paragraphs: P) -> Self
    where
        P: IntoIterator<Item = I>,
        I: IntoIterator<Item = (Zone, &'a str)>,
    {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for paragraph in paragraphs {
            let mut first = true;
            for (zone, piece) in paragraph {
                let piece = Clean::new(piece);
                if piece.is_empty() {
                    continue;
                }
                if !text.is_empty() {
                    text.push(if first { '\n' } else { ' ' });
                }
                first = false;
                let start = text.len() as u32;
                text.push_str(&piece);
                blocks.push(Block {
                    start,
                    end: text.len() as u32,
                    zone,
                });
            }
        }
        Self {
            text: Clean::body(&text),
            blocks,
        }
    }

    /// Puts a stored body together again. Blocks that do not fit the text are dropped.
    pub fn from_parts(text: Clean, mut blocks: Vec<Block>) -> Self {
        let fits = |b: &Block| text.get(b.bytes()).is_some_and(|s| !s.contains('\n'));
        blocks.retain(fits);
        Self { text, blocks }
    }

    /// The canonical text.
    pub fn text(&self) -> &Clean {
        &self.text
    }

    /// All blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one stretch; empty if the range is not on character borders.
    pub fn slice(&self, bytes: Range<usize>) -> &str {
        self.text.get(bytes).unwrap_or_default()
    }

    /// The text of every block of one zone, in order.
    pub fn in_zone(&self, zone: Zone) -> impl Iterator<Item = &str> {
        self.blocks
            .iter()
            .filter(move |b| b.zone == zone)
            .map(|b| self.slice(b.bytes()))
    }
}

/// One item of a digest: a story inside a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The bytes of its headline, without the mark before it.
    pub head: Range<u32>,
    /// The bytes of its text; empty where it is a headline only.
    pub text: Range<u32>,
}

/// A link of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The bytes of the linked words; empty at the place of a link without words.
    pub bytes: Range<u32>,
    /// Where it leads, as the file has it, cleaned.
    pub url: Clean,
}
