//! What every format file exports, so that a format joins by one row in a table.

use crate::article::Article;
use crate::article::date::Date;
use crate::ingest::Draft;

/// A kind of file that jobo reads.
pub(crate) struct Format {
    /// Its name in `docs/formats.md`.
    pub name: &'static str,
    /// Endings of file names that hint at it, in lower case and without the dot.
    pub endings: &'static [&'static str],
    /// Whether a text is of this format: from its first 4,096 decoded characters and its name in lower case.
    pub sniff: fn(&str, &str) -> bool,
    /// Takes the text apart. It may panic: the caller falls back to plain text.
    pub read: fn(&Source) -> Vec<Draft>,
}

impl Format {
    /// Whether a file's name has one of its endings.
    pub(crate) fn names(&self, name: &str) -> bool {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| self.endings.contains(&ending))
    }
}

/// A file after decoding and before any cleaning.
pub(crate) struct Source<'a> {
    /// The file's name without its folders.
    pub name: &'a str,
    /// Its decoded text; not yet `Clean`, so it may hold anything that Unicode can.
    pub text: &'a str,
    /// When the file was last changed.
    pub modified: Option<Date>,
}

/// An article with nothing odd about it.
pub(crate) fn draft(article: Article) -> Draft {
    Draft {
        article,
        part: None,
        notices: Vec::new(),
        fault: None,
    }
}
