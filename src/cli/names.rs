//! `jobo entities` and `jobo related`: the names of a library, and the stories that they tie together.

use super::args::{Entities, Related};
use super::fault::{DONE, Fault, NOTHING};
use super::json::{EntityRecord, RelatedRecord};
use super::out::Out;
use super::place::Ground;
use super::{list, show};
use crate::entity::Kind;
use crate::library::reader::Reader;
use crate::library::value::{Filter, NameCount, View};
use crate::text::Clean;
use crate::text::fold::fold;

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
        let records = names.iter().map(EntityRecord::of);
        out.json(asked.form, records.map(Ok::<_, Fault>))?;
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

/// Stories that name it: those of the name itself and of any other of the same spelling.
fn naming(reader: &Reader, name: &str, asked: &Entities, out: &mut Out) -> Result<i32, Fault> {
    let kind = asked.kind.map(Kind::from);
    let wanted = fold(&Clean::new(name));
    let mut found: Vec<NameCount> = reader.names(name, 50)?;
    found.retain(|n| kind.is_none_or(|kind| n.kind == kind));
    let exact = found.iter().find(|n| fold(&n.text) == wanted);
    let Some(name) = exact.or(found.first()) else {
        return Err(Fault::NoName(name.into()));
    };
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
