use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::*;

/// Where the segmenter's crate lies, as Cargo says.
fn crate_folder() -> PathBuf {
    let host = host();
    let asked = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--format-version",
            "1",
            "--filter-platform",
        ])
        .arg(host)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        asked.status.success(),
        "{}",
        String::from_utf8_lossy(&asked.stderr)
    );
    let metadata: Value = serde_json::from_slice(&asked.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let segmenter = packages
        .iter()
        .find(|p| p["name"] == "icu_segmenter")
        .expect("the segmenter");
    let manifest = segmenter["manifest_path"].as_str().expect("a manifest");
    PathBuf::from(manifest).parent().expect("a folder").to_owned()
}

fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = Command::new(rustc).arg("-vV").output().expect("rustc runs");
    let told = String::from_utf8(told.stdout).expect("rustc speaks UTF-8");
    let host = told.lines().find_map(|l| l.strip_prefix("host: "));
    host.expect("a host").to_owned()
}

/// One line of the suite: the text and the offsets where Unicode allows a break.
fn case(line: &str) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut breaks = Vec::new();
    for word in line.split_whitespace() {
        match word {
            "÷" => breaks.push(text.len()),
            "×" => {}
            code => text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32)),
        }
    }
    (text, breaks)
}

/// The suite of the Unicode version that the segmenter's data are of; the crate brings it along.
#[test]
fn the_normal_tier_passes_unicodes_own_suite() {
    let path = crate_folder().join("tests/testdata/LineBreakTest_15.1.txt");
    let suite = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut passed = 0;
    for line in suite.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let (text, expected) = case(line);
        let tiers = Tiers::of(&text, false);
        let borders = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
        let found: Vec<usize> = borders.filter(|at| tiers.at(*at) == BEST).collect();
        assert_eq!(found, expected, "{line}");
        passed += 1;
    }
    assert_eq!(passed, 10_274);
}
