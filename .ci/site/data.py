"""Judges what programs read in a site, and that no private word is in any file: data.py FOLDER [--canary WORD]...

Atom feeds, iCalendar files and sitemaps are read by parsers that are not ours; JSON and CSV are whole, and no
cell of a CSV file would be run by a spreadsheet.
"""

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from canary import files_with
from faults import Faults, files_of

try:
    import feedparser
    import icalendar
except ImportError:
    feedparser = icalendar = None

ATOM = "{http://www.w3.org/2005/Atom}"
# An address that no site has, so that relative links in feeds can be told from others.
NOWHERE = "https://site.invalid/"


def judge_feed(faults: Faults, path: Path) -> str | None:
    """Judges an XML file, as a feed if it is one. Returns the feed's id."""
    data = path.read_bytes()
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        faults.add(path, f"it is no XML: {error}")
        return None
    if root.tag != ATOM + "feed" or feedparser is None:
        return None
    name = path.relative_to(faults.site).as_posix()
    headers = {"content-type": "application/atom+xml; charset=utf-8", "content-location": NOWHERE + name}
    parsed = feedparser.parse(data, response_headers=headers)
    if parsed.bozo:
        faults.add(path, f"feedparser: {parsed.bozo_exception}")
    for key in ("id", "title", "updated"):
        if not parsed.feed.get(key):
            faults.add(path, f"the feed has no {key}")
    judge_links(faults, path, parsed.feed)
    ids = Counter(entry.get("id") for entry in parsed.entries)
    for entry in parsed.entries:
        label = f"the entry `{entry.get('title') or entry.get('id') or '?'}`"
        # Not `link`, which is the id where there is no link.
        for key in ("id", "title", "updated", "links"):
            if not entry.get(key):
                faults.add(path, f"{label} has no {key}")
        if entry.get("updated") and not entry.get("updated_parsed"):
            faults.add(path, f"{label} was updated at `{entry.updated}`, which is no time")
        judge_links(faults, path, entry)
        if entry.get("id") and ids[entry.id] > 1:
            faults.add(path, f"the id `{entry.id}` is of {ids[entry.id]} entries")
    return parsed.feed.get("id")


def judge_links(faults: Faults, path: Path, element):
    for link in element.get("links", []):
        if not link.get("href", "").startswith(NOWHERE):
            continue
        target = faults.site / unquote(urlsplit(link.href).path).lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file():
            faults.add(path, f"link to `{target.relative_to(faults.site)}`: there is no such file")


def judge_calendar(faults: Faults, path: Path):
    data = path.read_bytes()
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data) or not data.endswith(b"\r\n"):
        faults.add(path, "a line does not end with CR LF")
    for number, line in enumerate(re.split(rb"\r?\n", data), 1):
        if len(line) > 75:
            faults.add(path, f"line {number} has {len(line)} octets; 75 are allowed")
    if icalendar is None:
        return
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except ValueError as error:
        faults.add(path, f"icalendar: {error}")
        return
    for key in ("PRODID", "VERSION"):
        if key not in calendar:
            faults.add(path, f"the calendar has no {key}")
    uids = Counter()
    for event in calendar.walk("VEVENT"):
        label = f"the event `{event.get('SUMMARY') or event.get('UID') or '?'}`"
        for key in ("UID", "DTSTAMP", "DTSTART"):
            if key not in event:
                faults.add(path, f"{label} has no {key}")
        for name, error in event.errors:
            faults.add(path, f"{label}: {name}: {error}")
        # One meeting of a series that was moved has the uid of the series.
        recurrence = event.get("RECURRENCE-ID")
        uids[str(event.get("UID")), recurrence.to_ical() if recurrence else None] += "UID" in event
    for (uid, _), times in uids.items():
        if times > 1:
            faults.add(path, f"the UID `{uid}` is of {times} events")


def judge_json(faults: Faults, path: Path):
    def unique(pairs):
        keys = Counter(key for key, _ in pairs)
        for key, times in keys.items():
            if times > 1:
                raise ValueError(f"the key `{key}` stands {times} times in one object")
        return dict(pairs)

    def no_number(word):
        raise ValueError(f"{word} is no value of JSON")

    try:
        text = path.read_text(encoding="utf-8")
        for line in text.splitlines() if path.suffix == ".jsonl" else [text]:
            json.loads(line, object_pairs_hook=unique, parse_constant=no_number)
    except ValueError as error:
        faults.add(path, f"it is no JSON: {error}")


def judge_csv(faults: Faults, path: Path):
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (ValueError, csv.Error) as error:
        faults.add(path, f"it is no CSV: {error}")
        return
    if not rows:
        faults.add(path, "it has no header")
        return
    for name, times in Counter(rows[0]).items():
        if times > 1 or not name.strip():
            faults.add(path, f"the header names {times} columns `{name}`")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            faults.add(path, f"row {number} has {len(row)} cells; the header has {len(rows[0])}")
        for cell in row:
            if is_formula(cell):
                faults.add(path, f"row {number}: a spreadsheet may run the cell {cell[:40]!a}")


def is_formula(cell: str) -> bool:
    """Whether the first character that shows is one with which a formula begins, in whichever width."""
    for character in cell:
        # Blanks, control characters and marks of direction are passed over by one program or another.
        if not character.isspace() and unicodedata.category(character)[0] not in "CZ":
            return unicodedata.normalize("NFKC", character) in ("=", "+", "-", "@")
    return False


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=lambda folder: Path(folder).resolve())
    parser.add_argument("--canary", action="append", default=[])
    arguments = parser.parse_args()
    site, faults = arguments.site, Faults(arguments.site)
    if feedparser is None:
        print("feedparser or icalendar is missing; feeds are judged as XML only, and calendars by their lines")
    feeds = {}
    for path in files_of(site, ".xml", ".atom"):
        feed = judge_feed(faults, path)
        if feed and feeds.setdefault(feed, path) != path:
            faults.add(path, f"it has the id of {feeds[feed].relative_to(site)}")
    calendars = files_of(site, ".ics")
    for path in calendars:
        judge_calendar(faults, path)
    jsons = files_of(site, ".json", ".jsonl", ".geojson", ".webmanifest")
    for path in jsons:
        judge_json(faults, path)
    tables = files_of(site, ".csv")
    for path in tables:
        judge_csv(faults, path)
    files = files_of(site)
    for path, word in files_with(arguments.canary, files, site):
        faults.add(path, f"the word `{word}` is in it")
    searched = f", {len(files)} files searched for {len(arguments.canary)} words" if arguments.canary else ""
    counts = f"{len(feeds)} feeds, {len(calendars)} calendars, {len(jsons)} of JSON, {len(tables)} of CSV"
    return faults.report(f"data: {counts}{searched}")


sys.exit(main())
