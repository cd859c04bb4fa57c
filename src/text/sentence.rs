//! Finds where sentences and words begin and end, for moving and selecting.
//!
//! A rule of thumb over punctuation, not a parser: the Unicode rule ends a sentence inside `다."라고` and after
//! `Mr.`, which is where a reader of news would stumble.

use std::ops::Range;

use crate::text::letter;

/// Words before a full stop that do not end a sentence, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "sen", "rep", "gen", "gov", "lt", "col", "sgt", "jr", "sr", "vs",
    "no", "vol", "fig", "e.g", "i.e", "etc", "cf", "al", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est", "tel", "pp", "ed", "eds", "u.s", "u.k",
    "u.n", "e.u",
];

/// How a Korean or Japanese sentence goes on after a quotation that ended like one.
const QUOTATIVES: &[&str] = &[
    "라고",
    "라며",
    "라는",
    "라면서",
    "이라고",
    "이라며",
    "이라는",
    "하고 ",
    "고 ",
    "며 ",
    "면서 ",
];

/// The sentences of a text without the blanks between them; closing quotes belong to the sentence they close.
/// A line end ends a sentence.
pub fn sentences(text: &str) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (ends, after) = match c {
            '\n' => (true, at + 1),
            _ if is_stop(c) => end_of_sentence(text, start, at),
            _ => (false, at + c.len_utf8()),
        };
        if ends {
            push_trimmed(text, start..after, &mut found);
            start = after;
        }
        at = after;
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

/// The steps of the word keys: eojeol, and in text without blanks the runs of one script.
pub fn words(text: &str) -> Vec<Range<u32>> {
    let mut found: Vec<Range<u32>> = Vec::new();
    let mut before = Class::Blank;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        let goes_on = class != Class::Blank && before != Class::Blank && class.joins(before);
        match found.last_mut() {
            Some(word) if goes_on => word.end = (at + c.len_utf8()) as u32,
            _ if class == Class::Blank => {}
            _ => found.push(at as u32..(at + c.len_utf8()) as u32),
        }
        before = if class == Class::Mark && goes_on {
            before
        } else {
            class
        };
    }
    found
}

/// The range that an offset is in or that comes next after it.
pub fn at_or_after(ranges: &[Range<u32>], offset: u32) -> Option<&Range<u32>> {
    ranges.get(ranges.partition_point(|range| range.end <= offset))
}

/// The last range that begins before an offset.
pub fn before(ranges: &[Range<u32>], offset: u32) -> Option<&Range<u32>> {
    ranges.get(
        ranges
            .partition_point(|range| range.start < offset)
            .checked_sub(1)?,
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Mark,
    Spaced,
    Han,
    Hiragana,
    Katakana,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_whitespace() => Self::Blank,
            '\u{3041}'..='\u{309F}' => Self::Hiragana,
            _ if letter::is_kana(c) => Self::Katakana,
            _ if letter::is_han(c) => Self::Han,
            _ if letter::is_wide_mark(c) => Self::Mark,
            _ => Self::Spaced,
        }
    }

    /// Whether a character of this class stays in the word of the class before it; Japanese endings stay with
    /// their verb, so hiragana joins Han, but not the other way round.
    fn joins(self, before: Self) -> bool {
        self == before || self == Self::Mark || (self == Self::Hiragana && before == Self::Han)
    }
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '．' | '‼' | '⁇' | '⁉'
    )
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '》' | '〉' | '］'
    )
}

fn is_quote(c: char) -> bool {
    is_closer(c) && !matches!(c, ')' | ']' | '}' | '）' | '］')
}

/// Whether the stops at `at` end the sentence that began at `start`, and where they and their closing quotes end.
fn end_of_sentence(text: &str, start: usize, at: usize) -> (bool, usize) {
    let stops = text[at..].trim_start_matches(is_stop);
    let rest = stops.trim_start_matches(is_closer);
    let end = text.len() - rest.len();
    let stop = &text[at..text.len() - stops.len()];
    let closers = &stops[..stops.len() - rest.len()];
    let ends = match rest.chars().next() {
        None | Some('\n') => !is_enumerator(&text[start..at], stop),
        Some(next) if next.is_whitespace() => ends_before_blank(&text[start..at], stop, rest),
        Some(next) => ends_before_letter(&text[start..at], stop, closers, next, rest),
    };
    (ends, end)
}

fn ends_before_blank(sentence: &str, stop: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    if is_quotative(next) || next.starts_with(char::is_lowercase) {
        return false;
    }
    match stop {
        "." => !is_abbreviation(sentence, next) && !is_enumerator(sentence, stop),
        _ if stop.starts_with('…') || stop.starts_with("..") => closes_korean(sentence),
        _ => true,
    }
}

/// Without a blank only the wide stops end a sentence, and a Korean one whose blank was forgotten.
fn ends_before_letter(sentence: &str, stop: &str, closers: &str, next: char, rest: &str) -> bool {
    if stop.ends_with(['。', '！', '？', '｡', '．']) {
        let goes_on = ["と", "って", "という", "など", "との"]
            .iter()
            .any(|q| rest.starts_with(q));
        let attached = letter::is_hangul(next) && !closers.is_empty();
        return !attached && (closers.is_empty() || !goes_on) && !is_closer(next);
    }
    let forgotten = stop == "." && letter::is_syllable(next) && closers.is_empty();
    forgotten && sentence.ends_with('다') && !is_quotative(rest)
}

