//! The reader: one story, its lines, and where we are in it.

mod facts;
pub mod lines;
mod noted;
pub mod selection;

use std::ops::Range;
use std::sync::Arc;

use crate::app::words::Words;
use crate::article::anchor::Anchor;
use crate::article::body::Zone;
use crate::library::edit::Edit;
use crate::library::note::{NoteId, Noted};
use crate::library::value::{RowId, Story};
use crate::query::Lights;
use crate::text::pattern::{Pattern, Tier};
use crate::text::{Clean, sentence};
pub use facts::facts;
use lines::{Lines, Measure, Source};
use selection::{Page, Selection};

/// What is lit in the text and stepped through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lit {
    /// Where, in order; bytes of the body.
    pub hits: Vec<Range<u32>>,
    /// Which of them is the current one.
    pub current: usize,
    /// How they answer what was looked for.
    pub tier: Option<Tier>,
}

/// The reader's state.
#[derive(Debug, Default)]
pub struct Reader {
    story: Option<Arc<Story>>,
    lines: Arc<Lines>,
    measure: Option<Measure>,
    top: usize,
    /// The byte that must stay at the top when lines are broken anew.
    anchor: u32,
    height: usize,
    /// The story as it is on disk now, where that is not the text that is shown.
    newer: Option<Arc<Story>>,
    /// Whether the lines show something that has changed since.
    stale: bool,
    /// Whether the story is only looked at while the list's cursor rests on it.
    pub preview: bool,
    /// What is lit.
    pub lit: Lit,
    /// What is chosen of the text.
    pub selection: Option<Selection>,
    /// The note that was gone to.
    pub note: Option<NoteId>,
}

/// Letters from the top on by which a place is found again in another text.
const REMEMBERED: usize = 60;

/// Where the words that stand at a byte of one text stand in another; the same byte where they do not.
fn moved(from: &str, byte: u32, to: &str) -> u32 {
    if byte == 0 {
        return 0;
    }
    let rest = from.get(byte as usize..).unwrap_or_default();
    let letters = rest.chars().take_while(|c| *c != '\n').take(REMEMBERED);
    let end = byte + letters.map(|c| c.len_utf8() as u32).sum::<u32>();
    let anchor = Anchor::new(from, byte..end);
    let found = anchor.and_then(|anchor| anchor.find(to).at());
    found.map_or(byte.min(to.len() as u32), |at| at.start)
}

impl Reader {
    /// The story.
    pub fn story(&self) -> Option<&Arc<Story>> {
        self.story.as_ref()
    }

    /// Its row.
    pub fn row(&self) -> Option<RowId> {
        self.story.as_ref().map(|s| s.header.row)
    }

    /// Its lines at the present width.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The measure that the lines were broken to.
    pub fn measure(&self) -> Option<Measure> {
        self.measure
    }

    /// The first line shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Lines that fit.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The byte of the body at the top; 0 at the very top.
    pub fn top_byte(&self) -> u32 {
        self.anchor
    }

    /// How far we are, in percent of what can be scrolled; 100 if all is seen.
    pub fn percent(&self) -> u8 {
        let done = (self.top * 100).checked_div(self.last_top());
        done.map_or(100, |percent| percent.min(100) as u8)
    }

    /// Whether the end is seen.
    pub fn at_end(&self) -> bool {
        self.top >= self.last_top() && !self.lines.partial
    }

    /// Puts a story in, at a byte of its body. The same story, read anew, keeps its place.
    pub fn show(&mut self, story: Arc<Story>, byte: u32, words: &Words) {
        let same = self.row() == Some(story.header.row);
        self.anchor = if same && byte == 0 { self.anchor } else { byte };
        if !same {
            self.lit = Lit::default();
            self.note = None;
        }
        // Another text has other letters at these bytes.
        let stays = |old: &Arc<Story>| same && old.article.body.text() == story.article.body.text();
        if !self.story.as_ref().is_some_and(stays) {
            self.selection = None;
        }
        self.story = Some(story);
        self.newer = None;
        self.break_lines(words);
    }

    /// Whether the file has another text by now.
    pub fn has_newer(&self) -> bool {
        self.newer.is_some()
    }

