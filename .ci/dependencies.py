"""Writes the table of dependencies: dependencies.py METADATA MANIFEST... >DEPENDENCIES.md

METADATA is what `cargo metadata --locked --format-version 1` prints. The reasons are the comments above each dependency
in the manifests: one stands for all dependencies below it up to a blank line or the next comment. One without a reason is an error.
"""

import json
import pathlib
import re
import sys

HEAD = """# Dependencies

Every crate that the program names, with the reason why it is there, and who looks after it. `.ci/run` writes this page of the
comments in `Cargo.toml` and of what the crates say of themselves; what these bring along in turn is in the list of components that
`.ci/supply` writes.

"""

SECTION = re.compile(r"\[(?:workspace\.)?(?:dev-|build-)?dependencies\]")
ENTRY = re.compile(r"([A-Za-z0-9_-]+) = (.*)")


def reasons(manifest):
    """Returns the reason for each dependency that a manifest gives a version of, in the order of the manifest."""
    found, comment, is_open, is_fresh = {}, [], False, False
    for line in pathlib.Path(manifest).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            is_open, comment, is_fresh = bool(SECTION.fullmatch(line)), [], False
        elif line.startswith("#"):
            if not is_fresh:
                comment = []
            comment.append(line.lstrip("# "))
            is_fresh = True
        elif not line.strip():
            comment, is_fresh = [], False
        elif is_open and (entry := ENTRY.match(line)):
            is_fresh = False
            if 'path = "' in entry[2] or "workspace = true" in entry[2]:
                continue
            if not comment:
                sys.exit(f"{manifest}: nothing says why `{entry[1]}` is there")
            found[entry[1]] = " ".join(comment)
    return found


def keepers(package):
    """Returns who looks after a crate: whoever has its repository, else the authors it names."""
    repository = package["repository"] or package["homepage"] or ""
    if match := re.match(r"https?://(?:github\.com|gitlab\.com|codeberg\.org)/([^/]+)/([^/#?]+)", repository):
        return f"[{match[1]}/{match[2].removesuffix('.git')}]({repository})"
    if repository:
        return f"[{repository.split('//', 1)[1]}]({repository})"
    authors = ", ".join(re.sub(r" *<.*?>", "", author) for author in package["authors"])
    return authors or sys.exit(f"nobody says who looks after `{package['name']}`")


def main():
    metadata, *manifests = sys.argv[1:]
    with open(metadata, encoding="utf-8") as file:
        metadata = json.load(file)
    packages = {package["id"]: package for package in metadata["packages"]}
    named = {}
    for node in metadata["resolve"]["nodes"]:
        if packages[node["id"]]["source"] is None:
            for dependency in node["deps"]:
                package = packages[dependency["pkg"]]
                if package["source"] is not None:
                    named[package["name"]] = package
    rows, seen = [], set()
    for manifest in manifests:
        for name, reason in reasons(manifest).items():
            package = named.get(name) or sys.exit(f"{manifest}: nothing uses `{name}`")
            seen.add(name)
            cells = [f"`{name}`", package["version"], reason, keepers(package), package["license"]]
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if missing := named.keys() - seen:
        sys.exit(f"no manifest says why these are there: {', '.join(sorted(missing))}")
    print(HEAD + "| crate | version | why | looked after by | licence |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
