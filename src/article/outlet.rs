//! Which outlet stands behind an address.
//!
//! Reporters sign with their mail address more often than with the name of their paper, so the domain tells the
//! outlet where the text does not.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Domains and names; plain facts, sorted by country.
static TABLE: &str = include_str!("../../assets/outlets.toml");

static BY_DOMAIN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let (domain, name) = line.strip_prefix('"')?.split_once("\" = \"")?;
        Some((domain, name.strip_suffix('"')?))
    };
    TABLE.lines().filter_map(row).collect()
});

/// The outlet of a domain or of any of its subdomains; `None` if it is in no table.
pub fn of_domain(domain: &str) -> Option<&'static str> {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let mut rest = domain.as_str();
    loop {
        if let Some(name) = BY_DOMAIN.get(rest) {
            return Some(name);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The outlet of a mail address or of a web address.
pub fn of_address(address: &str) -> Option<&'static str> {
    let after = |mark: &str| address.split_once(mark).map(|(_, rest)| rest);
    let host = after("://").or_else(|| after("@")).unwrap_or(address);
    let host = host.split(['/', '?', '#', ':']).next()?;
    of_domain(host.rsplit('@').next()?)
}

/// Whether a name is that of an outlet in the table.
pub fn is_known(name: &str) -> bool {
    static NAMES: LazyLock<std::collections::HashSet<&'static str>> =
        LazyLock::new(|| BY_DOMAIN.values().copied().collect());
    NAMES.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let rows = TABLE
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .count();
        assert_eq!(BY_DOMAIN.len(), rows, "a row is twice there or misspelt");
        let parsed: toml::Table = TABLE.parse().unwrap();
        assert_eq!(parsed.len(), rows);
    }

    #[test]
    fn an_address_tells_its_outlet() {
        for (address, outlet) in [
            ("ydj@aitimes.com", Some("AI Times")),
            ("someone@news1.kr", Some("뉴스1")),
            ("https://www.hani.co.kr/arti/1", Some("한겨레")),
            ("https://me@www.asahi.com:443/x", Some("朝日新聞")),
            ("https://asia.nikkei.com/a", Some("Nikkei Asia")),
            ("someone@naver.com", None),
            ("notnews1.kr", None),
            ("", None),
        ] {
            assert_eq!(of_address(address), outlet, "{address}");
        }
    }
}
