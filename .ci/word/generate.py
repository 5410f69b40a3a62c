"""Writes Word documents with python-docx, whose template has the styles and lists of Word: python3 generate.py FOLDER

The same files on every machine. Each has a few of the things that reports have; the last ones mix them.
"""

import random
import sys
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from lists import defined_list, in_list

WORDS = (
    "library opening hours on Sundays would cost the council a year and residents asked for more of them "
    "bridge repairs begin in July when the school is closed budget savings were agreed by members in full"
).split()


def words(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize() + "."


def styled(document, style, text):
    return document.add_paragraph(text, style=style)


def new_list(document, style):
    """Returns the id of a list that begins again with the levels of a style's list."""
    numbering = document.part.numbering_part.element
    of_style = document.styles[style].element.pPr.numPr.numId.val
    of_list = next(num for num in numbering.num_lst if num.numId == of_style)
    num = numbering.add_num(of_list.abstractNumId.val)
    num.add_lvlOverride(0).add_startOverride(1)
    return num.numId


def field(paragraph, instruction, saved):
    for kind, content in (("begin", None), (None, instruction), ("separate", None), ("", saved), ("end", None)):
        run = paragraph.add_run()
        if kind:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)
        elif kind is None:
            text = OxmlElement("w:instrText")
            text.text = f" {content} "
            run._r.append(text)
        else:
            run.text = content


def link(document, paragraph, url, text):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    target = document.part.relate_to(url, kind, is_external=True)
    element = parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>'
    )
    paragraph._p.append(element)


def table(document, dice, rows, columns, has_head=True):
    grid = document.add_table(rows=rows, cols=columns, style="Table Grid")
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        # Word marks rows as headers in two ways; documents that use one of them alone are told apart in `judge.py`.
        look.set(qn("w:firstRow"), "1" if has_head else "0")
        look.set(qn("w:val"), "04A0" if has_head else "0480")
    for at, row in enumerate(grid.rows):
        for cell in row.cells:
            cell.text = words(dice, 2)
        if at == 0 and has_head:
            mark = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(mark)
    return grid


def headings(document, dice):
    for level in (1, 2, 3, 2, 1, 2):
        document.add_heading(words(dice, 3), level)
        document.add_paragraph(words(dice, 12))


def custom_heading(document, dice):
    style = document.styles.add_style("Our heading", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_heading("First", 1)
    styled(document, "Our heading", "Based on a heading")
    document.add_paragraph(words(dice, 8))


def bullets(document, dice):
    for style in ("List Bullet", "List Bullet", "List Number", "List Number"):
        styled(document, style, words(dice, 5))
    document.add_paragraph(words(dice, 5))
    styled(document, "List Number", words(dice, 5))


def restarts(document, dice):
    for _ in range(2):
        number = new_list(document, "List Number")
        for _ in range(3):
            in_list(styled(document, "List Number", words(dice, 4)), number)
        document.add_paragraph(words(dice, 6))


def levels(document, dice):
    number = defined_list(document, [("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3)")])
    for level in (0, 1, 1, 2, 2, 1, 0, 1):
        in_list(document.add_paragraph(words(dice, 4)), number, level)


def letters(document, dice):
    number = defined_list(document, [("upperLetter", "%1."), ("upperRoman", "%2.")])
    for level in (0, 0, 1, 1, 0):
        in_list(document.add_paragraph(words(dice, 4)), number, level)


def looks(document, dice):
    paragraph = document.add_paragraph("Plain, ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run(" and ")
    paragraph.add_run("italic").italic = True
    paragraph.add_run(", 4 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(", CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run(", ")
    paragraph.add_run("struck").font.strike = True
    paragraph.add_run(".")


def links(document, dice):
    paragraph = document.add_paragraph("See ")
    link(document, paragraph, "https://example.gov.uk/hours", "the page")
    paragraph.add_run(" and ")
    field(paragraph, 'HYPERLINK "https://example.gov.uk/b"', "another")


def fields(document, dice):
    paragraph = document.add_paragraph("Dated ")
    field(paragraph, 'DATE \\@ "d MMMM yyyy"', "3 April 2024")
    paragraph.add_run(", as in ")
    field(paragraph, "REF _Ref1", "section 2")


def breaks(document, dice):
    paragraph = document.add_paragraph("One line")
    paragraph.add_run().add_break()
    paragraph.add_run("another\tafter a tab")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    document.add_page_break()
    document.add_paragraph("Non-breaking\u00a0space, ‘quotes’ – and £4.50 & <signs>")


def tables(document, dice):
    table(document, dice, 3, 3)
    document.add_paragraph(words(dice, 4))
    table(document, dice, 2, 2)


def plain_table(document, dice):
    table(document, dice, 3, 2, has_head=False)


def merged(document, dice):
    grid = table(document, dice, 3, 3)
    grid.cell(1, 0).merge(grid.cell(1, 1))


def comments(document, dice):
    paragraph = document.add_paragraph("Four libraries ")
    run = paragraph.add_run("would open")
    paragraph.add_run(" on Sundays.")
    document.add_comment(run, text="Is it lawful?", author="A Reviewer", initials="AR")


def controls(document, dice):
    body = document.element.body
    text = (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="a"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>In a control.'
        "</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    body.insert(0, parse_xml(text))
    document.add_paragraph("After it.")


def tracked(document, dice):
    paragraph = document.add_paragraph("At ")
    mark = 'w:id="1" w:author="A Reviewer" w:date="2026-04-01T10:00:00Z"'
    for tag, run in (("del", "<w:delText>£99</w:delText>"), ("ins", "<w:t>£84</w:t>")):
        paragraph._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} {mark}><w:r>{run}</w:r></w:{tag}>'))
    paragraph.add_run(" a year.")


def hidden(document, dice):
    paragraph = document.add_paragraph("Seen. ")
    paragraph.add_run("Not seen. ").font.hidden = True
    paragraph.add_run("Seen again.")


def numbered_headings(document, dice):
    number = defined_list(document, [("decimal", "%1."), ("decimal", "%1.%2")])
    for level, style in ((0, "Heading 1"), (1, "Normal"), (1, "Normal"), (0, "Heading 1"), (1, "Normal")):
        in_list(styled(document, style, words(dice, 4)), number, level)


def frames(document, dice):
    grid = document.add_table(rows=1, cols=1, style="Table Grid")
    grid.cell(0, 0).text = "Recommended: that it be agreed."
    document.add_paragraph(words(dice, 4))


KINDS = [
    headings, custom_heading, bullets, restarts, levels, letters, looks, links, fields, breaks, tables, plain_table,
    merged, comments, controls, tracked, hidden, numbered_headings, frames,
]
MIXED = [headings, bullets, restarts, levels, looks, links, fields, breaks, tables, comments, hidden]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for at, kind in enumerate(KINDS):
        document = docx.Document()
        kind(document, random.Random(at))
        document.save(folder / f"{kind.__name__}.docx")
    for seed in range(100, 112):
        dice = random.Random(seed)
        document = docx.Document()
        for kind in dice.sample(MIXED, 5):
            kind(document, dice)
            document.add_paragraph(words(dice, 9))
        document.save(folder / f"mixed-{seed}.docx")


main(Path(sys.argv[1]))
