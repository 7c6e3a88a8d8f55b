//! Random texts, and comparison of secrets.
//!
//! In: a number of bytes. Out: text in hexadecimal digits, from the random source of the system; digests to compare.

use sha2::{Digest, Sha256};
use std::io;

/// A digest of a secret: what is compared, and all that is remembered.
pub(super) type Digested = [u8; 32];

/// So many random bytes, as hexadecimal digits.
///
/// # Errors
/// A system without a random source.
pub(super) fn random(bytes: usize) -> io::Result<String> {
    let mut drawn = vec![0; bytes];
    getrandom::fill(&mut drawn).map_err(io::Error::other)?;
    Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The digest of a secret. Digests may be compared in any time: who knows one does not know the secret.
pub(super) fn digested(secret: &str) -> Digested {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_texts_differ_and_digests_are_those_of_the_standard() {
        let (a, b) = (random(16).expect("drawn"), random(16).expect("drawn"));
        assert!(a != b && a.len() == 32 && a.bytes().all(|byte| byte.is_ascii_hexdigit()));
        // FIPS 180-4, "abc".
        assert_eq!(digested("abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
    }
}
