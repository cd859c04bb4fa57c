//! `jobo rules`: queries that act on what comes in; tried before they are kept.

use serde::Serialize;

use super::args::{RuleDoes, Rules, RulesVerb};
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::library::edit::{Does, Rule};
use crate::text::Clean;

/// A rule.
#[derive(Debug, Serialize)]
pub(super) struct RuleRecord {
    name: Clean,
    query: Clean,
    does: Vec<Does>,
}

pub(super) fn run(ground: &Ground, asked: &Rules, out: &mut Out) -> Result<i32, Fault> {
    match &asked.verb {
        RulesVerb::Try { query, limit, form } => {
            let view = super::search::kept_view(&query.join(" "), false, &ground.words)?;
            let place = super::reading(ground, &[])?;
            let reader = place.library.reader()?;
            // A rule takes what answers as it stands.
            let mut rows = reader.order(&view)?;
            let count = crate::app::words::count(rows.len() as u32);
            super::complain(&ground.words.fill("cli.found", &[("n", &count)]));
            rows.truncate(*limit);
            super::list::stories(&reader, &rows, *form, out)
        }
        RulesVerb::List { form } => {
            let place = super::reading(ground, &[])?;
            let rules = place.library.reader()?.rules()?;
            let none = rules.is_empty();
            if form.json || form.jsonl {
                let records = rules
                    .into_iter()
                    .map(|(name, Rule { query, does })| Ok::<_, Fault>(RuleRecord { name, query, does }));
                out.json(*form, records)?;
            } else {
                for (name, rule) in rules {
                    let does: Vec<String> = rule.does.iter().map(word).collect();
                    out.row(&format!("{name}\t{}\t{}", does.join(" "), rule.query))?;
                }
            }
            Ok(if none { NOTHING } else { DONE })
        }
        RulesVerb::Add { named, does } => {
            let (name, query) = super::search::kept(named, false, &ground.words)?;
            let does = acts(does);
            keep(ground, &name, Some(Rule { query, does }))
        }
        RulesVerb::Rm { name } => keep(ground, &Clean::new(name), None),
    }
}

fn keep(ground: &Ground, name: &Clean, rule: Option<Rule>) -> Result<i32, Fault> {
    let place = super::reading(ground, &[])?;
    let known = place.library.reader()?.rules()?;
    if rule.is_none() && known.iter().all(|(known, _)| known != name) {
        return Err(Fault::NoRule(name.to_string()));
    }
    let receipt = place.library.writer()?.keep_rule(name, rule)?;
    if receipt.applied.is_empty() {
        super::complain(&ground.words.get("cli.nothing-changed").into());
        return Ok(NOTHING);
    }
    Ok(DONE)
}

fn acts(does: &RuleDoes) -> Vec<Does> {
    let mut all: Vec<Does> = does.tag.iter().map(|tag| Does::Tag(Clean::new(tag))).collect();
    let switches = [
        (does.bookmark, Does::Bookmark),
        (does.hide, Does::Archive),
        (does.read, Does::Read),
        (does.watch, Does::Watch),
    ];
    all.extend(switches.into_iter().filter(|(on, _)| *on).map(|(_, does)| does));
    all
}

fn word(does: &Does) -> String {
    match does {
        Does::Tag(tag) => format!("#{tag}"),
        Does::Bookmark => "bookmark".into(),
        Does::Archive => "hide".into(),
        Does::Read => "read".into(),
        Does::Watch => "watch".into(),
    }
}
