//! Reads the dates that machines write: what [`named::field`] knows, Unix seconds, and browsers' own form.

use crate::article::date::{Date, named};

/// Years that a story can be from: the first printed newspapers to the end of the next century.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2199;
/// Longest text that is looked at, in characters; the longest true one has about sixty.
const LONGEST: usize = 100;

/// Reads a date; one without an offset is taken to be at `offset` minutes. `None` if it is none, or none that
/// a story can have.
pub(crate) fn read(raw: &str, offset: i16) -> Option<Date> {
    let raw = raw.trim();
    if raw.chars().nth(LONGEST).is_some() {
        return None;
    }
    let date = if let Some(unix) = unix(raw) {
        Date::moment(unix)
    } else {
        let plain = browsers(raw).unwrap_or_else(|| upper(raw));
        named::field(&plain, offset)?.resolve(None, offset)?
    };
    YEARS.contains(&date.zoned().year()).then_some(date)
}

/// Seconds or milliseconds since 1970, with or without a fraction. Eight digits are a day.
fn unix(raw: &str) -> Option<i64> {
    let whole = raw.split_once('.').map_or(raw, |(whole, _)| whole);
    let value: i64 = whole.parse().ok()?;
    raw.parse::<f64>().ok().filter(|f| f.is_finite())?;
    match whole.trim_start_matches('-').len() {
        9..=10 => Some(value),
        12..=14 => Some(value / 1000),
        _ => None,
    }
}

/// `Fri Aug 22 2025 10:14:00 GMT+0900 (…)`, in the order that letters have.
fn browsers(raw: &str) -> Option<String> {
    let mut words = raw.split_whitespace();
    let [_, month, day, year, time, zone] = std::array::from_fn(|_| words.next());
    let offset = zone?.strip_prefix("GMT")?;
    let offset = if offset.is_empty() { "+0000" } else { offset };
    Some(format!("{} {} {} {} {offset}", day?, month?, year?, time?))
}

/// RFC 3339 allows its letters in lower case.
fn upper(raw: &str) -> String {
    let stamped = raw.starts_with(|c: char| c.is_ascii_digit()) && raw.is_ascii() && !raw.contains(' ');
    if stamped {
        raw.to_ascii_uppercase()
    } else {
        raw.to_owned()
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
            ("Fri, 22 Aug 2025 10:14:00 GMT", "2025-08-22T10:14:00+00:00"),
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
