//! Where the pictures of a story are: read from its file anew when the reader asks, and kept nowhere.
//!
//! Pictures are no part of a story's text, so nothing of them is stored. What a file says of a picture is only ever a
//! place to look at; whether it may be looked at is for the one who opens it.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::format::Source;
use super::html::entity;
use super::html::token::{Token, tokens};
use super::{FORMATS, encoding, frontmatter};
use crate::article::picture::{Picture, Place};
use crate::ingest::Input;
use crate::text::Clean;

/// Most pictures of one story that are listed.
const MOST: usize = 200;
/// Most pieces of a page that are looked through.
const MOST_PIECES: usize = 600_000;
/// Pictures that the page itself draws smaller than this, in pixels, are signs and counters.
const SIGN: u32 = 48;
/// Bytes below which a picture inside the page stands in for one that would have been fetched.
const STAND_IN: usize = 400;
/// Longest place that is followed, in bytes.
const LONGEST: usize = 2_048;

/// The pictures of a story in a file; `part` is its place in a file of several. Never panics and never fails.
pub fn pictures(input: &Input, encoding: Option<&str>, part: Option<u32>) -> Vec<Picture> {
    let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let decoded = encoding::read(input.bytes, encoding)?;
        let source = Source {
            name: input.name,
            text: &decoded.text,
            modified: None,
        };
        let mut found = Found::default();
        found.look(&source, part);
        Some(found.all)
    }));
    looked.ok().flatten().unwrap_or_default()
}

#[derive(Default)]
struct Found {
    all: Vec<Picture>,
}

impl Found {
    fn look(&mut self, source: &Source, part: Option<u32>) {
        let head = super::head(source.text);
        let name = source.name.to_lowercase();
        let format = FORMATS.iter().find(|f| (f.sniff)(head, &name));
        match format.map(|f| f.name) {
            Some("markdown") => self.markdown(frontmatter::part(source.text).body),
            Some("html") => self.page(source.text),
            Some("feed") => self.feed(source.text, part),
            Some("json-feed" | "jsonl") => self.json(source.text, part),
            _ => {}
        }
    }

    fn add(&mut self, place: Option<Place>, caption: &str) {
        let Some(place) = place.filter(|_| self.all.len() < MOST) else {
            return;
        };
        let caption = Clean::new(&entity::decode(caption));
        match self.all.iter_mut().find(|p| p.place == place) {
            Some(same) if same.caption.is_empty() => same.caption = caption,
            Some(_) => {}
            None => self.all.push(Picture { place, caption }),
        }
    }

