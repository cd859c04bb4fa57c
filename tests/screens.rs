//! Whole screens: keys are typed over the real sample library and what is drawn is looked at.
//!
//! `INSTA_UPDATE=always cargo test --test screens` writes the pictures anew; look at them before you keep them.

#[path = "screens/fitting.rs"]
mod fitting;
#[path = "screens/mouse.rs"]
mod mouse;
#[path = "screens/names.rs"]
mod names;
#[path = "screens/notes.rs"]
mod notes;
#[path = "screens/outside.rs"]
mod outside;
#[path = "screens/picker.rs"]
mod picker;
#[path = "screens/pictures.rs"]
mod pictures;
#[path = "screens/saying.rs"]
mod saying;
#[path = "screens/search.rs"]
mod search;
#[path = "screens/settings.rs"]
mod settings;
#[path = "screens/themes.rs"]
mod themes;
#[path = "screens/tour.rs"]
mod tour;
#[path = "screens/trust.rs"]
mod trust;
#[path = "screens/watching.rs"]
mod watching;
#[path = "screens/world.rs"]
mod world;

use crossterm::event::KeyCode;
use jobo::app::layout::Pane;
use jobo::app::msg::Msg;
use jobo::app::overlay::{Overlay, Target};
use jobo::article::language::Language;
use proptest::prelude::*;
use world::{Answers, World, text_of};

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 50), (40, 15), (30, 6)];

/// The number of the story under the cursor and the headline of the story in the reader.
fn at(world: &World) -> (usize, String) {
    let headline = world
        .app
        .reader
        .story()
        .map(|s| s.header.headline.to_string())
        .unwrap_or_default();
    (world.app.list.cursor(), headline)
}

fn unread(world: &World) -> u32 {
    world.app.totals.unread
}

/// The first visible words of the reader.
fn top_words(world: &World) -> String {
    let body = &world.app.reader.story().expect("a story").article.body;
    let from = world.app.reader.top_byte() as usize;
    body.slice(from..body.text().len()).chars().take(12).collect()
}

/// The letters that lead to something, apart by blanks.
fn letters_of(world: &World, target: Target) -> String {
    let Some(Overlay::Hints(hints)) = world.app.overlays.last() else {
        panic!("no letters are shown")
    };
    let hint = hints
        .hints
        .iter()
        .find(|h| h.target == target)
        .expect("letters for it");
    hint.letters.chars().flat_map(|c| [c, ' ']).collect()
}

/// Opens the story whose headline holds some words.
fn open(world: &mut World, words: &str) {
    world.keys("g l g g");
    for _ in 0..world.app.list.len() {
        let row = world.app.list.current().expect("a row");
        if world
            .app
            .list
            .header(row)
            .is_some_and(|h| h.headline.contains(words))
        {
            world.keys("Enter");
            return;
        }
        world.keys("j");
    }
    panic!("no headline holds {words}");
}

#[test]
fn the_first_screen_at_every_size() {
    for (columns, rows) in SIZES {
        let world = World::new((columns, rows));
        insta::assert_snapshot!(format!("first-{columns}x{rows}"), world.text());
    }
}

#[test]
fn a_story_is_read_at_every_size() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        world.keys("j j Enter");
        insta::assert_snapshot!(format!("reading-{columns}x{rows}"), world.roles());
    }
}

#[test]
fn the_screen_speaks_four_languages() {
    for language in jobo::app::words::LANGUAGES {
        let mut world = World::in_language((80, 24), language);
        world.keys("Enter");
        insta::assert_snapshot!(format!("language-{}", language.tag()), world.text());
    }
}

#[test]
fn a_terminal_that_is_too_small_gets_one_message() {
    for size in [(29, 24), (80, 5), (1, 1), (2, 5), (0, 0)] {
        let mut world = World::new((80, 24));
        world.resize(size.0, size.1);
        let shown = world.text();
        assert_eq!(
            usize::from(shown.lines().any(|l| !l.is_empty())),
            usize::from(size.0 > 0),
            "{size:?}: {shown}"
        );
        world.resize(80, 24);
        assert!(world.text().contains('╭'));
    }
}

#[test]
fn opening_a_story_marks_it_read_and_nothing_else_does() {
    let mut world = World::new((120, 40));
    let all = unread(&world);
    world.keys("j j k").rest();
    assert_eq!(unread(&world), all, "looking at a story is not reading it");
    world.keys("Enter");
    assert_eq!((unread(&world), world.app.focus), (all - 1, Pane::Reader));
    assert!(world.app.reader.story().expect("a story").header.marks.read);
}

