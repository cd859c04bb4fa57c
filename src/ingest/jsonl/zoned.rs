//! A text with its zones, as jobo writes it: blocks in bytes inside an article, in code points on its standard
//! output.

use std::ops::Range;

use serde_json::Value;

use crate::article::body::{Block, Zone};
use crate::ingest::record::{Fields, words};
use crate::ingest::story::{Line, Story, resolve};
use crate::text::Clean;

/// Most zones and links that are read of one story.
const MOST: usize = 100_000;

/// Takes text and zones of a record apart. `None` if it has no zones.
pub(super) fn lines(fields: &Fields, story: &Story) -> Option<Vec<Line>> {
    let (text, blocks) = written(fields).or_else(|| kept(fields))?;
    // Zones that leave words out are wrong, and words weigh more.
    let covered: usize = blocks.iter().map(|b| b.bytes().len()).sum();
    if covered * 10 < text.trim().len() * 9 {
        return None;
    }
    let places = links(fields, &Points::of(&text));
    let mut lines = joined(&text, blocks, &places);
    let headline = Clean::new(&story.headline);
    // Headline and decks stand in keys of their own as well.
    let own = |line: &Line| match line.zone {
        Zone::Headline => Clean::new(&line.text) == headline,
        Zone::Deck => story.decks.contains(&line.text),
        _ => false,
    };
    lines.retain(|line| !own(line));
    Some(lines)
}

/// `"text": "…", "zones": [{"zone", "start", "end"}]`, in code points.
fn written(fields: &Fields) -> Option<(String, Vec<Block>)> {
    let text = fields.get(&["text"])?.as_str()?.to_owned();
    let points = Points::of(&text);
    let zones = fields.get(&["zones"])?.as_array()?;
    let block = |value: &Value| {
        let bytes = points.range(value)?;
        Some(Block {
            start: bytes.start as u32,
            end: bytes.end as u32,
            zone: serde_json::from_value(value.get("zone")?.clone()).ok()?,
        })
    };
    let blocks = zones.iter().take(MOST).filter_map(block).collect();
    Some((text, blocks))
}

/// `"body": {"text": "…", "blocks": [{"zone", "start", "end"}]}`, in bytes.
fn kept(fields: &Fields) -> Option<(String, Vec<Block>)> {
    let body = fields.get(&["body"])?;
    let text = body.get("text")?.as_str()?.to_owned();
    let blocks: Vec<Block> = serde_json::from_value(body.get("blocks")?.clone()).ok()?;
    Some((text, blocks))
}

fn links(fields: &Fields, points: &Points) -> Vec<(Range<usize>, String)> {
    let Some(Value::Array(links)) = fields.get(&["links"]) else {
        return Vec::new();
    };
    let link = |value: &Value| {
        let url = resolve("", &words(value.get("url")?))?;
        let bytes = match value.get("bytes") {
            Some(bytes) => number(bytes, "start")?..number(bytes, "end")?,
            None => points.range(value)?,
        };
        (bytes.start <= bytes.end).then_some((bytes, url))
    };
    let mut links: Vec<_> = links.iter().take(MOST).filter_map(link).collect();
    links.sort_by_key(|(bytes, _)| bytes.start);
    links
}

fn number(value: &Value, name: &str) -> Option<usize> {
    usize::try_from(value.get(name)?.as_u64()?).ok()
}

/// A line for each paragraph that has a block. Blocks that share one, as a dateline and the text after it, are
/// one line again: reading finds the parts anew.
fn joined(text: &str, blocks: Vec<Block>, links: &[(Range<usize>, String)]) -> Vec<Line> {
    let mut rows: Vec<(Range<usize>, Zone)> = Vec::new();
    for block in blocks {
        let bytes = block.bytes();
        match rows.last_mut() {
            Some((last, _)) if bytes.start < last.end => {}
            Some((last, zone))
                if text
                    .get(last.end..bytes.start)
                    .is_some_and(|gap| !gap.contains('\n')) =>
            {
                last.end = bytes.end;
                *zone = whole(*zone, block.zone);
            }
            _ => rows.push((bytes, block.zone)),
        }
    }
    let line = |(bytes, zone): (Range<usize>, Zone)| {
        let inside = |link: &&(Range<usize>, String)| link.0.start >= bytes.start && link.0.end <= bytes.end;
        let first = links.partition_point(|(link, _)| link.start < bytes.start);
        let own = links
            .iter()
            .skip(first)
            .take_while(|(link, _)| link.start < bytes.end);
        let mut end = 0;
        let links = own.filter(inside).filter_map(|(link, url)| {
            let link = link.start - bytes.start..link.end - bytes.start;
            let apart = link.start >= end;
            end = end.max(link.end);
            apart.then(|| (link, url.clone()))
        });
        let links = links.collect();
        let text = text.get(bytes.clone())?.to_owned();
        Some(Line { zone, text, links })
    };
    rows.into_iter().filter_map(line).collect()
}

/// The zone of a paragraph of two parts.
fn whole(first: Zone, second: Zone) -> Zone {
    match (first, second) {
        (Zone::Furniture, Zone::Caption) => Zone::Caption,
        // The number or the sign before the headline of an item.
        (Zone::Label, zone) => zone,
        _ => Zone::Text,
    }
}

/// The byte at which each code point begins, and the end of the text.
struct Points(Vec<usize>);

impl Points {
    fn of(text: &str) -> Self {
        let ends = std::iter::once(text.len());
        Self(text.char_indices().map(|(at, _)| at).chain(ends).collect())
    }

    /// The bytes of an object's `start` and `end`; `None` if they are no place in the text.
    fn range(&self, value: &Value) -> Option<Range<usize>> {
        let byte = |name: &str| self.0.get(number(value, name)?).copied();
        let (start, end) = (byte("start")?, byte("end")?);
        (start <= end).then_some(start..end)
    }
}
