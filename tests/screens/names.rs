//! Cards, mentions, reasons and corrections of names, on the screen.

use jobo::app::layout::Pane;
use jobo::app::overlay::Overlay;
use jobo::app::overlay::sheet::{About, Goal, Row, Sheet};
use jobo::article::language::Language;
use jobo::entity::Kind;

use crate::world::World;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// A screen with the sidebar's cursor on the name of the most stories.
fn on_a_name(size: (u16, u16)) -> World {
    let mut world = World::new(size);
    world.keys("Enter e");
    let most = world.app.sidebar.names.iter().map(|n| n.stories).max();
    for _ in 0..world.app.sidebar.len() {
        if name(&world).map(|n| n.1) == most {
            return world;
        }
        world.keys("j");
    }
    panic!("no name")
}

/// The name under the sidebar's cursor, its stories and its kind.
fn name(world: &World) -> Option<(String, u32, Kind)> {
    use jobo::app::sidebar::SideRow;
    match world.app.sidebar.current() {
        Some(SideRow::Name(i)) => {
            let name = &world.app.sidebar.names[i];
            Some((name.text.to_string(), name.stories, name.kind))
        }
        _ => None,
    }
}

fn sheet(world: &World) -> &Sheet {
    match world.app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => sheet,
        other => panic!("no page: {other:?}\n{}", world.text()),
    }
}

/// What the page on top shows.
fn page(world: &World) -> (About, usize, Vec<Row>) {
    let sheet = sheet(world);
    (sheet.about, sheet.cursor(), sheet.window().collect())
}

/// Puts the sidebar's cursor on a name.
fn to(world: &mut World, wanted: &str) {
    world.keys("g s g g");
    for _ in 0..world.app.sidebar.len() {
        if name(world).is_some_and(|n| n.0 == wanted) {
            return;
        }
        world.keys("j");
    }
    panic!("no {wanted}:\n{}", world.text())
}

#[test]
fn a_name_has_a_card() {
    for (columns, rows) in SIZES {
        let mut world = on_a_name((columns, rows));
        world.keys("g d");
        insta::assert_snapshot!(format!("card-{columns}x{rows}"), world.roles());
        world.keys("End");
        insta::assert_snapshot!(format!("card-end-{columns}x{rows}"), world.roles());
    }
}

/// The names of the sidebar.
fn names(world: &World) -> Vec<String> {
    world
        .app
        .sidebar
        .names
        .iter()
        .map(|n| n.text.to_string())
        .collect()
}

#[test]
fn every_mention_is_listed_and_leads_to_its_place() {
    for (columns, rows) in SIZES {
        let mut world = on_a_name((columns, rows));
        let (text, _, _) = name(&world).expect("a name");
        world.keys("g m");
        insta::assert_snapshot!(format!("mentions-{columns}x{rows}"), world.roles());
        world.keys("j j j");
        let before = page(&world);
        let Some(Goal::Place(place, _)) = sheet(&world).goal() else {
            panic!("no place")
        };
        world.keys("Enter");
        assert!(world.app.overlays.is_empty());
        assert_eq!(
            (world.app.reader.row(), world.app.focus),
            (Some(place.row), Pane::Reader)
        );
        let lit = &world.app.reader.lit;
        assert_eq!(
            lit.hits[lit.current].start, place.start,
            "{text} is lit where it was chosen"
        );
        world.keys("Backspace");
        assert_eq!(page(&world), before, "the way back leads to the page");
        world.keys("Esc");
        assert_eq!(world.app.focus, Pane::Sidebar);
        assert_eq!(
            name(&world).map(|n| n.0),
            Some(text),
            "the cursor is on the name again"
        );
    }
}

#[test]
fn mentions_come_page_by_page() {
    let mut world = on_a_name((120, 40));
    world.keys("g m");
    let first = sheet(&world).tally().1;
    let all: u32 = world
        .app
        .sidebar
        .names
        .iter()
        .map(|n| n.stories)
        .max()
        .unwrap_or(0);
    world.keys("End End End");
    assert!(sheet(&world).tally().1 >= first && sheet(&world).more.is_none());
    assert!(first >= all as usize, "a mention for each story at least");
}

#[test]
fn every_line_of_a_card_leads_somewhere_and_escape_comes_back() {
    let mut world = on_a_name((120, 40));
    world.keys("g d");
    let lines = sheet(&world).tally().1;
    for line in 0..lines {
        let before = page(&world);
        world.keys("Enter").rest();
        match world.app.overlays.len() {
            0 => {
                world.keys("Backspace");
            }
            n => {
                assert_eq!(n, 2, "line {line}");
                world.keys("Esc");
            }
        }
        assert_eq!(page(&world), before, "line {line}");
        world.keys("j");
    }
}

#[test]
fn letters_choose_a_name_where_none_is_at_hand() {
    let mut world = World::new((120, 40));
    world.keys("Enter g d");
    let Some(Overlay::Hints(hints)) = world.app.overlays.last() else {
        panic!("no letters")
    };
    let letters: String = hints.hints[0].letters.chars().flat_map(|c| [c, ' ']).collect();
    world.keys(&letters);
    assert!(matches!(sheet(&world).about, About::Card(_)));
    world.keys("Esc");
    assert_eq!(world.app.focus, Pane::Reader);
}

#[test]
fn reasons_are_told() {
    for (columns, rows) in SIZES {
        let mut world = on_a_name((columns, rows));
        world.keys("g w");
        insta::assert_snapshot!(format!("why-{columns}x{rows}"), world.roles());
        world.keys("Esc g n g w");
        assert!(matches!(sheet(&world).about, About::Tie(_)));
        insta::assert_snapshot!(format!("tie-{columns}x{rows}"), world.roles());
    }
}