    fn markdown(&mut self, text: &str) {
        let mut open: Option<(Option<Place>, String, String)> = None;
        let mut html = String::new();
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_WIKILINKS) {
            match event {
                Event::Start(Tag::Image {
                    dest_url,
                    title,
                    link_type,
                    ..
                }) if open.is_none() => {
                    let wiki = matches!(link_type, LinkType::WikiLink { .. });
                    open = Some((place(&dest_url, wiki), title.into_string(), String::new()));
                }
                Event::End(TagEnd::Image) => {
                    if let Some((place, title, alt)) = open.take() {
                        let alt = alt.split_once('|').map_or(alt.as_str(), |(alt, _)| alt);
                        let caption = if title.trim().is_empty() {
                            alt
                        } else {
                            title.as_str()
                        };
                        let sized = caption
                            .split('x')
                            .all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
                        self.add(place, if is_name(caption) || sized { "" } else { caption });
                    }
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((.., alt)) = &mut open {
                        alt.push_str(&words);
                    }
                }
                Event::Html(piece) | Event::InlineHtml(piece) => html.push_str(&piece),
                Event::End(_) if !html.is_empty() => self.page(&std::mem::take(&mut html)),
                _ => {}
            }
        }
        self.page(&html);
    }

    /// The pictures of a page, without those of its menus.
    fn page(&mut self, html: &str) {
        let (mut menus, mut figure, mut caption) = (0_usize, None, None::<String>);
        for token in tokens(html).take(MOST_PIECES) {
            match token {
                Token::Open(tag) => match tag.name.as_ref() {
                    "nav" | "footer" | "aside" if !tag.closes_itself() => menus += 1,
                    "figure" => figure = Some(self.all.len()),
                    "figcaption" => caption = Some(String::new()),
                    "img" if menus == 0 => {
                        let size = |name| tag.get(name).and_then(|v| v.trim().parse::<u32>().ok());
                        let sign = |side: Option<u32>| side.is_some_and(|side| side < SIGN);
                        if !sign(size("width")) && !sign(size("height")) {
                            let alt = tag.get("alt").or_else(|| tag.get("title")).unwrap_or_default();
                            self.add(source_of(&tag), if is_name(&alt) { "" } else { &alt });
                        }
                    }
                    _ => {}
                },
                Token::Close(name) => match name.as_ref() {
                    "nav" | "footer" | "aside" => menus = menus.saturating_sub(1),
                    "figcaption" => {
                        let words = caption.take().unwrap_or_default();
                        let from = figure.unwrap_or(self.all.len());
                        let words = Clean::new(&words);
                        for picture in self.all.iter_mut().skip(from).filter(|_| !words.is_empty()) {
                            picture.caption = words.clone();
                        }
                    }
                    "figure" => figure = None,
                    _ => {}
                },
                Token::Text(text) => {
                    if let Some(caption) = &mut caption {
                        caption.push_str(&entity::decode(text));
                    }
                }
                Token::Raw(_) | Token::Comment(_) => {}
            }
        }
    }

    #[cfg(feature = "feeds")]
    fn feed(&mut self, text: &str, part: Option<u32>) {
        for markup in super::feed::markup(text, part) {
            self.page(&markup);
        }
    }

    #[cfg(not(feature = "feeds"))]
    fn feed(&mut self, _: &str, _: Option<u32>) {}

    /// Whatever of an object is markup is looked through; its keys are many.
    fn json(&mut self, text: &str, part: Option<u32>) {
        let place = part.unwrap_or(1).saturating_sub(1) as usize;
        let whole = serde_json::from_str::<serde_json::Value>(text).ok();
        let items = whole
            .as_ref()
            .and_then(|v| v.get("items").or(Some(v))?.as_array());
        let line = || serde_json::from_str(text.lines().nth(place)?).ok();
        let object = match items {
            Some(items) => items.get(place).cloned(),
            None => line().or(whole),
        };
        let fields = object.as_ref().and_then(|o| o.as_object()).into_iter().flatten();
        for markup in fields
            .filter_map(|(_, v)| v.as_str())
            .filter(|t| t.contains("<img"))
        {
            self.page(markup);
        }
    }
}

/// Where a page has a picture: pages that fetch theirs late keep the true place in another attribute.
fn source_of(tag: &super::html::token::Tag) -> Option<Place> {
    let of = |name| tag.get(name).and_then(|written| place(&written, false));
    let shown = of("src");
    let stand_in = match &shown {
        Some(Place::Inside(bytes)) => bytes.len() < STAND_IN,
        Some(_) => false,
        None => true,
    };
    let late = || {
        ["data-src", "data-original", "data-lazy-src"]
            .into_iter()
            .find_map(of)
    };
    if stand_in { late().or(shown) } else { shown }
}

/// What a written place means; `None` where it is none that could ever be shown.
fn place(written: &str, wiki: bool) -> Option<Place> {
    let written = written.trim();
    let scheme = written
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|s| is_scheme(s));
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        Some("data") => inside(written).map(Place::Inside),
        Some("http" | "https") => web(written),
        Some("file") => {
            let path = written.get("file:".len()..)?;
            let path = match path.strip_prefix("//") {
                Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
                None => path,
            };
            // Anything before the path would be a machine.
            path.starts_with('/')
                .then(|| local(&format!("file:{path}"), wiki))?
        }
        Some(_) => None,
        None if written.starts_with("//") => web(&format!("https:{written}")),
        None => local(written, wiki),
    }
}

