use proptest::prelude::*;
use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

fn check(cases: &[(&str, &str)], make: fn(&str) -> Clean) {
    for (raw, expected) in cases {
        assert_eq!(make(raw).as_str(), *expected, "{raw:?}");
    }
}

#[test]
fn a_line_is_trimmed_and_collapsed() {
    check(
        &[
            ("", ""),
            ("  제목 \t 하나\r\n둘\u{a0}셋\u{3000}넷  ", "제목 하나 둘 셋 넷"),
            ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"),
            ("\u{feff}메타\u{200b}의 인\u{ad}공지능", "메타의 인공지능"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
            ("pay\u{200b}pal\u{202e}moc.live\u{202c}", "paypalmoc.live"),
            ("한\u{3164}글\u{115f}\u{1160}\u{ffa0}!", "한글!"),
            ("표\u{e0041}시\u{e007f}", "표시"),
            ("\u{e000}\u{fdd0}\u{ffff}", "\u{fffd}\u{fffd}\u{fffd}"),
            ("漢\u{fff9}字\u{fffa}한자\u{fffb}\u{fffc}", "漢字한자"),
            ("葛\u{e0100}", "葛"),
            ("\u{301}a\u{301}", "á"),
            (
                "\u{1100}\u{1100} \u{1161} 가\u{11a8}\u{11a8} \u{11ab}",
                "ㄱㄱ ㅏ 각ㄱ ㄴ",
            ),
        ],
        Clean::new,
    );
}

#[test]
fn a_body_keeps_its_lines() {
    check(
        &[
            ("\n\n 첫 줄  \r\n둘째\t\n\n\n셋째\r\r\n", " 첫 줄\n둘째\n\n\n셋째"),
            ("a\u{2029}b\u{c}c", "a\nb\nc"),
            (" \n\u{301}\n", ""),
            ("한 줄", "한 줄"),
        ],
        Clean::body,
    );
}

#[test]
fn an_escape_sequence_vanishes_whole() {
    check(
        &[
            ("\u{1b}[31m빨강\u{1b}[0m", "빨강"),
            ("앞\u{1b}]52;c;cm0gLXJm\u{7}뒤", "앞뒤"),
            ("앞\u{1b}]0;OWNED\u{1b}\\뒤", "앞뒤"),
            ("앞\u{9d}0;OWNED\u{9c}뒤", "앞뒤"),
            (
                "앞\u{1b}]8;;https://a.example\u{1b}\\글\u{1b}]8;;\u{1b}\\뒤",
                "앞글뒤",
            ),
            (
                "\u{1b}P$q\"p\u{1b}\\값\u{1b}_Gi=1;AAAA\u{1b}\\\u{9b}2J\u{1b}^x\u{1b}\\\u{1b}Xy\u{9c}",
                "값",
            ),
            ("\u{1b}(B\u{1b}#8\u{1b}c\u{1b}7글\u{1b}8\u{1b}=\u{1b}", "글"),
            ("\u{1b}[?1049h\u{1b}[>0q\u{1b}[!p\u{1b}[1 q글", "글"),
            ("\u{1b}[31한글", "한글"),
            ("\u{1b}]2;열린 채\u{1b}[1m굵게", "굵게"),
            ("\u{1b}]2;끊음\u{18}남음", "남음"),
            ("\u{9d}0;열린 채\u{9b}1m굵게\u{90}", "굵게"),
            ("\u{0}\u{8}a\u{7f}b\u{80}", "ab"),
        ],
        Clean::new,
    );
}

#[test]
fn an_open_sequence_takes_its_line_and_no_more() {
    check(
        &[
            ("앞 \u{1b}]52;c;AAAA\n다음 문단\u{7}", "앞\n다음 문단"),
            ("\u{1b}Psixel\r\n다음", "다음"),
        ],
        Clean::body,
    );
    let long = "가".repeat(3000);
    assert_eq!(Clean::body(&format!("\u{1b}]0;{long}")).len(), 9000);
    assert_eq!(Clean::body(&format!("\u{1b}]0;{long}\u{7}{long}")).len(), 18_000);
    assert_eq!(Clean::body(&format!("\u{1b}[{}m", "1".repeat(5000))).len(), 5001);
}

#[test]
fn emoji_keep_what_joins_them() {
    check(
        &[
            (
                "❤\u{fe0f} ⌚\u{fe0e} 1\u{fe0f}\u{20e3}",
                "❤\u{fe0f} ⌚\u{fe0e} 1\u{fe0f}\u{20e3}",
            ),
            ("👨\u{200d}👩\u{200d}👧 👍🏽", "👨\u{200d}👩\u{200d}👧 👍🏽"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            (
                "가\u{200d}나\u{fe0f} 1\u{fe0f} 👨\u{200d}a 👨\u{200d}",
                "가나 1 👨a 👨",
            ),
        ],
        Clean::new,
    );
}

#[test]
fn a_tower_of_marks_is_cut() {
    let tower = format!("제{}목", "\u{301}".repeat(10_000));
    assert_eq!(Clean::new(&tower).chars().count(), 2 + MARKS_OF_A_LETTER);
    let joined = "👩\u{200d}".repeat(5000);
    let clusters = Clean::new(&joined);
    assert!(clusters.graphemes(true).all(|c| c.chars().count() <= 33));
    let stacked = "\u{915}\u{94d}".repeat(5000);
    assert!(Clean::new(&stacked).chars().count() <= 33);
}

const MARKS_OF_A_LETTER: usize = 16;

#[test]
fn clean_text_keeps_its_offsets() {
    for text in [
        "한글 body 글\n\n  둘째 문단…“말”",
        "é à ﾊﾟ ｶﾞ ❤\u{fe0f}",
        "人工知能、「ラマ」。",
    ] {
        assert_eq!(Clean::body(text).as_str(), text);
    }
}

#[test]
fn plain_letters_are_their_own_clusters() {
    let plain: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| crate::text::letter::is_plain(*c))
        .collect();
    assert!(plain.len() > 30_000);
    for c in plain {
        let around = format!("{c}가{c}a{c}");
        assert_eq!(around.graphemes(true).count(), 5, "{c:?}");
        assert!(is_nfc(&around), "{c:?}");
        assert_eq!(strip::strip(&around), around, "{c:?}");
    }
}

/// Letters that meet one another badly.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "1",
        " ",
        "  ",
        "\n",
        "\r",
        "\t",
        "한",
        "가",
        "\u{1100}",
        "\u{a960}",
        "\u{1161}",
        "\u{119e}",
        "\u{11a8}",
        "\u{11eb}",
        "\u{301}",
        "\u{315}",
        "\u{20e3}",
        "\u{fe0f}",
        "\u{fe0e}",
        "\u{200d}",
        "👩",
        "🏽",
        "❤",
        "🇰",
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]",
        "\u{9d}",
        "\u{9c}",
        "\u{7}",
        "m",
        "\\",
        ";",
        "\u{202e}",
        "\u{200b}",
        "\u{3164}",
        "\u{915}\u{94d}",
        "\u{600}",
        "\u{e000}",
        "\u{3000}",
        "\u{2028}",
        "ﾞ",
        "\u{0dcf}",
        "\u{212a}",
        "\u{85}",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    prop_oneof![
        proptest::collection::vec(piece.clone(), 0..60).prop_map(|v| v.concat()),
        (piece.clone(), piece, 0..60usize).prop_map(|(a, b, n)| a.repeat(n) + &b.repeat(n)),
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn cleaning_is_idempotent_and_thorough(raw in hostile()) {
        for (make, shape) in [(Clean::new as fn(&str) -> Clean, Shape::Line), (Clean::body, Shape::Body)] {
            let once = make(&raw);
            prop_assert_eq!(make(&once), once.clone());
            prop_assert!(is_nfc(&once), "{:?}", once);
            let seen = |c: char| c != '\n' && (c.is_control() || matches!(c,
                '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{ad}' | '\u{feff}' | '\u{3164}' | '\u{e0000}'..='\u{e0fff}'));
            prop_assert!(!once.contains(seen), "{:?}", once);
            prop_assert!(shape == Shape::Body || (!once.contains('\n') && !once.contains("  ")));
            prop_assert!(!once.contains(" \n") && !once.starts_with('\n') && !once.ends_with(['\n', ' ']));
            for cluster in once.graphemes(true) {
                prop_assert!(cluster.chars().count() <= 33, "{:?}", cluster);
            }
        }
    }

    #[test]
    fn the_quick_look_agrees_with_the_slow_way(raw in hostile()) {
        for shape in [Shape::Line, Shape::Body] {
            if is_clean(&raw, shape) {
                let slow = layout::lay_out(&strip::strip(&raw), shape);
                prop_assert_eq!(&slow, &raw);
            }
        }
    }
}
