//! Selects the few procedures that share most with one, so that only those are compared in full.

/// Maximum length of a list of procedures that share a feature; a feature of more says too little.
pub(super) const MOST: usize = 192;

/// Maximum number of procedures that are compared in full with one.
const KEPT: usize = 20;

/// Sums the weights of the features that each procedure shares.
pub(super) struct Nearest {
    scores: Vec<f32>,
    touched: Vec<u32>,
}

impl Nearest {
    /// Starts with `count` procedures that share nothing yet.
    pub(super) fn new(count: usize) -> Self {
        Self { scores: vec![0.0; count], touched: Vec::new() }
    }

    /// Adds the weight of a feature to the procedures that share it.
    pub(super) fn add(&mut self, list: &[u32], weight: f32) {
        for i in list.iter().filter(|_| list.len() <= MOST) {
            if let Some(score) = self.scores.get_mut(*i as usize) {
                if *score == 0.0 {
                    self.touched.push(*i);
                }
                *score += weight;
            }
        }
    }

    /// Returns the indexes of those that share most, in ascending order, and resets all weights.
    pub(super) fn take(&mut self) -> Vec<u32> {
        let mut touched = std::mem::take(&mut self.touched);
        let score = |i: &u32| self.scores.get(*i as usize).copied().unwrap_or(0.0);
        if touched.len() > KEPT {
            touched
                .select_nth_unstable_by(KEPT, |a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        }
        let mut kept: Vec<u32> = touched.iter().take(KEPT).copied().collect();
        for i in touched {
            if let Some(score) = self.scores.get_mut(i as usize) {
                *score = 0.0;
            }
        }
        kept.sort_unstable();
        kept
    }
}
