"""Writes the sample's money, risks and promises: data/performance/2025-26-q2 and -q3.

Run it from anywhere, with openpyxl installed; its output is the same bytes each time. Quarter 3 is as
such files come out of finance and performance systems:

- `finance.csv`: Windows-1252, titles above the header, amounts in millions by the heading, credits in
  brackets, totals typed below groups and at the end, blank rows;
- `savings.csv`: a spreadsheet's "Unicode text": UTF-16 with tabs, months as columns;
- `capital.xlsx`: merged cells for portfolios, dates as cells, a total typed at the end;
- `risks.csv`: a byte order mark, `sep=;`, bullets pasted from Word;
- `commitments.csv`: lines end as on Windows, with no-break spaces.

Quarter 2 is plain CSV. Figures that stand in both quarters agree.
"""

import csv
import datetime
import io
import random
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from sample_workbook import ADULTS, CHILDREN, COMMUNITY, PLACE, RESOURCES, fixed

FOLDER = Path(__file__).resolve().parents[2] / "data/performance"
Q2, Q3 = FOLDER / "2025-26-q2", FOLDER / "2025-26-q3"
OTHER = "Corporate budgets"

# Portfolio, group, line, budget, pressure and mitigation of quarter 3 in thousands, and why.
FINANCE = [
    (ADULTS, "Care for adults", [
        ("Older people", 118402, 1386, -940, "More people need nursing care. Contributions from the National Health Service are above budget."),
        ("Learning disability", 84655, 712, -225, "Eleven young people have moved from children’s services, against eight in the budget."),
        ("Mental health", 21340, 268, 0, "Two placements in hospital last longer than was planned."),
        ("Physical disability", 16275, 0, -84, ""),
        ("Direct payments", 27410, 190, -310, "Balances that were not used have been returned."),
        ("Equipment and adaptations", 4820, 145, 0, "Demand follows the shorter waiting list."),
        ("Client contributions", -38640, 0, -220, ""),
    ]),
    (ADULTS, "Public health and prevention", [
        ("Public health", 31200, 0, 0, ""),
        ("Reablement", 6185, 0, -132, "Posts were empty until September."),
        ("Grants to voluntary bodies", 2240, 0, 0, ""),
    ]),
    (ADULTS, "Management of adult services", [
        ("Assessment teams", 18930, 412, -175, "Six agency therapists until the end of March."),
        ("Commissioning and contracts", 3465, 0, -60, ""),
        ("Safeguarding", 1980, 35, 0, ""),
    ]),
    (CHILDREN, "Children’s social care", [
        ("Placements", 62118, 2369, -650, "Two of the four most expensive placements ended in November."),
        ("Social work teams", 28940, 0, -418, "Posts left empty."),
        ("Fostering and adoption", 14210, 0, -190, "Fewer households were approved than planned, so fewer allowances are paid."),
        ("Care leavers", 5325, 148, 0, ""),
        ("Young people seeking asylum", 6480, 240, -240, "The Home Office pays for all of it."),
        ("Children with disabilities", 7715, 96, -40, ""),
    ]),
    (CHILDREN, "Learning", [
        ("Home to school transport", 24775, 535, -120, "- More children travel alone\n- Fuel costs less than was assumed"),
        ("Educational psychology", 2310, 0, -105, "One post is still empty."),
        ("Admissions", 1145, 0, 0, ""),
        ("School improvement", 2870, 0, -55, ""),
        ("Music service", 640, 18, 0, ""),
    ]),
    (CHILDREN, "Early help", [
        ("Family hubs", 5890, 0, -74, ""),
        ("Youth service", 2275, 22, 0, "Two village halls withdrew, so vans are hired instead."),
        ("Youth justice", 1690, 0, 0, ""),
    ]),
    (PLACE, "Highways", [
        ("Winter service", 3150, 290, 0, "Grit and overtime during the floods and frosts of December."),
        ("Street lighting energy", 4420, 0, -366, ""),
        ("Repairs of roads", 13860, 345, -80, "Defects after the floods of December."),
        ("Bridges", 1930, 0, 0, ""),
        ("Drainage and gullies", 3215, 155, 0, ""),
        ("Traffic signals", 1480, 0, -32, ""),
    ]),
    (PLACE, "Transport", [
        ("Concessionary fares", 9670, 0, -285, "Fewer journeys are claimed than before 2020."),
        ("Bus services", 5540, 120, -120, "A grant pays for the evening services."),
        ("Road safety", 1265, 0, 0, ""),
        ("Parking", -2890, 65, 0, "The car park at Saltby quay was closed for six weeks."),
    ]),
    (PLACE, "Environment", [
        ("Waste disposal", 41080, 180, -305, "Less waste, at a slightly higher price a tonne."),
        ("Recycling centres", 6890, 42, 0, ""),
        ("Countryside and rights of way", 1745, 0, -18, ""),
        ("Planning", 2630, 0, -64, "Fees for two large applications."),
        ("Flood defence", 1120, 88, 0, "Pumps were hired in December."),
    ]),
    (COMMUNITY, "Community safety", [
        ("Fire and rescue", 27564, 146, -50, "Overtime in December."),
        ("Trading standards", 2015, 0, -42, ""),
        ("Coroner", 1830, 110, 0, "Two long inquests."),
        ("Registration", -415, 0, -38, ""),
        ("Emergency planning", 520, 24, 0, "Rest centres were open for three nights."),
    ]),
    (COMMUNITY, "Libraries and heritage", [
        ("Libraries", 9340, 0, -85, ""),
        ("Archives and museums", 1655, 0, 0, ""),
        ("Arts", 480, 0, 0, ""),
    ]),
    (RESOURCES, "Central services", [
        ("Property", 12233, 210, -95, "The third boiler at County Hall failed."),
        ("Internal audit", 907, 0, -45, "One post empty since June."),
        ("Finance", 6120, 0, -58, ""),
        ("Legal services", 4385, 164, -70, "Counsel’s fees in the care proceedings of the summer."),
        ("Information technology", 14760, 225, -130, "Licences cost more than in the last contract."),
        ("Human resources", 3910, 0, -36, ""),
        ("Democratic services", 1540, 0, 0, ""),
        ("Customer contact", 2965, 0, -28, ""),
    ]),
    (OTHER, "Corporate budgets", [
        ("Interest on balances", -4200, 0, -140, "Rates have stayed higher for longer than was assumed."),
        ("Contingency", 3600, 0, -1250, "What is left is held for the winter."),
    ]),
]