#[test]
fn the_reader_follows_the_cursor_when_it_rests() {
    let mut world = World::new((120, 40));
    let first = at(&world).1;
    world.keys("j");
    assert_eq!(at(&world).1, first, "moving waits for nothing");
    world.rest();
    assert_ne!(at(&world).1, first);
    assert!(world.app.reader.preview);
}

#[test]
fn following_a_name_narrows_the_list_and_back_restores_everything() {
    let mut world = World::new((120, 40));
    world.keys("4 j Enter 3 j");
    let before = (at(&world), world.app.reader.top_byte(), world.app.list.len());
    world.keys("e j Enter");
    let name = world.app.following.expect("a name is followed");
    let narrowed = world.app.list.len();
    assert!(narrowed < before.2, "{narrowed}");
    assert_eq!(world.app.list.crumbs.len(), 2);
    assert!(!world.app.reader.lit.hits.is_empty(), "its mentions are lit");
    assert_eq!(at(&world).1, before.0.1, "the story stays");
    insta::assert_snapshot!("following", world.roles());
    for row in 0..narrowed {
        world.keys("g l g g");
        world.keys(&"j ".repeat(row)).rest();
        assert!(
            world.app.sidebar.names.iter().any(|n| n.id == name),
            "row {row} names it"
        );
    }
    world.keys("Backspace");
    assert_eq!((at(&world).0, world.app.list.len()), (before.0.0, before.2));
    world.rest();
    assert_eq!((at(&world), world.app.reader.top_byte()), (before.0, before.1));
    world.keys("Alt-Right");
    assert_eq!(world.app.list.len(), narrowed);
}

#[test]
fn a_second_name_narrows_further() {
    let mut world = World::new((120, 40));
    world.keys("Enter e j Enter");
    let one = world.app.list.len();
    world.keys("e j j Enter");
    assert_eq!(world.app.list.crumbs.len(), 3);
    assert!(world.app.list.len() <= one);
    world.keys("Backspace");
    assert_eq!((world.app.list.crumbs.len(), world.app.list.len()), (2, one));
}

#[test]
fn mentions_are_stepped_through_across_stories() {
    let mut world = World::new((120, 40));
    world.keys("Enter e j Enter");
    let stories = world.app.list.len();
    assert!(stories > 1, "the sample's names recur");
    let places = world.app.places as usize;
    world.keys("g l g g Enter");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..places + stories {
        let row = world.app.reader.row();
        seen.insert((row, world.app.reader.lit.current));
        world.keys("n");
    }
    let rows: std::collections::BTreeSet<_> = seen.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows.len(), stories, "every story was reached");
    assert!(world.text().contains("마지막 언급입니다"));
    let last = world.app.reader.row();
    world.keys(&"p ".repeat(places));
    assert_ne!(world.app.reader.row(), last);
}

#[test]
fn unread_stories_are_next_when_nothing_is_lit() {
    let mut world = World::new((120, 40));
    world.keys("j j Enter g l g g");
    let opened = at(&world).1;
    world.keys("Enter n");
    assert_eq!(world.app.list.cursor(), 1);
    world.keys("n");
    assert_eq!(world.app.list.cursor(), 3, "the read one is passed over");
    assert_ne!(at(&world).1, opened);
}

#[test]
fn space_reads_to_the_end_and_on() {
    let mut world = World::new((80, 24));
    world.keys("Space");
    let first = at(&world).1;
    let mut pages = 0;
    while at(&world).1 == first {
        world.keys("Space");
        pages += 1;
        assert!(pages < 40, "the end is reached");
    }
    assert!(pages > 1);
    assert_eq!(world.app.list.cursor(), 1);
    assert_eq!(
        world.app.focus,
        Pane::List,
        "reading on from the list leaves the focus there"
    );
}

#[test]
fn words_are_found_lit_and_stepped_through() {
    let mut world = World::new((120, 40));
    world.keys("Enter / \"라온\"");
    let hits = world.app.reader.lit.hits.len();
    assert!(hits > 1, "{}", world.text());
    insta::assert_snapshot!("finding", world.roles());
    world.keys("Enter n");
    assert_eq!(world.app.reader.lit.current, 1);
    world.keys(&"n ".repeat(hits - 1));
    assert_eq!(world.app.reader.lit.current, 0, "from the top again");
    world.keys("p");
    assert_eq!(world.app.reader.lit.current, hits - 1);
    world.keys("Esc");
    assert!(world.app.reader.lit.hits.is_empty());
    world.keys("/ \"없는말이다\" Enter");
    assert!(world.text().contains("‘없는말이다’ 없음"));
}

