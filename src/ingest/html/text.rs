//! Makes paragraphs of balanced HTML: zones from elements, links with the places of their words.

use std::ops::Range;

use super::entity;
use super::outline::{Event, Role};
use super::token::Tag;
use crate::article::body::Zone;
use crate::ingest::story::{Line, resolve};

/// Paragraphs of a stretch of a page. Relative links are resolved against `base`.
pub(crate) fn lines(events: &[Event], range: Range<usize>, base: &str) -> Vec<Line> {
    let mut writer = Writer {
        base,
        ..Writer::default()
    };
    let mut at = range.start;
    while let Some(event) = events.get(at).filter(|_| at < range.end) {
        at = match event {
            Event::Open {
                role: Role::Hidden,
                end,
                ..
            } => end + 1,
            Event::Open {
                role: Role::Table,
                end,
                ..
            } => {
                writer.table(events, at..*end);
                end + 1
            }
            Event::Open { tag, role, .. } => {
                writer.open(tag, *role);
                at + 1
            }
            Event::Close(role) => {
                writer.close(*role);
                at + 1
            }
            Event::Text(text) => {
                writer.text(text);
                at + 1
            }
        };
    }
    writer.end_line();
    writer.lines
}

#[derive(Default)]
struct Writer<'b> {
    base: &'b str,
    lines: Vec<Line>,
    text: String,
    links: Vec<(Range<usize>, String)>,
    /// Where the open link starts in `text`, and where it leads.
    link: Option<(usize, String)>,
    /// The zone of each open element that has one.
    zones: Vec<Zone>,
    /// The number of the last point of each open list; `None` for bullets.
    lists: Vec<Option<u32>>,
    /// The bullet or number that the next line starts with.
    bullet: String,
}

/// The zone that an element gives its text.
fn zone(role: Role) -> Option<Zone> {
    Some(match role {
        Role::Heading => Zone::Subhead,
        Role::Quote => Zone::Quote,
        Role::Point => Zone::Point,
        Role::Caption => Zone::Caption,
        Role::Lines => Zone::Code,
        Role::Aside => Zone::Furniture,
        _ => return None,
    })
}

impl Writer<'_> {
    fn open(&mut self, tag: &Tag, role: Role) {
        match role {
            Role::Link => {
                self.end_link();
                let url = tag.get("href").and_then(|href| resolve(self.base, &href));
                self.link = url.map(|url| (self.text.len(), url));
                return;
            }
            // A heading or caption set in two lines is still one.
            Role::Break if self.keeps_lines_together() => return self.text.push(' '),
            _ => self.end_line(),
        }
        match role {
            Role::Bullets => self.lists.push(None),
            Role::Numbers => {
                let start = tag.get("start").and_then(|s| s.parse::<u32>().ok()).unwrap_or(1);
                self.lists.push(Some(start.saturating_sub(1)));
            }
            Role::Point => self.point(),
            _ => {}
        }
        if let Some(zone) = zone(role) {
            // What is set aside stays so, whatever is in it; a quote in a point is a quote.
            let outer = self
                .zones
                .last()
                .copied()
                .filter(|z| matches!(z, Zone::Furniture | Zone::Caption));
            self.zones.push(outer.unwrap_or(zone));
        }
    }

    fn keeps_lines_together(&self) -> bool {
        matches!(self.zones.last(), Some(Zone::Subhead | Zone::Caption))
    }

    fn point(&mut self) {
        self.bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "• ".to_owned(),
        };
    }

    fn close(&mut self, role: Role) {
        match role {
            Role::Link => return self.end_link(),
            Role::Break => return,
            _ => self.end_line(),
        }
        match role {
            Role::Bullets | Role::Numbers => {
                self.lists.pop();
            }
            Role::Point => self.bullet.clear(),
            _ => {}
        }
        if zone(role).is_some() {
            self.zones.pop();
        }
    }

    fn text(&mut self, raw: &str) {
        let text = entity::decode(raw);
        if self.zones.last() != Some(&Zone::Code) {
            return self.text.push_str(&text);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.text.push_str(line);
        }
    }

    fn end_link(&mut self) {
        if let Some((start, url)) = self.link.take() {
            self.links.push((start..self.text.len(), url));
        }
    }

    fn end_line(&mut self) {
        // A link over several paragraphs is a link in each.
        let link = self.link.take();
        if let Some((start, url)) = &link
            && self.text.get(*start..).is_some_and(|t| !t.trim().is_empty())
        {
            self.links.push((*start..self.text.len(), url.clone()));
        }
        let zone = self.zones.last().copied().unwrap_or(Zone::Text);
        let mut text = std::mem::take(&mut self.text);
        let mut links = std::mem::take(&mut self.links);
        self.link = link.map(|(_, url)| (0, url));
        if text.trim().is_empty() {
            return;
        }
        let bullet = std::mem::take(&mut self.bullet);
        if !bullet.is_empty() {
            text.insert_str(0, &bullet);
            let shift = bullet.len();
            for (r, _) in &mut links {
                *r = r.start + shift..r.end + shift;
            }
        }
        self.lines.push(Line { zone, text, links });
    }

    /// One line a row, its cells parted by ` | `.
    fn table(&mut self, events: &[Event], range: Range<usize>) {
        self.end_line();
        self.zones.push(Zone::Code);
        let mut hidden_to = 0;
        for (at, event) in events.iter().enumerate().take(range.end).skip(range.start + 1) {
            match event {
                _ if at < hidden_to => {}
                Event::Open {
                    role: Role::Hidden,
                    end,
                    ..
                } => hidden_to = end + 1,
                Event::Open { role: Role::Row, .. } => self.end_line(),
                Event::Open { role: Role::Cell, .. } if !self.text.is_empty() => self.text.push_str(" | "),
                Event::Open {
                    tag,
                    role: Role::Link,
                    ..
                } => self.open(tag, Role::Link),
                Event::Close(Role::Link) => self.end_link(),
                Event::Open {
                    role: Role::Caption, ..
                } => {
                    self.end_line();
                    self.zones.push(Zone::Caption);
                }
                Event::Close(Role::Caption) => {
                    self.end_line();
                    self.zones.pop();
                }
                Event::Text(text) => self.cell(text),
                Event::Open { .. } => self.text.push(' '),
                Event::Close(_) => {}
            }
        }
        self.end_line();
        self.zones.pop();
    }

    /// White space between rows and cells is not text.
    fn cell(&mut self, raw: &str) {
        let text = entity::decode(raw);
        if !text.trim().is_empty() {
            self.text
                .extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
        }
    }
}
