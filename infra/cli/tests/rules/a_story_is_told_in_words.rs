use cherrycycle::order_show::{Story, show};
use domain::eligibility::Ineligible;
use domain::event::Event;
use domain::exception::{ErpError, Exception, Problem};
use domain::id::OrderId;
use domain::import::ImportId;
use domain::mapping::MappingKind;
use domain::order::{Order, PutOff, RestingState};
use domain::part::{Answer, Intent, PartState};
use domain::trail::{Cause, TrailEntry};
use driver::hint::SWEEP;
use driver::memory::MemoryTables;

use crate::sample::{accepted, at, image, intent, keep, missing, number, open, order, part, pounds};

fn entry(event: Event) -> TrailEntry {
    let (actor, cause) = ("order-export 0.1.0".to_owned(), Cause("orders/paid".to_owned()));
    TrailEntry { at: at("09:00:06"), actor, cause, event }
}

async fn story(order: Order, events: Vec<Event>) -> Story {
    let tables = MemoryTables::default();
    let trail: Vec<TrailEntry> = events.into_iter().map(entry).collect();
    keep(&tables, &order, Some(at("10:30:00")), &trail).await;
    show(&tables, order.id, at("10:00:00")).await.unwrap()
}

#[tokio::test]
async fn the_head_says_where_the_order_stands_and_why() {
    let waiting = Order {
        put_off: Some(PutOff { until: at("10:30:00"), why: "BlueCherry's window is closed".to_owned() }),
        rest: RestingState { until: Some(at("10:30:00")), ..RestingState::default() },
        ..order(1, "#1001", pounds(59))
    };
    let text = story(waiting, vec![]).await.to_string();
    for said in [
        "Order #1001 (id 1)",
        "stands        waiting",
        "nothing is sent before 2026-11-24 10:30:00Z: BlueCherry's window is closed",
        "total         59.00 GBP",
        "sales orders  -",
        "next due      2026-11-24 10:30:00Z",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let ineligible = Order {
        rest: RestingState { ineligible: Some(Ineligible::Test), ..RestingState::default() },
        ..order(2, "#1002", pounds(59))
    };
    assert!(story(ineligible, vec![]).await.to_string().contains("not to be exported: a test order"));
}

#[tokio::test]
async fn parts_show_their_numbers_and_exceptions_what_to_do() {
    let errors = vec![ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: Some(1), field: None }];
    let exceptions = vec![
        open(missing(MappingKind::Tender, "klarna"), Some(pounds(59)), at("08:00:00")),
        open(Problem::ErpRejected { part: 2, errors: errors.clone() }, None, at("09:00:00")),
    ];
    let order = Order {
        parts: vec![
            part(1, PartState::FoundTwice { numbers: vec![number("A1042"), number("A1043")] }),
            part(2, PartState::Rejected { hash: String::new(), errors }),
            part(3, PartState::Open { not_before: Some(at("10:30:00")) }),
            part(4, accepted(4, "A1044")),
            part(5, PartState::Sending(intent(5))),
            part(6, PartState::Sending(Box::new(Intent { import: ImportId::parse("I7").ok(), ..*intent(6) }))),
        ],
        attempts: [(1, 2)].into(),
        rest: RestingState { exceptions, ..RestingState::default() },
        ..order(1, "#1001", pounds(59))
    };
    let story = story(order, vec![]).await;
    assert_eq!(story.sales_orders, ["A1042", "A1043", "A1044"]);
    assert_eq!(story.parts[0].attempts, 2);
    let details: Vec<&str> = story.parts.iter().map(|part| part.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "sales orders A1042, A1043",
            "BC_SKU_UNKNOWN",
            "not sent before 2026-11-24 10:30:00Z",
            "sales order A1044 under SO-RT-4, 2 units, 59.00 GBP, since 2026-11-24 09:00:07Z",
            "SO-RT-5: outcome not known yet; probed at 2026-11-24 09:04:00Z",
            "SO-RT-6: staged as import I7; asked for at 2026-11-24 09:04:00Z",
        ]
    );
    let text = story.to_string();
    assert!(
        text.contains("missing_tender (finance, open for 2h 0m, 59.00 GBP)\n  no tender mapping for `klarna`"),
        "{text}"
    );
    assert!(text.contains("What to do: add the mapping with `cherrycycle mappings put`"), "{text}");
}

