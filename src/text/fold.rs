//! Folds text for comparing: what a reader would call the same letters become the same.
//!
//! Compatibility forms, case, the many quotes, dashes and blanks, and the widths of kana. Hangul letters typed on
//! their own stay what they are: plain NFKC would turn the initials `ㅁㅌ` into conjoining jamo that nothing matches.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::letter;
use crate::text::width::Ruler;

/// The folded text. Runs of blanks become one blank; folding twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for (_, cluster, _) in Ruler::default().clusters(text) {
        push_folded(cluster, &mut folded);
    }
    folded
}

/// Where a text holds another one, both folded: byte ranges in the text as it was given, on cluster borders, from
/// left to right without overlaps. Nothing is found for an empty needle.
pub fn find_all(haystack: &str, needle: &str) -> Vec<Range<u32>> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let map = Map::of(haystack);
    let mut found: Vec<Range<u32>> = Vec::new();
    for (at, hit) in map.folded.match_indices(&needle) {
        let range = map.start(at)..map.end(at + hit.len());
        if found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}

/// A folded letter that is no blank, and the bytes of the cluster that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visible {
    /// The letter.
    pub c: char,
    /// First byte of its cluster in the text as given.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The folded letters of a text without its blanks. A cluster may give several, as `㈜` does, or none.
pub fn visible(text: &str) -> Vec<Visible> {
    let mut found = Vec::with_capacity(text.len() / 2);
    let mut folded = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let next = chars.clone().next();
        let (start, plain) = (at as u32, next.is_none_or(|(_, next)| letter::is_plain(next)));
        // Most letters are clusters of their own and fold to themselves; the tables are not asked for them.
        if is_quick(c) && plain {
            let (c, end) = (c.to_ascii_lowercase(), (at + c.len_utf8()) as u32);
            found.push(Visible { c, start, end });
            continue;
        }
        let cluster = text[at..].graphemes(true).next().unwrap_or_default();
        let end = at + cluster.len();
        while chars.clone().next().is_some_and(|(at, _)| at < end) {
            chars.next();
        }
        folded.clear();
        push_folded(cluster, &mut folded);
        let letters = folded.chars().filter(|c| *c != ' ');
        let end = end as u32;
        found.extend(letters.map(|c| Visible { c, start, end }));
    }
    found
}

/// A folded text that remembers where its clusters came from.
struct Map {
    folded: String,
    /// Of each cluster that left something: where it begins in the folded text, and where in the given one.
    clusters: Vec<(u32, u32)>,
    end: u32,
}

impl Map {
    fn of(text: &str) -> Self {
        let mut map = Self {
            folded: String::with_capacity(text.len()),
            clusters: Vec::new(),
            end: text.len() as u32,
        };
        for (at, cluster, _) in Ruler::default().clusters(text) {
            let before = map.folded.len();
            push_folded(cluster, &mut map.folded);
            if map.folded.len() > before {
                map.clusters.push((before as u32, at as u32));
            }
        }
        map
    }

    /// Where the cluster begins that the folded offset is in.
    fn start(&self, folded: usize) -> u32 {
        let after = self.clusters.partition_point(|(at, _)| *at as usize <= folded);
        after.checked_sub(1).map_or(0, |at| self.clusters[at].1)
    }

    /// Where the cluster ends that the folded offset ends in.
    fn end(&self, folded: usize) -> u32 {
        let after = self.clusters.partition_point(|(at, _)| (*at as usize) < folded);
        self.clusters.get(after).map_or(self.end, |(_, at)| *at)
    }
}

/// One letter of a folded text, and the bytes of the cluster that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) struct Letter {
    /// The letter, folded; katakana as hiragana.
    pub(in crate::text) c: char,
    /// Where its cluster begins in the text as given.
    pub(in crate::text) start: u32,
    /// Where it ends.
    pub(in crate::text) end: u32,
    /// Whether a blank, a quotation mark, a dot or nothing stands before it.
    pub(in crate::text) opens: bool,
    /// Whether no letter and no digit stands before it.
    pub(in crate::text) begins: bool,
}

/// The letters of a text without the marks that papers disagree about: blanks, quotation marks and middle dots.
pub(in crate::text) fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len() / 2);
    let mut folded = String::new();
    let (mut opens, mut begins) = (true, true);
    let mut push = |c: char, start: usize, end: usize| {
        if is_gap(c) {
            (opens, begins) = (true, true);
            return;
        }
        letters.push(Letter {
            c: hiragana(c),
            start: start as u32,
            end: end as u32,
            opens,
            begins,
        });
        (opens, begins) = (false, !c.is_alphanumeric());
    };
    let mut at = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let end = at + c.len_utf8();
        // Most letters are clusters of their own and fold to themselves; the tables are not asked for them.
        if (is_quick(c) || c == ' ') && chars.clone().next().is_none_or(letter::is_plain) {
            push(c.to_ascii_lowercase(), at, end);
            at = end;
            continue;
        }
        let cluster = text[at..].graphemes(true).next().unwrap_or_default();
        folded.clear();
        push_folded(cluster, &mut folded);
        let end = at + cluster.len();
        folded.chars().for_each(|c| push(c, at, end));
        at = end;
        chars = text[at..].chars();
    }
    letters
}

/// Whether a folded character is one that papers disagree about.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\'' | '"' | '·')
}

/// Whether a character is a quotation mark or a middle dot: one who types it means it.
pub(in crate::text) fn is_mark(c: char) -> bool {
    matches!(unify(c), '\'' | '"' | '·')
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

fn push_folded(cluster: &str, folded: &mut String) {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if is_quick(c) => folded.push(c.to_ascii_lowercase()),
        _ => {
            for c in compatible(cluster).chars().map(letter::lone_jamo).map(unify) {
                if c != ' ' || !folded.ends_with(' ') {
                    folded.push(c);
                }
            }
        }
    }
}

