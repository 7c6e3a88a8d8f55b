//! Tables as Parquet: the same rows and columns as in CSV, with types, for R, Python and databases.
//!
//! In: a table as CSV that we wrote. Out: the bytes of a Parquet file with one row group, compressed by snappy, which every
//! reader knows. Numbers are 64 bits wide, empty cells are nulls.

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::io;
use std::sync::Arc;

/// Columns of whole numbers.
const WHOLE: [&str; 3] = ["draw", "calendar_year", "row"];
/// Columns of texts.
const TEXTS: [&str; 13] = [
    "alternative",
    "account",
    "law",
    "item",
    "domain",
    "state",
    "by_rule",
    "variant",
    "measure",
    "scale",
    "moment",
    "figure",
    "name",
];
/// Columns of yes and no.
const FLAGS: [&str; 1] = ["unverified"];

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellKind {
    Whole,
    Text,
    Flag,
    Number,
}

/// The table as Parquet.
///
/// # Errors
/// A text that is no table of ours.
pub fn parquet(csv: &str) -> io::Result<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record?;
        columns.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell.to_owned()));
    }
    let kinds: Vec<CellKind> = names.iter().zip(&columns).map(|(name, cells)| kind(name, cells)).collect();
    write(&names, &kinds, &columns).map_err(io::Error::other)
}

fn kind(name: &str, cells: &[String]) -> CellKind {
    match name {
        _ if WHOLE.contains(&name) => CellKind::Whole,
        _ if FLAGS.contains(&name) => CellKind::Flag,
        _ if TEXTS.contains(&name) => CellKind::Text,
        // Of a study a column holds what varies, which may be a text.
        _ if cells.iter().any(|cell| !cell.is_empty() && cell.parse::<f64>().is_err()) => CellKind::Text,
        _ => CellKind::Number,
    }
}

fn write(names: &[String], kinds: &[CellKind], columns: &[Vec<String>]) -> Result<Vec<u8>, ParquetError> {
    let field = |(name, kind): (&String, &CellKind)| {
        let physical = match kind {
            CellKind::Whole => Physical::INT64,
            CellKind::Text => Physical::BYTE_ARRAY,
            CellKind::Flag => Physical::BOOLEAN,
            CellKind::Number => Physical::DOUBLE,
        };
        let logical = (*kind == CellKind::Text).then_some(LogicalType::String);
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = names.iter().zip(kinds).map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("mkba").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("mkba {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (kind, cells) in kinds.iter().zip(columns) {
        match kind {
            CellKind::Whole => column::<Int64Type>(&mut group, cells, |cell| cell.parse().ok())?,
            CellKind::Text => {
                column::<ByteArrayType>(&mut group, cells, |cell| Some(ByteArray::from(cell.as_bytes().to_vec())))?;
            }
            CellKind::Flag => column::<BoolType>(&mut group, cells, |cell| cell.parse().ok())?,
            CellKind::Number => column::<DoubleType>(&mut group, cells, |cell| cell.parse().ok())?,
        }
    }
    group.close()?;
    file.into_inner()
}

/// Writes one column; an empty cell is a null.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    cells: &[String],
    read: impl Fn(&str) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let read: Vec<Option<T::T>> = cells.iter().map(|cell| if cell.is_empty() { None } else { read(cell) }).collect();
    let there: Vec<i16> = read.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = read.into_iter().flatten().collect();
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn a_table_is_read_back_as_it_was() {
        let csv = "draw,alternative,net_benefit,unverified\n0,\"a,b\",-1.5,true\n1,=x,,false\n";
        let bytes = parquet(csv).expect("bytes");
        let mut file = tempfile::tempfile().expect("a file");
        std::io::Write::write_all(&mut file, &bytes).expect("written");
        let reader = SerializedFileReader::new(file).expect("a file");
        assert_eq!(reader.metadata().num_row_groups(), 1);
        let rows: Vec<Vec<Field>> = reader
            .into_iter()
            .map(|row| row.expect("a row").get_column_iter().map(|(_, field)| field.clone()).collect())
            .collect();
        let text = |text: &str| Field::Str(text.to_owned());
        assert_eq!(
            rows,
            [
                [Field::Long(0), text("a,b"), Field::Double(-1.5), Field::Bool(true)],
                [Field::Long(1), text("=x"), Field::Null, Field::Bool(false)],
            ]
        );
    }
}
