#!/usr/bin/env python3
"""Makes the supplied papers that the binder's tests bind: small PDFs, as different programs write them.

Run it with the folder to write to, and optionally the names of the papers to make:

    apt-get install -y --no-install-recommends libreoffice-writer-nogui chromium qpdf \\
        fonts-liberation libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    pip install typst==0.15.2 weasyprint==70.0 python-docx==1.2.0 reportlab==5.1.0 \\
        pikepdf==10.17.0 pillow==13.0.0
    python3 papers.py OUT [NAME ...]

A program that is missing costs only its own paper, and is said on standard error. The council,
its officers and its business are invented, and all addresses are under example.gov.uk. Dates are
fixed, so typst, WeasyPrint, reportlab and pikepdf write the same bytes each time; LibreOffice and
Chromium put in the time and an identifier of their own.

What each paper has that a binder can lose, or trip over, is in the comment above its function.
`DESTINATIONS` are the names that nearly every paper uses for its headings: they collide on purpose.
"""

import datetime
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

MOMENT = datetime.datetime(2026, 3, 2, 9, 0, 0, tzinfo=datetime.timezone.utc)
DESTINATIONS = ["introduction", "finance", "recommendations"]
LIBERATION = Path("/usr/share/fonts/truetype/liberation")


class Missing(Exception):
    """A program or font that this machine lacks."""


# ---------------------------------------------------------------------------------------------
# typst-a.pdf, typst-b.pdf: PDF/UA-1 and PDF/A-2a. They share their label names (so named
# destinations collide), their note and table cell IDs (`Note 1`, `U1x0y0`), and their structure
# types. Both map the type `Standard` by RoleMap, and differently: A to P, B to Span.

TYPST_HEAD = r"""
#set document(title: [TITLE], author: "OFFICER", date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 10.5pt)
#set page(paper: "a4", margin: 24mm, numbering: "1", footer: context align(center, text(9pt)[
  Wendleshire County Council, page #counter(page).display()]))
#set par(justify: false, spacing: 0.9em)
#set table(stroke: 0.5pt, inset: 5pt)
#set heading(numbering: "1.")
#show table.cell.where(y: 0): strong
#text(11pt)[Wendleshire County Council · BODY, 12 March 2026]
#title()
Report of: OFFICER · Contact: #link("mailto:EMAIL", "EMAIL")
"""

TYPST_A = r"""
#outline(depth: 2)

= Introduction <introduction>

The bridge at Nether Wendle carries Mill Road over the river Wendle. It was last strengthened in
1974. The principal inspection of October 2025 found three faults that will not wait for the next
planned closure#footnote[The inspection report is a background paper and may be seen at County
Hall on any working day.]; they are listed in @faults, and what they would cost is in @finance.

- Faults in the deck
  - water has reached the reinforcement under the north footway
  - two of the six expansion joints have failed
    - the joint at pier 2 is held by a temporary plate
- Faults below the water line
  + scour at the foot of pier 3
  + a void behind the east abutment, about 0.4 cubic metres

#figure(
  table(
    columns: (1fr, auto, auto),
    table.header([Fault], [Severity], [Repair by]),
    [Reinforcement, north footway], [4], [June 2026],
    [Expansion joints], [3], [September 2026],
    [Scour at pier 3#footnote[Divers could reach only the upstream face.]], [5], [May 2026],
  ),
  caption: [Faults found in October 2025],
) <faults>

= Finance <finance>

The work is estimated at £418,000. The maintenance grant for 2026/27 has £450,000 set aside for
structures that fail inspection, so no new borrowing is needed. The estimate is made up as follows.

#table(
  columns: (1fr, auto, auto),
  align: (left, right, right),
  table.header([Work], [2026/27], [2027/28]),
  [Deck and joints], [£236,000], [£12,000],
  [Underwater work], [£121,000], [£9,000],
  [Traffic management], [£40,000], [–],
)

== Risks

If the river is high in May the divers cannot work, and the scour repair moves to September. A
weight limit of 7.5 tonnes would then apply from 1 June, with a diversion of eleven miles for
lorries. The bus operator has been told.

#figure(
  curve(
    stroke: 1pt,
    curve.move((0mm, 16mm)), curve.line((30mm, 16mm)),
    curve.cubic((45mm, 0mm), (75mm, 0mm), (90mm, 16mm)), curve.line((120mm, 16mm)),
  ),
  alt: "Side view of the bridge: a level approach on each side and one shallow arch between them",
  caption: [The bridge from downstream],
) <arch>

= Recommendations <recommendations>

The Cabinet Highways Committee is asked to:

+ approve the repairs set out in @introduction;
+ let the Director of Place award the contract, if it is within the sum in @finance; and
+ note that @arch is not to scale.

The county's standards are at #link("https://www.wendleshire.example.gov.uk/structures")[the
structures page].
"""

TYPST_B = r"""
= Introduction <introduction>

Eleven libraries open on fewer than four days a week. In the autumn the Council asked residents
which hours they would use#footnote[1,904 replies, of which 312 were on paper.]. This report
proposes hours that follow what they said, within the present budget. _Standard hours_ in this
report means 10 am to 5 pm.

= Proposed hours <proposed>

#figure(
  table(
    columns: (auto, 1fr, auto),
    table.header([Library], [Open], [Hours a week]),
    [Wendle Magna], [Monday to Saturday, *standard hours*], [42],
    [Thornwick], [Tuesday, Thursday, Saturday], [19],
    [Nether Wendle], [Monday and Friday; Wednesday evening#footnote[5 pm to 8 pm, with staff from
      the learning service.]], [16],
  ),
  caption: [Hours from 1 June 2026],
) <hours>

- Libraries that gain hours
  - Thornwick, two hours
  - Nether Wendle, three hours, of which
    - one from volunteers
    - two from the learning service
- Libraries whose hours stay as they are

= Finance <finance>

#table(
  columns: (1fr, auto, auto, auto),
  align: (left, right, right, right),
  table.header([Line], [2025/26], [2026/27], [Change]),
  [Staff], [£1,204,000], [£1,197,000], [−£7,000],
  [Premises], [£388,000], [£391,000], [+£3,000],
  [Stock], [£262,000], [£262,000], [–],
)

The saving on staff comes from two posts that are vacant. See @hours for what it buys, and
@introduction for what was asked.

= Recommendations <recommendations>

The Cabinet is asked to agree the hours in @hours from 1 June 2026, and to review them a year
later. The full results are on #link("https://www.wendleshire.example.gov.uk/libraries/hours")[the
libraries page].
"""


