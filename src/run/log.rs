//! A log file, for those who look for a fault: written only where `JOBO_LOG` names the least level.
//!
//! One small subscriber of our own: it has one sink, one format and no colours, and it cleans every line, because
//! file names and parsers' words are in it.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::text::Clean;

struct Log {
    file: Mutex<File>,
    least: Level,
}

/// Begins to write to a file what is at least as grave as `JOBO_LOG` says (`error` … `trace`; anything else is
/// `info`). Without the variable nothing is opened.
pub fn start(file: &Path) {
    let Some(level) = std::env::var_os("JOBO_LOG").filter(|v| !v.is_empty()) else {
        return;
    };
    let least = level.to_string_lossy().parse().unwrap_or(Level::INFO);
    if let Some(folder) = file.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    if let Ok(file) = OpenOptions::new().append(true).create(true).open(file) {
        let file = Mutex::new(file);
        let _ = tracing::subscriber::set_global_default(Log { file, least });
    }
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.least
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let now = jiff::Timestamp::now();
        let (level, target) = (event.metadata().level(), event.metadata().target());
        let line = Clean::new(&format!("{now} {level} {target}:{}", line.0));
        if let Ok(mut file) = self.file.lock() {
            let _ = writeln!(file, "{line}");
        }
    }

    // Spans are not written; every event says itself what it is about.
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
