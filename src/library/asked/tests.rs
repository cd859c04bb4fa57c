use proptest::prelude::*;

use super::*;
use crate::article::byline::Byline;
use crate::article::language::Language;
use crate::article::{Article, date};
use crate::entity::Kind;
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::{Desk, dated, id};
use crate::library::search::words;
use crate::library::value::{RowId, View};
use crate::query::{self, Query, Today, When};
use crate::text::Clean;

/// A story as the scan knows it.
struct Kept {
    row: RowId,
    article: Article,
    names: Vec<&'static str>,
    tags: Vec<&'static str>,
    read: bool,
    bookmarked: bool,
}

/// The oracle: reads every story and follows the query, without an index.
fn answers(story: &Kept, expr: &Expr) -> bool {
    match expr {
        Expr::Term(term) => holds(story, term),
        Expr::Not(part) => !answers(story, part),
        Expr::And(parts) => parts.iter().all(|part| answers(story, part)),
        Expr::Or(parts) => parts.iter().any(|part| answers(story, part)),
    }
}

fn holds(story: &Kept, term: &Term) -> bool {
    let title = || story.article.headline.as_str();
    let body = || story.article.body.text().as_str();
    match term {
        Term::Words(text) => stands(title(), text) || stands(body(), text),
        Term::Title(text) => stands(title(), text),
        Term::Body(text) => stands(body(), text),
        Term::Name(text) => {
            let exact = NAMES.contains(&text.text.as_str());
            let is = |name: &&&str| {
                if exact {
                    **name == text.text
                } else {
                    name.contains(&text.text)
                }
            };
            let part = !text.exact && text.text.chars().count() > 1;
            (exact || part) && story.names.iter().any(|name| is(&name))
        }
        Term::By(text) => story.article.bylines.iter().any(|b| b.name.contains(&text.text)),
        Term::Outlet(text) => story
            .article
            .outlet
            .as_ref()
            .is_some_and(|o| o.contains(&text.text)),
        Term::Language(language) => story.article.language == *language,
        Term::Date(when) => {
            let (first, end) = when.seconds(TODAY);
            story
                .article
                .date
                .is_some_and(|date| (first..end).contains(&date.unix))
        }
        Term::Is(State::Unread) => !story.read,
        Term::Is(State::Bookmarked) => story.bookmarked,
        Term::Has(Thing::Tag) => !story.tags.is_empty(),
        Term::Has(Thing::By) => !story.article.bylines.is_empty(),
        Term::Tag(text) => story.tags.iter().any(|tag| *tag == text.text),
        other => panic!("not generated: {other:?}"),
    }
}

/// Whether a text holds words: runs compared letter by letter, with what stands between runs left out.
fn stands(text: &str, wanted: &Text) -> bool {
    if wanted.has_wildcard() {
        let parts = spoken::pieces(&wanted.text);
        let prefix = wanted.text.trim_end_matches('*');
        if prefix.contains('*') {
            return spoken::holds(text, &parts);
        }
        let latin = prefix.chars().all(|c| c.is_ascii_alphanumeric());
        let (words, prefix) = (words(text), words(prefix));
        return if latin {
            words.split(' ').any(|word| word.starts_with(&prefix))
        } else {
            run(&words, &prefix, search::goes_on(&prefix))
        };
    }
    let (text, wanted) = (words(text), words(&wanted.text));
    run(&text, &wanted, search::is_lone(&wanted))
}

fn run(text: &str, wanted: &str, open: bool) -> bool {
    let (text, wanted): (Vec<_>, Vec<_>) = (text.split(' ').collect(), wanted.split(' ').collect());
    let Some((last, head)) = wanted.split_last() else {
        return false;
    };
    text.windows(wanted.len()).any(|w| {
        let (end, begin) = w.split_last().unwrap();
        begin == head && if open { end.starts_with(last) } else { end == last }
    })
}

const NAMES: [&str; 3] = ["가나", "다라마", "나비"];
const TAGS: [&str; 2] = ["숲", "바다"];
const TODAY: Today = Today {
    begin: 1_767_625_200,
    offset: 540,
};

type Plan = (String, Vec<bool>, Vec<bool>, u8, bool, bool, i8, u8);

fn plans() -> impl Strategy<Value = Plan> {
    (
        "[가나다라마a4 ]{1,14}",
        prop::collection::vec(any::<bool>(), 3),
        prop::collection::vec(any::<bool>(), 2),
        0..3_u8,
        any::<bool>(),
        any::<bool>(),
        1..=28_i8,
        0..3_u8,
    )
}

