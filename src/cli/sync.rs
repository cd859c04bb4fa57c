//! `jobo sync`: unites what was marked and noted on several devices.

use std::path::Path;

use super::args::Form;
use super::fault::{DONE, Fault};
use super::json::SyncRecord;
use super::out::Out;
use super::place::Ground;

pub(super) fn run(ground: &Ground, folder: &Path, form: Form, out: &mut Out) -> Result<i32, Fault> {
    let place = ground.open_own()?;
    for words in &place.told {
        super::complain(words);
    }
    let mut writer = place.library.writer()?;
    let synced = writer.sync(folder)?;
    place.name_notes(&mut writer)?;
    if synced.unread > 0 {
        let unread = synced.unread.to_string();
        super::complain(&ground.words.fill("cli.sync-unread", &[("n", &unread)]));
    }
    if form.json || form.jsonl {
        let record = SyncRecord {
            received: synced.received,
            sent: synced.sent,
            devices: synced.devices,
            unread: synced.unread,
        };
        out.json(form, std::iter::once(Ok::<_, Fault>(record)))?;
        return Ok(DONE);
    }
    let (received, sent, devices) = (
        synced.received.to_string(),
        synced.sent.to_string(),
        synced.devices.to_string(),
    );
    let holes = [("received", &*received), ("sent", &*sent), ("devices", &*devices)];
    out.line(&ground.words.fill("cli.synced", &holes))?;
    Ok(DONE)
}
