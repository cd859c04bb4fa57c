//! What is asked and what is answered.

use std::ops::Range;

use crate::library::value::{Header, NameId, RowId};
use crate::query::Today;
use crate::text::Clean;
use crate::text::pattern::Tier;

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All but texts.
    #[default]
    All,
    /// Headlines.
    Titles,
    /// Texts: not looked through here.
    Bodies,
    /// Names in all their spellings.
    Names,
    /// Outlets.
    Outlets,
    /// Tags.
    Tags,
    /// Saved searches, by what they are called and by their words.
    Searches,
    /// Notes and what they hang on.
    Notes,
    /// What the program itself offers: commands, and whatever else it names.
    Own,
    /// Named places and stories opened lately.
    Places,
}

/// Where a row leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A story.
    Story(RowId),
    /// A place of a story, by the bytes of its body.
    Passage(RowId, u32, u32),
    /// A name.
    Name(NameId),
    /// An outlet.
    Outlet(Clean),
    /// A tag.
    Tag(Clean),
    /// The stories that answer a saved search.
    Search(Clean),
    /// What the program offers under this number.
    Own(usize),
}

/// What else there is to say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The story of a headline, a note or a place.
    Story(Box<Header>),
    /// A name: its kind, its stories, and the name that the row is another spelling of.
    Name(crate::entity::Kind, u32, Option<Clean>),
    /// So many stories.
    Stories(u32),
    /// The words of a saved search, where it is called something else.
    Query(Clean),
    /// Nothing.
    Nothing,
}

/// The group that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Names.
    Names,
    /// Outlets.
    Outlets,
    /// Tags.
    Tags,
    /// Saved searches.
    Searches,
    /// Headlines.
    Titles,
    /// What the program offers.
    Own,
    /// Places.
    Places,
    /// Notes.
    Notes,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The group that it belongs to.
    pub group: Group,
    /// Where it leads.
    pub goal: Goal,
    /// What it is called.
    pub label: Clean,
    /// Bytes of that to light.
    pub lit: Vec<Range<u32>>,
    /// How it answers; `None` where nothing was asked.
    pub tier: Option<Tier>,
    /// What else there is to say.
    pub about: About,
}

/// A part of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The rows.
    pub rows: Vec<Found>,
    /// How many things answered, shown or not.
    pub hits: u32,
    /// How many were looked through.
    pub of: u32,
    /// How many headlines have been read, and how many there are, while they are still being read.
    pub reading: Option<(u32, u32)>,
    /// Whether a second part follows.
    pub more: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// What was typed.
    pub typed: Clean,
    /// What is looked through.
    pub scope: Scope,
    /// The day that `date:<7d` and the like are counted from.
    pub today: Today,
}

/// Something that the program itself offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub label: Clean,
    /// Other words for it, the likelier first.
    pub also: Vec<Clean>,
}
