"""Judges what each page of a site is made of, and that its addresses lead somewhere: links.py FOLDER

Each page has a title, a language, one h1, one main, and ids that stand once. Each address leads to a file of
the site, each fragment to an id or a page in it; nothing is fetched from outside. Each page is reached from
index.html and is in the sitemap.
"""

import re
import subprocess
import sys
from collections import Counter, deque
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from faults import Faults, files_of

# Attributes whose address a browser fetches on its own. `href` is fetched by all but `a` and `area`.
FETCHED = ("src", "srcset", "poster", "data", "background", "href", "xlink:href")
FOLLOWED = ("a", "area")
# Schemes that a link to follow may have besides none.
SCHEMES = ("http", "https", "mailto", "tel", "webcal")
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
# Pages that nothing leads to: a server shows them on its own.
UNLINKED = {"404.html"}


class Page(HTMLParser):
    """What a page holds that matters here. Reads SVG files too."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.ids = Counter(), Counter()
        self.lang = self.title = ""
        # (address, whether it is followed rather than fetched)
        self.addresses = []
        self._inside = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if attrs.get("id"):
            self.ids[attrs["id"]] += 1
        if tag == "html":
            self.lang = attrs.get("lang", "").strip()
        canonical = tag == "link" and attrs.get("rel") == "canonical"
        for name in FETCHED:
            if name not in attrs or canonical:
                continue
            values = [attrs[name]]
            if name == "srcset":
                values = [candidate.split()[0] for candidate in attrs[name].split(",") if candidate.strip()]
            self.addresses += [(value.strip(), tag in FOLLOWED) for value in values]
        if "action" in attrs:
            self.addresses.append((attrs["action"].strip(), True))
        self.addresses += [(address, False) for address in in_styles(attrs.get("style", ""))]
        # A title in the body is of a picture.
        if tag == "style" or tag == "title" and not self.tags["body"]:
            self._inside = tag

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data
        elif self._inside == "style":
            self.addresses += [(address, False) for address in in_styles(data)]


def in_styles(text: str) -> list[str]:
    return [url or imported for url, imported in IN_STYLES.findall(text)]


@cache
def read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8", errors="replace"))


@cache
def pdf_pages(path: Path) -> int:
    run = subprocess.run(["qpdf", "--show-npages", str(path)], capture_output=True, text=True)
    return int(run.stdout) if run.stdout.strip().isdigit() else 0


def fragment_fault(target: Path, fragment: str) -> str | None:
    """Says what is wrong with a fragment, if its kind of file has places to lead to."""
    if target.suffix == ".pdf":
        pages = pdf_pages(target)
        number = re.search(r"(?:^|&)page=(\d+)", fragment)
        if number and not 1 <= int(number[1]) <= pages:
            return f"the file has {pages} pages"
        return None if number or "nameddest=" in fragment else "it names neither a page nor a destination"
    # `top` is the top of any page.
    if target.suffix in (".html", ".svg") and fragment != "top" and fragment not in read(target).ids:
        return "no element there has this id"
    return None


def resolve(site: Path, page: Path, address: str, followed: bool) -> tuple[Path | None, str | None]:
    """Returns the file of the site that an address leads to, if it leads to one, and what is wrong with it."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        return None, str(error)
    if parts.scheme or parts.netloc:
        if parts.scheme == "data" and not followed:
            return None, None
        if not followed:
            return None, "it is fetched from outside of the site"
        return None, None if parts.scheme in SCHEMES else "a link must not have this scheme"
    path = unquote(parts.path)
    target = page
    if path:
        target = (site / path.lstrip("/")) if path.startswith("/") else (page.parent / path)
        # Without symbolic links, as a server sees it.
        target = Path(*target.parts[:1], *normal(target.parts[1:]))
        if not target.is_relative_to(site):
            return None, "it leads out of the site"
        if target.is_dir():
            target = target / "index.html"
        if not target.is_file():
            return None, "there is no such file"
    elif not address:
        return None, "it is empty"
    fragment = unquote(parts.fragment)
    return target, fragment_fault(target, fragment) if fragment else None


def normal(parts) -> list[str]:
    """Resolves `.` and `..`."""
    result = []
    for part in parts:
        if part == "..":
            result = result[:-1]
        elif part != ".":
            result.append(part)
    return result


