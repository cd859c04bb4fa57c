//! What can go wrong outside the screen, with its exit code and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::app::words::Words;
use crate::library::LibraryError;
use crate::run::terminal::NoScreen;
use crate::text::Clean;

/// Everything was done.
pub const DONE: i32 = 0;
/// Nothing was found, or some files could not be read.
pub const NOTHING: i32 = 1;
/// Wrong use, or something needed is missing.
pub const REFUSED: i32 = 2;

/// Why a command outside the screen could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no screen to draw on.
    #[error(transparent)]
    Screen(#[from] NoScreen),
    /// The library could not be opened, read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A file or folder is not there.
    #[error("{0} does not exist")]
    NoPath(PathBuf),
    /// There is no library yet, so nothing can be read again.
    #[error("nothing to read again")]
    NothingToImport,
    /// Something was to go into the sample.
    #[error("the sample takes nothing in")]
    SampleClosed,
    /// A name of nothing but blanks.
    #[error("the name is empty")]
    NameBlank,
    /// No search is saved under such a name.
    #[error("no saved search {0}")]
    NoSearch(String),
    /// Another search is saved under this name.
    #[error("a saved search {0} is there")]
    SearchTaken(String),
    /// No rule has such a name.
    #[error("no rule {0}")]
    NoRule(String),
    /// A name is never written in such a form.
    #[error("{0} is not written {1}")]
    NoSpelling(String, String),
    /// No story has such an id.
    #[error("no story matches {0}")]
    NoStory(String),
    /// Several stories have ids that begin so.
    #[error("{0} matches {1} stories")]
    ManyStories(String, usize),
    /// The library has no such name.
    #[error("no name {0}")]
    NoName(String),
    /// A line of a file of corrections is none.
    #[error("line {0}: {1}")]
    BadLine(usize, Clean),
    /// No note has such an id.
    #[error("no note matches {0}")]
    NoNote(String),
    /// The story does not have the words that a note is to hang on.
    #[error("no such words in the story")]
    NoQuote,
    /// A form of several files was asked for without a folder.
    #[error("no folder was named")]
    NoFolder,
    /// A file of notes could not be read.
    #[error("{0}: {1}")]
    Notes(PathBuf, String),
    /// A text has more MiB than jobo reads.
    #[error("{0} has more than {1} MiB")]
    TooLong(PathBuf, usize),
    /// An export was to go over an article.
    #[error("{0} is an article")]
    IsArticle(PathBuf),
    /// An export was to go over something else than an earlier one.
    #[error("{0} is no export")]
    IsOther(PathBuf),
    /// Another program could not be used.
    #[error("{0}")]
    Outside(Clean),
    /// A query or an expression is none: what was typed, the columns before the letter at fault, and what is wrong.
    #[error("{2}: {0}")]
    BadQuery(Clean, usize, Clean),
    /// Output could not be written.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What is left to say and to return.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Last {
    /// The exit code.
    pub(super) code: i32,
    /// What to say on standard error, if anything.
    pub(super) words: Option<Clean>,
    /// What to do about it.
    pub(super) hint: Option<Clean>,
}

