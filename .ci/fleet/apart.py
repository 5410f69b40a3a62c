"""Councils apart: on the queue, in the store, and in whatever is said of them."""

import pathlib
import threading

import councils
import servers
from guarded_store import GuardedStore
from harness import expect

CANARY = "zanzibarquartz"


def apart(fleet, folder):
    """A council reaches nothing of another's, and no word of its records is anywhere else."""
    queue(fleet, folder)
    store(fleet, folder)
    canary(fleet, folder)


def queue(fleet, folder):
    """The users that `orderpaper-fleet users` writes reach what is theirs."""
    users = fleet.run("users", "north", "south", "--password", "$PASSWORD").replace("$PASSWORD", "secret")
    server = servers.Queue(folder / "users", f'authorization {{ users: [\n{{ user: "fleet", password: "host" }}\n{users}] }}')
    server.start()
    try:
        fleet.more["ORDERPAPER_NATS"] = f"nats://fleet:host@127.0.0.1:{server.port}"
        councils.make(folder / "north", 8, "north")
        fleet.put("north", folder / "north")
        fleet.plan("--council", "north", "--today", councils.TODAY)
        subject, payload = server.message(("fleet", "host"), "OP_JOBS", 1)
        north = server.client("north", "secret", "_INBOX.north.own")
        _, answer = north.request(subject, payload)
        expect(b"per subject" in answer, "a council's user may queue its own jobs, of which each stands there once")
        _, answer = north.request(subject.rsplit(".", 1)[0] + ".7", payload)
        expect(b'"seq":2' in answer, "and is told that they are queued")
        other = subject.replace(".north.", ".south.")
        for what, command in {
            "another's subject": f"PUB {other} 1\r\nx",
            "all councils' subjects": "SUB op.> 9",
            "another's answers": "SUB _INBOX.south.own 9",
            "everybody's answers": "SUB _INBOX.> 9",
            "what died": "SUB op.dead.south 9",
            "word of deliveries": "SUB $JS.EVENT.> 9",
            "the list of streams": "PUB $JS.API.STREAM.NAMES _INBOX.north.own 0\r\n",
            "the messages of a stream": 'PUB $JS.API.STREAM.MSG.GET.OP_JOBS _INBOX.north.own 9\r\n{"seq":1}',
            "a consumer": "PUB $JS.API.CONSUMER.MSG.NEXT.OP_JOBS.batches-x _INBOX.north.own 0\r\n",
            "a new consumer": "PUB $JS.API.CONSUMER.CREATE.OP_JOBS.mine _INBOX.north.own 0\r\n",
            "keys and values": "PUB $KV.OP_RUNS.south 1\r\nx",
            "deleting the stream": "PUB $JS.API.STREAM.DELETE.OP_JOBS _INBOX.north.own 0\r\n",
        }.items():
            client = server.client("north", "secret", "_INBOX.north.own")
            expect(client.refuses(command.encode()), f"a council's user is refused {what}")
    finally:
        server.kill()
        fleet.more.pop("ORDERPAPER_NATS")


def store(fleet, folder):
    """Keys of a store that are for a council's prefix suffice for its data, and reach nothing else."""
    keys = {"host": ("host-secret", [""]), "north": ("north-secret", ["councils/north/"])}
    guarded = GuardedStore(fleet.store.port, keys)
    fleet.store_port = guarded.port

    def log_in(key, secret):
        fleet.more.update({"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret})

    log_in("host", "host-secret")
    fleet.put("south", folder / "north")
    log_in("north", "north-secret")
    councils.make(folder / "newer", 9, "north")
    fleet.put("north", folder / "newer")
    expect(not guarded.refused, "a council puts its data with a key for its prefix")
    for what, command in {
        "put data of another": ("put", "south", "--data", folder / "newer"),
        "see the councils": ("plan", "--today", councils.TODAY),
        "see runs": ("status",),
        "publish for another": ("publish", "south", "--", "--council"),
        "verify another": ("verify", "south"),
    }.items():
        guarded.refused.clear()
        ended = fleet.ended(*command)
        expect(ended.returncode == 2 and guarded.refused, f"and can't {what}")
    log_in("north", "guessed")
    guarded.refused.clear()
    expect(fleet.ended("put", "north", "--data", folder / "newer").returncode == 2 and guarded.refused, "nor do anything without the secret")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        fleet.more.pop(name)
    fleet.store_port = None


def canary(fleet, folder):
    """A word in the records of one council is in nothing of another's, and on nobody's queue, log or metrics."""
    for name in ("bird", "cage"):
        councils.make(folder / name, 24, CANARY if name == "bird" else name)
    councils.refuse_a_meeting(folder / "bird")
    table = pathlib.Path(folder / "bird" / "agenda.csv")
    table.write_text(table.read_text(encoding="utf-8").replace("Nothing has changed", CANARY), encoding="utf-8")
    heard = []
    listener = fleet.queue.client()
    listener.send(b"SUB > 2\r\n")

    def listen():
        while True:
            try:
                data = listener.socket.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return
            heard.append(data)

    threading.Thread(target=listen, daemon=True).start()
    for name in ("bird", "cage"):
        fleet.put(name, folder / name)
    run = fleet.plan("--council", "bird", "--council", "cage", "--today", councils.TODAY)
    port = servers.free_port()
    fleet.start_worker("-v", "--health", f"127.0.0.1:{port}")
    fleet.finish(run)
    told = fleet.run("status", codes=(0, 1)) + fleet.run("status", "--format", "prometheus", codes=(0, 1))
    with servers.urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        told += answer.read().decode()
    fleet.stop_workers()
    listener.socket.close()
    words = CANARY.encode()
    messages = b"".join(heard)
    expect(b"op.jobs." in messages and words not in messages, f"{len(messages)} bytes on the queue have no word of its records")
    expect(CANARY not in told and CANARY not in fleet.logs(), "nor have status, metrics and logs")
    found = {key: words in fleet.store.object("op-private", key)[0] for key in fleet.store.keys("op-private")}
    expect(any(found.values()), "the store has it")
    others = [key for key, is_in in found.items() if is_in and not key.startswith("councils/bird/")]
    expect(not others, "below the council's prefix and nowhere else")
    output = folder / "gathered"
    fleet.run("gather", "cage", "--run", run, "--output", output, codes=(0, 1))
    expect(not any(words in path.read_bytes() for path in output.rglob("*") if path.is_file()), "another's documents have none of it")
