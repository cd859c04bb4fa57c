use std::path::Path;

use proptest::prelude::*;

use super::*;

fn wrap(cols: u16) -> Wrap {
    Wrap {
        cols,
        mode: Mode::Auto,
        ruler: Ruler::default(),
    }
}

fn lines(text: &str, cols: u16) -> Vec<&str> {
    let row = |row: &Row| &text[row.start as usize..row.end as usize];
    rows(text, &wrap(cols)).iter().map(row).collect()
}

fn check(cols: u16, text: &str, expected: &[&str]) {
    assert_eq!(lines(text, cols), expected, "{cols}: {text}");
}

#[test]
fn korean_breaks_at_eojeol() {
    check(
        40,
        "그러나 27일(현지시간) 스타트업 다람쥐랩은 \
         투자자에게, 슈퍼컴퓨터센터 계획(SCP) 지연 문제로 회사의 일부 직원들이 불만을 품고 있다는 말을 처음 전했습니다.",
        &[
            "그러나 27일(현지시간) 스타트업",
            "다람쥐랩은 투자자에게, 슈퍼컴퓨터센터",
            "계획(SCP) 지연 문제로 회사의 일부",
            "직원들이 불만을 품고 있다는 말을 처음",
            "전했습니다.",
        ],
    );
    check(
        24,
        "잇단 조직개편·구조조정…AI 인재 2년 유지율 64%로 최하위",
        &["잇단 조직개편·구조조정…", "AI 인재 2년 유지율 64%로", "최하위"],
    );
    check(
        34,
        "마크 저커버그 메타 CEO·알렉산더 왕 메타 최고AI책임자(CAIO)·자오셩자 메타초지능연구소 수석과학자",
        &[
            "마크 저커버그 메타 CEO·알렉산더 왕",
            "메타 최고AI책임자(CAIO)·자오셩자",
            "메타초지능연구소 수석과학자",
        ],
    );
}

#[test]
fn a_blank_with_an_accent_is_a_letter() {
    check(4, "漢 . \u{301}", &["漢 .", " \u{301}"]);
    check(2, " \u{301}b c", &[" \u{301}b", "c"]);
}

#[test]
fn a_hole_is_filled_from_inside_an_eojeol() {
    check(
        20,
        "메타의 인공지능(AI)은 구글·오픈AI·앤트로픽을",
        &["메타의 인공지능", "(AI)은 구글·오픈AI·", "앤트로픽을"],
    );
    check(
        30,
        "앤트로픽(80%)·구글 딥마인드(78%)보다 크게 낮았다. 오픈AI의 2년 유지율은 67%로 메타보다 높았다.",
        &[
            "앤트로픽(80%)·구글 딥마인드",
            "(78%)보다 크게 낮았다.",
            "오픈AI의 2년 유지율은 67%로",
            "메타보다 높았다.",
        ],
    );
    check(
        16,
        "https://www.news1.kr/articles/?5432 참고",
        &["https://", "www.news1.kr/", "articles/?5432", "참고"],
    );
}

#[test]
fn a_particle_stays_with_its_bracket() {
    for cols in 8..60 {
        for line in lines(
            "국립 다람쥐연구원(NIS)은 예산 64%로 “겨울 준비”를 [단독]으로 시작했다(종합)고 밝혔다.",
            cols,
        ) {
            let particle = ["은 ", "로 ", "를 ", "으로 ", "고 "]
                .iter()
                .any(|p| line.starts_with(p));
            assert!(cols < 16 || !particle, "{cols}: {line}");
        }
    }
}

#[test]
fn japanese_and_chinese_keep_kinsoku() {
    check(
        20,
        "メタの人工知能（AI）開発チームは、「ラマ」の性能に失望した。",
        &[
            "メタの人工知能（AI）",
            "開発チームは、「ラ",
            "マ」の性能に失望し",
            "た。",
        ],
    );
    check(
        20,
        "人工智能，“元宇宙”（Meta）公司宣布裁员：三成。",
        &["人工智能，“元宇", "宙”（Meta）公司宣布", "裁员：三成。"],
    );
}

#[test]
fn a_word_without_blanks_breaks_between_syllables() {
    check(
        11,
        "가나다라마바사아자차카타파하",
        &["가나다라마", "바사아자차", "카타파하"],
    );
    check(
        12,
        "가나다라마바사아자차카타파하",
        &["가나다라마바", "사아자차카타", "파하"],
    );
    check(
        20,
        "가나다라마바사아자차카타파하",
        &["가나다라마바사아자차", "카타파하"],
    );
}

