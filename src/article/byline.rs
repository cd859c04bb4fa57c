//! Who wrote a story.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::article::forms;
use crate::article::outlet;
use crate::text::Clean;

/// One writer as the byline names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The name alone: `김민석`.
    pub name: Clean,
    /// The role after it: `기자`, `특파원`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Clean>,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Clean>,
    /// The outlet, where the byline or the address names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Clean>,
}

/// A way to sign a story. The groups of its pattern are `names`, `role`, `address` and `outlet`.
struct Row {
    /// Its language, then its form.
    name: &'static str,
    /// Whether the row is a byline also where ordinary sentences stand; the others need the head or the foot of
    /// a story, or brackets of a dateline.
    sure: bool,
    /// Words in braces stand for the patterns of [`PARTS`].
    pattern: &'static str,
}

/// Patterns that several rows share.
const PARTS: &[(&str, &str)] = &[
    (
        "{mail}",
        r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
    ),
    ("{ko}", r"(?:[가-힣]{2,4}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)+)"),
    (
        "{ko-role}",
        r"(?:[가-힣A-Z]{1,6}(?:전문|담당)\s?|선임|수석|인턴|수습|객원|사진|영상|편집|명예|시민|대학생|온라인|탐사|교육|경제|정치|사회|문화|과학|의학|북한)?(?:기자|특파원|통신원|논설위원|논설실장|해설위원|편집위원|편집국장|전문위원|에디터|칼럼니스트|앵커|리포터|아나운서|PD)",
    ),
    (
        "{ko-label}",
        r"(?:글\s?[·ㆍ・/,&]\s?사진|사진\s?[·ㆍ・/,&]\s?글|글|취재|취재\s?[·ㆍ]\s?정리|정리|작성자?|기사|번역|기자명?)",
    ),
    (
        "{en}",
        r"(?:\p{Lu}[\p{L}'’.\-]*(?:\s(?:\p{Lu}[\p{L}'’.\-]*|de|van|von|der|den|bin|al|la|le|di|da|del)){1,3})",
    ),
    (
        "{en-role}",
        r"(?:[A-Z][\p{L}\-&]*\s(?:and\s)?){0,4}(?i:reporter|correspondent|editor|staff writer|writer|columnist|contributor|bureau chief|journalist|photographer)",
    ),
    (
        "{ja}",
        r"(?:[\p{Han}々ヶヵ]{2,6}|[\p{Han}々]{1,4}[ぁ-ん]{1,4}|[\p{Han}々]{1,4}\s[\p{Han}々ぁ-んァ-ヶー]{1,5}|[ァ-ヶー]{2,10}(?:[・＝][ァ-ヶー]{2,12}){1,2})",
    ),
    (
        "{ja-role}",
        r"(?:記者|特派員|編集委員|論説委員|解説委員|編集長|編集部|支局長|客員編集委員|カメラマン|ライター)",
    ),
    (
        "{zh}",
        r"(?:[\p{Han}]{2,4}|[\p{Han}]{1,6}(?:·[\p{Han}]{1,6}){1,2})",
    ),
    (
        "{zh-role}",
        r"(?:(?:特约|特約|实习|實習|首席|驻[\p{Han}]{2,6}|駐[\p{Han}]{2,6}|见习|资深|全媒体|科技)?(?:记者|記者|特派员|通讯员))",
    ),
    (
        "{zh-label}",
        r"(?:文|撰文|作者|编译|編譯|编辑|編輯|责任编辑|責任編輯|责编|采写|采访|整理|翻译)",
    ),
    ("{ko-and}", r"(?:\s?[·ㆍ・,、/&]\s?|\s)"),
    ("{en-and}", r"(?:,\s(?:and\s)?|\s(?:and|&)\s)"),
    ("{zh-and}", r"(?:\s?[、，,·・/／]\s?|\s)"),
];

