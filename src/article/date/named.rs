//! Reads the dates that newspapers print: whole ones, ones without a year, and ones that count from today.
//!
//! Rows of days and rows of times are separate tables, so each spelling is written once.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::{Date as Day, DateTime, Time};
use regex::{Captures, Regex};

use super::{Date, Precision};

/// What a text says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Everything down to the day at least.
    Whole(Date),
    /// Month and day, without a year.
    MonthDay(i8, i8),
    /// Only the day of some month.
    DayOnly(i8),
    /// So many seconds before the text was written.
    Ago(i64),
    /// A day that is in no calendar.
    Impossible,
}

impl Named {
    /// The date that is meant in a text written at `written`, marked as inferred unless all of it was named.
    ///
    /// Of a day without a month, only the file's own date is certain enough. `None` if there is nothing to count
    /// from, or no such day.
    pub fn resolve(self, written: Option<Date>, offset: i16) -> Option<Date> {
        match self {
            Self::Whole(date) => Some(date),
            Self::MonthDay(month, day) => latest(month, day, written?, offset),
            Self::DayOnly(_) => written.map(Date::inferred),
            Self::Ago(seconds) => {
                let written = written?;
                let date = Date {
                    unix: written.unix.saturating_sub(seconds),
                    ..written
                };
                Some(Date::moment(date.unix).inferred())
            }
            Self::Impossible => None,
        }
    }
}

/// The last such day that is not after the file's own by more than one day.
fn latest(month: i8, day: i8, written: Date, offset: i16) -> Option<Date> {
    let year = written.zoned().year();
    let soon = written.unix.saturating_add(2 * 86_400);
    [year, year - 1]
        .into_iter()
        .filter_map(|year| Date::day(year, month, day, offset))
        .find(|date| date.unix <= soon)
        .map(Date::inferred)
}

/// A spelling of a day; its groups are `y`, `m`, `d`, or `n` for a count.
struct DayRow {
    name: &'static str,
    pattern: &'static str,
    read: fn(&Captures) -> Found,
}

enum Found {
    Day(Option<Day>),
    MonthDay(i8, i8),
    DayOnly(i8),
    Ago(i64),
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Days, the fullest spelling first.
static DAYS: &[DayRow] = &[
    DayRow {
        name: "eight digits",
        pattern: r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?:(?-u:\b)|T)",
        read: whole,
    },
    DayRow {
        name: "year first",
        pattern: r"^(?P<y>[0-9]{4})\s?[-./]\s?(?P<m>[0-9]{1,2})\s?[-./]\s?(?P<d>[0-9]{1,2})(?:(?-u:\b)\.?|T)",
        read: whole,
    },
    DayRow {
        name: "year sign",
        pattern: r"^(?P<y>[0-9]{4})\s?[년年]\s?(?P<m>[0-9]{1,2})\s?[월月]\s?(?P<d>[0-9]{1,2})\s?[일日号號]",
        read: whole,
    },
    DayRow {
        name: "reiwa",
        pattern: r"^令和(?P<y>[0-9]{1,2}|元)年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日",
        read: reiwa,
    },
    DayRow {
        name: "month name first",
        pattern: r"^(?i)(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?\s(?P<y>[0-9]{4})(?-u:\b)",
        read: whole,
    },
    DayRow {
        name: "day first",
        pattern: r"^(?i)(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[\s-](?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[\s-](?P<y>[0-9]{4})(?-u:\b)",
        read: whole,
    },
    DayRow {
        name: "month and day",
        pattern: r"^(?P<m>[0-9]{1,2})\s?[월月]\s?(?P<d>[0-9]{1,2})\s?[일日号號]",
        read: month_day,
    },
    DayRow {
        name: "month name and day",
        pattern: r"^(?i)(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?-u:\b)",
        read: month_day,
    },
    DayRow {
        name: "minutes ago",
        pattern: r"^(?i)(?P<n>[0-9]{1,4})\s?(?:분\s?전|分前|分钟前|分鐘前|min(?:ute)?s?\.?\sago|m\sago)",
        read: |c| ago(c, 60),
    },
    DayRow {
        name: "hours ago",
        pattern: r"^(?i)(?P<n>[0-9]{1,4}|an?)\s?(?:시간\s?전|時間前|小时前|小時前|h(?:ou)?rs?\.?\sago|hour\sago|h\sago)",
        read: |c| ago(c, 3_600),
    },
    DayRow {
        name: "days ago",
        pattern: r"^(?i)(?P<n>[0-9]{1,4}|a)\s?(?:일\s?전|日前|天前|days?\sago|d\sago)",
        read: |c| ago(c, 86_400),
    },
    DayRow {
        name: "weeks ago",
        pattern: r"^(?i)(?P<n>[0-9]{1,4}|a)\s?(?:주일?\s?전|週間前|周前|週前|weeks?\sago)",
        read: |c| ago(c, 7 * 86_400),
    },
    DayRow {
        name: "yesterday",
        pattern: r"^(?i)(?:어제|昨日|昨天|yesterday(?-u:\b))",
        read: |_| Found::Ago(86_400),
    },
    DayRow {
        name: "today",
        pattern: r"^(?i)(?:오늘|방금\s?전?|今日|本日|今天|刚刚|today(?-u:\b)|just now(?-u:\b))",
        read: |_| Found::Ago(0),
    },
    DayRow {
        name: "day alone",
        pattern: r"^(?P<d>[0-9]{1,2})\s?[일日号號]",
        read: day_only,
    },
];