/// Letters before a colon that are no drive and no word of a file's name.
fn is_scheme(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && text.len() > 1
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn web(url: &str) -> Option<Place> {
    (url.len() <= LONGEST).then(|| Place::Web(Clean::new(url)))
}

fn local(written: &str, wiki: bool) -> Option<Place> {
    let odd = written.is_empty()
        || written.starts_with('#')
        || written.starts_with("//")
        || written.len() > LONGEST
        || written.contains(|c: char| c.is_control() || c == '\\');
    let written = written.to_owned();
    (!odd).then_some(Place::File { written, wiki })
}

/// The bytes of `data:image/png;base64,…`.
fn inside(written: &str) -> Option<Vec<u8>> {
    let (head, data) = written.split_once(',')?;
    let head = head.to_ascii_lowercase();
    let picture = head.starts_with("data:image/") && !head.starts_with("data:image/svg");
    (picture && head.ends_with(";base64"))
        .then(|| base64(data))
        .flatten()
}

/// Bytes as base64 writes them; blanks between are no harm, anything else is.
fn base64(data: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in data.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            b'%' | b' ' | b'\n' | b'\r' | b'\t' => continue,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}

/// Whether a caption is only the name of a file.
fn is_name(caption: &str) -> bool {
    let caption = caption.trim().to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"]
        .iter()
        .any(|end| caption.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str, part: Option<u32>) -> Vec<String> {
        let input = Input {
            name,
            bytes: text.as_bytes(),
            modified: None,
        };
        let told = |picture: Picture| {
            let place = match picture.place {
                Place::File { written, wiki: false } => written,
                Place::File { written, wiki: true } => format!("[[{written}]]"),
                Place::Web(url) => url.to_string(),
                Place::Inside(bytes) => format!("{} bytes", bytes.len()),
            };
            format!("{place}|{}", picture.caption)
        };
        pictures(&input, None, part).into_iter().map(told).collect()
    }

    #[test]
    fn pictures_of_notes_are_found() {
        let text = "# 돛\n\n![돛을 편 배](boats.png \"한강의 배\")\n글 ![x.png](a%20b.png) ![[harbour.png|300]]\n\n\
                    <img src='deck.webp' alt='갑판'>\n\n![w](https://p.example/w.png)\n![다시](boats.png)\n\
                    ![j](javascript:x) ![c](cid:7) ![h](//host/x.png) ![t](\\\\host\\x.png)";
        assert_eq!(
            found("a.md", text, None),
            [
                "boats.png|한강의 배",
                "a%20b.png|",
                "[[harbour.png]]|",
                "deck.webp|갑판",
                "https://p.example/w.png|w",
                "https://host/x.png|h"
            ]
        );
    }

    #[test]
    fn pictures_of_pages_are_found_and_signs_are_not() {
        let big = format!("data:image/png;base64,{}", "QUJD".repeat(200));
        let text = format!(
            "<!doctype html><nav><img src=menu.png></nav><article><figure><img src='./a_files/1.jpg' alt='하나'>\
             <figcaption>나루의 <b>아침</b></figcaption></figure><img src=sign.gif width=16><img src='{big}'>\
             <img src='data:image/gif;base64,R0lGOD' data-src='/late.jpg'><img src='data:image/svg+xml;base64,QUJD'>\
             <img src='file:///tmp/x.png'><img src='file://host/x.png'><img src='blob:x'></article>"
        );
        assert_eq!(
            found("a.html", &text, None),
            [
                "./a_files/1.jpg|나루의 아침",
                "600 bytes|",
                "/late.jpg|",
                "file:/tmp/x.png|"
            ]
        );
    }

    #[test]
    fn a_part_of_a_file_has_pictures_of_its_own() {
        let lines = "{\"title\":\"a\",\"content_html\":\"<img src=1.png>\"}\n{\"title\":\"b\",\"html\":\"<img src=2.png>\"}";
        assert_eq!(found("a.jsonl", lines, Some(2)), ["2.png|"]);
        let feed = "<?xml version='1.0'?><rss version='2.0'><channel><title>t</title><item><title>가</title>\
                    <description>&lt;img src='1.png'&gt; 글</description></item><item><title>나</title>\
                    <description>&lt;img src='2.png'&gt; 글</description></item></channel></rss>";
        #[cfg(feature = "feeds")]
        assert_eq!(found("a.xml", feed, Some(2)), ["2.png|"]);
        let _ = feed;
    }

    #[test]
    fn hostile_files_are_looked_through_in_one_pass() {
        for piece in [
            "<img src=",
            "<img src='data:image/png;base64,",
            "![",
            "![[",
            "<figure><figcaption>",
        ] {
            let text = piece.repeat(50_000);
            assert!(found("a.html", &text, None).len() <= MOST, "{piece}");
            assert!(found("a.md", &text, None).len() <= MOST, "{piece}");
        }
    }
}
