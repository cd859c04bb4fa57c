//! A picture of a story: where it is and what is said under it. The pixels are no part of a story.

use crate::text::Clean;

/// A picture of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub place: Place,
    /// The words under it; empty where there are none.
    pub caption: Clean,
}

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a file, as the story's file names it.
    File {
        /// The name as it is written.
        written: String,
        /// Whether it may be in a folder beside that of the story, as notes have them: `![[boats.png]]`.
        wiki: bool,
    },
    /// On the web, where jobo does not go.
    Web(Clean),
    /// In the story's file itself.
    Inside(Vec<u8>),
}
