"""Data of invented councils: that of `tests/support/small`, with as many meetings as documents are wanted."""

import datetime
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "support" / "small" / "data"

# What the small council's data call for by themselves.
DOCUMENTS_OF_SMALL = 4

# The day for which everything is made.
TODAY = "2026-02-20"


def make(folder, documents, name):
    """Writes data that call for so many documents."""
    folder = pathlib.Path(folder)
    shutil.copytree(SMALL, folder)
    first = datetime.date(2026, 3, 1)
    meetings, agenda = [], []
    for number in range(documents - DOCUMENTS_OF_SMALL):
        day = first + datetime.timedelta(days=number)
        meeting = f"cabinet-{day}"
        meetings.append(f"{meeting},cabinet,{day},10:30,The Guildhall,scheduled,\n")
        agenda.append(f"{meeting},1,,Declarations of interest,,,,\n")
        agenda.append(f"{meeting},2,,Business {number} of {name},Nothing has changed since {number}.,,,\n")
    append(folder / "meetings.csv", meetings)
    append(folder / "agenda.csv", agenda)


def append(file, lines):
    """Adds rows to a table."""
    with open(file, "a", encoding="utf-8", newline="") as table:
        table.writelines(lines)


def add_poison(data, templates):
    """Adds a template that needs more memory than any process may have, for the performance report alone."""
    template = pathlib.Path(templates) / "performance-report" / "main.typ.hbs"
    template.parent.mkdir(parents=True)
    template.write_text("#let many = range(400000000)\n#many.len()\n", encoding="utf-8")


def refuse_a_meeting(data):
    """Makes one meeting's day unreadable, so that its documents are refused."""
    table = pathlib.Path(data) / "meetings.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",2026-02-24,", ",31/02/2026,"), encoding="utf-8")


def add_slow_template(templates):
    """Adds a template of agendas that takes very long, and little memory."""
    template = pathlib.Path(templates) / "agenda" / "main.typ.hbs"
    template.parent.mkdir(parents=True)
    template.write_text("#for a in range(20000) { for b in range(20000) { } }\nlate\n", encoding="utf-8")
