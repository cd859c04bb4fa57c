//! Writes a query down so that reading it gives the same query.

use std::fmt::{self, Display, Formatter};

use super::field::{Field, LANGUAGES, SORTS, STATES, THINGS, word};
use super::{Expr, NEAR, Query, Term, Text};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(root) = &self.root {
            write(f, root, Around::Nothing)?;
        }
        if let Some(sort) = self.sort {
            let blank = if self.root.is_some() { " " } else { "" };
            // Alternatives at the top would take the order for a part of the last one.
            write!(f, "{blank}{}:{}", Field::Sort.name(), word(SORTS, sort))?;
        }
        Ok(())
    }
}

/// What a condition stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    All,
    Not,
}

fn write(f: &mut Formatter<'_>, expr: &Expr, around: Around) -> fmt::Result {
    match expr {
        Expr::Term(term) => term.fmt(f),
        Expr::Not(part) => {
            f.write_str("-")?;
            write(f, part, Around::Not)
        }
        Expr::And(parts) => list(f, parts, " ", around == Around::Not),
        Expr::Or(parts) => list(f, parts, " OR ", true),
    }
}

fn list(f: &mut Formatter<'_>, parts: &[Expr], between: &str, bracketed: bool) -> fmt::Result {
    f.write_str(if bracketed { "(" } else { "" })?;
    for (n, part) in parts.iter().enumerate() {
        f.write_str(if n > 0 { between } else { "" })?;
        write(f, part, Around::All)?;
    }
    f.write_str(if bracketed { ")" } else { "" })
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (field, value): (Field, &dyn Display) = match self {
            Self::Words(text) => return text.fmt(f),
            Self::Near(texts, far) => return near(f, texts, *far),
            Self::Title(text) => (Field::Title, text),
            Self::Body(text) => (Field::Body, text),
            Self::Name(text) => (Field::Name, text),
            Self::Said(text) => (Field::Said, text),
            Self::By(text) => (Field::By, text),
            Self::Outlet(text) => (Field::In, text),
            Self::Tag(text) => (Field::Tag, text),
            Self::Note(text) => (Field::Note, text),
            Self::Language(language) => (Field::Lang, &word(LANGUAGES, *language)),
            Self::Date(when) => (Field::Date, when),
            Self::Is(state) => (Field::Is, &word(STATES, *state)),
            Self::Has(thing) => (Field::Has, &word(THINGS, *thing)),
        };
        write!(f, "{}:{value}", field.name())
    }
}

fn near(f: &mut Formatter<'_>, texts: &[Text], far: u32) -> fmt::Result {
    f.write_str(Field::Near.name())?;
    if far != NEAR {
        write!(f, "/{far}")?;
    }
    f.write_str(":(")?;
    for (n, text) in texts.iter().enumerate() {
        f.write_str(if n > 0 { " " } else { "" })?;
        let plain = text.text.chars().all(char::is_alphanumeric)
            && !matches!(text.text.as_str(), "OR" | "AND" | "NOT" | "또는");
        // Words near each other stand for themselves anyway.
        if plain {
            f.write_str(&text.text)?;
        } else {
            text.fmt(f)?;
        }
    }
    f.write_str(")")
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.exact {
            let escaped = self.text.replace('\\', "\\\\").replace('"', "\\\"");
            return write!(f, "\"{escaped}\"");
        }
        f.write_str(&self.text)
    }
}
