//! Moments in files: RFC 3339 in UTC, to the millisecond.

use jiff::Timestamp;

/// A moment in milliseconds since 1970, as `2025-08-22T01:14:00.000Z`.
pub(super) fn written(millis: i64) -> String {
    let at = Timestamp::from_millisecond(millis).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The moment of a text, in milliseconds since 1970.
pub(super) fn read(text: &str) -> Option<i64> {
    let at: Timestamp = text.trim().parse().ok()?;
    Some(at.as_millisecond())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_survives_being_written() {
        for millis in [0, 1_755_825_240_123, -1] {
            assert_eq!(super::read(&super::written(millis)), Some(millis));
        }
        assert_eq!(super::read("2025-08-22T10:14:00+09:00"), Some(1_755_825_240_000));
        assert_eq!(super::read("yesterday"), None);
    }
}
