use crate::days::bad_days;

#[test]
fn twice_and_on_one_thread_or_two() {
    let traces: Vec<String> = [1, 1, 2].map(|jobs| bad_days(7, 12, 10, jobs).trace).into();
    assert_eq!(traces[0], traces[1]);
    assert_eq!(traces[0], traces[2]);
    assert_ne!(traces[0], bad_days(8, 12, 10, 2).trace);
}