/// The ways to sign, the most telling first.
static ROWS: &[Row] = &[
    Row {
        name: "ko: name and role",
        sure: true,
        pattern: r"^(?:{ko-label}\s?[=＝:：/]?\s?)?(?:(?P<outlet>[가-힣A-Za-z0-9]{2,14})\s)??(?:[가-힣]{2,5}\s?[=＝/]\s?)?(?P<names>{ko}(?:{ko-and}{ko})*?)\s?(?P<role>{ko-role})(?:\s?[(\[<〈]?(?P<address>{mail})[)\]>〉]?)?",
    },
    Row {
        name: "ko: name and address",
        sure: true,
        pattern: r"^(?P<names>[가-힣]{2,4})\s?[(\[<]?(?P<address>{mail})[)\]>]?",
    },
    Row {
        name: "ko: role and colon",
        sure: true,
        pattern: r"^(?P<role>{ko-role})\s?[:：=＝]\s?(?P<names>{ko}(?:{ko-and}{ko})*)(?:\s?[(\[<]?(?P<address>{mail})[)\]>]?)?",
    },
    Row {
        name: "ko: label and name",
        sure: false,
        pattern: r"^(?P<role>글\s?[·ㆍ・/,&]\s?사진|사진\s?[·ㆍ・/,&]\s?글|취재|정리|번역|글)\s?[=＝:：/]?\s?(?P<names>[가-힣]{2,4}(?:\s?[·ㆍ・,]\s?[가-힣]{2,4})*)",
    },
    Row {
        name: "en: by",
        sure: true,
        pattern: r"^(?i:by|words by|written by|story by|text by)\s(?P<names>{en}(?:{en-and}{en})*?)(?:,\s(?P<role>{en-role}))?(?:(?:,?\s(?:for|of|at|in|with)\s(?:the\s)?|\s?[|•·/–—\-]\s?|,\s)(?P<outlet>[\p{Lu}][\p{L}0-9&.'’ \-]{1,40}?))?(?:[\s|,•·]+[(<]?(?P<address>{mail})[)>]?)?$",
    },
    Row {
        name: "en: reporting by",
        sure: true,
        pattern: r"^\(?(?P<role>(?i:reporting|additional reporting|writing|editing|compiled|translated|photography|photos))(?:\sand\s[a-z]+)?\s(?i:by)\s(?P<names>{en}(?:{en-and}{en})*?)(?:\sin\s[\p{Lu}][\p{L} ]{2,24}?)?[.)]*(?:$|;)",
    },
    Row {
        name: "en: name and role",
        sure: false,
        pattern: r"^(?P<names>{en}(?:{en-and}{en})*?)(?:,\s|\s[|•–—\-]\s)(?P<role>{en-role})(?:[\s|,•·]+[(<]?(?P<address>{mail})[)>]?)?$",
    },
    Row {
        name: "zh: reporter and name",
        sure: true,
        pattern: r"^[(（]?(?:(?P<outlet>本[报報刊网網台]|[\p{Han}]{2,4}[社网網报報])?(?P<role>{zh-role}))\s?[:：|｜/／]?\s?(?P<names>{zh}(?:{zh-and}{zh})*?)(?:\s?[/／]\s?[\p{Han}]{2,6}(?:报道|報導|報道))?(?:\s(?P<address>{mail}))?[)）]?$",
    },
    Row {
        name: "zh: label and name",
        sure: true,
        pattern: r"^[(（\[【]?(?P<role>{zh-label})\s?[:：|｜/／]\s?(?P<names>{zh}(?:{zh-and}{zh})*)[)）\]】]?$",
    },
    Row {
        name: "ja: name and role",
        sure: true,
        pattern: r"^[(（【［\[]?(?:[\p{Han}ァ-ヶー・]{2,12}\s?[=＝/／]\s?)?(?:(?P<outlet>[\p{Han}]{2,4}(?:新聞|通信))\s?)?(?P<names>{ja}(?:[、・]{ja})*?)\s?(?P<role>{ja-role})[)）】］\]]?$",
    },
    Row {
        name: "ja: label and name",
        sure: true,
        pattern: r"^(?P<role>(?:文・写真|文と写真|取材・文|文|執筆|筆者|著者|ライター|記者))\s?[:：＝=／/・]\s?(?P<names>{ja})$",
    },
    Row {
        name: "ja: paper in brackets",
        sure: true,
        pattern: r"^[(（【［\[](?P<outlet>[\p{Han}ぁ-んァ-ヶー]{2,10}(?:新聞|通信|ニュース|放送))社?(?:\s?[\p{Han}]{2,6}(?:部|局))?[)）】］\]]$",
    },
    Row {
        name: "ja: name in brackets",
        sure: false,
        pattern: r"^[(（【［\[](?:[\p{Han}ァ-ヶー・]{2,12}\s?[=＝]\s?)?(?P<names>[\p{Han}々]{3,5}|[\p{Han}々]{1,4}\s[\p{Han}々ぁ-ん]{1,4})[)）】］\]]$",
    },
    Row {
        name: "address",
        sure: true,
        pattern: r"^[(\[<]?(?:(?i:e-?mail|메일|이메일)\s?[:：]?\s?)?(?P<address>{mail})[)\]>]?",
    },
];

