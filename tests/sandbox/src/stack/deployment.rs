//! A deployed template: what its outputs name, and how to reach it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use aws_config::SdkConfig;
use aws_sdk_lambda::primitives::Blob;
use platform::tables::TableNames;
use serde_json::Value;

use super::call::{CallError, doing};
use super::cloudformation::{self, CreateError};
use super::functions::Function;
use super::ministack::MiniStack;
use super::printed::{self, Counts};
use super::queue::{self, Depth, QueuedMessage};

/// Why an invocation has no result.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// It was not invoked, or the answer was lost.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The function failed.
    #[error("{function} failed: {payload}")]
    Function {
        /// Its deployed name.
        function: String,
        /// What it, or Lambda for it, answered.
        payload: String,
    },
}

/// An output that the template does not have.
#[derive(Debug, thiserror::Error)]
#[error("the template has no output {0}")]
pub struct NoOutput(pub &'static str);

/// Where webhooks go. The local stack tells HTTP APIs apart by the `Host` header: send it as it stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookAddress {
    /// To connect to.
    pub url: String,
    /// To send as `Host`.
    pub host: String,
}

/// Where all stacks of a MiniStack take webhooks: known before any of them is deployed.
pub fn webhook_url(ministack: &MiniStack) -> String {
    format!("{}/webhooks/shopify", ministack.endpoint())
}

/// One stack of the template, by the names that its outputs tell. It keeps no connection: use it from any runtime.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// The stack's name.
    pub stack: String,
    /// Base address of the local AWS.
    pub endpoint: String,
    /// Where webhooks go.
    pub webhook: WebhookAddress,
    /// Table of orders.
    pub orders_table: String,
    /// Table of mappings.
    pub mappings_table: String,
    /// Table of operations.
    pub operations_table: String,
    /// Queue of doorbells.
    pub export_queue: String,
    /// Its dead letters.
    pub export_dead_letters: String,
    /// ARN of Shopify's secret.
    pub shopify_secret: String,
    /// ARN of BlueCherry's secret.
    pub bluecherry_secret: String,
    functions: BTreeMap<Function, String>,
    sdk: SdkConfig,
    run: PathBuf,
}

impl Deployment {
    pub(super) fn read(
        ministack: &MiniStack,
        stack: &str,
        outputs: &BTreeMap<String, String>,
    ) -> Result<Self, NoOutput> {
        let output = |name| outputs.get(name).cloned().ok_or(NoOutput(name));
        let functions = BTreeMap::from([
            (Function::WebhookIntake, output("WebhookIntakeFunctionName")?),
            (Function::OrderExport, output("OrderExportFunctionName")?),
            (Function::DueWork, output("DueWorkFunctionName")?),
            (Function::OrderSweep, output("OrderSweepFunctionName")?),
        ]);
        Ok(Self {
            stack: stack.to_owned(),
            endpoint: ministack.endpoint(),
            webhook: WebhookAddress {
                url: webhook_url(ministack),
                host: format!("{}.execute-api.localhost:{}", output("HttpApiId")?, ministack.port()),
            },
            orders_table: output("OrdersTableName")?,
            mappings_table: output("MappingsTableName")?,
            operations_table: output("OperationsTableName")?,
            export_queue: output("ExportQueueUrl")?,
            export_dead_letters: output("ExportDeadLetterQueueUrl")?,
            shopify_secret: output("ShopifySecretArn")?,
            bluecherry_secret: output("BlueCherrySecretArn")?,
            functions,
            sdk: ministack.sdk(),
            run: ministack.folder().to_path_buf(),
        })
    }

    /// What SDK clients need to call as the account's root, see [`MiniStack::sdk`].
    pub fn sdk(&self) -> &SdkConfig {
        &self.sdk
    }

    /// Its tables, as the platform takes them.
    pub fn table_names(&self) -> TableNames {
        TableNames {
            orders: self.orders_table.clone(),
            mappings: self.mappings_table.clone(),
            operations: self.operations_table.clone(),
        }
    }

    /// The deployed name of a function.
    pub fn function(&self, function: Function) -> &str {
        self.functions.get(&function).map_or("", String::as_str)
    }

    /// Fills a secret with a JSON value; the one before stays as `AWSPREVIOUS`.
    ///
    /// # Errors
    /// When Secrets Manager refuses.
    pub async fn put_secret(&self, arn: &str, value: &Value) -> Result<(), CallError> {
        let client = aws_sdk_secretsmanager::Client::new(&self.sdk);
        let request = client.put_secret_value().secret_id(arn).secret_string(value.to_string());
        request.send().await.map_err(doing(format!("filling the secret {arn}")))?;
        Ok(())
    }

    /// Invokes a function and waits for its result, as a schedule faster than EventBridge's minute does.
    ///
    /// # Errors
    /// See [`InvokeError`].
    pub async fn invoke(&self, function: Function, event: &Value) -> Result<Value, InvokeError> {
        let name = self.function(function);
        let client = aws_sdk_lambda::Client::new(&self.sdk);
        let request = client.invoke().function_name(name).payload(Blob::new(event.to_string()));
        let answer = request.send().await.map_err(doing(format!("invoking {name}")))?;
        let payload = answer.payload.map(Blob::into_inner).unwrap_or_default();
        if answer.function_error.is_some() {
            let payload = String::from_utf8_lossy(&payload).into_owned();
            return Err(InvokeError::Function { function: name.to_owned(), payload });
        }
        Ok(serde_json::from_slice(&payload).map_err(doing(format!("reading the answer of {name}")))?)
    }

    /// How much lies in one of its queues, see [`queue::depth`].
    ///
    /// # Errors
    /// When the local stack does not answer.
    pub async fn depth(&self, queue_url: &str) -> Result<Depth, CallError> {
        queue::depth(&self.endpoint, queue_url).await
    }

    /// The messages of one of its queues, untouched, see [`queue::messages`].
    ///
    /// # Errors
    /// When the local stack does not answer.
    pub async fn messages(&self, queue_url: &str) -> Result<Vec<QueuedMessage>, CallError> {
        queue::messages(&self.endpoint, queue_url).await
    }

    /// Every line that a function printed so far.
    ///
    /// # Errors
    /// When its log cannot be read.
    pub fn printed(&self, function: Function) -> io::Result<Vec<String>> {
        printed::lines(&self.run, self.function(function))
    }

    /// How often a function was invoked, and how often it failed.
    ///
    /// # Errors
    /// When the list of invocations cannot be read.
    pub fn counts(&self, function: Function) -> io::Result<Counts> {
        printed::counts(&self.run, self.function(function))
    }

    /// Deletes the stack. Tables, secrets and dead letters stay until MiniStack ends, since the template retains them.
    ///
    /// # Errors
    /// See [`CreateError`].
    pub async fn delete(&self) -> Result<(), CreateError> {
        cloudformation::delete(&self.sdk, &self.stack).await
    }
}
