use proptest::prelude::*;

use crate::article::id::StoryId;
use crate::entity::Kind;
use crate::entity::resolve::key;
use crate::library::edit::{Cause, Correction, Edit};
use crate::library::fixture::{Desk, article, dated, found, id};
use crate::library::value::{Filter, NameCount, RowId, View};
use crate::text::Clean;

const META: (Kind, &str) = (Kind::Org, "메타");
const META_LATIN: (Kind, &str) = (Kind::Org, "Meta");
const HANBIT: (Kind, &str) = (Kind::Org, "한빛전자");
const KIM: (Kind, &str) = (Kind::Per, "김가온");

fn key_of((kind, text): (Kind, &str)) -> Box<str> {
    key(kind, text)
}

/// Stories that name the four in several ways.
fn desk() -> (Desk, Vec<StoryId>) {
    let mut desk = Desk::new();
    let texts = [
        ("하나", "메타가 왔다. 김가온 대표", &[META, KIM][..]),
        ("둘", "Meta and 한빛전자", &[META_LATIN, HANBIT]),
        ("셋", "메타와 Meta, 솔내마을", &[META, META_LATIN]),
        ("넷", "한빛전자와 솔내마을의 김가온", &[HANBIT, KIM]),
    ];
    let ids = texts.map(|(headline, text, names)| {
        let story = article(headline, text);
        let id = id(&story);
        desk.named(headline, story, names);
        id
    });
    (desk, ids.to_vec())
}

/// Everything that a reader can see of names.
fn seen(desk: &Desk) -> Vec<String> {
    let mut seen = Vec::new();
    let rows = desk.reader.order(&View::default()).unwrap();
    for name in desk.reader.all_names(99).unwrap() {
        let stories = stories(desk, &name);
        assert_eq!(name.stories as usize, stories.len(), "{name:?}");
        seen.push(format!(
            "{} {} {} {:?} {}",
            name.key,
            name.kind.code(),
            name.text,
            stories,
            name.watched
        ));
    }
    seen.sort();
    for row in rows {
        let story = desk.reader.story(row).unwrap().unwrap();
        for mention in &story.found.mentions {
            let name = &story.found.names[usize::from(mention.name)];
            seen.push(format!(
                "{row:?} {} {} {} {:?}",
                mention.start, name.key, name.text, name.spellings
            ));
        }
        for name in &story.names {
            seen.push(format!("{row:?} {} {} {}", name.text, name.here, name.stories));
        }
        for tie in desk.reader.related(row, 9).unwrap() {
            seen.push(format!("{row:?} ~ {:?} {:?}", tie.header.row, tie.shared));
        }
    }
    assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
    seen
}

fn stories(desk: &Desk, name: &NameCount) -> Vec<RowId> {
    let filter = Filter {
        names: vec![name.id],
        ..Filter::default()
    };
    desk.reader
        .order(&View {
            filter,
            ..View::default()
        })
        .unwrap()
}

/// The names of the library with their counts, in the order of the alphabet.
fn names(desk: &Desk) -> Vec<(String, u32)> {
    let mut names: Vec<_> = desk
        .reader
        .all_names(99)
        .unwrap()
        .into_iter()
        .map(|n| (format!("{} {}", n.kind.code(), n.text), n.stories))
        .collect();
    names.sort();
    names
}

fn check(corrections: &[Correction], expected: &[(&str, u32)]) {
    let (mut desk, _) = desk();
    let before = seen(&desk);
    for correction in corrections {
        desk.writer.correct(std::slice::from_ref(correction)).unwrap();
    }
    let found = names(&desk);
    let found: Vec<(&str, u32)> = found.iter().map(|(n, c)| (n.as_str(), *c)).collect();
    assert_eq!(found, expected, "{corrections:?}");
    let after = seen(&desk);
    let mut desk = reindexed(desk.reopen());
    assert_eq!(seen(&desk), after, "after an index made anew: {corrections:?}");
    while !desk.writer.undo().unwrap().is_empty() {}
    assert_eq!(seen(&desk), before, "{corrections:?}");
    while !desk.writer.redo().unwrap().is_empty() {}
    assert_eq!(seen(&desk), after, "{corrections:?}");
}

