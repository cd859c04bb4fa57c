use proptest::prelude::*;

use super::*;
use crate::article::id::{ArticleId, StoryId};
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::Desk;
use crate::library::note::{Colour, Hanging, Note, NoteId, NoteView};
use crate::text::Clean;

fn note(name: &str, text: &str) -> Edit {
    let story = StoryId::whole(ArticleId::of("s"));
    let note = Note {
        id: NoteId::of(name),
        on: Hanging { story, anchor: None },
        colour: Colour::Green,
        text: Clean::body(text),
        tags: vec!["둑".into()],
        made: None,
    };
    Edit::Note {
        note: Box::new(note),
        on: true,
    }
}

fn text(name: &str, text: &str, was: &str) -> Edit {
    let story = StoryId::whole(ArticleId::of("s"));
    Edit::NoteText {
        story,
        note: NoteId::of(name),
        text: Clean::body(text),
        was: Clean::body(was),
    }
}

fn do_it(desk: &mut Desk, edit: Edit) {
    desk.writer.edit(Cause::Deliberate, &[edit]).unwrap();
}

/// Names, texts and tags of all notes.
fn notes(desk: &Desk) -> Vec<String> {
    let rows = desk.reader.note_order(&NoteView::default()).unwrap();
    let notes = desk.reader.notes(&rows).unwrap();
    let mut said: Vec<String> = notes
        .iter()
        .map(|n| format!("{:?} {}", n.note, n.changed))
        .collect();
    said.sort();
    said
}

#[test]
fn two_devices_meet_in_a_folder() {
    let (mut one, mut two) = (Desk::new(), Desk::new());
    let folder = tempfile::tempdir().unwrap();
    let meeting = folder.path().join("new/meeting");
    do_it(&mut one, note("a", "처음"));
    assert_eq!(
        one.writer.sync(&meeting).unwrap(),
        Synced {
            sent: 1,
            devices: 1,
            ..Synced::default()
        }
    );
    assert_eq!(
        two.writer.sync(&meeting).unwrap(),
        Synced {
            received: 1,
            devices: 1,
            ..Synced::default()
        }
    );
    // Both go on without each other.
    do_it(&mut one, text("a", "하나의 글", "처음"));
    do_it(&mut two, text("a", "둘의 글", "처음"));
    do_it(&mut two, note("b", "새것"));
    for _ in 0..2 {
        one.writer.sync(&meeting).unwrap();
        two.writer.sync(&meeting).unwrap();
    }
    assert_eq!(notes(&one), notes(&two));
    let noted = one.reader.note(NoteId::of("a")).unwrap().unwrap();
    assert_eq!(noted.texts, 2);
    assert!(noted.note.text.contains("하나의 글") && noted.note.text.contains("둘의 글"));
    // Again it changes nothing, not a byte.
    let bytes = |path: &Path| {
        journals(path)
            .unwrap()
            .iter()
            .map(|p| fs::read(p).unwrap())
            .collect::<Vec<_>>()
    };
    let before = bytes(&meeting);
    assert_eq!(
        one.writer.sync(&meeting).unwrap(),
        Synced {
            devices: 2,
            ..Synced::default()
        }
    );
    assert_eq!(bytes(&meeting), before);
    // What another device did is not taken back by undo.
    assert_eq!(one.writer.undo().unwrap().len(), 1);
    assert!(
        one.reader
            .note(NoteId::of("a"))
            .unwrap()
            .unwrap()
            .note
            .text
            .contains("둘의 글")
    );
}

#[test]
fn a_third_device_hears_of_the_first_through_the_second() {
    let (mut one, mut two, mut three) = (Desk::new(), Desk::new(), Desk::new());
    let folder = tempfile::tempdir().unwrap();
    let (early, late) = (folder.path().join("a"), folder.path().join("b"));
    do_it(&mut one, note("a", "글"));
    one.writer.sync(&early).unwrap();
    two.writer.sync(&early).unwrap();
    two.writer.sync(&late).unwrap();
    three.writer.sync(&late).unwrap();
    assert_eq!(notes(&three), notes(&one));
    // And a library made anew gets all of it back.
    let mut again = Desk::new();
    again.writer.sync(&late).unwrap();
    assert_eq!(notes(&again), notes(&one));
}

#[test]
fn what_is_no_edit_is_passed_over() {
    let mut desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("edits-x.jsonl"),
        "{\"id\":\"x-1\"\n\u{0}\u{1}\nnull\n[]\n\n{\"edit\":\"of tomorrow\"}",
    )
    .unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    fs::create_dir(folder.path().join("edits-y.jsonl")).unwrap();
    assert_eq!(desk.writer.sync(folder.path()).unwrap().unread, 5);
    let far = r#"{"id":"z","device":"z","clock":9223372036854775807,"library":"l","cause":"deliberate","edit":"bookmark","story":"00000000000000000000000000","on":true}"#;
    fs::write(folder.path().join("edits-z.jsonl"), far).unwrap();
    assert_eq!(desk.writer.sync(folder.path()).unwrap().unread, 6);
    do_it(&mut desk, note("a", "글"));
    assert!(desk.writer.sync(folder.path()).unwrap().sent > 0);
}

#[test]
fn a_file_in_place_of_the_folder_is_an_error() {
    let mut desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f");
    fs::write(&file, "x").unwrap();
    assert!(desk.writer.sync(&file).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// A journal cut off at any byte, as by a crash or by a carrier at work, loses nothing in the end.
    #[test]
    fn cut_off_anywhere_all_devices_agree_in_the_end(
        steps in prop::collection::vec((0..3usize, 0..3u8, 0..4u8, any::<bool>(), 0..1000usize), 1..10),
    ) {
        let mut desks = [Desk::new(), Desk::new(), Desk::new()];
        let folder = tempfile::tempdir().unwrap();
        for (who, name, words, meet, cut) in steps {
            let desk = &mut desks[who];
            let name = format!("n{name}");
            let was = desk.reader.note(NoteId::of(&name)).unwrap().map(|n| n.note.text);
            match was {
                None => do_it(desk, note(&name, &format!("{who} {words}"))),
                Some(was) => do_it(desk, text(&name, &format!("{who} w{words}"), &was)),
            }
            if meet {
                desk.writer.sync(folder.path()).unwrap();
                let own = folder.path().join(log::name_of(&desk.writer.device));
                let bytes = fs::read(&own).unwrap_or_default();
                let keep = bytes.len() - cut.min(bytes.len());
                fs::write(&own, &bytes[..keep]).unwrap();
            }
        }
        for _ in 0..3 {
            for desk in &mut desks {
                desk.writer.sync(folder.path()).unwrap();
            }
        }
        prop_assert_eq!(notes(&desks[0]), notes(&desks[1]));
        prop_assert_eq!(notes(&desks[1]), notes(&desks[2]));
        prop_assert!(!notes(&desks[0]).is_empty());
    }
}
