//! What can be done in the list of all notes.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::library::note::NoteSort;

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::Notes, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!(
        "notes-open",
        ["Enter"],
        "Go to the note in its story",
        App::open_note
    ),
    row!("notes-edit", ["a", "e"], "Change the note", App::edit_listed),
    row!(
        "notes-find",
        ["/"],
        "Show only notes with some words",
        App::find_notes
    ),
    row!(
        "notes-filter",
        ["f"],
        "Show only some notes: of a tag, a colour, a name, some days, an outlet, a state",
        App::filter_notes
    ),
    row!("notes-all", ["Backspace"], "Show all notes again", App::all_notes),
    row!("notes-changed", [", d"], "The last changed first", |app| app
        .sort_notes(NoteSort::Changed)),
    row!("notes-made", [", m"], "The last made first", |app| app
        .sort_notes(NoteSort::Made)),
    row!("notes-story", [", s"], "By story", |app| app
        .sort_notes(NoteSort::Story)),
    row!("notes-colour", [", c"], "By colour", |app| app
        .sort_notes(NoteSort::Colour)),
    row!(
        "notes-reverse",
        [", ,"],
        "Turn the order round",
        App::reverse_notes
    ),
    row!("notes-delete", ["d"], "Take the note away", App::remove_listed),
    row!(
        "notes-hang",
        ["r"],
        "Hang the note on another passage: choose it in the story, then the same key",
        App::hang_note
    ),
    row!(
        "notes-compare",
        ["c"],
        "Show what changed in the story since the note was made",
        App::compare_note
    ),
    row!(
        "notes-export",
        ["x"],
        "Write these notes into files for other programs",
        App::choose_export
    ),
    row!("notes-close", ["Esc", "q"], "Close the list", |app| {
        app.overlays.pop();
        Vec::new()
    }),
];
