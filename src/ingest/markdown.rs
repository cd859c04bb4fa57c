//! Markdown with or without front matter: notes, clippings of web pages, exports of other readers.

mod blocks;

use crate::article::body::Zone;
use crate::ingest::Draft;
use crate::ingest::format::{Format, Source};
use crate::ingest::frontmatter;
use crate::ingest::record::Fields;
use crate::ingest::story::{Line, Story};

pub(crate) const FORMAT: Format = Format {
    name: "markdown",
    endings: &["md", "markdown", "mdown", "mkd"],
    sniff,
    read,
};

fn sniff(text: &str, name: &str) -> bool {
    FORMAT.names(name) || frontmatter::present(text)
}

fn read(source: &Source) -> Vec<Draft> {
    let parted = frontmatter::part(source.text);
    let mut story = Story::default();
    Fields(&parted.fields).fill(&mut story);
    story.notices.extend(parted.notice);
    let mut lines = blocks::lines(parted.body, &story.url);
    if story.headline.trim().is_empty() {
        story.headline = own_headline(&mut lines);
    }
    story.lines = lines.into_iter().map(|(line, _)| line).collect();
    vec![story.finish(source)]
}

/// The heading of the first rank that opens the text.
fn own_headline(lines: &mut Vec<(Line, blocks::Rank)>) -> String {
    match lines.first() {
        Some((line, 1)) if line.zone == Zone::Subhead && line.links.is_empty() => lines.remove(0).0.text,
        Some((line, 1)) if line.zone == Zone::Subhead => line.text.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
