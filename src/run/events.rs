//! What reaches the loop, and the thread that listens to the keyboard.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};

use super::ear::Ear;
use super::probe::{Answers, Asking};
use super::signals::Asked;
use crate::app::effect::Outside;
use crate::app::msg::{Msg, Ticket};
use crate::app::words::Said;

/// One thing that reaches the loop.
#[derive(Debug)]
pub(crate) enum Event {
    /// All that one read of the terminal held.
    Input(Vec<Msg>),
    /// An answer of a worker.
    Msg(Msg),
    /// What the terminal answered; comes once, if it was asked.
    Found(Answers),
    /// A signal.
    Signal(Asked),
    /// The file to be shown in the reader's pager.
    Page(PathBuf),
    /// A text to be changed in the reader's own editor.
    Compose(Ticket, String),
    /// The file to be opened in the reader's editor, and the line; 0 for none.
    Edit(PathBuf, usize),
    /// A program to be run, and the file of its story.
    Run(Box<Outside>, Option<PathBuf>),
    /// Bytes for the terminal that are no part of the picture.
    Write(String),
    /// The terminal is gone.
    Gone,
}

/// The listening thread, which lets go of the keyboard while another program has the terminal.
#[derive(Debug)]
pub(crate) struct Input {
    orders: PipeWriter,
    done: Receiver<()>,
    patience: Duration,
}

/// How long the listener has to obey, besides the time that answers count: it only waits for orders and input.
const AT_ONCE: Duration = Duration::from_millis(200);
const LET_GO: u8 = b'-';
const LISTEN: u8 = b'+';

impl Input {
    /// Listens. Answers to questions asked since count for as long as `patience`.
    pub(crate) fn start(
        events: Sender<Event>,
        (asked, patience): (Option<Instant>, Duration),
    ) -> io::Result<Self> {
        let (read, orders) = io::pipe()?;
        let (say_done, done) = mpsc::channel();
        let mut listener = Listener {
            orders: read,
            say_done,
            events,
            ear: Ear::new(asked.map(|at| Asking::new(at, patience))),
        };
        thread::Builder::new()
            .name("input".into())
            .spawn(move || listener.listen())?;
        Ok(Self {
            orders,
            done,
            patience,
        })
    }

    /// Lets go of the keyboard; returns when it is free. A listener that has ended holds it no more. Answers that the
    /// terminal still owes are taken first: whoever reads next would take them for keys.
    pub(crate) fn let_go(&mut self) {
        if self.orders.write_all(&[LET_GO]).is_ok() {
            let _ = self.done.recv_timeout(AT_ONCE + self.patience);
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
    ear: Ear,
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
                    self.ear = Ear::default();
                    let fault = Msg::Trouble(Said::new("fault.panic", [("worker", "input")]));
                    let _ = self.events.send(Event::Msg(fault));
                }
            }
        }
    }

    fn rounds(&mut self) -> End {
        loop {
            let Some((order, input)) = self.wait() else {
                return End::Terminal;
            };
            if order && !self.obey() {
                return End::Loop;
            }
            if let Err(end) = self.hear(order, input) {
                return end;
            }
        }
    }

    /// Reads what came, or takes silence for what it means, and tells the loop.
    fn hear(&mut self, order: bool, input: bool) -> Result<(), End> {
        let mut bytes = [0; 8192];
        let events = match (order, input) {
            (true, _) => return Ok(()),
            (false, false) => self.ear.quiet(Instant::now()),
            (false, true) => match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
                Ok(0) => return Err(End::Terminal),
                Ok(n) => self.ear.hear(bytes.get(..n).unwrap_or_default()),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => return Ok(()),
                Err(_) => return Err(End::Terminal),
            },
        };
        for event in events {
            self.events.send(event).map_err(|_| End::Loop)?;
        }
        Ok(())
    }

    /// Waits for an order or for input, and says which came; neither where silence means something and nothing came.
    /// A terminal that is hung up counts as input: the read that follows finds it gone.
    fn wait(&self) -> Option<(bool, bool)> {
        let stdin = rustix::stdio::stdin();
        let mut fds = [
            PollFd::new(&self.orders, PollFlags::IN),
            PollFd::new(&stdin, PollFlags::IN),
        ];
        self.poll(&mut fds)?;
        let [order, input] = fds.map(|fd| !fd.revents().is_empty());
        Some((order, input))
    }

    fn poll(&self, fds: &mut [PollFd<'_>]) -> Option<()> {
        let limit = self.ear.patience(Instant::now());
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        loop {
            match rustix::event::poll(fds, limit.as_ref()) {
                Ok(_) => return Some(()),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return None,
            }
        }
    }

    /// Takes in the answers that are still owed, with what is typed meanwhile.
    fn hear_out(&mut self) {
        while self.ear.awaits() {
            let stdin = rustix::stdio::stdin();
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            if self.poll(&mut fds).is_none() {
                return;
            }
            let input = fds.iter().any(|fd| !fd.revents().is_empty());
            if self.hear(false, input).is_err() {
                return;
            }
        }
    }

    /// Lets go until told to listen; false if the loop is gone.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        loop {
            if self.orders.read_exact(&mut order).is_err() {
                return false;
            }
            if order == [LISTEN] {
                return true;
            }
            self.hear_out();
            let _ = self.say_done.send(());
        }
    }
}
