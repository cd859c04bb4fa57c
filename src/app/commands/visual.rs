//! What can be done while text of the story is being chosen.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::effect::Effects;
use crate::app::reader::selection::{Page, Selection, Unit};
use crate::library::note::Colour;

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::Visual, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!("select-left", ["h", "Left"], "Go a letter to the left", |app| {
        step(app, Unit::Letter, false)
    }),
    row!(
        "select-right",
        ["l", "Right"],
        "Go a letter to the right",
        |app| { step(app, Unit::Letter, true) }
    ),
    row!("select-down", ["j", "Down"], "Go down a line", |app| lines(
        app, 1
    )),
    row!("select-up", ["k", "Up"], "Go up a line", |app| lines(app, -1)),
    row!(
        "select-page-down",
        ["Ctrl-f", "PageDown", "Ctrl-d"],
        "Go down a page",
        |app| { page(app, 1) }
    ),
    row!(
        "select-page-up",
        ["Ctrl-b", "PageUp", "Ctrl-u"],
        "Go up a page",
        |app| { page(app, -1) }
    ),
    row!("word-next", ["w", "Ctrl-Right"], "Go to the next word", |app| {
        step(app, Unit::Word, true)
    }),
    row!("word-prev", ["b", "Ctrl-Left"], "Go to the word before", |app| {
        step(app, Unit::Word, false)
    }),
    row!("word-end", ["e"], "Go to the end of the word", |app| again(
        app,
        Selection::word_end
    )),
    row!(
        "line-start",
        ["0", "Home"],
        "Go to the beginning of the line",
        |app| { once(app, |s, page| s.line_end(false, page)) }
    ),
    row!("line-end", ["$", "End"], "Go to the end of the line", |app| once(
        app,
        |s, page| s.line_end(true, page)
    )),
    row!("text-start", ["g g"], "Go to the beginning of the story", |app| {
        once(app, |s, page| s.text_end(false, page))
    }),
    row!("text-end", ["g e"], "Go to the end of the story", |app| once(
        app,
        |s, page| s.text_end(true, page)
    )),
    row!("select-sentence-next", [")"], "Go to the next sentence", |app| {
        step(app, Unit::Sentence, true)
    }),
    row!(
        "select-sentence-prev",
        ["("],
        "Go to the sentence before",
        |app| step(app, Unit::Sentence, false)
    ),
    row!(
        "select-paragraph-next",
        ["}"],
        "Go to the next paragraph",
        |app| step(app, Unit::Paragraph, true)
    ),
    row!(
        "select-paragraph-prev",
        ["{"],
        "Go to the paragraph before",
        |app| { step(app, Unit::Paragraph, false) }
    ),
    row!("name-next", ["Tab"], "Go to the next name", |app| step(
        app,
        Unit::Name,
        true
    )),
    row!("name-prev", ["Shift-Tab"], "Go to the name before", |app| step(
        app,
        Unit::Name,
        false
    )),
    row!("select-sentence", ["s"], "Choose the whole sentence", |app| once(
        app,
        |s, page| s.take(Unit::Sentence, page)
    )),
    row!("select-paragraph", ["p"], "Choose the whole paragraph", |app| {
        once(app, |s, page| s.take(Unit::Paragraph, page))
    }),
    row!("select-name", ["n"], "Choose the whole name", |app| once(
        app,
        |s, page| { s.take(Unit::Name, page) }
    )),
    row!(
        "extend",
        ["v"],
        "Stretch with the next steps, or no longer",
        |app| once(app, |s, _| s.stretches = !s.stretches)
    ),
    row!("swap-ends", ["o"], "Go to the other end", |app| once(
        app,
        |s, _| s.swap()
    )),
    row!(
        "highlight",
        ["Enter"],
        "Highlight it, or change the note on it",
        App::highlight
    ),
    row!("colour-1", ["c 1"], "Highlight in yellow", |app| app
        .paint(Colour::Yellow)),
    row!("colour-2", ["c 2"], "Highlight in green", |app| app
        .paint(Colour::Green)),
    row!("colour-3", ["c 3"], "Highlight in blue", |app| app
        .paint(Colour::Blue)),
    row!("colour-4", ["c 4"], "Highlight in pink", |app| app
        .paint(Colour::Pink)),
    row!("colour-5", ["c 5"], "Highlight in purple", |app| app
        .paint(Colour::Purple)),
    row!("note", ["a"], "Highlight it and write a note on it", |app| app
        .note_selection(false)),
    row!("note-tags", ["#"], "Highlight it and give it tags", |app| app
        .note_selection(true)),
    row!("copy-selection", ["y"], "Copy it", App::copy_selection),
    row!(
        "find-selection",
        ["/"],
        "Find it in the story",
        App::find_selection
    ),
    row!(
        "search-selection",
        ["g /"],
        "Find it in all stories",
        App::search_selection
    ),
    row!("name-selection", ["@"], "Make a name of it", App::name_selection),
    row!(
        "hang-here",
        ["r"],
        "Hang the note that lost its place here",
        App::hang_here
    ),
    row!(
        "unhighlight",
        ["d"],
        "Take the note under the caret away",
        App::remove_under_caret
    ),
    row!("leave-visual", ["Esc", "q"], "Choose no text any more", |app| {
        app.reader.selection = None;
        Vec::new()
    }),
];

fn once(app: &mut App, act: impl FnOnce(&mut Selection, Page)) -> Effects {
    app.begin_selection();
    app.reader.select(act);
    Vec::new()
}

fn again(app: &mut App, act: impl Fn(&mut Selection, Page)) -> Effects {
    let times = app.times();
    once(app, |selection, page| {
        for _ in 0..times.min(10_000) {
            let before = *selection;
            act(selection, page);
            if *selection == before {
                return;
            }
        }
    })
}

fn step(app: &mut App, unit: Unit, forward: bool) -> Effects {
    again(app, |selection, page| selection.step(unit, forward, page))
}

fn lines(app: &mut App, by: isize) -> Effects {
    let by = by * app.times();
    once(app, |selection, page| selection.down(by, page))
}

fn page(app: &mut App, by: isize) -> Effects {
    let height = app.reader.height() as isize;
    lines(app, by * (height - 1).max(1))
}
