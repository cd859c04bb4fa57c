//! Turns bytes of any known format into drafts and notices; never fails on content.

mod author;
pub(crate) mod encoding;
#[cfg(feature = "feeds")]
pub(crate) mod feed;
pub(crate) mod format;
mod frontmatter;
pub(crate) mod furniture;
pub(crate) mod html;
pub(crate) mod jsonfeed;
pub(crate) mod jsonl;
pub(crate) mod markdown;
pub mod pictures;
mod record;
mod story;
pub(crate) mod text;
mod when;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::Article;
use crate::article::date::Date;
use crate::article::language::Language;
use crate::article::notice::{Notice, NoticeKind};
use crate::text::Clean;
use format::{Format, Source};

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

/// Bytes of the largest file that is read; a larger one is listed with its size as the fault.
pub const MAX_BYTES: usize = 16 << 20;

/// Characters of the text that a format may look at to know its own.
const HEAD: usize = 4_096;

/// Every format, the surest first: the first whose signs fit reads the file. Raw news text takes what is left.
const FORMATS: &[Format] = &[
    jsonfeed::FORMAT,
    #[cfg(feature = "feeds")]
    feed::FORMAT,
    jsonl::FORMAT,
    html::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
];

/// Whether a file of this name is taken in when a folder is read. Hidden files never are.
pub fn wanted(name: &str) -> bool {
    let ending = |name: &str| FORMATS.iter().any(|f| f.endings.contains(&name));
    !name.starts_with('.')
        && name
            .rsplit_once('.')
            .is_some_and(|(_, end)| ending(&end.to_ascii_lowercase()))
}

/// Reads a file of any kind. Never panics and never fails: what cannot be read is a draft with a fault.
pub fn read(input: &Input) -> Reading {
    read_as(input, None)
}

/// Reads a file in a named encoding instead of the one that its bytes suggest. An unknown name is no name.
pub fn read_as(input: &Input, encoding: Option<&str>) -> Reading {
    if let Some(fault) = unreadable(input.bytes) {
        return at_fault(input, fault);
    }
    let Some(decoded) = encoding::read(input.bytes, encoding) else {
        return at_fault(input, Notice::new(NoticeKind::Binary, ""));
    };
    if decoded.text.trim().is_empty() {
        return at_fault(input, Notice::new(NoticeKind::Empty, ""));
    }
    let source = Source {
        name: input.name,
        text: &decoded.text,
        modified: input.modified,
    };
    let (format, mut drafts, mut notices) = take_apart(&source);
    if decoded.bad > 0 {
        notices.push(Notice::new(NoticeKind::BadBytes, &decoded.bad.to_string()));
    }
    for draft in &mut drafts {
        finish(draft, input);
    }
    Reading {
        format,
        encoding: decoded.name,
        drafts,
        notices,
    }
}

fn unreadable(bytes: &[u8]) -> Option<Notice> {
    if bytes.len() > MAX_BYTES {
        Some(Notice::new(NoticeKind::TooLarge, &bytes.len().to_string()))
    } else if bytes.is_empty() {
        Some(Notice::new(NoticeKind::Empty, ""))
    } else {
        None
    }
}

/// What a format may look at of a text.
fn head(text: &str) -> &str {
    // No letter takes less than a byte.
    let end = (text.len() > HEAD)
        .then(|| text.char_indices().nth(HEAD))
        .flatten();
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn take_apart(source: &Source) -> (&'static str, Vec<Draft>, Vec<Notice>) {
    let head = head(source.text);
    let name = source.name.to_lowercase();
    let fits = |f: &&Format| catch_unwind(AssertUnwindSafe(|| (f.sniff)(head, &name))).unwrap_or(false);
    let format = FORMATS.iter().find(fits).unwrap_or(&text::FORMAT);
    match catch_unwind(AssertUnwindSafe(|| (format.read)(source))) {
        Ok(drafts) if !drafts.is_empty() => (format.name, drafts, Vec::new()),
        Ok(_) => (
            format.name,
            vec![blank(Notice::new(NoticeKind::Empty, ""))],
            Vec::new(),
        ),
        Err(_) => {
            let drafts = catch_unwind(AssertUnwindSafe(|| (text::FORMAT.read)(source)));
            let failed = Notice::new(NoticeKind::Failed, format.name);
            let drafts = drafts.unwrap_or_else(|_| vec![blank(failed.clone())]);
            (text::FORMAT.name, drafts, vec![failed])
        }
    }
}

/// Fills in what every story has, whatever its format left open.
fn finish(draft: &mut Draft, input: &Input) {
    let article = &mut draft.article;
    if article.body.text().is_empty() && article.headline.is_empty() && draft.fault.is_none() {
        draft.fault = Some(Notice::new(NoticeKind::Empty, ""));
    }
    if article.headline.is_empty() {
        article.headline = text::stand_in(&article.body).unwrap_or_else(|| named(input));
        article.derived = true;
    }
    if article.language == Language::Und {
        article.language = Language::of(article.body.text());
    }
    if article.date.is_none() {
        article.date = input.modified.map(Date::inferred);
    }
}

fn at_fault(input: &Input, fault: Notice) -> Reading {
    let mut draft = blank(fault);
    finish(&mut draft, input);
    Reading {
        format: text::FORMAT.name,
        encoding: "UTF-8",
        drafts: vec![draft],
        notices: Vec::new(),
    }
}

fn blank(fault: Notice) -> Draft {
    Draft {
        fault: Some(fault),
        ..format::draft(Article::default())
    }
}

fn named(input: &Input) -> Clean {
    let name = Clean::new(input.name);
    if name.is_empty() { Clean::new("?") } else { name }
}

#[cfg(test)]
mod documented;
#[cfg(test)]
mod hostile;
