use proptest::prelude::*;

use super::*;

const OLD: &str = "해원시, 낡은 둑길 다시 열기로\n\
본문 이미지 - 해원 둑길의 새벽 /해원시 제공\n\
해원 둑길의 새벽 /해원시 제공\n\
(해원=새벽신문) 윤가온 기자 = 해원시가 십이 년 동안 막아 두었던 둑길을 내년 봄에 다시 연다.\n\
시는 20일 설명회를 열고 보강 공사에 쓸 돈 34억 원을 마련했다고 밝혔다.\n\
윤슬기 시장은 “물이 차던 자리를 먼저 고치고 길은 그다음에 열겠다”고 말했다.\n\
주민 스물두 명은 설명회에서 둑 아래 가게들의 출입로를 따로 내 달라고 요구했다.\n\
모형 실험에는 가람연구소의 ‘물결 4’ 모델이 쓰였다. 연구소는 실험 기록을 다음 달에 공개한다.";

/// What became of a quote, in short: the state, the letters of the changes, and the words there now.
fn state(old: &str, quote: &str, new: &str) -> (String, String) {
    nth_state(old, quote, 0, new)
}

fn nth_state(old: &str, quote: &str, nth: usize, new: &str) -> (String, String) {
    let (at, _) = old.match_indices(quote).nth(nth).expect("the quote is there");
    let anchor = Anchor::new(old, at as u32..(at + quote.len()) as u32).expect("it is visible");
    let new = Clean::body(new);
    let standing = anchor.find(&new);
    let words = standing.at().map_or(String::new(), |at| {
        new.get(at.start as usize..at.end as usize).unwrap().to_owned()
    });
    let state = match standing {
        Standing::Anchored { .. } => "anchored".into(),
        Standing::Moved { change, .. } => {
            let parts = [(change.wording, "w"), (change.place, "p"), (change.unsure, "u")];
            let parts: String = parts.iter().filter(|(on, _)| *on).map(|(_, c)| *c).collect();
            format!("moved:{parts}")
        }
        Standing::Orphan => "orphan".into(),
    };
    (state, words)
}

fn check(old: &str, quote: &str, new: &str, expected: (&str, &str)) {
    let (state, words) = state(old, quote, new);
    assert_eq!((state.as_str(), words.as_str()), expected, "{quote}");
}

#[test]
fn a_text_that_did_not_change_needs_no_search() {
    check(OLD, "34억 원을", OLD, ("anchored", "34억 원을"));
}

#[test]
fn case_1_a_paragraph_before() {
    let new = OLD.replacen('\n', "\n시의회는 전날 이 계획을 표결에 부쳐 통과시켰다.\n", 1);
    check(
        OLD,
        "34억 원을 마련했다고",
        &new,
        ("anchored", "34억 원을 마련했다고"),
    );
    let close = OLD.replace("시는 20일", "앞서 시의회가 예산을 통과시켰다.\n시는 20일");
    check(
        OLD,
        "시는 20일 설명회를 열고",
        &close,
        ("anchored", "시는 20일 설명회를 열고"),
    );
}

#[test]
fn case_2_a_typo_in_the_quote() {
    let new = OLD.replace("먼저 고치고", "먼져 고치고");
    let now = "물이 차던 자리를 먼져 고치고 길은";
    check(OLD, "물이 차던 자리를 먼저 고치고 길은", &new, ("moved:w", now));
    // A short word that stands in several places, one of which was corrected.
    let new = OLD.replace("둑 아래 가게들", "뚝 아래 가게들");
    check(OLD, "둑", &new, ("anchored", "둑"));
}

/// The first `둑` stands elsewhere; only the third one was corrected.
#[test]
fn a_short_word_is_not_taken_for_its_like_elsewhere() {
    let new = OLD.replace("둑 아래 가게들", "뚝 아래 가게들");
    let third = OLD.matches('둑').count() - 1;
    assert_eq!(nth_state(OLD, "둑", third, &new), ("moved:w".into(), "뚝".into()));
}

#[test]
fn case_3_another_spelling() {
    let new = OLD.replace("‘물결 4’", "‘물결4’");
    check(OLD, "‘물결 4’ 모델", &new, ("moved:w", "‘물결4’ 모델"));
    check(OLD, "물결 4", &new, ("moved:w", "물결4"));
}

#[test]
fn case_4_other_quotation_marks() {
    let new = OLD.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    let quote = "“물이 차던 자리를 먼저 고치고 길은 그다음에 열겠다”고";
    check(OLD, quote, &new, ("moved:w", &quote.replace(['“', '”'], "\"")));
    check(OLD, "윤슬기 시장은", &new, ("anchored", "윤슬기 시장은"));
}

