//! The mouse over every pane, overlay and size.

use crossterm::event::{MouseButton, MouseEventKind};
use jobo::app::layout::Pane;
use jobo::app::msg::Msg;
use jobo::app::overlay::menu::{Entry, Purpose};
use jobo::app::overlay::{Overlay, Pick};
use jobo::article::language::Language;
use proptest::prelude::*;

use crate::world::World;
use crate::{SIZES, at};

/// The cell of some words on the screen.
fn cell(world: &World, words: &str) -> (u16, u16) {
    let text = world.text();
    let found = text
        .lines()
        .enumerate()
        .find_map(|(y, line)| line.find(words).map(|byte| (line.get(..byte).unwrap_or(""), y)));
    let (before, y) = found.unwrap_or_else(|| panic!("{words} is not shown:\n{text}"));
    (world.app.ruler.width(before) as u16, y as u16)
}

/// A cell within a pane, some rows down.
fn within(world: &World, pane: Pane, row: u16) -> (u16, u16) {
    let inner = world.app.layout.frame(pane).expect("the pane is shown").inner;
    (inner.x + 3, inner.y + row)
}

fn chosen(world: &World) -> String {
    let reader = &world.app.reader;
    let bytes = reader.chosen().expect("something is chosen");
    let body = &reader.story().expect("a story").article.body;
    body.slice(bytes.start as usize..bytes.end as usize).to_owned()
}

fn menu_rows(world: &World) -> Vec<String> {
    match world.app.overlays.last() {
        Some(Overlay::Menu(menu)) => menu.shown().map(|c| c.name.to_string()).collect(),
        other => panic!("no menu: {other:?}"),
    }
}

#[test]
fn a_click_selects_and_two_open() {
    for (columns, rows) in SIZES {
        let mut world = World::new((columns, rows));
        let height = world.app.row_height() as u16;
        let (x, y) = within(&world, Pane::List, height);
        world.click(x, y);
        assert_eq!(at(&world).0, 1, "{columns}x{rows}");
        assert_eq!(world.app.focus, Pane::List);
        assert!(
            !world
                .app
                .list
                .header(world.app.list.current().expect("a row"))
                .expect("here")
                .marks
                .read
        );
        world.click(x, y);
        assert_eq!(world.app.focus, Pane::Reader, "{columns}x{rows}");
    }
}

#[test]
fn two_slow_clicks_open_nothing() {
    let mut world = World::new((120, 40));
    let (x, y) = within(&world, Pane::List, 0);
    world.click(x, y);
    world.rest();
    world.click(x, y);
    assert_eq!(world.app.focus, Pane::List);
}

#[test]
fn the_wheel_moves_what_is_under_it() {
    let mut world = World::new((120, 40));
    world.keys("Enter");
    world.keys("g l");
    let (x, y) = within(&world, Pane::Reader, 5);
    world.wheel(x, y);
    assert_eq!((world.app.reader.top(), world.app.focus), (3, Pane::List));
    let before = world.app.list.cursor();
    let (x, y) = within(&world, Pane::List, 5);
    world.wheel(x, y);
    assert!(world.app.list.top() > 0 || world.app.list.cursor() != before);
    assert_eq!(world.app.reader.top(), 3);
}

#[test]
fn a_name_is_followed_where_it_is_clicked() {
    let mut world = World::new((120, 40));
    world.keys("Enter");
    let story = world.app.reader.story().expect("a story").clone();
    let mention = *story.found.mentions.first().expect("a name");
    let name = story.found.names[usize::from(mention.name)].clone();
    // Where the first mention in view stands.
    let hits: Vec<(u16, u16)> = (0..40)
        .flat_map(|y| (0..120).map(move |x| (x, y)))
        .filter(|at| world.app.layout.pane_at(at.0, at.1) == Some(Pane::Reader))
        .collect();
    let mut followed = false;
    for (x, y) in hits {
        world.click(x, y);
        if world.app.following.is_some() {
            followed = true;
            break;
        }
    }
    assert!(followed, "{name:?}");
    // In the sidebar one click does it too.
    let mut world = World::new((120, 40));
    world.keys("Enter");
    let (x, y) = first_name(&world);
    world.click(x, y);
    assert!(world.app.following.is_some());
}

