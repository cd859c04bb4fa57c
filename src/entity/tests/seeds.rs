//! Two real articles, where they are at hand: every name of the stories, and none of a masthead.

use super::*;

/// Reads a story with the zones that the reader of raw news text would give it, as far as names need them.
fn seed(prefix: &str) -> Option<Article> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds")).ok()?;
    let path = folder.filter_map(|e| Some(e.ok()?.path())).find(|p| {
        p.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with(prefix))
    })?;
    let text = std::fs::read_to_string(path).ok()?;
    let mut masthead = false;
    let lines: Vec<(Zone, &str)> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|line| {
            masthead |= line.starts_with("대표이사");
            let zone = match line {
                _ if masthead => Zone::Furniture,
                _ if line.contains("/뉴스1 ⓒ") || line.contains("갈무리)") => Zone::Caption,
                _ if line.contains('@') => Zone::Byline,
                _ if line.starts_with('■') => Zone::ItemHead,
                _ => Zone::Text,
            };
            (zone, line)
        })
        .collect();
    Some(story(&lines))
}

fn has(found: &Found, kind: Kind, name: &str, spellings: &[&str]) {
    let one = found.names.iter().find(|n| n.kind == kind && &*n.text == name);
    let Some(one) = one else {
        panic!("{kind:?} {name} is missing from {:?}", listing(found))
    };
    for spelling in spellings {
        let there = one.spellings.iter().any(|s| &**s == *spelling) || &*one.text == *spelling;
        assert!(there, "{name} is not said to be {spelling}: {:?}", one.spellings);
    }
}

#[test]
fn the_first_seed_names_whom_it_names() {
    let Some(article) = seed("000_") else { return };
    let found = Recogniser::bundled().find(&article);
    for (kind, name, spellings) in [
        (Kind::Per, "마크 저커버그", ["저커버그"].as_slice()),
        (Kind::Per, "얀 르쿤", &["르쿤"]),
        (Kind::Per, "얀 라이케", &[]),
        (Kind::Per, "샘 올트먼", &["샘 알트먼"]),
        (Kind::Per, "로한 아닐", &[]),
        (Kind::Per, "로런스 반데르마텐", &["로렌스 판데르 마텐"]),
        (Kind::Per, "에릭 마이어", &[]),
        (Kind::Per, "데미스 허사비스", &["허사비스"]),
        (Kind::Org, "메타", &[]),
        (Kind::Org, "메타 초지능 연구소", &["MSL", "슈퍼인텔리전스 랩"]),
        (Kind::Org, "FAIR", &[]),
        (Kind::Org, "TBD 랩", &[]),
        (Kind::Org, "마이크로소프트", &["MS"]),
        (Kind::Org, "앤트로픽", &[]),
        (Kind::Org, "오픈AI", &[]),
        (Kind::Org, "구글", &[]),
        (Kind::Prod, "라마", &[]),
        (Kind::Prod, "라마 4", &[]),
        (Kind::Prod, "라마 4.5", &[]),
        (Kind::Prod, "클로드 소네트 4", &[]),
        (Kind::Prod, "GPT-5", &[]),
    ] {
        has(&found, kind, name, spellings);
    }
    let all = listing(&found).join("\n");
    assert!(!all.contains("임대준"), "{all}");
}

#[test]
fn the_second_seed_names_whom_it_names() {
    let Some(article) = seed("001_") else { return };
    let found = Recogniser::bundled().find(&article);
    for (kind, name, spellings) in [
        (Kind::Per, "마크 저커버그", [].as_slice()),
        (Kind::Per, "로런스 반데르마텐", &[]),
        (Kind::Per, "조엘 피노", &[]),
        (Kind::Per, "댄 비켈", &["비켈"]),
        (Kind::Per, "휴고 투브론", &[]),
        (Kind::Per, "자비에 마르티네", &[]),
        (Kind::Per, "파이잘 아자르", &[]),
        (Kind::Per, "티멘 블랑케보르트", &[]),
        (Kind::Per, "다리오 아모데이", &[]),
        (Kind::Per, "자오셩자", &[]),
        (Kind::Org, "라이터", &["라이터", "Writer"]),
        (Kind::Org, "FAIR", &[]),
        (
            Kind::Org,
            "메타 초지능 연구소",
            &["Meta Superintelligence Labs", "MSL"],
        ),
        (Kind::Org, "구글 딥마인드", &[]),
        (Kind::Org, "앤트로픽", &[]),
        (Kind::Prod, "라마", &["Llama"]),
        (Kind::Prod, "라마 3", &[]),
        (Kind::Prod, "라마 4", &[]),
    ] {
        has(&found, kind, name, spellings);
    }
    let all = listing(&found).join("\n");
    for never in [
        "김민석",
        "이영섭",
        "채원배",
        "이승배",
        "김기성",
        "로이터",
        "일렉트로닉",
        "PER 왕",
    ] {
        assert!(!all.contains(never), "{never}: {all}");
    }
}

#[test]
fn what_both_seeds_name_is_one_across_them() {
    let (Some(one), Some(two)) = (seed("000_"), seed("001_")) else {
        return;
    };
    let keys = |article: &Article| -> std::collections::BTreeSet<String> {
        let found = Recogniser::bundled().find(article);
        let told = found.names.iter().filter(|n| n.kind != Kind::Loc);
        told.map(|n| format!("{:?} {}", n.kind, n.text)).collect()
    };
    let (one, two) = (keys(&one), keys(&two));
    let both: Vec<&str> = one.intersection(&two).map(String::as_str).collect();
    let expected = [
        "Org FAIR",
        "Org 메타",
        "Org 메타 초지능 연구소",
        "Org 앤트로픽",
        "Org 오픈AI",
        "Per 로런스 반데르마텐",
        "Per 마크 저커버그",
        "Prod 라마",
        "Prod 라마 4",
    ];
    assert_eq!(both, expected, "{one:?} {two:?}");
}
