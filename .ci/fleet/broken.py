"""What happens where something breaks: bundles, workers, jobs that nobody can do, and bytes that differ."""

import pathlib
import time

import councils
import servers
from harness import compare, expect, files_of, one_machine

# Stands in for `orderpaper`, and breaks as the files beside it say.
STAND_IN = """#!/bin/sh
case " $* " in
*" build "*)
    if [ -e "$0.crash" ]; then
        case "$*" in *performance*) kill -9 $$ ;; esac
    fi
    if [ -e "$0.other" ]; then
        ORDERPAPER "$@"
        code=$?
        output=$(printf '%s' "$*" | sed 's/.*--output \\([^ ]*\\).*/\\1/')
        find "$output/public" -name agenda.pdf | while read -r pdf; do echo "% $$" >>"$pdf"; done
        # The first waits until its job has gone to another worker, and that has made it too.
        if mkdir "$0.first" 2>/dev/null; then
            for _ in $(seq 300); do
                [ -e "$0.second" ] && break
                sleep 0.2
            done
        else
            touch "$0.second"
        fi
        exit $code
    fi ;;
esac
exec ORDERPAPER "$@"
"""


class StandIn:
    """A program that is taken for `orderpaper` while this is entered."""

    def __init__(self, fleet, fault):
        self.fleet, self.path = fleet, fleet.folder / "stand-in"
        self.fault = pathlib.Path(f"{self.path}.{fault}")

    def __enter__(self):
        self.path.write_text(STAND_IN.replace("ORDERPAPER", str(self.fleet.orderpaper)))
        self.path.chmod(0o755)
        self.fault.touch()
        self.fleet.more["ORDERPAPER_PROGRAM"] = str(self.path)
        return self

    def __exit__(self, *_):
        self.fault.unlink(missing_ok=True)
        self.fleet.more.pop("ORDERPAPER_PROGRAM", None)


def poison_and_refusal(fleet, folder):
    """A bundle that breaks every process is given up and delays nobody; refused records are a result."""
    poisoned, templates = folder / "poisoned", folder / "poisoned-templates"
    councils.make(poisoned, 20, "poisoned")
    councils.add_poison(poisoned, templates)
    councils.make(folder / "refused", 20, "refused")
    councils.refuse_a_meeting(folder / "refused")
    fleet.put("poisoned", poisoned, "--templates", templates)
    fleet.put("refused", folder / "refused")
    run = fleet.plan("--council", "poisoned", "--council", "refused", "--today", councils.TODAY)
    fleet.options = ["--max-memory", "2048"]
    status = fleet.make(run)
    fleet.options = []
    by_name = {council["council"]: council for council in status["councils"]}
    progress = by_name["poisoned"]["progress"]
    expect(progress["dead"] == 1 and progress["left"] == 0, "the bundle that breaks every process was given up, and no other")
    attempts = fleet.logs().count("given up: failed 3 times")
    expect(attempts == 1, "after three attempts")
    expect(by_name["refused"]["progress"]["dead"] == 0, "refused records are no failure")
    expect(fleet.queue.messages("OP_DEAD") == 1 and fleet.queue.messages("OP_JOBS") == 0, "somebody is called, and the queue is empty")
    output = folder / "gathered" / "poisoned"
    printed = fleet.run("gather", "poisoned", "--run", run, "--output", output, codes=(1,))
    expected = one_machine(fleet, folder / "alone" / "poisoned", poisoned)
    missing = {path for path in expected if "performance" in path}
    compare("poisoned", files_of(output), {path: expected[path] for path in expected.keys() - missing})
    expect(missing and printed, "its neighbours are those of one machine")
    output = folder / "gathered" / "refused"
    fleet.run("gather", "refused", "--run", run, "--output", output, codes=(1,))
    compare("refused", files_of(output), one_machine(fleet, folder / "alone" / "refused", folder / "refused"))
    # Once the cause is gone, it is made.
    fleet.put("poisoned", poisoned)
    run = fleet.plan("--council", "poisoned", "--today", councils.TODAY)
    expect(fleet.make(run)["total"]["dead"] == 0, "without the template it is made")


def retry(fleet, folder):
    """What was given up is made when the cause has gone and somebody says `retry`."""
    councils.make(folder / "retried", 12, "retried")
    fleet.put("retried", folder / "retried")
    with StandIn(fleet, "crash"):
        run = fleet.plan("--council", "retried", "--today", councils.TODAY)
        status = fleet.make(run)
    expect(status["total"]["dead"] == 1 and status["total"]["left"] == 0, "a process that is killed each time is given up")
    fleet.run("plan", "--run", run)
    expect(fleet.queue.messages("OP_JOBS") == 0, "`plan` does not queue what was given up")
    fleet.run("retry", "--run", run)
    status = fleet.make(run)
    expect(status["total"]["dead"] == 0, "`retry` does, and it is made")
    output = folder / "gathered" / "retried"
    fleet.run("gather", "retried", "--run", run, "--output", output)
    compare("retried", files_of(output), one_machine(fleet, folder / "alone" / "retried", folder / "retried"))


def children_of(process):
    """Returns the processes that a process has started."""
    listed = pathlib.Path(f"/proc/{process}/task")
    return [
        int(child)
        for task in listed.iterdir()
        for child in (task / "children").read_text().split()
    ]


def is_alive(process):
    """Returns whether a process is there, and no corpse."""
    try:
        status = pathlib.Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] not in ("Z", "X")


