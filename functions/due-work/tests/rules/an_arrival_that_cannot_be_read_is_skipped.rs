use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use driver::operations::ARRIVED;
use driver::ports::{Operation, Tables};

use crate::outside::{Outside, minutes, noon, sku};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_row_that_is_no_arrival_is_told_of_and_holds_up_no_other() {
    let outside = Outside::default();
    for (name, body) in [("sku#BAD", "hello"), ("sku#WORSE", "{}")] {
        let row = Operation { kind: ARRIVED.to_owned(), name: name.to_owned(), body: body.to_owned(), version: 1 };
        assert!(outside.tables.put_operation(&row).await.unwrap());
    }
    outside.waits_for(1, &sku("NEW"), noon() - minutes(1)).await;
    outside.arrives(&sku("NEW"), noon()).await;

    let lines = Lines::default();
    let writer = lines.clone();
    let logs = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let logging = tracing::subscriber::set_default(logs);
    assert_eq!(outside.rings(noon()).await.1, [1]);
    drop(logging);

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let errors: Vec<&str> = logged.lines().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(errors.len(), 2, "{logged}");
    assert!(errors[0].contains("sku#BAD") && errors[1].contains("sku#WORSE"), "{logged}");
}
