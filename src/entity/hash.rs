//! A small, fast hash for the recogniser's own tables.
//!
//! The keys are short words of one story or of the embedded lists and the tables live no longer than the story, so
//! the default hash, which withstands chosen keys, would cost a third of the time for nothing: what chosen words can
//! do is bounded by the length of one article.

use std::hash::{BuildHasherDefault, Hasher};

/// A map with the fast hash.
pub type Map<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Fast>>;
/// A set with the fast hash.
pub type Set<K> = std::collections::HashSet<K, BuildHasherDefault<Fast>>;

/// Multiplies and rotates eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub struct Fast(u64);

impl Fast {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x51_7c_c1_b7_27_22_0a_95);
    }
}

impl Hasher for Fast {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.mix(u64::from_le_bytes(*eight));
        }
        self.mix(last_word(bytes, rest) ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.mix(u64::from(word));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

/// The bytes after the last whole eight as a number. Keys are short, so that most of the time goes here; it is read in
/// two steps from both ends.
fn last_word(bytes: &[u8], rest: &[u8]) -> u64 {
    let bits = rest.len() as u32 * 8;
    match (
        bytes.last_chunk::<8>(),
        rest.first_chunk::<4>(),
        rest.last_chunk::<4>(),
        rest,
    ) {
        (_, _, _, []) => 0,
        (Some(last), ..) => u64::from_le_bytes(*last) >> (64 - bits),
        (_, Some(low), Some(high), _) => {
            let (low, high) = (u32::from_le_bytes(*low), u32::from_le_bytes(*high));
            u64::from(low) | u64::from(high) << (bits - 32)
        }
        _ => rest
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_a_little_endian_number() {
        let bytes: Vec<u8> = (1..=40).collect();
        for from in 0..8 {
            for to in from..bytes.len() {
                let bytes = &bytes[from..to];
                let (_, rest) = bytes.as_chunks::<8>();
                let mut padded = [0; 8];
                padded[..rest.len()].copy_from_slice(rest);
                assert_eq!(last_word(bytes, rest), u64::from_le_bytes(padded), "{bytes:?}");
            }
        }
    }
}
