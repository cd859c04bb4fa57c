//! A story on its way from a file to an [`Article`]: what every format fills in, and the rules that all share.
//!
//! Formats differ in how they name the parts of a story, not in what follows from them: where the headline
//! stands, what a missing date becomes, how a link finds its words in the canonical body.

mod line;

use std::collections::HashSet;

use crate::article::Article;
use crate::article::body::{Link, Zone};
use crate::article::byline::Byline;
use crate::article::date::{Date, Precision};
use crate::article::dateline::Dateline;
use crate::article::language::Language;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::format::{self, Source};
use crate::ingest::{html, text, when};
use crate::text::Clean;
use crate::text::letter::is_plain;

use line::Cleaned;
pub(crate) use line::{Line, resolve};

/// How many paragraphs from the top may repeat the headline.
const HEADLINE_WITHIN: usize = 4;

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
        let lines = self.cleaned(&headline);
        let language = language(&lines, &self.language);
        let (article, saved) = self.article(language);
        let paragraphs: Vec<_> = lines.iter().map(|l| (sure(l.zone), l.text.as_str())).collect();
        let (mut article, mut notices) = text::marked(&paragraphs, article, source.modified);
        article.links = links(&lines, &article);
        article.derived = (self.derived || headline.is_empty()) && !article.body.text().is_empty();
        let stand_in = || text::stand_in(&article.body).unwrap_or_default();
        article.headline = if headline.is_empty() { stand_in() } else { headline };
        article.outlet = article
            .outlet
            .take()
            .or_else(|| some(&html::meta::host(&self.url)));
        article.date = article
            .date
            .or(saved.map(Date::inferred))
            .or(source.modified.map(Date::inferred));
        if article.body.text().is_empty() {
            self.notice(NoticeKind::Empty, "");
        }
        at_home(&mut article);
        let mut draft = format::draft(article);
        draft.notices = self.notices;
        draft.notices.append(&mut notices);
        draft
    }

    /// The paragraphs of the whole story, without empty ones.
    fn cleaned(&mut self, headline: &Clean) -> Vec<Cleaned> {
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len() + 1 + self.decks.len());
        if !self.derived {
            lines.push(Line::of(Zone::Headline, headline));
        }
        lines.extend(self.decks.iter().map(|d| Line::of(Zone::Deck, d)));
        lines.append(&mut self.lines);
        lines
            .iter()
            .map(Line::cleaned)
            .filter(|c| !c.text.is_empty())
            .collect()
    }

    /// All that the file says outside the text, and when the file was saved.
    fn article(&mut self, language: Language) -> (Article, Option<Date>) {
        let at = home_offset(language);
        let (date, updated) = (std::mem::take(&mut self.date), std::mem::take(&mut self.updated));
        let date = self.read_date(&date, at);
        let (date, saved) = if self.inferred { (None, date) } else { (date, None) };
        let article = Article {
            bylines: unique(std::mem::take(&mut self.bylines)),
            dateline: self.dateline.take(),
            outlet: some(&self.outlet),
            date,
            updated: self.read_date(&updated, at).filter(|u| Some(*u) != date),
            language,
            url: some(&self.url),
            guid: some(&self.guid),
            tags: self.tags.iter().filter_map(|t| some(t)).collect(),
            summary: some(&self.summary),
            ..Article::default()
        };
        (article, saved)
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
                && may_be(&line.text, headline)
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

/// Whether a text could be these words once it is clean. Two plain letters at its start stay what they are, so that
/// most paragraphs need not be cleaned to be told from a headline.
fn may_be(raw: &str, words: &str) -> bool {
    let mut letters = raw.chars();
    let plain = |c: Option<char>| c.is_some_and(|c| c != ' ' && is_plain(c));
    let (first, second) = (letters.next(), letters.next());
    !(plain(first) && plain(second)) || first == words.chars().next()
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
fn at_home(article: &mut Article) {
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

/// Paragraphs are left to the rules of the trade; what a format marked stays so.
fn sure(zone: Zone) -> Option<Zone> {
    (zone != Zone::Text).then_some(zone)
}

/// The links of the file at their places in the body, and the bare addresses between them.
fn links(lines: &[Cleaned], article: &Article) -> Vec<Link> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in lines {
        for (words, url) in &line.links {
            found.push(Link {
                bytes: (start + words.start) as u32..(start + words.end) as u32,
                url: url.clone(),
            });
        }
        start += line.text.len() + 1;
    }
    // Cleaning twice changes nothing; if it ever did, no link would be at its place.
    if start.saturating_sub(1) != article.body.text().len() {
        found.clear();
    }
    let free = |bare: &&Link| {
        let after = found.partition_point(|l: &Link| l.bytes.end <= bare.bytes.start);
        found.get(after).is_none_or(|l| l.bytes.start >= bare.bytes.end)
    };
    let mut bare: Vec<Link> = article.links.iter().filter(free).cloned().collect();
    found.append(&mut bare);
    found.sort_by_key(|l| l.bytes.start);
    found
}

/// Letters say the language; the file's word decides between Chinese and Japanese, which share letters, and
/// where there are no letters.
fn language(lines: &[Cleaned], tag: &str) -> Language {
    use Language::{Ja, Und, Zh};
    let letters = Language::of_all(lines.iter().map(|l| l.text.as_str()));
    let tag = Language::from_tag(tag.trim());
    match (letters, tag) {
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
