use super::*;
use crate::entity::Kind;
use crate::library::edit::{Cause, Correction, Edit};
use crate::library::fixture::{Desk, dated, id};
use crate::library::note::{Hanging, Note, NoteId};
use crate::query::Today;
use crate::text::Clean;

fn desk() -> Desk {
    let mut desk = Desk::new();
    let org = |name| (Kind::Org, name);
    desk.named(
        "1",
        dated("앤트로픽, 새 모델 라마4 공개", "앤트로픽이 도토리를 샀다.", 1, 1),
        &[org("앤트로픽")],
    );
    desk.named(
        "2",
        dated(
            "경쟁사로 간 앤트로픽 연구원",
            "그는 웃었다.\n다람쥐도 앤트로픽에 갔다.",
            1,
            2,
        ),
        &[],
    );
    desk.named("3", dated("비가 온다", "우산을 챙기라고 했다.", 1, 3), &[]);
    desk.named("4", dated("美 금리 그대로", "미국은 말이 없다.", 1, 4), &[]);
    desk
}

fn offers() -> Arc<Vec<Offer>> {
    let offer = |label: &str, also: &str| Offer {
        label: Clean::new(label),
        also: vec![Clean::new(also)],
    };
    Arc::new(vec![offer("책갈피", "bookmark"), offer("비슷한 기사", "related")])
}

fn finder(desk: &Desk) -> Finder {
    let mut finder = Finder::default();
    finder.offer(&offers());
    finder.read(&desk.reader).unwrap();
    finder
}

fn ask(typed: &str, scope: Scope) -> Ask {
    Ask {
        typed: Clean::new(typed),
        scope,
        today: Today::default(),
    }
}

/// Labels of the sure rows, and of those that come later.
fn find(finder: &mut Finder, desk: &Desk, typed: &str, scope: Scope) -> (Vec<String>, Vec<String>) {
    let ask = ask(typed, scope);
    let labels = |findings: Findings| {
        findings
            .rows
            .iter()
            .map(|f| f.label.chars().take(4).collect())
            .collect()
    };
    let first = finder.first(&desk.reader, &ask, &|| false).unwrap().unwrap();
    let later = finder
        .later(&desk.reader, &ask, &|| false)
        .unwrap()
        .unwrap_or_default();
    (labels(first), labels(later))
}

#[test]
fn each_kind_of_query_finds_what_was_meant() {
    let desk = desk();
    let mut finder = finder(&desk);
    let both = ["앤트로픽", "앤트로픽", "경쟁사로"];
    for (typed, sure, near) in [
        ("앤트로픽", &both[..], &[][..]),
        ("앤트롶", &both, &[]),
        ("앤트로ㅍ", &both, &[]),
        ("ㅇㅌㄹㅍ", &both, &[]),
        ("dosxmfhvlr", &both, &[]),
        ("엔트로픽", &[], &both),
        ("라마 4", &["앤트로픽"], &[]),
        ("라마3", &[], &[]),
        ("미국 금리", &["美 금리"], &[]),
        ("비", &["비가 온", "비슷한 "], &[]),
        ("비온", &[], &["비가 온"]),
        ("bookmark", &["책갈피"], &[]),
        ("ㅊㄱㅍ", &["책갈피"], &[]),
        ("없는말", &[], &[]),
    ] {
        let (first, later) = find(&mut finder, &desk, typed, Scope::All);
        assert_eq!(
            (first, later),
            (
                sure.iter().map(ToString::to_string).collect(),
                near.iter().map(ToString::to_string).collect()
            ),
            "{typed}"
        );
    }
}

#[test]
fn scopes_look_through_one_kind_of_thing() {
    let mut desk = desk();
    let story = id(&dated("비가 온다", "우산을 챙기라고 했다.", 1, 3));
    let tag = Edit::Tag {
        story,
        tag: "날씨".into(),
        on: true,
    };
    let note = Edit::Note {
        note: Box::new(Note {
            id: NoteId::default(),
            on: Hanging { story, anchor: None },
            colour: crate::library::note::Colour::default(),
            text: "우산 가게를 찾아볼 것".into(),
            tags: Vec::new(),
            made: None,
        }),
        on: true,
    };
    desk.writer.edit(Cause::Deliberate, &[tag, note]).unwrap();
    desk.writer.opened(story).unwrap();
    let query = Clean::new("금리 is:unread");
    desk.writer
        .save_search(&Clean::new("은행"), Some(&query))
        .unwrap();
    let mut finder = finder(&desk);
    for (typed, scope, expected) in [
        ("날", Scope::Tags, vec!["날씨"]),
        ("우산", Scope::Notes, vec!["우산 가"]),
        ("은", Scope::Searches, vec!["은행"]),
        ("금리", Scope::Searches, vec!["은행"]),
        ("", Scope::Searches, vec!["은행"]),
        ("은행", Scope::All, vec!["은행"]),
        ("우산", Scope::Titles, vec![]),
        ("비", Scope::Places, vec!["비가 온"]),
        ("앤트", Scope::Names, vec!["앤트로픽"]),
        ("앤트", Scope::Bodies, vec![]),
        ("", Scope::Names, vec!["앤트로픽"]),
        ("", Scope::Own, vec!["책갈피", "비슷한 "]),
        ("", Scope::All, vec!["비가 온", "美 금리", "경쟁사로", "앤트로픽"]),
    ] {
        assert_eq!(
            find(&mut finder, &desk, typed, scope).0,
            expected,
            "{typed} {scope:?}"
        );
    }
}

