//! `jobo search`: stories that answer a query of the language, with a passage of each, and what they can be narrowed by.

use serde::Serialize;

use super::args::{NamedQuery, Search, SearchOrder};
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::app::words::Words;
use crate::library::reader::Reader;
use crate::library::value::{Facet, Header, Ordered, RowId, Snippet, Sort, Tallies, View};
use crate::query::{self, Today};
use crate::text::pattern::Tier;
use crate::text::{self, Clean};

/// One story that answers.
#[derive(Debug, Serialize)]
pub(super) struct HitRecord {
    id: String,
    headline: Clean,
    outlet: Option<Clean>,
    date: Option<String>,
    language: &'static str,
    read: bool,
    bookmarked: bool,
    how: &'static str,
    snippet: Clean,
    lit: Vec<[usize; 2]>,
    start: usize,
}

/// What a search gives: with `--json` one object.
#[derive(Debug, Serialize)]
pub(super) struct SearchRecord {
    query: String,
    count: usize,
    near: usize,
    partial: bool,
    unindexed: u32,
    widened: Vec<WidenedRecord>,
    hits: Vec<HitRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<FacetsRecord>,
}

#[derive(Debug, Serialize)]
struct WidenedRecord {
    typed: Clean,
    spellings: Vec<Clean>,
}

#[derive(Debug, Serialize)]
struct FacetsRecord {
    of: u32,
    all: u32,
    outlets: Vec<FacetRecord>,
    months: Vec<FacetRecord>,
    names: Vec<FacetRecord>,
    languages: Vec<FacetRecord>,
}

#[derive(Debug, Serialize)]
struct FacetRecord {
    value: Clean,
    stories: u32,
}

pub(super) fn run(ground: &Ground, asked: &Search, out: &mut Out) -> Result<i32, Fault> {
    let typed = asked.query.join(" ");
    let view = view(&typed, &ground.words)?;
    let place = super::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    let view = View {
        sort: asked.sort.map_or(view.sort, Sort::from),
        reverse: asked.sort == Some(SearchOrder::Oldest),
        ..view
    };
    let found = reader.ordered(&view)?;
    let shown = &found.rows[..found.rows.len().min(asked.limit)];
    let tallies = asked.facets.then(|| reader.tallies(&found.rows)).transpose()?;
    let hits = Hits::of(&reader, &view, &found, shown)?;
    if asked.form.json {
        let record = record(&typed, &reader, &found, &hits, tallies)?;
        out.line(&serde_json::to_string(&record).map_err(std::io::Error::from)?)?;
    } else if asked.form.jsonl {
        out.json(asked.form, hits.records().map(Ok::<_, Fault>))?;
    } else {
        plain(ground, (&found, &hits), tallies.as_ref(), out)?;
    }
    Ok(if found.rows.is_empty() { NOTHING } else { DONE })
}

/// The view of a query as typed; a fault says where it is.
pub(super) fn view(typed: &str, words: &Words) -> Result<View, Fault> {
    let query = query::parse(typed).map_err(|fault| refused(typed, &fault, words))?;
    Ok(View::of(query, today()))
}

/// The same of a query that is kept: one that asks for nothing is in error. An order alone is enough only where
/// stories are listed.
pub(super) fn kept_view(typed: &str, lists: bool, words: &Words) -> Result<View, Fault> {
    let query = query::parse(typed).map_err(|fault| refused(typed, &fault, words))?;
    if query.root.is_none() && !(lists && query.sort.is_some()) {
        return Err(refused(typed, &query::Fault::alone(typed), words));
    }
    Ok(View::of(query, today()))
}

/// A fault of a query in words, with the query above it.
fn refused(typed: &str, fault: &query::Fault, words: &Words) -> Fault {
    let said = words.get(fault.wrong.key()).to_owned();
    let meant = fault
        .meant
        .as_ref()
        .map(|meant| words.fill("query.meant", &[("text", meant)]));
    let place = fault.column(typed);
    let (shown, before) = around(typed, place - 1);
    let before = crate::text::width::Ruler::default().width(&before);
    let meant = meant.map_or(String::new(), |meant| format!(" · {meant}"));
    Fault::BadQuery(
        Clean::new(&shown),
        before,
        Clean::new(&format!("{place}: {said}{meant}")),
    )
}

