//! `jobo show`: one story to read, broken into rows on a terminal and whole paragraphs elsewhere.

use std::io;

use super::args::Show;
use super::fault::{DONE, Fault};
use super::list::Printed;
use super::out::Out;
use super::place::Ground;
use crate::app::words::Words;
use crate::article::body::Zone;
use crate::article::id::StoryId;
use crate::library::reader::Reader;
use crate::library::value::{RowId, Story};
use crate::text::Clean;

pub(super) fn run(ground: &Ground, show: &Show, out: &mut Out) -> Result<i32, Fault> {
    let place = super::reading(ground, &show.from.from)?;
    let reader = place.library.reader()?;
    // All ids first: nothing is printed by half.
    let rows: Vec<RowId> = show
        .ids
        .iter()
        .map(|id| row_of(&reader, id))
        .collect::<Result<_, _>>()?;
    let read = |(row, id): (&RowId, &String)| reader.story(*row)?.ok_or_else(|| Fault::NoStory(id.clone()));
    let stories = rows.iter().zip(&show.ids).map(read);
    if show.form.json || show.form.jsonl {
        out.json(show.form, stories.map(|story| story.map(Printed)))?;
        return Ok(DONE);
    }
    for (n, story) in stories.enumerate() {
        if n > 0 {
            out.line("\n────\n")?;
        }
        print(&story?, show.all, &ground.words, out)?;
    }
    Ok(DONE)
}

/// The row of the one story whose id begins as given.
pub(super) fn row_of(reader: &Reader, id: &str) -> Result<RowId, Fault> {
    let found: Vec<StoryId> = reader.lookup(id)?;
    let row = match found.as_slice() {
        [] => None,
        [one] => reader.row_of(*one)?,
        many => return Err(Fault::ManyStories(id.into(), many.len())),
    };
    row.ok_or_else(|| Fault::NoStory(id.into()))
}

fn print(story: &Story, all: bool, words: &Words, out: &mut Out) -> io::Result<()> {
    let article = &story.article;
    out.paragraph("", &article.headline)?;
    for deck in article.body.in_zone(Zone::Deck) {
        out.paragraph("  ", deck)?;
    }
    out.paragraph("", &facts(story, words))?;
    if let Some(url) = &article.url {
        out.line(url)?;
    }
    for notice in &story.notices {
        out.paragraph("! ", &words.notice(notice))?;
    }
    for (zone, paragraph) in paragraphs(story, all) {
        out.line("")?;
        out.paragraph(indent(zone), paragraph)?;
    }
    for (n, link) in article.links.iter().enumerate() {
        if n == 0 {
            out.line("")?;
        }
        out.line(&format!("[{}] {}", n + 1, link.url))?;
    }
    Ok(())
}

/// Who, where, when: what stands under a headline.
pub(super) fn facts(story: &Story, words: &Words) -> Clean {
    let article = &story.article;
    let mut facts: Vec<String> = article.bylines.iter().map(byline).collect();
    facts.extend(article.outlet.iter().map(ToString::to_string));
    facts.extend(article.dateline.iter().map(|d| d.place.to_string()));
    if let Some(date) = article.date {
        let inferred = if date.inferred {
            format!(" ({})", words.get("info.inferred"))
        } else {
            String::new()
        };
        facts.push(format!("{}{inferred}", words.long_date(date)));
    }
    facts.extend(article.derived.then(|| words.get("reader.derived").to_owned()));
    facts.push(story.header.story.to_string());
    facts.retain(|fact| !fact.is_empty());
    Clean::new(&facts.join(" · "))
}

fn byline(byline: &crate::article::byline::Byline) -> String {
    let role = byline.role.as_ref().map(|r| format!(" {r}"));
    let address = byline.address.as_ref().map(|a| format!(" <{a}>"));
    format!(
        "{}{}{}",
        byline.name,
        role.unwrap_or_default(),
        address.unwrap_or_default()
    )
}

/// The paragraphs of the text with the zone that each begins in; what stands above the text already is left out.
pub(super) fn paragraphs(story: &Story, all: bool) -> impl Iterator<Item = (Zone, &str)> {
    let above = |zone: Zone| matches!(zone, Zone::Headline | Zone::Deck | Zone::Byline);
    let body = &story.article.body;
    let blocks = body.blocks().iter().filter(move |b| !above(b.zone));
    blocks
        .filter(move |b| all || !b.zone.set_aside())
        .map(|b| (b.zone, body.slice(b.bytes())))
}

/// How a paragraph is set apart without colours.
fn indent(zone: Zone) -> &'static str {
    match zone {
        Zone::Caption => "  ▣ ",
        Zone::Quote => "  │ ",
        Zone::Digest | Zone::ItemHead | Zone::Subhead => "■ ",
        Zone::Furniture | Zone::Label | Zone::Repeat => "  ┆ ",
        _ => "",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::Article;
    use crate::article::body::Body;
    use crate::article::date::Date;
    use crate::article::language::Language;
    use crate::entity::Found;
    use crate::library::value::{Header, Marks};

    /// A row of a list with everything that is known of most.
    pub(in crate::cli) fn header(headline: &str) -> Header {
        Header {
            row: RowId(1),
            story: StoryId::default(),
            headline: headline.into(),
            derived: false,
            outlet: Some("새벽신문".into()),
            date: Date::day(2025, 8, 22, 540),
            language: Language::Ko,
            marks: Marks::default(),
            fault: false,
        }
    }

    #[test]
    fn furniture_is_printed_only_when_asked() {
        let body = Body::from_paragraphs([
            vec![(Zone::Headline, "둑길")],
            vec![(Zone::Dateline, "(해원=새벽)"), (Zone::Text, "물이 찼다.")],
            vec![(Zone::Caption, "물이 찬 둑")],
            vec![(Zone::Furniture, "무단 전재 금지")],
        ]);
        let article = Article {
            body,
            ..Article::default()
        };
        let story = Story {
            header: header("둑길"),
            article,
            found: Found::default(),
            names: Vec::new(),
            sources: Vec::new(),
            tags: Vec::new(),
            notices: Vec::new(),
            items: Vec::new(),
            parent: None,
            revisions: 1,
            resume: None,
            notes: Vec::new(),
        };
        let printed = |all| {
            paragraphs(&story, all)
                .map(|(_, text)| text.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(printed(false), ["(해원=새벽)", "물이 찼다.", "물이 찬 둑"]);
        assert_eq!(printed(true).last().map(String::as_str), Some("무단 전재 금지"));
    }
}