/// The time after a day: `h`, `i` (minutes), `s`, `half` for the half of the day, `zone`.
const TIME: &str = r"(?ix)^
    (?: [\s,]* [(\[（] [^)\]）]{1,9} [)\]）] )? [\s,]* (?: t | at\s )?
    (?P<half> 오전|오후|午前|午後|上午|下午 )? \s?
    (?P<h> [0-9]{1,2} ) \s? (?: [:：] \s? (?P<i> [0-9]{2} ) (?: [:：] (?P<s> [0-9]{2} ) (?: \.[0-9]+ )? )?
        | [시時时点點] (?: \s? (?P<j> [0-9]{1,2} ) \s? [분分] )? )
    \s? (?P<after> [ap]\.?m(?-u:\b)\.? )? \s?
    (?P<zone> z(?-u:\b) | (?: (?:gmt|utc)\s? )? [+-][0-9]{1,2} (?: :?[0-9]{2} )? | \(?(?:kst|jst|cst|gmt|utc|bst|cet|est|edt|pst|pdt|cdt|mdt)(?-u:\b)\)? )?";

/// Zones that datelines name, in minutes east of UTC. CST is read as China's.
const ZONES: &[(&str, i16)] = &[
    ("kst", 540),
    ("jst", 540),
    ("cst", 480),
    ("gmt", 0),
    ("utc", 0),
    ("z", 0),
    ("bst", 60),
    ("cet", 60),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
];

fn number<T: std::str::FromStr>(c: &Captures, group: &str) -> Option<T> {
    c.name(group)?.as_str().parse().ok()
}

fn month(c: &Captures) -> Option<i8> {
    number(c, "m").or_else(|| {
        let word = c.name("m")?.as_str().to_ascii_lowercase();
        MONTHS.iter().position(|m| *m == word).map(|at| at as i8 + 1)
    })
}

fn whole(c: &Captures) -> Found {
    let day = || Day::new(number(c, "y")?, month(c)?, number(c, "d")?).ok();
    Found::Day(day())
}

fn reiwa(c: &Captures) -> Found {
    let year = number::<i16>(c, "y").unwrap_or(1) + 2018;
    let day = || Day::new(year, month(c)?, number(c, "d")?).ok();
    Found::Day(day())
}

fn month_day(c: &Captures) -> Found {
    match (month(c), number(c, "d")) {
        // A leap year, so that the 29th of February is not turned away before its year is known.
        (Some(m), Some(d)) if Day::new(2024, m, d).is_ok() => Found::MonthDay(m, d),
        _ => Found::Day(None),
    }
}

fn day_only(c: &Captures) -> Found {
    match number(c, "d") {
        Some(d @ 1..=31) => Found::DayOnly(d),
        _ => Found::Day(None),
    }
}

fn ago(c: &Captures, unit: i64) -> Found {
    Found::Ago(number::<i64>(c, "n").unwrap_or(1) * unit)
}

fn compiled(name: &str, pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|e| panic!("the rows are constants, but {name}: {e}"))
}

static DAY_PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| DAYS.iter().map(|r| compiled(r.name, r.pattern)).collect());
static TIME_PATTERN: LazyLock<Regex> = LazyLock::new(|| compiled("time", TIME));