# The same of the schools grant, which is another account.
SCHOOLS = [
    (CHILDREN, "Schools grant", [
        ("High needs", 42180, 2475, 0, "More children have a plan, and places in special schools cost more."),
        ("Early years", 24610, 0, -180, ""),
    ]),
]

# Parts of savings that are rated in parts, in thousands: red, amber, green, blue.
PARTS = {"AH03 25/26": (140, 200, 0, 610), "CL03 25/26": (0, 0, 40, 310), "FPW02 25/26": (0, 138, 0, 137)}
INCOMES = ("AH06 25/26", "HTE06 25/26", "FPW02 25/26")
ONE_OFF = ("AH05 25/26", "HTE05 25/26", "FPW04 25/26")

# Reference, title, portfolio, and what was planned for and has come about in thousands, and why.
PRESSURES = [
    ("AH07 25/26", "Nursing care dearer than was planned", ADULTS, -120, -150, "Three homes raised their charges in October."),
]

# Reference, title, portfolio, target in thousands, delivered by the end of each month in thousands,
# rating, and why.
SAVINGS = [
    ("AH01 25/26", "Reablement: fewer hours of long-term care", ADULTS, 1100, 840, "amber", "Fewer people were referred in the summer than planned."),
    ("AH02 25/26", "Day services in three towns joined", ADULTS, 480, 360, "green", ""),
    ("AH03 25/26", "Reviews of the costliest packages", ADULTS, 950, 610, "amber", "Reviews gave way to assessments in December."),
    ("AH04 25/26", "Contract for delivered meals", ADULTS, 75, 75, "blue", ""),
    ("AH05 25/26", "Equipment returned and used again", ADULTS, 160, 128, "green", ""),
    ("AH06 25/26", "Charges brought into line with costs", ADULTS, 220, 165, "green", ""),
    ("CL01 25/26", "Residential homes of the Council’s own", CHILDREN, 700, 140, "red", "The second home opens in April, nine months late."),
    ("CL02 25/26", "Foster carers recruited in place of agency ones", CHILDREN, 600, 180, "red", "Nine households were approved, against 20 planned. The rest will be met from the contingency this year."),
    ("CL03 25/26", "School transport: routes redrawn", CHILDREN, 350, 310, "green", "The remaining routes change in February."),
    ("CL04 25/26", "Legal work brought in house", CHILDREN, 130, 98, "green", ""),
    ("CL05 25/26", "Agency social workers replaced", CHILDREN, 420, 265, "amber", "Eleven of 18 posts are filled."),
    ("HTE01 25/26", "LED street lighting, second phase", PLACE, 420, 420, "blue", "Finished in September."),
    ("HTE02 25/26", "Dimming after midnight", PLACE, 95, 95, "blue", ""),
    ("HTE03 25/26", "Vehicle workshop shared with the district councils", PLACE, 150, 0, "red", "Two districts withdrew in October. A smaller scheme is being considered."),
    ("HTE04 25/26", "Highways contract: price for volume", PLACE, 310, 240, "green", ""),
    ("HTE05 25/26", "Recycling centres: winter hours", PLACE, 180, 120, "green", ""),
    ("HTE06 25/26", "Fees for planning advice", PLACE, 60, 52, "green", ""),
    ("CSL01 25/26", "Self-service in libraries", COMMUNITY, 90, 68, "green", ""),
    ("CSL02 25/26", "One control room for three counties", COMMUNITY, 240, 96, "amber", "The new telephones came in November, not in June."),
    ("CSL03 25/26", "Archives: reading room on four days", COMMUNITY, 35, 35, "blue", ""),
    ("FPW01 25/26", "Licences that nobody uses", RESOURCES, 140, 140, "blue", ""),
    ("FPW02 25/26", "Offices at Ferrington: two floors let", RESOURCES, 275, 137, "amber", "One floor let from October. An offer for the second is expected."),
    ("FPW03 25/26", "Post sent by e-mail", RESOURCES, 70, 58, "green", ""),
    ("FPW04 25/26", "Insurance: higher excess", RESOURCES, 200, 200, "blue", "From the renewal in April."),
    ("FPW05 25/26", "Senior posts", RESOURCES, 180, 120, "green", ""),
]

