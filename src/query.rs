//! The language of searches, lists, saved searches and rules: from what was typed to a value, and back.
//!
//! Nothing here knows a library. What was typed becomes a [`Query`] or a [`Fault`] that points at the character and
//! says what was probably meant; `library` turns the value into questions. Sizes are bounded before anything is
//! read, so that no text, however odd, takes longer than a glance. `docs/search.md` has the language on one page.

mod complete;
pub mod fault;
pub mod field;
mod lexer;
mod lights;
mod parse;
mod print;
pub mod when;

use std::ops::Range;

pub use complete::{Choice, Completion, complete};
pub use fault::{Fault, Wrong};
pub use field::{Field, Sort, State, Thing};
pub use lights::Lights;
pub use when::{Today, When};

use crate::article::language::Language;

/// The longest query that is read, in bytes.
pub const LONGEST: usize = 4_096;
/// Parentheses and negations within each other.
pub const DEEPEST: usize = 32;
/// Words, phrases and conditions of one query.
pub const MOST: usize = 128;
/// Letters that may stand between the first and the last word of `near:( )`, where no other number is given.
pub const NEAR: u32 = 40;

/// A query that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The condition; `None` if nothing was asked for.
    pub root: Option<Expr>,
    /// The order, if one was asked for.
    pub sort: Option<Sort>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A single one.
    Term(Term),
    /// It must not hold.
    Not(Box<Expr>),
    /// All must hold; at least two.
    And(Vec<Expr>),
    /// One must hold; at least two.
    Or(Vec<Expr>),
}

/// A single condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Headline or body hold the words.
    Words(Text),
    /// The headline holds them.
    Title(Text),
    /// The body holds them.
    Body(Text),
    /// The story names this name, however it is spelt.
    Name(Text),
    /// This name is quoted or reported in it.
    Said(Text),
    /// It was written by someone whose name holds this.
    By(Text),
    /// It is of an outlet of this name.
    Outlet(Text),
    /// It is in this language.
    Language(Language),
    /// It is of these days.
    Date(When),
    /// A mark is on it.
    Is(State),
    /// It has something.
    Has(Thing),
    /// It has this tag.
    Tag(Text),
    /// A note on it holds the words.
    Note(Text),
    /// All the words stand near each other: at most so many letters between the first and the last.
    Near(Vec<Text>, u32),
}

/// Words that were typed, or a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The letters.
    pub text: String,
    /// Typed in quotation marks or after `=`: as it stands, without other spellings, wildcards and typing errors.
    pub exact: bool,
}

impl Text {
    /// Words as typed.
    pub fn word(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            exact: false,
        }
    }

    /// A phrase.
    pub fn phrase(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            exact: true,
        }
    }

    /// Whether a `*` in it stands for any letters.
    pub fn has_wildcard(&self) -> bool {
        !self.exact && self.text.contains('*')
    }
}

/// What a stretch of the text is, for lighting it while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The name of a field and its colon.
    Field,
    /// The value of one.
    Value,
    /// `OR`, `AND`, `-`.
    Operator,
    /// A parenthesis.
    Paren,
    /// A phrase in quotation marks.
    Phrase,
    /// A word.
    Word,
    /// Letters that no story is asked for.
    Ignored,
}

/// A stretch of the text, in bytes.
pub type Span = (Range<u32>, Role);

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, Fault> {
    parse::parse(text)
}

/// What each part of a text is, also where it is no query.
pub fn spans(text: &str) -> Vec<Span> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    lexer::lex(text)
        .0
        .iter()
        .map(|t| (t.at.clone(), t.role()))
        .collect()
}

impl Query {
    /// The words that stand for themselves at the top, with blanks between, and the query without them. A typing error
    /// in them may be overlooked, and their names' other spellings looked for; what is left must hold as it stands.
    #[must_use]
    pub fn split(self) -> (String, Self) {
        let mut words = Vec::new();
        let mut rest = Vec::new();
        let parts = match self.root {
            Some(Expr::And(parts)) => parts,
            other => other.into_iter().collect(),
        };
        for part in parts {
            match part {
                Expr::Term(Term::Words(text)) if !text.exact && !text.has_wildcard() => words.push(text.text),
                other => rest.push(other),
            }
        }
        let rest = Self {
            root: Expr::all(rest),
            sort: self.sort,
        };
        (words.join(" "), rest)
    }

    /// The words and phrases that a story holds which answers: to be lit. Negated ones are left out.
    pub fn needles(&self) -> Vec<&Text> {
        let mut needles = Vec::new();
        if let Some(root) = &self.root {
            root.needles(&mut needles);
        }
        needles
    }

    /// The names that are asked for.
    pub fn names(&self) -> Vec<&Text> {
        let mut names = Vec::new();
        if let Some(root) = &self.root {
            root.names(&mut names);
        }
        names
    }

    /// Whether nothing is asked for, not even an order.
    pub fn is_empty(&self) -> bool {
        self.root.is_none() && self.sort.is_none()
    }
}

impl Expr {
    /// All of some conditions; `None` of none.
    pub fn all(mut parts: Vec<Self>) -> Option<Self> {
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Self::And(parts)),
        }
    }

    /// One of some conditions; `None` of none.
    pub fn any(mut parts: Vec<Self>) -> Option<Self> {
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Self::Or(parts)),
        }
    }

    fn needles<'a>(&'a self, into: &mut Vec<&'a Text>) {
        match self {
            Self::Term(Term::Words(text) | Term::Title(text) | Term::Body(text)) => into.push(text),
            Self::Term(Term::Near(texts, _)) => into.extend(texts),
            Self::Term(_) | Self::Not(_) => {}
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.needles(into)),
        }
    }

    fn names<'a>(&'a self, into: &mut Vec<&'a Text>) {
        match self {
            Self::Term(Term::Name(text) | Term::Said(text)) => into.push(text),
            Self::Term(_) | Self::Not(_) => {}
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.names(into)),
        }
    }
}

#[cfg(test)]
mod tests;
