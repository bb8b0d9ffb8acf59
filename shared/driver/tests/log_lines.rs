//! What is logged while an order is worked on. A program of its own, with one test: which places log at all is decided once
//! for all threads of a program, so that others would be in its way.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]
#![expect(dead_code, reason = "the outside of the rules serves more tests than this one")]

use std::io::{self, Write};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use domain::image::OrderImage;
use domain::step::{FindAnswer, PostAnswer};
use driver::ports::{NotNow, ReadAnswer, Tables, WriteAnswer};
use serde_json::Value;
use tracing::Level;

use crate::interleaving::finish;
use crate::sample::{image, three_parts};
use crate::settle::settle;
use crate::world::{ORDER, World};

#[path = "rules/fault.rs"]
mod fault;
#[path = "rules/interleaving.rs"]
mod interleaving;
#[path = "rules/ports.rs"]
mod ports;
#[path = "../../domain/tests/rules/sample.rs"]
mod sample;
#[path = "rules/settle.rs"]
mod settle;
#[path = "rules/world.rs"]
mod world;

type Prepare = fn(&World);

/// An order that goes, and one that meets nearly everything.
const ORDERS: [(fn() -> OrderImage, Prepare); 2] = [
    (image, |_| ()),
    (three_parts, |world| {
        let refused = NotNow { until: None, why: "401".to_owned(), refused: true };
        let mut shop = world.shop.borrow_mut();
        shop.reads.push(ReadAnswer::Unreadable { why: "currencyCode".to_owned() });
        shop.writes.extend([WriteAnswer::NotNow(refused), WriteAnswer::Refused { why: "definition".to_owned() }]);
        let mut erp = world.erp.borrow_mut();
        erp.answers.extend([
            PostAnswer::Unknown { why: "timeout".to_owned() },
            PostAnswer::Rejected(Vec::new()),
            PostAnswer::Refused { why: "401".to_owned() },
        ]);
        erp.finds.push(FindAnswer::Unanswered { until: None, why: "503".to_owned() });
    }),
];

/// What is written, for all who hold it.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that are logged, at any level, while an order is worked on to its end.
fn lines_of(world: &Rc<World>) -> Vec<Value> {
    let text = Text::default();
    let written = text.clone();
    let lines = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .without_time()
        .with_max_level(Level::TRACE)
        .with_writer(move || written.clone())
        .finish();
    tracing::subscriber::with_default(lines, || settle(world, [world.paid()]));
    let text = String::from_utf8(text.0.lock().unwrap().clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_step_writes_one_line_with_order_lane_cause_and_step_and_no_line_holds_anything_personal() {
    for (image, prepare) in ORDERS {
        let world = World::new(image());
        prepare(&world);
        let lines = lines_of(&world);
        let steps: Vec<&Value> = lines.iter().filter(|line| line["message"] == "step").collect();
        let trail = finish(world.tables.trail(ORDER)).unwrap();
        assert!(trail.len() > 3);
        let told: Vec<(&str, &str)> =
            steps.iter().map(|line| (line["cause"].as_str().unwrap(), line["step"].as_str().unwrap())).collect();
        let happened: Vec<(&str, &str)> =
            trail.iter().map(|entry| (entry.cause.0.as_str(), entry.event.name())).collect();
        assert_eq!(told, happened);
        for line in steps {
            assert_eq!(line["level"], "INFO", "{line}");
            assert_eq!((&line["order"], &line["lane"]), (&ORDER.to_string().into(), &"export".into()), "{line}");
        }
        for line in lines {
            for personal in ["Ada", "Sample Works", "Street", "Flat 2", "Sampleton", "SA1", "+44", "ada@"] {
                assert!(!line.to_string().contains(personal), "{line} shows {personal}");
            }
        }
    }
}