    /// Keeps a newer text of the story at hand for when the reader asks for it, instead of moving what is read; `false`
    /// if its text is the one shown.
    pub fn hold_newer(&mut self, story: &Arc<Story>) -> bool {
        let Some(shown) = &mut self.story else {
            return false;
        };
        let other =
            shown.header.row == story.header.row && shown.article.body.text() != story.article.body.text();
        if other {
            Arc::make_mut(shown).header.marks = story.header.marks;
            self.newer = Some(Arc::clone(story));
        }
        other
    }

    /// The newer text, and the byte of it where what stands at the top now stands.
    pub fn take_newer(&mut self) -> Option<(Arc<Story>, u32)> {
        let newer = self.newer.take()?;
        let byte = self.story.as_ref().map_or(0, |shown| {
            moved(shown.article.body.text(), self.anchor, newer.article.body.text())
        });
        // It is another text: nothing of the old lines holds.
        self.anchor = byte;
        self.lit = Lit::default();
        Some((newer, byte))
    }

    /// Takes the story out.
    pub fn clear(&mut self) {
        let measure = self.measure;
        let height = self.height;
        *self = Self {
            measure,
            height,
            ..Self::default()
        };
    }

    /// Says how the text is broken and how many lines fit; what stood at the top stays there.
    pub fn fit(&mut self, measure: Measure, height: usize, words: &Words) {
        let broken = self.measure == Some(measure) && !self.stale;
        self.height = height.max(1);
        self.measure = Some(measure);
        if broken {
            self.top = self.lines.line_of(self.anchor).min(self.last_top());
        } else {
            self.break_lines(words);
        }
    }

    /// Says that the lines hold words that are no longer those of the screen: they are broken anew when next fitted.
    pub fn unfit(&mut self) {
        self.stale = true;
    }

    /// Takes lines that a worker broke, if they are for this story and measure.
    pub fn take_lines(&mut self, row: RowId, measure: Measure, lines: Arc<Lines>) {
        if self.row() == Some(row) && self.measure == Some(measure) {
            self.lines = lines;
            self.top = self.lines.line_of(self.anchor).min(self.last_top());
        }
    }

    fn break_lines(&mut self, words: &Words) {
        let (Some(story), Some(measure)) = (&self.story, self.measure) else {
            return;
        };
        // The part down to the place of reading must be there at once.
        let limit = lines::AT_ONCE.max(self.anchor as usize + lines::AT_ONCE / 4);
        self.lines = Arc::new(Lines::new(story, measure, words, limit));
        self.stale = false;
        self.top = self.lines.line_of(self.anchor).min(self.last_top());
    }

    /// Scrolls by lines.
    pub fn scroll(&mut self, by: isize) {
        self.scroll_to(self.top.saturating_add_signed(by));
    }

    /// Scrolls a line to the top, or the last page.
    pub fn scroll_to(&mut self, line: usize) {
        self.top = line.min(self.last_top());
        self.anchor = self.lines.byte_at(self.top);
    }

    /// Scrolls so that a byte of the body is seen, a third down if it was not.
    pub fn reveal(&mut self, byte: u32) {
        let line = self.lines.line_of(byte);
        if !(self.top..self.top + self.height).contains(&line) {
            self.scroll_to(line.saturating_sub(self.height / 3));
        }
    }

    /// Scrolls to the next or the last beginning of a paragraph.
    pub fn paragraph(&mut self, forward: bool) {
        let begins = |l: &lines::Line| l.first && l.source == Source::Body;
        let lines = &self.lines.lines;
        let found = if forward {
            lines
                .iter()
                .enumerate()
                .skip(self.top + 1)
                .find(|(_, l)| begins(l))
                .map(|(i, _)| i)
        } else {
            lines
                .iter()
                .enumerate()
                .take(self.top)
                .rev()
                .find(|(_, l)| begins(l))
                .map(|(i, _)| i)
        };
        self.scroll_to(found.unwrap_or(if forward { self.last_top() } else { 0 }));
    }

