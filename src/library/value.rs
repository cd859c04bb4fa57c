//! The values that the screen and the command line are given.
//!
//! They hold no connection and no table row beyond an opaque [`RowId`], so that they can be kept and compared
//! anywhere.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::article::date::Date;
use crate::article::id::StoryId;
use crate::article::language::Language;
use crate::article::notice::Notice;
use crate::entity::{Found, Kind};
use crate::library::edit::{Act, Cause, Edit, NameKey};
use crate::library::lore::Tie;
use crate::library::note::Noted;
use crate::query::{self, Lights, Query, Today};
use crate::text::Clean;
use crate::text::pattern::Tier;

/// A story's place in this library file; means nothing outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowId(pub u32);

/// A name's place in this library file; means nothing outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NameId(pub u32);

/// What a reader has marked on a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It was read.
    pub read: bool,
    /// It is bookmarked.
    pub bookmarked: bool,
    /// How many notes hang on it.
    pub notes: u16,
    /// It was put away.
    pub archived: bool,
}

/// What a row of the list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// Where it lies.
    pub row: RowId,
    /// Which story it is.
    pub story: StoryId,
    /// The headline.
    pub headline: Clean,
    /// Whether the headline is the first sentence.
    pub derived: bool,
    /// The outlet, if known.
    pub outlet: Option<Clean>,
    /// The date, if known.
    pub date: Option<Date>,
    /// The language.
    pub language: Language,
    /// The reader's marks.
    pub marks: Marks,
    /// Whether its file could not be read.
    pub fault: bool,
}

/// How a list is ordered. Ties are broken by row, so every order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Newest first; stories without a date last.
    #[default]
    Date,
    /// By outlet, then newest first.
    Outlet,
    /// By headline.
    Title,
    /// Unread before read, then newest first.
    Unread,
    /// What answers a search best first: the words' weight, more in the headline, more where they are a name of the
    /// story, less with the years. Without words as by date.
    Relevance,
}

/// Which stories a list holds. All conditions must hold; the default holds every article and no digest item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "conditions that hold each by itself"
)]
pub struct Filter {
    /// Only unread ones.
    pub unread: bool,
    /// Only bookmarked ones, digest items among them.
    pub bookmarked: bool,
    /// Only those of one outlet.
    pub outlet: Option<Clean>,
    /// Only those of one language.
    pub language: Option<Language>,
    /// Only those of these days: seconds since 1970, first included, last excluded.
    pub dates: Option<(i64, i64)>,
    /// Only those that name all of these.
    pub names: Vec<NameId>,
    /// Only those with this tag, digest items among them.
    pub tag: Option<Clean>,
    /// Only those that hold all these words, in headline or body.
    pub text: Option<Clean>,
    /// Only those that were put away. Else lists leave them out, but for those of bookmarks, tags, words, names and of
    /// what was opened.
    pub archived: bool,
    /// Only those that were opened, the last opened first; the sort is then ignored.
    pub opened: bool,
    /// Only those that answer this query.
    pub query: Option<Asked>,
}

impl Filter {
    /// Whether words or a query of the reader's are looked for.
    pub fn is_search(&self) -> bool {
        self.text.is_some() || self.query.is_some()
    }

    /// What is lit in stories that answer, with the spellings that a search was widened by.
    pub fn lights(&self, widened: &[Widened]) -> Lights {
        let words = self.text.as_ref().map_or("", Clean::as_str);
        let query = self.query.as_ref().map(|asked| &asked.query);
        let spellings = widened
            .iter()
            .flat_map(|w| w.spellings.iter().map(ToString::to_string));
        Lights::new(words, query, spellings)
    }
}

/// A query of the language and the day that its days are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The query.
    pub query: Query,
    /// The day.
    pub today: Today,
}

impl View {
    /// The view of a query: the words that stand for themselves may be near, the rest holds as it stands.
    pub fn of(query: Query, today: Today) -> Self {
        let (words, query) = query.split();
        Self {
            filter: Filter {
                text: (!words.is_empty()).then(|| Clean::new(&words)),
                query: (!query.is_empty()).then_some(Asked { query, today }),
                ..Filter::default()
            },
            ..Self::default()
        }
    }

