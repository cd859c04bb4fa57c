//! Every durable change that a reader makes, as one value with an inverse.

use serde::{Deserialize, Serialize};

use crate::article::id::StoryId;
use crate::entity::Kind;
use crate::library::note::{Colour, Hanging, Note, NoteId};
use crate::library::value::Marks;
use crate::text::Clean;

/// What names a name in edits: its kind and its folded main form, as [`crate::entity::resolve::key`] makes it. It
/// stays what it is when the name is renamed, retyped or merged, and outlives every re-reading.
pub type NameKey = Box<str>;

/// One change. Applying it and then its inverse changes nothing.
///
/// Changes of names set one aspect of one name each. Those with a `was` are given back with what they replaced when
/// they are applied, whatever the caller put there.
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
    /// Says that a name means the same one as another, or stands on its own again.
    Merge {
        /// The name that is no longer shown.
        name: NameKey,
        /// The name that it belongs to; `None`: it stands on its own.
        into: Option<NameKey>,
        /// What it belonged to before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<NameKey>,
    },
    /// Says that a spelling that was taken for one name means another.
    Split {
        /// The name that it was taken for.
        name: NameKey,
        /// The spelling; compared folded.
        spelling: Clean,
        /// The name that it means; `None`: the first one after all.
        to: Option<NameKey>,
        /// What it meant before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<NameKey>,
    },
    /// Gives a name another text to be shown.
    Rename {
        /// The name.
        name: NameKey,
        /// The text; `None`: the text that was found.
        to: Option<Clean>,
        /// The text before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Clean>,
    },
    /// Says what kind a name is of.
    Retype {
        /// The name.
        name: NameKey,
        /// The kind; `None`: the kind that was found.
        to: Option<Kind>,
        /// The kind before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Kind>,
    },
    /// Takes a name out of sidebars, lists and relations, or puts it back.
    Hide {
        /// The name.
        name: NameKey,
        /// Hidden, or not.
        on: bool,
    },
    /// Watches a name, or no longer.
    Watch {
        /// The name.
        name: NameKey,
        /// Watched, or not.
        on: bool,
    },
    /// Remembers that two names that look alike are not the same one.
    Apart {
        /// One.
        name: NameKey,
        /// The other.
        other: NameKey,
        /// Apart, or undecided again.
        on: bool,
    },
    /// Makes a name of a text: it is found wherever the text stands.
    Make {
        /// The name: its kind and the folded text.
        name: NameKey,
        /// The text.
        text: Clean,
        /// Made, or unmade.
        on: bool,
    },
    /// Says that something is not this name: in one story, or where it is spelt so, or both.
    Deny {
        /// The name that it was taken for.
        name: NameKey,
        /// Only in this story; `None`: in every one.
        story: Option<StoryId>,
        /// Only where it is spelt so; `None`: however it is spelt.
        spelling: Option<Clean>,
        /// Denied, or no longer.
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
    /// Saves a search under a name, or forgets it.
    Saved {
        /// The name.
        name: Clean,
        /// The query; `None`: forgotten.
        to: Option<Clean>,
        /// The query before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Clean>,
    },
    /// Makes a rule, or takes it away.
    Rule {
        /// Its name.
        name: Clean,
        /// The rule; `None`: taken away.
        to: Option<Box<Rule>>,
        /// The rule before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<Rule>>,
    },
}

/// What is to be done with stories that come in and answer a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The query.
    pub query: Clean,
    /// What is done, in order.
    pub does: Vec<Does>,
}

/// One thing that a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// Puts a tag on the story.
    Tag(Clean),
    /// Bookmarks it.
    Bookmark,
    /// Puts it away.
    Archive,
    /// Marks it read.
    Read,
    /// Says that it came, and how many did.
    Watch,
}

