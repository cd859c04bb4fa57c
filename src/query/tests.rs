use proptest::prelude::*;

use super::when::Day;
use super::*;

fn word(text: &str) -> Expr {
    Expr::Term(Term::Words(Text::word(text)))
}

fn root(text: &str) -> Option<Expr> {
    parse(text)
        .unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
        .root
}

#[test]
fn a_query_is_read_and_printed() {
    for (text, printed) in [
        ("", ""),
        ("메타", "메타"),
        ("메타  이직", "메타 이직"),
        ("메타 AND 이직", "메타 이직"),
        ("메타 | 라마 이직", "(메타 OR 라마 이직)"),
        ("(메타 또는 라마) 이직", "(메타 OR 라마) 이직"),
        ("((메타) (이직))", "메타 이직"),
        ("-(메타 이직)", "-(메타 이직)"),
        ("NOT 메타 -라마4", "-메타 -라마4"),
        ("- NOT - 메타", "메타 -메타"),
        ("“공동 저자” =메타", "\"공동 저자\" \"메타\""),
        (r#""그는 \"아니\"라고""#, r#""그는 \"아니\"라고""#),
        (
            "이름:저커버그 발언:앤트로픽 기자:김민석",
            "name:저커버그 said:앤트로픽 by:김민석",
        ),
        ("매체：뉴스1 언어:한국어 날짜:<7일", "in:뉴스1 lang:ko date:<7d"),
        (
            "is:안읽음 상태:북마크 has:메모 #퇴사",
            "is:unread is:bookmarked has:note tag:퇴사",
        ),
        (
            "name:(저커버그 OR \"마크 저커버그\")",
            "(name:저커버그 OR name:\"마크 저커버그\")",
        ),
        (
            "near:(메타 이직) 근처/12:(가 나)",
            "near:(메타 이직) near/12:(가 나)",
        ),
        ("near/99999999999:(가 나)", "near/10000:(가 나)"),
        (
            "date:2025-8..2025-09 정렬:관련",
            "date:2025-08..2025-09 sort:relevance",
        ),
        (
            "제목:금리 본문:\"한국은행\" note:확인",
            "title:금리 body:\"한국은행\" note:확인",
        ),
        (
            "12:30 http://example.org/a 네이버:카카오",
            "12:30 http://example.org/a 네이버:카카오",
        ),
        ("anthrop* 로*스", "anthrop* 로*스"),
        ("A - B … % ()x", ""),
    ] {
        if let Ok(query) = parse(text) {
            let expected = if text == "- NOT - 메타" {
                "-메타"
            } else {
                printed
            };
            assert_eq!(query.to_string(), expected, "{text}");
        } else {
            assert_eq!(printed, "", "{text}");
        }
    }
}

#[test]
fn words_bind_closer_than_alternatives() {
    assert_eq!(
        root("가 나 OR 다"),
        Some(Expr::Or(vec![
            Expr::And(vec![word("가"), word("나")]),
            word("다")
        ]))
    );
    assert_eq!(
        root("가 (나 다)"),
        Some(Expr::And(vec![word("가"), word("나"), word("다")]))
    );
    assert_eq!(root("--가"), Some(Expr::Not(Box::new(word("가")))));
}

#[test]
fn faults_point_at_the_letter_and_say_what_was_meant() {
    for (text, at, wrong, meant) in [
        ("메타 \"공동", 4, Wrong::Unclosed, Some("\"공동\"")),
        ("(메타", 1, Wrong::Open, None),
        ("메타)", 3, Wrong::Stray, None),
        ("메타 ()", 4, Wrong::Nothing, None),
        ("메타 OR", 4, Wrong::Alone, None),
        ("OR 메타", 1, Wrong::Alone, None),
        ("메타 AND", 4, Wrong::Alone, None),
        ("메타 NOT", 4, Wrong::Alone, None),
        ("name:", 1, Wrong::NoValue, None),
        ("name: 메타", 1, Wrong::NoValue, None),
        ("nmae:메타", 1, Wrong::NoField, Some("name:")),
        ("ㅑㄴ:unread", 1, Wrong::NoField, Some("is:")),
        ("가 날자:2025", 3, Wrong::NoField, Some("date:")),
        ("is:unraed", 4, Wrong::BadValue, Some("unread")),
        ("is:안일음", 4, Wrong::BadValue, Some("안읽음")),
        ("lang:klingon", 6, Wrong::BadValue, None),
        ("date:20250822", 6, Wrong::BadDate, Some("2025-08-22")),
        ("date:어재", 6, Wrong::BadDate, Some("어제")),
        ("가 *", 3, Wrong::BadWildcard, None),
        ("tag:(is:unread)", 6, Wrong::Misplaced, None),
        ("가 OR sort:date", 11, Wrong::Misplaced, None),
    ] {
        let fault = parse(text).expect_err(text);
        assert_eq!(
            (fault.column(text), fault.wrong, fault.meant.as_deref()),
            (at, wrong, meant),
            "{text}"
        );
    }
}

#[test]
fn plain_words_stand_apart_from_conditions() {
    let (words, rest) = parse("메타 -라마4 이직 \"공동 저자\" 가* is:unread")
        .unwrap()
        .split();
    assert_eq!(
        (words.as_str(), rest.to_string().as_str()),
        ("메타 이직", "-라마4 \"공동 저자\" 가* is:unread")
    );
    let (words, rest) = parse("메타 OR 이직").unwrap().split();
    assert_eq!(
        (words.as_str(), rest.to_string().as_str()),
        ("", "(메타 OR 이직)")
    );
}

#[test]
fn stretches_are_told_apart() {
    let text = "메타 -name:가 (\"나\" OR …";
    let all: Vec<(&str, Role)> = spans(text)
        .into_iter()
        .map(|(at, role)| (crate::text::slice(text, at.start as usize..at.end as usize), role))
        .collect();
    assert_eq!(
        all,
        [
            ("메타", Role::Word),
            ("-", Role::Operator),
            ("name:", Role::Field),
            ("가", Role::Value),
            ("(", Role::Paren),
            ("\"나\"", Role::Phrase),
            ("OR", Role::Operator),
            ("…", Role::Ignored),
        ]
    );
}

#[test]
fn the_caret_is_offered_what_may_follow() {
    let values = |field: Field, typed: &str| vec![format!("{typed}일보"), format!("{} 신문", field.name())];
    let offered = |text: &str| {
        let found = complete(text, text.len(), &values);
        found.map_or(Vec::new(), |c| c.choices.into_iter().map(|c| c.text).collect())
    };
    for (text, expected) in [
        ("na", vec!["name:"]),
        ("가 ㄴㅉ", vec!["date:"]),
        ("매", vec!["in:"]),
        ("is:un", vec!["unread"]),
        ("is:안", vec!["안읽음"]),
        (
            "lang:",
            vec![
                "ko", "korean", "en", "english", "ja", "japanese", "zh", "chinese", "und", "unknown",
            ],
        ),
        ("in:가람", vec!["가람일보", "\"in 신문\""]),
        ("가나다", vec![]),
        ("\"na", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(offered(text), expected, "{text}");
    }
}

#[test]
fn hostile_texts_are_answered_or_refused() {
    let many = |part: &str, n: usize| part.repeat(n);
    for text in [
        many("메타 ", 2_000),
        many("(", 4_000),
        many("-(", 2_000),
        many("NOT ", 1_000),
        many("\"", 4_001),
        many("ㅁ", 1_300),
        many("a:", 2_000),
        many("* ", 2_000),
        many("a OR ", 800),
        many("name:(", 600),
        "(a+)+$".into(),
        many("(a+)+$ ", 500),
        "\u{0}\u{202e}\u{1100}\u{10ffff}".into(),
        many("가", 5_000),
    ] {
        let read = parse(&text);
        assert!(text.len() <= LONGEST || read.is_err_and(|fault| fault.wrong == Wrong::TooLong));
        assert!(spans(&text).len() <= LONGEST);
        complete(&text, text.len(), &|_, _| Vec::new());
    }
}

fn texts() -> impl Strategy<Value = Text> {
    prop_oneof![
        "[가-나a-c4][가-나a-c4*]{0,3}".prop_map(|text| Text::word(&text)),
        "[가나ab \\\\\":()|*-]{0,6}[가나a]".prop_map(|text| Text::phrase(&text)),
    ]
}

fn near() -> impl Strategy<Value = Term> {
    let texts = prop::collection::vec(
        "[가나ab: \"-]{0,3}[가나a]".prop_map(|text| Text::phrase(&text)),
        1..4,
    );
    (texts, prop_oneof![Just(NEAR), 0..100_u32]).prop_map(|(texts, far)| Term::Near(texts, far))
}

fn days() -> impl Strategy<Value = When> {
    let day = (
        2000..2030_i16,
        prop::option::of(1..=12_i8),
        1..=28_i8,
        any::<bool>(),
    )
        .prop_map(|(year, month, day, has)| Day {
            year,
            month,
            day: month.filter(|_| has).map(|_| day),
        });
    prop_oneof![
        day.clone().prop_map(When::On),
        (day.clone(), prop::option::of(day)).prop_map(|(from, until)| When::Between(Some(from), until)),
        (any::<bool>(), 0..500_u16).prop_map(|(older, count)| When::Age {
            older,
            count,
            length: when::Length::Weeks
        }),
    ]
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        4 => texts().prop_map(Term::Words),
        1 => texts().prop_map(Term::Name),
        1 => texts().prop_map(Term::Tag),
        1 => texts().prop_map(Term::Title),
        1 => days().prop_map(Term::Date),
        1 => near(),
        1 => Just(Term::Is(State::Unread)),
        1 => Just(Term::Language(Language::Ja)),
    ]
}

/// Trees as reading makes them: no list within a list of its kind where that is one, no doubled negation.
fn trees() -> impl Strategy<Value = Expr> {
    terms().prop_map(Expr::Term).prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|part| match part {
                Expr::Not(part) => *part,
                part => Expr::Not(Box::new(part)),
            }),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| {
                let flat = parts.into_iter().flat_map(|part| match part {
                    Expr::And(parts) => parts,
                    part => vec![part],
                });
                Expr::And(flat.collect())
            }),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Or),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_the_same(root in trees(), sorted in any::<bool>()) {
        let query = Query { root: Some(root), sort: sorted.then_some(Sort::Relevance) };
        let printed = query.to_string();
        prop_assert_eq!(parse(&printed), Ok(query), "{}", printed);
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in "[가ㅁab:\\\\\"()|*=#<.2 \\-]{0,40}") {
        let length = text.len() as u32;
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(fault) => prop_assert!(fault.at.start <= fault.at.end && fault.at.end <= length && text.is_char_boundary(fault.at.start as usize)),
        }
        for (at, _) in spans(&text) {
            prop_assert!(text.get(at.start as usize..at.end as usize).is_some());
        }
    }
}