# Reference, title, portfolio, whole budget, this year's budget and forecast in thousands, start,
# finish, ratings for time and cost, and why.
CAPITAL = [
    ("CP011", "Extra care flats at Cuttle Lane, Saltby", ADULTS, 11400, 3200, 2650, "May 2025", "November 2026", "amber", "green", "The piling found soft ground on the river side."),
    ("CP014", "Orchard Court: replacement lift", ADULTS, 285, 285, 279, "September 2025", "9 January 2026", "blue", "green", "Finished."),
    ("CP016", "Day centre at Brack: roof", ADULTS, 640, 640, 655, "June 2025", "February 2026", "green", "amber", ""),
    ("CP021", "Coldbrook Community School: teaching block", CHILDREN, 6400, 1900, 750, "April 2026", "August 2027", "red", "amber", "Planning permission is to be decided on 24 February, four months later than planned."),
    ("CP022", "Stoke Abbess Primary School: enlargement", CHILDREN, 3850, 520, 520, "Q1 2026/27", "Q2 2027/28", "green", "green", ""),
    ("CP023", "Children’s home in the north of the county", CHILDREN, 1350, 900, 610, "July 2025", "April 2026", "red", "green", "The vendor’s title took five months to prove."),
    ("CP025", "Schools: heating and roofs, rolling programme", CHILDREN, 4600, 2400, 2480, "April 2025", "March 2026", "green", "amber", ""),
    ("CP027", "Special school places, Lower Wend", CHILDREN, 8200, 1150, 1060, "September 2025", "August 2027", "green", "green", ""),
    ("CP033", "Resurfacing of main roads", PLACE, 9300, 9300, 9300, "April 2025", "March 2026", "green", "green", "Finished in September, but for the A-road at Roke."),
    ("CP035", "Flood pumps at Fen Edge", PLACE, 2200, 1400, 1520, "August 2025", "May 2026", "green", "amber", "A third pump was added after December."),
    ("CP037", "Saltby swing bridge: strengthening", PLACE, 3150, 200, 140, "Between 1 June 2026 and 30 September 2026", "March 2027", "amber", "green", "The harbour commissioners have asked that work wait until the regatta is over."),
    ("CP040", "Street lighting: third phase", PLACE, 2840, 0, 0, "April 2026", "March 2027", "green", "green", "Approved by the Cabinet on 18 November 2025."),
    ("CP044", "Bus station, Ferrington", PLACE, 5750, 2100, 1480, "October 2025", "December 2026", "amber", "green", ""),
    ("CP047", "Cycle route from Saltby to Brack", PLACE, 1900, 850, 850, "May 2025", "June 2026", "green", "green", ""),
    ("CP052", "Household recycling centre, Fenwick Road", PLACE, 4900, 1250, 1380, "January 2026", "November 2026", "green", "red", "The lowest tender is above the estimate; officers are looking at the paving and the canopy."),
    ("CP061", "Fire station at Wend Cross: drill tower", COMMUNITY, 870, 500, 470, "June 2025", "March 2026", "green", "green", ""),
    ("CP063", "Libraries: doors that open themselves", COMMUNITY, 390, 390, 350, "July 2025", "March 2026", "green", "green", ""),
    ("CP071", "County Hall: heating plant", RESOURCES, 2600, 300, 180, "Between 1 May 2026 and 31 August 2026", "October 2026", "amber", "green", ""),
    ("CP074", "Computers and telephones", RESOURCES, 3100, 1800, 1800, "April 2025", "March 2027", "green", "green", ""),
    ("CP078", "Depots: charging points", RESOURCES, 720, 420, 260, "August 2025", "June 2026", "red", "green", "The grid connection is promised for May."),
]

# Scores that likelihood times impact gives.
SCORES = sorted({likelihood * impact for likelihood in range(1, 6) for impact in range(1, 6)})

# The categories of risks, for each of which the Council has an appetite.
CATEGORIES = {
    "CR01": "Service", "CR02": "Financial", "CR04": "Service", "CR05": "Technology", "CR07": "Service", "CR09": "Legal",
    "CR11": "Safety", "CR12": "Service", "CR13": "Service", "CR14": "Safety", "CR15": "Service", "CR16": "Safety",
    "AH03": "Service", "AH05": "Technology", "CL08": "Service", "PL11": "Legal", "PL14": "Service", "FP06": "Financial",
}

