//! Tasks: futures that are polled when they were woken, in the order in which they were.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Which task. A slot is used again, under another generation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaskId {
    place: usize,
    generation: u64,
}

/// How a task ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It returned.
    Returned,
    /// It panicked.
    Panicked,
    /// It was killed.
    Killed,
}

type Work = Pin<Box<dyn Future<Output = ()>>>;
type OnEnd<W> = Box<dyn FnOnce(&Rc<W>, Ended)>;

struct Task<W> {
    generation: u64,
    /// None while it is polled.
    work: Option<Work>,
    ended: OnEnd<W>,
    wake: Arc<WakeUp>,
    is_killed: bool,
}

pub(super) struct Tasks<W> {
    places: RefCell<Vec<Option<Task<W>>>>,
    free: RefCell<Vec<usize>>,
    generation: RefCell<u64>,
    /// Those that were killed; what follows of it happens apart from what killed them.
    killed: RefCell<Vec<OnEnd<W>>>,
    ready: Arc<Mutex<VecDeque<TaskId>>>,
}

impl<W> Default for Tasks<W> {
    fn default() -> Self {
        Self {
            places: RefCell::default(),
            free: RefCell::default(),
            generation: RefCell::default(),
            killed: RefCell::default(),
            ready: Arc::default(),
        }
    }
}

struct WakeUp {
    task: TaskId,
    is_queued: AtomicBool,
    ready: Arc<Mutex<VecDeque<TaskId>>>,
}

impl Wake for WakeUp {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::Relaxed) {
            self.ready.lock().unwrap_or_else(PoisonError::into_inner).push_back(self.task);
        }
    }
}

impl<W> Tasks<W> {
    pub(super) fn spawn(&self, work: Work, ended: OnEnd<W>) -> TaskId {
        let generation = self.generation.replace_with(|generation| *generation + 1);
        let mut places = self.places.borrow_mut();
        let place = self.free.borrow_mut().pop().unwrap_or_else(|| {
            places.push(None);
            places.len() - 1
        });
        let task = TaskId { place, generation };
        let wake = Arc::new(WakeUp { task, is_queued: AtomicBool::new(false), ready: Arc::clone(&self.ready) });
        wake.wake_by_ref();
        places[place] = Some(Task { generation, work: Some(work), ended, wake, is_killed: false });
        task
    }

    pub(super) fn kill(&self, id: TaskId) {
        let dropped = {
            let mut places = self.places.borrow_mut();
            match &mut places[id.place] {
                Some(task) if task.generation == id.generation => {
                    if task.work.is_none() {
                        // It kills itself: it is dropped once its poll returns.
                        task.is_killed = true;
                        return;
                    }
                    self.free.borrow_mut().push(id.place);
                    places[id.place].take()
                }
                _ => return,
            }
        };
        if let Some(task) = dropped {
            drop(task.work);
            self.killed.borrow_mut().push(task.ended);
        }
    }

    pub(super) fn run_ready(&self, world: &Rc<W>) {
        loop {
            let killed = std::mem::take(&mut *self.killed.borrow_mut());
            for ended in killed {
                ended(world, Ended::Killed);
            }
            let next = self.ready.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            match next {
                Some(task) => self.poll(world, task),
                None if self.killed.borrow().is_empty() => return,
                None => {}
            }
        }
    }

    fn poll(&self, world: &Rc<W>, id: TaskId) {
        let (mut work, wake) = {
            let mut places = self.places.borrow_mut();
            let Some(task) = places[id.place].as_mut().filter(|task| task.generation == id.generation) else { return };
            task.wake.is_queued.store(false, Ordering::Relaxed);
            let Some(work) = task.work.take() else { return };
            (work, Arc::clone(&task.wake))
        };
        let waker = Waker::from(wake);
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(&mut Context::from_waker(&waker))));
        let ended = match polled {
            Ok(Poll::Pending) => {
                let mut places = self.places.borrow_mut();
                match &mut places[id.place] {
                    Some(task) if !task.is_killed => {
                        task.work = Some(work);
                        return;
                    }
                    _ => Ended::Killed,
                }
            }
            Ok(Poll::Ready(())) => Ended::Returned,
            Err(_) => Ended::Panicked,
        };
        drop(work);
        let task = self.places.borrow_mut()[id.place].take();
        self.free.borrow_mut().push(id.place);
        if let Some(task) = task {
            (task.ended)(world, ended);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.borrow().len() == self.free.borrow().len()
    }

    pub(super) fn clear(&self) {
        let places = std::mem::take(&mut *self.places.borrow_mut());
        drop(places);
        self.free.borrow_mut().clear();
        self.killed.borrow_mut().clear();
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
