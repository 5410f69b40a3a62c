"""Searches files for words that must not be in them, in each form in which they might be there."""

import gzip
import html
import io
import re
import subprocess
import tempfile
import unicodedata
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

# Archives within archives are opened so deep.
DEPTH = 3


def files_with(words: list[str], files: list[Path], site: Path) -> list[tuple[Path, str]]:
    """Returns which of the files holds which word, in its name or in what it holds, in whichever case."""

    def search(path: Path) -> list[tuple[Path, str]]:
        name = str(path.relative_to(site)).encode()
        return [(path, word) for word in held(words, name) | held(words, path.read_bytes())]

    if not words:
        return []
    # Threads, as much of the time is spent in other programs.
    with ThreadPoolExecutor() as pool:
        return [hit for hits in pool.map(search, files) for hit in sorted(hits)]


def held(words: list[str], data: bytes, depth: int = DEPTH) -> set[str]:
    """Returns the words that a reader or a program may find in a file."""
    lower = data.lower()
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    found = {word for word in words if any(word.lower().encode(encoding) in lower for encoding in encodings)}
    inner = pdf_texts(data) if data.startswith(b"%PDF") else members(data)
    for part in inner if depth else ():
        found |= held(words, part, depth - 1)
    # Of pictures, fonts and the like the bytes are enough.
    if b"\0" not in data:
        texts = forms(data.decode("utf-8", errors="replace"))
        found |= {word for text in texts for word in words if fold(word) in text}
    return found


def forms(text: str):
    """Gives a text as it stands, and without the escapes of the formats that it may be in."""
    yield fold(text)
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        # Two halves of a character beyond the first 65,536 become that character.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    # A calendar folds lines within words; tags stand within words or between them.
    for change in (html.unescape, unquote, lambda text: re.sub(r"\r?\n[ \t]", "", text)):
        text = change(text)
        yield fold(text)
    if "<" in text:
        yield fold(re.sub(r"<[^<>]*>", "", text))
        yield fold(re.sub(r"<[^<>]*>", " ", text))


def members(data: bytes):
    """Gives the files in a zip (also .docx and .xlsx), and what a gzip file or a zlib stream holds."""
    try:
        if data.startswith(b"PK\3\4"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)
        elif data.startswith(b"\x1f\x8b"):
            yield gzip.decompress(data)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        # A broken archive was searched as it stands.
        return


def pdf_texts(data: bytes):
    """Gives the text of a PDF's pages, its strings (titles, bookmarks, alternatives) and its streams."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        yield run("pdftotext", file.name, "-")
        strings = run("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=none", file.name)
        yield b"\n".join(re.findall(rb'"u:((?:[^"\\]|\\.)*)"', strings))
    # Metadata and attached files. Pictures are compressed in other ways.
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream[1])


def run(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True).stdout


def fold(text: str) -> str:
    """Makes texts comparable: one case, one form of each character, no marks within words, one blank between."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    return " ".join(text.casefold().split())
