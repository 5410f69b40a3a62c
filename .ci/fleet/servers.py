"""Real servers on loopback: NATS with JetStream, and S3 as moto plays it."""

import base64
import json
import pathlib
import re
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


class Client:
    """A client of NATS, as far as it is needed: what it publishes and asks, and what the server refuses."""

    def __init__(self, port, user=None, password=None, inbox="_INBOX.own"):
        self.inbox = inbox.encode()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        login = {"user": user, "pass": password} if user else {}
        options = json.dumps({"verbose": False, "headers": True, **login})
        self.send(b"CONNECT %s\r\nSUB %s 1\r\n" % (options.encode(), self.inbox))

    def send(self, data):
        self.socket.sendall(data)

    def request(self, subject, payload=b""):
        """Returns the subject for answers and the payload of the answer; the text of an error where it is refused."""
        self.send(b"PUB %s %s %d\r\n%s\r\n" % (subject.encode(), self.inbox, len(payload), payload))
        return self.answer()

    def refuses(self, command):
        """Returns whether the server refuses a command."""
        self.send(command + b"\r\nPING\r\n")
        while True:
            line = self.file.readline()
            if line.startswith(b"-ERR"):
                return b"Permissions Violation" in line or b"permissions violation" in line.lower()
            if line.startswith(b"PONG") or not line:
                return False

    def answer(self):
        while True:
            words = self.file.readline().split()
            if not words:
                raise ConnectionError("the server has gone")
            if words[0] == b"PING":
                self.send(b"PONG\r\n")
            elif words[0] in (b"MSG", b"HMSG"):
                content = self.file.read(int(words[-1]) + 2)[:-2]
                reply = words[3] if len(words) == (5 if words[0] == b"MSG" else 6) else None
                return reply, content
            elif words[0] == b"-ERR":
                return None, b" ".join(words)


class Queue:
    """A server of NATS, alone or one of several."""

    def __init__(self, folder, more="", port=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port, self.monitor = port or free_port(), free_port()
        self.config = self.folder / "nats.conf"
        self.config.write_text(
            f"listen: 127.0.0.1:{self.port}\nhttp: 127.0.0.1:{self.monitor}\n"
            f'jetstream {{ store_dir: "{self.folder}/data", sync_interval: always }}\n{more}\n'
        )
        self.process = None

    @property
    def address(self):
        return f"nats://127.0.0.1:{self.port}"

    def client(self, *login):
        return Client(self.port, *login)

    def request(self, subject, payload=None):
        """Asks the server, and returns what it answers."""
        text = json.dumps(payload).encode() if payload is not None else b""
        return json.loads(self.client().request(subject, text)[1])

    def message(self, login, stream, number):
        """Returns the subject and the payload of a message that stands in a stream."""
        text = json.dumps({"seq": number}).encode()
        answer = self.client(*login).request(f"$JS.API.STREAM.MSG.GET.{stream}", text)[1]
        found = json.loads(answer)["message"]
        return found["subject"], base64.b64decode(found.get("data", ""))

    def messages(self, stream):
        """Returns how many messages stand in a stream."""
        return self.request(f"$JS.API.STREAM.INFO.{stream}")["state"]["messages"]

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
    """A server of S3, with a bucket for what is private, one for what is published, and one for the public."""

    BUCKETS = ("op-private", "op-published", "op-public")

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
        for bucket in self.BUCKETS:
            locked = {"x-amz-bucket-object-lock-enabled": "true"} if bucket == "op-published" else {}
            self.ask("PUT", bucket, headers=locked).close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, method, path, content=None, headers=(), port=None):
        """Asks as somebody who may do anything, the store itself or what stands before it at another port."""
        address = f"http://127.0.0.1:{port or self.port}/{path}"
        request = urllib.request.Request(address, content, dict(headers), method=method)
        request.add_header("Content-Type", "application/octet-stream")
        request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request")
        return urllib.request.urlopen(request)

    def keys(self, bucket):
        """Returns the keys of a bucket, at most a thousand."""
        with self.ask("GET", f"{bucket}?list-type=2") as answer:
            return re.findall(r"<Key>([^<]*)</Key>", answer.read().decode())

    def object(self, bucket, key):
        """Returns the content of an object, and its media type."""
        with self.ask("GET", f"{bucket}/{key}") as answer:
            return answer.read(), answer.headers["content-type"]

    def change(self, method, bucket, key, content=None):
        """Writes or removes an object."""
        self.ask(method, f"{bucket}/{key}", content).close()

    def variables(self, port=None):
        """Returns the variables by which `orderpaper-fleet` finds it, or what stands before it at another port."""
        return {
            "ORDERPAPER_STORE": "s3://op-private",
            "ORDERPAPER_PUBLISHED_STORE": "s3://op-published",
            "ORDERPAPER_PUBLIC_STORE": "s3://op-public",
            "AWS_ENDPOINT": f"http://127.0.0.1:{port or self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }


class Cluster:
    """Three servers of NATS that keep everything three times."""

    def __init__(self, folder):
        ports = [free_port() for _ in range(3)]
        routes = ", ".join(f"nats-route://127.0.0.1:{port}" for port in ports)
        self.servers = [
            Queue(
                pathlib.Path(folder) / f"nats-{number}",
                f"server_name: queue-{number}\ncluster {{ name: fleet, listen: 127.0.0.1:{port}, routes: [{routes}] }}",
            )
            for number, port in enumerate(ports)
        ]

    @property
    def process(self):
        return next((server.process for server in self.servers if server.process), None)

    @property
    def address(self):
        return ",".join(server.address for server in self.servers)

    def start(self):
        for server in self.servers:
            server.start()

        def has_leader():
            return "limits" in self.request("$JS.API.INFO")

        wait_for("a leader of the queue's servers", has_leader)

    def kill(self):
        for server in self.servers:
            if server.process:
                server.kill()

    def request(self, subject, payload=None):
        """Asks a server that is there; while they agree on a leader, none answers."""
        alive = next(server for server in self.servers if server.process and server.process.poll() is None)
        for _ in range(6):
            try:
                return alive.request(subject, payload)
            except TimeoutError:
                continue
        sys.exit("the queue's servers found no leader in a minute")

    def messages(self, stream):
        return self.request(f"$JS.API.STREAM.INFO.{stream}")["state"]["messages"]