impl Does {
    /// The edit that does it to a story; `None` if nothing is marked.
    pub fn edit(&self, story: StoryId) -> Option<Edit> {
        match self {
            Self::Tag(tag) => Some(Edit::Tag {
                story,
                tag: tag.clone(),
                on: true,
            }),
            Self::Bookmark => Some(Edit::Bookmark { story, on: true }),
            Self::Archive => Some(Edit::Archive { story, on: true }),
            Self::Read => Some(Edit::Read { story, on: true }),
            Self::Watch => None,
        }
    }
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
            | Self::Hide { on, .. }
            | Self::Watch { on, .. }
            | Self::Apart { on, .. }
            | Self::Make { on, .. }
            | Self::Deny { on, .. }
            | Self::Archive { on, .. }
            | Self::Note { on, .. }
            | Self::NoteTag { on, .. } => *on = !*on,
            Self::Merge { into, was, .. } => std::mem::swap(into, was),
            Self::Split { to, was, .. } => std::mem::swap(to, was),
            Self::Rename { to, was, .. } | Self::Saved { to, was, .. } => std::mem::swap(to, was),
            Self::Retype { to, was, .. } => std::mem::swap(to, was),
            Self::NoteText { text, was, .. } => std::mem::swap(text, was),
            Self::NoteColour { colour, was, .. } => std::mem::swap(colour, was),
            Self::NoteHang { to, was, .. } => std::mem::swap(to, was),
            Self::Place { to, was, .. } => std::mem::swap(to, was),
            Self::Rule { to, was, .. } => std::mem::swap(to, was),
        }
        edit
    }

    /// The story that it is about; `None` for an edit that is about none, as what is said of names.
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
            _ => None,
        }
    }

    /// The name that it changes, if it changes one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Merge { name, .. }
            | Self::Split { name, .. }
            | Self::Rename { name, .. }
            | Self::Retype { name, .. }
            | Self::Hide { name, .. }
            | Self::Watch { name, .. }
            | Self::Apart { name, .. }
            | Self::Make { name, .. }
            | Self::Deny { name, .. } => Some(name),
            _ => None,
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

/// What a reader asks about a name, before it is known which edits that takes. Names are given by the key that the
/// screen shows: that of the name that others were merged into. [`crate::library::writer::Writer::correct`] and
/// [`crate::library::reader::Reader::edits`] make edits of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// The first name means the second one.
    Merge {
        /// The name that will no longer be shown.
        name: NameKey,
        /// The name that stays.
        into: NameKey,
    },
    /// A spelling of a name goes its own way: a merge of the reader's is undone, another spelling becomes a name.
    Split {
        /// The name.
        name: NameKey,
        /// One of its spellings.
        spelling: Clean,
        /// The name that it means; `None`: a name of its own.
        to: Option<NameKey>,
    },
    /// Another text to be shown; `None`: the one that was found.
    Rename {
        /// The name.
        name: NameKey,
        /// The text.
        to: Option<Clean>,
    },
    /// Another kind; `None`: the one that was found.
    Retype {
        /// The name.
        name: NameKey,
        /// The kind.
        to: Option<Kind>,
    },
    /// Hidden, or shown again.
    Hide {
        /// The name.
        name: NameKey,
        /// Hidden, or not.
        on: bool,
    },
    /// Watched, or no longer.
    Watch {
        /// The name.
        name: NameKey,
        /// Watched, or not.
        on: bool,
    },
    /// Two names that are not the same one.
    Apart {
        /// One.
        name: NameKey,
        /// The other.
        other: NameKey,
    },
    /// A text is a name of a kind, wherever it stands.
    Make {
        /// The text.
        text: Clean,
        /// The kind.
        kind: Kind,
    },
    /// Not this name: in one story, where it is spelt so, or both.
    Deny {
        /// The name that it was taken for.
        name: NameKey,
        /// Only in this story.
        story: Option<StoryId>,
        /// Only where it is spelt so.
        spelling: Option<Clean>,
    },
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
