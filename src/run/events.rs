//! What reaches the loop, and the thread that listens to the keyboard.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec};

use super::keys::Keys;
use super::signals::Asked;
use crate::app::msg::Msg;
use crate::text::Clean;

/// One thing that reaches the loop.
#[derive(Debug)]
pub(crate) enum Event {
    /// All that one read of the terminal held.
    Input(Vec<Msg>),
    /// An answer of a worker.
    Msg(Msg),
    /// A signal.
    Signal(Asked),
    /// The file to be shown in the reader's pager.
    Page(PathBuf),
    /// Bytes for the terminal that are no part of the picture.
    Write(String),
    /// The terminal is gone.
    Gone,
}

/// How long a lone Escape waits for what would make it a sequence. Over slow lines sequences come in pieces, yet not
/// so far apart: the pieces of one packet.
const SILENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 30_000_000,
};

/// The listening thread, which lets go of the keyboard while another program has the terminal.
#[derive(Debug)]
pub(crate) struct Input {
    orders: PipeWriter,
    done: Receiver<()>,
}

/// How long the listener has to obey: it only waits for orders and input.
const AT_ONCE: Duration = Duration::from_millis(200);
const LET_GO: u8 = b'-';
const LISTEN: u8 = b'+';

impl Input {
    pub(crate) fn start(events: Sender<Event>) -> io::Result<Self> {
        let (read, orders) = io::pipe()?;
        let (say_done, done) = mpsc::channel();
        let mut listener = Listener {
            orders: read,
            say_done,
            events,
            keys: Keys::default(),
        };
        thread::Builder::new()
            .name("input".into())
            .spawn(move || listener.listen())?;
        Ok(Self { orders, done })
    }

    /// Lets go of the keyboard; returns when it is free. A listener that has ended holds it no more.
    pub(crate) fn let_go(&mut self) {
        if self.orders.write_all(&[LET_GO]).is_ok() {
            let _ = self.done.recv_timeout(AT_ONCE);
        }
    }

    /// Listens again.
    pub(crate) fn listen(&mut self) {
        let _ = self.orders.write_all(&[LISTEN]);
    }
}

struct Listener {
    orders: PipeReader,
    say_done: Sender<()>,
    events: Sender<Event>,
    keys: Keys,
}

/// Why listening ended.
enum End {
    /// The loop is gone.
    Loop,
    /// The terminal is gone.
    Terminal,
}

impl Listener {
    fn listen(&mut self) {
        loop {
            let listened = catch_unwind(AssertUnwindSafe(|| self.rounds()));
            match listened {
                Ok(End::Loop) => return,
                Ok(End::Terminal) => {
                    let _ = self.events.send(Event::Gone);
                    return;
                }
                Err(_) => {
                    self.keys = Keys::default();
                    let fault = Msg::Fault(Clean::new("input: panic, see the log"));
                    let _ = self.events.send(Event::Msg(fault));
                }
            }
        }
    }

    fn rounds(&mut self) -> End {
        let mut bytes = [0; 8192];
        loop {
            let Some((order, input)) = self.wait() else {
                return End::Terminal;
            };
            if order && !self.obey() {
                return End::Loop;
            }
            let messages = match (order, input) {
                (true, _) => continue,
                (false, false) => self.keys.settle(),
                (false, true) => match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
                    Ok(0) => return End::Terminal,
                    Ok(n) => self.keys.feed(bytes.get(..n).unwrap_or_default()),
                    Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                    Err(_) => return End::Terminal,
                },
            };
            if !messages.is_empty() && self.events.send(Event::Input(messages)).is_err() {
                return End::Loop;
            }
        }
    }

    /// Waits for an order or for input, and says which came; neither where something waits for its rest and nothing
    /// came. A terminal that is hung up counts as input: the read that follows finds it gone.
    fn wait(&self) -> Option<(bool, bool)> {
        let stdin = rustix::stdio::stdin();
        let mut fds = [
            PollFd::new(&self.orders, PollFlags::IN),
            PollFd::new(&stdin, PollFlags::IN),
        ];
        let limit = self.keys.waits().then_some(&SILENCE);
        loop {
            match rustix::event::poll(&mut fds, limit) {
                Ok(_) => break,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return None,
            }
        }
        let [order, input] = fds.map(|fd| !fd.revents().is_empty());
        Some((order, input))
    }

    /// Lets go until told to listen; false if the loop is gone.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        loop {
            if self.orders.read_exact(&mut order).is_err() {
                return false;
            }
            match order {
                [LISTEN] => return true,
                _ => {
                    let _ = self.say_done.send(());
                }
            }
        }
    }
}
