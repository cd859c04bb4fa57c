//! The numbers that stand for languages, kinds and rules in the file. Never change one: add at the end.

use crate::article::language::Language;
use crate::entity::{Kind, Rule};

const LANGUAGES: [Language; 5] = [
    Language::Und,
    Language::Ko,
    Language::En,
    Language::Ja,
    Language::Zh,
];
const RULES: [Rule; 9] = [
    Rule::Gazetteer,
    Rule::Role,
    Rule::Gloss,
    Rule::List,
    Rule::Short,
    Rule::Context,
    Rule::Version,
    Rule::Label,
    Rule::Model,
];

fn code<T: PartialEq>(table: &[T], value: &T) -> i64 {
    table.iter().position(|v| v == value).unwrap_or_default() as i64
}

fn value<T: Copy>(table: &[T], code: i64) -> Option<T> {
    table.get(usize::try_from(code).ok()?).copied()
}

pub(super) fn language_code(language: Language) -> i64 {
    code(&LANGUAGES, &language)
}

/// An unknown number is no language.
pub(super) fn language_of(code: i64) -> Language {
    value(&LANGUAGES, code).unwrap_or_default()
}

pub(super) fn kind_code(kind: Kind) -> i64 {
    code(&Kind::ALL, &kind)
}

/// `None` for a number that a later jobo may have written.
pub(super) fn kind_of(code: i64) -> Option<Kind> {
    value(&Kind::ALL, code)
}

pub(super) fn rule_code(rule: Rule) -> u8 {
    code(&RULES, &rule) as u8
}

pub(super) fn rule_of(code: u8) -> Option<Rule> {
    value(&RULES, i64::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_number_of_its_own() {
        for (n, language) in LANGUAGES.into_iter().enumerate() {
            assert_eq!(
                (language_code(language), language_of(n as i64)),
                (n as i64, language)
            );
        }
        for (n, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!((kind_code(kind), kind_of(n as i64)), (n as i64, Some(kind)));
        }
        for (n, rule) in RULES.into_iter().enumerate() {
            assert_eq!((rule_code(rule), rule_of(n as u8)), (n as u8, Some(rule)));
        }
        assert_eq!(
            (kind_of(-1), rule_of(99), language_of(99)),
            (None, None, Language::Und)
        );
    }
}
