//! W3C Web Annotation, as JSON-LD. What it has no word for stands under `jobo:`, so that a round trip loses nothing.

use serde_json::{Map, json};

use crate::exchange::{Foreign, Json, Sheet, points, string, tags, time};
use crate::library::note::{Colour, Note, Noted};
use crate::text::Clean;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What stands before the id of a note.
pub(super) const NOTE: &str = "urn:jobo:note:";

/// All notes of some sheets, as one array.
pub fn write(sheets: &[Sheet]) -> String {
    crate::exchange::array(sheets, annotation)
}

/// One note.
pub fn annotation(sheet: &Sheet, noted: &Noted) -> Json {
    let note = &noted.note;
    let mut bodies: Vec<Json> = Vec::new();
    if !note.text.is_empty() {
        bodies.push(json!({
            "type": "TextualBody", "value": note.text, "format": "text/markdown", "purpose": "commenting",
        }));
    }
    let tag = |tag: &Clean| json!({"type": "TextualBody", "value": tag, "purpose": "tagging"});
    bodies.extend(note.tags.iter().map(tag));
    let motivation = match (note.text.is_empty(), &note.on.anchor) {
        (false, _) => "commenting",
        (true, Some(_)) => "highlighting",
        (true, None) => "bookmarking",
    };
    json!({
        "@context": [CONTEXT, {"jobo": "urn:jobo:"}],
        "id": format!("{NOTE}{}", note.id),
        "type": "Annotation",
        "motivation": motivation,
        "created": time::written(note.made.unwrap_or_default()),
        "modified": time::written(noted.changed),
        "body": bodies,
        "target": target(sheet, noted),
        "jobo:title": sheet.headline,
        "jobo:note": note,
    })
}

fn target(sheet: &Sheet, noted: &Noted) -> Json {
    let mut target = Map::new();
    target.insert("source".into(), sheet.source().into());
    let Some(anchor) = &noted.note.on.anchor else {
        return target.into();
    };
    let mut selectors = vec![json!({
        "type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.before, "suffix": anchor.after,
    })];
    // Offsets are of the present text; an orphan has none there.
    if let Some(at) = noted
        .standing
        .as_ref()
        .and_then(crate::article::anchor::Standing::at)
    {
        let (start, end) = (points(&sheet.text, at.start), points(&sheet.text, at.end));
        selectors.push(json!({"type": "TextPositionSelector", "start": start, "end": end}));
    }
    target.insert("selector".into(), selectors.into());
    target.into()
}

/// An annotation, or a page or collection of them; `None` if it is neither.
pub(super) fn read(value: &Json) -> Option<Vec<Foreign>> {
    let kind = crate::exchange::strings(value, "type");
    if kind.contains(&"Annotation") {
        return Some(vec![foreign(value)]);
    }
    let items = match (kind.as_slice(), value.get("first")) {
        (_, Some(first)) if kind.contains(&"AnnotationCollection") => first.get("items"),
        (kinds, _) if kinds.contains(&"AnnotationPage") => value.get("items"),
        _ => return None,
    };
    let items = items
        .and_then(Json::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    Some(items.iter().map(foreign).collect())
}

fn foreign(value: &Json) -> Foreign {
    let target = first(value.get("target"));
    let mut note = Foreign {
        id: string(value, "id").to_owned(),
        source: target.as_str().map_or_else(|| source(target), str::to_owned),
        title: Clean::new(string(value, "jobo:title")),
        made: time::read(string(value, "created")),
        changed: time::read(string(value, "modified")),
        colour: Colour::of(string(value, "jobo:colour")).unwrap_or_default(),
        ..Foreign::default()
    };
    read_bodies(value.get("body"), &mut note);
    for selector in list(target.get("selector")) {
        if string(selector, "type") == "TextQuoteSelector" {
            string(selector, "exact").clone_into(&mut note.quote);
            string(selector, "prefix").clone_into(&mut note.before);
            string(selector, "suffix").clone_into(&mut note.after);
        }
    }
    let own = value.get("jobo:note").cloned();
    note.own = own
        .and_then(|own| serde_json::from_value::<Note>(own).ok())
        .filter(|own| note.id == format!("{NOTE}{}", own.id));
    note
}

fn source(target: &Json) -> String {
    match target.get("source") {
        Some(Json::Object(source)) => source
            .get("id")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned(),
        Some(Json::String(source)) => source.clone(),
        _ => string(target, "id").to_owned(),
    }
}

fn read_bodies(bodies: Option<&Json>, note: &mut Foreign) {
    let (mut texts, mut found) = (Vec::new(), Vec::new());
    for body in list(bodies) {
        let value = body.as_str().unwrap_or_else(|| string(body, "value"));
        if string(body, "purpose") == "tagging" {
            found.push(value);
        } else if !value.is_empty() {
            texts.push(value);
        }
    }
    note.text = Clean::body(&texts.join("\n\n"));
    note.tags = tags(found);
}

fn list(value: Option<&Json>) -> &[Json] {
    match value {
        Some(Json::Array(values)) => values,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

fn first(value: Option<&Json>) -> &Json {
    list(value).first().unwrap_or(&Json::Null)
}
