//! Faults of writing, as messages of the catalogue.
//!
//! In: what the system says. Out: [`Message`]s that name the place and what to do. Faults in scenario files are shown by
//! `report::faults`; errors of runs have messages of their own.

use crate::diagnostics::{Message, system_reason};
use std::io;
use std::path::Path;

/// A place that cannot be written to.
pub fn of_writing(path: &Path, error: &io::Error) -> Message {
    let key = match error.kind() {
        io::ErrorKind::NotFound => "output_no_folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "output_denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "output_full",
        _ => "output_failed",
    };
    Message::new(key).with("path", path.display()).with("reason", system_reason(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::words::Language;

    #[test]
    fn places_that_cannot_be_written_to_say_what_to_do() {
        for kind in
            [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied, io::ErrorKind::StorageFull, io::ErrorKind::Other]
        {
            let text = Language::En.fill(&of_writing(Path::new("a/b"), &io::Error::from(kind)));
            assert!(text.contains("a/b") && !text.contains('{'), "{text}");
        }
    }

    #[test]
    fn what_the_system_says_is_told_in_the_language_of_the_reader() {
        let text = |kind, language: Language| language.fill(&of_writing(Path::new("a"), &io::Error::from(kind)));
        let kind = io::ErrorKind::NotADirectory;
        assert!(text(kind, Language::Nl).contains("een deel van het pad is geen map"), "{}", text(kind, Language::Nl));
        assert!(text(kind, Language::En).contains("a part of the path is no folder"), "{}", text(kind, Language::En));
        // What has no text of ours is told as the system does.
        let rare = of_writing(Path::new("a"), &io::Error::other("odd"));
        assert!(Language::Nl.fill(&rare).contains("odd"));
    }
}
