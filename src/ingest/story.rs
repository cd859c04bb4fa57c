//! A story on its way from a file to an [`Article`]: what every format fills in, and the rules that all share.
//!
//! Formats differ in how they name the parts of a story, not in what follows from them: where the headline
//! stands, what a missing date becomes, how a link finds its words in the canonical body.

mod line;

use std::collections::HashSet;

use crate::article::Article;
use crate::article::body::{Body, Link, Zone};
use crate::article::byline::Byline;
use crate::article::date::{Date, Precision};
use crate::article::dateline::Dateline;
use crate::article::language::Language;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::format::{self, Source};
use crate::ingest::when;
use crate::text::Clean;

pub(crate) use line::{Line, resolve};

/// How many paragraphs from the top may repeat the headline.
const HEADLINE_WITHIN: usize = 4;
/// Longest headline made of a first sentence, in characters.
const DERIVED: usize = 160;

/// What a file says of a story, uncleaned. [`Story::finish`] applies the rules that all formats share.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub headline: String,
    /// Whether the headline is a first sentence that an earlier reading took.
    pub derived: bool,
    pub decks: Vec<String>,
    pub lines: Vec<Line>,
    pub bylines: Vec<Byline>,
    pub dateline: Option<Dateline>,
    pub outlet: String,
    pub date: String,
    /// Whether the date stands for one that the file does not give.
    pub inferred: bool,
    pub updated: String,
    pub language: String,
    pub url: String,
    pub guid: String,
    pub tags: Vec<String>,
    pub summary: String,
    pub notices: Vec<Notice>,
}

impl Story {
    /// Adds one oddity.
    pub(crate) fn notice(&mut self, kind: NoticeKind, detail: &str) {
        self.notices.push(Notice::new(kind, detail));
    }

    /// Makes the draft.
    pub(crate) fn finish(mut self, source: &Source) -> Draft {
        let headline = Clean::new(&self.headline);
        self.drop_repeated_headline(&headline);
        self.mark_repeated_captions();
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len() + 1 + self.decks.len());
        if !self.derived {
            lines.push(Line::of(Zone::Headline, &headline));
        }
        lines.extend(self.decks.iter().map(|d| Line::of(Zone::Deck, d)));
        lines.append(&mut self.lines);
        let (body, links) = joined(&lines);
        if body.text().is_empty() {
            self.notice(NoticeKind::Empty, "");
        }
        let derived = self.derived || headline.is_empty();
        let language = language(body.text(), &self.language);
        let at = home_offset(language);
        let date = self.date(at).or(source.modified.map(Date::inferred));
        let updated = std::mem::take(&mut self.updated);
        let updated = self.read_date(&updated, at);
        let mut draft = format::draft(Article {
            headline: if headline.is_empty() {
                first_sentence(&body)
            } else {
                headline
            },
            derived: derived && !body.text().is_empty(),
            bylines: unique(std::mem::take(&mut self.bylines)),
            dateline: self.dateline.take(),
            outlet: some(&self.outlet),
            date,
            updated,
            language,
            url: some(&self.url),
            guid: some(&self.guid),
            tags: self.tags.iter().filter_map(|t| some(t)).collect(),
            summary: some(&self.summary),
            items: Vec::new(),
            links,
            body,
        });
        draft.notices = self.notices;
        draft
    }

    fn date(&mut self, at: i16) -> Option<Date> {
        let raw = std::mem::take(&mut self.date);
        let inferred = self.inferred;
        self.read_date(&raw, at)
            .map(|d| if inferred { d.inferred() } else { d })
    }

    fn read_date(&mut self, raw: &str, at: i16) -> Option<Date> {
        if raw.trim().is_empty() {
            return None;
        }
        let date = when::read(raw, at);
        if date.is_none() {
            let shown: String = raw.chars().take(60).collect();
            self.notice(NoticeKind::BadDate, &shown);
        }
        date
    }

    /// The headline is the first block; the same words again near the top are left out.
    fn drop_repeated_headline(&mut self, headline: &Clean) {
        let same = |line: &Line| {
            matches!(line.zone, Zone::Headline | Zone::Subhead | Zone::Text)
                && Clean::new(&line.text) == *headline
        };
        if self.derived || headline.is_empty() {
            return;
        }
        let near = self.lines.iter().take(HEADLINE_WITHIN);
        if let Some(at) = near.enumerate().find(|(_, line)| same(line)).map(|(at, _)| at) {
            self.lines.remove(at);
        }
    }

    fn mark_repeated_captions(&mut self) {
        let mut seen = HashSet::new();
        for line in &mut self.lines {
            if line.zone == Zone::Caption && !seen.insert(Clean::new(&line.text)) {
                line.zone = Zone::Repeat;
            }
        }
    }
}

