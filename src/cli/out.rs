//! Standard output: buffered, escaped where it must be, and broken into rows only on a terminal.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::cli::args::Form;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};
use crate::text::{self};

/// Widest column of running text, as in the reader.
const MEASURE: u16 = 72;

/// Standard output.
#[derive(Debug)]
pub(super) struct Out {
    to: BufWriter<Stdout>,
    columns: Option<u16>,
}

impl Out {
    pub(super) fn new() -> Self {
        let stdout = io::stdout();
        let columns = stdout.is_terminal().then(|| crate::run::terminal::size().0);
        Self {
            to: BufWriter::with_capacity(64 << 10, stdout),
            columns,
        }
    }

    /// Columns of the terminal; `None` where there is none.
    pub(super) fn columns(&self) -> Option<u16> {
        self.columns
    }

    /// Writes one line as it is. What is written must be clean.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self.to.write_all(line.as_bytes())?;
        self.to.write_all(b"\n")
    }

    /// Writes one line, cut off at the terminal's edge.
    pub(super) fn row(&mut self, line: &str) -> io::Result<()> {
        let ruler = Ruler::default();
        match self.columns {
            Some(columns) => self.line(&ruler.elide(line, columns.into())),
            None => self.line(line),
        }
    }

    /// Writes a paragraph behind an indent: broken into rows on a terminal, in one line elsewhere.
    pub(super) fn paragraph(&mut self, indent: &str, paragraph: &str) -> io::Result<()> {
        let Some(columns) = self.columns else {
            return self.line(&format!("{indent}{paragraph}"));
        };
        let ruler = Ruler::default();
        let cols = columns.min(MEASURE).saturating_sub(ruler.width(indent) as u16);
        let wrap = Wrap {
            cols,
            mode: Mode::Auto,
            ruler,
        };
        for row in wrap::rows(paragraph, &wrap) {
            let words = text::slice(paragraph, row.start as usize..row.end as usize);
            self.line(&format!("{indent}{words}"))?;
        }
        Ok(())
    }

    /// Writes raw bytes, as of a manual page.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)
    }

    /// Writes values as JSON, one array or one object a line; says how many there were.
    pub(super) fn json<T: Serialize, E: From<io::Error>>(
        &mut self,
        form: Form,
        values: impl Iterator<Item = Result<T, E>>,
    ) -> Result<usize, E> {
        let (before, between, after) = if form.json {
            ("[", ",\n ", "]\n")
        } else {
            ("", "\n", "\n")
        };
        let mut count = 0;
        for value in values {
            let value = value?;
            // Nothing is printed before there is something to print.
            let lead = if count == 0 { before } else { between };
            self.to.write_all(lead.as_bytes())?;
            let mut serializer = Serializer::with_formatter(&mut self.to, Escaped(CompactFormatter));
            value.serialize(&mut serializer).map_err(io::Error::from)?;
            count += 1;
        }
        if count == 0 {
            self.to.write_all(before.as_bytes())?;
        }
        if count > 0 || form.json {
            self.to.write_all(after.as_bytes())?;
        }
        Ok(count)
    }

    /// Hands on what was written so far, before a question waits for its answer.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// Ends the output; errors that were held back come out here.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes what a terminal would obey or not show as `\uXXXX`: paths are not cleaned, because programs must find
/// the files.
struct Escaped(CompactFormatter);

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| unseen(*c)) {
            self.0
                .write_string_fragment(writer, text::slice(fragment, plain..at))?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        self.0
            .write_string_fragment(writer, text::slice(fragment, plain..fragment.len()))
    }
}

/// Controls, bidi controls, and what has no shape.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_nothing_unseen_and_loses_nothing() {
        let path = "a\u{1b}[31m\u{9b}\u{202e}한\u{200b}\u{e0041}\"\\\n";
        let mut bytes = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut bytes, Escaped(CompactFormatter));
        path.serialize(&mut serializer).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert!(!json.contains(unseen), "{json:?}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), path);
    }
}
