//! Every durable change that a reader makes, as one value with an inverse.

use serde::{Deserialize, Serialize};

use crate::article::id::StoryId;
use crate::library::note::{Colour, Hanging, Note, NoteId};
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
    /// Puts a story away, or brings it back.
    Archive {
        /// The story.
        story: StoryId,
        /// Away, or back.
        on: bool,
    },
    /// Makes a note, or takes it away. What was said of it since is kept for when it comes back.
    Note {
        /// The note as it was made, or as it was when it was taken away.
        note: Box<Note>,
        /// Made, or taken away.
        on: bool,
    },
    /// Changes the text of a note.
    NoteText {
        /// The story that it hangs on.
        story: StoryId,
        /// The note.
        note: NoteId,
        /// The text.
        text: Clean,
        /// The text that the writer began with: what came in between stays beside it.
        was: Clean,
    },
    /// Gives a note another colour.
    NoteColour {
        /// The story that it hangs on.
        story: StoryId,
        /// The note.
        note: NoteId,
        /// The colour.
        colour: Colour,
        /// The colour before.
        was: Colour,
    },
    /// Puts a tag on a note, or takes it off.
    NoteTag {
        /// The story that it hangs on.
        story: StoryId,
        /// The note.
        note: NoteId,
        /// The tag.
        tag: Clean,
        /// On, or off.
        on: bool,
    },
    /// Hangs a note on another passage or story.
    NoteHang {
        /// The note.
        note: NoteId,
        /// Where it hangs now.
        to: Box<Hanging>,
        /// Where it hung before.
        was: Box<Hanging>,
    },
    /// Gives a name to a place, or forgets it.
    Place {
        /// The name.
        name: Clean,
        /// The place; `None`: forgotten.
        to: Option<Box<Hanging>>,
        /// The place that had the name before.
        was: Option<Box<Hanging>>,
    },
}

impl Edit {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut edit = self.clone();
        match &mut edit {
            Self::Read { on, .. }
            | Self::Bookmark { on, .. }
            | Self::Tag { on, .. }
            | Self::Archive { on, .. }
            | Self::Note { on, .. }
            | Self::NoteTag { on, .. } => *on = !*on,
            Self::NoteText { text, was, .. } => std::mem::swap(text, was),
            Self::NoteColour { colour, was, .. } => std::mem::swap(colour, was),
            Self::NoteHang { to, was, .. } => std::mem::swap(to, was),
            Self::Place { to, was, .. } => std::mem::swap(to, was),
        }
        edit
    }

    /// The story that it is about; `None` for an edit that is about none.
    pub fn story(&self) -> Option<StoryId> {
        match self {
            Self::Read { story, .. }
            | Self::Bookmark { story, .. }
            | Self::Tag { story, .. }
            | Self::Archive { story, .. }
            | Self::NoteText { story, .. }
            | Self::NoteColour { story, .. }
            | Self::NoteTag { story, .. } => Some(*story),
            Self::Note { note, .. } => Some(note.on.story),
            Self::NoteHang { to, .. } => Some(to.story),
            Self::Place { to, was, .. } => to.as_ref().or(was.as_ref()).map(|on| on.story),
        }
    }

    /// The note that it changes, if it changes one.
    pub fn note(&self) -> Option<NoteId> {
        match self {
            Self::Note { note, .. } => Some(note.id),
            Self::NoteText { note, .. }
            | Self::NoteColour { note, .. }
            | Self::NoteTag { note, .. }
            | Self::NoteHang { note, .. } => Some(*note),
            _ => None,
        }
    }

    /// Shows the change on marks at hand.
    pub fn show(&self, marks: &mut Marks) {
        match self {
            Self::Read { on, .. } => marks.read = *on,
            Self::Bookmark { on, .. } => marks.bookmarked = *on,
            Self::Archive { on, .. } => marks.archived = *on,
            Self::Note { on: true, .. } => marks.notes = marks.notes.saturating_add(1),
            Self::Note { on: false, .. } => marks.notes = marks.notes.saturating_sub(1),
            _ => {}
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
