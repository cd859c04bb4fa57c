//! RSS and Atom files: each entry is a story.
//!
//! The feed reader expands no entities of its own and follows no address. What it may still do is panic, which
//! the caller catches.

use feed_rs::model::{Entry, Feed, Person};
use feed_rs::parser;

use crate::article::body::Zone;
use crate::article::byline::Byline;
use crate::article::notice::{Notice, NoticeKind};
use crate::ingest::Draft;
use crate::ingest::author;
use crate::ingest::format::{Format, Source};
use crate::ingest::html;
use crate::ingest::jsonl::{self, paragraphs};
use crate::ingest::story::{self, Line, Story};

pub(crate) const FORMAT: Format = Format {
    name: "feed",
    endings: &["xml", "rss", "atom", "rdf"],
    sniff,
    read,
};

/// Most bytes of XML that are parsed; feeds of whole years have a few million.
const LARGEST: usize = 16 << 20;
/// Deepest nesting that is handed to the parser.
const DEEPEST: usize = 256;

fn sniff(text: &str, _name: &str) -> bool {
    let mut rest = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // What may stand before the root: declarations, comments, a document type.
    while let Some(markup) = ["<?", "<!"].iter().find_map(|m| rest.strip_prefix(m)) {
        let end = if markup.starts_with("--") { "-->" } else { ">" };
        let Some((_, after)) = markup.split_once(end) else {
            return false;
        };
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ']' | '>'));
    }
    ["<rss", "<feed", "<rdf:RDF", "<RDF", "<atom:feed"]
        .iter()
        .any(|root| rest.starts_with(root))
}

fn read(source: &Source) -> Vec<Draft> {
    match parsed(source.text) {
        Ok(feed) if feed.entries.is_empty() => {
            let title = feed.title.map(|t| t.content).unwrap_or_default();
            let notice = Notice::new(NoticeKind::Empty, "a feed without entries");
            vec![story::fault(
                source,
                if title.is_empty() { source.name } else { &title },
                "",
                notice,
            )]
        }
        Ok(feed) => jsonl::numbered(
            feed.entries
                .iter()
                .take(jsonl::MOST)
                .map(|e| draft(e, &feed, source)),
        ),
        Err(notice) => vec![unreadable(source, notice)],
    }
}

fn parsed(text: &str) -> Result<Feed, Notice> {
    if text.len() > LARGEST {
        return Err(Notice::new(
            NoticeKind::TooLarge,
            &format!("{} bytes", text.len()),
        ));
    }
    if depth(text) > DEEPEST {
        return Err(Notice::new(NoticeKind::TooDeep, ""));
    }
    let text = declared_as_utf8(text);
    // An entry without an id has none: an invented one would be another at every reading.
    let parser = parser::Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .build();
    parser.parse(text.as_bytes()).map_err(|e| {
        let reason: String = e.to_string().chars().take(300).collect();
        Notice::new(NoticeKind::BadSyntax, &reason)
    })
}

