"""Real servers on loopback: NATS with JetStream, and S3 as moto plays it."""

import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request


def free_port():
    """Returns a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(what, is_there, seconds=60):
    """Waits until something is there, and fails where it does not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_there():
            return
        time.sleep(0.1)
    sys.exit(f"{what} did not come in {seconds} seconds")


def answers(port):
    """Returns whether somebody listens on a port."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


class Queue:
    """A server of NATS."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port, self.monitor = free_port(), free_port()
        self.config = self.folder / "nats.conf"
        self.config.write_text(
            f"listen: 127.0.0.1:{self.port}\nhttp: 127.0.0.1:{self.monitor}\n"
            f'jetstream {{ store_dir: "{self.folder}/data", sync_interval: always }}\n'
        )
        self.process = None

    @property
    def address(self):
        return f"nats://127.0.0.1:{self.port}"

    def start(self):
        program = pathlib.Path(sys.executable).parent / "nats-server"
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([program, "-c", self.config], stdout=log, stderr=log)
        wait_for("the queue", lambda: answers(self.port))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def statistics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.monitor}/jsz?streams=1&consumers=1") as answer:
            return json.load(answer)


class Store:
    """A server of S3, with one bucket."""

    BUCKET = "op-private"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None

    def start(self):
        program = pathlib.Path(sys.executable).parent / "moto_server"
        log = open(self.folder / "log", "ab")
        command = [program, "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        wait_for("the store", lambda: answers(self.port))
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{self.BUCKET}", method="PUT")
        request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request")
        urllib.request.urlopen(request).close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def variables(self):
        """Returns the variables by which `orderpaper-fleet` finds it."""
        return {
            "ORDERPAPER_STORE": f"s3://{self.BUCKET}",
            "AWS_ENDPOINT": f"http://127.0.0.1:{self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
