//! What can happen to the screen.

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use crate::app::overlay::pictures::State;
use crate::app::pages::changes::Part;
use crate::app::reader::lines::{Lines, Measure};
use crate::app::words::{Said, Words};
use crate::article::date::Date;
use crate::article::id::StoryId;
use crate::article::picture::Picture;
use crate::config::setup::Setup;
use crate::config::theme::Theme;
use crate::library::edit::Edit;
use crate::library::finder::{Findings, Glance};
use crate::library::lore::{Card, Mentions, Quote, Why};
use crate::library::note::{Draft, NamedPlace, NoteId, NoteRow, NoteTotals, Noted};
use crate::library::value::{
    Facet, Header, Logged, NameCount, NameId, Ordered, Place, Progress, Related, Report, RowId, Saved, Story,
    Tallies, Totals, Widened,
};
use crate::text::Clean;
use crate::text::pattern::Tier;
use crate::text::width::Ruler;

/// Pairs an answer with its question. An answer whose question was overtaken is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(pub u64);

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key went down.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The terminal now has this many columns and rows.
    Resize(u16, u16),
    /// What the terminal answered at the start.
    Terminal {
        /// How it draws what terminals draw differently.
        ruler: Ruler,
        /// Whether its ground is dark, if it said so.
        dark: Option<bool>,
    },
    /// The terminal's colours changed: whether they are dark now.
    Ground(bool),
    /// The answer to `Effect::ReadSettings`, and what comes when their file changed.
    Settings(Box<(Setup, Words)>),
    /// The answer to `Effect::Themes`.
    Themes(Vec<Arc<Theme>>),
    /// The day is now this one; sent at start and when it changes.
    Today(Date),
    /// The time asked for by `Effect::Wake` is over.
    Woke(Ticket),
    /// The answer to `Effect::Order`.
    Order {
        /// Whose answer.
        ticket: Ticket,
        /// Every row of the view, in order.
        rows: Arc<[RowId]>,
        /// Those that do not hold the words searched for as they stand, and how they answer.
        near: Vec<(RowId, Tier)>,
        /// Names whose other spellings were looked for too.
        widened: Vec<Widened>,
        /// Whether there may be more.
        partial: bool,
        /// Whether all is told; else stories that are only near follow with the same ticket.
        last: bool,
        /// Counts of the whole library.
        totals: Totals,
    },
    /// The answer to `Effect::Headers`.
    Headers {
        /// Whose answer.
        ticket: Ticket,
        /// The headers asked for; rows that are gone are left out.
        headers: Vec<Header>,
    },
    /// The answer to `Effect::Story`.
    Story {
        /// Whose answer.
        ticket: Ticket,
        /// The story; `None` if it is gone.
        story: Option<Arc<Story>>,
    },
    /// The answer to `Effect::Related`.
    Related {
        /// Whose answer.
        ticket: Ticket,
        /// For which story.
        row: RowId,
        /// The strongest ties first.
        related: Vec<Related>,
    },
    /// The answer to `Effect::Places`.
    Places {
        /// Whose answer.
        ticket: Ticket,
        /// For which name.
        name: NameId,
        /// In the order of the view asked for, then of the body.
        places: Arc<[Place]>,
    },
    /// The answer to `Effect::Facets`.
    Facets {
        /// Whose answer.
        ticket: Ticket,
        /// Outlets by number of stories.
        outlets: Vec<Facet>,
        /// Languages by number of stories; the values are tags of RFC 5646.
        languages: Vec<Facet>,
        /// Tags by number of stories.
        tags: Vec<Facet>,
        /// The names that are watched, by number of stories.
        watched: Vec<NameCount>,
    },
    /// The answer to `Effect::Tallies`.
    Tallies {
        /// Whose answer.
        ticket: Ticket,
        /// What the stories can be narrowed by.
        tallies: Tallies,
    },
    /// The answer to `Effect::Saved`.
    SavedSearches {
        /// Whose answer.
        ticket: Ticket,
        /// The saved searches by name.
        saved: Vec<Saved>,
    },
    /// Rules acted on what came in, and some of them watch.
    Watched(Vec<(Clean, u32)>),
    /// The answer to `Effect::Card`.
    Card {
        /// Whose answer.
        ticket: Ticket,
        /// The card; `None` if there is no such name any more.
        card: Option<Arc<Card>>,
    },
    /// The answer to `Effect::Mentions`.
    Mentions {
        /// Whose answer.
        ticket: Ticket,
        /// The name; `None` if it is gone.
        name: Option<NameCount>,
        /// One page of its mentions.
        mentions: Mentions,
    },
    /// The answer to `Effect::Why`.
    Why {
        /// Whose answer.
        ticket: Ticket,
        /// The reasons, and the sentence; `None` where no name stands.
        why: Option<Box<(Why, Quote)>>,
    },
    /// The answer to `Effect::Names`.
    Names {
        /// Whose answer.
        ticket: Ticket,
        /// The names, the likeliest first.
        names: Vec<NameCount>,
    },
    /// A part of the answer to `Effect::Pick`.
    Picked {
        /// Whose answer.
        ticket: Ticket,
        /// Whether it goes below what came first; else it takes the place of all.
        later: bool,
        /// The rows.
        findings: Findings,
    },
    /// The answer to `Effect::Glance`.
    Glanced {
        /// Whose answer.
        ticket: Ticket,
        /// What is to be seen.
        glance: Glance,
    },
    /// Names were corrected.
    Corrected {
        /// Whose answer.
        ticket: Ticket,
        /// The edits that changed something; they are on disk.
        edits: Vec<Edit>,
    },
    /// The answer to `Effect::NoteOrder`.
    NoteOrder {
        /// Whose answer.
        ticket: Ticket,
        /// Every note of the view, in order.
        rows: Arc<[NoteRow]>,
        /// Counts of the whole library.
        totals: NoteTotals,
    },
    /// The answer to `Effect::NoteRows`.
    NoteRows {
        /// Whose answer.
        ticket: Ticket,
        /// The notes asked for; those that are gone are left out.
        notes: Vec<(NoteRow, Noted)>,
    },
    /// The answer to `Effect::NoteFacets`.
    NoteFacets {
        /// Whose answer.
        ticket: Ticket,
        /// Tags by number of notes.
        tags: Vec<Facet>,
    },
    /// The answer to `Effect::Tagged`.
    Tagged {
        /// Whose answer.
        ticket: Ticket,
        /// The stories that have the tag.
        stories: Vec<StoryId>,
        /// The notes that have it, with their stories.
        notes: Vec<(StoryId, NoteId)>,
    },
    /// The answer to `Effect::Kept`.
    Kept {
        /// Notes that were being written when the program ended, the last first.
        drafts: Vec<Draft>,
        /// Places with a letter.
        places: Vec<NamedPlace>,
    },
    /// The answer to `Effect::History`.
    History {
        /// Whose answer.
        ticket: Ticket,
        /// The last steps.
        steps: Box<Steps>,
    },
    /// The answer to `Effect::Compare`.
    Compared {
        /// Whose answer.
        ticket: Ticket,
        /// What changed; `None` where the old text is not kept.
        parts: Option<Vec<Part>>,
    },
    /// The answer to `Effect::Compose`.
    Composed {
        /// Whose answer.
        ticket: Ticket,
        /// The text as it was left.
        text: String,
    },
    /// The answer to `Effect::Locate` and `Effect::Unread`.
    Located {
        /// Whose answer.
        ticket: Ticket,
        /// The story's row, if there is one.
        row: Option<RowId>,
    },
    /// The answer to `Effect::Break`.
    Broken {
        /// Of which story.
        row: RowId,
        /// To which measure.
        measure: Measure,
        /// All its lines.
        lines: Arc<Lines>,
    },
    /// An edit of this session is on disk, or an undo or redo took place.
    Saved {
        /// Whose answer.
        ticket: Ticket,
        /// What was changed. For an undo or redo these are the edits that were applied; empty if there was
        /// nothing to undo or redo.
        edits: Vec<Edit>,
    },
    /// The names of notes were found and count from now on.
    NotesNamed,
    /// Edits could not be written; nothing of them is on disk.
    SaveFailed {
        /// Whose answer.
        ticket: Ticket,
        /// What was to be changed.
        edits: Vec<Edit>,
        /// The reason, for people.
        reason: Said,
    },
    /// How far the taking in of files is.
    Progress(Progress),
    /// Files were taken in, or found unchanged.
    TakenIn(Report),
    /// Folders are watched from now on, and something had changed in them just before.
    Watching,
    /// Files in the library's folders changed.
    Touched,
    /// The library changed under the list: ask for its order anew.
    Changed,
    /// Something went wrong that the reader should know.
    Fault(Clean),
    /// The same, in words still to be said.
    Trouble(Said),
    /// The answer to `Effect::Pictures`.
    Pictures {
        /// Whose answer.
        ticket: Ticket,
        /// The story.
        story: Arc<Story>,
        /// The pictures; `None` where the file is not there any more.
        pictures: Option<Vec<Picture>>,
    },
    /// The answer to `Effect::Picture`.
    Picture {
        /// Whose answer.
        ticket: Ticket,
        /// What it looks like, or why it is not shown.
        state: Box<State>,
    },
    /// The answer to `Effect::Run`: what a program wrote.
    Ran {
        /// What it is called.
        name: Clean,
        /// Its lines.
        lines: Vec<Clean>,
    },
    /// Something went well that the reader should know: a word key of the catalogues and its values.
    Done(&'static str, Clean),
}

