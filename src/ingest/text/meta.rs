//! Lines about the story: when it was printed, who wrote it, where it came from.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::article::body::Zone;
use crate::article::byline::{self, Byline, Place};
use crate::article::date::Date;
use crate::article::date::named::{Named, half_width, read, without_weekday};
use crate::article::language::Language;
use crate::article::notice::{Notice, NoticeKind};
use crate::article::outlet;
use crate::ingest::furniture;
use crate::text::Clean;

/// Lines at the head and at the foot of a story where a writer may sign in any form.
const EDGE: usize = 8;

/// What a label says of the date after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Published,
    Updated,
}

/// Words before a date.
static LABELS: LazyLock<Vec<(Label, Regex)>> = LazyLock::new(|| {
    let rows = [
        (
            Label::Updated,
            r"^(?i)(?:기사\s?수정|최종\s?(?:수정|업데이트)|마지막\s?수정|수정\s?(?:일시|시간|시각|일자|일)?|업데이트|last (?:updated|modified)|updated(?: on| at)?|modified|最終更新|更新日?時?|更新时间|更新|修正)\s?[:：]?\s*",
        ),
        (
            Label::Published,
            r"^(?i)(?:기사\s?입력|기사\s?등록|최초\s?입력|최초\s?등록|(?:입력|등록|송고|승인|작성|게시|게재)\s?(?:일시|시간|시각|일자|일)?|발행일?|날짜|일시|published(?: on| at)?|posted(?: on| at)?|first published|publication date|date|公開日?時?|掲載日?時?|配信日?時?|投稿日?時?|投稿|公開|発行|発表|发布时间|发布于|发布日期|发表时间|发表于|发布|时间|日期|發布時間|發布|發表於)\s?[:：]?\s*",
        ),
    ];
    rows.map(|(label, p)| (label, Regex::new(p).expect("the rows are constants")))
        .into()
});

/// Words before an address of the story itself.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i)(?:(?:기사\s?)?원문(?:\s?보기|\s?링크)?|출처|링크|기사\s?주소|url|link|source|original(?: article)?|via|元記事|出典|リンク|原文(?:链接|連結)?|来源|來源|链接)?\s?[:：]?\s*[<(]?(?P<url>https?://[^\s<>()]+)[)>]?$")
        .expect("the pattern is a constant")
});

/// Words before the name of the outlet.
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i)(?:출처|매체|언론사|신문사|source|outlet|publication|出典|提供元|来源|來源)\s?[:：]\s*(?P<outlet>[^:：]{2,30})$")
        .expect("the pattern is a constant")
});

/// Minutes east of UTC that a paper of a language prints its times in.
pub(super) fn offset(language: Language) -> i16 {
    match language {
        Language::Ko | Language::Ja => 540,
        Language::Zh => 480,
        Language::En | Language::Und => 0,
    }
}

/// What one part of a line between `|` says.
enum Part {
    Dates(Vec<(Label, Named)>),
    Writers(Vec<Byline>),
    Url(Clean),
    Outlet(Clean),
    Furniture,
}

/// Marks the lines that only speak about the story, and keeps what they say.
pub(super) fn mark(page: &mut Page) {
    let open: Vec<usize> = (0..page.lines.len()).filter(|l| page.open(*l)).collect();
    for (nth, line) in open.iter().enumerate() {
        let edge = nth < EDGE || nth + EDGE >= open.len();
        let place = if edge { Place::Edge } else { Place::Anywhere };
        if let Some(parts) = parts(page, *line, place) {
            let signed = parts.iter().any(|p| matches!(p, Part::Writers(_)));
            page.mark(*line, if signed { Zone::Byline } else { Zone::Furniture });
            for part in parts {
                keep(page, *line, part, edge);
            }
        }
    }
    if let Some(last) = open.iter().rev().find(|l| page.open(**l)) {
        signed_at_the_end(page, *last);
    }
}

/// Bytes beyond which a line says more than a date and a name.
const LONGEST: usize = 300;

