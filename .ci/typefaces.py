"""Fails where a program contains a typeface whose licence is not in LICENSE-FONTS: typefaces.py PROGRAM METADATA

METADATA is what `cargo metadata --format-version 1` prints, by which the files of the crate `typst-assets` are found.
"""

import json
import pathlib
import sys

# Those of the crate whose licences are in LICENSE-FONTS.
LICENSED = ("DejaVu", "Foxit")


def main():
    program, metadata = sys.argv[1:]
    with open(metadata, encoding="utf-8") as file:
        packages = json.load(file)["packages"]
    crate = next(package for package in packages if package["name"] == "typst-assets")
    fonts = sorted((pathlib.Path(crate["manifest_path"]).parent / "files" / "fonts").iterdir())
    content = pathlib.Path(program).read_bytes()
    found = [font.name for font in fonts if font.read_bytes() in content]
    others = [name for name in found if not name.startswith(LICENSED)]
    if others or "DejaVuSansMono.ttf" not in found:
        sys.exit(f"of the typefaces of Typst the program contains {', '.join(found)}, and LICENSE-FONTS knows others")
    print(f"{len(found)} of {len(fonts)} typefaces of Typst are in the program, all of them in LICENSE-FONTS")


if __name__ == "__main__":
    main()
