//! One route is open to the world, and it is throttled.

use serde_json::json;

use crate::transformed::{Template, assert_holds, words};

const ROUTE: &str = "POST /webhooks/shopify";
/// What an access log must not hold: a path with its query string, and whose machine it was.
const PERSONAL: [&str; 4] = ["$context.path", "$context.identity", "querystring", "$context.requestOverride"];

#[test]
fn the_webhook_route_alone_is_public_and_is_throttled() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    for route in template.all("AWS::ApiGatewayV2::Route") {
        if route.property("/AuthorizationType") == "NONE" && route.property("/RouteKey") != ROUTE {
            violations.push(format!("{} is public", route.property("/RouteKey")));
        }
        let integration = words(route.property("/Target")).replace("integrations/${", "").replace('}', "");
        if words(template.resource(&integration).property("/IntegrationUri")) != "WebhookIntakeFunction.Arn" {
            violations.push(format!("{} does not lead to the intake", route.property("/RouteKey")));
        }
    }
    violations.extend(template.any("AWS::Lambda::Url").iter().map(|url| format!("{} is a second way in", url.id)));
    for api in template.all("AWS::ApiGatewayV2::Api") {
        // Routes in a body would be seen by none of these rules, nor by the local stack.
        if !api.property("/Body").is_null() || !api.property("/Target").is_null() {
            violations.push(format!("{} has routes beside the route resources", api.id));
        }
    }
    for stage in template.all("AWS::ApiGatewayV2::Stage") {
        for limit in ["/DefaultRouteSettings/ThrottlingRateLimit", "/DefaultRouteSettings/ThrottlingBurstLimit"] {
            if template.number(stage.property(limit)) < 1 {
                violations.push(format!("{} has no {limit}", stage.id));
            }
        }
        let format = stage.property("/AccessLogSettings/Format").as_str().unwrap_or_default();
        if serde_json::from_str::<serde_json::Value>(format).is_err() {
            violations.push(format!("{} has no access log of JSON lines", stage.id));
        }
        violations.extend(
            PERSONAL.iter().filter(|word| format.contains(**word)).map(|word| format!("{} logs {word}", stage.id)),
        );
    }
    for permission in template.all("AWS::Lambda::Permission") {
        let source = words(permission.property("/SourceArn"));
        let from_route = source.ends_with(":${AWS::AccountId}:${HttpApi}/*/POST/webhooks/shopify");
        if permission.property("/Principal") != &json!("apigateway.amazonaws.com") || !from_route {
            violations.push(format!("{} lets in {source}", permission.id));
        }
    }
    violations
}
