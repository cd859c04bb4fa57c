//! Names, cards, paths and scores as JSON.

use serde::Serialize;

use crate::entity::Kind;
use crate::library::lore::{Card, Link, PathStep, Quote, Score, Step};
use crate::library::value::{Facet, NameCount};
use crate::text::Clean;

use super::CodePoints;

/// A name with the number of stories that name it.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct EntityRecord<'a> {
    kind: Kind,
    name: &'a Clean,
    key: &'a str,
    spellings: Vec<Clean>,
    stories: u32,
    watched: bool,
}

impl<'a> EntityRecord<'a> {
    pub(in crate::cli) fn of(name: &'a NameCount, spellings: Vec<Clean>) -> Self {
        Self {
            kind: name.kind,
            name: &name.text,
            key: &name.key,
            spellings,
            stories: name.stories,
            watched: name.watched,
        }
    }
}

/// A name inside another record.
#[derive(Debug, Serialize)]
struct NamedRecord<'a> {
    kind: Kind,
    name: &'a Clean,
    key: &'a str,
    stories: u32,
}

impl<'a> NamedRecord<'a> {
    fn of(name: &'a NameCount) -> Self {
        Self {
            kind: name.kind,
            name: &name.text,
            key: &name.key,
            stories: name.stories,
        }
    }
}

/// A mention with its sentence.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct QuoteRecord<'a> {
    id: String,
    headline: &'a Clean,
    outlet: &'a Option<Clean>,
    date: Option<String>,
    sentence: &'a Clean,
    start: u32,
    end: u32,
    mine: bool,
}

impl<'a> QuoteRecord<'a> {
    pub(in crate::cli) fn of(quote: &'a Quote) -> Self {
        let points = CodePoints::of(&quote.sentence);
        Self {
            id: quote.header.story.to_string(),
            headline: &quote.header.headline,
            outlet: &quote.header.outlet,
            date: quote.header.date.map(|d| d.to_string()),
            sentence: &quote.sentence,
            start: points.at(quote.within.start),
            end: points.at(quote.within.end),
            mine: quote.mine,
        }
    }
}

#[derive(Debug, Serialize)]
struct FacetRecord<'a> {
    value: &'a Clean,
    stories: u32,
}

fn facets<'f>(facets: &'f [Facet]) -> Vec<FacetRecord<'f>> {
    let record = |facet: &'f Facet| {
        let Facet { value, stories } = facet;
        FacetRecord {
            value,
            stories: *stories,
        }
    };
    facets.iter().map(record).collect()
}

#[derive(Debug, Serialize)]
struct SpellingRecord<'a> {
    text: &'a Clean,
    link: Link,
    mentions: u32,
    outlets: Vec<FacetRecord<'a>>,
    languages: Vec<FacetRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct SeriesRecord<'a> {
    step: Option<Step>,
    from: Option<String>,
    counts: &'a [u32],
}

#[derive(Debug, Serialize)]
struct CompanionRecord<'a> {
    #[serde(flatten)]
    name: NamedRecord<'a>,
    together: u32,
    npmi: Option<f64>,
}

#[derive(Debug, Serialize)]
struct RoleRecord<'a> {
    role: &'a Clean,
    times: u32,
    first: Option<String>,
    last: Option<String>,
}

#[derive(Debug, Serialize)]
struct AlikeRecord<'a> {
    #[serde(flatten)]
    name: NamedRecord<'a>,
    likeness: u8,
}

/// All that a library knows of a name.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct CardRecord<'a> {
    kind: Kind,
    name: &'a Clean,
    key: &'a str,
    stories: u32,
    watched: bool,
    hidden: bool,
    note: &'a Option<Clean>,
    first: Option<String>,
    last: Option<String>,
    spellings: Vec<SpellingRecord<'a>>,
    merged: Vec<NamedRecord<'a>>,
    series: SeriesRecord<'a>,
    companions: Vec<CompanionRecord<'a>>,
    roles: Vec<RoleRecord<'a>>,
    similar: Vec<AlikeRecord<'a>>,
    newest: Vec<QuoteRecord<'a>>,
    notes: u32,
    looked_at: u32,
}

impl<'a> CardRecord<'a> {
    pub(in crate::cli) fn of(card: &'a Card) -> Self {
        let date = |d: Option<crate::article::date::Date>| d.map(|d| d.to_string());
        let name = &card.name;
        Self {
            kind: name.kind,
            name: &name.text,
            key: &name.key,
            stories: name.stories,
            watched: name.watched,
            hidden: name.hidden,
            note: &card.note,
            first: date(card.first.as_ref().and_then(|h| h.date)),
            last: date(card.last.as_ref().and_then(|h| h.date)),
            spellings: card
                .spellings
                .iter()
                .map(|s| SpellingRecord {
                    text: &s.text,
                    link: s.link,
                    mentions: s.mentions,
                    outlets: facets(&s.outlets),
                    languages: facets(&s.languages),
                })
                .collect(),
            merged: card.merged.iter().map(NamedRecord::of).collect(),
            series: SeriesRecord {
                step: card.series.step,
                from: date(card.series.from),
                counts: &card.series.counts,
            },
            companions: card
                .companions
                .iter()
                .map(|c| CompanionRecord {
                    name: NamedRecord::of(&c.name),
                    together: c.together,
                    npmi: c.npmi.map(|n| f64::from(n) / 1_000.0),
                })
                .collect(),
            roles: card
                .roles
                .iter()
                .map(|r| RoleRecord {
                    role: &r.role,
                    times: r.times,
                    first: date(r.first),
                    last: date(r.last),
                })
                .collect(),
            similar: card
                .similar
                .iter()
                .map(|a| AlikeRecord {
                    name: NamedRecord::of(&a.name),
                    likeness: a.likeness,
                })
                .collect(),
            newest: card.quotes.iter().map(QuoteRecord::of).collect(),
            notes: card.notes,
            looked_at: card.looked_at,
        }
    }
}

/// One step of a path between two names.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PathRecord<'a> {
    from: NamedRecord<'a>,
    to: NamedRecord<'a>,
    together: bool,
    #[serde(flatten)]
    quote: QuoteRecord<'a>,
}

impl<'a> PathRecord<'a> {
    pub(in crate::cli) fn of(step: &'a PathStep) -> Self {
        Self {
            from: NamedRecord::of(&step.from),
            to: NamedRecord::of(&step.to),
            together: step.together,
            quote: QuoteRecord::of(&step.quote),
        }
    }
}

/// How the recogniser did with one kind of names.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ScoreRecord {
    kind: Kind,
    precision: Option<f64>,
    recall: Option<f64>,
    right: u32,
    wrong: u32,
    missed: u32,
    mistyped: u32,
    mislinked: u32,
}

impl ScoreRecord {
    pub(in crate::cli) fn of(kind: Kind, score: &Score) -> Self {
        let share = |value: Option<u32>| value.map(|v| f64::from(v) / 1_000.0);
        Self {
            kind,
            precision: share(score.precision()),
            recall: share(score.recall()),
            right: score.right,
            wrong: score.wrong,
            missed: score.missed,
            mistyped: score.mistyped,
            mislinked: score.mislinked,
        }
    }
}
