//! Signals, as events of the loop.
//!
//! A thread of its own waits for them: nothing of ours runs inside a signal handler.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::{io, process, thread};

use rustix::process::Signal;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;

use super::events::Event;
use super::terminal;

/// How long the loop has to save and to give the terminal back, before it is done without it.
const GRACE: Duration = Duration::from_millis(800);

/// Whether another program has the terminal, and the loop waits for it.
static AWAY: AtomicBool = AtomicBool::new(false);

/// Says that another program has the terminal, or no longer.
pub(crate) fn away(on: bool) {
    AWAY.store(on, Ordering::SeqCst);
}

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To end, with 128 and this number.
    End(i32),
    /// To stop until continued.
    Stop,
    /// To go on: the terminal may have been used by another program.
    GoOn,
    /// To look at the size of the terminal.
    Resize,
}

/// Has the system say no to a write beyond the limit of a file's size, where it would end the program else.
pub(crate) fn hear_full_quotas() {
    let heard = std::sync::Arc::new(AtomicBool::new(false));
    if let Err(reason) = signal_hook::flag::register(SIGXFSZ, heard) {
        tracing::warn!(%reason, "a file's size limit would end the program");
    }
}

fn meaning(signal: i32) -> Asked {
    match signal {
        SIGTSTP => Asked::Stop,
        SIGCONT => Asked::GoOn,
        SIGWINCH => Asked::Resize,
        end => Asked::End(end),
    }
}

/// Waits for signals from now on. After one that ends the program, the loop has [`GRACE`] to end by itself: it may
/// be stuck in a write to a terminal that reads no more.
pub(crate) fn start(events: Sender<Event>) -> io::Result<()> {
    let all = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = Signals::new(all)?;
    let wait = move || {
        for signal in signals.forever() {
            let asked = meaning(signal);
            if AWAY.load(Ordering::SeqCst) && meant_for_the_other(signal) {
                continue;
            }
            let heard = events.send(Event::Signal(asked)).is_ok();
            if let Asked::End(number) = asked {
                if heard {
                    thread::sleep(GRACE);
                }
                terminal::cook();
                process::exit(128 + number);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(wait)?;
    Ok(())
}

/// The keys Ctrl-C, Ctrl-\ and Ctrl-Z in a pager reach us as well. The first two are the pager's own business; at
/// the third we stop with it, or the shell would wait for us for ever.
fn meant_for_the_other(signal: i32) -> bool {
    if signal == SIGTSTP {
        stop();
    }
    matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT)
}

/// Asks the whole job to stop, as Ctrl-Z does where the terminal is not ours: a shell waits for all of it. False
/// where nobody could continue us, because we lead the session.
pub(crate) fn ask_to_stop() -> bool {
    let leads = rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpid());
    !leads && rustix::process::kill_current_process_group(Signal::TSTP).is_ok()
}

/// Stops this process; returns when it is continued.
pub(crate) fn stop() {
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