/// Characters of a query that are shown before and after the one at fault.
const AROUND: usize = 100;

/// A query around one of its characters, with what of that stands before it.
fn around(typed: &str, place: usize) -> (String, String) {
    let from = place.saturating_sub(AROUND);
    let begin = if from > 0 { "…" } else { "" };
    let before: String = typed.chars().skip(from).take(place - from).collect();
    let after: String = typed.chars().skip(place).take(AROUND).collect();
    let end = if typed.chars().nth(place + AROUND).is_some() {
        "…"
    } else {
        ""
    };
    (format!("{begin}{before}{after}{end}"), format!("{begin}{before}"))
}

/// The name that something is kept under.
pub(super) fn kept_name(name: &str) -> Result<Clean, Fault> {
    let name = Clean::new(name.trim());
    if name.trim().is_empty() {
        return Err(Fault::NameBlank);
    }
    Ok(name)
}

/// The name and the query that something is kept with, once both are found good.
pub(super) fn kept(named: &NamedQuery, lists: bool, words: &Words) -> Result<(Clean, Clean), Fault> {
    let (name, typed) = (kept_name(&named.name)?, named.query.join(" "));
    kept_view(&typed, lists, words)?;
    Ok((name, Clean::new(&typed)))
}

/// The day, where the reader is.
pub(super) fn today() -> Today {
    let now = jiff::Zoned::now();
    let begin = now.start_of_day().map_or(0, |day| day.timestamp().as_second());
    Today {
        begin,
        offset: (now.offset().seconds() / 60) as i16,
    }
}

/// Stories that are shown, with their passages.
struct Hits<'a> {
    headers: Vec<Header>,
    snippets: Vec<Snippet>,
    found: &'a Ordered,
    texts: Vec<Option<Clean>>,
}

impl<'a> Hits<'a> {
    fn of(reader: &Reader, view: &View, found: &'a Ordered, rows: &[RowId]) -> Result<Self, Fault> {
        let lights = view.filter.lights(&found.widened);
        let headers = reader.headers(rows)?;
        let texts = headers.iter().map(|header| reader.body_of(header.story));
        Ok(Self {
            snippets: reader.snippets(rows, &lights)?,
            texts: texts.collect::<Result<_, _>>()?,
            headers,
            found,
        })
    }

    fn snippet(&self, row: RowId) -> Option<&Snippet> {
        self.snippets.iter().find(|snippet| snippet.row == row)
    }

    fn records(&self) -> impl Iterator<Item = HitRecord> {
        self.headers.iter().zip(&self.texts).map(|(header, body)| {
            let snippet = self.snippet(header.row);
            let passage = snippet.map_or(Clean::default(), |s| s.text.clone());
            let points = |text: &str, byte: u32| text::slice(text, 0..byte as usize).chars().count();
            let lit = snippet.map_or(Vec::new(), |s| {
                let place = |r: &std::ops::Range<u32>| [points(&s.text, r.start), points(&s.text, r.end)];
                s.lit.iter().map(place).collect()
            });
            let near = self.found.near.iter().find(|(row, _)| *row == header.row);
            HitRecord {
                id: header.story.to_string(),
                headline: header.headline.clone(),
                outlet: header.outlet.clone(),
                date: header.date.map(|d| d.to_string()),
                language: header.language.tag(),
                read: header.marks.read,
                bookmarked: header.marks.bookmarked,
                how: how(near.map(|(_, tier)| *tier)),
                start: body
                    .as_ref()
                    .zip(snippet)
                    .map_or(0, |(body, s)| points(body, s.at)),
                snippet: passage,
                lit,
            }
        })
    }
}

/// How a story answers.
fn how(tier: Option<Tier>) -> &'static str {
    match tier {
        None | Some(Tier::Word) => "words",
        Some(Tier::Typed) => "typed",
        Some(Tier::Keys) => "keys",
        Some(Tier::Sound) => "sound",
        Some(Tier::Similar) => "similar",
        Some(Tier::Loose) => "loose",
    }
}

