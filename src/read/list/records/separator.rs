//! The column separator of a CSV file.
//!
//! In: the text of a list. Out: a [`Separator`].

/// What stands between the columns of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Separator {
    #[default]
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    pub(crate) const ALL: [Separator; 3] = [Separator::Comma, Separator::Semicolon, Separator::Tab];

    /// The byte in the file.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }

    /// The separator that occurs most outside quotes in the first line with anything in it.
    pub(crate) fn of(text: &str) -> Self {
        let mut counts = [0_usize; 3];
        let mut quoted = false;
        for byte in text.trim_start_matches(['\r', '\n']).bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted => break,
                _ if quoted => {}
                _ => Self::ALL
                    .iter()
                    .zip(&mut counts)
                    .for_each(|(separator, count)| *count += usize::from(separator.byte() == byte)),
            }
        }
        let most = *counts.iter().max().unwrap_or(&0);
        Self::ALL
            .into_iter()
            .zip(counts)
            .find(|(_, count)| *count == most)
            .map_or(Self::Comma, |(separator, _)| separator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_separator() {
        for (text, wanted) in [
            ("id,a,b\n1;2;3;4;5", Separator::Comma),
            ("id;a;b\r\n1,2", Separator::Semicolon),
            ("\r\nid;\"a,b,c\";b", Separator::Semicolon),
            ("id\ta\n", Separator::Tab),
            ("id", Separator::Comma),
            ("", Separator::Comma),
        ] {
            assert_eq!(Separator::of(text), wanted, "{text}");
        }
    }
}
