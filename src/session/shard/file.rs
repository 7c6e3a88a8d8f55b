//! The bytes of a shard.
//!
//! In: outcomes of groups of draws. Out: records of postcard (<https://postcard.jamesmunns.com>), each after its length as
//! eight bytes, the least first: a header; of each run of which the shard has groups those groups, and what came of
//! their households in bins. Last stand the 32 bytes of SHA-256 over all before.

use crate::session::shard::plan::ShardPlan;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, BufReader, BufWriter, Read, Write};

/// Bytes of the hash.
const HASH: usize = 32;
/// Longest record, in bytes.
const MOST: u64 = 1 << 32;

/// What a shard starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    plan: String,
    engine: String,
    results_version: u32,
    shard: usize,
}

impl Header {
    fn of(plan: &ShardPlan, shard: usize) -> Self {
        let ShardPlan { id, engine, results_version, .. } = plan;
        Self { plan: id.clone(), engine: engine.clone(), results_version: *results_version, shard }
    }
}

/// What bytes are that should be a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// The shard.
    Whole,
    /// Not what was written.
    Broken,
    /// A shard of another plan, made by this version of the engine.
    Other(String),
}

/// Looks at the bytes of a shard: all are read.
///
/// # Errors
/// Bytes that cannot be read.
pub fn look(plan: &ShardPlan, shard: usize, bytes: impl Read) -> io::Result<Look> {
    let mut reader = BufReader::new(bytes);
    let mut hash = Sha256::new();
    // The last bytes are no part of what is hashed: they are held back.
    let (mut held, mut block) = (Vec::with_capacity(HASH), vec![0; 1 << 16]);
    let mut start = Vec::new();
    loop {
        let count = match reader.read(&mut block) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if start.is_empty() {
            start.extend_from_slice(&block[..count]);
        }
        held.extend_from_slice(&block[..count]);
        let known = held.len().saturating_sub(HASH);
        hash.update(&held[..known]);
        held.drain(..known);
    }
    if held != hash.finalize()[..] {
        return Ok(Look::Broken);
    }
    match record::<Header>(&mut start.as_slice()) {
        Ok(found) if found == Header::of(plan, shard) => Ok(Look::Whole),
        Ok(found) if found.plan == plan.id => Ok(Look::Broken),
        Ok(found) => Ok(Look::Other(found.engine)),
        Err(_) => Ok(Look::Broken),
    }
}

/// Writes a shard.
pub(super) struct ShardWriter<W: Write> {
    out: BufWriter<W>,
    hash: Sha256,
}

impl<W: Write> ShardWriter<W> {
    /// Starts with the header.
    pub(super) fn new(plan: &ShardPlan, shard: usize, out: W) -> io::Result<Self> {
        let mut writer = Self { out: BufWriter::new(out), hash: Sha256::new() };
        writer.add(&Header::of(plan, shard))?;
        Ok(writer)
    }

    /// Adds a record.
    pub(super) fn add(&mut self, record: &impl Serialize) -> io::Result<()> {
        let bytes = postcard::to_allocvec(record).map_err(io::Error::other)?;
        for part in [&(bytes.len() as u64).to_le_bytes()[..], &bytes] {
            self.hash.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }

    /// Ends with the hash.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self { mut out, hash } = self;
        out.write_all(&hash.finalize())?;
        out.flush()
    }
}

/// Reads a shard that was [`look`]ed at.
pub(super) struct ShardReader<R: Read>(BufReader<R>);

impl<R: Read> ShardReader<R> {
    /// Reads the header; `None` where it is another shard.
    pub(super) fn new(plan: &ShardPlan, shard: usize, bytes: R) -> io::Result<Option<Self>> {
        let mut reader = Self(BufReader::new(bytes));
        let header: Header = reader.next()?;
        Ok((header == Header::of(plan, shard)).then_some(reader))
    }

    /// The next record.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        record(&mut self.0)
    }
}

fn record<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > MOST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    postcard::from_bytes(&bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