fn file(desk: &mut Desk, n: usize, plan: &Plan) -> Kept {
    let (text, names, tags, by, read, bookmarked, day, outlet) = plan;
    let chosen = |all: &[&'static str], on: &[bool]| -> Vec<&'static str> {
        all.iter()
            .zip(on)
            .filter(|(_, on)| **on)
            .map(|(name, _)| *name)
            .collect()
    };
    let names = chosen(&NAMES, names);
    let tags = chosen(&TAGS, tags);
    let body = format!("{text} {}", names.join(" "));
    let mut article = dated(&format!("z{n}"), &body, 1, *day);
    article.tags = tags.iter().map(|tag| Clean::new(tag)).collect();
    article.outlet = (*outlet > 0).then(|| Clean::new(["", "가람일보", "나루신문"][usize::from(*outlet)]));
    article.language = if *day % 2 == 0 { Language::Ko } else { Language::Ja };
    article.bylines = (*by > 0)
        .then(|| Byline {
            name: Clean::new(["", "김하늘", "이바다"][usize::from(*by)]),
            ..Byline::default()
        })
        .into_iter()
        .collect();
    if *day == 28 {
        article.date = None::<date::Date>;
    }
    let found: Vec<(Kind, &str)> = names.iter().map(|name| (Kind::Org, *name)).collect();
    let row = desk.named(&format!("{n}.txt"), article.clone(), &found);
    let story = id(&article);
    let edits = [
        Edit::Read { story, on: *read },
        Edit::Bookmark {
            story,
            on: *bookmarked,
        },
    ];
    desk.writer.edit(Cause::Deliberate, &edits).unwrap();
    Kept {
        row,
        article,
        names,
        tags,
        read: *read,
        bookmarked: *bookmarked,
    }
}

fn texts() -> impl Strategy<Value = Text> {
    prop_oneof![
        4 => "[가나다라마a4]{1,3}".prop_map(|text| Text::word(&text)),
        2 => "[가나다라마a4]{1,2} [가나다라마a4]{1,2}".prop_map(|text| Text::phrase(&text)),
        1 => "[가나다라a][가나다라a4]?\\*".prop_map(|text| Text::word(&text)),
        1 => "[가나다라]\\*[가나다라a4]".prop_map(|text| Text::word(&text)),
    ]
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        8 => texts().prop_map(Term::Words),
        1 => texts().prop_map(Term::Title),
        1 => texts().prop_map(Term::Body),
        2 => prop::sample::select(vec!["가나", "다라마", "나비", "라마", "비", "없는"]).prop_map(|n| Term::Name(Text::word(n))),
        1 => prop::sample::select(vec!["김", "바다"]).prop_map(|n| Term::By(Text::word(n))),
        1 => prop::sample::select(vec!["가람", "나루신문"]).prop_map(|n| Term::Outlet(Text::word(n))),
        1 => prop::sample::select(vec![Language::Ko, Language::Ja]).prop_map(Term::Language),
        1 => prop::sample::select(vec!["2026-01-05..2026-01-20", "<7d", ">2w", "2026"])
            .prop_map(|text| Term::Date(When::read(text).unwrap())),
        1 => prop::sample::select(vec![State::Unread, State::Bookmarked]).prop_map(Term::Is),
        1 => prop::sample::select(vec![Thing::Tag, Thing::By]).prop_map(Term::Has),
        1 => prop::sample::select(vec!["숲", "바다", "산"]).prop_map(|tag| Term::Tag(Text::word(tag))),
    ]
}

fn trees() -> impl Strategy<Value = Expr> {
    terms().prop_map(Expr::Term).prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|part| Expr::Not(Box::new(part))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Or),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_library_finds_what_a_scan_finds(
        plans in prop::collection::vec(plans(), 1..10),
        trees in prop::collection::vec(trees(), 24),
    ) {
        let mut desk = Desk::new();
        // The names stand in the library whatever the stories are, so that both know how they are spelt.
        let all: Vec<(Kind, &str)> = NAMES.iter().map(|name| (Kind::Org, *name)).collect();
        desk.named("names", dated("x", &NAMES.join(" "), 1, 1), &all);
        let mut stories = Vec::new();
        for (n, plan) in plans.iter().enumerate() {
            let story = file(&mut desk, n, plan);
            // Two plans may make one article: the later marks hold.
            stories.retain(|known: &Kept| known.row != story.row);
            stories.push(story);
        }
        for root in trees {
            let query = Query { root: Some(root.clone()), sort: None };
            let mut view = View::default();
            view.filter.query = Some(Asked { query: query.clone(), today: TODAY });
            let first = RowId(1);
            let mut found: Vec<RowId> = desk.reader.ordered(&view).unwrap_or_else(|e| panic!("{query}: {e}")).rows;
            prop_assert_eq!(&found, &desk.reader.order(&view).unwrap(), "{}", query);
            prop_assert_eq!(found.len() as u32, desk.reader.count(&view).unwrap(), "{}", query);
            found.retain(|row| *row != first);
            let mut expected: Vec<&Kept> = stories.iter().filter(|story| answers(story, &root)).collect();
            expected.sort_by_key(|story| std::cmp::Reverse((story.article.date.map(|d| d.unix), story.row)));
            let expected: Vec<RowId> = expected.iter().map(|story| story.row).collect();
            prop_assert_eq!(found, expected, "{}", query);
        }
    }
}

