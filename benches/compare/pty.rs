//! One program in a pseudo-terminal of its own, with a clock on every chunk of bytes that it writes.
//!
//! A thread reads and stamps; the terminal is emulated afterwards, outside of what is timed. What a program asks of
//! the terminal is answered at once, as xterm would.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use super::proc::Accounts;

/// Size of the terminal, as in the figures of the other readers.
const SIZE: PtySize = PtySize {
    rows: 50,
    cols: 200,
    pixel_width: 1_600,
    pixel_height: 1_000,
};
/// A frame has ended when nothing was written for so long.
pub(crate) const STILL: Duration = Duration::from_millis(30);

/// How a program is started.
#[derive(Clone)]
pub(crate) struct Start {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<OsString>,
    pub(crate) env: Vec<(OsString, OsString)>,
}

/// What came back for one key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    /// From the key to the last byte before it was still; `None` if nothing was written.
    pub(crate) settled: Option<Duration>,
    pub(crate) bytes: usize,
}

/// A running program.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: Parser,
    asked: Vec<u8>,
    _master: Box<dyn MasterPty + Send>,
}

/// Questions to the terminal and what xterm says.
const REPLIES: &[(&[u8], &[u8])] = &[
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[0c", b"\x1b[?62;22c"),
    (b"\x1b[>c", b"\x1b[>0;276;0c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[5n", b"\x1b[0n"),
    (b"\x1b]10;?", b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
    (b"\x1b[?2026$p", b"\x1b[?2026;0$y"),
    (b"\x1b[?2027$p", b"\x1b[?2027;0$y"),
];

impl Session {
    /// Starts a program and waits until one of the texts is on its screen. Gives the time from the start to the chunk
    /// with it.
    pub(crate) fn start(start: &Start, texts: &[String], patience: Duration) -> Result<(Self, Duration)> {
        let began = Instant::now();
        let mut session = Self::spawn(start)?;
        let found = session.until(began, texts, patience)?;
        Ok((session, found))
    }

    /// Writes a key and waits until one of the texts is on the screen, however long the program is silent before.
    pub(crate) fn open(&mut self, key: &str, texts: &[String], patience: Duration) -> Result<Duration> {
        let began = Instant::now();
        self.keys.write_all(key.as_bytes())?;
        self.keys.flush()?;
        self.until(began, texts, patience)
    }

    fn until(&mut self, began: Instant, texts: &[String], patience: Duration) -> Result<Duration> {
        let mut found = None;
        while found.is_none() {
            let left = patience.saturating_sub(began.elapsed());
            let (at, bytes) = self
                .chunks
                .recv_timeout(left)
                .with_context(|| format!("{texts:?} did not come:\n{}", self.screen.screen().contents()))?;
            self.take(&bytes)?;
            let shown = self.screen.screen().contents();
            found = texts.iter().any(|text| shown.contains(text)).then(|| at - began);
        }
        self.rest(STILL)?;
        Ok(found.unwrap_or_default())
    }

    fn spawn(start: &Start) -> Result<Self> {
        let pty = native_pty_system().openpty(SIZE)?;
        let mut command = CommandBuilder::new(&start.program);
        command.args(&start.args);
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("LANG", "C.UTF-8"),
        ] {
            command.env(name, value);
        }
        command.env_remove("TMUX");
        for (name, value) in &start.env {
            command.env(name, value);
        }
        let mut reader = pty.master.try_clone_reader()?;
        let keys = pty.master.take_writer()?;
        let child = pty.slave.spawn_command(command)?;
        drop(pty.slave);
        let (tell, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                let chunk = buffer.get(..n).unwrap_or_default().to_vec();
                if tell.send((Instant::now(), chunk)).is_err() {
                    break;
                }
            }
        });
        let [rows, cols] = [SIZE.rows, SIZE.cols].map(|n| NonZeroU16::new(n).expect("the size is not zero"));
        Ok(Self {
            child,
            keys,
            chunks,
            screen: Parser::new(rows, cols, 0),
            asked: Vec::new(),
            _master: pty.master,
        })
    }

    /// Shows a chunk to the emulated screen and answers what it asks.
    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.screen.process(bytes);
        self.asked.extend_from_slice(bytes);
        for (question, reply) in REPLIES {
            if let Some(at) = find(&self.asked, question) {
                self.asked.drain(..at + question.len());
                self.keys.write_all(reply)?;
            }
        }
        let keep = self.asked.len().saturating_sub(16);
        self.asked.drain(..keep);
        Ok(())
    }

    /// Reads until nothing has come for `quiet`; the moment of the last byte and the number of bytes.
    pub(crate) fn rest(&mut self, quiet: Duration) -> Result<(Option<Instant>, usize)> {
        let (mut last, mut count) = (None, 0);
        let mut kept = Vec::new();
        while let Ok((at, bytes)) = self.chunks.recv_timeout(quiet) {
            last = Some(at);
            count += bytes.len();
            kept.push(bytes);
        }
        for bytes in kept {
            self.take(&bytes)?;
        }
        Ok((last, count))
    }

    /// Looks on for a time; the bytes that came.
    pub(crate) fn watch(&mut self, time: Duration) -> Result<(Option<Instant>, usize)> {
        let until = Instant::now() + time;
        let (mut last, mut count) = (None, 0);
        while let Ok((at, bytes)) = self
            .chunks
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            last = Some(at);
            count += bytes.len();
            self.take(&bytes)?;
        }
        Ok((last, count))
    }

    /// Writes keys at once and waits for the finished frame.
    pub(crate) fn press(&mut self, keys: &str) -> Result<Answer> {
        let pressed = Instant::now();
        self.keys.write_all(keys.as_bytes())?;
        self.keys.flush()?;
        // The first byte may take longer than a pause within a frame.
        let first = self.chunks.recv_timeout(Duration::from_secs(5)).ok();
        let head = first.as_ref().map_or(0, |(_, bytes)| bytes.len());
        let (last, tail) = self.rest_after(first.as_ref().map(|(_, bytes)| bytes.as_slice()))?;
        let last = last.or(first.map(|(at, _)| at));
        Ok(Answer {
            settled: last.map(|at| at - pressed),
            bytes: head + tail,
        })
    }

    fn rest_after(&mut self, first: Option<&[u8]>) -> Result<(Option<Instant>, usize)> {
        let (mut last, mut count) = (None, 0);
        let mut kept: Vec<u8> = first.unwrap_or_default().to_vec();
        while let Ok((at, bytes)) = self.chunks.recv_timeout(STILL) {
            last = Some(at);
            count += bytes.len();
            kept.extend(bytes);
        }
        self.take(&kept)?;
        Ok((last, count))
    }

    /// What the system says of the program now.
    pub(crate) fn accounts(&self) -> Result<Accounts> {
        Accounts::of(self.child.process_id().context("the program has ended")?)
    }

    /// What is on the screen.
    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Asks the program to leave; ends it if it does not.
    pub(crate) fn leave(mut self, keys: &str) -> Result<()> {
        // A program that has left already cannot read this.
        let _ = self.keys.write_all(keys.as_bytes());
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(3) {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            self.rest(Duration::from_millis(10))?;
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
