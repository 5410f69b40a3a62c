"""What checks of minutes in Word run."""

import re
import shutil
import subprocess
import sys

DAY = ["--today", "2026-03-02"]


def run(*arguments):
    """Returns what a program prints, and ends where it fails."""
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def write_records(folder, rows):
    """Writes the files of a council into a new folder, by their names."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "minutes").mkdir(parents=True)
    for name, text in rows.items():
        (folder / name).write_text(text, encoding="utf-8")


def minutes_of(program, data):
    """Returns the words and the tags of all minutes that a folder makes, by their meetings, and ends where a line was not
    read.
    """
    output = data.with_name(data.name + "-output")
    shutil.rmtree(output, ignore_errors=True)
    printed = run(program, "build", "--data", data, "--output", output, "--kind", "minutes", *DAY)
    if "minutes/not-read" in printed:
        sys.exit(printed)
    made = {}
    for pdf in sorted(output.rglob("minutes.pdf")):
        tags = run("pdfinfo", "-struct-text", pdf)
        # Line breaks follow the spaces between words, which tags do not have.
        made[pdf.parent.name] = re.sub(r"\s+", " ", tags)
    return made


def check_same(expected, found, what, scratch):
    """Ends where minutes are others than those that are expected, which are then in two files."""
    for name, words in expected.items():
        if found.get(name) != words:
            (scratch / "expected.txt").write_text(words)
            (scratch / "found.txt").write_text(found.get(name, ""))
            sys.exit(f"{what}: the minutes {name} are others than those of JSON")
