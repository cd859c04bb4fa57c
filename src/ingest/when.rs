//! Reads the dates that machines and file headers write.
//!
//! One loose reader for RFC 3339, RFC 2822, `Date.toString` of browsers, Unix seconds, and days as written in
//! Korean, English, Japanese and Chinese: real files mix them under the same key.

use crate::article::date::{Date, Precision};

/// Years that a story can be from: the first printed newspapers to the end of the next century.
const YEARS: std::ops::RangeInclusive<i64> = 1600..=2199;
/// Longest text that is looked at, in characters; the longest true one has about sixty.
const LONGEST: usize = 100;

/// Names of zones in feeds and on pages, with minutes from UTC.
const ZONES: [(&str, i16); 14] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("kst", 540),
    ("jst", 540),
    ("hkt", 480),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("pst", -480),
    ("pdt", -420),
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// Words that put the hour into the afternoon, and into the morning.
const AFTERNOON: [&str; 4] = ["pm", "오후", "午後", "下午"];
const MORNING: [&str; 4] = ["am", "오전", "午前", "上午"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Number { value: i64, digits: usize },
    Word(String),
    Sign(char),
}

#[derive(Debug, Default)]
struct Parts {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: Option<i64>,
    minute: i64,
    second: i64,
    offset: Option<i16>,
    afternoon: Option<bool>,
}

/// Reads a date; one without an offset is taken to be at `offset` minutes. `None` if it is none, or none that
/// a story can have.
pub(crate) fn read(raw: &str, offset: i16) -> Option<Date> {
    let raw = raw.trim().trim_start_matches('@');
    if raw.chars().nth(LONGEST).is_some() {
        return None;
    }
    if let Some(unix) = unix(raw) {
        let date = Date::moment(unix);
        return YEARS.contains(&i64::from(date.zoned().year())).then_some(date);
    }
    parts(&pieces(raw))?.date(offset)
}

/// Seconds or milliseconds since 1970; eight digits are a day.
fn unix(raw: &str) -> Option<i64> {
    let whole = raw.split_once('.').map_or(raw, |(whole, _)| whole);
    let digits = whole.trim_start_matches('-').len();
    let value: i64 = whole.parse().ok()?;
    raw.parse::<f64>().ok().filter(|f| f.is_finite())?;
    match digits {
        9..=10 => Some(value),
        12..=14 => Some(value / 1000),
        _ => None,
    }
}

fn pieces(raw: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut glued = false;
    for c in raw.chars() {
        match (c.to_digit(10), pieces.last_mut()) {
            (Some(d), Some(Piece::Number { value, digits })) if glued && *digits < 15 => {
                *value = *value * 10 + i64::from(d);
                *digits += 1;
            }
            (Some(d), _) => pieces.push(Piece::Number {
                value: i64::from(d),
                digits: 1,
            }),
            (None, Some(Piece::Word(word))) if glued && c.is_alphabetic() => word.extend(c.to_lowercase()),
            (None, _) if c.is_alphabetic() => pieces.push(Piece::Word(c.to_lowercase().collect())),
            (None, _) if c.is_whitespace() => {}
            (None, _) => pieces.push(Piece::Sign(c)),
        }
        glued = !c.is_whitespace();
    }
    pieces
}

fn parts(pieces: &[Piece]) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut at = 0;
    while at < pieces.len() {
        at += match &pieces[at..] {
            // What stands in brackets after an offset is the zone's name in words.
            [Piece::Sign('('), ..] if parts.offset.is_some() => pieces.len(),
            [
                Piece::Number { value: h, .. },
                Piece::Sign(':'),
                Piece::Number { value: m, .. },
                rest @ ..,
            ] if parts.hour.is_none() => {
                parts.hour = Some(*h);
                parts.minute = *m;
                3 + seconds(&mut parts, rest)
            }
            [
                Piece::Sign(sign @ ('+' | '-' | '−')),
                Piece::Number { value, digits },
                rest @ ..,
            ] if parts.hour.is_some() => {
                let (minutes, taken) = offset(*value, *digits, rest);
                parts.offset = Some(if *sign == '+' { minutes } else { -minutes });
                2 + taken
            }
            [Piece::Number { value, digits }, Piece::Word(unit), ..] if parts.unit(*value, *digits, unit) => {
                2
            }
            [Piece::Number { value, digits }, ..] => {
                parts.number(*value, *digits)?;
                1
            }
            [Piece::Word(word), ..] => {
                parts.word(word);
                1
            }
            _ => 1,
        };
    }
    Some(parts)
}

/// Takes `:SS` and a fraction; gives how many pieces it took.
fn seconds(parts: &mut Parts, rest: &[Piece]) -> usize {
    let [Piece::Sign(':'), Piece::Number { value, .. }, rest @ ..] = rest else {
        return 0;
    };
    // A leap second is shown as the second before it.
    parts.second = if *value == 60 { 59 } else { *value };
    match rest {
        [Piece::Sign('.' | ','), Piece::Number { .. }, ..] => 4,
        _ => 2,
    }
}

/// Minutes of `+09:00`, `+0900` or `+9`, and how many further pieces it took.
fn offset(value: i64, digits: usize, rest: &[Piece]) -> (i16, usize) {
    let bounded = |minutes: i64| i16::try_from(minutes).unwrap_or(i16::MAX);
    match rest {
        [Piece::Sign(':'), Piece::Number { value: minutes, .. }, ..] => {
            (bounded(value.saturating_mul(60).saturating_add(*minutes)), 2)
        }
        _ if digits > 2 => (bounded(value / 100 * 60 + value % 100), 0),
        _ => (bounded(value * 60), 0),
    }
}

