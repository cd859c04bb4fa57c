//! JSON Feed 1.0 and 1.1: each item is a story.
//!
//! Read item by item from loose values: one item of a wrong type never costs the others.

use serde_json::Value;

use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::format::{Format, Source};
use crate::ingest::html;
use crate::ingest::jsonl::{self, paragraphs};
use crate::ingest::record::{Fields, bylines, words};
use crate::ingest::story::{self, Story};
use crate::text::Clean;

pub(crate) const FORMAT: Format = Format {
    name: "json-feed",
    endings: &["json"],
    sniff,
    read,
};

fn sniff(text: &str, _name: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Writers may escape the slashes of the version's address.
    start.starts_with('{') && start.contains("\"version\"") && start.contains("jsonfeed.org")
}

fn read(source: &Source) -> Vec<Draft> {
    let text = source.text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(feed) => stories(&feed, source),
        Err(reason) => {
            let notice = Notice {
                kind: NoticeKind::BadSyntax,
                line: Some(reason.line() as u32),
                detail: Clean::new(&reason.to_string()),
            };
            let shown: String = text.chars().take(jsonl::SHOWN).collect();
            vec![story::fault(source, source.name, &shown, notice)]
        }
    }
}

/// Whether a value is a JSON Feed of any version.
pub(crate) fn is_feed(value: &Value) -> bool {
    let version = value.get("version").and_then(Value::as_str).unwrap_or_default();
    version.contains("jsonfeed.org") && value.get("items").is_some_and(Value::is_array)
}

/// The stories of a feed, in its order.
pub(crate) fn stories(feed: &Value, source: &Source) -> Vec<Draft> {
    let items = feed
        .get("items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if items.is_empty() {
        let title = feed.get("title").map(words).unwrap_or_default();
        let notice = Notice::new(NoticeKind::Empty, "a feed without items");
        return vec![story::fault(
            source,
            if title.is_empty() { source.name } else { &title },
            "",
            notice,
        )];
    }
    jsonl::numbered(
        items
            .iter()
            .take(jsonl::MOST)
            .map(|item| draft(item, feed, source)),
    )
}

fn draft(item: &Value, feed: &Value, source: &Source) -> Draft {
    let Value::Object(fields) = item else {
        let notice = Notice::new(NoticeKind::BadSyntax, "an item that is no object");
        return story::fault(source, source.name, &item.to_string(), notice);
    };
    let fields = Fields(fields);
    let of_feed = |name: &str| feed.get(name).map(words).unwrap_or_default();
    let mut story = Story::default();
    fields.fill(&mut story);
    // What a link blog points to is not where its item stands; the item's own address comes first.
    if story.url.is_empty() {
        story.url = fields.words(&["externalurl"]);
    }
    story.outlet = of_feed("title");
    if story.language.is_empty() {
        story.language = of_feed("language");
    }
    if story.bylines.is_empty() {
        let author = feed.get("authors").or_else(|| feed.get("author"));
        story.bylines = author.map(bylines).unwrap_or_default();
    }
    content(&fields, &mut story);
    story.finish(source)
}

fn content(fields: &Fields, story: &mut Story) {
    let (base, markup) = (story.url.clone(), fields.words(&["contenthtml"]));
    html::fragment(&markup, &base, story);
    if story.lines.is_empty() {
        story.lines = paragraphs(&fields.words(&["contenttext"]));
    }
    if story.lines.is_empty() {
        story.lines = paragraphs(&story.summary);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::date::Date;

    fn drafts(text: &str) -> Vec<Draft> {
        read(&Source {
            name: "feed.json",
            text,
            modified: Date::day(2025, 8, 30, 540),
        })
    }

    #[test]
    fn items_of_both_versions_are_read() {
        let all = drafts(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"바다신문","language":"ja","expired":true,"authors":[{"name":"도담"}],
            "items":[
             {"id":"a","url":"https://s.example/1","title":"배가 뜬다","content_html":"<p>배가 &amp; 돛이</p><p><a href=\"/2\">뜬다</a>","date_published":"2025-08-22T10:14:00+09:00","date_modified":"2025-08-23T10:14:00+09:00","tags":["배"],"authors":[{"name":"한가람 기자"}]},
             {"id":7,"external_url":"https://o.example/9","content_text":"港再開。\n次の段落。","author":{"name":"Ada Reed"},"summary":"x"},
             {"id":8,"title":"요약만","summary":"요약이다.","date_published":"0000-00-00"},
             17]}"#,
        );
        assert_eq!(
            all.iter().map(|d| d.part).collect::<Vec<_>>(),
            [Some(1), Some(2), Some(3), Some(4)]
        );
        let [first, second, third, fourth] = &all[..] else {
            panic!("four")
        };
        assert_eq!(first.article.body.text().as_str(), "배가 뜬다\n배가 & 돛이\n뜬다");
        assert_eq!(
            (first.article.outlet.as_deref(), first.article.guid.as_deref()),
            (Some("바다신문"), Some("a"))
        );
        assert_eq!(
            (&*first.article.bylines[0].name, &*first.article.links[0].url),
            ("한가람", "https://s.example/2")
        );
        assert_eq!(
            first.article.updated.unwrap().to_string(),
            "2025-08-23T10:14:00+09:00"
        );
        assert_eq!(
            (&*second.article.headline, second.article.derived),
            ("港再開。", true)
        );
        assert_eq!(
            (second.article.guid.as_deref(), second.article.url.as_deref()),
            (Some("7"), Some("https://o.example/9"))
        );
        assert_eq!(second.article.language, crate::article::language::Language::Ja);
        assert_eq!(&*third.article.bylines[0].name, "도담");
        assert_eq!(third.notices[0].kind, NoticeKind::BadDate);
        assert!(fourth.fault.is_some() && third.fault.is_none());
    }

    #[test]
    fn broken_feeds_are_one_draft_at_fault() {
        let deep = format!("{{\"version\":\"jsonfeed.org\",\"items\":{}", "[".repeat(50_000));
        for (text, line) in [
            ("{\"version\":\n\"https://jsonfeed.org/version/1\",", Some(2)),
            ("{\"version\":\"jsonfeed.org\",\"items\":[]}", None),
            (&deep, Some(1)),
        ] {
            let all = drafts(text);
            assert_eq!(
                (all.len(), all[0].fault.as_ref().map(|f| f.line)),
                (1, Some(line))
            );
        }
    }

    #[test]
    fn a_feed_is_known_by_its_version() {
        assert!(sniff(
            r#"{"version": "https:\/\/jsonfeed.org\/version\/1.1"}"#,
            "x"
        ));
        assert!(!sniff(r#"{"version": "2", "items": []}"#, "a.json"));
    }
}
