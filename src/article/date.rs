//! When a story was published, and how well that is known.

use std::fmt;

pub mod named;

use jiff::{Timestamp, Zoned, tz::Offset, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// How much of a date the source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Only the day; the time of day is midnight at the offset.
    #[default]
    Day,
    /// Day and time.
    Time,
}

/// A moment with the offset of the place it was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Date {
    /// Seconds since 1970 in UTC; what lists are sorted by.
    pub unix: i64,
    /// The offset from UTC in minutes.
    pub offset: i16,
    /// How much was given.
    pub precision: Precision,
    /// Whether it was worked out (from the file, from "yesterday") and not read.
    pub inferred: bool,
}

/// Earliest and latest second that jiff can show at every offset: the years -9999 to 9999, less two days.
const BOUNDS: (i64, i64) = (-377_705_116_800 + 172_800, 253_402_207_200 - 172_800);

impl Date {
    /// A day at an offset in minutes; `None` if there is no such day.
    pub fn day(year: i16, month: i8, day: i8, offset: i16) -> Option<Self> {
        let civil = jiff::civil::Date::new(year, month, day).ok()?;
        Self::civil(civil.at(0, 0, 0, 0), offset, Precision::Day)
    }

    /// A day and time at an offset in minutes; `None` if out of range.
    pub fn civil(at: jiff::civil::DateTime, offset: i16, precision: Precision) -> Option<Self> {
        let zone = TimeZone::fixed(Offset::from_seconds(i32::from(offset) * 60).ok()?);
        let unix = at.to_zoned(zone).ok()?.timestamp().as_second();
        Some(Self {
            unix: unix.clamp(BOUNDS.0, BOUNDS.1),
            offset,
            precision,
            inferred: false,
        })
    }

    /// A moment in UTC, such as a file's time.
    pub fn moment(unix: i64) -> Self {
        Self {
            unix: unix.clamp(BOUNDS.0, BOUNDS.1),
            offset: 0,
            precision: Precision::Time,
            inferred: false,
        }
    }

    /// The same date, marked as worked out.
    #[must_use]
    pub fn inferred(mut self) -> Self {
        self.inferred = true;
        self
    }

    /// The date as it reads at its own offset.
    pub fn zoned(self) -> Zoned {
        let at = Timestamp::from_second(self.unix.clamp(BOUNDS.0, BOUNDS.1)).expect("clamped to the range");
        let offset = Offset::from_seconds(i32::from(self.offset) * 60).unwrap_or(Offset::UTC);
        at.to_zoned(TimeZone::fixed(offset))
    }
}

impl fmt::Display for Date {
    /// RFC 3339: a full date where only the day is known, else date, time and offset.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.zoned();
        match self.precision {
            Precision::Day => write!(f, "{}", at.strftime("%Y-%m-%d")),
            Precision::Time => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%S%:z")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_rfc_3339() {
        assert_eq!(Date::day(2025, 8, 22, 540).unwrap().to_string(), "2025-08-22");
        let at = jiff::civil::date(2025, 8, 22).at(10, 14, 0, 0);
        assert_eq!(
            Date::civil(at, 540, Precision::Time).unwrap().to_string(),
            "2025-08-22T10:14:00+09:00"
        );
        assert_eq!(Date::day(2025, 2, 30, 0), None);
        for unix in [i64::MIN, i64::MAX, 0, -1, 1 << 33] {
            assert!(!Date::moment(unix).to_string().is_empty());
        }
    }
}
