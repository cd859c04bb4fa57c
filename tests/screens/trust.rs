//! Notes that lost their place, that could not be saved, that go out, and the names in them, on the screen.

use jobo::app::layout::Pane;
use jobo::app::msg::Msg;
use jobo::app::overlay::Overlay;
use jobo::article::anchor::Standing;

use crate::world::World;

const BEFORE: &str = "강가의 아침\n\n2026-09-01\n\n새벽에 물안개가 강을 덮었다. 사공은 배를 띄우지 않았다.\n\n낮에는 볕이 났다.\n";
const AFTER: &str = "강가의 아침\n\n2026-09-01\n\n새벽에 물안개가 강을 덮었다.\n\n정오에는 볕이 났다. 나루터 주인이 새로 문을 열었다.\n";

fn files(text: &str) -> Vec<(String, String)> {
    vec![("a.txt".to_owned(), text.to_owned())]
}

/// A story with a note on a sentence that its next version no longer has.
fn orphaned(size: (u16, u16)) -> World {
    let mut world = World::of_files(size, &files(BEFORE));
    world.keys("Enter v ) ) s a \"왜 안 띄웠나\" Esc");
    let quote = |world: &World| {
        let notes = &world.app.reader.story().expect("a story").notes;
        notes[0]
            .note
            .on
            .anchor
            .as_ref()
            .expect("a passage")
            .quote
            .to_string()
    };
    assert!(quote(&world).starts_with("사공은"), "{}", quote(&world));
    world.comes(&files(AFTER)).rest();
    world.keys("g l Enter F5").rest();
    world
}

fn standing(world: &World) -> Option<Standing> {
    world.app.reader.story().expect("a story").notes[0]
        .standing
        .clone()
}

#[test]
fn a_note_that_lost_its_place_is_hung_anew_with_one_key() {
    for size in [(120, 40), (40, 15)] {
        let mut world = orphaned(size);
        assert_eq!(standing(&world), Some(Standing::Orphan), "{}", world.text());
        world.keys("g a");
        insta::assert_snapshot!(format!("orphan-{}x{}", size.0, size.1), world.text());
        world.keys("r").rest();
        assert_eq!(world.app.focus, Pane::Reader);
        assert!(
            world.app.reader.chosen().is_some(),
            "a passage is chosen: {}",
            world.text()
        );
        world.keys("r");
        assert!(
            matches!(standing(&world), Some(Standing::Anchored { .. })),
            "{:?}",
            standing(&world)
        );
        world.keys("u");
        assert_eq!(standing(&world), Some(Standing::Orphan));
    }
}

#[test]
fn both_versions_of_a_story_are_compared() {
    for size in [(120, 40), (40, 15)] {
        let mut world = orphaned(size);
        world.keys("g a c");
        assert!(
            matches!(world.app.overlays.last(), Some(Overlay::Sheet(_))),
            "{}",
            world.text()
        );
        insta::assert_snapshot!(format!("compared-{}x{}", size.0, size.1), world.roles());
    }
}

#[test]
fn notes_are_written_into_a_folder_from_the_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("notes");
    let mut world = World::new((120, 40));
    world.keys("g a x");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Menu(_))));
    world.keys("Enter Ctrl-u");
    world.keys(&format!("\"{}\" Enter", to.display()));
    let files: Vec<_> = std::fs::read_dir(&to).expect("it was made").collect();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
        assert!(text.starts_with("---\n") && text.contains("%% jobo"), "{text}");
    }
}

