//! Searches: what is found, in which order, what of it is lit on the screen, and why.

use jobo::app::Colours;
use jobo::article::language::Language;
use jobo::config::theme::Palette;
use jobo::text::width::Ruler;
use ratatui::style::Modifier;

use crate::world::World;
use crate::{AGENCY, COLUMN, file, seed};

/// A library of a column, A, and an agency's story, B.
fn library(column: impl Into<Vec<u8>>, agency: impl Into<Vec<u8>>) -> World {
    World::filled(
        (120, 120),
        Language::Ko,
        vec![file("A.txt", column), file("B.txt", agency)],
    )
}

/// The two real articles.
fn seeds() -> Option<World> {
    Some(library(seed(0)?, seed(1)?))
}

/// What of the story in the reader is lit on the screen, row by row, each stretch without its blanks.
fn lit(world: &mut World) -> Vec<String> {
    let plain = Palette::of(world.app.theme(), world.app.dark, Colours::None);
    let palette = std::mem::replace(&mut world.app.palette, plain);
    let frame = world.frame();
    world.app.palette = palette;
    let area = world.app.layout.reader.expect("the reader").inner;
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for y in area.top()..area.bottom() {
        let mut x = area.left();
        while x < area.right() {
            let cell = &frame[(x, y)];
            let is_lit = cell.modifier.contains(Modifier::REVERSED);
            if is_lit && !open {
                all.push(String::new());
            }
            open = is_lit;
            if let Some(last) = all.last_mut().filter(|_| is_lit && cell.symbol() != " ") {
                last.push_str(cell.symbol());
            }
            x += Ruler::default().cluster(cell.symbol()).max(1);
        }
    }
    all
}

/// Searches from the list; gives for each story found its file, what is lit, and the reason in the list.
fn search(world: &mut World, typed: &str) -> Vec<(char, Vec<String>, bool)> {
    world.keys(&format!("Esc Esc g l / \"{typed}\" Enter"));
    let mut found = Vec::new();
    let stories = world.app.list.len();
    for place in 0..stories {
        if place > 0 {
            world.keys("j");
        }
        world.rest();
        let story = world.app.reader.story().expect("a story").clone();
        let name = story.sources[0]
            .path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let row = world.app.list.current().expect("a row");
        let similar = world
            .app
            .list
            .near(row)
            .and_then(|tier| world.app.words.reason(tier));
        let says = similar == Some("비슷한 표기");
        if says {
            assert!(world.text().contains("비슷한 표기"), "{}", world.text());
        }
        found.push((name.chars().next().expect("a letter"), lit(world), says));
    }
    found
}

/// Searches and looks: each story found, in order, has exactly this lit, once or more.
fn check(world: &mut World, typed: &str, expected: &[(char, &str, bool)]) {
    let found = search(world, typed);
    let files: Vec<(char, bool)> = found.iter().map(|(file, _, similar)| (*file, *similar)).collect();
    let wanted: Vec<(char, bool)> = expected
        .iter()
        .map(|(file, _, similar)| (*file, *similar))
        .collect();
    assert_eq!(files, wanted, "{typed}");
    for ((file, lit, _), (_, words, _)) in found.iter().zip(expected) {
        assert!(!lit.is_empty(), "{typed}: nothing lit in {file}");
        assert!(lit.iter().all(|l| l == words), "{typed}: {lit:?} in {file}");
    }
}

/// As [`check`], where the order of two equally sure stories is that of their dates.
fn check_both(world: &mut World, typed: &str, words: [&str; 2], similar: bool) {
    let first = search(world, typed).first().map(|(file, ..)| *file);
    let both = [('A', words[0], similar), ('B', words[1], similar)];
    let turned = [both[1], both[0]];
    check(world, typed, if first == Some('A') { &both } else { &turned });
}

/// Case 28.
#[test]
fn a_name_is_found_however_it_is_typed() {
    let names = |world: &mut World| {
        for typed in ["메타", "메ㅌ", "멭", "ㅁㅌ", "apxk"] {
            check_both(world, typed, ["메타", "메타"], false);
            assert_eq!(Ruler::default().width("메타"), 4);
        }
        for typed in ["ㅇㅌㄹㅍ", "dosxmfhvlr"] {
            check_both(world, typed, ["앤트로픽", "앤트로픽"], false);
        }
        check_both(world, "엔트로픽", ["앤트로픽", "앤트로픽"], true);
        for typed in ["라마4", "라마 4"] {
            check_both(world, typed, ["라마4", "라마4"], false);
        }
    };
    if let Some(mut world) = seeds() {
        names(&mut world);
    }
    names(&mut library(COLUMN, AGENCY));
}

/// Case 29.
#[test]
fn other_spellings_come_after_and_say_so() {
    if let Some(mut world) = seeds() {
        let world = &mut world;
        check(
            world,
            "로런스 반데르마텐",
            &[('B', "로런스반데르마텐", false), ('A', "로렌스판데르마텐", true)],
        );
        check(world, "슈퍼인텔리젼스", &[('A', "슈퍼인텔리전스", true)]);
        check(world, "초지능 연구소", &[('B', "초지능연구소", false)]);
        check(world, "초지능연구소", &[('B', "초지능연구소", false)]);
    }
    let mut world = library(COLUMN, AGENCY);
    let world = &mut world;
    check(
        world,
        "라루스 반데르호벤",
        &[('B', "라루스반데르호벤", false), ('A', "라르스판데르호벤", true)],
    );
    check(world, "슈퍼도토리위언회", &[('A', "슈퍼도토리위원회", true)]);
    check(world, "도토리 연구소", &[('B', "도토리연구소", false)]);
    check(world, "도토리연구소", &[('B', "도토리연구소", false)]);
}

/// The find field in the story lights the same columns while it is typed.
#[test]
fn the_find_field_lights_what_is_being_typed() {
    let mut world = library(COLUMN, AGENCY);
    world.keys("g l G Enter");
    for (typed, words) in [
        ("멭", "메타"),
        ("ㅇㅌㄹㅍ", "앤트로픽"),
        ("apxk", "메타"),
        ("엔트로픽", "앤트로픽"),
    ] {
        world.keys(&format!("/ \"{typed}\""));
        let lit = lit(&mut world);
        assert!(
            !lit.is_empty() && lit.iter().all(|l| l == words),
            "{typed}: {lit:?}"
        );
        let cols: usize = world
            .app
            .reader
            .lit
            .hits
            .iter()
            .map(|h| {
                let body = &world.app.reader.story().expect("a story").article.body;
                Ruler::default().width(body.slice(h.start as usize..h.end as usize))
            })
            .next()
            .expect("a hit");
        assert_eq!(cols, Ruler::default().width(words));
        world.keys("Esc");
    }
}