#[test]
fn words_are_found_in_all_stories() {
    let mut world = World::new((120, 40));
    let all = world.app.list.len();
    world.keys("g / \"솔섬\" Enter");
    let found = world.app.list.len();
    assert!(found > 1 && found < all, "{found}");
    world.keys("Enter");
    assert!(!world.app.reader.lit.hits.is_empty());
    world.keys("Backspace Backspace");
    assert_eq!(world.app.list.len(), all);
    world.keys("g / \"없는말이다\" Enter");
    assert!(world.text().contains("기사가 없습니다"), "{}", world.text());
}

#[test]
fn letters_lead_to_names() {
    let mut world = World::new((120, 40));
    world.keys("Enter f");
    insta::assert_snapshot!("hints", world.roles());
    world.keys("f");
    assert!(world.app.following.is_some());
    assert_eq!(world.app.list.crumbs.len(), 2);
}

#[test]
fn a_digest_item_is_opened_bookmarked_and_left() {
    let mut world = World::new((120, 40));
    open(&mut world, "인공지능이");
    let parent = world.app.reader.story().expect("the digest").clone();
    assert_eq!(parent.items.len(), parent.article.items.len());
    assert!(!parent.items.is_empty());
    let head = parent
        .article
        .body
        .slice(parent.article.items[0].head.start as usize..parent.article.items[0].head.end as usize)
        .to_owned();
    let line = world
        .app
        .reader
        .lines()
        .line_of(parent.article.items[0].head.start);
    let count: String = (line + 1).to_string().chars().flat_map(|d| [d, ' ']).collect();
    world.keys(&format!("{count} g g f"));
    let letters = letters_of(&world, Target::Item(parent.items[0]));
    world.keys(&letters);
    assert_eq!(
        world
            .app
            .reader
            .story()
            .expect("the item")
            .header
            .headline
            .as_str(),
        head
    );
    world.keys("b Backspace");
    assert_eq!(world.app.reader.row(), Some(parent.header.row));
    world.keys("g b");
    assert_eq!(world.app.list.len(), 1, "the item is in the list of bookmarks");
}

#[test]
fn what_is_set_aside_is_one_key_away() {
    let mut world = World::new((120, 40));
    open(&mut world, "벼리반도체");
    world.keys("g e");
    assert!(
        !world.text().contains("사업자등록번호") && world.text().contains("치운 글"),
        "{}",
        world.text()
    );
    world.keys("t f g e");
    assert!(world.text().contains("무단"), "{}", world.text());
}

#[test]
fn marks_on_several_stories_are_one_step_of_undo() {
    let mut world = World::new((120, 40));
    world.keys("x x j x b");
    let bookmarked = |world: &World| {
        let rows: Vec<_> = (0..6).filter_map(|i| world.app.list.at(i)).collect();
        rows.iter()
            .filter(|r| world.app.list.header(**r).is_some_and(|h| h.marks.bookmarked))
            .count()
    };
    assert_eq!(bookmarked(&world), 3);
    world.keys("u");
    assert_eq!(bookmarked(&world), 0);
    world.keys("Ctrl-r");
    assert_eq!(bookmarked(&world), 3);
    world.keys("Esc g b");
    assert_eq!(world.app.list.len(), 3);
    world.keys("u");
    assert_eq!(world.app.list.len(), 0, "the list of bookmarks follows");
    assert!(world.text().contains("책갈피가 없습니다"));
}

#[test]
fn undo_passes_over_what_followed_by_itself_and_says_when_there_is_nothing() {
    let mut world = World::new((120, 40));
    world.keys("Enter b");
    world.keys("u");
    let story = world.app.reader.story().expect("a story");
    assert!(story.header.marks.read && !story.header.marks.bookmarked);
    world.keys("u");
    assert!(world.text().contains("되돌릴 것이 없습니다"));
}

#[test]
fn tags_are_put_on_listed_and_taken_off() {
    let mut world = World::new((120, 40));
    world.keys("Enter # \"꼭읽기 바다\" Enter");
    let story = world.app.reader.story().expect("a story").clone();
    assert!(story.tags.iter().any(|t| &**t == "꼭읽기"));
    world.keys(", f \"꼭읽\" Enter");
    assert_eq!(world.app.list.len(), 1);
    world.keys("u");
    assert_eq!(world.app.list.len(), 0);
}

#[test]
fn the_list_is_narrowed_by_outlet_language_and_date() {
    let mut world = World::new((120, 40));
    let all = world.app.list.len();
    for (typed, least) in [("한강일보", 1), ("일본어", 1), ("2026-05", 1)] {
        world.keys(", f");
        world.keys(&format!("\"{typed}\" Enter"));
        let n = world.app.list.len();
        assert!(n >= least && n < all, "{typed}: {n}");
        world.keys("Backspace");
        assert_eq!(world.app.list.len(), all);
    }
    world.keys(", f \"1999\" Enter");
    assert!(world.text().contains("1999: 기사가 없습니다"), "{}", world.text());
}

