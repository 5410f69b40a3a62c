"""Publishing from the store: acts, what the public sees of them, and what is found where something was changed."""

import json
import shutil
import subprocess

import councils
import servers
from harness import compare, expect, files_of


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
    archive(fleet, folder)
    act("withdraw", *meeting, "--document", "agenda", "--reason", "It was published too early.", "--now", "2026-02-01")
    left = fleet.store.keys("op-public")
    expect("councils/sample/cabinet-2026-01-13/agenda.pdf" not in left, "what is withdrawn is public no more")
    fleet.run("verify", "sample")
    empty_settings(fleet)


def archive(fleet, folder):
    """Bags are those of one machine that has published the same."""
    output = folder / "bags"
    fleet.run("archive", "sample", "--output", output, "--", "--meeting", "cabinet-2026-01-13", codes=(0, 1))
    bags = files_of(output)
    expect(bags, f"{len(bags)} bags were made of what is in the store")
    before = files_of(output)
    fleet.run("archive", "sample", "--output", output, "--", "--meeting", "cabinet-2026-01-13", codes=(0, 1))
    expect(files_of(output) == before, "and once more with the same bytes")
    first = next(iter(output.rglob("*.zip")))
    content = first.read_bytes()
    first.write_bytes(content + b"x")
    ended = fleet.ended("archive", "sample", "--output", output, "--", "--meeting", "cabinet-2026-01-13")
    expect(ended.returncode == 2 and "is another" in ended.stderr, "a bag that is another is not written over")
    first.write_bytes(content)
    fleet.run("verify", "sample")


def later(fleet, folder):
    """What is published fixes numbers of pages, and what has not changed is made once."""
    data, alone = folder / "data", folder / "alone"
    shutil.copytree(councils.ROOT / "data", data)
    meeting = ["--meeting", "cabinet-2026-03-10", "--recorded", "--now", "2026-03-02"]
    today = ["--today", councils.TODAY]

    def one_machine(output):
        # What is left of earlier runs, and pages that `publish` leaves among what is made, are not compared.
        for name in ("public", "restricted", ".orderpaper"):
            shutil.rmtree(output / name, ignore_errors=True)
        command = [fleet.orderpaper, "build", "--quiet", "--no-progress", "--data", data, "--output", output, *today]
        subprocess.run(command, capture_output=True)
        return {path: file for path, file in files_of(output).items() if path.split("/")[0] in ("public", "restricted")}

    def fleet_makes():
        fleet.put("sample", data)
        run = fleet.plan("--council", "sample", *today, codes=(0, 1))
        known = sum(count(worker, "known-documents") for worker in made_by(fleet, run))
        output = folder / "gathered" / run
        fleet.run("gather", "sample", "--run", run, "--output", output, codes=(0, 1))
        return files_of(output), known

    fleet.put("sample", data)
    fleet.run("publish", "sample", "--", *meeting, codes=(0, 1))
    command = [fleet.orderpaper, "publish", "--quiet", "--data", data, "--output", alone, *meeting]
    subprocess.run(command, capture_output=True)
    gathered, known = fleet_makes()
    expect(known == 0, "nothing is known at first")
    compare("sample", gathered, one_machine(alone))
    # A paper that comes late moves nothing that is published.
    with open(data / "documents.csv", "a", encoding="utf-8") as table:
        table.write("cabinet-2026-03-10,4b,A paper that comes late,,,report,cabinet-2026-01-13/recycling-centres.dj,,,It was not ready.,,,,,,\n")
    gathered, known = fleet_makes()
    documents = sum(1 for path in gathered if path.endswith(".pdf"))
    compare("sample", gathered, one_machine(alone))
    expect(0 < documents - known < documents / 4, f"of {documents} documents {documents - known} were made anew, and all equal those of one machine")
    fresh = one_machine(folder / "fresh")
    expect(fresh.keys() != gathered.keys() or fresh != gathered, "one that has published nothing makes others")


def made_by(fleet, run):
    """Has workers make a run, and returns their logs."""
    before = set(fleet.folder.glob("worker-*.log"))
    fleet.make(run)
    return [log.read_text() for log in set(fleet.folder.glob("worker-*.log")) - before]


def count(log, name):
    """Returns what a worker counted, as its log says at the end."""
    lines = [line.rsplit(f"{name}: ", 1)[1] for line in log.splitlines() if f" {name}: " in line]
    return int(lines[-1]) if lines else 0


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