/// The cell of the first name of the sidebar.
fn first_name(world: &World) -> (u16, u16) {
    let row = world
        .app
        .sidebar
        .window()
        .find(|(_, _, row)| matches!(row, jobo::app::sidebar::SideRow::Name(_)))
        .map(|(_, y, _)| y as u16)
        .expect("a name");
    within(world, Pane::Sidebar, row)
}

#[test]
fn dragging_chooses_text_in_one_pane() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50), (40, 15)] {
        let mut world = World::new((columns, rows));
        world.keys("Enter");
        let frame = world.app.layout.reader.expect("the reader").inner;
        let (left, _) = world.app.column().expect("a column");
        let first = (frame.y..frame.bottom())
            .find(|y| {
                world.click(left, *y);
                world.drag((left, *y), (left + 6, *y));
                world.app.reader.selection.is_some()
            })
            .expect("a line of text");
        let one = chosen(&world);
        assert!((1..=7).contains(&one.chars().count()), "{one}");
        // Over the border and the whole screen: still only the story.
        world.drag((left, first), (0, rows));
        let all = chosen(&world);
        assert!(!all.is_empty());
        world.keys("y");
        assert_eq!(
            world.copied.last().map(String::as_str),
            Some(all.trim()),
            "{columns}x{rows}"
        );
        assert!(world.app.reader.selection.is_none());
    }
}

#[test]
fn a_click_takes_a_choice_away() {
    let mut world = World::new((120, 40));
    world.keys("Enter v");
    assert!(world.app.reader.selection.is_some());
    let (x, y) = within(&world, Pane::Reader, 4);
    world.click(x, y);
    assert!(world.app.reader.selection.is_none());
    assert!(world.app.following.is_none());
}

#[test]
fn borders_are_dragged_and_remembered() {
    let outer = |w: &World, pane| w.app.layout.frame(pane).expect("shown").outer;
    let mut world = World::new((120, 40));
    let edge = outer(&world, Pane::List).right() - 1;
    world.drag((edge, 10), (edge + 6, 12));
    assert_eq!(outer(&world, Pane::List).right() - 1, edge + 6);
    let edge = outer(&world, Pane::Sidebar).x;
    world.drag((edge, 10), (edge - 5, 3));
    assert_eq!(outer(&world, Pane::Sidebar).x, edge - 5);
    // A drag far beyond leaves every pane its least room.
    world.drag((edge - 5, 10), (0, 3));
    assert!(outer(&world, Pane::Reader).width >= 32);
    world.keys("=");
    let mut world = World::new((80, 24));
    let y = outer(&world, Pane::Sidebar).y;
    world.drag((5, y), (9, y - 4));
    assert_eq!(outer(&world, Pane::Sidebar).y, y - 4);
    assert_eq!(world.app.session().columns[1], [0, y - 3]);
    world.drag((5, y - 4), (5, 0));
    assert!(outer(&world, Pane::List).height >= 4);
}

#[test]
fn the_right_button_shows_what_can_be_done() {
    for (columns, rows) in SIZES {
        for pane in [Pane::List, Pane::Reader, Pane::Sidebar] {
            let mut world = World::new((columns, rows));
            world.keys(match pane {
                Pane::List => "g l",
                Pane::Reader => "Enter",
                Pane::Sidebar => "Enter e",
            });
            let (x, y) = within(&world, pane, 1);
            world.right_click(x, y);
            let names = menu_rows(&world);
            let wanted = match pane {
                Pane::List => "open",
                Pane::Reader => "follow",
                Pane::Sidebar => "filter-by-entity",
            };
            assert!(names.iter().any(|n| n == wanted), "{pane:?} {names:?}");
            let Some(Overlay::Menu(menu)) = world.app.overlays.last() else {
                unreachable!()
            };
            let area = menu.area((columns, rows));
            assert!(area.right() <= columns && area.bottom() < rows, "{area:?}");
            // Beside it, it closes; what is under it is not clicked.
            let corner = if area.contains((0, 0).into()) {
                (columns - 1, rows - 1)
            } else {
                (0, 0)
            };
            world.click(corner.0, corner.1);
            assert!(world.app.overlays.is_empty(), "{columns}x{rows}");
        }
    }
}

