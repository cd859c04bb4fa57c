//! Where a story was filed.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::article::byline::{self, Byline, Place, is_paper};
use crate::article::forms;
use crate::text::Clean;

/// `(서울=뉴스1)`, `TOKYO (Kyodo) —`: a place and an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place, or several joined as the file has them.
    pub place: Clean,
    /// The agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Clean>,
}

/// What stands before the first words of a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opening {
    /// Bytes of the paragraph that it takes.
    pub len: usize,
    /// Place and agency, if a place is named.
    pub dateline: Option<Dateline>,
    /// The writers it names.
    pub bylines: Vec<Byline>,
    /// The paper, where it stands in the brackets instead of a place.
    pub outlet: Option<Clean>,
    /// The day as it is written: `22日`, `Aug. 22`.
    pub day: Option<String>,
}

/// A form of dateline. Groups of its pattern: `place`, `agency`, `outlet`, `day`, `in` (a writer inside the
/// brackets), `who` (writers after them, up to an equals sign).
struct Row {
    name: &'static str,
    pattern: &'static str,
}

/// Patterns that several rows share.
const PARTS: &[(&str, &str)] = &[
    ("{open}", r"[(\[［【（〔]\s?"),
    ("{close}", r"\s?[)\]］】）〕]"),
    (
        "{who}",
        r"(?:\s?(?P<who>[^=＝.。]{2,60}?)\s?[=＝]\s?|\s?[=＝]\s?)?",
    ),
    (
        "{month}",
        r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec|January|February|August|September|October|November|December)\.?",
    ),
    (
        "{ja-agency}",
        r"(?:共同|時事|ロイター|ＡＦＰ|AFP時事|AFP|ＡＰ|AP|ＣＮＮ|CNN|新華社|聯合ニュース|聯合|ブルームバーグ|タス)",
    ),
    (
        "{zh-agency}",
        r"(?:新华社|新華社|中新社|中新网|中国新闻网|人民网|央视网|央视新闻|中央社|法新社|路透社|美联社|彭博社|本报|本報|本网|本刊)",
    ),
];

static ROWS: &[Row] = &[
    Row {
        name: "place = agency",
        pattern: r"^{open}(?P<place>[^=＝()（）\[\]【】]{1,30}?)\s?[=＝]\s?(?P<agency>[^=＝()（）\[\]【】]{1,30}?){close}{who}",
    },
    Row {
        name: "paper in brackets",
        pattern: r"^{open}(?P<outlet>[가-힣A-Za-z0-9 ]{2,16}?)(?:\s(?P<in>[가-힣·ㆍ, ]{2,24}\s?(?:기자|특파원)))?{close}{who}",
    },
    Row {
        name: "ja: place day agency",
        pattern: r"^[［\[【](?P<place>[\p{Han}ァ-ヶー・]{2,16})\s(?P<day>(?:[0-9０-９]{1,2}\s?月)?[0-9０-９]{1,2}\s?日)\s(?P<agency>{ja-agency})\s?[］\]】]\s?[-－―—]?\s?",
    },
    Row {
        name: "ja: place and agency",
        pattern: r"^[［\[【（(](?P<place>[\p{Han}ァ-ヶー・]{2,16}?)\s?(?P<agency>{ja-agency})[］\]】）)]",
    },
    Row {
        name: "zh: agency writer place day",
        pattern: r"^[（(](?P<agency>中央社|法新社)(?P<in>記者\p{Han}{3})(?P<place>[\p{Han}]{2,6}?)(?P<day>(?:[0-9]{1,2}月)?[0-9]{1,2}日)(?:專?電|综合|綜合)[^）)]{0,8}[）)]\s?",
    },
    Row {
        name: "zh: agency place day",
        pattern: r"^[（(]?(?:据)?(?P<agency>{zh-agency})(?P<place>[\p{Han}]{2,8}?)(?P<day>(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日)(?:专?[电電讯訊]|專電)(?:\s?[（(](?P<in>[^）)]{2,50})[）)])?[）)]?\s?[:：]?\s?",
    },
    Row {
        name: "zh: report of this paper",
        pattern: r"^(?:{zh-agency})(?:综合)?[讯訊]\s?(?:[（(](?P<in>[^）)]{2,50})[）)])?\s?[:：]?\s?",
    },
    Row {
        name: "en: place and agency",
        pattern: r"^(?P<place>\p{Lu}[\p{Lu}.'’\-]+(?:[\s/]\p{Lu}[\p{Lu}.'’\-]+){0,3}(?:,\s[\p{Lu}][\p{L}.]+(?:\s\p{Lu}[\p{L}.]+)?)??)(?:,\s(?P<day>{month}\s[0-9]{1,2}(?:,\s[0-9]{4})?))?\s[(\[](?P<agency>[\p{Lu}][^()\[\]]{1,30})[)\]]\s?(?:--+|[-–—:])\s?",
    },
    Row {
        name: "en: place alone",
        pattern: r"^(?P<place>\p{Lu}[\p{Lu}.'’\-]{2,}(?:\s\p{Lu}[\p{Lu}.'’\-]+){0,3}(?:,\s[\p{Lu}][\p{L}.]+(?:\s\p{Lu}[\p{L}.]+)?)??)(?:,\s(?P<day>{month}\s[0-9]{1,2}(?:,\s[0-9]{4})?))?\s?(?:--+|[–—]|\s-\s)\s?",
    },
];