impl Fault {
    /// The one place where a kind of fault gets its exit code, its words and its hint.
    pub(super) fn last(&self, words: &Words) -> Last {
        let say = |key: &str, holes: &[(&str, &str)]| words.fill(key, holes);
        let usage = || Some(words.get("cli.usage").into());
        let (code, said, hint) = match self {
            Self::Output(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                return Last {
                    code: DONE,
                    words: None,
                    hint: None,
                };
            }
            Self::Screen(_) => (REFUSED, words.get("cli.not-a-terminal").into(), None),
            Self::Library(e) => (REFUSED, words.library_fault(e), words.library_hint(e)),
            Self::Outside(said) => (REFUSED, said.clone(), None),
            Self::NoPath(path) => {
                let path = path.to_string_lossy();
                let meant = super::args::verb_near(&path);
                let meant = meant.map(|verb| say("cli.meant-verb", &[("verb", &verb)]));
                (
                    REFUSED,
                    say("cli.no-path", &[("path", &path)]),
                    meant.or_else(usage),
                )
            }
            Self::IsArticle(path) => {
                let path = path.to_string_lossy();
                (REFUSED, say("cli.is-article", &[("path", &path)]), None)
            }
            Self::IsOther(path) => {
                let path = path.to_string_lossy();
                (REFUSED, say("cli.is-other", &[("path", &path)]), None)
            }
            Self::NothingToImport => (REFUSED, words.get("cli.nothing-to-import").into(), usage()),
            Self::SampleClosed => (REFUSED, words.get("cli.sample-closed").into(), None),
            Self::NameBlank => (REFUSED, words.get("cli.name-blank").into(), usage()),
            Self::NoSearch(name) => (NOTHING, say("cli.no-search", &[("name", name)]), None),
            Self::SearchTaken(name) => (REFUSED, say("cli.search-taken", &[("name", name)]), None),
            Self::NoRule(name) => (NOTHING, say("cli.no-rule", &[("name", name)]), None),
            Self::NoSpelling(name, form) => {
                let holes = [("name", name.as_str()), ("form", form)];
                (NOTHING, say("cli.no-spelling", &holes), None)
            }
            Self::NoStory(id) => (NOTHING, say("cli.no-article", &[("id", id)]), None),
            Self::ManyStories(id, n) => {
                let holes = [("id", id.as_str()), ("n", &n.to_string())];
                (NOTHING, say("cli.ambiguous-id", &holes), None)
            }
            Self::BadQuery(typed, before, detail) => {
                // The line below points at the letter; the first one stands behind the name of the program.
                let said = format!("{typed}\n{}^ {detail}", "-".repeat("jobo: ".len() + before));
                (REFUSED, Clean::body(&said), None)
            }
            Self::NoName(name) => (NOTHING, say("cli.no-entity", &[("name", name)]), None),
            Self::BadLine(line, detail) => {
                let line = line.to_string();
                let holes = [("line", line.as_str()), ("detail", detail)];
                (REFUSED, say("cli.bad-correction", &holes), None)
            }
            Self::NoNote(id) => (NOTHING, say("cli.no-note", &[("id", id)]), None),
            Self::NoQuote => (NOTHING, words.get("cli.no-quote").into(), None),
            Self::NoFolder => (REFUSED, words.get("cli.notes-folder").into(), usage()),
            Self::Notes(path, detail) => {
                let holes = [("path", &*path.to_string_lossy()), ("detail", detail)];
                (REFUSED, say("cli.notes-unreadable", &holes), None)
            }
            Self::TooLong(path, most) => {
                let holes = [("path", &*path.to_string_lossy()), ("n", &most.to_string())];
                (REFUSED, say("cli.too-long", &holes), None)
            }
            Self::Output(e) => (REFUSED, Clean::new(&e.to_string()), None),
            Self::Other(e) => (REFUSED, Clean::new(&format!("{e:#}")), None),
        };
        Last {
            code,
            words: Some(said),
            hint,
        }
    }
}

impl Fault {
    /// What is wrong, in the words of the screen.
    pub(super) fn said(&self, words: &Words) -> Clean {
        self.last(words).words.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::language::Language;

    #[test]
    fn every_kind_has_its_exit_code() {
        let pipe = io::Error::from(io::ErrorKind::BrokenPipe);
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let words = Words::of(Language::En);
        for (fault, code, speaks) in [
            (Fault::Output(pipe), DONE, false),
            (Fault::Output(full), REFUSED, true),
            (Fault::NoStory("zz".into()), NOTHING, true),
            (Fault::ManyStories("0".into(), 3), NOTHING, true),
            (Fault::NoName("x".into()), NOTHING, true),
            (Fault::NoPath("x".into()), REFUSED, true),
            (Fault::TooLong("x".into(), 32), REFUSED, true),
            (Fault::Screen(NoScreen::Input), REFUSED, true),
            (Fault::Screen(NoScreen::Dumb), REFUSED, true),
        ] {
            let last = fault.last(&words);
            assert_eq!((last.code, last.words.is_some()), (code, speaks), "{fault}");
        }
    }

    #[test]
    fn what_was_typed_is_said_without_its_escapes() {
        let words = Words::of(Language::En);
        let said = Fault::NoPath("\u{1b}]0;x\u{7}\u{202e}a".into())
            .last(&words)
            .words;
        let said = said.expect("it is said");
        assert!(
            !said.contains(|c: char| c.is_control() || c == '\u{202e}'),
            "{said:?}"
        );
    }
}
