//! One world for one rule, and what must hold at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::event::Event;
use domain::id::OrderId;
use domain::part::Answer;
use domain::reference::ExternalReference;
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::ports::Tables;
use driver::rows::{self, Stored};
use platform::tables::DynamoTables;
use sandbox::bluecherry::{self as erp, BookedOrder, Company, Fault};
use sandbox::day::checks::{self, Oracle};
use sandbox::day::facts::Facts;
use sandbox::day::generator::Expected;
use sandbox::day::play::{self, Settled};
use sandbox::day::schedules::Schedules;
use sandbox::shopify::{self as shop, Calls, Order, Topic, WebhookSettings, signed_headers};
use sandbox::stack::{Function, Progress, Stack};
use sandbox::world::tool::Tool;
use sandbox::world::{CLIENT_SECRET, Plan, SHOP_DOMAIN, World, now};
use serde_json::Value;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio::time::sleep;

/// How many worlds play at once: each runs processes of its own, and a machine that is too busy is late for everything.
const AT_ONCE: u32 = 3;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE as usize);

/// A pace at which seconds do for minutes. The horizon of a post comes to 4.3 s.
const PACE: &[(&str, &str)] = &[
    ("BlueCherryTimeout", "1500ms"),
    ("BlueCherryGatewayTimeout", "500ms"),
    ("ShopifyTimeout", "2s"),
    ("InvocationMargin", "2500ms"),
    ("ClockMargin", "100ms"),
    ("BlueCherryReadLag", "100ms"),
    ("BlueCherryBusyRetry", "1s"),
    ("BlueCherryStatusAge", "2s"),
    ("SendWithin", "2s"),
    ("ResumeAfter", "3s"),
    ("DuePush", "2s"),
    ("DueWorkPeriod", "500ms"),
    ("OrderExportTimeout", "8"),
    ("ExportVisibility", "8"),
];

/// A world that plays at this pace but for `parameters` of the template. `name` is used once.
pub fn plan(name: &str, parameters: &[(&str, &str)]) -> Plan {
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    let parameters = PACE.iter().chain(parameters).map(owned).collect();
    Plan { name: name.to_owned(), parameters, ..Plan::default() }
}

/// A world that plays, and its place among those that may play at once.
pub struct Scene {
    pub world: World,
    pub tables: DynamoTables,
    pub tool: &'static Tool,
    turn: SemaphorePermit<'static>,
}

/// What everything came to.
pub struct End {
    /// What was booked, by order.
    pub booked: BTreeMap<u64, Vec<BookedOrder>>,
    /// What the table holds, by order.
    pub stored: BTreeMap<u64, Stored>,
    /// The trails.
    pub trails: BTreeMap<u64, Vec<TrailEntry>>,
    /// What came to BlueCherry.
    pub erp: erp::Counts,
    /// What came to Shopify.
    pub shopify: Calls,
    /// How many invocations of the export failed.
    pub failures: usize,
    /// Every line that the functions printed.
    pub printed: Vec<String>,
}

async fn tool() -> &'static Tool {
    static TOOL: OnceCell<Tool> = OnceCell::const_new();
    let build = || async { tokio::task::spawn_blocking(|| Tool::build(&Progress::plain())).await.unwrap().unwrap() };
    TOOL.get_or_init(build).await
}

impl Scene {
    /// Deploys a world and loads the sample mappings.
    pub async fn start(plan: Plan) -> Self {
        let turn = TURNS.acquire().await.unwrap();
        let tool = tool().await;
        let stack = Stack::shared().await.unwrap();
        let mut world = World::start(stack, plan).await.unwrap();
        for factor in world.factors.iter_mut().filter(|factor| factor.parameter == "DueWorkPeriod") {
            factor.divided_by = 120;
        }
        let load = ["mappings", "load", "infra/mappings", "--author", "scenario"];
        tool.run(&world.deployment, &load).await.unwrap();
        let dynamo = aws_sdk_dynamodb::Client::new(world.deployment.sdk());
        let tables = DynamoTables::new(dynamo, world.deployment.table_names());
        Self { world, tables, tool, turn }
    }