/// The same library with its index made anew, as an upgrade does.
fn reindexed(mut desk: Desk) -> Desk {
    desk.writer.rebuild_index().unwrap();
    let batch: Vec<_> = desk
        .reader
        .pending(99)
        .unwrap()
        .into_iter()
        .map(|(row, story)| {
            let text = story.body.text().to_string();
            let names: Vec<_> = [META, META_LATIN, HANBIT, KIM]
                .into_iter()
                .filter(|(_, name)| text.contains(name))
                .collect();
            (row, found(&story, &names))
        })
        .collect();
    desk.writer.index(batch).unwrap();
    desk
}

fn merge(a: (Kind, &str), b: (Kind, &str)) -> Correction {
    Correction::Merge {
        name: key_of(a),
        into: key_of(b),
    }
}

#[test]
fn corrections_hold_in_the_whole_library_and_are_taken_back() {
    let split = |name, spelling: &str, to| Correction::Split {
        name: key_of(name),
        spelling: Clean::new(spelling),
        to,
    };
    for (corrections, expected) in [
        (
            vec![merge(META_LATIN, META)],
            &[("ORG 메타", 3), ("ORG 한빛전자", 2), ("PER 김가온", 2)][..],
        ),
        (
            vec![merge(META_LATIN, META), merge(META, META_LATIN)],
            &[("ORG 메타", 3), ("ORG 한빛전자", 2), ("PER 김가온", 2)],
        ),
        (
            vec![merge(META_LATIN, META), merge(META, HANBIT)],
            &[("ORG 한빛전자", 4), ("PER 김가온", 2)],
        ),
        (
            vec![merge(META_LATIN, META), split(META, "Meta", None)],
            &[
                ("ORG Meta", 2),
                ("ORG 메타", 2),
                ("ORG 한빛전자", 2),
                ("PER 김가온", 2),
            ],
        ),
        (
            vec![split(META, "메타", Some(key_of(HANBIT)))],
            &[("ORG Meta", 2), ("ORG 한빛전자", 4), ("PER 김가온", 2)],
        ),
        (
            vec![Correction::Rename {
                name: key_of(KIM),
                to: Some(Clean::new("김 가온")),
            }],
            &[
                ("ORG Meta", 2),
                ("ORG 메타", 2),
                ("ORG 한빛전자", 2),
                ("PER 김 가온", 2),
            ],
        ),
        (
            vec![Correction::Retype {
                name: key_of(META),
                to: Some(Kind::Prod),
            }],
            &[
                ("ORG Meta", 2),
                ("ORG 한빛전자", 2),
                ("PER 김가온", 2),
                ("PROD 메타", 2),
            ],
        ),
        (
            vec![Correction::Hide {
                name: key_of(META),
                on: true,
            }],
            &[("ORG Meta", 2), ("ORG 한빛전자", 2), ("PER 김가온", 2)],
        ),
        (
            vec![Correction::Make {
                text: Clean::new("솔내마을"),
                kind: Kind::Loc,
            }],
            &[
                ("LOC 솔내마을", 2),
                ("ORG Meta", 2),
                ("ORG 메타", 2),
                ("ORG 한빛전자", 2),
                ("PER 김가온", 2),
            ],
        ),
        (
            vec![
                Correction::Make {
                    text: Clean::new("솔내마을의 김가온"),
                    kind: Kind::Work,
                },
                merge(META_LATIN, META),
            ],
            &[
                ("ORG 메타", 3),
                ("ORG 한빛전자", 2),
                ("PER 김가온", 1),
                ("WORK 솔내마을의 김가온", 1),
            ],
        ),
    ] {
        check(&corrections, expected);
    }
}

#[test]
fn what_is_no_name_is_none_in_one_story_or_in_all() {
    for (story, spelling, left) in [
        (Some(2), None, 1),
        (Some(2), Some("메타"), 1),
        (Some(2), Some("Meta"), 2),
        (None, Some("메타"), 0),
        (None, None, 0),
    ] {
        let (_, ids) = desk();
        let correction = Correction::Deny {
            name: key_of(META),
            story: story.map(|n: usize| ids[n]),
            spelling: spelling.map(Clean::new),
        };
        let mut expected = vec![
            ("ORG Meta", 2),
            ("ORG 메타", left),
            ("ORG 한빛전자", 2),
            ("PER 김가온", 2),
        ];
        expected.retain(|(_, count)| *count > 0);
        check(&[correction], &expected);
    }
}

