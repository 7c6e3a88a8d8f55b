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
pub(in crate::report) struct Table {
    caption: String,
    heads: Vec<String>,
    /// Columns behind the name that hold texts and not figures.
    texts: Vec<usize>,
    wide: bool,
    rows: Vec<(Kind, String, Vec<Markup>)>,
}

impl Table {
    /// An empty table; the first head is that of the names of rows.
    pub(in crate::report) fn new(caption: String, heads: Vec<String>) -> Self {
        Self { caption, heads, texts: Vec::new(), wide: false, rows: Vec::new() }
    }

    /// These columns, counted from 0 behind the name, hold texts.
    pub(in crate::report) fn with_texts(mut self, columns: &[usize]) -> Self {
        self.texts = columns.to_vec();
        self
    }

    /// It has more columns than a page can hold in letters of the usual size.
    pub(in crate::report) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A row.
    pub(in crate::report) fn row(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Plain, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    /// A row of which some cells hold more than text.
    pub(in crate::report) fn marked(&mut self, name: String, cells: Vec<Markup>) {
        self.add(Kind::Plain, name, cells);
    }

    /// The sum of the rows above it.
    pub(in crate::report) fn sum(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Sum, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    /// The row that the page is about.
    pub(in crate::report) fn told(&mut self, name: String, cells: Vec<String>) {
        self.add(Kind::Told, name, cells.into_iter().map(|cell| html! { (cell) }).collect());
    }

    fn add(&mut self, kind: Kind, name: String, cells: Vec<Markup>) {
        self.rows.push((kind, name, cells));
    }

    /// Whether it has no rows.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as HTML.
    pub(in crate::report) fn html(&self) -> Markup {
        let class = |column: usize| if self.texts.contains(&column) { "" } else { "n" };
        let of_kind = |kind: Kind| match kind {
            Kind::Plain => "",
            Kind::Sum => "sum",
            Kind::Told => "told",
        };
        html! {
            div class="scroll" role="group" tabindex="0" aria-label=(self.caption) {
                table class=[self.wide.then_some("wide")] {
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
