"""Writes the sample workbook of indicators: data/performance/2025-26-q3/indicators.xlsx.

Run it from anywhere, with openpyxl installed; its output is the same bytes each time. What it
exercises: two title rows and a blank row above the header, a blank row between two records,
quarters as columns, results as numbers and as text, markers for missing, revised and provisional
results, dates as date cells, and a code that would lose its leading zero as a number.
"""

import datetime
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

TARGET = Path(__file__).resolve().parents[2] / "data/performance/2025-26-q3/indicators.xlsx"
MOMENT = datetime.datetime(2026, 1, 30, 9, 0, 0)

ADULTS = "Adults and Health"
CHILDREN = "Children and Learning"
PLACE = "Highways, Transport and Environment"
COMMUNITY = "Community Safety and Libraries"
RESOURCES = "Finance, Property and Workforce"
INDEPENDENT = "Independent lives"
START = "A good start"
COUNTY = "A county that works"
CARE = "Taking care of what we have"
SCRUTINY = {
    ADULTS: "Adults and Health Scrutiny Committee",
    CHILDREN: "Children and Learning Scrutiny Committee",
}
DIRECTORS = {
    ADULTS: "Rhiannon Sarkodie",
    CHILDREN: "Malcolm Greatrix",
    PLACE: "Verity Lomas",
    COMMUNITY: "Verity Lomas",
    RESOURCES: "Sunniva Hartog",
}

COLUMNS = [
    "number", "code", "title", "unit", "polarity", "decimals", "frequency", "portfolio",
    "priority", "committee", "target", "tolerance", "band-low", "band-high", "Q4 2024/25",
    "Q1 2025/26", "Q2 2025/26", "Q3 2025/26", "rag-override", "rag-override-reason", "forecast",
    "narrative", "actions", "agreed-by", "agreed-on",
]


def measure(number, code, title, unit, polarity, decimals, frequency, portfolio, priority, results,
            target=None, tolerance=None, band=(None, None), forecast=None, override=None,
            reason=None, narrative=None, actions=None, agreed=None):
    """Returns an indicator as a mapping from column to value."""
    return {
        "number": number, "code": code, "title": title, "unit": unit, "polarity": polarity,
        "decimals": decimals, "frequency": frequency, "portfolio": portfolio,
        "priority": priority, "committee": SCRUTINY.get(portfolio), "target": target,
        "tolerance": tolerance, "band-low": band[0], "band-high": band[1],
        **dict(zip(COLUMNS[14:18], results)), "rag-override": override,
        "rag-override-reason": reason, "forecast": forecast, "narrative": narrative,
        "actions": actions, "agreed-by": DIRECTORS[portfolio] if narrative else None,
        "agreed-on": datetime.date(2026, 1, agreed) if agreed else None,
    }


