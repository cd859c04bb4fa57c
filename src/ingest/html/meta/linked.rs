//! JSON-LD: the description of a story that search engines read.

use serde_json::Value;

use crate::ingest::html::entity;

/// Largest block that is parsed, in bytes; real ones have a few thousand.
const LARGEST: usize = 1 << 20;

/// What the first article in the page's JSON-LD says.
#[derive(Debug, Default)]
pub(super) struct Linked {
    found: bool,
    pub headline: String,
    pub authors: Vec<String>,
    pub publisher: String,
    pub published: String,
    pub modified: String,
    pub summary: String,
    pub language: String,
}

impl Linked {
    /// Reads one block; later articles do not replace the first. A block that is no JSON is ignored.
    pub(super) fn read(&mut self, text: &str) {
        if self.found || text.len() > LARGEST {
            return;
        }
        if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
            self.walk(&value);
        }
    }

    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|v| self.walk(v)),
            Value::Object(fields) if !self.found => {
                if fields.get("@type").is_some_and(is_article) {
                    self.fill(value);
                } else if let Some(graph) = fields.get("@graph") {
                    self.walk(graph);
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self, article: &Value) {
        self.found = true;
        let field = |name: &str| article.get(name).map(words).unwrap_or_default();
        self.headline = field("headline");
        self.published = field("datePublished");
        self.modified = field("dateModified");
        self.summary = field("description");
        self.language = field("inLanguage");
        self.publisher = field("publisher");
        self.authors = match article.get("author") {
            Some(Value::Array(authors)) => authors.iter().map(words).collect(),
            Some(author) => vec![words(author)],
            None => Vec::new(),
        };
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// A string, or the name of a thing, decoded: many pages encode entities inside JSON.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => entity::decode(text).into_owned(),
        Value::Object(thing) => thing
            .get("name")
            .and_then(Value::as_str)
            .map(entity::decode)
            .unwrap_or_default()
            .into_owned(),
        Value::Array(values) => values.first().map(words).unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_article_is_taken_wherever_it_stands() {
        let story = r#"{"@type":["NewsArticle"],"headline":"별빛은행 &quot;합병&quot;","author":[{"name":"한가람"},"도담"],
            "publisher":{"name":"한밭신문"},"datePublished":"2025-08-22","inLanguage":"ko"}"#;
        let site = r#"{"@type":"WebSite","name":"x"}"#;
        for text in [
            story.to_owned(),
            format!("[{site},{story}]"),
            format!("{{\"@graph\":[{site},{story}]}}"),
        ] {
            let mut linked = Linked::default();
            linked.read(&text);
            assert_eq!(
                (linked.headline.as_str(), linked.publisher.as_str()),
                ("별빛은행 \"합병\"", "한밭신문")
            );
            assert_eq!(linked.authors, ["한가람", "도담"]);
        }
    }

    #[test]
    fn broken_blocks_are_ignored() {
        let deep = "[".repeat(100_000);
        for text in [
            "",
            "{",
            "null",
            "{\"@type\":7}",
            &deep,
            "{\"@type\":\"NewsArticle\",\"headline\":\"\\ud800\"}",
        ] {
            let mut linked = Linked::default();
            linked.read(text);
            assert_eq!(linked.headline, "");
        }
    }
}
