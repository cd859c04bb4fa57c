//! What the screen asks of the world.
//!
//! `run` carries these out and answers with a message. Only the newest ticket of a kind matters: `run` may drop
//! a question that was overtaken before it was begun.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app::msg::{Session, Ticket};
use crate::app::reader::lines::Measure;
use crate::article::id::StoryId;
use crate::library::edit::{Cause, Correction, Edit};
use crate::library::finder::{Ask, Goal, Offer};
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
    },
    /// Corrects names in one transaction, as one step of undo. Answer: `Msg::Corrected` or `Msg::SaveFailed`.
    Correct {
        /// For the answer.
        ticket: Ticket,
        /// The corrections.
        corrections: Vec<Correction>,
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
    /// Reads the settings again. Answer: `Msg::Settings`.
    ReadSettings,
    /// Opens the settings file, or one of the themes, in the reader's editor at a line, with the terminal given back
    /// meanwhile; then reads the settings again.
    EditSettings(PathBuf, usize),
    /// All themes there are. Answer: `Msg::Themes`.
    Themes,
    /// Turns the mouse on or off.
    Mouse(bool),
    /// Draws everything anew.
    Redraw,
    /// Stops the program until the shell continues it.
    Suspend,
    /// Ends the program.
    Quit,
}

/// Several things asked for, in order.
pub type Effects = Vec<Effect>;