#[test]
fn a_saved_search_leads_to_its_stories_and_shows_the_newest() {
    let mut desk = desk();
    let query = Clean::new("앤트로픽");
    desk.writer
        .save_search(&Clean::new("그 회사"), Some(&query))
        .unwrap();
    let mut finder = finder(&desk);
    let ask = ask("ㄱㅎㅅ", Scope::Searches);
    let found = finder.first(&desk.reader, &ask, &|| false).unwrap().unwrap();
    let goal = Goal::Search(query.clone());
    assert_eq!(found.rows[0].goal, goal);
    assert_eq!(found.rows[0].about, About::Query(query));
    let said = desk
        .reader
        .glance(&goal, "ㄱㅎㅅ", Today::default())
        .unwrap()
        .said;
    let stories = said.iter().filter(|said| matches!(said, Said::Story(_)));
    assert_eq!(stories.count(), 2);
}

#[test]
fn another_spelling_says_whose_it_is() {
    let mut desk = desk();
    desk.named(
        "5",
        dated("클로드의 집", "Anthropic said.", 1, 5),
        &[(Kind::Org, "Anthropic")],
    );
    let key = |text: &str| crate::entity::resolve::key(Kind::Org, text);
    let merge = Correction::Merge {
        name: key("Anthropic"),
        into: key("앤트로픽"),
    };
    desk.writer.correct(&[merge]).unwrap();
    let mut finder = finder(&desk);
    let found = finder
        .first(&desk.reader, &ask("anthr", Scope::Names), &|| false)
        .unwrap()
        .unwrap();
    let about: Vec<_> = found
        .rows
        .iter()
        .map(|f| (f.label.as_str(), f.about.clone()))
        .collect();
    assert_eq!(
        about,
        [("anthropic", About::Name(Kind::Org, 2, Some("앤트로픽".into())))]
    );
}

#[test]
fn it_follows_the_library_in_steps() {
    let mut desk = desk();
    let mut finder = finder(&desk);
    assert_eq!(
        find(&mut finder, &desk, "도토리", Scope::All).0,
        Vec::<String>::new()
    );
    desk.file("5", dated("도토리 값이 오른다", "많이.", 2, 1));
    desk.file("3", dated("비가 그쳤다", "우산을 챙기라고 했다. 그러나", 1, 3));
    finder.look(&desk.reader).unwrap();
    assert!(finder.is_behind());
    assert_eq!(
        find(&mut finder, &desk, "비가 온", Scope::All).0,
        ["비가 그"],
        "the old one answers until then"
    );
    assert_eq!(find(&mut finder, &desk, "도토리", Scope::All).0.len(), 0);
    finder.read(&desk.reader).unwrap();
    assert_eq!(find(&mut finder, &desk, "도토리", Scope::All).0, ["도토리 "]);
    assert_eq!(find(&mut finder, &desk, "비가 그", Scope::All).0, ["비가 그"]);
    // What changes no headline changes no answer.
    let story = id(&dated("도토리 값이 오른다", "많이.", 2, 1));
    desk.writer
        .edit(Cause::Deliberate, &[Edit::Read { story, on: true }])
        .unwrap();
    finder.look(&desk.reader).unwrap();
    while finder.is_behind() {
        assert!(!finder.step(&desk.reader).unwrap());
    }
}

