//! A future that an event answers.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct State<T> {
    answer: Option<T>,
    waker: Option<Waker>,
}

/// What waits.
pub struct Reply<T>(Rc<RefCell<State<T>>>);

/// What answers it.
pub struct Slot<T>(Rc<RefCell<State<T>>>);

/// A reply and the slot that answers it.
pub fn slot<T>() -> (Reply<T>, Slot<T>) {
    let state = Rc::new(RefCell::new(State { answer: None, waker: None }));
    (Reply(Rc::clone(&state)), Slot(state))
}

impl<T> Slot<T> {
    /// Answers, and wakes what waits.
    pub fn answer(self, answer: T) {
        let waker = {
            let mut state = self.0.borrow_mut();
            state.answer = Some(answer);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether nobody waits any more.
    pub fn is_alone(&self) -> bool {
        Rc::strong_count(&self.0) == 1
    }
}

impl<T> Future for Reply<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.0.borrow_mut();
        if let Some(answer) = state.answer.take() {
            return Poll::Ready(answer);
        }
        if !state.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            state.waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}