# Reference, title, register, portfolio, owner, cause, consequence, actions, target, and likelihood
# and impact now, last quarter and the quarter before.
RISKS = [
    ("CR01", "A large care provider stops trading", "corporate", ADULTS, "Director of Adults and Health", "Costs rise faster than the rates that councils pay.", "Several hundred people need another provider at short notice.", "- Accounts of the ten largest providers are read each quarter\n- A list of places that could be used is kept up to date", 12, (4, 4), (3, 5), (3, 5), "up"),
    ("CR02", "The general reserve falls below £22m", "corporate", "", "Director of Finance", "Overspending that cannot be met within the year.", "The Council could not meet a serious emergency from its own resources.", "Spending of more than £25,000 is agreed by a panel.", 8, (3, 4), (3, 4), (4, 4), ""),
    ("CR04", "Too few foster carers", "corporate", CHILDREN, "Director of Children and Learning", "Carers retire; agencies pay more.", "Children live far from their schools and friends, at greater cost.", "Open evenings in every district until June.", 9, (4, 4), (4, 4), (4, 4), ""),
    ("CR05", "An attack makes computer systems unusable", "corporate", RESOURCES, "Director of Finance", "Software that is no longer supported, or a stolen password.", "Payments, social care records and telephones are lost for days or weeks.", "1. Old servers replaced by June\n2. Rehearsal with the chief officers in March", 10, (3, 5), (3, 5), (4, 5), ""),
    ("CR07", "Severe weather damages roads and bridges", "corporate", PLACE, "Director of Place", "Wetter winters; drains built for drier ones.", "Villages cut off, and repairs at the cost of planned work.", "Gullies on the 40 worst roads emptied twice a year.", 12, (4, 4), (3, 4), (3, 4), "up"),
    ("CR09", "Education, health and care plans remain late", "corporate", CHILDREN, "Director of Children and Learning", "More requests; too few psychologists.", "Children without support, and complaints upheld by the Ombudsman.", "See measure 14.", 9, (5, 3), (4, 4), (4, 4), ""),
    ("CR11", "A building of the Council’s is found unsafe", "corporate", RESOURCES, "Head of Property", "Surveys are ten years old; some roofs are of lightweight concrete.", "A school or office closes at a day’s notice.", "Surveys of all schools by July.", 5, (2, 5), (2, 5), (2, 5), ""),
    ("CR12", "Social workers cannot be recruited", "corporate", CHILDREN, "Director of Children and Learning", "Neighbouring counties pay more.", "Caseloads rise, and agency workers cost half as much again.", "A career scheme from April.", 6, (3, 3), (3, 4), (3, 4), ""),
    ("CR13", "The partnership for waste loses its plant", "corporate", PLACE, "Director of Place", "One furnace burns the waste of three counties.", "Waste is taken 80 miles further.", "Terms for a reserve are agreed with a plant at the coast.", 6, (2, 4), (2, 4), (2, 4), ""),
    ("CR14", "A child is harmed whom services knew", "corporate", CHILDREN, "Director of Children and Learning", "Information is held in several systems.", "Harm to a child.", "Audits of 40 cases a quarter; results to the safeguarding partnership.", 5, (2, 5), (2, 5), (2, 5), ""),
    ("CR15", "Reorganisation distracts from services", "corporate", "", "Chief Executive", "New councils may be formed in 2028.", "Posts stay empty, and decisions wait.", "A small programme office, paid for by all the councils.", 9, (3, 4), (3, 3), (3, 3), "up"),
    ("CR16", "Adults wait for an assessment and come to harm", "corporate", ADULTS, "Director of Adults and Health", "More referrals than staff.", "Harm, and admissions to hospital.", "See measure 4.", 6, (3, 4), (4, 4), (4, 5), ""),
    ("AH03", "Agency therapists leave before the list is cleared", "directorate", ADULTS, "Head of Living Well at Home", "Contracts end in March.", "The number waiting begins to rise again.", "Two of the six have been offered permanent posts.", 6, (3, 3), None, None, ""),
    ("AH05", "The records system is late", "directorate", ADULTS, "Head of Living Well at Home", "The supplier has other customers.", "Two systems are paid for.", "Penalties are in the contract.", 4, (2, 3), (3, 3), (3, 3), ""),
    ("CL08", "School transport contracts are handed back", "directorate", CHILDREN, "Head of Learning", "Drivers leave for deliveries.", "Children have no way to school.", "Prices are reviewed twice a year.", 4, (3, 3), (4, 4), (4, 4), "down"),
    ("PL11", "Mickering Heath legal agreement is not completed", "directorate", PLACE, "Head of Planning", "Negotiations with the operator.", "Permission cannot be issued.", "", 3, (2, 3), (2, 3), (3, 3), ""),
    ("PL14", "Grit runs out", "directorate", PLACE, "Head of Highways", "A long frost.", "Fewer roads are treated.", "Shared stocks with two counties.", 2, (2, 2), (2, 2), (2, 2), ""),
    ("FP06", "Payroll is run by too few people", "directorate", RESOURCES, "Head of Human Resources", "Two of five retire in 2026.", "Staff are paid late.", "Two apprentices began in September.", 2, (1, 4), (2, 4), (2, 4), ""),
]