#[test]
fn new_stories_follow_the_rulings() {
    let (mut desk, _) = desk();
    desk.writer
        .correct(&[
            merge(META_LATIN, META),
            Correction::Make {
                text: Clean::new("솔내마을"),
                kind: Kind::Loc,
            },
        ])
        .unwrap();
    desk.named("다섯", article("다섯", "Meta, 솔내마을로"), &[META_LATIN]);
    let found = names(&desk);
    assert!(found.contains(&("ORG 메타".into(), 4)), "{found:?}");
    assert!(found.contains(&("LOC 솔내마을".into(), 3)), "{found:?}");
    assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
}

#[test]
fn a_ruling_waits_for_its_name() {
    let mut desk = Desk::new();
    desk.writer.correct(&[merge(META_LATIN, META)]).unwrap();
    desk.named("a", article("하나", "Meta"), &[META_LATIN]);
    assert_eq!(names(&desk), [("ORG 메타".to_owned(), 1)]);
}

#[test]
fn a_hidden_name_is_listed_apart() {
    let (mut desk, _) = desk();
    desk.writer
        .correct(&[Correction::Hide {
            name: key_of(META),
            on: true,
        }])
        .unwrap();
    let hidden = desk.reader.hidden_names().unwrap();
    assert_eq!(hidden.len(), 1);
    assert_eq!((hidden[0].text.as_str(), hidden[0].hidden), ("메타", true));
}

#[test]
fn a_card_tells_what_the_library_knows() {
    let mut desk = Desk::new();
    desk.named(
        "1",
        dated("하나", "김가온 수석과학자가 메타에 왔다.", 1, 5),
        &[KIM, META],
    );
    desk.named(
        "2",
        dated("둘", "김가온 부사장이 말했다. 메타는 컸다.", 3, 5),
        &[KIM, META],
    );
    desk.named(
        "3",
        dated("셋", "메타는 웃었다. 김가온은 떠났다.", 3, 9),
        &[KIM, META],
    );
    desk.named("4", dated("넷", "한빛전자", 3, 9), &[HANBIT]);
    let kim = desk.reader.name_by_key(&key_of(KIM)).unwrap().unwrap();
    let card = desk.reader.card(kim.id).unwrap().unwrap();
    let roles: Vec<_> = card.roles.iter().map(|r| r.role.as_str()).collect();
    assert_eq!(roles, ["부사장", "수석과학자"]);
    let companions: Vec<_> = card
        .companions
        .iter()
        .map(|c| (c.name.text.as_str(), c.together, c.npmi))
        .collect();
    assert_eq!(companions, [("메타", 3, Some(1000))]);
    assert_eq!(card.series.counts.iter().sum::<u32>(), 3);
    assert!(card.series.counts.len() <= 24);
    assert_eq!(card.first.unwrap().headline.as_str(), "하나");
    assert_eq!(card.last.unwrap().headline.as_str(), "셋");
    assert_eq!(card.quotes[0].sentence.as_str(), "김가온은 떠났다.");
    assert_eq!(card.spellings[0].mentions, 3);
    let why = desk.reader.why(card.quotes[0].place).unwrap().unwrap();
    assert_eq!(
        (why.text.as_str(), why.link),
        ("김가온", crate::library::lore::Link::Same)
    );
    let mentions = desk.reader.mentions(kim.id, 0).unwrap();
    assert_eq!((mentions.quotes.len(), mentions.next), (3, None));
}

#[test]
fn names_that_look_alike_are_shown_until_they_are_kept_apart() {
    let mut desk = Desk::new();
    let (a, b) = ((Kind::Per, "저커버그"), (Kind::Per, "주커버그"));
    desk.named("1", article("하나", "저커버그"), &[a]);
    desk.named("2", article("둘", "주커버그"), &[b]);
    let name = desk.reader.name_by_key(&key_of(a)).unwrap().unwrap();
    let alike = desk.reader.similar(name.id, 9).unwrap();
    assert_eq!(alike.len(), 1);
    desk.writer
        .correct(&[Correction::Apart {
            name: key_of(a),
            other: key_of(b),
        }])
        .unwrap();
    assert_eq!(desk.reader.similar(name.id, 9).unwrap(), []);
    desk.writer.correct(&[merge(b, a)]).unwrap();
    assert_eq!(names(&desk), [("PER 저커버그".to_owned(), 2)]);
    let row = stories(&desk, &name)[0];
    let place = desk.reader.places(name.id, &View::default()).unwrap()[0];
    assert_eq!(place.row, row);
    let why = desk.reader.why(place).unwrap().unwrap();
    assert_eq!(why.link, crate::library::lore::Link::Reader);
    assert_eq!(why.found.unwrap().text.as_str(), "주커버그");
}

