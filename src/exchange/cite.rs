//! Stories for citing: BibLaTeX and CSL-JSON.

use std::fmt::Write as _;

use serde_json::json;

use crate::article::language::Language;
use crate::exchange::{Json, Sheet};
use crate::text::Clean;

/// The stories of some sheets as BibLaTeX. Notes stand in the field `annotation`.
pub fn biblatex(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        let _ = writeln!(
            text,
            "@article{{jobo-{},",
            sheet.story.to_string().replace('.', "-")
        );
        let authors: Vec<String> = sheet
            .authors()
            .iter()
            .map(|name| format!("{{{}}}", escaped(name)))
            .collect();
        // An unsigned story is the paper's.
        let author = if authors.is_empty() {
            sheet
                .outlet
                .as_ref()
                .map(|outlet| format!("{{{}}}", escaped(outlet)))
        } else {
            Some(authors.join(" and "))
        };
        let notes: Vec<String> = sheet.notes.iter().filter_map(annotation).collect();
        let fields = [
            ("entrysubtype", Some("newspaper".to_owned())),
            ("author", author),
            ("title", Some(format!("{{{}}}", escaped(&sheet.headline)))),
            ("journaltitle", sheet.outlet.as_ref().map(|o| escaped(o))),
            ("date", sheet.day()),
            ("url", sheet.url.as_ref().map(|url| address(url))),
            ("langid", langid(sheet.language).map(str::to_owned)),
            (
                "keywords",
                (!sheet.tags.is_empty()).then(|| keywords(&sheet.tags)),
            ),
            ("annotation", (!notes.is_empty()).then(|| notes.join("; "))),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                let _ = writeln!(text, "  {name} = {{{value}}},");
            }
        }
        text.push_str("}\n\n");
    }
    text
}

fn annotation(noted: &crate::library::note::Noted) -> Option<String> {
    let quote = noted.note.on.anchor.as_ref().map(|a| format!("“{}”", a.quote));
    let parts = [
        quote,
        (!noted.note.text.is_empty()).then(|| noted.note.text.to_string()),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| escaped(&said.join(" — ")))
}

fn keywords(tags: &[Clean]) -> String {
    tags.iter()
        .map(|tag| escaped(&tag.replace(',', " ")))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text whose letters mean themselves, in one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '#' | '&' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// BibLaTeX takes addresses as they are, but for what would end the field.
fn address(url: &str) -> String {
    let escape = |c: char| match c {
        '{' | '}' | '\\' | ' ' => format!("%{:02X}", u32::from(c)),
        c => c.to_string(),
    };
    url.chars().map(escape).collect()
}

fn langid(language: Language) -> Option<&'static str> {
    match language {
        Language::Ko => Some("korean"),
        Language::En => Some("english"),
        Language::Ja => Some("japanese"),
        Language::Zh => Some("chinese"),
        Language::Und => None,
    }
}

/// The stories of some sheets as CSL-JSON.
pub fn csl(sheets: &[Sheet]) -> String {
    let items: Vec<Json> = sheets.iter().map(item).collect();
    let mut text = serde_json::to_string_pretty(&items).expect("strings and numbers always fit JSON");
    text.push('\n');
    text
}

fn item(sheet: &Sheet) -> Json {
    let mut item = json!({
        "id": format!("jobo-{}", sheet.story),
        "type": "article-newspaper",
        "title": sheet.headline,
    });
    let mut put = |key: &str, value: Json| {
        if let Some(item) = item.as_object_mut() {
            item.insert(key.to_owned(), value);
        }
    };
    let authors = sheet.authors();
    if !authors.is_empty() {
        // A Korean name is no family name with a given one behind a comma.
        put(
            "author",
            authors.iter().map(|name| json!({"literal": name})).collect(),
        );
    }
    if let Some(outlet) = &sheet.outlet {
        put("container-title", json!(outlet));
    }
    if let Some(date) = sheet.published() {
        let day = date.zoned().date();
        put(
            "issued",
            json!({"date-parts": [[day.year(), day.month(), day.day()]]}),
        );
    }
    if let Some(url) = &sheet.url {
        put("URL", json!(url));
    }
    if sheet.language != Language::Und {
        put("language", json!(sheet.language.tag()));
    }
    let notes: Vec<String> = sheet
        .notes
        .iter()
        .map(|n| n.note.text.to_string())
        .filter(|t| !t.is_empty())
        .collect();
    if !notes.is_empty() {
        put("note", json!(notes.join("\n\n")));
    }
    item
}