    /// The same with the order that its query asks for, if it asks for one.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let asked = self.filter.query.as_ref().and_then(|asked| asked.query.sort);
        let Some(order) = asked else {
            return self.clone();
        };
        let (sort, reverse) = match order {
            query::Sort::Date => (Sort::Date, false),
            query::Sort::Oldest => (Sort::Date, true),
            query::Sort::Relevance => (Sort::Relevance, false),
            query::Sort::Outlet => (Sort::Outlet, false),
            query::Sort::Title => (Sort::Title, false),
            query::Sort::Unread => (Sort::Unread, false),
        };
        Self {
            filter: self.filter.clone(),
            sort,
            reverse: reverse != self.reverse,
        }
    }
}

/// A list: which stories, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Which stories.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Whether the order is turned round.
    pub reverse: bool,
}

/// The rows of a view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ordered {
    /// All of them, in order.
    pub rows: Vec<RowId>,
    /// Those at the end that do not hold the words looked for as they stand, and how they answer.
    pub near: Vec<(RowId, Tier)>,
    /// Names among the words whose other spellings were looked for too.
    pub widened: Vec<Widened>,
    /// Whether there may be more: a condition that only the texts can tell was asked of the newest few thousand.
    pub partial: bool,
}

/// A passage of a story that answers a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The story.
    pub row: RowId,
    /// The passage, in one line.
    pub text: Clean,
    /// Bytes of it to light.
    pub lit: Vec<std::ops::Range<u32>>,
    /// The byte of the body that it is about.
    pub at: u32,
}

/// What the stories of a search can be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tallies {
    /// Outlets, those with the most stories first.
    pub outlets: Vec<Facet>,
    /// Months as `2025-08`, the newest first.
    pub months: Vec<Facet>,
    /// Names, those of the most stories first.
    pub names: Vec<Facet>,
    /// Languages as tags of RFC 5646.
    pub languages: Vec<Facet>,
    /// How many stories were counted: the first ones.
    pub of: u32,
    /// How many there are.
    pub all: u32,
}

/// A search that the reader saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: Clean,
    /// The query.
    pub query: Clean,
    /// Unread stories that answer it as it stands; `None` if this jobo cannot read it.
    pub unread: Option<u32>,
}

/// What rules did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// Stories that rules acted on; one that two rules acted on counts twice.
    pub stories: u32,
    /// Rules that watch, and how many stories came for each.
    pub watched: Vec<(Clean, u32)>,
}

/// A name that a search was widened by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widened {
    /// The words typed.
    pub typed: Clean,
    /// Its other spellings.
    pub spellings: Vec<Clean>,
}

/// One name in the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryName {
    /// Which name.
    pub id: NameId,
    /// What it is the name of.
    pub kind: Kind,
    /// The name as shown.
    pub text: Clean,
    /// Its key, for corrections.
    pub key: NameKey,
    /// Whether the reader watches it.
    pub watched: bool,
    /// Mentions in this story that count.
    pub here: u32,
    /// Mentions in the reader's notes on it.
    pub noted: u32,
    /// Stories of the library that name it.
    pub stories: u32,
    /// Index into the [`Found::names`] of the story.
    pub index: u16,
}

/// A story to be read.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Its row in the list.
    pub header: Header,
    /// The story itself. For a digest item, the item's own headline and text.
    pub article: Article,
    /// Its names.
    pub found: Found,
    /// The same names with their counts, in the order of the sidebar.
    pub names: Vec<StoryName>,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
    /// Tags of the reader and of the file.
    pub tags: Vec<Clean>,
    /// What was odd.
    pub notices: Vec<Notice>,
    /// Rows of its digest items, in order.
    pub items: Vec<RowId>,
    /// For a digest item, the article that holds it.
    pub parent: Option<RowId>,
    /// How many revisions are kept.
    pub revisions: u32,
    /// Where reading stopped: a byte of the body.
    pub resume: Option<u32>,
    /// The notes on it, as they stand in its text; those on the whole of it first.
    pub notes: Vec<Noted>,
}

