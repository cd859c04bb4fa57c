//! Scores the names that the program finds in labelled prose, rule by rule: `names FILE…`, `names -v FILE…` with what
//! is wrong. `names -s FILE…` shows what is found in files of any format, and by what.
//!
//! A file holds articles: a line that begins with `##`, then paragraphs in which names are written `{surface|KIND}` or
//! `{surface|KIND=canonical}`. A name is right if its span and its kind are. Names of the lists are also counted by
//! themselves, because a list must not bring names that are none; and `distinct` counts each spelling of a kind once
//! an article.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::fs;

use jobo::article::Article;
use jobo::article::body::{Body, Zone};
use jobo::entity::{Found, Kind, Recogniser};
use jobo::ingest::Input;

type Fallible<T> = Result<T, Box<dyn Error>>;
type Span = (usize, usize);

/// What was found and what of it was right.
#[derive(Default, Clone, Copy)]
struct Count {
    found: u32,
    right: u32,
    /// Right but for its kind.
    mistyped: u32,
    labelled: u32,
}

fn main() -> Fallible<()> {
    let (flags, files): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|a| a.starts_with('-'));
    if flags.iter().any(|f| f == "-s") {
        return files.iter().try_for_each(|file| show(file));
    }
    let verbose = !flags.is_empty();
    let mut counts: BTreeMap<(String, String), Count> = BTreeMap::new();
    for file in &files {
        for article in fs::read_to_string(file)?.split("\n## ").skip(1) {
            score(article, verbose, &mut counts);
        }
    }
    println!(
        "{:12} {:6} {:>6} {:>6} {:>9} {:>9} {:>7} {:>5}",
        "rule", "kind", "found", "right", "precision", "mistyped", "recall", "F1"
    );
    for ((rule, kind), c) in &counts {
        let share = |a: u32, b: u32| f64::from(a) * 100.0 / f64::from(b.max(1));
        println!(
            "{rule:12} {kind:6} {:6} {:6} {:9.1} {:9} {:7.1} {:5.1}",
            c.found,
            c.right,
            share(c.right, c.found),
            c.mistyped,
            share(c.right, c.labelled),
            share(2 * c.right, c.found + c.labelled)
        );
    }
    Ok(())
}

/// Prints the names of a file's articles.
fn show(file: &str) -> Fallible<()> {
    let bytes = fs::read(file)?;
    let name = file.rsplit('/').next().unwrap_or(file);
    let reading = jobo::ingest::read(&Input {
        name,
        bytes: &bytes,
        modified: None,
    });
    for draft in reading.drafts {
        let found = Recogniser::bundled().find(&draft.article);
        println!("\n{name}: {}", draft.article.headline.as_str());
        for (at, name) in found.names.iter().enumerate() {
            let mentions: Vec<_> = found
                .mentions
                .iter()
                .filter(|m| usize::from(m.name) == at)
                .collect();
            let spellings: Vec<&str> = name.spellings.iter().map(jobo::text::Clean::as_str).collect();
            let rule = mentions
                .first()
                .map(|m| format!("{:?}", m.rule))
                .unwrap_or_default();
            println!(
                "  {} {} ×{} {rule} {spellings:?}",
                name.kind.code(),
                name.text.as_str(),
                mentions.len()
            );
        }
    }
    Ok(())
}

