//! Holds `docs/formats.md` against the tables that it describes.

use super::{FORMATS, record};

const PAGE: &str = include_str!("../../docs/formats.md");

#[test]
fn every_format_and_ending_is_documented() {
    for format in FORMATS {
        let row = PAGE
            .lines()
            .find(|l| l.starts_with(&format!("| `{}`", format.name)));
        let row = row.unwrap_or_else(|| panic!("{} is not in the table", format.name));
        for ending in format.endings {
            assert!(row.contains(&format!("`{ending}`")), "{} .{ending}", format.name);
        }
    }
}

#[test]
fn every_key_is_documented() {
    let plain = |key: &str| key.replace(['_', '-'], "");
    let documented: Vec<String> = PAGE.split('`').skip(1).step_by(2).map(plain).collect();
    for key in record::keys() {
        assert!(documented.iter().any(|d| d == key), "{key}");
    }
}
