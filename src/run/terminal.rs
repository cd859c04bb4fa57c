//! The terminal itself: taken at the start, given back at every end.
//!
//! Taking and giving back are free functions over one hidden value, because whoever ends the program must be able to
//! give the terminal back: the loop, the panic hook of the drawing thread, the signal thread when the loop is
//! stuck. Both may be called at any time and in any state.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags};
use rustix::termios::{self, OptionalActions, Termios};

use super::probe::CLUSTERS_OFF;

/// Largest size that is drawn, in columns or rows; what lies beyond stays empty.
const LARGEST: u16 = 1000;
/// Size where the terminal does not say: that of the VT100.
const DEFAULT_SIZE: (u16, u16) = (80, 24);

/// Alternate screen, bracketed paste, word of changed colours, no cursor.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h\x1b[?2031h\x1b[?25l";
/// Presses, drags and the wheel, in SGR form. Not every move of the pointer: that would wake an idle program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Ends a frame that was cut off, takes back colours, mouse and paste, shows the cursor, leaves the screen.
const GIVE_BACK: &str = "\x1b\\\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2031l\x1b[?2004l\
                         \x1b[?25h\x1b[?1049l";

/// How the terminal was before it was taken.
static COOKED: Mutex<Option<Termios>> = Mutex::new(None);

/// Whether mode 2027 was off before we turned it on; where it was on, it stays on.
static CLUSTERS_WERE_OFF: AtomicBool = AtomicBool::new(false);

/// Why there is no screen to draw on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoScreen {
    /// Keys would not come from a terminal.
    #[error("standard input is no terminal")]
    Input,
    /// The screen would not go to a terminal.
    #[error("standard output is no terminal")]
    Output,
    /// The terminal says that it cannot place text.
    #[error("this terminal cannot place text (TERM is empty or ‘dumb’)")]
    Dumb,
}

/// Whether there is a screen: a terminal at both ends that can place text.
pub fn check() -> Result<(), NoScreen> {
    let term = std::env::var("TERM").unwrap_or_default();
    if !io::stdin().is_terminal() {
        Err(NoScreen::Input)
    } else if !io::stdout().is_terminal() {
        Err(NoScreen::Output)
    } else if term.is_empty() || term == "dumb" {
        Err(NoScreen::Dumb)
    } else {
        Ok(())
    }
}

/// Columns and rows, never 0 and never more than 1000.
pub fn size() -> (u16, u16) {
    let Ok(size) = termios::tcgetwinsize(io::stdout()) else {
        return DEFAULT_SIZE;
    };
    if size.ws_col == 0 || size.ws_row == 0 {
        return DEFAULT_SIZE;
    }
    (size.ws_col.min(LARGEST), size.ws_row.min(LARGEST))
}

/// Width and height of a cell in pixels, where the terminal told the system.
pub(crate) fn cell() -> Option<(u16, u16)> {
    let size = termios::tcgetwinsize(io::stdout()).ok()?;
    let width = size.ws_xpixel.checked_div(size.ws_col)?;
    let height = size.ws_ypixel.checked_div(size.ws_row)?;
    (width >= 2 && height >= 2).then_some((width, height))
}

/// Takes the terminal: keys come one by one, the screen is ours. Taken already, it is taken anew, as after a stop
/// that did not ask us.
pub(crate) fn take(mouse: Mouse) -> io::Result<()> {
    let mut cooked = COOKED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let before = match cooked.as_ref() {
        Some(before) => before.clone(),
        None => termios::tcgetattr(io::stdin())?,
    };
    let mut raw = before.clone();
    raw.make_raw();
    termios::tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
    *cooked = Some(before);
    let mut out = Out::new()?;
    out.write_all(TAKE.as_bytes())?;
    out.write_all(mouse.sequence().as_bytes())?;
    out.send()
}

/// Gives the terminal back as it was. Does nothing if it is not taken. Errors are of no use to anyone here.
pub(crate) fn give_back() {
    if cook() {
        let _ = Out::new().and_then(|mut out| {
            if CLUSTERS_WERE_OFF.load(Ordering::Relaxed) {
                out.write_all(CLUSTERS_OFF.as_bytes())?;
            }
            out.write_all(GIVE_BACK.as_bytes())?;
            out.send()
        });
    }
}

/// Notes whether mode 2027 is to be turned off at the end.
pub(crate) fn clusters_were_off(off: bool) {
    CLUSTERS_WERE_OFF.store(off, Ordering::Relaxed);
}

/// Gives back only the line discipline, which never blocks; says whether it was taken.
pub(crate) fn cook() -> bool {
    let mut held = match COOKED.try_lock() {
        Ok(held) => held,
        Err(std::sync::TryLockError::Poisoned(held)) => held.into_inner(),
        Err(std::sync::TryLockError::WouldBlock) => return false,
    };
    let Some(cooked) = held.take() else {
        return false;
    };
    let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &cooked);
    true
}

/// Whether the terminal tells us of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mouse {
    On,
    Off,
}

impl Mouse {
    pub(crate) fn wanted(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }

    pub(crate) fn sequence(self) -> &'static str {
        match self {
            Self::On => MOUSE_ON,
            Self::Off => MOUSE_OFF,
        }
    }
}

/// The way to the terminal: one buffer, written when a frame is whole.
#[derive(Debug)]
pub(crate) struct Out {
    file: File,
    frame: Vec<u8>,
}

/// Bytes that are held back before they are written without waiting for the end of the frame.
const HELD: usize = 64 << 10;

impl Out {
    pub(crate) fn new() -> io::Result<Self> {
        let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let frame = Vec::new();
        Ok(Self { file, frame })
    }

    /// Whether nothing waits to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// Writes what is held back. Waits where the terminal is slow, also if someone made it non-blocking.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        let mut rest = self.frame.as_slice();
        while !rest.is_empty() {
            match self.file.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => rest = rest.get(n..).unwrap_or_default(),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                    rustix::event::poll(&mut [PollFd::new(&self.file, PollFlags::OUT)], None)?;
                }
                Err(e) => return Err(e),
            }
        }
        self.frame.clear();
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        if self.frame.len() > HELD {
            self.send()?;
        }
        Ok(bytes.len())
    }

    /// Does nothing: libraries flush in the middle of a frame.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_taken_is_given_back() {
        let on = format!("{TAKE}{MOUSE_ON}");
        for mode in on.split('\x1b').filter_map(|s| s.strip_prefix("[?")) {
            let (number, way) = mode.split_at(mode.len() - 1);
            let back = if way == "h" { "l" } else { "h" };
            assert!(GIVE_BACK.contains(&format!("\x1b[?{number}{back}")), "{mode}");
        }
        for mode in MOUSE_ON.split('\x1b').filter(|s| !s.is_empty()) {
            assert!(MOUSE_OFF.contains(&mode.replace('h', "l")), "{mode}");
        }
    }
}