def typst_head(title, body, officer, email):
    values = {"TITLE": title, "BODY": body, "OFFICER": officer, "EMAIL": email}
    return re.sub("|".join(values), lambda found: values[found.group()], TYPST_HEAD)


def typst_pdf(source, standards=("ua-1", "a-2a")):
    """Returns the PDF of a typst source, made with typst's own fonts and nothing from this machine."""
    try:
        import typst
    except ImportError as error:
        raise Missing("typst") from error
    return typst.compile(source.encode(), format="pdf", pdf_standards=list(standards),
                         ignore_system_fonts=True, timestamp=MOMENT)


def with_standard(data, target, wanted):
    """Renames the first elements that `wanted` picks to the type `Standard`, mapped to `target`."""
    import pikepdf
    pdf = pikepdf.open(io.BytesIO(data))
    root = pdf.Root.StructTreeRoot
    if "/RoleMap" not in root:
        root.RoleMap = pikepdf.Dictionary()
    root.RoleMap["/Standard"] = pikepdf.Name(target)
    found = [element for element in elements(pdf) if element.S in wanted][:3]
    for element in found:
        element.S = pikepdf.Name("/Standard")
    assert found, f"nothing in the document has one of the types {wanted}"
    return saved(pdf)


def typst_a(out):
    head = typst_head("Repairs to Nether Wendle Bridge", "Cabinet Highways Committee",
                      "Tamsin Oakshott, Head of Structures",
                      "tamsin.oakshott@wendleshire.example.gov.uk")
    out("typst-a.pdf", with_standard(typst_pdf(head + TYPST_A), "/P", ["/P"]))


def typst_b(out):
    head = typst_head("Library opening hours from June 2026", "Cabinet",
                      "Idris Penhale, Head of Libraries",
                      "idris.penhale@wendleshire.example.gov.uk")
    out("typst-b.pdf", with_standard(typst_pdf(head + TYPST_B), "/Span", ["/Em", "/Strong"]))


# ---------------------------------------------------------------------------------------------
# map-a3-landscape.pdf: one A3 page lying on its side, nearly all of it a drawing.

MAP = r"""
#set document(title: [Thornwick traffic order: plan], author: "Lowri Castellan",
  date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 14pt)
#set page(paper: "a3", flipped: true, margin: 18mm)
= Thornwick traffic order: plan of the roads affected <plan>
#let road(colour, width, ..points) = place(curve(stroke: (paint: colour, thickness: width,
  cap: "round"), ..points))
#let name(x, y, body) = place(dx: x, dy: y, text(11pt, body))
#figure(
  block(width: 384mm, height: 205mm, stroke: 0.5pt, {
    place(curve(fill: rgb("#cfe3f1"), curve.move((0mm, 150mm)),
      curve.cubic((90mm, 120mm), (150mm, 190mm), (384mm, 140mm)), curve.line((384mm, 158mm)),
      curve.cubic((150mm, 208mm), (90mm, 138mm), (0mm, 168mm)), curve.close()))
    place(dx: 214mm, dy: 52mm, rect(width: 60mm, height: 38mm, fill: rgb("#d9ead3")))
    road(luma(60%), 3mm, curve.move((10mm, 40mm)), curve.line((374mm, 62mm)))
    road(luma(60%), 3mm, curve.move((120mm, 0mm)), curve.line((140mm, 205mm)))
    road(rgb("#c00000"), 4mm, curve.move((126mm, 48mm)), curve.line((207mm, 52mm)))
    road(luma(60%), 2mm, curve.move((200mm, 52mm)), curve.line((190mm, 120mm)),
      curve.line((134mm, 116mm)))
    name(20mm, 30mm)[Castle Street]
    name(146mm, 38mm)[Market Place (loading only, 8 am to 6 pm)]
    name(224mm, 68mm)[Recreation ground]
    name(250mm, 148mm)[River Wendle]
    name(145mm, 122mm)[Tanners Row]
  }),
  alt: "Plan of Thornwick. Castle Street runs from west to east and Bridge Road from north to
    south across the river Wendle. The part of Castle Street called Market Place, from Bridge Road
    to Tanners Row, is shown in red: there, only loading is allowed, from 8 am to 6 pm.",
  caption: [Roads in the order. Red: loading only. Not to scale.],
)
"""


def map_a3(out):
    out("map-a3-landscape.pdf", typst_pdf(MAP))


# ---------------------------------------------------------------------------------------------
# appendix-exempt.pdf: every place where a paper's words can leak out of a Part II appendix has a
# canary of its own: CANARY-EXEMPT- and TITLE, HEADING, TEXT, TABLE, NOTE, ALT, LINK, NAME (of a
# destination), AUTHOR, KEYWORD, DESCRIPTION, and, put in afterwards, BOOKMARK, INFO, XMP, LABEL (of
# its page) and FIELD (a private key of the catalog). Tests look for `CANARY-EXEMPT` in the pack's
# decompressed objects and in its text.

