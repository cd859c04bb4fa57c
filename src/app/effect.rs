//! What the screen asks of the world.
//!
//! `run` carries these out and answers with a message. Only the newest ticket of a kind matters: `run` may drop
//! a question that was overtaken before it was begun.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app::msg::{Session, Ticket};
use crate::app::overlay::pictures::Room;
use crate::app::reader::lines::Measure;
use crate::article::id::{ArticleId, StoryId};
use crate::article::picture::Picture;
use crate::config::own::{self, Show};
use crate::library::edit::{Cause, Correction, Edit};
use crate::library::finder::{Ask, Goal, Offer};
use crate::library::note::{Draft, NoteId, NoteRow, NoteView};
use crate::library::value::{NameId, Place, RowId, Story, View};
use crate::query::Today;
use crate::text::Clean;

/// One thing asked for.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Every row of a view, in order. Answer: `Msg::Order`.
    Order {
        /// For the answer.
        ticket: Ticket,
        /// The view.
        view: View,
    },
    /// The headers of some rows. Answer: `Msg::Headers`.
    Headers {
        /// For the answer.
        ticket: Ticket,
        /// Which rows.
        rows: Vec<RowId>,
    },
    /// The headers of chosen stories, which something is to be done to. Answer: `Msg::Headers`.
    Targets {
        /// For the answer.
        ticket: Ticket,
        /// Which rows.
        rows: Vec<RowId>,
    },
    /// A story with its names. Answer: `Msg::Story`.
    Story {
        /// For the answer.
        ticket: Ticket,
        /// Which one.
        row: RowId,
    },
    /// Stories that share names with one. Answer: `Msg::Related`.
    Related {
        /// For the answer.
        ticket: Ticket,
        /// Which one.
        row: RowId,
    },
    /// All places of a name in the stories of a view. Answer: `Msg::Places`.
    Places {
        /// For the answer.
        ticket: Ticket,
        /// Which name.
        name: NameId,
        /// In the stories of this view, in its order.
        view: View,
    },
    /// The next unread story of a view. Answer: `Msg::Located`.
    Unread {
        /// For the answer.
        ticket: Ticket,
        /// In this view, in its order.
        view: View,
        /// After this story; from the beginning if `None`.
        from: Option<RowId>,
        /// Onwards, or back.
        forward: bool,
    },
    /// Breaks the whole of a long story on a worker. Answer: `Msg::Broken`.
    Break {
        /// The story.
        story: Arc<Story>,
        /// To this measure.
        measure: Measure,
    },
    /// Outlets, languages, tags and watched names with their counts. Answer: `Msg::Facets`.
    Facets {
        /// For the answer.
        ticket: Ticket,
    },
    /// What some stories can be narrowed by. Answer: `Msg::Tallies`.
    Tallies {
        /// For the answer.
        ticket: Ticket,
        /// The stories, those that matter most first.
        rows: Arc<[RowId]>,
    },
    /// The saved searches with their unread stories. Answer: `Msg::SavedSearches`.
    Saved {
        /// For the answer.
        ticket: Ticket,
        /// The day.
        today: Today,
    },
    /// The row of a story. Answer: `Msg::Located`.
    Locate {
        /// For the answer.
        ticket: Ticket,
        /// Which one.
        story: StoryId,
    },
    /// Writes edits in one transaction. Answer: `Msg::Saved` or `Msg::SaveFailed`.
    Save {
        /// For the answer.
        ticket: Ticket,
        /// Whether undo stops at them.
        cause: Cause,
        /// The edits; together one step of undo.
        edits: Vec<Edit>,
    },
    /// Takes back this device's last deliberate step. Answer: `Msg::Saved` or `Msg::SaveFailed`.
    Undo {
        /// For the answer.
        ticket: Ticket,
    },
    /// Makes the last step that was taken back again. Answer: `Msg::Saved` or `Msg::SaveFailed`.
    Redo {
        /// For the answer.
        ticket: Ticket,
    },
    /// The card of a name. Answer: `Msg::Card`.
    Card {
        /// For the answer.
        ticket: Ticket,
        /// Which name.
        name: NameId,
    },
    /// Mentions of a name with their sentences. Answer: `Msg::Mentions`.
    Mentions {
        /// For the answer.
        ticket: Ticket,
        /// Which name.
        name: NameId,
        /// Stories to pass over.
        pass: usize,
    },
    /// Why the letters at a place count as a name. Answer: `Msg::Why`.
    Why {
        /// For the answer.
        ticket: Ticket,
        /// The place.
        place: Place,
    },
    /// Names that fit what was typed; those that look like one, if nothing was. Answer: `Msg::Names`.
    Names {
        /// For the answer.
        ticket: Ticket,
        /// What was typed.
        typed: Clean,
        /// The name that another is sought for.
        than: NameId,
    },
    /// Looks for anything by a few letters. Answers: `Msg::Picked`, once or more often.
    Pick {
        /// For the answers.
        ticket: Ticket,
        /// What is asked.
        ask: Ask,
        /// What the screen itself has to offer.
        offers: Arc<Vec<Offer>>,
    },
    /// A look at something that was found. Answer: `Msg::Glanced`.
    Glance {
        /// For the answer.
        ticket: Ticket,
        /// At what.
        goal: Goal,
        /// What it was found by.
        typed: Clean,
        /// The day that days are counted from.
        today: Today,
    },
    /// Corrects names in one transaction, as one step of undo. Answer: `Msg::Corrected` or `Msg::SaveFailed`.
    Correct {
        /// For the answer.
        ticket: Ticket,
        /// The corrections.
        corrections: Vec<Correction>,
    },
    /// All notes of a view, in its order. Answer: `Msg::NoteOrder`.
    NoteOrder {
        /// For the answer.
        ticket: Ticket,
        /// The view.
        view: NoteView,
    },
    /// Some notes. Answer: `Msg::NoteRows`.
    NoteRows {
        /// For the answer.
        ticket: Ticket,
        /// Which ones.
        rows: Vec<NoteRow>,
    },
    /// Tags of notes. Answer: `Msg::NoteFacets`.
    NoteFacets {
        /// For the answer.
        ticket: Ticket,
    },
    /// What has a tag. Answer: `Msg::Tagged`.
    Tagged {
        /// For the answer.
        ticket: Ticket,
        /// The tag.
        tag: Clean,
    },
    /// Drafts and named places as the last session left them. Answer: `Msg::Kept`.
    Kept,
    /// The last steps of the history. Answer: `Msg::History`.
    History {
        /// For the answer.
        ticket: Ticket,
    },
    /// What changed in a story since a revision. Answer: `Msg::Compared`.
    Compare {
        /// For the answer.
        ticket: Ticket,
        /// Which story.
        story: StoryId,
        /// Since which revision.
        revision: ArticleId,
    },
    /// Writes notes into files. Answer: `Msg::Done` or `Msg::Fault`.
    Export {
        /// In which form.
        form: Form,
        /// Which notes.
        view: NoteView,
        /// A folder or a file, as typed.
        to: Clean,
    },
    /// Keeps what is being written, for the case that the program does not end as it should. No answer.
    KeepDraft(Box<Draft>),
    /// Lets go of what was being written. No answer.
    DropDraft(NoteId),
    /// Lets the reader's own editor change a text, with the terminal given back meanwhile. Answer: `Msg::Composed`.
    Compose {
        /// For the answer.
        ticket: Ticket,
        /// The text.
        text: String,
    },
    /// Remembers that a story was opened and where reading stopped: a byte of its body. No answer.
    Resume {
        /// Which one.
        story: StoryId,
        /// The first visible byte.
        byte: u32,
    },
    /// Remembers the session. No answer.
    Keep(Session),
    /// Looks at the sources for changes and takes them in. Answers: `Msg::Progress`, `Msg::TakenIn`.
    Reload,
    /// Stops taking in after the batch at hand. Answer: `Msg::TakenIn`.
    StopIntake,
    /// Sends `Msg::Woke` after a time.
    Wake {
        /// For the answer.
        ticket: Ticket,
        /// How long.
        after: Duration,
    },
    /// Puts text on the clipboard. Answer: `Msg::Done` or `Msg::Fault`.
    Copy(Clean),
    /// Opens an address in the browser after checking it. Answer: `Msg::Fault` if that failed.
    Browse(Clean),
    /// Opens the article's own file in the reader's pager, read only, with the terminal given back meanwhile.
    Page(StoryId),
    /// Runs a program of the reader's own choice. Answer: `Msg::Ran` where its output is to be shown, `Msg::Trouble` if it
    /// failed.
    Run(Box<Outside>),
    /// Reads the settings again. Answer: `Msg::Settings`.
    ReadSettings,
    /// Opens the settings file, or one of the themes, in the reader's editor at a line, with the terminal given back
    /// meanwhile; then reads the settings again.
    EditSettings(PathBuf, usize),
    /// All themes there are. Answer: `Msg::Themes`.
    Themes,
    /// Turns the mouse on or off.
    Mouse(bool),
    /// The pictures of a story, from its file. Answer: `Msg::Pictures`.
    Pictures {
        /// For the answer.
        ticket: Ticket,
        /// The story.
        story: Arc<Story>,
    },
    /// A picture of a story, made fit for the screen. Answer: `Msg::Picture`.
    Picture {
        /// For the answer.
        ticket: Ticket,
        /// The story.
        story: Arc<Story>,
        /// The picture.
        picture: Box<Picture>,
        /// What the screen has for it.
        room: Room,
    },
    /// Opens a picture that lies in a file in the program that the system has for it. Answer: `Msg::Trouble` if that
    /// failed.
    ViewPicture {
        /// The story.
        story: Arc<Story>,
        /// The picture.
        picture: Box<Picture>,
    },
    /// Draws everything anew.
    Redraw,
    /// Stops the program until the shell continues it.
    Suspend,
    /// Ends the program.
    Quit,
}

