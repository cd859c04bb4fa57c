//! Makes well-formed structure of any page in one pass: what blocks, links, lists and tables it has.
//!
//! Inline markup is left out: nothing in a story hangs on it, and unclosed `font` and `b` tags are what makes
//! tree builders slow. Depth and number of elements are bounded here, before any tree is built.

use super::token::{Tag, Token};

/// What an element means for the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A paragraph ends before and after it.
    Block,
    Paragraph,
    Heading,
    Quote,
    /// A list whose points have bullets, or numbers.
    Bullets,
    Numbers,
    Point,
    Caption,
    Lines,
    Table,
    Row,
    Cell,
    Link,
    Break,
    /// Set aside: menus, footers.
    Aside,
    /// Not shown at all.
    Hidden,
}

use Role::{
    Aside, Block, Break, Bullets, Caption, Cell, Heading, Hidden, Lines, Link, Numbers, Paragraph, Point,
    Quote, Row, Table,
};

const ROLES: &[(&str, Role)] = &[
    ("a", Link),
    ("address", Block),
    ("article", Block),
    ("aside", Aside),
    ("audio", Hidden),
    ("blockquote", Quote),
    ("body", Block),
    ("br", Break),
    ("button", Hidden),
    ("canvas", Hidden),
    ("caption", Caption),
    ("center", Block),
    ("dd", Paragraph),
    ("details", Block),
    ("dialog", Hidden),
    ("div", Block),
    ("dl", Block),
    ("dt", Paragraph),
    ("fieldset", Block),
    ("figcaption", Caption),
    ("figure", Block),
    ("footer", Aside),
    ("form", Block),
    ("h1", Heading),
    ("h2", Heading),
    ("h3", Heading),
    ("h4", Heading),
    ("h5", Heading),
    ("h6", Heading),
    ("head", Block),
    ("header", Block),
    ("hgroup", Block),
    ("hr", Break),
    ("html", Block),
    ("iframe", Hidden),
    ("legend", Block),
    ("li", Point),
    ("listing", Lines),
    ("main", Block),
    ("math", Hidden),
    ("menu", Aside),
    ("nav", Aside),
    ("noembed", Hidden),
    ("noframes", Hidden),
    ("noscript", Hidden),
    ("object", Hidden),
    ("ol", Numbers),
    ("p", Paragraph),
    ("pre", Lines),
    ("rp", Hidden),
    ("rt", Hidden),
    ("section", Block),
    ("select", Hidden),
    ("summary", Paragraph),
    ("svg", Hidden),
    ("table", Table),
    ("tbody", Block),
    ("td", Cell),
    ("template", Hidden),
    ("tfoot", Block),
    ("th", Cell),
    ("thead", Block),
    ("tr", Row),
    ("ul", Bullets),
    ("video", Hidden),
    ("xmp", Lines),
];

/// Classes and ids of captions and of what is set aside, as Korean, Japanese and English papers name them.
const NAMED: &[(&str, Role)] = &[
    ("caption", Caption),
    ("photo_caption", Caption),
    ("photo-caption", Caption),
    ("img_desc", Caption),
    ("img_caption", Caption),
    ("img-caption", Caption),
    ("imgcaption", Caption),
    ("image-caption", Caption),
    ("photo_desc", Caption),
    ("photo_txt", Caption),
    ("wp-caption-text", Caption),
    ("copyright", Aside),
    ("article_copy", Aside),
    ("article-copyright", Aside),
    ("related", Aside),
    ("related_news", Aside),
    ("related-articles", Aside),
    ("relation_news", Aside),
    ("sns", Aside),
    ("sns_area", Aside),
    ("share", Aside),
    ("social", Aside),
    ("comments", Aside),
    ("breadcrumb", Aside),
    ("recommend", Aside),
    ("ad", Hidden),
    ("ads", Hidden),
    ("advertisement", Hidden),
    ("adsbygoogle", Hidden),
    ("screen_out", Hidden),
    ("sr-only", Hidden),
    ("blind", Hidden),
];

/// Elements whose class may name a role although they are inline.
const INLINE: [&str; 6] = ["span", "em", "strong", "i", "small", "font"];

/// Most elements that may be open at once.
pub(crate) const DEEPEST: usize = 512;

/// The page as a list of balanced events.
#[derive(Debug)]
pub(crate) enum Event<'t, 'a> {
    Open {
        tag: &'t Tag<'a>,
        role: Role,
        /// The index of the matching `Close`.
        end: usize,
    },
    Close(Role),
    /// Text with its entities still encoded.
    Text(&'a str),
}

/// The page nests deeper than [`DEEPEST`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooDeep;

/// Whether elements that the page hides are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unseen {
    LeftOut,
    Shown,
}