ON, KEPT, LATE, NOT, GONE = "On course", "Delivered", "Behind", "Not started", "Dropped"
WELL, YOUNG, OPEN = "Living Well strategy", "Every Child strategy", "Council plan"
COMMITMENTS = [
    ("W1", "We will answer a request for help within two working days.", WELL, ADULTS, "", "94% of requests in December were answered within two days.", ON),
    ("W2", "We will tell carers what they are entitled to.", WELL, ADULTS, "", "A letter goes with every assessment since October.", KEPT),
    ("W3", "We will cut the number of people waiting by half.", WELL, ADULTS, "4", "It was 1,031 in June.", LATE),
    ("W4", "We will let people keep one worker throughout.", WELL, ADULTS, "", "Tried in two districts since May.", ON),
    ("W5", "We will offer a direct payment to everybody.", WELL, ADULTS, "3", "Offered at each review since August.", ON),
    ("W6", "We will publish what home care costs us.", WELL, ADULTS, "", "Published in June.", KEPT),
    ("W7", "We will open a second extra care scheme in the east.", WELL, ADULTS, "7", "64 flats, in March.", ON),
    ("W8", "We will ring everybody who leaves reablement after a month.", WELL, ADULTS, "1", "Since July.", KEPT),
    ("W9", "We will train 200 volunteers to visit.", WELL, ADULTS, "", "61 are trained.", LATE),
    ("W10", "We will close no day centre without another in its place.", WELL, ADULTS, "", "None has closed.", ON),
    ("E1", "We will give every child in care a say in where they live.", YOUNG, CHILDREN, "8", "Recorded in 86% of plans examined by the independent reviewing officers.", ON),
    ("E2", "We will open ten youth clubs in village halls.", YOUNG, CHILDREN, "", "Six are open.\n\n- Fen Edge and Roke Common open in March\n- two halls have withdrawn", LATE),
    ("E3", "We will finish more than half of plans on time.", YOUNG, CHILDREN, "14", "52.3% (measure 14) in the quarter.", KEPT),
    ("E4", "We will keep six apprenticeships for care leavers.", YOUNG, CHILDREN, "11", "All six are taken.", KEPT),
    ("E5", "We will visit every child educated at home once a year.", YOUNG, CHILDREN, "12", "Visits begin in April.", NOT),
    ("E6", "We will answer a school that asks for help within a week.", YOUNG, CHILDREN, "", "Within five days on average.", ON),
    ("E7", "We will open a children’s home of our own.", YOUNG, CHILDREN, "", "In April; see scheme CP023.", LATE),
    ("E8", "We will print a guide for new parents in six languages.", YOUNG, CHILDREN, "", "Given up: families asked for films instead.", GONE),
    ("E9", "We will teach every ten-year-old to swim.", YOUNG, CHILDREN, "", "84% of schools have a place at a pool.", ON),
    ("P1", "We will plant a tree for every household that asks for one.", OPEN, PLACE, "", "11,216 given away since 2022.", ON),
    ("P2", "We will mend a reported street light within five days.", OPEN, PLACE, "21", "The average is 4.4 days (measure 21).", KEPT),
    ("P3", "We will halve deaths and injuries on the roads by 2030.", OPEN, PLACE, "17", "See measure 17.", LATE),
    ("P4", "We will run evening buses to every market town.", OPEN, PLACE, "20", "Five of seven towns.", ON),
    ("P5", "We will recycle more than half of what is thrown away.", OPEN, PLACE, "18", "55.4% (measure 18).", KEPT),
    ("C1", "We will keep every library open.", OPEN, COMMUNITY, "24", "All 34 are open.", ON),
    ("C2", "We will visit 4,000 homes a year for fire safety.", OPEN, COMMUNITY, "23", "3,518 so far.", ON),
    ("C3", "We will lend tools as well as books.", OPEN, COMMUNITY, "", "From five libraries, beginning in May.", NOT),
    ("F1", "We will publish what we spend each month.", OPEN, RESOURCES, "", "Published by the tenth of each month since April.", KEPT),
    ("F2", "We will pay small firms within ten days.", OPEN, RESOURCES, "26", "The average is nine.", KEPT),
    ("F3", "We will answer the telephone within four minutes.", OPEN, RESOURCES, "30", "3.8 minutes (measure 30).", ON),
]