/// Several things asked for, in order.
pub type Effects = Vec<Effect>;

/// A form of files that notes are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A folder of Markdown files for Obsidian.
    Obsidian,
    /// A folder of Markdown files for Logseq.
    Logseq,
    /// W3C Web Annotations.
    W3c,
    /// What hypothes.is takes.
    Hypothesis,
    /// What Readwise takes.
    Readwise,
    /// One object a line.
    Jsonl,
    /// The stories for citing.
    Biblatex,
    /// The stories for citing, as JSON.
    Csl,
}

impl Form {
    /// All, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Obsidian,
        Self::Logseq,
        Self::W3c,
        Self::Hypothesis,
        Self::Readwise,
        Self::Jsonl,
        Self::Biblatex,
        Self::Csl,
    ];

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Obsidian => ("obsidian", "Obsidian", "~/jobo-notes"),
            Self::Logseq => ("logseq", "Logseq", "~/jobo-notes"),
            Self::W3c => ("w3c", "W3C JSON-LD", "~/jobo-notes.jsonld"),
            Self::Hypothesis => ("hypothesis", "hypothes.is", "~/jobo-notes.hypothesis.json"),
            Self::Readwise => ("readwise", "Readwise CSV", "~/jobo-notes.csv"),
            Self::Jsonl => ("jsonl", "JSON Lines", "~/jobo-notes.jsonl"),
            Self::Biblatex => ("biblatex", "BibLaTeX", "~/jobo-notes.bib"),
            Self::Csl => ("csl", "CSL JSON", "~/jobo-notes.csl.json"),
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Its name on the screen.
    pub fn title(self) -> &'static str {
        self.row().1
    }

    /// Where it goes unless the reader says otherwise.
    pub fn place(self) -> &'static str {
        self.row().2
    }
}

/// A program to be run, with what fills the holes of its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// What to call it.
    pub name: Clean,
    /// The program and its arguments, with holes.
    pub run: Vec<String>,
    /// What fills the holes, but for the path.
    pub holes: Vec<(&'static str, Clean)>,
    /// The story whose file `{path}` is.
    pub story: Option<StoryId>,
    /// What stands on its standard input.
    pub input: String,
    /// What is done with what it writes.
    pub show: Show,
    /// Whether something that happened had it run, and not the reader.
    pub hook: bool,
    /// Whether it runs after the screen is gone.
    pub last: bool,
}

impl Outside {
    /// Whether it needs the file of the story.
    pub fn wants_path(&self) -> bool {
        self.run
            .iter()
            .any(|text| own::holes(text).any(|hole| hole == "path"))
    }
}
