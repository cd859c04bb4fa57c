//! Settings that change under the reader, keys of one's own, and what is wrong in either.

use crossterm::event::KeyCode;
use jobo::app::layout::Pane;
use jobo::app::msg::Msg;
use jobo::article::language::Language;

use crate::world::World;

#[test]
fn saved_settings_show_at_once_and_nothing_moves() {
    for size in [(120, 40), (80, 24), (40, 15)] {
        let mut world = World::new(size);
        world.keys("j j Enter 6 j");
        let top = world.app.reader.top_byte();
        let story = world.app.reader.row();
        world.configure(
            "[reader]\nmeasure = 38\nwrap = \"char\"\n[screen]\nhints = false\nborders = \"ascii\"\n",
        );
        assert_eq!(
            (world.app.reader.top_byte(), world.app.reader.row()),
            (top, story),
            "{size:?}"
        );
        assert!(!world.app.hints);
        assert!(world.app.reader.measure().is_some_and(|m| m.columns <= 38));
        assert!(!world.text().contains('╭'));
        world.configure("");
        assert_eq!(
            (world.app.reader.top_byte(), world.app.reader.row()),
            (top, story),
            "{size:?}"
        );
        assert!(world.app.hints);
    }
}

#[test]
fn what_the_file_did_not_change_stays_as_the_reader_has_it() {
    let mut world = World::new((200, 50));
    world.keys("+ t k t h , t");
    let (measure, order) = (world.app.reader.measure(), world.app.list.at(0));
    world.configure("[screen]\nmouse = false\n");
    assert_eq!(
        (world.app.reader.measure(), world.app.list.at(0)),
        (measure, order)
    );
    assert!(!world.app.hints && !world.app.name_marks);
    world.configure("[reader]\nnames = false\n[list]\nsort = \"outlet\"\n");
    assert_eq!(world.app.list.at(0), order, "the reader chose another order");
}

#[test]
fn the_order_of_the_file_is_taken_where_the_reader_chose_none() {
    let mut world = World::new((120, 40));
    world.keys("j j j");
    let (row, first) = (world.app.list.current(), world.app.list.at(0));
    world.configure("[list]\nsort = \"title\"\n");
    assert_eq!(world.app.list.current(), row, "the cursor stays on its story");
    assert_ne!(world.app.list.at(0), first);
}

#[test]
fn own_keys_hold_from_then_on_and_are_named_everywhere() {
    let mut world = World::new((120, 40));
    world.configure(
        "[keys.all]\ndown = [\"Ctrl-j\", \"Down\"]\nbookmark = \"B\"\n[keys.list]\nfind = \"v v\"\n",
    );
    world.keys("j");
    assert_eq!(world.app.list.cursor(), 0, "j is nothing now");
    world.keys("Ctrl-j");
    assert_eq!(world.app.list.cursor(), 1);
    let hints = world.text().lines().last().expect("a row").to_owned();
    assert!(
        hints.contains("B 책갈피") && hints.contains("vv 이 칸에서"),
        "{hints}"
    );
    world.keys("v").rest();
    assert!(world.app.which_key);
    assert!(world.text().contains("v  이 칸에서"), "{}", world.text());
    world.keys("Esc ? \"책갈피\"");
    assert!(
        world
            .text()
            .lines()
            .any(|l| l.contains("책갈피") && l.contains(" B ")),
        "{}",
        world.text()
    );
    world.keys("Esc ? \"찾기\"");
    assert!(world.text().contains("목록: vv"), "{}", world.text());
    world.keys("Esc i Ctrl-j");
    let top = match world.app.overlays.last() {
        Some(jobo::app::overlay::Overlay::Info(info)) => info.top,
        other => panic!("{other:?}"),
    };
    assert_eq!(top, 1, "it moves in a page too");
}

