//! Digests: a line that announces other news, and marked items after it.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::article::body::{Body, Item, Zone};

/// Lines that announce a digest.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?i)
        ^[\[<【〈《\#\s]* (?:이어서?|그리고|다음은|이\s?밖에|이외에|한편|끝으로|그\s?밖에)? [,\s]* [^.。]{0,40}
            (?:주요|오늘의|어제의|이날의|간추린|이\s?시각|한눈에\s?보는|짧은|이번\s?주|지난\s?주|금주의|다른)\s?
            (?:[가-힣A-Z]{1,8}\s?)? (?:뉴스|소식|기사|단신|브리핑|헤드라인)
            (?:\s?(?:입니다|이다|다|를?\s?전합니다|들입니다|모음|정리|클리핑|\d+))? [\]>】〉》.:：\s]*$
        | ^[\[<【〈《\#\s]* (?:뉴스\s?(?:브리핑|클리핑|단신|모음|다이제스트)|단신(?:\s?모음)?|모닝\s?브리핑|[가-힣A-Z]{1,6}\s?(?:단신|브리핑|브리프)) [\]>】〉》.:：\s]*$
        | ^[\[<\#\s]* (?:(?:news\s)?in\sbrief|news\sbriefs?|briefly|also\s(?:today|in\sthe\snews|this\sweek)|in\sother\snews|other\s(?:news|headlines)|elsewhere(?:\sin\sthe\snews)?|(?:today['’]s|this\sweek['’]s|more|top|the\sday['’]s)\s(?:headlines|news|stories)|headlines|(?:daily|weekly|morning|evening|news)\s(?:digest|brief(?:ing)?|roundup)|the\sroundup|here\sare\s(?:the\s)?(?:other|today['’]s)\s[^.]{0,30}) [\]>.:…\s]*$
        | ^[【\[〈《■◆\s]* (?:(?:きょう|今日|本日|その他|そのほか|主要?|このほか)の?(?:主な|主要)?の?(?:ニュース|話題|動き|出来事)(?:です|は次の通り|は以下の通り)?|短信|ニュース(?:短信|一覧|ダイジェスト)|主なニュース|主要ニュース) [】\]〉》。:：\s]*$
        | ^[【\[〈《\s]* (?:今日(?:要闻|头条|新闻|热点)|要闻(?:速览|回顾|摘要)?|(?:其他|其它)(?:新闻|消息|要闻)|新闻(?:速递|摘要|简报|速览)|简讯|簡訊|快讯|早报|晚报|一周(?:要闻|回顾)|(?:另外|此外|以下是|以下为)[^。]{0,16}(?:新闻|要闻|消息)) [】\]〉》。:：\s]*$
        ",
    )
    .expect("the pattern is a constant")
});

/// Marks before an item. Items of one digest share one.
const MARKS: &[char] = &[
    '■', '▲', '◆', '●', '▶', '◇', '□', '☞', '△', '▷', '○', '◎', '★', '☆', '▣', '◼', '▪', '•', '※', '➤', '✔',
    '✅', '🔹', '🔸', '📌',
];

/// Columns of the longest line that announces.
const MOST: usize = 100;

/// What stands before an item: a mark, or a number with its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Sign(char),
    Numbered,
    Circled,
}

/// The mark that a line starts with, and how many bytes it takes with the blank after it.
fn mark_of(line: &str) -> Option<(Mark, usize)> {
    let sign = line.chars().next()?;
    let (mark, len) = if MARKS.contains(&sign) {
        (Mark::Sign(sign), sign.len_utf8())
    } else if matches!(sign, '①'..='⑳') {
        (Mark::Circled, sign.len_utf8())
    } else {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let after = line.get(digits..)?.chars().next()?;
        if !(1..=2).contains(&digits) || !matches!(after, '.' | ')' | '．' | '、') {
            return None;
        }
        (Mark::Numbered, digits + after.len_utf8())
    };
    let rest = line.get(len..)?;
    let words = rest.trim_start_matches(['\u{FE0F}', ' ']);
    let spaced = mark != Mark::Numbered
        || rest.len() > words.len()
        || !words.starts_with(|c: char| c.is_ascii_digit());
    (!words.is_empty() && spaced).then(|| (mark, len + rest.len() - words.len()))
}

/// Bytes before the words of an item's headline.
fn mark_len(line: &str) -> usize {
    mark_of(line).map_or(0, |(_, len)| len)
}

/// Marks every digest of the page.
pub(super) fn mark(page: &mut Page) {
    let mut line = 0;
    while line < page.lines.len() {
        line = match announced(page, line) {
            Some((first, mark)) => mark_items(page, line, first, mark),
            None => line + 1,
        };
    }
}

/// The first item after a line that announces some, and the mark they share. There are two at least.
fn announced(page: &Page, line: usize) -> Option<(usize, Mark)> {
    let this = page.lines.get(line)?;
    let may = (page.open(line) || this.zone == Some(Zone::Headline)) && this.cols <= MOST;
    if !may {
        return None;
    }
    // Few lines have a marked one after them, and to see that costs less than to read what the line announces.
    let after = line + 1..page.lines.len().min(line + 4);
    let marked = |l| mark_of(page.words(l)).map(|(mark, _)| (l, mark));
    let (first, mark) = after.into_iter().find_map(marked)?;
    if !ANNOUNCED.is_match(page.words(line)) {
        return None;
    }
    let second = (first + 1..page.lines.len()).find(|l| has(page, *l, mark));
    second.map(|_| (first, mark))
}

fn has(page: &Page, line: usize, mark: Mark) -> bool {
    let claimed = matches!(
        page.lines[line].zone,
        Some(Zone::Furniture | Zone::Byline | Zone::Repeat)
    );
    !claimed && mark_of(page.words(line)).is_some_and(|(m, _)| m == mark)
}

/// Marks the items up to the end of the story, and says where to go on.
fn mark_items(page: &mut Page, announcing: usize, first: usize, mark: Mark) -> usize {
    if page.open(announcing) {
        page.mark(announcing, Zone::Digest);
    }
    for line in first..page.lines.len() {
        if has(page, line, mark) {
            // The mark is drawn anew by whoever shows the item.
            page.lines[line].lead = Some((mark_len(page.words(line)), Zone::Label));
            page.mark(line, Zone::ItemHead);
        } else if line > first && announced(page, line).is_some() {
            return line;
        } else if page.open(line) {
            page.mark(line, Zone::ItemText);
        }
    }
    page.lines.len()
}

/// The items of a body, by its zones.
pub(super) fn items(body: &Body) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for block in body.blocks() {
        match (block.zone, items.last_mut()) {
            (Zone::ItemHead, _) => {
                let len = mark_len(body.slice(block.bytes())) as u32;
                items.push(Item {
                    head: block.start + len..block.end,
                    text: block.end..block.end,
                });
            }
            (Zone::ItemText, Some(item)) => {
                let start = if item.text.is_empty() {
                    block.start
                } else {
                    item.text.start
                };
                item.text = start..block.end;
            }
            _ => {}
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_announced_in_many_words() {
        for line in [
            "이어 13일 주요 뉴스입니다.",
            "다음은 8월 22일 주요 소식입니다.",
            "[오늘의 뉴스]",
            "<주요 기사>",
            "이 밖에 다른 소식입니다.",
            "[뉴스 브리핑]",
            "산업 단신",
            "In brief:",
            "In other news",
            "Also today:",
            "Today's headlines",
            "【今日のニュース】",
            "その他の主なニュース",
            "短信",
            "【今日要闻】",
            "其他新闻：",
            "简讯",
        ] {
            assert!(ANNOUNCED.is_match(line), "{line}");
        }
        for line in [
            "그는 주요 뉴스를 챙겨 본다고 말했다.",
            "오늘의 뉴스가 내일의 역사다.",
            "The brief was filed on Friday.",
            "今日は天気がいい。",
            "其他人都走了。",
            "새벽호 소식",
        ] {
            assert!(!ANNOUNCED.is_match(line), "{line}");
        }
    }

    #[test]
    fn items_are_told_by_their_marks() {
        for (line, mark, words) in [
            ("■ 새벽호 출항", Mark::Sign('■'), "새벽호 출항"),
            ("▶새벽호 출항", Mark::Sign('▶'), "새벽호 출항"),
            ("1. 새벽호 출항", Mark::Numbered, "새벽호 출항"),
            ("12) Dawn sails", Mark::Numbered, "Dawn sails"),
            ("② 夜明け号", Mark::Circled, "夜明け号"),
        ] {
            let (got, len) = mark_of(line).unwrap();
            assert_eq!((got, line.get(len..).unwrap()), (mark, words));
        }
        for line in ["1.5배로 늘었다", "2025. 8. 22", "■", "새벽호", "", "1"] {
            assert_eq!(mark_of(line), None, "{line}");
        }
    }
}
