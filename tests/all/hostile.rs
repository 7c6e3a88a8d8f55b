//! Never a panic: workbooks, studies and arguments that nobody would think of.
//!
//! As in `fuzz`, every input is made by a generator with a fixed start; `MKBA_FUZZ` asks for more of them.

use crate::fuzz::inputs;
use crate::mutate::Mutator;
use crate::program::{SCENARIO, program, said, shipped};
use mkba::read::check::standalone;
use mkba::read::library::WithLibrary;
use mkba::read::{Disk, Files, Memory, case, study};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Shapes of arguments: what they start with.
const VERBS: [&str; 8] = ["run", "show", "new", "check", "list", "help", "", "--help"];
/// What verbs are given.
const ARGUMENTS: [&str; 50] = [
    SCENARIO,
    "huisuitzetting",
    "library:schulden.toml",
    "prices/nl.csv",
    "studies/wachten.toml",
    ".",
    "..",
    "",
    "-",
    "--",
    "-h",
    "/dev/null",
    "no.toml",
    "no.csv",
    "no.xlsx",
    "\u{1b}[31m",
    "\u{202e}a",
    "\n",
    "é",
    "--draws",
    "--draws=1",
    "--draws=-1",
    "--draws=99999999999999999999",
    "--households=0",
    "--households=1",
    "--seed=18446744073709551615",
    "--threads=1",
    "--threads=0",
    "--method=cohort",
    "--method=x",
    "--precision=chance 1%",
    "--precision=net_benefit nan",
    "--set=children=1",
    "--set=children",
    "--set==",
    "--set=\u{1b}=1e999",
    "--alternative=schuldhulp",
    "--alternative=",
    "--lang=en",
    "--lang=xx",
    "--prices=no.csv",
    "--json",
    "--strict",
    "--from=schulden",
    "--case=schulden",
    "--case=",
    "--set=start.housing=court_order",
    "--set=settings.horizon={",
    "--full",
    "--at-means",
];

#[test]
fn arguments_end_in_a_code_that_we_know() {
    let place = tempfile::tempdir().expect("a folder");
    let tries = (inputs() / 100).clamp(60, 2_000);
    (0..tries).into_par_iter().for_each(|number| {
        let mut mutator = Mutator::new(number ^ 0xA26);
        let mut arguments = vec![VERBS[mutator.below(VERBS.len())].to_string()];
        for _ in 0..mutator.below(4) {
            let argument = ARGUMENTS[mutator.below(ARGUMENTS.len())].to_string();
            let changed = mutator.below(6) == 0 && !argument.is_empty();
            arguments.push(if changed { mutator.change(argument, "") } else { argument });
        }
        // No argument of a program holds this.
        arguments.iter_mut().for_each(|argument| argument.retain(|letter| letter != '\0'));
        if arguments[0] == "run" {
            arguments.extend(["--draws=2", "--households=1", "--quiet"].map(String::from));
        }
        // New scenarios go into a folder of their own.
        let folder = place.path().join(number.to_string());
        fs::create_dir(&folder).expect("made");
        let at = if arguments[0] == "new" || arguments[0] == "show" { &folder } else { &shipped() };
        let told = said(program(at).args(&arguments));
        assert!(matches!(told.code, Some(0..=3)), "{number} {arguments:?}: {told:?}");
        assert!(!told.err.contains("panicked") && !told.err.contains('\u{1b}'), "{number} {arguments:?}: {told:?}");
    });
}

#[test]
fn studies_never_panic() {
    let mut files = BTreeMap::new();
    for folder in ["studies", "prices", "rates", "domains", "."] {
        for entry in fs::read_dir(shipped().join(folder)).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            if let (Some("toml" | "csv"), Ok(text)) =
                (path.extension().and_then(|end| end.to_str()), fs::read_to_string(&path))
            {
                files.insert(shipped().join(folder).join(entry.file_name()).components().collect::<PathBuf>(), text);
            }
        }
    }
    let studies: Vec<&PathBuf> =
        files.keys().filter(|path| path.parent().is_some_and(|dir| dir.ends_with("studies"))).collect();
    assert!(studies.len() >= 4, "{studies:?}");
    (0..inputs() / 40).into_par_iter().for_each(|number| {
        let mut mutator = Mutator::new(number ^ 0x57D);
        let path = studies[mutator.below(studies.len())];
        let text = mutator.change(files[path].clone(), &files[studies[0]]);
        let memory = Memory(files.clone()).with(path.clone(), text);
        if let Ok(Some(study)) = study::open(&memory, path)
            && study.variants.len() <= 4
        {
            let _ = study.load(&memory, &[]);
        }
    });
}

#[test]
fn cases_never_panic() {
    let written = "case = 1\nscenario = \"huisuitzetting\"\ncode = \"2026-014\"\nalternative = \"maatwerk\"\n[answers]\n\
                   traits.children = 3\nstart.housing = \"court_order\"\nstart.debt = { none = 0.5, problematic = 0.5 }\n\
                   [set]\nsettings.horizon = \"5 years\"\nparameters.works = 0.5\n\
                   \"alternatives.maatwerk.interventions.huurschuld.start.month\" = 3\n";
    let other = fs::read_to_string(shipped().join(SCENARIO)).expect("a scenario");
    let sound = (0..inputs() / 100).into_par_iter().filter(|number| {
        let mut mutator = Mutator::new(number ^ 0xCA5E);
        let text = mutator.change(written.to_owned(), &other);
        // What is no case is read as a scenario, and refused as one.
        let memory = InLibrary(Memory::default().with("case.toml", text));
        case::load(&memory, Path::new("case.toml"), &[]).is_ok()
    });
    assert!(sound.count() > 0, "some changes leave a case sound");
}

