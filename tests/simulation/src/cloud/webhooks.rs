//! Webhooks: what Shopify sends when something happened, signed, and again when it was not answered well.

use std::cell::Cell;
use std::rc::Rc;

use jiff::SignedDuration;
use platform::lambda::HttpRequest;
use sandbox::shopify::{Event, signature};
use webhook_intake::answer;

use super::environment::Function;
use super::secrets::ROTATIONS;
use super::settings::WEBHOOK_URL;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::{Keeps, name_hash};
use crate::ports::{Mercy, client_secret};
use crate::world::World;

/// "Shopify retries 8 times over 4 hours" (changelog of 2024-09-10), each wait twice the one before, as the sandbox has it.
const RETRIES: u32 = 8;
const RETRY_OVER: SignedDuration = SignedDuration::from_hours(4);
/// How long Shopify waits for an answer.
const PATIENCE: SignedDuration = SignedDuration::from_secs(5);

struct Delivery {
    order: u64,
    topic: &'static str,
    signature: String,
    body: Vec<u8>,
}

impl World {
    /// Delivers what happened in the shop since this was last done.
    pub fn deliver_events(self: &Rc<Self>) {
        let events = self.shop.borrow_mut().take_events();
        for event in events {
            self.note(&[event.order, name_hash(event.topic.name()), event.change]);
            self.count(event.order, |traffic| traffic.events += 1);
            let subscribed = self.shop.borrow().subscribers(event.topic).filter(|one| one.uri == WEBHOOK_URL).count();
            if self.case.nets.webhooks && subscribed > 0 {
                self.send(event);
            } else {
                self.missed.borrow_mut().insert(event.order);
            }
        }
    }

    fn send(self: &Rc<Self>, event: Event) {
        let order = event.order;
        let (attempt, drawn) = self.chance.attempt(order, CallKind::Webhook);
        let strikes = |kind| self.chance.strikes(&[kind], &drawn, order, CallKind::Webhook, attempt).is_some();
        self.calls.borrow_mut().push((order, CallKind::Webhook, attempt));
        let topic = event.topic.name();
        if strikes(FaultKind::SecretRotated) {
            self.rotate_shopify(drawn.between(52, 0, ROTATIONS));
        }
        if strikes(FaultKind::WebhookLost) {
            self.missed.borrow_mut().insert(order);
            return self.tell(|| format!("{order} webhook {topic} is lost"));
        }
        let delivery = Rc::new(Delivery {
            order,
            topic,
            signature: signature(&client_secret(self.vault.get().signing), &event.body),
            body: event.body,
        });
        let mut delay = SignedDuration::from_micros(drawn.between(48, 100_000, 2_000_000));
        if strikes(FaultKind::WebhookReordered) {
            delay += SignedDuration::from_millis(drawn.between(49, 2_000, 90_000));
        }
        if strikes(FaultKind::WebhookDelayed) {
            self.missed.borrow_mut().insert(order);
            delay += SignedDuration::from_secs(drawn.between(50, 600, 3 * 3_600));
        }
        if strikes(FaultKind::WebhookDuplicated) {
            let later = delay + SignedDuration::from_millis(drawn.between(51, 0, 20_000));
            self.deliver_after(later, Rc::clone(&delivery), 0);
        }
        self.deliver_after(delay, delivery, 0);
    }

    fn deliver_after(self: &Rc<Self>, delay: SignedDuration, delivery: Rc<Delivery>, retry: u32) {
        let sends = move |world: &Rc<Self>| world.deliver(delivery, retry);
        self.kernel.after(delay, Keeps::Awake, Box::new(sends));
    }

    /// One request, to an invocation of its own.
    fn deliver(self: &Rc<Self>, delivery: Rc<Delivery>, retry: u32) {
        let (order, topic) = (delivery.order, delivery.topic);
        self.count(order, |traffic| traffic.deliveries += 1);
        let request = request(&delivery);
        let told_before = self.told_by_webhooks(order, topic);
        // Whether Shopify still waits, and whether it was answered well.
        let is_settled = Rc::new(Cell::new(false));
        let (world, well) = (Rc::clone(self), Rc::clone(&is_settled));
        let work = |environment: Rc<super::Environment>| async move {
            // Where nothing rings twice, each delivery rings.
            let mercy = if world.case.nets.redelivery { Mercy::None } else { Mercy::ItEnds };
            environment.machine.mercy.set(mercy);
            let worker = &environment.worker;
            let response = answer(&request, &world.deployment.admission, worker, worker).await;
            let is_taken = (200..300).contains(&response.status);
            if is_taken {
                let told = world.told_by_webhooks(order, topic) - told_before;
                world.checker.borrow_mut().rung(order, told);
            }
            well.set(well.get() || is_taken);
            world.tell(|| format!("{order} webhook is answered {}", response.status));
        };
        let (ends, again) = (Rc::clone(&is_settled), Rc::clone(&delivery));
        self.invoke(Function::WebhookIntake, order, work, move |world, _| {
            if !ends.replace(true) {
                world.deliver_again(again, retry);
            }
        });
        self.kernel.after(
            PATIENCE,
            Keeps::Asleep,
            Box::new(move |world: &Rc<Self>| {
                if !is_settled.replace(true) {
                    world.deliver_again(delivery, retry);
                }
            }),
        );
    }

    fn deliver_again(self: &Rc<Self>, delivery: Rc<Delivery>, retry: u32) {
        self.missed.borrow_mut().insert(delivery.order);
        if retry < RETRIES {
            let wait = RETRY_OVER * (1 << retry) / ((1 << RETRIES) - 1);
            self.deliver_after(wait, delivery, retry + 1);
        } else {
            self.tell(|| format!("{} webhook {} is given up", delivery.order, delivery.topic));
        }
    }
}

fn request(delivery: &Delivery) -> HttpRequest {
    let headers = [
        ("X-Shopify-Topic", delivery.topic.to_owned()),
        ("X-Shopify-Hmac-Sha256", delivery.signature.clone()),
        ("X-Shopify-Shop-Domain", sandbox::world::SHOP_DOMAIN.to_owned()),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value));
    HttpRequest::new("POST", "/webhooks/shopify", headers, delivery.body.clone())
}
