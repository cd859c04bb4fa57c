//! `jobo config`: where the settings lie, what they can be, what is wrong in them, and the editor.

use serde::Serialize;

use super::args::{ConfigVerb, Form};
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::config::Settings;
use crate::config::theme::Reading;
use crate::run;
use crate::text::Clean;
use crate::text::width::Ruler;

pub(super) fn run(ground: &Ground, verb: ConfigVerb, out: &mut Out) -> Result<i32, Fault> {
    match verb {
        ConfigVerb::Path => out.line(&Clean::new(&ground.paths.config_file.to_string_lossy()))?,
        ConfigVerb::Default => {
            for line in Settings::example().lines() {
                out.line(line)?;
            }
        }
        ConfigVerb::Check { form } => return check(ground, form, out),
        ConfigVerb::Edit => {
            run::edit(&ground.paths.config_file).map_err(|said| Fault::Outside(ground.words.said(&said)))?;
            let options = ground.options.clone();
            return check(&Ground::new(options), Form::default(), out);
        }
    }
    Ok(DONE)
}

/// One mistake, for programs.
#[derive(Debug, Serialize)]
struct Wrong {
    path: Clean,
    line: usize,
    column: usize,
    length: usize,
    message: Clean,
    suggestion: Option<Clean>,
}

/// Says what is wrong in the settings and in all of the reader's own themes.
fn check(ground: &Ground, form: Form, out: &mut Out) -> Result<i32, Fault> {
    let mut faults = ground.setting_faults();
    let folder = ground.setup.given.themes();
    let mut themes = Reading::new(&folder);
    let _ = themes.all();
    let more: Vec<_> = themes
        .faults
        .into_iter()
        .filter(|f| !faults.contains(f))
        .collect();
    faults.extend(more);
    if form.json || form.jsonl {
        let wrong = faults.iter().map(|fault| Wrong {
            path: Clean::new(&fault.path.to_string_lossy()),
            line: fault.place.line,
            column: fault.place.column,
            length: fault.place.length,
            message: ground.words.fault_words(fault),
            suggestion: fault.suggestion.as_deref().map(Clean::new),
        });
        out.json(form, wrong.map(Ok::<_, Fault>))?;
    } else if faults.is_empty() {
        let file = ground.paths.config_file.to_string_lossy();
        let key = if ground.paths.config_file.exists() {
            "cli.config-sound"
        } else {
            "cli.config-none"
        };
        out.line(&ground.words.fill(key, &[("path", &file)]))?;
    } else {
        for fault in &faults {
            let told = ground.words.told(fault, Ruler::default());
            out.line(&told.place)?;
            if let Some(source) = told.source {
                out.line(&format!("  {source}"))?;
                out.line(&format!("  {}{}", " ".repeat(told.before.into()), told.caret))?;
            }
            out.paragraph("  ", &told.said)?;
        }
    }
    Ok(if faults.is_empty() { DONE } else { NOTHING })
}