/// Whether one of [`DAYS`] can begin with a letter: most lines are let go without trying them.
fn begins_a_day(c: char) -> bool {
    c.is_ascii_digit()
        || "令어昨오방今本刚".contains(c)
        || "jfmasondyt".contains(c.to_ascii_lowercase())
        || c == 'ſ'
}

/// Reads the date that a text starts with, and says how many bytes of `half_width(text)` it takes.
///
/// `offset` is that of the place, in minutes; a zone in the text is stronger.
pub fn read(text: &str, offset: i16) -> Option<(usize, Named)> {
    if !text.starts_with(begins_a_day) {
        return None;
    }
    let (row, pattern) = DAYS
        .iter()
        .zip(DAY_PATTERNS.iter())
        .find(|(_, pattern)| pattern.is_match(text))?;
    let captures = pattern.captures(text)?;
    let end = captures.get(0)?.end();
    let rest = text.get(end..)?;
    match (row.read)(&captures) {
        Found::Day(None) => Some((end, Named::Impossible)),
        Found::Day(Some(day)) => Some(match time(rest, offset) {
            Some((len, None)) => (end + len, Named::Impossible),
            Some((len, Some((time, offset)))) => {
                (end + len, dated(day.to_datetime(time), offset, Precision::Time))
            }
            None => (end, dated(day.at(0, 0, 0, 0), offset, Precision::Day)),
        }),
        Found::MonthDay(m, d) => {
            let len = time(rest, offset).map_or(0, |(len, _)| len);
            Some((end + len, Named::MonthDay(m, d)))
        }
        Found::DayOnly(d) => Some((end, Named::DayOnly(d))),
        Found::Ago(seconds) => Some((end, Named::Ago(seconds))),
    }
}

fn dated(at: DateTime, offset: i16, precision: Precision) -> Named {
    // Clean text holds years beyond what any paper was printed in only by mistake.
    if !(1600..=2200).contains(&at.year()) {
        return Named::Impossible;
    }
    Date::civil(at, offset, precision).map_or(Named::Impossible, Named::Whole)
}

/// The time of day at the start of a text, its length, and its zone; inner `None` if no clock shows it.
fn time(text: &str, offset: i16) -> Option<(usize, Option<(Time, i16)>)> {
    let c = TIME_PATTERN.captures(text)?;
    let len = c.get(0)?.end();
    let hour: i8 = number(&c, "h")?;
    let half = |group| c.name(group).map_or("", |m| m.as_str()).to_lowercase();
    let (before, after) = (half("half"), half("after"));
    let late = ["오후", "午後", "下午"].contains(&before.as_str()) || after.starts_with('p');
    let early = !before.is_empty() || after.starts_with('a');
    let hour = match hour {
        12 if late => 12,
        12 if early => 0,
        h if late && h < 12 => h + 12,
        h => h,
    };
    let minute = number(&c, "i").or_else(|| number(&c, "j")).unwrap_or(0);
    let second: i8 = number(&c, "s").unwrap_or(0);
    // A leap second is the last of its minute for us.
    let time = Time::new(hour, minute, second.min(59), 0).ok();
    let zone = c.name("zone").map_or(Some(offset), |z| zone(z.as_str()));
    Some((len, time.zip(zone)))
}

fn zone(text: &str) -> Option<i16> {
    let name = text.trim_matches(['(', ')']).to_ascii_lowercase();
    let Some(sign) = name.find(['+', '-']) else {
        return ZONES
            .iter()
            .find(|(zone, _)| *zone == name)
            .map(|(_, minutes)| *minutes);
    };
    let digits: String = name
        .get(sign + 1..)?
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let value: i16 = digits.parse().ok()?;
    let minutes = if digits.len() > 2 {
        value / 100 * 60 + value % 100
    } else {
        value * 60
    };
    let minutes = if name.get(sign..)?.starts_with('-') {
        -minutes
    } else {
        minutes
    };
    (-1_080..=1_080).contains(&minutes).then_some(minutes)
}

/// A text with its full-width digits and marks in ASCII, as the rows expect it.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3000}' | '\u{A0}')) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        c => c,
    };
    text.chars().map(narrow).collect()
}

/// Reads a whole text as one date, as a field of a file holds it: RFC 3339, RFC 2822, or any spelling above.
pub fn field(text: &str, offset: i16) -> Option<Named> {
    let text = half_width(text.trim());
    let text = without_weekday(&text);
    let (len, named) = read(text, offset)?;
    text.get(len..)?.trim().is_empty().then_some(named)
}

