"""Writes the supplied papers of the sample packs: the PDF files below data/documents.

Run it from anywhere, and optionally name the papers to write:

    apt-get install -y --no-install-recommends libreoffice-writer-nogui qpdf fonts-liberation
    pip install typst==0.15.2 python-docx==1.2.0 reportlab==5.1.0 pikepdf==10.17.0 pillow==13.0.0
    python3 tests/support/sample_papers.py [NAME ...]

Its output is the same bytes each time, but for what LibreOffice writes, which has the time and an
identifier of its own. The papers that are Djot texts (`.dj`) stand beside the PDF files and are
written by hand. What each paper exercises is in the comment above its source.

The council, its officers and everybody whom it deals with are invented; addresses are under
example.gov.uk, and telephone numbers are those set aside for drama.
"""

import datetime
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "data/documents"
LIBERATION = Path("/usr/share/fonts/truetype/liberation")
JANUARY = datetime.datetime(2026, 1, 5, 9, 0, 0, tzinfo=datetime.timezone.utc)
MARCH = datetime.datetime(2026, 3, 2, 9, 0, 0, tzinfo=datetime.timezone.utc)

# ---------------------------------------------------------------------------------------------
# The look of the reports that are made with Typst. They claim PDF/UA-1 and PDF/A-2a.

HEAD = r"""
#let report(title: "", author: "", day: 5, month: 1, to: "", contact: none, private: false,
  numbered: true, body) = {
  set document(title: title, author: author, date: datetime(year: 2026, month: month, day: day))
  set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 11pt, hyphenate: false)
  set page(paper: "a4", margin: (x: 24mm, top: 26mm, bottom: 28mm))
  set par(leading: 0.62em, spacing: 1em)
  set table(stroke: 0.5pt + luma(110), inset: (x: 5pt, y: 4pt))
  set heading(numbering: if numbered { "1." })
  set list(spacing: 0.8em)
  set enum(spacing: 0.8em)
  show heading.where(level: 1): set text(13pt)
  show heading.where(level: 1): set block(above: 1.5em, below: 0.8em)
  show heading.where(level: 2): set text(11pt)
  show table: set text(10pt)
  show table: set par(leading: 0.5em)
  show table.cell.where(y: 0): strong
  show figure: set block(above: 1.4em, below: 1.4em)
  show figure.where(kind: table): set figure.caption(position: top)
  show link: underline
  {
    set text(10pt)
    [Wendleshire County Council]
    parbreak()
    to
  }
  {
    show std.title: set text(17pt)
    std.title()
  }
  [Report by the #author]
  if contact != none { [. Contact: #contact] }
  parbreak()
  if private [*Not for publication*, by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local
    Government Act 1972.]
  parbreak()
  body
}
// Paragraphs that are cited by number: 3.5.
#let numbered = counter("paragraph")
#let para(body) = {
  numbered.step(level: 2)
  block(above: 1em, grid(columns: (11mm, 1fr), context numbered.display(), body))
}
#let section(body) = {
  numbered.step()
  heading(level: 1, body)
}
"""

# ---------------------------------------------------------------------------------------------
# cabinet-2026-01-13: a small pack, of which every paper is accessible.

HOME_CARE = r"""
#show: report.with(
  title: "Home care framework: award of contracts",
  author: "Director of Adults and Health",
  to: [Cabinet, 13 January 2026, item 5a. Key decision WE25/027],
  contact: [Esi Prendergast, Head of Commissioning, 01632 960214,
    #link("mailto:esi.prendergast@wendleshire.example.gov.uk")[esi.prendergast\@wendleshire.example.gov.uk]],
)

= Summary

About 2,900 people in Wendleshire are helped at home by a provider whom the Council pays. The
framework by which that help is bought ends on 31 March 2026. Forty-one providers applied for a place
on the next one and 23 met the standard. This report asks the Cabinet to award places to them and to
set one starting rate for all.

= Recommendations

The Cabinet is asked to:

+ award places on the framework to the 23 providers named in Appendix A, from 1 April 2026 for four
  years;
+ set the starting rate at £24.10 an hour; and
+ delegate to the Director of Adults and Health, in consultation with the Cabinet Member,
  #enum(numbering: "a)")[the admission of further providers each April, and][the yearly review of
  rates, within the approved budget.]

= Background <background>

Under the present framework each provider names its own price. The average is £22.95 an hour, and the
difference between the dearest and the cheapest is more than £6#footnote[Prices for an ordinary
weekday. Bank holidays and nights are paid at a rate and a half, and will be.]. Two providers have
left since April because they could not keep their staff.

= How the rate was chosen <rate>

The rate is made up as in @parts. It is the lowest at which a provider can pay the real living wage
for the whole of a shift, journeys between calls among it.

#figure(
  table(
    columns: (1fr, auto, auto),
    align: (left, right, right),
    table.header([What an hour pays for], [Town], [Country]),
    [Wages, at the real living wage], [£13.85], [£13.85],
    [Time and miles between calls], [£1.90], [£3.20],
    [Pension, holidays, sickness and national insurance], [£4.30], [£4.30],
    [Training, office and insurance], [£2.05], [£2.05],
    [Surplus], [£0.70], [£0.70],
    [*Together*], [*£22.80*], [*£24.10*],
  ),
  caption: [What makes up the rate],
) <parts>

One rate for town and country was preferred to two, because four providers in five work in both and
would otherwise send their best staff to wherever the margin was greater.

= Options considered

- *One provider in each district.* The price would be lower by some 3%, but if that provider failed
  there would be nobody to take its place.
- *Renewal for a year.* Prices would rise, since three of the largest providers have said that they
  would not renew at the present ones.
- *The framework recommended.* Providers give thirteen weeks’ notice before they leave; there are at
  least six in each area.

= Financial implications

At £24.10 the framework costs about £38m a year, £1.15 an hour more than now. The increase, £1.7m, is in
the draft budget for 2026/27. Prices for further places are in Appendix B, which is exempt.

= Equality and climate implications

Most people who have home care are women over 80, and so are not a few of the carers’ own families. A
steadier workforce matters to them more than any other change. Rounds that are planned by place, as
the new contract requires, should cut the miles driven by a tenth. See also @background and @rate.

= Background papers

None.
"""