AT_HOME, OFFICES, DIGITAL = "Living Well at Home", "Offices", "Digital"
MILESTONES = [
    (AT_HOME, ADULTS, "Assessment", "Agency therapists engaged", "31 July 2025", 1, "Done", "Done"),
    (AT_HOME, ADULTS, "One record", "What is wanted of suppliers agreed", "September 2025", 1, "Done", "Done"),
    (AT_HOME, ADULTS, "Hospital team", "Staff consulted", "31 October 2025", 2, "On course", "Done"),
    (AT_HOME, ADULTS, "Assessment", "Fewer than 700 people waiting", "31 December 2025", 2, "On course", "Done"),
    (AT_HOME, ADULTS, "One record", "Supplier chosen", "28 February 2026", 3, "On course", "On course"),
    (AT_HOME, ADULTS, "Assessment", "Fewer than 400 people waiting", "31 March 2026", 3, "At risk", "At risk"),
    (AT_HOME, ADULTS, "Hospital team", "Team in place at Wendle Infirmary", "June 2026", 4, "Not started", "On course"),
    (AT_HOME, ADULTS, "One record", "First team uses it", "31 July 2026", 4, "Not started", "Not started"),
    (OFFICES, RESOURCES, "Ferrington", "First floor let", "October 2025", 2, "On course", "Done"),
    (OFFICES, RESOURCES, "Brack", "Depot sold", "30 November 2025", 2, "At risk", "Missed"),
    (OFFICES, RESOURCES, "Ferrington", "Second floor let", "Q4 2025/26", 3, "At risk", "At risk"),
    (OFFICES, RESOURCES, "County Hall", "Heating plant replaced", "Between 1 May 2026 and 31 August 2026", 4, "Not started", "Not started"),
    (DIGITAL, RESOURCES, "Telephones", "Contract signed", "30 June 2025", 1, "Done", "Done"),
    (DIGITAL, RESOURCES, "Telephones", "All teams on the new telephones", "November 2025", 2, "On course", "Done"),
    (DIGITAL, RESOURCES, "Records", "Old servers switched off", "December 2025", 3, "At risk", "Missed"),
    (DIGITAL, RESOURCES, "Website", "Forms without paper for all licences", "February 2026", 3, "On course", "On course"),
    (DIGITAL, RESOURCES, "Records", "Rehearsal of an attack", "31 March 2026", 4, "Not started", "On course"),
]

WORKFORCE = [
    ("Employees", "5,102", "5,138", "", "", "", ""),
    ("Full time", "3,264", "3,291", "", "Employees", "", ""),
    ("Part time", "1,838", "1,847", "", "Employees", "", ""),
    ("Employees (full-time equivalent)", "4,312.6", "4,338.1", "", "", "", ""),
    ("Posts empty", "7.9%", "7.2%", "6%", "", "", "Social work and planning have the most."),
    ("Agency staff as a share of the pay bill", "4.1% [p]", "4.6%", "4%", "", "", "The target is 4%."),
    ("Aged under 30", "13.2%", "13.0%", "", "", "employees by age", ""),
    ("Aged 30 to 49", "44.6%", "44.7%", "", "", "employees by age", ""),
    ("Aged 50 and over", "42.2%", "42.3%", "", "", "employees by age", ""),
    ("Apprentices", "118", "96", "100", "", "", "The autumn intake was the largest so far."),
    ("Difference between men’s and women’s median pay", "Not due", "Not due", "", "", "", "Measured once a year, on 31 March."),
    ("Grievances upheld", "*", "*", "", "", "", "Withheld, because fewer than five."),
]


def millions(thousands):
    """Returns thousands as millions of pounds, credits in brackets."""
    text = f"{abs(thousands) / 1000:.3f}"
    return f"(£{text}m)" if thousands < 0 else f"£{text}m"


def bare(thousands):
    """Returns thousands as millions without a sign or unit, credits in brackets."""
    text = f"{abs(thousands) / 1000:,.3f}"
    return f"({text})" if thousands < 0 else text


def earlier(amount, line):
    """Returns quarter 2's pressure or mitigation: a little more or less than quarter 3's."""
    return round(amount * random.Random(line).choice([0.7, 0.8, 0.9, 1.1, 1.2]))


def text(rows, delimiter=",", end="\n"):
    """Returns rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def write(path, rows, encoding="utf-8", **options):
    """Writes rows as CSV."""
    path.write_bytes(text(rows, **options).encode(encoding))


def finance_q2():
    """Returns quarter 2's revenue budget, plainly."""
    rows = [["portfolio", "group", "title", "budget", "forecast", "variance", "pressure", "mitigation", "narrative"]]
    for portfolio, group, lines in FINANCE:
        for title, budget, pressure, mitigation, _ in lines:
            pressure, mitigation = earlier(pressure, title), earlier(mitigation, title + "m")
            variance = pressure + mitigation
            rows.append([portfolio, group, title, millions(budget), millions(budget + variance), millions(variance),
                         millions(pressure) if pressure else "", millions(mitigation) if mitigation else "", ""])
    return rows


