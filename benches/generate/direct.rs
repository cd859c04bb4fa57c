//! Files invented articles straight into a library, with the names that were put into them: reading files and looking for
//! names is four fifths of taking a story in, and says nothing of searches.

use std::path::Path;

use anyhow::Result;
use jobo::article::Article;
use jobo::article::body::{Body, Zone};
use jobo::article::date::Date;
use jobo::article::language::Language;
use jobo::entity::{Found, Kind, Mention, Name, Rule, resolve};
use jobo::library::Library;
use jobo::library::filing::{Filing, Leaf};
use jobo::library::value::SourceId;
use jobo::text::Clean;
use rayon::prelude::*;

use super::words::{Made, Was, article, file_name};

/// Articles filed in one transaction.
const BATCH: u64 = 500;

/// Fills a library that is not there yet.
pub(crate) fn fill(path: &Path, seed: u64, of: u64) -> Result<()> {
    let library = Library::open(path)?;
    let mut writer = library.writer()?;
    let source = writer.add_source("/invented")?;
    for first in (0..of).step_by(BATCH as usize) {
        let batch: Vec<(Filing, Found)> = (first..of.min(first + BATCH))
            .into_par_iter()
            .map(|index| filing(source, seed, index, of))
            .collect();
        let (filings, found): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let rows = writer.file(filings)?.rows;
        let mut named = rows.into_iter().zip(found);
        loop {
            let some: Vec<_> = named.by_ref().take(30).collect();
            if some.is_empty() {
                break;
            }
            writer.index(some)?;
        }
        if (first + BATCH).is_multiple_of(10_000) {
            eprintln!("{} of {of}", first + BATCH);
        }
    }
    while writer.optimize(std::time::Duration::from_secs(1))? {}
    Ok(())
}

/// One article and its names.
pub(crate) fn filing(source: SourceId, seed: u64, index: u64, of: u64) -> (Filing, Found) {
    let made = article(seed, index, of);
    let story = story(&made);
    let found = names(&story, &made);
    let filing = Filing {
        source,
        path: Path::new("/invented").join(file_name(index)),
        size: made.text.len() as u64,
        mtime: made.date * 1_000_000_000,
        hash: u128::from(index).to_be_bytes(),
        recipe: 1,
        format: "text".into(),
        encoding: "UTF-8".into(),
        leaves: vec![Leaf {
            article: story,
            part: None,
            notices: Vec::new(),
            fault: None,
        }],
    };
    (filing, found)
}

fn story(made: &Made) -> Article {
    let paragraphs = made.text.split("\n\n").map(|p| (Zone::Text, p));
    let whole = std::iter::once((Zone::Headline, made.headline.as_str())).chain(paragraphs);
    Article {
        headline: Clean::new(&made.headline),
        body: Body::from_paragraphs(whole.map(|p| [p])),
        outlet: Some(Clean::new(&made.outlet)),
        date: Some(Date::moment(made.date)),
        language: Language::from_tag(made.language).unwrap_or_default(),
        ..Article::default()
    }
}

fn names(story: &Article, made: &Made) -> Found {
    let text = story.body.text();
    let mut found = Found::default();
    for (was, name) in &made.cast {
        let kind = match was {
            Was::Person => Kind::Per,
            Was::Company => Kind::Org,
        };
        let nth = found.names.len() as u16;
        let places = text.match_indices(name.as_str());
        let mentions: Vec<Mention> = places
            .map(|(at, own)| Mention {
                start: at as u32,
                end: (at + own.len()) as u32,
                name: nth,
                rule: Rule::Role,
                confidence: 90,
            })
            .collect();
        if mentions.is_empty() {
            continue;
        }
        found.mentions.extend(mentions);
        found.names.push(Name {
            kind,
            text: Clean::new(name),
            key: resolve::key(kind, name),
            spellings: Vec::new(),
        });
    }
    found.mentions.sort_by_key(|m| m.start);
    let mut end = 0;
    found.mentions.retain(|m| {
        let fits = m.start >= end;
        end = if fits { m.end } else { end };
        fits
    });
    found
}
