"""Runs MiniStack for one parent and ends it, and everything it started, with that parent.

Usage: supervise.py FOLDER PORT   (PORT 0: any free one)

The parent holds the other end of standard input and writes nothing. When that end closes, however the parent died,
MiniStack's whole process group is killed (the bootstraps of its functions live in it) and its scratch files removed.
One line of JSON on standard output says what happened: {"port": N} or {"problem": "in_use" | "ended" | "silent"}.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

HEALTH_DEADLINE_SECONDS = 60
ANY_PORT_TRIES = 3


def surroundings(folder, port):
    """Functions inherit all of this, so it holds nothing that a deployed function would not have from Lambda."""
    scratch = os.path.join(folder, "scratch")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        # Not the user's own: an AWS profile there would reach the functions.
        "HOME": scratch,
        "TMPDIR": scratch,
        "PYTHONDONTWRITEBYTECODE": "1",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "AUTH": "true",
        # MiniStack's root caller; a function gets a session of its role instead.
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        # Listeners on fixed ports that nothing here uses, and containers of the user's that are none of ours.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": f"unix://{scratch}/no-docker",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def in_use(port):
    with socket.socket() as probe:
        # As the server itself does: a port that only waits out its last connections is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def healthy(port):
    # Without the proxy that the environment may name.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/_ministack/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def start(folder, port):
    os.makedirs(os.path.join(folder, "scratch"), exist_ok=True)
    os.makedirs(os.path.join(folder, "functions"), exist_ok=True)
    with open(os.path.join(folder, "ministack.log"), "ab") as log:
        return subprocess.Popen(
            [sys.executable, os.path.join(os.path.dirname(__file__), "serve.py"), os.path.join(folder, "functions")],
            cwd=folder,
            env=surroundings(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def problem_of(server, port):
    """None once the server answers."""
    deadline = time.monotonic() + HEALTH_DEADLINE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return "ended"
        if healthy(port):
            return None
        time.sleep(0.05)
    return "silent"


def end(server, folder):
    """The group outlives its leader: a server that died by itself may have left bootstraps behind."""
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    server.wait()
    shutil.rmtree(os.path.join(folder, "scratch"), ignore_errors=True)


def run(folder, wanted):
    """Returns only when all is over. `finally`, because a parent that is gone fails the print as well."""
    if wanted and in_use(wanted):
        return say(problem="in_use")
    for _ in range(1 if wanted else ANY_PORT_TRIES):
        port = wanted or free_port()
        server = start(folder, port)
        try:
            problem = problem_of(server, port)
            if problem is None:
                say(port=port)
                return wait_for_the_end(server)
        finally:
            end(server, folder)
    return say(problem=problem)


def say(**what):
    print(json.dumps(what), flush=True)


def wait_for_the_end(server):
    """Whichever comes first: the parent's end of the pipe closes, or the server ends by itself."""
    over = threading.Event()

    def watch(wait):
        wait()
        over.set()

    # os.read: a thread left waiting in a buffered read would abort the interpreter's exit.
    for wait in (lambda: os.read(0, 1), server.wait):
        threading.Thread(target=watch, args=(wait,), daemon=True).start()
    over.wait()


# The parent decides when to stop; an interrupt at the terminal reaches it, and through the pipe us.
signal.signal(signal.SIGINT, signal.SIG_IGN)
run(sys.argv[1], int(sys.argv[2]))
