//! Every durable change that a reader makes, as one value with an inverse.

use serde::{Deserialize, Serialize};

use crate::article::id::StoryId;
use crate::library::value::Marks;
use crate::text::Clean;

/// One change. Applying it and then its inverse changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Marks a story read or unread.
    Read {
        /// The story.
        story: StoryId,
        /// Read, or unread again.
        on: bool,
    },
    /// Bookmarks a story, or no longer.
    Bookmark {
        /// The story.
        story: StoryId,
        /// Bookmarked, or not.
        on: bool,
    },
    /// Puts a tag on a story, or takes it off.
    Tag {
        /// The story.
        story: StoryId,
        /// The tag.
        tag: Clean,
        /// On, or off.
        on: bool,
    },
}

impl Edit {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut edit = self.clone();
        match &mut edit {
            Self::Read { on, .. } | Self::Bookmark { on, .. } | Self::Tag { on, .. } => *on = !*on,
        }
        edit
    }

    /// The story that it changes.
    pub fn story(&self) -> StoryId {
        match self {
            Self::Read { story, .. } | Self::Bookmark { story, .. } | Self::Tag { story, .. } => *story,
        }
    }

    /// Shows the change on marks at hand.
    pub fn show(&self, marks: &mut Marks) {
        match self {
            Self::Read { on, .. } => marks.read = *on,
            Self::Bookmark { on, .. } => marks.bookmarked = *on,
            Self::Tag { .. } => {}
        }
    }
}

/// Why an edit was made; decides whether undo stops at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The reader asked for it.
    Deliberate,
    /// It followed from something else, as the read mark from opening; undo passes over it.
    Automatic,
}

/// How an edit came into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// It was made.
    #[default]
    Edit,
    /// It took another one back.
    Undo,
    /// It made one again that was taken back.
    Redo,
}

/// What came of writing edits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// Edits that changed something and are on disk.
    pub applied: Vec<Edit>,
    /// Edits that would have changed nothing, and are kept nowhere.
    pub unchanged: Vec<Edit>,
    /// Why the log beside the library could not be written, if so. The edits are in the library all the same, and
    /// the log is caught up with the next edit.
    pub unlogged: Option<String>,
}
