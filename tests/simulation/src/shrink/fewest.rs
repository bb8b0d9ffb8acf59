//! The fewest of many that still do what all of them did.

use std::collections::BTreeSet;

/// The fewest of `all` that still do, by Zeller's delta debugging: none, else halves, quarters and so on, alone and left out. `first`
/// says which of some candidates is the first that still does. They are cut into no more than so many pieces. When the time is over,
/// the fewest that were found by then.
pub(super) fn fewest<T: Copy + Ord>(
    all: &[T],
    at_most: usize,
    is_over: &impl Fn() -> bool,
    mut first: impl FnMut(&[Vec<T>]) -> Option<usize>,
) -> Vec<T> {
    if all.is_empty() || first(&[Vec::new()]).is_some() {
        return Vec::new();
    }
    let mut kept = all.to_vec();
    let mut pieces = 2;
    while kept.len() > 1 && !is_over() {
        let size = kept.len().div_ceil(pieces);
        let chunks: Vec<Vec<T>> = kept.chunks(size).map(<[T]>::to_vec).collect();
        if let Some(alone) = first(&chunks) {
            kept.clone_from(&chunks[alone]);
            pieces = 2;
            continue;
        }
        // Of two halves, each is what the other leaves out.
        let others: Vec<Vec<T>> = match chunks.len() {
            0..=2 => Vec::new(),
            _ => chunks.iter().map(|gone| without(&kept, gone)).collect(),
        };
        if let Some(rest) = first(&others) {
            kept.clone_from(&others[rest]);
            pieces = (pieces - 1).max(2);
        } else if size == 1 || pieces >= at_most {
            break;
        } else {
            pieces = (pieces * 2).min(kept.len());
        }
    }
    kept
}

fn without<T: Copy + Ord>(all: &[T], gone: &[T]) -> Vec<T> {
    let gone: BTreeSet<T> = gone.iter().copied().collect();
    all.iter().copied().filter(|one| !gone.contains(one)).collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::fewest;

    #[test]
    fn the_fewest_are_found_wherever_they_stand() {
        let all: Vec<u32> = (0..100).collect();
        for wanted in [vec![3], vec![99], vec![0, 99], vec![7, 8, 50], vec![]] {
            let still = |kept: &Vec<u32>| wanted.iter().all(|one| kept.contains(one));
            let kept = fewest(&all, usize::MAX, &|| false, |some| some.iter().position(still));
            assert_eq!(kept, wanted);
        }
    }

    #[test]
    fn one_of_two_hundred_is_found_in_a_few_tries() {
        let all: Vec<u32> = (0..200).collect();
        let tries = Cell::new(0);
        let still = |kept: &Vec<u32>| {
            tries.set(tries.get() + 1);
            kept.contains(&131)
        };
        fewest(&all, usize::MAX, &|| false, |some| some.iter().position(still));
        assert!(tries.get() <= 20, "{} tries", tries.get());
    }
}
