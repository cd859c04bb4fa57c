//! Answers about notes, places and the history.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::app::effect::{Effect, Form};
use crate::app::msg::{Msg, Steps};
use crate::app::pages::changes::changes;
use crate::article::id::StoryId;
use crate::exchange::deliver::{self, Delivered, Kind};
use crate::library::LibraryError;
use crate::library::note::{NoteFilter, NoteRow, NoteView, Noted};
use crate::library::reader::Reader;
use crate::library::value::{Filter, Logged, View};
use crate::text::Clean;

/// Edits of the history that are shown.
const SHOWN: usize = 600;

/// Answers a question about notes; `None` if it is none.
pub(in crate::run) fn answer(reader: &Reader, question: &Effect) -> Result<Option<Msg>, LibraryError> {
    Ok(Some(match question {
        Effect::NoteOrder { ticket, view } => Msg::NoteOrder {
            ticket: *ticket,
            rows: reader.note_order(view)?.into(),
            totals: reader.note_totals()?,
        },
        Effect::NoteRows { ticket, rows } => Msg::NoteRows {
            ticket: *ticket,
            notes: rows_of(reader, rows)?,
        },
        Effect::NoteFacets { ticket } => Msg::NoteFacets {
            ticket: *ticket,
            tags: reader.note_tags()?,
        },
        Effect::Kept => Msg::Kept {
            drafts: reader.drafts()?,
            places: reader.named_places()?,
        },
        Effect::History { ticket } => Msg::History {
            ticket: *ticket,
            steps: Box::new(steps(reader)?),
        },
        Effect::Compare {
            ticket,
            story,
            revision,
        } => {
            let old = reader.revision_text(*story, *revision)?;
            let new = reader.body_of(*story)?;
            Msg::Compared {
                ticket: *ticket,
                parts: old.zip(new).map(|(old, new)| changes(&old, &new)),
            }
        }
        Effect::Tagged { ticket, tag } => Msg::Tagged {
            ticket: *ticket,
            stories: stories_with(reader, tag)?,
            notes: {
                let filter = NoteFilter {
                    tag: Some(tag.clone()),
                    ..NoteFilter::default()
                };
                let view = NoteView {
                    filter,
                    ..NoteView::default()
                };
                let notes = reader.notes(&reader.note_order(&view)?)?;
                notes.into_iter().map(|n| (n.note.on.story, n.note.id)).collect()
            },
        },
        Effect::Export { form, view, to } => export(reader, *form, view, to)?,
        _ => return Ok(None),
    }))
}

/// Notes with their rows; those that are gone are left out.
fn rows_of(reader: &Reader, rows: &[NoteRow]) -> Result<Vec<(NoteRow, Noted)>, LibraryError> {
    let mut notes = Vec::with_capacity(rows.len());
    for row in rows {
        notes.extend(reader.notes(&[*row])?.pop().map(|noted| (*row, noted)));
    }
    Ok(notes)
}

fn stories_with(reader: &Reader, tag: &Clean) -> Result<Vec<StoryId>, LibraryError> {
    let filter = Filter {
        tag: Some(tag.clone()),
        ..Filter::default()
    };
    let view = View {
        filter,
        ..View::default()
    };
    let rows = reader.ordered(&view)?.rows;
    Ok(reader.headers(&rows)?.into_iter().map(|h| h.story).collect())
}

fn steps(reader: &Reader) -> Result<Steps, LibraryError> {
    let edits: Vec<Logged> = reader.history(SHOWN)?;
    let mut headlines = HashMap::new();
    for story in edits.iter().filter_map(|e| e.edit.story()) {
        if headlines.contains_key(&story) {
            continue;
        }
        let row = reader.row_of(story)?;
        let header = match row {
            Some(row) => reader.headers(&[row])?.pop(),
            None => None,
        };
        headlines.extend(header.map(|h| (story, h.headline)));
    }
    Ok(Steps {
        edits,
        headlines,
        device: reader.device(),
    })
}

/// Writes notes where the reader said; what could not be written is said and is no error of the library.
fn export(reader: &Reader, form: Form, view: &NoteView, to: &Clean) -> Result<Msg, LibraryError> {
    let notes = reader.notes(&reader.note_order(view)?)?;
    let sheets = deliver::sheets(reader, &notes)?;
    let path = home(to);
    let written = match Kind::named(form.name()) {
        Some(Kind::Folder(flavour)) => deliver::folder(&sheets, flavour, &path),
        Some(Kind::File(write)) => {
            let done = Delivered {
                files: 1,
                notes: notes.len(),
                ..Delivered::default()
            };
            if deliver::is_article(reader, &path)? || deliver::is_other(&path) {
                Ok(Delivered {
                    foreign: vec![path.clone()],
                    ..Delivered::default()
                })
            } else {
                let put = deliver::put(&path, &write(&sheets));
                put.map(|()| done).map_err(|e| (path.clone(), e))
            }
        }
        None => Ok(Delivered::default()),
    };
    Ok(match written {
        Ok(done) if done.foreign.is_empty() && done.kept.is_empty() => {
            let text = format!("{} → {}", done.notes, path.display());
            Msg::Done("toast.exported", Clean::new(&text))
        }
        Ok(done) => {
            let left = done.foreign.iter().chain(done.kept.iter().map(|(path, _)| path));
            let names: Vec<String> = left
                .map(|p| p.file_name().unwrap_or_default().to_string_lossy().into_owned())
                .collect();
            Msg::Done("toast.exported-left", Clean::new(&names.join(", ")))
        }
        Err((path, e)) => Msg::Fault(Clean::new(&format!("{}: {e}", path.display()))),
    })
}

/// A path as typed; `~` is the reader's folder.
fn home(typed: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|h| !h.is_empty());
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(typed),
    }
}
