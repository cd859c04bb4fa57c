//! Plain JSON Lines: one note a line with everything that is known of it; `docs/json.md` has the keys.

use serde_json::json;

use crate::article::anchor::Standing;
use crate::exchange::{Foreign, Json, Sheet, points, time};
use crate::library::note::{Note, Noted};
use crate::text::Clean;

/// All notes of some sheets, one a line.
pub fn write(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        for noted in &sheet.notes {
            text.push_str(&record(sheet, noted).to_string());
            text.push('\n');
        }
    }
    text
}

/// One note as an object.
pub fn record(sheet: &Sheet, noted: &Noted) -> Json {
    let note = &noted.note;
    let standing = noted.standing.as_ref();
    let at = standing.and_then(Standing::at);
    let state = match standing {
        _ if noted.header.is_none() => "absent",
        None => "whole",
        Some(Standing::Anchored { .. }) => "anchored",
        Some(Standing::Moved { .. }) => "moved",
        Some(Standing::Orphan) => "orphan",
    };
    let change = standing.and_then(Standing::change).unwrap_or_default();
    let changes = [
        ("wording", change.wording),
        ("place", change.place),
        ("unsure", change.unsure),
    ];
    let changes: Vec<&str> = changes
        .iter()
        .filter(|(_, on)| *on)
        .map(|(name, _)| *name)
        .collect();
    json!({
        "note": note.id,
        "story": note.on.story,
        "headline": sheet.headline,
        "url": sheet.url,
        "quote": note.on.anchor.as_ref().map(|a| &a.quote),
        "before": note.on.anchor.as_ref().map(|a| &a.before),
        "after": note.on.anchor.as_ref().map(|a| &a.after),
        "state": state,
        "changes": changes,
        "start": at.as_ref().map(|at| points(&sheet.text, at.start)),
        "end": at.as_ref().map(|at| points(&sheet.text, at.end)),
        "colour": note.colour,
        "text": note.text,
        "texts": noted.texts,
        "tags": note.tags,
        "made": time::written(note.made.unwrap_or_default()),
        "changed": time::written(noted.changed),
        "own": note,
    })
}

/// A line of ours; `None` if it is of something else.
pub(super) fn read(value: &Json) -> Option<Vec<Foreign>> {
    let own: Note = serde_json::from_value(value.get("own")?.clone()).ok()?;
    let anchor = own.on.anchor.clone();
    Some(vec![Foreign {
        id: own.id.to_string(),
        source: super::string(value, "url").to_owned(),
        title: Clean::new(super::string(value, "headline")),
        quote: anchor.as_ref().map(|a| a.quote.to_string()).unwrap_or_default(),
        before: anchor.as_ref().map(|a| a.before.clone()).unwrap_or_default(),
        after: anchor.map(|a| a.after).unwrap_or_default(),
        text: own.text.clone(),
        tags: own.tags.clone(),
        colour: own.colour,
        made: own.made,
        changed: time::read(super::string(value, "changed")),
        own: Some(own),
    }])
}
