use proptest::prelude::*;

use super::*;
use crate::article::anchor::{Page, Standing};
use crate::entity::Kind;
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::{Desk, article, dated, digest, id};
use crate::library::history;
use crate::library::log::{self, Line};
use crate::library::value::{Filter, View};
use crate::library::writer::Care;

const TEXT: &str = "해원시가 둑길을 내년 봄에 다시 연다.\n시는 보강 공사에 34억 원을 쓴다.\n주민은 출입로를 따로 내 달라고 했다.";

pub(super) fn on(text: &str, story: StoryId, quote: &str) -> Hanging {
    let at = text.find(quote).expect("the quote is there") as u32;
    Hanging {
        story,
        anchor: Page::of(text).anchor(at..at + quote.len() as u32),
    }
}

pub(super) fn note(name: &str, on: Hanging, text: &str) -> Note {
    Note {
        id: NoteId::of(name),
        on,
        colour: Colour::Yellow,
        text: Clean::body(text),
        tags: Vec::new(),
        made: None,
    }
}

fn make(desk: &mut Desk, note: &Note) {
    desk.writer
        .edit(
            Cause::Deliberate,
            &[Edit::Note {
                note: Box::new(note.clone()),
                on: true,
            }],
        )
        .unwrap();
}

/// A desk with one story, and the text of its body.
fn desk() -> (Desk, StoryId, Clean) {
    let mut desk = Desk::new();
    let story = article("둑길", TEXT);
    let id = id(&story);
    let body = story.body.text().clone();
    desk.file("a.txt", story);
    (desk, id, body)
}

#[test]
fn a_note_is_there_after_a_restart_and_goes_and_comes_back() {
    let (mut desk, story, body) = desk();
    let mut note = note("a", on(&body, story, "34억 원을"), "둘째 공사도\n- 볼 것");
    note.tags = vec!["공사".into()];
    make(&mut desk, &note);
    let mut desk = desk.reopen();
    let noted = desk.reader.note(note.id).unwrap().unwrap();
    assert_eq!(
        noted.note,
        Note {
            made: noted.note.made,
            ..note.clone()
        }
    );
    assert!(matches!(noted.standing, Some(Standing::Anchored { .. })));
    assert_eq!(noted.header.unwrap().marks.notes, 1);
    assert_eq!(desk.writer.undo().unwrap().len(), 1);
    assert_eq!(desk.reader.note(note.id).unwrap(), None);
    assert_eq!(desk.reader.notes_of(story).unwrap(), []);
    let mut desk = desk.reopen();
    desk.writer.redo().unwrap();
    assert_eq!(desk.reader.notes_of(story).unwrap().len(), 1);
    let row = desk.reader.row_of(story).unwrap().unwrap();
    assert_eq!(desk.reader.headers(&[row]).unwrap()[0].marks.notes, 1);
    assert_eq!(desk.reader.health().unwrap().damage, [""; 0]);
}

#[test]
fn every_change_of_a_note_is_undone_and_redone() {
    let (mut desk, story, body) = desk();
    let note = note("a", on(&body, story, "34억 원을"), "처음");
    make(&mut desk, &note);
    let id = note.id;
    let edits = [
        Edit::NoteText {
            story,
            note: id,
            text: "나중".into(),
            was: "처음".into(),
        },
        Edit::NoteColour {
            story,
            note: id,
            colour: Colour::Pink,
            was: Colour::Yellow,
        },
        Edit::NoteTag {
            story,
            note: id,
            tag: "둑".into(),
            on: true,
        },
        Edit::NoteHang {
            note: id,
            to: Box::new(on(&body, story, "출입로를")),
            was: Box::new(note.on.clone()),
        },
        Edit::Note {
            note: Box::new(note.clone()),
            on: false,
        },
    ];
    let mut states = vec![desk.reader.note(id).unwrap()];
    for edit in &edits {
        let receipt = desk
            .writer
            .edit(Cause::Deliberate, std::slice::from_ref(edit))
            .unwrap();
        assert_eq!(receipt.applied.len(), 1, "{edit:?}");
        // The same once more changes nothing and is kept nowhere.
        let again = desk
            .writer
            .edit(Cause::Automatic, std::slice::from_ref(edit))
            .unwrap();
        assert_eq!(again.unchanged.len(), 1, "{edit:?}");
        states.push(desk.reader.note(id).unwrap());
    }
    let same = |a: &Option<Noted>, b: &Option<Noted>| {
        a.as_ref().map(|n| (&n.note, n.texts, &n.standing))
            == b.as_ref().map(|n| (&n.note, n.texts, &n.standing))
    };
    for n in (0..edits.len()).rev() {
        desk = desk.reopen();
        assert_eq!(desk.writer.undo().unwrap(), [edits[n].inverse()]);
        assert!(same(&desk.reader.note(id).unwrap(), &states[n]), "undo {n}");
    }
    for n in 0..edits.len() {
        desk = desk.reopen();
        assert_eq!(desk.writer.redo().unwrap(), [edits[n].clone()]);
        assert!(same(&desk.reader.note(id).unwrap(), &states[n + 1]), "redo {n}");
    }
}