WON = [
    "Ashcombe Care at Home", "Beacon Heath Support", "Brantwick Home Help", "Castle Mead Carers",
    "Coldbrook and District Care", "Cropwell Nightingales", "Drove End Domiciliary",
    "Fen Edge Neighbours", "Ferrington Independent Living", "Goosebridge Care Co-operative",
    "Great Oakley Vale Home Care", "Hartsmere House Outreach", "Hundred Acre Carers",
    "Long Barrow Support at Home", "Lower Wendle Care Company", "Marl Hill Homecare",
    "Millfields Family Care", "Northfleet Road Care", "Orchard Hill Companions",
    "Quayside Carers of Saltby", "Sandring Home Support", "Tidemill Care", "Westgate Workers’ Care",
]


def prices():
    """Returns the rows of the exempt table: 41 providers, each with its price and its marks."""
    dice = random.Random(41)
    rows = [(f"Applicant {number}", dice.randrange(2215, 2790, 5)) for number in range(24, 42)]
    rows = [(name, dice.randrange(2290, 2640, 5)) for name in WON] + rows
    lowest = min(price for _, price in rows)
    return "".join(
        f"  [{number}], [{name}], [£{price / 100:.2f}], [{40 * lowest / price:.1f}],"
        f" [{'Yes' if name in WON else 'No'}],\n"
        for number, (name, price) in enumerate(rows, 1))


PRICES = r"""
#show: report.with(
  title: "Appendix B: evaluated prices",
  author: "Director of Adults and Health",
  to: [Cabinet, 13 January 2026, item 5a],
  private: true,
  numbered: false,
)

Prices are for an hour on an ordinary weekday. Forty marks of a hundred are for price: the lowest price
has all forty, and every other has fewer in proportion. Applicants 24 to 41 did not meet the standard
for quality, and are not named here because they have a right to ask for reasons first.

#show table: set text(9pt)
#set table(inset: (x: 5pt, y: 2.4pt))
#table(
  columns: (auto, 1fr, auto, auto, auto),
  align: (right, left, right, right, left),
  table.header([No.], [Provider], [Price offered], [Marks], [Met the standard]),
ROWS)
"""

QUARRY_LANE = r"""
#show: report.with(
  title: "Land at Quarry Lane, Stoke Abbess: terms of purchase",
  author: "Cabinet Member for Property and Assets",
  to: [Cabinet, 13 January 2026, item 9],
  contact: [Cornelius Wray, Estates Manager, 01632 960262],
  private: true,
  numbered: false,
)
#show heading.where(level: 1): it => block(above: 1.5em, below: 0.8em)[
  #context numbered.display("1.") #it.body]

#section[Summary]
#para[The owner of 2.6 hectares beside Stoke Abbess Primary School has agreed in principle to sell them
  to the Council. The field is the only land on which the school can grow from one form of entry to
  two. The Cabinet is asked to authorise the purchase.]

#section[Background]
#para[The school was built for 210 pupils and has 208. The houses now going up at Abbess Meadows will
  bring another 140 children of primary age by 2030.]
#para[The owner had an offer from a builder in 2024, which lapsed when planning permission was refused.
  He would like to complete before he retires in the autumn.]

#section[Terms]
#para[The price agreed, subject to contract, is £485,000, to be paid on completion.]
#para[The Council’s valuer puts the field at £430,000 for farming with some hope of development, and at
  up to £540,000 to the Council, for whom a second site would cost some £7m more.]
#para[A covenant of 1934 forbids any building but a barn. Nobody has been found who could enforce it.
  Insurance against the claim of somebody who has not been found costs about £6,000, once.]
#para[Lorries may use Quarry Lane between 9.30 am and 2.30 pm while the school is being built.]
#para[If a competing offer is made, the Director of Place may agree a higher price, but of not more
  than £498,000.]

#section[Options considered]
#para[A second site at Pellow was considered and rejected because of its cost. Compulsory purchase would
  take two years and a price fixed by a tribunal, and is not recommended while the owner is willing.]

#section[Financial implications]
#table(
  columns: (1fr, auto),
  align: (left, right),
  table.header([Cost], [Amount]),
  [Price], [£485,000],
  [Stamp duty land tax and fees], [£21,400],
  [Insurance for the covenant], [£6,000],
  [*Together*], [*£512,400*],
)
#para[The whole is within the budget for scheme CP022.]
"""


def home_care(out):
    out("cabinet-2026-01-13/home-care-framework.pdf", typst_pdf(HEAD + HOME_CARE, JANUARY))


def home_care_prices(out):
    source = HEAD + PRICES.replace("ROWS", prices())
    out("cabinet-2026-01-13/appendix-b-evaluated-prices.pdf", typst_pdf(source, JANUARY))


def quarry_lane(out):
    out("cabinet-2026-01-13/quarry-lane.pdf", typst_pdf(HEAD + QUARRY_LANE, JANUARY))

# ---------------------------------------------------------------------------------------------
# cabinet-2026-03-10: a pack of everything that comes in.

