"""Lists what the Nu Html Checker finds in the pages, styles and SVG of a site: markup.py VNU.jar FOLDER"""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from faults import Faults, files_of


def main() -> int:
    jar, site = sys.argv[1], Path(sys.argv[2]).resolve()
    options = ["--errors-only", "--skip-non-html", "--also-check-css", "--also-check-svg", "--format", "json"]
    # Deep nesting (of SVG in tables in lists) needs more than Java's usual stack.
    run = subprocess.run(
        ["java", "-Xss8m", "-jar", jar, *options, str(site)], capture_output=True, text=True, encoding="utf-8"
    )
    faults = Faults(site)
    try:
        messages = json.loads(run.stderr)["messages"]
    except (ValueError, KeyError):
        print(f"vnu ended with {run.returncode} and without a report:\n{run.stderr[:2000]}")
        return 1
    for message in messages:
        page = Path(unquote(urlsplit(message.get("url", "")).path) or ".")
        extract = " ".join(message.get("extract", "").split())
        # Places differ from page to page, so they are told by what stands there, and only once for each page.
        faults.add(page, f"vnu: {message['message']}" + (f" [{extract[:80]}]" if extract else ""))
    return faults.report(f"markup: {len(files_of(site, '.html'))} pages, judged by vnu")


sys.exit(main())
