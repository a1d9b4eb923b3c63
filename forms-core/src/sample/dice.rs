//! Chance that repeats itself: the same seed throws the same numbers on every platform.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to vary samples.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for one organisation of one sample.
    pub(super) fn new(seed: u64, salt: &str) -> Self {
        let salted = salt.bytes().fold(seed ^ 0x9e37_79b9_7f4a_7c15, |s, b| {
            s.rotate_left(7).wrapping_mul(0x0000_0100_0000_01b3) ^ u64::from(b)
        });
        Self(salted)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`; 0 where there are none.
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.next().checked_rem(sides).unwrap_or(0)
    }

    /// Draws true with a chance of one in `of`.
    pub(super) fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    /// Puts items into another order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = usize::try_from(self.below(i as u64 + 1)).unwrap_or(0);
            items.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let throws = |seed, salt| {
            let mut dice = Dice::new(seed, salt);
            (0..5).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1, "412015"), throws(1, "412015"));
        assert_ne!(throws(1, "412015"), throws(2, "412015"));
        assert_ne!(throws(1, "412015"), throws(1, "412023"));
        let mut items: Vec<u32> = (0..20).collect();
        Dice::new(1, "").shuffle(&mut items);
        assert_ne!(items, (0..20).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..20).collect::<Vec<_>>());
    }
}
