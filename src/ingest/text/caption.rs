//! Words under pictures, and the copies of them that saving a page leaves behind.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::article::body::Zone;

/// Labels before a caption. They are set aside, and the words after them are the caption.
static LABELS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i)(?:본문\s?이미지\s?[-–—:]\s?|(?:대표\s?)?이미지\s?(?:확대|크게\s?보기|설명)?\s?[:：]\s?|(?:이미지|사진)\s?(?:확대|크게\s?보기)\s?|\[?사진\s?(?:설명|=\s?설명)\s?[\]:：]?\s?|\[사진\]\s?|사진\s?[:：]\s|<사진>\s?|\[?포토\]?\s?[:：]\s|【写真】\s?|(?:写真|図|画像|図版)\s?[：:]\s?|(?:图|图片|资料图|图源|配图)\s?[：:]\s?|(?:photo|image|picture|figure|caption|file photo)\s?(?:caption)?\s?:\s)",
    )
});

/// Signs at the start of a caption that belong to it.
const SIGNS: &[char] = &['▲', '△', '◀', '▼', '◁', '▽'];

/// Ends of a caption: who took or gave the picture.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        [ⓒ©]\s? [\p{L}0-9][^.。]{0,40}$
        | /\s? (?:뉴스1|뉴시스|연합뉴스|AP|AFP|EPA|로이터|게티이미지\S*|[가-힣A-Za-z0-9]{2,12}\s제공|사진공동취재단|[가-힣]{2,8}(?:일보|신문|뉴스|경제)) (?:\s[가-힣]{2,4}\s?기자)? \s?\.?$
        | [(\[（〈<] (?:사진|이미지|그래픽|일러스트|자료|출처|영상)? \s?[=:：/]? [^()\[\]]{0,40} (?:갈무리|캡처|캡쳐|제공|게티이미지\S*|셔터스톡|연합뉴스|뉴스1|뉴시스|로이터|AFP|AP) [)\]）〉>] \s?\.?$
        | [(\[（〈<]\s? (?:사진|이미지|자료\s?사진|그래픽|자료|출처)\s?[=:：] [^()\[\]]{1,40} [)\]）〉>] \s?\.?$
        | (?:^|[\s.]) (?:사진|이미지|그래픽|자료)\s?[=＝:] \s?[^.。]{1,40}$
        | \.\s [^.。]{1,24}\s제공$
        | \s (?:갈무리|캡처|캡쳐)$
        | (?:자료\s?사진|자료사진|연합뉴스\s자료사진) [)\]]? $
        | [(（\[] \s? (?:(?i:photo|image|credit|courtesy|handout|file|reuters|getty|illustration)(?-u:\b)[^()]{0,60}|[^()]{1,40}(?-u:\b)(?:Reuters|AFP|AP|EPA|Getty\sImages|Kyodo|Yonhap|Shutterstock|Handout|via\s\S+)) \s? [)）\]] \.?$
        | (?:REUTERS|AFP|AP\sPhoto|EPA|Getty\sImages|Bloomberg|Xinhua)\s?/\s?\p{Lu}[\p{L}.\s/-]{2,40}$
        | [=＝／/（(\[【] \s? (?:共同|時事|ロイター|ＡＰ|AP|AFP時事|AFP|提供写真|[^（）()=＝]{1,16}(?:提供|撮影)) \s? [）)\]】]? $
        | (?:[(（] [^（）()]{0,20}(?:新华社记者|记者|图源|来源|供图|摄影)[^（）()]{0,20} [)）] | (?:新华社(?:记者)?|记者)\s?[\p{Han}]{2,4}\s?[摄攝] | 图片来源[:：]\S{1,20} | 供图 | [\p{Han}]{2,4}\s[摄攝] ) $
        ",
    )
});

/// Columns beyond which even words with a credit are a paragraph of the story.
const MOST: usize = 300;

fn pattern(rows: &str) -> Regex {
    Regex::new(rows).expect("the rows are constants")
}

/// Bytes of the label before a caption.
fn label(line: &str) -> Option<usize> {
    let end = LABELS.find(line)?.end();
    (end < line.len()).then_some(end)
}

/// Words of which every credit has one; most lines end without, and are let go without trying the forms.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[ⓒ©摄攝]|갈무리|캡처|캡쳐|제공|뉴스1|뉴시스|연합뉴스|로이터|게티이미지|셔터스톡|사진|이미지|그래픽|일러스트|자료|영상|출처|일보|신문|뉴스|경제|(?i:photo|image|credit|courtesy|handout|file|reuters|getty|illustration|bloomberg|xinhua|shutterstock|kyodo|yonhap|via )|AFP|EPA|(?-u:\b)AP(?-u:\b)|共同|時事|ロイター|ＡＰ|提供|撮影|新华社|记者|图源|图片来源|来源|供图|摄影",
    )
});

/// Bytes at the end of a line that a credit takes at most.
const CREDIT_BYTES: usize = 240;

/// Whether the line ends as captions do.
fn credited(line: &str) -> bool {
    let from = line.ceil_char_boundary(line.len().saturating_sub(CREDIT_BYTES));
    let end = line.get(from..).unwrap_or(line);
    may_end(end) && HINT.is_match(end) && CREDIT.is_match(end)
}