#[test]
fn case_5_a_caption_is_gone() {
    let new = OLD.replace("해원 둑길의 새벽 /해원시 제공\n(해원", "(해원");
    assert_eq!(
        nth_state(OLD, "해원 둑길의 새벽", 1, &new),
        ("moved:u".into(), "해원 둑길의 새벽".into())
    );
    check(
        OLD,
        "내년 봄에 다시 연다",
        &new,
        ("anchored", "내년 봄에 다시 연다"),
    );
}

#[test]
fn case_6_a_paragraph_moved() {
    let mut lines: Vec<&str> = OLD.lines().collect();
    let moved = lines.remove(5);
    lines.push(moved);
    let new = lines.join("\n");
    check(OLD, "물이 차던 자리를", &new, ("anchored", "물이 차던 자리를"));
    check(OLD, moved, &new, ("moved:p", moved));
}

#[test]
fn case_7_a_decomposed_copy() {
    use unicode_normalization::UnicodeNormalization;
    let new: String = OLD.nfd().collect();
    for quote in ["해원시, 낡은 둑길", "출입로를 따로", "공개한다."] {
        check(OLD, quote, &new, ("anchored", quote));
    }
}

#[test]
fn case_8_other_line_ends() {
    let new = OLD.replace('\n', "\r\n");
    check(
        OLD,
        "스물두 명은 설명회에서",
        &new,
        ("anchored", "스물두 명은 설명회에서"),
    );
    // And with a passage over two paragraphs.
    check(OLD, "밝혔다.\n윤슬기", &new, ("anchored", "밝혔다.\n윤슬기"));
}

#[test]
fn case_9_a_quote_three_times_with_equal_neighbours() {
    let around = "가람강 물높이는 어제와 같고 둑에는 새로 난 틈이 없다. 이 자리는 오늘 살펴보았다. \
                  살펴본 사람은 관리소의 당번이며 다음 살핌은 내일 새벽이다.";
    let old = format!("살핌 기록\n{around}\n{around}\n{around}\n끝.");
    let new = format!("살핌 기록\n지난주의 기록을 옮겨 적는다.\n{around}\n{around}\n{around}\n끝.");
    for nth in 0..3 {
        let quote = "이 자리는 오늘 살펴보았다";
        let (at, _) = old.match_indices(quote).nth(nth).unwrap();
        let (now, _) = new.match_indices(quote).nth(nth).unwrap();
        let anchor = Anchor::new(&old, at as u32..(at + quote.len()) as u32).unwrap();
        assert_eq!((anchor.copy, anchor.copies), (nth as u32 + 1, 3));
        let at = anchor.find(&new).at().unwrap();
        assert_eq!(at.start as usize, now, "{nth}");
    }
    // With one of them gone nobody can say which: it is said.
    let fewer = format!("살핌 기록\n{around}\n{around}\n끝.");
    assert_eq!(nth_state(&old, "이 자리는 오늘", 1, &fewer).0, "moved:u");
}

#[test]
fn case_10_an_emoji_before_the_quote() {
    let new = OLD.replacen("윤가온", "🙂👩‍🚒 윤가온", 1);
    check(OLD, "십이 년 동안", &new, ("anchored", "십이 년 동안"));
    check(&new, "십이 년 동안", OLD, ("anchored", "십이 년 동안"));
    // An emoji of several signs is chosen whole.
    let at = new.find('👩').unwrap() as u32;
    assert_eq!(Anchor::new(&new, at..at + 4).unwrap().quote.as_str(), "👩‍🚒");
}

#[test]
fn case_11_the_first_and_the_last_character() {
    let new = OLD.replace("34억", "36억");
    check(OLD, "해", &new, ("anchored", "해"));
    check(OLD, "해원시, 낡은", &new, ("anchored", "해원시, 낡은"));
    check(
        OLD,
        "다음 달에 공개한다.",
        &new,
        ("anchored", "다음 달에 공개한다."),
    );
    let longer = format!("알림\n{OLD}\n고침: 날짜를 바로잡았다.");
    check(OLD, "해원시, 낡은", &longer, ("anchored", "해원시, 낡은"));
    check(
        OLD,
        "다음 달에 공개한다.",
        &longer,
        ("anchored", "다음 달에 공개한다."),
    );
    check(OLD, OLD, &longer, ("anchored", OLD));
}

#[test]
fn case_12_one_syllable_with_a_final_consonant() {
    let new = OLD.replace("시는 20일", "해원시는 20일");
    check(OLD, "물", &new, ("anchored", "물"));
    let anchor = Anchor::new("값진", 1..2).unwrap();
    assert_eq!((anchor.quote.as_str(), anchor.bytes()), ("값", 0..3));
}

#[test]
fn case_13_nothing_after_the_quote() {
    let old = "둑길이 열린다.\n사람이 온다";
    check(
        old,
        "사람이 온다",
        "둑길이 열린다.\n사람이 온다",
        ("anchored", "사람이 온다"),
    );
    check(
        old,
        "사람이 온다",
        "길이 막혔다.\n둑길이 열린다.\n사람이 온다",
        ("anchored", "사람이 온다"),
    );
    check(
        old,
        "사람이 온다",
        "둑길이 열린다.\n사람이 온다.",
        ("anchored", "사람이 온다"),
    );
}

