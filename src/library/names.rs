//! Answers questions about names: who is named where and how often.

use rusqlite::{OptionalExtension, Row, params};

use crate::library::codes::kind_of;
use crate::library::fault::{At, LibraryError};
use crate::library::reader::Reader;
use crate::library::search::fold;
use crate::library::spans::{self, Spans};
use crate::library::value::{NameCount, NameId, Place, RowId, View};
use crate::text::Clean;

/// What is read of a name; [`name_count`] takes it apart.
const COLUMNS: &str = "n.id, n.kind, n.text, coalesce(c.stories, 0)";

/// `None` for a name of a kind that a later jobo added.
fn name_count(row: &Row<'_>) -> rusqlite::Result<Option<NameCount>> {
    let Some(kind) = kind_of(row.get(1)?) else {
        return Ok(None);
    };
    Ok(Some(NameCount {
        id: NameId(row.get(0)?),
        kind,
        text: Clean::new(row.get_ref(2)?.as_str()?),
        stories: row.get(3)?,
    }))
}

impl Reader {
    /// One name; `None` if the library has none of this id.
    pub fn name(&self, id: NameId) -> Result<Option<NameCount>, LibraryError> {
        self.name_of(id).at(&self.path)
    }

    pub(super) fn name_of(&self, id: NameId) -> rusqlite::Result<Option<NameCount>> {
        let sql = format!("SELECT {COLUMNS} FROM name n LEFT JOIN naming c ON c.name = n.id WHERE n.id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], name_count).optional()?.flatten())
    }

    /// Names with a spelling that holds what was typed: first those that begin with it, in each part the ones with
    /// the most stories first. Names that no story has any more are left out. Cost: a pass over the spellings.
    pub fn names(&self, typed: &str, limit: usize) -> Result<Vec<NameCount>, LibraryError> {
        let typed = fold(Clean::new(typed).as_str());
        if typed.is_empty() {
            return self.all_names(limit);
        }
        let beginning = "instr(p.fold, ?1) = 1";
        let mut names = self.spelt(beginning, &typed, limit).at(&self.path)?;
        if names.len() < limit {
            let inside = self
                .spelt("instr(p.fold, ?1) > 1", &typed, limit)
                .at(&self.path)?;
            let new: Vec<_> = inside
                .into_iter()
                .filter(|n| names.iter().all(|m| m.id != n.id))
                .collect();
            names.extend(new);
            names.truncate(limit);
        }
        Ok(names)
    }

    fn spelt(&self, condition: &str, typed: &str, limit: usize) -> rusqlite::Result<Vec<NameCount>> {
        let sql = format!(
            "SELECT DISTINCT {COLUMNS} FROM spelling p CROSS JOIN name n ON n.id = p.name \
             CROSS JOIN naming c ON c.name = n.id \
             WHERE {condition} AND c.stories > 0 ORDER BY c.stories DESC, n.id LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![typed, limit as i64], name_count)?;
        rows.filter_map(Result::transpose).collect()
    }

    /// The names with the most stories. Cost: a pass over the names.
    pub fn all_names(&self, limit: usize) -> Result<Vec<NameCount>, LibraryError> {
        self.ask(|| {
            let sql = format!(
                "SELECT {COLUMNS} FROM naming c CROSS JOIN name n ON n.id = c.name WHERE c.stories > 0 \
                 ORDER BY c.stories DESC, n.id LIMIT ?1"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map([limit as i64], name_count)?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// All places of a name in the stories of a view, in the order of the view and then of the body.
    pub fn places(&self, name: NameId, view: &View) -> Result<Vec<Place>, LibraryError> {
        let mut view = view.clone();
        view.filter.names.retain(|n| *n != name);
        view.filter.names.insert(0, name);
        let rows = self.ordered(&view)?.rows;
        self.ask(|| {
            let mut places = Vec::new();
            for row in rows {
                let spans = self.spans(row)?.unwrap_or_default();
                places.extend(places_in(&spans, row, name));
            }
            Ok(places)
        })
    }

    /// The names of one story; `None` while they are not known.
    pub(super) fn spans(&self, row: RowId) -> rusqlite::Result<Option<Spans>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
        let packed = statement.query_row([row.0], |r| Ok(spans::unpack(r.get_ref(0)?.as_blob()?)));
        Ok(packed.optional()?.flatten())
    }
}

fn places_in(spans: &Spans, row: RowId, name: NameId) -> impl Iterator<Item = Place> {
    let is_it =
        move |m: &&crate::entity::Mention| spans.names.get(usize::from(m.name)).is_some_and(|n| n.id == name);
    spans.mentions.iter().filter(is_it).map(move |m| Place {
        row,
        start: m.start,
        end: m.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Kind;
    use crate::library::fixture::{Desk, article, dated};
    use crate::library::value::Filter;

    fn texts(names: &[NameCount]) -> Vec<(&str, u32)> {
        names.iter().map(|n| (n.text.as_str(), n.stories)).collect()
    }

    #[test]
    fn names_are_counted_by_story() {
        let mut desk = Desk::new();
        let (meta, hanbit) = ((Kind::Org, "메타"), (Kind::Org, "한빛전자"));
        desk.named("1", article("하나", "메타가 왔다. 메타는 갔다."), &[meta]);
        desk.named("2", article("둘", "메타와 한빛전자"), &[meta, hanbit]);
        assert_eq!(
            texts(&desk.reader.all_names(9).unwrap()),
            [("메타", 2), ("한빛전자", 1)]
        );
        assert_eq!(texts(&desk.reader.names("전자", 9).unwrap()), [("한빛전자", 1)]);
        assert_eq!(texts(&desk.reader.names("메", 9).unwrap()), [("메타", 2)]);
        assert_eq!(texts(&desk.reader.names("없", 9).unwrap()), []);
        // A new revision names others; the counts follow.
        desk.named("2", article("둘", "한빛전자만 남았다"), &[hanbit]);
        assert_eq!(
            texts(&desk.reader.all_names(9).unwrap()),
            [("메타", 1), ("한빛전자", 1)]
        );
    }

    #[test]
    fn places_follow_the_view_and_the_body() {
        let mut desk = Desk::new();
        let meta = (Kind::Org, "메타");
        let old = desk.named("1", dated("하나", "메타 메타", 1, 1), &[meta]);
        let new = desk.named("2", dated("둘", "그 메타", 2, 1), &[meta]);
        desk.named("3", dated("셋", "아무도", 3, 1), &[]);
        let name = desk.reader.all_names(1).unwrap()[0].id;
        let rows = |view: &View| {
            let places = desk.reader.places(name, view).unwrap();
            places.iter().map(|p| (p.row, p.start)).collect::<Vec<_>>()
        };
        assert_eq!(rows(&View::default()), [(new, 8), (old, 7), (old, 14)]);
        assert_eq!(
            rows(&View {
                reverse: true,
                ..View::default()
            }),
            [(old, 7), (old, 14), (new, 8)]
        );
        let filter = Filter {
            bookmarked: true,
            ..Filter::default()
        };
        assert_eq!(
            rows(&View {
                filter,
                ..View::default()
            }),
            []
        );
    }
}
