//! The only kind of string that may be drawn, printed or exported.
//!
//! Cleaning happens once, after the last step of decoding, and is a type, because every reader that cleaned at the
//! point of drawing forgot one such point. Four passes, each doing nothing to a text that is clean already: escape
//! sequences and unwanted letters go (`escape`, `strip`), the rest is composed (NFC), stray jamo and towers of
//! marks are put in order, and blanks are laid out (`layout`). A text of plain letters takes none of them.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::letter::all_plain;

mod escape;
mod layout;
mod origin;
mod strip;

pub use origin::Origin;

/// Text in NFC that holds no control, no bidi override and no invisible character.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Clean(Box<str>);

/// Whether line ends are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Line,
    Body,
}

impl Clean {
    /// Cleans one line: line ends, tabs and odd blanks become single spaces, the ends are trimmed.
    pub fn new(raw: &str) -> Self {
        Self(clean(raw, Shape::Line))
    }

    /// One line as it is; `None` if cleaning would change it, or might.
    pub fn as_is(raw: &str) -> Option<Self> {
        is_clean(raw, Shape::Line).then(|| Self(raw.into()))
    }

    /// Cleans a text of several paragraphs: keeps `\n`, turns every other line end into it, drops the blanks at the
    /// end of each line and the blank lines at both ends of the text. A clean text keeps its byte offsets.
    pub fn body(raw: &str) -> Self {
        Self(clean(raw, Shape::Body))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the text out.
    pub fn into_string(self) -> String {
        self.0.into()
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Clean {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl PartialEq<str> for Clean {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Clean {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self::body(&String::deserialize(d)?))
    }
}

fn clean(raw: &str, shape: Shape) -> Box<str> {
    if is_clean(raw, shape) {
        return raw.into();
    }
    let kept = strip::strip(raw);
    let composed = match is_nfc_quick(kept.chars()) {
        IsNormalized::Yes => kept,
        _ => kept.nfc().collect(),
    };
    layout::lay_out(&composed, shape).into()
}

/// Whether every character is plain and every blank is where the shape wants it: one pass, no allocation. A `false`
/// only means that the slow way has to look.
fn is_clean(raw: &str, shape: Shape) -> bool {
    // Blanks may open a body: they are how its first line is indented.
    let opens = raw.starts_with('\n') || shape == Shape::Line && raw.starts_with(' ');
    if opens || raw.ends_with([' ', '\n']) {
        return false;
    }
    match shape {
        Shape::Line => all_plain(raw, b"") && !raw.contains("  "),
        Shape::Body => all_plain(raw, b"\n") && !raw.contains(" \n"),
    }
}

#[cfg(test)]
mod tests;