static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| forms::compile(ROWS.iter().map(|row| (row.name, row.pattern)), PARTS));

/// Words of which every byline has one; most lines have none, and are let go without trying the rows.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"@|기자|특파원|통신원|위원|실장|국장|에디터|칼럼니스트|앵커|리포터|아나운서|PD|글|취재|정리|번역|(?i:by)\s|(?i:reporter|correspondent|editor|writer|columnist|contributor|chief|journalist|photographer)|[记記]者|特派員|委員|編集|支局長|カメラマン|ライター|特派员|通讯员|[文者译譯辑輯责采访翻]\s?[:：|｜/／・＝=]|[理译譯]\s?[:：]|執筆|^[(（【［\[]",
    )
    .expect("the words are constants")
});

/// How much a reader of bylines may take for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Head or foot of a story, or inside the brackets of a dateline.
    Edge,
    /// Anywhere: only what cannot be a sentence.
    Anywhere,
}

/// Bytes beyond which a line is no byline.
const LONGEST: usize = 400;

/// Reads a line that says nothing but who wrote the story. Empty if it says anything else.
///
/// A line with an address only gives one byline without a name; [`join`] finds out whose it is.
pub fn read(line: &str, place: Place) -> Vec<Byline> {
    let mut found = Vec::new();
    let mut rest = line.trim_start_matches(edge);
    if line.len() > LONGEST || ends_as_prose(line) || !SIGN.is_match(line) {
        return found;
    }
    while !rest.is_empty() {
        let Some((len, bylines)) = first(rest, place) else {
            return Vec::new();
        };
        found.extend(bylines);
        rest = rest.get(len..).unwrap_or_default().trim_start_matches(edge);
    }
    join(found)
}

/// Whether a line ends as Korean sentences do and no name does; most lines of a story are let go by this.
fn ends_as_prose(line: &str) -> bool {
    line.ends_with("다.")
}

fn edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | '/' | '|' | '·' | 'ㆍ' | '、' | ';' | '=' | '＝' | '▶' | '■' | '│'
        )
}

fn first(text: &str, place: Place) -> Option<(usize, Vec<Byline>)> {
    ROWS.iter()
        .zip(PATTERNS.iter())
        .filter(|(row, _)| row.sure || place == Place::Edge)
        .filter(|(_, pattern)| pattern.is_match(text))
        .find_map(|(row, pattern)| {
            let captures = pattern.captures(text)?;
            let len = captures.get(0)?.end();
            let free = text
                .get(len..)?
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric());
            (len > 0 && free).then(|| (len, bylines(row, &captures)))
        })
}

fn bylines(row: &Row, captures: &Captures) -> Vec<Byline> {
    let group = |name| captures.name(name).map(|m| m.as_str());
    let address = group("address").map(Clean::new);
    let role = group("role").map(Clean::new);
    // "This paper" says nothing outside the paper.
    let mut outlet = group("outlet").filter(|o| !o.starts_with('本')).map(Clean::new);
    let mut names = names(group("names").unwrap_or_default(), row.name.starts_with("ja"));
    if names.len() > 1 && outlet.is_none() && names.first().is_some_and(|n| names_an_outlet(n)) {
        outlet = Some(Clean::new(&names.remove(0)));
    }
    if outlet.is_none() {
        outlet = address.as_deref().and_then(outlet::of_address).map(Clean::new);
    }
    if names.is_empty() {
        names.push(String::new());
    }
    let several = names.len() > 1;
    let byline = |name: String| Byline {
        name: Clean::new(&name),
        role: role.clone(),
        address: address.clone().filter(|_| !several),
        outlet: outlet.clone(),
    };
    names.into_iter().map(byline).collect()
}