/// Whether folding changes no more of it than ASCII case.
fn is_quick(c: char) -> bool {
    letter::is_syllable(c)
        || matches!(c, '!'..='~' | '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}') && c != '`'
}

/// The lower-case compatibility form of a cluster, but for Hangul letters that stand alone.
fn compatible(cluster: &str) -> Cow<'_, str> {
    if cluster.chars().all(letter::is_lone_jamo) {
        return Cow::Borrowed(cluster);
    }
    let visible = cluster.chars().filter(|c| !matches!(c, '\u{fe0e}' | '\u{fe0f}'));
    let form: String = visible.map(unify).nfkc().collect();
    let lower: String = form
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .collect();
    Cow::Owned(lower.nfkc().collect())
}

/// One of many forms of the same sign.
fn unify(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | '「' | '」' | '〈' | '〉' | '‹' | '›' | '｢' | '｣' => {
            '\''
        }
        '“' | '”' | '„' | '‟' | '″' | '『' | '』' | '《' | '》' | '«' | '»' | '〝' | '〞' | '〟' => {
            '"'
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⸺' | '─' => '-',
        'ㆍ' | '・' | '•' | '‧' | '∙' | '⋅' | '･' => '·',
        '〜' | '∼' | '～' => '~',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_letters_become_the_same() {
        for (text, expected) in [
            ("ＡＩ・Ａi", "ai·ai"),
            ("ｶﾞｿﾘﾝ", "ガソリン"),
            ("‘라마’ “말” 「말」", "'라마' \"말\" '말'"),
            ("2024–2025 — 전망", "2024-2025 - 전망"),
            ("㈜다람쥐 ㎏ ①", "(주)다람쥐 kg 1"),
            ("한\u{3000} \t글", "한 글"),
            ("\u{1112}\u{1161}\u{11ab}글", "한글"),
            ("메ㅌ ㅁㅌ ﾡﾢ ㉠", "메ㅌ ㅁㅌ ㄱㄲ ㄱ"),
            ("정치ㆍ경제", "정치·경제"),
            ("ΟΔΟΣ ÉCOLE", "οδοσ école"),
            ("❤\u{fe0f}…", "❤..."),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    #[test]
    fn matches_are_found_in_the_text_as_given() {
        for (haystack, needle, expected) in [
            ("메타의 ＡＩ와 ai", "Ai", vec!["ＡＩ", "ai"]),
            ("㈜다람쥐", "주", vec!["㈜"]),
            ("라마  4 대 라마4", "라마 4", vec!["라마  4"]),
            ("‘라마’", "'라마'", vec!["‘라마’"]),
            ("ｶﾞｶﾞ", "ガ", vec!["ｶﾞ", "ｶﾞ"]),
            ("aaaa", "aa", vec!["aa", "aa"]),
            ("……", ".", vec!["…", "…"]),
            ("e\u{301}e", "e", vec!["e"]),
            ("가나", "", vec![]),
            ("", "가", vec![]),
        ] {
            let found: Vec<&str> = find_all(haystack, needle)
                .iter()
                .map(|r| &haystack[r.start as usize..r.end as usize])
                .collect();
            assert_eq!(found, expected, "{haystack} {needle}");
        }
    }

    #[test]
    fn letters_know_their_clusters_and_blanks_are_none() {
        let read = |text: &str| -> Vec<(char, u32, u32)> {
            visible(text).iter().map(|l| (l.c, l.start, l.end)).collect()
        };
        assert_eq!(
            read("A \u{3000}㈜\n"),
            [('a', 0, 1), ('(', 5, 8), ('주', 5, 8), (')', 5, 8)]
        );
        assert_eq!(read(" \n"), []);
    }

    #[test]
    fn quick_letters_fold_like_the_others() {
        for c in ('\0'..=char::MAX).filter(|c| is_quick(*c)) {
            let slow: String = compatible(&c.to_string()).chars().map(unify).collect();
            assert_eq!(fold(&c.to_string()), slow);
        }
    }

    proptest! {
        #[test]
        fn letters_are_the_folded_text(text in "[A가ㄱᄀᆨᅡﾞｶア ´\u{301}①ς❤\u{fe0f}'·]{0,20}|\\PC{0,30}") {
            let quick: String = letters(&text).iter().map(|l| l.c).collect();
            let mut slow = String::new();
            for cluster in text.graphemes(true) {
                let mut folded = String::new();
                push_folded(cluster, &mut folded);
                slow.extend(folded.chars().filter(|c| !is_gap(*c)).map(hiragana));
            }
            prop_assert_eq!(quick, slow);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[A가ㄱᄀᆨᆞᅡﾡﾞｶ ´¨\u{301}①ς❤\u{fe0f}]{0,20}|\\PC{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn what_is_found_folds_to_the_needle(text in "[Aa가나 ①1’'ｶﾞ]{1,20}", from in 0..20usize, to in 0..20usize) {
            let clusters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            let (from, to) = (from % clusters.len(), to % clusters.len());
            let (from, to) = (from.min(to), from.max(to));
            let end = clusters[to].0 + clusters[to].1.len();
            let needle = &text[clusters[from].0..end];
            let found = find_all(&text, needle);
            prop_assert!(!found.is_empty());
            for range in found {
                let range = range.start as usize..range.end as usize;
                prop_assert!(clusters.iter().any(|(at, _)| *at == range.start));
                prop_assert!(fold(&text[range]).contains(fold(needle).as_str()));
            }
        }
    }
}
