//! Marks the difference between two names for a person to read.

/// Merges two names into one with removals and additions marked: `認定［－の請求］［＋（市町村長）］`.
pub(super) fn marked(old: &str, new: &str) -> String {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let mut out = String::new();
    let mark = |out: &mut String, sign: char, part: Option<&[char]>| {
        if let Some(part) = part.filter(|p| !p.is_empty()) {
            out.push('［');
            out.push(sign);
            out.extend(part);
            out.push('］');
        }
    };
    let (mut i, mut j) = (0, 0);
    for (x, y) in common(&a, &b).into_iter().chain([(a.len(), b.len())]) {
        mark(&mut out, '－', a.get(i..x));
        mark(&mut out, '＋', b.get(j..y));
        out.extend(a.get(x));
        (i, j) = (x + 1, y + 1);
    }
    out
}

/// Returns the index pairs of characters that two names share: common prefix and suffix, and a
/// longest common subsequence of the middle, unless that is long: such names have little in common.
fn common(a: &[char], b: &[char]) -> Vec<(usize, usize)> {
    const LONGEST: usize = 2_500;
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let (middle_a, middle_b) = (
        a.get(start..a.len() - end).unwrap_or_default(),
        b.get(start..b.len() - end).unwrap_or_default(),
    );
    let mut places: Vec<(usize, usize)> = (0..start).map(|i| (i, i)).collect();
    if middle_a.len() * middle_b.len() <= LONGEST {
        let between = subsequence(middle_a, middle_b);
        places.extend(between.into_iter().map(|(i, j)| (i + start, j + start)));
    }
    places.extend((0..end).rev().map(|i| (a.len() - 1 - i, b.len() - 1 - i)));
    places
}

/// Returns the index pairs of a longest common subsequence.
fn subsequence(a: &[char], b: &[char]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut lengths = vec![0u16; (a.len() + 1) * width];
    let at = |lengths: &[u16], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let best = if x == y {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = best;
            }
        }
    }
    let (mut i, mut j, mut places) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            places.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_marked() {
        assert_eq!(marked("認定の請求", "認定の請求（市長）"), "認定の請求［＋（市長）］");
        assert_eq!(marked("児童扶養手当", "児童手当"), "児童［－扶養］手当");
        assert_eq!(marked("現況届", "現況報告"), "現況［－届］［＋報告］");
        assert_eq!(marked("", ""), "");
    }
}
