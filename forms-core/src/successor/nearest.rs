//! The few of many that share most with one, so that only those are compared in full.

/// What more share says too little to look them all up.
pub(super) const MOST: usize = 192;

/// How many are compared in full with each.
const KEPT: usize = 20;

/// Adds up what each shares.
pub(super) struct Nearest {
    scores: Vec<f32>,
    touched: Vec<u32>,
}

impl Nearest {
    /// Among so many.
    pub(super) fn new(count: usize) -> Self {
        Self { scores: vec![0.0; count], touched: Vec::new() }
    }

    /// Those that share something, with what that weighs.
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

    /// Those that share most, in their order; the next question begins anew.
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
