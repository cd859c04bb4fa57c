//! Notes as values: what a reader said of a passage or of a story.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::article::anchor::{Anchor, Standing};
use crate::article::id::{ArticleId, BadId, StoryId};
use crate::library::value::Header;
use crate::text::Clean;

/// What stands between two texts of one note that were written at the same time on two devices.
pub const BETWEEN: &str = "\n\n---\n\n";

/// The name of a note, the same on all devices: 128 bits, printed as 26 letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoteId(pub ArticleId);

impl NoteId {
    /// The name of a note of another program: the same for the same note, so that it is taken in once.
    pub fn of(foreign: &str) -> Self {
        Self(ArticleId::of(&format!("note\n{foreign}")))
    }

    /// The bytes.
    pub fn bytes(self) -> [u8; 16] {
        self.0.0
    }
}

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for NoteId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse().map(Self)
    }
}

/// Names new notes. What seeds it comes from the system once; after that it reads nothing, so that what is on screen
/// can be given its name at once.
#[derive(Debug, Clone)]
pub struct Mint {
    seed: [u64; 2],
    made: u64,
}

impl Default for Mint {
    fn default() -> Self {
        Self {
            // The standard library seeds its hashers from the system.
            seed: [RandomState::new().hash_one(1), RandomState::new().hash_one(2)],
            made: 0,
        }
    }
}

impl Mint {
    /// A name that no other note has, on this device or another.
    pub fn next_id(&mut self) -> NoteId {
        self.made += 1;
        let mut hash = Sha256::new();
        for part in [self.seed[0], self.seed[1], self.made] {
            hash.update(part.to_be_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(hash.finalize().get(..16).expect("SHA-256 gives 32 bytes"));
        NoteId(ArticleId(id))
    }
}

/// The five colours of highlights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// The first, and the one used where none was chosen.
    #[default]
    Yellow,
    /// The second.
    Green,
    /// The third.
    Blue,
    /// The fourth.
    Pink,
    /// The fifth.
    Purple,
}

impl Colour {
    /// All, in the order of their keys.
    pub const ALL: [Self; 5] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink, Self::Purple];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
            Self::Purple => "purple",
        }
    }

    /// The colour of a name in a file; those of other programs are taken for the nearest.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let near = match name.as_str() {
            "orange" | "gold" => Self::Yellow,
            "lime" | "teal" => Self::Green,
            "cyan" | "sky" => Self::Blue,
            "red" | "magenta" => Self::Pink,
            "violet" | "gray" | "grey" => Self::Purple,
            _ => return Self::ALL.into_iter().find(|colour| colour.name() == name),
        };
        Some(near)
    }

    pub(super) fn code(self) -> i64 {
        Self::ALL.iter().position(|c| *c == self).unwrap_or_default() as i64
    }

    /// An unknown number, as of a later jobo, is the first colour.
    pub(super) fn of_code(code: i64) -> Self {
        let place = usize::try_from(code).unwrap_or_default();
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

/// Where a note hangs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hanging {
    /// The story.
    pub story: StoryId,
    /// The passage; `None`: the whole story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
}

/// A note as it is made. A highlight is a note without a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its name.
    pub id: NoteId,
    /// Where it hangs.
    #[serde(flatten)]
    pub on: Hanging,
    /// Its colour.
    #[serde(default)]
    pub colour: Colour,
    /// What it says, in Markdown as typed; empty for a highlight.
    #[serde(default)]
    pub text: Clean,
    /// Its tags, in order and once each.
    #[serde(default)]
    pub tags: Vec<Clean>,
    /// When it was made, in milliseconds since 1970; `None`: when it was first kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<i64>,
}

/// A note as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The note; its `made` is known.
    pub note: Note,
    /// When it was last changed, in milliseconds since 1970.
    pub changed: i64,
    /// How many texts stand in it that were written at the same time: one, but after a meeting of devices.
    pub texts: u32,
    /// What became of its passage in the present body; `None` for a note on the whole story, and where the library
    /// does not have the story.
    pub standing: Option<Standing>,
    /// The story; `None` if the library does not have it.
    pub header: Option<Header>,
}