# Footnotes, in a table too; a table with header cells and with a caption that is referred to; a
# list of three levels; a table of contents; references; links out of the paper.
SCHOOL_PLACES = r"""
#show: report.with(
  title: "School places 2026 to 2030",
  author: "Director of Children and Learning",
  day: 2, month: 3,
  to: [Cabinet, 10 March 2026, item 4a. Key decision WE26/002],
  contact: [Gareth Pinnock, Admissions Manager, 01632 960208,
    #link("mailto:gareth.pinnock@wendleshire.example.gov.uk")[gareth.pinnock\@wendleshire.example.gov.uk]],
)
#show outline.entry: set block(spacing: 0.65em)
#outline(title: [Contents], depth: 1)

= Summary

Fewer children are being born in Wendleshire, but not everywhere. Over the next four years one village
needs twice the places that it has, and another has an infant department with 19 children in it. The
plan in Appendix A deals with the whole county. This report explains the two proposals on which the law
requires the Council to consult before it decides.

= Recommendations <recommendations>

The Cabinet is asked to:

+ adopt the plan in Appendix A;
+ approve statutory consultation on
  #enum(numbering: "a)")[enlarging Stoke Abbess Primary School, and][closing the infant department at
  Roke Common, where numbers have fallen to 19; and]
+ receive the results in July 2026.

= Background <background>

There are 231 primary and 34 secondary schools in the county. The forecasts are made each
November#footnote[They are background papers, and may be seen at County Hall on any working day.] from
births, from houses with planning permission, and from what happened in the year before. @forecast
gives those for the areas in which something has to be done.

#figure(
  table(
    columns: (1fr, auto, auto, auto, auto),
    align: (left, right, right, right, right),
    table.header([Area], [Places], [2026], [2028], [2030]),
    table.cell(x: 0)[Coldbrook], [60], [58], [61], [60],
    [Pellow and Stoke Abbess], [30], [31], [44], [56],
    [Roke Common], [15], [5], [4], [4],
    [Saltby#footnote[Without the houses at the old rope works, for which permission was refused in
      January. An appeal is expected.]], [240], [238], [249], [251],
  ),
  caption: [Children expected to start school],
) <forecast>

Stoke Abbess is full because 520 houses are being built at Abbess Meadows, between it and Pellow. The
land beside the school was bought for this purpose; Appendix B is a map of it.

= The proposals <proposals>

== Stoke Abbess Primary School

The school would take 60 children a year in place of 30, from September 2027, and have 420 pupils when
it is full. The work, scheme CP022 in the capital programme, would be done in two stages:

- before the first larger class arrives
  - eight classrooms and a second hall
  - a way in from Quarry Lane
    - for pupils on foot and on bicycles at all times
    - for lorries only between 9.30 am and 2.30 pm, and only until the work is finished
- in the summer of 2028
  - the playing field, which has to be drained first
  - a path to Abbess Meadows, to be paid for by the builder

== Roke Common

There are 19 children in three infant years, taught as one class by one teacher. Five more are
expected in September. The juniors, of whom there are 51, would stay. Infants would be offered places
at Upper Wendle, 2.4 miles away, with transport, or at Hundred Acre, 2.9 miles away.

The parish council has written to oppose the closure. Its letter is Appendix C. What it says about the
road in winter is right, and is why the plan offers transport to children who live within two miles as
well.

= Options considered <options>

+ _Do nothing at Stoke Abbess._ From 2027 some 14 children a year would be taken to Coldbrook, seven
  miles off, at about £61,000 a year for each year group.
+ _Build a new school at Pellow._ It would cost some £7m more.
+ _Keep the infants at Roke Common._ Each costs £11,300 a year to teach, against £5,100 on average. The
  governors, asked whether they would join with Upper Wendle under one head teacher, voted against it
  by five to four.

= Financial implications <finance>

#figure(
  table(
    columns: (1fr, auto, auto, auto, auto),
    align: (left, right, right, right, right),
    table.header([Proposal], [2025/26], [2026/27], [2027/28], [Later years]),
    [Stoke Abbess: capital], [£0.520m], [£2.480m], [£0.850m], [–],
    [Stoke Abbess: opening costs], [–], [–], [£0.094m], [£0.047m],
    [Roke Common: transport], [–], [–], [£0.038m], [£0.057m a year],
    [Roke Common: saving], [–], [–], [(£0.069m)], [(£0.118m) a year],
  ),
  caption: [What the proposals cost and save],
) <money>

The capital sum of £3.850m in @money is in the programme that the Council approved in February. The
saving at Roke Common stays in the budget for schools#footnote[The dedicated schools grant, which may
not be spent on anything else.] and doesn’t reach the Council’s own.

= Equality and climate implications

Four of the 19 infants at Roke Common have a plan for special educational needs, and each would be
visited before anything was decided. A school within walking distance of the new houses would save some 90
car journeys a day; taking infants to Upper Wendle by minibus adds two. See @options for what was
weighed against this.

= Consultation and next steps

Consultation runs from 20 April to 5 June 2026, with a meeting in each village. The Children and Learning
Scrutiny Committee will comment in June, and the Cabinet decides in July. The papers will be on
#link("https://www.wendleshire.example.gov.uk/school-places")[the school places page].

= Background papers

Pupil forecasts, November 2025.
"""

