//! What the head of a page says of its story: meta tags, JSON-LD, canonical link, `SingleFile`'s header.
//!
//! Several standards say the same thing, and pages fill in some of them; each part of the story has an order of
//! trust. What the page wrote for machines to quote comes before what it wrote for the window's title.

mod linked;

use super::entity;
use super::token::{Tag, Token};
use crate::article::byline::Byline;
use crate::ingest::author;
use crate::ingest::story::{Story, resolve};
use crate::text::Clean;

/// Names of meta tags for each part, the trusted ones first.
const OUTLET: &[&str] = &["og:site_name", "application-name", "twitter:app:name:iphone"];
const AUTHOR: &[&str] = &[
    "author",
    "dable:author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
];
const DATE: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "date",
    "pubdate",
    "publish-date",
    "publishdate",
    "dc.date.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
];
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
];
const SUMMARY: &[&str] = &["og:description", "description", "twitter:description"];
const TAGS: &[&str] = &["article:tag", "news_keywords", "keywords"];
const LANGUAGE: &[&str] = &["content-language", "og:locale", "dc.language"];

/// What stands between a headline and the name of the site in a window's title.
const PARTS: [&str; 11] = [
    " < ", " | ", " ｜ ", " - ", " – ", " — ", " :: ", " : ", " › ", " » ", "｜",
];
/// Most tags that are kept, and most meta tags that are looked at.
const MOST_TAGS: usize = 40;
const MOST_METAS: usize = 1_000;

/// Everything that the head of a page says.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    title: String,
    headings: Vec<String>,
    /// Names in lower case with their contents.
    metas: Vec<(String, String)>,
    canonical: String,
    lang: String,
    time: String,
    linked: linked::Linked,
    saved_url: String,
    saved_date: String,
}