#[test]
fn half_read_it_says_so() {
    let desk = desk();
    let mut finder = Finder::default();
    finder.look(&desk.reader).unwrap();
    let ask = ask("비", Scope::Titles);
    let found = finder.first(&desk.reader, &ask, &|| false).unwrap().unwrap();
    assert_eq!((found.rows.len(), found.reading), (0, Some((0, 4))));
    finder.step(&desk.reader).unwrap();
    let found = finder.first(&desk.reader, &ask, &|| false).unwrap().unwrap();
    assert_eq!((found.rows.len(), found.reading), (1, Some((4, 4))));
    finder.read(&desk.reader).unwrap();
    assert_eq!(
        finder
            .first(&desk.reader, &ask, &|| false)
            .unwrap()
            .unwrap()
            .reading,
        None
    );
}

#[test]
fn every_key_on_the_way_answers_as_a_fresh_search() {
    let desk = desk();
    let mut walking = finder(&desk);
    for keys in [
        "ㅇ 애 앤 앤ㅌ 앤트 앤틀 앤트로 앤트롶 앤트로피 앤트로픽",
        "d do dos dosx dosxm",
        "비 비가 비가ㅇ 비가 오 비가 온",
    ] {
        for typed in keys.split(' ') {
            let (walked, fresh) = (
                find(&mut walking, &desk, typed, Scope::All),
                find(&mut finder(&desk), &desk, typed, Scope::All),
            );
            assert_eq!(walked, fresh, "{typed}");
        }
    }
}

#[test]
fn an_overtaken_question_leaves_the_next_one_whole() {
    let desk = desk();
    let mut finder = finder(&desk);
    find(&mut finder, &desk, "앤", Scope::All);
    assert_eq!(
        finder
            .first(&desk.reader, &ask("앤트", Scope::All), &|| true)
            .unwrap(),
        None
    );
    assert_eq!(
        find(&mut finder, &desk, "앤트로", Scope::All).0,
        ["앤트로픽", "앤트로픽", "경쟁사로"]
    );
}

#[test]
fn hostile_questions_are_answered() {
    let desk = desk();
    let mut finder = finder(&desk);
    let long = "앤트로픽 ".repeat(2_000);
    for typed in ["ㅏ", "ㄳ", "(a+)+$", "\"'", "\u{1b}[31m", "𠮷", "ᄀ", &long, " "] {
        find(&mut finder, &desk, typed, Scope::All);
    }
}

#[test]
fn a_glance_shows_the_passage() {
    let desk = desk();
    let mut finder = finder(&desk);
    let found = finder
        .first(&desk.reader, &ask("앤트로픽", Scope::Titles), &|| false)
        .unwrap()
        .unwrap();
    let goal = &found.rows[1].goal;
    let said = desk
        .reader
        .glance(goal, "앤트로픽", Today::default())
        .unwrap()
        .said;
    assert!(matches!(&said[0], Said::Story(header) if header.headline.starts_with("경쟁사")));
    assert_eq!(
        said[1],
        Said::Passage(
            "다람쥐도 앤트로픽에 갔다.".into(),
            std::iter::once(13..25).collect()
        )
    );
    assert_eq!(said.len(), 2);
    let name = finder
        .first(&desk.reader, &ask("앤트로픽", Scope::Names), &|| false)
        .unwrap()
        .unwrap();
    let said = desk
        .reader
        .glance(&name.rows[0].goal, "앤트로픽", Today::default())
        .unwrap()
        .said;
    assert!(matches!(&said[0], Said::Name(text, Kind::Org, 1, _) if &**text == "앤트로픽"));
    assert!(said.contains(&Said::Passage(
        "앤트로픽이 도토리를 샀다.".into(),
        std::iter::once(0..12).collect()
    )));
}

#[test]
fn fields_leave_headlines_and_words_look_among_them() {
    let desk = desk();
    let mut finder = finder(&desk);
    for (typed, sure) in [
        ("name:앤트로픽", &["앤트로픽"][..]),
        ("name:앤트로픽 라마", &["앤트로픽"]),
        ("name:앤트로픽 ㄹㅁ", &["앤트로픽"]),
        ("name:앤트로픽 비가", &[]),
        ("앤트로픽 -다람쥐", &["앤트로픽"]),
        ("date:2026-01-02..2026-01-03", &["美 금리", "비가 온"]),
        ("date:2026-01-02..2026-01-03 미국", &["美 금리"]),
        ("is:read", &[]),
        ("is:unread 금리", &["美 금리"]),
    ] {
        let found = find(&mut finder, &desk, typed, Scope::All);
        assert_eq!(
            found,
            (sure.iter().map(ToString::to_string).collect(), Vec::new()),
            "{typed}"
        );
    }
    // A query in error counts as words.
    assert_eq!(
        find(&mut finder, &desk, "date:금리", Scope::All).0,
        Vec::<String>::new()
    );
}