/// A note's place in this library file; means nothing outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NoteRow(pub u32);

/// What became of passages, for a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Where they were.
    Anchored,
    /// Found, with something changed.
    Moved,
    /// Not found.
    Orphan,
}

/// Which notes a view holds. All conditions must hold; the default holds every note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteFilter {
    /// Only those whose quote, text or tags hold all these words.
    pub text: Option<Clean>,
    /// Only those with this tag.
    pub tag: Option<Clean>,
    /// Only those of this colour.
    pub colour: Option<Colour>,
    /// Only those whose quote or text has this name in any of its spellings.
    pub name: Option<crate::library::value::NameId>,
    /// Only those made then: milliseconds since 1970, first included, last excluded.
    pub dates: Option<(i64, i64)>,
    /// Only those on stories of this outlet.
    pub outlet: Option<Clean>,
    /// Only those on this story.
    pub story: Option<StoryId>,
    /// Only those of which this became.
    pub fate: Option<Fate>,
    /// Only those with a text: no bare highlights.
    pub written: bool,
}

/// How notes are ordered. Ties are broken by when they were kept, so every order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NoteSort {
    /// The last changed first.
    #[default]
    Changed,
    /// The last made first.
    Made,
    /// By story, the newest first, and within a story as they stand in its text.
    Story,
    /// By colour, then the last changed first.
    Colour,
}

/// A list of notes: which, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteView {
    /// Which notes.
    pub filter: NoteFilter,
    /// In which order.
    pub sort: NoteSort,
    /// Whether the order is turned round.
    pub reverse: bool,
}

/// How many notes a library holds, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NoteTotals {
    /// All.
    pub notes: u32,
    /// On passages that stand where they stood.
    pub anchored: u32,
    /// On passages that were found with something changed.
    pub moved: u32,
    /// On passages that were not found.
    pub orphans: u32,
    /// On whole stories.
    pub whole: u32,
    /// On stories that the library does not have.
    pub absent: u32,
}

/// A place with a name, as `m x` keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlace {
    /// The name: most often one letter.
    pub name: Clean,
    /// Where it is.
    pub to: Hanging,
}

/// The text of a note that is being written, kept until it is saved or thrown away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The note that it is to become: of a new one everything but the text, of an old one as it is.
    pub note: Note,
    /// Whether the note is in the library already.
    pub known: bool,
    /// The text as it was last typed.
    pub text: String,
    /// The byte of it where the caret stood.
    #[serde(default)]
    pub caret: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_notes_are_never_the_same() {
        let (mut one, mut other) = (Mint::default(), Mint::default());
        let made: std::collections::HashSet<NoteId> =
            (0..500).flat_map(|_| [one.next_id(), other.next_id()]).collect();
        assert_eq!(made.len(), 1_000);
        let id = one.next_id();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(
            NoteId::of("https://example.org/1"),
            NoteId::of("https://example.org/1")
        );
    }

    #[test]
    fn every_colour_has_a_name_and_a_number() {
        for colour in Colour::ALL {
            assert_eq!(
                (Colour::of(colour.name()), Colour::of_code(colour.code())),
                (Some(colour), colour)
            );
        }
        assert_eq!(
            (Colour::of(" RED"), Colour::of("colourless"), Colour::of_code(9)),
            (Some(Colour::Pink), None, Colour::Yellow)
        );
    }

    #[test]
    fn a_note_survives_json() {
        let note = Note {
            id: NoteId::of("x"),
            on: Hanging {
                story: StoryId::whole(ArticleId::of("s")),
                anchor: Anchor::quoted("말", "앞 ", " 뒤"),
            },
            colour: Colour::Blue,
            text: Clean::body("# 머리\n\n- 하나"),
            tags: vec![Clean::new("둑")],
            made: Some(5),
        };
        let json = serde_json::to_string(&note).unwrap();
        assert_eq!(serde_json::from_str::<Note>(&json).unwrap(), note);
    }
}
