//! Lines, arrays and single articles, good and bad.

use super::*;
use crate::article::body::Zone;
use crate::article::date::Date;

fn drafts(text: &str) -> Vec<Draft> {
    read(&Source {
        name: "news.jsonl",
        text,
        modified: Date::day(2025, 8, 30, 540),
    })
}

fn headlines(text: &str) -> Vec<String> {
    drafts(text)
        .iter()
        .map(|d| d.article.headline.to_string())
        .collect()
}

#[test]
fn a_line_is_an_article() {
    let all = drafts(
        "{\"headline\":\"솔숲은행 합병\",\"decks\":[\"점포 412곳\"],\"text\":\"은행이 합친다.\\n노조는 반대한다.\",\"author\":\"한가람 기자\",\
         \"outlet\":\"한밭신문\",\"date\":\"2025-08-22T10:14:00+09:00\",\"url\":\"https://b.example/1\",\"guid\":\"b-1\",\"language\":\"ko\",\"tags\":[\"은행\"],\"summary\":\"합병\"}\r\n\
         \r\n{\"title\":\"港が再開\",\"html\":\"<p>港が<a href='/2'>再開</a>した。</p>\",\"url\":\"https://j.example/1\",\"published\":1755825240}\n",
    );
    assert_eq!(all.iter().map(|d| d.part).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let first = &all[0].article;
    assert_eq!(
        first.body.text().as_str(),
        "솔숲은행 합병\n점포 412곳\n은행이 합친다.\n노조는 반대한다."
    );
    assert_eq!(first.bylines[0].role.as_deref(), Some("기자"));
    assert_eq!(
        (first.outlet.as_deref(), first.guid.as_deref()),
        (Some("한밭신문"), Some("b-1"))
    );
    assert_eq!(first.date.unwrap().to_string(), "2025-08-22T10:14:00+09:00");
    let second = &all[1].article;
    assert_eq!(second.date.unwrap().to_string(), "2025-08-22T01:14:00+00:00");
    assert_eq!(
        (&*second.links[0].url, second.body.text().as_str()),
        ("https://j.example/2", "港が再開\n港が再開した。")
    );
}

#[test]
fn files_of_one_object_or_an_array_are_read() {
    assert_eq!(
        headlines("{\n \"title\": \"하나\",\n \"text\": \"글\"\n}"),
        ["하나"]
    );
    assert_eq!(
        headlines("[{\"title\":\"하나\"},{\"title\":\"둘\"}]"),
        ["하나", "둘"]
    );
    assert_eq!(drafts("{\"title\":\"하나\"}")[0].part, None);
    assert_eq!(
        headlines("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":1,\"title\":\"가\"}]}"),
        ["가"]
    );
}

#[test]
fn a_bad_line_is_shown_and_hides_no_other() {
    let deep = format!("{{\"title\":{}", "[".repeat(5_000));
    for bad in [
        "{\"title\":",
        "{\"title\":\"\\ud800\"}",
        "{\"date\":1e400}",
        "7",
        "null",
        "{}",
        "{\"text\":[]}",
        "not json",
        &deep,
    ] {
        let all = drafts(&format!("{{\"title\":\"앞\"}}\n{bad}\n{{\"title\":\"뒤\"}}\n"));
        assert_eq!(all.len(), 3, "{bad}");
        let reason = all[1].fault.as_ref().expect("a fault");
        assert_eq!(
            (reason.kind, reason.line),
            (NoticeKind::BadSyntax, Some(2)),
            "{bad}"
        );
        assert_eq!(
            (&*all[0].article.headline, &*all[2].article.headline),
            ("앞", "뒤")
        );
        assert!(all[0].fault.is_none() && all[2].fault.is_none());
    }
}

#[test]
fn a_file_that_is_no_json_is_one_draft_at_fault() {
    for bad in [
        "{",
        "[{\"title\":\"a\"},",
        "{\"title\":\"a\"\n\"text\":\"b\"}",
        "[[[[",
        "",
    ] {
        let all = drafts(bad);
        assert_eq!(all.len(), 1, "{bad}");
        assert!(all[0].fault.is_some(), "{bad}");
    }
}

#[test]
fn an_article_that_was_written_is_read_back() {
    let first = drafts(
        "{\"title\":\"솔숲은행 합병\",\"decks\":[\"점포\"],\"text\":\"은행이 합친다.\",\"author\":{\"name\":\"한가람\",\"role\":\"기자\",\"address\":\"g@b.example\"},\"dateline\":{\"place\":\"서울\",\"agency\":\"한밭\"},\"date\":\"2025-08-22\"}",
    );
    let written = serde_json::to_string(&first[0].article).unwrap();
    let again = drafts(&written);
    let (first, again) = (&first[0].article, &again[0].article);
    assert_eq!(first.body, again.body);
    assert_eq!(
        (&first.bylines, &first.dateline),
        (&again.bylines, &again.dateline)
    );
    assert_eq!(first.date.unwrap().unix, again.date.unwrap().unix);
}

#[test]
fn what_jobo_prints_is_read_back() {
    // The fields of `docs/json.md`, spans in code points.
    let text = "항구 다시 열다\n배는 둘\n(서울=한밭) 도담 기자 = 항구가 다시 열렸다고 항만청이 22일 알렸다.\n😀 보고서는 여기 있다.";
    let spans = [
        ("headline", 0, 8),
        ("deck", 9, 13),
        ("dateline", 14, 30),
        ("text", 31, 59),
        ("text", 60, 73),
    ];
    let zones: Vec<_> = spans
        .iter()
        .map(|(zone, start, end)| serde_json::json!({"zone": zone, "start": start, "end": end}))
        .collect();
    let printed = serde_json::json!({
        "id": crate::article::id::ArticleId::of("x").to_string(), "headline": "항구 다시 열다", "headline_derived": false, "decks": ["배는 둘"],
        "bylines": [{"name": "도담", "role": "기자"}], "dateline": {"place": "서울", "agency": "한밭"}, "outlet": "한밭신문",
        "date": "2025-08-22", "date_inferred": true, "updated": null, "language": "ko", "url": null, "guid": null, "tags": ["배"],
        "captions": [], "sections": [], "furniture": [], "names": [], "text": text, "zones": zones,
        "links": [{"url": "https://b.example/1", "text": "보고서", "start": 62, "end": 65}, {"url": "javascript:x", "start": 0, "end": 2}],
    });
    let all = drafts(&printed.to_string());
    let article = &all[0].article;
    assert_eq!(article.body.text().as_str(), text);
    assert_eq!(article.body.in_zone(Zone::Deck).collect::<Vec<_>>(), ["배는 둘"]);
    assert_eq!(article.body.in_zone(Zone::Dateline).count(), 1);
    assert_eq!(
        (article.guid.as_deref(), article.date.unwrap().inferred),
        (None, true)
    );
    assert_eq!((&*article.bylines[0].name, article.bylines.len()), ("도담", 1));
    let words: Vec<_> = article
        .links
        .iter()
        .map(|l| article.body.slice(l.bytes.start as usize..l.bytes.end as usize))
        .collect();
    assert_eq!(words, ["보고서"]);
}

#[test]
fn spans_that_are_no_place_are_left_out() {
    for zones in [
        "[{\"zone\":\"text\",\"start\":5,\"end\":2}]",
        "[{\"zone\":\"text\",\"start\":0,\"end\":99}]",
        "[{\"zone\":\"x\"}]",
        "[7]",
        "7",
        "[{\"zone\":\"text\",\"start\":-1,\"end\":1e9}]",
    ] {
        let all = drafts(&format!(
            "{{\"headline\":\"항구\",\"text\":\"글이다.\",\"zones\":{zones},\"links\":[{{\"url\":\"https://a.example\",\"bytes\":{{\"start\":9,\"end\":1}}}}]}}"
        ));
        assert!(
            all[0].fault.is_none() && all[0].article.links.is_empty(),
            "{zones}"
        );
    }
}

#[test]
fn zones_of_paragraphs_are_kept() {
    let all = drafts(
        "{\"title\":\"가\",\"text\":[\"글\",{\"zone\":\"quote\",\"text\":\"말\"},{\"zone\":\"bogus\",\"text\":\"글자\"}],\"captions\":[\"사진\"]}",
    );
    let zones: Vec<_> = all[0].article.body.blocks().iter().map(|b| b.zone).collect();
    assert_eq!(
        zones,
        [Zone::Headline, Zone::Text, Zone::Quote, Zone::Text, Zone::Caption]
    );
}

#[test]
fn a_headline_that_was_a_first_sentence_stays_one() {
    let all = drafts(
        "{\"headline\":\"은행이 합친다.\",\"derived\":true,\"text\":\"은행이 합친다. 노조는 반대한다.\"}",
    );
    assert!(all[0].article.derived);
    assert_eq!(all[0].article.body.in_zone(Zone::Headline).count(), 0);
}

#[test]
fn json_is_known_by_its_start() {
    for (text, name, expected) in [
        ("{\"title\":\"a\"}", "a.txt", true),
        ("[{\"title\":1}]", "a.json", true),
        ("{", "a.json", true),
        ("{braces} in prose", "a.txt", false),
        ("[서울=한밭] 글", "a.txt", false),
        ("글", "a.json", false),
    ] {
        assert_eq!(sniff(text, name), expected, "{text} {name}");
    }
}
