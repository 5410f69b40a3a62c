"""Shows that another user of the machine reads nothing that is restricted, and everything that is public:
permissions.py PROGRAM

Needs root, so as to try as another user (65534, `nobody`); says so and does nothing where it is not. A run with
an exempt Word paper is watched while it goes on, killed, and run again. LibreOffice is stood in for by a
script that takes its time, so that the paper's conversion is there to be found.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

OTHER_USER = 65534
MEETING = "cabinet-2026-03-19"
TIME_LIMIT = 120

# Whatever is below these is for everybody; the others are on the way to them.
PUBLIC = ["output/public", "output/published/public", "output/archive/public"]
PARENTS = ["output", "output/published", "output/archive"]

# The argument after `--outdir` is the folder for the PDF; the last is the document.
STAND_IN = """#!/bin/sh
umask 000
while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done
cp '{pdf}' "$out/$(basename "$1" .docx).pdf"
echo words >"$TMPDIR/temporary"
echo $$ >'{root}/pid'
sleep {seconds}
"""


def is_public(path):
    return any(path == folder or path.startswith(folder + "/") for folder in PUBLIC)


def everything(root, folders):
    """Returns all files and folders below some folders, as paths relative to `root`."""
    found = []
    for folder in folders:
        for below, _, files in os.walk(os.path.join(root, folder)):
            paths = [below] + [os.path.join(below, file) for file in files]
            found += [os.path.relpath(path, root) for path in paths]
    return found


def readable(root, paths):
    """Returns those of the paths that another user can read, files and folders."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setgroups([])
        os.setresgid(OTHER_USER, OTHER_USER, OTHER_USER)
        os.setresuid(OTHER_USER, OTHER_USER, OTHER_USER)
        opened = []
        for path in paths:
            try:
                path_on_disk = os.path.join(root, path)
                if os.path.isdir(path_on_disk):
                    os.listdir(path_on_disk)
                else:
                    with open(path_on_disk, "rb") as file:
                        file.read(1)
                opened.append(path)
            except OSError:
                pass
        with os.fdopen(writer, "w") as pipe:
            json.dump(opened, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        opened = json.load(pipe)
    os.waitpid(child, 0)
    return set(opened)


class Case:
    """A data folder with an exempt Word paper, in a folder that everybody may enter."""

    def __init__(self, program, root):
        self.program, self.root, self.runs = program, root, []
        os.chmod(root, 0o755)
        data = os.path.join(root, "data")
        shutil.copytree("tests/kinds/public-pack/basic/input", data)
        self.replace("data/council.json", '"nation"', '"governance": "committee", "nation"')
        self.replace("data/documents.csv", "SECRETWORDS-depot.dj", "SECRETWORDS-depot.docx")
        shutil.copy("tests/papers/report.docx", os.path.join(data, "documents/SECRETWORDS-depot.docx"))
        for folder in ["programs", "temporary"]:
            os.mkdir(os.path.join(root, folder))
        os.chmod(os.path.join(root, "temporary"), 0o1777)

    def replace(self, name, old, new):
        path = os.path.join(self.root, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert old in text, f"{old} is not in {name}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))

    def start(self, umask, seconds, *arguments):
        """Starts the program; the conversion of the Word paper takes so many seconds."""
        script = os.path.join(self.root, "programs", "soffice")
        with open(script, "w", encoding="utf-8") as file:
            pdf = os.path.abspath("tests/papers/libreoffice-tagged.pdf")
            file.write(STAND_IN.format(pdf=pdf, root=self.root, seconds=seconds))
        os.chmod(script, 0o755)
        paths = os.path.dirname(script) + os.pathsep + os.environ["PATH"]
        run = subprocess.Popen(
            [self.program, *arguments, "--quiet", "--today", "2026-03-11"],
            cwd=self.root,
            env={**os.environ, "PATH": paths, "TMPDIR": os.path.join(self.root, "temporary")},
            umask=umask,
        )
        self.runs.append(run)
        return run

    def stop(self):
        """Ends runs that a failure has left going."""
        for run in self.runs:
            if run.poll() is None:
                run.terminate()
                run.wait()

    def run(self, umask, *arguments):
        code = self.start(umask, 0, *arguments).wait(TIME_LIMIT)
        assert code == 0, f"{arguments} ended with {code}"

    def check(self, when):
        """Fails where another user reads what is restricted; returns all there is."""
        paths = everything(self.root, ["output", "temporary"])
        closed = [
            path for path in paths if not is_public(path) and path not in [*PARENTS, "temporary"]
        ]
        opened = sorted(readable(self.root, closed))
        assert not opened, f"{when}, another user reads {', '.join(opened)}"
        return paths

    def check_public(self, when):
        """Fails where another user can't read something public; returns how many files are."""
        paths = everything(self.root, ["output"])
        public = {path for path in paths if is_public(path)}
        missing = sorted(public - readable(self.root, public))
        assert not missing, f"{when}, another user can't read {', '.join(missing)}"
        return sum(os.path.isfile(os.path.join(self.root, path)) for path in public)

    def scratch(self):
        paths = everything(self.root, ["output/.orderpaper"])
        return [path for path in paths if path.endswith("SECRETWORDS-depot.pdf")]

    def clear(self):
        shutil.rmtree(os.path.join(self.root, "output"), ignore_errors=True)


def restricted(case):
    build = ["build", "--data", "data"]
    # While it runs.
    run = case.start(0o000, 2, *build)
    seen, rounds, found_scratch = set(), 0, False
    while run.poll() is None:
        seen.update(case.check("while it runs"))
        found_scratch = found_scratch or bool(case.scratch())
        rounds += 1
    assert run.returncode == 0, f"the run ended with {run.returncode}"
    assert found_scratch, "the conversion of the Word paper was not seen"
    print(f"nothing restricted is read while a run lasts ({rounds} times {len(seen)} files and folders)")
    # Killed in the middle of the conversion.
    case.clear()
    run = case.start(0o000, 30, *build)
    end = time.monotonic() + TIME_LIMIT
    pid = os.path.join(case.root, "pid")
    os.remove(pid)
    while not (case.scratch() and os.path.exists(pid)):
        assert time.monotonic() < end and run.poll() is None, "the conversion did not begin"
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    left = case.scratch()
    assert left, "a killed run left nothing, so that there is nothing to show"
    case.check("after SIGKILL")
    with open(pid, encoding="utf-8") as file:
        # The group of the stand-in: the program had no time to end it.
        os.killpg(int(file.read()), signal.SIGKILL)
    print(f"nothing restricted is read after SIGKILL, of which {', '.join(left)} is left")
    # The next run.
    case.run(0o000, *build)
    case.run(0o000, "publish", "--data", "data", "--meeting", MEETING)
    case.run(0o000, "archive")
    paths = case.check("after the next run")
    left = [path for path in paths if "/scratch" in path or path.startswith("temporary/")]
    assert not left, f"the next run left {', '.join(left)}"
    print(f"nothing restricted is read after the next run, which removed what was left ({len(paths)})")


def public(case):
    case.clear()
    case.run(0o077, "build", "--data", "data")
    case.check_public("under umask 077, after a build")
    case.run(0o077, "publish", "--data", "data", "--meeting", MEETING)
    case.run(0o077, "archive")
    files = case.check_public("under umask 077")
    assert 10 < files, f"there are only {files} public files"
    case.check("under umask 077")
    print(f"everything public is read under umask 077 ({files} files)")


def main():
    if os.name != "posix" or os.geteuid() != 0:
        print("skipped: only root can try what another user can read")
        return
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as root:
        case = Case(program, root)
        try:
            restricted(case)
            public(case)
        finally:
            case.stop()


if __name__ == "__main__":
    try:
        main()
    except AssertionError as failure:
        sys.exit(f"permissions: {failure}")
