//! Names that a file itself gives its story, as columns and front matter do.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// What a file says a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Labelled {
    /// A person.
    Person,
    /// A company, a party, an office, a team.
    Body,
    /// A place.
    Place,
    /// A product.
    Product,
    /// An event.
    Event,
    /// A book, a film, a song.
    Work,
    /// The file does not say.
    Unsaid,
}

/// One name that a file gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// What it is said to be.
    pub kind: Labelled,
    /// The name.
    pub text: Clean,
}