def finance_q3():
    """Returns quarter 3's, as the finance system prints it."""
    rows = [
        ["Wendleshire County Council – revenue monitoring", *[""] * 9],
        ["Position to 31 December 2025, £m", *[""] * 9],
        [""] * 10,
        ["Portfolio", "Group", "Account", "Title", "Budget (£m)", "Forecast (£m)", "Variance (£m)", "Pressure (£m)", "Mitigation (£m)", "Narrative"],
    ]
    whole = [0] * 5
    for at, (portfolio, group, lines) in enumerate(FINANCE + SCHOOLS):
        account = "General fund" if at < len(FINANCE) else "DSG"
        if at == len(FINANCE):
            rows.append(["Grand total", "", "General fund", "", *map(bare, whole), ""])
            rows.append([""] * 10)
        sums = [0] * 5
        for title, budget, pressure, mitigation, why in lines:
            variance = pressure + mitigation
            amounts = [budget, budget + variance, variance, pressure, mitigation]
            sums = [a + b for a, b in zip(sums, amounts)]
            rows.append([portfolio, group, account, title, *map(bare, amounts[:3]),
                         bare(pressure) if pressure else "", bare(mitigation) if mitigation else "", why])
        whole = [a + b for a, b in zip(whole, sums)]
        rows.append([portfolio, group, account, f"{group} - Total", *map(bare, sums), ""])
        if at + 1 >= len(FINANCE) or FINANCE[at + 1][0] != portfolio:
            rows.append([""] * 10)
    return rows


MONTHS = ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def months(reference, delivered, target):
    """Returns what was delivered by the end of each month, April to December."""
    chance = random.Random(reference)
    if delivered == target:
        done = chance.randrange(2, 6)
        steps = [min(delivered, round(delivered * (at + 1) / (done + 1))) for at in range(9)]
    else:
        steps = [round(delivered * (at + 1) / 9) for at in range(9)]
        steps = [max(0, step - (chance.randrange(0, 8) if at < 8 else 0)) for at, step in enumerate(steps)]
        steps = [max(steps[: at + 1]) for at in range(9)]
    return steps


def savings(count):
    """Returns the savings up to the month of that number."""
    rows = [["ref", "title", "portfolio", "target", *MONTHS[:count], "delivered", "rag", "narrative"]]
    for reference, title, portfolio, target, delivered, rag, why in SAVINGS:
        steps = months(reference, delivered, target)[:count]
        is_done = steps[-1] == target
        rating = rag if count == 9 or rag != "blue" or is_done else "green"
        rows.append([reference, title, portfolio, millions(target), *map(millions, steps), millions(steps[-1]),
                     rating, why if count == 9 else ""])
    return rows if count == 6 else parted(rows)


def parted(rows):
    """Returns quarter 3's savings with their account, kind and parts, and the pressures below them."""
    at = rows[0].index("rag")
    made = [[*rows[0][:3], "account", "kind", "lasting", *rows[0][3:at], "red", "amber", "green", "blue", *rows[0][at:]]]
    for row in rows[1:]:
        parts = [millions(part) if part else "" for part in PARTS.get(row[0], (0, 0, 0, 0))]
        kind = "income" if row[0] in INCOMES else "saving"
        lasting = "one-off" if row[0] in ONE_OFF else "lasting"
        made.append([*row[:3], "general fund", kind, lasting, *row[3:at], *parts, *row[at:]])
    for reference, title, portfolio, planned, now, why in PRESSURES:
        made.append([reference, title, portfolio, "general fund", "pressure", "lasting", millions(planned),
                     *[""] * len(MONTHS), millions(now), *[""] * 5, why])
    return made


def capital_rows(quarter):
    """Returns the capital schemes, each as a list of values."""
    for reference, title, portfolio, whole, year, forecast, start, finish, time, cost, why in CAPITAL:
        if quarter == 2:
            forecast = year if year <= forecast else round((year + forecast) / 2)
            time, why = ("amber" if time == "red" else "green" if time == "blue" else time), ""
        slippage = year - forecast
        yield [reference, title, portfolio, millions(whole), millions(year), millions(forecast),
               millions(slippage) if slippage else "", start, finish, time, cost, why]


CAPITAL_HEADER = ["ref", "title", "portfolio", "budget", "year-budget", "forecast", "slippage", "start", "finish",
                  "rag-time", "rag-cost", "narrative"]


def capital_book():
    """Returns the workbook of capital schemes."""
    book = Workbook()
    book.properties.creator = "Wendleshire County Council"
    book.properties.title = "Capital programme, quarter 3 of 2025/26"
    book.properties.created = datetime.datetime(2026, 1, 30, 9, 0, 0)
    sheet = book.active
    sheet.title = "Capital"
    sheet.append(["Capital programme"])
    sheet.append(["Position to 31 December 2025"])
    header = ["Ref", "Title", "Portfolio", "Budget", "Year budget", "Forecast", "Slippage", "Start", "Finish",
              "RAG time", "RAG cost", "Narrative", "Account"]
    sheet.append([])
    sheet.append(header)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    first = {}
    for row in capital_rows(3):
        for at in (7, 8):
            for form in ("%d %B %Y",):
                try:
                    row[at] = datetime.datetime.strptime(row[at], form)
                except ValueError:
                    pass
        sheet.append([value if value != "" else None for value in row] + ["Capital"])
        first.setdefault(row[2], sheet.max_row)
    for at in (7, 8):
        for cell in list(sheet.columns)[at][4:]:
            if isinstance(cell.value, datetime.datetime):
                cell.number_format = "dd/mm/yyyy"
    starts = sorted(first.values()) + [sheet.max_row + 1]
    for start, end in zip(starts, starts[1:]):
        sheet.merge_cells(start_row=start, start_column=3, end_row=end - 1, end_column=3)
    sums = [sum(row[at] for row in CAPITAL) for at in (3, 4, 5)]
    sheet.append(["Total", None, None, *map(millions, sums), millions(sums[1] - sums[2]), *[None] * 5, "Capital"])
    for column, width in zip("ABC", (9, 48, 34)):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue())


