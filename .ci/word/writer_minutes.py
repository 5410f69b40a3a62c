"""Minutes that somebody wrote in LibreOffice Writer, numbered by its own lists, are those that JSON says:
python3 writer_minutes.py ORDERPAPER FOLDER

Headings and paragraphs are numbered by one list (`25.` and `25.1`), and between them stand bullets inside bullets, lists by
letters and Roman numbers that go on behind a paragraph, a table, motions, votes by name and a resolution.
"""

import json
import shutil
import sys
from html import escape
from pathlib import Path

from programs import check_same, minutes_of, run, write_records

PROGRAM, SCRATCH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
MEETING = "scrutiny-2026-02-17"
MEMBERS = ["Ada Thorne", "Bert Oake", "Cora Fenn", "Dan Rush"]
TITLES = ["The ferry, after its first hundred days", "Lamps in Mill Lane"]

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{address}:1.0"'
    for name, address in [
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
    ]
)


def level(at, form, suffix="", before="", shown=1, start=1):
    return (
        f'<text:list-level-style-number text:level="{at}" style:num-format="{form}" style:num-suffix="{suffix}" '
        f'style:num-prefix="{before}" text:display-levels="{shown}" text:start-value="{start}"/>'
    )


def sign(at, char):
    return f'<text:list-level-style-bullet text:level="{at}" text:bullet-char="{char}"/>'


STYLES = (
    '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
    'style:default-outline-level="1" style:list-style-name="Minutes"/>'
    '<style:style style:name="Title" style:family="paragraph"/>'
    f'<text:list-style style:name="Minutes">{level(1, "1", ".", start=25)}{level(2, "1", shown=2)}</text:list-style>'
    f'<text:list-style style:name="Signs">{sign(1, "•")}{sign(2, "◦")}</text:list-style>'
    f'<text:list-style style:name="Letters">{level(1, "a", ")", "(")}{level(2, "i", ".")}</text:list-style>'
    f'<text:list-style style:name="Roman">{level(1, "i", ".")}</text:list-style>'
)


class Writer:
    """A text of Writer, in which one list goes on through the whole document."""

    def __init__(self):
        self.body = []
        self.lists = 0

    def add(self, text):
        self.body.append(text)

    def paragraph(self, words):
        self.add(f"<text:p>{escape(words)}</text:p>")

    def numbered(self, content, depth):
        """Adds a heading or a paragraph of the list that numbers minutes."""
        self.lists += 1
        goes_on = f' text:continue-list="minutes-{self.lists - 1}"' if self.lists > 1 else ""
        inner = f"<text:list-item>{content}</text:list-item>"
        if depth == 2:
            inner = f"<text:list-item><text:list>{inner}</text:list></text:list-item>"
        self.add(f'<text:list xml:id="minutes-{self.lists}" text:style-name="Minutes"{goes_on}>{inner}</text:list>')

    def heading(self, words):
        self.numbered(f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escape(words)}</text:h>', 1)

    def minute(self, words):
        self.numbered(f"<text:p>{escape(words)}</text:p>", 2)

    def points(self, style, points):
        """Adds a list; a point is words, or words and the points below it."""

        def items(points):
            all_items = ""
            for point in points:
                words, below = point if isinstance(point, tuple) else (point, [])
                inner = f"<text:list>{items(below)}</text:list>" if below else ""
                all_items += f"<text:list-item><text:p>{escape(words)}</text:p>{inner}</text:list-item>"
            return all_items

        self.add(f'<text:list text:style-name="{style}">{items(points)}</text:list>')

    def table(self, rows):
        def row(cells):
            inner = "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in cells)
            return f"<table:table-row>{inner}</table:table-row>"

        head, *body = rows
        columns = f'<table:table-column table:number-columns-repeated="{len(head)}"/>'
        header = f"<table:table-header-rows>{row(head)}</table:table-header-rows>"
        self.add(f"<table:table>{columns}{header}{''.join(map(row, body))}</table:table>")

    def document(self):
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            f"<office:styles>{STYLES}</office:styles>"
            f"<office:body><office:text>{''.join(self.body)}</office:text></office:body></office:document>"
        )


