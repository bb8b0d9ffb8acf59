//! One world: the simulators with their books, the tables and the queue, the cloud that runs the functions, and those who look
//! on. Everything in it is driven by its kernel.

mod told;

pub use told::{Heard, Refusals};

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use driver::hint::Hint;
use driver::memory::{MemoryQueue, MemoryTables};
use driver::operations::note_arrival;
use driver::ports::Tables;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sandbox::bluecherry::{
    Company, CompanySettings, Environment as ErpEnvironment, Features, Gateway, GatewaySettings, ImportCycle,
};
use sandbox::day::generator::unknown_to_erp;
use sandbox::shopify::{Location, Shop};
use sandbox::world::samples::{Samples, value};

use crate::case::Case;
use crate::checks::{Checker, Promises, Traffic, Unheard, View, order_of};
use crate::cloud::settings::{COMPANY, WEBHOOK_URL, queue};
use crate::cloud::{Deployment, Doorbell, Idle, Installation, MOST_SKEW, Pool, Sweeps};
use crate::customers::{Action, What, begins, happen, house, mapping_rows, zone};
use crate::fault::CallKind;
use crate::kernel::{Keeps, Kernel, name_hash};
use crate::played::Counts;
use crate::ports::{Chance, Vault, at_once, subscription_key};

/// The currency of the samples' shop.
const CURRENCY: &str = "GBP";

/// A world.
pub struct World {
    /// What decides how it goes.
    pub case: Case,
    /// When it began.
    pub begins: Timestamp,
    /// The zone of the shop and of BlueCherry.
    pub zone: TimeZone,
    /// Time and events.
    pub kernel: Kernel<Self>,
    /// What goes wrong.
    pub chance: Chance,
    /// Shopify.
    pub shop: RefCell<Shop>,
    /// BlueCherry.
    pub company: RefCell<Company>,
    /// Its gateway.
    pub gateway: RefCell<Gateway>,
    /// The tables.
    pub tables: MemoryTables,
    /// The export queue, with its dead letters.
    pub queue: RefCell<MemoryQueue<Hint>>,
    /// The secrets.
    pub vault: Cell<Vault>,
    /// What is deployed.
    pub deployment: Deployment,
    /// The environments of its functions.
    pub pool: Pool,
    /// How the queue is polled.
    pub doorbell: Doorbell,
    /// What is known of ticks that would find nothing.
    pub idle: Idle,
    /// What is known of the sweeps.
    pub sweeps: Sweeps,
    /// What is known of the app in the shop.
    pub installation: Installation,
    /// Orders of which a webhook was lost, late or not taken, or a message not done at once.
    pub missed: RefCell<BTreeSet<u64>>,
    /// What messages told that are never received again.
    pub unheard: RefCell<BTreeMap<u64, Unheard>>,
    /// Those who look on.
    pub checker: RefCell<Checker>,
    /// What is counted.
    pub counts: RefCell<Counts>,
    /// Every call that departed.
    pub calls: RefCell<Vec<(u64, CallKind, u32)>>,
    /// What happened to each order's calls.
    pub traffic: RefCell<BTreeMap<u64, Traffic>>,
    /// References under which a post that was doubled on the wire booked or staged a second sales order.
    pub doubled: RefCell<BTreeSet<String>>,
    /// Orders of which BlueCherry booked something else than was posted.
    pub otherwise: RefCell<BTreeSet<u64>>,
    refusals: RefCell<BTreeMap<&'static str, Refusals>>,
    story: RefCell<Option<Vec<String>>>,
    shop_skew: Cell<SignedDuration>,
    erp_skew: Cell<SignedDuration>,
    seen_books: Cell<usize>,
    changed_at: Cell<Timestamp>,
}

