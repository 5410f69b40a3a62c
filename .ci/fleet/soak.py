"""The long trial: everything breaks while a run is under way."""

import pathlib
import random
import time

import councils
import servers
from harness import WORKERS, equal, expect, step
from slow_store import SlowStore

# How many workers are killed.
KILLS = 50

# The seed of all that is left to chance.
SEED = 25

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


class Breakage:
    """Kills and breaks things, a little each time that it is called."""

    def __init__(self, fleet, run):
        self.fleet, self.run, self.random = fleet, run, random.Random(SEED)
        self.kills, self.rounds, self.last = 0, 0, time.monotonic()

    def __call__(self):
        self.rounds += 1
        fleet, nodes = self.fleet, self.fleet.queue.servers
        if self.kills < KILLS:
            fleet.kill(self.random.choice(fleet.workers))
            self.kills += 1
            start_worker(fleet, self.kills)
            if self.kills == KILLS:
                step(f"{self.kills} workers were killed")
        if self.rounds == 5:
            step("all servers of the queue are killed and started")
            fleet.queue.kill()
            time.sleep(2)
            fleet.queue.start()
        if self.rounds == 15:
            step("the stream of jobs is deleted")
            fleet.queue.request("$JS.API.STREAM.DELETE.OP_JOBS")
        if self.rounds == 25:
            step("one of the three servers of the queue is lost for good")
            nodes[self.random.randrange(3)].kill()
        if self.rounds > 15 and time.monotonic() - self.last > 20:
            # What was lost with the stream is queued again, as the page for operators says.
            self.last = time.monotonic()
            fleet.ended("plan", "--run", self.run)


def start_worker(fleet, number):
    """Starts a worker; the clock of one in three is an hour wrong."""
    is_wrong = number % 3 == 0 and FAKETIME.is_file()
    before = dict(fleet.more)
    if is_wrong:
        fleet.more.update({"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+1h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
    fleet.start_worker()
    fleet.more = before


def soak(fleet, folder):
    """Workers, the queue's servers, its stream and the store fail while 3,000 documents are made."""
    fleet.queue.kill()
    fleet.queue = servers.Cluster(folder / "cluster")
    fleet.queue.start()
    slow = SlowStore(fleet.store.port)
    fleet.store_port = slow.port
    # A job counts as lost after a second, so that most are given to several workers.
    fleet.more = {"ORDERPAPER_ACK_WAIT": "1", "ORDERPAPER_PROGRESS": "1000", "ORDERPAPER_NATS_REPLICAS": "3"}
    names = [f"council-{number}" for number in range(9)]
    for name in names:
        councils.make(folder / name, 320, name)
        fleet.put(name, folder / name)
    fleet.put("sample", councils.ROOT / "data")
    run = fleet.plan("--today", councils.TODAY, codes=(0, 1))
    begun = time.monotonic()
    for number in range(WORKERS):
        start_worker(fleet, number)
    breakage = Breakage(fleet, run)
    total = fleet.finish(run, 3 * 3600, breakage, every=1, is_patient=True)["total"]
    took = time.monotonic() - begun
    expect(FAKETIME.is_file(), "the clock of one worker in three was an hour wrong")
    expect(total["dead"] == 0 and total["left"] == 0, f"{total['documents']} documents made in {took:.0f} s")
    expect(total["conflicts"] == 0, "none was made twice with other bytes")
    expect(breakage.kills == KILLS, f"{breakage.kills} workers were killed")
    fleet.stop_workers()
    deliveries = sum(
        fleet.queue.request(f"$JS.API.CONSUMER.INFO.OP_JOBS.{line}-{fleet.build}")["delivered"]["consumer_seq"]
        for line in ("batches", "last")
    )
    print(f"   the store answered {slow.errors} requests with errors; since the stream was made anew there were "
          f"{deliveries} deliveries of jobs")
    fleet.store_port = None
    equal(fleet, folder, run, names)