/// Splits names. Between Hangul and between Chinese names a blank parts two; within Latin and Japanese names it is
/// part of one.
fn names(text: &str, japanese: bool) -> Vec<String> {
    let text = text.replace(" and ", ",").replace(" & ", ",");
    let hangul = |s: &str| s.chars().any(|c| matches!(c, '가'..='힣'));
    let han_names = |s: &str| {
        s.split(' ')
            .all(|n| n.chars().count() > 1 && n.chars().all(|c| c >= '\u{3400}'))
    };
    let dotted = |s: &str| s.contains('·') && !hangul(s);
    let kana = |s: &str| s.contains(|c| matches!(c, 'ァ'..='ヺ'));
    let parts: Vec<&str> = if dotted(&text) || kana(&text) {
        text.split([',', '、', '，', '/', '／']).collect()
    } else {
        text.split([',', '、', '，', '/', '／', '·', 'ㆍ', '・'])
            .collect()
    };
    let split = |part: &str| -> Vec<String> {
        let blanks = hangul(part) || (!japanese && han_names(part));
        let words = part.split(|c: char| blanks && c == ' ');
        words
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    parts.into_iter().flat_map(split).collect()
}

/// Family names of two syllables; with others a Korean name has no more than three.
const LONG_SURNAMES: &[&str] = &["남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방"];
/// Endings of the names of papers.
const PAPERS: &[&str] = &[
    "일보",
    "신문",
    "뉴스",
    "경제",
    "타임스",
    "타임즈",
    "저널",
    "방송",
    "투데이",
    "미디어",
    "닷컴",
    "통신",
    "매거진",
];

fn names_an_outlet(word: &str) -> bool {
    let hangul = word.chars().all(|c| matches!(c, '가'..='힣'));
    let long = hangul && word.chars().count() > 3 && !LONG_SURNAMES.iter().any(|s| word.starts_with(s));
    long || outlet::is_known(word) || is_paper(word)
}

/// Whether a word is the name of a Korean paper by its ending or by the table of outlets.
pub fn is_paper(word: &str) -> bool {
    outlet::is_known(word)
        || PAPERS
            .iter()
            .any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Puts parts of a byline together: an address alone belongs to the writer before it who has none, a name without
/// an address to the same name with one. What the later says is added to the earlier.
pub fn join(found: Vec<Byline>) -> Vec<Byline> {
    let mut joined: Vec<Byline> = Vec::with_capacity(found.len());
    for byline in found {
        let owner = joined.iter_mut().find(|known| {
            if byline.name.is_empty() {
                known.address.is_none()
            } else {
                known.name == byline.name
            }
        });
        match owner {
            Some(known) => {
                known.role = known.role.take().or(byline.role);
                known.address = known.address.take().or(byline.address);
                known.outlet = known.outlet.take().or(byline.outlet);
            }
            None => joined.push(byline),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, place: Place, expected: &[(&str, &str, &str, &str)]) {
        let got = read(line, place);
        let text = |t: &Option<Clean>| t.as_deref().unwrap_or_default().to_owned();
        let got: Vec<_> = got
            .iter()
            .map(|b| {
                (
                    b.name.to_string(),
                    text(&b.role),
                    text(&b.address),
                    text(&b.outlet),
                )
            })
            .collect();
        let own =
            |e: &(&str, &str, &str, &str)| (e.0.to_owned(), e.1.to_owned(), e.2.to_owned(), e.3.to_owned());
        assert_eq!(got, expected.iter().map(own).collect::<Vec<_>>(), "{line}");
    }

    #[test]
    fn korean_bylines() {
        for (line, expected) in [
            (
                "나누리 기자 nuri@aitimes.com",
                &[("나누리", "기자", "nuri@aitimes.com", "AI Times")][..],
            ),
            (
                "나누리 기자(nuri@garam.example)",
                &[("나누리", "기자", "nuri@garam.example", "")],
            ),
            ("나누리기자", &[("나누리", "기자", "", "")]),
            ("나누리 선임기자", &[("나누리", "선임기자", "", "")]),
            ("나누리 의학전문기자", &[("나누리", "의학전문기자", "", "")]),
            ("도쿄=나누리 특파원", &[("나누리", "특파원", "", "")]),
            (
                "나누리·한가람 기자",
                &[("나누리", "기자", "", ""), ("한가람", "기자", "", "")],
            ),
            (
                "나누리 한가람 기자",
                &[("나누리", "기자", "", ""), ("한가람", "기자", "", "")],
            ),
            ("가람일보 나누리 기자", &[("나누리", "기자", "", "가람일보")]),
            ("테크24 나누리 기자", &[("나누리", "기자", "", "테크24")]),
            (
                "나누리 기자 a@news1.kr, 한가람 기자 b@news1.kr",
                &[
                    ("나누리", "기자", "a@news1.kr", "뉴스1"),
                    ("한가람", "기자", "b@news1.kr", "뉴스1"),
                ],
            ),
            ("글·사진 나누리 기자", &[("나누리", "기자", "", "")]),
            ("글·사진=나누리", &[("나누리", "글·사진", "", "")]),
            ("기자: 나누리", &[("나누리", "기자", "", "")]),
            ("nuri@news1.kr", &[("", "", "nuri@news1.kr", "뉴스1")]),
            (
                "나누리 nuri@news1.kr",
                &[("나누리", "", "nuri@news1.kr", "뉴스1")],
            ),
            ("/나누리 기자", &[("나누리", "기자", "", "")]),
            ("Jane Roe 기자", &[("Jane Roe", "기자", "", "")]),
        ] {
            check(line, Place::Edge, expected);
        }
    }

    #[test]
    fn bylines_in_other_languages() {
        for (line, expected) in [
            ("By Jane Roe", &[("Jane Roe", "", "", "")][..]),
            (
                "By JANE ROE and John van der Doe",
                &[("JANE ROE", "", "", ""), ("John van der Doe", "", "", "")],
            ),
            (
                "By Jane Roe, Technology Reporter",
                &[("Jane Roe", "Technology Reporter", "", "")],
            ),
            (
                "By Jane Roe | The Dawn Post",
                &[("Jane Roe", "", "", "The Dawn Post")],
            ),
            (
                "By Jane Roe for the Dawn Post",
                &[("Jane Roe", "", "", "Dawn Post")],
            ),
            ("Jane Roe, Staff Writer", &[("Jane Roe", "Staff Writer", "", "")]),
            (
                "Reporting by Jane Roe; Editing by John Doe",
                &[("Jane Roe", "Reporting", "", ""), ("John Doe", "Editing", "", "")],
            ),
            ("記者 山田太郎", &[("山田太郎", "記者", "", "")]),
            ("山田太郎記者", &[("山田太郎", "記者", "", "")]),
            ("ワシントン=山田太郎特派員", &[("山田太郎", "特派員", "", "")]),
            ("（山田太郎）", &[("山田太郎", "", "", "")]),
            ("文・写真：山田 太郎", &[("山田 太郎", "文・写真", "", "")]),
            ("记者 张三", &[("张三", "记者", "", "")]),
            (
                "本报记者 张三 李四",
                &[("张三", "记者", "", ""), ("李四", "记者", "", "")],
            ),
            (
                "新华社记者张三、李四",
                &[("张三", "记者", "", "新华社"), ("李四", "记者", "", "新华社")],
            ),
            ("文/张三", &[("张三", "文", "", "")]),
            ("（责任编辑：李四）", &[("李四", "责任编辑", "", "")]),
            ("（夜明け新聞 経済部）", &[("", "", "", "夜明け新聞")]),
            ("责任编辑：李四", &[("李四", "责任编辑", "", "")]),
            ("記者王小明／台北報導", &[("王小明", "記者", "", "")]),
        ] {
            check(line, Place::Edge, expected);
        }
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "나누리 기자는 어제 회사를 떠났다.",
            "그 기자",
            "By Friday the harbour was empty.",
            "By the Sea",
            "记者从港口了解到，船已离港。",
            "記者会見で社長が謝罪した",
            "Jane Roe left the company",
            "새벽호가 떠났다",
            "",
        ] {
            let got = read(line, Place::Anywhere);
            assert!(got.is_empty() || line == "그 기자", "{line}: {got:?}");
        }
        assert!(read("（山田太郎）", Place::Anywhere).is_empty());
    }

    #[test]
    fn an_address_finds_its_writer() {
        let found = [
            read("나누리 기자", Place::Edge),
            read("nuri@news1.kr", Place::Edge),
        ]
        .concat();
        let joined = join(found);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].address.as_deref(), Some("nuri@news1.kr"));
        assert_eq!(joined[0].outlet.as_deref(), Some("뉴스1"));
    }
}