#[test]
fn the_order_is_chosen_and_turned() {
    let mut world = World::new((120, 40));
    let first = world.app.list.current();
    world.keys(", ,");
    assert_eq!(world.app.list.current(), first, "the cursor stays on its story");
    assert_eq!(world.app.list.cursor(), world.app.list.len() - 1);
    world.keys(", t g g");
    let titles: Vec<String> = (0..world.app.list.len())
        .filter_map(|i| world.app.list.at(i))
        .filter_map(|r| world.app.list.header(r))
        .map(|h| h.headline.to_string())
        .collect();
    let mut sorted = titles.clone();
    sorted.sort_by_key(|t| t.to_lowercase());
    assert_eq!(titles, sorted);
}

#[test]
fn help_is_searched_and_its_rows_run() {
    let mut world = World::new((80, 24));
    world.keys("?");
    insta::assert_snapshot!("help", world.text());
    world.keys("\"ㅊㄱㅍ\"");
    assert!(
        world.text().contains("책갈피"),
        "initial consonants match: {}",
        world.text()
    );
    world.keys("Esc ? \"본문만\" Enter");
    assert!(world.app.zen);
}

#[test]
fn the_command_line_completes_and_goes_to_places() {
    let mut world = World::new((80, 24));
    world.keys(": \"toggle-side\"");
    insta::assert_snapshot!("command-line", world.text());
    world.keys("Tab Enter");
    assert!(world.app.layout.sidebar.is_none());
    world.keys(": \"7\" Enter");
    assert_eq!(world.app.list.cursor(), 6);
}

#[test]
fn the_keys_that_may_follow_are_shown_after_a_while() {
    let mut world = World::new((80, 24));
    world.keys("g");
    assert!(!world.app.which_key);
    world.rest();
    insta::assert_snapshot!("which-key", world.text());
    world.keys("e");
    assert!(!world.app.which_key);
    assert_eq!(world.app.list.cursor(), world.app.list.len() - 1);
    world.keys("g Esc");
    assert!(world.app.pending.is_empty());
}

#[test]
fn counts_repeat_and_are_shown() {
    let mut world = World::new((80, 24));
    world.keys("1 2");
    assert!(world.text().lines().last().expect("a row").contains("12"));
    world.keys("j");
    assert_eq!(world.app.list.cursor(), 12);
    world.keys("5 g g");
    assert_eq!(world.app.list.cursor(), 4);
}

#[test]
fn facts_are_shown_for_the_asking() {
    let mut world = World::new((80, 24));
    open(&mut world, "벼리반도체");
    world.keys("i");
    let shown = world.text();
    assert!(
        shown.contains("인코딩") || shown.contains("EUC-KR") || shown.contains("파일"),
        "{shown}"
    );
}

#[test]
fn the_words_at_the_top_stay_through_resize_and_restart() {
    let mut world = World::new((120, 40));
    open(&mut world, "벌레가");
    world.keys("9 j");
    let words = top_words(&world);
    for (columns, rows) in [(50, 20), (200, 50), (80, 24), (35, 10), (101, 30), (120, 40)] {
        world.resize(columns, rows);
        assert_eq!(top_words(&world), words, "{columns}x{rows}");
    }
    world.keys("t s t l");
    assert_eq!(top_words(&world), words, "panes hidden");
    world.keys("t s t l");
    assert_eq!(top_words(&world), words, "panes shown");
    for order in [Answers::InOrder, Answers::Reversed] {
        world = world.restart(order);
        assert_eq!(top_words(&world), words, "{order:?}");
        assert_eq!(world.app.focus, Pane::Reader);
        assert!(!world.app.reader.preview);
    }
}

#[test]
fn undoing_twice_at_once_shows_both() {
    let mut world = World::new((120, 40));
    world.keys("Enter b # \"바다\" Enter");
    let before = world.app.reader.story().expect("a story").clone();
    assert!(before.header.marks.bookmarked && before.tags.iter().any(|t| &**t == "바다"));
    world.keys("u u");
    let after = world.app.reader.story().expect("a story");
    assert!(!after.header.marks.bookmarked && after.tags.iter().all(|t| &**t != "바다"));
}