# One A3 page on its side, nearly all of it a drawing with an alternative text.
MAP = r"""
#set document(title: [Appendix B: the land at Stoke Abbess], author: "Director of Children and Learning",
  date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 14pt)
#set page(paper: "a3", flipped: true, margin: (x: 20mm, top: 20mm, bottom: 24mm))
= Appendix B: the land at Stoke Abbess
#let road(width, ..points) = place(curve(stroke: (paint: luma(65%), thickness: width, cap: "round"),
  ..points))
#let name(x, y, angle: 0deg, body) = place(dx: x, dy: y, rotate(angle, text(12pt, body)))
#let building(x, y, w, h) = place(dx: x, dy: y, rect(width: w, height: h, fill: luma(80%), stroke: 0.6pt))
#figure(
  block(width: 376mm, height: 205mm, stroke: 0.6pt, clip: true, {
    place(polygon(fill: rgb("#e3eed7"), stroke: none, (0mm, 0mm), (150mm, 0mm), (138mm, 205mm), (0mm, 205mm)))
    place(polygon(fill: rgb("#f6e3b4"), stroke: (paint: rgb("#b30000"), thickness: 2pt, dash: "dashed"),
      (160mm, 62mm), (268mm, 70mm), (262mm, 160mm), (154mm, 150mm)))
    place(polygon(fill: rgb("#dcdcef"), stroke: 0.6pt, (160mm, 16mm), (226mm, 20mm), (224mm, 66.7mm), (160mm, 62mm)))
    building(170mm, 24mm, 34mm, 11mm)
    building(170mm, 35mm, 12mm, 12mm)
    building(40mm, 70mm, 18mm, 12mm)
    building(320mm, 128mm, 16mm, 10mm)
    building(318mm, 46mm, 12mm, 9mm)
    building(338mm, 50mm, 12mm, 9mm)
    place(curve(fill: rgb("#cfe3f1"), curve.move((0mm, 176mm)),
      curve.cubic((110mm, 158mm), (200mm, 196mm), (376mm, 172mm)), curve.line((376mm, 184mm)),
      curve.cubic((200mm, 208mm), (110mm, 170mm), (0mm, 188mm)), curve.close()))
    road(4mm, curve.move((146mm, 0mm)), curve.line((134mm, 205mm)))
    road(2.4mm, curve.move((137mm, 155mm)), curve.line((288mm, 168mm)))
    road(4mm, curve.move((296mm, 0mm)), curve.line((286mm, 205mm)))
    name(116mm, 106mm, angle: -86deg)[Coldbrook Road]
    name(215mm, 165mm, angle: 5deg)[Quarry Lane]
    name(266mm, 106mm, angle: -86deg)[Abbess Street]
    name(172mm, 48mm)[Primary school]
    name(180mm, 100mm)[*Land bought by the Council*]
    name(194mm, 108mm)[2.6 hectares]
    name(28mm, 85mm)[Grange Farm]
    name(40mm, 40mm)[To Abbess Meadows]
    name(312mm, 141mm)[St Aldhelm’s]
    name(316mm, 62mm)[Village hall]
    name(52mm, 172mm)[River Wendle]
    place(dx: 356mm, dy: 10mm, polygon(fill: black, (0mm, 14mm), (4mm, 0mm), (8mm, 14mm), (4mm, 11mm)))
    name(358.5mm, 25mm)[N]
    place(dx: 20mm, dy: 150mm, line(length: 50mm, stroke: 1.4pt))
    name(20mm, 152mm)[100 metres]
  }),
  alt: "Map of Stoke Abbess. The land bought by the Council, 2.6 hectares edged in red, lies between
    Coldbrook Road on the west and Abbess Street on the east, and north of Quarry Lane. The primary
    school adjoins it on the north. The river Wendle runs along the south side of the village.
    Abbess Meadows lies to the north-west, along Coldbrook Road.",
  caption: [The land bought for the school, edged in red. Up is north.],
)
"""

# Two pages that are only grey pictures of a typed letter, laid a little askew by the scanner.
LETTER = r"""
#set page(paper: "a4", margin: (x: 27mm, top: 30mm, bottom: 34mm))
#set text(font: "Libertinus Serif", size: 13pt)
#set par(leading: 0.8em, spacing: 1.4em)
*Roke Common Parish Council* \ The Reading Room, Roke Common
#v(0.6em)
Mr G Pinnock \ County Hall, Wendle Magna
#v(0.6em)
16 February 2026
#v(0.6em)
Dear Mr Pinnock

*Infant department, Roke Common School*

The parish council met on Thursday and I am asked to write to you. Sixty-three people came, which is
more than for the Jubilee, and not one of them wished to see the infants go.

We know that nineteen is not many. It was eleven in 1986 and the county said then that it was the end.
There were thirty-eight by 1994. Four families are waiting for the houses behind the forge, and the
builder tells us that he starts in May.

The lane to Upper Wendle floods at the ford. It was shut for six days before Christmas and for two in
January. A minibus with five-year-olds in it should not be on that road in the dark, and in December it
would be dark both ways.
#pagebreak()
If it must be done, we ask for three things:

1. that a child whose brother or sister is in the juniors may stay here;

2. that the bus has a second grown-up on it, every day and not only at first;

3. that the classroom is kept for the village, and not sold.

We should like you to come and see the school before anything is decided. The kettle is on most
mornings from ten.

Yours sincerely
#v(2.4em)
Wilhelmina Tarbuck \ Clerk to the Parish Council
"""

# What an engineer’s office printed from a program that writes no tags, with bookmarks and a link.
INSPECTION = [
    ("Purpose", [
        "This note sums up the principal inspection of Saltby swing bridge, made on four nights in",
        "October 2025 for Wendleshire County Council. It does not replace the full report."]),
    ("The bridge", [
        "Two equal arms of riveted steel turn on a pivot pier in mid channel. Length 61.4 m; width",
        "between kerbs 6.2 m. Opened in 1908, rebuilt after a collision in 1951, strengthened in 1983.",
        "In 2025 it was opened for boats 1,106 times."]),
    ("Findings", [
        "1   Pivot: eleven of 24 rollers are worn by more than 6 mm. Severity 4 of 5.",
        "2   Deck plates: corrosion below the north kerb; 9% of section lost over 14 m. Severity 4.",
        "3   Nose wedges: two of four do not drive home in frost. Severity 3.",
        "4   Timber fenders: sound, but for nine piles. Severity 2.",
        "5   Wiring and interlocks: safe; no spare parts are made any longer. Severity 3."]),
    ("Load", [
        "Assessed for 40 tonnes with one lane loaded; for 18 tonnes with both. As long as the eastbound",
        "lane of Quay Street is closed, lorries queue on the bridge and both lanes are loaded. We",
        "therefore advise that the lights be set so that nothing heavier than 7.5 tonnes waits on it."]),
    ("Advice", [
        "Replace the rollers and the deck plates in one closure. If only the plates are replaced, the",
        "bridge will have to be lifted a second time within five years, at about £0.9m.",
        "Inspect again in October 2026 if the work has not begun."]),
]

