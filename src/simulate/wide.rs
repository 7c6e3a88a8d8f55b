//! Work on many draws at a time, with the widest instructions that the processor has.
//!
//! In: [`Work`]. Out: what it gives, the same bits whatever the instructions: the same multiplications and additions in the
//! same order, never fused, on two, four or eight draws at a time.

/// What is to be done. Everything on its way to the numbers has to be inlined (`#[inline(always)]`), else it stays narrow.
pub trait Work {
    /// What it gives.
    type Done;
    /// Does it.
    fn run(self) -> Self::Done;
}

/// Does it with the widest instructions.
pub fn widest<W: Work>(work: W) -> W::Done {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has just said that it knows these instructions. MEASURED
            return unsafe { by_eight(work) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it knows these instructions. MEASURED
            return unsafe { by_four(work) };
        }
    }
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn by_eight<W: Work>(work: W) -> W::Done {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn by_four<W: Work>(work: W) -> W::Done {
    work.run()
}
