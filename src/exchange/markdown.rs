//! One Markdown file an article, for Obsidian and Logseq, written anew around what the reader added to it.
//!
//! Each note stands between two marks that those programs do not show. The first mark carries a sum of what stands
//! between them: where that no longer fits, the reader has changed it, and it is left alone. Everything outside the
//! marks is the reader's and stays byte for byte.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::article::id::ArticleId;
use crate::exchange::Sheet;
use crate::library::note::{NoteId, Noted};
use crate::text::Clean;

/// Which program reads the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Front matter, quotes with block ids.
    Obsidian,
    /// Page properties, an outline of blocks with ids.
    Logseq,
}

/// What a file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The whole file.
    pub text: String,
    /// Notes that the reader changed in the file, and that were left as they are there.
    pub kept: u32,
}

/// Letters of a headline in a file name.
const NAME: usize = 60;
/// Letters of a sum.
const SUM: usize = 10;

/// The name of a sheet's file: the headline and the beginning of the story's id, which tells equal headlines apart.
pub fn file_name(sheet: &Sheet) -> String {
    let plain = |c: char| {
        if "/\\:*?\"<>|#^[]%".contains(c) || c.is_control() {
            ' '
        } else {
            c
        }
    };
    let name: String = sheet.headline.chars().map(plain).take(NAME).collect();
    let name = Clean::new(name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']));
    let id: String = sheet.story.to_string().replace('.', "-");
    let (short, item) = id.split_once('-').map_or((&*id, ""), |(a, b)| (a, b));
    let short: String = short.chars().take(8).collect();
    let item = if item.is_empty() {
        String::new()
    } else {
        format!("-{item}")
    };
    format!("{name} {short}{item}.md").trim_start().to_owned()
}

/// The file of a sheet, new or around what an older one holds. `None` if the older one is no file of this story's
/// notes: it is not to be touched.
pub fn write(sheet: &Sheet, flavour: Flavour, old: Option<&str>) -> Option<Page> {
    let Some(old) = old.filter(|old| !old.trim().is_empty()) else {
        return Some(new_page(sheet, flavour));
    };
    let mark = flavour.owner(sheet);
    old.lines()
        .take(60)
        .any(|line| line.trim() == mark)
        .then(|| merged(sheet, flavour, old))
}

fn new_page(sheet: &Sheet, flavour: Flavour) -> Page {
    let mut text = flavour.head(sheet);
    for noted in &sheet.notes {
        text.push_str(&flavour.block(noted));
        text.push('\n');
    }
    Page { text, kept: 0 }
}

/// A part of a file: a note between its marks, or anything else.
#[derive(Debug)]
enum Part<'a> {
    Own {
        id: NoteId,
        whole: &'a str,
        untouched: bool,
    },
    Other(&'a str),
}

fn merged(sheet: &Sheet, flavour: Flavour, old: &str) -> Page {
    let parts = parts(old, flavour);
    let blocks: HashMap<NoteId, String> = sheet
        .notes
        .iter()
        .map(|n| (n.note.id, flavour.block(n)))
        .collect();
    let known = |id: &NoteId| {
        parts
            .iter()
            .any(|part| matches!(part, Part::Own { id: known, .. } if known == id))
    };
    // New notes stand after the one before them, those before all others at the front.
    let mut following: HashMap<Option<NoteId>, Vec<&String>> = HashMap::new();
    let mut before = None;
    for noted in &sheet.notes {
        let id = noted.note.id;
        if known(&id) {
            before = Some(id);
        } else if let Some(block) = blocks.get(&id) {
            following.entry(before).or_default().push(block);
        }
    }
    let mut page = Page {
        text: String::with_capacity(old.len() + 1_024),
        kept: 0,
    };
    let mut first = following.remove(&None).unwrap_or_default();
    let mut gone = false;
    for part in &parts {
        match part {
            Part::Other(text) => {
                // The line end after a block goes with it.
                let text = if gone {
                    text.strip_prefix('\n').unwrap_or(text)
                } else {
                    text
                };
                page.text.push_str(text);
                gone = false;
            }
            Part::Own { id, whole, untouched } => {
                for block in first.drain(..) {
                    let _ = writeln!(page.text, "{block}");
                }
                gone = !blocks.contains_key(id) && *untouched;
                page.kept += u32::from(!untouched);
                match blocks.get(id).filter(|_| *untouched) {
                    Some(block) => page.text.push_str(block),
                    None if gone => {}
                    None => page.text.push_str(whole),
                }
                for block in following.remove(&Some(*id)).unwrap_or_default() {
                    let _ = write!(page.text, "\n{block}");
                }
            }
        }
    }
    if !first.is_empty() && !page.text.ends_with('\n') {
        page.text.push('\n');
    }
    for block in first {
        let _ = writeln!(page.text, "{block}");
    }
    page
}

/// Takes a file apart. A mark without its end is the reader's.
fn parts(old: &str, flavour: Flavour) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = old;
    let mut from = 0;
    while let Some((begin, id, sum)) = next_mark(rest, from, flavour) {
        let end = format!("{}\n", flavour.end(id));
        let body = rest.get(begin..).unwrap_or_default();
        let inner_at = body.find('\n').map_or(body.len(), |at| at + 1);
        let Some(length) = body.get(inner_at..).and_then(|inner| inner.find(&end)) else {
            from = begin + inner_at;
            continue;
        };
        let inner = body.get(inner_at..inner_at + length).unwrap_or_default();
        let (other, _) = rest.split_at_checked(begin).unwrap_or((rest, ""));
        let whole = inner_at + length + end.len();
        parts.push(Part::Other(other));
        parts.push(Part::Own {
            id,
            whole: body.get(..whole).unwrap_or_default(),
            untouched: sum_of(inner) == sum,
        });
        rest = body.get(whole..).unwrap_or_default();
        from = 0;
    }
    parts.push(Part::Other(rest));
    parts
}

