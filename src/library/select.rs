//! Makes the question for a view.
//!
//! Every kind of view names the index that answers it, because SQLite without statistics guesses, and a guess that
//! is right at a thousand articles is wrong at a million.

use rusqlite::types::Value;

use crate::library::asked::Compiled;
use crate::library::codes::language_code;
use crate::library::rulings::Rulings;
use crate::library::search;
use crate::library::settle::rows_naming;
use crate::library::value::{Filter, NameId, RowId, Sort, View};
use crate::library::wanted::Wanted;

/// A question and the values of its places.
#[derive(Debug, PartialEq)]
pub(super) struct Question {
    /// The text from `FROM` on.
    pub(super) tail: String,
    /// The values, in order.
    pub(super) values: Vec<Value>,
}

/// The question whose rows are a view's, in its order. Columns are of `s`, the story; `o` is its outlet if joined.
pub(super) fn question(view: &View, rulings: &Rulings, asked: &Compiled) -> Question {
    build(view, rulings, asked, Vec::new())
}

/// The question with conditions of its own before the view's; they hold no places for values.
fn build(view: &View, rulings: &Rulings, asked: &Compiled, mut terms: Vec<String>) -> Question {
    let mut values = Vec::new();
    let (from, driven) = from(view, rulings, asked, &mut values);
    conditions(&view.filter, (rulings, asked), driven, &mut terms, &mut values);
    let filter = if terms.is_empty() {
        "1".to_owned()
    } else {
        terms.join(" AND ")
    };
    let order = order(view);
    Question {
        tail: format!("FROM {from} WHERE {filter} ORDER BY {order}"),
        values,
    }
}

/// The question for those of some rows that meet a view's other conditions than its words, in its order.
pub(super) fn among(view: &View, rulings: &Rulings, asked: &Compiled, rows: &[RowId]) -> Question {
    let mut view = view.clone();
    view.filter.text = None;
    let rows: Vec<String> = rows.iter().map(|row| row.0.to_string()).collect();
    // The numbers are our own; a list of them is the one thing that needs no place for a value.
    let among = format!("s.row IN ({})", rows.join(","));
    let mut question = build(&view, rulings, asked, vec![among]);
    // The rows are few and known: no index leads to them better.
    if let Some((from, rest)) = question.tail.split_once(" INDEXED BY ") {
        let rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
        question.tail = format!("{from} {rest}");
    }
    question
}

/// Which condition the tables already stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Driven {
    Nothing,
    Words,
    /// The first name whose stories are not those of the word index.
    Swayed,
    Tag,
}

/// The tables, the narrowest first.
fn from(view: &View, rulings: &Rulings, asked: &Compiled, values: &mut Vec<Value>) -> (String, Driven) {
    let filter = &view.filter;
    let sorted_by_outlet = view.sort == Sort::Outlet && !filter.opened;
    if filter.opened {
        let from = "visit v CROSS JOIN story s ON s.article = v.article AND s.item = v.item";
        return (from.into(), Driven::Nothing);
    }
    let outlet = if sorted_by_outlet {
        " JOIN outlet o ON o.id = s.outlet"
    } else {
        ""
    };
    if let Some(question) = sought(filter, rulings, asked) {
        values.push(question.to_string().into());
        let from = "words w CROSS JOIN story s ON w.words MATCH ? AND s.row = w.rowid";
        return (format!("{from}{outlet}"), Driven::Words);
    }
    if let Some(names) = swayed(filter, rulings).first() {
        let (rows, mut of) = rows_naming(&rulings.group(*names), |name| rulings.is_swayed(name));
        values.append(&mut of);
        let from = format!("({rows}) w CROSS JOIN story s ON s.row = w.row");
        return (format!("{from}{outlet}"), Driven::Swayed);
    }
    if let Some(tag) = &filter.tag {
        values.push(tag.to_string().into());
        let from = "tagged t CROSS JOIN story s ON t.tag = ? AND s.row = t.row";
        return (format!("{from}{outlet}"), Driven::Tag);
    }
    if asked.everywhere {
        // What was put away is in none of the indexes of plain lists.
        return (format!("story s{outlet}"), Driven::Nothing);
    }
    if sorted_by_outlet && filter.outlet.is_none() && !filter.bookmarked && !filter.archived {
        let from = "outlet o CROSS JOIN story s INDEXED BY story_outlet ON s.outlet = o.id";
        return (from.into(), Driven::Nothing);
    }
    (
        format!("story s INDEXED BY {}{outlet}", index(view)),
        Driven::Nothing,
    )
}

fn index(view: &View) -> &'static str {
    let filter = &view.filter;
    if filter.archived {
        "story_archived"
    } else if filter.bookmarked {
        "story_bookmarked"
    } else if filter.outlet.is_some() {
        "story_outlet"
    } else if filter.unread || view.sort == Sort::Unread {
        "story_read"
    } else if filter.language.is_some() {
        "story_language"
    } else {
        "story_date"
    }
}