#[test]
fn a_row_of_the_menu_is_done_where_it_is_clicked() {
    let mut world = World::new((120, 40));
    let (x, y) = within(&world, Pane::List, 3);
    world.right_click(x, y);
    insta::assert_snapshot!("mouse-menu-120x40", world.text());
    let Some(Overlay::Menu(menu)) = world.app.overlays.last() else {
        panic!("no menu")
    };
    assert_eq!(menu.purpose, Purpose::Context);
    let area = menu.area((120, 40));
    let is_bookmark = |e: &Entry| matches!(e, Entry::Row(i) if menu.shown().nth(*i).is_some_and(|c| &*c.name == "bookmark"));
    let row = menu
        .window((area.height - 3).into())
        .iter()
        .position(is_bookmark)
        .expect("a row") as u16;
    let story = world.app.list.current().expect("a story");
    let before = world.app.list.header(story).expect("here").marks.bookmarked;
    world.click(area.x + 3, area.y + 2 + row);
    assert!(world.app.overlays.is_empty());
    assert_ne!(
        world.app.list.header(story).expect("here").marks.bookmarked,
        before
    );
}

#[test]
fn a_choice_and_a_name_have_menus_of_their_own() {
    let mut world = World::new((120, 40));
    world.keys("Enter v");
    let (column, row) = {
        let at = world.caret().expect("a caret");
        (at.x, at.y)
    };
    world.right_click(column, row);
    assert_eq!(menu_rows(&world)[0], "copy-selection");
    let mut world = World::new((120, 40));
    world.keys("Enter e j");
    let (x, y) = first_name(&world);
    world.right_click(x, y);
    match world.app.overlays.last() {
        Some(Overlay::Menu(menu)) => {
            assert!(menu.shown().all(|c| matches!(c.pick, Pick::Wish(..))));
        }
        other => panic!("{other:?}"),
    }
    world.keys("Down Enter");
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Sheet(_))));
}

#[test]
fn overlays_take_the_wheel_and_clicks() {
    for (keys, size) in [
        ("?", (120, 40)),
        (":", (80, 24)),
        ("s", (200, 50)),
        ("s", (80, 24)),
        ("t c", (120, 40)),
        ("g a", (80, 24)),
        ("Enter i", (80, 24)),
        ("Enter e j g d", (120, 40)),
    ] {
        let mut world = World::new(size);
        world.keys(keys);
        let open = world.app.overlays.len();
        if open == 0 {
            continue;
        }
        let before = world.text();
        for _ in 0..3 {
            world.wheel(size.0 / 2, size.1 / 2);
        }
        assert_eq!(world.app.overlays.len(), open, "{keys}");
        if keys != "Enter i" {
            assert_ne!(world.text(), before, "{keys}: the wheel moves it");
        }
    }
}

#[test]
fn the_box_over_everything_is_clicked() {
    let mut world = World::new((120, 40));
    world.keys("s \"기\"");
    let Some(Overlay::Picker(picker)) = world.app.overlays.last() else {
        panic!("no box")
    };
    let shape = jobo::app::overlay::picker::Shape::new((120, 40), picker.preview);
    assert!(picker.rows().len() > 2);
    let at = (shape.list.x + 4, shape.list.y + 2);
    world.click(at.0, at.1);
    match world.app.overlays.last() {
        Some(Overlay::Picker(picker)) => assert_eq!(picker.cursor(), 2),
        other => panic!("{other:?}"),
    }
    let (x, y) = cell(&world, "@");
    world.click(x, y);
    match world.app.overlays.last() {
        Some(Overlay::Picker(picker)) => assert_eq!(picker.scope, jobo::library::finder::Scope::Names),
        other => panic!("{other:?}"),
    }
    world.rest();
    world.click(at.0, shape.list.y);
    world.click(at.0, shape.list.y);
    assert!(world.app.overlays.is_empty(), "a double click goes there");
}

