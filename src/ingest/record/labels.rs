//! Names that a record gives its story: people, bodies and places by their keys, or a list of things with kinds.

use serde_json::Value;

use super::{Fields, MOST, tags};
use crate::article::label::{Label, Labelled};
use crate::text::Clean;

/// The keys of each kind; the Korean ones are columns of news archives.
pub(super) const KEYS: &[(Labelled, &[&str])] = &[
    (Labelled::Person, &["people", "persons", "인물"]),
    (
        Labelled::Body,
        &["organizations", "organisations", "companies", "기관"],
    ),
    (Labelled::Place, &["places", "locations", "위치"]),
    (Labelled::Product, &["products"]),
    (Labelled::Event, &["events"]),
    (Labelled::Work, &["works"]),
    (Labelled::Unsaid, &["entities", "개체"]),
];

/// What records call kinds.
const KINDS: &[(Labelled, &[&str])] = &[
    (Labelled::Person, &["per", "person", "people", "ps"]),
    (
        Labelled::Body,
        &["org", "organization", "organisation", "company", "og"],
    ),
    (Labelled::Place, &["loc", "location", "place", "gpe", "lc"]),
    (Labelled::Product, &["prod", "product", "model"]),
    (Labelled::Event, &["event", "ev"]),
    (Labelled::Work, &["work", "work_of_art"]),
];

/// All names that a record gives.
pub(super) fn labels(fields: &Fields) -> Vec<Label> {
    let mut labels = Vec::new();
    for (kind, keys) in KEYS {
        match fields.get(keys) {
            Some(Value::Array(values)) => {
                labels.extend(values.iter().take(MOST).filter_map(|v| one(*kind, v)));
            }
            Some(value) => labels.extend(tags(value).iter().filter_map(|text| label(*kind, text))),
            None => {}
        }
    }
    labels
}

fn one(kind: Labelled, value: &Value) -> Option<Label> {
    let Value::Object(parts) = value else {
        return label(kind, &super::words(value));
    };
    let parts = Fields(parts);
    let said = parts.words(&["kind", "type", "label"]).to_lowercase();
    let said = KINDS.iter().find(|(_, names)| names.contains(&said.as_str()));
    label(
        said.map_or(kind, |(kind, _)| *kind),
        &parts.words(&["name", "text", "title"]),
    )
}

fn label(kind: Labelled, text: &str) -> Option<Label> {
    // Notes write links to other notes so.
    let text = text.trim().trim_start_matches("[[").trim_end_matches("]]");
    let text = Clean::new(text);
    (!text.is_empty()).then_some(Label { kind, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_as_columns_lists_and_things() {
        for (json, expected) in [
            (
                r#"{"인물":"김가온, 이누리"}"#,
                &[(Labelled::Person, "김가온"), (Labelled::Person, "이누리")][..],
            ),
            (
                r#"{"people":["[[Ada Reed]]"],"기관":"한빛"}"#,
                &[(Labelled::Person, "Ada Reed"), (Labelled::Body, "한빛")],
            ),
            (
                r#"{"entities":[{"name":"솔내","kind":"LOC"},"x"]}"#,
                &[(Labelled::Place, "솔내"), (Labelled::Unsaid, "x")],
            ),
            (
                r#"{"entities":[{"name":"물결잔치","kind":"event"},{"name":"둑길의 밤","kind":"WORK"}],"events":"등불제"}"#,
                &[
                    (Labelled::Event, "등불제"),
                    (Labelled::Event, "물결잔치"),
                    (Labelled::Work, "둑길의 밤"),
                ],
            ),
            (r#"{"places":[],"people":null}"#, &[]),
        ] {
            let Value::Object(fields) = serde_json::from_str(json).unwrap() else {
                panic!("no object")
            };
            let found = labels(&Fields(&fields));
            let found: Vec<_> = found.iter().map(|l| (l.kind, l.text.as_str())).collect();
            assert_eq!(found, expected, "{json}");
        }
    }
}
