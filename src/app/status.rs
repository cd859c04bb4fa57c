//! The status row and the short messages above it.

use crate::app::msg::Ticket;
use crate::library::value::Progress;
use crate::text::Clean;

/// A short message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: Clean,
    /// Whether it is about something that went wrong; it then stays until a key.
    pub fault: bool,
    /// Ends it.
    pub ticket: Ticket,
}

/// What the status row shows beside the state of the panes.
#[derive(Debug, Default)]
pub struct Status {
    /// The message above the row.
    pub toast: Option<Toast>,
    /// How far the taking in of files is, while it lasts.
    pub progress: Option<Progress>,
    /// Whether that has lasted long enough to be spoken of.
    pub progress_shown: bool,
    /// Whether writing failed and what is shown exists only here.
    pub unsaveable: bool,
    /// What is to be said of the search that is listed.
    pub sought: Option<Clean>,
    /// Whether the last letter came from a Hangul keyboard.
    pub hangul: bool,
}