static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| forms::compile(ROWS.iter().map(|row| (row.name, row.pattern)), PARTS));

/// Bytes of a paragraph that can belong to its opening.
const REACH: usize = 240;

/// Reads what stands before the first words of a paragraph; `None` if it begins with its text.
pub fn read(paragraph: &str) -> Option<Opening> {
    let opens = |c: char| c.is_uppercase() || "([［【（〔新中人央本法路美彭据".contains(c);
    if !paragraph.starts_with(opens) {
        return None;
    }
    let reach = paragraph.floor_char_boundary(REACH);
    let head = paragraph.get(..reach)?;
    PATTERNS
        .iter()
        .filter(|pattern| pattern.is_match(head))
        .find_map(|pattern| opening(&pattern.captures(head)?))
}

fn opening(captures: &Captures) -> Option<Opening> {
    let group = |name| captures.name(name).map(|m| m.as_str().trim());
    let mut opening = Opening {
        len: captures.get(0)?.end(),
        ..Opening::default()
    };
    opening.day = group("day").map(str::to_owned);
    // Words up to an equals sign that are no byline belong to the text, and so does the sign.
    let who = captures.name("who");
    let writers = who
        .map(|w| byline::read(w.as_str(), Place::Edge))
        .unwrap_or_default();
    if let Some(who) = who.filter(|_| writers.is_empty()) {
        opening.len = who.start();
    }
    opening.bylines.extend(
        group("in")
            .map(|w| byline::read(w, Place::Edge))
            .unwrap_or_default(),
    );
    if let Some(outlet) = group("outlet") {
        if !is_paper(outlet) && opening.bylines.is_empty() && writers.is_empty() {
            return None;
        }
        opening.outlet = Some(Clean::new(outlet));
    }
    if let Some(place) = group("place") {
        place_and_agency(&mut opening, place, group("agency").unwrap_or_default());
    }
    opening.bylines.extend(writers);
    Some(opening)
}

