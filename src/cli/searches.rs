//! `jobo searches`: the saved searches, as they stand among the filters of the screen.

use serde::Serialize;

use super::args::{Searches, SearchesVerb};
use super::fault::{DONE, Fault, NOTHING};
use super::out::Out;
use super::place::Ground;
use crate::library::edit::{Cause, Edit};
use crate::library::value::Saved;
use crate::text::Clean;

/// A saved search.
#[derive(Debug, Serialize)]
struct SavedRecord {
    name: Clean,
    query: Clean,
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<u32>,
}

pub(super) fn run(ground: &Ground, asked: &Searches, out: &mut Out) -> Result<i32, Fault> {
    match &asked.verb {
        SearchesVerb::List { form } => {
            let place = super::reading(ground, &[])?;
            let saved = place.library.reader()?.saved(super::search::today())?;
            let none = saved.is_empty();
            if form.json || form.jsonl {
                let records = saved
                    .into_iter()
                    .map(|Saved { name, query, unread }| Ok::<_, Fault>(SavedRecord { name, query, unread }));
                out.json(*form, records)?;
            } else {
                for Saved { name, query, unread } in saved {
                    let unread = unread.map_or_else(|| "?".to_owned(), |n| n.to_string());
                    out.row(&format!("{unread}\t{name}\t{query}"))?;
                }
            }
            Ok(if none { NOTHING } else { DONE })
        }
        SearchesVerb::Add { named } => {
            let (name, query) = super::search::kept(named, true, &ground.words)?;
            make(ground, |_| Ok(vec![edit(&name, Some(query))]))
        }
        SearchesVerb::Rename { name, to } => {
            let (name, to) = (Clean::new(name), super::search::kept_name(to)?);
            make(ground, |saved| renamed(saved, &name, &to))
        }
        SearchesVerb::Rm { name } => {
            let name = Clean::new(name);
            make(ground, |saved| {
                query_of(saved, &name)?;
                Ok(vec![edit(&name, None)])
            })
        }
    }
}

/// The names of the saved searches with their queries.
type Named = [(Clean, Clean)];

fn query_of(saved: &Named, name: &Clean) -> Result<Clean, Fault> {
    let known = saved.iter().find(|(known, _)| known == name);
    let query = known.map(|(_, query)| query.clone());
    query.ok_or_else(|| Fault::NoSearch(name.to_string()))
}

/// A search under another name, unless another one has it.
fn renamed(saved: &Named, name: &Clean, to: &Clean) -> Result<Vec<Edit>, Fault> {
    let query = query_of(saved, name)?;
    if name == to {
        return Ok(Vec::new());
    }
    if query_of(saved, to).is_ok() {
        return Err(Fault::SearchTaken(to.to_string()));
    }
    Ok(vec![edit(name, None), edit(to, Some(query))])
}

fn edit(name: &Clean, to: Option<Clean>) -> Edit {
    Edit::Saved {
        name: name.clone(),
        to,
        was: None,
    }
}

/// Makes edits out of the searches that are there, as one step of undo.
fn make(ground: &Ground, edits: impl FnOnce(&Named) -> Result<Vec<Edit>, Fault>) -> Result<i32, Fault> {
    let place = super::reading(ground, &[])?;
    let saved = place.library.reader()?.saved_searches()?;
    let receipt = place.library.writer()?.edit(Cause::Deliberate, &edits(&saved)?)?;
    if receipt.applied.is_empty() {
        super::complain(&ground.words.get("cli.nothing-changed").into());
        return Ok(NOTHING);
    }
    Ok(DONE)
}
