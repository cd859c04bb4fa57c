//! Finds notes of other programs in the library, by address first and by their words wherever they stand.

use crate::article::anchor::{Anchor, Page};
use crate::article::id::StoryId;
use crate::exchange::Foreign;
use crate::library::LibraryError;
use crate::library::edit::Edit;
use crate::library::note::{Hanging, Note, Noted};
use crate::library::reader::Reader;
use crate::text::Clean;

/// Stories that are looked into for a quote without an address.
const CANDIDATES: usize = 24;
/// Words of a quote that are asked for: more than enough to single a story out.
const WORDS: usize = 12;

/// What taking notes in would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The edits that do it.
    pub edits: Vec<Edit>,
    /// New notes.
    pub added: u32,
    /// Notes that are here and were changed elsewhere since.
    pub changed: u32,
    /// Notes that are here as they are.
    pub unchanged: u32,
    /// Notes of which no story was found.
    pub nowhere: Vec<Foreign>,
}

/// Finds where notes belong and makes the edits that take them in. Taking the same in twice changes nothing.
pub fn plan(reader: &Reader, notes: Vec<Foreign>) -> Result<Plan, LibraryError> {
    let mut plan = Plan::default();
    let mut seen = std::collections::HashSet::new();
    for foreign in notes {
        if !seen.insert(foreign.note_id()) {
            continue;
        }
        if let Some(known) = reader.note(foreign.note_id())? {
            let edits = updates(&known, &foreign);
            let count = if edits.is_empty() {
                &mut plan.unchanged
            } else {
                &mut plan.changed
            };
            *count += 1;
            plan.edits.extend(edits);
            continue;
        }
        match place(reader, &foreign)? {
            Some(on) => {
                plan.added += 1;
                let note = Box::new(note(&foreign, on));
                plan.edits.push(Edit::Note { note, on: true });
            }
            None => plan.nowhere.push(foreign),
        }
    }
    Ok(plan)
}

fn note(foreign: &Foreign, on: Hanging) -> Note {
    if let Some(own) = &foreign.own {
        return own.clone();
    }
    Note {
        id: foreign.note_id(),
        on,
        colour: foreign.colour,
        text: foreign.text.clone(),
        tags: foreign.tags.clone(),
        made: foreign.made,
    }
}

/// What a later version of a known note changes. One that is not later changes nothing.
fn updates(known: &Noted, foreign: &Foreign) -> Vec<Edit> {
    let (now, id) = (&known.note, known.note.id);
    if foreign.changed.is_none_or(|changed| changed <= known.changed) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let story = now.on.story;
    if now.text != foreign.text {
        let (text, was) = (foreign.text.clone(), now.text.clone());
        edits.push(Edit::NoteText {
            story,
            note: id,
            text,
            was,
        });
    }
    if let Some(colour) = foreign
        .own
        .as_ref()
        .map(|own| own.colour)
        .filter(|colour| *colour != now.colour)
    {
        edits.push(Edit::NoteColour {
            story,
            note: id,
            colour,
            was: now.colour,
        });
    }
    let tag = |tag: &Clean, on: bool| Edit::NoteTag {
        story,
        note: id,
        tag: tag.clone(),
        on,
    };
    edits.extend(
        foreign
            .tags
            .iter()
            .filter(|t| !now.tags.contains(t))
            .map(|t| tag(t, true)),
    );
    edits.extend(
        now.tags
            .iter()
            .filter(|t| !foreign.tags.contains(t))
            .map(|t| tag(t, false)),
    );
    edits
}

/// Where a note belongs; `None` if no story of the library has its words.
fn place(reader: &Reader, foreign: &Foreign) -> Result<Option<Hanging>, LibraryError> {
    if let Some(own) = &foreign.own {
        return Ok(Some(own.on.clone()));
    }
    if let Some(story) = by_address(reader, &foreign.source)? {
        return hang(reader, foreign, story, true);
    }
    if foreign.quote.trim().is_empty() {
        return Ok(None);
    }
    let words: Vec<&str> = foreign.quote.split_whitespace().take(WORDS).collect();
    for row in reader.search(&words.join(" "), CANDIDATES)? {
        let Some(header) = reader.headers(&[row])?.pop() else {
            continue;
        };
        if let Some(on) = hang(reader, foreign, header.story, false)? {
            return Ok(Some(on));
        }
    }
    Ok(None)
}

fn by_address(reader: &Reader, source: &str) -> Result<Option<StoryId>, LibraryError> {
    match source.strip_prefix("urn:jobo:story:").map(str::parse) {
        Some(Ok(story)) => Ok(reader.row_of(story)?.map(|_| story)),
        Some(Err(_)) => Ok(None),
        None => reader.story_at(&Clean::new(source)),
    }
}

/// Hangs a note on a story. `sure`: the address says that it is this one; then a note whose passage is not found there
/// hangs there all the same, as an orphan.
fn hang(
    reader: &Reader,
    foreign: &Foreign,
    story: StoryId,
    sure: bool,
) -> Result<Option<Hanging>, LibraryError> {
    let Some(anchor) = Anchor::quoted(&foreign.quote, &foreign.before, &foreign.after) else {
        return Ok(sure.then_some(Hanging { story, anchor: None }));
    };
    let Some(text) = reader.body_of(story)? else {
        return Ok(None);
    };
    let page = Page::of(&text);
    let standing = page.find(&anchor);
    let reads_otherwise = standing.change().is_some_and(|change| change.wording);
    let found = standing.at().filter(|_| sure || !reads_otherwise);
    let anchor = match found.and_then(|at| page.anchor(at)) {
        Some(found) => found,
        None if sure => anchor,
        None => return Ok(None),
    };
    Ok(Some(Hanging {
        story,
        anchor: Some(anchor),
    }))
}
