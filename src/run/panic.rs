//! What is left of a panic: a report in the log, and a terminal that works.
//!
//! Only the drawing thread's panic ends the program. A worker's is caught where the worker takes its next task, and
//! must not touch the screen.

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::io::Write;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::thread::{self, ThreadId};

use super::terminal;
use crate::text::Clean;

/// Makes panics write to the log and, on this thread, give the terminal back. Nothing is printed.
pub(crate) fn install(log: PathBuf) {
    let ui = thread::current().id();
    panic::set_hook(Box::new(move |info| act(info, ui, &log)));
}

/// Gives panics back to the runtime.
pub(crate) fn uninstall() {
    drop(panic::take_hook());
}

fn act(info: &PanicHookInfo<'_>, ui: ThreadId, log: &Path) {
    if thread::current().id() == ui {
        terminal::give_back();
    }
    report(info, log);
}

/// Appends to the log; a log that cannot be written is no reason for another panic.
fn report(info: &PanicHookInfo<'_>, log: &Path) {
    if let Some(folder) = log.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let Ok(mut file) = OpenOptions::new().append(true).create(true).open(log) else {
        return;
    };
    let now = jiff::Timestamp::now();
    let name = thread::current().name().unwrap_or("?").to_owned();
    let said = Clean::body(&info.to_string());
    let trace = Clean::body(&Backtrace::force_capture().to_string());
    let _ = writeln!(
        file,
        "{now} panic on thread {name}: {}\n{}",
        said.as_str(),
        trace.as_str()
    );
}

/// Panics where a test asked for it; in release builds there is no such way.
pub(crate) fn provoked(place: &str) {
    assert!(
        !(cfg!(debug_assertions) && std::env::var_os("JOBO_PANIC").is_some_and(|p| p == place)),
        "provoked on {place}"
    );
}
