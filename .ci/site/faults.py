"""Faults that a judge finds in the files of a site, and the list of them that it prints."""

from pathlib import Path

# A fault that many pages share comes from their template: so many pages are named, the rest are counted.
NAMED = 3


class Faults:
    """What was found, by what it is; each judge makes one and ends with `report`."""

    def __init__(self, site: Path):
        self.site = site
        self.pages_of = {}

    def add(self, page, what: str):
        """Notes that `page`, a path below the site or of the site, has this fault."""
        page = Path(page)
        name = page.relative_to(self.site) if page.is_relative_to(self.site) else page
        pages = self.pages_of.setdefault(what, [])
        if str(name) not in pages:
            pages.append(str(name))

    def report(self, judged: str) -> int:
        """Prints the faults and a line with the sum. Returns the exit code."""
        for what, pages in self.pages_of.items():
            for page in sorted(pages)[:NAMED]:
                print(f"{page}: {what}")
            if len(pages) > NAMED:
                print(f"    and {len(pages) - NAMED} more pages with this fault")
        total = sum(len(pages) for pages in self.pages_of.values())
        print(f"{judged}: {total} {'fault' if total == 1 else 'faults'}", flush=True)
        return 1 if total else 0


def files_of(site: Path, *endings: str) -> list[Path]:
    """Returns the files of the site with one of these endings (all files without any), in order."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return [path for path in files if not endings or path.suffix.lower() in endings]
