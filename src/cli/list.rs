//! `jobo list`: the stories of a library, filtered and in order.

use jiff::civil::Date as Day;
use jiff::tz::TimeZone;

use super::args::{Choice, Form, List};
use super::fault::{DONE, Fault, NOTHING};
use super::json::StoryRecord;
use super::out::Out;
use super::place::Ground;
use crate::library::reader::Reader;
use crate::library::value::{Filter, Header, RowId, Story, View};
use crate::text::Clean;
use crate::text::width::Ruler;

/// Rows that are read at a time.
const PAGE: usize = 256;
/// Characters of an id that are shown to people; more than enough to be unique among a million.
const SHORT_ID: usize = 10;

pub(super) fn run(ground: &Ground, list: &List, out: &mut Out) -> Result<i32, Fault> {
    let paths = [list.paths.as_slice(), list.from.from.as_slice()].concat();
    let place = super::reading(ground, &paths)?;
    let reader = place.library.reader()?;
    let mut rows = reader.order(&view(&list.choice))?;
    rows.truncate(list.choice.limit.unwrap_or(usize::MAX));
    if rows.is_empty() {
        super::complain(&ground.words.get("cli.none").into());
    }
    stories(&reader, &rows, list.form, out)
}

/// Prints stories, each in full as JSON, else a row each.
pub(super) fn stories(reader: &Reader, rows: &[RowId], form: Form, out: &mut Out) -> Result<i32, Fault> {
    if form.json || form.jsonl {
        let stories = rows.iter().filter_map(|row| reader.story(*row).transpose());
        out.json(form, stories.map(|story| story.map(Printed).map_err(Fault::from)))?;
    } else {
        for page in rows.chunks(PAGE) {
            for header in reader.headers(page)? {
                let row = row(&header, out.columns().is_some());
                out.row(&row)?;
            }
        }
    }
    Ok(if rows.is_empty() { NOTHING } else { DONE })
}

/// A story that is turned into its record when it is written, so that a long list is never held in memory.
pub(super) struct Printed(pub(super) Story);

impl serde::Serialize for Printed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoryRecord::of(&self.0).serialize(serializer)
    }
}

/// A story in one row: on a terminal in columns, elsewhere with tabs between whole values.
pub(super) fn row(header: &Header, on_terminal: bool) -> String {
    let id = header.story.to_string();
    let date = header.date.map(|d| d.zoned().strftime("%Y-%m-%d").to_string());
    let date = date.unwrap_or_default();
    let outlet = header.outlet.as_ref().map_or("", Clean::as_str);
    let marks = [
        (!header.marks.read, '•'),
        (header.marks.bookmarked, '★'),
        (header.marks.notes > 0, '✎'),
        (header.fault, '!'),
    ];
    let marks: String = marks.into_iter().filter(|(on, _)| *on).map(|(_, c)| c).collect();
    if !on_terminal {
        return format!("{id}\t{date}\t{outlet}\t{marks}\t{}", header.headline);
    }
    let ruler = Ruler::default();
    let short: String = match id.split_once('.') {
        Some((article, item)) => format!("{}.{item}", shortened(article)),
        None => shortened(&id),
    };
    format!(
        "{short:<13}{date:<12}{}{}{}",
        ruler.pad(&ruler.elide(outlet, 14), 16),
        ruler.pad(&marks, 4),
        header.headline
    )
}

pub(super) fn shortened(id: &str) -> String {
    id.chars().take(SHORT_ID).collect()
}

fn view(choice: &Choice) -> View {
    View {
        filter: Filter {
            unread: choice.unread,
            bookmarked: choice.bookmarked,
            outlet: choice.outlet.as_deref().map(Clean::new),
            language: choice.language,
            dates: dates(choice.since, choice.until),
            tag: choice.tag.as_deref().map(Clean::new),
            ..Filter::default()
        },
        sort: choice.sort.into(),
        reverse: choice.reverse,
    }
}

/// From the first moment of a day to the last of another, where the reader is.
fn dates(since: Option<Day>, until: Option<Day>) -> Option<(i64, i64)> {
    if since.is_none() && until.is_none() {
        return None;
    }
    let begin = |day: Day| {
        day.to_zoned(TimeZone::system())
            .ok()
            .map(|at| at.timestamp().as_second())
    };
    let first = since.and_then(begin).unwrap_or(i64::MIN);
    let after = until
        .and_then(|day| day.tomorrow().ok())
        .and_then(begin)
        .unwrap_or(i64::MAX);
    Some((first, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::id::{ArticleId, StoryId};

    #[test]
    fn a_row_is_whole_values_with_tabs_between_or_columns() {
        let mut header = crate::cli::show::tests::header("둑길 위의 새벽");
        header.story = StoryId {
            article: ArticleId::of("x"),
            item: 2,
        };
        let id = header.story.to_string();
        assert_eq!(
            row(&header, false),
            format!("{id}\t2025-08-22\t새벽신문\t•\t둑길 위의 새벽")
        );
        let columns = row(&header, true);
        let short = text_before(&columns);
        assert!(
            id.starts_with(short.trim_end_matches(".2")) && short.ends_with(".2"),
            "{columns}"
        );
        assert!(columns.ends_with("둑길 위의 새벽"));
    }

    fn text_before(row: &str) -> &str {
        row.split_whitespace().next().unwrap_or_default()
    }

    #[test]
    fn days_are_taken_whole() {
        let day = |s: &str| s.parse::<Day>().unwrap();
        assert_eq!(dates(None, None), None);
        let (first, after) = dates(Some(day("2025-08-22")), Some(day("2025-08-22"))).unwrap();
        assert!((82_800..=90_000).contains(&(after - first)));
        assert_eq!(dates(None, Some(day("2025-08-22"))).unwrap().0, i64::MIN);
    }
}
