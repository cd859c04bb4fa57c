//! `jobo doctor`: where everything lies, what the terminal is, and how well the library is.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::args::Doctor;
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::app::Colours;
use crate::app::words::Words;
use crate::config::settings::Way;
use crate::run::pictures::Means;
use crate::run::probe::Answers;
use crate::run::{look, remember, survey, terminal};
use crate::text::Clean;
use crate::text::width::Ruler;

/// One thing found out.
#[derive(Debug, Serialize)]
struct Finding {
    about: &'static str,
    value: Clean,
    sound: bool,
    /// The value in the words of the screen, for people.
    #[serde(skip)]
    told: Option<Clean>,
}

impl Finding {
    fn new(about: &'static str, value: &str) -> Self {
        Self {
            about,
            value: Clean::new(value),
            sound: true,
            told: None,
        }
    }

    fn bad(about: &'static str, value: &str) -> Self {
        Self {
            sound: false,
            ..Self::new(about, value)
        }
    }

    fn told(self, told: Clean) -> Self {
        Self {
            told: Some(told),
            ..self
        }
    }

    /// A yes or a no.
    fn whether(words: &Words, about: &'static str, yes: bool) -> Self {
        let told = words.get(if yes { "doctor.yes" } else { "doctor.no" });
        Self::new(about, &yes.to_string()).told(told.into())
    }
}

pub(super) fn run(ground: &Ground, doctor: &Doctor, out: &mut Out) -> Result<i32, Fault> {
    let mut findings = vec![Finding::new("version", env!("CARGO_PKG_VERSION"))];
    findings.extend(places(ground));
    let asked = !(doctor.form.json || doctor.form.jsonl);
    let (answers, how) = answers(ground, asked);
    findings.extend(screen(ground, answers));
    findings.extend(found(&ground.words, answers, how));
    findings.extend(
        ground
            .setting_lines()
            .map(|fault| Finding::bad("settings", &fault)),
    );
    findings.extend(library(ground, doctor));
    let sound = findings.iter().all(|f| f.sound);
    if doctor.form.json || doctor.form.jsonl {
        out.json(doctor.form, findings.iter().map(Ok::<_, Fault>))?;
    } else {
        tell(&ground.words, &findings, out)?;
        if out.columns().is_some() {
            ruler(&ground.words, answers.ruler(), out)?;
        }
    }
    Ok(if sound { DONE } else { NOTHING })
}

/// Writes the findings for people.
fn tell(words: &Words, findings: &[Finding], out: &mut Out) -> std::io::Result<()> {
    let ruler = Ruler::default();
    let labels: Vec<Clean> = findings.iter().map(|f| label(words, f.about)).collect();
    let wide = labels.iter().map(|l| ruler.width(l)).max().unwrap_or(0);
    for (finding, label) in findings.iter().zip(&labels) {
        let mark = if finding.sound { ' ' } else { '!' };
        let value = finding.told.as_ref().unwrap_or(&finding.value);
        out.line(&format!("{mark} {} {value}", ruler.pad(label, wide)))?;
    }
    Ok(())
}

/// The catalogue's words for a fact.
fn label(words: &Words, about: &str) -> Clean {
    words.fill(&format!("doctor.{about}"), &[])
}

/// What the terminal answered: now, or at an earlier start where it cannot be asked or should not be.
fn answers(ground: &Ground, ask: bool) -> (Answers, &'static str) {
    let patience = Duration::from_millis(ground.settings.screen.answer_ms.into());
    if let Some(answers) = ask.then(|| survey::ask(patience)).flatten() {
        return (answers, "asked");
    }
    let remembered = remember::load(&ground.paths.cache, &remember::terminal());
    if remembered == Answers::default() {
        (remembered, "never")
    } else {
        (remembered, "remembered")
    }
}

/// What was found of the terminal, and how.
fn found(words: &Words, answers: Answers, how: &'static str) -> Vec<Finding> {
    let number = |n: Option<u16>| n.map_or("?".to_owned(), |n| n.to_string());
    let columns = [
        ("ambiguous", number(answers.ambiguous)),
        ("selector", number(answers.selector)),
        ("family", number(answers.family)),
        ("skin", number(answers.skin_tone)),
    ];
    let holes = columns.each_ref().map(|(name, value)| (*name, value.as_str()));
    let plain = columns.each_ref().map(|(name, value)| format!("{name} {value}"));
    let mode = |about, state: Option<u8>| {
        let key = match state {
            None => "unknown",
            Some(0 | 4) => "no",
            Some(_) => "yes",
        };
        Finding::new(about, key).told(words.get(&format!("doctor.{key}")).into())
    };
    vec![
        Finding::new("answers", how).told(words.get(&format!("doctor.{how}")).into()),
        Finding::new("widths", &plain.join(", ")).told(words.fill("doctor.columns", &holes)),
        mode("whole-frames", answers.frames),
        mode("whole-clusters", answers.clusters),
        pictures(words, answers),
    ]
}

/// How pictures of a story would be drawn, and the cells that they would be made for.
fn pictures(words: &Words, answers: Answers) -> Finding {
    let means = Means::of(answers);
    let way = match means.way {
        Some(Way::Kitty) => "kitty",
        Some(Way::Sixel) => "sixel",
        Some(Way::Iterm2) => "iTerm2",
        Some(Way::Auto | Way::Blocks) | None => words.get("doctor.blocks"),
    };
    let cell = means.cell.map(|(width, height)| format!(" · {width}x{height}"));
    let without = if cfg!(feature = "pictures") {
        String::new()
    } else {
        format!(" · {}", words.get("doctor.no-pictures"))
    };
    Finding::new("pictures", &format!("{way}{}{without}", cell.unwrap_or_default()))
}

/// What terminals measure differently, and what none does.
const SAMPLES: &[&str] = &[
    "가나",
    "漢字",
    "ｶﾞ",
    "“…”",
    "※■",
    "\u{2764}\u{fe0f}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f44d}\u{1f3fd}",
];

/// Two rows whose bars stand one above the other where widths are known rightly, for the eye.
fn ruler(words: &Words, ruler: Ruler, out: &mut Out) -> std::io::Result<()> {
    let (mut samples, mut bars) = (String::from("|"), String::from("|"));
    for sample in SAMPLES {
        let shown: String = ruler.clusters(sample).map(|(_, c, _)| ruler.shown(c)).collect();
        samples += &[&shown, "|"].concat();
        bars += &["-".repeat(ruler.width(sample)).as_str(), "|"].concat();
    }
    out.line("")?;
    out.paragraph("  ", words.get("doctor.ruler"))?;
    out.line(&format!("  {samples}"))?;
    out.line(&format!("  {bars}"))
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

fn screen(ground: &Ground, answers: Answers) -> Vec<Finding> {
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
    let dark = look::dark(answers.dark);
    findings.push(Finding::whether(&ground.words, "dark", dark));
    findings.push(Finding::new("theme", &ground.setup.themes.on(dark).name));
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
        Err(fault) => vec![Finding::bad("library", &fault.said(&ground.words))],
    }
}

fn examine(ground: &Ground, doctor: &Doctor) -> Result<Vec<Finding>, Fault> {
    let place = ground.open(&doctor.from.from)?;
    let reader = place.library.reader()?;
    let (health, totals) = (reader.health()?, reader.totals()?);
    let mut findings = vec![
        Finding::new("library", &place.path().to_string_lossy()),
        Finding::whether(&ground.words, "read-only", place.library.read_only()),
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