impl World {
    /// The world of a case, with nothing planned in it. It tells a story if it is asked to.
    ///
    /// # Panics
    /// When the samples or the template do not hold what a deployment needs: a mistake of this program.
    pub fn new(case: &Case, samples: &Samples, plan: &[Action], tells: bool) -> Rc<Self> {
        let (begins, house) = (begins(case), house(case));
        let company = CompanySettings {
            company: COMPANY.to_owned(),
            environment: ErpEnvironment::Stg,
            zone: zone(),
            imports: house.imports_every.map(|every| ImportCycle { every }),
            read_lag: house.read_lag,
            ..CompanySettings::default()
        };
        let mut company = Company::new(company, samples.master_data(&[CURRENCY], &[unknown_to_erp(samples)]));
        // The others are about how an answer is written, which nobody reads here.
        company.switches.features = Features { refuses_duplicates: house.refuses_duplicates, ..Features::default() };
        let usual = GatewaySettings::default();
        let gateway = GatewaySettings {
            keys: vec![subscription_key(Vault::FIRST.erp)],
            calls: house.calls.unwrap_or(usual.calls),
            quota: house.quota,
            ..usual
        };
        #[expect(clippy::expect_used, reason = "a world without its deployment is no world")]
        let deployment = Deployment::of(&house, begins).expect("the template holds what the functions need");
        let checker = Checker::new(samples, plan, promises(&deployment));
        let world = Rc::new(Self {
            case: case.clone(),
            begins,
            zone: zone(),
            kernel: Kernel::new(begins),
            chance: Chance::new(case),
            shop: RefCell::new(shop(samples)),
            company: RefCell::new(company),
            gateway: RefCell::new(Gateway::new(gateway)),
            tables: MemoryTables::default(),
            queue: RefCell::new(MemoryQueue::new(queue())),
            vault: Cell::new(Vault::FIRST),
            deployment,
            pool: Pool::default(),
            doorbell: Doorbell::default(),
            idle: Idle::default(),
            sweeps: Sweeps::default(),
            installation: Installation::default(),
            missed: RefCell::default(),
            unheard: RefCell::default(),
            checker: RefCell::new(checker),
            counts: RefCell::default(),
            calls: RefCell::default(),
            traffic: RefCell::default(),
            doubled: RefCell::default(),
            otherwise: RefCell::default(),
            refusals: RefCell::default(),
            story: RefCell::new(tells.then(Vec::new)),
            shop_skew: Cell::default(),
            erp_skew: Cell::default(),
            seen_books: Cell::new(0),
            changed_at: Cell::new(begins),
        });
        world.shop_skew.set(world.skew("Shopify", 0));
        world.erp_skew.set(world.skew("BlueCherry", 0));
        for row in mapping_rows(samples, begins).unwrap_or_default() {
            let _ = at_once(world.tables.put_mapping(&row));
        }
        world
    }

    /// Plans everything that is done in it.
    pub fn plan(self: &Rc<Self>, actions: Vec<Action>) {
        for action in actions {
            let at = self.begins + action.at;
            self.kernel.at(at, Keeps::Awake, Box::new(move |world: &Rc<Self>| world.act(&action)));
        }
        self.plan_schedules();
        self.plan_installation();
        self.plan_imports();
    }

    fn act(self: &Rc<Self>, action: &Action) {
        self.note(&[name_hash("action"), action.order]);
        self.tell(|| format!("{} {:?}", action.order, action.what));
        match &action.what {
            What::PutMapping(row) => {
                let now = self.kernel.now();
                if at_once(self.tables.put_mapping(row)).unwrap_or_default() {
                    let _ = at_once(note_arrival(&self.tables, &row.key(), now));
                }
            }
            what => {
                self.counts.borrow_mut().orders += u64::from(matches!(what, What::Place(_)));
                self.import_due();
                let (mut shop, mut company) = (self.shop.borrow_mut(), self.company.borrow_mut());
                let refused = happen(action, &mut shop, &mut company, self.begins, self.shop_clock()).err();
                drop((shop, company));
                if let Some(refused) = refused {
                    self.tell(|| format!("{} {refused}", action.order));
                }
            }
        }
        if action.order > 0 {
            self.shop_changed(action.order);
        }
    }

    /// An order changed in the shop: its webhooks are sent, and those who look on are told.
    pub fn shop_changed(self: &Rc<Self>, order: u64) {
        self.changed_at.set(self.kernel.now());
        self.deliver_events();
        self.touched(order);
    }

    /// Runs BlueCherry's imports whose time has come.
    pub fn import_due(&self) {
        let now = self.erp_clock();
        self.company.borrow_mut().import_due(now);
        self.books_changed();
    }

    /// Tells those who look on of every sales order that was booked since this was last done.
    pub fn books_changed(&self) {
        let orders: Vec<u64> = {
            let company = self.company.borrow();
            let books = company.orders();
            let new = &books[self.seen_books.replace(books.len())..];
            new.iter().filter_map(|booked| order_of(&booked.ext_ref).map(|(order, _)| order)).collect()
        };
        for order in orders {
            self.note(&[name_hash("booked"), order]);
            self.tell(|| format!("{order} is booked"));
            self.touched(order);
        }
    }

    fn plan_imports(self: &Rc<Self>) {
        if let Some(cycle) = self.company.borrow().settings().imports {
            self.import_after(cycle.every);
        }
    }

    fn import_after(&self, every: SignedDuration) {
        let imports = move |world: &Rc<Self>| {
            world.import_due();
            world.import_after(every);
        };
        self.kernel.after(every, Keeps::Asleep, Box::new(imports));
    }

    /// Those who look on are told that an order changed somewhere.
    pub fn touched(&self, order: u64) {
        self.look(|checker, view| checker.touched(view, order));
    }