def lost_worker(fleet, folder):
    """A worker that is killed takes its process along, and its job goes to another."""
    templates = folder / "slow-templates"
    councils.make(folder / "lost", 12, "lost")
    councils.add_slow_template(templates)
    fleet.put("lost", folder / "lost", "--templates", templates)
    slow = fleet.plan("--council", "lost", "--today", councils.TODAY)
    worker = fleet.start_worker()
    servers.wait_for("the process of a worker", lambda: children_of(worker.pid))
    time.sleep(1)
    [child] = children_of(worker.pid)
    expect(is_alive(child), "a process is at work")
    fleet.kill(worker)
    servers.wait_for("the end of a killed worker's process", lambda: not is_alive(child), 5)
    expect(True, "it ends with its worker, though nobody told it")
    left = list((fleet.folder / "scratch").iterdir())
    expect(len(left) == 1, "the killed worker left its folder")
    # With the templates gone the next snapshot is made soon; the slow one is taken from the queue.
    fleet.queue.request("$JS.API.STREAM.PURGE.OP_JOBS")
    fleet.put("lost", folder / "lost")
    run = fleet.plan("--council", "lost", "--today", councils.TODAY)
    worker = fleet.start_worker()
    servers.wait_for("a job to be under way", lambda: fleet.status(run)["jobs"]["under-way"] > 0)
    fleet.kill(worker)
    status = fleet.make(run, 1)
    expect(status["total"]["dead"] == 0 and status["total"]["left"] == 0, "what a killed worker had is made by another")
    expect(not list((fleet.folder / "scratch").iterdir()), "which removed its folder")
    return slow


def watchdog(fleet, folder):
    """A worker to which nothing comes though jobs wait ends with an error."""
    councils.make(folder / "watched", 12, "watched")
    fleet.put("watched", folder / "watched")
    run = fleet.plan("--council", "watched", "--today", councils.TODAY)
    # A worker makes the consumer, and does one job.
    fleet.make(run, 1)
    run = fleet.plan("--council", "watched", "--today", "2026-02-21")
    consumer = f"batches-{fleet.build}"
    pause = f"$JS.API.CONSUMER.PAUSE.OP_JOBS.{consumer}"
    answer = fleet.queue.request(pause, {"pause_until": "2099-01-01T00:00:00Z"})
    expect(answer.get("paused"), "the queue hands out nothing")
    worker = fleet.start_worker("--watchdog", "3")
    code = worker.wait(timeout=60)
    fleet.workers.remove(worker)
    text = worker.log.read_text()
    expect(code == 2 and "no job has come for" in text, "a worker ends with an error when nothing comes and jobs wait")
    fleet.queue.request(pause, {})
    expect(fleet.make(run, 1)["total"]["left"] == 0, "and the next one does them")


def sweeper(fleet, folder):
    """A job that was delivered too often, and that the server would keep for ever, is taken out and told of."""
    councils.make(folder / "swept", 12, "swept")
    fleet.put("swept", folder / "swept")
    run = fleet.plan("--council", "swept", "--today", councils.TODAY)
    # A worker makes the consumer.
    fleet.start_worker("--exit-when-idle", "1").wait()
    fleet.workers.clear()
    run = fleet.plan("--council", "swept", "--today", "2026-02-21")
    dead = fleet.queue.messages("OP_DEAD")
    client = fleet.queue.client()
    take = f"$JS.API.CONSUMER.MSG.NEXT.OP_JOBS.batches-{fleet.build}"
    deliveries = 0
    while True:
        reply, _ = client.request(take, b'{"batch":1,"expires":500000000}')
        if reply is None or not reply.startswith(b"$JS.ACK"):
            break
        deliveries += 1
        client.send(b"PUB %s 4\r\n-NAK\r\n" % reply)
    expect(deliveries == 50, "a job is delivered fifty times and no more")
    expect(fleet.queue.messages("OP_JOBS") == 1, "the server keeps it all the same")
    worker = fleet.start_worker()
    servers.wait_for("the sweeper", lambda: fleet.queue.messages("OP_DEAD") > dead)
    expect(fleet.queue.messages("OP_JOBS") == 0, "a worker sweeps it out, and somebody is called")
    fleet.run("plan", "--run", run)
    expect(fleet.finish(run)["total"]["left"] == 0, "the next plan has it made")
    fleet.stop_workers()


def other_bytes(fleet, folder):
    """What is made twice with other bytes is refused, loudly."""
    councils.make(folder / "twice", 12, "twice")
    fleet.put("twice", folder / "twice")
    with StandIn(fleet, "other"):
        run = fleet.plan("--council", "twice", "--today", councils.TODAY)
        # Without signs that it is under way, the job goes to both.
        for _ in range(2):
            fleet.start_worker("--progress", "1000")
        fleet.finish(run)
        # The run is complete with the first results; those of the other worker follow.
        servers.wait_for("other bytes to be found", lambda: fleet.status(run)["total"]["conflicts"], 60)
        fleet.stop_workers()
    conflicts = fleet.status(run)["total"]["conflicts"]
    expect(conflicts > 0, f"{conflicts} bundles were made twice with other bytes, and `status` says so")
    expect("was made twice with other bytes" in fleet.logs(), "so does the worker's log")
    ended = fleet.ended("status", "--run", run)
    expect(ended.returncode == 1 and "other bytes" in ended.stdout, "and the run does not count as good")
    first = fleet.ended("gather", "twice", "--run", run, "--output", folder / "gathered" / "twice")
    expect(first.returncode == 1 and "other bytes" in first.stderr, "`gather` says so too")