/// The text with its declaration of an encoding taken off: it is decoded already.
fn declared_as_utf8(text: &str) -> &str {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.strip_prefix("<?xml").and_then(|t| t.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// The deepest nesting of elements. Cost: one pass.
fn depth(xml: &str) -> usize {
    let (mut deepest, mut open) = (0usize, 0usize);
    for tag in xml.split('<').skip(1) {
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !tag.split('>').next().is_some_and(|t| t.ends_with('/')) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

fn unreadable(source: &Source, notice: Notice) -> Draft {
    let shown: String = html::plain(source.text).chars().take(jsonl::SHOWN).collect();
    story::fault(source, source.name, &shown, notice)
}

fn draft(entry: &Entry, feed: &Feed, source: &Source) -> Draft {
    let or = |own: Option<&String>, of_feed: Option<&String>| own.or(of_feed).cloned().unwrap_or_default();
    let mut story = Story {
        // Titles are marked as plain text and hold markup all the same.
        headline: entry
            .title
            .as_ref()
            .map(|t| html::plain(&t.content))
            .unwrap_or_default(),
        outlet: feed
            .title
            .as_ref()
            .map(|t| html::plain(&t.content))
            .unwrap_or_default(),
        url: address(entry),
        guid: entry.id.clone(),
        date: entry
            .published
            .or(entry.updated)
            .map(|d| d.to_rfc3339())
            .unwrap_or_default(),
        updated: entry.updated.map(|d| d.to_rfc3339()).unwrap_or_default(),
        language: or(entry.language.as_ref(), feed.language.as_ref()),
        tags: entry
            .categories
            .iter()
            .map(|c| c.label.as_ref().unwrap_or(&c.term).clone())
            .collect(),
        bylines: entry.authors.iter().flat_map(person).collect(),
        summary: entry
            .summary
            .as_ref()
            .map(|s| html::plain(&s.content))
            .unwrap_or_default(),
        ..Story::default()
    };
    content(entry, &mut story);
    story.finish(source)
}

/// The address of the story itself, not of its sound or its comments.
fn address(entry: &Entry) -> String {
    let story = |rel: &Option<String>| rel.as_deref().is_none_or(|r| r == "alternate");
    let link = entry
        .links
        .iter()
        .find(|l| story(&l.rel))
        .or_else(|| entry.links.first());
    link.map(|l| l.href.clone()).unwrap_or_default()
}

fn person(person: &Person) -> Vec<Byline> {
    let email = person.email.as_deref().unwrap_or_default();
    let name = person.name.as_deref().unwrap_or_default();
    author::read(&format!("{name} {email}"))
}

fn content(entry: &Entry, story: &mut Story) {
    let base = story.url.clone();
    let own = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    for markup in [own, summary].into_iter().flatten() {
        if story.lines.is_empty() {
            story.lines = lines(markup, &base, story);
        }
    }
    for media in &entry.media {
        let captions = media.description.iter().map(|d| html::plain(&d.content));
        story
            .lines
            .extend(captions.take(8).map(|c| Line::of(Zone::Caption, &c)));
    }
}

/// The markup of an entry, counted from one; of all where that is not said.
pub(crate) fn markup(text: &str, part: Option<u32>) -> Vec<String> {
    let Ok(feed) = parsed(text) else {
        return Vec::new();
    };
    let skipped = part.map_or(0, |part| part.saturating_sub(1) as usize);
    let taken = if part.is_some() { 1 } else { usize::MAX };
    let entries = feed.entries.into_iter().skip(skipped).take(taken);
    let of = |entry: Entry| {
        let own = entry.content.and_then(|c| c.body);
        [own, entry.summary.map(|s| s.content)]
    };
    entries.flat_map(of).flatten().collect()
}

/// Plain text with line ends is paragraphs; anything with a tag in it is HTML.
fn lines(text: &str, base: &str, story: &mut Story) -> Vec<Line> {
    if !text.contains('<') && !text.contains('&') {
        return paragraphs(text);
    }
    let mut inner = Story::default();
    html::fragment(text, base, &mut inner);
    story.notices.append(&mut inner.notices);
    inner.lines
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::article::date::Date;

    fn drafts(text: &str) -> Vec<Draft> {
        read(&Source {
            name: "feed.xml",
            text,
            modified: Date::day(2025, 8, 30, 540),
        })
    }

    const RSS: &str = "<?xml version='1.0' encoding='EUC-KR'?><rss version='2.0'><channel><title>바다신문</title><link>https://s.example</link><language>ko</language>
        <item><title>배가 &amp;quot;뜬다&amp;quot;</title><link>https://s.example/1</link><guid isPermaLink='false'>s-1</guid><author>garam@s.example (한가람 기자)</author>
        <category>배</category><pubDate>Fri, 22 Aug 2025 00:30:00 +0900</pubDate><description><![CDATA[<p>배가 <a href='/2'>뜬다</a>.</p><p>돛도 편다.</p>]]></description></item>
        <item><description>제목 없이 온 글이다. 둘째 문장이다.</description><pubDate>soon</pubDate></item></channel></rss>";

    #[test]
    fn entries_of_rss_are_stories() {
        let all = drafts(RSS);
        assert_eq!(all.iter().map(|d| d.part).collect::<Vec<_>>(), [Some(1), Some(2)]);
        let first = &all[0].article;
        assert_eq!(
            first.body.text().as_str(),
            "배가 \"뜬다\"\n배가 뜬다.\n돛도 편다."
        );
        assert_eq!(first.date.unwrap().to_string(), "2025-08-22T00:30:00+09:00");
        assert_eq!(
            (first.outlet.as_deref(), first.guid.as_deref()),
            (Some("바다신문"), Some("s-1"))
        );
        assert_eq!(
            (first.url.as_deref(), &*first.tags[0]),
            (Some("https://s.example/1"), "배")
        );
        assert_eq!(
            (&*first.links[0].url, &*first.bylines[0].name),
            ("https://s.example/2", "한가람")
        );
        let second = &all[1].article;
        assert_eq!(
            (&*second.headline, second.derived),
            ("제목 없이 온 글이다.", true)
        );
        assert!(second.date.unwrap().inferred);
        assert_eq!(second.guid, None);
    }

    #[test]
    fn entries_of_atom_are_stories() {
        let all = drafts(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Bay</title><id>b</id><updated>2025-08-22T00:00:00Z</updated>
            <entry><id>urn:1</id><title type='html'>The &lt;b&gt;mill&lt;/b&gt;</title><link href='https://b.example/1'/><author><name>Ada Reed</name></author>
            <published>2025-08-22T10:14:00Z</published><updated>2025-08-23T10:14:00Z</updated><content type='html'>&lt;p&gt;The mill &amp;amp; the dam.&lt;/p&gt;</content></entry></feed>",
        );
        let first = &all[0].article;
        assert_eq!(first.body.text().as_str(), "The mill\nThe mill & the dam.");
        assert_eq!(
            (
                &*first.bylines[0].name,
                first.updated.unwrap().to_string().as_str()
            ),
            ("Ada Reed", "2025-08-23T10:14:00+00:00")
        );
    }

    #[test]
    fn feeds_that_cannot_be_read_say_why() {
        let deep = format!("<rss>{}", "<a>".repeat(20_000));
        for (text, kind) in [
            (
                "<rss version='2.0'><channel><title>x</title></channel></rss>",
                NoticeKind::Empty,
            ),
            (
                "<rss version='2.0'><channel><item></channel>",
                NoticeKind::BadSyntax,
            ),
            ("<feed><title>x</title></feed>", NoticeKind::Empty),
            (&deep, NoticeKind::TooDeep),
        ] {
            let all = drafts(text);
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].fault.as_ref().map(|f| f.kind), Some(kind), "{text:.60}");
        }
    }

    #[test]
    fn entity_bombs_do_not_grow() {
        let mut text = String::from("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>");
        for (name, of) in ('b'..'z').zip('a'..) {
            let _ = write!(
                text,
                "<!ENTITY {name} '&{of};&{of};&{of};&{of};&{of};&{of};&{of};&{of};&{of};&{of};'>"
            );
        }
        text += "]><rss version='2.0'><channel><title>t</title><item><title>&y;</title><description>글</description></item></channel></rss>";
        let all = drafts(&text);
        assert_eq!(all.len(), 1);
        assert!(all[0].article.body.text().len() < 10_000);
    }

    #[test]
    fn a_feed_is_known_by_its_root() {
        for (text, expected) in [
            (RSS, true),
            ("<?xml version='1.0'?>\n<!-- x > y -->\n<rdf:RDF xmlns=''>", true),
            ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", true),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", true),
            ("<html>", false),
            ("<?xml version='1.0'?><opml>", false),
            ("<!", false),
            ("", false),
        ] {
            assert_eq!(sniff(text, "a.xml"), expected, "{text:.60}");
        }
    }
}
