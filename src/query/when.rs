//! Days as they are typed: `2025`, `2025-08`, `2025-08-22`, `2025-08..2025-09`, `<7d`, `>1y`, `오늘`.
//!
//! What is written is kept as it was written; which seconds it means is worked out when the day is known, so that a
//! saved search of the last week stays one of the last week.

use std::fmt;

use jiff::civil::Date as Civil;
use jiff::{Span, Unit};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The day that words like `오늘` are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Today {
    /// Its first second, since 1970.
    pub begin: i64,
    /// How far the reader's clock is from UTC, in minutes.
    pub offset: i16,
}

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// The month, if one was named.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// Days that have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The day.
    Today,
    /// The day before.
    Yesterday,
    /// From Monday on.
    ThisWeek,
    /// The week before.
    LastWeek,
    /// From the first on.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// From January on.
    ThisYear,
    /// The year before.
    LastYear,
}

/// Some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From one to another, both included; at least one of them is there.
    Between(Option<Day>, Option<Day>),
    /// Of one year, month or day.
    On(Day),
    /// Not older than this (`<7d`), or older (`>7d`).
    Age {
        /// Older, or not.
        older: bool,
        /// How many.
        count: u16,
        /// Of what.
        length: Length,
    },
    /// Days with a name.
    Named(Named),
}

/// Days with their names.
pub(super) const WORDS: &[(Named, &[&str])] = &[
    (Named::Today, &["today", "오늘"]),
    (Named::Yesterday, &["yesterday", "어제"]),
    (Named::ThisWeek, &["this-week", "이번주"]),
    (Named::LastWeek, &["last-week", "지난주"]),
    (Named::ThisMonth, &["this-month", "이번달"]),
    (Named::LastMonth, &["last-month", "지난달"]),
    (Named::ThisYear, &["this-year", "올해"]),
    (Named::LastYear, &["last-year", "작년"]),
];

const LENGTHS: &[(Length, &[&str])] = &[
    (Length::Days, &["d", "일"]),
    (Length::Weeks, &["w", "주"]),
    (Length::Months, &["m", "달", "개월"]),
    (Length::Years, &["y", "년"]),
];

impl When {
    /// Reads days; `None` if these are none.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(named) = super::field::valued(WORDS, text) {
            return Some(Self::Named(named));
        }
        if let Some((from, until)) = text.split_once("..") {
            let end = |text: &str| (!text.is_empty()).then(|| Day::read(text));
            let (from, until) = (end(from), end(until));
            if from == Some(None) || until == Some(None) || (from.is_none() && until.is_none()) {
                return None;
            }
            return Some(Self::Between(from.flatten(), until.flatten()));
        }
        let (sign, rest) = signed(text);
        let Some(sign) = sign else {
            return Day::read(text).map(Self::On);
        };
        if let Some((count, length)) = age(rest) {
            let older = sign.starts_with('>');
            return Some(Self::Age { older, count, length });
        }
        let day = Day::read(rest)?;
        match sign {
            ">=" => Some(Self::Between(Some(day), None)),
            "<=" => Some(Self::Between(None, Some(day))),
            ">" => Some(Self::Between(Some(day.next()), None)),
            _ => Some(Self::Between(None, Some(day.before()?))),
        }
    }

    /// The seconds since 1970 that it means: the first, and the one after the last.
    pub fn seconds(self, today: Today) -> (i64, i64) {
        let first = |day: Civil| seconds(day, today.offset);
        match self {
            Self::On(day) => (first(day.first()), first(day.end())),
            Self::Between(from, until) => (
                from.map_or(i64::MIN, |day| first(day.first())),
                until.map_or(i64::MAX, |day| first(day.end())),
            ),
            Self::Age { older, count, length } => {
                let begin = first(back(today.day(), count, length));
                if older {
                    (i64::MIN, begin)
                } else {
                    (begin, i64::MAX)
                }
            }
            Self::Named(named) => {
                let (from, end) = named.days(today.day());
                (first(from), first(end))
            }
        }
    }
}

fn signed(text: &str) -> (Option<&'static str>, &str) {
    let signs = [">=", "<=", ">", "<"];
    let found = signs
        .into_iter()
        .find_map(|sign| Some((sign, text.strip_prefix(sign)?)));
    found.map_or((None, text), |(sign, rest)| (Some(sign), rest))
}

fn age(text: &str) -> Option<(u16, Length)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, length) = text.split_at_checked(end)?;
    Some((count.parse().ok()?, super::field::valued(LENGTHS, length)?))
}

/// The day so long before another.
fn back(day: Civil, count: u16, length: Length) -> Civil {
    let count = i64::from(count);
    let span = match length {
        // The day itself is one of the last seven.
        Length::Days => Span::new().try_days((count - 1).max(0)),
        Length::Weeks => Span::new().try_days((count * 7 - 1).max(0)),
        Length::Months => Span::new().try_months(count),
        Length::Years => Span::new().try_years(count),
    };
    span.ok()
        .and_then(|span| day.checked_sub(span).ok())
        .unwrap_or(Civil::MIN)
}

fn seconds(day: Civil, offset: i16) -> i64 {
    let days = Civil::constant(1970, 1, 1)
        .until((Unit::Day, day))
        .map_or(0, |span| i64::from(span.get_days()));
    days * DAY - i64::from(offset) * 60
}