#[test]
fn escaping_from_a_search_puts_everything_back() {
    let mut world = World::new((80, 24));
    open(&mut world, "벌레가");
    world.keys("5 j");
    let top = world.app.reader.top();
    world.keys("/ \"년\"");
    assert!(!world.app.reader.lit.hits.is_empty());
    world.keys("Esc");
    assert_eq!(world.app.reader.top(), top);
    assert!(world.app.reader.lit.hits.is_empty());
}

#[test]
fn marks_reach_chosen_stories_far_outside_the_window() {
    let mut world = World::new((80, 14));
    let all = world.app.list.len();
    world.keys("v G b");
    world.keys("Esc g b");
    assert_eq!(world.app.list.len(), all);
}

#[test]
fn keys_of_a_hangul_keyboard_do_the_same() {
    let latin = "j j k Enter j j z z e j Enter Backspace b g l g e k x b r u f Esc t s t s , , , d n p";
    let jamo: String = latin
        .split(' ')
        .map(|key| {
            let table = "qㅂwㅈeㄷrㄱtㅅyㅛuㅕiㅑoㅐpㅔaㅁsㄴdㅇfㄹgㅎhㅗjㅓkㅏlㅣzㅋxㅌcㅊvㅍbㅠnㅜmㅡ";
            let letters: Vec<char> = table.chars().collect();
            let pair = letters
                .chunks(2)
                .find(|p| key.len() == 1 && p[0] == key.chars().next().unwrap_or(' '));
            pair.map_or(key.to_owned(), |p| p[1].to_string()) + " "
        })
        .collect();
    let (mut a, mut b) = (World::new((120, 40)), World::new((120, 40)));
    a.keys(latin);
    b.keys(&jamo);
    a.app.status.toast = None;
    b.app.status.toast = None;
    assert!(b.app.status.hangul);
    b.app.status.hangul = false;
    assert_eq!(a.text(), b.text());
}

/// Fifty keys that need no text, and the keys in their place while a Hangul keyboard is on.
#[test]
fn fifty_keys_end_on_the_same_screen_but_for_the_badge() {
    let latin = "j j j k Enter j j d u z z e j j Enter Backspace b r g l g g j x j x b Esc t s t s t h t t n p \
                 f Esc , , . i j k q g e v . Esc y t ] [ h l";
    assert!(latin.split_whitespace().count() >= 50);
    let mut screens = Vec::new();
    for keyboard in [false, true] {
        let mut world = World::new((120, 40));
        for key in latin.split_whitespace() {
            let letter = key.chars().next().filter(|_| key.len() == 1);
            let jamo = letter.filter(|_| keyboard).and_then(jamo_of);
            world.keys(&jamo.map_or(key.to_owned(), String::from));
        }
        world.rest();
        let badge = world.app.status.hangul;
        assert_eq!(badge, keyboard);
        let status = world.text().lines().last().expect("a row").to_owned();
        assert_eq!(status.contains(" 한 "), keyboard, "the badge says it: {status}");
        world.app.status.hangul = false;
        screens.push(world.roles());
    }
    assert_eq!(screens[0], screens[1]);
}

/// What a Hangul keyboard types for a letter key.
fn jamo_of(key: char) -> Option<char> {
    ('ㄱ'..='ㅣ').find(|c| jobo::text::hangul::keys(*c).is_some_and(|keys| keys.chars().eq([key])))
}

#[test]
fn a_composed_syllable_is_its_keys_one_after_the_other() {
    for (hangul, latin) in [
        ("ㅓ", "j"),
        ("아", "d k"),
        ("걲", "r j R"),
        ("ㅗ", "h"),
        ("\u{1105}\u{1161}", "f k"),
        ("ￆ", "k"),
        ("＞", ">"),
        ("。", "."),
        ("、", ","),
        ("「ㅗ", "[ h"),
        ("」ㅗ", "] h"),
        ("Ｊ", "J"),
        ("５ㅓ", "5 j"),
    ] {
        let (mut a, mut b) = (World::new((120, 40)), World::new((120, 40)));
        for world in [&mut a, &mut b] {
            world.keys("j j Enter");
        }
        a.keys(&format!("\"{hangul}\""));
        b.keys(latin);
        for world in [&mut a, &mut b] {
            world.rest();
            world.app.status.hangul = false;
        }
        assert_eq!(a.roles(), b.roles(), "{hangul}");
    }
}

#[test]
fn keys_of_a_hangul_keyboard_reach_what_they_should() {
    let mut world = World::new((120, 40));
    world.keys("ㅓ");
    assert_eq!(world.app.list.cursor(), 1);
    world.rest();
    world.keys("／");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Find(_))));
    world.keys("Esc ？");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Menu(_))));
    world.keys("Esc ㅑ");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Info(_))));
    world.keys("ㅂ");
    assert!(world.app.overlays.is_empty(), "ㅂ is q");
    world.keys("Enter Ctrl-ㅇ");
    assert!(!world.ended);
    world.keys("Ctrl-ㅊ");
    assert!(world.ended, "Ctrl and ㅊ is Ctrl-c");
}

