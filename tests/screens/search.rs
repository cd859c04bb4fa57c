//! Searches of the library in the query language, on the screen.

use jobo::app::overlay::Overlay;

use crate::world::World;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

fn is_typing(world: &World) -> bool {
    matches!(world.app.overlays.last(), Some(Overlay::Find(_)))
}

#[test]
fn the_list_follows_a_search_while_it_is_typed() {
    for size in SIZES {
        let mut world = World::new(size);
        let all = world.app.list.len();
        world.keys("g / \"라온 lang:ko\"");
        let found = world.app.list.len();
        assert!(is_typing(&world) && found > 0 && found < all, "{found} of {all}");
        assert!(world.text().contains(&format!("{found}건")), "{}", world.text());
        // A mistake leaves the list and is shown with what was meant.
        world.keys("\" (\"");
        assert_eq!(world.app.list.len(), found);
        assert!(world.text().contains("닫는 괄호가 없습니다"), "{}", world.text());
        world.keys("Enter");
        assert!(is_typing(&world), "a search in error is not left by Enter");
        world.keys("Esc");
        assert!(!is_typing(&world));
        assert_eq!(world.app.list.len(), all, "{}", world.text());
    }
}

#[test]
fn a_second_slash_in_the_empty_field_searches_everywhere() {
    let mut world = World::new((120, 40));
    let all = world.app.list.len();
    world.keys("Enter / / \"name:서하린\" Enter");
    assert!(!is_typing(&world));
    let found = world.app.list.len();
    assert!(found > 0 && found < all);
    // What was found is opened where it stands, and n goes on to the next story.
    world.rest().keys("Enter").rest();
    let row = world.app.reader.row();
    assert!(!world.app.reader.lit.hits.is_empty(), "{}", world.text());
    for _ in 0..64 {
        world.keys("n").rest();
    }
    assert_ne!(world.app.reader.row(), row);
}

#[test]
fn tab_puts_in_what_may_follow() {
    let mut world = World::new((120, 40));
    world.keys("g / \"na\"");
    assert!(world.text().contains("Tab name:"), "{}", world.text());
    world.keys("Tab \"서하린 is:unr\" Tab");
    let Some(Overlay::Find(find)) = world.app.overlays.last() else {
        panic!("the field is open");
    };
    assert_eq!(find.input.text(), "name:서하린 is:unread");
}

#[test]
fn a_search_is_widened_narrowed_and_saved() {
    let mut world = World::new((120, 40));
    world.keys("g / \"라온\" Enter").rest();
    let found = world.app.list.len();
    // Stories in other languages name it in other letters.
    assert!(world.text().contains("다른 표기도 찾음"), "{}", world.text());
    world.keys(", f \"일본어\" Enter").rest();
    let narrowed = world.app.list.len();
    assert!(
        narrowed > 0 && narrowed < found,
        "{narrowed} of {found}: {}",
        world.text()
    );
    world.keys("g f g i , f \"lang:ja\" Enter").rest();
    assert_eq!(world.app.list.len(), narrowed, "{}", world.text());
    world.keys("g i u , f \"lang:ja\"");
    assert!(!world.text().contains("저장한 검색"), "{}", world.text());
}

#[test]
fn the_story_pane_follows_a_list_that_is_entered() {
    for keys in [", f \"Lantern\" Enter", "s \"%江城\" Enter", "g f"] {
        let mut world = World::new((120, 40));
        world.keys(keys).rest();
        let row = world.app.list.current();
        assert!(row.is_some());
        assert_eq!(world.app.reader.row(), row, "{keys}: {}", world.text());
    }
    // A bookmark further down, then the list of bookmarks.
    let mut world = World::new((120, 40));
    world.keys("j j b k g b").rest();
    assert_eq!(world.app.list.len(), 1);
    assert_eq!(
        world.app.reader.row(),
        world.app.list.current(),
        "{}",
        world.text()
    );
    // Nothing in the list, nothing beside it; and the way back shows a story again.
    world.keys("b g i g b").rest();
    assert_eq!(world.app.list.len(), 0);
    assert_eq!(world.app.reader.row(), None, "{}", world.text());
    world.keys("g i").rest();
    assert_eq!(
        world.app.reader.row(),
        world.app.list.current(),
        "{}",
        world.text()
    );
    // What is open to be read stays.
    world.keys("Enter");
    let open = world.app.reader.row();
    world.keys("h , f \"Lantern\" Enter").rest();
    assert_eq!(world.app.reader.row(), open, "{}", world.text());
}

#[test]
fn what_is_put_away_leaves_the_list_and_its_counts() {
    let mut world = World::new((120, 40));
    let before = (world.app.list.len(), world.app.totals.unread);
    world.keys("j d").rest();
    assert_eq!(world.app.list.len(), before.0 - 1, "{}", world.text());
    assert_eq!(world.app.totals.unread, before.1 - 1);
    assert_eq!(world.app.reader.row(), world.app.list.current());
    world.keys("u").rest();
    assert_eq!((world.app.list.len(), world.app.totals.unread), before);
}

#[test]
fn commands_of_other_places_say_so_and_empty_lists_hint_at_ways_out() {
    let mut world = World::new((120, 40));
    world.keys(": \"바뀐 곳\"");
    assert!(
        !world.text().contains("달라진 곳을") && !world.text().contains("notes-compare"),
        "{}",
        world.text()
    );
    world.keys("Esc ? \"notes-compare\" Enter");
    assert!(world.text().contains("에서 쓰는 명령입니다"), "{}", world.text());
    world.keys("Esc Esc g b").rest();
    let status = world.text().lines().last().expect("a row").to_owned();
    assert!(status.contains("gi") && !status.contains("책갈피"), "{status}");
    for key in ["Enter", "b", "d", "r"] {
        let mut world = World::new((120, 40));
        world.keys("g b").rest().keys(key);
        assert!(
            world.text().contains("목록에 기사가 없습니다"),
            "{key}: {}",
            world.text()
        );
    }
}