/// Leaves out the day of the week before a date.
pub fn without_weekday(text: &str) -> &str {
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            "weekday",
            r"^(?i)(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+|[월화수목금토일]요일[,\s]+|星期[一二三四五六日天][,\s]*)",
        )
    });
    let len = WEEKDAY.find(text).map_or(0, |m| m.end());
    text.get(len..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEOUL: i16 = 540;

    #[test]
    fn whole_dates_are_read_in_every_spelling() {
        for (text, date) in [
            ("2025.08.22 10:14", "2025-08-22T10:14:00+09:00"),
            ("2025-08-22", "2025-08-22"),
            ("2025. 8. 22.", "2025-08-22"),
            ("2025/08/22", "2025-08-22"),
            ("20250822", "2025-08-22"),
            ("2025.08.22. 오후 3:05", "2025-08-22T15:05:00+09:00"),
            ("2025.08.22 (금) 09:05", "2025-08-22T09:05:00+09:00"),
            ("2025년 8월 22일 오전 10시", "2025-08-22T10:00:00+09:00"),
            ("2025년 8월 22일 오후 12시 30분", "2025-08-22T12:30:00+09:00"),
            ("2025年8月22日", "2025-08-22"),
            ("2025年8月22日 午後3時5分", "2025-08-22T15:05:00+09:00"),
            ("２０２５年８月２２日", "2025-08-22"),
            ("令和7年8月22日", "2025-08-22"),
            ("Aug. 22, 2025", "2025-08-22"),
            ("August 22, 2025 at 3:05 p.m.", "2025-08-22T15:05:00+09:00"),
            ("Aug 22, 2025, 12:05 AM EDT", "2025-08-22T00:05:00-04:00"),
            ("22 August 2025", "2025-08-22"),
            ("Fri, 22 Aug 2025 10:14:05 +0900", "2025-08-22T10:14:05+09:00"),
            ("Fri, 22 Aug 2025 10:14:05 GMT", "2025-08-22T10:14:05+00:00"),
            ("2025-08-22T10:14:05.123Z", "2025-08-22T10:14:05+00:00"),
            ("2025-08-22T10:14:05-03:30", "2025-08-22T10:14:05-03:30"),
        ] {
            match field(text, SEOUL) {
                Some(Named::Whole(got)) => assert_eq!(got.to_string(), date, "{text}"),
                got => panic!("{text}: {got:?}"),
            }
        }
    }

    #[test]
    fn what_is_left_open_is_taken_from_the_file() {
        let written = Date::civil(
            jiff::civil::date(2025, 8, 25).at(9, 0, 0, 0),
            SEOUL,
            Precision::Time,
        );
        for (text, date) in [
            ("8월 22일", "2025-08-22"),
            ("12월 30일", "2024-12-30"),
            ("8月22日", "2025-08-22"),
            ("Aug. 22", "2025-08-22"),
            ("22일", "2025-08-25T09:00:00+09:00"),
            ("3시간 전", "2025-08-24T21:00:00+00:00"),
            ("2 days ago", "2025-08-23T00:00:00+00:00"),
            ("1日前", "2025-08-24T00:00:00+00:00"),
            ("5分钟前", "2025-08-24T23:55:00+00:00"),
            ("어제", "2025-08-24T00:00:00+00:00"),
        ] {
            let got = field(text, SEOUL).unwrap().resolve(written, SEOUL).unwrap();
            assert_eq!((got.to_string().as_str(), got.inferred), (date, true), "{text}");
            assert_eq!(field(text, SEOUL).unwrap().resolve(None, SEOUL), None, "{text}");
        }
    }

    #[test]
    fn days_in_no_calendar_are_no_dates() {
        for text in [
            "2025-13-45",
            "2025.02.30",
            "0000-00-00",
            "9999-12-31",
            "2025-08-22T99:99:99Z",
            "2025-08-22 10:00 +99:99",
            "13월 40일",
            "45일",
        ] {
            assert_eq!(field(text, SEOUL), Some(Named::Impossible), "{text}");
        }
        for text in ["", "새벽호", "2025", "the 22nd", "22", "1.2.3", "-1"] {
            assert_eq!(field(text, SEOUL), None, "{text}");
        }
    }
}
