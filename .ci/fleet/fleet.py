"""Tries the fleet with real servers: python fleet.py ORDERPAPER ORDERPAPER_FLEET

Starts NATS and S3 on loopback, puts councils' data there, has workers make their documents, and compares the
folders that are gathered with those that one machine makes, byte for byte. Also: a bundle that breaks every process,
and records that are refused.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import councils
import servers

ORDERPAPER, FLEET = (pathlib.Path(program).resolve() for program in sys.argv[1:3])
WORKERS = 3


class Fleet:
    """The servers, and whatever is run with them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.queue = servers.Queue(self.folder / "nats")
        self.store = servers.Store(self.folder / "s3")
        self.workers = []
        self.begun = 0
        self.options = []

    def variables(self):
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "ORDERPAPER_NATS": self.queue.address,
            "ORDERPAPER_PROGRAM": str(ORDERPAPER),
            "ORDERPAPER_SCRATCH": str(self.folder / "scratch"),
            **self.store.variables(),
        }

    def run(self, *arguments, codes=(0,)):
        """Runs a command, and returns what it prints."""
        command = [FLEET, *arguments]
        ended = subprocess.run(command, env=self.variables(), capture_output=True, text=True)
        if ended.returncode not in codes:
            sys.exit(f"{arguments} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def plan(self, *arguments, codes=(0,)):
        """Plans a run, and returns its name."""
        return self.run("plan", *arguments, codes=codes).split()[0]

    def start_worker(self):
        self.begun += 1
        log = open(self.folder / f"worker-{self.begun}.log", "wb")
        command = [FLEET, "work", "-v", "--retry-delay", "1", *self.options]
        worker = subprocess.Popen(command, env=self.variables(), stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def stop_workers(self):
        """Asks the workers to end, as a host does, and expects that they do."""
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            code = worker.wait(timeout=120)
            if code not in (0, -signal.SIGKILL):
                sys.exit(f"a worker ended with {code}:\n{self.logs()}")
        self.workers.clear()

    def logs(self):
        logs = sorted(self.folder.glob("worker-*.log"))
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in logs)

    def status(self, run):
        return json.loads(self.run("status", "--run", run, "--format", "json", codes=(0, 1)))

    def finish(self, run, seconds=1200):
        """Waits until a run is complete, and returns its status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status = self.status(run)
            if all(council["is-complete"] for council in status["councils"]):
                return status
            time.sleep(0.5)
        sys.exit(f"the run did not end in {seconds} seconds: {self.run('status', codes=(0, 1))}\n{self.logs()}")

    def end(self):
        for worker in self.workers:
            worker.kill()
        for server in (self.queue, self.store):
            if server.process:
                server.kill()


def step(text):
    print(f"-- {text}", flush=True)


def expect(is_so, text):
    """Fails where something is not as it should be, and says it otherwise."""
    if not is_so:
        sys.exit(f"not so: {text}")
    print(f"   {text}", flush=True)


def files_of(folder):
    """Returns the documents in a folder: path, content, and who may read them."""
    files = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        below = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in below.parts):
            files[str(below)] = (path.read_bytes(), oct(path.stat().st_mode & 0o777))
    return files


def one_machine(folder, data, templates=None):
    """Makes a council's documents as one machine does."""
    command = [ORDERPAPER, "build", "--quiet", "--no-progress", "--data", data, "--output", folder]
    command += ["--today", councils.TODAY]
    command += ["--templates", templates] if templates else []
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode == 2:
        sys.exit(f"`orderpaper build` failed:\n{ended.stderr}")
    return files_of(folder)


def compare(name, gathered, expected):
    """Fails where two folders differ in a path, a byte or a reader."""
    for path in sorted(gathered.keys() | expected.keys()):
        if path not in gathered:
            sys.exit(f"{name}: `{path}` is missing")
        if path not in expected:
            sys.exit(f"{name}: `{path}` is too many")
        if gathered[path] != expected[path]:
            what = "readers" if gathered[path][0] == expected[path][0] else "bytes"
            sys.exit(f"{name}: `{path}` has other {what}")


def equal_to_one_machine(fleet, folder):
    """Three workers, ten councils, 2,000 documents."""
    names = [f"council-{number}" for number in range(9)]
    for name in names:
        councils.make(folder / name, 215, name)
        fleet.run("put", name, "--data", folder / name)
    # Packs, papers in PDF and Word, what is restricted.
    fleet.run("put", "sample", "--data", councils.ROOT / "data")
    run = fleet.plan("--today", councils.TODAY, codes=(0, 1))
    again = fleet.run("put", names[0], "--data", folder / names[0])
    expect(again.strip() in fleet.run("status", "--format", "json", codes=(1,)), "unchanged data are no new snapshot")
    begun = time.monotonic()
    for _ in range(WORKERS):
        fleet.start_worker()
    status = fleet.finish(run, 3600)
    took = time.monotonic() - begun
    total = status["total"]
    expect(total["dead"] == 0 and total["left"] == 0, f"{total['documents']} documents made in {took:.0f} s")
    expect(total["documents"] >= 2000, "at least 2,000 of them")
    fleet.stop_workers()
    left = list((fleet.folder / "scratch").iterdir())
    expect(not left, "workers that ended left nothing in the scratch folder")
    for name in [*names, "sample"]:
        output = folder / "gathered" / name
        fleet.run("gather", name, "--run", run, "--output", output, codes=(0, 1))
        data = councils.ROOT / "data" if name == "sample" else folder / name
        expected = one_machine(folder / "alone" / name, data)
        compare(name, files_of(output), expected)
        shutil.rmtree(folder / "alone" / name)
    expect(True, "the folders of all ten councils equal those of one machine, byte for byte")
    expect("council" not in metrics(fleet), "a worker's own metrics are of no council")
    fleet.plan("--run", run, codes=(0, 1))
    jobs = fleet.status(run)["jobs"]
    expect(jobs["waiting"] + jobs["under-way"] == 0, "a second plan queues nothing of what is made")
    return run


def poison_and_refusal(fleet, folder):
    """A bundle that breaks every process is given up and delays nobody; refused records are a result."""
    poisoned, templates = folder / "poisoned", folder / "poisoned-templates"
    councils.make(poisoned, 20, "poisoned")
    councils.add_poison(poisoned, templates)
    councils.make(folder / "refused", 20, "refused")
    councils.refuse_a_meeting(folder / "refused")
    fleet.run("put", "poisoned", "--data", poisoned, "--templates", templates)
    fleet.run("put", "refused", "--data", folder / "refused")
    run = fleet.plan("--council", "poisoned", "--council", "refused", "--today", councils.TODAY)
    fleet.options = ["--max-memory", "2048"]
    for _ in range(2):
        fleet.start_worker()
    status = fleet.finish(run, 300)
    fleet.stop_workers()
    by_name = {council["council"]: council for council in status["councils"]}
    progress = by_name["poisoned"]["progress"]
    expect(progress["dead"] == 1 and progress["left"] == 0, "the bundle that breaks every process was given up, and no other")
    attempts = fleet.logs().count("given up: failed 3 times")
    expect(attempts == 1, "after three attempts")
    expect(by_name["refused"]["progress"]["dead"] == 0, "refused records are no failure")
    dead = fleet.queue.statistics()["account_details"][0]["stream_detail"]
    dead = {stream["name"]: stream["state"]["messages"] for stream in dead}
    expect(dead["OP_DEAD"] == 1 and dead["OP_JOBS"] == 0, "somebody is called, and the queue is empty")
    output = folder / "gathered" / "poisoned"
    printed = fleet.run("gather", "poisoned", "--run", run, "--output", output, codes=(1,))
    expected = one_machine(folder / "alone" / "poisoned", poisoned)
    missing = {path for path in expected if "performance" in path}
    compare("poisoned", files_of(output), {path: expected[path] for path in expected.keys() - missing})
    expect(missing and printed, "its neighbours are those of one machine")
    output = folder / "gathered" / "refused"
    fleet.run("gather", "refused", "--run", run, "--output", output, codes=(1,))
    compare("refused", files_of(output), one_machine(folder / "alone" / "refused", folder / "refused"))
    # Once the cause is gone, it is made.
    fleet.run("put", "poisoned", "--data", poisoned)
    run = fleet.plan("--council", "poisoned", "--today", councils.TODAY)
    fleet.start_worker()
    status = fleet.finish(run, 300)
    fleet.stop_workers()
    expect(status["total"]["dead"] == 0, "without the template it is made")
    fleet.options = []


def metrics(fleet):
    """Returns the metrics of a worker, and expects that it says that it is alive."""
    port = servers.free_port()
    options, fleet.options = fleet.options, ["--health", f"127.0.0.1:{port}"]
    worker = fleet.start_worker()
    fleet.options = options
    servers.wait_for("the health of a worker", lambda: servers.answers(port))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        expect(answer.read() == b"ok\n", "a worker says that it is alive")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=60)
    fleet.workers.remove(worker)
    return text


def main():
    with tempfile.TemporaryDirectory(prefix="orderpaper-fleet-") as folder:
        folder = pathlib.Path(folder)
        fleet = Fleet(folder / "fleet")
        try:
            fleet.queue.start()
            fleet.store.start()
            step("ten councils, three workers")
            equal_to_one_machine(fleet, folder)
            step("what breaks a process, and what records refuse")
            poison_and_refusal(fleet, folder)
        finally:
            fleet.end()
    print("the fleet does as it should")


if __name__ == "__main__":
    main()
