"""Minutes that python-docx writes with the styles and lists of Word are those that the same script writes as JSON:
python3 generated_minutes.py ORDERPAPER FOLDER
"""

import json
import random
import sys
from pathlib import Path

import docx
from docx.oxml import OxmlElement

from lists import defined_list, in_list
from programs import check_same, minutes_of, write_records

PROGRAM, SCRATCH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
MEETING = "planning-2026-02-17"
MEMBERS = ["Ada Thorne", "Bert Oake", "Cora Fenn", "Dan Rush", "Eve Marl", "Finn Ash"]
TITLES = ["The barn", "Lamps in Mill Lane", "A crossing by the school", "The weir"]
WORDS = "the roof is old and members asked what its repair would cost before the winter comes again".split()
FORMS = [
    (("decimal", "%1."), lambda number: f"{number}."),
    (("lowerLetter", "(%1)"), lambda number: f"({'abcdefgh'[number - 1]})"),
    (("lowerRoman", "%1."), lambda number: f"{['i', 'ii', 'iii', 'iv', 'v'][number - 1]}."),
    (("upperLetter", "%1)"), lambda number: f"{'ABCDEFGH'[number - 1]})"),
]


class Minutes:
    """The same minutes as a Word document and as JSON."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.word = docx.Document()
        self.json = {"items": []}

    def words(self, count):
        return " ".join(self.dice.choice(WORDS) for _ in range(count)).capitalize() + "."

    def point(self, text, number, level=0):
        in_list(self.word.add_paragraph(text, style="List Paragraph"), number, level)

    def listed(self):
        """Adds a list, nested or not, and returns its markup."""
        form, label = self.dice.choice(FORMS)
        inner, inner_label = self.dice.choice([one for one in FORMS if one[0] != form])
        number = defined_list(self.word, [form, (inner[0], inner[1].replace("%1", "%2"))])
        lines = []
        for at in range(1, self.dice.randint(2, 4) + 1):
            words = self.words(5)
            self.point(words, number)
            if lines and lines[-1].startswith(" "):
                lines.append("")
            lines.append(f"{label(at)} {words}")
            if self.dice.random() < 0.4:
                lines.append("")
                for below in range(1, 3):
                    words = self.words(4)
                    self.point(words, number, 1)
                    lines.append(f"   {inner_label(below)} {words}")
        return "\n".join(lines)

    def table(self):
        rows = [[self.words(2), self.words(2)] for _ in range(3)]
        table = self.word.add_table(rows=3, cols=2)
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                table.cell(at, column).text = words
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, "|---|---|", *body])

    def labelled(self, label, words):
        paragraph = self.word.add_paragraph()
        paragraph.add_run(f"{label}:").bold = self.dice.random() < 0.5
        paragraph.add_run(f" {words}")

    def attendance(self):
        present, apologies = MEMBERS[:4], MEMBERS[4:]
        names = [f"Councillor {present[0]} (in the chair)", *(f"Councillor {name}" for name in present[1:])]
        form = self.dice.randrange(3)
        if form == 0:
            table = self.word.add_table(rows=2, cols=2)
            table.cell(0, 0).text, table.cell(0, 1).text = "Present", "; ".join(names)
            table.cell(1, 0).text, table.cell(1, 1).text = "Apologies", " and ".join(apologies)
        elif form == 1:
            self.labelled("Present", f"{', '.join(names[:-1])} and {names[-1]}")
            self.labelled("Apologies for absence", "; ".join(apologies))
        else:
            self.word.add_paragraph("Present:")
            for name in names:
                self.word.add_paragraph(name, style="List Bullet")
            self.word.add_paragraph("Apologies", style="Heading 2")
            for name in apologies:
                self.word.add_paragraph(name, style="List Bullet")
        self.labelled("Officers", "Jo Marsh (Head of Planning)")
        self.json["present"] = [{"name": names[0][: -len(" (in the chair)")], "note": "in the chair"}, *names[1:]]
        self.json["apologies"] = apologies
        self.json["officers"] = [{"name": "Jo Marsh", "note": "Head of Planning"}]

    def vote(self):
        if self.dice.random() < 0.5:
            self.word.add_paragraph("Vote: 3 for, 1 against")
            return {"for": 3, "against": 1}
        self.labelled("For", ", ".join(MEMBERS[:3]))
        self.labelled("Against (1)", MEMBERS[3])
        return {"for": MEMBERS[:3], "against": [MEMBERS[3]]}

    def motion(self):
        words = "That the Committee note the report, and that:"
        mover, seconder = MEMBERS[0], MEMBERS[1]
        if self.dice.random() < 0.5:
            self.word.add_paragraph(f"Moved by Councillor {mover}, seconded by Councillor {seconder}: {words}")
            text = f"{words}\n\n{self.listed()}"
        else:
            self.labelled("Motion", words)
            text = f"{words}\n\n{self.listed()}"
            self.labelled("Proposed by", f"Councillor {mover}")
            self.labelled("Seconded by", f"Councillor {seconder}")
        vote = self.vote()
        self.word.add_paragraph("The motion was carried.")
        return {
            "motion": {
                "text": text,
                "mover": f"Councillor {mover}",
                "seconder": f"Councillor {seconder}",
                "vote": vote,
                "outcome": "carried",
            }
        }

    def resolution(self):
        paragraph = self.word.add_paragraph()
        paragraph.add_run("RESOLVED").bold = self.dice.random() < 0.5
        paragraph.add_run(" – that the Committee:")
        text = self.listed()
        made = {"resolution": {"formula": "RESOLVED – that the Committee", "text": text}}
        if self.dice.random() < 0.6:
            words = self.words(6)
            self.word.add_paragraph(f"Action (Jo Marsh): {words}")
            self.word.add_paragraph("By when: 1 April 2026")
            made["actions"] = [{"owner": "Jo Marsh", "text": words, "due": "1 April 2026"}]
        return made

    def item(self, number, title, heading):
        if heading is None:
            typed = self.dice.choice([f"{number}. {title}", f"Item {number}: {title}", f"{number}) {title}"])
            self.word.add_paragraph(typed, style="Heading 1")
        else:
            self.word.add_paragraph(title, style="Heading 1")
            in_list(self.word.paragraphs[-1], heading)
        paragraphs = []
        for _ in range(self.dice.randint(1, 3)):
            form = self.dice.randrange(4)
            if form == 0:
                words = self.words(12)
                self.word.add_paragraph(words)
                paragraphs.append(words)
            elif form == 1:
                words = self.words(8)
                self.word.add_paragraph(words)
                paragraphs.append(f"{words}\n\n{self.dice.choice([self.listed, self.table])()}")
            elif form == 2:
                paragraphs.append(self.motion())
            else:
                paragraphs.append(self.resolution())
        self.json["items"].append({"item": str(number), "title": title, "paragraphs": paragraphs})

    def write(self):
        self.word.add_paragraph("Ashby Vale Council", style="Title")
        self.word.add_paragraph("Minutes of the meeting of the Planning Committee held on 17 February 2026")
        self.attendance()
        heading = defined_list(self.word, [("decimal", "%1.")]) if self.dice.random() < 0.5 else None
        for number, title in enumerate(TITLES, 1):
            self.item(number, title, heading)
        self.word.add_paragraph("The meeting ended at: 8.10 pm")
        self.json["end-time"] = "8.10 pm"


def council(folder):
    rows = {
        "council.json": '{ "name": "Ashby Vale Council", "minute-numbering": { "number": "{n}." } }',
        "bodies.csv": "id,name,type\nplanning,Planning Committee,regulatory\n",
        "members.csv": "body,name,role\n"
        + "".join(f"planning,Councillor {name},{'member' if at else 'chair'}\n" for at, name in enumerate(MEMBERS)),
        "meetings.csv": f"meeting,body,date,time,venue,status\n{MEETING},planning,2026-02-17,19:00,Hall,held\n",
        "agenda.csv": "meeting,number,title\n"
        + "".join(f"{MEETING},{number},{title}\n" for number, title in enumerate(TITLES, 1)),
    }
    write_records(folder, rows)


def main():
    for seed in range(12):
        minutes = Minutes(seed)
        minutes.write()
        found = []
        for form in ("json", "docx"):
            data = SCRATCH / f"{seed}-{form}"
            council(data)
            if form == "json":
                (data / "minutes" / f"{MEETING}.json").write_text(json.dumps({"first-number": 1, **minutes.json}))
            else:
                minutes.labelled("First number", "1")
                minutes.word.save(str(data / "minutes" / f"{MEETING}.docx"))
            found.append(minutes_of(PROGRAM, data))
        check_same(*found, seed, SCRATCH)
    print("12 minutes in Word are those of JSON")


main()
