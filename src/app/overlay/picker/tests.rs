use super::*;
use crate::library::finder::{About, Group};
use crate::library::value::RowId;
use crate::text::pattern::Tier;

fn found(n: u32) -> Found {
    Found {
        group: Group::Titles,
        goal: Goal::Story(RowId(n)),
        label: Clean::new(&n.to_string()),
        lit: Vec::new(),
        tier: Some(Tier::Word),
        about: About::Nothing,
    }
}

fn findings(rows: &[u32], more: bool) -> Findings {
    Findings {
        rows: rows.iter().copied().map(found).collect(),
        hits: rows.len() as u32,
        more,
        ..Findings::default()
    }
}

fn press(picker: &mut Picker, keys: &[KeyCode]) -> Outcome {
    let mut last = Outcome::Used;
    for key in keys {
        last = picker.key((*key).into());
    }
    last
}

fn picker() -> Picker {
    Picker::new(&Memory::default(), Vec::new())
}

fn labels(picker: &Picker) -> Vec<&str> {
    picker.rows().iter().map(|f| &*f.label).collect()
}

#[test]
fn a_letter_before_all_others_chooses_the_scope() {
    for (typed, scope, text) in [
        ("@메타", Scope::Names, "메타"),
        ("＃태그", Scope::Tags, "태그"),
        ("“말", Scope::Notes, "말"),
        ("메@", Scope::All, "메@"),
        ("/본문", Scope::Bodies, "본문"),
        ("@#x", Scope::Tags, "x"),
    ] {
        let mut picker = picker();
        let keys: Vec<KeyCode> = typed.chars().map(KeyCode::Char).collect();
        press(&mut picker, &keys);
        assert_eq!((picker.scope, &*picker.input.value()), (scope, text), "{typed}");
    }
}

#[test]
fn backspace_in_the_empty_field_leaves_the_scope() {
    let mut picker = picker();
    press(
        &mut picker,
        &[KeyCode::Char('@'), KeyCode::Char('a'), KeyCode::Backspace],
    );
    assert_eq!(picker.scope, Scope::Names);
    press(&mut picker, &[KeyCode::Backspace]);
    assert_eq!(picker.scope, Scope::All);
}

#[test]
fn rows_that_come_later_go_below_and_move_nothing() {
    let mut picker = picker();
    picker.take(findings(&[1, 2], true), false);
    press(&mut picker, &[KeyCode::Down]);
    picker.take(findings(&[2, 9], false), true);
    assert_eq!((labels(&picker), picker.cursor()), (vec!["1", "2", "9"], 1));
    // The library changed: the cursor stays on what it was on.
    picker.take(findings(&[5, 1, 2], true), false);
    assert_eq!(picker.cursor(), 2);
    picker.take(findings(&[], false), true);
    assert_eq!(labels(&picker), ["5", "1", "2"]);
}

#[test]
fn enter_waits_for_the_answer_to_what_was_typed() {
    let mut picker = picker();
    picker.take(findings(&[1], false), false);
    assert!(matches!(
        press(&mut picker, &[KeyCode::Char('a'), KeyCode::Enter]),
        Outcome::Used
    ));
    assert_eq!(picker.take(findings(&[], true), false), None);
    assert_eq!(picker.take(findings(&[7], false), true), Some(Deed::Open));
    let Some(Outcome::Chose(found, false)) = picker.chosen(Deed::Open) else {
        panic!("a row")
    };
    assert_eq!(found.goal, Goal::Story(RowId(7)));
    // Nothing found, nothing done.
    press(&mut picker, &[KeyCode::Char('b'), KeyCode::Enter]);
    assert_eq!(picker.take(findings(&[], false), false), None);
    assert!(matches!(press(&mut picker, &[KeyCode::Enter]), Outcome::Used));
}

#[test]
fn what_was_typed_last_time_gives_way() {
    let memory = Memory {
        typed: "메타".into(),
        ..Memory::default()
    };
    for (keys, text) in [
        (vec![KeyCode::Char('라')], "라"),
        (vec![KeyCode::Backspace], ""),
        (vec![KeyCode::End, KeyCode::Char('x')], "메타x"),
        (vec![KeyCode::Down, KeyCode::Backspace], "메"),
        (vec![KeyCode::Tab, KeyCode::Char('x')], "x"),
    ] {
        let mut picker = Picker::new(&memory, Vec::new());
        press(&mut picker, &keys);
        assert_eq!(&*picker.input.value(), text, "{keys:?}");
    }
}

#[test]
fn the_parts_of_the_box_lie_inside_it_at_any_size() {
    for columns in 30..220 {
        for rows in 6..70 {
            for preview in [false, true] {
                let shape = Shape::new((columns, rows), preview);
                assert!(shape.area.right() <= columns && shape.area.bottom() < rows);
                for part in [Some(shape.list), shape.preview, shape.keys]
                    .into_iter()
                    .flatten()
                {
                    assert_eq!(part.intersection(shape.area), part, "{columns}x{rows}");
                }
                assert!(shape.list.height > 0 && (shape.preview.is_none() || shape.list.height > 4));
            }
        }
    }
}