#[test]
fn a_text_written_meanwhile_is_kept_beside() {
    let (mut desk, story, body) = desk();
    let note = note("a", on(&body, story, "34억"), "처음");
    make(&mut desk, &note);
    let text = |text: &str, was: &str| Edit::NoteText {
        story,
        note: note.id,
        text: Clean::body(text),
        was: Clean::body(was),
    };
    desk.writer
        .edit(Cause::Deliberate, &[text("한 창에서", "처음")])
        .unwrap();
    // Another window began with the text before.
    desk.writer
        .edit(Cause::Deliberate, &[text("다른 창에서", "처음")])
        .unwrap();
    let noted = desk.reader.note(note.id).unwrap().unwrap();
    assert_eq!(
        (noted.note.text.as_str(), noted.texts),
        ("한 창에서\n\n---\n\n다른 창에서", 2)
    );
    let both = noted.note.text.clone();
    desk.writer
        .edit(Cause::Deliberate, &[text("둘을 하나로", &both)])
        .unwrap();
    assert_eq!(
        desk.reader.note(note.id).unwrap().unwrap().note.text,
        "둘을 하나로"
    );
}

#[test]
fn notes_follow_a_new_revision_and_the_old_body_stays() {
    let (mut desk, story, body) = desk();
    let kept = note("a", on(&body, story, "34억 원을"), "");
    let lost = note("b", on(&body, story, "출입로를 따로 내"), "");
    make(&mut desk, &kept);
    make(&mut desk, &lost);
    let new =
        "시의회가 예산을 통과시켰다.\n해원시가 둑길을 내년 봄에 다시 연다.\n시는 보강 공사에 34억 원을 쓴다.";
    desk.file("a.txt", article("둑길", new));
    let standing = |desk: &Desk, note: &Note| desk.reader.note(note.id).unwrap().unwrap().standing.unwrap();
    let now = desk.reader.body_of(story).unwrap().unwrap();
    let Standing::Anchored { at } = standing(&desk, &kept) else {
        panic!("{:?}", standing(&desk, &kept));
    };
    assert_eq!(now.get(at.start as usize..at.end as usize), Some("34억 원을"));
    assert_eq!(standing(&desk, &lost), Standing::Orphan);
    let totals = desk.reader.note_totals().unwrap();
    assert_eq!((totals.notes, totals.anchored, totals.orphans), (2, 1, 1));
    let revision = lost.on.anchor.as_ref().unwrap().revision;
    assert_eq!(desk.reader.revision_text(story, revision).unwrap(), Some(body));
    assert_eq!(
        desk.reader.revision_text(story, ArticleId::of("x")).unwrap(),
        None
    );
    // The file goes; the story stays for its notes.
    desk.writer.forget_missing(desk.source, |_| false).unwrap();
    assert!(desk.reader.row_of(story).unwrap().is_some());
    for note in [kept, lost] {
        desk.writer
            .edit(
                Cause::Deliberate,
                &[Edit::Note {
                    note: Box::new(note),
                    on: false,
                }],
            )
            .unwrap();
    }
    desk.file("b.txt", article("다른", "글"));
    desk.writer.forget_missing(desk.source, |_| false).unwrap();
    assert_eq!(desk.reader.health().unwrap().damage, [""; 0]);
}