impl Meta {
    /// Gathers it in one pass.
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let mut meta = Self::default();
        let mut heading: Option<String> = None;
        let mut raw = Raw::Other;
        for token in tokens {
            match token {
                Token::Open(tag) => {
                    raw = Raw::of(tag);
                    match tag.name.as_ref() {
                        "h1" => heading = Some(String::new()),
                        _ => meta.tag(tag),
                    }
                }
                Token::Close(name) if name == "h1" => meta
                    .headings
                    .extend(heading.take().filter(|h| !h.trim().is_empty())),
                Token::Text(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&entity::decode(text));
                    }
                }
                Token::Raw(text) => meta.raw(&raw, text),
                Token::Comment(text) => meta.comment(text),
                Token::Close(_) => {}
            }
        }
        meta
    }

    fn tag(&mut self, tag: &Tag) {
        let has = |name: &str| tag.get(name).unwrap_or_default();
        match tag.name.as_ref() {
            "meta" if self.metas.len() < MOST_METAS => {
                let names = ["property", "name", "itemprop", "http-equiv"];
                if let Some(name) = names.iter().find_map(|n| tag.get(n)) {
                    self.metas
                        .push((name.trim().to_lowercase(), has("content").into_owned()));
                }
            }
            "link" if self.canonical.is_empty() && has("rel").eq_ignore_ascii_case("canonical") => {
                self.canonical = has("href").into_owned();
            }
            "html" => self.lang = has("lang").into_owned(),
            "time" if self.time.is_empty() => self.time = has("datetime").into_owned(),
            _ => {}
        }
    }

    fn raw(&mut self, raw: &Raw, text: &str) {
        match raw {
            Raw::Title if self.title.is_empty() => self.title = entity::decode(text).into_owned(),
            Raw::LinkedData => self.linked.read(text),
            _ => {}
        }
    }

    /// The header of `SingleFile`, in its present and its older form.
    fn comment(&mut self, text: &str) {
        let saved = ["Page saved with SingleFile", "Archive processed by SingleFile"];
        if !saved.iter().any(|s| text.contains(s)) {
            return;
        }
        for line in text.lines().map(str::trim).take(20) {
            if let Some(url) = line.strip_prefix("url:") {
                url.trim().clone_into(&mut self.saved_url);
            } else if let Some(date) = line.strip_prefix("saved date:") {
                date.trim().clone_into(&mut self.saved_date);
            }
        }
    }

    fn first(&self, names: &[&str]) -> String {
        let of = |name: &&str| {
            let mut found = self
                .metas
                .iter()
                .filter(|(n, c)| n == name && !c.trim().is_empty());
            found.next().map(|(_, content)| content.clone())
        };
        names.iter().find_map(of).unwrap_or_default()
    }

    /// Where the page was taken from; empty if it does not say.
    pub(crate) fn url(&self) -> String {
        let og = self.first(&["og:url"]);
        let absolute = |url: &&String| resolve("", url).is_some_and(|u| !u.starts_with("mailto:"));
        let known = [&self.canonical, &og, &self.saved_url]
            .into_iter()
            .find(absolute)
            .cloned();
        known.unwrap_or_else(|| resolve(&self.saved_url, &self.canonical).unwrap_or_default())
    }

    fn outlet(&self) -> String {
        first_of([self.first(OUTLET), self.linked.publisher.clone()])
    }

    fn headline(&self, outlet: &str) -> String {
        let cut = |h: &str| h.trim_end().ends_with('…') || h.trim_end().ends_with("...");
        let og = without_outlet(&self.first(&["og:title", "twitter:title"]), outlet);
        let titled = Clean::new(&self.title);
        let heading = self
            .headings
            .iter()
            .find(|h| titled.contains(Clean::new(h).as_str()));
        let linked = Some(self.linked.headline.clone())
            .filter(|h| !cut(h))
            .unwrap_or_default();
        first_of([
            linked,
            Some(og.clone()).filter(|og| !cut(og)).unwrap_or_default(),
            heading.cloned().unwrap_or_default(),
            without_site(&self.title, outlet),
            og,
            self.headings.first().cloned().unwrap_or_default(),
        ])
    }

    fn bylines(&self, outlet: &str) -> Vec<Byline> {
        let own = |b: &Byline| !b.name.eq_ignore_ascii_case(outlet);
        let linked: Vec<_> = self
            .linked
            .authors
            .iter()
            .flat_map(|a| author::read(a))
            .filter(own)
            .collect();
        if !linked.is_empty() {
            return linked;
        }
        let named = AUTHOR.iter().map(|name| {
            let contents = self.metas.iter().filter(|(n, _)| n == name);
            contents
                .flat_map(|(_, content)| author::read(content))
                .filter(own)
                .collect::<Vec<_>>()
        });
        named
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn tags(&self) -> Vec<String> {
        let of = |name: &&str| {
            let found = self.metas.iter().filter(|(n, _)| n == name);
            let tags: Vec<String> = found
                .flat_map(|(_, content)| content.split(','))
                .map(|t| t.trim().to_owned())
                .filter(|t| !t.is_empty())
                .take(MOST_TAGS)
                .collect();
            (!tags.is_empty()).then_some(tags)
        };
        TAGS.iter().find_map(of).unwrap_or_default()
    }

    /// Fills in all that the head says.
    pub(crate) fn fill(&self, story: &mut Story) {
        let outlet = self.outlet();
        story.headline = self.headline(&outlet);
        story.bylines = self.bylines(&outlet);
        story.url = self.url();
        story.date = first_of([self.linked.published.clone(), self.first(DATE), self.time.clone()]);
        story.updated = first_of([self.linked.modified.clone(), self.first(UPDATED)]);
        if story.date.is_empty() {
            story.date.clone_from(&self.saved_date);
            story.inferred = true;
        }
        story.language = first_of([
            self.lang.clone(),
            self.linked.language.clone(),
            self.first(LANGUAGE),
        ]);
        story.summary = first_of([self.first(SUMMARY), self.linked.summary.clone()]);
        story.tags = self.tags();
        story.outlet = outlet;
    }
}

enum Raw {
    Title,
    LinkedData,
    Other,
}

impl Raw {
    fn of(tag: &Tag) -> Self {
        match tag.name.as_ref() {
            "title" => Self::Title,
            "script"
                if tag
                    .get("type")
                    .is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) =>
            {
                Self::LinkedData
            }
            _ => Self::Other,
        }
    }
}

fn first_of<const N: usize>(choices: [String; N]) -> String {
    choices
        .into_iter()
        .find(|c| !c.trim().is_empty())
        .unwrap_or_default()
}

/// The host of an address without `www.`; stands in for the outlet's name.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let host = ["www.", "m."]
        .iter()
        .find_map(|p| host.strip_prefix(p))
        .unwrap_or(&host);
    host.to_owned()
}

