//! Packs everything of an article but its text, and cuts digest items out of their parents.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::article::body::{Block, Body, Item, Link, Zone};
use crate::article::byline::Byline;
use crate::article::date::Date;
use crate::article::dateline::Dateline;
use crate::article::label::Label;
use crate::article::language::Language;
use crate::text::Clean;

/// The parts of an article that lie beside its text. Empty parts take no room.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    headline: Clean,
    #[serde(skip_serializing_if = "is_false")]
    derived: bool,
    blocks: Vec<(u32, u32, Zone)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bylines: Vec<Byline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<Dateline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<Clean>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<Date>,
    language: Language,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Clean>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<Clean>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Clean>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Clean>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Everything of an article but its text, as JSON.
pub(super) fn pack(article: &Article) -> String {
    // Taken apart by name, so that a part added to articles cannot be forgotten here.
    let Article {
        headline,
        derived,
        body,
        bylines,
        dateline,
        outlet,
        date,
        updated,
        language,
        url,
        guid,
        tags,
        labels,
        summary,
        items,
        links,
    } = article.clone();
    let detail = Detail {
        headline,
        derived,
        blocks: body.blocks().iter().map(|b| (b.start, b.end, b.zone)).collect(),
        bylines,
        dateline,
        outlet,
        date,
        updated,
        language,
        url,
        guid,
        tags,
        labels,
        summary,
        items,
        links,
    };
    serde_json::to_string(&detail).expect("strings, numbers and lists always fit JSON")
}

/// An article from its text and the JSON beside it. A part that a later jobo wrote otherwise is left empty.
pub(super) fn unpack(text: &str, json: &str) -> Article {
    let detail: Detail = serde_json::from_str(json).unwrap_or_default();
    let blocks = detail
        .blocks
        .into_iter()
        .map(|(start, end, zone)| Block { start, end, zone });
    Article {
        headline: detail.headline,
        derived: detail.derived,
        body: Body::from_parts(Clean::body(text), blocks.collect()),
        bylines: detail.bylines,
        dateline: detail.dateline,
        outlet: detail.outlet,
        date: detail.date,
        updated: detail.updated,
        language: detail.language,
        url: detail.url,
        guid: detail.guid,
        tags: detail.tags,
        labels: detail.labels,
        summary: detail.summary,
        items: detail.items,
        links: detail.links,
    }
}

/// The part of an article's JSON that says where its blocks are.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Frame {
    blocks: Vec<(u32, u32, Zone)>,
}

/// The body of an article and nothing else of it: a third of the work of [`unpack`].
pub(super) fn unpack_body(text: &str, json: &str) -> Article {
    let frame: Frame = serde_json::from_str(json).unwrap_or_default();
    let blocks = frame
        .blocks
        .into_iter()
        .map(|(start, end, zone)| Block { start, end, zone });
    Article {
        body: Body::from_parts(Clean::body(text), blocks.collect()),
        ..Article::default()
    }
}

/// The bytes of a digest item in its parent's body: whole blocks, from its headline to the end of its text.
pub(super) fn item_bytes(parent: &Article, item: &Item) -> Range<u32> {
    let meets = |b: &&Block| b.end > item.head.start && b.start < item.head.end.max(item.text.end);
    let mut touched = parent.body.blocks().iter().filter(meets);
    let first = touched
        .next()
        .map_or(item.head.start, |b| b.start.min(item.head.start));
    let last = touched.next_back().map_or(0, |b| b.end);
    first..last.max(item.head.end).max(item.text.end)
}

/// The headline of a digest item.
pub(super) fn item_headline(parent: &Article, item: &Item) -> Clean {
    let slice = |r: &Range<u32>| parent.body.slice(r.start as usize..r.end as usize);
    let head = Clean::new(slice(&item.head));
    if head.is_empty() {
        Clean::new(slice(&item.text).lines().next().unwrap_or_default())
    } else {
        head
    }
}

/// A digest item as a story of its own: its words, and what it has from its parent.
pub(super) fn cut(parent: &Article, item: &Item) -> Article {
    let bytes = item_bytes(parent, item);
    let inside = |start: u32, end: u32| start >= bytes.start && end <= bytes.end;
    let text = parent.body.slice(bytes.start as usize..bytes.end as usize);
    let blocks = parent
        .body
        .blocks()
        .iter()
        .filter(|b| inside(b.start, b.end))
        .map(|b| Block {
            start: b.start - bytes.start,
            end: b.end - bytes.start,
            zone: whole_story(b.zone),
        });
    let links = parent
        .links
        .iter()
        .filter(|l| inside(l.bytes.start, l.bytes.end))
        .map(|l| Link {
            bytes: l.bytes.start - bytes.start..l.bytes.end - bytes.start,
            url: l.url.clone(),
        });
    Article {
        headline: item_headline(parent, item),
        body: Body::from_parts(Clean::body(text), blocks.collect()),
        bylines: parent.bylines.clone(),
        dateline: parent.dateline.clone(),
        outlet: parent.outlet.clone(),
        date: parent.date,
        updated: parent.updated,
        language: parent.language,
        links: links.collect(),
        ..Article::default()
    }
}

/// What a zone of a digest item is where the item is a story of its own.
fn whole_story(zone: Zone) -> Zone {
    match zone {
        Zone::ItemHead => Zone::Headline,
        Zone::ItemText => Zone::Text,
        zone => zone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::fixture;

    #[test]
    fn an_article_survives_packing() {
        for article in [
            Article::default(),
            fixture::digest(),
            fixture::article("새 모델", "첫 문단\n둘째"),
        ] {
            assert_eq!(unpack(article.body.text(), &pack(&article)), article);
        }
    }

    #[test]
    fn json_of_another_time_leaves_the_text_readable() {
        let article = unpack("글", r#"{"headline":7}"#);
        assert_eq!(article.body.text().as_str(), "글");
    }

    #[test]
    fn an_item_is_cut_with_its_zones() {
        let parent = fixture::digest();
        let second = cut(&parent, &parent.items[1]);
        assert_eq!(second.headline.as_str(), "한빛전자, 새 칩 공개");
        assert_eq!(
            second.body.text().as_str(),
            "■한빛전자, 새 칩 공개\n한빛전자가 새 칩을 공개했다."
        );
        let zones: Vec<_> = second.body.blocks().iter().map(|b| b.zone).collect();
        assert_eq!(zones, [Zone::Headline, Zone::Text]);
        assert_eq!(second.date, parent.date);
    }
}
