"""Fails where a dependency needs a newer Rust than Cargo.toml states: oldest-rust.py METADATA

METADATA is what `cargo metadata` prints. What the code itself uses of the standard library is held to the
stated version by clippy's `incompatible_msrv`.
"""

import json
import sys


def version(text):
    """Returns `1.92` or `1.92.0` as numbers that compare."""
    numbers = [int(part) for part in text.split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))


with open(sys.argv[1], encoding="utf-8") as file:
    packages = json.load(file)["packages"]
members = [package for package in packages if package["source"] is None]
stated = {package["rust_version"] for package in members}
if len(stated) != 1 or None in stated:
    sys.exit(f"the members of the workspace state different versions of Rust: {sorted(map(str, stated))}")
oldest = stated.pop()
newer = [
    f"{package['name']} {package['version']} needs Rust {package['rust_version']}"
    for package in packages
    if package["rust_version"] and version(package["rust_version"]) > version(oldest)
]
if newer:
    sys.exit(f"Cargo.toml states Rust {oldest}, but:\n" + "\n".join(newer))
print(f"{len(packages)} packages build with Rust {oldest}")