fn parts(page: &Page, line: usize, place: Place) -> Option<Vec<Part>> {
    let words = page.words(line);
    if words.len() > LONGEST {
        return None;
    }
    if let Some(part) = part(words, place, page) {
        return Some(vec![part]);
    }
    let pieces: Vec<&str> = words
        .split(['|', '│', 'ㅣ', '｜', '•'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let part = |piece: &&str| {
        let furniture = || furniture::rule(piece).map(|_| Part::Furniture);
        part(piece, place, page).or_else(furniture)
    };
    pieces.iter().map(part).collect()
}

/// What a part says but that it is furniture: a whole line that is would have been set aside before.
fn part(words: &str, place: Place, page: &Page) -> Option<Part> {
    if let Some(dates) = dates(words, offset(page.article.language)) {
        return Some(Part::Dates(dates));
    }
    if let Some(c) = SOURCE.captures(words) {
        return Some(Part::Url(Clean::new(&c["url"])));
    }
    let writers = byline::read(words, place);
    if !writers.is_empty() {
        return Some(Part::Writers(writers));
    }
    if place == Place::Edge {
        if let Some(c) = FROM.captures(words) {
            return Some(Part::Outlet(Clean::new(&c["outlet"])));
        }
        if outlet::is_known(words) {
            return Some(Part::Outlet(Clean::new(words)));
        }
    }
    None
}

/// The dates of a part that holds nothing else.
fn dates(words: &str, offset: i16) -> Option<Vec<(Label, Named)>> {
    // Digits of full width begin with this byte.
    if !words.bytes().any(|b| b.is_ascii_digit() || b == 0xEF) {
        return None;
    }
    let words = half_width(words);
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut rest = words.trim();
    let mut found = Vec::new();
    let mut label = None;
    while !rest.is_empty() {
        if let Some((kind, len)) = LABELS
            .iter()
            .find_map(|(kind, p)| Some((*kind, p.find(rest)?.end())))
        {
            label = Some(kind);
            rest = rest.get(len..)?;
        }
        rest = without_weekday(rest);
        let (len, named) = read(rest, offset)?;
        // "Today" alone is a word, and a day alone may be the title of a diary.
        if label.is_none() && matches!(named, Named::DayOnly(_) | Named::Ago(0 | 86_400)) {
            return None;
        }
        found.push((label.take().unwrap_or(Label::Published), named));
        rest = rest.get(len..)?.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '/' | '|' | '·' | '(' | ')' | ';' | '에' | '~')
        });
    }
    (!found.is_empty()).then_some(found)
}

fn keep(page: &mut Page, line: usize, part: Part, edge: bool) {
    match part {
        Part::Dates(dates) if edge => dates
            .into_iter()
            .for_each(|(label, named)| date(page, label, named)),
        Part::Writers(writers) => page.signed(line, writers),
        Part::Url(url) if edge => page.article.url = page.article.url.take().or(Some(url)),
        Part::Outlet(name) => page.article.outlet = page.article.outlet.take().or(Some(name)),
        Part::Dates(_) | Part::Url(_) | Part::Furniture => {}
    }
}

fn date(page: &mut Page, label: Label, named: Named) {
    if named == Named::Impossible {
        page.notices.push(Notice::new(NoticeKind::BadDate, ""));
    }
    let date = named.resolve(page.modified, offset(page.article.language));
    let slot = match label {
        Label::Published => &mut page.article.date,
        Label::Updated => &mut page.article.updated,
    };
    let better = |old: &Date| old.inferred && date.is_some_and(|d| !d.inferred);
    if slot.as_ref().is_none_or(better) {
        *slot = date.or(*slot);
    }
}

/// Keeps the day that a dateline names.
pub(super) fn filed(page: &mut Page, day: &str) {
    if let Some((_, named)) = read(&half_width(day), offset(page.article.language)) {
        date(page, Label::Published, named);
    }
}

/// Ends of a last paragraph that sign the story: `… 말했다. 나누리 기자 nuri@garam.example`, `…だ。（山田太郎）`.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[.。!?？！”」）)]\s*(?P<by>(?:[/=]\s?)?(?:[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*\s?(?:[가-힣]{1,6}\s?)?(?:기자|특파원|통신원|논설위원)(?:\s?[(<]?[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+[)>]?)?|[（(【][\p{Han}々 　]{3,8}(?:記者|特派員)?[）)】]|[（(][\p{Han}]{0,4}记者[^（）()]{2,24}[）)]))[)\]]?$",
    )
    .expect("the pattern is a constant")
});

