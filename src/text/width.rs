//! Measures text in the columns of a terminal, cluster by cluster.
//!
//! One width per grapheme cluster, as the screen library counts it, because a sum over characters and a width of
//! the whole string disagree with what is drawn. Terminals disagree about emoji and about the characters that
//! Unicode calls ambiguous; a [`Ruler`] holds what this terminal was seen to do.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::letter;

/// What stands for the part of a line that was cut off.
pub const ELLIPSIS: &str = "…";

/// How wide a terminal draws what terminals draw differently. The default measures as the screen library does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ruler {
    /// The columns of a character of ambiguous width: 1, or 2 in terminals set up so.
    pub ambiguous: u8,
    /// Whether VS16 makes a sign as wide as an emoji; if not, the selector is not drawn.
    pub selectors: bool,
    /// Whether emoji joined by ZWJ are drawn as one; if not, only the first of them is drawn.
    pub joiners: bool,
    /// Whether a skin tone merges with the emoji before it; if not, it is not drawn.
    pub skin_tones: bool,
}

impl Default for Ruler {
    fn default() -> Self {
        Self {
            ambiguous: 1,
            selectors: true,
            joiners: true,
            skin_tones: true,
        }
    }
}

impl Ruler {
    /// What is right on every terminal: draws no emoji sequence that some terminal draws wider.
    pub const CAUTIOUS: Self = Self {
        ambiguous: 1,
        selectors: false,
        joiners: false,
        skin_tones: false,
    };

    /// The part of a cluster that this terminal draws as wide as it is measured; draw this, not the cluster.
    pub fn shown(self, cluster: &str) -> &str {
        if cluster.len() < 4 {
            return cluster;
        }
        let cut = |c: char| match c {
            '\u{fe0e}' | '\u{fe0f}' => !self.selectors,
            '\u{200d}' => !self.joiners,
            _ => !self.skin_tones && letter::is_skin_tone(c),
        };
        let from_second = cluster.char_indices().skip(1);
        let end = from_second.filter(|(_, c)| cut(*c)).map(|(at, _)| at).next();
        end.map_or(cluster, |at| &cluster[..at])
    }

    /// The columns of one grapheme cluster; 0 for a control.
    pub fn cluster(self, cluster: &str) -> u16 {
        let mut chars = cluster.chars();
        let Some(first) = chars.next() else { return 0 };
        if chars.as_str().is_empty()
            && let Some(width) = letter::plain_width(first)
        {
            return width;
        }
        if first.is_control() {
            return 0;
        }
        let shown = self.shown(cluster);
        let width = if self.ambiguous == 2 {
            shown.width_cjk()
        } else {
            shown.width()
        };
        (width + sound_marks(shown)) as u16
    }

    /// The columns of a text.
    pub fn width(self, text: &str) -> usize {
        self.clusters(text).map(|(_, _, cols)| usize::from(cols)).sum()
    }

    /// The clusters of a text, each with its byte offset and its columns.
    pub fn clusters(self, text: &str) -> impl Iterator<Item = (usize, &str, u16)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let cluster = first_cluster(&text[at..])?;
            let start = at;
            at += cluster.len();
            Some((start, cluster, self.cluster(cluster)))
        })
    }

    /// The longest beginning that fits into so many columns, and its own columns.
    pub fn clip(self, text: &str, cols: usize) -> (&str, usize) {
        let mut used = 0;
        for (at, _, width) in self.clusters(text) {
            if used + usize::from(width) > cols {
                return (&text[..at], used);
            }
            used += usize::from(width);
        }
        (text, used)
    }

    /// The text if it fits, else its beginning and an ellipsis; empty if not even that fits.
    pub fn elide(self, text: &str, cols: usize) -> Cow<'_, str> {
        if self.fits(text, cols) {
            return Cow::Borrowed(text);
        }
        let ellipsis = usize::from(self.cluster(ELLIPSIS));
        if cols < ellipsis {
            return Cow::Borrowed("");
        }
        let (head, _) = self.clip(text, cols - ellipsis);
        // What already ends in one gets no second.
        let head = head.trim_end_matches(|c: char| c.is_whitespace() || ELLIPSIS.contains(c));
        Cow::Owned(format!("{head}{ELLIPSIS}"))
    }

    /// The elided text filled up with blanks to exactly so many columns.
    pub fn pad(self, text: &str, cols: usize) -> String {
        let mut line = self.elide(text, cols).into_owned();
        let missing = cols.saturating_sub(self.width(&line));
        line.extend(std::iter::repeat_n(' ', missing));
        line
    }

    fn fits(self, text: &str, cols: usize) -> bool {
        self.clip(text, cols).0.len() == text.len()
    }
}

/// The first grapheme cluster, found without the tables where two plain letters follow each other.
fn first_cluster(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if letter::is_plain(first) && chars.next().is_none_or(letter::is_plain) {
        return Some(&text[..first.len_utf8()]);
    }
    text.graphemes(true).next()
}