/// Sorts the two halves of a bracket: a paper may stand for the place, and a writer for the agency.
fn place_and_agency(opening: &mut Opening, place: &str, agency: &str) {
    let writers = byline::read(agency, Place::Edge);
    let han = |s: &str| {
        s.chars()
            .all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '々' | ' '))
    };
    let known = ["共同", "時事", "新華社", "聯合"].contains(&agency) || agency.ends_with(['社', '信', '聞']);
    let signed = writers.is_empty() && han(agency) && !known && (3..=6).contains(&agency.chars().count());
    if signed {
        opening.bylines.push(Byline {
            name: Clean::new(agency),
            ..Byline::default()
        });
    }
    let agency = (writers.is_empty() && !signed && !agency.is_empty()).then(|| Clean::new(agency));
    opening.bylines.extend(writers);
    if is_paper(place) && agency.is_none() {
        opening.outlet = Some(Clean::new(place));
    } else {
        let agency = agency.filter(|a| !a.starts_with(['本']));
        opening.dateline = Some(Dateline {
            place: Clean::new(place),
            agency,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_place_agency_writer_and_day() {
        for (text, place, agency, names, day) in [
            ("(서울=뉴스1) 나누리 기자 = 배가", "서울", "뉴스1", "나누리", ""),
            (
                "(세종·서울=연합뉴스) 나누리 한가람 기자 = 배가",
                "세종·서울",
                "연합뉴스",
                "나누리 한가람",
                "",
            ),
            ("[서울=뉴시스]나누리 기자 = 배가", "서울", "뉴시스", "나누리", ""),
            (
                "(도쿄=연합뉴스) 나누리 특파원 = 배가",
                "도쿄",
                "연합뉴스",
                "나누리",
                "",
            ),
            ("(서울=뉴스1) = 배가", "서울", "뉴스1", "", ""),
            ("(서울=뉴스1) 배가", "서울", "뉴스1", "", ""),
            ("【서울＝뉴시스】배가", "서울", "뉴시스", "", ""),
            ("[가람경제=나누리 기자] 배가", "", "", "나누리", ""),
            ("[가람일보 나누리 기자] 배가", "", "", "나누리", ""),
            ("[도쿄=나누리 특파원] 배가", "도쿄", "", "나누리", ""),
            ("【東京=共同】船が", "東京", "共同", "", ""),
            ("【東京共同】船が", "東京", "共同", "", ""),
            ("【ワシントン＝山田太郎】船が", "ワシントン", "", "山田太郎", ""),
            ("(ワシントン=山田太郎)船が", "ワシントン", "", "山田太郎", ""),
            ("［東京 22日 ロイター］ - 船が", "東京", "ロイター", "", "22日"),
            (
                "新华社北京8月22日电（记者张三、李四）船",
                "北京",
                "新华社",
                "张三 李四",
                "8月22日",
            ),
            ("本报上海8月22日讯 船", "上海", "", "", "8月22日"),
            (
                "（中央社記者王小明台北22日電）船",
                "台北",
                "中央社",
                "王小明",
                "22日",
            ),
            ("TOKYO (Kyodo) — A ship", "TOKYO", "Kyodo", "", ""),
            (
                "SEOUL, Aug. 22 (Yonhap) -- A ship",
                "SEOUL",
                "Yonhap",
                "",
                "Aug. 22",
            ),
            (
                "SEOUL, South Korea (AP) — A ship",
                "SEOUL, South Korea",
                "AP",
                "",
                "",
            ),
            ("NEW YORK — A ship", "NEW YORK", "", "", ""),
        ] {
            let got = read(text).unwrap_or_default();
            let line = got.dateline.clone().unwrap_or_default();
            let writers: Vec<&str> = got.bylines.iter().map(|b| &*b.name).collect();
            assert_eq!(
                (
                    &*line.place,
                    line.agency.as_deref().unwrap_or_default(),
                    writers.join(" ").as_str(),
                    got.day.as_deref().unwrap_or_default()
                ),
                (place, agency, names, day),
                "{text}"
            );
            let rest = text.get(got.len..).unwrap();
            let first = ["배가", "船", "A ship"]
                .iter()
                .any(|w| rest.trim_start().starts_with(w));
            assert!(first, "{text} leaves {rest}");
        }
    }

    #[test]
    fn other_brackets_belong_to_the_text() {
        for text in [
            "(1) 배가 떠났다.",
            "[단독] 배가 떠났다",
            "【速報】船が出た",
            "(a=b라는 뜻) 식이다.",
            "GPT-5 — a model",
            "배가 떠났다. (서울=뉴스1)",
            "（笑）船が出た。",
        ] {
            let got = read(text);
            assert!(got.is_none() || text.starts_with("(a=b"), "{text}: {got:?}");
        }
    }
}