# An exempt appendix to a public report.
TENDERS = r"""
#show: report.with(
  title: "Appendix B: tenders for the strengthening of Saltby swing bridge",
  author: "Director of Place",
  day: 2, month: 3,
  to: [Cabinet, 10 March 2026, item 4b],
  private: true,
  numbered: false,
)

Four firms tendered. Two remain in the competition, and each has been asked to improve its price for
work at night. Neither knows the other’s name.

#figure(
  table(
    columns: (1fr, auto, auto, auto, auto),
    align: (left, right, right, right, left),
    table.header([Firm], [Price], [Marks for price], [Marks for quality], [Remains]),
    [Saltby Marine and Civil], [£2.514m], [38.9], [51.0], [Yes],
    [Harbour and Inland Structures], [£2.447m], [40.0], [46.5], [Yes],
    [Cropwell Steel Erectors], [£2.790m], [35.1], [44.0], [No],
    [Northfleet Road Engineering], [£3.022m], [32.4], [37.5], [No],
  ),
  caption: [Tenders received on 13 February 2026],
) <tenders>

= What may be gained

The two prices in @tenders differ by £67,000, and both include about £180,000 for work at night.
Officers expect to settle at or below £2.450m, and advise that nothing above £2.560m be accepted without
coming back to the Cabinet.

= What would be lost by publishing

A firm that knew the other’s price would have no reason to go below it. The prices will be published
when the contract has been signed.
"""

# A paper whose sheets were turned to be printed: page 1 has /Rotate 90, page 2 /Rotate 270. Shown,
# both lie on their side and read upright.
ROADS = r"""
#set document(title: [Appendix A: roads closed and gullies to be emptied], author: "Director of Place",
  date: datetime(year: 2026, month: 3, day: 2))
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 11pt, hyphenate: false)
#set table(stroke: 0.5pt + luma(110), inset: 4.5pt)
#show table.cell.where(y: 0): strong
#set page(width: 210mm, height: 297mm, margin: 0mm)
// A page that is shown turned clockwise holds its contents turned the other way.
#let sheet(turn, body) = page(
  rotate(-turn * 1deg, reflow: true, block(width: 297mm, height: 210mm, inset: (x: 24mm, y: 22mm), body)))
#sheet(90)[
  = Appendix A: roads closed and gullies to be emptied
  == Roads closed for three days or longer
  #table(
    columns: (1fr, auto, auto, auto, auto, 1.5fr),
    align: (left, left, right, right, left, left),
    table.header([Road], [Division], [Closed], [Days], [Water from], [Remedy]),
    [Ford Lane], [Roke Common], [17 December], [6], [River], [Gauge and lights; the ford cannot be raised],
    [Kelderby Bank], [Kelderby Moor], [18 December], [5], [Field drains], [Ditches cleared by the owner in January],
    [Sluice Road], [Fen Edge], [18 December], [5], [Drainage board], [Second pump, from the board’s own programme],
    [Mill Bottom], [Goosebridge], [9 December], [3], [Gullies], [Twice a year from September],
    [Hundred Acre Drove], [Hundred Acre], [19 December], [3], [Gullies], [Twice a year from September],
    [Brewhouse Hill], [Mickering], [10 December], [3], [Spring], [New drain, £64,000, in the programme for 2026/27],
    [Marl Hill Road], [Marl Hill], [20 December], [3], [Culvert], [Culvert jetted; a survey in April],
    [Quay Street], [Saltby Harbour], [24 January], [–], [Sea], [Sea wall being repaired; one lane closed],
  )
  Quay Street was still closed in part when this list was made.
]
#sheet(270)[
  == Gullies to be emptied twice a year
  #table(
    columns: (1fr, auto, auto, auto, auto),
    align: (left, right, right, right, right),
    table.header([District], [Roads now], [Roads added], [Gullies], [Cost a year]),
    [Ferrington], [6], [5], [1,940], [£49,000],
    [Kelderby and the Moor], [7], [6], [1,585], [£46,000],
    [Saltby], [11], [9], [3,310], [£86,000],
    [Wendle Magna], [9], [4], [2,705], [£67,000],
    [Fen Edge], [7], [7], [2,260], [£62,000],
    [*Together*], [*40*], [*31*], [*11,800*], [*£310,000*],
  )
  Thirteen of the 44 roads that were closed are on the present list already; the other 31 are added.
]
"""