#[tokio::test]
async fn every_event_of_the_trail_is_a_sentence() {
    let answer = |answer| Event::Answered { part: 1, attempt: 2, answer };
    let errors = vec![ErpError { code: "BC_DUP".to_owned(), line: None, field: None }];
    let address = serde_json::from_str(r#"{"salt":"00","hash":"00"}"#).unwrap();
    let at_half = Some(at("10:30:00"));
    let told = [
        (
            Event::Read { image: image(1, "#1001", pounds(59)).into(), address },
            "read from Shopify: revision 2026-11-24 09:00:01Z, Paid, 0 lines, 59.00 GBP",
        ),
        (
            Event::ReadUnchanged {
                updated_at: at("09:01:00"),
                read_at: at("09:01:05"),
                numbers_shown: vec![number("A1042")],
            },
            "read from Shopify: unchanged but for its revision, 2026-11-24 09:01:00Z; it shows A1042",
        ),
        (Event::Unread { why: None }, "Shopify does not show the order"),
        (Event::Unread { why: Some("total".to_owned()) }, "Shopify's answer cannot be read as an order: total"),
        (
            Event::PutOff { until: at("10:30:00"), why: "busy".to_owned(), stale: true },
            "not read before 2026-11-24 10:30:00Z: busy",
        ),
        (
            Event::PutOff { until: at("10:30:00"), why: "busy".to_owned(), stale: false },
            "nothing sent before 2026-11-24 10:30:00Z: busy",
        ),
        (
            Event::IntentOpened { part: 1, key: part(1, accepted(1, "A1")).key, intent: intent(1) },
            "about to post part 1 (division 10, warehouse NJ) as SO-RT-1, try 1: 2 units, 59.00 GBP; probed at 2026-11-24 09:04:00Z if the answer is lost",
        ),
        (
            answer(Answer::Accepted { number: number("A1042"), differs: None, probed: true }),
            "part 1, try 2: found by a probe as sales order A1042",
        ),
        (
            answer(Answer::Accepted { number: number("A1042"), differs: Some("tax".to_owned()), probed: false }),
            "part 1, try 2: booked as sales order A1042, but otherwise than posted: tax",
        ),
        (
            answer(Answer::NotDone { why: "429".to_owned(), until: at_half }),
            "part 1, try 2: certainly not done: 429; again from 2026-11-24 10:30:00Z",
        ),
        (answer(Answer::Rejected { errors }), "part 1, try 2: refused by BlueCherry: BC_DUP"),
        (
            answer(Answer::Unknown { why: "timeout".to_owned(), probe_at: at_half }),
            "part 1, try 2: nobody knows yet: timeout; probed at 2026-11-24 10:30:00Z",
        ),
        (
            answer(Answer::Staged { import: ImportId::parse("I7").unwrap(), probe_at: at("10:30:00") }),
            "part 1, try 2: staged as import I7, to be booked or rejected later; asked for at 2026-11-24 10:30:00Z",
        ),
        (
            answer(Answer::Imported { number: number("A1042") }),
            "part 1, try 2: an import booked it as sales order A1042",
        ),
        (
            answer(Answer::NotStaged { probe_at: at("10:30:00") }),
            "part 1, try 2: BlueCherry knows no such import; looked for by its reference at 2026-11-24 10:30:00Z",
        ),
        (answer(Answer::FoundNothing), "part 1, try 2: a probe proves that nothing was booked"),
        (
            answer(Answer::FoundTwice { numbers: vec![number("A1"), number("A2")] }),
            "part 1, try 2: found twice: A1, A2",
        ),
        (Event::NumbersWritten { numbers: vec![number("A1042")] }, "Shopify shows A1042"),
        (Event::Rested { until: None, exceptions: vec![], ineligible: None }, "nothing is left to do"),
        (
            Event::Rested {
                until: at_half,
                exceptions: vec![Exception::new(missing(MappingKind::Sku, "ABC-9"), pounds(59))],
                ineligible: Some(Ineligible::Test),
            },
            "not to be exported: a test order; missing_sku: no sku mapping for `ABC-9`; waits until 2026-11-24 10:30:00Z",
        ),
    ];
    let (events, sentences): (Vec<Event>, Vec<&str>) = told.into_iter().unzip();
    let trail = story(order(1, "#1001", pounds(59)), events).await.trail;
    assert_eq!(trail.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(), sentences);
    assert_eq!((trail[0].actor.as_str(), trail[0].cause.as_str()), ("order-export 0.1.0", "orders/paid"));
}

#[tokio::test]
async fn what_the_sweep_brought_says_so_in_words_and_not_in_json() {
    let tables = MemoryTables::default();
    let entry = TrailEntry { cause: Cause(SWEEP.to_owned()), ..entry(Event::Unread { why: None }) };
    let order = order(1, "#1001", pounds(59));
    keep(&tables, &order, None, &[entry]).await;
    let story = show(&tables, order.id, at("10:00:00")).await.unwrap();
    assert!(story.to_string().contains("the sweep: Shopify listed it as changed"), "{story}");
    assert_eq!(serde_json::to_value(&story).unwrap()["trail"][0]["cause"], "sweep");
}

#[tokio::test]
async fn an_order_that_could_not_be_read_yet_has_a_story_too() {
    let text = story(Order::new(OrderId(7)), vec![Event::Unread { why: None }]).await.to_string();
    assert!(text.starts_with("Order without a name yet (id 7)\n"), "{text}");
}