INDICATORS = [
    measure(1, "ASC01", "People still at home 91 days after reablement", "percent", "high", 1,
            "Quarterly", ADULTS, INDEPENDENT, [83.2, 84.0, 84.9, 86.1], 85, 3, forecast="green"),
    measure(2, "ASC02", "People aged 65 or over admitted permanently to care homes",
            "per-100,000", "low", 1, "Quarterly", ADULTS, INDEPENDENT,
            [561.3, 552.0, 549.7, 548.2], 540, 25, forecast="amber",
            narrative="Admissions have fallen for four quarters. The rate remains a little above the "
            "target because more people are leaving hospital unable to manage the stairs at home.",
            actions="- Adaptations costing less than £1,000 are now agreed on the ward.\n"
            "- The second extra care scheme, with 64 flats, opens in March.", agreed=20),
    measure(3, "ASC03", "People with long-term support who have a direct payment", "%", "high", 1,
            "Quarterly", ADULTS, INDEPENDENT, ["27.9%", "28.4%", "28.8%", "29.1%"], "30%", 2,
            forecast="green",
            narrative="Take-up is rising slowly. Most people who turn a payment down say that they "
            "do not want to employ somebody.",
            actions="A prepaid card, which needs no separate bank account, is offered from February.",
            agreed=20),
    measure(4, "ASC04", "People waiting for an assessment at the end of the quarter", "number",
            "low", 0, "Quarterly", ADULTS, INDEPENDENT, [984, 1031, 812, 655], 400, 100,
            forecast="amber",
            narrative="The list is a third shorter than in June. It was expected to be below 600, "
            "but referrals rose by a fifth between September and December.",
            actions="1. Six agency therapists remain until the end of March.\n"
            "2. People who have waited longest are telephoned each month:\n\n"
            "   a) to ask whether anything has changed, and\n"
            "   b) to lend equipment where that is enough.", agreed=21),
    measure(5, "ASC05", "Days from referral to the start of home care", "days", "low", 1,
            "Quarterly", ADULTS, INDEPENDENT, [9.4, 8.8, 7.6, 6.9], 7, 1, forecast="green"),
    measure(6, "ASC06", "People with long-term support who had a review within the year",
            "percent", "maximise", 1, "Quarterly", ADULTS, INDEPENDENT,
            [66.0, 68.2, "70.5%", "70.1% [p]"], "75%", 4, forecast="red",
            narrative="Reviews gave way to assessments in December. The figure is provisional "
            "until 212 reviews held on paper have been entered.",
            actions="Four reviewing officers start in February, all of them in the north of the county.",
            agreed=21),
    measure(7, "ASC07", "Extra care flats that are let", "percent", "band", 1, "Quarterly", ADULTS,
            CARE, [95.1, 93.8, 91.0, 90.6], None, 2, (92, 97), forecast="green",
            narrative="Eleven flats at Orchard Court have been empty since the lift failed in August.",
            actions="The lift was replaced on 9 January and seven of the flats have since been let.",
            agreed=20),
    measure(8, "CHL01", "Children in the Council’s care", "per-10,000", "low", 1, "Quarterly",
            CHILDREN, START, [59.9, 60.4, 61.2, 61.6], 58, 3, forecast="amber", override="amber",
            reason="Fourteen children came to the county in the quarter under the national transfer "
            "scheme. Without them the rate would be 60.6, which is amber.",
            narrative="Numbers of local children in care have not changed since June.",
            actions="Two teams now work with families where a child is on the edge of care.",
            agreed=19),
    measure(9, "CHL02", "First child protection conferences held within 15 working days", "percent",
            "high", 1, "Quarterly", CHILDREN, START, [91.2, 88.7, 92.0, 93.4], 90, 5,
            forecast="green"),
    measure(10, "0412", "Weeks from the court’s order to placement with adopters", "weeks", "low",
            1, "Quarterly", CHILDREN, START, [17.2, "*", "*", 16.5], 18, 2, forecast="green"),
    measure(11, "CHL04", "Care leavers in education, employment or training", "percent", "high", 1,
            "Quarterly", CHILDREN, START, ["57.1%", "58.0%", "58.8%", "59.4%"], "60%", 4,
            forecast="green",
            narrative="Three more young people would have met the target.",
            actions="The Council has kept six of its own apprenticeships for care leavers.", agreed=19),
    measure(12, "CHL05", "Children missing from education for more than a term", "count", "low", 0,
            "Termly", CHILDREN, START, [22, 17, "N/A", 13], 10, 5, forecast="green",
            narrative="The measure is taken at the end of each term. Four children were found in the "
            "autumn, all of them in school in another county.",
            actions="Agreements to exchange records within five days are signed with two of the four "
            "neighbouring counties.", agreed=19),
    measure(13, "CHL06", "Pupils permanently excluded", "per-1,000", "minimise", 2, "Termly",
            CHILDREN, START, [0.91, 0.86, "Not due", 0.79], 0.8, 0.1, forecast="green"),
    measure(14, "CHL07", "Education, health and care plans finished within 20 weeks", "percent",
            "high", 1, "Quarterly", CHILDREN, START, [41.0, 44.2, 46.9, 52.3], 65, 5,
            forecast="red",
            narrative="More than half of plans were on time for the first time since 2022. Advice "
            "from educational psychologists is still the step that takes longest.",
            actions="- Two psychologists joined in November; one post is still empty.\n"
            "- Plans that have waited more than 30 weeks are reviewed every Monday by the Director.",
            agreed=22),
    measure(15, "HTE01", "Dangerous defects in roads repaired on time", "percent", "high", 1,
            "Monthly", PLACE, COUNTY, [93.9, 96.1, 96.8, 91.2], 95, 3, forecast="amber",
            narrative="Floods closed 31 roads in December and the gangs were moved to clearing them. "
            "Reports of defects in the fortnight before Christmas were double those of last year.",
            actions="The contractor has brought in two more gangs, at its own cost, until March.",
            agreed=23),
    measure(16, "HTE02", "Principal roads where maintenance should be considered", "percent", "low",
            1, "Yearly", PLACE, CARE, [3.9, "Not due", "Not due", "Not due"], 4, 1),
    measure(17, "HTE03", "People killed or seriously injured on the roads", "number", "low", 0,
            "Quarterly", PLACE, COUNTY, [74, 69, "66 [r]", "71 [p]"], 70, 7, forecast="amber",
            narrative="The result is provisional until the police have checked it. That for quarter 2 "
            "is one higher than was reported in November.",
            actions="Speed limits on the two roads with the most collisions are out to consultation.",
            agreed=23),
    measure(18, "HTE04", "Household waste recycled, reused or composted", "percent", "high", 1,
            "Quarterly", PLACE, CARE, [53.2, 54.9, 55.8, 55.4], 55, 2, forecast="green"),
    measure(19, "HTE05", "Carbon from the Council’s buildings and vehicles (tonnes)", "number",
            "low", 0, "Quarterly", PLACE, CARE, [2410, 1890, 1705, 2240], 2150, 100,
            forecast="green",
            narrative="The cold weeks of November account for the rise. The year to date is within "
            "its budget by 215 tonnes.",
            actions="Work on the boilers at Ferrington offices has been brought forward to Easter.",
            agreed=23),
    measure(20, "HTE06", "Journeys by bus", "number", "none", 0, "Quarterly", PLACE, COUNTY,
            [2104300, "2,187,900", "2,063,400", "2,211,500 [p]"],
            narrative="For information: the Council can influence this figure but does not set a target "
            "for it.", agreed=23),
    measure(21, "HTE07", "Days to repair a street light", "days", "low", 1, "Monthly", PLACE, CARE,
            [6.2, 5.1, 4.6, 4.4], 5, 1, forecast="green"),
    measure(22, "CSL01", "Minutes to reach a critical fire incident", "minutes", "low", 1,
            "Quarterly", COMMUNITY, COUNTY, [9.8, 9.7, 9.9, 10.3], 10, 0.5, forecast="green",
            narrative="Flooded roads in December added a minute and a half to journeys in the Fens. "
            "For October and November together the figure was 9.8.",
            actions="None needed beyond the usual diversion plans, which worked.", agreed=22),
    measure(23, "CSL02", "Home fire safety visits", "number", "high", 0, "Quarterly", COMMUNITY,
            INDEPENDENT, [1084, 1132, 1210, 1176], 1100, 60, forecast="green"),
    measure(24, "CSL03", "Visits to libraries", "per-1,000", "high", 0, "Quarterly", COMMUNITY,
            COUNTY, [798, 815, 871, 842], 820, 40, forecast="green"),
    measure(25, "CSL04", "Hate incidents reported by schools", "number", "data-only", 0,
            "Quarterly", COMMUNITY, START, ["[c]", 14, "[c]", 11],
            narrative="Results below ten are withheld, because a school could be recognised from them.",
            agreed=22),
    measure(26, "FPW01", "Invoices paid within 30 days", "percent", "high", 1, "Monthly", RESOURCES,
            CARE, [94.1, 95.6, 96.0, 96.3], 95, 2, forecast="green"),
    measure(27, "FPW02", "Working days lost to sickness, for each employee", "days", "low", 2,
            "Quarterly", RESOURCES, CARE, [2.61, 2.12, 2.05, 2.58], 2.3, 0.2, forecast="amber",
            narrative="Coughs, colds and influenza account for almost all of the rise since quarter 2. "
            "Absence of more than four weeks has fallen.",
            actions="Vaccination is offered at work again in January, since a third of those who asked "
            "in October found no appointment left.", agreed=26),
    measure(28, "FPW03", "Staff who left in the past twelve months", "percent", "goldilocks", 1,
            "Quarterly", RESOURCES, CARE, [12.9, 12.4, 11.8, 11.2], None, 1.5, (8, 12),
            forecast="green"),
    measure(29, "FPW04", "Rent from the Council’s property", "pounds", "high", 0, "Quarterly",
            RESOURCES, CARE, [1388000, 1421000, "£1,447,500", "£1,463,200"], "£1,450,000", 50000,
            forecast="green"),
    measure(30, "FPW05", "Minutes to answer a call to the Council", "minutes", "lower", 1,
            "Monthly", RESOURCES, COUNTY, ["New measure", "New measure", "New measure", 3.8], 4, 1,
            forecast="green"),
    measure(31, "ASC08", "Safeguarding enquiries finished within 28 days",
            "percent", "high", 1, "Quarterly", ADULTS, INDEPENDENT,
            [78.9, 79.6, 81.2, 83.0], 80, 4, forecast="green",
            narrative="The result rose by {change}.", agreed=20),
    measure(32, "ASC09", "Carers who say that they are supported",
            "percent", "high", 1, "Yearly", ADULTS, INDEPENDENT,
            [41.8, "Not due", "Not due", "Not due"], 45, 5, forecast="green"),
    measure(33, "CHL08", "Children who come into care again within a year",
            "percent", "low", 1, "Quarterly", CHILDREN, START,
            [9.1, 8.8, 8.3, 8.9], 8, 1, forecast="green",
            narrative="Two families of four came back within a year. Of the others, the rate fell by half.",
            actions="A worker stays with each family for twelve months.", agreed=19),
    measure(34, "CHL09", "Secondary schools judged good by their last inspection",
            "percent", "high", 0, "Termly", CHILDREN, START,
            [82, 84, 84, 86], 85, 3, forecast="green"),
    measure(35, "HTE08", "Gullies emptied as planned",
            "percent", "high", 1, "Monthly", PLACE, COUNTY,
            [93.4, 96.1, 97.0, 88.2], 95, 5, forecast="green",
            narrative="Lorries cleared floods for three weeks of December, and emptied {value} of the gullies planned, against a target of {target}.",
            actions="The rest are done by the end of February.", agreed=23),
    measure(36, "HTE09", "Planning applications decided in time",
            "percent", "high", 1, "Monthly", PLACE, COUNTY,
            [90.4, 88.9, 87.5, 86.1], 90, 3, forecast="green",
            narrative="Three planners left in the summer. The result fell by {change} since {previous-quarter}.",
            actions="Two posts are filled from January."),
    measure(37, "CSL05", "People who feel safe after dark",
            "percent", "high", 0, "Yearly", COMMUNITY, COUNTY,
            [68, "Not due", "Not due", "Not due"], 70, 4, forecast="green"),
    measure(38, "CSL06", "Books and films lent",
            "per-1,000", "high", 0, "Quarterly", COMMUNITY, START,
            [1104, 1132, 1188, 1126], 1150, 60, forecast="green"),
    measure(39, "FPW06", "Freedom of information requests answered on time",
            "percent", "high", 1, "Monthly", RESOURCES, COUNTY,
            [91.5, 93.0, 94.4, 95.8], 95, 5, forecast="green"),
    measure(40, "FPW07", "Forms filled in on the website",
            "percent", "high", 1, "Monthly", RESOURCES, COUNTY,
            [70.2, 71.9, 72.4, 74.3], 75, 5, forecast="green"),
]

