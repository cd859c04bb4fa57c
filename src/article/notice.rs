//! What was odd about a file, said to the reader and never a reason to hide it.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// The kinds of oddity. Their words are in the catalogues of the screen, under `notice.<kind>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// The file could not be opened or read; the detail is the system's reason.
    Unreadable,
    /// Larger than jobo reads; the detail is the size.
    TooLarge,
    /// Bytes that fit no encoding were replaced; the detail is their number.
    BadBytes,
    /// The file holds no text.
    Empty,
    /// Not text: a picture, an archive.
    Binary,
    /// Front matter, header or record could not be parsed; the detail is the parser's reason.
    BadSyntax,
    /// Nested deeper than jobo follows, so it is shown as plain text.
    TooDeep,
    /// The reader of this format failed inside; the file is shown as plain text.
    Failed,
    /// A date that cannot be was ignored; the detail is the date.
    BadDate,
    /// Part of the file was left out; the detail says how much.
    Cut,
}

/// One oddity of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What kind it is.
    pub kind: NoticeKind,
    /// The line at fault, counted from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What exactly.
    #[serde(default, skip_serializing_if = "Clean::is_empty")]
    pub detail: Clean,
}

impl Notice {
    /// A notice about a whole file.
    pub fn new(kind: NoticeKind, detail: &str) -> Self {
        Self {
            kind,
            line: None,
            detail: Clean::new(detail),
        }
    }
}