#[test]
fn own_keys_are_reached_with_a_hangul_keyboard() {
    let mut world = World::new((120, 40));
    world.configure("[keys.all]\ndown = [\"n\", \"x y\"]\nup = \"ㅂ\"\n[keys.list]\nmark-item = []\n");
    world.keys("ㅜ");
    assert_eq!(world.app.list.cursor(), 1, "ㅜ is n");
    world.send(Msg::Key(KeyCode::Char('ㅌ').into()));
    world.send(Msg::Key(KeyCode::Char('ㅛ').into()));
    assert_eq!(world.app.list.cursor(), 2, "ㅌ and ㅛ are x and y");
    world.keys("q");
    assert_eq!(world.app.list.cursor(), 1, "ㅂ in the file is q");
}

#[test]
fn presets_change_the_keys() {
    let mut world = World::new((120, 40));
    world.configure("[keys]\npreset = \"newsboat\"\n");
    world.keys("Enter");
    assert_eq!(world.app.focus, Pane::Reader);
    world.keys("g l N");
    assert!(!world.ended);
    world.keys("Q");
    assert!(world.ended, "Q quits");
    let mut world = World::new((120, 40));
    world.configure("[keys]\npreset = \"arrows\"\n");
    world.keys("j");
    assert_eq!(world.app.list.cursor(), 0);
    world.keys("Down Ctrl-f");
    assert_eq!((world.app.list.cursor(), world.app.overlays.len()), (1, 1));
}

#[test]
fn mistakes_are_told_in_one_line_and_shown_in_full() {
    let wrong = "[reader]\nmesure = 72\n[screen]\nhints = \"ja\"\n[keys.all]\ndown = \"F9\"\nup = \"F9\"\n";
    for language in jobo::app::words::LANGUAGES {
        for size in [(120, 40), (80, 24), (40, 15)] {
            let mut world = World::in_language(size, language);
            world.configure(wrong);
            assert!(
                world
                    .app
                    .status
                    .toast
                    .as_ref()
                    .is_some_and(|t| t.fault && t.text.contains('3'))
            );
            world.keys("g p");
            let shown = world.text();
            assert!(shown.contains("config.toml:2:1") || size == (40, 15), "{shown}");
            if language == Language::Ko && size == (80, 24) {
                assert!(
                    shown.contains("2 | mesure = 72") && shown.contains("    ^^^^^^"),
                    "{shown}"
                );
                assert!(shown.contains("‘reader.measure’를 뜻했나요?"), "{shown}");
            }
            world.keys("j Enter");
            assert_eq!(world.edited.last().map(|(_, line)| *line), Some(2));
            world.keys("End Enter");
            assert_eq!(world.edited.last().map(|(_, line)| *line), Some(7));
            world.configure("");
            let sound = world.app.words.get("settings.sound").to_owned();
            assert!(
                world.text().contains(&sound),
                "the page follows: {}",
                world.text()
            );
            world.keys("q t ,");
            assert_eq!(world.edited.last().map(|(_, line)| *line), Some(0));
        }
    }
}

#[test]
fn settings_that_say_the_same_say_nothing() {
    let mut world = World::new((80, 24));
    world.configure("theme = \"nord\"\n").rest();
    assert_eq!(world.app.status.toast, None);
    let given = world.given();
    let setup = jobo::config::Setup::read(&given);
    let words = world.app.words.clone();
    world.send(Msg::Settings(Box::new((setup, words))));
    assert_eq!(world.app.status.toast, None);
}

#[test]
fn the_language_changes_with_the_file() {
    let mut world = World::new((120, 40));
    world.keys("j Enter 4 j");
    let top = world.app.reader.top_byte();
    let setup = jobo::config::Setup::read(&world.given());
    let words = jobo::app::words::Words::of(Language::En);
    world.send(Msg::Settings(Box::new((setup, words))));
    let shown = world.text();
    assert!(shown.contains("Read on") && shown.contains("Sample"), "{shown}");
    assert!(!shown.contains("이어 읽기"), "{shown}");
    assert_eq!(world.app.reader.top_byte(), top);
}
