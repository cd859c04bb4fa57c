//! Authors as records name them: strings, lists, and objects with their parts.

use serde_json::Value;

use super::Fields;
use crate::article::byline::Byline;
use crate::ingest::author;
use crate::text::Clean;

/// Most authors that are kept.
const MOST: usize = 32;

/// The authors of any value.
pub(crate) fn bylines(value: &Value) -> Vec<Byline> {
    match value {
        Value::Array(values) => values.iter().take(MOST).flat_map(one).collect(),
        _ => one(value),
    }
}

fn one(value: &Value) -> Vec<Byline> {
    match value {
        Value::String(text) => author::read(text),
        Value::Object(parts) => object(&Fields(parts)),
        _ => Vec::new(),
    }
}

fn object(parts: &Fields) -> Vec<Byline> {
    let part = |names: &[&str]| Some(Clean::new(&parts.words(names))).filter(|c| !c.is_empty());
    let Some(name) = part(&["name"]) else {
        return part(&["address", "email"]).map_or_else(Vec::new, |address| {
            vec![Byline {
                address: Some(address),
                ..Byline::default()
            }]
        });
    };
    let (role, outlet) = (part(&["role"]), part(&["outlet"]));
    let address = part(&["address", "email"]).filter(|a| a.contains('@'));
    // A name with parts beside it is a name; a bare one may hold its role.
    if role.is_some() || outlet.is_some() || address.is_some() {
        return vec![Byline {
            name,
            role,
            address,
            outlet,
        }];
    }
    author::read(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_come_in_every_shape() {
        for json in [
            r#""한가람 기자""#,
            r#"["한가람 기자"]"#,
            r#"{"name":"한가람","role":"기자"}"#,
            r#"[{"name":"한가람 기자","url":"https://a.example"}]"#,
            r#"["[[한가람 기자]]", 7, null, {"url":"x"}]"#,
        ] {
            let read = bylines(&serde_json::from_str(json).unwrap());
            assert_eq!(read.len(), 1, "{json}");
            assert_eq!(
                (&*read[0].name, read[0].role.as_deref()),
                ("한가람", Some("기자")),
                "{json}"
            );
        }
    }
}