/// A draft of a file or record that could not be read: its words are shown as they are, with the reason.
pub(crate) fn fault(source: &Source, headline: &str, shown: &str, reason: Notice) -> Draft {
    let story = Story {
        headline: headline.to_owned(),
        lines: shown.lines().map(|l| Line::of(Zone::Text, l)).collect(),
        ..Story::default()
    };
    let mut draft = story.finish(source);
    draft.notices.clear();
    draft.fault = Some(reason);
    draft
}

/// Moves dates given in UTC to the hours of the story's language: a day is the day of its readers.
pub(crate) fn at_home(article: &mut Article) {
    let offset = home_offset(article.language);
    for date in [&mut article.date, &mut article.updated].into_iter().flatten() {
        if date.offset == 0 && date.precision == Precision::Time && !date.inferred {
            date.offset = offset;
        }
    }
}

fn some(raw: &str) -> Option<Clean> {
    Some(Clean::new(raw)).filter(|c| !c.is_empty())
}

fn unique(bylines: Vec<Byline>) -> Vec<Byline> {
    let mut seen = HashSet::new();
    bylines
        .into_iter()
        .filter(|b| seen.insert((b.name.clone(), b.address.clone())))
        .collect()
}

fn joined(lines: &[Line]) -> (Body, Vec<Link>) {
    let cleaned: Vec<_> = lines
        .iter()
        .map(Line::cleaned)
        .filter(|c| !c.text.is_empty())
        .collect();
    let body = Body::from_paragraphs(cleaned.iter().map(|c| [(c.zone, c.text.as_str())]));
    let mut links = Vec::new();
    // Only when each line gave one block do blocks and lines go together.
    if body.blocks().len() == cleaned.len() {
        for (block, line) in body.blocks().iter().zip(&cleaned) {
            let same = body.slice(block.bytes()) == line.text;
            for (words, url) in &line.links {
                let words = if same { words.clone() } else { 0..0 };
                links.push(Link {
                    bytes: block.start + words.start as u32..block.start + words.end as u32,
                    url: url.clone(),
                });
            }
        }
    }
    (body, links)
}

/// Letters say the language; the file's word decides between Chinese and Japanese, which share letters, and
/// where there are no letters.
fn language(text: &str, tag: &str) -> Language {
    use Language::{Ja, Und, Zh};
    let tag = Language::from_tag(tag.trim());
    match (Language::of(text), tag) {
        (Und | Ja | Zh, Some(tag @ (Ja | Zh))) | (Und, Some(tag)) => tag,
        (letters, _) => letters,
    }
}

/// The offset in minutes at which a paper of this language counts its days.
fn home_offset(language: Language) -> i16 {
    match language {
        Language::Ko | Language::Ja => 540,
        Language::Zh => 480,
        Language::En | Language::Und => 0,
    }
}

/// The first sentence of the first paragraph that counts for the story.
fn first_sentence(body: &Body) -> Clean {
    let all = || body.blocks().iter();
    let text = all().find(|b| b.zone.counts()).or_else(|| all().next());
    let text = text.map_or("", |b| body.slice(b.bytes()));
    Clean::new(sentence(text.strip_prefix("• ").unwrap_or(text)))
}