/// Bytes at the end of a paragraph that may sign it.
const SIGNATURE: usize = 160;

fn signed_at_the_end(page: &mut Page, line: usize) {
    let words = page.words(line);
    let from = words.ceil_char_boundary(words.len().saturating_sub(SIGNATURE));
    let Some(by) = words.get(from..).and_then(|end| SIGNED.captures(end)?.name("by")) else {
        return;
    };
    let (start, writers) = (from + by.start(), byline::read(by.as_str(), Place::Edge));
    if !writers.is_empty() {
        page.lines[line].trail = Some((start, Zone::Byline));
        page.lines[line].prose = true;
        page.signed(line, writers);
    }
}

/// Settles who wrote the story and which outlet printed it, from what all lines said.
pub(super) fn settle(page: &mut Page) {
    let mut signed = std::mem::take(&mut page.writers);
    signed.sort_by_key(|(line, _)| *line);
    let mut writers = byline::join(signed.into_iter().map(|(_, writer)| writer).collect());
    let said_by = writers.iter().find_map(|w| w.outlet.clone());
    // An address that belongs to nobody tells the outlet and signs nothing, unless nobody else does.
    let named = writers.iter().any(|w| !w.name.is_empty());
    writers.retain(|w| !w.name.is_empty() || (!named && w.address.is_some()));
    page.article.bylines = writers;
    let article = &page.article;
    let by_url = || {
        article
            .url
            .as_deref()
            .and_then(outlet::of_address)
            .map(Clean::new)
    };
    let agency = || article.dateline.as_ref().and_then(|d| d.agency.clone());
    let found = article.outlet.clone().or_else(by_url).or(said_by);
    page.article.outlet = found.or_else(|| owner(page)).or_else(agency);
}

/// The outlet in the copyright line.
fn owner(page: &Page) -> Option<Clean> {
    let set_aside = |l: &usize| page.lines[*l].zone == Some(Zone::Furniture);
    let mut lines = (0..page.lines.len()).rev().filter(set_aside);
    lines.find_map(|l| furniture::owner(page.words(l)).map(Clean::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_dates_are_told_from_text() {
        for (line, published, updated) in [
            ("입력 2025.08.22 10:14", 1, 0),
            ("입력 2025.08.22 10:14 수정 2025.08.22 11:00", 1, 1),
            ("기사입력 : 2025-08-22", 1, 0),
            ("송고시간 2025-08-22 10:14", 1, 0),
            ("수정일시 2025-08-22 10:14", 0, 1),
            ("2025년 8월 22일 금요일", 0, 0),
            ("2025.08.22", 1, 0),
            ("Published Aug. 22, 2025", 1, 0),
            ("Updated: 22 August 2025 10:14 GMT", 0, 1),
            ("Friday, August 22, 2025", 1, 0),
            ("公開日：2025年8月22日", 1, 0),
            ("发布时间：2025年8月22日 10:14", 1, 0),
            ("3시간 전", 1, 0),
            ("8월 22일", 1, 0),
            ("2025.08.22 출항했다", 0, 0),
            ("오늘", 0, 0),
            ("22일", 0, 0),
            ("입력", 0, 0),
            ("새벽호", 0, 0),
        ] {
            let found = dates(line, 540).unwrap_or_default();
            let count = |label| found.iter().filter(|(l, _)| *l == label).count();
            assert_eq!(
                (count(Label::Published), count(Label::Updated)),
                (published, updated),
                "{line}"
            );
        }
    }

    #[test]
    fn a_last_paragraph_may_be_signed() {
        for (text, by) in [
            (
                "배가 떠났다고 말했다. 나누리 기자 nuri@garam.example",
                "나누리 기자 nuri@garam.example",
            ),
            ("배가 떠났다.나누리·한가람 기자", "나누리·한가람 기자"),
            ("船が出たという。（山田太郎）", "（山田太郎）"),
            ("船已离港。（记者 张三）", "（记者 张三）"),
            ("배가 떠났다고 나누리 기자", ""),
            ("배가 떠났다.", ""),
        ] {
            let found = SIGNED
                .captures(text)
                .map_or("", |c| c.name("by").unwrap().as_str());
            assert_eq!(found, by, "{text}");
        }
    }
}