EXEMPT = r"""
#set document(title: [CANARY-EXEMPT-TITLE Appendix B: evaluated prices],
  author: "CANARY-EXEMPT-AUTHOR Lowri Castellan", keywords: ("CANARY-EXEMPT-KEYWORD",),
  description: "CANARY-EXEMPT-DESCRIPTION prices tendered",
  date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 10.5pt, hyphenate: false)
#set page(paper: "a4", margin: 24mm)
#show regex("CANARY-EXEMPT-[A-Z]+"): it => box(it)
#title()
= CANARY-EXEMPT-HEADING Prices <CANARY-EXEMPT-NAME>
Not for publication under paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972.
CANARY-EXEMPT-TEXT Three firms tendered for home care in the Thornwick area#footnote[
CANARY-EXEMPT-NOTE Prices are for an hour on a weekday.]. Their prices are held at
#link("https://intranet.example.gov.uk/CANARY-EXEMPT-LINK")[the procurement register].
#table(
  columns: (1fr, auto),
  table.header([Firm], [Price an hour]),
  [CANARY-EXEMPT-TABLE Firm A], [£21.40],
  [Firm B], [£22.15],
)
#figure(
  grid(columns: 2, gutter: 4mm, rect(width: 42.8mm, height: 6mm, fill: luma(70%)),
    rect(width: 44.3mm, height: 6mm, fill: luma(40%))),
  alt: "CANARY-EXEMPT-ALT Two bars: firm B is a little dearer than firm A",
  caption: [Prices side by side],
)
"""


def appendix_exempt(out):
    import pikepdf
    pdf = pikepdf.open(io.BytesIO(typst_pdf(EXEMPT)))
    pdf.Root.Outlines.First.Title = pikepdf.String("CANARY-EXEMPT-BOOKMARK Prices")
    pdf.Root.PageLabels = pikepdf.Dictionary(
        Nums=[0, pikepdf.Dictionary(P=pikepdf.String("CANARY-EXEMPT-LABEL "), S=pikepdf.Name.D)])
    pdf.Root.WendlePieces = pikepdf.String("CANARY-EXEMPT-FIELD")
    pdf.docinfo["/Reference"] = "CANARY-EXEMPT-INFO"
    packet = pdf.Root.Metadata.read_bytes()
    end = b"</rdf:Description>"
    assert end in packet
    label = b"<xmp:Label>CANARY-EXEMPT-XMP</xmp:Label>"
    pdf.Root.Metadata.write(packet.replace(end, label + end, 1))
    out("appendix-exempt.pdf", saved(pdf))


# ---------------------------------------------------------------------------------------------
# rotated.pdf: six tagged pages, all read upright on a screen. 1: no /Rotate. 2: /Rotate 90 on a
# portrait sheet (a wide table). 3: /Rotate 180. 4: /Rotate 270 on a landscape sheet. 5: a CropBox
# away from the MediaBox's corner, which is itself not at 0 0. 6: /UserUnit 2, so a sheet of A6
# that is shown as A4. Stamps must land in the displayed foot margin of each.

ROTATED = r"""
#set document(title: [Road schemes: drawings and schedules], author: "Tamsin Oakshott",
  date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 10.5pt)
#set table(stroke: 0.5pt, inset: 5pt)
#set page(margin: 0mm)
#let sheet(width, height, turn, body) = page(
  width: if calc.rem(turn, 180) == 0 { width } else { height },
  height: if calc.rem(turn, 180) == 0 { height } else { width },
  // A page shown turned clockwise holds its contents turned the other way.
  rotate(-turn * 1deg, reflow: true, block(width: width, height: height, inset: 28mm, body)))
#sheet(210mm, 297mm, 0)[
  = Sheet 1: upright <introduction>
  This bundle has the drawings and schedules for the four schemes in the report. Sheet 2 is a wide
  schedule, scanned sideways; sheets 3 and 4 came off the plotter turned. See also
  #link(<finance>)[the schedule of costs] and #link(<small>)[the last sheet].
]
#sheet(297mm, 210mm, 90)[
  = Sheet 2: schedule of costs, turned by 90 degrees <finance>
  #table(
    columns: (1fr, auto, auto, auto, auto, auto),
    table.header([Scheme], [Length], [2025/26], [2026/27], [2027/28], [Total]),
    [Castle Street crossing], [40 m], [£12,000], [£68,000], [–], [£80,000],
    [Thornwick footway], [620 m], [£9,000], [£141,000], [£30,000], [£180,000],
    [Mill Lane kerbs], [210 m], [–], [£33,000], [–], [£33,000],
  )
  Back to #link(<introduction>)[sheet 1].
]
#sheet(210mm, 297mm, 180)[
  = Sheet 3: turned by 180 degrees
  The footway at Thornwick is widened to 1.8 metres on the north side. Two lamp columns move.
]
#sheet(210mm, 297mm, 270)[
  = Sheet 4: turned by 270 degrees
  Kerbs in Mill Lane are lowered at five places, shown to the county surveyor on site in January.
]
#sheet(210mm, 297mm, 0)[
  = Sheet 5: cropped
  The printer's marks of this sheet lie outside its crop box and are not to be shown.
]
#sheet(105mm, 148.5mm, 0)[
  #set text(size: 5.25pt)
  = Sheet 6: in units of two points <small>
  This sheet is A4 when its unit is heeded, and A6 when it is not.
]
"""


def rotated(out):
    import pikepdf
    pdf = pikepdf.open(io.BytesIO(typst_pdf(ROTATED)))
    assert len(pdf.pages) == 6
    for page, turn in zip(pdf.pages, [0, 90, 180, 270]):
        page.obj.Rotate = turn
    cropped, small = pdf.pages[4].obj, pdf.pages[5].obj
    cropped.MediaBox = [-20, -10, 600, 850]
    cropped.CropBox = [50, 60, 545, 780]
    # Drawn first, and outside the crop box: what a binder shows of the sheet must not grow.
    marks = b"/Artifact BMC q 0.5 w -10 40 m 40 40 l S 30 -5 m 30 50 l S 560 800 m 590 800 l S Q EMC\n"
    cropped.Contents = pdf.make_stream(marks + pdf.pages[4].Contents.read_bytes())
    small.UserUnit = 2
    out("rotated.pdf", saved(pdf))


