//! Programs of the reader's own: commands, pipes and hooks, with what they are told of the story.

use serde_json::{Value, json};

use crate::app::App;
use crate::app::effect::{Effect, Effects, Outside};
use crate::app::overlay::Overlay;
use crate::app::overlay::ask::{Ask, Question};
use crate::app::overlay::sheet::{About, Entry, Goal, Line, Sheet};
use crate::article::id::StoryId;
use crate::config::own::{self, Show};
use crate::library::edit::Edit;
use crate::library::value::{Report, Story};
use crate::text::Clean;

/// Most words of a line that is typed for a pipe.
const WORDS: usize = 64;

impl App {
    /// Runs a command of the reader's own.
    pub(in crate::app) fn run_own(&mut self, place: usize) -> Effects {
        let Some(own) = self.settings.own.get(place).cloned() else {
            return Vec::new();
        };
        let mut outside = Outside {
            name: Clean::new(&own.name),
            run: own.run,
            holes: Vec::new(),
            story: None,
            input: own.input,
            show: own.show,
            hook: false,
            last: false,
        };
        let wanted: Vec<String> = outside
            .run
            .iter()
            .chain([&outside.input])
            .flat_map(|text| own::holes(text))
            .map(str::to_owned)
            .collect();
        if let Some(effects) = self.lacking(&wanted) {
            return effects;
        }
        self.tell_of_story(&mut outside);
        vec![Effect::Run(Box::new(outside))]
    }

    /// Says what a command needs that is not there.
    fn lacking(&mut self, wanted: &[String]) -> Option<Effects> {
        let has = |hole: &str| wanted.iter().any(|w| w == hole);
        let url = self.reader.story().is_some_and(|s| s.article.url.is_some());
        let key = if wanted.is_empty() {
            return None;
        } else if self.reader.story().is_none() {
            "toast.nothing-open"
        } else if has("url") && !url {
            "toast.no-url"
        } else if has("selection") && self.reader.selection.is_none() {
            "toast.no-selection"
        } else {
            return None;
        };
        Some(self.say_key(key, &[]))
    }

    fn tell_of_story(&self, outside: &mut Outside) {
        if let Some(story) = self.reader.story() {
            outside.story = Some(story.header.story);
            outside.holes = holes_of(story);
        }
        if let Some(chosen) = self.chosen_text() {
            outside.holes.push(("selection", chosen));
        }
    }

    /// Asks for a command that the text is handed to.
    pub(in crate::app) fn ask_pipe(&mut self) -> Effects {
        if self.reader.story().is_none() {
            return self.say_key("toast.nothing-open", &[]);
        }
        let last = self.last_pipe.clone();
        self.overlays.push(Overlay::Ask(Ask::new(Question::Pipe, &last)));
        Vec::new()
    }

    pub(in crate::app) fn pipe_to(&mut self, typed: &str) -> Effects {
        let run = split(typed);
        if run.is_empty() {
            return Vec::new();
        }
        if !own::is_sound(&run) {
            return self.say_key("toast.unsound", &[]);
        }
        typed.clone_into(&mut self.last_pipe);
        let input = if self.reader.selection.is_some() {
            "{selection}"
        } else {
            "{text}"
        };
        let mut outside = Outside {
            name: Clean::new(typed),
            run,
            holes: Vec::new(),
            story: None,
            input: input.to_owned(),
            show: Show::Output,
            hook: false,
            last: false,
        };
        self.tell_of_story(&mut outside);
        vec![Effect::Run(Box::new(outside))]
    }

    /// Shows what a program wrote.
    pub(in crate::app) fn ran(&mut self, name: &Clean, lines: Vec<Clean>) -> Effects {
        if lines.is_empty() {
            return self.say_key("toast.ran", &[("name", name)]);
        }
        // What lies over the panes by now was opened since: it stays.
        if !self.overlays.is_empty() {
            return self.say(lines.into_iter().next().unwrap_or_default(), false);
        }
        let entry = |text: Clean| Entry {
            lines: vec![Line {
                text,
                wraps: true,
                whole: true,
                ..Line::default()
            }],
            goal: Some(Goal::Stay),
        };
        let entries = lines.into_iter().map(entry).collect();
        let mut sheet = Sheet::new(About::Output, name.clone(), None, entries);
        sheet.fit(self.size, self.ruler);
        self.overlays.push(Overlay::Sheet(Box::new(sheet)));
        Vec::new()
    }

    pub(in crate::app) fn hook_open(&self, story: &Story) -> Option<Effect> {
        let run = &self.settings.hooks.open;
        if run.is_empty() {
            return None;
        }
        let told = json!({ "event": "open", "version": 1, "article": told(story) });
        hook("on_open", run, (Some(story), told))
    }

