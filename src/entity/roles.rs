//! Reads the role that a text gives a person beside a mention: `저커버그 메타 CEO`, `수석과학자 자오셩자`.
//!
//! The same words as the patterns use, read from the letters around one mention; a library asks for it long after a
//! story was recognised.

use crate::entity::Recogniser;
use crate::entity::fold::is_quote;
use crate::entity::lists::{Lists, Set};
use crate::entity::particle;

/// Words after a name in which its role is looked for.
const REACH: usize = 5;

impl Recogniser {
    /// The role that stands beside a mention, given the letters of its sentence before and after it.
    pub fn role_beside(&self, before: &str, after: &str) -> Option<String> {
        let lists = &self.lists;
        after_name(lists, after)
            .or_else(|| suffix(lists, after))
            .or_else(|| before_name(lists, before))
            .or_else(|| prefix(lists, before))
    }
}

/// `저커버그 전 메타 CEO는`: over words without a particle to the first that is a role.
fn after_name(lists: &Lists, after: &str) -> Option<String> {
    // A particle ends what belongs to the name.
    let rest = after.strip_prefix([' ', ',']).map(str::trim_start)?;
    let latin = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    for (at, word) in rest.split(' ').take(REACH).enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if let Some(role) = particle::stems(bare).find(|stem| lists.has(Set::Role, stem)) {
            return Some(role.to_owned());
        }
        if latin {
            let two: Vec<&str> = rest.split(' ').skip(at).take(2).collect();
            return english(lists, &two);
        }
        // `저커버그 CEO`, but not `저커버그는 새 CEO`: what follows the name must not end a phrase.
        let open = bare == word && particle::strip(bare) == bare;
        if !open || at + 1 == REACH {
            return None;
        }
    }
    None
}

/// `Zuckerberg, chief executive`; one word or two.
fn english(lists: &Lists, words: &[&str]) -> Option<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_role = |word: &str| lists.has(Set::EnRole, word) || lists.has(Set::EnRole, &word.to_lowercase());
    match words {
        [first, second, ..] if is_role(&bare(second)) && !is_role(&bare(first)) => {
            let first = bare(first);
            first
                .chars()
                .all(char::is_lowercase)
                .then(|| format!("{first} {}", bare(second)))
        }
        [first, ..] if is_role(&bare(first)) => Some(bare(first)),
        _ => None,
    }
}

/// `ザッカーバーグ最高経営責任者`, `扎克伯格总裁`: the role grows on the name.
fn suffix(lists: &Lists, after: &str) -> Option<String> {
    let roles = lists.ja_roles().iter().chain(lists.zh_roles());
    let longest = roles
        .filter(|role| after.starts_with(**role) && !role.is_empty())
        .max_by_key(|role| role.len())?;
    Some((*longest).to_owned())
}

/// `수석과학자 자오셩자`, `CEO Mark`.
fn before_name(lists: &Lists, before: &str) -> Option<String> {
    let before = before.trim_end_matches(is_quote).strip_suffix(' ')?;
    let word = before.rsplit(' ').next()?;
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let english = lists.has(Set::EnRole, word) || lists.has(Set::EnRole, &word.to_lowercase());
    (lists.has(Set::Role, word) || lists.has(Set::Trade, word) || english).then(|| word.to_owned())
}

/// `首席执行官扎克伯格`.
fn prefix(lists: &Lists, before: &str) -> Option<String> {
    let roles = lists.zh_roles().iter();
    let longest = roles
        .filter(|role| before.ends_with(**role) && role.chars().count() >= 2)
        .max_by_key(|role| role.len())?;
    Some((*longest).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stand_before_and_after_names() {
        let recogniser = Recogniser::bundled();
        for (before, after, role) in [
            ("", " CEO는 말했다", Some("CEO")),
            ("지난주 ", " 메타 수석과학자가 떠났다", Some("수석과학자")),
            ("", "는 새 CEO를 찾는다", None),
            ("", "가 의장을 만났다", None),
            ("수석과학자 ", "는", Some("수석과학자")),
            ("회사는 ", "를 불렀다", None),
            ("", "", None),
        ] {
            let found = recogniser.role_beside(before, after);
            assert_eq!(found.as_deref(), role, "{before}…{after}");
        }
    }
}