# ---------------------------------------------------------------------------------------------
# messy-catalog.pdf: a good report to which everything is added that a pack must not carry over
# (JavaScript, actions, a launched program, embedded files, review notes), and everything that is
# legal, and rare in tagged files: attributes through a ClassMap, a RoleMap that disagrees with
# typst-b's, marked content inside a form XObject, negative keys in the ParentTree and no
# ParentTreeNextKey, page attributes inherited from a nested page tree, layers, page labels in
# Roman figures, article threads.

MESSY = r"""
= Introduction <introduction>
Parking charges on the sea front at Wendlesmouth were last changed in 2019. This report proposes
new ones from 1 April 2026. The present charges are on
#link("https://www.wendleshire.example.gov.uk/parking")[the parking page]; the tool that worked
out the new ones is #link("https://www.wendleshire.example.gov.uk/launch")[on the shared drive].
#pagebreak()
= Charges <charges>
#table(
  columns: (1fr, auto, auto),
  table.header([Stay], [Now], [Proposed]),
  [One hour], [£1.20], [£1.50],
  [Two hours], [£2.00], [£2.60],
  [All day#footnote[Until 10 pm.]], [£6.00], [£7.50],
)
- Blue badge holders pay nothing
  - anywhere in the county
- Residents keep their permits
#pagebreak()
= Finance <finance>
At present use the charges bring in £212,000 more in a full year. The money is spent on the
promenade, as @charges and the budget of February 2026 assume.
= Recommendations <recommendations>
The Cabinet Highways Committee is asked to agree the charges in @charges.
"""


def messy_catalog(out):
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String
    head = typst_head("Parking charges at Wendlesmouth", "Cabinet Highways Committee",
                      "Lowri Castellan, Traffic Manager",
                      "lowri.castellan@wendleshire.example.gov.uk")
    pdf = pikepdf.open(io.BytesIO(typst_pdf(head + MESSY)))
    first, second, third = (page.obj for page in pdf.pages)
    root, tree = pdf.Root, pdf.Root.StructTreeRoot

    def script(text):
        return Dictionary(S=Name.JavaScript, JS=String(text))

    # What runs.
    root.OpenAction = script("app.alert('Wendleshire');")
    root.AA = Dictionary(WC=script("this.dirty = false;"))
    first.AA = Dictionary(O=script("this.zoom = 100;"))
    launch = next(note for note in first.Annots if str(note.A.get("/URI", "")).endswith("launch"))
    launch.A = Dictionary(S=Name.Launch, F=String("charges.exe"))
    table = pdf.make_stream(b"stay,now,proposed\n1,1.20,1.50\n", Type=Name.EmbeddedFile)
    table.Subtype = Name("/text/csv")
    attached = Dictionary(Type=Name.Filespec, F="charges.csv", UF="charges.csv",
                          Desc=String("the charges as data"), EF=Dictionary(F=table))
    names = root.Names if "/Names" in root else Dictionary()
    names.EmbeddedFiles = Dictionary(Names=[String("charges.csv"), pdf.make_indirect(attached)])
    names.JavaScript = Dictionary(Names=[String("start"), script("var charges = 3;")])
    root.Names = names
    root.AF = Array([names.EmbeddedFiles.Names[1]])

    # What reviewers left: a note with its pop-up (each points to the other), and a highlight.
    note = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[520, 700, 540, 720], P=first, F=28,
        Contents=String("LC: check these with finance before we publish"), T=String("L Castellan")))
    popup = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Popup, Rect=[400, 600, 520, 700], P=first, Parent=note))
    note.Popup = popup
    highlight = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Highlight, Rect=[70, 560, 300, 575], P=first, F=4,
        QuadPoints=[70, 575, 300, 575, 70, 560, 300, 560], C=[1, 1, 0],
        Contents=String("is this still so?")))
    for annotation in (note, popup, highlight):
        first.Annots.append(annotation)

    # A layer, off when printed, that holds a grey bar behind the text of page 3.
    layer = pdf.make_indirect(Dictionary(
        Type=Name.OCG, Name=String("Draft"),
        Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF))))
    root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(Name=String("Layers"), Order=[layer],
                                                              ON=[layer]))
    third.Resources.Properties = Dictionary(MC0=layer)
    bar = b"/OC /MC0 BDC /Artifact BMC q 0.9 g 20 300 12 240 re f Q EMC EMC\n"
    third.Contents = pdf.make_stream(bar + pdf.pages[2].Contents.read_bytes())

    # Page labels i, ii, then A-1; one article that runs over pages 1 and 3.
    root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r),
                                       2, Dictionary(S=Name.D, P=String("A-"))])
    thread = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String("Charges"))))
    beads = [pdf.make_indirect(Dictionary(Type=Name.Bead, T=thread, P=page, R=[60, 80, 530, 780]))
             for page in (first, third)]
    for bead, other in (beads, beads[::-1]):
        bead.N, bead.V = other, other
    thread.F = beads[0]
    root.Threads = Array([thread])
    first.B, third.B = Array([beads[0]]), Array([beads[1]])

    # Tags. Attributes of two cells move to the ClassMap; some paragraphs get the type `Standard`.
    tree.ClassMap = Dictionary()
    cells = [cell for cell in elements(pdf) if cell.S == Name.TD and has_headers(cell)][:2]
    for number, cell in enumerate(cells):
        attributes = cell.A if isinstance(cell.A, Array) else Array([cell.A])
        # A class may be one attribute object or an array of them: one of each here.
        tree.ClassMap[f"/Cell{number}"] = attributes if number else attributes[0]
        rest = Array(list(attributes)[1:])
        cell.C = Name(f"/Cell{number}")
        del cell.A
        if number == 0 and len(rest):
            cell.A = rest
    assert len(cells) == 2
    if "/RoleMap" not in tree:
        tree.RoleMap = Dictionary()
    tree.RoleMap["/Standard"] = Name.P
    for paragraph in [e for e in elements(pdf) if e.S == Name.P][-2:]:
        paragraph.S = Name("/Standard")

    # All that page 2 shows moves into a form XObject, and its marked content with it: the elements
    # then point to the stream, and the stream has the key in the ParentTree that the page had.
    form = pdf.make_stream(pdf.pages[1].Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form,
                           BBox=second.MediaBox, Resources=second.Resources,
                           StructParents=second.StructParents)
    del second.StructParents
    second.Resources = Dictionary(XObject=Dictionary(Fx0=form))
    second.Contents = pdf.make_stream(b"q /Fx0 Do Q\n")
    moved = 0
    for element in elements(pdf):
        kids = element.get("/K")
        if kids is None:
            continue
        kids = list(kids) if isinstance(kids, Array) else [kids]
        for number, kid in enumerate(kids):
            if isinstance(kid, int) and element.Pg.objgen == second.objgen:
                kid = Dictionary(Type=Name.MCR, Pg=second, MCID=kid)
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                if kid.get("/Pg", element.get("/Pg")).objgen == second.objgen:
                    kid.Pg, kid.Stm = second, form
                    kids[number] = kid
                    moved += 1
        element.K = Array(kids)
    assert moved > 10

    # Keys of the ParentTree become negative: k turns into k - 40. No ParentTreeNextKey.
    def flat(node):
        if "/Kids" in node:
            return [pair for kid in node.Kids for pair in flat(kid)]
        return list(zip(node.Nums[::2], list(node.Nums)[1::2]))
    pairs = sorted(((int(key) - 40, value) for key, value in flat(tree.ParentTree)),
                   key=lambda pair: pair[0])
    tree.ParentTree = Dictionary(Nums=[thing for pair in pairs for thing in pair])
    for holder in (first, third, form):
        holder.StructParents -= 40
    for annotation in first.Annots:
        if "/StructParent" in annotation:
            annotation.StructParent -= 40
    for page in (second, third):
        for annotation in page.get("/Annots", []):
            if "/StructParent" in annotation:
                annotation.StructParent -= 40
    if "/ParentTreeNextKey" in tree:
        del tree.ParentTreeNextKey

    # Pages 2 and 3 hang from a node of their own and inherit their size; all inherit a turn of 0.
    root.MarkInfo.Suspects = True
    inner = pdf.make_indirect(Dictionary(
        Type=Name.Pages, Parent=root.Pages, Count=2, Kids=[second, third],
        MediaBox=second.MediaBox))
    for page in (second, third):
        del page.MediaBox
        page.Parent = inner
    root.Pages.Kids = Array([first, inner])
    root.Pages.Rotate = 0
    out("messy-catalog.pdf", saved(pdf))


