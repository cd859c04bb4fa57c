//! What can be done in the sidebar.

use crate::app::App;
use crate::app::command::{Command, Scope};

/// The rows.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "filter-by-entity",
        scope: Scope::Entities,
        keys: &["Enter"],
        doc: "List the stories that name it, or open the related story",
        run: App::follow_row,
    },
    Command {
        name: "fold-group",
        scope: Scope::Entities,
        keys: &["z"],
        doc: "Fold the group, or unfold it",
        run: |app| {
            app.sidebar.toggle_fold();
            Vec::new()
        },
    },
];