#[test]
fn a_note_waits_for_its_story() {
    let mut desk = Desk::new();
    let story = article("둑길", TEXT);
    let (id, body) = (id(&story), story.body.text().clone());
    make(&mut desk, &note("a", on(&body, id, "34억"), "기다림"));
    make(
        &mut desk,
        &note(
            "b",
            Hanging {
                story: id,
                anchor: None,
            },
            "모두",
        ),
    );
    assert_eq!(desk.reader.note_totals().unwrap().absent, 1);
    assert!(
        desk.reader
            .notes_of(id)
            .unwrap()
            .iter()
            .all(|n| n.header.is_none())
    );
    let row = desk.file("a.txt", story);
    assert_eq!(desk.reader.headers(&[row]).unwrap()[0].marks.notes, 2);
    assert_eq!(desk.reader.note_totals().unwrap().anchored, 1);
    assert_eq!(desk.reader.health().unwrap().damage, [""; 0]);
}

#[test]
fn an_item_of_a_digest_has_notes_of_its_own() {
    let mut desk = Desk::new();
    let parent = digest();
    let story = StoryId {
        item: 2,
        ..id(&parent)
    };
    desk.file("d.txt", parent);
    let body = desk.reader.body_of(story).unwrap().unwrap();
    make(&mut desk, &note("a", on(&body, story, "새 칩을"), "칩"));
    let notes = desk.reader.notes_of(story).unwrap();
    assert!(matches!(notes[0].standing, Some(Standing::Anchored { .. })));
    assert_eq!(notes[0].header.as_ref().unwrap().marks.notes, 1);
    assert_eq!(desk.reader.notes_of(StoryId { item: 0, ..story }).unwrap(), []);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of filters")]
fn views_filter_and_sort() {
    let mut desk = Desk::new();
    let old = dated("옛 글", "가람은행이 금리를 내렸다.", 1, 5);
    let new = dated("새 글", "한빛전자가 새 칩을 냈다.", 3, 5);
    let (old_id, new_id) = (id(&old), id(&new));
    let (old_body, new_body) = (old.body.text().clone(), new.body.text().clone());
    desk.named("o.txt", old, &[(Kind::Org, "가람은행")]);
    desk.named("n.txt", new, &[(Kind::Org, "한빛전자")]);
    let mut a = note("a", on(&old_body, old_id, "가람은행이"), "");
    a.colour = Colour::Blue;
    a.made = Some(1_000);
    let mut b = note("b", on(&new_body, new_id, "새 칩을"), "한빛전자의 셈법");
    b.tags = vec!["칩".into(), "볼 것".into()];
    b.made = Some(2_000);
    let c = note(
        "c",
        Hanging {
            story: new_id,
            anchor: None,
        },
        "모두 읽을 것",
    );
    for note in [&a, &b, &c] {
        make(&mut desk, note);
    }
    let reader = &desk.reader;
    let names = |view: NoteView| -> Vec<NoteId> {
        let rows = reader.note_order(&view).unwrap();
        reader.notes(&rows).unwrap().iter().map(|n| n.note.id).collect()
    };
    let filtered = |filter: NoteFilter| {
        names(NoteView {
            filter,
            ..NoteView::default()
        })
    };
    let all = NoteFilter::default();
    assert_eq!(filtered(all.clone()), [c.id, b.id, a.id]);
    let text = |text: &str| NoteFilter {
        text: Some(text.into()),
        ..all.clone()
    };
    assert_eq!(filtered(text("셈법")), [b.id]);
    assert_eq!(filtered(text("가람")), [a.id]);
    assert_eq!(filtered(text("볼 것 칩")), [b.id]);
    assert_eq!(filtered(text("(\"")), []);
    assert_eq!(
        filtered(NoteFilter {
            tag: Some("칩".into()),
            ..all.clone()
        }),
        [b.id]
    );
    assert_eq!(
        filtered(NoteFilter {
            colour: Some(Colour::Blue),
            ..all.clone()
        }),
        [a.id]
    );
    assert_eq!(
        filtered(NoteFilter {
            story: Some(new_id),
            ..all.clone()
        }),
        [c.id, b.id]
    );
    assert_eq!(
        filtered(NoteFilter {
            dates: Some((1_500, 2_500)),
            ..all.clone()
        }),
        [b.id]
    );
    assert_eq!(
        filtered(NoteFilter {
            written: true,
            ..all.clone()
        }),
        [c.id, b.id]
    );
    assert_eq!(
        filtered(NoteFilter {
            fate: Some(Fate::Orphan),
            ..all.clone()
        }),
        []
    );
    assert_eq!(
        filtered(NoteFilter {
            outlet: Some("없음".into()),
            ..all.clone()
        }),
        []
    );
    let name = reader.names("한빛전자", 1).unwrap()[0].id;
    assert_eq!(
        filtered(NoteFilter {
            name: Some(name),
            ..all.clone()
        }),
        [b.id]
    );
    assert_eq!(reader.notes_naming(name).unwrap(), 1);
    let sorted = |sort, reverse| {
        names(NoteView {
            sort,
            reverse,
            ..NoteView::default()
        })
    };
    assert_eq!(sorted(NoteSort::Story, false), [c.id, b.id, a.id]);
    assert_eq!(sorted(NoteSort::Made, true)[..2], [a.id, b.id]);
    assert_eq!(sorted(NoteSort::Colour, false)[2], a.id);
    assert_eq!(reader.note_tags().unwrap().len(), 2);
    assert_eq!(
        reader.note_lookup(b.id.to_string().get(..8).unwrap()).unwrap(),
        [b.id]
    );
}

#[test]
fn a_draft_outlives_a_crash_and_goes_with_the_saving() {
    let (mut desk, story, body) = desk();
    let note = note("a", on(&body, story, "34억"), "");
    let draft = Draft {
        note: note.clone(),
        known: false,
        text: "쓰다 만 글  \n\t".into(),
        caret: 3,
    };
    desk.writer
        .keep_draft(&Draft {
            text: "쓰".into(),
            ..draft.clone()
        })
        .unwrap();
    desk.writer.keep_draft(&draft).unwrap();
    let mut desk = desk.reopen();
    assert_eq!(desk.reader.drafts().unwrap(), std::slice::from_ref(&draft));
    let saved = Note {
        text: "다 쓴 글".into(),
        ..note
    };
    make(&mut desk, &saved);
    assert_eq!(desk.reader.drafts().unwrap(), []);
    desk.writer.keep_draft(&draft).unwrap();
    desk.writer.drop_draft(saved.id).unwrap();
    assert_eq!(desk.reader.drafts().unwrap(), []);
}

#[test]
fn places_have_names_until_they_are_forgotten() {
    let (mut desk, story, body) = desk();
    let first = on(&body, story, "34억");
    let second = on(&body, story, "출입로를");
    let place = |to: Option<&Hanging>, was: Option<&Hanging>| Edit::Place {
        name: "x".into(),
        to: to.cloned().map(Box::new),
        was: was.cloned().map(Box::new),
    };
    desk.writer
        .edit(Cause::Deliberate, &[place(Some(&first), None)])
        .unwrap();
    desk.writer
        .edit(Cause::Deliberate, &[place(Some(&second), Some(&first))])
        .unwrap();
    assert_eq!(desk.reader.named_places().unwrap()[0].to, second);
    desk.writer.undo().unwrap();
    assert_eq!(desk.reader.named_places().unwrap()[0].to, first);
    desk.writer.undo().unwrap();
    assert_eq!(desk.reader.named_places().unwrap(), []);
}

#[test]
fn what_is_put_away_is_out_of_plain_lists() {
    let (mut desk, story, _) = desk();
    let row = desk.reader.row_of(story).unwrap().unwrap();
    let rows = |desk: &Desk, filter: Filter| {
        desk.reader
            .order(&View {
                filter,
                ..View::default()
            })
            .unwrap()
    };
    let away = Filter {
        archived: true,
        ..Filter::default()
    };
    desk.writer
        .edit(Cause::Deliberate, &[Edit::Archive { story, on: true }])
        .unwrap();
    assert_eq!(
        (rows(&desk, Filter::default()), rows(&desk, away.clone())),
        (vec![], vec![row])
    );
    assert!(desk.reader.headers(&[row]).unwrap()[0].marks.archived);
    // It stays put away when its file is read again.
    desk.file("a.txt", article("둑길", "새로 쓴 글이다."));
    assert_eq!(rows(&desk, away.clone()), [row]);
    desk.writer.undo().unwrap();
    assert_eq!(
        (rows(&desk, Filter::default()), rows(&desk, away)),
        (vec![row], vec![])
    );
    for sort in [
        crate::library::value::Sort::Outlet,
        crate::library::value::Sort::Unread,
    ] {
        assert_eq!(
            desk.reader
                .order(&View {
                    sort,
                    ..View::default()
                })
                .unwrap(),
            [row]
        );
    }
}

#[test]
fn a_library_of_before_notes_is_brought_up_to_date() {
    use crate::library::schema::{self, MIGRATIONS};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.jobo");
    let first = MIGRATIONS
        .iter()
        .position(|sql| sql.contains("CREATE TABLE note "))
        .unwrap();
    let (old, _) = schema::open(&path, &MIGRATIONS[..first]).unwrap();
    let story = StoryId::whole(ArticleId::of("s"));
    old.execute_batch(&format!(
        "INSERT INTO step (id, device, cause, act, state) VALUES (1, 'd', 0, 0, 0);
         INSERT INTO edit (step, id, clock, change) VALUES
           (1, 'd-1', 65536, '{{\"edit\":\"tag\",\"story\":\"{story}\",\"tag\":\"둑 길\",\"on\":true}}'),
           (1, 'd-2', 65537, '{{\"edit\":\"read\",\"story\":\"{story}\",\"on\":true}}');"
    ))
    .unwrap();
    drop(old);
    let library = crate::library::Library::open(&path).unwrap();
    let subjects: Vec<String> = library
        .reader()
        .unwrap()
        .history(9)
        .unwrap()
        .iter()
        .filter_map(|logged| crate::library::merge::subject(&logged.edit))
        .collect();
    let reader = library.reader().unwrap();
    let mut statement = reader
        .connection
        .prepare("SELECT subject FROM edit ORDER BY seq DESC")
        .unwrap();
    let kept: Vec<String> = statement
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kept, subjects);
    assert_eq!(reader.note_totals().unwrap(), NoteTotals::default());
    assert_eq!(reader.health().unwrap().damage, [""; 0]);
}