def has_headers(cell):
    import pikepdf
    attributes = cell.get("/A", pikepdf.Array())
    listed = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return any(isinstance(one, pikepdf.Dictionary) and "/Headers" in one for one in listed)


# ---------------------------------------------------------------------------------------------
# weasyprint-tagged.pdf: PDF/UA-1 from HTML, with a small form.

WEASY = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Travel to school: consultation on walking routes</title>
<meta name="author" content="Idris Penhale">
<style>
@page { size: A4; margin: 24mm; @bottom-center { content: counter(page); } }
@font-face { font-family: Typed; src: url(typed.ttf) }
body { font: 10.5pt/1.4 "Liberation Sans", sans-serif; }
input { font-family: Typed }
table { border-collapse: collapse; width: 100% }
td, th { border: 0.5pt solid #444; padding: 3pt 5pt; text-align: left }
</style>
</head>
<body>
<h1>Travel to school: consultation on walking routes</h1>
<p>Wendleshire County Council · Cabinet, 12 March 2026</p>
<nav><ul>
<li><a href="#introduction" title="Introduction, on page 1">Introduction</a></li>
<li><a href="#finance" title="Finance, on page 2">Finance</a></li>
<li><a href="#recommendations" title="Recommendations, on page 2">Recommendations</a></li>
</ul></nav>
<h2 id="introduction">Introduction</h2>
<p>The Council must provide transport where there is no safe walking route to the nearest suitable
school. Nine routes were walked again in January 2026 with head teachers, and six of them are now
thought to be safe. The rules are on <a href="https://www.wendleshire.example.gov.uk/school-travel"
title="School travel policy">the school travel page</a>.</p>
<table>
<caption>Routes walked in January 2026</caption>
<thead><tr><th scope="col">Route</th><th scope="col">Pupils</th><th scope="col">Finding</th></tr></thead>
<tbody>
<tr><th scope="row">Thornwick to Castle School</th><td>41</td><td>Safe since the crossing was built</td></tr>
<tr><th scope="row">Mill Lane to Nether Wendle Primary</th><td>12</td><td>Not safe: no footway</td></tr>
<tr><th scope="row">Wendlesmouth to St Hild’s</th><td>27</td><td>Safe in daylight</td></tr>
</tbody>
</table>
<ul><li>What was looked at
<ul><li>width of the footway</li><li>traffic between 8 and 9 am</li></ul></li>
<li>What was not: the weather</li></ul>
<h2 id="finance" style="break-before: page">Finance</h2>
<p>Ending transport on the six routes would save £148,000 in a full year, and £86,000 in 2026/27.
Parents of the 103 pupils would have a term’s notice, as <a href="#introduction"
title="Introduction, on page 1">the introduction</a> explains.</p>
<h2 id="recommendations">Recommendations</h2>
<ol><li>That parents be consulted until 30 April 2026.</li><li>That the form below be used.</li></ol>
<form>
<p><label for="name">Name of pupil</label> <input type="text" id="name" name="name" title="Name of pupil"></p>
<p><input type="checkbox" id="agree" name="agree" title="I agree with the finding">
<label for="agree">I agree with the finding for our route</label></p>
</form>
</body>
</html>
"""


def weasyprint_tagged(out):
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise Missing("weasyprint") from error
    from fontTools import subset
    with tempfile.TemporaryDirectory() as work:
        # The font of a text field is embedded whole, so it gets one that has only a keyboard's letters.
        subset.main([str(LIBERATION / "LiberationSans-Regular.ttf"), "--unicodes=U+20-7E",
                     "--no-hinting", f"--output-file={work}/typed.ttf"])
        page = weasyprint.HTML(string=WEASY, base_url=f"{work}/")
        out("weasyprint-tagged.pdf", page.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=True))


# ---------------------------------------------------------------------------------------------
# chromium-tagged.pdf: what a browser prints. Tagged, with bookmarks; neither PDF/UA nor PDF/A.

CHROMIUM = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Flood plan: review of 2025</title>
<style>body { font: 11pt/1.4 "Liberation Sans", sans-serif } td, th { border: 1px solid #444;
padding: 3px 6px } table { border-collapse: collapse } h2.new { break-before: page }</style>
</head>
<body>
<h1>Flood plan: review of 2025</h1>
<p>Wendleshire County Council · Cabinet, 12 March 2026. Report of Lowri Castellan.</p>
<h2 id="introduction">Introduction</h2>
<p>The river Wendle rose above its warning level on four days in 2025. Nobody was hurt. The
<a href="#recommendations">recommendations</a> follow from a day’s exercise in November; the plan
itself is on <a href="https://www.wendleshire.example.gov.uk/floods">the floods page</a>.</p>
<ul><li>Places that flooded<ul><li>Tanners Row</li><li>Mill Lane</li></ul></li></ul>
<table><thead><tr><th scope="col">Day</th><th scope="col">Level</th></tr></thead>
<tbody><tr><td>9 January</td><td>3.10 m</td></tr><tr><td>27 October</td><td>3.42 m</td></tr></tbody></table>
<svg role="img" aria-label="Line of the river's level, highest on 27 October" width="300" height="60">
<polyline points="0,50 60,20 120,48 200,45 240,8 300,40" fill="none" stroke="#036" stroke-width="2"/></svg>
<h2 id="recommendations" class="new">Recommendations</h2>
<ol><li>Note the review.</li><li>Agree the plan for 2026.</li></ol>
</body>
</html>
"""


def chromium_tagged(out):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise Missing("chromium")
    with tempfile.TemporaryDirectory() as work:
        page, made = Path(work, "flood-plan.html"), Path(work, "made.pdf")
        page.write_text(CHROMIUM, encoding="utf-8")
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu",
                        f"--user-data-dir={work}/profile", "--no-pdf-header-footer",
                        "--generate-pdf-document-outline", f"--print-to-pdf={made}",
                        page.as_uri()], check=True, capture_output=True, timeout=120)
        out("chromium-tagged.pdf", made.read_bytes())