#[test]
fn hangul_is_spoken_of_once_and_the_badge_stays_as_long_as_it_is_typed() {
    let mut world = World::new((120, 40));
    let says = |world: &World| world.text().contains("한 박자");
    world.keys("／ Esc");
    assert!(!world.app.status.hangul && !says(&world), "that is no Hangul");
    world.keys("ㅓ");
    assert!(world.app.status.hangul && says(&world));
    world.rest();
    assert!(!says(&world));
    world.keys("ㅏ");
    assert!(world.app.status.hangul && !says(&world), "said once");
    world.keys("Down");
    assert!(world.app.status.hangul);
    world.keys("j");
    assert!(!world.app.status.hangul);
}

#[test]
fn nothing_is_translated_in_a_field_but_commands() {
    let mut world = World::new((120, 40));
    world.keys("/ \"ㅓ한。Ａ\"");
    let typed = |world: &World| {
        let input = world.app.overlays.last().and_then(Overlay::input);
        input.expect("a field").parts().0.to_owned()
    };
    assert_eq!(typed(&world), "ㅓ한。Ａ");
    assert!(!world.app.status.hangul);
    world.keys("Ctrl-ㅈ Ctrl-ㅈ");
    assert_eq!(typed(&world), "ㅓ한", "Ctrl and ㅈ is Ctrl-w");
    world.keys("Ctrl-ㅊ");
    assert!(world.app.overlays.is_empty());
    // The first key of a syllable may open a field; what follows in it is text.
    world.keys("\"네\"");
    assert!(world.app.overlays.is_empty() || typed(&world) == "ㅔ");
}

/// Where the caret of a field is, found by drawing the screen.
fn caret(world: &World) -> Option<(u16, u16)> {
    world.caret().map(|at| (at.x, at.y))
}

#[test]
fn the_caret_stands_in_the_field() {
    for (open, typed) in [
        ("/", "메타"),
        (":", "메타"),
        ("?", "메타"),
        (", f", "메타"),
        ("#", "메타"),
    ] {
        let mut world = World::new((100, 30));
        assert_eq!(caret(&world), None, "no field, no caret");
        world.keys("Enter").keys(open);
        let start = caret(&world).expect("a caret");
        world.keys(&format!("\"{typed}\""));
        let at = caret(&world).expect("a caret");
        assert_eq!(at.0, start.0 + 4, "after {open}");
        // No cursor is drawn: the cell under the caret is like any other.
        let frame = world.frame();
        assert!(
            !frame[at].modifier.contains(ratatui::style::Modifier::REVERSED),
            "{open}"
        );
        let column = |world: &World| caret(world).map(|at| at.0);
        world.keys("Backspace");
        assert_eq!(column(&world), Some(start.0 + 2));
        world.keys("Left");
        assert_eq!(column(&world), Some(start.0));
    }
}

#[test]
fn out_of_fields_the_cursor_waits_on_the_status_row() {
    for size in SIZES {
        let mut world = World::new(size);
        let rest = jobo::ui::rest(&world.app).expect("a status row");
        assert_eq!(rest.y, size.1 - 1, "{size:?}");
        assert!(rest.x < size.0);
        world.keys("ㅓ");
        let with_badge = jobo::ui::rest(&world.app).expect("a status row");
        assert_eq!(with_badge.x, rest.x + 3, "beside the badge");
    }
    let mut world = World::new((80, 24));
    world.resize(10, 3);
    assert_eq!(jobo::ui::rest(&world.app), None);
}

#[test]
fn enter_waits_for_the_syllable_that_comes_after_it() {
    let enter = || Msg::Key(KeyCode::Enter.into());
    let key = |c: char| Msg::Key(KeyCode::Char(c).into());
    let begin = || {
        let mut world = World::new((120, 40));
        world.keys("/ 라");
        world.send(enter());
        assert_eq!(world.app.overlays.len(), 1, "it waits");
        world
    };
    // The last syllable, sent after the key that made the input method give it up.
    let mut world = begin();
    world.send(key('온'));
    assert_eq!(world.app.query.as_deref(), Some("라온"));
    assert!(world.app.overlays.is_empty() && world.app.pending.is_empty() && !world.app.status.hangul);
    // Nothing comes: the time is over.
    let mut world = begin();
    world.rest();
    assert_eq!(world.app.query.as_deref(), Some("라"));
    // Something else comes: Enter first, then that.
    let mut world = begin();
    world.send(key('5'));
    assert_eq!(
        (world.app.query.as_deref(), world.app.count),
        (Some("라"), Some(5))
    );
    // The wait that is over is not taken for a later one.
    world.rest();
    assert_eq!(world.app.count, Some(5));
    // Only one syllable belongs to the field.
    let mut world = begin();
    world.send(key('온'));
    let place = world.app.reader.lit.current;
    world.send(key('ㅜ'));
    assert_ne!(world.app.reader.lit.current, place, "ㅜ is n");
    // In an empty field, too.
    let mut world = World::new((120, 40));
    world.keys("/");
    world.send(enter());
    world.send(key('온'));
    assert_eq!(world.app.query.as_deref(), Some("온"));
}

