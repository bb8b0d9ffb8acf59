"""A bootstrap that does what its event says. The line before this file names the Python that runs it."""

import json
import os
import time
import urllib.request

import boto3

INVOCATION = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"


def handle(event):
    if "Records" in event:
        return batch(event["Records"])
    if "rawPath" in event:
        seen = {"path": event["rawPath"], "method": event["requestContext"]["http"]["method"]}
        return {"statusCode": 200, "body": json.dumps(seen)}
    match event["do"]:
        case "environment":
            return dict(os.environ)
        case "hold":
            print(json.dumps({"pid": os.getpid()}), flush=True)
            time.sleep(600)
        case "read":
            return status(boto3.client("dynamodb").get_item(TableName=event["table"], Key={"id": {"S": "1"}}))
        case "write":
            return status(boto3.client("dynamodb").put_item(TableName=event["table"], Item={"id": {"S": "1"}}))
        case "nothing":
            return None


def status(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def batch(records):
    failed = [record["messageId"] for record in records if record["body"] == "fail"]
    return {"batchItemFailures": [{"itemIdentifier": record} for record in failed]}


def answer(request, kind, body):
    sent = urllib.request.Request(f"{INVOCATION}/{request}/{kind}", json.dumps(body).encode())
    urllib.request.urlopen(sent).close()


while True:
    with urllib.request.urlopen(f"{INVOCATION}/next") as following:
        request, event = following.headers["Lambda-Runtime-Aws-Request-Id"], json.load(following)
    try:
        answer(request, "response", handle(event))
    except Exception as error:
        answer(request, "error", {"errorType": type(error).__name__, "errorMessage": str(error)})