# ---------------------------------------------------------------------------------------------
# libreoffice-tagged.pdf and libreoffice-footnote.pdf, from report.docx without and with its
# footnote: PDF/UA-1 and PDF/A-2b as LibreOffice claims them. Neither is PDF/A-2b, because the XMP
# lacks a schema for `pdfuaid`, which a binder's own XMP puts right. The footnote costs PDF/UA-1 too:
# its Note has no ID, and its link back is untagged. Both have /Tabs (S), a string where a name
# should be, which is the one fault against PDF/UA-1 that is left in libreoffice-tagged.pdf.

EXPORT = {
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}
FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    '<w:continuationSeparator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    '<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Wendleshire Tenants’ Panel, letter of '
    '6 February 2026.</w:t></w:r></w:p></w:footnote></w:footnotes>')


def report_docx(footnoted):
    """Returns a report as an officer types it in Word: styles, table of contents, footnote."""
    try:
        import docx
    except ImportError as error:
        raise Missing("python-docx") from error
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)
    about = document.core_properties
    about.title, about.author = "Damp and mould in council homes", "Tamsin Oakshott"
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = MOMENT.replace(tzinfo=None)
    styles = document.styles
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in list(fonts.attrib):
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "Liberation Sans")
    styles["Normal"].font.size = Pt(10.5)
    # LibreOffice would draw the rule under the title as content without a tag.
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    # LibreOffice makes no link of a hyperlink without this style, which Word always gives it.
    hyperlink = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    hyperlink.font.underline, hyperlink.font.color.rgb = True, RGBColor(5, 99, 193)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")

    def element(tag, **attributes):
        made = OxmlElement(tag)
        for key, value in attributes.items():
            made.set(qn(f"w:{key}"), value)
        return made

    def run(text):
        made = element("w:r")
        made.append(element("w:t"))
        made[0].text = text
        made[0].set(qn("xml:space"), "preserve")
        return made

    def field(paragraph, kind):
        mark = element("w:r")
        mark.append(element("w:fldChar", fldCharType=kind))
        paragraph.append(mark)

    def link(text, anchor=None, url=None):
        made = element("w:hyperlink")
        if anchor:
            made.set(qn("w:anchor"), anchor)
        else:
            made.set(qn("r:id"), document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK,
                                                         is_external=True))
        made.append(run(text))
        made[0].insert(0, element("w:rPr"))
        made[0][0].append(element("w:rStyle", val="Hyperlink"))
        return made

    def heading(text, level, bookmark, number):
        paragraph = document.add_heading(text, level)._p
        paragraph.insert(1, element("w:bookmarkStart", id=str(number), name=bookmark))
        paragraph.append(element("w:bookmarkEnd", id=str(number)))

    contents = [("Introduction", "introduction", 1), ("What tenants told us", "tenants", 1),
                ("Finance", "finance", 2), ("Recommendations", "recommendations", 2)]
    document.add_paragraph("Damp and mould in council homes", style="Title")
    document.add_paragraph("Wendleshire County Council · Cabinet, 12 March 2026 · "
                           "Report of Tamsin Oakshott")
    # The field of a table of contents, with the entries that Word would have put in it.
    for number, (text, bookmark, page) in enumerate(contents):
        paragraph = document.add_paragraph()._p
        if number == 0:
            field(paragraph, "begin")
            code = element("w:r")
            code.append(element("w:instrText"))
            code[0].text = ' TOC \\o "1-2" \\h '
            paragraph.append(code)
            field(paragraph, "separate")
        paragraph.append(link(f"{text}, page {page}", anchor=bookmark))
        if number == len(contents) - 1:
            field(paragraph, "end")

    heading("Introduction", 1, "introduction", 1)
    paragraph = document.add_paragraph("In 2025 the Council had 1,212 reports of damp in its 9,600 "
                                       "homes, a fifth more than the year before")._p
    if footnoted:
        footnote = run("")
        footnote.clear()
        footnote.append(element("w:rPr"))
        footnote[0].append(element("w:vertAlign", val="superscript"))
        footnote.append(element("w:footnoteReference", id="1"))
        paragraph.append(footnote)
    paragraph.append(run("."))
    paragraph.append(run(" What it will cost to answer them all is in "))
    paragraph.append(link("Finance", anchor="finance"))
    paragraph.append(run("; the standard is on "))
    paragraph.append(link("the repairs page", url="https://www.wendleshire.example.gov.uk/repairs"))
    paragraph.append(run("."))
    heading("What tenants told us", 2, "tenants", 2)
    document.add_paragraph("Time to answer", style="List Bullet")
    document.add_paragraph("first visit within ten days", style="List Bullet 2")
    document.add_paragraph("work begun within thirty", style="List Bullet 2")
    document.add_paragraph("Causes found", style="List Bullet")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    rows = [("Cause", "Homes", "Share"), ("Poor ventilation", "603", "50%"),
            ("Leaking roof or pipe", "388", "32%"), ("Not found", "221", "18%")]
    for row, texts in zip(table.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    picture = document.add_picture(io.BytesIO(bars([50, 32, 18])), width=Cm(8))
    picture._inline.docPr.set("descr", "Bar chart of the causes: poor ventilation 50 per cent, "
                                       "leaks 32, not found 18")
    document.add_page_break()
    heading("Finance", 1, "finance", 3)
    document.add_paragraph("Fans in 600 homes cost £312,000 and are paid for from the repairs "
                           "reserve. Roofs are already in the programme for 2026/27.")
    heading("Recommendations", 1, "recommendations", 4)
    for text in ("That the Cabinet agree the programme.", "That a report be made every quarter."):
        document.add_paragraph(text, style="List Number")

    if footnoted:
        notes = Part(PackURI("/word/footnotes.xml"),
                     "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
                     FOOTNOTES.encode(), document.part.package)
        document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    made = io.BytesIO()
    document.save(made)
    return plain_zip(made.getvalue())


def plain_zip(data):
    """Returns the archive with one date on all members, so that the same report is the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            # The preview picture of python-docx's own template, and nothing that refers to it.
            if "thumbnail" in name:
                continue
            part = old.read(name)
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", part)
            member = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            new.writestr(member, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def bars(shares):
    """Returns a small PNG of horizontal bars."""
    from PIL import Image, ImageDraw
    image = Image.new("L", (240, 90), 255)
    draw = ImageDraw.Draw(image)
    for number, share in enumerate(shares):
        draw.rectangle([4, 6 + 28 * number, 4 + 4 * share, 26 + 28 * number], fill=90)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def libreoffice(out):
    out("report.docx", report_docx(footnoted=True))
    soffice = shutil.which("soffice")
    if not soffice:
        raise Missing("soffice")
    with tempfile.TemporaryDirectory() as work:
        for name in ("tagged", "footnote"):
            Path(work, f"{name}.docx").write_bytes(report_docx(footnoted=name == "footnote"))
        subprocess.run([soffice, "--headless", f"-env:UserInstallation=file://{work}/profile",
                        "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(EXPORT)}",
                        "--outdir", work, f"{work}/tagged.docx", f"{work}/footnote.docx"],
                       check=True, capture_output=True, timeout=180)
        for name in ("tagged", "footnote"):
            out(f"libreoffice-{name}.pdf", Path(work, f"{name}.pdf").read_bytes())


# ---------------------------------------------------------------------------------------------
# untagged.pdf: four plain pages with bookmarks of two levels, links, one page
# of US Letter, and no tags. Its fonts are embedded, so it could be archived but not read aloud.

def untagged(out):
    try:
        from reportlab.lib.pagesizes import A4, letter
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen import canvas
    except ImportError as error:
        raise Missing("reportlab") from error
    if not LIBERATION.is_dir():
        raise Missing("fonts-liberation")
    pdfmetrics.registerFont(TTFont("Sans", LIBERATION / "LiberationSans-Regular.ttf"))
    sections = [
        ("introduction", "Introduction", A4, [
            "The Pension Fund was worth £1.94 billion on 31 December 2025, 2.1% more than three",
            "months before. The benchmark rose by 1.8%. This paper was made by the Fund’s adviser",
            "and is printed as it was received."]),
        ("managers", "Managers", A4, [
            "Two of the Fund’s five managers did better than their benchmark over the quarter.",
            "The property manager has been behind for six quarters and will be asked to attend."]),
        ("finance", "Fees", letter, [
            "Fees for the year are forecast at £6.2 million, of which £1.1 million depends on",
            "results. Fees are taken from the Fund and not from the Council’s own budget."]),
        ("recommendations", "Recommendations", A4, [
            "The Committee is asked to note the paper and to invite the property manager."]),
    ]
    made = io.BytesIO()
    page = canvas.Canvas(made, pagesize=A4, invariant=1, pageCompression=1, initialFontName="Sans")
    page.setTitle("Pension Fund: quarter to December 2025")
    page.setAuthor("Halcyon Ridge Advisers (invented)")
    for number, (name, title, size, lines) in enumerate(sections):
        page.setPageSize(size)
        height = size[1]
        page.bookmarkPage(name, fit="XYZ", left=0, top=height - 60, zoom=0)
        page.addOutlineEntry(title, name, level=min(number, 1))
        page.setFont("Sans", 16)
        page.drawString(70, height - 90, title)
        page.setFont("Sans", 10.5)
        for row, line in enumerate(lines):
            page.drawString(70, height - 120 - 16 * row, line)
        if number == 0:
            page.drawString(70, height - 200, "Go to the recommendations")
            page.linkAbsolute("", "recommendations", Rect=(68, height - 204, 200, height - 188))
            page.drawString(70, height - 230, "www.wendleshire.example.gov.uk/pensions")
            page.linkURL("https://www.wendleshire.example.gov.uk/pensions",
                         (68, height - 234, 290, height - 218))
        page.drawCentredString(size[0] / 2, 30, f"Quarter to December 2025: {number + 1}")
        page.showPage()
    page.save()
    out("untagged.pdf", made.getvalue())


# ---------------------------------------------------------------------------------------------
# scan.pdf: two pages that are only a grey picture of text, laid a little askew by the scanner.

SCAN = r"""
#set page(paper: "a4", margin: 28mm)
#set text(font: "Libertinus Serif", size: 13pt)
#set par(leading: 0.8em, spacing: 1.4em)
Thornwick Parish Council \ The Reading Room, Thornwick
#v(1em)
To the Clerk of the County Council
#v(1em)
2 February 2026
#v(1em)
*Speed limit in Mill Lane*

At its meeting in January the parish council resolved to ask for a limit of 20 miles an hour in
Mill Lane, from the school to the bridge. Forty-three residents came. Nobody spoke against.

We enclose the counts that volunteers made in November. In one week 5,210 vehicles went by, and
more than half of them faster than 30.

Yours sincerely

Hester Quillfeather, Chair
#pagebreak()
*Counts in Mill Lane, November 2025*

Monday 802 \ Tuesday 764 \ Wednesday 791 \ Thursday 779 \ Friday 881 \ Saturday 655 \ Sunday 538

Faster than 30 miles an hour: 2,704 \ Faster than 40 miles an hour: 96
"""


def scan(out):
    import pikepdf
    from PIL import Image, ImageFilter
    from pikepdf import Dictionary, Name
    try:
        import typst
    except ImportError as error:
        raise Missing("typst") from error
    rendered = typst.compile(SCAN.encode(), format="png", ppi=80, ignore_system_fonts=True)
    pdf = pikepdf.new()
    dice = random.Random(1972)
    for picture, lean in zip(rendered, (0.8, -0.5)):
        image = Image.open(io.BytesIO(picture)).convert("L")
        size = image.size
        image = image.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=245)
        image = image.filter(ImageFilter.GaussianBlur(0.4))
        noise = Image.frombytes("L", size, bytes(dice.randrange(236, 248) for _ in range(size[0] * size[1])))
        image = Image.composite(image, noise, image.point(lambda grey: 255 if grey < 225 else 0))
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=22, optimize=True, dpi=(80, 80))
        page = pdf.add_blank_page(page_size=(595.28, 841.89))
        stream = pdf.make_stream(
            jpeg.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=stream))
        page.obj.Contents = pdf.make_stream(b"q 595.28 0 0 841.89 0 0 cm /Im0 Do Q")
    pdf.docinfo["/Producer"] = "County Hall copier, first floor"
    pdf.docinfo["/CreationDate"] = MOMENT.strftime("D:%Y%m%d%H%M%SZ")
    out("scan.pdf", saved(pdf))


# ---------------------------------------------------------------------------------------------
# Helpers.

def elements(pdf):
    """Returns the structure elements of a PDF in the order of its tree."""
    import pikepdf

    def below(holder):
        kids = holder.get("/K")
        if kids is None:
            return
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)
    return list(below(pdf.Root.StructTreeRoot))


def saved(pdf):
    """Returns the bytes of a PDF that pikepdf changed, with the line ends that PDF/A wants."""
    made = io.BytesIO()
    import pikepdf
    pdf.save(made, deterministic_id=True, min_version="1.7",
             object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if not shutil.which("qpdf"):
        return made.getvalue()
    with tempfile.TemporaryDirectory() as work:
        old, new = Path(work, "old.pdf"), Path(work, "new.pdf")
        old.write_bytes(made.getvalue())
        subprocess.run(["qpdf", "--newline-before-endstream", "--deterministic-id",
                        "--object-streams=preserve", str(old), str(new)], check=True)
        return new.read_bytes()


PAPERS = {
    "libreoffice": libreoffice,
    "weasyprint-tagged": weasyprint_tagged,
    "chromium-tagged": chromium_tagged,
    "typst-a": typst_a,
    "typst-b": typst_b,
    "untagged": untagged,
    "scan": scan,
    "map-a3-landscape": map_a3,
    "rotated": rotated,
    "appendix-exempt": appendix_exempt,
    "messy-catalog": messy_catalog,
}


def main():
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(PAPERS):
        sys.exit(f"usage: papers.py OUT [{' | '.join(PAPERS)}]")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    # WeasyPrint and reportlab take the time from here.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(MOMENT.timestamp()))

    def out(name, data):
        (folder / name).write_bytes(data)
        print(f"{len(data):7}  {folder / name}")

    for name in sys.argv[2:] or PAPERS:
        try:
            PAPERS[name](out)
        except Missing as error:
            print(f"{name} is not made: {error} is missing", file=sys.stderr)


if __name__ == "__main__":
    main()