    pub(in crate::app) fn hook_note(&self, edits: &[Edit]) -> Option<Effect> {
        let run = &self.settings.hooks.note;
        if run.is_empty() {
            return None;
        }
        let notes: Vec<Value> = edits.iter().filter_map(note_told).collect();
        let shown = self.reader.story().map(|s| &**s);
        let article = shown.map(told);
        let told = json!({ "event": "note", "version": 1, "notes": notes, "article": article });
        hook("on_note", run, (shown, told))
    }

    pub(in crate::app) fn hook_import(&self, report: &Report) -> Option<Effect> {
        let told = json!({
            "event": "import", "version": 1,
            "added": report.added, "revised": report.revised, "gone": report.gone, "faults": report.faults,
        });
        hook("on_import", &self.settings.hooks.import, (None, told))
    }

    pub(in crate::app) fn hook_quit(&self) -> Option<Effect> {
        let shown = self.reader.story().map(|s| &**s);
        let told = json!({ "event": "quit", "version": 1, "article": shown.map(told) });
        let mut hook = hook("on_quit", &self.settings.hooks.quit, (shown, told))?;
        if let Effect::Run(outside) = &mut hook {
            outside.last = true;
        }
        Some(hook)
    }
}

/// A hook with what it is told; `None` where the settings name none.
fn hook(name: &str, run: &[String], (story, told): (Option<&Story>, Value)) -> Option<Effect> {
    if run.is_empty() {
        return None;
    }
    Some(Effect::Run(Box::new(Outside {
        name: Clean::new(name),
        run: run.to_vec(),
        holes: story.map(holes_of).unwrap_or_default(),
        story: story.map(|s| s.header.story),
        input: format!("{told}\n"),
        show: Show::Nothing,
        hook: true,
        last: false,
    })))
}

fn id_of(story: StoryId) -> String {
    story.to_string()
}

fn holes_of(story: &Story) -> Vec<(&'static str, Clean)> {
    let article = &story.article;
    vec![
        ("id", Clean::new(&id_of(story.header.story))),
        ("headline", story.header.headline.clone()),
        ("url", article.url.clone().unwrap_or_default()),
        ("outlet", article.outlet.clone().unwrap_or_default()),
        (
            "date",
            Clean::new(&article.date.map(|d| d.to_string()).unwrap_or_default()),
        ),
        ("text", Clean::body(article.body.text())),
    ]
}

/// A story, as hooks are told of it.
fn told(story: &Story) -> Value {
    let article = &story.article;
    json!({
        "id": id_of(story.header.story),
        "headline": story.header.headline.as_str(),
        "url": article.url.as_ref().map(Clean::as_str),
        "outlet": article.outlet.as_ref().map(Clean::as_str),
        "date": article.date.map(|d| d.to_string()),
        "language": article.language.tag(),
        "tags": story.tags.iter().map(Clean::as_str).collect::<Vec<_>>(),
        "files": story.sources.iter().map(|s| s.path.to_string_lossy().into_owned()).collect::<Vec<_>>(),
    })
}

/// What became of a note, as hooks are told.
fn note_told(edit: &Edit) -> Option<Value> {
    let id = edit.note()?.to_string();
    let (deed, text) = match edit {
        Edit::Note { note, on } => {
            let deed = if *on { "made" } else { "removed" };
            (deed, Some(note.text.to_string()))
        }
        Edit::NoteText { text, .. } => ("text", Some(text.to_string())),
        Edit::NoteColour { .. } => ("colour", None),
        Edit::NoteTag { .. } => ("tag", None),
        Edit::NoteHang { .. } => ("moved", None),
        _ => return None,
    };
    Some(json!({ "id": id, "change": deed, "text": text }))
}

/// Splits a typed line into a program and its arguments: at blanks, but for those within quotes. Nothing else means anything:
/// no variable, no pattern, no other program.
fn split(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut begun, mut quote) = (String::new(), false, None);
    for c in typed.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, c) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (_, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words.truncate(WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_is_split_at_blanks_and_quotes_alone() {
        for (typed, words) in [
            ("wc -m", &["wc", "-m"][..]),
            ("  grep  '두 말' \"a b\"c ", &["grep", "두 말", "a bc"]),
            (
                "x '' $(id) | y; > z `w`",
                &["x", "", "$(id)", "|", "y;", ">", "z", "`w`"],
            ),
            ("x 'unclosed it", &["x", "unclosed it"]),
            ("", &[]),
        ] {
            assert_eq!(split(typed), words, "{typed}");
        }
    }
}
