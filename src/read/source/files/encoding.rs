//! Text encodings: UTF-8, and what other encodings probably say.
//!
//! In: the bytes of a file. Out: its text; of a file in UTF-16 or Windows-1252 an error with its text as it was probably
//! meant, so that its place can be shown.

use std::fmt;

/// A file that is no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// What it probably says.
    pub text: String,
    /// Place in that text of the first character that shows it.
    pub at: usize,
    /// It is UTF-16; else it is taken for Windows-1252, which most programs of Windows write.
    pub utf16: bool,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not UTF-8")
    }
}

impl std::error::Error for NotUtf8 {}

/// The letters of Windows-1252 from 0x80 to 0x9F; the others are those of Unicode.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// The text of a file.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    let little = bytes.starts_with(&[0xFF, 0xFE]);
    // In UTF-16 without a mark every other byte of western text is 0.
    let zeros = |first: usize| bytes.len() > 3 && bytes.iter().skip(first).step_by(2).take(50).all(|byte| *byte == 0);
    let big = !little && (bytes.starts_with(&[0xFE, 0xFF]) || zeros(0) && !zeros(1));
    if little || big || (zeros(1) && !zeros(0)) {
        let unit = |pair: &[u8]| {
            if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) }
        };
        let units = bytes.chunks_exact(2).map(unit);
        let text = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        return Err(NotUtf8 { text: text.filter(|letter| *letter != '\u{feff}').collect(), at: 0, utf16: true });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let windows: Vec<char> = WINDOWS.chars().collect();
        let letter = |byte: &u8| match byte {
            0x80..=0x9F => windows[usize::from(byte - 0x80)],
            _ => char::from(*byte),
        };
        let bytes = error.as_bytes();
        let mut text: String = String::from_utf8_lossy(&bytes[..valid]).into_owned();
        text.extend(bytes[valid..].iter().map(letter));
        NotUtf8 { text, at: valid, utf16: false }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_writes_is_recognised() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec()).expect_err("no UTF-8");
        let found = refused(b"id;naam\r\na;caf\xE9 \x80 5\r\n");
        assert_eq!((found.text.as_str(), found.at, found.utf16), ("id;naam\r\na;café € 5\r\n", 14, false));
        let little: Vec<u8> = "\u{feff}id;é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}id;é".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little[..], &big[..], &little[2..], &big[2..]] {
            let found = refused(bytes);
            assert_eq!((found.text.as_str(), found.at, found.utf16), ("id;é", 0, true));
        }
        assert_eq!(decode("é\0".into()), Ok("é\0".to_string()));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
        assert_eq!(decode(vec![0; 8]), Ok("\0".repeat(8)));
    }
}