impl Parts {
    /// Takes `2025년`, `8月`, `22日`, `10시`; says whether the word was such a unit.
    fn unit(&mut self, value: i64, digits: usize, unit: &str) -> bool {
        let place = match unit {
            "년" | "年" => &mut self.year,
            "월" | "月" => &mut self.month,
            "일" | "日" | "号" => &mut self.day,
            "시" | "時" | "时" => &mut self.hour,
            "분" | "分" => {
                self.minute = value;
                return true;
            }
            "초" | "秒" => {
                self.second = value;
                return true;
            }
            // RFC 3339's `T`, and `22nd`.
            "th" | "st" | "nd" | "rd" | "t" => return self.number(value, digits).is_some(),
            _ => return false,
        };
        *place = Some(value);
        true
    }

    /// Puts a bare number into the first part that it can be.
    fn number(&mut self, value: i64, digits: usize) -> Option<()> {
        if digits == 8 && self.year.is_none() {
            self.year = Some(value / 10_000);
            self.month = Some(value / 100 % 100);
            self.day = Some(value % 100);
        } else if digits >= 4 && self.year.is_none() {
            self.year = Some(value);
        } else if self.month.is_none() && self.year.is_some() {
            self.month = Some(value);
        } else if self.day.is_none() {
            self.day = Some(value);
        } else if self.year.is_none() {
            // RFC 2822's old years of two digits.
            self.year = Some(if digits > 2 {
                value
            } else if value < 50 {
                2000 + value
            } else {
                1900 + value
            });
        } else {
            return None;
        }
        Some(())
    }

    fn word(&mut self, word: &str) {
        let starts = |month: &&str| word.starts_with(*month);
        if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == word) {
            self.offset = self.offset.or(Some(*minutes));
        } else if AFTERNOON.contains(&word) {
            self.afternoon = Some(true);
        } else if MORNING.contains(&word) {
            self.afternoon = Some(false);
        } else if let Some(month) = MONTHS.iter().position(|m| starts(&m)) {
            self.month = self.month.or(Some(month as i64 + 1));
        }
    }

    fn hour(&self) -> Option<i64> {
        Some(match (self.hour?, self.afternoon) {
            (12, Some(false)) => 0,
            (h, Some(true)) if h < 12 => h + 12,
            (h, _) => h,
        })
    }

    fn date(&self, fallback: i16) -> Option<Date> {
        let year = self.year.filter(|y| YEARS.contains(y))?;
        let day = jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(self.month?).ok()?,
            i8::try_from(self.day?).ok()?,
        )
        .ok()?;
        let small = |n: i64| i8::try_from(n).ok();
        let offset = self.offset.unwrap_or(fallback);
        // Farther than any zone of the world: a broken clock, not a place.
        if offset.abs() > 14 * 60 {
            return None;
        }
        match self.hour() {
            None => Date::civil(day.at(0, 0, 0, 0), offset, Precision::Day),
            Some(hour) => {
                let time =
                    jiff::civil::Time::new(small(hour)?, small(self.minute)?, small(self.second)?, 0).ok()?;
                Date::civil(day.to_datetime(time), offset, Precision::Time)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_written() {
        for (raw, expected) in [
            ("2025-08-22", "2025-08-22"),
            ("2025-08-22T10:14:00+09:00", "2025-08-22T10:14:00+09:00"),
            ("2025-08-22T10:14:05.123Z", "2025-08-22T10:14:05+00:00"),
            ("2025-08-22t10:14:05z", "2025-08-22T10:14:05+00:00"),
            ("2025-08-22 10:14", "2025-08-22T10:14:00+09:00"),
            ("2025-08-22T10:14:00-0330", "2025-08-22T10:14:00-03:30"),
            ("2016-09-08T11:55:58+0200", "2016-09-08T11:55:58+02:00"),
            ("Fri, 22 Aug 2025 10:14:00 +0900", "2025-08-22T10:14:00+09:00"),
            ("22 Aug 25 10:14 GMT", "2025-08-22T10:14:00+00:00"),
            ("Fri, 22 Aug 2025 10:14:00 KST", "2025-08-22T10:14:00+09:00"),
            (
                "Fri Aug 22 2025 10:14:00 GMT+0900 (대한민국 표준시)",
                "2025-08-22T10:14:00+09:00",
            ),
            ("August 22, 2025 3:05 PM", "2025-08-22T15:05:00+09:00"),
            ("22nd August 2025", "2025-08-22"),
            ("2025년 8월 22일 오후 3시 5분", "2025-08-22T15:05:00+09:00"),
            ("2025年8月22日 10時14分", "2025-08-22T10:14:00+09:00"),
            ("2025.08.22.", "2025-08-22"),
            ("2025. 8. 22. 10:14", "2025-08-22T10:14:00+09:00"),
            ("2025/8/22", "2025-08-22"),
            ("20250822", "2025-08-22"),
            ("1755825240", "2025-08-22T01:14:00+00:00"),
            ("1755825240000", "2025-08-22T01:14:00+00:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ] {
            let read = read(raw, 540).map(|d| d.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_no_story_can_have_is_no_date() {
        let long = "1".repeat(200);
        for raw in [
            "",
            "soon",
            "2025",
            "0000-01-01",
            "9999-12-31",
            "-1",
            "8589934592",
            "2025-02-30",
            "2025-13-01",
            "2025-08-22T25:00:00Z",
            "2025-08-22T10:14:00+99:99",
            "어제",
            "99999999999999999999",
            "2025-08-22T10:14:00+9223372036854775807",
            &long,
        ] {
            assert_eq!(read(raw, 540), None, "{raw}");
        }
    }
}
