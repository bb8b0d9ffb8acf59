"""Serves MiniStack with four changes that the sandbox needs; each names what it touches in the pinned version.

Usage: serve.py FOLDER   (where the functions' output and the list of their invocations go)
"""

import functools
import json
import os
import socketserver
import sys
import threading
import time

from ministack import app
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

folder = sys.argv.pop(1)
writing = threading.Lock()


def append(name, line):
    with writing, open(os.path.join(folder, name), "ab") as file:
        file.write(line)


# 1. The Runtime API answers in two small writes; under Nagle's algorithm the second waits 40 ms for an acknowledgement.
socketserver.StreamRequestHandler.disable_nagle_algorithm = True


# 2. All that a function prints, also when it was killed: MiniStack's log groups miss what comes after the answer.
class Copied:
    def __init__(self, stream, name):
        self.stream, self.name = stream, name

    def readline(self):
        line = self.stream.readline()
        if line:
            append(self.name, line)
        return line

    def close(self):
        self.stream.close()


pump = lambda_runtime.ProvidedWorker._pump_output


@functools.wraps(pump)
def pump_and_copy(self, stream, log_queue):
    pump(self, Copied(stream, f"{self.func_name}.log"), log_queue)


lambda_runtime.ProvidedWorker._pump_output = pump_and_copy

# 3. Every invocation and whether it failed: MiniStack's AWS/Lambda metrics count direct invocations alone.
emit = lambda_svc._emit_lambda_logs


@functools.wraps(emit)
def emit_and_count(func, request_id, log_text, error, duration_ms, **rest):
    name = (func.get("config") or func)["FunctionName"]
    entry = {"function": name, "request": request_id, "failed": error, "ended": time.time(), "ms": duration_ms}
    append("invocations.jsonl", json.dumps(entry).encode() + b"\n")
    emit(func, request_id, log_text, error, duration_ms, **rest)


lambda_svc._emit_lambda_logs = emit_and_count

# 4. A stack's parameter is text. As a mapping's MaximumConcurrency it stays text, is compared with a number at each
#    poll, and stops every queue of every stack.
concurrency = lambda_svc._sqs_esm_concurrency


@functools.wraps(concurrency)
def concurrency_as_a_number(esm, *rest):
    scaling = {name: int(value) for name, value in (esm.get("ScalingConfig") or {}).items()}
    return concurrency({**esm, "ScalingConfig": scaling}, *rest)


lambda_svc._sqs_esm_concurrency = concurrency_as_a_number

app.main()