def judge_page(faults: Faults, path: Path):
    page = read(path)
    for missing, what in [
        (not page.title.strip(), "it has no title"),
        (not page.lang, "html has no lang"),
        (page.tags["h1"] != 1, f"it has {page.tags['h1']} h1, not one"),
        (page.tags["main"] != 1, f"it has {page.tags['main']} main, not one"),
    ]:
        if missing:
            faults.add(path, what)
    for name, times in page.ids.items():
        if times > 1:
            faults.add(path, f"the id `{name}` stands {times} times")


def judge_addresses(faults: Faults, site: Path, pages: list[Path]) -> dict[Path, set[Path]]:
    """Follows each address once. Returns which files each page links to."""
    links = {}
    for path in pages:
        links[path] = set()
        for address, followed in read(path).addresses:
            target, fault = resolve(site, path, address, followed)
            if fault:
                faults.add(path, f"address `{address}`: {fault}")
            if target and followed:
                links[path].add(target)
    for path in files_of(site, ".css", ".svg"):
        text = path.read_text(encoding="utf-8", errors="replace")
        addresses = in_styles(text) if path.suffix == ".css" else [address for address, _ in read(path).addresses]
        for address in addresses:
            fault = resolve(site, path, address, False)[1]
            if fault:
                faults.add(path, f"address `{address}`: {fault}")
    return links


def judge_reach(faults: Faults, site: Path, links: dict[Path, set[Path]]):
    start = site / "index.html"
    if not start.is_file():
        faults.add("index.html", "there is no such file, so what leads to the pages is not judged")
        return
    reached, queue = {start}, deque([start])
    while queue:
        for target in links.get(queue.popleft(), ()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    for path in links:
        if path not in reached and str(path.relative_to(site)) not in UNLINKED:
            faults.add(path, "no way of links leads here from index.html")


def judge_sitemap(faults: Faults, site: Path, pages: list[Path]) -> int:
    """Judges `sitemap.xml` and the maps of parts that it names. Returns how many addresses they name."""
    files = files_of(site, ".xml")
    files = [path for path in files if path.name.startswith("sitemap")]
    if site / "sitemap.xml" not in files:
        faults.add("sitemap.xml", "there is no such file")
    named = []
    for path in files:
        try:
            tree = ElementTree.parse(path)
        except ElementTree.ParseError as error:
            faults.add(path, f"it is no XML: {error}")
            continue
        named += [(path, (element.text or "").strip()) for element in tree.iter() if element.tag.endswith("}loc")]
    base = sitemap_base(site, [address for _, address in named])
    found = Counter()
    for path, address in named:
        place = unquote(urlsplit(address).path).lstrip("/")
        target = site / place.removeprefix(base)
        target = target / "index.html" if target.is_dir() else target
        found[target] += 1
        if not place.startswith(base) or not target.is_file():
            faults.add(path, f"it names `{address}`, which is not in the site")
        elif found[target] == 2:
            faults.add(path, f"it names `{address}` more than once")
    for path in pages if files else []:
        if path not in found and str(path.relative_to(site)) not in UNLINKED:
            faults.add(path, "no sitemap names it")
    return len(named)


def sitemap_base(site: Path, addresses: list[str]) -> str:
    """Returns the folder of the server that the site is in, as most addresses of its sitemap have it."""
    bases = Counter()
    for address in addresses:
        parts = unquote(urlsplit(address).path).lstrip("/").split("/")
        # The longest end of the address that is in the site.
        start = next((at for at in range(len(parts)) if (site / "/".join(parts[at:])).exists()), None)
        if start is not None:
            bases["/".join(parts[:start]) + "/" if start else ""] += 1
    return bases.most_common(1)[0][0] if bases else ""


def main() -> int:
    site = Path(sys.argv[1]).resolve()
    faults = Faults(site)
    pages = files_of(site, ".html")
    if not pages:
        faults.add(".", "there is no page in the site")
    for path in pages:
        judge_page(faults, path)
    links = judge_addresses(faults, site, pages)
    judge_reach(faults, site, links)
    named = judge_sitemap(faults, site, pages)
    addresses = sum(len(read(path).addresses) for path in pages)
    return faults.report(f"links: {len(pages)} pages with {addresses} addresses, {named} in the sitemap")


sys.exit(main())