fn score(article: &str, verbose: bool, counts: &mut BTreeMap<(String, String), Count>) {
    let mut labels = Vec::new();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut lines = article.lines();
    let id = lines.next().unwrap_or_default();
    for line in lines.filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (text, spans) = plain(line);
        labels.extend(
            spans
                .into_iter()
                .map(|((a, b), kind)| ((a + start, b + start), kind)),
        );
        start += text.len() + 1;
        paragraphs.push(text);
    }
    let article = Article {
        body: Body::from_paragraphs(paragraphs.iter().map(|p| [(Zone::Text, p.as_str())])),
        ..Article::default()
    };
    let found = Recogniser::bundled().find(&article);
    let whole: String = paragraphs.join("\n");
    if article.body.text().as_str() != whole {
        println!("left out, its text is cleaned: {id}");
        return;
    }
    for (_, kind) in &labels {
        for rule in ["all", "lists"] {
            counts.entry((rule.into(), kind.clone())).or_default().labelled += 1;
            counts.entry((rule.into(), "all".into())).or_default().labelled += 1;
        }
    }
    score_distinct(&whole, &labels, &found, counts);
    for mention in &found.mentions {
        let span: Span = (mention.start as usize, mention.end as usize);
        let name = &found.names[usize::from(mention.name)];
        let kind = code(name.kind);
        let right = labels.iter().any(|(s, k)| *s == span && k == kind);
        let mistyped = !right && labels.iter().any(|(s, _)| *s == span);
        let rule = format!("{:?}", mention.rule).to_lowercase();
        let listed = rule == "gazetteer" || rule == "version";
        let mut rules = vec!["all".to_owned(), rule.clone()];
        rules.extend(listed.then(|| "lists".to_owned()));
        for rule in rules {
            for kind in [kind, "all"] {
                let count = counts.entry((rule.clone(), kind.to_owned())).or_default();
                count.found += 1;
                count.right += u32::from(right);
                count.mistyped += u32::from(mistyped);
            }
        }
        if verbose && !right {
            let near = |at: usize, by: isize| {
                let mut at = at.saturating_add_signed(by).min(whole.len());
                while !whole.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let around = whole
                .get(near(span.0, -30)..near(span.1, 24))
                .unwrap_or_default()
                .replace('\n', " ");
            let said: Vec<&str> = labels
                .iter()
                .filter(|((a, b), _)| *a < span.1 && *b > span.0)
                .map(|(_, k)| k.as_str())
                .collect();
            let id = id.split(' ').next().unwrap_or_default();
            println!(
                "{rule} {kind} {} = {}; labelled {said:?}; {id}: …{around}…",
                whole.get(span.0..span.1).unwrap_or_default(),
                name.text.as_str()
            );
        }
    }
}

/// Counts what is named, each spelling of a kind once an article, however often it stands there.
fn score_distinct(
    whole: &str,
    labels: &[(Span, String)],
    found: &Found,
    counts: &mut BTreeMap<(String, String), Count>,
) {
    let text = |(start, end): Span| whole.get(start..end).unwrap_or_default();
    let wanted: BTreeSet<(&str, &str)> = labels.iter().map(|(s, kind)| (kind.as_str(), text(*s))).collect();
    let mentions = found.mentions.iter().map(|m| {
        let kind = code(found.names[usize::from(m.name)].kind);
        (kind, text((m.start as usize, m.end as usize)))
    });
    let had: BTreeSet<(&str, &str)> = mentions.collect();
    let mut add = |kind: &str, change: &dyn Fn(&mut Count)| {
        for kind in [kind, "all"] {
            change(counts.entry(("distinct".into(), kind.into())).or_default());
        }
    };
    for name in &wanted {
        add(name.0, &|c| c.labelled += 1);
    }
    for name in &had {
        let right = wanted.contains(name);
        let mistyped = !right && wanted.iter().any(|w| w.1 == name.1);
        add(name.0, &|c| {
            c.found += 1;
            c.right += u32::from(right);
            c.mistyped += u32::from(mistyped);
        });
    }
}

fn code(kind: Kind) -> &'static str {
    kind.code()
}

/// A line without its labels, and the labels.
fn plain(line: &str) -> (String, Vec<(Span, String)>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((label, after)) = after.split_once('}') else {
            break;
        };
        let (surface, kind) = label.split_once('|').unwrap_or((label, ""));
        let start = text.len();
        text.push_str(surface);
        let kind = kind.split('=').next().unwrap_or_default();
        spans.push(((start, text.len()), kind.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, spans)
}