FENWICK_ROAD = r"""
#show: report.with(
  title: "Fenwick Road recycling centre: changes to the scheme",
  author: "Director of Place",
  day: 2, month: 3,
  to: [Cabinet, 10 March 2026, item 8],
  contact: [Bettina Akoto, Waste Manager, 01632 960251],
)

= Summary

The lowest tender for the household recycling centre at Fenwick Road is £0.360m above the estimate.
Changes to the paving and the canopy would save £0.330m. The Cabinet is asked to agree them, and to find
the other £0.030m from within the capital programme.

= Background

Planning permission was granted in December. Six firms were asked to tender and three did. The budget
of the scheme, CP052, is £4.900m, and the work is to be finished in November 2026.

= The changes proposed

#figure(
  table(
    columns: (1fr, 1.6fr, auto),
    align: (left, left, right),
    table.header([Part], [Change], [Saving]),
    [Paving], [Asphalt in place of concrete blocks, but for the bays where skips are set down], [£0.192m],
    [Canopy], [Over the bays for garden waste and cardboard only], [£0.104m],
    [Office], [Moved from the old site], [£0.034m],
    [*Together*], [], [*£0.330m*],
  ),
  caption: [Changes and what they save],
) <changes>

Asphalt lasts about fifteen years and blocks about thirty. Over the life of the centre the saving on
paving is therefore some £40,000, and not the whole of the sum in @changes.

= Options considered

+ _Accept the tender as it is._ There is no money for it in the programme.
+ _Tender again._ Prices have risen by 3% since the autumn, and planning conditions would put the
  opening off to the spring of 2027.
+ _Make the changes._ Recommended.

= Financial implications

With the changes the scheme costs £4.930m. The lift at Orchard Court, scheme CP014, was finished with
£6,000 to spare, and £24,000 comes from the contingency of the capital programme.

= Equality and climate implications

The canopy kept over two bays shelters the steps that people with a stick or a pram use most. Solar
panels would fit on half the canopy and are left for another year; the beams will bear them.

= Background papers

Tender report, January 2026.
"""

# The one report of part II.
FERRINGTON = r"""
#show: report.with(
  title: "Offices at Ferrington: lease of the second floor",
  author: "Cabinet Member for Property and Assets",
  day: 2, month: 3,
  to: [Cabinet, 10 March 2026, item 11],
  contact: [Cornelius Wray, Estates Manager, 01632 960262],
  private: true,
)

= Summary

Two offers have been received for the second floor of the Council’s offices at Ferrington. The Cabinet is
asked to accept the lower, because it is the safer.

= The offers <offers>

#figure(
  table(
    columns: (1fr, auto, auto),
    align: (left, left, left),
    table.header([Term], [Offer A], [Offer B]),
    [From], [A training company], [A firm of surveyors],
    [Rent a year], [£139,500], [£152,000],
    [Length], [Ten years], [Ten years, with a break at three],
    [Free of rent], [Four months], [Twelve months],
    [Deposit], [Six months’ rent], [None],
    [Accounts], [Three good years], [Losses in two of three years],
  ),
  caption: [Terms offered],
)

= Advice

+ Over ten years A is worth £1.349m. B is worth £1.368m if it does not use its break, and £0.304m if it
  does.
+ The agent has told A that there is another offer, but not how much it is.
+ A would take the floor on 1 May; each month’s delay costs £11,600 in rent and £2,900 in rates.

= Financial implications

The saving FPW02 assumes £137,500 a year from this floor. Offer A meets it.

= What may be agreed without coming back

The Director of Place may go down to £134,000 a year, or up to six months free of rent, but not both.
"""


def school_places(out):
    out("cabinet-2026-03-10/school-places.pdf", typst_pdf(HEAD + SCHOOL_PLACES, MARCH))


def school_map(out):
    out("cabinet-2026-03-10/appendix-b-map.pdf", typst_pdf(MAP, MARCH))


def tenders(out):
    out("cabinet-2026-03-10/appendix-b-tenders.pdf", typst_pdf(HEAD + TENDERS, MARCH))


def fenwick_road(out):
    out("cabinet-2026-03-10/fenwick-road.pdf", typst_pdf(HEAD + FENWICK_ROAD, MARCH))


def ferrington(out):
    out("cabinet-2026-03-10/ferrington-offices.pdf", typst_pdf(HEAD + FERRINGTON, MARCH))


def roads(out):
    import pikepdf
    pdf = pikepdf.open(io.BytesIO(typst_pdf(ROADS, MARCH)))
    assert len(pdf.pages) == 2
    for page, turn in zip(pdf.pages, [90, 270]):
        page.obj.Rotate = turn
    out("cabinet-2026-03-10/appendix-a-roads.pdf", saved(pdf))


def letter(out):
    import pikepdf
    import typst
    from PIL import Image, ImageFilter
    from pikepdf import Dictionary, Name
    pdf = pikepdf.new()
    dice = random.Random(1894)
    for picture, lean in zip(typst.compile(LETTER.encode(), format="png", ppi=76,
                                           ignore_system_fonts=True), (0.7, -0.5)):
        image = Image.open(io.BytesIO(picture)).convert("L")
        size = image.size
        image = image.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=245)
        image = image.filter(ImageFilter.GaussianBlur(0.35))
        specks = bytes(dice.randrange(236, 248) for _ in range(size[0] * size[1]))
        paper = Image.frombytes("L", size, specks)
        image = Image.composite(image, paper, image.point(lambda grey: 255 if grey < 225 else 0))
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=18, optimize=True, dpi=(76, 76))
        page = pdf.add_blank_page(page_size=(595.28, 841.89))
        stream = pdf.make_stream(
            jpeg.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=stream))
        page.obj.Contents = pdf.make_stream(b"q 595.28 0 0 841.89 0 0 cm /Im0 Do Q")
    pdf.docinfo["/Producer"] = "County Hall copier, first floor"
    pdf.docinfo["/CreationDate"] = MARCH.strftime("D:%Y%m%d%H%M%SZ")
    out("cabinet-2026-03-10/appendix-c-letter.pdf", saved(pdf))


