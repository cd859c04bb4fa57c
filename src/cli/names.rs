//! `jobo entities`, `entity`, `related`, `path` and `names`: the names of a library, what ties them together, and
//! what the reader says of them.

mod card;
mod exchange;
mod graph;
mod review;
mod teach;

use super::args::{Entities, NamesVerb, PathBetween, Related};
use super::fault::{DONE, Fault, NOTHING};
use super::json::{EntityRecord, PathRecord, RelatedRecord};
use super::out::Out;
use super::place::Ground;
use super::{list, show};
use crate::entity::Kind;
use crate::library::reader::Reader;
use crate::library::value::{Filter, NameCount, View};
use crate::text::Clean;
use crate::text::fold::fold;

pub(super) use card::entity;

/// Does what is asked of names; one file beside this one for each few verbs.
pub(super) fn names(ground: &Ground, what: &NamesVerb, out: &mut Out) -> Result<i32, Fault> {
    match what {
        NamesVerb::Scan(asked) => super::scan::run(asked, out),
        NamesVerb::Export(file) => exchange::export(ground, file, out),
        NamesVerb::Import(file) => exchange::import(ground, file, out),
        NamesVerb::Graph(asked) => graph::graph(ground, asked, out),
        NamesVerb::Review(asked) => review::review(ground, asked, out),
        NamesVerb::Check(asked) => review::check(ground, asked, out),
        other => teach::teach(ground, other, out),
    }
}

/// Lists names, or the stories that name one.
pub(super) fn entities(ground: &Ground, asked: &Entities, out: &mut Out) -> Result<i32, Fault> {
    let place = super::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    match &asked.name {
        Some(name) => naming(&reader, name, asked, out),
        None => all(&reader, asked, out),
    }
}

fn all(reader: &Reader, asked: &Entities, out: &mut Out) -> Result<i32, Fault> {
    let kind = asked.kind.map(Kind::from);
    let mut names = reader.all_names(if kind.is_some() {
        usize::MAX >> 1
    } else {
        limit(asked)
    })?;
    names.retain(|name| kind.is_none_or(|kind| name.kind == kind));
    names.truncate(limit(asked));
    if asked.form.json || asked.form.jsonl {
        let records = names
            .iter()
            .map(|name| Ok::<_, Fault>(EntityRecord::of(name, reader.spellings(name.id)?)));
        out.json(asked.form, records)?;
    } else {
        for name in &names {
            let kind = name.kind.code();
            out.row(&format!("{kind}\t{}\t{}", name.stories, name.text))?;
        }
    }
    Ok(if names.is_empty() { NOTHING } else { DONE })
}

fn limit(asked: &Entities) -> usize {
    asked.limit.unwrap_or(usize::MAX >> 1)
}

/// The name that is meant: by its key, its text or a spelling; of several the one with the most stories.
pub(super) fn meant(reader: &Reader, name: &str, kind: Option<Kind>) -> Result<NameCount, Fault> {
    if let Some(found) = reader.name_by_key(name)? {
        return Ok(found);
    }
    let wanted = fold(&Clean::new(name));
    let mut found: Vec<NameCount> = reader.names(name, 50)?;
    // A hidden name is found by its whole text, so that it can be shown again.
    found.extend(
        reader
            .hidden_names()?
            .into_iter()
            .filter(|n| fold(&n.text) == wanted),
    );
    found.retain(|n| kind.is_none_or(|kind| n.kind == kind));
    let exact = found.iter().position(|n| fold(&n.text) == wanted);
    if found.is_empty() {
        return Err(Fault::NoName(name.into()));
    }
    Ok(found.swap_remove(exact.unwrap_or_default()))
}

/// Stories that name it: those of the name itself and of any other of the same spelling.
fn naming(reader: &Reader, name: &str, asked: &Entities, out: &mut Out) -> Result<i32, Fault> {
    let name = meant(reader, name, asked.kind.map(Kind::from))?;
    let filter = Filter {
        names: vec![name.id],
        ..Filter::default()
    };
    let mut rows = reader.order(&View {
        filter,
        ..View::default()
    })?;
    rows.truncate(limit(asked));
    list::stories(reader, &rows, asked.form, out)
}

/// Lists stories that share names with one.
pub(super) fn related(ground: &Ground, asked: &Related, out: &mut Out) -> Result<i32, Fault> {
    let place = super::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    let row = show::row_of(&reader, &asked.id)?;
    let related = reader.related(row, asked.limit)?;
    if asked.form.json || asked.form.jsonl {
        let records = related.iter().map(RelatedRecord::of);
        out.json(asked.form, records.map(Ok::<_, Fault>))?;
    } else {
        for one in &related {
            let shared: Vec<&str> = one.shared.iter().map(Clean::as_str).collect();
            let (id, headline) = (one.header.story, &one.header.headline);
            out.row(&format!("{id}\t{headline}\t{}", shared.join(", ")))?;
        }
    }
    Ok(if related.is_empty() { NOTHING } else { DONE })
}

/// Prints the shortest chain of stories between two names.
pub(super) fn path(ground: &Ground, asked: &PathBetween, out: &mut Out) -> Result<i32, Fault> {
    let place = super::reading(ground, &asked.from.from)?;
    let reader = place.library.reader()?;
    let (from, to) = (
        meant(&reader, &asked.from_name, None)?,
        meant(&reader, &asked.to_name, None)?,
    );
    let steps = reader.path(from.id, to.id)?;
    let steps = steps.unwrap_or_default();
    if asked.form.json || asked.form.jsonl {
        out.json(
            asked.form,
            steps.iter().map(|step| Ok::<_, Fault>(PathRecord::of(step))),
        )?;
    } else {
        for step in &steps {
            let header = &step.quote.header;
            out.row(&format!(
                "{} → {}\t{}\t{}",
                step.from.text, step.to.text, header.story, header.headline
            ))?;
            out.paragraph("  ", &step.quote.sentence)?;
        }
    }
    if steps.is_empty() {
        super::complain(&ground.words.get("cli.no-path-between").into());
    }
    Ok(if steps.is_empty() { NOTHING } else { DONE })
}