#[test]
fn what_is_pasted_into_a_search_finds_what_typing_it_finds() {
    let (mut pasted, mut typed) = (World::new((120, 40)), World::new((120, 40)));
    for world in [&mut pasted, &mut typed] {
        world.keys("Enter /");
    }
    pasted.send(Msg::Paste("\u{1105}\u{1161}\u{110b}\u{1169}\u{11ab}".into()));
    typed.keys("\"라온\"");
    assert_eq!(pasted.text(), typed.text());
    assert_eq!(caret(&pasted), caret(&typed));
    typed.keys("Backspace");
    assert!(typed.text().contains("/라 "), "a whole syllable goes");
}

#[test]
fn what_the_terminal_answers_breaks_lines_anew_and_keeps_the_place() {
    let answered = |ruler, dark| Msg::Terminal { ruler, dark };
    for size in [(120, 40), (80, 24), (40, 15)] {
        let mut world = World::new(size);
        world.keys("j j Enter 3 j");
        let (top, words) = (world.app.reader.top_byte(), top_words(&world));
        let wide = jobo::text::width::Ruler {
            ambiguous: 2,
            ..jobo::text::width::Ruler::CAUTIOUS
        };
        world.send(answered(wide, None));
        assert_eq!(world.app.reader.top_byte(), top);
        let shown = world.text();
        assert!(!shown.contains(['│', '╭', '─', '▌', '•']), "{shown}");
        assert!(
            world.app.layout.title.is_some() || shown.contains("+--"),
            "{shown}"
        );
        world.send(answered(jobo::text::width::Ruler::default(), None));
        assert_eq!((world.app.reader.top_byte(), top_words(&world)), (top, words));
        assert!(world.text().contains(['│', '─']) || world.app.layout.title.is_some());
    }
}

#[test]
fn what_the_reader_says_goes_before_what_the_terminal_says() {
    let ruler = jobo::text::width::Ruler {
        ambiguous: 2,
        ..jobo::text::width::Ruler::default()
    };
    let mut world = World::new((80, 24));
    world.app.settings.screen.ambiguous_width = Some(1);
    world.send(Msg::Terminal {
        ruler,
        dark: Some(false),
    });
    assert_eq!((world.app.ruler.ambiguous, world.app.dark), (1, false));
    world.send(Msg::Ground(true));
    assert!(world.app.dark, "the colours of the terminal changed");
    world.keys("t t");
    world.send(Msg::Ground(true));
    assert!(!world.app.dark, "the reader chose");
    let mut world = World::new((80, 24));
    world.app.settings.theme = "dark".into();
    world.send(Msg::Ground(false));
    assert!(world.app.dark);
}

#[test]
fn a_terminal_with_wide_marks_shows_whole_rows() {
    for size in SIZES {
        let mut world = World::new(size);
        let ruler = jobo::text::width::Ruler {
            ambiguous: 2,
            ..jobo::text::width::Ruler::CAUTIOUS
        };
        world.send(Msg::Terminal { ruler, dark: None });
        world.keys("b j");
        let shown = world.text();
        if size == (80, 24) {
            insta::assert_snapshot!("wide-80x24", shown);
        }
        for keys in [
            "Enter", "?", "Esc", ", f", "Esc", ":", "Esc", "e", "f", "Esc", "i", "Esc", "z z",
        ] {
            world.keys(keys);
            check_frame(&world);
        }
    }
}

#[test]
fn states_are_told_without_colours() {
    let mut world = World::new((120, 40));
    let mut seen = Vec::new();
    for keys in ["j", "x", "b", "r", "Tab", "/ \"라온\" Enter", "g l"] {
        world.keys(keys);
        world.app.status.toast = None;
        let shown = world.roles();
        assert!(!seen.contains(&shown), "nothing is seen of {keys}");
        seen.push(shown);
    }
}

