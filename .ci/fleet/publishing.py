"""Publishing from the store: acts, what the public sees of them, and what is found where something was changed."""

import json
import subprocess

import councils
import servers
from harness import expect, files_of


def publish(fleet, folder):
    """What is published is in the ledger, then in the public bucket, and nowhere half."""
    data = councils.ROOT / "data"
    fleet.put("sample", data)

    def act(command, *options, codes=(0, 1)):
        return fleet.run(command, "sample", "--", *options, codes=codes)

    day = ["--recorded", "--now"]
    meeting = ["--meeting", "cabinet-2026-01-13"]
    act("publish", *meeting, *day, "2026-01-05")
    public = fleet.store.keys("op-public")
    expect(public and all(key.startswith("councils/sample/") for key in public), f"{len(public)} files are public")
    acts = [key for key in fleet.store.keys("op-published") if "/acts/" in key]
    expect(len(acts) == 2, "each line of a ledger is an object")
    _, media_type = fleet.store.object("op-public", "councils/sample/cabinet-2026-01-13/agenda.pdf")
    expect(media_type == "application/pdf", "a web server knows what a file is")
    act("publish", *meeting, *day, "2026-01-08")
    before = {key: fleet.store.object("op-public", key)[0] for key in fleet.store.keys("op-public")}
    act("publish", *meeting, *day, "2026-01-08")
    after = {key: fleet.store.object("op-public", key)[0] for key in fleet.store.keys("op-public")}
    expect(before == after, "what is published once more is as it was")
    # One machine that does the same publishes the same.
    alone = folder / "alone"
    for when in ("2026-01-05", "2026-01-08"):
        command = [fleet.orderpaper, "publish", "--quiet", "--data", data, "--output", alone, *meeting, *day, when]
        subprocess.run(command, capture_output=True)
    expected = {path: content for path, (content, _) in files_of(alone / "published" / "public").items()}
    gathered = {key.removeprefix("councils/sample/"): content for key, content in after.items()}
    # Lines have the clock, and receipts the heads of lines.
    expect(gathered.keys() == expected.keys(), "the public bucket has the files that one machine publishes")
    documents = {path for path in expected if path.endswith(".pdf")}
    expect(documents and all(gathered[path] == expected[path] for path in documents), "with the same documents")
    restricted = [content for path, (content, _) in files_of(alone / "published" / "restricted").items() if path.endswith(".pdf")]
    expect(restricted and not any(content in gathered.values() for content in restricted), "and none of the restricted ones")
    verify(fleet)
    conflict(fleet, act, meeting)
    crash(fleet)
    act("withdraw", *meeting, "--document", "agenda", "--reason", "It was published too early.", "--now", "2026-02-01")
    left = fleet.store.keys("op-public")
    expect("councils/sample/cabinet-2026-01-13/agenda.pdf" not in left, "what is withdrawn is public no more")
    fleet.run("verify", "sample")
    empty_settings(fleet)


def empty_settings(fleet):
    """A setting that is there and empty is an error with its name, and is not taken for one that is not there."""
    before = fleet.store.keys("op-public")
    settings = ["ORDERPAPER_STORE", "ORDERPAPER_PUBLISHED_STORE", "ORDERPAPER_PUBLIC_STORE", "ORDERPAPER_NATS", "ORDERPAPER_HEALTH", "AWS_ENDPOINT"]
    for name in settings:
        kept = fleet.more.get(name)
        fleet.more[name] = ""
        ended = fleet.ended("serve", "sample")
        expect(ended.returncode == 2 and f"`{name}` is set and empty" in ended.stderr, f"an empty {name} is refused")
        del fleet.more[name]
        if kept is not None:
            fleet.more[name] = kept
    for option in ("--store", "--published-store", "--public-store"):
        ended = fleet.ended("serve", "sample", option, "")
        expect(ended.returncode == 2 and option in ended.stderr, f"an empty {option} is refused")
    expect(fleet.ended("--help").returncode == 0 and fleet.store.keys("op-public") == before, "and nothing was changed by it")


