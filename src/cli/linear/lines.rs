//! Stories, rows and notes as lines that can be read aloud: marks are words, and nothing is drawn.

use crate::app::words::{Words, count};
use crate::article::anchor::Standing;
use crate::article::body::Zone;
use crate::cli::show;
use crate::library::note::Noted;
use crate::library::value::{Header, NameCount, Story};
use crate::text::Clean;
use crate::text::pattern::Tier;

/// A story in one line behind its number.
pub(super) fn row(number: usize, header: &Header, near: Option<Tier>, words: &Words) -> String {
    let marks = header.marks;
    let notes = count(marks.notes.into());
    let parts = [
        Some(header.headline.to_string()),
        header.outlet.as_ref().map(ToString::to_string),
        header.date.map(|date| words.long_date(date).to_string()),
        near.and_then(|tier| words.reason(tier)).map(str::to_owned),
        header.fault.then(|| words.get("linear.fault").to_owned()),
        (!marks.read).then(|| words.get("filter.unread").to_owned()),
        marks
            .bookmarked
            .then(|| words.get("filter.bookmarked").to_owned()),
        (marks.notes > 0).then(|| words.fill("linear.has-notes", &[("n", &notes)]).to_string()),
    ];
    numbered(number, parts, words)
}

/// A name in one line behind its number.
pub(super) fn name(number: usize, name: &NameCount, words: &Words) -> String {
    numbered(
        number,
        [Some(name.text.to_string()), Some(lore(name, words))],
        words,
    )
}

/// What kind of name it is and how many stories name it.
pub(super) fn lore(name: &NameCount, words: &Words) -> String {
    let kind = words
        .get(&format!("kind.{}", name.kind.code().to_lowercase()))
        .to_owned();
    let stories = words.fill("linear.stories", &[("n", &count(name.stories))]);
    [kind, stories.to_string()].join(words.get("linear.between"))
}

/// A note in one line behind its number; with its story where that is not the one that is read.
pub(super) fn note(number: usize, noted: &Noted, with_story: bool, words: &Words) -> String {
    let note = &noted.note;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = note.on.anchor.as_ref().map(|anchor| {
        let quote = one_line(&anchor.quote);
        words.fill("linear.quoted", &[("text", &quote)]).to_string()
    });
    let state = match &noted.standing {
        Some(Standing::Moved { .. }) => Some("linear.moved"),
        Some(Standing::Orphan) => Some("linear.orphan"),
        _ => None,
    };
    let tags: Vec<String> = note.tags.iter().map(|tag| format!("#{tag}")).collect();
    let parts = [
        quote,
        Some(one_line(&note.text)),
        Some(tags.join(" ")),
        state.map(|key| words.get(key).to_owned()),
        noted
            .header
            .as_ref()
            .filter(|_| with_story)
            .map(|header| header.headline.to_string()),
    ];
    numbered(number, parts, words)
}

fn numbered(number: usize, parts: impl IntoIterator<Item = Option<String>>, words: &Words) -> String {
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.retain(|part| !part.is_empty());
    format!("{number}. {}", parts.join(words.get("linear.between")))
}

/// A story from its headline to its last paragraph, each paragraph a line.
pub(super) fn story(story: &Story, whole: bool, words: &Words) -> Vec<String> {
    let article = &story.article;
    let mut lines = vec![article.headline.to_string()];
    lines.extend(article.body.in_zone(Zone::Deck).map(str::to_owned));
    lines.push(show::facts(story, words).into_string());
    let notices = story
        .notices
        .iter()
        .map(|notice| words.notice(notice).into_string());
    lines.extend(notices);
    for (zone, paragraph) in show::paragraphs(story, whole) {
        lines.push(String::new());
        let before = zone_key(zone).map_or("", |key| words.get(key));
        lines.push(format!("{before}{paragraph}"));
    }
    lines
}

/// What is said before a paragraph that is not plain text.
fn zone_key(zone: Zone) -> Option<&'static str> {
    Some(match zone {
        Zone::Caption => "linear.caption",
        Zone::Quote => "linear.block-quote",
        Zone::Subhead | Zone::ItemHead => "linear.subhead",
        Zone::Furniture | Zone::Label | Zone::Repeat => "linear.aside",
        _ => return None,
    })
}

/// What is known of a story beside its text: a label and a value each.
pub(super) fn info(story: &Story, words: &Words) -> Vec<String> {
    let article = &story.article;
    let tags: Vec<&str> = story.tags.iter().map(Clean::as_str).collect();
    let mut facts: Vec<(&str, String)> = vec![
        ("info.headline", article.headline.to_string()),
        ("info.id", story.header.story.to_string()),
        (
            "info.language",
            words
                .get(&format!("language.{}", story.header.language.tag()))
                .to_owned(),
        ),
        (
            "info.url",
            article.url.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
        ("info.tags", tags.join(words.get("linear.between"))),
        ("info.names", count(story.names.len() as u32)),
        ("info.revisions", count(story.revisions)),
    ];
    facts.extend(story.sources.iter().map(|file| {
        let path = Clean::new(&file.path.to_string_lossy());
        ("info.source", path.into_string())
    }));
    facts.retain(|(_, value)| !value.is_empty());
    let mut lines: Vec<String> = facts
        .into_iter()
        .map(|(key, value)| format!("{}: {value}", words.get(key)))
        .collect();
    let links = article.links.iter().enumerate();
    lines.extend(links.map(|(n, link)| format!("[{}] {}", n + 1, link.url)));
    lines
}
