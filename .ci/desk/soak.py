"""Changes a row of the sample again and again while somebody looks at a document of it: python soak.py ORDERPAPER [TIMES]

The desk must make the document anew each time, and have no more memory at the end than after the first hundred times. Prints
its memory after every hundred, and what the changes took: from the changed file to the changed document.
"""

import contextlib
import csv
import http.client
import io
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

DATA = pathlib.Path(__file__).parents[2] / "data"
MEETING = "cabinet-2026-03-10"
EVERY = 100
# The share by which memory may have grown since the first hundred.
MAX_GROWTH = 1.1


class Desk:
    """A running desk, and somebody who was let in."""

    def __init__(self, program, folder):
        self.output = folder / "output"
        command = [program, "desk", "--data", folder / "data", "--output", self.output, "--today", "2026-02-26"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        way = self.output / "restricted" / ".desk" / "open.html"
        wait_for("the desk", way.is_file, 30)
        text = way.read_text(encoding="utf-8")
        self.host = re.search(r"http://([0-9.:]+)/", text)[1]
        key = re.search(r'name="key" value="([^"]+)"', text)[1]
        answer = self.request("POST", "/start", f"key={key}")
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def request(self, method, path, body=None):
        """Sends a request, as a page of the desk does, and returns the answer; its text is kept in `text`."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Origin": f"http://{self.host}", "Sec-Fetch-Site": "same-origin"}
        if hasattr(self, "cookie"):
            headers["Cookie"] = self.cookie
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.text = answer.read().decode(errors="replace")
        connection.close()
        return answer

    def listen(self):
        """Waits for changes, as an open page does."""
        connection = http.client.HTTPConnection(self.host, timeout=3600)
        connection.request("GET", "/events", headers={"Cookie": self.cookie})
        answer = connection.getresponse()

        def read():
            # It ends with the desk.
            with contextlib.suppress(http.client.HTTPException, OSError):
                while answer.read(1):
                    pass

        threading.Thread(target=read, daemon=True).start()

    def memory(self):
        """Returns the memory that it has, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def wait_for(what, is_there, seconds):
    """Waits until something is there, and fails where it does not come."""
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            sys.exit(f"{what} did not come in {seconds} s")
        time.sleep(0.005)


def change(table, to):
    """Gives the meeting's first item another title, as a spreadsheet does: by a new file in place of the old."""
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    next(row for row in rows if row["meeting"] == MEETING and row["title"])["title"] = to
    new = table.with_suffix(".new")
    with open(new, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    new.replace(table)


def main():
    program, *times = sys.argv[1:]
    times = int(times[0]) if times else 1000
    with tempfile.TemporaryDirectory(prefix="orderpaper-desk-") as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(DATA, folder / "data")
        desk = Desk(program, folder)
        try:
            soak(desk, folder / "data" / "agenda.csv", times)
        finally:
            desk.process.kill()


def soak(desk, table, times):
    """Changes the row so many times."""
    address = f"/meetings/{MEETING}"
    wait_for("the meeting", lambda: desk.request("GET", address).status == 200 and 'name="token"' in desk.text, 30)
    token = re.search(r'name="token" value="([^"]+)"', desk.text)[1]
    desk.request("POST", "/work", f"token={token}&task=make&publication={MEETING}")
    link = re.compile(rf'href="/documents/(\d+)/{MEETING}">agenda as a page')
    wait_for("the documents", lambda: desk.request("GET", address) and link.search(desk.text), 120)
    number = link.search(desk.text)[1]
    page = desk.output / "public" / MEETING / "agenda.html"
    desk.request("GET", f"/documents/{number}/{MEETING}")
    desk.listen()
    took, after_first = [], None
    for at in range(1, times + 1):
        title = f"Apologies, for the {at}th time"
        begun = time.monotonic()
        change(table, title)
        wait_for("a changed document", lambda: page.is_file() and title in page.read_text(encoding="utf-8"), 30)
        took.append(time.monotonic() - begun)
        if at % EVERY == 0:
            memory = desk.memory()
            after_first = after_first or memory
            print(f"after {at}: {memory} MB, {statistics.median(took) * 1000:.0f} ms", flush=True)
            took.clear()
    if after_first and memory > after_first * MAX_GROWTH:
        sys.exit(f"{memory} MB is more than after the first {EVERY}: {after_first} MB")


main()
