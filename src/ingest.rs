//! Turns bytes of any known format into drafts and notices; never fails on content.

mod author;
#[cfg(feature = "feeds")]
pub(crate) mod feed;
pub(crate) mod format;
mod frontmatter;
pub(crate) mod html;
pub(crate) mod jsonfeed;
pub(crate) mod jsonl;
pub(crate) mod markdown;
mod record;
mod story;
mod when;

use crate::article::Article;
use crate::article::date::Date;
use crate::article::notice::Notice;

/// A file as it lies in a folder.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file's name without its folders; its ending is one of the signs of the format.
    pub name: &'a str,
    /// All its bytes.
    pub bytes: &'a [u8],
    /// When the file was last changed; stands in for a date that the text does not give.
    pub modified: Option<Date>,
}

/// One story found in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The story.
    pub article: Article,
    /// Its place in a file of several stories, counted from one: a line of JSON Lines, an entry of a feed.
    pub part: Option<u32>,
    /// What was odd about this story.
    pub notices: Vec<Notice>,
    /// Why nothing could be read. The article then holds the file's name and what could be shown of it.
    pub fault: Option<Notice>,
}

/// What was read from one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The format's name in `docs/formats.md`.
    pub format: &'static str,
    /// The encoding's name, as `UTF-8`, `EUC-KR`, `UTF-16LE`.
    pub encoding: &'static str,
    /// The stories, in file order; at least one, also for a file at fault.
    pub drafts: Vec<Draft>,
    /// What was odd about the file as a whole.
    pub notices: Vec<Notice>,
}