impl Msg {
    /// The answer to `Effect::Order`: the rows in order, the counts of the library, and whether that is all.
    pub fn order(ticket: Ticket, found: Ordered, totals: Totals, last: bool) -> Self {
        Self::Order {
            ticket,
            rows: found.rows.into(),
            near: found.near,
            widened: found.widened,
            partial: found.partial,
            last,
            totals,
        }
    }
}

/// What a session remembers until the next start.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Session {
    /// The story under the list's cursor.
    pub cursor: Option<StoryId>,
    /// The story in the reader.
    pub open: Option<StoryId>,
    /// The first visible byte of its body.
    pub top: u32,
    /// Whether the reader had the focus.
    pub reading: bool,
    /// Columns of the list and of the sidebar for each layout class, 0 for the default.
    pub columns: [[u16; 2]; 4],
    /// Columns of the reader's measure.
    pub measure: Option<u16>,
    /// The theme that was picked, and the one that the settings named then.
    pub theme: Option<(String, String)>,
    /// Whether the list is hidden.
    pub list_hidden: bool,
    /// Whether the sidebar is hidden.
    pub sidebar_hidden: bool,
    /// The step of the tour, if one was begun.
    pub tour: Option<u16>,
}

/// The last edits, the newest first, and the headlines of their stories.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// The edits; those of one step follow each other.
    pub edits: Vec<Logged>,
    /// Headlines by story.
    pub headlines: HashMap<StoryId, Clean>,
    /// The device that undo is for.
    pub device: String,
}