/// Files in memory, and the library.
struct InLibrary(Memory);

impl Files for InLibrary {
    fn read(&self, path: &Path) -> std::io::Result<String> {
        self.0.read(path).or_else(|_| WithLibrary.read(path))
    }

    fn shipped(&self, name: &str) -> Option<PathBuf> {
        WithLibrary.shipped(name)
    }
}

/// A workbook whose parts are stored as they are: how Excel packs them makes no difference here.
pub fn workbook(sheet: &str) -> Vec<u8> {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet.to_string()),
    ];
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for (name, text) in &parts {
        let size = u32::try_from(text.len()).expect("small").to_le_bytes();
        let length = u16::try_from(name.len()).expect("short").to_le_bytes();
        let offset = u32::try_from(bytes.len()).expect("small").to_le_bytes();
        let sums = [checksum(text.as_bytes()).to_le_bytes(), size, size].concat();
        bytes.extend(
            [&b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0"[..], &sums, &length, &[0, 0], name.as_bytes(), text.as_bytes()]
                .concat(),
        );
        central.extend(
            [&b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0"[..], &sums, &length, &[0; 12], &offset, name.as_bytes()]
                .concat(),
        );
    }
    let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
    let [size, offset] = [central.len(), bytes.len()].map(|number| u32::try_from(number).expect("small").to_le_bytes());
    let end = [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size, &offset, &[0, 0]].concat();
    [bytes, central, end].concat()
}

/// The checksum of a ZIP archive (CRC-32).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

pub fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn read(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<String> {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    Disk.read(&path)
}

#[cfg(feature = "excel")]
#[test]
fn a_cell_far_away_takes_no_memory() {
    let place = tempfile::tempdir().expect("a folder");
    let near = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1"><v>0.5</v></c></row>"#;
    assert_eq!(read(place.path(), "near.xlsx", &workbook(&sheet(near))).expect("a list"), "id,0.5\n");
    for cell in ["XFD1048576", "A1048577", "A4294967295", "ZZZZZZ9", "B0", "1A", ""] {
        let far = format!(r#"{near}<row r="2"><c r="{cell}"><v>1</v></c></row>"#);
        let _ = read(place.path(), "far.xlsx", &workbook(&sheet(&far)));
    }
    let far = format!(r#"{near}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    let found = read(place.path(), "far.xlsx", &workbook(&sheet(&far))).expect_err("too large");
    assert_eq!(found.kind(), std::io::ErrorKind::FileTooLarge);
}

/// What numbers the file gives decides no memory: the place of a shared formula, or the digits of a row.
#[cfg(feature = "excel")]
#[test]
fn numbers_beyond_a_sheet_take_no_memory() {
    let place = tempfile::tempdir().expect("a folder");
    let shared = |index: &str| {
        format!(
            r#"<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1"><f t="shared" ref="B1:B2" si="{index}">A1</f></c></row>"#
        )
    };
    for index in ["0", "4000000000000", "9223372036854775806"] {
        let found = read(place.path(), "shared.xlsx", &workbook(&sheet(&shared(index)))).expect("a list");
        assert_eq!(found, "id,=A1\n", "{index}");
    }
    for row in ["4294967295", "99999999999999999999", "5000000000000000000000"] {
        let _ = read(place.path(), "row.xlsx", &workbook(&sheet(&format!(r#"<row r="{row}"><c><v>1</v></c></row>"#))));
    }
}

#[cfg(feature = "excel")]
#[test]
fn workbooks_never_panic() {
    let place = tempfile::tempdir().expect("a folder");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own_prices.xlsx");
    let real = fs::read(fixture).expect("a workbook");
    let rows = r#"<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c></row><row r="3"><c r="C3" t="e"><v>#N/A</v></c><c r="A3" s="1"><v>45000.5</v></c></row>"#;
    (0..inputs() / 20).into_par_iter().for_each(|number| {
        let mut mutator = Mutator::new(number ^ 0xE15);
        let bytes = match mutator.below(3) {
            // Within the archive, behind its checksums.
            0 => {
                let mut bytes = real.clone();
                for _ in 0..=mutator.below(8) {
                    let at = mutator.below(bytes.len());
                    bytes[at] = mutator.below(256) as u8;
                }
                bytes
            }
            1 => real[..mutator.below(real.len())].to_vec(),
            _ => workbook(&mutator.change(sheet(rows), rows)),
        };
        let name = format!("{number}.xlsx");
        let path = place.path().join(&name);
        if let Ok(text) = read(place.path(), &name, &bytes) {
            let files = Memory::default().with("a.csv", text);
            let _ = standalone::list(&files, Path::new("a.csv"), &standalone::Accounts::default());
        }
        let _ = fs::remove_file(path);
    });
}
