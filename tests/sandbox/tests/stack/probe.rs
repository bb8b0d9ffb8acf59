//! One function on one MiniStack, for all rules that are about what runs on it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_lambda::primitives::Blob;
use sandbox::stack::{MiniStack, Progress, cloudformation, code_bucket, package, python, template};
use serde_json::Value;
use tokio::sync::OnceCell;

/// A MiniStack that holds the probe's code.
pub struct Ground {
    pub ministack: MiniStack,
    template: String,
}

/// A deployment of the probe.
pub struct Probe {
    pub outputs: BTreeMap<String, String>,
    pub ground: &'static Ground,
}

async fn ground() -> &'static Ground {
    static GROUND: OnceCell<Ground> = OnceCell::const_new();
    GROUND.get_or_init(make_ground).await
}

async fn make_ground() -> Ground {
    let progress = Progress::plain();
    let python = python::python(&progress).unwrap();
    let ministack = MiniStack::start(&python, None, &progress).unwrap();
    // The killed parent of another rule packs it as well, at the same time.
    let folder = ministack.folder();
    let program = folder.join("bootstrap");
    fs::write(&program, format!("#!{}\n{}", python.display(), include_str!("probe.py"))).unwrap();
    let zip = package::pack("probe", &program, folder).unwrap();
    let code = code_bucket::upload(&ministack.sdk(), &[zip]).await.unwrap();
    Ground { ministack, template: template::with_code(include_str!("probe.yaml"), &code).unwrap() }
}

impl Probe {
    /// A stack of its own, so that no rule sees what another one left.
    pub async fn deploy() -> Self {
        static STACKS: AtomicU32 = AtomicU32::new(0);
        let ground = ground().await;
        let name = format!("probe-{}", STACKS.fetch_add(1, Ordering::Relaxed));
        let phase = Progress::plain().phase(format!("deploying {name}"));
        let (sdk, parameters) = (ground.ministack.sdk(), BTreeMap::new());
        let outputs = cloudformation::create(&sdk, &name, &ground.template, &parameters, &phase).await.unwrap();
        phase.done("deployed");
        Self { outputs, ground }
    }

    /// Invokes it: what it answered, or what Lambda says of its failure.
    pub async fn invoke(&self, event: Value) -> Result<Value, Value> {
        let client = aws_sdk_lambda::Client::new(&self.ground.ministack.sdk());
        let request = client.invoke().function_name(&self.outputs["Function"]).payload(Blob::new(event.to_string()));
        let answer = request.send().await.unwrap();
        let payload = serde_json::from_slice(answer.payload().unwrap().as_ref()).unwrap();
        if answer.function_error().is_some() { Err(payload) } else { Ok(payload) }
    }

    /// Sends a message to its queue.
    pub async fn send(&self, body: &str) {
        let client = aws_sdk_sqs::Client::new(&self.ground.ministack.sdk());
        client.send_message().queue_url(&self.outputs["Queue"]).message_body(body).send().await.unwrap();
    }
}

/// Looks every 50 ms until something is there, for at most 20 s.
pub async fn eventually<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within 20 s");
}