    /// Scrolls to the next or the last line in which a sentence begins.
    pub fn sentence(&mut self, forward: bool) {
        let Some(story) = &self.story else { return };
        let body = &story.article.body;
        let here = self.lines.byte_at(self.top);
        let mut begins: Vec<u32> = Vec::new();
        for block in body.blocks().iter().filter(|b| !b.zone.set_aside()) {
            begins.extend(
                sentence::sentences(body.slice(block.bytes()))
                    .iter()
                    .map(|s| block.start + s.start),
            );
        }
        let lines: Vec<usize> = begins.iter().map(|b| self.lines.line_of(*b)).collect();
        let found = if forward {
            lines.iter().copied().filter(|l| *l > self.top).min()
        } else {
            lines.iter().copied().filter(|l| *l < self.top).max()
        };
        debug_assert!(here as usize <= body.text().len());
        self.scroll_to(found.unwrap_or(if forward { self.last_top() } else { 0 }));
    }

    /// Lights every place that answers a query which may still be being typed; returns how many. The current one is
    /// the first at or after the top.
    pub fn find(&mut self, query: &str) -> usize {
        self.light_found(|text| Pattern::new(query).find_all(text))
    }

    /// Lights what answers a search; returns how many places.
    pub fn light_search(&mut self, lights: &Lights) -> usize {
        let found = self.story.as_ref().map(|s| lights.find(s.article.body.text()));
        let (tier, mut hits) = found.unwrap_or_default();
        if tier == Some(Tier::Typed) {
            self.leave_parts_of_names(&mut hits);
        }
        let n = self.light(hits);
        self.lit.tier = tier;
        n
    }

    fn light_found(&mut self, find: impl Fn(&str) -> Option<(Tier, Vec<Range<u32>>)>) -> usize {
        let found = self.story.as_ref().and_then(|s| find(s.article.body.text()));
        let (tier, hits) = found.unzip();
        let mut hits = hits.unwrap_or_default();
        if tier == Some(Tier::Typed) {
            self.leave_parts_of_names(&mut hits);
        }
        let n = self.light(hits);
        self.lit.tier = tier;
        n
    }

    /// Initials fit many words: where some of them are those of a name, others that begin within a name go.
    fn leave_parts_of_names(&self, hits: &mut Vec<Range<u32>>) {
        let mentions = self
            .story
            .as_ref()
            .map(|s| s.found.mentions.as_slice())
            .unwrap_or_default();
        if hits.iter().any(|h| mentions.iter().any(|m| m.start == h.start)) {
            hits.retain(|h| !mentions.iter().any(|m| m.start < h.start && h.start < m.end));
        }
    }

    /// Lights the mentions of one of the story's names; returns how many.
    pub fn light_name(&mut self, index: u16) -> usize {
        let mentions = self
            .story
            .as_ref()
            .map(|s| s.found.mentions.as_slice())
            .unwrap_or_default();
        let hits = mentions
            .iter()
            .filter(|m| m.name == index)
            .map(|m| m.start..m.end)
            .collect();
        self.light(hits)
    }

    /// Lights one place; returns 1 if it is shown.
    pub fn light_place(&mut self, place: Range<u32>) -> usize {
        self.light(std::iter::once(place).collect())
    }

    fn light(&mut self, mut hits: Vec<Range<u32>>) -> usize {
        let hidden = self.hidden();
        hits.retain(|hit| !hidden.iter().any(|h| h.start <= hit.start && hit.end <= h.end));
        let from = self.lines.byte_at(self.top);
        let current = hits.iter().position(|h| h.start >= from).unwrap_or(0);
        self.lit = Lit {
            hits,
            current,
            tier: None,
        };
        self.lit.hits.len()
    }

    /// Stretches of the body that are not shown.
    fn hidden(&self) -> Vec<Range<u32>> {
        let asides = self.measure.is_some_and(|m| m.asides);
        let Some(story) = self.story.as_ref().filter(|_| !asides) else {
            return Vec::new();
        };
        let hides = |z: Zone| z.set_aside() || z == Zone::Byline;
        story
            .article
            .body
            .blocks()
            .iter()
            .filter(|b| hides(b.zone))
            .map(|b| b.start..b.end)
            .collect()
    }

    /// Goes to the current hit, so that it is seen.
    pub fn reveal_current(&mut self) {
        if let Some(hit) = self.lit.hits.get(self.lit.current) {
            self.reveal(hit.start);
        }
    }