    /// Lets those who look on look at the world as it is.
    pub fn look(&self, look: impl FnOnce(&mut Checker, &View<'_>)) {
        let (shop, company, doubled) = (self.shop.borrow(), self.company.borrow(), self.doubled.borrow());
        let (now, books, otherwise) = (self.kernel.now(), company.orders(), self.otherwise.borrow());
        let staged = |reference: &str| company.is_staged(reference);
        let erp_now = self.erp_clock();
        let imports = |import: &str| company.import_state(import, erp_now).is_some();
        let closed_until = company.switches.window.map(|window| window.until);
        let (doubled, otherwise) = (&*doubled, &*otherwise);
        let view = View {
            now,
            shop: &shop,
            books,
            tables: &self.tables,
            doubled,
            otherwise,
            staged: &staged,
            imports: &imports,
            closed_until,
        };
        look(&mut self.checker.borrow_mut(), &view);
    }

    /// The time by Shopify's clock.
    pub fn shop_clock(&self) -> Timestamp {
        self.kernel.now() + self.shop_skew.get()
    }

    /// The time by BlueCherry's clock.
    pub fn erp_clock(&self) -> Timestamp {
        self.kernel.now() + self.erp_skew.get()
    }

    /// How long a secret is used before it is read again.
    pub fn secret_age(&self) -> SignedDuration {
        self.deployment.secret_age
    }

    /// How long Shopify is waited for.
    pub fn shopify_patience(&self) -> SignedDuration {
        self.deployment.shopify_patience
    }

    /// How long BlueCherry is waited for.
    pub fn erp_patience(&self) -> SignedDuration {
        self.deployment.erp_patience
    }

    /// How long BlueCherry's gateway waits for it.
    pub fn gateway_timeout(&self) -> SignedDuration {
        self.deployment.gateway_timeout
    }

    /// Adds to the trace what happens now.
    pub fn note(&self, words: &[u64]) {
        self.kernel.trace.note(&[self.kernel.now_micros().cast_unsigned()]);
        self.kernel.trace.note(words);
    }

    /// Tells a line of the story, if one is told.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        if let Some(story) = self.story.borrow_mut().as_mut() {
            let at = self.kernel.now().to_zoned_datetime(self.zone.clone());
            story.push(format!("{} {}", at.strftime("%m-%d %H:%M:%S%.3f"), line()));
        }
    }

    /// The lines of the story that were told since this was last asked.
    pub fn take_story(&self) -> Vec<String> {
        self.story.borrow_mut().as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Whether nothing more will move but schedules that find nothing: no call, no message, nothing due until then; a whole
    /// sweep has looked since the last change and since that moment; and no audit has anything to mend.
    pub fn is_quiet(&self, since: Timestamp, until: Timestamp) -> bool {
        let is_swept = !self.case.nets.sweep || self.sweeps.is_whole_since(self.changed_at.get().max(since));
        is_swept
            && self.kernel.is_asleep()
            && self.queue.borrow().is_empty()
            && !self.is_due_by(until)
            && !self.awaits_audit(since)
    }

    /// When the day's quota of calls to BlueCherry begins anew, if orders wait for that.
    pub fn quota_until(&self) -> Option<Timestamp> {
        let (is_used_up, day) = (self.gateway.borrow().counts().out_of_quota > 0, 24 * 60 * 60);
        let midnight = Timestamp::from_second((self.erp_clock().as_second() / day + 1) * day).ok()?;
        (is_used_up && self.is_due_by(midnight + SignedDuration::from_mins(2))).then_some(midnight)
    }

    fn is_due_by(&self, moment: Timestamp) -> bool {
        let is_due = |shard| {
            let due = self.tables.due(domain::step::Lane::Export, shard, moment, 1);
            at_once(due).is_ok_and(|due| !due.is_empty())
        };
        (0..self.deployment.due_work.due_shards).any(is_due)
    }

    /// Drops everything that holds the world.
    pub fn end(&self) {
        self.kernel.clear();
        self.pool.clear();
    }
}

fn promises(deployment: &Deployment) -> Promises {
    let (budget, policy) = (deployment.driver.budget, &deployment.policy);
    Promises {
        due_push: deployment.due_work.push,
        patience: policy.patience,
        skew: SignedDuration::from_millis(MOST_SKEW),
        calls: usize::try_from(budget.calls).unwrap_or(usize::MAX),
        calls_window: budget.window,
        // Another deployment has a little more patience.
        busy_retry: policy.busy_retry + SignedDuration::from_secs(15),
        recheck: policy.recheck + SignedDuration::from_mins(1),
        import_cycle: policy.horizon.import_cycle,
        settled: policy.horizon.after(Timestamp::UNIX_EPOCH).duration_since(Timestamp::UNIX_EPOCH),
    }
}

fn shop(samples: &Samples) -> Shop {
    let mut locations: Vec<Location> = samples
        .locations
        .iter()
        .map(|row| Location {
            id: value(row, "source").parse().unwrap_or_default(),
            name: value(row, "warehouse").to_owned(),
        })
        .collect();
    let primary = locations.remove(0);
    let mut shop = Shop::new(primary, locations);
    shop.stub_bodies = true;
    shop.subscribe_all(WEBHOOK_URL);
    shop
}
