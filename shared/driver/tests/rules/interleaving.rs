//! A scheduler that a seed decides: workers give way at every call to the outside, and one of them goes on.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Lets others go first, once.
pub async fn give_way() {
    let mut gave = false;
    poll_fn(|_| if std::mem::replace(&mut gave, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// Polls once.
pub fn poll<T>(task: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
    match task.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Runs to the end something that waits for nothing but its turn.
pub fn finish<T>(task: impl Future<Output = T>) -> T {
    let mut task = pin!(task);
    for _ in 0..100_000 {
        if let Some(value) = poll(task.as_mut()) {
            return value;
        }
    }
    panic!("this waits for ever");
}

/// Numbers that look random and depend on the seed alone (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }
}

/// Runs all tasks to their end, in an order that the seed decides.
pub fn interleave<T>(tasks: Vec<impl Future<Output = T>>, seed: u64) -> Vec<T> {
    let mut dice = Dice(seed);
    let mut ended: Vec<Option<T>> = tasks.iter().map(|_| None).collect();
    let mut running: Vec<(usize, Pin<Box<_>>)> = tasks.into_iter().map(Box::pin).enumerate().collect();
    for _ in 0..1_000_000 {
        if running.is_empty() {
            break;
        }
        let next = dice.below(running.len());
        let (number, task) = &mut running[next];
        if let Some(value) = poll(task.as_mut()) {
            ended[*number] = Some(value);
            drop(running.swap_remove(next));
        }
    }
    ended.into_iter().map(Option::unwrap).collect()
}