fn ask(desk: &Desk, text: &str) -> Vec<String> {
    let query = query::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    let rows = desk.reader.ordered(&View::of(query, TODAY)).unwrap().rows;
    let headers = desk.reader.headers(&rows).unwrap();
    headers
        .into_iter()
        .map(|h| h.headline.chars().take(1).collect())
        .collect()
}

#[test]
fn each_kind_of_condition_finds_its_stories() {
    let mut desk = Desk::new();
    let per = |name| (Kind::Per, name);
    let mut one = dated(
        "하나 도토리 4 발표",
        "한별은 \"도토리가 좋다\"고 말했다. 값이 오르자 이직이 늘었다.",
        1,
        3,
    );
    one.outlet = Some(Clean::new("가람일보"));
    desk.named("1", one.clone(), &[per("한별")]);
    let two = dated(
        "둘 소식",
        "기자는 한별을 두고 크다고 말했다. Hazelnut 값. 늘었다.\n끝으로 이직했다.",
        1,
        5,
    );
    desk.named("2", two.clone(), &[per("한별")]);
    let edits = [
        Edit::Archive {
            story: id(&two),
            on: true,
        },
        Edit::Tag {
            story: id(&one),
            tag: Clean::new("AI 칩"),
            on: true,
        },
    ];
    desk.writer.edit(Cause::Deliberate, &edits).unwrap();
    for (text, expected) in [
        ("said:한별", &["하"][..]),
        ("name:한별", &["둘", "하"]),
        ("도토리4", &["하"]),
        ("title:도토리", &["하"]),
        ("title:값", &[]),
        ("near/3:(값 이직)", &["하"]),
        ("near:(값 이직)", &["둘", "하"]),
        ("hazel*", &["둘"]),
        ("*nut", &["둘"]),
        ("h*t", &["둘"]),
        ("is:archived", &["둘"]),
        ("is:unread", &["하"]),
        ("-is:archived", &["하"]),
        ("tag:\"ai 칩\"", &["하"]),
        ("tag:ai*", &["하"]),
        ("tag:칩", &[]),
        ("in:가람", &["하"]),
        ("값 sort:oldest", &["하", "둘"]),
        ("값 OR 없음", &["둘", "하"]),
        ("has:note", &[]),
        ("date:2026-01-04..", &[]),
        ("값 date:2026-01-04..", &["둘"]),
    ] {
        assert_eq!(ask(&desk, text), expected, "{text}");
    }
}

#[test]
fn names_widen_words_unless_told_not_to() {
    let mut desk = Desk::new();
    let article = dated("하나", "저커버그가 왔다", 1, 1);
    desk.named("1", article, &[(Kind::Per, "저커버그")]);
    // The same name in other letters.
    let english = dated("Two", "Zuckerberg came", 1, 2);
    desk.named("2", english, &[(Kind::Per, "Zuckerberg")]);
    let key = |text: &str| crate::entity::resolve::key(Kind::Per, text);
    let merge = Edit::Merge {
        name: key("Zuckerberg"),
        into: Some(key("저커버그")),
        was: None,
    };
    desk.writer.edit(Cause::Deliberate, &[merge]).unwrap();
    let found = |text: &str| {
        let view = View::of(query::parse(text).unwrap(), TODAY);
        desk.reader.ordered(&view).unwrap()
    };
    let widened = found("저커버그");
    assert_eq!(widened.rows.len(), 2);
    assert_eq!(
        widened.near,
        [(widened.rows[1], crate::text::pattern::Tier::Similar)]
    );
    assert_eq!(widened.widened[0].spellings, [Clean::new("zuckerberg")]);
    for narrow in ["\"저커버그\"", "=저커버그"] {
        let found = found(narrow);
        assert_eq!((found.rows.len(), found.widened.len()), (1, 0), "{narrow}");
    }
    assert_eq!(found("name:저커버그").rows.len(), 2);
    assert_eq!(found("저커버그 -came").rows.len(), 1);
}