fn conditions(
    filter: &Filter,
    (rulings, asked): (&Rulings, &Compiled),
    driven: Driven,
    terms: &mut Vec<String>,
    values: &mut Vec<Value>,
) {
    let plain = !filter.bookmarked && filter.tag.is_none() && !filter.opened && !filter.archived;
    if plain {
        terms.push("s.item = 0".into());
    }
    if filter.archived {
        terms.push("s.archived = 1".into());
    } else if plain && !asked.everywhere && !matches!(driven, Driven::Words | Driven::Swayed) {
        // The indexes of plain lists hold these alone.
        terms.push("s.archived = 0".into());
    }
    if filter.unread {
        terms.push("s.read = 0".into());
    }
    if filter.bookmarked {
        terms.push("s.bookmarked = 1".into());
    }
    if let Some(outlet) = &filter.outlet {
        terms.push("s.outlet = (SELECT id FROM outlet WHERE name = ?)".into());
        values.push(outlet.to_string().into());
    }
    if let Some(language) = filter.language {
        terms.push("s.language = ?".into());
        values.push(language_code(language).into());
    }
    if let Some((first, end)) = filter.dates {
        terms.push("s.date >= ? AND s.date < ?".into());
        values.extend([first.into(), end.into()]);
    }
    for name in swayed(filter, rulings)
        .into_iter()
        .skip(usize::from(driven == Driven::Swayed))
    {
        let (rows, mut of) = rows_naming(&rulings.group(name), |name| rulings.is_swayed(name));
        terms.push(format!("s.row IN ({rows})"));
        values.append(&mut of);
    }
    if let Some(question) = sought(filter, rulings, asked).filter(|_| driven != Driven::Words) {
        terms.push("s.row IN (SELECT rowid FROM words WHERE words MATCH ?)".into());
        values.push(question.to_string().into());
    }
    if let Some(tag) = filter.tag.as_ref().filter(|_| driven != Driven::Tag) {
        terms.push("EXISTS (SELECT 1 FROM tagged t WHERE t.tag = ? AND t.row = s.row)".into());
        values.push(tag.to_string().into());
    }
    terms.extend_from_slice(&asked.terms);
    values.extend_from_slice(&asked.values);
}

/// The names whose stories the word index alone does not know, because the reader ruled on single mentions.
fn swayed(filter: &Filter, rulings: &Rulings) -> Vec<NameId> {
    let roots = filter.names.iter().map(|name| rulings.root(*name));
    roots.filter(|root| is_swayed(*root, rulings)).collect()
}

/// Whether the word index alone does not know the stories of some name of a filter.
pub(super) fn is_any_swayed(filter: &Filter, rulings: &Rulings) -> bool {
    !swayed(filter, rulings).is_empty()
}

fn is_swayed(root: NameId, rulings: &Rulings) -> bool {
    rulings.group(root).iter().any(|name| rulings.is_swayed(*name))
}

/// The question to the index for stories that name all the names, hold all the words and answer the query's part of it;
/// `None` if nothing of that is wanted.
pub(super) fn sought(filter: &Filter, rulings: &Rulings, asked: &Compiled) -> Option<Wanted> {
    let roots = filter.names.iter().map(|name| rulings.root(*name));
    let plain = roots.filter(|root| !is_swayed(*root, rulings));
    let mut each: Vec<Wanted> = plain.map(|root| Wanted::names(&rulings.group(root))).collect();
    // Words without a letter are held by nothing.
    let text = filter.text.as_ref();
    each.extend(text.map(|text| search::wanted(text).unwrap_or_else(Wanted::nothing)));
    each.extend(asked.words.clone());
    (!each.is_empty()).then(|| Wanted::all(each).but(asked.lacks.clone()))
}

/// The columns of the order, each ended by the row so that it is total.
fn order(view: &View) -> String {
    let terms: &[(&str, bool)] = if view.filter.opened {
        &[("v.opened", true), ("s.row", true)]
    } else {
        match view.sort {
            Sort::Date | Sort::Relevance => &[("s.date", true), ("s.row", true)],
            Sort::Outlet => &[
                ("o.sort", false),
                ("o.id", false),
                ("s.date", true),
                ("s.row", true),
            ],
            Sort::Title => &[("s.headline COLLATE NOCASE", false), ("s.row", true)],
            Sort::Unread => &[("s.read", false), ("s.date", true), ("s.row", true)],
        }
    };
    let term = |(column, down): &(&str, bool)| {
        let direction = if *down == view.reverse { "ASC" } else { "DESC" };
        format!("{column} {direction}")
    };
    terms.iter().map(term).collect::<Vec<_>>().join(", ")
}