/// The first line from some byte on that begins a note: where it begins, the note, and the sum.
fn next_mark(text: &str, from: usize, flavour: Flavour) -> Option<(usize, NoteId, String)> {
    let (open, close) = flavour.comment();
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        let mark = line
            .trim_end()
            .strip_prefix(flavour.lead())
            .and_then(|l| l.strip_prefix(open));
        let words = mark
            .and_then(|l| l.strip_suffix(close))
            .map(str::split_whitespace);
        let words: Vec<&str> = words.into_iter().flatten().collect();
        if let ["jobo", id, sum] = words.as_slice()
            && let Ok(id) = id.parse()
        {
            return Some((at, id, (*sum).to_owned()));
        }
        at += line.len();
    }
    None
}

fn sum_of(inner: &str) -> String {
    ArticleId::of(inner).to_string().chars().take(SUM).collect()
}

impl Flavour {
    /// What begins and ends a comment.
    fn comment(self) -> (&'static str, &'static str) {
        match self {
            Self::Obsidian => ("%%", "%%"),
            Self::Logseq => ("<!--", "-->"),
        }
    }

    /// What stands before the first mark of a note.
    fn lead(self) -> &'static str {
        match self {
            Self::Obsidian => "",
            Self::Logseq => "- ",
        }
    }

    fn end(self, id: NoteId) -> String {
        let (open, close) = self.comment();
        let indent = if self == Self::Logseq { "  " } else { "" };
        format!("{indent}{open} /jobo {id} {close}")
    }

    /// The line by which a file is known as one of a story's notes.
    fn owner(self, sheet: &Sheet) -> String {
        match self {
            Self::Obsidian => format!("jobo: \"{}\"", sheet.story),
            Self::Logseq => format!("jobo:: {}", sheet.story),
        }
    }

    fn head(self, sheet: &Sheet) -> String {
        let mut head = String::new();
        let author = sheet.authors().join(", ");
        let tags: Vec<String> = sheet.tags.iter().map(|tag| plain_tag(tag)).collect();
        let fields = [
            ("title", sheet.headline.to_string()),
            (
                "source",
                sheet.url.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
            ("author", author),
            (
                "outlet",
                sheet.outlet.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
            ("published", sheet.day().unwrap_or_default()),
        ];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        match self {
            Self::Obsidian => {
                head.push_str("---\n");
                for (name, value) in fields {
                    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
                    let _ = writeln!(head, "{name}: \"{value}\"");
                }
                if !tags.is_empty() {
                    head.push_str("tags:\n");
                }
                for tag in tags {
                    let _ = writeln!(head, "  - \"{}\"", tag.replace('\\', "\\\\").replace('"', "\\\""));
                }
                let _ = writeln!(head, "{}\n---\n\n# {}\n", self.owner(sheet), sheet.headline);
            }
            Self::Logseq => {
                for (name, value) in fields {
                    let _ = writeln!(head, "{name}:: {value}");
                }
                if !tags.is_empty() {
                    let _ = writeln!(head, "tags:: {}", tags.join(", "));
                }
                let _ = writeln!(head, "{}\n", self.owner(sheet));
            }
        }
        head
    }

    /// A note between its marks.
    fn block(self, noted: &Noted) -> String {
        let (open, close) = self.comment();
        let id = noted.note.id;
        let inner = match self {
            Self::Obsidian => obsidian(noted),
            Self::Logseq => logseq(noted),
        };
        // A line of the note that reads like its end would cut it short.
        let inner = inner.replace(&format!("{open} /jobo"), &format!("{open}  /jobo"));
        let sum = sum_of(&inner);
        format!(
            "{}{open} jobo {id} {sum} {close}\n{inner}{}\n",
            self.lead(),
            self.end(id)
        )
    }
}

fn obsidian(noted: &Noted) -> String {
    let note = &noted.note;
    let mut text = String::new();
    if let Some(anchor) = &note.on.anchor {
        for line in anchor.quote.lines() {
            let _ = writeln!(text, "> {line}");
        }
        let _ = writeln!(text, "\n^jobo-{}\n", note.id);
    }
    if !note.text.is_empty() {
        let _ = writeln!(text, "{}\n", note.text);
    }
    let tags = note.tags.iter().map(|tag| format!("#{}", plain_tag(tag)));
    let said: Vec<String> = tags
        .chain([format!("(colour:: {})", note.colour.name())])
        .collect();
    let _ = writeln!(text, "{}", said.join(" "));
    text
}

fn logseq(noted: &Noted) -> String {
    let note = &noted.note;
    let mut text = String::new();
    if let Some(anchor) = &note.on.anchor {
        for line in anchor.quote.lines() {
            let _ = writeln!(text, "  > {line}");
        }
    }
    let _ = writeln!(text, "  id:: {}", uuid(note.id));
    let _ = writeln!(text, "  colour:: {}", note.colour.name());
    if !note.tags.is_empty() {
        let tags: Vec<String> = note
            .tags
            .iter()
            .map(|tag| format!("#[[{}]]", tag.replace("]]", "] ]")))
            .collect();
        let _ = writeln!(text, "  {}", tags.join(" "));
    }
    for (n, line) in note.text.lines().enumerate() {
        let lead = if n == 0 { "  - " } else { "    " };
        let _ = writeln!(text, "{}", format!("{lead}{line}").trim_end());
    }
    text
}

/// A note's name in the form that Logseq takes for ids of blocks.
fn uuid(id: NoteId) -> String {
    let hex: String = id.bytes().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default().to_owned();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// A tag without what would end it.
fn plain_tag(tag: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '/') {
            c
        } else {
            '_'
        }
    };
    tag.chars().map(plain).collect()
}
