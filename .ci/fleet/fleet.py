"""Tries the fleet with real servers: python fleet.py ORDERPAPER ORDERPAPER_FLEET [CASE ...]

Starts NATS and S3 on loopback, puts councils' data there, has workers make their documents, and compares the
folders that are gathered with those that one machine makes, byte for byte. Then it breaks things: see `CASES`, of
which all are tried unless some are named. `soak` and `bench` take long, and are tried where they are named only.
"""

import pathlib
import signal
import sys
import tempfile
import time
import urllib.request

import apart
import broken
import councils
import locked
import publishing
import servers
import soak
from bench import bench
from harness import WORKERS, Fleet, equal, expect, step


def equal_to_one_machine(fleet, folder):
    """Three workers, ten councils, 2,000 documents."""
    names = [f"council-{number}" for number in range(9)]
    for name in names:
        councils.make(folder / name, 215, name)
        fleet.put(name, folder / name)
    # Packs, papers in PDF and Word, what is restricted.
    fleet.put("sample", councils.ROOT / "data")
    run = fleet.plan("--today", councils.TODAY, codes=(0, 1))
    again = fleet.put(names[0], folder / names[0])
    expect(again in fleet.run("status", "--format", "json", codes=(1,)), "unchanged data are no new snapshot")
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
    equal(fleet, folder, run, names)
    expect("council" not in metrics(fleet), "a worker's own metrics are of no council")
    fleet.plan("--run", run, codes=(0, 1))
    jobs = fleet.status(run)["jobs"]
    expect(jobs["waiting"] + jobs["under-way"] == 0, "a second plan queues nothing of what is made")


def fairness(fleet, folder):
    """Ten councils of 20 documents, planned after one of 5,000, are done as if they were nearly alone."""
    names = [f"small-{number}" for number in range(10)]
    for name in names:
        councils.make(folder / name, 20, name)
        fleet.put(name, folder / name)
    councils.make(folder / "large", 5000, "large")
    fleet.put("large", folder / "large")
    small = [argument for name in names for argument in ("--council", name)]

    def seconds(run):
        begun = time.monotonic()
        for _ in range(2):
            fleet.start_worker()
        fleet.finish(run, 600)
        return time.monotonic() - begun

    alone = seconds(fleet.plan(*small, "--today", "2026-02-21"))
    fleet.stop_workers()
    print(f"   alone {alone:.1f} s", flush=True)
    large = fleet.plan("--council", "large", "--today", "2026-02-21")
    behind = seconds(fleet.plan(*small, "--today", "2026-02-22"))
    made = fleet.status(large)["total"]["made"]
    print(f"   behind a council of 5,000 {behind:.1f} s, while {made} documents of that were made", flush=True)
    # What a batch of the large council takes, of those that follow.
    begun, before = time.monotonic(), made
    while made < before + 80 and time.monotonic() < begun + 120:
        time.sleep(2)
        made = fleet.status(large)["total"]["made"]
    batch = (time.monotonic() - begun) * 2 * 20 / max(made - before, 1)
    meanwhile = before
    fleet.stop_workers()
    print(f"   a batch of that takes about {batch:.1f} s", flush=True)
    # By documents, as a time depends on whatever else the machine does: each worker may have had one batch under
    # way, and has one more when both lines are through.
    expect(meanwhile <= 4 * 20, "the large one got no more than its turns")
    if "fair" in sys.argv:
        # Whoever asks for it has a machine that does nothing else.
        expect(behind <= 1.2 * alone + batch, "it took no more than 1.2 times as long, and a batch")


def metrics(fleet):
    """Returns the metrics of a worker, and expects that it says that it is alive."""
    port = servers.free_port()
    worker = fleet.start_worker("--health", f"127.0.0.1:{port}")
    servers.wait_for("the health of a worker", lambda: servers.answers(port))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        expect(answer.read() == b"ok\n", "a worker says that it is alive")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=60)
    fleet.workers.remove(worker)
    return text


CASES = {
    "equal": equal_to_one_machine,
    "poison": broken.poison_and_refusal,
    "retry": broken.retry,
    "lost": broken.lost_worker,
    "watchdog": broken.watchdog,
    "sweeper": broken.sweeper,
    "bytes": broken.other_bytes,
    "publish": publishing.publish,
    "later": publishing.later,
    "apart": apart.apart,
    "locked": locked.locked,
    "fair": fairness,
}
LONG = {"soak": soak.soak, "bench": bench}


def main():
    orderpaper, program, *names = sys.argv[1:]
    for name in names or CASES:
        case = {**CASES, **LONG}[name]
        begun = time.monotonic()
        step(f"{name}: {case.__doc__}")
        # Each has servers of its own, and so nothing of the others in them.
        with tempfile.TemporaryDirectory(prefix="orderpaper-fleet-") as folder:
            folder = pathlib.Path(folder)
            fleet = Fleet(folder / "fleet", orderpaper, program)
            try:
                fleet.start()
                case(fleet, folder)
            finally:
                fleet.end()
        print(f"   in {time.monotonic() - begun:.0f} s", flush=True)
    print("the fleet does as it should")


if __name__ == "__main__":
    main()
