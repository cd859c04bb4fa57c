use super::*;
use crate::article::anchor::Anchor;
use crate::entity::Kind;
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::{Desk, article, id};
use crate::library::note::{Hanging, Mint, Note, NoteId};
use crate::library::value::{Filter, View};

const BANK: (Kind, &str) = (Kind::Org, "가람은행");

/// A desk with two stories: one names a bank, the other does not.
fn desk() -> (Desk, StoryId, StoryId) {
    let mut desk = Desk::new();
    let (one, other) = (
        article("하나", "가람은행이 금리를 내렸다."),
        article("둘", "비가 왔다."),
    );
    let ids = (id(&one), id(&other));
    desk.named("a", one, &[BANK]);
    desk.named("b", other, &[]);
    (desk, ids.0, ids.1)
}

fn note(desk: &mut Desk, story: StoryId, text: &str) -> NoteId {
    let note = Note {
        id: Mint::default().next_id(),
        on: Hanging { story, anchor: None },
        colour: crate::library::note::Colour::default(),
        text: Clean::body(text),
        tags: Vec::new(),
        made: None,
    };
    let id = note.id;
    edit(
        desk,
        Edit::Note {
            note: Box::new(note),
            on: true,
        },
    );
    id
}

fn edit(desk: &mut Desk, edit: Edit) {
    desk.writer.edit(Cause::Deliberate, &[edit]).unwrap();
    name(desk);
}

fn name(desk: &mut Desk) {
    while let Some(names) = desk.reader.name_notes(2).unwrap() {
        desk.writer.put_note_names(&names).unwrap();
    }
    assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
}

/// The names of a story: how often in its text, in notes, and how many stories name them.
fn names(desk: &Desk, story: StoryId) -> Vec<(String, u32, u32, u32)> {
    let row = desk.reader.row_of(story).unwrap().unwrap();
    let story = desk.reader.story(row).unwrap().unwrap();
    let shown = story.names.iter();
    shown
        .map(|n| (n.text.to_string(), n.here, n.noted, n.stories))
        .collect()
}

fn of(name: &str, here: u32, noted: u32, stories: u32) -> (String, u32, u32, u32) {
    (name.to_owned(), here, noted, stories)
}

#[test]
fn names_of_notes_count_for_their_story_and_go_with_the_note() {
    let (mut desk, one, other) = desk();
    note(&mut desk, one, "가람은행은 왜? 가람은행만?");
    assert_eq!(names(&desk, one), [of("가람은행", 1, 2, 1)]);
    let text = "이것은 삼성전자와 같다.\n삼성전자는 어땠나?";
    let made = note(&mut desk, other, text);
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 2, 1)]);
    let company = desk.reader.names("삼성전자", 1).unwrap()[0].id;
    let view = View {
        filter: Filter {
            names: vec![company],
            ..Filter::default()
        },
        ..View::default()
    };
    let row = desk.reader.row_of(other).unwrap().unwrap();
    assert_eq!(desk.reader.order(&view).unwrap(), [row]);
    let card = desk.reader.card(company).unwrap().unwrap();
    assert_eq!((card.notes, card.name.stories, card.quotes.len()), (1, 1, 1));
    assert!(card.quotes[0].mine && card.quotes[0].sentence.as_str() == "이것은 삼성전자와 같다.");
    let mentions = desk.reader.mentions(company, 0).unwrap();
    assert_eq!((mentions.quotes.len(), mentions.quotes[0].header.row), (1, row));
    // Changed, undone, taken away, brought back.
    edit(
        &mut desk,
        Edit::NoteText {
            story: other,
            note: made,
            text: Clean::body("아무도 없다."),
            was: Clean::body(text),
        },
    );
    assert_eq!(names(&desk, other), []);
    assert_eq!(desk.reader.order(&view).unwrap(), []);
    desk.writer.undo().unwrap();
    name(&mut desk);
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 2, 1)]);
    desk.writer.undo().unwrap();
    name(&mut desk);
    assert_eq!(names(&desk, other), []);
    assert_eq!(desk.reader.names("삼성전자", 1).unwrap(), []);
}

#[test]
fn a_note_says_the_names_of_its_story_by_their_spellings() {
    let (mut desk, one, _) = desk();
    // A name that no list has: only the story knows it.
    let odd = article("셋", "도담나루공방이 문을 열었다.");
    let story = id(&odd);
    desk.named("c", odd, &[(Kind::Org, "도담나루공방")]);
    note(&mut desk, story, "도담나루공방의 첫 손님");
    assert_eq!(names(&desk, story), [of("도담나루공방", 1, 1, 1)]);
    assert_eq!(names(&desk, one), [of("가람은행", 1, 0, 1)]);
}

#[test]
fn names_of_notes_outlive_reading_the_story_anew() {
    let (mut desk, _, other) = desk();
    note(&mut desk, other, "삼성전자는 어땠나?");
    let row = desk.reader.row_of(other).unwrap().unwrap();
    desk.writer.index(vec![(row, Found::default())]).unwrap();
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 1, 1)]);
    desk.writer.rebuild_index().unwrap();
    desk.writer.index(vec![(row, Found::default())]).unwrap();
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 1, 1)]);
    let mut desk = desk.reopen();
    name(&mut desk);
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 1, 1)]);
}

#[test]
fn a_note_that_moves_to_another_story_takes_its_names_along() {
    let (mut desk, one, other) = desk();
    let made = note(&mut desk, other, "삼성전자는 어땠나?");
    let body = desk.reader.body_of(one).unwrap().unwrap();
    let at = body.find("금리").unwrap() as u32;
    edit(
        &mut desk,
        Edit::NoteHang {
            note: made,
            to: Box::new(Hanging {
                story: one,
                anchor: Anchor::new(&body, at..at + 6),
            }),
            was: Box::new(Hanging {
                story: other,
                anchor: None,
            }),
        },
    );
    assert_eq!(names(&desk, other), []);
    assert_eq!(
        names(&desk, one),
        [of("가람은행", 1, 0, 1), of("삼성전자", 0, 1, 1)]
    );
}

#[test]
fn what_the_reader_says_is_not_meant_is_not_counted_in_notes() {
    let (mut desk, _, other) = desk();
    note(&mut desk, other, "삼성전자는 어땠나?");
    let company = desk.reader.names("삼성전자", 1).unwrap().remove(0);
    edit(
        &mut desk,
        Edit::Deny {
            name: company.key.clone(),
            story: Some(other),
            spelling: None,
            on: true,
        },
    );
    assert_eq!(names(&desk, other), []);
    desk.writer.undo().unwrap();
    name(&mut desk);
    assert_eq!(names(&desk, other), [of("삼성전자", 0, 1, 1)]);
    edit(
        &mut desk,
        Edit::Hide {
            name: company.key,
            on: true,
        },
    );
    assert_eq!(names(&desk, other), []);
}
