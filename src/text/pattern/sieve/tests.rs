use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn heap(texts: &[&str]) -> Heap {
    let mut heap = Heap::default();
    for text in texts {
        heap.push(text);
    }
    heap
}

/// The texts that answer surely, the best first.
fn sift<'t>(query: &str, texts: &[&'t str]) -> Vec<(&'t str, Tier)> {
    let pattern = Pattern::new(query);
    let mut ranks = pattern
        .sieve()
        .surely(&heap(texts), &|| false)
        .expect("nobody called it off")
        .ranks;
    top(&mut ranks, 99, |_| 0);
    ranks.iter().map(|r| (texts[r.place as usize], r.tier)).collect()
}

#[test]
fn what_is_exact_goes_before_what_begins_and_what_is_inside() {
    for (query, texts) in [
        (
            "메타",
            vec![
                "메타",
                "메타 실적",
                "메타버스 실적",
                "새 메타 이야기",
                "새 메타버스 이야기",
                "포스트메타",
                "메탄 배출",
            ],
        ),
        ("라마4", vec!["라마4 공개", "새 라마4", "라마 4 공개"]),
        ("라마 4", vec!["라마 4 공개", "라마4 공개", "4월의 라마"]),
        ("ㅁㅌ", vec!["메타", "새 메타", "소모택시"]),
        ("apxk", vec!["apxk", "메타", "새 메타"]),
    ] {
        let found: Vec<&str> = sift(query, &texts).into_iter().map(|(text, _)| text).collect();
        assert_eq!(found, texts, "{query}");
    }
}

#[test]
fn newer_texts_go_first_among_equals() {
    let texts = ["메타 가", "메타 나", "메타 다"];
    let pattern = Pattern::new("메타");
    let mut ranks = pattern
        .sieve()
        .surely(&heap(&texts), &|| false)
        .expect("ranks")
        .ranks;
    top(&mut ranks, 2, |place| i64::from(place == 1));
    assert_eq!(ranks.iter().map(|r| r.place).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_pass_is_called_off() {
    let texts = vec!["앤트로픽 새 모델"; 3_000];
    let (pattern, heap) = (Pattern::new("엔트로픽"), heap(&texts));
    let sieve = pattern.sieve();
    assert!(sieve.surely(&heap, &|| true).is_none());
    assert!(sieve.surely_among(&heap, &[1], &|| true).is_none());
    assert!(sieve.similarly(&heap, &[], &|| true).is_none());
    assert!(sieve.loosely(&heap, &[], &|| true).is_none());
}

#[test]
fn loose_texts_hold_the_letters_in_order() {
    let texts = [
        "메리버스",
        "버스와 메타",
        "큰 메타버스",
        "Uber k rd f",
        "the uk and rdf",
    ];
    let ask = |query: &str| {
        let pattern = Pattern::new(query);
        let ranks = pattern
            .sieve()
            .loosely(&heap(&texts), &[3], &|| false)
            .expect("ranks");
        ranks.iter().map(|r| r.place).collect::<Vec<_>>()
    };
    assert_eq!(ask("메버"), [0, 2]);
    assert_eq!(ask("rdf uk"), [4]);
    assert_eq!(ask("메"), [0_u32; 0]);
    assert_eq!(ask(&"메타".repeat(40)), [0_u32; 0]);
}

/// Texts and queries in which much is nearly the same.
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(
        "[가각간나라마메타美ma4 ‘]{0,12}|[앤엔트스로픽 픽a]{0,9}|人工[智能a ]{0,4}",
        1..12,
    )
}

fn queries() -> impl Strategy<Value = String> {
    "[가각간나라마메타ㄱㅁ4 ma]{1,6}|[앤엔트스로픽 ]{2,7}|미국|rgzn|ren|rkr[a-z]{0,3}|ㅡㅁ"
}

fn places(ranks: &[Rank]) -> BTreeSet<u32> {
    ranks.iter().map(|r| r.place).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_sieve_finds_what_the_pattern_finds(texts in texts(), query in queries()) {
        let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (pattern, heap) = (Pattern::new(&query), heap(&refs));
        let sieve = pattern.sieve();
        let sure = sieve.surely(&heap, &|| false).expect("ranks");
        let near = sieve.similarly(&heap, &sure.ranks, &|| false).expect("ranks");
        for (place, text) in refs.iter().enumerate() {
            let rank = sure.ranks.iter().find(|r| r.place as usize == place);
            let hit = pattern.sure(text);
            prop_assert_eq!(rank.map(|r| r.tier), hit.map(|h| h.tier), "{} in {}", query, text);
            let rank = rank.or(near.iter().find(|r| r.place as usize == place));
            let hit = pattern.best(&heap.get(place).text());
            prop_assert_eq!(rank.map(|r| r.tier), hit.map(|h| h.tier), "{} nearly in {}", query, text);
        }
    }

    #[test]
    fn a_longer_query_looks_at_the_hits_of_a_shorter_one(texts in texts(), query in queries()) {
        let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
        let heap = heap(&refs);
        let letters: Vec<char> = query.chars().collect();
        let typed = |n: usize| Pattern::new(&letters[..n].iter().collect::<String>());
        for n in 1..letters.len() {
            let (short, long) = (typed(n), typed(n + 1));
            if !short.widens(&long) {
                continue;
            }
            let wide = short.sieve().surely(&heap, &|| false).expect("ranks").wide;
            let again = long.sieve().surely_among(&heap, &wide, &|| false).expect("ranks");
            let scratch = long.sieve().surely(&heap, &|| false).expect("ranks");
            prop_assert_eq!(&again.ranks, &scratch.ranks, "{} to {}", short.typed(), long.typed());
            prop_assert_eq!(&again.wide, &scratch.wide);
            prop_assert!(places(&again.ranks).iter().all(|p| wide.contains(p)));
        }
    }
}

#[test]
fn most_texts_are_passed_over_by_their_marks() {
    let texts = [
        "메타 실적",
        "美 메시지 타격",
        "라마 공개",
        "새 모델",
        "대통령 방미",
    ];
    let heap = heap(&texts);
    // What holds a Chinese letter may hold the word that it stands for.
    for (query, expected) in [
        ("메타", &[0, 1][..]),
        ("ㅁㅌ", &[0, 1]),
        ("메타 실적", &[0, 1]),
        ("공 라마", &[1, 2]),
        ("미국", &[1]),
        ("ㅁ", &[0, 1, 2, 3, 4]),
    ] {
        let pattern = Pattern::new(query);
        let sieve = pattern.sieve();
        let may = |place: &usize| sieve.may(&heap.marks()[*place]);
        assert_eq!(
            (0..texts.len()).filter(may).collect::<Vec<_>>(),
            expected,
            "{query}"
        );
    }
}

#[test]
fn the_next_key_mostly_narrows() {
    for (short, long, expected) in [
        ("ㅁ", "메", true),
        ("메", "멭", true),
        ("멭", "메타", true),
        ("메타", "메타 라", true),
        ("라마 ㅁ", "라마 메", true),
        ("ㅁ", "ㅁㅌ", true),
        ("m", "me", false),
        ("me", "met", true),
        ("메타", "라마", false),
        ("", "메", false),
    ] {
        assert_eq!(
            Pattern::new(short).widens(&Pattern::new(long)),
            expected,
            "{short} {long}"
        );
    }
}
