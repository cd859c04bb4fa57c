//! The same articles as feeds, for readers of feeds.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::words;

/// Articles in one feed.
const FEED: u64 = 1_000;

/// Writes feeds into a folder, with the list and the settings that newsboat wants; its first feed is that of all articles.
pub(crate) fn feeds(folder: &Path, articles: u64, seed: u64) -> Result<()> {
    fs::create_dir_all(folder.join("feeds"))?;
    let mut urls = String::from("\"query:All articles:age >= 0\"\n");
    for nth in 0..articles.div_ceil(FEED) {
        let feed = folder.join("feeds").join(format!("{nth:05}.xml"));
        fs::write(&feed, rss(nth, articles, seed))?;
        writeln!(urls, "file://{}", feed.display())?;
    }
    fs::write(folder.join("urls"), urls)?;
    Ok(fs::write(folder.join("config"), "max-items 0\n")?)
}

fn rss(nth: u64, articles: u64, seed: u64) -> String {
    let mut feed =
        format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>feed {nth:05}</title>\n");
    for index in nth * FEED..articles.min((nth + 1) * FEED) {
        let made = words::article(seed, index, articles);
        let date = jiff::Timestamp::from_second(made.date).unwrap_or_default();
        let _ = writeln!(
            feed,
            "<item><title>{}</title><guid>{index}</guid><pubDate>{}</pubDate><description>{}</description></item>",
            made.headline,
            date.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            made.text
        );
    }
    feed + "</channel></rss>\n"
}
