//! Which names are one and which never are.

use super::*;
use crate::entity::Recogniser;

/// Held against one name of a story that shares nothing.
fn linked(kind: Kind, one: &str, two: &str, shares: bool) -> Option<Because> {
    let naming = |text| Naming { kind, text, shares };
    let there = Recogniser::bundled().link(Reach::Library, &naming(one), &[naming(two)]);
    let back = Recogniser::bundled().link(Reach::Library, &naming(two), &[naming(one)]);
    assert_eq!(there, back, "{one} {two}");
    there.map(|(_, why)| why)
}

#[test]
fn names_are_one_for_a_reason() {
    use Because::{AliasList, EqualForm, ShortForm, Transliteration};
    for (kind, one, two, shares, why) in [
        (Kind::Prod, "라마4", "라마 4", false, EqualForm),
        (
            Kind::Org,
            "메타 초지능 연구소",
            "메타초지능연구소",
            false,
            EqualForm,
        ),
        (Kind::Per, "저커버그", "Zuckerberg", false, AliasList),
        (Kind::Per, "마크 저커버그", "ザッカーバーグ", false, AliasList),
        (Kind::Per, "마크 저커버그", "扎克伯格", false, AliasList),
        (Kind::Org, "MS", "마이크로소프트", false, AliasList),
        (Kind::Org, "MSL", "슈퍼인텔리전스 랩", false, AliasList),
        (
            Kind::Org,
            "Meta Superintelligence Labs",
            "메타 초지능 연구소",
            false,
            AliasList,
        ),
        (
            Kind::Per,
            "로렌스 판데르 마텐",
            "로런스 반데르마텐",
            false,
            AliasList,
        ),
        (
            Kind::Per,
            "요스트 판데르 하겐",
            "요스트 반데르하겐",
            false,
            Transliteration,
        ),
        (
            Kind::Per,
            "안데르스 헤일스베리",
            "앤더스 헤일스베리",
            false,
            Transliteration,
        ),
        (Kind::Per, "헤일스베리", "안데르스 헤일스베리", true, ShortForm),
        (Kind::Per, "김민석", "김민석", true, EqualForm),
    ] {
        assert_eq!(linked(kind, one, two, shares), Some(why), "{one} {two}");
    }
}

#[test]
fn what_is_not_one_stays_apart() {
    for (kind, one, two) in [
        (Kind::Per, "얀 라이케", "얀 르쿤"),
        (Kind::Per, "김민석", "김민석"),
        (Kind::Per, "김정은", "김정운"),
        (Kind::Per, "다리오 아모데이", "다니엘라 아모데이"),
        (Kind::Per, "이노우에 아쓰시", "이노우에 야스시"),
        (Kind::Per, "헤일스베리", "안데르스 헤일스베리"),
        (Kind::Prod, "라마 3", "라마 4"),
        (Kind::Prod, "라마 4", "라마 4.5"),
        (Kind::Prod, "라마", "라마 4"),
        (Kind::Org, "구글", "구글 딥마인드"),
        (Kind::Org, "메타", "메타 초지능 연구소"),
        (Kind::Org, "라이터", "로이터"),
        (Kind::Org, "라이터", "Reuters"),
        (Kind::Org, "효과적 이타주의", "일렉트로닉 아츠"),
        (Kind::Org, "서울동부지검", "서울동부지법"),
        (Kind::Org, "수원지방검찰청", "수원지방법원"),
        (Kind::Loc, "강서구", "강동구"),
    ] {
        assert_eq!(linked(kind, one, two, false), None, "{one} {two}");
    }
    let person = Naming {
        kind: Kind::Per,
        text: "메타",
        shares: true,
    };
    let body = Naming {
        kind: Kind::Org,
        text: "메타",
        shares: true,
    };
    assert_eq!(
        Recogniser::bundled().link(Reach::Story, &person, &[body]),
        None,
        "kinds differ"
    );
}

#[test]
fn names_that_are_one_share_a_key() {
    for (one, two) in [
        ("저커버그", "Zuckerberg"),
        ("로렌스 판데르 마텐", "로런스 반데르마텐"),
        ("요스트 판데르 하겐", "요스트 반데르하겐"),
        ("안데르스 헤일스베리", "헤일스베리"),
    ] {
        let keys = |text| Recogniser::bundled().keys(Kind::Per, text);
        assert!(keys(one).iter().any(|key| keys(two).contains(key)), "{one} {two}");
    }
}

#[test]
fn a_card_can_say_why() {
    use Because::{AliasList, EqualForm, Gloss, ShortForm, Transliteration};
    for (main, spelling, rule, why) in [
        ("앤트로픽", "Anthropic", Rule::Gloss, AliasList),
        ("오픈AI", "오픈 AI", Rule::Gazetteer, EqualForm),
        ("노드켈", "Nordkel", Rule::Gloss, Gloss),
    ] {
        let found = Recogniser::bundled().because(Kind::Org, main, spelling, rule);
        assert_eq!(found, why, "{main} {spelling}");
    }
    for (main, spelling, rule, why) in [
        ("요아힘 크렌첼", "크렌첼", Rule::Short, ShortForm),
        (
            "요스트 판데르 하겐",
            "요스트 반데르하겐",
            Rule::Role,
            Transliteration,
        ),
    ] {
        let found = Recogniser::bundled().because(Kind::Per, main, spelling, rule);
        assert_eq!(found, why, "{main} {spelling}");
    }
}