/// Half-width kana marks join the letter before them into a cluster, but take a column of their own.
fn sound_marks(cluster: &str) -> usize {
    cluster
        .chars()
        .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'))
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;

    use super::*;
    use crate::text::Clean;

    const CORPUS: &[&str] = &[
        "메타의 인공지능(AI)은 ‘라마’ “찬밥”… · ※ ■ ⓒ ① → ℃ ★ ° — ─│╭",
        "ｶﾞ ﾊﾟﾅｿﾆｯｸ 〜 ㆍ ㈜ ￦ ・ ₩ ㄱㅏ",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 ❤\u{fe0f} 1\u{fe0f}\u{20e3} ☎\u{fe0f} 👍🏽 ⌚\u{fe0e} 🇰🇷 🫩 ䷀",
        "\u{1112}\u{1161}\u{11ab} \u{1112}\u{119e}\u{11ab} e\u{301}\u{302} क्षि நி ไทย مرحبا",
        "人工智能，“元宇宙”（Meta）公司。",
    ];

    #[test]
    fn a_cluster_is_as_wide_as_the_screen_library_draws_it() {
        let ruler = Ruler::default();
        for text in CORPUS {
            for (_, cluster, cols) in ruler.clusters(text) {
                assert_eq!(cols, cluster.cell_width(), "{cluster:?}");
            }
        }
        for c in ('!'..=char::MAX).filter(|c| !c.is_control()) {
            let alone = c.to_string();
            assert_eq!(ruler.cluster(&alone), alone.cell_width(), "{c:?}");
        }
    }

    #[test]
    fn what_is_shown_is_as_wide_as_measured() {
        for ruler in [
            Ruler::CAUTIOUS,
            Ruler {
                selectors: false,
                ..Ruler::default()
            },
        ] {
            for (_, cluster, cols) in CORPUS.iter().flat_map(|text| ruler.clusters(text)) {
                assert_eq!(cols, ruler.shown(cluster).cell_width(), "{cluster:?}");
            }
        }
        for (cluster, shown) in [
            ("❤\u{fe0f}", "❤"),
            ("👨\u{200d}👩", "👨"),
            ("👍🏽", "👍"),
            ("가", "가"),
            ("🏽", "🏽"),
        ] {
            assert_eq!(Ruler::CAUTIOUS.shown(cluster), shown);
        }
    }

    #[test]
    fn ambiguous_characters_can_be_wide() {
        let wide = Ruler {
            ambiguous: 2,
            ..Ruler::default()
        };
        for (text, narrow, expected) in [("…", 1, 2), ("“”", 2, 4), ("─", 1, 2), ("가a", 3, 3), ("₩", 1, 1)]
        {
            assert_eq!(
                (Ruler::default().width(text), wide.width(text)),
                (narrow, expected),
                "{text}"
            );
        }
    }

    #[test]
    fn text_is_measured() {
        for (text, cols) in [
            ("", 0),
            ("메타의 인공지능", 15),
            (
                &*Clean::new("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} 문서(최종).txt"),
                19,
            ),
            ("a\nb", 2),
            ("ﾊﾟﾅｿﾆｯｸ、AI", 11),
        ] {
            assert_eq!(Ruler::default().width(text), cols, "{text}");
        }
    }

    #[test]
    fn a_long_title_is_elided() {
        let title = "메타 오픈소스 '라마' 핵심개발진 대부분 이탈";
        for (cols, expected) in [
            (99, title),
            (21, "메타 오픈소스 '라마'…"),
            (20, "메타 오픈소스 '라마…"),
            (19, "메타 오픈소스 '라…"),
            (6, "메타…"),
            (1, "…"),
            (0, ""),
        ] {
            assert_eq!(Ruler::default().elide(title, cols), expected, "{cols}");
        }
        assert_eq!(Ruler::default().pad(title, 19), "메타 오픈소스 '라… ");
        for (text, expected) in [("출시… … 경쟁 격화", "출시…"), ("격화되… 는 경쟁", "격화되…")]
        {
            assert_eq!(Ruler::default().elide(text, 8), expected, "{text}");
        }
    }

    #[test]
    fn a_list_row_ends_in_its_column() {
        for (title, date, expected) in [
            (
                "메타 오픈소스 '라마' 핵심개발진 대부분 이탈",
                "8/13",
                "메타 오픈소스 '라마' 핵심개…    8/13",
            ),
            (
                "GPT-5 출시…프론티어 모델 경쟁 격화",
                "8/22",
                "GPT-5 출시…프론티어 모델 경…    8/22",
            ),
            (
                "ﾊﾟﾅｿﾆｯｸ、AI半導体を発表",
                "8/22",
                "ﾊﾟﾅｿﾆｯｸ、AI半導体を発表         8/22",
            ),
            (
                "人工智能，“元宇宙”公司裁员",
                "8/22",
                "人工智能，“元宇宙”公司裁员      8/22",
            ),
            (
                "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} NFD 파일이름.txt",
                "8/22",
                "한글 NFD 파일이름.txt           8/22",
            ),
        ] {
            let row = Ruler::default().pad(&Clean::new(title), 28) + &format!("{date:>8}");
            assert_eq!(row, expected);
            assert_eq!(Ruler::default().width(&row), 36);
        }
    }

    proptest! {
        #[test]
        fn an_elided_text_ends_in_one_ellipsis(text in "[가a … ]{0,30}", cols in 1..20usize) {
            let ruler = Ruler::default();
            let elided = ruler.elide(&text, cols);
            if elided != text {
                let head = elided.strip_suffix(ELLIPSIS).expect("an ellipsis");
                prop_assert!(!head.ends_with(ELLIPSIS) && head.trim_end() == head, "{elided:?}");
                prop_assert!(text.starts_with(head));
            }
        }

        #[test]
        fn clusters_are_graphemes(text in any::<String>()) {
            let ours: Vec<&str> = Ruler::default().clusters(&text).map(|(_, c, _)| c).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn a_clipped_text_fits(text in any::<String>(), cols in 0..40usize) {
            let ruler = Ruler::default();
            let (head, used) = ruler.clip(&text, cols);
            prop_assert!(used <= cols && used == ruler.width(head));
            prop_assert!(ruler.width(&ruler.elide(&text, cols)) <= cols);
            prop_assert_eq!(ruler.width(&ruler.pad(&text, cols)), cols);
        }
    }
}
