use super::*;

/// What of a text answers a query, and how.
fn ask<'t>(query: &str, text: &'t str) -> Option<(Tier, Vec<&'t str>)> {
    let (tier, ranges) = Pattern::new(query).find_all(text)?;
    let parts = ranges.iter().map(|r| &text[r.start as usize..r.end as usize]);
    Some((tier, parts.collect()))
}

fn check(query: &str, text: &str, tier: Tier, parts: &[&str]) {
    assert_eq!(
        ask(query, text),
        Some((tier, parts.to_vec())),
        "{query} in {text}"
    );
}

fn nothing(query: &str, text: &str) {
    assert_eq!(ask(query, text), None, "{query} in {text}");
}

#[test]
fn every_key_on_the_way_matches() {
    for (query, text, part) in [
        ("ㅁ", "메타", "메"),
        ("멭", "메타", "메타"),
        ("메ㅌ", "메타", "메타"),
        ("메", "멜로디", "멜"),
        ("멜", "메리", "메리"),
        ("닭", "달걀", "달걀"),
        ("ㅂㄷㄹ", "로런스 반데르마텐", "반데르"),
        ("ㅇㅌㄹㅍ", "경쟁사 앤트로픽으로", "앤트로픽"),
        ("ㄳ", "가수", "가수"),
        ("ㅅㅍㅇ", "새 슈퍼 인공", "슈퍼 인"),
    ] {
        check(query, text, Tier::Typed, &[part]);
    }
    nothing("메타", "매타");
    nothing("", "메타");
    nothing(" ", "메타");
}

#[test]
fn what_papers_disagree_about_is_the_same() {
    for (query, text, part) in [
        ("라마4", "오픈소스 라마 4 공개", "라마 4"),
        ("라마 4", "오픈소스 라마4", "라마4"),
        ("오픈소스 라마", "오픈소스 ‘라마’", "오픈소스 ‘라마"),
        ("연구개발", "새 연구·개발비", "연구·개발"),
        ("ai", "오픈ＡＩ", "ＡＩ"),
        ("ガソリン", "ｶﾞｿﾘﾝの値段", "ｶﾞｿﾘﾝ"),
        ("らま", "新しいラマ", "ラマ"),
        ("(주)한빛", "㈜한빛", "㈜한빛"),
        ("'라마'", "라마와 “말”과 ‘라마’", "‘라마’"),
        ("한글", "\u{1112}\u{1161}\u{11ab}글", "\u{1112}\u{1161}\u{11ab}글"),
    ] {
        check(query, text, Tier::Word, &[part]);
    }
    nothing("라마4", "라마3");
    nothing("사과", "검사 과정");
}

#[test]
fn the_other_keyboard_is_understood() {
    check("apxk", "그때 메타가", Tier::Keys, &["메타"]);
    check("dosxmfhvlr", "앤트로픽의", Tier::Keys, &["앤트로픽"]);
    check("ㅡㄷㅅㅁ", "Meta said", Tier::Keys, &["Meta"]);
    check("ekf", "달걀", Tier::Keys, &["달"]);
}

#[test]
fn headline_characters_are_read_as_words() {
    for (query, text, part) in [
        ("미국", "美·中 정상", "美"),
        ("미국 중국", "美·中 정상", "美·中"),
        ("검찰", "檢, 곧 소환", "檢"),
        ("북한", "北측 답변", "北"),
        ("이대통령", "李대통령 발언", "李대통령"),
        ("美", "미국과 한 약속", "미국"),
    ] {
        check(query, text, Tier::Typed, &[part]);
    }
    check("美", "美 정상", Tier::Word, &["美"]);
    nothing("미국", "中 정상");
}

#[cfg(feature = "sounds")]
#[test]
fn sounds_are_found() {
    for (query, text, part) in [
        ("rengongzhineng", "新的人工智能公司", "人工智能"),
        ("rgzn", "新的人工智能公司", "人工智能"),
        ("rengzn", "新的人工智能公司", "人工智能"),
        ("rama", "新しいラマ", "ラマ"),
        ("nihon", "にほんの冬", "にほん"),
    ] {
        check(query, text, Tier::Sound, &[part]);
    }
    nothing("rgzn", "新的公司");
}

