"""Compares what we read of Word documents with what pandoc reads, block by block:

    python3 judge.py PROGRAM FOLDER

PROGRAM prints what a document says, a line for each block (`.ci/word/lines.rs`). Both are put into the same lines here.
"""

import json
import subprocess
import sys
from pathlib import Path

import pypandoc

# Where the two differ, and why: the name of the file, and what it is.
EXPECTED = {
    # A table of one cell is a frame around its text, which pandoc keeps as a table.
    "frames": "a frame",
    # Pandoc has no form for `1.1`, and takes numbered headings for headings without number.
    "numbered_headings": "numbers of several levels",
    # A list goes on where the one before has the same definition, as Word and LibreOffice show it; pandoc begins anew.
    "mixed-108": "a list that goes on",
}

# Pandoc also reads the words that `generate.py` hides.
HIDDEN = "Not seen. "


def text(inlines):
    out = ""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            out += content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            out += " "
        elif kind in ("Strong", "Emph", "Superscript", "Subscript", "Strikeout", "Underline"):
            out += f"<{kind}>{text(content)}</{kind}>"
        elif kind == "Link":
            out += f"<{content[2][0]}>{text(content[1])}</>"
        elif kind == "Span":
            out += text(content[1])
        elif kind == "Note":
            out += "<Note>" + " ".join(line for line in lines(content)) + "</Note>"
        elif kind == "Image":
            out += "<Image>"
        else:
            out += f"<{kind}>"
    return out


def letters(count):
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count):
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while count >= value:
            out, count = out + sign, count - value
    return out


def label(start, style, delimiter, at):
    count = start + at
    number = {
        "LowerAlpha": letters(count),
        "UpperAlpha": letters(count).upper(),
        "LowerRoman": roman(count),
        "UpperRoman": roman(count).upper(),
    }.get(style, str(count))
    return {"OneParen": f"{number})", "TwoParens": f"({number})"}.get(delimiter, f"{number}.")


def lines(blocks, depth=0):
    out = []
    for block in blocks:
        kind, content = block["t"], block.get("c")
        indent = "  " * depth
        if kind == "Header":
            out.append(f"h{content[0]} {text(content[2])}")
        elif kind in ("Para", "Plain"):
            out.append(indent + text(content))
        elif kind in ("BulletList", "OrderedList"):
            items = content if kind == "BulletList" else content[1]
            for at, item in enumerate(items):
                mark = "•"
                if kind == "OrderedList":
                    start, style, delimiter = content[0]
                    mark = label(start, style["t"], delimiter["t"], at)
                found = lines(item, 0)
                first, rest = found[0], found[1:]
                out.append(f"{indent}{mark} {first}")
                out.extend("  " * (depth + 1) + line for line in rest)
        elif kind == "BlockQuote":
            out.extend(lines(content, depth))
        elif kind == "Div":
            out.extend(lines(content[1], depth))
        elif kind == "Table":
            _, _, _, head, bodies, foot = content
            out.append(f"table with {len(head[1])} rows of headers")
            rows = list(head[1])
            for body in bodies:
                rows += body[2] + body[3]
            for row in rows + foot[1]:
                cells = [" / ".join(lines(cell[4])) + (f" ×{cell[3]}" if cell[3] > 1 else "") for cell in row[1]]
                out.append("| " + " | ".join(cells))
        else:
            out.append(f"<{kind}>")
    return [" ".join(line.split()) if not line.startswith("  ") else line.rstrip() for line in out]


def main(program, folder):
    files = sorted(folder.glob("*.docx"))
    differ, unused = [], dict(EXPECTED)
    for file in files:
        ours = subprocess.run([program, file], check=True, capture_output=True, text=True).stdout.splitlines()
        pandoc = json.loads(pypandoc.convert_file(str(file), "json", format="docx"))
        theirs = [line.replace(HIDDEN, "") for line in lines(pandoc["blocks"])]
        # Neither spaces at the ends of words in bold nor empty paragraphs say anything.
        ours, theirs = ([" ".join(line.split()) for line in every if line.strip()] for every in (ours, theirs))
        if ours == theirs:
            continue
        if unused.pop(file.stem, None):
            continue
        differ.append(file.name)
        print(f"{file.name}: we read\n  " + "\n  ".join(ours) + "\nand pandoc\n  " + "\n  ".join(theirs))
    print(f"{len(files)} documents, of which {len(differ)} are read otherwise than by pandoc without a reason")
    if unused:
        print(f"no longer different: {', '.join(unused)}")
    return 1 if differ or unused or len(files) < 30 else 0


sys.exit(main(sys.argv[1], Path(sys.argv[2])))
