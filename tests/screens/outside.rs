//! Commands and hooks of the reader's own, pipes, and addresses for the terminal.

use jobo::app::overlay::Overlay;
use jobo::app::overlay::sheet::About;
use jobo::config::own::Show;

use crate::world::World;

const COMMAND: &str = "
[[command]]
name = \"번역\"
key = \"g v\"
run = [\"trans\", \"-b\", \"--\", \"{headline}\"]
input = \"{text}\"
show = \"output\"

[[command]]
key = \"g V\"
run = [\"cp\", \"{selection}\"]
";

#[test]
fn a_command_of_ones_own_is_a_key_a_row_and_a_choice() {
    let mut world = World::new((120, 40));
    world.configure(COMMAND).keys("Enter g v");
    let ran = world.ran.pop().expect("it ran");
    assert_eq!(
        (ran.name.as_str(), ran.show, ran.hook),
        ("번역", Show::Output, false)
    );
    assert!(
        ran.run.contains(&"{headline}".to_owned()),
        "holes are filled outside"
    );
    let headline = world.app.reader.story().expect("a story").header.headline.clone();
    assert!(ran.holes.contains(&("headline", headline)));
    world.keys("? \"번역\"");
    assert!(world.text().contains("trans -b"), "{}", world.text());
    world.keys("Enter");
    assert_eq!(world.ran.len(), 1, "the help runs it");
    world.right_click(60, 10);
    match world.app.overlays.last() {
        Some(Overlay::Menu(menu)) => assert!(menu.shown().any(|c| c.label.as_str() == "번역")),
        other => panic!("{other:?}"),
    }
    world.keys("Esc g V");
    assert_eq!(world.ran.len(), 1, "nothing is chosen");
    world.keys("v g V");
    assert_eq!(world.ran.len(), 2);
    // Taken out of the file, it is gone.
    world.keys("Esc").configure("").keys("g v");
    assert_eq!(world.ran.len(), 2);
}

#[test]
fn a_text_is_piped_and_the_answer_shown() {
    let mut world = World::new((80, 24));
    world.keys("Enter | \"wc -m\" Enter");
    let ran = world.ran.pop().expect("it ran");
    assert_eq!(ran.run, ["wc", "-m"]);
    assert_eq!(ran.input, "{text}");
    world.send(jobo::app::msg::Msg::Ran {
        name: ran.name,
        lines: vec!["1234".into(), "둘째 줄".into()],
    });
    assert!(matches!(world.app.overlays.last(), Some(Overlay::Sheet(s)) if s.about == About::Output));
    assert!(world.text().contains("둘째 줄"));
    world.keys("Esc v | \"sh -c {text}\" Enter");
    assert!(world.ran.is_empty(), "no text is a script");
}

#[test]
fn hooks_are_told_what_happened() {
    let mut world = World::new((80, 24));
    world.keys("Enter");
    assert!(world.ran.is_empty(), "none is set");
    world.configure(
        "[hooks]\non_open = [\"x\", \"{id}\"]\non_note = [\"x\"]\non_quit = [\"x\"]\non_import = [\"x\"]",
    );
    world.keys("> v Enter");
    let events: Vec<(String, serde_json::Value)> = world
        .ran
        .drain(..)
        .map(|ran| {
            assert!(ran.hook);
            (
                ran.name.to_string(),
                serde_json::from_str(&ran.input).expect("JSON"),
            )
        })
        .collect();
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["on_open", "on_note"]);
    let (story, note) = (&events[0].1, &events[1].1);
    assert_eq!(story["event"], "open");
    assert!(
        story["article"]["headline"]
            .as_str()
            .is_some_and(|h| !h.is_empty())
    );
    assert_eq!(note["notes"][0]["change"], "made");
    world.send(jobo::app::msg::Msg::TakenIn(jobo::library::value::Report {
        added: 2,
        ..Default::default()
    }));
    assert_eq!(world.ran.pop().expect("a hook").name.as_str(), "on_import");
    world.keys("Ctrl-c");
    let last = world.ran.pop().expect("a hook");
    assert!(last.last && world.ended);
}

#[test]
fn addresses_stand_where_they_are_drawn() {
    let mut found = 0;
    for size in [(80, 24), (120, 40), (200, 50), (40, 15)] {
        let mut world = World::new(size);
        world.keys("Enter");
        for _ in 0..world.app.list.len() {
            world.keys("g e");
            for stretch in jobo::ui::links::links(&world.app) {
                let frame = world.app.layout.reader.expect("the reader").inner;
                assert!(frame.contains((stretch.from, stretch.y).into()), "{stretch:?}");
                assert!(stretch.to <= frame.right(), "{stretch:?}");
                found += 1;
            }
            world.keys("i");
            assert!(jobo::ui::links::links(&world.app).is_empty(), "covered");
            world.keys("Esc >");
        }
    }
    assert!(found > 0);
}
