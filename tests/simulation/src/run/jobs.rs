//! Spreads worlds over threads. A world stays on one; results are handed over in their order, whichever thread is quicker.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// The name of the threads that play worlds: a panic there is a violation, which is told as one.
pub const WORLD: &str = "world";

/// Does the work for 0, 1, … `count` - 1 on so many threads, until `stop` is set, and hands each result to `each` in order.
/// What was begun before the stop is still handed over.
///
/// # Panics
///
/// If no thread can be started.
pub fn in_order<T: Send>(
    jobs: usize,
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> T + Sync,
    mut each: impl FnMut(usize, T),
) {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, count.max(1)) {
            let sender = sender.clone();
            let (next, work) = (&next, &work);
            let worker = move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || sender.send((index, work(index))).is_err() {
                        return;
                    }
                }
            };
            #[expect(clippy::expect_used, reason = "without threads nothing can be played")]
            thread::Builder::new().name(WORLD.to_owned()).spawn_scoped(scope, worker).expect("a thread starts");
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                each(due, result);
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::in_order;

    #[test]
    fn results_come_in_order_whichever_thread_is_quicker() {
        let mut seen = Vec::new();
        let work = |index: usize| {
            std::thread::sleep(Duration::from_millis(if index.is_multiple_of(3) { 5 } else { 0 }));
            index * 10
        };
        in_order(4, 30, &AtomicBool::new(false), work, |index, result| seen.push((index, result)));
        assert_eq!(seen, (0..30).map(|index| (index, index * 10)).collect::<Vec<_>>());
    }

    #[test]
    fn after_a_stop_nothing_new_is_begun_and_what_was_done_is_handed_over() {
        let stop = AtomicBool::new(false);
        let mut seen = 0;
        let work = |index: usize| {
            if index == 4 {
                stop.store(true, Ordering::Relaxed);
            }
        };
        in_order(1, 1000, &stop, work, |_, ()| seen += 1);
        assert_eq!(seen, 5);
    }
}