/// How a story that is only near was found, in words.
fn nearness(tier: Tier, words: &Words) -> &str {
    let plain = match tier {
        Tier::Typed => "found.typed",
        _ => "found.spelling",
    };
    words.reason(tier).unwrap_or_else(|| words.get(plain))
}

fn record(
    typed: &str,
    reader: &Reader,
    found: &Ordered,
    hits: &Hits<'_>,
    tallies: Option<Tallies>,
) -> Result<SearchRecord, Fault> {
    let widened = found.widened.iter().map(|w| WidenedRecord {
        typed: w.typed.clone(),
        spellings: w.spellings.clone(),
    });
    Ok(SearchRecord {
        query: query::parse(typed)
            .map(|query| query.to_string())
            .unwrap_or_default(),
        count: found.rows.len() - found.near.len(),
        near: found.near.len(),
        partial: found.partial,
        unindexed: reader.unindexed()?,
        widened: widened.collect(),
        hits: hits.records().collect(),
        facets: tallies.map(facets),
    })
}

fn facets(tallies: Tallies) -> FacetsRecord {
    let all = |facets: Vec<Facet>| {
        let record = |f: Facet| FacetRecord {
            value: f.value,
            stories: f.stories,
        };
        facets.into_iter().map(record).collect()
    };
    FacetsRecord {
        of: tallies.of,
        all: tallies.all,
        outlets: all(tallies.outlets),
        months: all(tallies.months),
        names: all(tallies.names),
        languages: all(tallies.languages),
    }
}

fn plain(
    ground: &Ground,
    (found, hits): (&Ordered, &Hits<'_>),
    tallies: Option<&Tallies>,
    out: &mut Out,
) -> Result<(), Fault> {
    let say =
        |key: &str, text: &str| super::complain(&ground.words.fill(key, &[("text", text), ("n", text)]));
    let count = crate::app::words::count((found.rows.len() - found.near.len()) as u32);
    if found.rows.is_empty() {
        super::complain(&ground.words.get("cli.none").into());
    } else {
        let near = crate::app::words::count(found.near.len() as u32);
        let key = if found.near.is_empty() {
            "cli.found"
        } else {
            "cli.found-near"
        };
        super::complain(&ground.words.fill(key, &[("n", &count), ("near", &near)]));
    }
    if let Some(name) = found.widened.first() {
        let spellings: Vec<&str> = name.spellings.iter().map(Clean::as_str).collect();
        say("search.widened", &spellings.join(", "));
    }
    if found.partial {
        super::complain(&ground.words.get("search.partial").into());
    }
    for header in &hits.headers {
        let near = found.near.iter().find(|(row, _)| *row == header.row);
        let near = near.map_or("", |(_, tier)| nearness(*tier, &ground.words));
        let row = super::list::row(header, out.columns().is_some());
        match (out.columns().is_some(), near) {
            (true, "") => out.row(&row)?,
            (true, near) => out.row(&format!("{row} · {near}"))?,
            (false, near) => out.row(&format!("{row}\t{near}"))?,
        }
        if let Some(snippet) = hits.snippet(header.row) {
            out.row(&format!("    {}", snippet.text))?;
        }
    }
    let Some(tallies) = tallies else {
        return Ok(());
    };
    for (key, facets) in [
        ("filter.outlets", &tallies.outlets),
        ("filter.dates", &tallies.months),
        ("filter.names", &tallies.names),
        ("filter.languages", &tallies.languages),
    ] {
        let each = facets
            .iter()
            .map(|f| format!("{} {}", f.value, f.stories))
            .collect::<Vec<_>>();
        out.line(&format!("{}: {}", ground.words.get(key), each.join(" · ")))?;
    }
    if tallies.of < tallies.all {
        out.line(
            &ground
                .words
                .fill("filter.newest", &[("n", &crate::app::words::count(tallies.of))]),
        )?;
    }
    Ok(())
}