def written():
    """Returns the minutes as a text of Writer and as JSON."""
    writer = Writer()
    writer.add('<text:p text:style-name="Title">Ashby Vale Council</text:p>')
    writer.paragraph("Minutes of the Scrutiny Committee held on 17 February 2026")
    writer.paragraph("First number: 25")
    writer.paragraph("Present: Councillors Ada Thorne (in the chair), Bert Oake and Cora Fenn")
    writer.paragraph("Apologies for absence: Councillor Dan Rush")
    writer.paragraph("Officers: Jo Marsh (Head of Ferries)")

    writer.heading(TITLES[0])
    writer.minute("The Committee considered a report by the Head of Ferries, who said:")
    writer.points("Signs", ["Two boats of three run", "Winter timetables were kept – but for four days", "Fares rose by 2%"])
    writer.minute("Jo Marsh told the Committee:")
    writer.points(
        "Signs",
        [
            "A plan for ten years is being written",
            ("It has two parts:", ["Landings that are safe at low water", "Boats that need no oil"]),
            "The county was asked for a grant",
        ],
    )
    writer.minute("Members asked:")
    writer.points("Letters", [("what it costs", ["in a dry year", "in a wet one"]), "who pays; and", "until when"])
    writer.minute("The figures were:")
    writer.table([["Year", "Trips"], ["2024", "10,412"], ["2025", "11,007"]])
    writer.minute("Resolved – that the Committee:")
    writer.points("Roman", ["welcomes the progress made;", "asks for a further report; and", "thanks the crews."])
    writer.paragraph("Action (Jo Marsh): Bring the plan for ten years.")
    writer.paragraph("Due: 1 September 2026")

    writer.heading(TITLES[1])
    writer.paragraph("Moved by Councillor Bert Oake, seconded by Councillor Cora Fenn: That the lamps be lit until midnight.")
    writer.paragraph("For (2): Bert Oake, Cora Fenn")
    writer.paragraph("Against: Ada Thorne")
    writer.paragraph("The motion was carried.")
    writer.minute("Mr Rush’s letter was read.")
    writer.paragraph("The meeting ended at: 8.10 pm")

    minutes = {
        "first-number": 25,
        "present": [{"name": "Councillor Ada Thorne", "note": "in the chair"}, "Councillor Bert Oake", "Councillor Cora Fenn"],
        "apologies": ["Councillor Dan Rush"],
        "officers": [{"name": "Jo Marsh", "note": "Head of Ferries"}],
        "items": [
            {
                "item": "1",
                "title": TITLES[0],
                "paragraphs": [
                    "The Committee considered a report by the Head of Ferries, who said:\n\n- Two boats of three run\n"
                    "- Winter timetables were kept – but for four days\n- Fares rose by 2%",
                    "Jo Marsh told the Committee:\n\n- A plan for ten years is being written\n- It has two parts:\n\n"
                    "   - Landings that are safe at low water\n   - Boats that need no oil\n\n- The county was asked for a grant",
                    "Members asked:\n\n(a) what it costs\n\n    i. in a dry year\n    ii. in a wet one\n\n(b) who pays; and\n(c) until when",
                    "The figures were:\n\n| Year | Trips |\n|---|---|\n| 2024 | 10,412 |\n| 2025 | 11,007 |",
                    {
                        "resolution": {
                            "formula": "Resolved – that the Committee",
                            "text": "i. welcomes the progress made;\nii. asks for a further report; and\niii. thanks the crews.",
                        },
                        "actions": [
                            {"owner": "Jo Marsh", "text": "Bring the plan for ten years.", "due": "1 September 2026"}
                        ],
                    },
                ],
            },
            {
                "item": "2",
                "title": TITLES[1],
                "paragraphs": [
                    {
                        "motion": {
                            "text": "That the lamps be lit until midnight.",
                            "mover": "Councillor Bert Oake",
                            "seconder": "Councillor Cora Fenn",
                            "vote": {"for": ["Bert Oake", "Cora Fenn"], "against": ["Ada Thorne"]},
                            "outcome": "carried",
                        }
                    },
                    "Mr Rush’s letter was read.",
                ],
            },
        ],
        "end-time": "8.10 pm",
    }
    return writer.document(), minutes


def council(folder):
    rows = {
        "council.json": '{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}.", "paragraph": "{n}.{p}" } }',
        "bodies.csv": "id,name,type\nscrutiny,Scrutiny Committee,scrutiny\n",
        "members.csv": "body,name,role\n"
        + "".join(f"scrutiny,Councillor {name},{'member' if at else 'chair'}\n" for at, name in enumerate(MEMBERS)),
        "meetings.csv": f"meeting,body,date,time,venue,status\n{MEETING},scrutiny,2026-02-17,19:00,Hall,held\n",
        "agenda.csv": "meeting,number,title\n"
        + "".join(f'{MEETING},{number},"{title}"\n' for number, title in enumerate(TITLES, 1)),
    }
    write_records(folder, rows)


def main():
    text, minutes = written()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    source = SCRATCH / f"{MEETING}.fodt"
    source.write_text(text, encoding="utf-8")
    profile = f"-env:UserInstallation=file://{SCRATCH}/profile"
    run("soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", SCRATCH, source)
    found = []
    for form in ("json", "docx"):
        data = SCRATCH / form
        council(data)
        if form == "json":
            (data / "minutes" / f"{MEETING}.json").write_text(json.dumps(minutes), encoding="utf-8")
        else:
            shutil.copy(SCRATCH / f"{MEETING}.docx", data / "minutes" / f"{MEETING}.docx")
        found.append(minutes_of(PROGRAM, data))
    check_same(*found, "writer", SCRATCH)
    print("minutes written in LibreOffice Writer are those of JSON")


main()
