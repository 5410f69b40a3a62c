"""What all trials share: the servers, the workers, and comparing folders."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import councils
import servers

# How many workers make the councils that are compared with one machine.
WORKERS = 3


class Fleet:
    """The servers, and whatever is run with them."""

    def __init__(self, folder, orderpaper, program, queue=None):
        self.folder = pathlib.Path(folder)
        self.orderpaper, self.program = pathlib.Path(orderpaper).resolve(), pathlib.Path(program).resolve()
        self.queue = queue or servers.Queue(self.folder / "nats")
        self.store = servers.Store(self.folder / "s3")
        self.workers = []
        self.begun = 0
        self.options = []
        self.more = {}
        self.store_port = None

    def start(self):
        self.queue.start()
        self.store.start()

    def variables(self):
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "ORDERPAPER_NATS": self.queue.address,
            "ORDERPAPER_PROGRAM": str(self.orderpaper),
            "ORDERPAPER_SCRATCH": str(self.folder / "scratch"),
            # So that a job that is lost is found soon.
            "ORDERPAPER_ACK_WAIT": "4",
            "ORDERPAPER_PROGRESS": "1",
            "ORDERPAPER_RETRY_DELAY": "1",
            **self.store.variables(self.store_port),
            **self.more,
        }

    @property
    def build(self):
        version = subprocess.run([self.orderpaper, "--version"], capture_output=True, text=True).stdout
        return version.split("(build ")[1].split(")")[0]

    def ended(self, *arguments):
        command = [self.program, *arguments]
        return subprocess.run(command, env=self.variables(), capture_output=True, text=True)

    def run(self, *arguments, codes=(0,)):
        """Runs a command, and returns what it prints."""
        ended = self.ended(*arguments)
        if ended.returncode not in codes:
            sys.exit(f"{arguments} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def put(self, council, data, *more):
        return self.run("put", council, "--data", data, *more).strip()

    def plan(self, *arguments, codes=(0,)):
        """Plans a run, and returns its name."""
        return self.run("plan", *arguments, codes=codes).split()[0]

    def start_worker(self, *options):
        self.begun += 1
        log = open(self.folder / f"worker-{self.begun}.log", "wb")
        command = [self.program, "work", "-v", *self.options, *options]
        worker = subprocess.Popen(command, env=self.variables(), stdout=log, stderr=log)
        worker.log = self.folder / f"worker-{self.begun}.log"
        self.workers.append(worker)
        return worker

    def kill(self, worker):
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

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

    def finish(self, run, seconds=1200, meanwhile=lambda: None, every=0.5, is_patient=False):
        """Waits until a run is complete, and returns its status; with patience, also where nobody can say it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ended = self.ended("status", "--run", run, "--format", "json")
            if ended.returncode in (0, 1):
                status = json.loads(ended.stdout)
                if all(council["is-complete"] for council in status["councils"]):
                    return status
            elif not is_patient:
                sys.exit(f"`status` ended with {ended.returncode}:\n{ended.stderr}")
            meanwhile()
            time.sleep(every)
        sys.exit(f"the run did not end in {seconds} seconds: {ended.stdout}\n{self.logs()}")

    def make(self, run, workers=2, seconds=300):
        """Has workers make a run, and returns its status."""
        for _ in range(workers):
            self.start_worker()
        status = self.finish(run, seconds)
        self.stop_workers()
        return status

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


def one_machine(fleet, folder, data, templates=None):
    """Makes a council's documents as one machine does."""
    command = [fleet.orderpaper, "build", "--quiet", "--no-progress", "--data", data, "--output", folder]
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


def equal(fleet, folder, run, names):
    """Compares what was gathered of some councils, and of the sample, with what one machine makes."""
    for name in [*names, "sample"]:
        output = folder / "gathered" / name
        fleet.run("gather", name, "--run", run, "--output", output, codes=(0, 1))
        data = councils.ROOT / "data" if name == "sample" else folder / name
        expected = one_machine(fleet, folder / "alone" / name, data)
        compare(name, files_of(output), expected)
        shutil.rmtree(folder / "alone" / name)
        shutil.rmtree(output)
    expect(True, "the folders of all councils equal those of one machine, byte for byte")
