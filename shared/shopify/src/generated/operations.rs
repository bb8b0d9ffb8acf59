// Made by `cargo sandbox schema` from ../../queries and ../../schema; not edited by hand.

use super::{CountryCode, CurrencyCode, WebhookSubscriptionFormat, WebhookSubscriptionTopic};

pub struct AddOrderTag;
pub mod add_order_tag {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "AddOrderTag";
    pub const QUERY: &str = include_str!("../../queries/add_order_tag.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
        pub tags: Vec<String>,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "tagsAdd")]
        pub tags_add: Option<AddOrderTagTagsAdd>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct AddOrderTagTagsAdd {
        #[serde(rename = "userErrors")]
        pub user_errors: Vec<AddOrderTagTagsAddUserErrors>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct AddOrderTagTagsAddUserErrors {
        pub message: String,
    }
}
impl graphql_client::GraphQLQuery for AddOrderTag {
    type Variables = add_order_tag::Variables;
    type ResponseData = add_order_tag::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_order_tag::QUERY,
            operation_name: add_order_tag::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for AddOrderTag {
    const COST: u32 = 10u32;
}
pub struct ChangedOrders;
pub mod changed_orders {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "ChangedOrders";
    pub const QUERY: &str = include_str!("../../queries/changed_orders.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    type DateTime = crate::scalar::DateTime;
    type UnsignedInt64 = crate::scalar::UnsignedInt64;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub changed: String,
        pub after: Option<String>,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct Page {
        #[serde(rename = "hasNextPage")]
        pub has_next_page: Boolean,
        #[serde(rename = "endCursor")]
        pub end_cursor: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        pub orders: ChangedOrdersOrders,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ChangedOrdersOrders {
        #[serde(rename = "pageInfo")]
        pub page_info: ChangedOrdersOrdersPageInfo,
        pub nodes: Vec<ChangedOrdersOrdersNodes>,
    }
    pub type ChangedOrdersOrdersPageInfo = Page;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ChangedOrdersOrdersNodes {
        #[serde(rename = "legacyResourceId")]
        pub legacy_resource_id: UnsignedInt64,
        #[serde(rename = "updatedAt")]
        pub updated_at: DateTime,
    }
}
impl graphql_client::GraphQLQuery for ChangedOrders {
    type Variables = changed_orders::Variables;
    type ResponseData = changed_orders::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: changed_orders::QUERY,
            operation_name: changed_orders::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for ChangedOrders {
    const COST: u32 = 13u32;
}
pub struct CreateSubscription;
pub mod create_subscription {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "CreateSubscription";
    pub const QUERY: &str = include_str!("../../queries/create_subscription.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub topic: WebhookSubscriptionTopic,
        pub uri: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "webhookSubscriptionCreate")]
        pub webhook_subscription_create: Option<
            CreateSubscriptionWebhookSubscriptionCreate,
        >,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct CreateSubscriptionWebhookSubscriptionCreate {
        #[serde(rename = "userErrors")]
        pub user_errors: Vec<CreateSubscriptionWebhookSubscriptionCreateUserErrors>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct CreateSubscriptionWebhookSubscriptionCreateUserErrors {
        pub message: String,
    }
}
impl graphql_client::GraphQLQuery for CreateSubscription {
    type Variables = create_subscription::Variables;
    type ResponseData = create_subscription::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_subscription::QUERY,
            operation_name: create_subscription::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for CreateSubscription {
    const COST: u32 = 10u32;
}
pub struct GrantedScopes;
pub mod granted_scopes {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "GrantedScopes";
    pub const QUERY: &str = include_str!("../../queries/granted_scopes.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "currentAppInstallation")]
        pub current_app_installation: GrantedScopesCurrentAppInstallation,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct GrantedScopesCurrentAppInstallation {
        #[serde(rename = "accessScopes")]
        pub access_scopes: Vec<GrantedScopesCurrentAppInstallationAccessScopes>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct GrantedScopesCurrentAppInstallationAccessScopes {
        pub handle: String,
    }
}
impl graphql_client::GraphQLQuery for GrantedScopes {
    type Variables = granted_scopes::Variables;
    type ResponseData = granted_scopes::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: granted_scopes::QUERY,
            operation_name: granted_scopes::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for GrantedScopes {
    const COST: u32 = 2u32;
}
pub struct MoveSubscription;
pub mod move_subscription {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "MoveSubscription";
    pub const QUERY: &str = include_str!("../../queries/move_subscription.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
        pub uri: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "webhookSubscriptionUpdate")]
        pub webhook_subscription_update: Option<
            MoveSubscriptionWebhookSubscriptionUpdate,
        >,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct MoveSubscriptionWebhookSubscriptionUpdate {
        #[serde(rename = "webhookSubscription")]
        pub webhook_subscription: Option<
            MoveSubscriptionWebhookSubscriptionUpdateWebhookSubscription,
        >,
        #[serde(rename = "userErrors")]
        pub user_errors: Vec<MoveSubscriptionWebhookSubscriptionUpdateUserErrors>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct MoveSubscriptionWebhookSubscriptionUpdateWebhookSubscription {
        pub uri: String,
        pub format: WebhookSubscriptionFormat,
        pub filter: Option<String>,
        #[serde(rename = "includeFields")]
        pub include_fields: Vec<String>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct MoveSubscriptionWebhookSubscriptionUpdateUserErrors {
        pub message: String,
    }
}
impl graphql_client::GraphQLQuery for MoveSubscription {
    type Variables = move_subscription::Variables;
    type ResponseData = move_subscription::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: move_subscription::QUERY,
            operation_name: move_subscription::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for MoveSubscription {
    const COST: u32 = 10u32;
}
pub struct OrderForExport;
pub mod order_for_export {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "OrderForExport";
    pub const QUERY: &str = include_str!("../../queries/order_for_export.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    type DateTime = crate::scalar::DateTime;
    type Decimal = crate::scalar::Decimal;
    type UnsignedInt64 = crate::scalar::UnsignedInt64;
    #[derive()]
    pub enum FulfillmentOrderStatus {
        CANCELLED,
        CLOSED,
        INCOMPLETE,
        IN_PROGRESS,
        ON_HOLD,
        OPEN,
        SCHEDULED,
        Other(String),
    }
    impl ::serde::Serialize for FulfillmentOrderStatus {
        fn serialize<S: ::serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
            ser.serialize_str(
                match *self {
                    FulfillmentOrderStatus::CANCELLED => "CANCELLED",
                    FulfillmentOrderStatus::CLOSED => "CLOSED",
                    FulfillmentOrderStatus::INCOMPLETE => "INCOMPLETE",
                    FulfillmentOrderStatus::IN_PROGRESS => "IN_PROGRESS",
                    FulfillmentOrderStatus::ON_HOLD => "ON_HOLD",
                    FulfillmentOrderStatus::OPEN => "OPEN",
                    FulfillmentOrderStatus::SCHEDULED => "SCHEDULED",
                    FulfillmentOrderStatus::Other(ref s) => &s,
                },
            )
        }
    }
    impl<'de> ::serde::Deserialize<'de> for FulfillmentOrderStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            let s: String = ::serde::Deserialize::deserialize(deserializer)?;
            match s.as_str() {
                "CANCELLED" => Ok(FulfillmentOrderStatus::CANCELLED),
                "CLOSED" => Ok(FulfillmentOrderStatus::CLOSED),
                "INCOMPLETE" => Ok(FulfillmentOrderStatus::INCOMPLETE),
                "IN_PROGRESS" => Ok(FulfillmentOrderStatus::IN_PROGRESS),
                "ON_HOLD" => Ok(FulfillmentOrderStatus::ON_HOLD),
                "OPEN" => Ok(FulfillmentOrderStatus::OPEN),
                "SCHEDULED" => Ok(FulfillmentOrderStatus::SCHEDULED),
                _ => Ok(FulfillmentOrderStatus::Other(s)),
            }
        }
    }
    #[derive()]
    pub enum OrderDisplayFinancialStatus {
        AUTHORIZED,
        EXPIRED,
        PAID,
        PARTIALLY_PAID,
        PARTIALLY_REFUNDED,
        PENDING,
        REFUNDED,
        VOIDED,
        Other(String),
    }
    impl ::serde::Serialize for OrderDisplayFinancialStatus {
        fn serialize<S: ::serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
            ser.serialize_str(
                match *self {
                    OrderDisplayFinancialStatus::AUTHORIZED => "AUTHORIZED",
                    OrderDisplayFinancialStatus::EXPIRED => "EXPIRED",
                    OrderDisplayFinancialStatus::PAID => "PAID",
                    OrderDisplayFinancialStatus::PARTIALLY_PAID => "PARTIALLY_PAID",
                    OrderDisplayFinancialStatus::PARTIALLY_REFUNDED => {
                        "PARTIALLY_REFUNDED"
                    }
                    OrderDisplayFinancialStatus::PENDING => "PENDING",
                    OrderDisplayFinancialStatus::REFUNDED => "REFUNDED",
                    OrderDisplayFinancialStatus::VOIDED => "VOIDED",
                    OrderDisplayFinancialStatus::Other(ref s) => &s,
                },
            )
        }
    }
    impl<'de> ::serde::Deserialize<'de> for OrderDisplayFinancialStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            let s: String = ::serde::Deserialize::deserialize(deserializer)?;
            match s.as_str() {
                "AUTHORIZED" => Ok(OrderDisplayFinancialStatus::AUTHORIZED),
                "EXPIRED" => Ok(OrderDisplayFinancialStatus::EXPIRED),
                "PAID" => Ok(OrderDisplayFinancialStatus::PAID),
                "PARTIALLY_PAID" => Ok(OrderDisplayFinancialStatus::PARTIALLY_PAID),
                "PARTIALLY_REFUNDED" => {
                    Ok(OrderDisplayFinancialStatus::PARTIALLY_REFUNDED)
                }
                "PENDING" => Ok(OrderDisplayFinancialStatus::PENDING),
                "REFUNDED" => Ok(OrderDisplayFinancialStatus::REFUNDED),
                "VOIDED" => Ok(OrderDisplayFinancialStatus::VOIDED),
                _ => Ok(OrderDisplayFinancialStatus::Other(s)),
            }
        }
    }
    #[derive()]
    pub enum OrderTransactionKind {
        AUTHORIZATION,
        CAPTURE,
        CHANGE,
        EMV_AUTHORIZATION,
        REFUND,
        SALE,
        SUGGESTED_REFUND,
        VOID,
        Other(String),
    }
    impl ::serde::Serialize for OrderTransactionKind {
        fn serialize<S: ::serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
            ser.serialize_str(
                match *self {
                    OrderTransactionKind::AUTHORIZATION => "AUTHORIZATION",
                    OrderTransactionKind::CAPTURE => "CAPTURE",
                    OrderTransactionKind::CHANGE => "CHANGE",
                    OrderTransactionKind::EMV_AUTHORIZATION => "EMV_AUTHORIZATION",
                    OrderTransactionKind::REFUND => "REFUND",
                    OrderTransactionKind::SALE => "SALE",
                    OrderTransactionKind::SUGGESTED_REFUND => "SUGGESTED_REFUND",
                    OrderTransactionKind::VOID => "VOID",
                    OrderTransactionKind::Other(ref s) => &s,
                },
            )
        }
    }
    impl<'de> ::serde::Deserialize<'de> for OrderTransactionKind {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            let s: String = ::serde::Deserialize::deserialize(deserializer)?;
            match s.as_str() {
                "AUTHORIZATION" => Ok(OrderTransactionKind::AUTHORIZATION),
                "CAPTURE" => Ok(OrderTransactionKind::CAPTURE),
                "CHANGE" => Ok(OrderTransactionKind::CHANGE),
                "EMV_AUTHORIZATION" => Ok(OrderTransactionKind::EMV_AUTHORIZATION),
                "REFUND" => Ok(OrderTransactionKind::REFUND),
                "SALE" => Ok(OrderTransactionKind::SALE),
                "SUGGESTED_REFUND" => Ok(OrderTransactionKind::SUGGESTED_REFUND),
                "VOID" => Ok(OrderTransactionKind::VOID),
                _ => Ok(OrderTransactionKind::Other(s)),
            }
        }
    }
    #[derive()]
    pub enum OrderTransactionStatus {
        AWAITING_RESPONSE,
        ERROR,
        FAILURE,
        PENDING,
        SUCCESS,
        UNKNOWN,
        Other(String),
    }
    impl ::serde::Serialize for OrderTransactionStatus {
        fn serialize<S: ::serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
            ser.serialize_str(
                match *self {
                    OrderTransactionStatus::AWAITING_RESPONSE => "AWAITING_RESPONSE",
                    OrderTransactionStatus::ERROR => "ERROR",
                    OrderTransactionStatus::FAILURE => "FAILURE",
                    OrderTransactionStatus::PENDING => "PENDING",
                    OrderTransactionStatus::SUCCESS => "SUCCESS",
                    OrderTransactionStatus::UNKNOWN => "UNKNOWN",
                    OrderTransactionStatus::Other(ref s) => &s,
                },
            )
        }
    }
    impl<'de> ::serde::Deserialize<'de> for OrderTransactionStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            let s: String = ::serde::Deserialize::deserialize(deserializer)?;
            match s.as_str() {
                "AWAITING_RESPONSE" => Ok(OrderTransactionStatus::AWAITING_RESPONSE),
                "ERROR" => Ok(OrderTransactionStatus::ERROR),
                "FAILURE" => Ok(OrderTransactionStatus::FAILURE),
                "PENDING" => Ok(OrderTransactionStatus::PENDING),
                "SUCCESS" => Ok(OrderTransactionStatus::SUCCESS),
                "UNKNOWN" => Ok(OrderTransactionStatus::UNKNOWN),
                _ => Ok(OrderTransactionStatus::Other(s)),
            }
        }
    }
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct Lines {
        #[serde(rename = "pageInfo")]
        pub page_info: LinesPageInfo,
        pub nodes: Vec<LinesNodes>,
    }
    pub type LinesPageInfo = Page;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodes {
        pub id: ID,
        pub sku: Option<String>,
        pub title: String,
        pub quantity: Int,
        #[serde(rename = "currentQuantity")]
        pub current_quantity: Int,
        #[serde(rename = "requiresShipping")]
        pub requires_shipping: Boolean,
        #[serde(rename = "isGiftCard")]
        pub is_gift_card: Boolean,
        pub variant: Option<LinesNodesVariant>,
        #[serde(rename = "customAttributes")]
        pub custom_attributes: Vec<LinesNodesCustomAttributes>,
        #[serde(rename = "originalUnitPriceSet")]
        pub original_unit_price_set: LinesNodesOriginalUnitPriceSet,
        #[serde(rename = "discountAllocations")]
        pub discount_allocations: Vec<LinesNodesDiscountAllocations>,
        #[serde(rename = "taxLines")]
        pub tax_lines: Vec<LinesNodesTaxLines>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesVariant {
        #[serde(rename = "legacyResourceId")]
        pub legacy_resource_id: UnsignedInt64,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesCustomAttributes {
        pub key: String,
    }
    pub type LinesNodesOriginalUnitPriceSet = InShopMoney;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesDiscountAllocations {
        #[serde(rename = "allocatedAmountSet")]
        pub allocated_amount_set: LinesNodesDiscountAllocationsAllocatedAmountSet,
        #[serde(rename = "discountApplication")]
        pub discount_application: LinesNodesDiscountAllocationsDiscountApplication,
    }
    pub type LinesNodesDiscountAllocationsAllocatedAmountSet = InShopMoney;
    #[derive(Deserialize)]
    #[serde(tag = "__typename")]
    pub enum LinesNodesDiscountAllocationsDiscountApplication {
        AutomaticDiscountApplication(
            LinesNodesDiscountAllocationsDiscountApplicationOnAutomaticDiscountApplication,
        ),
        DiscountCodeApplication(
            LinesNodesDiscountAllocationsDiscountApplicationOnDiscountCodeApplication,
        ),
        ManualDiscountApplication(
            LinesNodesDiscountAllocationsDiscountApplicationOnManualDiscountApplication,
        ),
        ScriptDiscountApplication(
            LinesNodesDiscountAllocationsDiscountApplicationOnScriptDiscountApplication,
        ),
        #[serde(other)]
        Unknown,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesDiscountAllocationsDiscountApplicationOnAutomaticDiscountApplication {
        pub title: String,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesDiscountAllocationsDiscountApplicationOnDiscountCodeApplication {
        pub code: String,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesDiscountAllocationsDiscountApplicationOnManualDiscountApplication {
        pub title: String,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesDiscountAllocationsDiscountApplicationOnScriptDiscountApplication {
        pub title: String,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct LinesNodesTaxLines {
        #[serde(rename = "priceSet")]
        pub price_set: LinesNodesTaxLinesPriceSet,
    }
    pub type LinesNodesTaxLinesPriceSet = InShopMoney;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct Routing {
        #[serde(rename = "pageInfo")]
        pub page_info: RoutingPageInfo,
        pub nodes: Vec<RoutingNodes>,
    }
    pub type RoutingPageInfo = Page;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutingNodes {
        pub id: ID,
        pub status: FulfillmentOrderStatus,
        #[serde(rename = "assignedLocation")]
        pub assigned_location: RoutingNodesAssignedLocation,
        #[serde(rename = "lineItems")]
        pub line_items: RoutingNodesLineItems,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutingNodesAssignedLocation {
        pub location: Option<RoutingNodesAssignedLocationLocation>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutingNodesAssignedLocationLocation {
        #[serde(rename = "legacyResourceId")]
        pub legacy_resource_id: UnsignedInt64,
    }
    pub type RoutingNodesLineItems = RoutedLines;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutedLines {
        #[serde(rename = "pageInfo")]
        pub page_info: RoutedLinesPageInfo,
        pub nodes: Vec<RoutedLinesNodes>,
    }
    pub type RoutedLinesPageInfo = Page;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutedLinesNodes {
        #[serde(rename = "totalQuantity")]
        pub total_quantity: Int,
        #[serde(rename = "remainingQuantity")]
        pub remaining_quantity: Int,
        #[serde(rename = "lineItem")]
        pub line_item: RoutedLinesNodesLineItem,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutedLinesNodesLineItem {
        pub id: ID,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct Address {
        pub name: Option<String>,
        pub company: Option<String>,
        pub address1: Option<String>,
        pub address2: Option<String>,
        pub city: Option<String>,
        #[serde(rename = "provinceCode")]
        pub province_code: Option<String>,
        pub zip: Option<String>,
        #[serde(rename = "countryCodeV2")]
        pub country_code_v2: Option<CountryCode>,
        pub phone: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct InShopMoney {
        #[serde(rename = "shopMoney")]
        pub shop_money: InShopMoneyShopMoney,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct InShopMoneyShopMoney {
        pub amount: Decimal,
        #[serde(rename = "currencyCode")]
        pub currency_code: CurrencyCode,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        pub order: Option<OrderForExportOrder>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrder {
        #[serde(rename = "legacyResourceId")]
        pub legacy_resource_id: UnsignedInt64,
        pub name: String,
        #[serde(rename = "createdAt")]
        pub created_at: DateTime,
        #[serde(rename = "updatedAt")]
        pub updated_at: DateTime,
        #[serde(rename = "cancelledAt")]
        pub cancelled_at: Option<DateTime>,
        pub test: Boolean,
        #[serde(rename = "displayFinancialStatus")]
        pub display_financial_status: Option<OrderDisplayFinancialStatus>,
        #[serde(rename = "taxesIncluded")]
        pub taxes_included: Boolean,
        #[serde(rename = "currencyCode")]
        pub currency_code: CurrencyCode,
        pub email: Option<String>,
        pub phone: Option<String>,
        #[serde(rename = "shippingAddress")]
        pub shipping_address: Option<OrderForExportOrderShippingAddress>,
        #[serde(rename = "billingAddress")]
        pub billing_address: Option<OrderForExportOrderBillingAddress>,
        #[serde(rename = "currentTotalPriceSet")]
        pub current_total_price_set: OrderForExportOrderCurrentTotalPriceSet,
        #[serde(rename = "currentTotalTaxSet")]
        pub current_total_tax_set: OrderForExportOrderCurrentTotalTaxSet,
        #[serde(rename = "currentTotalDutiesSet")]
        pub current_total_duties_set: Option<OrderForExportOrderCurrentTotalDutiesSet>,
        #[serde(rename = "currentTotalAdditionalFeesSet")]
        pub current_total_additional_fees_set: Option<
            OrderForExportOrderCurrentTotalAdditionalFeesSet,
        >,
        #[serde(rename = "totalTipReceivedSet")]
        pub total_tip_received_set: OrderForExportOrderTotalTipReceivedSet,
        #[serde(rename = "shippingLines")]
        pub shipping_lines: OrderForExportOrderShippingLines,
        #[serde(rename = "lineItems")]
        pub line_items: OrderForExportOrderLineItems,
        #[serde(rename = "fulfillmentOrders")]
        pub fulfillment_orders: OrderForExportOrderFulfillmentOrders,
        #[serde(rename = "salesOrders")]
        pub sales_orders: Option<OrderForExportOrderSalesOrders>,
        pub transactions: Vec<OrderForExportOrderTransactions>,
    }
    pub type OrderForExportOrderShippingAddress = Address;
    pub type OrderForExportOrderBillingAddress = Address;
    pub type OrderForExportOrderCurrentTotalPriceSet = InShopMoney;
    pub type OrderForExportOrderCurrentTotalTaxSet = InShopMoney;
    pub type OrderForExportOrderCurrentTotalDutiesSet = InShopMoney;
    pub type OrderForExportOrderCurrentTotalAdditionalFeesSet = InShopMoney;
    pub type OrderForExportOrderTotalTipReceivedSet = InShopMoney;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderShippingLines {
        #[serde(rename = "pageInfo")]
        pub page_info: OrderForExportOrderShippingLinesPageInfo,
        pub nodes: Vec<OrderForExportOrderShippingLinesNodes>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderShippingLinesPageInfo {
        #[serde(rename = "hasNextPage")]
        pub has_next_page: Boolean,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderShippingLinesNodes {
        pub title: String,
        pub code: Option<String>,
        #[serde(rename = "currentDiscountedPriceSet")]
        pub current_discounted_price_set: OrderForExportOrderShippingLinesNodesCurrentDiscountedPriceSet,
        #[serde(rename = "taxLines")]
        pub tax_lines: Vec<OrderForExportOrderShippingLinesNodesTaxLines>,
    }
    pub type OrderForExportOrderShippingLinesNodesCurrentDiscountedPriceSet = InShopMoney;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderShippingLinesNodesTaxLines {
        #[serde(rename = "priceSet")]
        pub price_set: OrderForExportOrderShippingLinesNodesTaxLinesPriceSet,
    }
    pub type OrderForExportOrderShippingLinesNodesTaxLinesPriceSet = InShopMoney;
    pub type OrderForExportOrderLineItems = Lines;
    pub type OrderForExportOrderFulfillmentOrders = Routing;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderSalesOrders {
        pub value: String,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderForExportOrderTransactions {
        pub kind: OrderTransactionKind,
        pub status: OrderTransactionStatus,
        pub gateway: Option<String>,
        #[serde(rename = "amountSet")]
        pub amount_set: OrderForExportOrderTransactionsAmountSet,
    }
    pub type OrderForExportOrderTransactionsAmountSet = InShopMoney;
    pub use super::changed_orders::Page;
}
impl graphql_client::GraphQLQuery for OrderForExport {
    type Variables = order_for_export::Variables;
    type ResponseData = order_for_export::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: order_for_export::QUERY,
            operation_name: order_for_export::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for OrderForExport {
    const COST: u32 = 137u32;
}
pub struct OrderLinesAfter;
pub mod order_lines_after {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "OrderLinesAfter";
    pub const QUERY: &str = include_str!("../../queries/order_lines_after.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    type DateTime = crate::scalar::DateTime;
    type Decimal = crate::scalar::Decimal;
    type UnsignedInt64 = crate::scalar::UnsignedInt64;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
        pub after: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        pub order: Option<OrderLinesAfterOrder>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderLinesAfterOrder {
        #[serde(rename = "updatedAt")]
        pub updated_at: DateTime,
        #[serde(rename = "lineItems")]
        pub line_items: OrderLinesAfterOrderLineItems,
    }
    pub type OrderLinesAfterOrderLineItems = Lines;
    pub use super::order_for_export::Lines;
}
impl graphql_client::GraphQLQuery for OrderLinesAfter {
    type Variables = order_lines_after::Variables;
    type ResponseData = order_lines_after::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: order_lines_after::QUERY,
            operation_name: order_lines_after::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for OrderLinesAfter {
    const COST: u32 = 45u32;
}
pub struct OrderRoutingAfter;
pub mod order_routing_after {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "OrderRoutingAfter";
    pub const QUERY: &str = include_str!("../../queries/order_routing_after.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    type DateTime = crate::scalar::DateTime;
    type UnsignedInt64 = crate::scalar::UnsignedInt64;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
        pub after: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        pub order: Option<OrderRoutingAfterOrder>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct OrderRoutingAfterOrder {
        #[serde(rename = "updatedAt")]
        pub updated_at: DateTime,
        #[serde(rename = "fulfillmentOrders")]
        pub fulfillment_orders: OrderRoutingAfterOrderFulfillmentOrders,
    }
    pub type OrderRoutingAfterOrderFulfillmentOrders = Routing;
    pub use super::order_for_export::Routing;
}
impl graphql_client::GraphQLQuery for OrderRoutingAfter {
    type Variables = order_routing_after::Variables;
    type ResponseData = order_routing_after::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: order_routing_after::QUERY,
            operation_name: order_routing_after::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for OrderRoutingAfter {
    const COST: u32 = 79u32;
}
pub struct RoutedLinesAfter;
pub mod routed_lines_after {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "RoutedLinesAfter";
    pub const QUERY: &str = include_str!("../../queries/routed_lines_after.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    type DateTime = crate::scalar::DateTime;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub id: ID,
        pub after: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "fulfillmentOrder")]
        pub fulfillment_order: Option<RoutedLinesAfterFulfillmentOrder>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutedLinesAfterFulfillmentOrder {
        pub order: RoutedLinesAfterFulfillmentOrderOrder,
        #[serde(rename = "lineItems")]
        pub line_items: RoutedLinesAfterFulfillmentOrderLineItems,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct RoutedLinesAfterFulfillmentOrderOrder {
        #[serde(rename = "updatedAt")]
        pub updated_at: DateTime,
    }
    pub type RoutedLinesAfterFulfillmentOrderLineItems = RoutedLines;
    pub use super::order_for_export::RoutedLines;
}
impl graphql_client::GraphQLQuery for RoutedLinesAfter {
    type Variables = routed_lines_after::Variables;
    type ResponseData = routed_lines_after::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: routed_lines_after::QUERY,
            operation_name: routed_lines_after::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for RoutedLinesAfter {
    const COST: u32 = 18u32;
}
pub struct SetOrderNumbers;
pub mod set_order_numbers {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "SetOrderNumbers";
    pub const QUERY: &str = include_str!("../../queries/set_order_numbers.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive()]
    pub enum MetafieldsSetUserErrorCode {
        APP_NOT_AUTHORIZED,
        BLANK,
        CAPABILITY_VIOLATION,
        INCLUSION,
        INTERNAL_ERROR,
        INVALID,
        INVALID_COMPARE_DIGEST,
        INVALID_TYPE,
        INVALID_VALUE,
        LESS_THAN_OR_EQUAL_TO,
        PRESENT,
        STALE_OBJECT,
        TAKEN,
        TOO_LONG,
        TOO_SHORT,
        Other(String),
    }
    impl ::serde::Serialize for MetafieldsSetUserErrorCode {
        fn serialize<S: ::serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
            ser.serialize_str(
                match *self {
                    MetafieldsSetUserErrorCode::APP_NOT_AUTHORIZED => {
                        "APP_NOT_AUTHORIZED"
                    }
                    MetafieldsSetUserErrorCode::BLANK => "BLANK",
                    MetafieldsSetUserErrorCode::CAPABILITY_VIOLATION => {
                        "CAPABILITY_VIOLATION"
                    }
                    MetafieldsSetUserErrorCode::INCLUSION => "INCLUSION",
                    MetafieldsSetUserErrorCode::INTERNAL_ERROR => "INTERNAL_ERROR",
                    MetafieldsSetUserErrorCode::INVALID => "INVALID",
                    MetafieldsSetUserErrorCode::INVALID_COMPARE_DIGEST => {
                        "INVALID_COMPARE_DIGEST"
                    }
                    MetafieldsSetUserErrorCode::INVALID_TYPE => "INVALID_TYPE",
                    MetafieldsSetUserErrorCode::INVALID_VALUE => "INVALID_VALUE",
                    MetafieldsSetUserErrorCode::LESS_THAN_OR_EQUAL_TO => {
                        "LESS_THAN_OR_EQUAL_TO"
                    }
                    MetafieldsSetUserErrorCode::PRESENT => "PRESENT",
                    MetafieldsSetUserErrorCode::STALE_OBJECT => "STALE_OBJECT",
                    MetafieldsSetUserErrorCode::TAKEN => "TAKEN",
                    MetafieldsSetUserErrorCode::TOO_LONG => "TOO_LONG",
                    MetafieldsSetUserErrorCode::TOO_SHORT => "TOO_SHORT",
                    MetafieldsSetUserErrorCode::Other(ref s) => &s,
                },
            )
        }
    }
    impl<'de> ::serde::Deserialize<'de> for MetafieldsSetUserErrorCode {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Self, D::Error> {
            let s: String = ::serde::Deserialize::deserialize(deserializer)?;
            match s.as_str() {
                "APP_NOT_AUTHORIZED" => {
                    Ok(MetafieldsSetUserErrorCode::APP_NOT_AUTHORIZED)
                }
                "BLANK" => Ok(MetafieldsSetUserErrorCode::BLANK),
                "CAPABILITY_VIOLATION" => {
                    Ok(MetafieldsSetUserErrorCode::CAPABILITY_VIOLATION)
                }
                "INCLUSION" => Ok(MetafieldsSetUserErrorCode::INCLUSION),
                "INTERNAL_ERROR" => Ok(MetafieldsSetUserErrorCode::INTERNAL_ERROR),
                "INVALID" => Ok(MetafieldsSetUserErrorCode::INVALID),
                "INVALID_COMPARE_DIGEST" => {
                    Ok(MetafieldsSetUserErrorCode::INVALID_COMPARE_DIGEST)
                }
                "INVALID_TYPE" => Ok(MetafieldsSetUserErrorCode::INVALID_TYPE),
                "INVALID_VALUE" => Ok(MetafieldsSetUserErrorCode::INVALID_VALUE),
                "LESS_THAN_OR_EQUAL_TO" => {
                    Ok(MetafieldsSetUserErrorCode::LESS_THAN_OR_EQUAL_TO)
                }
                "PRESENT" => Ok(MetafieldsSetUserErrorCode::PRESENT),
                "STALE_OBJECT" => Ok(MetafieldsSetUserErrorCode::STALE_OBJECT),
                "TAKEN" => Ok(MetafieldsSetUserErrorCode::TAKEN),
                "TOO_LONG" => Ok(MetafieldsSetUserErrorCode::TOO_LONG),
                "TOO_SHORT" => Ok(MetafieldsSetUserErrorCode::TOO_SHORT),
                _ => Ok(MetafieldsSetUserErrorCode::Other(s)),
            }
        }
    }
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub order: ID,
        pub numbers: String,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "metafieldsSet")]
        pub metafields_set: Option<SetOrderNumbersMetafieldsSet>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct SetOrderNumbersMetafieldsSet {
        #[serde(rename = "userErrors")]
        pub user_errors: Vec<SetOrderNumbersMetafieldsSetUserErrors>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct SetOrderNumbersMetafieldsSetUserErrors {
        pub code: Option<MetafieldsSetUserErrorCode>,
        pub message: String,
    }
}
impl graphql_client::GraphQLQuery for SetOrderNumbers {
    type Variables = set_order_numbers::Variables;
    type ResponseData = set_order_numbers::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_order_numbers::QUERY,
            operation_name: set_order_numbers::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for SetOrderNumbers {
    const COST: u32 = 10u32;
}
pub struct WebhookSubscriptions;
pub mod webhook_subscriptions {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "WebhookSubscriptions";
    pub const QUERY: &str = include_str!("../../queries/webhook_subscriptions.graphql");
    use ::serde::{Serialize, Deserialize};
    use super::*;
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = ":: serde")]
    pub struct Variables {
        pub after: Option<String>,
    }
    impl Variables {}
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct ResponseData {
        #[serde(rename = "webhookSubscriptions")]
        pub webhook_subscriptions: WebhookSubscriptionsWebhookSubscriptions,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct WebhookSubscriptionsWebhookSubscriptions {
        #[serde(rename = "pageInfo")]
        pub page_info: WebhookSubscriptionsWebhookSubscriptionsPageInfo,
        pub nodes: Vec<WebhookSubscriptionsWebhookSubscriptionsNodes>,
    }
    pub type WebhookSubscriptionsWebhookSubscriptionsPageInfo = Page;
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct WebhookSubscriptionsWebhookSubscriptionsNodes {
        pub id: ID,
        pub topic: WebhookSubscriptionTopic,
        pub uri: String,
        #[serde(rename = "apiVersion")]
        pub api_version: WebhookSubscriptionsWebhookSubscriptionsNodesApiVersion,
        pub format: WebhookSubscriptionFormat,
        pub filter: Option<String>,
        #[serde(rename = "includeFields")]
        pub include_fields: Vec<String>,
    }
    #[derive(Deserialize)]
    #[serde(crate = ":: serde")]
    pub struct WebhookSubscriptionsWebhookSubscriptionsNodesApiVersion {
        pub handle: String,
    }
    pub use super::changed_orders::Page;
}
impl graphql_client::GraphQLQuery for WebhookSubscriptions {
    type Variables = webhook_subscriptions::Variables;
    type ResponseData = webhook_subscriptions::ResponseData;
    fn build_query(
        variables: Self::Variables,
    ) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: webhook_subscriptions::QUERY,
            operation_name: webhook_subscriptions::OPERATION_NAME,
        }
    }
}
impl super::DeclaredCost for WebhookSubscriptions {
    const COST: u32 = 24u32;
}