#[test]
fn the_mouse_can_be_given_back() {
    let mut world = World::in_language((80, 24), Language::En);
    world.keys("t m");
    assert!(world.text().contains("terminal"), "{}", world.text());
}

fn kind() -> impl Strategy<Value = MouseEventKind> {
    prop_oneof![
        Just(MouseEventKind::Down(MouseButton::Left)),
        Just(MouseEventKind::Up(MouseButton::Left)),
        Just(MouseEventKind::Drag(MouseButton::Left)),
        Just(MouseEventKind::Down(MouseButton::Right)),
        Just(MouseEventKind::Down(MouseButton::Middle)),
        Just(MouseEventKind::ScrollDown),
        Just(MouseEventKind::ScrollUp),
        Just(MouseEventKind::ScrollLeft),
        Just(MouseEventKind::Moved),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_events_at_any_size_do_no_harm(
        size in (0_u16..170, 0_u16..50),
        steps in proptest::collection::vec(
            (kind(), 0_u16..180, 0_u16..55, proptest::option::weighted(0.15, 0_usize..9)),
            1..60,
        ),
    ) {
        const KEYS: &[&str] = &["?", "s", "g a", "Enter", "t c", "f", "@", "Esc", "v"];
        let mut world = World::new((80, 24));
        world.send(Msg::Resize(size.0, size.1));
        for (kind, x, y, key) in steps {
            if let Some(key) = key {
                world.keys(KEYS[key]);
            }
            world.mouse(kind, (x, y));
            if world.ended {
                break;
            }
        }
        world.rest();
    }
}

#[test]
fn a_click_in_a_note_places_the_caret() {
    for size in [(80, 24), (120, 40), (40, 16)] {
        let mut world = World::new(size);
        world.keys("Enter g k \"가나다라\" Enter \"마바사\"");
        let end = world.caret().expect("a caret");
        world.click(end.x - 2, end.y - 1);
        world.keys("\"x\"");
        assert!(world.text().contains("가나x다라"), "{}", world.text());
        // Beyond the last row is the last row.
        world.click(end.x - 4, end.y + 1);
        world.keys("\"y\"");
        assert!(world.text().contains("마y바사"), "{}", world.text());
        world.keys("Tab \"갈대\"");
        let tags = world.caret().expect("a caret");
        world.click(end.x, end.y);
        assert_eq!(world.caret().map(|c| c.y), Some(end.y), "{}", world.text());
        world.click(tags.x - 2, tags.y);
        world.keys("\"z\"");
        assert!(world.text().contains("갈z대"), "{}", world.text());
    }
}

#[test]
fn a_click_in_a_field_places_the_caret() {
    for (keys, x, y) in [("s", 4, 1), ("?", 4, 1), ("/", 0, 23)] {
        let mut world = World::new((80, 24));
        world.keys("Enter").keys(keys).keys("\"가나ab\"");
        let end = world.caret().expect("a caret");
        assert_eq!(end.y, y, "{keys}");
        let start = end.x - 6;
        assert!(x == 0 || x == start, "{keys}: {end:?}");
        world.click(start + 2, y);
        assert_eq!(world.caret().map(|c| c.x), Some(start + 2), "{keys}");
        world.keys("\"x\"");
        assert!(world.text().contains("가x나ab"), "{}", world.text());
        world.click(start + 20, y);
        assert_eq!(
            world.caret().map(|c| c.x),
            Some(end.x + 1),
            "{keys}: beyond the text is its end"
        );
    }
}
