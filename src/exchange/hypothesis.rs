//! The JSON of hypothes.is: what its interface takes and gives. Its offsets count UTF-16 units.

use serde_json::json;

use crate::article::anchor::Standing;
use crate::exchange::{Foreign, Json, Sheet, string, strings, tags, time, units, w3c};
use crate::library::note::{Colour, Noted};
use crate::text::Clean;

/// All notes of some sheets, as one array.
pub fn write(sheets: &[Sheet]) -> String {
    crate::exchange::array(sheets, annotation)
}

fn annotation(sheet: &Sheet, noted: &Noted) -> Json {
    let note = &noted.note;
    let mut selectors = Vec::new();
    if let Some(anchor) = &note.on.anchor {
        selectors.push(json!({
            "type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.before, "suffix": anchor.after,
        }));
    }
    if let Some(at) = noted.standing.as_ref().and_then(Standing::at) {
        let (start, end) = (units(&sheet.text, at.start), units(&sheet.text, at.end));
        selectors.push(json!({"type": "TextPositionSelector", "start": start, "end": end}));
    }
    let mut target = json!({"source": sheet.source()});
    if !selectors.is_empty()
        && let Some(target) = target.as_object_mut()
    {
        target.insert("selector".into(), selectors.into());
    }
    json!({
        "id": format!("{}{}", w3c::NOTE, note.id),
        "uri": sheet.source(),
        "created": time::written(note.made.unwrap_or_default()),
        "updated": time::written(noted.changed),
        "document": {"title": [sheet.headline]},
        "text": note.text,
        "tags": note.tags,
        "target": [target],
        "jobo": {"colour": note.colour},
    })
}

/// One annotation, a row of a search, or its rows; `None` if it is none of these. Answers to other notes are notes on
/// the same passage.
pub(super) fn read(value: &Json) -> Option<Vec<Foreign>> {
    for key in ["rows", "annotations"] {
        if let Some(rows) = value.get(key).and_then(Json::as_array) {
            return Some(rows.iter().filter_map(foreign).collect());
        }
    }
    foreign(value).map(|note| vec![note])
}

fn foreign(value: &Json) -> Option<Foreign> {
    let uri = value.get("uri")?.as_str()?;
    let target = value.get("target").and_then(|target| target.get(0));
    let mut note = Foreign {
        id: string(value, "id").to_owned(),
        source: uri.to_owned(),
        title: Clean::new(
            value
                .get("document")
                .map_or("", |d| strings(d, "title").first().copied().unwrap_or_default()),
        ),
        text: Clean::body(string(value, "text")),
        tags: tags(strings(value, "tags")),
        colour: value
            .get("jobo")
            .and_then(|own| Colour::of(string(own, "colour")))
            .unwrap_or_default(),
        made: time::read(string(value, "created")),
        changed: time::read(string(value, "updated")),
        ..Foreign::default()
    };
    let selectors = target.and_then(|t| t.get("selector")).and_then(Json::as_array);
    for selector in selectors.into_iter().flatten() {
        if string(selector, "type") == "TextQuoteSelector" {
            string(selector, "exact").clone_into(&mut note.quote);
            string(selector, "prefix").clone_into(&mut note.before);
            string(selector, "suffix").clone_into(&mut note.after);
        }
    }
    Some(note)
}