/// A file that a story was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The story's place in it, counted from one, if it holds several.
    pub part: Option<u32>,
    /// The format's name.
    pub format: Clean,
    /// The encoding's name.
    pub encoding: Clean,
}

/// A story that shares names with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The other story.
    pub header: Header,
    /// The shared names, the rarest first.
    pub shared: Vec<Clean>,
    /// The same names with what each of them adds to the tie.
    pub ties: Vec<Tie>,
    /// How strong the tie is, in thousandths; comparable within one answer only.
    pub score: u32,
}

/// One place of the library where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The story.
    pub row: RowId,
    /// First byte in its body's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Something that stories are counted by, as an outlet or a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: Clean,
    /// Stories that have it.
    pub stories: u32,
}

/// Outlets, languages (as tags of RFC 5646) and tags.
pub type Facets = (Vec<Facet>, Vec<Facet>, Vec<Facet>);

/// How many stories a library holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Articles, without digest items.
    pub articles: u32,
    /// Unread ones among them.
    pub unread: u32,
    /// Files that could not be read.
    pub faults: u32,
}

/// A folder or file that the reader added; means nothing outside its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A folder or file that the reader added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Which one.
    pub id: SourceId,
    /// Where it lies.
    pub path: PathBuf,
    /// Files that were read from it.
    pub files: u32,
}

/// A file as it was when it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// The source it belongs to.
    pub source: SourceId,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub mtime: i64,
    /// The hash of its bytes.
    pub hash: [u8; 16],
    /// The number of the rules that it was read by.
    pub recipe: u32,
}

/// A name of the library with the number of stories that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCount {
    /// Which name.
    pub id: NameId,
    /// Its key, for corrections.
    pub key: NameKey,
    /// Whether the reader watches it.
    pub watched: bool,
    /// Whether the reader hid it.
    pub hidden: bool,
    /// What it is the name of.
    pub kind: Kind,
    /// The name as shown.
    pub text: Clean,
    /// Stories that name it.
    pub stories: u32,
}

/// One edit of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Unique among all devices.
    pub id: String,
    /// What was undone and redone together with it has the same number in this library.
    pub step: i64,
    /// Who made it.
    pub device: String,
    /// When, in milliseconds since 1970; never earlier than the edit before it.
    pub at: i64,
    /// Why.
    pub cause: Cause,
    /// Whether the reader did, undid or redid it.
    pub act: Act,
    /// Whether it has been undone since.
    pub undone: bool,
    /// Whether it was undone and cannot be redone any more: another step was made since.
    pub lost: bool,
    /// What it changed.
    pub edit: Edit,
}

/// How well a library is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// What is damaged; empty if nothing is.
    pub damage: Vec<String>,
    /// The number of its schema.
    pub schema: u32,
    /// Bytes of the file, and of the changes not yet folded into it.
    pub bytes: (u64, u64),
    /// Bytes of the file that are free.
    pub free: u64,
    /// Articles, without digest items.
    pub articles: u32,
    /// Names.
    pub names: u32,
    /// Edits kept.
    pub edits: u32,
    /// Stories whose names and words are not in the index yet.
    pub pending: u32,
}

/// How far the taking in of files is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files looked at.
    pub done: u32,
    /// Files known of so far.
    pub total: u32,
    /// Files that could not be read.
    pub faults: u32,
    /// Stories whose names and words are not in the index yet.
    pub unindexed: u32,
    /// Files, or once all were looked at, stories that are done with in a second; 0 where that is not known yet.
    pub rate: u32,
}

/// What came of taking files in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// New stories.
    pub added: u32,
    /// Stories with a new revision.
    pub revised: u32,
    /// Files that were as before.
    pub unchanged: u32,
    /// Files that are gone; their stories stay if something is marked on them.
    pub gone: u32,
    /// Files that could not be read.
    pub faults: u32,
    /// Things in folders that are no files to read: devices, loops, too deep.
    pub skipped: u32,
}