#[test]
fn narrow_panes_break_syllables() {
    check(
        10,
        "다람쥐 연구소가 문을 열었다",
        &["다람쥐 연", "구소가 문", "을 열었다"],
    );
    let char_mode = Wrap {
        mode: Mode::Char,
        ..wrap(20)
    };
    assert_eq!(rows("다람쥐 연구소가 문을 열었다고", &char_mode)[0].cols, 20);
}

#[test]
fn blanks_hang_and_ends_are_kept() {
    check(8, "", &[""]);
    check(8, "   ", &[""]);
    check(8, "abc    def", &["abc", "def"]);
    check(8, "  abcd efg", &["  abcd", "efg"]);
    check(8, "      abcd", &["abcd"]);
    check(3, "abc\n\ndef", &["abc", "", "def"]);
    check(1, "가나", &["가", "나"]);
    check(0, "ab", &["a", "b"]);
    assert_eq!(
        rows("메타의 인공지능(AI)은 ", &wrap(20))[0],
        Row {
            start: 0,
            end: 22,
            cols: 15
        }
    );
}

#[test]
fn latin_words_stay_whole() {
    check(
        16,
        "A court gazette for the terminal",
        &["A court gazette", "for the terminal"],
    );
    check(6, "international", &["intern", "ationa", "l"]);
}

/// The fourth line of the first seed, as columns: the text itself is not ours to copy.
#[test]
fn a_seed_breaks_as_measured() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(seed) = std::fs::read_to_string(seeds.join("000_feccae7da4a38588.txt")) else {
        return;
    };
    let line = seed.lines().nth(3).expect("the seed has more lines");
    let words = |cols| {
        lines(line, cols)
            .iter()
            .map(|l| l.split(' ').count())
            .collect::<Vec<_>>()
    };
    let ends = |cols| rows(line, &wrap(cols)).iter().map(|r| r.cols).collect::<Vec<_>>();
    assert_eq!(
        (words(40), ends(40)),
        (vec![3, 3, 6, 5, 1], vec![30, 33, 40, 28, 13])
    );
    assert_eq!(
        (words(24), ends(24)),
        (vec![2, 2, 2, 3, 3, 4, 2], vec![21, 19, 22, 19, 20, 23, 18])
    );
}

/// Rows hold all that is visible, in order, and fit into the pane.
fn check_rows(text: &str, wrap: Wrap) {
    let rows = rows(text, &wrap);
    assert!(!rows.is_empty());
    let mut at = 0;
    for row in rows {
        let (start, end) = (row.start as usize, row.end as usize);
        assert!(
            at <= start && text[at..start].trim().is_empty(),
            "{:?}",
            &text[at..start]
        );
        let shown = &text[start..end];
        assert_eq!(wrap.ruler.width(shown), usize::from(row.cols), "{shown:?}");
        assert!(
            row.cols <= wrap.cols || wrap.ruler.clusters(shown).count() == 1,
            "{shown:?}"
        );
        assert_eq!(shown.trim_end(), shown);
        at = end;
    }
    assert!(text[at..].trim().is_empty());
}

#[test]
fn the_seeds_fit_every_pane() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(files) = std::fs::read_dir(seeds) else {
        return;
    };
    for file in files.flatten() {
        let text = std::fs::read_to_string(file.path()).expect("a seed is text");
        for cols in 8..=120 {
            check_rows(&crate::text::Clean::body(&text), wrap(cols));
        }
    }
}

fn mixed() -> impl Strategy<Value = String> {
    let pieces = [
        "다람쥐",
        "연구소가",
        " ",
        "  ",
        "(AI)",
        "은",
        "·",
        "…",
        "64%",
        "로",
        "a",
        "word",
        "「",
        "」",
        "、",
        "。",
        "ラ",
        "人工",
        "ｶﾞ",
        "👨\u{200d}👩",
        "❤\u{fe0f}",
        "e\u{301}",
        "https://a.example/b?c=1",
        "\n",
        "“",
        "”",
        "-",
        "/",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    prop_oneof![
        4 => proptest::collection::vec(piece, 0..80).prop_map(|v| v.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn rows_cover_the_text_and_fit(text in mixed(), cols in 1..120u16, mode in 0..3usize) {
        let mode = [Mode::Auto, Mode::Word, Mode::Char][mode];
        check_rows(&text, Wrap { cols, mode, ruler: Ruler::default() });
    }
}

#[test]
fn a_very_long_paragraph_has_as_many_rows_as_it_needs() {
    let text = "다람쥐연구소".repeat(20_000);
    assert_eq!(rows(&text, &wrap(60)).len(), 4000);
    let spaced = "다람쥐 연구소가 ".repeat(20_000);
    let all = rows(&spaced, &wrap(60));
    assert!(all.iter().rev().skip(1).all(|row| row.cols > 42));
}
