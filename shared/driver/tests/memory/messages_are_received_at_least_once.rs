//! What a simulation does with a queue, beyond what every queue is held to.

use driver::memory::{MemoryQueue, QueueSettings, Received};
use jiff::{SignedDuration, Timestamp};

const NO_DELAY: SignedDuration = SignedDuration::ZERO;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn queue() -> MemoryQueue<&'static str> {
    let seconds = SignedDuration::from_secs;
    MemoryQueue::new(QueueSettings { visibility: seconds(30), receives: 2, retention: seconds(300) })
}

fn messages(received: &[Received<&'static str>]) -> Vec<&'static str> {
    received.iter().map(|received| received.message).collect()
}

#[test]
fn what_has_been_visible_for_longest_comes_first_unless_another_order_is_chosen() {
    let mut queue = queue();
    for (message, delay) in [("a", 2), ("b", 1), ("c", 0), ("d", 5)] {
        queue.send(message, at(0), SignedDuration::from_secs(delay));
    }
    assert_eq!(messages(&queue.clone().receive(10, at(2))), ["c", "b", "a"]);
    assert_eq!(messages(&queue.clone().receive(2, at(2))), ["c", "b"]);
    assert_eq!(messages(&queue.receive_by(10, at(2), |visible| visible - 1)), ["a", "b", "c"]);
}

#[test]
fn a_message_sent_twice_is_received_twice_under_one_id() {
    let mut queue = queue();
    let id = queue.send_twice("a", at(0), NO_DELAY);
    let received = queue.receive(10, at(0));
    assert_eq!(received.iter().map(|received| received.id).collect::<Vec<_>>(), [id, id]);
    assert!(queue.delete(received[0].receipt));
    assert_eq!(messages(&queue.receive(10, at(30))), ["a"], "the other copy is there until it is deleted too");
    assert!(queue.delete(received[1].receipt));
    assert!(queue.is_empty());
}

#[test]
fn a_late_receipt_deletes_what_another_receiver_holds_but_does_not_give_it_back() {
    let mut queue = queue();
    queue.send("a", at(0), NO_DELAY);
    let late = queue.receive(1, at(0))[0].receipt;
    assert_eq!(queue.receive(1, at(30)).len(), 1);
    assert!(!queue.give_back(late, at(31)));
    assert_eq!(queue.len_visible(at(31)), 0);
    assert!(queue.delete(late));
    assert!(!queue.delete(late));
    assert!(queue.is_empty());
}

#[test]
fn a_receiver_may_hold_a_message_for_longer() {
    let mut queue = queue();
    queue.send("a", at(0), NO_DELAY);
    let receipt = queue.receive(1, at(0))[0].receipt;
    assert!(queue.change_visibility(receipt, at(10), SignedDuration::from_secs(60)));
    assert_eq!((queue.in_flight(at(69)), queue.len_visible(at(69))), (1, 0));
    assert_eq!((queue.in_flight(at(70)), queue.len_visible(at(70))), (0, 1));
    assert!(!queue.give_back(receipt, at(70)), "what is visible again is nobody's");
}

#[test]
fn a_queue_says_when_it_is_worth_looking() {
    let mut queue = queue();
    assert_eq!(queue.next_visible_at(), None);
    queue.send("a", at(0), SignedDuration::from_secs(7));
    assert_eq!((queue.next_visible_at(), queue.in_flight(at(0))), (Some(at(7)), 0));
    let receipt = queue.receive(1, at(8))[0].receipt;
    assert_eq!((queue.next_visible_at(), queue.in_flight(at(8))), (Some(at(38)), 1));
    queue.delete(receipt);
    assert_eq!(queue.next_visible_at(), None);
}

#[test]
fn a_dead_letter_makes_room_for_the_next_message() {
    let mut queue = queue();
    queue.send("unlucky", at(0), NO_DELAY);
    for second in [0, 30] {
        assert_eq!(messages(&queue.receive(1, at(second))), ["unlucky"]);
    }
    queue.send("lucky", at(60), NO_DELAY);
    assert_eq!(messages(&queue.receive(1, at(60))), ["lucky"]);
    assert_eq!(queue.dead_letters(), ["unlucky"]);
}

#[test]
fn a_message_expires_whoever_holds_it() {
    let mut queue = queue();
    queue.send("a", at(0), NO_DELAY);
    queue.send("b", at(100), NO_DELAY);
    let receipt = queue.receive(1, at(299))[0].receipt;
    assert_eq!(queue.in_flight(at(299)), 1);
    assert_eq!(queue.in_flight(at(300)), 0);
    assert_eq!(messages(&queue.receive(10, at(400))), Vec::<&str>::new());
    assert!(!queue.delete(receipt));
    assert!(queue.is_empty() && queue.dead_letters().is_empty());
}
