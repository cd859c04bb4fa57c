//! All that is known of a story, for the reader who asks.

use crate::app::words::Words;
use crate::article::byline::Byline;
use crate::article::date::Date;
use crate::library::value::Story;
use crate::text::Clean;

/// What, and its value, in the order shown.
pub fn facts(story: &Story, words: &Words) -> Vec<(Clean, Clean)> {
    let mut facts = Facts {
        words,
        rows: Vec::new(),
    };
    facts.of_text(story);
    facts.of_file(story);
    facts.rows
}

struct Facts<'a> {
    words: &'a Words,
    rows: Vec<(Clean, Clean)>,
}

impl Facts<'_> {
    /// Adds a fact under a key of the catalogue; an empty one is none.
    fn add(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.rows
                .push((Clean::from(self.words.get(key)), Clean::new(value)));
        }
    }

    fn add_some(&mut self, key: &str, value: Option<&Clean>) {
        self.add(key, value.map_or("", Clean::as_str));
    }

    /// Adds a number if it is worth a word.
    fn add_count(&mut self, key: &str, n: usize, least: usize) {
        if n >= least {
            self.add(key, &n.to_string());
        }
    }

    fn date(&self, date: Option<Date>) -> String {
        let Some(date) = date else { return String::new() };
        let text = self.words.long_date(date);
        let inferred = || self.words.fill("date.inferred", &[("date", &text)]);
        if date.inferred {
            inferred().to_string()
        } else {
            text.to_string()
        }
    }

    fn of_text(&mut self, story: &Story) {
        let article = &story.article;
        self.add("info.headline", &story.header.headline);
        if story.header.derived {
            let derived = self.words.get("reader.derived").to_owned();
            self.add("info.headline", &derived);
        }
        for byline in &article.bylines {
            self.add("info.bylines", &writer(byline));
        }
        self.add_some("info.outlet", article.outlet.as_ref());
        if let Some(dateline) = &article.dateline {
            let agency = dateline.agency.as_deref().unwrap_or_default();
            let parts = [dateline.place.as_str(), agency];
            self.add("info.dateline", parts.join(" = ").trim_end_matches(" = "));
        }
        let (date, updated) = (self.date(article.date), self.date(article.updated));
        self.add("info.date", &date);
        self.add("info.updated", &updated);
        let language = self
            .words
            .get(&format!("language.{}", article.language.tag()))
            .to_owned();
        self.add("info.language", &language);
        self.add_some("info.url", article.url.as_ref());
        let tags: Vec<String> = story.tags.iter().map(|t| format!("#{t}")).collect();
        self.add("info.tags", &tags.join(" "));
        self.add_count("info.names", story.names.len(), 1);
        self.add_count("info.items", story.items.len(), 1);
    }

    fn of_file(&mut self, story: &Story) {
        self.add_count("info.revisions", story.revisions as usize, 2);
        for source in &story.sources {
            let part = source.part.map_or(String::new(), |n| format!(":{n}"));
            let file = format!("{}{part}", source.path.display());
            self.add(
                "info.source",
                &[&file, source.format.as_str(), &source.encoding].join(" · "),
            );
        }
        for notice in &story.notices {
            let text = self.words.notice(notice);
            self.add("info.notices", &text);
        }
        self.add("info.id", &story.header.story.to_string());
    }
}

/// Name, role, address and outlet, as far as they are known.
fn writer(byline: &Byline) -> String {
    let parts = [
        Some(&byline.name),
        byline.role.as_ref(),
        byline.address.as_ref(),
        byline.outlet.as_ref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(Clean::as_str).collect();
    parts.join(" · ")
}
