//! Exponential variates, by the ziggurat method.
//!
//! In: 64 random bits at a time. Out: a unit exponential variate ([`Waits`]), by the ziggurat of Marsaglia and Tsang
//! ("The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5(8), 2000) with 256 layers.
//! It takes a logarithm in one of 1,000 cases; a logarithm for each was a third of the time of a simulation. A
//! library's ziggurat is not used because its logarithms are those of the platform wherever another crate wants them to
//! be; these are always those of `libm`, so that bits are the same everywhere.

/// Layers.
const LAYERS: usize = 256;
/// What one more of the 53 highest bits adds to a number between 0 and 1.
const UNIT: f64 = 1.0 / (1u64 << 53) as f64;
/// More than rounding can be in a density.
const MARGIN: f64 = 1e-12;
/// Where the tail begins, for 256 layers.
const TAIL: f64 = 7.697_117_470_131_05;

/// The layers of the ziggurat.
#[derive(Debug)]
pub struct Waits {
    /// Right end of each layer, from the base up; `edge[1]` is where the tail begins.
    edge: [f64; LAYERS + 1],
    /// The same for one unit of the 53 highest bits of a word.
    unit: [f64; LAYERS],
    /// Density at each edge.
    density: [f64; LAYERS + 1],
}

impl Default for Waits {
    /// Lays out the layers: each has the area of the base, tail included.
    fn default() -> Self {
        let density = |x: f64| libm::exp(-x);
        // The base is a box up to the tail, and the tail, whose area is the density there.
        let area = TAIL * density(TAIL) + density(TAIL);
        let mut edge = [0.0; LAYERS + 1];
        (edge[0], edge[1]) = (area / density(TAIL), TAIL);
        for layer in 2..LAYERS {
            edge[layer] = -libm::log(area / edge[layer - 1] + density(edge[layer - 1]));
        }
        let unit = std::array::from_fn(|layer| edge[layer] * UNIT);
        Self { edge, unit, density: edge.map(density) }
    }
}

impl Waits {
    /// A variate; `next` gives random words.
    #[inline(always)]
    pub fn draw(&self, mut next: impl FnMut() -> u64) -> f64 {
        let word = next();
        let layer = word as usize % LAYERS;
        let wait = whole(word) * self.unit[layer];
        if wait < self.edge[layer + 1] { wait } else { self.outside(layer, wait, next) }
    }

    /// What does not fall within a box of which all lies below the density.
    #[cold]
    fn outside(&self, layer: usize, wait: f64, mut next: impl FnMut() -> u64) -> f64 {
        if layer == 0 {
            return TAIL - libm::log(1.0 - uniform(next()));
        }
        let [low, high] = [self.density[layer], self.density[layer + 1]];
        let height = low + (high - low) * uniform(next());
        // The density lies above its tangent at the right end and, as it is convex, below its chord: mostly that
        // decides.
        let [right, left] = [self.edge[layer], self.edge[layer + 1]];
        let tangent = low + low * (right - wait);
        let chord = low + (high - low) * ((right - wait) / (right - left));
        let below = match () {
            () if height < tangent - MARGIN => true,
            () if height > chord + MARGIN => false,
            () => height < libm::exp(-wait),
        };
        if below { wait } else { self.draw(next) }
    }
}

/// A uniform number from the 53 highest bits: 0 included, 1 excluded. The lowest 8 choose the layer.
fn uniform(word: u64) -> f64 {
    whole(word) * UNIT
}

/// The 53 highest bits as a number.
#[inline(always)]
fn whole(word: u64) -> f64 {
    // By way of a signed number, which takes one instruction instead of five.
    (word >> 11) as i64 as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::random::household_stream::HouseholdStream;
    use statrs::distribution::{ContinuousCDF, Exp};

    fn sample(count: usize) -> Vec<f64> {
        let (waits, stream) = (Waits::default(), HouseholdStream::new(6, 0, 0));
        let mut at = 0;
        let mut next = || {
            at += 1;
            stream.cycle(at).word(3)
        };
        (0..count).map(|_| waits.draw(&mut next)).collect()
    }

    #[test]
    fn the_top_layer_ends_at_nothing() {
        let waits = Waits::default();
        assert_eq!((waits.edge[LAYERS], waits.density[LAYERS]), (0.0, 1.0));
        // The area above the last edge is that of a layer too: what defines where the tail begins.
        let area = waits.edge[255] * (1.0 - waits.density[255]);
        assert!((area - TAIL * libm::exp(-TAIL) - libm::exp(-TAIL)).abs() < 1e-12, "{area}");
        assert!(waits.edge.windows(2).all(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn variates_are_exponential() {
        let mut found = sample(400_000);
        let n = found.len() as f64;
        let mean = found.iter().sum::<f64>() / n;
        let square = found.iter().map(|x| x * x).sum::<f64>() / n;
        assert!((mean - 1.0).abs() < 4.0 / n.sqrt(), "{mean}");
        assert!((square - 2.0).abs() < 4.0 * (20.0 / n).sqrt(), "{square}");
        let beyond = found.iter().filter(|x| **x > TAIL).count() as f64;
        let expected = n * libm::exp(-TAIL);
        assert!((beyond - expected).abs() < 5.0 * expected.sqrt(), "{beyond} beyond the tail, {expected} expected");
        found.sort_by(f64::total_cmp);
        let cdf = Exp::new(1.0).expect("a rate");
        let gap = |(rank, x): (usize, &f64)| (cdf.cdf(*x) - (rank as f64 + 0.5) / n).abs();
        let distance = found.iter().enumerate().map(gap).fold(0.0, f64::max);
        assert!(distance < 1.95 / n.sqrt(), "{distance}"); // 0.1 % point of the Kolmogorov distribution
    }
}
