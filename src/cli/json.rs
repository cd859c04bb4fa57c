//! Everything known of a story as JSON; `docs/json.md` is its page, and a test compares the two.
//!
//! Offsets are code points and not bytes: that is what other languages count strings in.

mod names;

use serde::Serialize;

use crate::article::Article;
use crate::article::body::Zone;
use crate::article::byline::Byline;
use crate::article::date::Date;
use crate::article::dateline::Dateline;
use crate::article::id::StoryId;
use crate::article::notice::Notice;
use crate::entity::{Kind, Rule};
use crate::library::value::{Header, Related, Story};
use crate::text::Clean;
pub(super) use names::{CardRecord, EntityRecord, PathRecord, QuoteRecord, ScoreRecord};

/// A story with all that is known of it.
#[derive(Debug, Serialize)]
pub(super) struct StoryRecord<'a> {
    id: String,
    headline: &'a Clean,
    headline_derived: bool,
    decks: Vec<&'a str>,
    bylines: &'a [Byline],
    dateline: &'a Option<Dateline>,
    outlet: &'a Option<Clean>,
    #[serde(flatten)]
    date: Dates,
    language: &'static str,
    url: &'a Option<Clean>,
    guid: &'a Option<Clean>,
    summary: &'a Option<Clean>,
    tags: &'a [Clean],
    #[serde(flatten)]
    marks: MarksRecord,
    captions: Vec<&'a str>,
    sections: Vec<SectionRecord<'a>>,
    furniture: Vec<&'a str>,
    links: Vec<LinkRecord<'a>>,
    names: Vec<NameRecord<'a>>,
    notices: &'a [Notice],
    readable: bool,
    sources: Vec<SourceRecord>,
    parent: Option<String>,
    revisions: u32,
    text: &'a Clean,
    zones: Vec<ZoneRecord>,
}

#[derive(Debug, Serialize)]
struct Dates {
    date: Option<String>,
    date_inferred: Option<bool>,
    updated: Option<String>,
    updated_inferred: Option<bool>,
}

#[derive(Debug, Serialize)]
struct MarksRecord {
    read: bool,
    bookmarked: bool,
    notes: u16,
}

#[derive(Debug, Serialize)]
struct SectionRecord<'a> {
    id: String,
    headline: &'a str,
    text: &'a str,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct LinkRecord<'a> {
    url: &'a Clean,
    text: &'a str,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct NameRecord<'a> {
    kind: Kind,
    name: &'a Clean,
    key: &'a str,
    spellings: &'a [Clean],
    here: u32,
    noted: u32,
    stories: u32,
    spans: Vec<MentionRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct MentionRecord<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    rule: Rule,
    confidence: u8,
}

#[derive(Debug, Serialize)]
struct SourceRecord {
    path: String,
    part: Option<u32>,
    format: Clean,
    encoding: Clean,
}

#[derive(Debug, Serialize)]
struct ZoneRecord {
    zone: Zone,
    start: u32,
    end: u32,
}

/// Translates byte offsets into code points.
struct CodePoints {
    /// The byte at which each code point begins.
    starts: Vec<u32>,
}

impl CodePoints {
    fn of(text: &str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at as u32).collect();
        Self { starts }
    }

    fn at(&self, byte: u32) -> u32 {
        self.starts.partition_point(|start| *start < byte) as u32
    }
}

impl<'a> StoryRecord<'a> {
    pub(super) fn of(story: &'a Story) -> Self {
        let article = &story.article;
        let body = &article.body;
        let points = CodePoints::of(body.text());
        let zone = |wanted: Zone| body.in_zone(wanted).collect();
        Self {
            id: story.header.story.to_string(),
            headline: &article.headline,
            headline_derived: article.derived,
            decks: zone(Zone::Deck),
            bylines: &article.bylines,
            dateline: &article.dateline,
            outlet: &article.outlet,
            date: Dates::of(article.date, article.updated),
            language: article.language.tag(),
            url: &article.url,
            guid: &article.guid,
            summary: &article.summary,
            tags: &story.tags,
            marks: MarksRecord::of(&story.header),
            captions: zone(Zone::Caption),
            sections: sections(story.header.story, article, &points),
            furniture: zone(Zone::Furniture),
            links: links(article, &points),
            names: names(story, &points),
            notices: &story.notices,
            readable: !story.header.fault,
            sources: sources(story),
            parent: (story.header.story.item > 0).then(|| story.header.story.article.to_string()),
            revisions: story.revisions,
            text: body.text(),
            zones: body
                .blocks()
                .iter()
                .map(|b| ZoneRecord {
                    zone: b.zone,
                    start: points.at(b.start),
                    end: points.at(b.end),
                })
                .collect(),
        }
    }
}

