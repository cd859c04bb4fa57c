//! The own list: what must not be in it, and that what is packed is what is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::pack::{pack, rows};
use super::*;
use crate::article::Article;
use crate::article::body::{Body, Zone};
use crate::entity::lists::Set;
use crate::entity::{Recogniser, resolve};

/// Ordinary words of the word lists that are always a name in news.
const ALWAYS_NAMES: [&str; 4] = ["국회", "백악관", "한국", "청와대"];

fn names() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/names")
}

/// The text of all lists of a folder, in order of their names.
fn read_lists(folder: &Path) -> std::io::Result<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .collect();
    paths.sort();
    paths.iter().map(std::fs::read_to_string).collect()
}

fn text() -> String {
    read_lists(&names().join("world")).expect("the lists")
}

#[test]
fn what_is_packed_is_what_is_written() {
    let text = text();
    let packed = pack(&rows(&text));
    let said = "run: cargo run --features train --bin pack_names -- assets/names";
    assert!(
        std::fs::read_to_string(names().join("world.txt")).expect("world.txt") == packed.text,
        "{said}"
    );
    assert!(
        std::fs::read(names().join("world.bin")).expect("world.bin") == packed.tables,
        "{said}"
    );
}

#[test]
fn every_row_has_six_columns_and_a_kind() {
    for line in text().lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        assert_eq!(line.split('\t').count(), 6, "{line}");
        let row = Row::read(line).unwrap_or_else(|| panic!("{line}"));
        for (spelling, ..) in &row.spellings {
            assert_eq!(spelling.trim(), *spelling, "{line}");
            let syllables = spelling.chars().count();
            let hangul = spelling.chars().all(|c| ('가'..='힣').contains(&c));
            assert!(!(hangul && syllables < 2), "one syllable: {line}");
            assert!(!fold(spelling).is_empty(), "no letters: {line}");
        }
    }
}

#[test]
fn nothing_is_twice_in_the_list_and_no_spelling_means_two_without_a_mark() {
    let text = text();
    let rows = rows(&text);
    assert!(rows.len() >= 6_000, "{}", rows.len());
    let mut mains = BTreeMap::new();
    let mut open: BTreeMap<String, &str> = BTreeMap::new();
    for row in &rows {
        let before = mains.insert(resolve::key(row.kind, row.main()), row.main());
        assert_eq!(before, None, "twice: {}", row.main());
        let marked: BTreeSet<String> = row.spellings.iter().filter(|s| s.2).map(|s| fold(s.0)).collect();
        let all: BTreeSet<String> = row.spellings.iter().map(|s| fold(s.0)).collect();
        for form in all.into_iter().filter(|form| !marked.contains(form)) {
            if let Some(other) = open.insert(form.clone(), row.main()) {
                panic!("{form} is {other} and {} without a mark", row.main());
            }
        }
    }
}

#[test]
fn no_spelling_leads_from_one_thing_to_the_next() {
    // A spelling of one thing that is the main form of another of the same kind must be marked, so that no chain or
    // circle of spellings makes two things one.
    let text = text();
    let rows = rows(&text);
    let mains: BTreeMap<(Kind, String), usize> = rows
        .iter()
        .enumerate()
        .map(|(at, r)| ((r.kind, fold(r.main())), at))
        .collect();
    for (at, row) in rows.iter().enumerate() {
        for (spelling, _, marked) in row.spellings.iter().skip(1) {
            let other = mains.get(&(row.kind, fold(spelling)));
            assert!(
                *marked || other.is_none_or(|o| *o == at),
                "{} leads to {spelling}",
                row.main()
            );
        }
    }
}

#[test]
fn ordinary_words_are_marked() {
    let lists = Lists::bundled();
    let sets = [
        Set::Ordinary,
        Set::AlsoName,
        Set::Role,
        Set::Trade,
        Set::Counter,
        Set::EnOrdinary,
        Set::EnRole,
        Set::EnGiven,
        Set::Variant,
    ];
    for row in rows(&text()) {
        for (spelling, _, marked) in &row.spellings {
            let word = spelling.chars().nth(1).is_some() && sets.iter().any(|set| lists.has(*set, spelling));
            assert!(
                *marked || !word || ALWAYS_NAMES.contains(spelling),
                "{spelling} of {}",
                row.main()
            );
        }
    }
}

#[test]
fn a_reader_can_add_to_the_list() {
    let rows =
        rows("ORG\t노드켈\t?노드\tNordkel\t\t\nPER\t마크 저커버그\t마저커\t\t\t\nORG\t한빛소리\t\t\t\t");
    let gazetteer = Gazetteer::bundled().with(&rows);
    let one = |text: &str, kind| {
        gazetteer
            .means(&fold(text), kind)
            .map(|o| gazetteer.entry(o).text.to_owned())
    };
    assert_eq!(one("Nordkel", Kind::Org).as_deref(), Some("노드켈"));
    assert_eq!(one("한빛소리", Kind::Org).as_deref(), Some("한빛소리"));
    assert_eq!(
        one("마저커", Kind::Per).as_deref(),
        Some("마크 저커버그"),
        "a listed thing gets one more spelling"
    );
    assert_eq!(one("Zuckerberg", Kind::Per).as_deref(), Some("마크 저커버그"));
    assert_eq!(gazetteer.len(), Gazetteer::bundled().len() + 2);
}

/// The names of a story as `KIND main form`, in the order of the text.
fn found(text: &str) -> Vec<String> {
    let article = Article {
        body: Body::from_paragraphs([[(Zone::Text, text)]]),
        ..Article::default()
    };
    let found = Recogniser::bundled().find(&article);
    let names = found.mentions.iter().map(|m| &found.names[usize::from(m.name)]);
    names.map(|n| format!("{} {}", n.kind.code(), n.text)).collect()
}

#[test]
fn a_word_that_is_also_a_name_needs_a_sign_in_every_place() {
    for (text, expected) in [
        ("나라현에서 만난 두 나라 정상은 웃었다.", vec!["LOC 나라현"]),
        ("이천시는 쌀로 이름났다. 이천 명이 모였다.", vec!["LOC 이천"]),
        ("다음 주에 다음 회의가 열린다.", vec![]),
        ("예산은 줄고 강화는 늘었다.", vec![]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn a_place_keeps_the_word_for_a_town() {
    let article = |text| Article {
        body: Body::from_paragraphs([[(Zone::Text, text)]]),
        ..Article::default()
    };
    for (text, name) in [
        ("委員会は広島市で開かれた。", "広島市"),
        ("代表团访问了苏州市的工厂。", "苏州市"),
        ("규모 6의 지진이 구시로시 앞바다에서 났다.", "구시로시"),
    ] {
        let article = article(text);
        let found = Recogniser::bundled().find(&article);
        let mention = found.mentions.first().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            article.body.slice(mention.start as usize..mention.end as usize),
            name,
            "{text}"
        );
    }
    assert_eq!(found("フランス語の本と四川话的歌"), Vec::<String>::new());
    assert_eq!(found("外交部长王毅"), ["PER 왕이"]);
}

#[test]
fn a_surname_with_another_given_name_is_somebody_else() {
    assert_eq!(found("토스카 머스크가 왔다."), ["PER 토스카 머스크"]);
    assert_eq!(
        found("엘론 머스크가 왔다. 머스크는 웃었다."),
        ["PER 일론 머스크", "PER 일론 머스크"]
    );
    assert_eq!(
        found("토스카 머스크가 왔다. 머스크는 웃었다."),
        ["PER 토스카 머스크", "PER 토스카 머스크"]
    );
}