/// Brackets that close a credit.
const CLOSERS: &[char] = &[')', ']', '）', '】', '〉', '>'];
/// Words that a credit ends in where no sign gives it away.
const LAST_WORDS: &[&str] = &[
    "제공",
    "갈무리",
    "캡처",
    "캡쳐",
    "사진",
    "共同",
    "時事",
    "ロイター",
    "ＡＰ",
    "AP",
    "AFP",
    "写真",
    "提供",
    "撮影",
    "摄",
    "攝",
    "供图",
];

/// Whether a credit could end so. Of the many sentences, which end in a stop, hardly one could, and the forms are
/// slow to say so: read from the end they stay open for forty letters.
fn may_end(end: &str) -> bool {
    if end.contains('/') || end.contains("图片来源") {
        return true;
    }
    if let Some(sentence) = end.strip_suffix('.') {
        return sentence.trim_end().ends_with(CLOSERS);
    }
    end.ends_with(CLOSERS)
        || LAST_WORDS.iter().any(|word| end.ends_with(word))
        || end.contains(['ⓒ', '©', '=', '＝', ':'])
}

/// Marks captions, then the lines near them that say the same once more.
pub(super) fn mark(page: &mut Page) {
    for line in 0..page.lines.len() {
        if page.open(line) && page.lines[line].cols <= MOST {
            mark_line(page, line);
        }
    }
    for line in 0..page.lines.len() {
        if page.lines[line].zone == Some(Zone::Caption) {
            mark_copies(page, line);
        }
    }
}

fn mark_line(page: &mut Page, line: usize) {
    let words = page.words(line);
    if let Some(len) = label(words) {
        page.lines[line].lead = Some((len, Zone::Label));
        page.mark(line, Zone::Caption);
    } else if credited(words) || (words.starts_with(SIGNS) && alone(page, line)) {
        page.mark(line, Zone::Caption);
    }
}

/// Whether no neighbour starts with the same sign: several in a row are points of a list.
fn alone(page: &Page, line: usize) -> bool {
    let sign = page.words(line).chars().next();
    let same = |other: Option<usize>| other.is_some_and(|o| page.words(o).chars().next() == sign);
    !same(line.checked_sub(1)) && !same(Some(line + 1)) && page.lines.len() > 1
}

/// How far from a caption its copy stands at most.
const NEAR: usize = 2;
/// Bytes of the shortest line that is taken for a cut copy.
const TELLING: usize = 24;

fn mark_copies(page: &mut Page, line: usize) {
    let words = said(page, line).to_owned();
    let copies = |other: &str| {
        let (short, long) = if other.len() < words.len() {
            (other, &*words)
        } else {
            (&*words, other)
        };
        short == long || (short.len() >= TELLING && long.starts_with(short) && short.len() * 2 > long.len())
    };
    for near in line + 1..page.lines.len().min(line + 1 + NEAR) {
        let free = matches!(page.lines[near].zone, None | Some(Zone::Caption));
        if free && copies(said(page, near)) {
            page.lines[near].lead = None;
            page.mark(near, Zone::Repeat);
        }
    }
    // The bare copy comes first on some pages; then the labelled line is the second.
    if let Some(before) = line
        .checked_sub(1)
        .filter(|b| page.open(*b) && copies(page.words(*b)))
    {
        page.mark(before, Zone::Caption);
        page.lines[line].lead = None;
        page.mark(line, Zone::Repeat);
    }
}

/// The words of a line without its label.
fn said(page: &Page, line: usize) -> &str {
    let words = page.words(line);
    let from = label(words).unwrap_or(0);
    words.get(from..).unwrap_or(words).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_no_part_of_the_caption() {
        for (line, words) in [
            ("본문 이미지 - 부산항의 새벽호", "부산항의 새벽호"),
            ("[사진] 부산항의 새벽호", "부산항의 새벽호"),
            ("사진: 부산항의 새벽호", "부산항의 새벽호"),
            ("写真：港の夜明け号", "港の夜明け号"),
            ("图：港口的黎明号", "港口的黎明号"),
            ("Photo: The Dawn in harbour", "The Dawn in harbour"),
        ] {
            assert_eq!(label(line).and_then(|len| line.get(len..)), Some(words));
        }
        for line in [
            "사진이 공개됐다.",
            "写真を見た。",
            "图书馆开门了。",
            "Photos were shown.",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn credits_give_a_caption_away() {
        for line in [
            "부산항의 새벽호. 2024.2.28/뉴스1 ⓒ News1 나누리 기자",
            "부산항의 새벽호 /연합뉴스",
            "부산항의 새벽호(새벽해운 누리집 갈무리)",
            "부산항의 새벽호. 새벽해운 제공",
            "부산항의 새벽호 [사진=새벽해운]",
            "부산항의 새벽호. (사진=새벽해운 제공)",
            "새벽호 모형 사진=나누리 기자",
            "The Dawn in harbour. REUTERS/Jane Roe",
            "The Dawn leaves (Photo by Jane Roe)",
            "The Dawn leaves (AP Photo/Jane Roe, via Getty Images)",
            "港に停泊する夜明け号＝共同",
            "港に停泊する夜明け号（夜明け汽船提供）",
            "港口的黎明号。新华社记者张三摄",
            "港口的黎明号（图源：黎明航运）",
        ] {
            assert!(credited(line), "{line}");
        }
        for line in [
            "새벽해운은 음식을 무료로 제공",
            "그는 화면 갈무리를 공개했다.",
            "새벽호는 승객에게 식사를 제공했다.",
            "Reuters reported the sale on Friday.",
            "記者会見で資料を提供した。",
            "他向记者提供了照片。",
        ] {
            assert!(!credited(line), "{line}");
        }
    }
}