    /// BlueCherry, held for as long as the guard lives.
    pub fn company(&self) -> std::sync::MutexGuard<'_, Company> {
        self.world.bluecherry.company.lock().unwrap()
    }

    /// What befalls the posts of an order's first part, one after another.
    pub fn befall(&self, order: &Order, faults: impl IntoIterator<Item = Fault>) {
        self.company().script(reference(order).as_str(), faults);
    }

    /// A customer's order arrives and is routed at once; Shopify tells of it.
    pub fn place(&self, order: &Order) {
        let mut shop = self.world.shopify.shop();
        shop.place(order.clone(), now());
        shop.route(order.id).unwrap();
    }

    /// The same, but no webhook is sent: the events are left to whoever asked.
    pub fn place_untold(&self, order: &Order) -> Vec<shop::Event> {
        // Nobody takes events while the shop is held.
        let mut shop = self.world.shopify.shop();
        shop.place(order.clone(), now());
        shop.route(order.id).unwrap();
        shop.take_events()
    }

    /// How this world's webhooks are signed and where they go.
    pub fn webhooks(&self) -> WebhookSettings {
        WebhookSettings::new(&self.world.deployment.webhook.url, SHOP_DOMAIN, CLIENT_SECRET)
    }

    /// Sends an event's webhook under these settings, and gives the answer.
    pub async fn send(&self, event: &shop::Event, settings: &WebhookSettings) -> reqwest::Response {
        self.send_without(&[], event, settings).await
    }

    /// The same without these headers.
    pub async fn send_without(
        &self,
        headers: &[&str],
        event: &shop::Event,
        settings: &WebhookSettings,
    ) -> reqwest::Response {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.post(&settings.target).header("Host", &self.world.deployment.webhook.host);
        for (name, value) in signed_headers(settings, event) {
            if headers.contains(&name) {
                continue;
            }
            request = request.header(name, value);
        }
        request.header("Content-Type", "application/json").body(event.body.clone()).send().await.unwrap()
    }

    /// What the table holds of an order.
    pub async fn stored(&self, order: u64) -> Stored {
        let rows = self.tables.load(OrderId(order)).await.unwrap();
        rows::read(OrderId(order), Lane::Export, rows).unwrap()
    }

    /// What a function counted under a metric's name, all its lines together.
    pub fn counted(&self, function: Function, metric: &str) -> u64 {
        let printed = self.world.deployment.printed(function).unwrap();
        let lines = printed.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter_map(|line| line[metric].as_u64()).sum()
    }

    /// How many posts came to BlueCherry.
    pub fn posts(&self) -> u64 {
        self.world.bluecherry.counts().calls.get(&erp::Call::PostOrder).copied().unwrap_or_default()
    }

    /// Waits until something is so, while due work rings.
    pub async fn until(&self, what: &str, mut is_so: impl AsyncFnMut(&Self) -> bool) {
        let begun = Instant::now();
        let mut rung = Instant::now();
        while !is_so(self).await {
            assert!(begun.elapsed() < Duration::from_secs(30), "not within 30 s: {what}");
            if rung.elapsed() > self.world.due_work_period() {
                self.world.due_work().await.unwrap();
                rung = Instant::now();
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Lets time pass, while due work rings.
    pub async fn pass(&self, time: Duration) {
        let over = Instant::now() + time;
        while Instant::now() < over {
            self.world.due_work().await.unwrap();
            sleep(self.world.due_work_period()).await;
        }
    }

    /// Waits until everything rests.
    pub async fn settle(&self) -> Settled {
        // Without the sweep: it would mend what its rule does not expect to be mended.
        let settled = play::settle(&self.world, &self.tables, Schedules::DueWork, &Progress::plain()).await.unwrap();
        if let Some(waiting) = settled.waiting.first() {
            let trail = self.tables.trail(OrderId(*waiting)).await.unwrap();
            panic!("order {waiting} still waits: {:#?}\n{trail:#?}", settled.stored.get(waiting));
        }
        settled
    }

    /// Waits until everything rests, sees that every invariant holds, and ends the world. `oracle` says what each order must
    /// come to; what changed after its export must have come to that exception, and to no sales order more.
    pub async fn ends(self, oracle: &[(&Order, Expected)]) -> End {
        let settled = self.settle().await;
        let expected: Oracle = oracle.iter().map(|(order, expected)| (order.id, *expected)).collect();
        let mut facts = Facts::gather(&self.world, &self.tables, &settled).await.unwrap();
        assert_eq!(
            facts.orders.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>(),
            "the oracle knows all"
        );
        holds(&facts, &expected, &["I2", "I8", "I9", "I10"]);
        each_reference_once_and_shown(&facts);
        let end = End {
            booked: facts.booked.clone(),
            stored: settled.stored.clone(),
            trails: std::mem::take(&mut facts.trails),
            erp: self.world.bluecherry.counts(),
            shopify: self.world.shopify.calls(),
            failures: self.world.deployment.counts(Function::OrderExport).unwrap().errors,
            printed: facts.printed.clone(),
        };
        assert_eq!(end.erp.not_killed, Vec::<String>::new());
        // These compare the books of both sides as they are now, and a changed order's must differ.
        facts.orders.retain(|id, _| expected[id] != CHANGED);
        facts.booked.retain(|id, _| expected.get(id) != Some(&CHANGED));
        holds(&facts, &expected, &["I1", "I3", "I7"]);
        let Self { world, turn, .. } = self;
        world.stop().await;
        drop(turn);
        end
    }
}

/// What an order comes to that changed after its export.
pub const CHANGED: Expected = Expected::Exception("changed_after_export");

fn holds(facts: &Facts<'_>, oracle: &Oracle, invariants: &[&str]) {
    for check in checks::all(facts, oracle).iter().filter(|check| invariants.contains(&check.id)) {
        assert_eq!(check.violations, Vec::<String>::new(), "{}: {}", check.id, check.says);
    }
}

/// One sales order under each reference, and Shopify shows the number of each.
fn each_reference_once_and_shown(facts: &Facts<'_>) {
    let mut references = BTreeSet::new();
    for (id, booked) in facts.booked.iter().flat_map(|(id, all)| all.iter().map(move |one| (id, one))) {
        assert!(references.insert(&booked.ext_ref), "{} stands twice", booked.ext_ref);
        let shown = facts.orders[id].metafields.iter().any(|metafield| metafield.value.contains(&booked.ord_num));
        assert!(shown, "Shopify does not show {} of {}", booked.ord_num, booked.ext_ref);
    }
}

impl End {
    /// How often something of a kind came to BlueCherry.
    pub fn calls(&self, call: erp::Call) -> u64 {
        self.erp.calls.get(&call).copied().unwrap_or_default()
    }

    /// What each try of an order's first part came to, in a word.
    pub fn answers(&self, order: &Order) -> Vec<&'static str> {
        self.answered(order).into_iter().map(|(_, answer)| word(answer)).collect()
    }

    /// What each try of an order came to, oldest first.
    pub fn answered(&self, order: &Order) -> Vec<(&TrailEntry, &Answer)> {
        self.trails[&order.id]
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::Answered { answer, .. } => Some((entry, answer)),
                _ => None,
            })
            .collect()
    }

    /// The exceptions of an order, as they read.
    pub fn exceptions(&self, order: &Order) -> Vec<String> {
        self.stored[&order.id].order.rest.exceptions.iter().map(|open| open.exception.to_string()).collect()
    }

    /// Who has to see to an order.
    pub fn owners(&self, order: &Order) -> Vec<&'static str> {
        let open = &self.stored[&order.id].order.rest.exceptions;
        open.iter().map(|open| open.exception.problem.owner().name()).collect()
    }
}

/// The reference of an order's first part.
pub fn reference(order: &Order) -> ExternalReference {
    ExternalReference::sales_order(OrderId(order.id), 1)
}

/// The event of a topic.
pub fn event(events: &[shop::Event], topic: Topic) -> &shop::Event {
    events.iter().find(|event| event.topic == topic).unwrap()
}

fn word(answer: &Answer) -> &'static str {
    match answer {
        Answer::Accepted { probed: false, .. } => "accepted",
        Answer::Accepted { probed: true, .. } => "found",
        Answer::NotDone { .. } => "not done",
        Answer::Staged { .. } => "staged",
        Answer::Imported { .. } => "imported",
        Answer::NotImported { .. } => "not imported",
        Answer::NotStaged { .. } => "not staged",
        Answer::Rejected { .. } => "rejected",
        Answer::Unknown { .. } => "unknown",
        Answer::FoundNothing => "found nothing",
        Answer::FoundTwice { .. } => "found twice",
    }
}