BLANK_AFTER = 14


def workbook():
    """Returns the workbook."""
    book = Workbook()
    book.properties.creator = "Wendleshire County Council"
    book.properties.title = "Indicators, quarter 3 of 2025/26"
    book.properties.created = MOMENT
    sheet = book.active
    sheet.title = "Indicators"
    sheet.append(["Wendleshire County Council: performance measures"])
    sheet.append(["Quarter 3 of 2025/26, results to 31 December 2025"])
    sheet["A1"].font = Font(bold=True, size=14)
    header = 4
    for column, name in enumerate(COLUMNS, 1):
        sheet.cell(header, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 14
    sheet.column_dimensions["C"].width = 48
    row = header
    for indicator in INDICATORS:
        row += 1
        for column, name in enumerate(COLUMNS, 1):
            value = indicator[name]
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if isinstance(value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
            elif name in ("narrative", "actions"):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        if indicator["number"] == BLANK_AFTER:
            row += 1
    sheet.freeze_panes = "D5"
    return book


def fixed(data):
    """Returns the workbook's bytes without the time at which they were written."""
    out = io.BytesIO()
    stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, part)
    return out.getvalue()


def main():
    """Writes the workbook."""
    out = io.BytesIO()
    workbook().save(out)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(fixed(out.getvalue()))


if __name__ == "__main__":
    main()
