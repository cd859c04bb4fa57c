//! Every view in every language at every size: nothing overflows its box, and the lines that name keys are whole.

use jobo::app::overlay::Overlay;
use jobo::article::language::Language;
use ratatui::layout::Rect;

use super::check_frame;
use super::world::World;

/// Views: how they are reached, and words of the catalogue that must stand in them uncut from this width on.
const VIEWS: &[(&str, &[(&str, u16)])] = &[
    ("", &[]),
    ("Enter", &[]),
    ("g a", &[("pane.all-notes", 40)]),
    ("s", &[]),
    ("?", &[("help.title", 40)]),
    ("t c", &[("theme.how", 44), ("pane.themes", 40)]),
    ("Enter e j g d", &[]),
    ("g /", &[("find.everywhere", 60)]),
    (", f", &[("filter.title", 40)]),
    ("Enter i", &[("pane.info", 40)]),
    ("Enter #", &[("pane.tags", 40)]),
    ("Enter |", &[("pipe.how", 80)]),
    ("Enter v", &[("mode.visual", 40)]),
    ("Enter g k", &[]),
    ("g p", &[("pane.settings", 40)]),
];

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 50), (60, 20), (40, 15)];

/// The boxes that are closed on the screen: from an upper left corner to the lower right one.
fn boxes(world: &World) -> Vec<Rect> {
    let frame = world.frame();
    let symbol = |x: u16, y: u16| frame[(x, y)].symbol();
    let (columns, rows) = (frame.area.width, frame.area.height);
    let mut found = Vec::new();
    for y in 0..rows {
        for x in (0..columns).filter(|x| symbol(*x, y) == "╭") {
            let bottom = (y + 1..rows).find(|at| symbol(x, *at) == "╰");
            let right = (x + 1..columns).find(|at| symbol(*at, y) == "╮");
            if let (Some(bottom), Some(right)) = (bottom, right) {
                found.push(Rect::new(x, y, right - x + 1, bottom - y + 1));
            }
        }
    }
    found
}

/// Goes to a view from the list of all stories, looks at it, and goes back.
fn look(world: &mut World, size: (u16, u16), keys: &str, whole: &[(&str, u16)]) {
    world.keys("Esc Esc Esc Esc g l g g").keys(keys).rest();
    check_frame(world);
    let text = world.text();
    let told = format!("{size:?} {keys:?}\n{text}");
    let status = text.lines().nth(usize::from(size.1) - 1).unwrap_or_default();
    assert!(
        size.0 < 60 || !status.contains('…'),
        "the status row is cut: {told}"
    );
    let frame = world.frame();
    if !world.app.overlays.is_empty() {
        for area in boxes(world) {
            for y in area.top() + 1..area.bottom() - 1 {
                let side = frame[(area.right() - 1, y)].symbol();
                assert!(
                    "│├┤┼┴┬┃█▌▐╭╮╯╰".contains(side),
                    "{side:?} in the border at {y}: {told}"
                );
            }
        }
    }
    for (key, from) in whole {
        let words = world.app.words.get(key).to_owned();
        assert!(size.0 < *from || text.contains(&words), "{key} is cut: {told}");
    }
}

#[test]
fn every_view_fits_in_every_language_at_every_size() {
    for language in jobo::app::words::LANGUAGES {
        let mut world = World::in_language((80, 24), language);
        for size in SIZES {
            world.resize(size.0, size.1);
            for (keys, whole) in VIEWS {
                look(&mut world, size, keys, whole);
            }
        }
    }
}

/// The key of the help is always named.
#[test]
fn help_is_named_in_every_language() {
    for language in jobo::app::words::LANGUAGES {
        let mut world = World::in_language((80, 24), language);
        for keys in ["g l", "Enter"] {
            world.keys(keys);
            let text = world.text();
            let status = text.lines().last().unwrap_or_default();
            assert!(
                status.contains(world.app.words.label("help")),
                "{language:?}: {status}"
            );
        }
    }
}

/// The letters of a screen without blanks and borders, so that what is broken into rows reads as one.
fn squeezed(text: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && *c != '│';
    text.chars().filter(plain).collect()
}

/// What a command does and all its keys can be read to the end in the help, also where its row has no room for them.
#[test]
fn the_help_says_all_that_the_row_under_the_cursor_does() {
    for language in jobo::app::words::LANGUAGES {
        // The widest screen shows all in the row itself; one language is enough for that.
        let sizes = [(80, 24), (160, 40)];
        let most = if language == Language::Ko { 2 } else { 1 };
        for size in sizes.into_iter().take(most) {
            let mut world = World::in_language(size, language);
            world.keys("?");
            let rows = match world.app.overlays.last() {
                Some(Overlay::Menu(menu)) => menu.len(),
                other => panic!("{other:?}"),
            };
            for row in 0..rows {
                let Some(Overlay::Menu(menu)) = world.app.overlays.last() else {
                    panic!("the help is gone");
                };
                let choice = menu.shown().nth(row).expect("a row");
                let text = squeezed(&world.text());
                for words in [&choice.detail, &choice.keys] {
                    let whole = text.contains(&squeezed(words));
                    assert!(whole, "{language:?} {size:?} {words}\n{}", world.text());
                }
                world.keys("Down");
            }
        }
    }
}