fn sentence(text: &str) -> &str {
    let mut chars = text.char_indices().take(DERIVED).peekable();
    while let Some((_, c)) = chars.next() {
        let wide = matches!(c, '。' | '！' | '？');
        if !wide && !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        while chars
            .next_if(|(_, c)| matches!(c, '"' | '\'' | '”' | '’' | '」' | '』' | ')' | '…' | '.'))
            .is_some()
        {}
        match chars.peek() {
            Some((at, next)) if wide || next.is_whitespace() => return text.get(..*at).unwrap_or(text),
            _ => {}
        }
    }
    text.char_indices()
        .nth(DERIVED)
        .and_then(|(at, _)| text.get(..at))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source<'static> {
        Source {
            name: "a.md",
            text: "",
            modified: Date::day(2025, 8, 22, 540),
        }
    }

    fn zones(draft: &Draft) -> Vec<(Zone, String)> {
        let body = &draft.article.body;
        body.blocks()
            .iter()
            .map(|b| (b.zone, body.slice(b.bytes()).to_owned()))
            .collect()
    }

    #[test]
    fn the_headline_stands_once_and_first() {
        let story = Story {
            headline: "하늘전자, 새 칩 공개".into(),
            decks: vec!["전력은 절반".into()],
            lines: vec![
                Line::of(Zone::Subhead, "하늘전자,  새 칩 공개"),
                Line::of(Zone::Text, "하늘전자가 새 칩을 냈다."),
            ],
            ..Story::default()
        };
        let draft = story.finish(&source());
        assert_eq!(
            zones(&draft),
            [
                (Zone::Headline, "하늘전자, 새 칩 공개".into()),
                (Zone::Deck, "전력은 절반".into()),
                (Zone::Text, "하늘전자가 새 칩을 냈다.".into()),
            ]
        );
        assert!(!draft.article.derived);
        assert!(draft.article.date.unwrap().inferred);
    }

    #[test]
    fn without_a_headline_the_first_sentence_stands_in() {
        for (text, expected) in [
            ("값은 3.5배 올랐다. 이유는 모른다.", "값은 3.5배 올랐다."),
            ("“문을 닫는다.” 그가 말했다.", "“문을 닫는다.”"),
            ("新工場が動き出した。来年は二棟目だ。", "新工場が動き出した。"),
            ("工厂开工了！明年再建。", "工厂开工了！"),
            ("No end here", "No end here"),
        ] {
            let story = Story {
                lines: vec![Line::of(Zone::Text, text)],
                ..Story::default()
            };
            let article = story.finish(&source()).article;
            assert_eq!((&*article.headline, article.derived), (expected, true), "{text}");
            assert_eq!(article.body.in_zone(Zone::Headline).count(), 0);
        }
    }

    #[test]
    fn a_caption_that_stands_twice_is_set_aside_once() {
        let lines = ["항구의 새벽", "항구의  새벽", "다른 사진"]
            .map(|c| Line::of(Zone::Caption, c))
            .to_vec();
        let draft = Story {
            lines,
            ..Story::default()
        }
        .finish(&source());
        let zones: Vec<_> = zones(&draft).into_iter().map(|(z, _)| z).collect();
        assert_eq!(zones, [Zone::Caption, Zone::Repeat, Zone::Caption]);
    }

    #[test]
    fn a_date_that_cannot_be_is_said_and_ignored() {
        let story = Story {
            date: "2025-02-30".into(),
            lines: vec![Line::of(Zone::Text, "가을이 왔다.")],
            ..Story::default()
        };
        let draft = story.finish(&source());
        assert_eq!(draft.notices, [Notice::new(NoticeKind::BadDate, "2025-02-30")]);
        assert!(draft.article.date.unwrap().inferred);
    }

    #[test]
    fn a_day_is_counted_where_its_paper_is() {
        for (text, date) in [
            ("가을이 왔다", 540),
            ("秋が来ました", 540),
            ("秋天来了。", 480),
            ("Autumn is here", 0),
        ] {
            let lines = vec![Line::of(Zone::Text, text)];
            let draft = Story {
                date: "2025-09-01".into(),
                lines,
                ..Story::default()
            }
            .finish(&source());
            assert_eq!(draft.article.date.unwrap().offset, date, "{text}");
        }
    }
}
