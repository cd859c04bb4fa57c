//! The notes of the story at hand, as edits change them before they are on disk.

use crate::article::anchor::{Anchor, Standing};
use crate::library::edit::Edit;
use crate::library::note::{Hanging, Note, Noted};
use crate::library::value::Story;

/// Shows an edit on the notes of a story; showing it twice shows it once.
pub(super) fn apply(story: &mut Story, edit: &Edit) {
    let Some(id) = edit.note() else { return };
    let place = story.notes.iter().position(|n| n.note.id == id);
    match (edit, place) {
        (Edit::Note { note, on: true }, None) => {
            let noted = noted(story, note);
            story.notes.push(noted);
        }
        (Edit::Note { on: false, .. }, Some(place)) => drop(story.notes.remove(place)),
        (Edit::NoteHang { to, .. }, Some(place)) => {
            story.notes[place].note.on = (**to).clone();
            story.notes[place].standing = standing(story, to);
        }
        (edit, Some(place)) => change(&mut story.notes[place].note, edit),
        (_, None) => {}
    }
    story.notes.sort_by_key(|n| {
        n.standing
            .as_ref()
            .and_then(Standing::at)
            .map(|at| (at.start, at.end))
    });
    story.header.marks.notes = story.notes.len().try_into().unwrap_or(u16::MAX);
}

fn noted(story: &Story, note: &Note) -> Noted {
    Noted {
        note: note.clone(),
        changed: note.made.unwrap_or_default(),
        texts: 1,
        standing: standing(story, &note.on),
        header: None,
    }
}

fn standing(story: &Story, on: &Hanging) -> Option<Standing> {
    let anchor = on.anchor.as_ref().filter(|_| on.story == story.header.story)?;
    Some(stands(anchor, story.article.body.text()))
}

/// Where a passage stands; looked for only if it is not where it was.
fn stands(anchor: &Anchor, text: &str) -> Standing {
    let at = anchor.bytes();
    if text.get(at.start as usize..at.end as usize) == Some(anchor.quote.as_str()) {
        return Standing::Anchored { at };
    }
    anchor.find(text)
}

fn change(note: &mut Note, edit: &Edit) {
    match edit {
        Edit::NoteText { text, .. } => note.text = text.clone(),
        Edit::NoteColour { colour, .. } => note.colour = *colour,
        Edit::NoteTag { tag, on, .. } => {
            note.tags.retain(|t| t != tag);
            if *on {
                note.tags.push(tag.clone());
                note.tags.sort();
            }
        }
        _ => {}
    }
}
