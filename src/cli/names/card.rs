//! `jobo entity`: the card of a name, and its mentions.

use super::meant;
use crate::article::date::Date;
use crate::cli::args::Entity;
use crate::cli::fault::{DONE, Fault, NOTHING};
use crate::cli::json::{CardRecord, QuoteRecord};
use crate::cli::out::Out;
use crate::cli::place::Ground;
use crate::entity::Kind;
use crate::library::lore::{Card, Quote, Series};
use crate::library::reader::Reader;
use crate::library::value::Header;
use crate::text::Clean;

/// Prints the card of a name, or its mentions.
pub(in crate::cli) fn entity(ground: &Ground, asked: &Entity, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    let name = meant(&reader, &asked.name, asked.kind.map(Kind::from))?;
    if asked.mentions {
        return mentions(&reader, name.id, asked, out);
    }
    let card = reader
        .card(name.id)?
        .ok_or_else(|| Fault::NoName(asked.name.clone()))?;
    if asked.form.json || asked.form.jsonl {
        out.json(asked.form, std::iter::once(Ok::<_, Fault>(CardRecord::of(&card))))?;
    } else {
        print(ground, &card, out)?;
    }
    Ok(DONE)
}

fn mentions(
    reader: &Reader,
    name: crate::library::value::NameId,
    asked: &Entity,
    out: &mut Out,
) -> Result<i32, Fault> {
    let (mut quotes, mut from): (Vec<Quote>, _) = (Vec::new(), Some(0));
    while let Some(pass) = from.filter(|_| quotes.len() < asked.limit) {
        let page = reader.mentions(name, pass)?;
        quotes.extend(page.quotes);
        from = page.next;
    }
    quotes.truncate(asked.limit);
    if asked.form.json || asked.form.jsonl {
        out.json(
            asked.form,
            quotes.iter().map(|quote| Ok::<_, Fault>(QuoteRecord::of(quote))),
        )?;
    } else {
        for quote in &quotes {
            out.row(&line(quote))?;
        }
    }
    Ok(if quotes.is_empty() { NOTHING } else { DONE })
}

/// A day as the lists of stories print it.
fn day(date: Option<Date>) -> String {
    date.map(|date| date.zoned().strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// A sentence in one row: when, where, what.
fn line(quote: &Quote) -> String {
    let date = day(quote.header.date);
    format!("{date}\t{}\t{}", quote.header.story, quote.sentence)
}

fn print(ground: &Ground, card: &Card, out: &mut Out) -> Result<(), Fault> {
    let words = &ground.words;
    let kind = card.name.kind.code();
    out.line(&format!("{kind} {}", card.name.text))?;
    let date = |header: &Option<Header>| day(header.as_ref().and_then(|h| h.date));
    if let Some(note) = &card.note {
        out.paragraph("", note)?;
    }
    let stories = card.name.stories.to_string();
    let (first, last) = (date(&card.first), date(&card.last));
    let holes = [("n", stories.as_str()), ("first", &first), ("last", &last)];
    out.line(&words.fill("card.stories", &holes))?;
    let bars = sparkline(&card.series);
    if !bars.is_empty() {
        out.line(&bars)?;
    }
    let mut section = |key: &str, lines: Vec<String>| -> Result<(), Fault> {
        if !lines.is_empty() {
            out.line(&format!("\n{}", words.get(key)))?;
            for line in lines {
                out.row(&format!("  {line}"))?;
            }
        }
        Ok(())
    };
    let outlets = |facets: &[crate::library::value::Facet]| {
        let each: Vec<String> = facets
            .iter()
            .take(4)
            .map(|f| format!("{} {}", f.value, f.stories))
            .collect();
        each.join(", ")
    };
    section(
        "card.spellings",
        card.spellings
            .iter()
            .map(|s| {
                format!(
                    "{}\t{}\t{}\t{}",
                    s.text,
                    s.mentions,
                    words.get(link_key(s.link)),
                    outlets(&s.outlets)
                )
            })
            .collect(),
    )?;
    let role = |r: &crate::library::lore::RoleSeen| {
        format!("{}\t{}\t{} – {}", r.role, r.times, day(r.first), day(r.last))
    };
    section("card.roles", card.roles.iter().map(role).collect())?;
    let companion = |c: &crate::library::lore::Companion| match c.npmi {
        Some(npmi) => format!(
            "{}\t{}\t{:.2}",
            c.name.text,
            c.together,
            f64::from(npmi) / 1_000.0
        ),
        None => format!("{}\t{}", c.name.text, c.together),
    };
    section("card.companions", card.companions.iter().map(companion).collect())?;
    let alike =
        |a: &crate::library::lore::Alike| format!("{}\t{} %\t{}", a.name.text, a.likeness, a.name.key);
    section("card.similar", card.similar.iter().map(alike).collect())?;
    section("card.newest", card.quotes.iter().map(line).collect())
}

/// The word for why a spelling counts.
pub(super) fn link_key(link: crate::library::lore::Link) -> &'static str {
    use crate::library::lore::Link;
    match link {
        Link::Same => "link.same",
        Link::List => "link.list",
        Link::Gloss => "link.gloss",
        Link::Short => "link.short",
        Link::Sound => "link.sound",
        Link::Story => "link.story",
        Link::Reader => "link.reader",
        Link::Own => "link.own",
    }
}

/// A series in eighths of a cell.
fn sparkline(series: &Series) -> Clean {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = series.counts.iter().max().copied().unwrap_or_default().max(1);
    let bar = |count: &u32| match count {
        0 => ' ',
        count => BARS[((count * 7).div_ceil(most) as usize).min(7)],
    };
    Clean::new(&series.counts.iter().map(bar).collect::<String>())
}