/// One thing that a reader does on one device.
#[derive(Debug, Clone)]
enum Deed {
    Make(u8, u8),
    Remove(u8),
    Write(u8, u8, bool),
    Paint(u8, u8),
    Tag(u8, u8, bool),
    Hang(u8, u8),
    Name(u8, u8),
    Mark(u8, bool),
    TagStory(u8, bool),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0..3u8;
    prop_oneof![
        4 => (n.clone(), 0..4u8).prop_map(|(n, t)| Deed::Make(n, t)),
        2 => n.clone().prop_map(Deed::Remove),
        5 => (n.clone(), 0..6u8, any::<bool>()).prop_map(|(n, t, fresh)| Deed::Write(n, t, fresh)),
        1 => (n.clone(), 0..5u8).prop_map(|(n, c)| Deed::Paint(n, c)),
        2 => (n.clone(), 0..3u8, any::<bool>()).prop_map(|(n, t, on)| Deed::Tag(n, t, on)),
        1 => (n.clone(), 0..3u8).prop_map(|(n, at)| Deed::Hang(n, at)),
        1 => (n, 0..4u8).prop_map(|(n, at)| Deed::Name(n, at)),
        1 => (0..4u8, any::<bool>()).prop_map(|(n, on)| Deed::Mark(n, on)),
        1 => (0..2u8, any::<bool>()).prop_map(|(t, on)| Deed::TagStory(t, on)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

fn perform(desk: &mut Desk, device: usize, deed: &Deed) {
    const QUOTES: [&str; 3] = ["34억", "둑길을", "출입로를"];
    let story = article("둑길", TEXT);
    let (story, body) = (id(&story), story.body.text().clone());
    let name = |n: &u8| NoteId::of(&format!("n{n}"));
    let now = |desk: &Desk, n: &u8| desk.reader.note(name(n)).unwrap();
    let edit = match deed {
        Deed::Make(n, t) => {
            let text = format!("d{device} t{t}");
            Edit::Note {
                note: Box::new(note(&format!("n{n}"), on(&body, story, QUOTES[0]), &text)),
                on: true,
            }
        }
        Deed::Remove(n) => match now(desk, n) {
            Some(noted) => Edit::Note {
                note: Box::new(noted.note),
                on: false,
            },
            None => return,
        },
        Deed::Write(n, t, fresh) => {
            let was = now(desk, n).map(|noted| noted.note.text).unwrap_or_default();
            let was = if *fresh { was } else { "d0 t1".into() };
            Edit::NoteText {
                story,
                note: name(n),
                text: Clean::new(&format!("d{device} w{t}")),
                was,
            }
        }
        Deed::Paint(n, c) => {
            let was = now(desk, n).map(|noted| noted.note.colour).unwrap_or_default();
            Edit::NoteColour {
                story,
                note: name(n),
                colour: Colour::ALL[usize::from(*c)],
                was,
            }
        }
        Deed::Tag(n, t, on) => Edit::NoteTag {
            story,
            note: name(n),
            tag: Clean::new(&format!("t{t}")),
            on: *on,
        },
        Deed::Hang(n, at) => match now(desk, n) {
            Some(noted) => Edit::NoteHang {
                note: name(n),
                to: Box::new(on(&body, story, QUOTES[usize::from(*at)])),
                was: Box::new(noted.note.on),
            },
            None => return,
        },
        Deed::Name(n, at) => {
            let to = QUOTES
                .get(usize::from(*at))
                .map(|quote| Box::new(on(&body, story, quote)));
            let was = desk
                .reader
                .named_places()
                .unwrap()
                .into_iter()
                .find(|p| p.name == *format!("p{n}"));
            Edit::Place {
                name: Clean::new(&format!("p{n}")),
                to,
                was: was.map(|p| Box::new(p.to)),
            }
        }
        Deed::Mark(n, on) => match n {
            0 => Edit::Read { story, on: *on },
            1 => Edit::Bookmark { story, on: *on },
            _ => Edit::Archive { story, on: *on },
        },
        Deed::TagStory(t, on) => Edit::Tag {
            story,
            tag: Clean::new(&format!("s{t}")),
            on: *on,
        },
        Deed::Undo => return drop(desk.writer.undo().unwrap()),
        Deed::Redo => return drop(desk.writer.redo().unwrap()),
    };
    desk.writer.edit(Cause::Deliberate, &[edit]).unwrap();
}

/// Everything that the reader made, in words.
pub(super) fn state(desk: &Desk) -> Vec<String> {
    let reader = &desk.reader;
    let rows = reader
        .note_order(&NoteView {
            sort: NoteSort::Made,
            ..NoteView::default()
        })
        .unwrap();
    let mut said: Vec<String> = reader
        .notes(&rows)
        .unwrap()
        .into_iter()
        .map(|n| format!("{:?} {} {} {:?}", n.note, n.changed, n.texts, n.standing))
        .collect();
    said.sort();
    said.extend(reader.named_places().unwrap().iter().map(|p| format!("{p:?}")));
    for sql in [
        "SELECT hex(article) || item || read || bookmarked || archived FROM mark WHERE read + bookmarked + archived > 0 ORDER BY 1",
        "SELECT hex(article) || item || tag || kept FROM tag ORDER BY 1",
        "SELECT tag FROM tagged ORDER BY 1",
    ] {
        let mut statement = reader.connection.prepare(sql).unwrap();
        said.extend(
            statement
                .query_map([], |r| r.get::<_, String>(0))
                .unwrap()
                .map(Result::unwrap),
        );
    }
    said
}

fn lines(desk: &Desk) -> Vec<Line> {
    log::read_all(desk.library.path()).unwrap()
}

fn adopt(desk: &mut Desk, lines: &[Line]) {
    desk.writer
        .write(Care::Normal, |tx| history::adopt_all(tx, lines))
        .unwrap();
}

fn fresh() -> Desk {
    desk().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any order, any repetition and any interruption of the journals of several devices gives the same state on all.
    #[test]
    fn devices_agree_whatever_order_the_edits_come_in(
        days in prop::collection::vec((0..3usize, prop::collection::vec(deed(), 1..6), any::<bool>()), 1..7),
        seed in any::<u64>(),
    ) {
        let mut desks = [fresh(), fresh(), fresh()];
        for (who, deeds, meet) in &days {
            for deed in deeds {
                perform(&mut desks[*who], *who, deed);
            }
            if *meet {
                // One hands its journal to the next, cut off somewhere.
                let given = lines(&desks[*who]);
                let part = given.len() - (seed as usize % (given.len() + 1)) / 2;
                adopt(&mut desks[(*who + 1) % 3], &given[..part]);
            }
        }
        let mut all: Vec<Line> = desks.iter().flat_map(lines).collect();
        for (n, desk) in desks.iter_mut().enumerate() {
            // In another order on each, with repetitions, and broken off in between.
            let mut dice = seed.wrapping_add(n as u64);
            all.sort_by_cached_key(|_| {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                dice
            });
            let half = all.len() / 2;
            adopt(desk, &all[..half]);
            adopt(desk, &all);
            adopt(desk, &all[half..]);
        }
        let mut whole = fresh();
        adopt(&mut whole, &all);
        let expected = state(&whole);
        for desk in &desks {
            prop_assert_eq!(state(desk), expected.clone());
            prop_assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
        }
    }
}
