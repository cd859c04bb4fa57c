//! `jobo doctor`: where everything lies, what the terminal is, and how well the library is.

use std::io::IsTerminal;
use std::path::Path;

use serde::Serialize;

use super::args::Doctor;
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::app::Colours;
use crate::app::words::Words;
use crate::run::{look, terminal};
use crate::text::Clean;

/// One thing found out.
#[derive(Debug, Serialize)]
struct Finding {
    about: &'static str,
    value: Clean,
    sound: bool,
}

impl Finding {
    fn new(about: &'static str, value: &str) -> Self {
        Self {
            about,
            value: Clean::new(value),
            sound: true,
        }
    }

    fn bad(about: &'static str, value: &str) -> Self {
        Self {
            sound: false,
            ..Self::new(about, value)
        }
    }
}

pub(super) fn run(ground: &Ground, doctor: &Doctor, out: &mut Out) -> Result<i32, Fault> {
    let mut findings = vec![Finding::new("version", env!("CARGO_PKG_VERSION"))];
    findings.extend(places(ground));
    findings.extend(screen(ground));
    findings.extend(ground.faults.iter().map(|fault| Finding::bad("settings", fault)));
    findings.extend(library(ground, doctor));
    let sound = findings.iter().all(|f| f.sound);
    if doctor.form.json || doctor.form.jsonl {
        out.json(doctor.form, findings.iter().map(Ok::<_, Fault>))?;
    } else {
        for finding in &findings {
            let mark = if finding.sound { ' ' } else { '!' };
            let about = label(&ground.words, finding.about);
            let about = crate::text::width::Ruler::default().pad(about, 24);
            out.line(&format!("{mark} {about} {}", finding.value))?;
        }
    }
    Ok(if sound { DONE } else { NOTHING })
}

/// The catalogue's word for a fact, else its own name.
fn label<'a>(words: &'a Words, about: &'a str) -> &'a str {
    let key = format!("doctor.{about}");
    if words.has(&key) {
        // The word lives as long as the catalogue, the key does not: it is looked up by its own text.
        return words.get(match about {
            "version" => "doctor.version",
            "config" => "doctor.config",
            "data" => "doctor.data",
            "state" => "doctor.state",
            "cache" => "doctor.cache",
            "log" => "doctor.log",
            "library" => "doctor.library",
            "terminal" => "doctor.terminal",
            _ => about,
        });
    }
    about
}

fn places(ground: &Ground) -> Vec<Finding> {
    let paths = &ground.paths;
    let place = |about, path: &Path| {
        let there = if path.exists() { "" } else { " (–)" };
        Finding::new(about, &format!("{}{there}", path.display()))
    };
    vec![
        place("config", &paths.config_file),
        place("data", &paths.data),
        place("state", &paths.state),
        place("cache", &paths.cache),
        place("log", &paths.log_file()),
    ]
}

fn screen(ground: &Ground) -> Vec<Finding> {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let colours = match look::colours() {
        Colours::None => "0",
        Colours::Sixteen => "16",
        Colours::Indexed => "256",
        Colours::True => "2^24",
    };
    let mut findings = vec![Finding::new(
        "terminal",
        &format!(
            "{} {} {}",
            variable("TERM"),
            variable("TERM_PROGRAM"),
            variable("COLORTERM")
        ),
    )];
    if std::io::stdout().is_terminal() {
        let (columns, rows) = terminal::size();
        findings.push(Finding::new("size", &format!("{columns}x{rows}")));
    }
    findings.push(Finding::new("colours", colours));
    findings.push(Finding::new("dark", &look::dark(&ground.settings).to_string()));
    findings.push(Finding::new("screen-language", ground.words.language().tag()));
    findings.push(Finding::new(
        "locale",
        &sys_locale::get_locale().unwrap_or_default(),
    ));
    findings
}

/// A library that cannot be opened is a finding and no end.
fn library(ground: &Ground, doctor: &Doctor) -> Vec<Finding> {
    match examine(ground, doctor) {
        Ok(findings) => findings,
        Err(fault) => vec![Finding::bad("library", &fault.to_string())],
    }
}

fn examine(ground: &Ground, doctor: &Doctor) -> Result<Vec<Finding>, Fault> {
    let place = ground.open(&doctor.from.from)?;
    let reader = place.library.reader()?;
    let (health, totals) = (reader.health()?, reader.totals()?);
    let mut findings = vec![
        Finding::new("library", &place.path().to_string_lossy()),
        Finding::new("read-only", &place.library.read_only().to_string()),
        Finding::new("schema", &health.schema.to_string()),
        Finding::new("bytes", &(health.bytes.0 + health.bytes.1).to_string()),
        Finding::new("free-bytes", &health.free.to_string()),
        Finding::new("articles", &health.articles.to_string()),
        Finding::new("unread", &totals.unread.to_string()),
        Finding::new("unreadable-files", &totals.faults.to_string()),
        Finding::new("names", &health.names.to_string()),
        Finding::new("edits", &health.edits.to_string()),
        Finding::new("not-indexed", &health.pending.to_string()),
    ];
    for source in reader.sources()? {
        let text = format!("{} ({})", source.path.display(), source.files);
        findings.push(Finding::new("source", &text));
    }
    findings.extend(place.told.iter().map(|words| Finding::bad("library", words)));
    findings.extend(health.damage.iter().map(|damage| Finding::bad("damage", damage)));
    Ok(findings)
}
