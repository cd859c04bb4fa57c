//! Cards, mentions, reasons and corrections of names, on the screen.

use jobo::app::overlay::Overlay;
use jobo::app::overlay::sheet::{About, Goal, Sheet};
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