#[test]
fn a_note_that_cannot_be_saved_stays_in_the_editor_and_says_what_to_do() {
    for size in [(80, 24), (40, 15)] {
        let mut world = World::new(size);
        world.keys("Enter g k \"둑이 먼저다\"");
        world.full = true;
        world.keys("Esc");
        assert!(matches!(world.app.overlays.last(), Some(Overlay::Note(e)) if e.text() == "둑이 먼저다"));
        insta::assert_snapshot!(format!("unsaved-{}x{}", size.0, size.1), world.roles());
        // Again, then with room.
        world.keys("Esc");
        assert!(matches!(world.app.overlays.last(), Some(Overlay::Note(e)) if e.text() == "둑이 먼저다"));
        let notes = |world: &World| world.app.reader.story().expect("a story").notes.clone();
        assert!(
            notes(&world)
                .iter()
                .all(|n| n.note.text.as_str() != "둑이 먼저다")
        );
        world.full = false;
        world.keys("Esc");
        assert!(world.app.overlays.is_empty());
        assert!(
            notes(&world)
                .iter()
                .any(|n| n.note.text.as_str() == "둑이 먼저다")
        );
        let toast = world.app.status.toast.as_ref().expect("a word").text.to_string();
        assert_eq!(toast, world.app.words.get("toast.noted"));
    }
}

#[test]
fn nothing_is_said_to_be_saved_that_is_not() {
    let mut world = World::new((80, 24));
    world.full = true;
    for keys in ["b", "Enter v s c 2", "m x"] {
        world.keys(keys);
        let toast = world.app.status.toast.clone().expect("a word");
        assert!(toast.fault, "{keys}: {}", toast.text);
    }
}

#[test]
fn what_is_chosen_outlives_resizes() {
    let mut world = World::new((120, 40));
    world.keys("Enter v s v )");
    let chosen = world.app.reader.chosen().expect("a choice");
    for (columns, rows) in [(40, 15), (200, 50), (30, 6), (80, 24), (25, 5), (120, 40)] {
        world.resize(columns, rows);
        assert_eq!(
            world.app.reader.chosen(),
            Some(chosen.clone()),
            "{columns}x{rows}"
        );
    }
    world.keys("a");
    for (columns, rows) in [(40, 15), (200, 50), (80, 24), (40, 15)] {
        world.resize(columns, rows);
        world.keys("\"글\"");
    }
    insta::assert_snapshot!("writing-40x15", world.roles());
    world.keys("Esc");
    let notes = &world.app.reader.story().expect("a story").notes;
    assert!(notes.iter().any(|n| n.note.text.as_str() == "글글글글"));
}

#[test]
fn a_megabyte_is_pasted_and_every_letter_of_it_is_kept() {
    let mut world = World::new((40, 15));
    let lines: Vec<String> = (0..40_000).map(|n| format!("{n}번째 줄이다.\n")).collect();
    let text = lines.concat();
    world.keys("Enter g k");
    world.send(Msg::Paste(text.clone()));
    world.keys("\"끝\" Esc");
    let notes = &world.app.reader.story().expect("a story").notes;
    let kept = notes
        .iter()
        .map(|n| n.note.text.to_string())
        .max_by_key(String::len);
    let kept = kept.expect("a note");
    assert_eq!(kept.lines().count(), 40_000);
    assert!(kept.ends_with("39999번째 줄이다.끝"));
}

#[test]
fn names_in_notes_count_and_are_marked_as_mine() {
    let mut world = World::new((120, 40));
    world
        .keys("Enter g k \"삼성전자는 왜 빠졌나. 삼성전자도 묻자.\" Esc")
        .rest();
    let name = world
        .app
        .sidebar
        .names
        .iter()
        .find(|n| n.text.as_str() == "삼성전자");
    let name = name.expect("the name").clone();
    assert_eq!((name.here, name.noted, name.stories), (0, 2, 1));
    insta::assert_snapshot!("names-of-notes", world.roles());
    // Its card, and where it is named.
    world.keys("e");
    world.app.sidebar.want(name.id);
    world.keys("g d").rest();
    insta::assert_snapshot!("card-of-a-noted-name", world.text());
    world.keys("Esc u").rest();
    assert!(
        world
            .app
            .sidebar
            .names
            .iter()
            .all(|n| n.text.as_str() != "삼성전자")
    );
}