#[test]
fn the_mouse_selects_opens_follows_and_scrolls() {
    let mut world = World::new((120, 40));
    world.click(10, 5);
    assert_eq!(world.app.list.cursor(), 2);
    world.click(10, 5);
    assert_eq!(world.app.focus, Pane::Reader);
    let top = world.app.reader.top();
    world.wheel(60, 10);
    assert!(world.app.reader.top() > top || world.app.reader.at_end());
    world.click(95, 2);
    world.click(95, 2);
    assert!(world.app.following.is_some(), "{}", world.text());
}

#[test]
fn copying_takes_what_was_asked_for() {
    let mut world = World::new((120, 40));
    world.keys("Enter y y y t y l");
    assert_eq!(world.copied.len(), 3);
    let story = world.app.reader.story().expect("a story");
    assert!(world.copied[0].starts_with(story.header.headline.as_str()));
    assert!(world.copied[1].len() > 200);
    assert_eq!(world.copied[2], story.header.story.to_string());
}

#[test]
fn an_empty_library_says_what_to_do() {
    let world = World::filled((80, 24), Language::Ko, Vec::new());
    insta::assert_snapshot!("empty", world.text());
}

/// Keys that a reader might press, and some that none would.
fn any_key() -> impl Strategy<Value = String> {
    let named = [
        "Enter",
        "Esc",
        "Tab",
        "Shift-Tab",
        "Space",
        "Backspace",
        "Up",
        "Down",
        "Left",
        "Right",
        "Home",
        "End",
    ];
    let more = [
        "PageUp",
        "PageDown",
        "F1",
        "F5",
        "Ctrl-d",
        "Ctrl-u",
        "Ctrl-r",
        "Ctrl-o",
        "Alt-1",
        "Ctrl-Right",
        "Alt-Left",
    ];
    prop_oneof![
        4 => "[a-pr-z0-9/?:;,.<>{}()#*+_=|'@&-]".prop_map(|s| s),
        2 => proptest::sample::select(named.to_vec()).prop_map(str::to_owned),
        1 => proptest::sample::select(more.to_vec()).prop_map(str::to_owned),
        1 => proptest::char::any().prop_filter("no blank, no quote", |c| !c.is_whitespace() && *c != '"').prop_map(|c| c.to_string()),
        1 => "[ㄱ-ㅣ가-힣]".prop_map(|s| s),
    ]
}

/// No glyph is cut and, where panes have borders, none has a hole.
fn check_frame(world: &World) {
    let frame = world.frame();
    let ruler = world.app.ruler;
    for y in 0..frame.area.height {
        let mut x = 0;
        while x < frame.area.width {
            let width = ruler.cluster(frame[(x, y)].symbol()).max(1);
            assert!(
                x + width <= frame.area.width,
                "a glyph is cut at {x},{y}:\n{}",
                text_of(&frame, ruler)
            );
            for trailing in x + 1..x + width {
                assert_eq!(
                    frame[(trailing, y)].symbol(),
                    " ",
                    "{trailing},{y}:\n{}",
                    text_of(&frame, ruler)
                );
            }
            x += width;
        }
    }
    if world.app.layout.title.is_none() && world.app.overlays.is_empty() && !world.app.which_key {
        let frames = [
            world.app.layout.list,
            world.app.layout.reader,
            world.app.layout.sidebar,
        ];
        let toast = world.app.status.toast.is_some();
        let sides = if ruler.ambiguous == 2 {
            "|+#"
        } else {
            "│╭╮├┤╰╯┬┴┼┃"
        };
        for area in frames.into_iter().flatten().map(|f| f.outer) {
            for y in area.top()..area.bottom().saturating_sub(if toast { 4 } else { 0 }) {
                let (left, right) = (
                    frame[(area.left(), y)].symbol(),
                    frame[(area.right() - 1, y)].symbol(),
                );
                assert!(sides.contains(left), "{left} at {y}:\n{}", text_of(&frame, ruler));
                assert!(
                    sides.contains(right),
                    "{right} at {y}:\n{}",
                    text_of(&frame, ruler)
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size_leave_a_whole_screen(
        keys in proptest::collection::vec(any_key(), 1..60),
        sizes in proptest::collection::vec((0u16..230, 0u16..60), 1..5),
    ) {
        let mut world = World::new((100, 30));
        let share = keys.len().div_ceil(sizes.len());
        for (chunk, (columns, rows)) in keys.chunks(share).zip(sizes) {
            world.resize(columns, rows);
            for key in chunk {
                world.keys(key);
                if world.ended {
                    return Ok(());
                }
            }
            check_frame(&world);
            world.rest();
            check_frame(&world);
        }
    }
}