#[test]
fn a_key_or_two_may_be_wrong_but_no_digit() {
    for (query, text, part) in [
        ("엔트로픽", "앤트로픽으로 옮겼다", "앤트로픽"),
        ("앤스로픽", "그는 앤트로픽에서", "앤트로픽"),
        (
            "로런스 반데르마텐",
            "연구자 로렌스 판데르 마텐은",
            "로렌스 판데르 마텐",
        ),
        ("슈퍼인텔리젼스", "새 슈퍼인텔리전스 랩", "슈퍼인텔리전스"),
        ("antropic", "at Anthropic, he", "Anthropic"),
        ("다람쥐랩4", "다람쥐렙4 공개", "다람쥐렙4"),
    ] {
        check(query, text, Tier::Similar, &[part]);
    }
    for (query, text) in [
        ("라마4", "라마3"),
        ("라마4", "라마 개발"),
        ("다람쥐연구소12", "다람쥐연구소13"),
        ("다람쥐연구소12", "다람쥐연구소1"),
        ("메타", "메다"),
        ("구글", "야구금지"),
        ("초지능연구소", "슈퍼인텔리전스 랩 구성 문제"),
    ] {
        nothing(query, text);
    }
}

#[test]
fn words_are_found_apart() {
    check("라마 메타", "메타의 새 라마", Tier::Word, &["메타", "라마"]);
    check(
        "라마 엔트로픽",
        "앤트로픽과 라마",
        Tier::Similar,
        &["앤트로픽", "라마"],
    );
    nothing("라마 구글코리아", "메타의 라마");
}

#[test]
fn the_surest_and_nearest_come_first() {
    let pattern = Pattern::new("메타");
    let mut texts = ["새 메타 이야기", "메탄 배출", "메타", "매파 메타버스"];
    texts.sort_by_key(|t| std::cmp::Reverse(pattern.best(t).expect("a hit").score));
    assert_eq!(texts, ["메타", "새 메타 이야기", "매파 메타버스", "메탄 배출"]);
    assert!(pattern.best("구글").is_none());
    let loose = Pattern::new("메버").loose("메타버스").expect("a loose hit");
    assert_eq!((loose.tier, loose.ranges), (Tier::Loose, vec![0..3, 6..9]));
}

/// The table of edit distances in full: what the bits must agree with.
fn least_errors(query: &str, text: &str) -> usize {
    let (q, t): (Vec<char>, Vec<char>) = (
        keystrokes::keystrokes(query).chars().collect(),
        keystrokes::keystrokes(text).chars().collect(),
    );
    let mut row = vec![0; t.len() + 1];
    for i in 1..=q.len() {
        let mut diagonal = row[0];
        row[0] = i;
        for j in 1..=t.len() {
            let cost = (diagonal + usize::from(q[i - 1] != t[j - 1]))
                .min(row[j] + 1)
                .min(row[j - 1] + 1);
            diagonal = std::mem::replace(&mut row[j], cost);
        }
    }
    row.into_iter().min().unwrap_or(0)
}

#[test]
fn letters_of_one_cluster_are_lit_once() {
    let found = Pattern::new(".").find_all("a︙b");
    assert_eq!(found, Some((Tier::Word, std::iter::once(1..4).collect())));
}

proptest::proptest! {
    #[test]
    fn a_similar_text_has_no_more_errors_than_allowed(
        query in "[가나다라마바사]{3,8}",
        text in "([가나다라마바사갸너]{1,9} ?){1,3}",
    ) {
        if let Some((Tier::Similar, parts)) = ask(&query, &text) {
            for part in parts {
                proptest::prop_assert!((1..=2).contains(&least_errors(&query, part)), "{}", part);
            }
        }
    }

    #[test]
    fn a_word_with_one_wrong_vowel_is_found(query in "[가나다라마바사]{3,8}", at in 0..3usize) {
        let mut wrong: Vec<char> = query.chars().collect();
        // Four vowels on is ㅓ.
        wrong[at] = char::from_u32(wrong[at] as u32 + 4 * 28).expect("a syllable");
        let wrong: String = wrong.into_iter().collect();
        let text = format!("앞 {query} 뒤");
        proptest::prop_assert!(ask(&wrong, &text).is_some(), "{} in {}", wrong, text);
    }

    #[test]
    fn any_query_meets_any_text(query in "\\PC{0,20}", text in "\\PC{0,60}") {
        if let Some((_, ranges)) = Pattern::new(&query).find_all(&text) {
            let mut end = 0;
            for range in ranges {
                proptest::prop_assert!(end <= range.start && range.start < range.end);
                proptest::prop_assert!(text.get(range.start as usize..range.end as usize).is_some());
                end = range.end;
            }
        }
        let _ = Pattern::new(&query).best(&text);
    }
}
