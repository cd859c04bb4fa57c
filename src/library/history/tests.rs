use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::article::id::{ArticleId, StoryId};
use crate::library::Library;
use crate::library::fixture::{Desk, article, id};
use crate::library::value::{Facet, Filter, Header, View};
use crate::text::Clean;
use proptest::prelude::*;

fn tag(story: StoryId, tag: &str, on: bool) -> Edit {
    Edit::Tag {
        story,
        tag: Clean::new(tag),
        on,
    }
}

#[test]
fn an_edit_survives_and_is_undone_after_a_restart() {
    let mut desk = Desk::new();
    let story = article("하나", "글");
    let id = id(&story);
    let row = desk.file("a", story);
    let on = Edit::Bookmark { story: id, on: true };
    let receipt = desk
        .writer
        .edit(Cause::Deliberate, std::slice::from_ref(&on))
        .unwrap();
    assert_eq!(
        receipt,
        Receipt {
            applied: vec![on.clone()],
            ..Receipt::default()
        }
    );
    let mut desk = desk.reopen();
    assert!(desk.reader.headers(&[row]).unwrap()[0].marks.bookmarked);
    assert_eq!(desk.writer.undo().unwrap(), [on.inverse()]);
    let mut desk = desk.reopen();
    assert!(!desk.reader.headers(&[row]).unwrap()[0].marks.bookmarked);
    assert_eq!(desk.writer.redo().unwrap(), std::slice::from_ref(&on));
    assert_eq!(desk.writer.redo().unwrap(), []);
    let history = desk.reader.history(9).unwrap();
    assert_eq!(
        history.iter().map(|l| l.act).collect::<Vec<_>>(),
        [Act::Redo, Act::Undo, Act::Edit]
    );
    assert!(history.is_sorted_by(|a, b| a.at >= b.at));
    assert!(history.iter().all(|l| !l.undone));
}

#[test]
fn edits_that_change_nothing_are_kept_nowhere() {
    let mut desk = Desk::new();
    let story = StoryId::whole(ArticleId::of("x"));
    let off = Edit::Read { story, on: false };
    let receipt = desk
        .writer
        .edit(Cause::Deliberate, std::slice::from_ref(&off))
        .unwrap();
    assert_eq!(
        receipt,
        Receipt {
            unchanged: vec![off],
            ..Receipt::default()
        }
    );
    assert_eq!(desk.reader.history(9).unwrap(), []);
    assert_eq!(desk.writer.undo().unwrap(), []);
}

#[test]
fn undo_passes_over_what_nobody_asked_for() {
    let mut desk = Desk::new();
    let story = StoryId::whole(ArticleId::of("x"));
    let step = [tag(story, "a", true), tag(story, "b", true)];
    desk.writer.edit(Cause::Deliberate, &step).unwrap();
    desk.writer
        .edit(Cause::Automatic, &[Edit::Read { story, on: true }])
        .unwrap();
    assert_eq!(
        desk.writer.undo().unwrap(),
        [tag(story, "b", false), tag(story, "a", false)]
    );
    assert_eq!(desk.writer.undo().unwrap(), []);
    assert_eq!(desk.writer.redo().unwrap(), step);
}

#[test]
fn every_edit_is_a_line_beside_the_library() {
    let mut desk = Desk::new();
    let story = StoryId::whole(ArticleId::of("x"));
    desk.writer
        .edit(Cause::Deliberate, &[tag(story, "a", true), tag(story, "b", true)])
        .unwrap();
    desk.writer.undo().unwrap();
    let path = desk.library.path().to_owned();
    let lines = log::read_all(&path).unwrap();
    assert_eq!(
        lines.iter().map(|l| l.act).collect::<Vec<_>>(),
        [Act::Edit, Act::Edit, Act::Undo, Act::Undo]
    );
    // A crash before the log was written: the next start writes it.
    let log = desk
        .folder
        .path()
        .join(format!("edits-{}.jsonl", desk.writer.device));
    std::fs::remove_file(&log).unwrap();
    let _desk = desk.reopen();
    assert_eq!(log::read_all(&path).unwrap(), lines);
}

