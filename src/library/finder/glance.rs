//! A look at one thing that was found, before it is opened: the passage with what was looked for.

use std::ops::Range;

use super::{Goal, within};
use crate::article::body::Zone;
use crate::entity::Kind;
use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{Filter, Header, RowId, View};
use crate::query::{self, Today};
use crate::text::pattern::Pattern;
use crate::text::{Clean, slice};

/// Passages shown at once.
const PASSAGES: usize = 4;
/// Stories shown of an outlet or a tag.
const STORIES: usize = 8;

/// What is to be seen of a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// In order.
    pub said: Vec<Said>,
}

/// One thing to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A story.
    Story(Box<Header>),
    /// A name: its text, kind, stories and other spellings.
    Name(Clean, Kind, u32, Vec<Clean>),
    /// What it is called.
    Head(Clean),
    /// A passage, with bytes of it to light.
    Passage(Clean, Vec<Range<u32>>),
}

impl Reader {
    /// What there is to see of a thing that was found by what was typed.
    pub fn glance(&self, goal: &Goal, typed: &str, today: Today) -> Result<Glance, LibraryError> {
        let pattern = Pattern::new(&within::words(typed));
        let said = match goal {
            Goal::Story(row) => self.story_said(*row, &pattern, None)?,
            Goal::Passage(row, start, end) => self.story_said(*row, &pattern, Some(*start..*end))?,
            Goal::Name(id) => {
                let Some(name) = self.name(*id)? else {
                    return Ok(Glance::default());
                };
                let mut others = self.spellings(*id)?;
                others.retain(|spelling| *spelling != name.text);
                let mut said = vec![Said::Name(name.text, name.kind, name.stories, others)];
                let quotes = self.mentions(*id, 0)?.quotes;
                said.extend(
                    quotes
                        .into_iter()
                        .take(PASSAGES)
                        .map(|q| Said::Passage(q.sentence, vec![q.within])),
                );
                said
            }
            Goal::Outlet(outlet) => self.newest_said(outlet, |f| f.outlet = Some(outlet.clone()))?,
            Goal::Tag(tag) => self.newest_said(tag, |f| f.tag = Some(tag.clone()))?,
            Goal::Search(query) => self.answering_said(query, today)?,
            Goal::Own(_) => Vec::new(),
        };
        Ok(Glance { said })
    }

    fn newest_said(&self, head: &Clean, narrow: impl FnOnce(&mut Filter)) -> Result<Vec<Said>, LibraryError> {
        let mut view = View::default();
        narrow(&mut view.filter);
        Ok(headed(head, self.newest(&view, STORIES)?))
    }

    /// A saved search and the first stories that answer it, in whatever spelling of its names; none where it cannot be read.
    fn answering_said(&self, typed: &Clean, today: Today) -> Result<Vec<Said>, LibraryError> {
        let Ok(query) = query::parse(typed) else {
            return Ok(vec![Said::Head(typed.clone())]);
        };
        let mut rows = self.ordered_surely(&View::of(query, today))?;
        rows.truncate(STORIES);
        Ok(headed(typed, self.headers(&rows)?))
    }

    fn story_said(
        &self,
        row: RowId,
        pattern: &Pattern,
        at: Option<Range<u32>>,
    ) -> Result<Vec<Said>, LibraryError> {
        let Some(story) = self.story(row)? else {
            return Ok(Vec::new());
        };
        let body = &story.article.body;
        let mut said = vec![Said::Story(Box::new(story.header))];
        let hits = match at {
            Some(at) if !at.is_empty() => vec![at],
            _ => pattern
                .find_all(body.text())
                .map(|(_, hits)| hits)
                .unwrap_or_default(),
        };
        let tells =
            |zone: Zone| !matches!(zone, Zone::Headline | Zone::Dateline | Zone::Byline) && !zone.set_aside();
        let texts = || body.blocks().iter().filter(|b| tells(b.zone));
        let paragraph = |bytes: Range<usize>| {
            let text = body.slice(bytes.clone());
            let (from, to) = (bytes.start as u32, bytes.end as u32);
            let inside = hits.iter().filter(|h| h.start >= from && h.end <= to);
            let lit: Vec<_> = inside.map(|h| h.start - from..h.end - from).collect();
            (Clean::new(text), lit, text.len())
        };
        let all = texts().map(|b| paragraph(b.bytes()));
        // Bytes count only where cleaning changed nothing, which it never does to what is kept.
        let all: Vec<_> = all
            .map(|(text, lit, len)| {
                if text.len() == len {
                    (text, lit)
                } else {
                    (text, Vec::new())
                }
            })
            .collect();
        let held: Vec<_> = all
            .iter()
            .filter(|(_, lit)| !lit.is_empty())
            .take(PASSAGES)
            .cloned()
            .collect();
        let shown = if held.is_empty() {
            all.into_iter().take(PASSAGES).collect()
        } else {
            held
        };
        said.extend(shown.into_iter().map(|(text, lit)| around(&text, lit)));
        Ok(said)
    }
}

/// Stories under what they have in common.
fn headed(head: &Clean, stories: Vec<Header>) -> Vec<Said> {
    let stories = stories.into_iter().map(|header| Said::Story(Box::new(header)));
    std::iter::once(Said::Head(head.clone())).chain(stories).collect()
}

/// Most bytes of a passage.
const LONG: usize = 600;

/// A long paragraph from shortly before its first hit on.
fn around(text: &Clean, lit: Vec<Range<u32>>) -> Said {
    let first = lit.first().map_or(0, |hit| hit.start as usize);
    if text.len() <= LONG {
        return Said::Passage(text.clone(), lit);
    }
    let border = |at: usize| {
        (0..=at.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0)
    };
    let from = if first > LONG / 2 {
        border(first - LONG / 4)
    } else {
        0
    };
    let to = border(from + LONG);
    let part = slice(text, from..to);
    let before = if from > 0 { "…" } else { "" };
    let shown = Clean::new(&format!("{before}{}…", part.trim()));
    let trimmed = part.len() - part.trim_start().len();
    let shift = |at: u32| {
        (at as usize + before.len())
            .checked_sub(from + trimmed)
            .map(|at| at as u32)
    };
    let lit = lit
        .iter()
        .filter(|hit| hit.end as usize <= to && hit.start as usize >= from + trimmed);
    let lit = lit
        .filter_map(|hit| Some(shift(hit.start)?..shift(hit.end)?))
        .collect();
    Said::Passage(shown, lit)
}
