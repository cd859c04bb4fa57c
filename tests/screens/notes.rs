//! Text that is chosen, highlights, notes, places, the archive and the history, on the screen.

use jobo::app::Colours;
use jobo::app::layout::Pane;
use jobo::app::overlay::Overlay;
use jobo::article::anchor::Standing;
use jobo::article::language::Language;
use jobo::library::note::{Colour, Noted};
use proptest::prelude::*;

use crate::world::{Answers, World};

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (200, 50), (40, 15)];

/// The notes on the story in the reader.
fn notes(world: &World) -> Vec<Noted> {
    world.app.reader.story().expect("a story").notes.clone()
}

fn chosen(world: &World) -> String {
    let bytes = world.app.reader.chosen().expect("text is chosen");
    let body = &world.app.reader.story().expect("a story").article.body;
    body.slice(bytes.start as usize..bytes.end as usize).to_owned()
}

fn toast(world: &World) -> String {
    world
        .app
        .status
        .toast
        .as_ref()
        .map(|t| t.text.to_string())
        .unwrap_or_default()
}

#[test]
fn the_sample_shows_highlights_and_notes_from_the_start() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        world.keys("Enter");
        assert_eq!(notes(&world).len(), 3);
        insta::assert_snapshot!(format!("noted-{columns}x{rows}"), world.roles());
    }
}

#[test]
fn text_is_chosen_and_the_caret_is_where_the_terminal_draws_it() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        world.keys("Enter v v w w");
        assert!(world.caret().is_some(), "{}", world.text());
        insta::assert_snapshot!(format!("chosen-{columns}x{rows}"), world.roles());
        world.keys("Esc");
        assert!(world.app.reader.selection.is_none());
        assert_eq!(world.app.focus, Pane::Reader);
    }
}

#[test]
fn what_is_chosen_is_copied_found_and_made_a_name() {
    let mut world = World::new((120, 40));
    world.keys("Enter v s");
    let sentence = chosen(&world);
    world.keys("y");
    assert_eq!(world.copied, [sentence]);
    world.keys("v w");
    let word = chosen(&world);
    world.keys("/");
    assert_eq!(world.app.query.as_deref(), Some(word.as_str()));
    world.keys("Esc v n");
    assert!(!chosen(&world).is_empty());
    world.keys("@");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Making(_))));
}

#[test]
fn a_passage_is_highlighted_in_five_colours_and_undone() {
    let mut world = World::new((120, 40));
    world.keys("Enter");
    let before = notes(&world).len();
    for (key, colour) in ["1", "2", "3", "4", "5"].iter().zip(Colour::ALL) {
        world.keys(&format!("v s c {key}"));
        let made = notes(&world);
        assert_eq!(made.len(), before + 1, "the same passage changes its colour");
        assert!(
            made.iter()
                .any(|n| n.note.colour == colour && n.note.text.is_empty())
        );
    }
    world.keys("u");
    assert!(toast(&world).contains('4') || !toast(&world).is_empty());
    world.keys("u u u u");
    assert_eq!(notes(&world).len(), before);
    world.keys("Ctrl-r");
    assert_eq!(notes(&world).len(), before + 1);
    let mut world = world.restart(Answers::InOrder);
    assert_eq!(notes(&world).len(), before + 1);
    world.keys("u");
    assert_eq!(notes(&world).len(), before, "undone in the next session too");
}

#[test]
fn a_note_is_written_saved_and_changed() {
    let mut world = World::new((80, 24));
    world.keys("Enter a").keys("a").keys("\"둑길 메모\"");
    insta::assert_snapshot!("writing-80x24", world.roles());
    world.keys("Tab \"물길 \" Tab \"2\" Esc");
    let made = notes(&world);
    let note = made
        .iter()
        .find(|n| n.note.text.as_str() == "둑길 메모")
        .expect("the note");
    assert_eq!(note.note.colour, Colour::Green);
    assert_eq!(
        note.note.tags.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["물길"]
    );
    assert!(matches!(note.standing, Some(Standing::Anchored { .. })));
    // Gone to, changed in the reader's own editor, taken away.
    let id = note.note.id;
    world.keys("g g");
    for _ in 0..6 {
        world.keys("] a");
        if world.app.reader.note == Some(id) {
            break;
        }
    }
    assert_eq!(world.app.reader.note, Some(id));
    world.keys("Enter Alt-e Esc");
    let text = notes(&world)
        .iter()
        .find(|n| n.note.id == id)
        .map(|n| n.note.text.to_string());
    assert_eq!(text.as_deref(), Some("둑길 메모\n바깥에서 쓴 줄"));
    world.keys("d");
    assert!(notes(&world).iter().all(|n| n.note.id != id));
}

#[test]
fn what_is_thrown_away_comes_back_and_a_draft_is_offered() {
    let mut world = World::new((80, 24));
    world.keys("Enter g k").keys("\"버릴 말\" Ctrl-c");
    assert!(world.app.overlays.is_empty());
    world.keys("u");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Note(e)) if e.text() == "버릴 말"));
    world.rest();
    let mut world = world.crash();
    assert!(toast(&world).contains('1'), "{}", toast(&world));
    world.keys("g y");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Note(e)) if e.text() == "버릴 말"));
    world.keys("Esc");
    assert!(notes(&world).iter().any(|n| n.note.text.as_str() == "버릴 말"));
}

