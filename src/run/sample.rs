//! The sample library: articles of our own that are part of the program.

/// Pairs each file's name with its bytes.
macro_rules! sample {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/sample/", $name)))),*]
    };
}

/// Every file of `assets/sample`, by name.
pub(crate) const SAMPLE: &[(&str, &[u8])] = sample![
    "20260304-solseom-vote.txt",
    "20260312-morning-digest.txt",
    "20260318-byeori-garam2.txt",
    "20260402-shirasagi.txt",
    "20260420-gazette-agreement.md",
    "20260429-hangang.atom",
    "20260511-ferry-hangang.html",
    "20260511-last-ferry.html",
    "20260512-bus-notice.md",
    "20260530-clerk.md",
    "20260615-jobo-returns.txt",
    "20260624-nuri-45.md",
    "20260709-seo-harin.txt",
    "20260718-kwon-malsun.md",
    "20260819-bridge-closed-2.md",
    "20260819-bridge-closed.md",
    "20260820-harbour.rss",
    "20260821-kitamado.feed.json",
    "20260915-stories.jsonl",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_in_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(SAMPLE.iter().map(|(name, _)| *name).collect::<Vec<_>>(), files);
    }
}
