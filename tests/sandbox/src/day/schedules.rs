//! The schedules of the template, as often as the compressed day has their minutes and nights.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::stack::deployment::InvokeError;
use crate::world::{Feed, World};

/// Which schedules ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedules {
    /// Due work, the sweep and the nightly sweep: as in life.
    All,
    /// Due work alone: whatever comes to rest does so without the sweep.
    DueWork,
}

/// What a schedule rings.
#[derive(Debug, Clone, Copy)]
enum Rung {
    DueWork,
    Sweep(Feed),
}

/// A schedule and its next time.
struct Tick {
    rung: Rung,
    period: Duration,
    at: Instant,
}

/// The schedules that ring.
pub(super) struct Ticks<'world> {
    world: &'world World,
    ticks: Vec<Tick>,
}

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_millis(100);

impl Schedules {
    /// Rings until a function fails.
    pub(super) async fn ring_on(self, world: &World) -> InvokeError {
        let mut ticks = self.ticks(world);
        loop {
            if let Err(failed) = ticks.ring_what_is_due().await {
                return failed;
            }
            sleep(LOOK).await;
        }
    }

    /// Due work is due at once, a sweep after its period.
    pub(super) fn ticks(self, world: &World) -> Ticks<'_> {
        let now = Instant::now();
        let sweep = |feed| {
            let period = world.sweep_period(feed);
            Tick { rung: Rung::Sweep(feed), period, at: now + period }
        };
        let mut ticks = vec![Tick { rung: Rung::DueWork, period: world.due_work_period(), at: now }];
        if self == Self::All {
            ticks.extend([Feed::Orders, Feed::OrdersOf30Days].map(sweep));
        }
        Ticks { world, ticks }
    }
}

impl Ticks<'_> {
    /// Rings everything whose time has come, one after another.
    pub(super) async fn ring_what_is_due(&mut self) -> Result<(), InvokeError> {
        for tick in self.ticks.iter_mut().filter(|tick| tick.at <= Instant::now()) {
            tick.at = Instant::now() + tick.period;
            match tick.rung {
                Rung::DueWork => self.world.due_work().await?,
                Rung::Sweep(feed) => self.world.sweep(feed).await?,
            }
        }
        Ok(())
    }
}
