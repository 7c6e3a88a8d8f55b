//! Studies: one scenario in many variants.
//!
//! In: a study file, which names a base scenario and a grid of values, a sample of values or a list of variants. Out: a
//! [`Study`], and on demand the [`Scenario`] of each variant. Nothing is run here.

mod range;
mod reader;
mod weights;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostics, Place, Sources};
use crate::model::{ReplacedPrice, Scenario, Text, VariantValue};
use crate::read::load::{LoadOptions, Loaded, Refused, load_on};
use crate::read::source::files::remembered::Remembered;
use crate::read::source::files::{self, Files};
use crate::read::source::overrides::Change;
use crate::read::source::{follow_up, toml_text};
use crate::read::study::reader::Reader;

/// Most variants in a study.
pub const MOST_VARIANTS: usize = 20_000;

/// A study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name of the study.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// Its variants, in the order of the file; of a grid the first line changes slowest.
    pub variants: Vec<Variant>,
    /// Figures of the result file that are asked for beside the net benefit, as paths in an alternative
    /// (`accounts.gemeente.net_benefit`).
    pub figures: Vec<String>,
    sources: Sources,
    path: PathBuf,
    base: PathBuf,
    base_place: Place,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name, unique in the study.
    pub name: String,
    /// How much it counts beside the others, before weights are made to add up to 1; `None` where it has none.
    pub weight: Option<f64>,
    /// What is different: short name and value.
    pub values: Vec<(String, VariantValue)>,
    changes: Vec<Change>,
}

/// What is told of all variants before any is run.
pub struct Variants {
    /// Of each variant, the draws that its settings ask for.
    pub draws: Vec<usize>,
    /// The first variant.
    pub first: Scenario,
    /// All files that were read, the study first.
    pub sources: Sources,
    /// Cells of the price list that the list laid over it replaced, in the first variant.
    pub replaced: Vec<ReplacedPrice>,
    /// Warnings about the first variant.
    pub warnings: Diagnostics,
}

/// Reads a study file; `None` where the file is none or cannot be read (it may be a scenario).
///
/// # Errors
/// [`Refused`] with every fault of the study file; the base is not read yet.
pub fn open(files: &dyn Files, path: &Path) -> Result<Option<Study>, Refused> {
    let Ok(text) = files::read_text(files, path) else { return Ok(None) };
    // Reading a large scenario twice would take time.
    if !text.contains("study") {
        return Ok(None);
    }
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text);
    let mut syntax = Diagnostics::default();
    let parsed = toml_text::parse(&sources.file(file).text, file, &mut syntax);
    if !parsed.table.has("study") {
        return Ok(None);
    }
    let mut faults = Diagnostics::default();
    let study = Reader { sources: &sources, faults: &mut faults }.study(&parsed.table, path);
    let lines = BTreeMap::from([(file, parsed.faulty_lines)]);
    let lines = lines.into_iter().filter(|(_, starts)| !starts.is_empty()).collect();
    let found = follow_up::without(&syntax, faults, &lines, &sources);
    match study {
        Some(study) if !found.has_faults() => Ok(Some(Study { sources, ..study })),
        _ => Err(Refused { sources, diagnostics: found }),
    }
}

impl Study {
    /// Whether its variants have weights.
    pub fn has_weights(&self) -> bool {
        self.variants.iter().any(|variant| variant.weight.is_some())
    }

    /// Reads the base in every variant, to find all faults before the first run. The scenarios are not kept, as many of
    /// them would take much memory. `set` gives other values to characteristics and parameters in all of them.
    ///
    /// # Errors
    /// [`Refused`] with the faults of all variants.
    pub fn load(&self, files: &dyn Files, set: &[(String, String)]) -> Result<Variants, Refused> {
        let files = &Remembered::new(files);
        let (mut draws, mut first, mut sources) = (Vec::new(), None, Sources::default());
        let mut refused: Option<Refused> = None;
        for variant in &self.variants {
            match (self.loaded(variant, files, set), &mut refused) {
                (Ok(loaded), None) => {
                    draws.push(loaded.scenario.settings.draws);
                    add_new(&loaded.sources, &mut sources);
                    first.get_or_insert(loaded);
                }
                (Ok(_), Some(_)) => {}
                (Err(more), None) => refused = Some(more),
                (Err(more), Some(found)) => found.join(&more),
            }
        }
        match (refused, first) {
            (None, Some(Loaded { scenario, replaced, warnings, .. })) => {
                Ok(Variants { draws, first: scenario, sources, replaced, warnings })
            }
            (refused, _) => Err(refused
                .unwrap_or_else(|| Refused { sources: self.sources.clone(), diagnostics: Diagnostics::default() })),
        }
    }

    /// The scenario of one variant.
    ///
    /// # Errors
    /// [`Refused`] with its faults.
    pub fn scenario(
        &self,
        variant: &Variant,
        files: &dyn Files,
        set: &[(String, String)],
    ) -> Result<Scenario, Refused> {
        self.loaded(variant, files, set).map(|loaded| loaded.scenario)
    }

    fn loaded(&self, variant: &Variant, files: &dyn Files, set: &[(String, String)]) -> Result<Loaded, Refused> {
        let options = LoadOptions {
            sources: self.sources.clone(),
            paths: BTreeMap::from([(0, self.path.clone())]),
            named_at: Some(self.base_place.clone()),
            changes: &variant.changes,
            ..LoadOptions::default()
        };
        load_on(options, files, &self.base, set).map(|(loaded, _)| loaded)
    }
}

/// Adds the files that are not there yet.
fn add_new(from: &Sources, to: &mut Sources) {
    for file in from.files() {
        if !to.files().contains(file) {
            to.push(file.clone());
        }
    }
}
