//! The tour: the strip names the next key, sees that it was pressed, and is never in the way.

use jobo::app::tour::STEPS;
use jobo::app::words::LANGUAGES;

use super::SIZES;
use super::world::{Answers, World};

#[test]
fn each_key_that_is_named_leads_to_the_next_step() {
    let mut world = World::new((120, 40));
    world.keys("t g");
    let step = |world: &World| world.app.tour.map(|tour| tour.step);
    for (n, keys) in [
        "j",
        "Enter",
        "Space",
        "f",
        "Esc e",
        "Enter",
        "Backspace",
        "g d",
        "Esc /",
        "Esc b",
        "u",
        "s",
        "Esc ?",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(step(&world), Some(n), "{}", world.text());
        let strip = format!("{}/{}", n + 1, STEPS.len());
        assert!(world.text().contains(&strip), "{strip}: {}", world.text());
        world.keys(keys).rest();
    }
    assert_eq!(step(&world), Some(STEPS.len()));
    world.keys("Esc").rest();
    assert!(world.text().contains("둘러보기를 마쳤습니다"), "{}", world.text());
    world.keys("t g");
    assert!(!world.text().contains("둘러보기를"), "{}", world.text());
}

#[test]
fn steps_are_passed_over_and_come_back() {
    let mut world = World::new((80, 24));
    world.keys("t g ] t ] t");
    assert_eq!(world.app.tour.map(|tour| tour.step), Some(2));
    world.keys("[ t");
    assert_eq!(world.app.tour.map(|tour| tour.step), Some(1));
    world.keys("b b");
    assert_eq!(
        world.app.tour.map(|tour| tour.step),
        Some(1),
        "other keys do what they do"
    );
}

#[test]
fn it_is_taken_up_in_the_next_session() {
    let mut world = World::new((80, 24));
    world.keys("t g j Enter");
    let mut world = world.restart(Answers::InOrder);
    assert!(world.app.tour.is_none(), "it does not come by itself");
    world.keys("t g");
    assert_eq!(world.app.tour.map(|tour| tour.step), Some(2));
}

#[test]
fn the_strip_fits_every_screen_in_every_language() {
    for language in LANGUAGES {
        for size in SIZES {
            let mut world = World::in_language(size, language);
            world.keys("t g");
            for step in 0..=STEPS.len() {
                let words = world.app.tour_words().expect("it says something");
                let Some(strip) = world.app.layout.strip else {
                    assert!(size.1 < 10, "{size:?} has room for it");
                    break;
                };
                assert_eq!(usize::from(strip.height), world.app.tour_rows(&words).len());
                let last = world.app.tour_rows(&words).last().map_or(0, |row| row.end);
                let whole = last as usize >= words.trim_end().len();
                assert!(
                    whole || size.0 < 60,
                    "{language:?} {size:?} step {step} is cut: {words}"
                );
                let below = world.app.layout.status.y;
                assert_eq!(strip.bottom(), below, "it stands on the status row");
                world.keys("] t");
            }
        }
    }
}
