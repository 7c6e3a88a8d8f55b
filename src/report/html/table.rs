//! Tables of a page: a caption, headings with their scope, a name for each row.
//!
//! In: texts. Out: HTML; a table that is wider than the window can be scrolled, also with the keyboard.

use maud::{Markup, html};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// The sum of the rows above it.
    Sum,
    /// The one that the page is about.
    Told,
}

/// A table that is being filled.
pub(crate) struct Table {
    caption: String,
    heads: Vec<String>,
    /// Columns behind the name that hold texts and not figures.
    texts: Vec<usize>,
    wide: bool,
    narrow: bool,
    rows: Vec<(Kind, String, Vec<Markup>)>,
}

impl Table {
    /// An empty table; the first head is that of the names of rows.
    pub(crate) fn new(caption: String, heads: Vec<String>) -> Self {
        Self { caption, heads, texts: Vec::new(), wide: false, narrow: false, rows: Vec::new() }
    }

    /// These columns, counted from 0 behind the name, hold texts.
    pub(crate) fn with_texts(mut self, columns: &[usize]) -> Self {
        self.texts = columns.to_vec();
        self
    }

    /// It has more columns than a page can hold in letters of the usual size.
    pub(crate) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// It has many columns of short figures.
    pub(crate) fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// A row.
    pub(crate) fn row(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Plain, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    /// A row of which some cells hold more than text.
    pub(crate) fn marked(&mut self, name: String, cells: Vec<Markup>) {
        self.add(Kind::Plain, name, cells);
    }

    /// The sum of the rows above it.
    pub(crate) fn sum(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Sum, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    /// The row that the page is about.
    pub(crate) fn told(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Told, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    fn add(&mut self, kind: Kind, name: String, cells: Vec<Markup>) {
        self.rows.push((kind, name, cells));
    }

    /// Whether it has no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn class(&self) -> Option<&'static str> {
        match (self.wide, self.narrow) {
            (true, _) => Some("wide"),
            (_, true) => Some("narrow"),
            _ => None,
        }
    }

    /// The table as HTML.
    pub(crate) fn html(&self) -> Markup {
        let class = |column: usize| if self.texts.contains(&column) { "" } else { "n" };
        let of_kind = |kind: Kind| match kind {
            Kind::Plain => "",
            Kind::Sum => "sum",
            Kind::Told => "told",
        };
        html! {
            div class="scroll" role="group" tabindex="0" aria-label=(self.caption) {
                table class=[self.class()] {
                    caption { (self.caption) }
                    thead { tr {
                        @for (at, head) in self.heads.iter().enumerate() {
                            th scope="col" class=[at.checked_sub(1).map(class)] { (head) }
                        }
                    } }
                    tbody {
                        @for (kind, name, cells) in &self.rows {
                            tr class=(of_kind(*kind)) {
                                th scope="row" { (name) }
                                @for (at, cell) in cells.iter().enumerate() { td class=(class(at)) { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
