"""How fast a fleet is with one, two and four workers, and what its servers cost."""

import os
import pathlib
import subprocess
import time

import councils

DOCUMENTS = 80
COUNCILS = 3
TICKS = os.sysconf("SC_CLK_TCK")


def cpu(process, of=("self", "children")):
    """Returns the seconds of processor time of a process, and of its children that have ended."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    own, children = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return (own * ("self" in of) + children * ("children" in of)) / TICKS


def bench(fleet, folder):
    """Documents a second with one, two and four workers, and where the processors' time goes."""
    names = [f"council-{number}" for number in range(COUNCILS)]
    for name in names:
        councils.make(folder / name, DOCUMENTS, name)
        fleet.put(name, folder / name)
    begun, before = time.monotonic(), os.times()
    for name in names:
        command = [fleet.orderpaper, "build", "--quiet", "--no-progress", "--today", councils.TODAY]
        subprocess.run([*command, "--data", folder / name, "--output", folder / "alone" / name], capture_output=True)
    took, after = time.monotonic() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    documents = DOCUMENTS * COUNCILS
    print(f"   {documents} documents; seconds of processor time are of all processors together")
    print("   workers  seconds  documents/s  making  workers' own  queue  store  share of workers' own and the queue")
    print(f"   one machine {took:5.1f}  {documents / took:11.1f}  {spent:6.1f}")
    # A day of its own for each, and all is made anew but for the last, of which everything is known.
    for day, (workers, is_known) in enumerate([(1, False), (2, False), (4, False), (1, True)], start=1):
        for key in fleet.store.keys("op-private"):
            if key.endswith("/known.json") and not is_known:
                fleet.store.change("DELETE", "op-private", key)
        run = fleet.plan("--today", f"2026-02-{day:02}")
        queue, store = cpu(fleet.queue.process.pid), cpu(fleet.store.process.pid)
        begun = time.monotonic()
        for _ in range(workers):
            fleet.start_worker()
        fleet.finish(run, 3600, every=1)
        took = time.monotonic() - begun
        queue, store = cpu(fleet.queue.process.pid) - queue, cpu(fleet.store.process.pid) - store
        own = sum(cpu(worker.pid, ("self",)) for worker in fleet.workers)
        making = sum(cpu(worker.pid, ("children",)) for worker in fleet.workers)
        fleet.stop_workers()
        share = (own + queue) / (making + own + queue)
        print(f"   {workers:7}  {took:7.1f}  {documents / took:11.1f}  {making:6.1f}  {own:12.1f}  {queue:5.1f}  {store:5.1f}  {share:.1%}{', nothing has changed' * is_known}", flush=True)
    bytes_of = subprocess.run(["du", "-sb", fleet.queue.folder], capture_output=True, text=True).stdout.split()[0]
    print(f"   the queue's folder has {bytes_of} bytes")
