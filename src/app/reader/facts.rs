//! All that is known of a story, for the reader who asks.

use crate::app::words::Words;
use crate::library::value::Story;
use crate::text::Clean;

/// What, and its value, in the order shown.
pub fn facts(story: &Story, words: &Words) -> Vec<(Clean, Clean)> {
    let article = &story.article;
    let mut facts: Vec<(Clean, Clean)> = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push((Clean::from(words.get(&format!("info.{key}"))), Clean::new(&value)));
        }
    };
    add("headline", story.header.headline.to_string());
    if story.header.derived {
        add("derived", words.get("reader.derived").to_owned());
    }
    for byline in &article.bylines {
        let parts = [
            Some(&byline.name),
            byline.role.as_ref(),
            byline.address.as_ref(),
            byline.outlet.as_ref(),
        ];
        add(
            "bylines",
            parts
                .iter()
                .flatten()
                .map(|p| p.as_str())
                .collect::<Vec<_>>()
                .join(" · "),
        );
    }
    add(
        "outlet",
        article
            .outlet
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    );
    if let Some(dateline) = &article.dateline {
        let agency = dateline
            .agency
            .as_ref()
            .map_or(String::new(), |a| format!(" = {a}"));
        add("dateline", format!("{}{agency}", dateline.place));
    }
    if let Some(date) = article.date {
        let text = words.long_date(date);
        let text = if date.inferred {
            words.fill("date.inferred", &[("date", &text)])
        } else {
            text
        };
        add("date", text.to_string());
    }
    add(
        "updated",
        article
            .updated
            .map(|d| words.long_date(d).to_string())
            .unwrap_or_default(),
    );
    add(
        "language",
        words
            .get(&format!("language.{}", article.language.tag()))
            .to_owned(),
    );
    add(
        "url",
        article.url.as_ref().map(ToString::to_string).unwrap_or_default(),
    );
    add(
        "tags",
        story
            .tags
            .iter()
            .map(|t| format!("#{t}"))
            .collect::<Vec<_>>()
            .join(" "),
    );
    add("names", story.names.len().to_string());
    add(
        "items",
        if story.items.is_empty() {
            String::new()
        } else {
            story.items.len().to_string()
        },
    );
    add(
        "revisions",
        if story.revisions > 1 {
            story.revisions.to_string()
        } else {
            String::new()
        },
    );
    for source in &story.sources {
        let part = source.part.map_or(String::new(), |n| format!(":{n}"));
        add(
            "source",
            format!(
                "{}{part} · {} · {}",
                source.path.display(),
                source.format,
                source.encoding
            ),
        );
    }
    for notice in &story.notices {
        add("notices", words.notice(notice).to_string());
    }
    add("id", story.header.story.to_string());
    facts
}
