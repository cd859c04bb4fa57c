//! The box over everything.

use crossterm::event::KeyCode;
use jobo::app::layout::Pane;
use jobo::app::msg::Msg;
use jobo::app::overlay::Overlay;
use jobo::app::overlay::picker::{Picker, SCOPES};
use jobo::article::language::Language;
use jobo::library::finder::{Goal, Group, Scope};

use crate::world::World;

/// The box on top.
fn picker(world: &World) -> &Picker {
    match world.app.overlays.last() {
        Some(Overlay::Picker(picker)) => picker,
        other => panic!("no box is open but {other:?}"),
    }
}

fn labels(world: &World) -> Vec<String> {
    picker(world).rows().iter().map(|f| f.label.to_string()).collect()
}

/// The groups of the rows, each once.
fn groups(world: &World) -> Vec<Group> {
    let mut groups: Vec<Group> = picker(world).rows().iter().map(|f| f.group).collect();
    groups.dedup();
    groups
}

#[test]
fn the_box_at_every_size() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50), (40, 15), (30, 6)] {
        let mut world = World::new((columns, rows));
        world.keys("s \"하늬\"");
        insta::assert_snapshot!(format!("picker-{columns}x{rows}"), world.roles());
    }
}

#[test]
fn the_box_before_anything_is_typed_and_with_nothing_found() {
    let mut world = World::new((80, 24));
    world.keys("j Enter s");
    let newest = world
        .app
        .reader
        .story()
        .expect("a story")
        .header
        .headline
        .to_string();
    assert_eq!(labels(&world)[0], newest, "what was opened last comes first");
    insta::assert_snapshot!("picker-recent", world.text());
    world.keys("\"없을만한말\"");
    assert!(world.text().contains("맞는 것이 없습니다 · Tab 본문까지 찾기"));
    world.keys("Tab");
    assert_eq!(picker(&world).scope, Scope::Bodies);
    insta::assert_snapshot!("picker-bodies", world.text());
}

#[test]
fn every_kind_of_query_finds_the_data_centre() {
    for (typed, reason) in [
        ("하늬데이터", ""),
        ("하늬 데잍", ""),
        ("하늬ㄷㅇㅌ", ""),
        ("ㅎㄴㄷㅇㅌ", ""),
        ("gksmlepdlxj", "한/영 자판"),
        ("하늬 데이터센터", ""),
        ("하니 데이터센터", "비슷한 표기"),
    ] {
        let mut world = World::new((120, 40));
        world.keys(&format!("s \"{typed}\""));
        assert_eq!(labels(&world)[0], "하늬 데이터센터", "{typed}");
        assert!(world.text().contains(reason), "{typed}: {}", world.text());
    }
}

#[test]
fn names_are_found_by_their_other_spellings() {
    let mut world = World::new((120, 40));
    world.keys("s \"@raon\"");
    assert_eq!(picker(&world).scope, Scope::Names);
    let shown = world.text();
    assert!(shown.contains("= 라온"), "{shown}");
    world.keys("Enter");
    assert!(world.app.overlays.is_empty());
    assert_eq!(world.app.list.crumbs.len(), 2);
    assert_eq!(world.app.list.crumbs[1].label.to_string(), "라온");
}

#[test]
fn a_saved_search_is_found_renamed_and_taken_away() {
    let mut world = World::new((120, 40));
    world.keys("g / \"라온 lang:ja\" Enter").rest();
    let found = world.app.list.len();
    assert!(found > 0);
    world
        .keys("g f g i , f \"lang:ja\" F2 Ctrl-u \"이웃 나라\" Enter")
        .rest();
    world.keys("Esc s \"?ㅇㅇㄴ\"");
    assert_eq!(groups(&world), [Group::Searches]);
    assert_eq!(labels(&world), ["이웃 나라"]);
    assert!(world.text().contains("라온 lang:ja"), "{}", world.text());
    insta::assert_snapshot!("picker-searches", world.text());
    world.keys("Enter").rest();
    assert_eq!(world.app.list.len(), found, "{}", world.text());
    world.keys("g i , f \"이웃\" Delete").rest();
    world.keys("Esc s \"?\"");
    assert!(labels(&world).is_empty(), "{}", world.text());
    world.keys("Esc u s \"?\"");
    assert_eq!(labels(&world), ["이웃 나라"]);
}

#[test]
fn a_saved_search_never_takes_the_name_of_another() {
    let mut world = World::new((120, 40));
    for search in ["라온 lang:ja", "라온 lang:ko"] {
        world.keys(&format!("g / \"{search}\" Enter")).rest();
        world.keys("g f g i").rest();
    }
    world
        .keys(", f \"lang:ja\" F2 Ctrl-u \"라온 lang:ko\" Enter")
        .rest();
    assert!(world.text().contains("이미 있습니다"), "{}", world.text());
    world.keys("Esc s \"?\"");
    assert_eq!(labels(&world).len(), 2, "{}", world.text());
    world
        .keys("Esc , f \"lang:ja\" F2 Ctrl-u \"이웃 나라\" Enter")
        .rest();
    world.keys("s \"?ㅇㅇㄴ\"");
    assert_eq!(labels(&world), ["이웃 나라"], "{}", world.text());
}