#[test]
fn what_a_power_cut_kept_from_the_library_comes_from_the_log() {
    let mut desk = Desk::new();
    let story = article("하나", "글");
    let id = id(&story);
    desk.file("a", story);
    let bookmark = |on| Edit::Bookmark { story: id, on };
    desk.writer
        .edit(Cause::Deliberate, &[tag(id, "전", true)])
        .unwrap();
    // What the disk has of the library; what comes later is in the log alone.
    let path = desk.library.path().to_owned();
    let files = [path.clone(), path.with_extension("jobo-wal")];
    let kept = files.clone().map(|file| std::fs::read(file).unwrap());
    for n in 0..300 {
        let some = [tag(id, &format!("{n}"), true), bookmark(n % 2 == 0)];
        desk.writer.edit(Cause::Deliberate, &some).unwrap();
    }
    desk.writer.undo().unwrap();
    let (before, lines) = (seen(&desk), log::read_all(&path).unwrap());
    let folder = desk.shut();
    for (file, bytes) in files.iter().zip(kept) {
        std::fs::write(file, bytes).unwrap();
    }
    let _ = std::fs::remove_file(path.with_extension("jobo-shm"));
    // Opening is enough.
    let reader = Library::open(&path).unwrap().reader().unwrap();
    assert_eq!(reader.history(9_999).unwrap().len(), lines.len());
    drop(reader);
    let mut desk = Desk::at(folder);
    assert_eq!(seen(&desk), before);
    assert_eq!(log::read_all(&path).unwrap(), lines);
    // They are history, and what is made now is undone as ever.
    desk.writer
        .edit(Cause::Deliberate, &[tag(id, "후", true)])
        .unwrap();
    desk.writer.undo().unwrap();
    assert_eq!(seen(&desk), before);
    assert_eq!(seen(&desk.reopen()), before);
}

#[test]
fn a_log_of_another_library_says_nothing_of_a_new_one() {
    let mut desk = Desk::new();
    let story = article("하나", "글");
    let id = id(&story);
    desk.file("a", story.clone());
    desk.writer
        .edit(Cause::Deliberate, &[tag(id, "전", true)])
        .unwrap();
    let path = desk.library.path().to_owned();
    let folder = desk.shut();
    for end in ["jobo", "jobo-wal", "jobo-shm"] {
        let _ = std::fs::remove_file(path.with_extension(end));
    }
    let desk = Desk::at(folder);
    assert_eq!(desk.reader.history(9).unwrap().len(), 0);
}

#[test]
fn a_log_that_cannot_be_written_loses_no_edit() {
    let mut desk = Desk::new();
    let story = StoryId::whole(ArticleId::of("x"));
    let log = desk
        .folder
        .path()
        .join(format!("edits-{}.jsonl", desk.writer.device));
    std::fs::create_dir(&log).unwrap();
    let receipt = desk
        .writer
        .edit(Cause::Deliberate, &[tag(story, "a", true)])
        .unwrap();
    assert!(receipt.unlogged.is_some());
    std::fs::remove_dir(&log).unwrap();
    let receipt = desk
        .writer
        .edit(Cause::Deliberate, &[tag(story, "b", true)])
        .unwrap();
    assert_eq!(receipt.unlogged, None);
    assert_eq!(log::read_all(desk.library.path()).unwrap().len(), 2);
    // Also after steps that went to the log first.
    let hidden = log.with_extension("hidden");
    std::fs::rename(&log, &hidden).unwrap();
    std::fs::create_dir(&log).unwrap();
    let receipt = desk
        .writer
        .edit(Cause::Deliberate, &[tag(story, "c", true)])
        .unwrap();
    assert!(receipt.unlogged.is_some());
    assert_eq!(desk.reader.history(9).unwrap().len(), 3);
    std::fs::remove_dir(&log).unwrap();
    std::fs::rename(&hidden, &log).unwrap();
    desk.writer
        .edit(Cause::Deliberate, &[tag(story, "d", true)])
        .unwrap();
    assert_eq!(log::read_all(desk.library.path()).unwrap().len(), 4);
}

/// All that a reader can see of marks.
fn seen(desk: &Desk) -> (Vec<Header>, Vec<Facet>, Vec<usize>, crate::library::value::Totals) {
    let count = |filter| {
        desk.reader
            .order(&View {
                filter,
                ..View::default()
            })
            .unwrap()
            .len()
    };
    let filters = [
        Filter {
            unread: true,
            ..Filter::default()
        },
        Filter {
            bookmarked: true,
            ..Filter::default()
        },
        Filter {
            tag: Some(Clean::new("a")),
            ..Filter::default()
        },
    ];
    (
        desk.reader.newest(&View::default(), 99).unwrap(),
        desk.reader.facets().unwrap().2,
        filters.into_iter().map(count).collect(),
        desk.reader.totals().unwrap(),
    )
}

/// What the model knows: everything that is on.
type On = BTreeSet<String>;

fn key(edit: &Edit) -> (String, bool) {
    match edit {
        Edit::Read { story, on } => (format!("read {story}"), *on),
        Edit::Bookmark { story, on } => (format!("bookmark {story}"), *on),
        Edit::Tag { story, tag, on } => (format!("tag {story} {tag}"), *on),
        other => unreachable!("{other:?} is no mark"),
    }
}

fn carry(on: &mut On, edit: &Edit) -> bool {
    let (key, value) = key(edit);
    if value { on.insert(key) } else { on.remove(&key) }
}

