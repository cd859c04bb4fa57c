//! What is wanted of the word index: phrases, and how they are joined.
//!
//! It is a value, so that our own reading of the index ([`super::postings`]) and SQLite's answer the very same question:
//! printed, it is what FTS5 takes behind `MATCH`.

use std::fmt::{self, Display, Formatter};

use crate::library::search::name_word;
use crate::library::value::NameId;

/// A part of a story that the index keeps apart; its number is that of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Headline,
    Body,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Body => "body",
        }
    }
}

/// Words after each other, as the index takes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    /// With a blank between them; never empty.
    pub(super) words: String,
    /// Whether the last one may go on.
    pub(super) open: bool,
    /// Where they must stand, if not anywhere.
    pub(super) part: Option<Part>,
}

/// A question to the word index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Phrase(Phrase),
    /// Phrases with at most so many words between the first and the last.
    Near(Vec<Phrase>, u32),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    /// The first, and not the second.
    But(Box<Wanted>, Box<Wanted>),
}

impl Wanted {
    /// What has a name.
    pub(super) fn name(name: NameId) -> Self {
        Self::Phrase(Phrase {
            words: name_word(name),
            open: false,
            part: None,
        })
    }

    /// What has one of some names.
    pub(super) fn names(names: &[NameId]) -> Self {
        Self::any(names.iter().map(|name| Self::name(*name)).collect())
    }

    /// What nothing answers: a name that there never is.
    pub(super) fn nothing() -> Self {
        Self::name(NameId(u32::MAX))
    }

    /// All of some; a single one is itself.
    pub(super) fn all(mut each: Vec<Self>) -> Self {
        match each.len() {
            1 => each.remove(0),
            _ => Self::All(each),
        }
    }

    /// One of some; a single one is itself.
    pub(super) fn any(mut each: Vec<Self>) -> Self {
        match each.len() {
            1 => each.remove(0),
            _ => Self::Any(each),
        }
    }

    /// This without what answers one of some others.
    pub(super) fn but(self, others: Vec<Self>) -> Self {
        if others.is_empty() {
            return self;
        }
        Self::But(Box::new(self), Box::new(Self::any(others)))
    }

    /// The phrases that an answer may hold, in order.
    pub(super) fn phrases(&self) -> Vec<&Phrase> {
        match self {
            Self::Phrase(phrase) => vec![phrase],
            Self::Near(phrases, _) => phrases.iter().collect(),
            Self::All(each) | Self::Any(each) => each.iter().flat_map(Self::phrases).collect(),
            Self::But(what, _) => what.phrases(),
        }
    }
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let star = if self.open { "*" } else { "" };
        match self.part {
            Some(part) => write!(f, "{{{}}} : (\"{}\"{star})", part.name(), self.words),
            None => write!(f, "\"{}\"{star}", self.words),
        }
    }
}

/// Some with a word between them; joined ones in parentheses.
fn join(f: &mut Formatter<'_>, each: &[Wanted], by: &str) -> fmt::Result {
    for (nth, one) in each.iter().enumerate() {
        if nth > 0 {
            f.write_str(by)?;
        }
        match one {
            Wanted::Phrase(_) | Wanted::Near(..) => write!(f, "{one}")?,
            _ => write!(f, "({one})")?,
        }
    }
    Ok(())
}

impl Display for Wanted {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phrase(phrase) => phrase.fmt(f),
            Self::Near(phrases, far) => {
                f.write_str("NEAR(")?;
                for phrase in phrases {
                    write!(f, "{phrase} ")?;
                }
                write!(f, ", {far})")
            }
            Self::All(each) => join(f, each, " AND "),
            Self::Any(each) => join(f, each, " OR "),
            Self::But(what, other) => write!(f, "({what}) NOT ({other})"),
        }
    }
}