def verify(fleet):
    """Whatever is changed, missing or added is found, in either bucket."""
    fleet.run("verify", "sample")
    expect(True, "`verify` finds nothing")
    agenda = "councils/sample/cabinet-2026-01-13/agenda.pdf"
    content, _ = fleet.store.object("op-public", agenda)
    for what, change in [
        ("changed", lambda: fleet.store.change("PUT", "op-public", agenda, content + b"x")),
        ("missing", lambda: fleet.store.change("DELETE", "op-public", agenda)),
    ]:
        change()
        ended = fleet.ended("verify", "sample")
        expect(ended.returncode == 1 and f"{what}: cabinet-2026-01-13/agenda.pdf" in ended.stdout, f"what is {what} for the public is found")
        fleet.store.change("PUT", "op-public", agenda, content)
    fleet.store.change("PUT", "op-public", "councils/sample/more.html", b"x")
    ended = fleet.ended("verify", "sample")
    expect(ended.returncode == 1 and "does not belong" in ended.stdout, "so is what does not belong")
    fleet.store.change("DELETE", "op-public", "councils/sample/more.html")
    line = next(key for key in fleet.store.keys("op-published") if "/acts/public/" in key)
    content, _ = fleet.store.object("op-published", line)
    fleet.store.change("PUT", "op-published", line, content.replace(b"2026-01-05", b"2026-01-04"))
    ended = fleet.ended("verify", "sample")
    expect(ended.returncode == 2 and "other content" in ended.stderr, "an act that was dated back is found")
    fleet.store.change("PUT", "op-published", line, content)
    head = "councils/sample/published/head.json"
    whole, _ = fleet.store.object("op-published", head)
    cut = json.loads(whole)
    cut["public"].pop()
    fleet.store.change("PUT", "op-published", head, json.dumps(cut).encode())
    ended = fleet.ended("verify", "sample")
    expect(ended.returncode == 1 and "its end was cut off" in ended.stderr, "so is a ledger whose end was cut off")
    fleet.store.change("PUT", "op-published", head, whole)
    fleet.run("verify", "sample")


def conflict(fleet, act, meeting):
    """Of two acts at the same time one is done, and the other leaves nothing."""
    before = fleet.store.object("op-published", "councils/sample/published/head.json")[0]
    command = [fleet.program, "publish", "sample", "--", "--recorded", "--now", "2026-01-21"]
    both = [
        subprocess.Popen([*command, *what], env=fleet.variables(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for what in (["--plan", "2026-02"], ["--plan", "2026-01"])
    ]
    printed = [process.communicate()[0].decode() for process in both]
    refused = [text for text in printed if "published meanwhile" in text]
    lines = len(json.loads(fleet.store.object("op-published", "councils/sample/published/head.json")[0])["public"])
    expect(lines == len(json.loads(before)["public"]) + 2 - len(refused), f"of two acts at the same time {2 - len(refused)} were done")
    expect(len(refused) == 1, "and the other was refused as a whole")
    fleet.run("verify", "sample")


def crash(fleet):
    """Where an act ends before its head is written, nothing is published; after it, the next goes on."""
    served = "councils/sample/published/served.json"
    content, _ = fleet.store.object("op-published", served)
    record = json.loads(content)
    # As if a process had been killed while it brought files out: some are missing, and not recorded.
    for path in ("index.html", "cabinet-2026-01-13/minutes.pdf"):
        record.pop(path)
        fleet.store.change("DELETE", "op-public", f"councils/sample/{path}")
    fleet.store.change("PUT", "op-published", served, json.dumps(record).encode())
    expect(fleet.ended("verify", "sample").returncode == 1, "what was not brought out yet is found")
    fleet.run("serve", "sample")
    fleet.run("verify", "sample")
    expect(True, "and `serve` brings it out")
    expect(fleet.queue.messages("OP_JOBS") > 0, "an act queues that too")
    fleet.store.change("DELETE", "op-public", "councils/sample/index.html")
    fleet.store.change("PUT", "op-published", served, json.dumps(record).encode())
    fleet.start_worker()
    servers.wait_for("what is public", lambda: fleet.ended("verify", "sample").returncode == 0)
    servers.wait_for("the queue to be empty", lambda: fleet.queue.messages("OP_JOBS") == 0)
    expect(True, "and a worker does it where whoever published did not")
    fleet.stop_workers()
