//! `jobo read` and `jobo --plain`: the library line by line, for screen readers, plain terminals and pipes.
//!
//! A line comes in, lines go out. The cursor is never placed, nothing is coloured or drawn, nothing moves, and what was
//! said stays said. It asks the library what the screen asks, and writes through the one writer.

mod lines;
mod lists;
mod marks;
mod order;
mod talk;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

use super::fault::{DONE, Fault};
use super::out::Out;
use super::place::Ground;
use super::progress::Bar;
use super::search;
use crate::app::words::Words;
use crate::run::terminal;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};
use crate::text::{self};
use talk::{Lines, Talk};

/// The longest line that is listened to, in bytes; what stands beyond it is let go.
const LONGEST: u64 = 64 << 10;
/// Widest column of running text.
const MEASURE: u16 = 72;
/// Rows of a terminal that a page leaves free: that which says how to go on, and that which is typed in.
const KEPT_FREE: u16 = 2;

/// Opens a library and talks until the reader asks for the end or says no more. With something asked and no terminal
/// to answer on, says one story and ends.
pub(super) fn run(ground: &Ground, paths: &[PathBuf], asked: &str, out: &mut Out) -> Result<i32, Fault> {
    let place = super::reading_with(ground, paths, Bar::lines(&ground.words))?;
    let mut talk = Talk::new(&place, &ground.words)?;
    let asked = asked.trim();
    if !asked.is_empty() && out.columns().is_none() {
        return one(&talk, asked, ground, out);
    }
    let typed = io::stdin().is_terminal();
    let mut voice = Voice::new(out, &ground.words);
    if typed {
        voice.say(talk.greeting()?)?;
    }
    if !asked.is_empty() {
        voice.say(talk.open_asked(asked))?;
    } else if typed {
        voice.say(talk.show_list(0)?)?;
    }
    converse(&mut talk, io::stdin().lock(), typed, &mut voice)?;
    Ok(DONE)
}

/// Says the one story that answers best.
fn one(talk: &Talk<'_>, asked: &str, ground: &Ground, out: &mut Out) -> Result<i32, Fault> {
    let row = if let Some(row) = talk.id(asked)? {
        row
    } else {
        let found = talk.reader.ordered(&search::view(asked, &ground.words)?)?.rows;
        let best = found.first().copied();
        best.ok_or_else(|| Fault::NoStory(asked.to_owned()))?
    };
    let story = talk.reader.story(row)?;
    let story = story.ok_or_else(|| Fault::NoStory(asked.to_owned()))?;
    for line in lines::story(&story, false, &ground.words) {
        out.line(&line)?;
    }
    Ok(DONE)
}

/// Takes lines until there are no more.
fn converse(
    talk: &mut Talk<'_>,
    mut input: impl BufRead,
    typed: bool,
    voice: &mut Voice<'_>,
) -> Result<(), Fault> {
    let mut line = Vec::new();
    loop {
        if typed {
            voice.prompt(talk)?;
        }
        voice.out.flush()?;
        if !listen(&mut input, &mut line) {
            break;
        }
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() && voice.goes_on()? {
            continue;
        }
        voice.say(talk.hear(&line))?;
        if talk.done {
            return Ok(());
        }
        voice.rest_of(talk)?;
    }
    voice.say(talk.end())?;
    if typed {
        voice.out.line("")?;
    }
    Ok(())
}

/// Reads a line; `false` at the end of the input, and where it cannot be read any more.
fn listen(input: &mut impl BufRead, line: &mut Vec<u8>) -> bool {
    line.clear();
    let mut left = LONGEST;
    loop {
        let mut part = Vec::new();
        let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut part);
        match read {
            Ok(0) | Err(_) => return !line.is_empty(),
            Ok(n) => {
                let room = usize::try_from(left).unwrap_or_default().min(n);
                line.extend_from_slice(part.get(..room).unwrap_or_default());
                left -= room as u64;
                if part.ends_with(b"\n") {
                    return true;
                }
            }
        }
    }
}

/// Says lines: whole and at once where nobody looks on, in pages of broken rows on a terminal.
struct Voice<'o> {
    out: &'o mut Out,
    /// Rows that wait for the reader to go on.
    waiting: VecDeque<String>,
    /// What says that there are some.
    more: String,
}

impl<'o> Voice<'o> {
    fn new(out: &'o mut Out, words: &Words) -> Self {
        Self {
            out,
            waiting: VecDeque::new(),
            more: words.get("linear.more").to_owned(),
        }
    }

    /// Says that it is the reader's turn, and what Enter does where something waits.
    fn prompt(&mut self, talk: &Talk<'_>) -> Result<(), Fault> {
        if !self.waiting.is_empty() || talk.has_more() {
            let (columns, _) = terminal::size();
            for row in broken(&self.more, columns) {
                self.out.line(&row)?;
            }
        }
        Ok(self.out.bytes(b"> ")?)
    }

    fn on_terminal(&self) -> bool {
        self.out.columns().is_some()
    }

    fn say(&mut self, lines: Lines) -> Result<(), Fault> {
        self.waiting.clear();
        if !self.on_terminal() {
            for line in lines {
                self.out.line(&line)?;
            }
            return Ok(());
        }
        // The size is asked each time: there is nothing that would tell of a change.
        let (columns, _) = terminal::size();
        self.waiting = lines.iter().flat_map(|line| broken(line, columns)).collect();
        self.page()
    }

    /// Says as many of the waiting rows as the terminal has.
    fn page(&mut self) -> Result<(), Fault> {
        let (_, rows) = terminal::size();
        let most = usize::from(rows.saturating_sub(KEPT_FREE).max(1));
        for row in self.waiting.drain(..most.min(self.waiting.len())) {
            self.out.line(&row)?;
        }
        Ok(())
    }

    /// Goes on with what waits; `false` if nothing does.
    fn goes_on(&mut self) -> Result<bool, Fault> {
        if self.waiting.is_empty() {
            return Ok(false);
        }
        self.page()?;
        Ok(true)
    }

    /// Where nobody looks on, a list is said to its end.
    fn rest_of(&mut self, talk: &mut Talk<'_>) -> Result<(), Fault> {
        if self.on_terminal() {
            return Ok(());
        }
        loop {
            let lines = talk.more()?;
            if lines.is_empty() {
                return Ok(());
            }
            for line in lines {
                self.out.line(&line)?;
            }
        }
    }
}

/// The rows of a line on a terminal of so many columns.
fn broken(line: &str, columns: u16) -> Vec<String> {
    if line.is_empty() {
        return vec![String::new()];
    }
    let wrap = Wrap {
        cols: columns.clamp(2, MEASURE),
        mode: Mode::Auto,
        ruler: Ruler::default(),
    };
    let mut rows = Vec::new();
    for paragraph in line.lines() {
        let broken = wrap::rows(paragraph, &wrap);
        rows.extend(
            broken
                .iter()
                .map(|row| text::slice(paragraph, row.start as usize..row.end as usize).to_owned()),
        );
    }
    rows
}
