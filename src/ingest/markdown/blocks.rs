//! Makes paragraphs of Markdown: zones from blocks, links with the places of their words.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::article::body::Zone;
use crate::ingest::html::{self, entity};
use crate::ingest::story::{Line, resolve};

/// The rank of the heading that a line is; 0 where it is none.
pub(super) type Rank = u8;

/// Paragraphs of a text. Relative links are resolved against `base`.
pub(super) fn lines(text: &str, base: &str) -> Vec<(Line, Rank)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS;
    let mut writer = Writer {
        base,
        ..Writer::default()
    };
    for event in Parser::new_ext(text, options) {
        writer.event(event);
    }
    writer.end_line();
    writer.lines
}

#[derive(Default)]
struct Writer<'b> {
    base: &'b str,
    lines: Vec<(Line, Rank)>,
    text: String,
    links: Vec<(Range<usize>, String)>,
    /// Where each open link starts in `text`, and where it leads.
    open: Vec<(usize, Option<String>)>,
    /// The zone of each open block that has one.
    zones: Vec<Zone>,
    lists: Vec<Option<u64>>,
    /// The bullet or number that the next line starts with.
    bullet: String,
    rank: Rank,
    /// Alt text and title of the open image; images do not nest in what is shown.
    image: Option<(String, String)>,
    captions: Vec<String>,
    html: String,
    /// Whether code is front matter of another kind or a query, which is not shown.
    unseen: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak | Event::Rule => self.end_line(),
            Event::FootnoteReference(name) => self.push(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.push(if done { "☑ " } else { "☐ " }),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Link {
                link_type, dest_url, ..
            } => {
                // A wiki link leads to another note, not to a page beside this one.
                let wiki = matches!(link_type, LinkType::WikiLink { .. });
                let url = resolve(if wiki { "" } else { self.base }, &dest_url);
                return self.open.push((self.text.len(), url));
            }
            Tag::Image { title, .. } => {
                self.image
                    .get_or_insert_with(|| (String::new(), title.into_string()));
                return;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => return,
            Tag::TableCell => {
                if !self.text.is_empty() {
                    self.text.push_str(" | ");
                }
                return;
            }
            _ => self.end_line(),
        }
        match tag {
            Tag::Heading { level, .. } => {
                self.rank = level as u8;
                self.zones.push(Zone::Subhead);
            }
            Tag::BlockQuote(_) => self.zones.push(Zone::Quote),
            Tag::CodeBlock(kind) => {
                self.unseen = matches!(&kind, CodeBlockKind::Fenced(info) if info.starts_with("dataview"));
                self.zones.push(Zone::Code);
            }
            Tag::Table(_) => self.zones.push(Zone::Code),
            Tag::List(first) => self.lists.push(first),
            Tag::Item => self.point(),
            Tag::FootnoteDefinition(name) => {
                self.bullet = format!("[{name}] ");
                self.zones.push(Zone::Point);
            }
            _ => {}
        }
    }

    fn point(&mut self) {
        self.zones.push(Zone::Point);
        self.bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                let bullet = format!("{number}. ");
                *number = number.saturating_add(1);
                bullet
            }
            _ => "• ".to_owned(),
        };
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                if let Some((start, Some(url))) = self.open.pop() {
                    self.links
                        .push((start.min(self.text.len())..self.text.len(), url));
                }
                return;
            }
            TagEnd::Image => return self.end_image(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableCell => {
                return;
            }
            TagEnd::HtmlBlock => self.end_html(),
            _ => self.end_line(),
        }
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => self.bullet.clear(),
            _ => {}
        }
        self.unseen = false;
        self.rank = 0;
        if matches!(
            tag,
            TagEnd::Heading(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::Table
                | TagEnd::Item
                | TagEnd::FootnoteDefinition
        ) {
            self.zones.pop();
        }
    }

    /// The words under a picture are its title, else its alternative text.
    fn end_image(&mut self) {
        if let Some((alt, title)) = self.image.take() {
            // A size behind a bar is for the layout: `![boats|300](x.png)`.
            let alt = alt.split_once('|').map_or(alt.as_str(), |(alt, _)| alt);
            let caption = if title.trim().is_empty() {
                alt
            } else {
                title.as_str()
            };
            let is_name = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"]
                .iter()
                .any(|e| caption.ends_with(e));
            if !caption.trim().is_empty() && !is_name {
                self.captions.push(caption.to_owned());
            }
        }
    }

    fn words(&mut self, text: &str) {
        if self.zones.last() != Some(&Zone::Code) {
            return self.push(text);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.push(line);
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.image {
            Some((alt, _)) => alt.push_str(text),
            None if self.unseen => {}
            None => self.text.push_str(text),
        }
    }

    fn inline_html(&mut self, html: &str) {
        if html.to_ascii_lowercase().starts_with("<br") {
            self.end_line();
        }
    }

    fn end_html(&mut self) {
        self.end_line();
        let html = std::mem::take(&mut self.html);
        let lines = html::bare_lines(&html, self.base);
        self.lines.extend(lines.into_iter().map(|line| (line, 0)));
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut links = std::mem::take(&mut self.links);
        for (start, url) in &mut self.open {
            if let Some(url) = url.as_ref().filter(|_| *start < text.len()) {
                links.push((*start..text.len(), url.clone()));
            }
            *start = 0;
        }
        if !text.trim().is_empty() {
            let zone = self.zones.last().copied().unwrap_or(Zone::Text);
            let bullet = std::mem::take(&mut self.bullet);
            self.lines.push((marked(zone, &bullet, &text, links), self.rank));
        }
        let captions = std::mem::take(&mut self.captions);
        self.lines.extend(
            captions
                .iter()
                .map(|c| (Line::of(Zone::Caption, &entity::decode(c)), 0)),
        );
    }
}

/// A line with its bullet, and without the marks of highlights: `==word==`.
fn marked(zone: Zone, bullet: &str, text: &str, links: Vec<(Range<usize>, String)>) -> Line {
    let marks = if zone == Zone::Code {
        Vec::new()
    } else {
        highlight_marks(text)
    };
    let moved = |at: usize| bullet.len() + at - 2 * marks.partition_point(|m| *m < at);
    let mut shown = String::with_capacity(bullet.len() + text.len());
    shown.push_str(bullet);
    let mut from = 0;
    for mark in &marks {
        shown.push_str(text.get(from..*mark).unwrap_or_default());
        from = mark + 2;
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    let links = links
        .into_iter()
        .map(|(r, url)| (moved(r.start)..moved(r.end), url))
        .collect();
    Line {
        zone,
        text: shown,
        links,
    }
}

/// The places of paired `==` that hold a word; a longer row of `=` and a lone pair are text.
fn highlight_marks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is = |at: usize| bytes.get(at) == Some(&b'=');
    let pair = |at: &usize| is(*at) && is(at + 1) && !is(at + 2) && (*at == 0 || !is(at - 1));
    let mut pairs = (0..bytes.len()).filter(pair);
    let mut marks = Vec::new();
    while let (Some(open), Some(close)) = (pairs.next(), pairs.next()) {
        let held = text.get(open + 2..close).unwrap_or_default();
        if !held.is_empty() && !held.starts_with(char::is_whitespace) {
            marks.extend([open, close]);
        }
    }
    marks
}
