//! Every effect of the export done twice, killed before and after, its answer lost or late: at the end exactly one sales order
//! stands under each reference.

use std::collections::BTreeMap;
use std::rc::Rc;

use domain::image::OrderImage;
use domain::order::Standing;
use domain::step::{FindAnswer, PostAnswer};
use driver::ports::{NotNow, ReadAnswer, WriteAnswer};

use crate::fault::Fault;
use crate::interleaving::Dice;
use crate::sample::{image, three_parts};
use crate::settle::settle;
use crate::world::World;

struct Scenario {
    name: &'static str,
    image: fn() -> OrderImage,
    parts: usize,
    /// What becomes of the first post.
    first_post: Option<Fault>,
    /// What the outside answers at first.
    prepare: fn(&World),
}

const SCENARIOS: [Scenario; 10] = [
    Scenario { name: "a plain order", image, parts: 1, first_post: None, prepare: |_| () },
    Scenario {
        name: "an order whose post is unanswered",
        image,
        parts: 1,
        first_post: Some(Fault::LoseAnswer),
        prepare: |_| (),
    },
    Scenario { name: "an order whose post is lost", image, parts: 1, first_post: Some(Fault::Fail), prepare: |_| () },
    Scenario {
        name: "an order whose post is done late",
        image,
        parts: 1,
        first_post: Some(Fault::DoneLater),
        prepare: |_| (),
    },
    Scenario { name: "an order of three parts", image: three_parts, parts: 3, first_post: None, prepare: |_| () },
    Scenario {
        name: "an order that is refused at first",
        image,
        parts: 1,
        first_post: None,
        prepare: |world| {
            let why = || "401".to_owned();
            world.erp.borrow_mut().statuses.push(NotNow { until: None, why: why(), refused: true });
            world.erp.borrow_mut().answers.push(PostAnswer::Refused { why: why() });
            let refused = NotNow { until: None, why: why(), refused: true };
            world.shop.borrow_mut().reads.push(ReadAnswer::NotNow(refused.clone()));
            world.shop.borrow_mut().writes.push(WriteAnswer::NotNow(refused));
        },
    },
    Scenario {
        name: "an order whose post is unanswered and whose first probe is refused",
        image,
        parts: 1,
        first_post: Some(Fault::LoseAnswer),
        prepare: |world| world.erp.borrow_mut().finds.push(FindAnswer::Refused { why: "403".to_owned() }),
    },
    Scenario {
        name: "an order that is staged",
        image,
        parts: 1,
        first_post: None,
        prepare: |world| world.erp.borrow_mut().staging = true,
    },
    Scenario {
        name: "three parts that are staged, the first without an answer",
        image: three_parts,
        parts: 3,
        first_post: Some(Fault::LoseAnswer),
        prepare: |world| world.erp.borrow_mut().staging = true,
    },
    Scenario {
        name: "an order that cannot be read at first",
        image,
        parts: 1,
        first_post: None,
        prepare: |world| {
            world.shop.borrow_mut().reads.push(ReadAnswer::Unreadable { why: "currencyCode".to_owned() });
        },
    },
];

impl Scenario {
    /// The calls of a run with no other fault than the scenario's own, and those faults.
    fn clean(&self) -> (Vec<&'static str>, Vec<(usize, Fault)>) {
        let calls = self.run(&[]).calls.borrow().clone();
        let Some(fault) = self.first_post else { return (calls, Vec::new()) };
        let first = calls.iter().position(|call| *call == "post").unwrap();
        let own = vec![(first, fault)];
        let calls = self.run(&own).calls.borrow().clone();
        (calls, own)
    }

    fn run(&self, faults: &[(usize, Fault)]) -> Rc<World> {
        let world = World::new((self.image)());
        (self.prepare)(&world);
        world.faults.borrow_mut().extend(faults);
        settle(&world, [world.paid()]);
        world
    }

    fn must_end_well(&self, faults: &[(usize, Fault)], calls: &[&str]) {
        let said: Vec<String> = faults
            .iter()
            .map(|(at, fault)| format!("{fault:?} at call {at} ({})", calls.get(*at).unwrap_or(&"?")))
            .collect();
        let context = format!("{}: {}", self.name, said.join(", "));
        let world = self.run(faults);
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for (_, sales_order) in &world.erp.borrow().books {
            *held.entry(sales_order.reference.to_string()).or_default() += 1;
        }
        assert!(held.values().all(|orders| *orders == 1), "{context}: {held:?}");
        assert_eq!(held.len(), self.parts, "{context}");
        let stored = world.stored();
        assert_eq!(stored.order.standing(), Standing::Exported, "{context}: {:#?}", stored.order);
        assert_eq!(stored.due_at, None, "{context}: the due row is gone");
        let mut numbers = world.shop.borrow().numbers.clone();
        numbers.sort();
        let mut booked: Vec<_> = world.erp.borrow().books.iter().map(|(number, _)| number.clone()).collect();
        booked.sort();
        assert_eq!(numbers, booked, "{context}: Shopify shows every number");
        world.check();
    }
}

#[test]
fn the_runs_without_a_further_fault_make_every_kind_of_call() {
    let made: Vec<&str> = SCENARIOS.iter().flat_map(|scenario| scenario.clean().0).collect();
    for call in [
        "load",
        "commit",
        "mappings",
        "operation",
        "put operation",
        "delete operation",
        "count call",
        "read",
        "write",
        "status",
        "post",
        "find",
        "import",
    ] {
        assert!(made.contains(&call), "{call}");
    }
}

#[test]
fn each_fault_at_each_call_ends_with_exactly_one_sales_order() {
    let mut runs = 0;
    for scenario in &SCENARIOS {
        let (calls, own) = scenario.clean();
        scenario.must_end_well(&own, &calls);
        for at in (0..calls.len()).filter(|at| !own.iter().any(|(taken, _)| taken == at)) {
            for fault in Fault::ALL {
                let faults: Vec<_> = own.iter().copied().chain([(at, fault)]).collect();
                scenario.must_end_well(&faults, &calls);
                runs += 1;
            }
        }
    }
    assert!(runs > 1000, "only {runs} runs");
}

#[test]
fn several_faults_in_one_export_end_with_exactly_one_sales_order() {
    let clean: Vec<_> = SCENARIOS.iter().map(|scenario| (scenario, scenario.clean())).collect();
    for seed in 0..1500 {
        let mut dice = Dice(seed);
        let (scenario, (calls, own)) = &clean[dice.below(clean.len())];
        let mut faults = own.clone();
        for _ in 0..2 + dice.below(4) {
            let at = dice.below(calls.len() * 2);
            if !faults.iter().any(|(taken, _)| *taken == at) {
                faults.push((at, Fault::ALL[dice.below(Fault::ALL.len())]));
            }
        }
        scenario.must_end_well(&faults, calls);
    }
}