/// Takes ` - Outlet` off the end of a headline.
fn without_outlet(headline: &str, outlet: &str) -> String {
    let headline = headline.trim();
    let parts = PARTS.iter().filter(|_| !outlet.is_empty());
    let mut parts = parts;
    let rest = parts.find_map(|part| headline.strip_suffix(outlet)?.strip_suffix(part));
    rest.unwrap_or(headline).trim().to_owned()
}

/// Takes sections and site off a window's title.
fn without_site(title: &str, outlet: &str) -> String {
    let title = Clean::new(title);
    let named = without_outlet(&title, outlet);
    if *named != *title {
        return named;
    }
    // Sites that put sections behind the headline part them from it in this way.
    if let Some((headline, _)) = title.split_once(" < ") {
        return headline.to_owned();
    }
    let last = PARTS.iter().filter_map(|part| title.rsplit_once(part));
    let headline = last.map(|(headline, _)| headline).max_by_key(|h| h.len());
    headline
        .filter(|h| h.chars().count() >= 6)
        .unwrap_or(&title)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn filled(html: &str) -> Story {
        let tokens: Vec<_> = tokens(html).collect();
        let mut story = Story::default();
        Meta::of(&tokens).fill(&mut story);
        story
    }

    #[test]
    fn the_headline_is_the_one_meant_for_quoting() {
        for (html, expected) in [
            (
                "<title>달빛제약 신약 승인 - 한밭신문</title>",
                "달빛제약 신약 승인",
            ),
            (
                "<title>달빛제약 신약 승인 &lt; 경제 &lt; 기사본문 - 한밭신문</title>",
                "달빛제약 신약 승인",
            ),
            ("<title>A - B</title>", "A - B"),
            (
                "<title>Port reopens | The Bay</title><h1>Port reopens</h1>",
                "Port reopens",
            ),
            (
                "<meta property=og:title content='항구 다시 열다 - 한밭신문'><meta property=og:site_name content=한밭신문>",
                "항구 다시 열다",
            ),
            (
                "<meta property=og:title content='긴 제목이…'><h1>긴 제목이 잘렸다</h1><title>긴 제목이 잘렸다</title>",
                "긴 제목이 잘렸다",
            ),
            ("<h1> 제목만 &amp; 있다 </h1>", " 제목만 & 있다 "),
            (
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"港が再開\"}</script><title>x</title>",
                "港が再開",
            ),
            ("", ""),
        ] {
            assert_eq!(filled(html).headline, expected, "{html}");
        }
    }

    #[test]
    fn meta_tags_fill_the_parts() {
        let story = filled(
            "<html lang=ko><link rel=canonical href=https://www.bay.example/1>
            <meta name=author content='한가람 기자'><meta property=article:published_time content=2025-08-22T10:14:00+09:00>
            <meta property='article:modified_time' content='2025-08-23'><meta name=keywords content='항구, 배'>
            <meta name=description content='배가 다시 &quot;뜬다&quot;'>",
        );
        assert_eq!(
            (story.url.as_str(), story.outlet.as_str()),
            ("https://www.bay.example/1", "")
        );
        assert_eq!(
            (story.date.as_str(), story.updated.as_str()),
            ("2025-08-22T10:14:00+09:00", "2025-08-23")
        );
        assert_eq!(
            (&*story.bylines[0].name, story.tags),
            ("한가람", vec!["항구".to_owned(), "배".to_owned()])
        );
        assert_eq!(
            (story.summary.as_str(), story.language.as_str()),
            ("배가 다시 \"뜬다\"", "ko")
        );
    }

    #[test]
    fn the_header_of_singlefile_is_read_in_both_forms() {
        for first in ["Page saved with SingleFile", "Archive processed by SingleFile"] {
            let html = format!(
                "<!DOCTYPE html> <html><!--\n {first} \n url: https://bay.example/2 \n saved date: Fri Aug 22 2025 10:14:00 GMT+0900 (한국 표준시)\n-->"
            );
            let story = filled(&html);
            assert_eq!(
                (story.url.as_str(), story.inferred),
                ("https://bay.example/2", true)
            );
            assert!(story.date.starts_with("Fri Aug 22 2025"));
        }
    }
}