#[test]
fn two_names_are_merged_and_taken_apart_again() {
    for (columns, rows) in SIZES {
        let mut world = on_a_name((columns, rows));
        let before = names(&world);
        let (text, stories, _) = name(&world).expect("a name");
        let other = before.iter().find(|n| **n != text).expect("another name").clone();
        world.keys(&format!("c m \"{other}\""));
        insta::assert_snapshot!(format!("merge-{columns}x{rows}"), world.roles());
        world.keys("Enter").rest();
        assert_eq!(names(&world).len(), before.len() - 1, "{}", world.text());
        assert!(!names(&world).contains(&text));
        let into = world
            .app
            .sidebar
            .names
            .iter()
            .find(|n| *n.text == *other)
            .expect("it stays");
        assert!(into.stories >= stories);
        world.keys("u");
        assert_eq!(names(&world), before);
    }
}

#[test]
fn a_merged_name_can_be_split_off() {
    let mut world = on_a_name((120, 40));
    let before = names(&world);
    let (text, ..) = name(&world).expect("a name");
    let other = before.iter().find(|n| **n != text).expect("another name").clone();
    world.keys(&format!("c m \"{other}\" Enter")).rest();
    to(&mut world, &other);
    world.keys("c s");
    insta::assert_snapshot!("split-120x40", world.roles());
    world.keys(&format!("\"{text}\" Enter")).rest();
    assert!(names(&world).contains(&text), "{}", world.text());
}

#[test]
fn a_name_gets_another_text_and_kind() {
    let mut world = on_a_name((80, 24));
    let (text, _, kind) = name(&world).expect("a name");
    world.keys("c r Ctrl-u \"새 이름\" Enter").rest();
    assert!(names(&world).contains(&"새 이름".to_owned()), "{}", world.text());
    world.keys("u");
    to(&mut world, &text);
    world.keys("c k");
    insta::assert_snapshot!("retype-80x24", world.roles());
    world.keys("Enter").rest();
    let retyped = world
        .app
        .sidebar
        .names
        .iter()
        .find(|n| *n.text == *text)
        .expect("the name");
    assert_ne!(retyped.kind, kind);
    world.keys("u");
    let back = world
        .app
        .sidebar
        .names
        .iter()
        .find(|n| *n.text == *text)
        .expect("the name");
    assert_eq!(back.kind, kind);
}

#[test]
fn a_name_is_hidden_denied_and_watched() {
    let mut world = on_a_name((80, 24));
    let (text, ..) = name(&world).expect("a name");
    world.keys("c h");
    insta::assert_snapshot!("hidden-80x24", world.roles());
    assert!(!names(&world).contains(&text));
    world.keys("u");
    to(&mut world, &text);
    world.keys("c n");
    insta::assert_snapshot!("deny-80x24", world.roles());
    world.keys("Enter").rest();
    assert!(!names(&world).contains(&text));
    world.keys("u");
    to(&mut world, &text);
    world.keys("w").rest();
    let watched = world
        .app
        .sidebar
        .names
        .iter()
        .find(|n| *n.text == *text)
        .expect("the name");
    assert!(watched.watched);
    insta::assert_snapshot!("watched-80x24", world.roles());
    world.keys(", f");
    world.keys(&format!("\"{text}\" Enter")).rest();
    assert_eq!(
        world.app.list.crumbs.last().map(|c| c.label.to_string()),
        Some(text)
    );
    assert!(world.app.list.len() > 1);
}

#[test]
fn words_of_the_story_become_a_name() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        world.keys("Enter 6 j");
        let before = names(&world);
        world.keys("@ j l 2");
        insta::assert_snapshot!(format!("make-{columns}x{rows}"), world.roles());
        world.keys("Enter").rest();
        assert_eq!(names(&world).len(), before.len() + 1, "{}", world.text());
        world.keys("u");
        assert_eq!(names(&world), before);
    }
}

#[test]
fn corrections_are_made_from_the_card_and_shown_on_it() {
    let mut world = on_a_name((120, 40));
    world.keys("g d");
    world.keys("w").rest();
    assert!(world.text().contains("◉ 지켜봄"), "{}", world.text());
    world.keys("u").rest();
    assert!(!world.text().contains("◉ 지켜봄"));
    world.keys("c r Ctrl-u \"다른 이름\" Enter").rest();
    assert_eq!(
        sheet(&world).hand.as_ref().map(|h| h.text.to_string()),
        Some("다른 이름".to_owned())
    );
    insta::assert_snapshot!("card-renamed-120x40", world.text());
}

#[test]
fn a_prefix_shows_what_can_be_said_of_a_name() {
    let mut world = on_a_name((80, 24));
    world.keys("c").rest();
    insta::assert_snapshot!("correct-80x24", world.roles());
}

#[test]
fn pages_about_names_fit_in_every_language_and_at_every_size() {
    for language in [Language::En, Language::Ja, Language::Zh] {
        for size in [(80, 24), (120, 40), (40, 15), (30, 6)] {
            let mut world = World::in_language(size, language);
            world.keys("Enter e");
            for keys in ["g d", "g m", "g w", "c m", "c r", "c s", "c k", "c n", "@"] {
                world.keys(keys).rest();
                crate::check_frame(&world);
                world.keys("Esc").rest();
            }
            world.keys("g n g w").rest();
            crate::check_frame(&world);
        }
    }
}

#[test]
fn bars_are_ascii_where_borders_are() {
    let mut world = on_a_name((80, 24));
    world.app.settings.screen.borders = jobo::config::settings::Borders::Ascii;
    world.keys("g d");
    assert!(!world.text().contains(['▁', '▃', '█']), "{}", world.text());
}
