//! Rows of texts that no one wrote: many scripts, mixed and pure, at every width.

use super::*;

/// Rows of a run of `cargo test`. The whole run is a million: `cargo test --lib -- --ignored a_million_rows`.
const ROWS: usize = 50_000;

/// A generator of numbers that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

const STEMS: &[&str] = &[
    "다람쥐",
    "연구소",
    "인공지능",
    "새",
    "봄철도토리수매위원회",
    "시장",
    "값",
    "구조조정",
    "노을",
    "앞",
    "그리고",
];
const HINGES: &[&str] = &[
    "(AI)", "(종합)", "64%", "3.5%", "A", "GPT-5", "”", "’", "\"", "]", "KBS", "2년", "(78%)",
];
const PARTICLES: &[&str] = &[
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "로",
    "으로",
    "보다",
    "에서는",
    "라고",
    "의",
    "과",
];
const SIGNS: &[&str] = &["·", "…", ", ", ". ", "? ", " — ", "-", "/", "~", "! "];

const JAPANESE: &[&str] = &[
    "人工知能",
    "の",
    "開発",
    "チーム",
    "は",
    "ラマ",
    "キャッシュ",
    "っ",
    "た",
    "ー",
    "です",
    "「",
    "」",
    "、",
    "。",
    "（",
    "）",
    "『",
    "』",
    "！",
    "？",
    "・",
    "AI",
    "2026年",
    "が",
    "ｶﾞｿﾘﾝ",
    "々",
    "ゝ",
];
const CHINESE: &[&str] = &[
    "人工智能",
    "公司",
    "宣布",
    "裁员",
    "，",
    "。",
    "“",
    "”",
    "（",
    "）",
    "《",
    "》",
    "：",
    "；",
    "、",
    "Meta",
    "三成",
    "2026",
    "年",
    "！",
    "——",
    "……",
];
const LATIN: &[&str] = &[
    "The",
    "squirrel",
    "e\u{301}te\u{301}",
    "half-hearted",
    "international",
    "“so”",
    "it's",
    "12,345.67",
    "U.S.",
    "https://a.example/b/c?d=1&e=2",
    "(see",
    "below)",
    "naïve",
    "—",
    "Ünïcode",
];
const ODD: &[&str] = &[
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "❤\u{fe0f}",
    "👍🏽",
    "🇰🇷",
    "1\u{fe0f}\u{20e3}",
    "क्षि",
    "ไทย",
    "مرحبا",
    "עברית",
    "\u{1100}\u{1161}\u{11ab}",
    "\u{1100}씨",
    "ㄱㅏ",
    "ﾊﾟ",
    "䷀",
    "\u{301}",
    "𠮷",
    "①",
    "㈜",
    "  ",
    "\t",
    "\n",
    "\u{3000}",
    "\u{200b}",
    "~",
    "=====================",
];

/// A Korean paragraph as papers write them.
fn korean(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(24) {
        if dice.roll(6) == 0 {
            text.push_str(dice.pick(&["“", "‘", "(", "[", "\""]));
        }
        text.push_str(dice.pick(STEMS));
        if dice.roll(3) == 0 {
            text.push_str(dice.pick(HINGES));
        }
        text.push_str(dice.pick(PARTICLES));
        text.push_str(if dice.roll(4) == 0 { dice.pick(SIGNS) } else { " " });
    }
    text
}

/// A paragraph of some words without blanks between them; signs do not follow one another in heaps.
fn dense(dice: &mut Dice, words: &[&str]) -> String {
    let mut text = String::new();
    let mut signs = 0;
    for _ in 0..=dice.roll(40) {
        let word = dice.pick(words);
        let is_sign = word.starts_with(|c: char| !c.is_alphanumeric() || NO_START.contains(c));
        signs = if is_sign { signs + 1 } else { 0 };
        if signs < 3 {
            text.push_str(word);
        }
    }
    text
}

fn mixed(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(40) {
        let words = [STEMS, HINGES, PARTICLES, SIGNS, JAPANESE, CHINESE, LATIN, ODD][dice.roll(8)];
        text.push_str(dice.pick(words));
        if dice.roll(3) == 0 {
            text.push(' ');
        }
    }
    text
}

/// What must not begin a row of Japanese or Chinese.
const NO_START: &str = "、。，．：；！？）」』】》〉”’…ーゝ々っゃゅょッャュョ";
/// What must not end one.
const NO_END: &str = "（「『【《〈“‘";

/// Whether the row after a border begins badly, or the one before it ends so.
fn breaks_kinsoku(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next();
    let last = text[..at].chars().next_back();
    next.is_some_and(|c| NO_START.contains(c)) || last.is_some_and(|c| NO_END.contains(c))
}

/// Whether a border stands between a particle and what it belongs to.
fn parts_particle(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let ends = |c: Option<char>| c.is_none_or(|c| !letter::is_hangul(c));
    let particle = PARTICLES
        .iter()
        .any(|p| rest.strip_prefix(p).is_some_and(|r| ends(r.chars().next())));
    particle && text[..at].ends_with([')', '%', 'A', '”', '’', '"', ']', '5', 'S'])
}

/// Breaks generated paragraphs until there are so many rows.
fn run(most: usize) {
    let mut dice = Dice(0x005e_ed0f_70b0);
    let mut seen = 0;
    while seen < most {
        let kind = dice.roll(4);
        let text = match kind {
            0 => korean(&mut dice),
            1 => dense(&mut dice, JAPANESE),
            2 => dense(&mut dice, CHINESE),
            _ => mixed(&mut dice),
        };
        for _ in 0..4 {
            let wrap = Wrap {
                cols: 2 + dice.roll(199) as u16,
                mode: Mode::Auto,
                ruler: Ruler::default(),
            };
            seen += check_paragraph(&text, kind, wrap);
        }
    }
    assert!(seen >= most);
}

fn check_paragraph(text: &str, kind: usize, wrap: Wrap) -> usize {
    let rows = rows(text, &wrap);
    let mut at = 0;
    for (n, row) in rows.iter().enumerate() {
        let (start, end) = (row.start as usize, row.end as usize);
        let lost = &text[at..start];
        assert!(
            lost.trim().is_empty(),
            "{lost:?} is lost from {text:?} at {}",
            wrap.cols
        );
        let shown = &text[start..end];
        assert_eq!(wrap.ruler.width(shown), usize::from(row.cols), "{shown:?}");
        let alone = wrap.ruler.clusters(shown).count() == 1;
        assert!(row.cols <= wrap.cols || alone, "{shown:?} at {}", wrap.cols);
        if n > 0 && wrap.cols >= 20 && lost.is_empty() {
            assert!(
                kind != 0 || !parts_particle(text, start),
                "{:?} in {text:?} at {}",
                &text[start..],
                wrap.cols
            );
        }
        if n > 0 && wrap.cols >= 20 && (kind == 1 || kind == 2) {
            assert!(
                !breaks_kinsoku(text, start),
                "{:?} in {text:?} at {}",
                &text[start..],
                wrap.cols
            );
        }
        at = end;
    }
    assert!(text[at..].trim().is_empty(), "{text:?} at {}", wrap.cols);
    rows.len()
}

#[test]
fn generated_rows_fit_and_lose_nothing() {
    run(ROWS);
}

#[test]
#[ignore = "a million rows take a minute; docs/text.md names this test"]
fn a_million_rows_fit_and_lose_nothing() {
    run(1_000_000);
}