    /// Steps to the next or the last hit and shows it; `false` at the end.
    pub fn step_hit(&mut self, forward: bool) -> bool {
        let next = if forward {
            self.lit.current + 1
        } else {
            self.lit.current.wrapping_sub(1)
        };
        if next >= self.lit.hits.len() {
            return false;
        }
        self.lit.current = next;
        self.reveal_current();
        true
    }

    /// Shows an edit on the story at hand.
    pub fn apply(&mut self, edit: &Edit) {
        let Some(story) = self
            .story
            .as_mut()
            .filter(|s| Some(s.header.story) == edit.story())
        else {
            return;
        };
        let story = Arc::make_mut(story);
        if edit.note().is_none() {
            edit.show(&mut story.header.marks);
        }
        noted::apply(story, edit);
        if let Edit::Tag { tag, on, .. } = edit {
            self.stale = true;
            story.tags.retain(|t| t != tag);
            if *on {
                story.tags.push(tag.clone());
            }
        }
    }

    /// The story as selections see it.
    pub fn page(&self) -> Option<Page<'_>> {
        Some(Page {
            story: self.story.as_deref()?,
            lines: &self.lines,
            ruler: self.measure?.ruler,
        })
    }

    /// Moves or stretches what is chosen; the caret stays in view.
    pub fn select(&mut self, act: impl FnOnce(&mut Selection, Page)) {
        let (Some(mut selection), Some(page)) = (self.selection, self.page()) else {
            return;
        };
        act(&mut selection, page);
        self.selection = Some(selection);
        self.keep_in_view(selection.caret());
    }

    /// The note that was gone to.
    pub fn noted(&self) -> Option<&Noted> {
        let id = self.note?;
        self.story.as_ref()?.notes.iter().find(|n| n.note.id == id)
    }

    /// The bytes that are chosen.
    pub fn chosen(&self) -> Option<Range<u32>> {
        Some(self.selection?.bytes(self.page()?))
    }

    /// Scrolls as little as needed for a byte to be seen.
    fn keep_in_view(&mut self, byte: u32) {
        let line = self.lines.line_of(byte);
        if line < self.top {
            self.scroll_to(line);
        } else if line >= self.top + self.height {
            self.scroll_to(line + 1 - self.height);
        }
    }

    fn last_top(&self) -> usize {
        self.lines.lines.len().saturating_sub(self.height)
    }
}

/// The line under the headline: who, which outlet, where, when, how long, what is marked.
pub fn meta(story: &Story, words: &Words) -> Clean {
    let article = &story.article;
    let mut parts: Vec<String> = Vec::new();
    if story.header.derived {
        parts.push(words.get("reader.derived").to_owned());
    }
    for byline in &article.bylines {
        let role = byline.role.as_ref().map_or(String::new(), |r| format!(" {r}"));
        parts.push(format!("{}{role}", byline.name));
    }
    parts.extend(article.outlet.as_ref().map(ToString::to_string));
    if let Some(dateline) = &article.dateline {
        parts.push(dateline.place.to_string());
    }
    if let Some(date) = article.date {
        let mut text = words.long_date(date).to_string();
        if date.inferred {
            text = words.fill("date.inferred", &[("date", &text)]).to_string();
        }
        parts.push(text);
    }
    parts.push(
        words
            .fill("reader.minutes", &[("n", &minutes(story).to_string())])
            .to_string(),
    );
    parts.extend(story.tags.iter().map(|t| format!("#{t}")));
    Clean::new(&parts.join(" · "))
}

/// Minutes that reading takes: 500 CJK characters or 230 other words a minute, at least one.
fn minutes(story: &Story) -> usize {
    let body = &story.article.body;
    let shown = body.blocks().iter().filter(|b| !b.zone.set_aside());
    let (mut cjk, mut words) = (0, 0);
    for block in shown {
        let text = body.slice(block.bytes());
        cjk += text
            .chars()
            .filter(|c| ('\u{3040}'..='\u{D7A3}').contains(c))
            .count();
        words += text
            .split_whitespace()
            .filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic()))
            .count();
    }
    (cjk / 500 + words / 230).max(1)
}
