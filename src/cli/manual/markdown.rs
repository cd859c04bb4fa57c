//! A page of `docs/` as a manual page: what those pages use of Markdown, and no more.
//!
//! A table becomes a list, because a manual is read at any width: the first cell leads, the others follow under their
//! headings.

use std::mem;

use clap_mangen::roff::{Inline, Roff, bold, italic, line_break, roman};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Writes a page behind its name.
pub(super) fn write(page: &str, roff: &mut Roff) {
    let mut setter = Setter {
        roff,
        line: Vec::new(),
        style: |text| roman(text),
        code: None,
        bullet: false,
        table: Table::default(),
    };
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        setter.take(event);
    }
}

/// Writes lines as they are.
pub(super) fn verbatim<'a>(roff: &mut Roff, lines: impl Iterator<Item = &'a str>) {
    roff.control("PP", []);
    roff.control("RS", ["4"]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("RE", []);
}

struct Setter<'r> {
    roff: &'r mut Roff,
    /// The paragraph, item or cell so far.
    line: Vec<Inline>,
    /// How words are set.
    style: fn(String) -> Inline,
    /// Text of a block that is set as it is.
    code: Option<String>,
    /// Whether the next paragraph begins an item.
    bullet: bool,
    table: Table,
}

#[derive(Default)]
struct Table {
    headings: Vec<String>,
    in_head: bool,
    column: usize,
}

impl Setter<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.line.push(bold(text.as_ref())),
            Event::SoftBreak => self.line.push(roman(" ")),
            Event::HardBreak => self.line.push(line_break()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.line.push((self.style)(text.to_owned())),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.style = |text| bold(text),
            Tag::Emphasis => self.style = |text| italic(text),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            // What an item says before a list within it.
            Tag::List(_) => self.paragraph(),
            Tag::Item => self.bullet = true,
            Tag::TableHead => {
                self.table = Table {
                    in_head: true,
                    ..Table::default()
                }
            }
            Tag::TableRow => self.table.column = 0,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => self.style = |text| roman(text),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph | TagEnd::Item => self.paragraph(),
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                verbatim(self.roff, code.lines());
            }
            TagEnd::TableHead => self.table.in_head = false,
            TagEnd::TableCell => self.cell(),
            _ => {}
        }
    }

    /// Ends a paragraph, if there is one.
    fn paragraph(&mut self) {
        if self.line.is_empty() {
            return;
        }
        if mem::take(&mut self.bullet) {
            self.roff.control("IP", ["•", "3"]);
        } else {
            self.roff.control("PP", []);
        }
        self.roff.text(mem::take(&mut self.line));
    }

    /// The page's own heading is its name already.
    fn heading(&mut self, level: HeadingLevel) {
        let words = plain(&mem::take(&mut self.line));
        match level {
            HeadingLevel::H1 => self.roff.control("SH", ["DESCRIPTION"]),
            HeadingLevel::H2 => self.roff.control("SH", [words.to_uppercase().as_str()]),
            _ => self.roff.control("SS", [words.as_str()]),
        };
    }

    fn cell(&mut self) {
        let words = mem::take(&mut self.line);
        let column = self.table.column;
        self.table.column += 1;
        if self.table.in_head {
            self.table.headings.push(plain(&words));
        } else if column == 0 {
            self.roff.control("TP", []);
            self.roff.text(words);
        } else if !words.is_empty() {
            self.later_cell(column, words);
        }
    }

    /// One column beside the first needs no heading: it explains the first.
    fn later_cell(&mut self, column: usize, mut words: Vec<Inline>) {
        let heading = match self.table.headings.as_slice() {
            [_, _] => None,
            headings => headings.get(column).filter(|heading| !heading.is_empty()),
        };
        if let Some(heading) = heading {
            words.insert(0, roman(format!("{heading}: ")));
        }
        if column > 1 {
            self.roff.control("br", []);
        }
        self.roff.text(words);
    }
}

fn plain(line: &[Inline]) -> String {
    let words = line.iter().map(|inline| match inline {
        Inline::Roman(text) | Inline::Bold(text) | Inline::Italic(text) => text.as_str(),
        Inline::LineBreak => " ",
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(page: &str) -> String {
        let mut roff = Roff::new();
        write(page, &mut roff);
        roff.to_roff()
    }

    #[test]
    fn each_form_is_set() {
        for (page, expected) in [
            ("# Top", ".SH DESCRIPTION\n"),
            ("## The `x` part", ".SH \"THE X PART\"\n"),
            ("### Small", ".SS Small\n"),
            ("one\ntwo", ".PP\none two\n"),
            ("a **b** *c* `d`", ".PP\na \\fBb\\fR \\fIc\\fR \\fBd\\fR\n"),
            ("[words](x.md) on", ".PP\nwords on\n"),
            ("- one\n- two", ".IP • 3\none\n.IP • 3\ntwo\n"),
            ("- one\n\n  more", ".IP • 3\none\n.PP\nmore\n"),
            ("- one\n  - in", ".IP • 3\none\n.IP • 3\nin\n"),
            ("```\n.a\n b\n```", ".PP\n.RS 4\n.nf\n\\&.a\n b\n.fi\n.RE\n"),
            ("| a | b |\n|---|---|\n| `x` | y |", ".TP\n\\fBx\\fR\ny\n"),
            (
                "|a|b|c|\n|-|-|-|\n|x|y|z|\n|u||w|",
                ".TP\nx\nb: y\n.br\nc: z\n.TP\nu\n.br\nc: w\n",
            ),
            ("<!-- nothing -->", ""),
        ] {
            assert_eq!(set(page), expected, "{page}");
        }
    }
}
