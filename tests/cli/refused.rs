//! That nothing of the reader's is changed where it was not meant, and that what was refused is said.

use super::{Home, small};

/// Standard error of a command that is to end with this code.
fn complains(home: &Home, arguments: &[&str], code: i32) -> String {
    let output = home.jobo(arguments).assert().code(code).get_output().clone();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_done_to_the_sample_is_not_done_to_ones_own_library() {
    let home = small();
    // Without a library of one's own: the sample stays what is listed.
    let sample = home.records(&["list", "--jsonl"], 0).len();
    home.says(&["searches", "add", "하나", "다리"], 0);
    home.says(&["rules", "add", "하나", "다리", "--read"], 0);
    assert_eq!(home.records(&["list", "--jsonl"], 0).len(), sample);
    assert_eq!(home.records(&["searches", "list", "--jsonl"], 0).len(), 1);
    home.says(&["import", "news"], 0);
    home.says(&["searches", "list"], 1);
    for arguments in [
        &["searches", "add", "둘", "둑"][..],
        &["searches", "rename", "둘", "셋"],
        &["searches", "rm", "셋"],
        &["searches", "add", "넷", "둑"],
        &["rules", "add", "둘", "둑", "--read"],
        &["rules", "rm", "하나"],
    ] {
        home.says(&[arguments, &["--sample"]].concat(), 0);
    }
    let names = |arguments: &[&str], code| -> Vec<String> {
        let all = home.records(&[arguments, &["--jsonl"]].concat(), code);
        all.iter().filter_map(|one| Some(one["name"].as_str()?.to_owned())).collect()
    };
    assert_eq!(names(&["searches", "list"], 1), [""; 0]);
    assert_eq!(names(&["rules", "list"], 1), [""; 0]);
    assert_eq!(names(&["--sample", "searches", "list"], 0), ["넷", "하나"]);
    assert_eq!(names(&["--sample", "rules", "list"], 0), ["둘"]);
    for arguments in [&["import", "news"][..], &["import"], &["sync", "meeting"]] {
        let said = complains(&home, &[&["--sample"], arguments].concat(), 2);
        assert!(said.contains("--sample"), "{said}");
    }
    assert!(!home.0.path().join("meeting").exists());
}

#[test]
fn what_asks_for_nothing_or_has_no_name_is_not_kept() {
    let home = small();
    home.says(&["import", "news"], 0);
    for query in ["", "-", "#", "\"\"", "..."] {
        for arguments in [
            &["rules", "add", "새것", query, "--hide"][..],
            &["rules", "try", query],
            &["searches", "add", "새것", query],
        ] {
            let said = complains(&home, arguments, 2);
            assert!(said.contains("something to look for is missing"), "{arguments:?} {said}");
        }
        home.says(&["search", "--", query], 0);
    }
    complains(&home, &["rules", "add", "새것", "sort:oldest", "--hide"], 2);
    home.says(&["searches", "add", "새것", "sort:oldest"], 0);
    for arguments in [
        &["rules", "add", " ", "둑", "--hide"][..],
        &["searches", "add", "", "둑"],
        &["searches", "rename", "새것", "\u{200b}"],
    ] {
        let said = complains(&home, arguments, 2);
        assert!(said.contains("name is empty"), "{arguments:?} {said}");
    }
    assert_eq!(home.says(&["rules", "list"], 1), "");
    assert_eq!(home.says(&["searches", "list"], 0).lines().count(), 1);
}

#[test]
fn what_is_not_there_is_named_and_what_is_there_is_not_lost() {
    let home = small();
    home.says(&["import", "news"], 0);
    home.says(&["searches", "add", "둑", "둑길"], 0);
    home.says(&["searches", "add", "강", "강물"], 0);
    for (arguments, code, words) in [
        (&["searches", "rename", "둑", "강"][..], 2, "saved as 강 already"),
        (&["searches", "rename", "둑", "둑"], 1, "Nothing was changed"),
        (&["searches", "rename", "산", "강"], 1, "No search is saved as 산"),
        (&["searches", "rm", "산"], 1, "No search is saved as 산"),
        (&["searches", "add", "둑", "둑길"], 1, "Nothing was changed"),
        (&["rules", "rm", "산"], 1, "no rule 산"),
        (&["names", "split", "한누리", "두누리"], 1, "never written 두누리"),
    ] {
        let said = complains(&home, arguments, code);
        assert!(said.contains(words), "{arguments:?} {said}");
    }
    let listed = home.says(&["searches", "list"], 0);
    assert!(listed.contains("강\t강물") && listed.contains("둑\t둑길"), "{listed}");
}
