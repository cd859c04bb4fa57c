//! What can be done with notes, named places and the history, wherever the focus is.

use crate::app::App;
use crate::app::command::{Command, Scope};

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::All, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "visual",
        scope: Scope::Reader,
        keys: &["v"],
        doc: "Choose text: to copy, highlight, note or find it",
        run: |app| {
            app.begin_selection();
            Vec::new()
        },
    },
    row!(
        "annotate",
        ["a"],
        "Write a note: on the sentence that you choose, or from the list on the story",
        App::annotate
    ),
    row!(
        "note-story",
        ["g k"],
        "Write a note on the whole story",
        App::note_story
    ),
    row!("annotation-next", ["] a"], "Go to the next note", |app| app
        .step_note(true)),
    row!("annotation-prev", ["[ a"], "Go to the note before", |app| app
        .step_note(false)),
    row!(
        "view-annotations",
        ["g a"],
        "Show all notes of the library",
        App::open_notes
    ),
    row!(
        "resume-draft",
        ["g y"],
        "Go on with a note that was being written when the program ended",
        App::resume_draft
    ),
    row!(
        "delete",
        ["d"],
        "Take the note away that you went to; else put the story away, or bring it back",
        App::delete
    ),
    row!(
        "view-archive",
        ["g z"],
        "List the stories that were put away",
        App::view_archive
    ),
    row!("mark-set", ["m *"], "Give the place a letter", App::set_place),
    row!(
        "mark-jump",
        ["' *"],
        "Go to the place with a letter",
        App::jump_place
    ),
    row!(
        "rename-tag",
        ["g #"],
        "Rename a tag everywhere, or merge it into another",
        App::choose_tag
    ),
    row!(
        "history",
        ["g j"],
        "Show what was changed, step by step; undo and redo from there",
        App::open_history
    ),
    row!(
        "export-notes",
        ["g q"],
        "Write all notes into files for other programs",
        App::choose_export
    ),
];
