//! Whole pages, as papers, blogs and savers of pages build them.

use super::*;
use crate::article::date::Date;

fn page(html: &str) -> Draft {
    let source = Source {
        name: "page.html",
        text: html,
        modified: Date::day(2025, 8, 30, 540),
    };
    let mut drafts = read(&source);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

fn zones(draft: &Draft) -> Vec<(Zone, &str)> {
    let body = &draft.article.body;
    body.blocks()
        .iter()
        .map(|b| (b.zone, body.slice(b.bytes())))
        .collect()
}

fn check(html: &str, expected: &[(Zone, &str)]) {
    assert_eq!(zones(&page(html)), expected, "{html}");
}

use Zone::{Caption, Code, Furniture, Headline, Point, Quote, Repeat, Subhead, Text};

#[test]
fn elements_become_zones() {
    check("<p>가을<p>겨울", &[(Text, "가을"), (Text, "겨울")]);
    check("<h2>소제목</h2><p>본문", &[(Subhead, "소제목"), (Text, "본문")]);
    check(
        "<blockquote><p>인용<p>둘째</blockquote>글",
        &[(Quote, "인용"), (Quote, "둘째"), (Text, "글")],
    );
    check("<ul><li>하나<li>둘</ul>", &[(Point, "• 하나"), (Point, "• 둘")]);
    check(
        "<ol start=3><li><p>셋</p><p>더</p><li>넷</ol>",
        &[(Point, "3. 셋"), (Point, "더"), (Point, "4. 넷")],
    );
    check(
        "<ul><li>밖<ol><li>안</ol><li>다음</ul>",
        &[(Point, "• 밖"), (Point, "1. 안"), (Point, "• 다음")],
    );
    check("<pre>let a;\n  b</pre>", &[(Code, "let a;"), (Code, "b")]);
    check(
        "<figure><img src=x><figcaption>항구</figcaption></figure>",
        &[(Caption, "항구")],
    );
    check(
        "<p>가을<figcaption>항구</figcaption><figcaption>항구</figcaption>",
        &[(Text, "가을"), (Caption, "항구"), (Repeat, "항구")],
    );
    check(
        "<table><tr><th>해<th>값<tr><td>2024<td>7</table>",
        &[(Code, "해 | 값"), (Code, "2024 | 7")],
    );
    check(
        "<table><tr><td>틀<td><table><tr><td>본문</table></table>",
        &[(Text, "틀"), (Text, "본문")],
    );
    check(
        "<ruby>東京<rt>とうきょう</rt></ruby>の朝です",
        &[(Text, "東京の朝です")],
    );
    check(
        "<p>가<script>x()</script><style>p{}</style><noscript>no</noscript>을",
        &[(Text, "가을")],
    );
}

#[test]
fn menus_and_footers_are_furniture_where_a_text_is_kept_whole() {
    let lines = bare_lines(
        "<p>글<nav>메뉴<h2>속</h2></nav><footer><p>주소</footer><div class=copyright>©</div>끝",
        "",
    );
    let zones: Vec<_> = lines.iter().map(|l| (l.zone, l.text.as_str())).collect();
    let aside = [
        (Furniture, "메뉴"),
        (Furniture, "속"),
        (Furniture, "주소"),
        (Furniture, "©"),
    ];
    assert_eq!(zones.first(), Some(&(Text, "글")));
    assert_eq!(zones.get(1..5), Some(&aside[..]));
    assert_eq!(zones.last(), Some(&(Text, "끝")));
}

#[test]
fn deck_and_byline_of_a_page_are_kept() {
    let text = "<p>배가 다시 뜬다고 항만청이 22일 밝혔다. 항구는 석 달 만에 열린다.</p>".repeat(4);
    let draft = page(&format!(
        "<title>항구 다시 열다</title><h1>항구 다시 열다</h1><h2 class=sub>배는 둘</h2><p class=byline>한가람 기자 garam@b.example</p>{text}"
    ));
    let zones: Vec<_> = zones(&draft).into_iter().take(3).collect();
    assert_eq!(
        zones,
        [
            (Headline, "항구 다시 열다"),
            (Zone::Deck, "배는 둘"),
            (Zone::Byline, "한가람 기자 garam@b.example")
        ]
    );
    let byline = &draft.article.bylines[0];
    assert_eq!(
        (&*byline.name, byline.address.as_deref()),
        ("한가람", Some("garam@b.example"))
    );
}

#[test]
fn breaks_and_font_tags_of_old_pages_make_paragraphs() {
    check(
        "<title>별빛은행 합병 - 한밭신문</title><div id=\"articleBody\"><font size=2><font color=black>별빛은행이 솔숲은행과 합친다고 22일 밝혔다.<br><br>\
         두 은행의 점포는 모두 412곳이다.<BR/><br>노조는 반대한다.</div><div>많이 본 기사</div>",
        &[
            (Headline, "별빛은행 합병"),
            (Text, "별빛은행이 솔숲은행과 합친다고 22일 밝혔다."),
            (Text, "두 은행의 점포는 모두 412곳이다."),
            (Text, "노조는 반대한다."),
        ],
    );
}

#[test]
fn a_known_container_wins_over_all_around_it() {
    let menu =
        "<ul>".to_owned() + &"<li><a href=/x>다른 기사의 아주 긴 제목이 여기에 있다</a>".repeat(40) + "</ul>";
    let story = "배가 다시 뜬다고 항만청이 알렸다. ".repeat(6);
    for container in [
        "id=article-view-content-div",
        "class='col article_txt'",
        "itemprop=articleBody",
    ] {
        let draft = page(&format!(
            "<div>{menu}</div><div {container}>{story}</div><div>{menu}</div>"
        ));
        assert_eq!(zones(&draft), [(Text, story.trim())], "{container}");
    }
}

#[test]
fn scoring_finds_the_story_among_menus() {
    let menu = "<div class=menu><ul>".to_owned()
        + &"<li><a href=/x>Another story with a long name</a></li>".repeat(30)
        + "</ul></div>";
    let text = "The ferry, which had stood still since March, left the quay at nine, with two hundred people on board. ";
    let story = format!("<p>{}</p>", text.repeat(3)).repeat(14);
    let draft = page(&format!(
        "<html><body>{menu}<div class=content>{story}</div>{menu}</body></html>"
    ));
    let words: Vec<_> = zones(&draft).into_iter().map(|(_, t)| t.to_owned()).collect();
    assert_eq!(words.len(), 14);
    assert!(words.iter().all(|w| w.starts_with("The ferry")));
}

#[test]
fn links_keep_words_and_safe_addresses_only() {
    let draft = page(
        "<link rel=canonical href=https://bay.example/it/1><p>오늘 <a href=/2>보고서를</a> 냈다. \
         <a href='javascript:alert(1)'>누름</a> <a href=data:text/html,x>자료</a> <a href=mailto:a@bay.example>편지</a> \
         <a href='https://x.example/?a=1&amp;b=2'>밖</a>",
    );
    let article = &draft.article;
    let links: Vec<_> = article
        .links
        .iter()
        .map(|l| {
            (
                article.body.slice(l.bytes.start as usize..l.bytes.end as usize),
                &*l.url,
            )
        })
        .collect();
    assert_eq!(
        links,
        [
            ("보고서를", "https://bay.example/2"),
            ("편지", "mailto:a@bay.example"),
            ("밖", "https://x.example/?a=1&b=2"),
        ]
    );
}

#[test]
fn the_date_of_publication_is_found_in_the_text_when_the_head_has_none() {
    for (line, expected) in [
        ("입력 2025.08.22 10:14", "2025-08-22T10:14:00+09:00"),
        (
            "입력 : 2025-08-22 10:14:30 | 수정 : 2025-08-23",
            "2025-08-22T10:14:30+09:00",
        ),
        (
            "기사입력 2025년 8월 22일 오후 3시 5분",
            "2025-08-22T15:05:00+09:00",
        ),
        ("公開日：2025年8月22日", "2025-08-22"),
    ] {
        let draft = page(&format!("<p>{line}</p><p>배가 다시 뜬다.</p>"));
        let date = draft.article.date.unwrap();
        assert_eq!(
            (date.to_string().as_str(), date.inferred),
            (expected, false),
            "{line}"
        );
    }
}

#[test]
fn no_encoded_control_outlives_decoding() {
    let draft = page("<title>&#27;[31m붉다</title><p>a&#27;b&amp;#27;c&#x9d;d<p title='&#27;'>e");
    let article = &draft.article;
    for text in [article.headline.as_str(), article.body.text().as_str()] {
        assert!(text.contains("&#27;") || !text.contains('&'), "{text:?}");
    }
}

#[test]
fn text_that_a_page_hides_shows_when_there_is_no_other() {
    check("<main hidden><p>숨은 글</main>", &[(Text, "숨은 글")]);
    check("<p>보인다<p hidden>안 보인다", &[(Text, "보인다")]);
}

#[test]
fn bombs_are_shown_as_text_with_a_notice() {
    for open in [
        "<div>",
        "<table><tr><td>",
        "<ul><li>",
        "<blockquote>",
        "<span hidden>",
    ] {
        let draft = page(&format!("<title>폭탄</title>{}바닥", open.repeat(20_000)));
        assert_eq!(
            draft.notices.first().map(|n| n.kind),
            Some(NoticeKind::TooDeep),
            "{open}"
        );
        assert_eq!(zones(&draft), [(Headline, "폭탄"), (Text, "바닥")]);
    }
    for shallow in [
        "<b>가",
        "<font color=1>가",
        "<p>가",
        "<a href=x>가",
        "<a ",
        "<!--",
        "</p>",
        "<p>가<b>나",
        "<i><p>가",
    ] {
        let draft = page(&shallow.repeat(20_000));
        assert!(
            draft.notices.iter().all(|n| n.kind == NoticeKind::Empty),
            "{shallow}"
        );
    }
}

#[test]
fn a_page_is_known_by_its_start_or_name() {
    for (text, name, expected) in [
        ("<!DOCTYPE html><html>", "a", true),
        ("\u{feff}\n <html lang=ko>", "a.txt", true),
        ("<!-- Page saved with SingleFile -->", "a", true),
        ("<?xml version='1.0'?>\n<!-- x --><html>", "a", true),
        ("글", "a.html", true),
        ("글", "html", false),
        ("<rss>", "a.xml", false),
        ("1 < 2", "a.txt", false),
    ] {
        assert_eq!(sniff(text, name), expected, "{text} {name}");
    }
}