impl Today {
    /// The day itself.
    fn day(self) -> Civil {
        let days = (self.begin + i64::from(self.offset) * 60).div_euclid(DAY);
        let span = Span::new().try_days(days).unwrap_or_default();
        Civil::constant(1970, 1, 1)
            .checked_add(span)
            .unwrap_or(Civil::MIN)
    }
}

impl Day {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(['-', '.', '/']);
        let year = parts
            .next()
            .filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?;
        let mut number = || match parts.next() {
            None => Some(None),
            Some(part) if part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse().ok().map(Some)
            }
            Some(_) => None,
        };
        let (month, day): (Option<i8>, Option<i8>) = (number()?, number()?);
        let whole = Self {
            year: year.parse().ok()?,
            month,
            day,
        };
        (parts.next().is_none() && whole.year > 0 && whole.is_one()).then_some(whole)
    }

    fn is_one(self) -> bool {
        Civil::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).is_ok()
    }

    /// Its first day.
    fn first(self) -> Civil {
        Civil::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Civil::MIN)
    }

    /// The day after its last.
    fn end(self) -> Civil {
        let span = match (self.month, self.day) {
            (None, _) => Span::new().years(1),
            (_, None) => Span::new().months(1),
            _ => Span::new().days(1),
        };
        self.first().checked_add(span).unwrap_or(Civil::MAX)
    }

    /// The first day after it, as a day.
    fn next(self) -> Self {
        Self::of(self.end())
    }

    /// The last day before it.
    fn before(self) -> Option<Self> {
        self.first().yesterday().ok().map(Self::of)
    }

    fn of(day: Civil) -> Self {
        Self {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
        }
    }
}

impl Named {
    /// Its first day and the day after its last.
    fn days(self, today: Civil) -> (Civil, Civil) {
        let monday = back(
            today,
            today.weekday().to_monday_zero_offset() as u16 + 1,
            Length::Days,
        );
        let month = today.first_of_month();
        let year = today.first_of_year();
        let add = |day: Civil, span: Span| day.checked_add(span).unwrap_or(Civil::MAX);
        let (day, week) = (Span::new().days(1), Span::new().days(7));
        let (month_long, year_long) = (Span::new().months(1), Span::new().years(1));
        let sub = |day: Civil, span: Span| day.checked_sub(span).unwrap_or(Civil::MIN);
        match self {
            Self::Today => (today, add(today, day)),
            Self::Yesterday => (sub(today, day), today),
            Self::ThisWeek => (monday, add(monday, week)),
            Self::LastWeek => (sub(monday, week), monday),
            Self::ThisMonth => (month, add(month, month_long)),
            Self::LastMonth => (sub(month, month_long), month),
            Self::ThisYear => (year, add(year, year_long)),
            Self::LastYear => (sub(year, year_long), year),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::Between(from, until) => {
                from.map_or(Ok(()), |day| day.fmt(f))?;
                f.write_str("..")?;
                until.map_or(Ok(()), |day| day.fmt(f))
            }
            Self::Age { older, count, length } => {
                let sign = if *older { '>' } else { '<' };
                write!(f, "{sign}{count}{}", super::field::word(LENGTHS, *length))
            }
            Self::Named(named) => f.write_str(super::field::word(WORDS, *named)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday, 2025-08-24 in Korea.
    const TODAY: Today = Today {
        begin: 1_755_961_200,
        offset: 540,
    };

    fn day(unix: i64) -> String {
        let at = Today {
            begin: unix,
            offset: 540,
        };
        at.day().to_string()
    }

    #[test]
    fn days_are_read_and_counted() {
        for (text, from, end) in [
            ("2025", "2025-01-01", "2026-01-01"),
            ("2025-08", "2025-08-01", "2025-09-01"),
            ("2025-8-2", "2025-08-02", "2025-08-03"),
            ("2025-07..2025-08-20", "2025-07-01", "2025-08-21"),
            ("<7d", "2025-08-18", ""),
            ("<7일", "2025-08-18", ""),
            (">1y", "", "2024-08-24"),
            (">2025-08", "2025-09-01", ""),
            ("<2025-08", "", "2025-08-01"),
            (">=2025-08", "2025-08-01", ""),
            ("<=2025-08", "", "2025-09-01"),
            ("오늘", "2025-08-24", "2025-08-25"),
            ("yesterday", "2025-08-23", "2025-08-24"),
            ("이번주", "2025-08-18", "2025-08-25"),
            ("지난주", "2025-08-11", "2025-08-18"),
            ("지난달", "2025-07-01", "2025-08-01"),
            ("올해", "2025-01-01", "2026-01-01"),
        ] {
            let when = When::read(text).unwrap_or_else(|| panic!("{text}"));
            let (first, after) = when.seconds(TODAY);
            if from.is_empty() {
                assert_eq!(first, i64::MIN, "{text}");
            } else {
                assert_eq!(day(first), from, "{text}");
            }
            if end.is_empty() {
                assert_eq!(after, i64::MAX, "{text}");
            } else {
                assert_eq!(day(after), end, "{text}");
            }
            assert_eq!(When::read(&when.to_string()), Some(when), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "..",
            "25",
            "2025-13",
            "2025-02-30",
            "<7",
            "<d",
            "7d",
            "2025-1-2-3",
            "0000",
            "a..b",
            "<99999999d",
        ] {
            assert_eq!(When::read(text), None, "{text}");
        }
    }
}
