//! What is known of a name: its card, its mentions, and why it is thought to be what it is.

use serde::Serialize;

use crate::article::date::Date;
use crate::entity::{Kind, Rule};
use crate::library::edit::NameKey;
use crate::library::value::{Facet, Header, NameCount, NameId, Place, RowId};
use crate::text::Clean;

/// Why a spelling counts as its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// It is the same form but for blanks, hyphens and case.
    Same,
    /// The list of names knows it as another spelling.
    List,
    /// The story itself explains it in brackets: `A(B)`.
    Gloss,
    /// It is a short form of a full name of the same story.
    Short,
    /// It sounds like the name in another script.
    Sound,
    /// The recogniser found it beside the name in a way that none of the others tells.
    Story,
    /// The reader made it the same: a merge or a split.
    Reader,
    /// The reader made the name, or keeps it in a list of names.
    Own,
}

/// Why a mention is thought to be what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Where it stands.
    pub place: Place,
    /// The letters there.
    pub text: Clean,
    /// The name that it counts as.
    pub name: NameCount,
    /// The name that the recogniser took it for, if the reader said otherwise since.
    pub found: Option<NameCount>,
    /// What found it.
    pub rule: Rule,
    /// How sure the rule is, in percent.
    pub confidence: u8,
    /// Why these letters count as that name.
    pub link: Link,
}

/// A shared name and what it adds to a tie between two stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Which name.
    pub name: NameId,
    /// The name as shown.
    pub text: Clean,
    /// Stories of the library that name it.
    pub stories: u32,
    /// What it adds to the score, in thousandths; 0 where it is too common to count.
    pub weight: u32,
}

/// One way that a name is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The letters.
    pub text: Clean,
    /// Why it counts as the name.
    pub link: Link,
    /// Mentions among the stories looked at.
    pub mentions: u32,
    /// Outlets that write it so, those that do most often first; counts are of stories.
    pub outlets: Vec<Facet>,
    /// Languages that write it so, as tags of RFC 5646.
    pub languages: Vec<Facet>,
}

/// The width of one point of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Seven days.
    Week,
    /// A month of the calendar.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// How often a name was named over time: the stories of each week or month, at most twenty-four.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// The width of a point; `None` where no story has a date.
    pub step: Option<Step>,
    /// The first day of the first point.
    pub from: Option<Date>,
    /// Stories for each point, the oldest first.
    pub counts: Vec<u32>,
}

/// A name that stands beside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// The name.
    pub name: NameCount,
    /// Stories, of those looked at, that name both.
    pub together: u32,
    /// How much more often than chance, from -1000 to 1000; `None` where they meet too seldom to tell.
    pub npmi: Option<i32>,
}

/// A role that a name was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSeen {
    /// The role: `수석과학자`.
    pub role: Clean,
    /// How often, in the stories looked at.
    pub times: u32,
    /// When first.
    pub first: Option<Date>,
    /// When last.
    pub last: Option<Date>,
    /// The newest place.
    pub place: Place,
}

/// A mention with its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The story.
    pub header: Header,
    /// Where the mention stands in it.
    pub place: Place,
    /// The sentence.
    pub sentence: Clean,
    /// Where the mention stands in the sentence, in bytes.
    pub within: std::ops::Range<u32>,
    /// Whether it stands in a note of the reader's; the place is what that hangs on.
    pub mine: bool,
}

/// One page of the mentions of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// The newest story first, and in the order of its text.
    pub quotes: Vec<Quote>,
    /// The number of stories to pass over for the next page; `None` at the end.
    pub next: Option<usize>,
}

/// All that a library knows of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The name.
    pub name: NameCount,
    /// What the reader's list notes of it.
    pub note: Option<Clean>,
    /// Its spellings, the most used first.
    pub spellings: Vec<Spelling>,
    /// The names that the reader merged into it.
    pub merged: Vec<NameCount>,
    /// The oldest story that names it.
    pub first: Option<Header>,
    /// The newest story that names it.
    pub last: Option<Header>,
    /// How often it was named over time.
    pub series: Series,
    /// Names that stand beside it, the closest first.
    pub companions: Vec<Companion>,
    /// Roles that it was given, the latest first.
    pub roles: Vec<RoleSeen>,
    /// The newest sentences.
    pub quotes: Vec<Quote>,
    /// How many of the reader's notes name it.
    pub notes: u32,
    /// Names that look alike and were neither merged nor kept apart.
    pub similar: Vec<Alike>,
    /// How many of its stories, the newest ones, spellings and roles are counted in.
    pub looked_at: u32,
}

/// A name that looks like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The name.
    pub name: NameCount,
    /// How alike, in percent.
    pub likeness: u8,
}

/// What a reader knows a name by, wherever it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameParts {
    /// Its key.
    pub key: NameKey,
    /// What it is the name of.
    pub kind: Kind,
    /// The text shown.
    pub text: Clean,
}

/// One step of a path between two names: in this story a sentence names both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// The name that it comes from.
    pub from: NameCount,
    /// The name that it leads to.
    pub to: NameCount,
    /// The story.
    pub story: RowId,
    /// The sentence that names both, or the first that names the second one.
    pub quote: Quote,
    /// Whether one sentence names both.
    pub together: bool,
}

/// Names that stand together in stories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The names, the ones with the most stories first.
    pub names: Vec<NameCount>,
    /// Two names, by their places in the list, and the stories that name both.
    pub edges: Vec<(u32, u32, u32)>,
}

/// Something about names that a reader may want to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Two names look alike and were neither merged nor kept apart.
    Alike {
        /// The one with more stories.
        name: NameCount,
        /// The other.
        other: NameCount,
        /// How alike, in percent.
        likeness: u8,
    },
    /// No rule was sure of a name.
    Unsure {
        /// The name.
        name: NameCount,
        /// How sure the surest rule was, in percent.
        confidence: u8,
        /// A place where it stands.
        place: Place,
    },
}

/// How well the recogniser did by the reader's own corrections, for one kind of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Mentions that the reader let stand or confirmed.
    pub right: u32,
    /// Mentions that the reader said are none.
    pub wrong: u32,
    /// Mentions of names that the reader had to make.
    pub missed: u32,
    /// Mentions whose kind the reader corrected.
    pub mistyped: u32,
    /// Mentions that the reader gave to another name: merged or split.
    pub mislinked: u32,
}

impl Score {
    /// Of the mentions found, how many are right, in tenths of a percent; `None` without any.
    pub fn precision(&self) -> Option<u32> {
        share(self.right, self.wrong + self.mistyped)
    }

    /// Of the mentions that there are, how many were found, in tenths of a percent; `None` without any.
    pub fn recall(&self) -> Option<u32> {
        share(self.right, self.missed + self.mistyped)
    }
}

fn share(right: u32, others: u32) -> Option<u32> {
    let all = right + others;
    (all > 0).then(|| (f64::from(right) * 1_000.0 / f64::from(all)).round() as u32)
}