struct Frame<'t> {
    name: &'t str,
    role: Role,
    at: usize,
}

/// Signs that a table holds figures and not the layout of the page.
#[derive(Default)]
struct Cells {
    in_row: usize,
    most: usize,
    layout: bool,
}

/// Longest text between two tags in a cell of figures, in bytes.
const LONGEST_CELL: usize = 240;

struct Outline<'t, 'a> {
    events: Vec<Event<'t, 'a>>,
    open: Vec<Frame<'t>>,
    tables: Vec<Cells>,
    unseen: Unseen,
}

/// Balances a page. Cost: one pass.
pub(crate) fn outline<'t, 'a>(
    tokens: &'t [Token<'a>],
    unseen: Unseen,
) -> Result<Vec<Event<'t, 'a>>, TooDeep> {
    let mut outline = Outline {
        events: Vec::new(),
        open: Vec::new(),
        tables: Vec::new(),
        unseen,
    };
    let mut raw_is_text = false;
    for token in tokens {
        match token {
            Token::Open(tag) => {
                raw_is_text = tag.name == "xmp";
                outline.element(tag)?;
            }
            Token::Close(name) => outline.close(name),
            Token::Text(text) => outline.text(text),
            Token::Raw(text) if raw_is_text => outline.text(text),
            Token::Raw(_) | Token::Comment(_) => {}
        }
    }
    while outline.pop() {}
    Ok(outline.events)
}

impl<'t, 'a> Outline<'t, 'a> {
    fn element(&mut self, tag: &'t Tag<'a>) -> Result<(), TooDeep> {
        let Some(role) = role(tag, self.unseen) else {
            return Ok(());
        };
        self.end_implied(&tag.name, role);
        match role {
            Role::Table => {
                self.cells(|outer| outer.layout = true);
                self.tables.push(Cells::default());
            }
            Role::Row => self.cells(|c| c.in_row = 0),
            Role::Cell => self.cells(|c| {
                c.in_row += 1;
                c.most = c.most.max(c.in_row);
            }),
            Role::Heading | Role::Bullets | Role::Numbers | Role::Quote => self.cells(|c| c.layout = true),
            _ => {}
        }
        let at = self.events.len();
        self.events.push(Event::Open { tag, role, end: at });
        self.open.push(Frame {
            name: &tag.name,
            role,
            at,
        });
        if self.open.len() > DEEPEST {
            return Err(TooDeep);
        }
        if role == Role::Break || tag.closes_itself() && role != Role::Block {
            self.pop();
        }
        Ok(())
    }

    fn cells(&mut self, note: impl FnOnce(&mut Cells)) {
        if let Some(cells) = self.tables.last_mut() {
            note(cells);
        }
    }

    /// Ends the elements that HTML lets authors leave open before this one.
    fn end_implied(&mut self, name: &str, role: Role) {
        let ends = |open: Role| match role {
            Role::Link => open == Role::Link,
            Role::Break | Role::Hidden => false,
            Role::Cell => matches!(open, Role::Paragraph | Role::Link | Role::Cell),
            Role::Row => matches!(open, Role::Paragraph | Role::Link | Role::Cell | Role::Row),
            Role::Point => matches!(open, Role::Paragraph | Role::Link | Role::Point),
            _ => {
                open == Role::Paragraph && !matches!(name, "span" | "em" | "strong" | "i" | "small" | "font")
            }
        };
        while self.open.last().is_some_and(|f| ends(f.role)) {
            self.pop();
        }
    }

    fn close(&mut self, name: &str) {
        // Looks no farther up than `DEEPEST`, which bounds the stack.
        if self.open.iter().any(|f| f.name == name) {
            while self.open.last().is_some_and(|f| f.name != name) {
                self.pop();
            }
            self.pop();
        }
    }

    fn pop(&mut self) -> bool {
        let Some(frame) = self.open.pop() else {
            return false;
        };
        let here = self.events.len();
        let mut role = frame.role;
        if role == Role::Table && self.tables.pop().is_none_or(|c| c.layout || c.most < 2) {
            role = Role::Block;
        }
        if let Some(Event::Open {
            end, role: opened, ..
        }) = self.events.get_mut(frame.at)
        {
            *end = here;
            *opened = role;
        }
        self.events.push(Event::Close(role));
        true
    }

    fn text(&mut self, text: &'a str) {
        if text.len() > LONGEST_CELL {
            self.cells(|c| c.layout = true);
        }
        self.events.push(Event::Text(text));
    }
}