impl Dates {
    fn of(date: Option<Date>, updated: Option<Date>) -> Self {
        Self {
            date: date.map(|d| d.to_string()),
            date_inferred: date.map(|d| d.inferred),
            updated: updated.map(|d| d.to_string()),
            updated_inferred: updated.map(|d| d.inferred),
        }
    }
}

impl MarksRecord {
    fn of(header: &Header) -> Self {
        Self {
            read: header.marks.read,
            bookmarked: header.marks.bookmarked,
            notes: header.marks.notes,
        }
    }
}

fn sections<'a>(story: StoryId, article: &'a Article, points: &CodePoints) -> Vec<SectionRecord<'a>> {
    let slice = |bytes: &std::ops::Range<u32>| article.body.slice(bytes.start as usize..bytes.end as usize);
    let numbered = article.items.iter().zip(1u16..);
    numbered
        .map(|(item, k)| SectionRecord {
            id: StoryId { item: k, ..story }.to_string(),
            headline: slice(&item.head),
            text: slice(&item.text),
            start: points.at(item.head.start),
            end: points.at(item.head.end.max(item.text.end)),
        })
        .collect()
}

fn links<'a>(article: &'a Article, points: &CodePoints) -> Vec<LinkRecord<'a>> {
    let record = |link: &'a crate::article::body::Link| LinkRecord {
        url: &link.url,
        text: article
            .body
            .slice(link.bytes.start as usize..link.bytes.end as usize),
        start: points.at(link.bytes.start),
        end: points.at(link.bytes.end),
    };
    article.links.iter().map(record).collect()
}

fn names<'a>(story: &'a Story, points: &CodePoints) -> Vec<NameRecord<'a>> {
    let found = &story.found;
    let record = |shown: &'a crate::library::value::StoryName| {
        let name = found.names.get(usize::from(shown.index))?;
        let own = found.mentions.iter().filter(|m| m.name == shown.index);
        Some(NameRecord {
            kind: shown.kind,
            name: &shown.text,
            key: &name.key,
            spellings: &name.spellings,
            here: shown.here,
            noted: shown.noted,
            stories: shown.stories,
            spans: own
                .map(|m| MentionRecord {
                    start: points.at(m.start),
                    end: points.at(m.end),
                    text: story.article.body.slice(m.start as usize..m.end as usize),
                    rule: m.rule,
                    confidence: m.confidence,
                })
                .collect(),
        })
    };
    story.names.iter().filter_map(record).collect()
}

/// A path that is no Unicode is written with the replacement character.
fn sources(story: &Story) -> Vec<SourceRecord> {
    let record = |source: &crate::library::value::SourceFile| SourceRecord {
        path: source.path.to_string_lossy().into_owned(),
        part: source.part,
        format: source.format.clone(),
        encoding: source.encoding.clone(),
    };
    story.sources.iter().map(record).collect()
}

/// A related story.
#[derive(Debug, Serialize)]
pub(super) struct RelatedRecord<'a> {
    id: String,
    headline: &'a Clean,
    headline_derived: bool,
    outlet: &'a Option<Clean>,
    #[serde(flatten)]
    date: Dates,
    language: &'static str,
    #[serde(flatten)]
    marks: MarksRecord,
    shared: &'a [Clean],
    ties: Vec<TieRecord<'a>>,
    score: u32,
}

/// What one shared name adds.
#[derive(Debug, Serialize)]
struct TieRecord<'a> {
    name: &'a Clean,
    stories: u32,
    weight: u32,
}

impl<'a> RelatedRecord<'a> {
    pub(super) fn of(related: &'a Related) -> Self {
        let header = &related.header;
        Self {
            id: header.story.to_string(),
            headline: &header.headline,
            headline_derived: header.derived,
            outlet: &header.outlet,
            date: Dates::of(header.date, None),
            language: header.language.tag(),
            marks: MarksRecord::of(header),
            shared: &related.shared,
            ties: related
                .ties
                .iter()
                .map(|tie| TieRecord {
                    name: &tie.text,
                    stories: tie.stories,
                    weight: tie.weight,
                })
                .collect(),
            score: related.score,
        }
    }
}

/// What came of taking files in.
#[derive(Debug, Serialize)]
pub(super) struct ImportRecord {
    pub(super) library: String,
    pub(super) added: u32,
    pub(super) revised: u32,
    pub(super) unchanged: u32,
    pub(super) gone: u32,
    pub(super) faults: u32,
    pub(super) skipped: u32,
}

/// What came of meeting other devices.
#[derive(Debug, Serialize)]
pub(super) struct SyncRecord {
    pub(super) received: u32,
    pub(super) sent: u32,
    pub(super) devices: u32,
    pub(super) unread: u32,
}

/// What came of taking notes in.
#[derive(Debug, Serialize)]
pub(super) struct NotesImportRecord {
    pub(super) added: u32,
    pub(super) changed: u32,
    pub(super) unchanged: u32,
    pub(super) nowhere: u32,
}