fn is_quotative(text: &str) -> bool {
    QUOTATIVES.iter().any(|q| text.starts_with(q))
}

/// `1.`, `가.` or `A.` at the beginning number what follows.
fn is_enumerator(sentence: &str, stop: &str) -> bool {
    let head = sentence.trim();
    let short = head.chars().count() <= 3 && head.chars().all(|c| c.is_ascii_digit());
    let letter = |c: char| c.is_ascii_alphanumeric() || "가나다라마바사아자차카타파하".contains(c);
    let single = head.chars().count() == 1 && head.starts_with(letter);
    stop == "." && (short || single)
}

fn is_abbreviation(sentence: &str, next: &str) -> bool {
    let word = sentence
        .rsplit(|c: char| c.is_whitespace() || is_quote(c) || c == '(')
        .next()
        .unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || is_date(sentence, word, next) || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Whether the stop belongs to a date such as `2025. 8. 22.`
fn is_date(sentence: &str, word: &str, next: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let before = sentence[..sentence.len() - word.len()].trim_end();
    let goes_on = before
        .strip_suffix('.')
        .is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
    digits(word) && (goes_on || next.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the words before an ellipsis can end a Korean sentence.
fn closes_korean(sentence: &str) -> bool {
    sentence.ends_with(['다', '요', '죠', '까', '라', '네', '지'])
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<u32>>) {
    let raw = &text[range.clone()];
    let start = range.start + raw.len() - raw.trim_start().len();
    let end = start + raw.trim().len();
    if start < end {
        found.push(start as u32..end as u32);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, ranges: &[Range<u32>]) -> Vec<String> {
        ranges
            .iter()
            .map(|r| text[r.start as usize..r.end as usize].to_owned())
            .collect()
    }

    #[test]
    fn sentences_end_at_their_stops() {
        for marked in [
            "다람쥐가 왔다.| 곰도 왔다!| 누가 갔을까?",
            "성장률은 3.5%였다.| 작년은 2.1%였다.",
            "“문을 닫는다.”라고 말했다.| 다음 날 열었다.",
            "\"문을 닫는다.\" 라고 적었다.| 끝.",
            "\"문을 닫는다.\"|\n“열 것이다.”| 그는 떠났다.",
            "그는 \"안 됩니다!\"라며 막았다.| 모두 웃었다.",
            "2025. 8. 22. 열린 회의였다.| 둘째 날은 쉬었다.",
            "1. 첫째 안건이다.| 2. 둘째 안건이다.",
            "가. 첫째 항목이다.| 네.| 알겠습니다.",
            "“찬밥 못 먹겠다”…다람쥐랩 연구진 대거 이탈",
            "떠났다….| 그리고 돌아왔다…| 그는… 웃었다.",
            "문을 닫았다.그러나 다시 열었다.",
            "Mr. Kim met Dr. Lee in the U.S. capital.| They talked.",
            "\"Really?\" he said.| \"Yes.\"| She left.",
            "It cost $3.5 million, e.g. a lot. and so on.| J. R. Park paid.",
            "会社は閉じた。|「もう来ない。」と言った。|皆は笑った！",
            "公司宣布裁员。|“真的吗？”|他问。",
            "",
        ] {
            let forgotten = marked.replace("닫았다.그", "닫았다.|그");
            let text = forgotten.replace('|', "");
            let expected: Vec<String> = forgotten
                .split('|')
                .map(|s| s.trim().to_owned())
                .filter(|s| !s.is_empty())
                .collect();
            assert_eq!(cut(&text, &sentences(&text)), expected, "{text}");
        }
    }

    #[test]
    fn words_are_eojeol_or_runs_of_a_script() {
        for (text, expected) in [
            ("메타의 인공지능(AI)은  빠르다.", "메타의|인공지능(AI)은|빠르다."),
            ("メタの人工知能（AI）開発", "メタ|の|人工知能（|AI）|開発"),
            ("静かに走る。", "静かに|走る。"),
            (" ", ""),
        ] {
            assert_eq!(cut(text, &words(text)).join("|"), expected);
        }
    }

    #[test]
    fn steps_go_to_the_neighbours() {
        let ranges = words("가나 다라 마바");
        assert_eq!(at_or_after(&ranges, 6), Some(&(7..13)));
        assert_eq!(at_or_after(&ranges, 8), Some(&(7..13)));
        assert_eq!(at_or_after(&ranges, 20), None);
        assert_eq!(before(&ranges, 7), Some(&(0..6)));
        assert_eq!(before(&ranges, 8), Some(&(7..13)));
        assert_eq!(before(&ranges, 0), None);
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_lies_between(text in "[가다.!?…。」\"'a A1\n라고 ]{0,60}|\\PC{0,60}") {
            for ranges in [sentences(&text), words(&text)] {
                let mut at = 0;
                for range in ranges {
                    prop_assert!(range.start < range.end);
                    prop_assert!(text[at as usize..range.start as usize].trim().is_empty());
                    at = range.end;
                }
                prop_assert!(text[at as usize..].trim().is_empty());
            }
        }
    }
}
