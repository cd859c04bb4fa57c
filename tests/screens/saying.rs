//! What the screen says: nothing is cut away without a sign, boxes name their keys, and empty ones say why.

use jobo::app::overlay::Overlay;
use jobo::article::language::Language;

use crate::world::World;

fn toast(world: &World) -> String {
    let toast = world.app.status.toast.as_ref();
    toast.map(|t| t.text.to_string()).unwrap_or_default()
}

fn status(world: &World) -> String {
    world.text().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_library_without_tags_says_so_and_opens_no_box() {
    let mut world = World::filled((80, 24), Language::Ko, Vec::new());
    world.keys("g #");
    assert!(world.app.overlays.is_empty(), "{}", world.text());
    assert!(toast(&world).contains("태그가 없습니다"), "{}", toast(&world));
}

#[test]
fn a_list_where_nothing_matches_speaks_of_no_keys() {
    let mut world = World::new((80, 24));
    world.keys(", f \"zzzz\"");
    assert!(world.text().contains("맞는 것이 없습니다"), "{}", world.text());
    world.keys("Esc ? \"zzzz\"");
    assert!(
        world.text().contains("맞는 단축키가 없습니다"),
        "{}",
        world.text()
    );
}

#[test]
fn what_may_follow_a_prefix_is_shown_or_counted() {
    for language in jobo::app::words::LANGUAGES {
        for (size, whole) in [((80, 24), true), ((40, 20), true), ((40, 10), false)] {
            let mut world = World::in_language(size, language);
            world.keys("g").rest();
            let text = world.text();
            let app = &world.app;
            let all = app.keymap.continuations(app.scope(), &app.pending, "");
            let says =
                |n: &usize| text.contains(app.words.fill("prefix.more", &[("n", &n.to_string())]).as_str());
            let left_out = (1..=all.len()).rev().find(says).unwrap_or(0);
            assert_eq!(left_out == 0, whole, "{language:?} {size:?}\n{text}");
            for (_, command) in all.iter().take(all.len() - left_out) {
                let label: String = app.words.label(command.name).chars().take(3).collect();
                assert!(text.contains(label.trim_end()), "{label}\n{text}");
            }
        }
    }
}

#[test]
fn any_letter_is_called_so() {
    for (language, said) in [(Language::Ko, "글자 하나"), (Language::En, "any letter")] {
        let mut world = World::in_language((80, 24), language);
        for keys in ["m", "'"] {
            world.keys("Esc Esc").keys(keys).rest();
            assert!(world.text().contains(said), "{}", world.text());
        }
    }
}

#[test]
fn how_many_are_chosen_is_never_cut_away() {
    let mut world = World::new((80, 24));
    world.keys("v j j");
    let text = world.text();
    let title = text.lines().next().expect("a row");
    assert!(title.contains("3건 고름"), "{text}");
    let (_, from) = title.split_once("고름").expect("the title");
    assert!(
        from.contains(" ─") || from.contains(" ╮"),
        "a blank ends it: {text}"
    );
}

#[test]
fn letters_on_names_say_what_they_are_for() {
    for (keys, said) in [
        ("g d", "카드를 볼 개체의 글자"),
        ("g m", "언급을 볼 개체의 글자"),
        ("g w", "까닭을 볼 개체의 글자"),
        ("c m", "합칠 개체의 글자"),
        ("f", "따라갈 개체나 링크의 글자"),
    ] {
        let mut world = World::new((80, 24));
        world.keys("Enter").keys(keys);
        let shown = matches!(world.app.overlays.last(), Some(Overlay::Hints(_)));
        assert!(shown, "{keys}: {}", world.text());
        let status = status(&world);
        assert!(
            status.contains(said) && status.contains("Esc"),
            "{keys}: {status}"
        );
        assert!(!status.contains("1/"), "{keys}: {status}");
    }
}

#[test]
fn boxes_name_their_keys() {
    for language in jobo::app::words::LANGUAGES {
        let mut world = World::in_language((80, 24), language);
        for (keys, how) in [
            ("?", "help.run"),
            (":", "box.command"),
            (", f", "box.filter"),
            ("Enter i", "box.page"),
        ] {
            world.keys("Esc Esc g l").keys(keys);
            let status = status(&world);
            let words = world.app.words.get(how);
            assert!(status.contains(words), "{language:?} {keys}: {status}");
        }
        world.keys("Esc Esc").right_click(10, 5);
        let status = status(&world);
        assert!(status.contains("Enter") && status.contains("Esc"), "{status}");
        // Whatever else has no room, how to throw a note away is said.
        world.keys("Esc Enter v a");
        let discard = world.app.words.label("note-discard").to_owned();
        let text = world.text();
        assert!(
            text.lines().last().is_some_and(|row| row.contains(&discard)),
            "{text}"
        );
    }
}

#[test]
fn tags_are_suggested_beside_what_the_keys_do() {
    let mut world = World::new((80, 24));
    world.keys("# \"여울 \" Enter j # \"여\"");
    let text = world.text();
    assert!(
        text.contains("#여울") && text.contains(world.app.words.get("tags.how")),
        "{text}"
    );
}

#[test]
fn an_empty_history_says_so_and_a_long_one_uses_its_rows() {
    let mut world = World::filled((120, 40), Language::Ko, Vec::new());
    world.keys("g j");
    assert!(
        world.text().contains("아직 바꾼 것이 없습니다"),
        "{}",
        world.text()
    );
    let mut world = World::new((120, 40));
    world.keys("b");
    let headline = world
        .app
        .list
        .current()
        .and_then(|row| world.app.list.header(row));
    let headline = headline.expect("a row").headline.to_string();
    world.keys("g j");
    assert!(headline.chars().count() > 20, "{headline}");
    assert!(world.text().contains(&headline), "{headline}\n{}", world.text());
}

#[test]
fn saved_searches_that_are_none_yet_are_explained() {
    let mut world = World::new((80, 24));
    world.keys("Ctrl-p ?");
    assert!(world.text().contains("gf로 저장합니다"), "{}", world.text());
}

#[test]
fn today_is_called_today() {
    let mut world = World::new((120, 40));
    world.keys("g t");
    let text = world.text();
    assert!(
        text.lines().next().is_some_and(|row| row.contains("오늘")),
        "{text}"
    );
}

#[test]
fn a_story_without_a_file_has_no_pictures() {
    let mut world = World::new((80, 24));
    world.keys("Enter t i");
    assert!(toast(&world).contains("사진"), "{}", toast(&world));
}