def inspection(out):
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas
    pdfmetrics.registerFont(TTFont("Sans", LIBERATION / "LiberationSans-Regular.ttf"))
    made = io.BytesIO()
    page = canvas.Canvas(made, pagesize=A4, invariant=1, pageCompression=1, initialFontName="Sans")
    page.setTitle("Saltby swing bridge: principal inspection, summary")
    page.setAuthor("Causeway and Quay, consulting engineers (invented)")
    page.setFont("Sans", 9)
    page.drawString(70, 776, "Causeway and Quay, consulting engineers")
    page.setFont("Sans", 17)
    page.drawString(70, 744, "Saltby swing bridge: principal inspection")
    page.setFont("Sans", 10.5)
    page.drawString(70, 722, "Summary for the Director of Place, 12 December 2025")
    height = 690
    for number, (title, lines) in enumerate(INSPECTION):
        if number == 3:
            page.setFont("Sans", 9)
            page.drawCentredString(297, 62, "Saltby swing bridge 1/2")
            page.showPage()
            height = 770
        page.bookmarkPage(title, fit="XYZ", left=0, top=height + 20, zoom=0)
        page.addOutlineEntry(title, title, level=0)
        page.setFont("Sans", 13)
        page.drawString(70, height, title)
        page.setFont("Sans", 10.5)
        for row, line in enumerate(lines):
            page.drawString(70, height - 20 - 16 * row, line)
        if number == 2:
            # The pivot seen from above, drawn as lines without an alternative text.
            page.setLineWidth(1)
            for ring in (44, 52):
                page.circle(297, height - 180, ring)
            for spoke in range(24):
                page.saveState()
                page.translate(297, height - 180)
                page.rotate(15 * spoke)
                page.rect(45, -2.4, 6, 4.8, fill=int(spoke % 13 in (0, 2, 3, 5, 8, 11)), stroke=1)
                page.restoreState()
            page.drawCentredString(297, height - 252, "The 24 rollers from above. Black: worn by more than 6 mm")
            page.drawString(70, height - 290, "What we advise is on page 2.")
            page.linkAbsolute("", "Advice", Rect=(68, height - 294, 210, height - 278))
        height -= 40 + 16 * len(lines) + 12
    page.setFont("Sans", 9)
    page.drawCentredString(297, 62, "Saltby swing bridge 2/2")
    page.showPage()
    page.save()
    out("cabinet-2026-03-10/appendix-a-inspection.pdf", made.getvalue())


# A report typed in Word and exported by LibreOffice as PDF/UA: headings, nested list, a table with
# a header row, a picture with an alternative text, a link. One face of type keeps it small.
EXPORT = {
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "Quality": {"type": "long", "value": "70"},
}


def swing_bridge(out):
    with tempfile.TemporaryDirectory() as work:
        Path(work, "bridge.docx").write_bytes(bridge_docx())
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile",
                        "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(EXPORT)}",
                        "--outdir", work, f"{work}/bridge.docx"],
                       check=True, capture_output=True, timeout=180)
        out("cabinet-2026-03-10/saltby-swing-bridge.pdf",
            packed(Path(work, "bridge.pdf").read_bytes()))