#[test]
fn what_is_gone_is_an_orphan() {
    for (quote, new) in [
        (
            "34억 원을",
            OLD.lines()
                .filter(|l| !l.contains("34억"))
                .collect::<Vec<_>>()
                .join("\n"),
        ),
        (
            "윤슬기 시장은",
            "날씨\n내일은 전국이 맑고 낮에는 기온이 오른다.".into(),
        ),
        ("주민 스물두 명은", String::new()),
    ] {
        check(OLD, quote, &new, ("orphan", ""));
    }
}

#[test]
fn nothing_visible_is_no_anchor() {
    for bytes in [0..0, 3..3, 6..7, 900..1000, std::ops::Range { start: 5, end: 2 }] {
        assert_eq!(Anchor::new("가나 \n 다", bytes.clone()), None, "{bytes:?}");
    }
    assert_eq!(Anchor::quoted(" \u{200b}\n", "a", "b"), None);
}

#[test]
fn words_alone_are_enough_where_they_stand_once() {
    let find = |quote: &str| Anchor::quoted(quote, "", "").unwrap().find(OLD);
    assert!(matches!(
        find("출입로를 따로 내 달라고"),
        Standing::Anchored { .. }
    ));
    assert!(matches!(find("출입로를  따로 내달라고"), Standing::Moved { .. }));
    assert!(matches!(find("해원시"), Standing::Moved { change, .. } if change.unsure));
    assert_eq!(find("어디에도 없는 말"), Standing::Orphan);
}

#[test]
fn an_orphan_is_offered_places() {
    let at = OLD.find("34억 원을 마련했다고").unwrap() as u32;
    let anchor = Anchor::new(OLD, at..at + 28).unwrap();
    let new = "시는 보강에 쓸 돈 40억 원을 마련했다고 알렸다.";
    let page = Page::of(new);
    assert!(!page.candidates(&anchor, 5).is_empty());
    assert!(page.candidates(&anchor, 0).is_empty());
}

#[test]
fn hostile_texts_take_no_longer() {
    let same = "가".repeat(200_000);
    for (start, end) in [(0, 3), (300_000, 300_003), (0, 90_000), (0, 600_000)] {
        let anchor = Anchor::new(&same, start..end).unwrap();
        let other = format!("나{same}");
        assert!(anchor.find(&other).at().is_some());
        assert_eq!(anchor.find("나"), Standing::Orphan);
    }
    let marks = format!("e{}", "\u{301}".repeat(100_000));
    assert!(Anchor::new(&marks, 1..2).is_some());
}

#[test]
fn an_anchor_of_a_file_is_put_in_order() {
    let json = r#"{"start":9,"end":3,"quote":"\u001b[31m붉\u202e은","before":"  \n\t앞","after":"\u0000뒤 \n","copy":9,"copies":2}"#;
    let anchor: Anchor = serde_json::from_str(json).unwrap();
    assert_eq!((anchor.start, anchor.end, anchor.copy), (9, 9, 2));
    assert_eq!(anchor.quote.as_str(), "붉은");
    assert_eq!((anchor.before.as_str(), anchor.after.as_str()), ("\n앞", "뒤\n"));
    anchor.find(OLD);
}

proptest! {
    #[test]
    fn an_anchor_survives_json_and_its_own_text(
        text in "[가각a 🙂\u{301}\n‘.4]{1,60}", from in 0..60usize, to in 0..60usize,
    ) {
        let text = Clean::body(&text);
        if let Some(anchor) = Anchor::new(&text, from as u32..to as u32) {
            let at = anchor.start as usize..anchor.end as usize;
            prop_assert_eq!(text.get(at), Some(anchor.quote.as_str()));
            prop_assert_eq!(anchor.find(&text), Standing::Anchored { at: anchor.bytes() });
            let json = serde_json::to_string(&anchor).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Anchor>(&json).unwrap(), &anchor);
            prop_assert!(anchor.copy >= 1 && anchor.copy <= anchor.copies);
        }
    }

    #[test]
    fn what_is_found_lies_on_borders(
        old in "[가나다라 ab\n]{1,40}", new in "[가나다라 ab🙂\n]{0,80}", from in 0..40u32, length in 1..40u32,
    ) {
        let (old, new) = (Clean::body(&old), Clean::body(&new));
        if let Some(anchor) = Anchor::new(&old, from..from + length)
            && let Some(at) = anchor.find(&new).at()
        {
            let words = new.get(at.start as usize..at.end as usize);
            prop_assert!(words.is_some_and(|w| !w.is_empty()), "{:?} {:?}", anchor, at);
        }
    }
}