fn corrections() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
    prop::collection::vec((0..9u8, 0..4usize, 0..4usize), 1..7)
}

fn correction((what, a, b): (u8, usize, usize), ids: &[StoryId]) -> Edit {
    let names = [META, META_LATIN, HANBIT, KIM];
    let (name, other) = (key_of(names[a]), key_of(names[b]));
    let spelling = Clean::new(names[b].1);
    match what {
        0 | 1 => Edit::Merge {
            name,
            into: (a != b).then_some(other),
            was: None,
        },
        2 => Edit::Split {
            name,
            spelling,
            to: (a != b).then_some(other),
            was: None,
        },
        3 => Edit::Rename {
            name,
            to: Some(spelling),
            was: None,
        },
        4 => Edit::Retype {
            name,
            to: Some(Kind::ALL[b]),
            was: None,
        },
        5 => Edit::Hide { name, on: b % 2 == 0 },
        6 => Edit::Make {
            name: key(Kind::Loc, "솔내마을"),
            text: Clean::new("솔내마을"),
            on: b % 2 == 0,
        },
        7 => Edit::Deny {
            name,
            story: Some(ids[b]),
            spelling: None,
            on: a % 2 == 0,
        },
        _ => Edit::Deny {
            name: name.clone(),
            story: None,
            spelling: Some(Clean::new(names[a].1)),
            on: b % 2 == 0,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn corrections_and_their_inverses_are_nothing(moves in corrections()) {
        let (mut desk, ids) = desk();
        let mut piles = vec![seen(&desk)];
        for one in moves {
            let receipt = desk.writer.edit(Cause::Deliberate, &[correction(one, &ids)]).unwrap();
            if !receipt.applied.is_empty() {
                piles.push(seen(&desk));
            }
        }
        let mut desk = reindexed(desk);
        prop_assert_eq!(Some(&seen(&desk)), piles.last());
        while let Some(expected) = piles.pop() {
            prop_assert_eq!(&seen(&desk), &expected);
            let undone = desk.writer.undo().unwrap();
            prop_assert_eq!(undone.is_empty(), piles.is_empty());
        }
    }

    #[test]
    fn edits_of_two_devices_come_to_the_same_in_any_order(moves in corrections(), order in any::<prop::sample::Index>()) {
        let (desk_a, ids) = desk();
        let mut lines: Vec<(Edit, i64)> =
            moves.iter().zip(1i64..).map(|(one, clock)| (correction(*one, &ids), clock * 7 % 5 + 1)).collect();
        let apply = |lines: &[(Edit, i64)], mut desk: Desk| {
            desk.writer
                .write(crate::library::writer::Care::Full, |tx| {
                    for (edit, clock) in lines {
                        crate::library::store::apply(tx, edit, *clock)?;
                    }
                    let edits: Vec<Edit> = lines.iter().map(|l| l.0.clone()).collect();
                    super::refresh(tx, &edits)
                })
                .unwrap();
            seen(&desk)
        };
        let first = apply(&lines, desk_a);
        let at = order.index(lines.len());
        lines.rotate_left(at);
        lines.reverse();
        prop_assert_eq!(apply(&lines, desk().0), first);
    }

    #[test]
    fn devices_that_meet_in_a_folder_agree_on_names(
        moves in corrections(),
        who in prop::collection::vec((0..2usize, any::<bool>()), 12),
    ) {
        let ((one, ids), (two, _)) = (desk(), desk());
        let mut desks = [one, two];
        let folder = tempfile::tempdir().unwrap();
        for (one, (who, meets)) in moves.iter().zip(who) {
            desks[who].writer.edit(Cause::Deliberate, &[correction(*one, &ids)]).unwrap();
            if meets {
                desks[who].writer.sync(folder.path()).unwrap();
            }
        }
        for _ in 0..2 {
            for desk in &mut desks {
                desk.writer.sync(folder.path()).unwrap();
            }
        }
        let [one, two] = desks;
        prop_assert_eq!(seen(&one), seen(&two));
        let before = seen(&one);
        prop_assert_eq!(seen(&reindexed(one)), before);
    }
}
