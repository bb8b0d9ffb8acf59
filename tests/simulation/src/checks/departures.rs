//! What must hold at the moment in which a call departs, and in which a message is given up as done.

use jiff::Timestamp;

use super::{Checker, Departure, Tried};
use crate::fault::CallKind;

impl Checker {
    /// Notes that a function makes a call about an order, or about what is no order's.
    pub fn departed(&mut self, departure: Departure, now: Timestamp) {
        let Departure { machine, order, call, tried } = departure;
        match call {
            CallKind::Load => self.grants.begins(machine, order),
            CallKind::ErpPost => {
                self.posts_in_time(order, tried, now);
                self.is_counted(&departure, now);
            }
            CallKind::ErpStatus | CallKind::ErpFind | CallKind::ErpImport => self.is_counted(&departure, now),
            _ => {}
        }
    }

    /// A post leaves while the intent of its very part is open and allows it, and while its caller may still believe so; by clocks
    /// that may be off.
    fn posts_in_time(&mut self, order: u64, tried: Option<Tried>, now: Timestamp) {
        let held = tried.and_then(|tried| self.watched.get(&order)?.intent(tried.part)).map(|intent| intent.send_by);
        let send_by = held.zip(tried).map(|(held, tried)| held.min(tried.send_by));
        let skew = self.promises.skew;
        self.fact("I8", Some(order), send_by.is_some_and(|send_by| now <= send_by + skew), || {
            format!("a post of {tried:?} leaves at {now}, when its worker had lost its turn: its intent is {held:?}")
        });
    }

    /// Each call to BlueCherry uses up one call that was granted to its own drive of the budget that all share. Two windows of it may
    /// meet within the length of one, and a third where clocks are a window apart; never more.
    fn is_counted(&mut self, departure: &Departure, now: Timestamp) {
        let is_granted = self.grants.uses(departure.machine, departure.order);
        self.fact("budget", None, is_granted, || {
            format!("a call to BlueCherry leaves that nobody granted: {departure:?}")
        });
        self.erp_calls.push_back(now);
        if self.erp_calls.len() > 3 * self.promises.calls
            && let Some(first) = self.erp_calls.pop_front()
        {
            self.fact("budget", None, now.duration_since(first) >= self.promises.calls_window, || {
                format!("more than three budgets of calls to BlueCherry left between {first} and {now}")
            });
        }
    }

    /// Notes that the sweep of the night rings an old revision: it must be known, and rung before by the other sweep.
    pub fn found_by_night(&mut self, order: u64, told: Timestamp, is_swept: bool) {
        let image = self.watched.get(&order).and_then(|watched| watched.folded.image.as_ref());
        let held = image.map(|image| image.updated_at);
        self.fact("nightly", Some(order), is_swept && held.is_some_and(|held| held >= told), || {
            format!(
                "only the nightly sweep tells of the revision of {told}; known is {held:?}, swept before: {is_swept}"
            )
        });
    }

    /// Notes that the sweep brought late news of so many orders; of these something had gone wrong before.
    pub fn found_by_sweep(&mut self, found: u64, excused: &[u64]) {
        self.fact("sweep", None, found <= excused.len() as u64, || {
            format!("the sweep brought late news of {found} orders; something had gone wrong with {excused:?} alone")
        });
    }

    /// Notes that the sweep's news were counted so often in an invocation that certainly brought late ones of these orders.
    pub fn counted_of_sweep(&mut self, counted: u64, certain: &[u64]) {
        self.fact("sweep", None, counted >= certain.len() as u64, || {
            format!("the sweep brought late news of {certain:?}; {counted} were counted")
        });
    }

    /// Notes that the sweep asks for what changed since then: of an order that changed before and not since it has rung, or nobody
    /// tells of it any more.
    pub fn swept(&mut self, order: u64, changed_at: Timestamp, rang: Option<Timestamp>, since: Timestamp) {
        self.fact("swept", Some(order), rang >= Some(changed_at), || {
            format!(
                "the sweep asks for changes since {since}; of the one of {changed_at} it has not rung, but of {rang:?}"
            )
        });
    }

    /// Notes that a webhook about an order is answered well, since whose arrival the queue has taken so many hints of webhooks of its
    /// topic about it.
    pub fn rung(&mut self, order: u64, told: u32) {
        self.fact("rung", Some(order), told > 0, || {
            "a webhook was answered well, and the queue has taken no hint of its topic since it arrived".to_owned()
        });
    }

    /// Notes that a message about an order is deleted as done, after so many loads of the order since it was received: somebody
    /// has looked, or it is lost.
    pub fn acknowledged(&mut self, order: u64, loads: u32) {
        self.fact("I7", Some(order), loads > 0, || {
            "a message was deleted, and nobody had looked at its order".to_owned()
        });
    }
}