#[test]
fn a_headline_opens_and_the_box_comes_back_as_it_was() {
    let mut world = World::new((120, 40));
    world.keys("s Tab \"벼리반도체\"");
    assert_eq!(groups(&world), [Group::Titles]);
    let row = picker(&world).rows()[0].goal.clone();
    world.keys("Enter");
    assert_eq!(row, Goal::Story(world.app.reader.row().expect("a story")));
    assert_eq!(world.app.focus, Pane::Reader);
    world.keys("s");
    assert_eq!(&*picker(&world).input.value(), "벼리반도체");
    assert_eq!(picker(&world).scope, Scope::Titles);
    assert_eq!(picker(&world).rows()[0].goal, row);
    // What was typed last gives way to the first letter.
    world.keys("\"라온\"");
    assert_eq!(&*picker(&world).input.value(), "라온");
}

#[test]
fn alt_enter_opens_and_stays() {
    let mut world = World::new((120, 40));
    world.keys("s Tab \"라온\" Down Alt-Enter");
    assert_eq!(picker(&world).cursor(), 1);
    let shown = world.app.reader.row().expect("a story");
    assert_eq!(picker(&world).rows()[1].goal, Goal::Story(shown));
    world.keys("Esc");
    assert!(!world.app.reader.preview, "it is opened");
}

#[test]
fn commands_run_from_the_box() {
    let mut world = World::new((120, 40));
    world.keys("s \":본문만\" Enter");
    assert!(world.app.zen && world.app.overlays.is_empty());
    world.keys("Ctrl-p \":toggle-side\" Enter");
    assert!(world.app.layout.sidebar.is_none());
}

#[test]
fn tags_and_outlets_become_lists() {
    let mut world = World::new((120, 40));
    world.keys("# \"배출\" Enter s \"#배\" Enter");
    assert_eq!(world.app.list.crumbs[1].label.to_string(), "#배출");
    assert_eq!(world.app.list.len(), 1);
    world.keys("s \"%한강\" Enter");
    assert!(
        world.app.list.crumbs[1].label.contains("한강"),
        "{:?}",
        world.app.list.crumbs
    );
}

#[test]
fn the_body_scope_hands_over_to_full_text() {
    let mut world = World::new((120, 40));
    world.keys("s \"/합의\" Enter");
    assert!(world.app.overlays.is_empty());
    assert_eq!(world.app.list.crumbs[1].label.to_string(), "“합의”");
    assert!(!world.app.list.is_empty());
}

#[test]
fn the_caret_stands_where_the_next_letter_comes() {
    let mut world = World::new((80, 24));
    world.keys("s");
    let start = world.caret().expect("a caret");
    for (typed, columns) in [("메", 2), ("ㅌ", 4)] {
        world.keys(&format!("\"{typed}\""));
        let caret = world.caret().expect("a caret");
        assert_eq!((caret.x, caret.y), (start.x + columns, start.y));
    }
    // Letters are letters here, whatever keys they are elsewhere.
    world.keys("Ctrl-u \"jkqㅓ\"");
    assert_eq!(&*picker(&world).input.value(), "jkqㅓ");
}

#[test]
fn the_box_opens_and_closes_under_hangul_input() {
    let mut world = World::new((80, 24));
    world.press(KeyCode::Char('ㄴ').into());
    assert!(
        picker(&world).input.is_empty(),
        "the key that opened it is not typed"
    );
    world.keys("\"라온\" Ctrl-ㅊ");
    assert!(world.app.overlays.is_empty());
}

#[test]
fn hostile_text_does_no_harm() {
    let mut world = World::new((80, 24));
    world.keys("s");
    for text in [
        "\u{1b}[31m\u{202e}라온\0\n",
        &"앤트로픽 ".repeat(2_000),
        "ㅏ",
        "(a+)+$",
        "\u{1112}\u{1161}",
    ] {
        world.send(Msg::Paste(text.to_owned()));
        assert!(world.text().starts_with('╭'));
        world.keys("Ctrl-u");
    }
    world.keys("\"ㅋ\" Esc Esc s Backspace Backspace @ Backspace");
    assert_eq!(picker(&world).scope, Scope::All);
}

#[test]
fn an_empty_library_has_its_commands_all_the_same() {
    let mut world = World::filled((80, 24), Language::Ko, Vec::new());
    world.keys("s");
    assert!(
        world.text().contains("아직 아무것도 없습니다"),
        "{}",
        world.text()
    );
    world.keys("\"도움말\"");
    assert_eq!(groups(&world), [Group::Own]);
    world.keys("Enter");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Menu(_))));
}

#[test]
fn the_box_follows_the_library() {
    let mut world = World::new((80, 24));
    world.keys("s Tab \"라온\" Down");
    let (goal, count) = (
        picker(&world).current().expect("a row").goal.clone(),
        labels(&world).len(),
    );
    world.send(Msg::Changed);
    assert_eq!(picker(&world).current().map(|f| f.goal.clone()), Some(goal));
    assert_eq!(labels(&world).len(), count);
    world.resize(40, 15);
    assert!(world.text().contains("라온"));
}

#[test]
fn scopes_that_have_no_room_are_hinted_at() {
    for (size, language) in [
        ((80, 24), Language::En),
        ((80, 24), Language::Ja),
        ((40, 20), Language::Ko),
    ] {
        let mut world = World::in_language(size, language);
        world.keys("Ctrl-p");
        for nth in 0..SCOPES.len() {
            let text = world.text();
            let name = picker(&world).scope_names(&world.app.words)[nth].clone();
            let row = text.lines().find(|row| row.contains(&name)).unwrap_or_default();
            let (first, last) = (SCOPES[0].1, SCOPES[SCOPES.len() - 1].1);
            let (first, last) = (world.app.words.get(first), world.app.words.get(last));
            assert_eq!(row.contains('‹'), !row.contains(first), "{nth} {text}");
            assert_eq!(row.contains('›'), !row.contains(last), "{nth} {text}");
            world.keys("Tab");
        }
    }
}
