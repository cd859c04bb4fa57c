//! Notes and clippings, as people and their tools write them.

use super::*;
use crate::article::date::Date;
use crate::article::notice::NoticeKind;
use Zone::{Caption, Code, Headline, Point, Quote, Repeat, Subhead, Text};

fn note(text: &str) -> Draft {
    let source = Source {
        name: "note.md",
        text,
        modified: Date::day(2025, 8, 30, 540),
    };
    let mut drafts = read(&source);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

fn check(text: &str, expected: &[(Zone, &str)]) {
    let draft = note(text);
    let body = &draft.article.body;
    let zones: Vec<_> = body
        .blocks()
        .iter()
        .map(|b| (b.zone, body.slice(b.bytes())))
        .collect();
    assert_eq!(zones, expected, "{text}");
}

#[test]
fn blocks_become_zones() {
    check(
        "# 제목\n\n본문 *한* 줄\n이어짐",
        &[(Headline, "제목"), (Text, "본문 한 줄 이어짐")],
    );
    check("본문\n\n# 나중 제목", &[(Text, "본문"), (Subhead, "나중 제목")]);
    check("## 둘째 급\n\n본문", &[(Subhead, "둘째 급"), (Text, "본문")]);
    check(
        "> 말했다\n>\n> 또 말했다",
        &[(Quote, "말했다"), (Quote, "또 말했다")],
    );
    check(
        "- 하나\n- 둘\n  - 안\n\n바닥",
        &[
            (Point, "• 하나"),
            (Point, "• 둘"),
            (Point, "• 안"),
            (Text, "바닥"),
        ],
    );
    check("3. 셋\n4. 넷", &[(Point, "3. 셋"), (Point, "4. 넷")]);
    check(
        "- [x] 했다\n- [ ] 남았다",
        &[(Point, "• ☑ 했다"), (Point, "• ☐ 남았다")],
    );
    check(
        "```rust\nlet a = 1;\nb\n```",
        &[(Code, "let a = 1;"), (Code, "b")],
    );
    check(
        "| 해 | 값 |\n|---|---|\n| 2024 | 7 |",
        &[(Code, "해 | 값"), (Code, "2024 | 7")],
    );
    check(
        "![항구의 새벽](a.png)\n\n글\n\n![](b.png)",
        &[(Caption, "항구의 새벽"), (Text, "글")],
    );
    check(
        "![x](a.png \"긴 설명\") 글",
        &[(Text, "글"), (Caption, "긴 설명")],
    );
    check(
        "![배|300](a.png)\n\n![배](b.png)",
        &[(Caption, "배"), (Repeat, "배")],
    );
    check("글[^1]\n\n[^1]: 주석", &[(Text, "글[1]"), (Point, "[1] 주석")]);
    check("한 줄  \n둘째 줄", &[(Text, "한 줄"), (Text, "둘째 줄")]);
    check(
        "값은 ==세 배==로, 1 == 1, ===",
        &[(Text, "값은 세 배로, 1 == 1, ===")],
    );
    check("a <b>굵은</b> <script>x</script>", &[(Text, "a 굵은 x")]);
    check(
        "<div>\n<p>안</p><script>x()</script></div>\n\n밖 &amp;#27; &lt;",
        &[(Text, "안"), (Text, "밖 &#27; <")],
    );
}

#[test]
fn a_clipping_of_obsidian_is_read_whole() {
    let draft = note(
        "---\ntitle: \"강철조선, 첫 수소선 진수\"\nsource: \"https://www.sea.example/news/7\"\nauthor:\n  - \"[[한가람]]\"\n  - \"[[Ada Reed]]\"\n\
         published: 2025-08-22\ncreated: 2025-08-24T09:10:00+09:00\ndescription: \"배가 떴다\"\ntags:\n  - \"clippings\"\nwords: 310\n---\n\
         # 강철조선, 첫 수소선 진수\n\n강철조선이 [수소선](/ships/1)을 띄웠다.\n",
    );
    let article = &draft.article;
    assert_eq!(
        (&*article.headline, article.derived),
        ("강철조선, 첫 수소선 진수", false)
    );
    assert_eq!(
        article.body.text().as_str(),
        "강철조선, 첫 수소선 진수\n강철조선이 수소선을 띄웠다."
    );
    let names: Vec<_> = article.bylines.iter().map(|b| &*b.name).collect();
    assert_eq!(names, ["한가람", "Ada Reed"]);
    let date = article.date.unwrap();
    assert_eq!((date.to_string().as_str(), date.inferred), ("2025-08-22", false));
    assert_eq!(article.url.as_deref(), Some("https://www.sea.example/news/7"));
    assert_eq!(
        (article.outlet.as_deref(), article.summary.as_deref()),
        (Some("sea.example"), Some("배가 떴다"))
    );
    assert_eq!(
        article.tags.iter().map(|t| &**t).collect::<Vec<_>>(),
        ["clippings"]
    );
    let link = &article.links[0];
    assert_eq!(
        article
            .body
            .slice(link.bytes.start as usize..link.bytes.end as usize),
        "수소선"
    );
    assert_eq!(&*link.url, "https://www.sea.example/ships/1");
    assert_eq!((draft.notices, draft.fault), (vec![], None));
}

#[test]
fn an_article_of_a_terminal_reader_is_read() {
    let draft = note(
        "+++\ntitle = \"Mill reopens\"\ndescription = \"\"\ndate = 2025-08-22T10:14:00Z\nurl = \"https://m.example/1\"\nauthor = \"Ada Reed\"\nseen = true\n+++\n\nThe mill reopens.",
    );
    let article = &draft.article;
    assert_eq!(
        (&*article.headline, &*article.bylines[0].name),
        ("Mill reopens", "Ada Reed")
    );
    assert_eq!(article.date.unwrap().to_string(), "2025-08-22T10:14:00+00:00");
}

#[test]
fn broken_front_matter_costs_its_keys_only() {
    for (text, body) in [
        ("---\ntitle: [\n---\n글이다.", "글이다."),
        ("+++\ntitle =\n+++\n글이다.", "글이다."),
    ] {
        let draft = note(text);
        assert_eq!(draft.article.body.text().as_str(), body);
        assert_eq!(draft.notices[0].kind, NoticeKind::BadSyntax);
        assert!(draft.notices[0].line.is_some() && draft.fault.is_none());
    }
    let open = note("---\ntitle: 열린 채\n\n글이다.");
    assert!(open.article.body.text().contains("글이다."));
    assert_eq!(open.notices[0].kind, NoticeKind::BadSyntax);
}

#[test]
fn front_matter_of_any_type_is_tolerated() {
    for fields in [
        "title: 7",
        "title: {a: b}",
        "tags: 3",
        "author: 5",
        "published: [x]",
        "1: 2",
        "? [a]\n: b",
        "title: !!binary x",
        "date: .nan",
    ] {
        let draft = note(&format!("---\n{fields}\n---\n글이다."));
        assert!(draft.article.body.text().contains("글이다."), "{fields}");
        assert!(draft.article.date.unwrap().inferred, "{fields}");
    }
}

#[test]
fn links_keep_words_through_bullets_and_marks() {
    let draft = note(
        "- ==a== 와 [보고서](https://x.example) ==b== [==c==](https://y.example) [나쁜](javascript:x) [[다른 글|쪽지]]",
    );
    let article = &draft.article;
    assert_eq!(article.body.text().as_str(), "• a 와 보고서 b c 나쁜 쪽지");
    let words: Vec<_> = article
        .links
        .iter()
        .map(|l| article.body.slice(l.bytes.start as usize..l.bytes.end as usize))
        .collect();
    assert_eq!(words, ["보고서", "c"]);
}

#[test]
fn bombs_end() {
    for piece in ["[", ">", "*a ", "- ", "`", "==a", "![", "<a", "[^1]:", "|"] {
        note(&piece.repeat(20_000));
    }
}