def bridge_docx():
    """Returns the report on the bridge as a Word document."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.8)
    about = document.core_properties
    about.title, about.author = "Saltby swing bridge", "Director of Place"
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = MARCH.replace(tzinfo=None)
    styles = document.styles
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in list(fonts.attrib):
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "Liberation Sans")
        style.font.bold = False
        style.font.color.rgb = RGBColor(0, 0, 0) if name == "Normal" else RGBColor(31, 56, 100)
    for name, size in (("Normal", 10.5), ("Heading 1", 14), ("Heading 2", 12), ("Title", 20)):
        styles[name].font.size = Pt(size)
    styles["Normal"].paragraph_format.space_after = Pt(6)
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

    def link(paragraph, text, url):
        made = element("w:hyperlink")
        made.set(qn("r:id"), document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK,
                                                     is_external=True))
        run = paragraph.add_run(text, style="Hyperlink")._r
        made.append(run)
        paragraph._p.append(made)

    def words(text, style=None):
        return document.add_paragraph(text, style=style)

    def table(rows, widths, right=()):
        made = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, texts in zip(made.rows, rows):
            for at, (cell, text) in enumerate(zip(row.cells, texts)):
                cell.text, cell.width = text, Cm(widths[at])
                cell.paragraphs[0].alignment = 2 if at in right else 0
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for cell in made.rows[0].cells:
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", fill="DCE6F1"))
        words("").paragraph_format.space_after = Pt(0)

    words("Saltby swing bridge", "Title")
    words("Wendleshire County Council. Cabinet, 10 March 2026, item 4b. Report of the Director of "
          "Place. Key decision WE25/022.")
    paragraph = words("Contact: Morwenna Slade, Head of Highways, 01632 960240, ")
    link(paragraph, "morwenna.slade@wendleshire.example.gov.uk",
         "mailto:morwenna.slade@wendleshire.example.gov.uk")
    document.add_heading("Summary", 1)
    words("The bridge carries 11,300 vehicles a day over the harbour mouth and opens for boats three "
          "times a day on average. An inspection in October found that the pivot and part of the deck "
          "are worn out. This report asks for approval to strengthen it between September 2026 and "
          "January 2027, when the regatta is over and before the money has to be spent.")
    document.add_heading("Recommendation", 1)
    words("That the Cabinet approve the scheme, at a cost of £3.150m.")
    document.add_heading("Background", 1)
    words("The bridge was opened in 1908. If it cannot be used, the way round is by Goosebridge, "
          "fourteen miles, and no bus or fire engine can reach the east quay within ten minutes. "
          "More than half of its openings are in the four months from May.")
    picture = document.add_picture(io.BytesIO(openings()), width=Cm(13))
    picture._inline.docPr.set("descr", "Column chart of the openings of the bridge in each month of "
                              "2025: about 40 in January, rising to 176 in July, and falling to 45 in "
                              "December")
    words("Openings of the bridge in each month of 2025")
    document.add_heading("What the inspection found", 2)
    words("Appendix A is the engineers’ summary. What matters most is:")
    words("The pivot", "List Bullet")
    words("eleven of 24 rollers are worn by more than 6 mm", "List Bullet 2")
    words("the bridge is 30 mm lower on its north side", "List Bullet 2")
    words("The deck", "List Bullet")
    words("plates below the north kerb have lost 9% of their thickness", "List Bullet 2")
    words("The wiring is safe, but no spare parts are made any longer", "List Bullet")
    document.add_heading("Options considered", 1)
    for text in ("Do the work now, in one closure to boats of two weeks. Recommended.",
                 "Replace the deck plates only. The bridge would have to be lifted again within five "
                 "years, at about £0.9m.",
                 "Set a limit of 7.5 tonnes. It would cost nothing but the signs, and would end the "
                 "bus service to the east quay."):
        words(text, "List Number")
    document.add_heading("Programme", 1)
    table([("Stage", "Dates", "Who is affected"),
           ("Platform below the deck", "1 to 11 September 2026", "Boats"),
           ("Pivot lifted, closed to boats", "14 to 27 September", "Boats"),
           ("Deck plates, east half", "28 September to 6 November", "One lane, with lights"),
           ("Deck plates, west half", "9 November to 18 December", "One lane, with lights"),
           ("Tests", "January 2027", "Nobody, in daylight")], (6, 5.5, 4.5))
    words("The repair of the sea wall in Quay Street will be finished by the end of April, so that the "
          "two do not meet.")
    document.add_heading("Financial implications", 1)
    table([("Cost", "2025/26", "2026/27", "Together"),
           ("Design and supervision", "£0.140m", "£0.210m", "£0.350m"),
           ("Contract", "£0.000m", "£2.560m", "£2.560m"),
           ("Contingency", "£0.000m", "£0.240m", "£0.240m"),
           ("All", "£0.140m", "£3.010m", "£3.150m")], (6.4, 3.2, 3.2, 3.2), right=(1, 2, 3))
    words("The sum is scheme CP037 in the capital programme and is paid for by the maintenance grant. "
          "The tenders are in Appendix B, which is not for publication while two firms are still in "
          "the competition.")
    document.add_heading("Risks", 1)
    words("If the river pilots cannot be moved for the two weeks in September, the lift waits until "
          "October. If wear is found in the ring below the rollers, the contingency would not be "
          "enough, and the Cabinet would be told before anything was ordered.")
    document.add_heading("Equality and climate implications", 1)
    words("The footway on the bridge stays open throughout, at a width that takes a wheelchair. A "
          "bridge that stays in use spares fourteen miles for each journey round, which in a year "
          "would be about 9,000 tonnes of carbon dioxide.")
    document.add_heading("Background papers", 1)
    paragraph = words("Highway asset management plan, on ")
    link(paragraph, "the highways page", "https://www.wendleshire.example.gov.uk/highways")
    made = io.BytesIO()
    document.save(made)
    return plain_zip(made.getvalue())


def openings():
    """Returns a small PNG of the columns of a chart."""
    from PIL import Image, ImageDraw
    months = [40, 44, 62, 85, 121, 158, 176, 161, 104, 66, 44, 45]
    image = Image.new("L", (520, 150), 255)
    draw = ImageDraw.Draw(image)
    for number, count in enumerate(months):
        draw.rectangle([12 + 42 * number, 144 - 0.78 * count, 40 + 42 * number, 144], fill=95)
    draw.line([4, 145, 516, 145], fill=40, width=2)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def plain_zip(data):
    """Returns the archive with one date on all members, and without a preview that nobody asked for."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if "thumbnail" in name:
                continue
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", part)
            member = zipfile.ZipInfo(name, MARCH.timetuple()[:6])
            new.writestr(member, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


# ---------------------------------------------------------------------------------------------
# Helpers.

def typst_pdf(source, moment, standards=("ua-1", "a-2a")):
    """Returns the PDF of a Typst source, made with Typst's own fonts and none of this machine's."""
    import typst
    return packed(typst.compile(source.encode(), format="pdf", pdf_standards=list(standards),
                                ignore_system_fonts=True, timestamp=moment))


def saved(pdf):
    """Returns the bytes of a PDF that pikepdf made or changed."""
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, min_version="1.7")
    return packed(made.getvalue())


def packed(data):
    """Returns a PDF with its objects in compressed streams, which halves a tagged one."""
    with tempfile.TemporaryDirectory() as work:
        old, new = Path(work, "old.pdf"), Path(work, "new.pdf")
        old.write_bytes(data)
        subprocess.run(["qpdf", "--newline-before-endstream", "--deterministic-id",
                        "--object-streams=generate", "--recompress-flate",
                        "--compression-level=9", str(old), str(new)], check=True)
        return new.read_bytes()


PAPERS = {
    "home-care": home_care,
    "home-care-prices": home_care_prices,
    "quarry-lane": quarry_lane,
    "school-places": school_places,
    "school-map": school_map,
    "letter": letter,
    "swing-bridge": swing_bridge,
    "inspection": inspection,
    "tenders": tenders,
    "roads": roads,
    "fenwick-road": fenwick_road,
    "ferrington": ferrington,
}


def main():
    """Writes the papers named, or all of them."""
    if not set(sys.argv[1:]) <= set(PAPERS):
        sys.exit(f"usage: sample_papers.py [{' | '.join(PAPERS)}]")

    def out(name, data):
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{len(data):7}  {name}")

    for name in sys.argv[1:] or PAPERS:
        PAPERS[name](out)


if __name__ == "__main__":
    main()
