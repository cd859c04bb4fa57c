//! Where a note hangs, in words that outlive an edit of the story.
//!
//! Bytes alone point at other words as soon as a line is put in above them, and a quote alone stands in several
//! places. An anchor keeps both, the letters on either side, and which of how many equal places it was; see
//! `docs/notes.md` for how it is found again.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::GraphemeCursor;

use crate::article::id::ArticleId;
use crate::text::Clean;

mod distance;
mod page;
mod seek;
#[cfg(test)]
mod tests;

pub use page::Page;

/// Characters kept of the text on either side of a quote.
pub const AROUND: usize = 64;

/// A passage of a story: its bytes in one revision, its words, and the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Anchor {
    /// First byte in the body of that revision.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The revision, as the id that its text would have; all zeros for a passage that is known by its words alone.
    pub revision: ArticleId,
    /// The words.
    pub quote: Clean,
    /// Up to [`AROUND`] characters before them.
    pub before: String,
    /// Up to [`AROUND`] characters after them.
    pub after: String,
    /// Which of the equal passages of that revision it was, counted from one; 0 if that is not known.
    pub copy: u32,
    /// How many equal passages there were; 0 if that is not known.
    pub copies: u32,
    /// How many of these stood between much the same words, itself among them; 0 if that is not known.
    pub twins: u32,
}

/// An anchor as a file has it: nothing of it is trusted.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    start: u32,
    #[serde(default)]
    end: u32,
    #[serde(default)]
    revision: ArticleId,
    quote: Clean,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    copy: u32,
    #[serde(default)]
    copies: u32,
    #[serde(default)]
    twins: u32,
}

impl From<Given> for Anchor {
    fn from(given: Given) -> Self {
        Self {
            start: given.start,
            end: given.end.max(given.start),
            revision: given.revision,
            quote: given.quote,
            before: nearest(&around(&given.before), Side::Before),
            after: nearest(&around(&given.after), Side::After),
            copy: given.copy.min(given.copies),
            copies: given.copies,
            twins: given.twins.min(given.copies),
        }
    }
}

/// What became of a passage in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Standing {
    /// The same words stand between the same words.
    Anchored {
        /// Its bytes now.
        at: Range<u32>,
    },
    /// It was found, and something about it is not as it was.
    Moved {
        /// Its bytes now.
        at: Range<u32>,
        /// What is different.
        change: Change,
    },
    /// It was not found.
    Orphan,
}

/// What is different about a passage that was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// Its own words read otherwise.
    pub wording: bool,
    /// Other words stand around it.
    pub place: bool,
    /// Another passage would do as well.
    pub unsure: bool,
}

impl Standing {
    /// The bytes of the passage now; `None` for an orphan.
    pub fn at(&self) -> Option<Range<u32>> {
        match self {
            Self::Anchored { at } | Self::Moved { at, .. } => Some(at.clone()),
            Self::Orphan => None,
        }
    }

    /// What is different, if it was found and something is.
    pub fn change(&self) -> Option<Change> {
        match self {
            Self::Moved { change, .. } => Some(*change),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Anchor {
    /// An anchor on some bytes of a canonical body, widened to whole letters and without blanks at its ends. `None`
    /// if nothing visible is in them. Cost: the text is read once.
    pub fn new(text: &str, bytes: Range<u32>) -> Option<Self> {
        Page::of(text).anchor(bytes)
    }

    /// An anchor known by its words alone, as those of other programs are. `None` if there are none.
    pub fn quoted(quote: &str, before: &str, after: &str) -> Option<Self> {
        let quote = Clean::body(quote.trim());
        (!quote.is_empty()).then(|| {
            Self::from(Given {
                start: 0,
                end: 0,
                revision: ArticleId::default(),
                quote,
                before: before.to_owned(),
                after: after.to_owned(),
                copy: 0,
                copies: 0,
                twins: 0,
            })
        })
    }

    /// What became of the passage in a text. Where several anchors are sought in one text, make a [`Page`] of it.
    pub fn find(&self, text: &str) -> Standing {
        Page::of(text).find(self)
    }

    /// The bytes that it had.
    pub fn bytes(&self) -> Range<u32> {
        self.start..self.end
    }

    fn on(text: &str, bytes: Range<usize>, revision: ArticleId) -> Option<Self> {
        let bytes = widened(text, bytes);
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        let words = part(bytes.clone());
        let start = bytes.start + (words.len() - words.trim_start().len());
        // A mark may sit on a blank; the two are one letter.
        let Range { start, end } = widened(text, start..start + words.trim().len());
        if Clean::body(part(start..end)).is_empty() {
            return None;
        }
        Some(Self {
            start: start as u32,
            end: end as u32,
            revision,
            quote: Clean::body(part(start..end)),
            before: nearest(&around(part(0..start)), Side::Before),
            after: nearest(&around(part(end..text.len())), Side::After),
            copy: 0,
            copies: 0,
            twins: 0,
        })
    }
}

/// Whole letters: half a letter chosen is a letter chosen.
fn widened(text: &str, bytes: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (bytes.start.min(text.len()), bytes.end.min(text.len()));
    while !is_border(text, start) {
        start -= 1;
    }
    while !is_border(text, end) {
        end += 1;
    }
    start..end.max(start)
}

fn is_border(text: &str, at: usize) -> bool {
    text.is_char_boundary(at)
        && GraphemeCursor::new(at, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true)
}

/// Clean text whose blanks at the ends count: one, and a paragraph mark if there was any. More of the text than is
/// kept is not looked at.
fn around(raw: &str) -> String {
    let blank = |part: &str| match part.len() {
        0 => "",
        _ if part.contains('\n') => "\n",
        _ => " ",
    };
    let (head, tail) = (raw.trim_start(), raw.trim_end());
    let lead = raw.get(..raw.len() - head.len()).unwrap_or_default();
    let trail = raw.get(tail.len()..).unwrap_or_default();
    let words = Clean::body(raw.trim());
    // A mark at the beginning sits on a letter that is not kept.
    let words = words
        .trim_start_matches(|c: char| c.is_whitespace() || is_combining_mark(c))
        .trim_end();
    if words.is_empty() {
        return blank(lead).to_owned();
    }
    format!("{}{words}{}", blank(lead), blank(trail))
}

/// The characters nearest to the quote, in whole letters.
fn nearest(text: &str, side: Side) -> String {
    let at = match side {
        Side::Before => {
            let far = text.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
            (far..text.len()).find(|at| is_border(text, *at))
        }
        Side::After => {
            let far = text.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| at);
            (0..=far).rev().find(|at| is_border(text, *at))
        }
    };
    let at = at.unwrap_or(text.len());
    let part = if side == Side::Before {
        text.get(at..)
    } else {
        text.get(..at)
    };
    part.unwrap_or_default().to_owned()
}
