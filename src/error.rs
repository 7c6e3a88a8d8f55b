//! The error of this crate: one type from the first file to the last answer.
//!
//! In: faults with their files, or what a run or a request was refused with. Out: [`Error`], whose text is English and, with
//! [`Error::text`], Dutch as well. It does not colour or fold: a program that shows lines of files does that itself.

use std::fmt::{self, Write};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Diagnostics, Message, Severity, Sources};
use crate::words::Language;

/// Why there is no scenario, no result or no answer.
///
/// It is one type for everything, because whoever calls can do two things with it: show it, or stop. Finer types would have
/// to be wrapped in one another at every step from file to answer. What can be decided on is told by [`Error::kind`]; what
/// can be shown at its place in a file by [`Error::diagnostics`] and [`Error::sources`].
///
/// The text has one line for each fault, `file:line:column: what is wrong`, and one for each hint. `Debug` writes the same
/// text, so that a `main` that returns this error shows it.
///
/// ```
/// use mkba::model::Scenario;
/// use mkba::read::Memory;
///
/// let files = Memory::default().with("s.toml", "format = 1\nid = 3\n");
/// let error = Scenario::read_with(&files, "s.toml", &[]).unwrap_err();
/// assert_eq!(error.kind(), mkba::ErrorKind::Files);
/// assert!(error.to_string().starts_with("s.toml:1:1: "), "{error}");
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    sources: Sources,
    diagnostics: Diagnostics,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A scenario, study or list that has faults or cannot be read.
    Files,
    /// A scenario that was not read from files and whose parts do not fit together.
    Scenario,
    /// What is asked for does not exist, or does not go together.
    Request,
    /// A run ended without results.
    Simulation,
    /// A run was stopped on request.
    Stopped,
}

impl Error {
    /// An error of faults, each with its place in these files where it has one.
    pub fn new(kind: ErrorKind, sources: Sources, diagnostics: Diagnostics) -> Self {
        Self(Box::new(Inner { kind, sources, diagnostics, cause: None }))
    }

    /// An error that is one message.
    pub fn told(kind: ErrorKind, message: Message) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.fault(None, message);
        Self::new(kind, Sources::default(), diagnostics)
    }

    /// The same error with what lies behind it, whose text it already has.
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Everything that was found, warnings too, where there is at least one fault.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.0.diagnostics
    }

    /// The files that were read, into which [`Error::diagnostics`] point.
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }

    /// All faults with their hints in this language, one in a line.
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let faults = self.0.diagnostics.sorted().into_iter().filter(|found| found.severity == Severity::Fault);
        for fault in faults {
            self.write(fault, language, &mut text);
        }
        text.pop();
        text
    }

    fn write(&self, fault: &Diagnostic, language: Language, text: &mut String) {
        if let Some(place) = &fault.place {
            let file = self.0.sources.file(place.file);
            let (line, column) = file.line_column(place.span.start);
            // Writing to a text cannot fail.
            let _ = write!(text, "{}:{line}:{column}: ", file.name);
        }
        text.push_str(&language.fill(&fault.message));
        text.push('\n');
        for hint in &fault.hints {
            text.extend(["  ", language.text("level_hint"), ": ", &language.fill(hint), "\n"]);
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::En))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<Message> for Error {
    fn from(message: Message) -> Self {
        Self::told(ErrorKind::Request, message)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;
    use crate::diagnostics::Place;

    #[test]
    fn the_text_names_every_fault_with_its_place_and_hints_in_both_languages() {
        let mut sources = Sources::default();
        let text = "één = 1\ntwo = 0,35\n";
        let file = sources.add("map/s.toml", text);
        let mut found = Diagnostics::default();
        let start = text.find("0,35").expect("the number");
        found
            .fault(Some(Place { file, span: start..start + 4 }), Message::new("decimal_comma").with("found", "0,35"))
            .hint(Message::new("use_point").with("proposed", "0.35"));
        found.warning(None, Message::new("parameter_unused").with("name", "x"));
        found.fault(None, Message::new("empty_text"));
        let error = Error::new(ErrorKind::Files, sources, found);
        let wanted = "map/s.toml:2:7: `0,35` has a decimal comma\n  help: use a point: 0.35\nthis text is empty";
        assert_eq!(error.to_string(), wanted);
        assert_eq!(format!("{error:?}"), wanted);
        assert!(error.text(Language::Nl).starts_with("map/s.toml:2:7: `0,35` heeft een decimale komma\n  hulp: "));
    }

    #[test]
    fn what_lies_behind_it_can_be_asked_for() {
        let error = Error::from(Message::new("run_stopped"));
        assert!(error.source().is_none() && error.kind() == ErrorKind::Request);
        let error = error.because(fmt::Error);
        assert!(error.source().is_some_and(|cause| cause.is::<fmt::Error>()));
    }
}