/// Undo and redo as two piles.
#[derive(Default)]
struct Model {
    on: On,
    done: Vec<Vec<Edit>>,
    undone: Vec<Vec<Edit>>,
}

impl Model {
    fn edit(&mut self, cause: Cause, edits: &[Edit]) {
        let applied: Vec<Edit> = edits.iter().filter(|e| carry(&mut self.on, e)).cloned().collect();
        if cause == Cause::Deliberate && !applied.is_empty() {
            self.done.push(applied);
            self.undone.clear();
        }
    }

    fn undo(&mut self) -> Vec<Edit> {
        while let Some(step) = self.done.pop() {
            let back = step.iter().rev().map(Edit::inverse);
            let applied: Vec<Edit> = back.filter(|e| carry(&mut self.on, e)).collect();
            self.undone.push(step);
            if !applied.is_empty() {
                return applied;
            }
        }
        Vec::new()
    }

    fn redo(&mut self) -> Vec<Edit> {
        while let Some(step) = self.undone.pop() {
            let applied: Vec<Edit> = step.iter().filter(|e| carry(&mut self.on, e)).cloned().collect();
            self.done.push(step);
            if !applied.is_empty() {
                return applied;
            }
        }
        Vec::new()
    }
}

#[derive(Debug, Clone)]
enum Move {
    Edit(Cause, Vec<(usize, u8, bool)>),
    Undo,
    Redo,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let edit = (0..3usize, 0..4u8, any::<bool>());
    let cause = prop_oneof![3 => Just(Cause::Deliberate), 1 => Just(Cause::Automatic)];
    let edit = (cause, prop::collection::vec(edit, 1..4)).prop_map(|(c, e)| Move::Edit(c, e));
    prop::collection::vec(
        prop_oneof![3 => edit, 2 => Just(Move::Undo), 2 => Just(Move::Redo)],
        1..14,
    )
}

fn edit_of((story, what, on): (usize, u8, bool), stories: &[StoryId]) -> Edit {
    let story = stories[story];
    match what {
        0 => Edit::Read { story, on },
        1 => Edit::Bookmark { story, on },
        2 => tag(story, "a", on),
        _ => tag(story, "b", on),
    }
}

fn desk_of_two() -> (Desk, Vec<StoryId>) {
    let mut desk = Desk::new();
    let (mut one, two) = (article("하나", "첫 글"), article("둘", "둘째 글"));
    one.tags = vec![Clean::new("a")];
    let stories = vec![id(&one), id(&two), StoryId::whole(ArticleId::of("not here"))];
    desk.file("1", one);
    desk.file("2", two);
    (desk, stories)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_edit_and_its_inverse_change_nothing(edits in prop::collection::vec((0..3usize, 0..4u8, any::<bool>()), 1..6)) {
        let (mut desk, stories) = desk_of_two();
        for edit in edits {
            let edit = edit_of(edit, &stories);
            let before = seen(&desk);
            let applied = desk.writer.edit(Cause::Deliberate, std::slice::from_ref(&edit)).unwrap().applied;
            for edit in &applied {
                desk.writer.edit(Cause::Deliberate, &[edit.inverse()]).unwrap();
            }
            prop_assert_eq!(seen(&desk), before, "{:?}", edit);
        }
    }

    #[test]
    fn undo_and_redo_go_by_two_piles(moves in moves()) {
        let (mut desk, stories) = desk_of_two();
        let mut model = Model { on: [format!("tag {} a", stories[0])].into(), ..Model::default() };
        for step in moves {
            match step {
                Move::Edit(cause, edits) => {
                    let edits: Vec<_> = edits.into_iter().map(|e| edit_of(e, &stories)).collect();
                    desk.writer.edit(cause, &edits).unwrap();
                    model.edit(cause, &edits);
                }
                Move::Undo => prop_assert_eq!(desk.writer.undo().unwrap(), model.undo()),
                Move::Redo => prop_assert_eq!(desk.writer.redo().unwrap(), model.redo()),
            }
        }
        let mut on = On::new();
        for header in desk.reader.newest(&View::default(), 9).unwrap() {
            let story = header.story;
            let tags = desk.reader.story(header.row).unwrap().unwrap().tags;
            let marks = BTreeMap::from([("read", header.marks.read), ("bookmark", header.marks.bookmarked)]);
            on.extend(marks.iter().filter(|(_, on)| **on).map(|(mark, _)| format!("{mark} {story}")));
            on.extend(tags.iter().map(|t| format!("tag {story} {t}")));
        }
        let absent = stories[2].to_string();
        model.on.retain(|k| !k.contains(&absent));
        prop_assert_eq!(on, model.on);
        prop_assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
    }
}