fn role(tag: &Tag, unseen: Unseen) -> Option<Role> {
    let name = tag.name.as_ref();
    let own = ROLES
        .binary_search_by_key(&name, |(n, _)| n)
        .ok()
        .map(|i| ROLES[i].1);
    if matches!(own, Some(Role::Hidden)) {
        return own;
    }
    let inline = INLINE.contains(&name);
    if own.is_none() && !inline {
        return None;
    }
    if unseen == Unseen::LeftOut && hidden(tag, inline) {
        return Some(Role::Hidden);
    }
    if matches!(own, Some(Role::Break | Role::Link | Role::Heading)) || name == "body" || name == "html" {
        return own;
    }
    named(tag).or(own)
}

fn hidden(tag: &Tag, inline: bool) -> bool {
    let style = || {
        tag.get("style").is_some_and(|s| {
            let s: String = s.split_whitespace().collect();
            s.contains("display:none") || s.contains("visibility:hidden")
        })
    };
    tag.get("hidden").is_some() || inline && tag.get("aria-hidden").is_some_and(|v| v == "true") || style()
}

fn named(tag: &Tag) -> Option<Role> {
    let menu = tag
        .get("role")
        .filter(|r| matches!(r.as_ref(), "navigation" | "contentinfo" | "complementary"));
    if menu.is_some() {
        return Some(Role::Aside);
    }
    ["class", "id"]
        .iter()
        .filter_map(|a| tag.get(a))
        .find_map(|value| {
            let find = |word: &str| NAMED.iter().find(|(n, _)| n.eq_ignore_ascii_case(word));
            value.split_whitespace().find_map(find).map(|(_, role)| *role)
        })
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;
    use std::fmt::Write;

    fn shown(html: &str) -> String {
        let tokens: Vec<_> = tokens(html).collect();
        let events = outline(&tokens, Unseen::LeftOut).unwrap();
        let mut text = String::new();
        for (at, event) in events.iter().enumerate() {
            match event {
                Event::Open { tag, role, end } => {
                    assert!(
                        matches!(events[*end], Event::Close(r) if r == *role) && *end > at,
                        "{html}"
                    );
                    let _ = write!(text, "<{}:{role:?} ", tag.name);
                }
                Event::Close(_) => text += "> ",
                Event::Text(t) => text.extend([*t, " "]),
            }
        }
        text.trim().to_owned()
    }

    #[test]
    fn roles_are_in_order() {
        assert!(ROLES.is_sorted_by_key(|(n, _)| n));
    }

    #[test]
    fn structure_is_balanced() {
        for (html, expected) in [
            ("<p>a<p>b", "<p:Paragraph a > <p:Paragraph b >"),
            (
                "<ul><li>a<li>b</ul>c",
                "<ul:Bullets <li:Point a > <li:Point b > > c",
            ),
            ("<div>a</span></div></div>b", "<div:Block a > b"),
            ("<b><font>a</b>", "a"),
            ("a<br>b<hr/>c", "a <br:Break > b <hr:Break > c"),
            ("<a href=x>a<a href=y>b</a>", "<a:Link a > <a:Link b >"),
            ("<p hidden>a</p>", "<p:Hidden a >"),
            ("<div style='display : none'>a</div>", "<div:Hidden a >"),
            ("<span class='x img_desc'>a</span>", "<span:Caption a >"),
            ("<div id=COPYRIGHT>a</div>", "<div:Aside a >"),
            (
                "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
                "<table:Table <tr:Row <td:Cell a > <td:Cell b > > <tr:Row <td:Cell c > <td:Cell d > > >",
            ),
            (
                "<table><tr><td>a</table>",
                "<table:Block <tr:Row <td:Cell a > > >",
            ),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_is_bounded_and_left_open_tags_are_not_depth() {
        let deep = |piece: &str| {
            let html = piece.repeat(20_000);
            let tokens: Vec<_> = tokens(&html).collect();
            outline(&tokens, Unseen::LeftOut).map(|_| ()).err()
        };
        assert_eq!(deep("<div>"), Some(TooDeep));
        assert_eq!(deep("<table><tr><td>"), Some(TooDeep));
        assert_eq!(deep("<ul><li>"), Some(TooDeep));
        for shallow in [
            "<p>a",
            "<b>a",
            "<font color=a>",
            "<a href=x>",
            "<br>",
            "<li>a",
            "<td>a",
            "</div>",
        ] {
            assert_eq!(deep(shallow), None, "{shallow}");
        }
    }
}