def risks(quarter):
    """Returns the registers."""
    header = ["ref", "title", "register", "portfolio", "owner", "cause", "consequence", "initial", "previous",
              "current", "target", "likelihood", "impact", "previous-likelihood", "previous-impact",
              "Q1 2025/26", "actions", "escalated", "de-escalated"]
    rows = [header]
    for reference, title, register, portfolio, owner, cause, consequence, actions, target, now, before, first, moved in RISKS:
        if quarter == 2:
            if before is None:
                continue
            now, before = before, first
            register = {"up": "directorate", "down": "corporate"}.get(moved, register)
            moved = ""
        history = first[0] * first[1] if quarter == 3 and first else ""
        least = min(25, max(now[0] * now[1], target) + 4)
        initial = min(score for score in SCORES if score >= least)
        letters = ("ABCDE"[now[0] - 1], now[1]) if reference == "AH03" else now
        if quarter == 3 and initial == 20:
            initial = "20 (5x4)"
        rows.append([reference, title, register, portfolio, owner, cause, consequence, initial,
                     before[0] * before[1] if before else "", now[0] * now[1], target, *(letters if quarter == 3 else now),
                     *(before or ("", "")), history, actions,
                     "yes" if moved == "up" else "", "yes" if moved == "down" else ""])
    if quarter == 3:
        rows = [[*row[:4], "category" if at == 0 else CATEGORIES[row[0]], *row[4:]] for at, row in enumerate(rows)]
    return rows


def pasted(rows):
    """Returns rows with the bullets that Word leaves behind."""
    return [[cell.replace("- ", "·\u00a0\u00a0") if isinstance(cell, str) and cell.startswith("- ") else cell
             for cell in row] for row in rows]


def commitments(quarter):
    """Returns the promises; fewer were kept by the end of quarter 2."""
    rows = [["ref", "text", "strategy", "portfolio", "owner", "indicators", "evidence", "state"]]
    owners = {ADULTS: "Director of Adults and Health", CHILDREN: "Director of Children and Learning",
              PLACE: "Director of Place", COMMUNITY: "Director of Place", RESOURCES: "Director of Finance"}
    for at, (reference, promise, strategy, portfolio, measures, evidence, state) in enumerate(COMMITMENTS):
        if quarter == 2:
            evidence, state = "", ON if state == KEPT and at % 2 else state
        rows.append([reference, promise, strategy, portfolio, owners[portfolio], measures, evidence, state])
    return rows


def milestones(quarter):
    """Returns the milestones."""
    rows = [["programme", "portfolio", "workstream", "title", "due", "hundred-days", "state"]]
    for programme, portfolio, workstream, title, due, period, before, now in MILESTONES:
        rows.append([programme, portfolio, workstream, title, due, period, now if quarter == 3 else before])
    return rows


def workforce(quarter):
    """Returns the workforce."""
    rows = [["title", "value", "previous", "target", "part-of", "share-of", "narrative"]]
    for title, now, before, target, part, share, why in WORKFORCE:
        rows.append([title, now, before, target, part, share, why] if quarter == 3
                    else [title, before, "", target, part, share, ""])
    return rows


def main():
    """Writes the files."""
    write(Q2 / "finance.csv", finance_q2())
    write(Q2 / "savings.csv", savings(6))
    write(Q2 / "capital.csv", [CAPITAL_HEADER, *capital_rows(2)])
    write(Q2 / "risks.csv", risks(2))
    write(Q2 / "workforce.csv", workforce(2))
    write(Q2 / "commitments.csv", commitments(2))
    write(Q2 / "milestones.csv", milestones(2))
    write(Q3 / "finance.csv", finance_q3(), encoding="cp1252", end="\r\n")
    (Q3 / "savings.csv").write_bytes(("\ufeff" + text(savings(9), delimiter="\t", end="\r\n")).encode("utf-16-le"))
    (Q3 / "capital.csv").unlink(missing_ok=True)
    (Q3 / "capital.xlsx").write_bytes(capital_book())
    marked = "sep=;\r\n" + text(pasted(risks(3)), delimiter=";", end="\r\n")
    (Q3 / "risks.csv").write_bytes(("\ufeff" + marked).encode())
    write(Q3 / "workforce.csv", workforce(3))
    nbsp = [[cell.replace("We will ", "We\u00a0will ") if isinstance(cell, str) else cell for cell in row] for row in commitments(3)]
    write(Q3 / "commitments.csv", nbsp, end="\r\n")
    write(Q3 / "milestones.csv", milestones(3))


if __name__ == "__main__":
    main()