#[test]
fn the_editor_outlives_resizes_and_a_megabyte() {
    let mut world = World::new((80, 24));
    world.keys("Enter g k \"머리 \"");
    world.send(jobo::app::msg::Msg::Paste("둑길이 잠겼다. ".repeat(50_000)));
    for (columns, rows) in [(40, 15), (30, 6), (200, 50), (25, 5), (80, 24)] {
        world.resize(columns, rows);
        world.keys("\"가\"");
        if columns >= 30 {
            assert!(world.caret().is_some(), "{columns}x{rows}");
        }
    }
    world.keys("Esc");
    assert!(notes(&world).iter().any(|n| n.note.text.len() > 1_000_000));
}

#[test]
fn all_notes_are_listed_narrowed_and_followed() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        world.keys("g a");
        insta::assert_snapshot!(format!("notes-{columns}x{rows}"), world.roles());
    }
    let mut world = World::new((120, 40));
    world.keys("g a");
    let count = |world: &World| match world.app.overlays.last() {
        Some(Overlay::Notes(notes)) => notes.len(),
        other => panic!("{other:?}"),
    };
    let all = count(&world);
    assert_eq!(all, 7);
    world.keys("/ \"매끄러운\" Enter");
    assert_eq!(count(&world), 1);
    world.keys("Backspace f \"#수온\" Enter");
    assert_eq!(count(&world), 2);
    world.keys("Backspace");
    assert_eq!(count(&world), all);
    world.keys(", s j Enter");
    assert_eq!(world.app.focus, Pane::Reader);
    assert!(world.app.reader.note.is_some());
}

#[test]
fn places_have_letters_and_stories_are_put_away() {
    let mut world = World::new((120, 40));
    world.keys("Enter Ctrl-d m x g g ' x");
    assert!(world.app.reader.top() > 0);
    let row = world.app.reader.row();
    world.keys("g l j j Enter ' x");
    assert_eq!(world.app.reader.row(), row);
    world.keys("g l g g");
    let all = world.app.list.len();
    world.keys("x x d");
    assert_eq!(world.app.list.len(), all - 2);
    world.keys("g z");
    assert_eq!(world.app.list.len(), 2);
    world.keys("g i u");
    assert_eq!(world.app.list.len(), all, "one step for both");
}

#[test]
fn the_history_says_what_each_step_did_and_goes_back_to_it() {
    let mut world = World::new((80, 24));
    world.keys("b j b Enter v s c 2 g j");
    // The times of the steps are those of the clock.
    for deed in ["초록", "책갈피"] {
        assert!(
            world.text().contains(deed) || world.text().contains("칠함"),
            "{}",
            world.text()
        );
    }
    // Two steps back from the top: the highlight and the second bookmark.
    world.keys("j j Enter");
    world.keys("Esc");
    assert!(
        world
            .app
            .reader
            .story()
            .is_some_and(|s| !s.header.marks.bookmarked)
    );
    world.keys("g j k k Enter Esc");
}

#[test]
fn a_tag_is_renamed_on_stories_and_notes() {
    let mut world = World::new((120, 40));
    world.keys("g # \"수온\" Enter");
    assert!(matches!(
        world.app.overlays.last(),
        Some(Overlay::Menu(_) | Overlay::Ask(_))
    ));
    world.keys("Esc Esc");
    world.keys("g l # \"여울 \" Enter g # \"여울\" Enter");
    assert!(
        matches!(world.app.overlays.last(), Some(Overlay::Ask(_))),
        "{}",
        world.text()
    );
    world.keys("Ctrl-u \"물목\" Enter");
    assert!(toast(&world).contains("물목"), "{}", toast(&world));
}

#[test]
fn every_screen_of_notes_is_told_without_colours() {
    for language in [Language::Ko, Language::En, Language::Ja, Language::Zh] {
        let mut world = World::in_language((80, 24), language);
        world.app.colours = Colours::None;
        world.keys("Enter v s");
        if language == Language::Ko {
            insta::assert_snapshot!("chosen-plain", world.roles());
        }
        world.keys("a");
        insta::assert_snapshot!(format!("writing-{}", language.tag()), world.text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_keys_while_choosing_and_writing_are_taken(
        keys in proptest::collection::vec(prop::sample::select(vec![
            "v", "w", "b", "j", "k", "h", "l", ")", "(", "}", "{", "s", "p", "n", "o", "Tab", "Enter", "a", "c 3", "Esc",
            "] a", "[ a", "d", "u", "g a", "0", "$", "Ctrl-f", "m a", "' a", "\"글\"", "Backspace", "g j",
        ]), 1..25),
        columns in 24_u16..130,
        rows in 5_u16..42,
    ) {
        let mut world = World::new((80, 24));
        world.keys("Enter");
        world.resize(columns, rows);
        for key in keys {
            world.keys(key);
            if world.ended {
                break;
            }
        }
    }
}
