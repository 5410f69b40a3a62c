//! Every fault and every rule of law that may be reported, with how serious it is, what tells it and where its
//! page stands.

use super::{Entry, Override, When};
use crate::Severity;

codes! {
    faults {
        /// A file that the data names or needs is not there.
        FileMissing = "file/missing": Error, Data;
        /// A file or folder can't be opened or read.
        FileUnreadable = "file/unreadable": Error, Data;
        /// A file is larger than a run may read.
        FileTooLarge = "file/too-large": Error, Data;
        /// A file holds bytes that are not text in any encoding that is read.
        FileEncoding = "file/encoding": Error, Data;
        /// A file is not in UTF-8, and is read in the encoding that it has.
        FileOtherEncoding = "file/other-encoding": Note, Data;
        /// A file is read in an encoding that its letters do not confirm.
        FileDoubtfulEncoding = "file/doubtful-encoding": Warning, Data;
        /// A table is in a format that is not read.
        FileOtherFormat = "file/other-format": Error, Data;
        /// A file or sheet in the data folder holds no table, or a paper that no row names, and is ignored.
        FileUnknown = "file/unknown": Warning, Data;
        /// A folder below `performance` is not named after a quarter.
        FileNotAPeriod = "file/not-a-period": Error, Data;
        /// A paper is neither PDF nor Djot nor DOCX.
        FileNotAPaper = "file/not-a-paper": Error, Data;
        /// A paper is not below the folder `documents`.
        FileOutside = "file/outside": Error, Data;
        /// A paper is reached by a link, and links are not followed.
        FileLink = "file/link": Error, Data;
        /// A table is in two files.
        FileTwoSources = "file/two-sources": Error, Data;
        /// A workbook has no sheet with the name of its table.
        FileNoSheet = "file/no-sheet": Error, Data;
        /// A file is empty.
        FileEmpty = "file/empty": Error, Data;
        /// A table has no rows, yet others need some of them.
        FileNoRows = "file/no-rows": Error, Data;
        /// A table has no rows.
        FileEmptyTable = "file/empty-table": Warning, Data;
        /// No row of a table holds its column names.
        FileNoHeader = "file/no-header": Error, Data;
        /// Column names are spread over two rows, and one is not clear by itself.
        FileTwoRowHeader = "file/two-row-header": Error, Data;
        /// A table lacks a column that every row must have.
        FileNoColumn = "file/no-column": Error, Data;
        /// A row of CSV, or a column, holds something without a column name, or ends before its
        /// marks.
        FileRaggedRow = "file/ragged-row": Error, Data;
        /// A row of CSV has more or fewer cells than there are column names.
        FileUnevenRow = "file/uneven-row": Warning, Data;
        /// A quotation mark in a CSV file is never closed.
        FileUnclosedQuote = "file/unclosed-quote": Error, Data;
        /// A quotation mark in a CSV file stands where none can, or the one that belongs to it is lost.
        FileStrayQuote = "file/stray-quote": Error, Data;
        /// A JSON file has a mistake in its punctuation.
        FileBadJson = "file/bad-json": Error, Data;
        /// A JSON file has too many lists and objects inside one another.
        FileTooDeep = "file/too-deep": Error, Data;
        /// A workbook can't be opened or read.
        FileBadWorkbook = "file/bad-workbook": Error, Data;
        /// A cell holds a formula whose value was not saved.
        FileUnsavedFormula = "file/unsaved-formula": Error, Data;
        /// A cell is merged with others of its row, whose columns are empty.
        FileMergedAcross = "file/merged-across": Warning, Data;
        /// A sheet, row or column with marks of what is private is hidden.
        FileHidden = "file/hidden": Error, Data;
        /// A sheet, row or column is hidden, and is read all the same.
        FileHiddenRead = "file/hidden-read": Warning, Data;
        /// Cells have comments, which are not read.
        FileComment = "file/comment": Warning, Data;
        /// A merged cell gives its value to each of its rows.
        FileMerged = "file/merged": Note, Data;
        /// A row above the column names is left out.
        FileTitleRow = "file/title-row": Note, Data;
        /// Of two rows of column names, the lower one is used.
        FileGroupRow = "file/group-row": Note, Data;
        /// A blank row is left out.
        FileBlankRow = "file/blank-row": Note, Data;
        /// A row of totals is left out.
        FileTotalRow = "file/total-row": Note, Data;

        /// A value that must be there is not.
        DataMissingValue = "data/missing-value": Error, Data;
        /// A value is not what its column holds.
        DataBadValue = "data/bad-value": Error, Data;
        /// A value can be read in two ways.
        DataAmbiguous = "data/ambiguous": Error, Data;
        /// A list or an object stands where one value is needed, or the other way round.
        DataWrongShape = "data/wrong-shape": Error, Data;
        /// A text is longer than 1 MB.
        DataTooLong = "data/too-long": Error, Data;
        /// A reference held as a number has more digits than a spreadsheet keeps.
        DataLostDigits = "data/lost-digits": Error, Data;
        /// A value was read as something plainer than what was written.
        DataReadAs = "data/read-as": Note, Data;
        /// A reference is a bare number among others that are not.
        DataOddReference = "data/odd-reference": Warning, Data, Overridable;
        /// Amounts of a table give no unit, and none is set.
        DataNoUnit = "data/no-unit": Error, Data;
        /// A spreadsheet may have swapped day and month in some dates.
        DataExchangedDates = "data/exchanged-dates": Warning, Data, Overridable;
        /// A result is an error of its spreadsheet, and is printed as not available.
        DataSpreadsheetError = "data/spreadsheet-error": Warning, Data, Overridable;
        /// A point in a number may mark thousands, as where decimals have a comma.
        DataDecimalComma = "data/decimal-comma": Warning, Data, Overridable;
        /// A rating is given by the colour of its cell alone.
        DataColourOnly = "data/colour-only": Error, Data;
        /// An empty cell is coloured, and colours are not read.
        DataColouredCell = "data/coloured-cell": Warning, Data, Overridable;
        /// A column is not known, and is ignored.
        DataUnknownColumn = "data/unknown-column": Warning, Data;
        /// A column is given twice.
        DataDuplicateColumn = "data/duplicate-column": Error, Data;
        /// Something that can only be there once is there twice.
        DataDuplicate = "data/duplicate": Error, Data;
        /// A lead member or an officer to ask has no row.
        DataUnknownPerson = "data/unknown-person": Warning, Data, Overridable;
        /// Something is named that is not in the data.
        DataUnknownReference = "data/unknown-reference": Error, Data;
        /// A portfolio is not in the list of the quarter's report.
        DataUnlistedPortfolio = "data/unlisted-portfolio": Warning, Data, Overridable;
        /// Two values contradict each other.
        DataContradiction = "data/contradiction": Error, Data;
        /// Issues follow each other in a circle.
        DataCircle = "data/circle": Error, Data;

        /// A meeting is on a weekend or at an unusual hour.
        MeetingUnlikelyTime = "meeting/unlikely-time": Warning, Data, Overridable;
        /// The name of a meeting gives another day than its date.
        MeetingOtherDay = "meeting/other-day": Warning, Data, Overridable;
        /// A meeting is postponed to a day on which there is none in the data.
        MeetingNoNewRow = "meeting/no-new-row": Warning, Data, Overridable;
        /// An agenda has neither a time nor a place.
        MeetingNowhere = "meeting/nowhere": Error, Data;

        /// Characters that were damaged or can't be seen were put right.
        TextRepaired = "text/repaired": Note, Data;
        /// Lines pasted from a word processor were read as a list.
        TextPastedBullets = "text/pasted-bullets": Note, Data;
        /// The fonts lack a character, and its number is printed.
        TextNoGlyph = "text/no-glyph": Warning, Data;
        /// A word has a letter that a wrong encoding took away or exchanged.
        TextDamaged = "text/damaged": Warning, Data;
        /// Marks of a web page are printed as they stand.
        TextHtml = "text/html": Warning, Data;
        /// A text holds a block of raw code.
        TextRawBlock = "text/raw-block": Error, Data;
        /// A text holds raw code.
        TextRawInline = "text/raw-inline": Error, Data;
        /// A text refers to a footnote that it does not have, or has one to which nothing refers.
        TextFootnote = "text/footnote": Error, Data;
        /// A text holds a block between lines of colons.
        TextDivBlock = "text/div-block": Error, Data;
        /// A text holds a list that begins with colons.
        TextDefinitionList = "text/definition-list": Error, Data;
        /// A text holds a formula.
        TextMath = "text/math": Error, Data;
        /// A text holds a picture.
        TextImage = "text/image": Error, Data;
        /// A link in a text leads nowhere.
        TextLinkAddress = "text/link-address": Error, Data;
        /// A table in a text has too many columns.
        TextTableTooWide = "text/table-too-wide": Error, Data;
        /// A backtick in a row of a table is never closed.
        TextTableRowBroken = "text/table-row-broken": Error, Data;
        /// Lists, quotes or marks stand inside one another too often.
        TextTooDeep = "text/too-deep": Error, Data;
        /// A text has so many marks that reading it could take too long.
        TextTooMuchMarkup = "text/too-much-markup": Error, Data;
        /// What is in braces is left out.
        TextAttributesIgnored = "text/attributes-ignored": Warning, Data;
        /// A comment in braces is left out.
        TextCommentLeftOut = "text/comment-left-out": Warning, Data;
        /// A line across the page is left out.
        TextThematicBreak = "text/thematic-break": Warning, Data;
        /// Tick boxes are printed as words.
        TextTaskList = "text/task-list": Warning, Data;
        /// A number or letter at the start of a paragraph made it a list.
        TextListOfOne = "text/list-of-one": Warning, Data, Overridable;
        /// The numbers of a list are out of order.
        TextListNumbersOutOfOrder = "text/list-numbers-out-of-order": Warning, Data, Overridable;
        /// A line meant as an item of a list is part of the paragraph above.
        TextListMarkerInParagraph = "text/list-marker-in-paragraph": Warning, Data, Overridable;
        /// A bullet was read as a character.
        TextBulletNotRead = "text/bullet-not-read": Warning, Data;
        /// A line meant as a heading, quote or table is part of the paragraph above.
        TextBlockInParagraph = "text/block-in-paragraph": Warning, Data, Overridable;
        /// A line below a heading is part of it.
        TextTextInHeading = "text/text-in-heading": Warning, Data;
        /// A star or underscore inside a word is printed as it stands.
        TextEmphasisInsideWord = "text/emphasis-inside-word": Warning, Data;
        /// A block of code is printed as a paragraph.
        TextCodeBlock = "text/code-block": Warning, Data;
        /// A backtick is printed as it stands.
        TextCodeNotClosed = "text/code-not-closed": Warning, Data;
        /// A word in brackets with a colon is printed as it stands.
        TextLinkDefinition = "text/link-definition": Warning, Data;
        /// Words in brackets that lead nowhere are printed as they stand.
        TextReferenceUnresolved = "text/reference-unresolved": Warning, Data;
        /// A row of a table in a text has fewer cells than the others.
        TextTableRowShort = "text/table-row-short": Warning, Data;
        /// A second heading in a table is printed as a row.
        TextTableSecondHeading = "text/table-second-heading": Warning, Data;
        /// A list that was pasted may be inside the item above it, or beside it.
        TextListNesting = "text/list-nesting": Warning, Data, Overridable;
        /// A number stands alone on its line, apart from the words that it may belong to.
        TextLoneNumber = "text/lone-number": Warning, Data, Overridable;
        /// A row of a table that stands on several lines is read as one.
        TextJoinedRow = "text/joined-row": Warning, Data, Overridable;
        /// A line that may be a paragraph or a title is read as part of the line above.
        TextJoinedLines = "text/joined-lines": Warning, Data, Overridable;
        /// A lone letter may be a bullet, an arrow or a tick of a symbol font that was lost.
        TextLostSymbol = "text/lost-symbol": Warning, Data, Overridable;
        /// Words that will be public look like something left over from writing.
        TextLeftover = "text/leftover": Warning, Data, Overridable;
        /// A day does not exist, or does not fall on the weekday beside it.
        TextWrongDay = "text/wrong-day": Warning, Data, Overridable;
        /// Words name the minutes of a meeting that did not happen.
        TextNoSuchMeeting = "text/no-such-meeting": Warning, Data, Overridable;
        /// Words refer to a minute, a table, a figure or a page that there is not.
        TextDeadReference = "text/dead-reference": Warning, Data, Overridable;
        /// Words that will be public say how somebody may be reached who is neither officer nor member, or where
        /// somebody lives.
        TextPersonalData = "text/personal-data": Warning, Data, Overridable;

        /// Something that is private now could be read by the public before.
        AccessExposed = "access/exposed": Error, Data;
        /// A column or name looks like a mark of what is private, and is none.
        AccessUnknownMark = "access/unknown-mark": Error, Data;
        /// A cell that decides who may see its row can't be known.
        AccessUnknownCell = "access/unknown-cell": Error, Data;
        /// A cell that decides who may see its row holds only blanks.
        AccessBlankMark = "access/blank-mark": Error, Data;
        /// The Schedule has no paragraph of that number.
        AccessUnknownParagraph = "access/unknown-paragraph": Error, Data;
        /// Something is exempt without saying by which paragraph.
        AccessNoParagraph = "access/no-paragraph": Error, Data;
        /// Something is exempt without saying why.
        AccessNoReason = "access/no-reason": Warning, Data;
        /// Records contradict each other about what is private.
        AccessContradiction = "access/contradiction": Error, Data;
        /// Something is withheld because what it belongs to is.
        AccessInherited = "access/inherited": Warning, Data;
        /// Something that may be private can't be traced to an agenda item.
        AccessUntraced = "access/untraced": Error, Data;
        /// The release of a paper is incomplete, or contradicts other records.
        AccessUnclearRelease = "access/unclear-release": Error, Data;
        /// A follow-up names a minute that is not there.
        AccessUnknownMinute = "access/unknown-minute": Error, Data;

        /// Somebody voted who was not in the room.
        VotesNotPresent = "votes/not-present": Error, Data;
        /// Somebody voted twice.
        VotesTwice = "votes/twice": Error, Data;
        /// More votes were cast than people present may vote.
        VotesTooMany = "votes/too-many": Error, Data;
        /// Whoever won an election did not have the most votes, or was not in its last round.
        VotesWrongWinner = "votes/wrong-winner": Error, Data;

        /// Minutes name a member whom the body does not have.
        MinutesUnknownMember = "minutes/unknown-member": Warning, Data, Overridable;
        /// Somebody moved, seconded, declared or came and went whom the minutes do not name as being there.
        MinutesNotThere = "minutes/not-there": Warning, Data, Overridable;
        /// The number of the first minute can't be worked out.
        MinutesUnknownNumber = "minutes/unknown-number": Error, Data;
        /// Minutes in Word can't be read.
        MinutesUnreadable = "minutes/unreadable": Error, Data;
        /// A line of minutes as text or in Word stands where nothing can be read.
        MinutesNotRead = "minutes/not-read": Warning, Data;
        /// How a line of minutes as text or in Word was read.
        MinutesReadAs = "minutes/read-as": Note, Data;
        /// A body asked for something that is in neither its work programme nor its tracker.
        MinutesUntrackedRequest = "minutes/untracked-request": Warning, Data, Overridable;

        /// A row may follow up an action of the minutes in other words, so that the tracker may have it twice.
        TrackerSimilarAction = "tracker/similar-action": Warning, Data, Overridable;

        /// A row of a work programme says otherwise than the agendas what became of its item.
        WorkProgrammeContradicted = "work-programme/contradicted": Warning, Data;
        /// An item of a work programme was dropped or moved, and nothing says why, or to when.
        WorkProgrammeNoReason = "work-programme/no-reason": Warning, Data;
        /// An issue is to be consulted on at a meeting that is cancelled or postponed.
        ConsultationNotHeld = "consultation/not-held": Warning, Data, Overridable;
        /// An issue is to be consulted on at a meeting after its decision.
        ConsultationTooLate = "consultation/too-late": Warning, Data, Overridable;

        /// A decision has no date.
        DecisionNoDate = "decision/no-date": Error, Data;
        /// The record of a decision lacks something that the law wants in it.
        DecisionMissingBlock = "decision/missing-block": Error, Data;
        /// A decision under special urgency was not reported to the Council in a year.
        DecisionUrgencyNotReported = "decision/urgency-not-reported": Warning, Data, Overridable;

        /// A total is not the sum of its parts.
        FiguresTotal = "figures/total": Error, Data;
        /// It is not known what a total adds up.
        FiguresUnknownTotal = "figures/unknown-total": Warning, Data, Overridable;
        /// An amount is not what the others of its row come to.
        FiguresVariance = "figures/variance": Error, Data;
        /// An amount has the wrong sign.
        FiguresSign = "figures/sign": Error, Data;
        /// An amount in pounds stands among others in thousands or millions.
        FiguresTwoUnits = "figures/two-units": Error, Data;
        /// Some rows of a table of money have an account and others none, or a total adds up several.
        FiguresAccount = "figures/account": Error, Data;
        /// Less was delivered by a month than by the one before.
        FiguresMonth = "figures/month": Error, Data;
        /// A part is larger than its whole, or parts do not add up to it.
        FiguresPart = "figures/part": Error, Data;
        /// Something finishes before it starts.
        FiguresDates = "figures/dates": Error, Data;
        /// A rating contradicts the figures that it rates.
        FiguresRating = "figures/rating": Error, Data;
        /// A result contradicts its numerator and denominator.
        FiguresRatio = "figures/ratio": Error, Data;
        /// What was carried forward does not arrive, or changes do not add up to what came of them.
        FiguresRollForward = "figures/roll-forward": Error, Data;
        /// A limit or a minimum is not kept, and nothing is written of it.
        FiguresLimit = "figures/limit": Warning, Data;
        /// A figure differs from what was published, and is not marked as revised.
        FiguresRevised = "figures/revised": Error, Data;
        /// A figure that is withheld can be worked out from others.
        FiguresDerivable = "figures/derivable": Error, Data;
        /// Shares do not add up to 100, or a percentage in a text is wrong.
        FiguresShare = "figures/share": Error, Data;
        /// The score of a risk is off the scale, or not likelihood times impact.
        FiguresScore = "figures/score": Error, Data;
        /// The risk matrix can't be drawn, or nothing says which scores are high.
        FiguresRiskMatrix = "figures/risk-matrix": Error, Data;
        /// The council gives no appetite for a risk's category.
        FiguresNoAppetite = "figures/no-appetite": Warning, Data;
        /// A risk is in another register than its escalation says.
        FiguresRegister = "figures/register": Error, Data;
        /// A measure is named that the quarter does not have.
        FiguresUnknownMeasure = "figures/unknown-measure": Error, Data;
        /// A milestone is due outside its hundred-day period.
        FiguresHundredDays = "figures/hundred-days": Error, Data;
        /// The state of a milestone contradicts its date.
        FiguresMilestone = "figures/milestone": Error, Data;
        /// A text counts ratings wrongly.
        FiguresCount = "figures/count": Error, Data;
        /// A text gives an amount that the figures contradict.
        FiguresAmount = "figures/amount": Error, Data;
        /// A text gives a result that the figures contradict.
        FiguresResult = "figures/result": Error, Data;
        /// A text names a figure that does not exist.
        FiguresUnknownName = "figures/unknown-name": Error, Data;
        /// A row of money lacks an amount that totals need.
        FiguresIncomplete = "figures/incomplete": Warning, Data;
        /// A target was changed, and nothing says who agreed that.
        FiguresTargetChanged = "figures/target-changed": Warning, Data;
        /// A result of the year so far has only the target of the whole year.
        FiguresYearTarget = "figures/year-target": Warning, Data;
        /// A figure in a text may be of something else than the sentence names.
        FiguresDoubtful = "figures/doubtful": Warning, Data, Overridable;
        /// A target of nought is met by any result, or a share of it is nothing.
        FiguresTargetNought = "figures/target-nought": Warning, Data, Overridable;
        /// A result is many times an earlier one, or a small part of it.
        FiguresOutOfProportion = "figures/out-of-proportion": Warning, Data, Overridable;
        /// A measure is red only if it is worse than before, of which nothing is known.
        FiguresNoComparison = "figures/no-comparison": Warning, Data;
        /// Commentary that has not been agreed is left out.
        FiguresNotAgreed = "figures/not-agreed": Warning, Data;

        /// A file of votes names a motion that the minutes do not have.
        ImportUnknownMotion = "import/unknown-motion": Error, Never;
        /// A file of votes has a name that is no member's, or that of several.
        ImportUnknownVoter = "import/unknown-voter": Error, Never;
        /// A file of votes has two votes of one member on the same motion.
        ImportVotesTwice = "import/votes-twice": Error, Never;

        /// An amount of council tax that was typed is not what the arithmetic of the Act gives.
        CouncilTaxAmount = "council-tax/amount": Error, Data;
        /// Council tax can't be worked out: something is missing, or makes no sense.
        CouncilTaxIncomplete = "council-tax/incomplete": Error, Data;

        /// What is expected of a peer challenge by a day was done late, or is late.
        AssuranceExpected = "assurance/expected": Warning, Data;
        /// More time is asked for a finding, but not more than it has.
        AssuranceExtension = "assurance/extension": Warning, Data;
        /// A finding that is to be dealt with has nobody who sees to it, or no date.
        AssuranceUnowned = "assurance/unowned": Warning, Data;
        /// A finding was done, and nothing says when.
        AssuranceDoneWhen = "assurance/done-when": Warning, Data;
        /// A finding that was not dealt with is missing in the next period.
        AssuranceGone = "assurance/gone": Warning, Data, Overridable;
        /// The date by which a finding was first to be dealt with was changed.
        AssuranceDueMoved = "assurance/due-moved": Warning, Data, Overridable;

        /// Complaints were upheld, and nothing says what was learned.
        ComplaintsNoLearning = "complaints/no-learning": Warning, Data;
        /// Something that a service has to develop has nobody who sees to it, or no date.
        AssessmentUnowned = "assessment/unowned": Warning, Data;
        /// Evidence that the public may not see shows something that the public reads.
        AssessmentExemptEvidence = "assessment/exempt-evidence": Error, Data;
        /// What is to show a strength says the opposite.
        AssessmentRedStrength = "assessment/red-strength": Warning, Data;
        /// A board, a panel or a team reports to none.
        GovernanceReportsToNone = "governance/reports-to-none": Warning, Data;
        /// Whoever is in the chair of a board is no member of it.
        GovernanceChair = "governance/chair": Warning, Data;
        /// The terms of a board were to be looked at again.
        GovernanceReviewDue = "governance/review-due": Warning, Data;
        /// Something goes to a board by a text, and there is no such board.
        GovernanceUnknownRoute = "governance/unknown-route": Warning, Data;

        /// The law of the council's nation is only partly checked.
        RulesNation = "rules/nation": Note, Data;
        /// The bank holidays of a year are not known.
        RulesNoBankHolidays = "rules/no-bank-holidays": Warning, Data;
        /// An override names a rule that does not exist.
        RulesUnknownCode = "rules/unknown-code": Error, Data;
        /// An override names a rule that can't be overridden.
        RulesNotOverridable = "rules/not-overridable": Error, Data;
        /// An override names neither a meeting nor an issue.
        RulesOverrideOfEverything = "rules/override-of-everything": Error, Data;
        /// An override matches no fault.
        RulesUnusedOverride = "rules/unused-override": Warning, Data;
        /// The next references that are free.
        ReferencesNextFree = "references/next-free": Note, Data;

        /// A template does not exist.
        TemplateMissing = "template/missing": Error, Data;
        /// A template is not in UTF-8.
        TemplateEncoding = "template/encoding": Error, Data;
        /// A template has a mistake in its braces.
        TemplateSyntax = "template/syntax": Error, Data;
        /// A template has triple braces, which would let data become code.
        TemplateRaw = "template/raw": Error, Data;
        /// A template uses a name that the data does not offer.
        TemplateUnknownName = "template/unknown-name": Error, Data;
        /// A template uses a helper that does not exist.
        TemplateUnknownHelper = "template/unknown-helper": Error, Data;
        /// A template includes a file that does not exist, or itself.
        TemplateUnknownPartial = "template/unknown-partial": Error, Data;
        /// A template goes through something that is no list.
        TemplateNotAList = "template/not-a-list": Error, Data;
        /// A template can't be filled in.
        TemplateRender = "template/render": Error, Data;
        /// A template stands where earlier versions had it.
        TemplateOldPath = "template/old-path": Warning, Data;
        /// Templates are in a language for which there are no words.
        TemplateNoWords = "template/no-words": Error, Data;
        /// The words of a language lack an entry, or have one that is not as it should be.
        TemplateWords = "template/words": Error, Data;

        /// A page can't be typeset.
        TypesetError = "typeset/error": Error, Made;
        /// A page was typeset, but something in it is doubtful.
        TypesetWarning = "typeset/warning": Warning, Made;

        /// A paper's PDF can't be used.
        PaperRefused = "paper/refused": Error, Made;
        /// A report in Word holds something that keeps it from house style.
        PaperConverted = "paper/converted": Warning, Made;
        /// A paper can't be opened because the tool failed.
        PaperUnreadable = "paper/unreadable": Error, Made;
        /// A paper that is to be made is not called for by the data.
        PaperUnknown = "paper/unknown": Error, Made;

        /// A late paper has no reason for its lateness.
        PackNoLateReason = "pack/no-late-reason": Error, Data;
        /// A pack does not claim PDF/UA-1 because of a paper.
        PackNoPdfUa = "pack/no-pdf-ua": Warning, Made;
        /// A public paper has words in it that nobody sees.
        PaperHiddenText = "paper/hidden-text": Error, Made;
        /// A supplied paper has words in it that nobody sees.
        PackHiddenText = "pack/hidden-text": Warning, Made;
        /// The words of a scanned paper were recognised by a machine.
        PackRecognisedText = "pack/recognised-text": Warning, Made;
        /// A supplied paper is damaged, and may look different elsewhere.
        PackDamaged = "pack/damaged": Warning, Made;
        /// A pack does not claim PDF/A because of a paper.
        PackNoPdfA = "pack/no-pdf-a": Warning, Made;
        /// Something was removed from a paper.
        PackTakenOut = "pack/taken-out": Note, Made;
        /// Packs can't be made here.
        PackNoOpener = "pack/no-opener": Error, Made;
        /// A pack that is published can't be made again with the same page numbers.
        PackNoRoom = "pack/no-room": Error, Made;
        /// A pack can't be bound.
        PackFailed = "pack/failed": Error, Made;

        /// A document took longer than it may.
        BuildSlow = "build/slow": Warning, Made;
        /// A document is no longer called for by the data.
        BuildOrphan = "build/orphan": Warning, Made;
        /// A document was altered since it was made, and is not removed.
        BuildAltered = "build/altered": Warning, Made;

        /// The data has changed since a document was published.
        PublishDiffers = "publish/differs": Warning, Made;
        /// The receipt of published documents can't be read.
        PublishReceipt = "publish/receipt": Error, Made;
        /// Something that was published is missing or altered, so that nothing can be published beside it.
        PublishLost = "publish/lost": Error, Made;
        /// A document says that it was published on another day than it is.
        PublishOtherDay = "publish/other-day": Error, Made;
        /// A document is not published before its time.
        PublishNotYet = "publish/not-yet": Warning, Made;
        /// The ledger of what was published is not whole.
        PublishLedger = "publish/ledger": Error, Made;
        /// The list of all that is published, and the feed, can't be brought up to date.
        PublishPages = "publish/pages": Warning, Made;

        /// There is nothing that can be verified.
        VerifyUnknown = "verify/unknown": Error, Verified;
        /// A file can't be read.
        VerifyUnreadable = "verify/unreadable": Error, Verified;
        /// A bag does not have the form that the standard asks for.
        VerifyForm = "verify/form": Error, Verified;
        /// A bag lacks a part that it must have.
        VerifyIncomplete = "verify/incomplete": Error, Verified;
        /// A file is missing.
        VerifyMissing = "verify/missing": Error, Verified;
        /// A file is not what it was.
        VerifyAltered = "verify/altered": Error, Verified;
        /// A file is there that nothing names.
        VerifyExtra = "verify/extra": Error, Verified;
        /// A bag does not have the size that it says.
        VerifySize = "verify/size": Error, Verified;
        /// The ledger of what was published is not whole.
        VerifyLedger = "verify/ledger": Error, Verified;
        /// The ledger has lines that a key did not sign.
        VerifySignature = "verify/signature": Error, Verified;
        /// A PDF does not claim what its receipt says.
        VerifyClaims = "verify/claims": Error, Verified;
        /// A receipt can't be read, or was altered.
        VerifyReceipt = "verify/receipt": Error, Verified;
        /// The name of a file could do harm.
        VerifyHarmfulName = "verify/harmful-name": Error, Verified;
        /// Two files have names that some systems do not tell apart.
        VerifySameName = "verify/same-name": Error, Verified;
        /// There is a link where a file should be.
        VerifyLink = "verify/link": Error, Verified;
        /// A zip would fill the disk.
        VerifyTooLarge = "verify/too-large": Error, Verified;
        /// Digests of one kind are not checked.
        VerifyNotChecked = "verify/not-checked": Warning, Verified;
        /// The digests of a bag are of a weak kind.
        VerifyWeakDigest = "verify/weak-digest": Warning, Verified;
        /// A manifest is written as the standard advises against.
        VerifyOddManifest = "verify/odd-manifest": Warning, Verified;
        /// No digest covers some of the files that describe a bag.
        VerifyUncovered = "verify/uncovered": Warning, Verified;
        /// A bag has a file that the system of a computer makes by itself.
        VerifySystemFile = "verify/system-file": Warning, Verified;
        /// A bag follows an old draft of the standard.
        VerifyOldVersion = "verify/old-version": Warning, Verified;
    }
    rules {
        /// Time and place of a meeting were not public five clear days before it.
        NoticeLateNotice = "notice/late-notice": Error, Data, Overridable, "notice/late_notice";
        /// The summons to a council meeting was late, unsigned or incomplete.
        NoticeLateSummons = "notice/late-summons": Error, Data, Overridable, "notice/late_summons";
        /// An agenda was not open to the public five clear days before the meeting.
        NoticeLateAgenda = "notice/late-agenda": Error, Data, Overridable, "notice/late_agenda";
        /// A report was not open five clear days before the meeting, and nothing says why.
        NoticeLatePaper = "notice/late-paper": Warning, Data, Overridable, "notice/late_paper";
        /// An item added late does not say why it is urgent.
        NoticeNoUrgencyReason = "notice/no-urgency-reason": Error, Data, Overridable, "notice/no_urgency_reason";
        /// The minutes do not say why a late item was urgent.
        NoticeUrgencyNotMinuted = "notice/urgency-not-minuted": Warning, Data, Overridable, "notice/urgency_not_minuted";
        /// A withheld report is not marked “Not for publication”.
        AccessUnmarkedReport = "access/unmarked-report": Error, Never, Fixed, "access/unmarked_report";
        /// A report does not list its background papers.
        RecordsNoBackgroundPapers = "records/no-background-papers": Warning, Data, Overridable, "records/no_background_papers";
        /// The title of a public record says that it is exempt.
        RecordsExemptTitle = "records/exempt-title": Warning, Data, Overridable, "records/exempt_title";
        /// A decision and its entry in the plan disagree about whether it is key.
        PlanUnmarkedKeyDecision = "plan/unmarked-key-decision": Error, Data, Overridable, "plan/unmarked_key_decision";
        /// A decision or issue looks key, and is not marked so.
        PlanLikelyKeyDecision = "plan/likely-key-decision": Warning, Data, Overridable, "plan/likely_key_decision";
        /// The entry for a key decision lacks what the law requires.
        PlanIncompleteEntry = "plan/incomplete-entry": Error, Data, Overridable, "plan/incomplete_entry";
        /// Whoever takes a key decision is not recorded.
        PlanUnknownMaker = "plan/unknown-maker": Warning, Data, Overridable, "plan/unknown_maker";
        /// A key decision was not announced twenty-eight clear days before.
        PlanShortNotice = "plan/short-notice": Error, Data, Overridable, "plan/short_notice";
        /// The plan discloses something that is exempt.
        PlanExemptWords = "plan/exempt-words": Error, Data, Overridable, "plan/exempt_words";
        /// A key decision under general exception came too soon after its notice.
        PlanGeneralException = "plan/general-exception": Error, Data, Overridable, "plan/general_exception";
        /// Special urgency was agreed after the decision.
        PlanSpecialUrgency = "plan/special-urgency": Error, Data, Overridable, "plan/special_urgency";
        /// Whoever agreed to special urgency is not named as a chair.
        PlanUnnamedChair = "plan/unnamed-chair": Warning, Data, Overridable, "plan/unnamed_chair";
        /// A private item was not announced twenty-eight clear days before.
        PrivateShortNotice = "private/short-notice": Error, Data, Overridable, "private/short_notice";
        /// The second notice of a private item is missing or late.
        PrivateNoSecondNotice = "private/no-second-notice": Error, Data, Overridable, "private/no_second_notice";
        /// A private item at short notice was agreed after the meeting.
        PrivateNoAgreement = "private/no-agreement": Error, Data, Overridable, "private/no_agreement";
        /// Whoever agreed to a private item at short notice is not named as a chair.
        PrivateUnnamedChair = "private/unnamed-chair": Warning, Data, Overridable, "private/unnamed_chair";
        /// An item is exempt in a way that the plan did not foresee.
        PrivateNotForeseen = "private/not-foreseen": Error, Data, Overridable, "private/not_foreseen";
        /// A paper is exempt in a way that the plan did not foresee.
        PrivatePaperNotForeseen = "private/paper-not-foreseen": Warning, Data, Overridable, "private/paper_not_foreseen";
        /// The record of a decision at a meeting of the executive lacks one of its five blocks.
        DecisionsIncompleteRecord = "decisions/incomplete-record": Error, Data, Overridable, "decisions/incomplete_record";
        /// The record of an executive decision by a member or an officer lacks one of its five
        /// blocks.
        DecisionsIncompleteMemberRecord = "decisions/incomplete-member-record": Error, Data, Overridable, "decisions/incomplete_member_record";
        /// The record of an officer’s other decision lacks date, reasons or alternatives.
        DecisionsIncompleteOfficerRecord = "decisions/incomplete-officer-record": Error, Data, Overridable, "decisions/incomplete_officer_record";
        /// Papers were not kept open for inspection as long as the law says.
        RecordsInspection = "records/inspection": Error, Never, Overridable, "records/inspection";
        /// An exempt minute has no summary for the public.
        AccessNoSummary = "access/no-summary": Warning, Data, Fixed, "access/no_summary";
        /// Minutes were not signed at the next suitable meeting.
        MinutesUnconfirmed = "minutes/unconfirmed": Warning, Data, Overridable, "minutes/unconfirmed";
        /// Minutes name no member present.
        MinutesNobodyPresent = "minutes/nobody-present": Error, Data, Overridable, "minutes/nobody_present";
        /// A member’s wish to have their vote recorded was not met.
        MinutesOwnVote = "minutes/own-vote": Error, Never, Overridable, "minutes/own_vote";
        /// A vote on the budget or council tax is not recorded by name.
        VotesUnnamedBudgetVote = "votes/unnamed-budget-vote": Error, Data, Overridable, "votes/unnamed_budget_vote";
        /// A vote does not name, or count, every member in the room.
        VotesUnaccounted = "votes/unaccounted": Warning, Data, Overridable, "votes/unaccounted";
        /// The numbers of a vote contradict its outcome.
        VotesWrongOutcome = "votes/wrong-outcome": Error, Data, Overridable, "votes/wrong_outcome";
        /// A casting vote was used where votes were not equal, or by nobody named as in the chair.
        VotesOddCastingVote = "votes/odd-casting-vote": Warning, Data, Overridable, "votes/odd_casting_vote";
        /// Somebody voted on an item in which they have a disclosable pecuniary interest.
        VotesPecuniaryInterest = "votes/pecuniary-interest": Error, Data, Overridable, "votes/pecuniary_interest";
        /// Somebody voted who attended from elsewhere.
        VotesFromElsewhere = "votes/from-elsewhere": Error, Data, Overridable, "votes/from_elsewhere";
        /// No resolution excluded the public from an exempt item, or it does not name the
        /// paragraph.
        ExclusionIncompleteResolution = "exclusion/incomplete-resolution": Error, Data, Overridable, "exclusion/incomplete_resolution";
        /// The resolution that excluded the public does not weigh the public interest.
        ExclusionNoPublicInterest = "exclusion/no-public-interest": Warning, Data, Overridable, "exclusion/no_public_interest";
        /// A decision takes effect before call-in ends.
        CallInEarlyEffect = "call-in/early-effect": Error, Data, Overridable, "call_in/early_effect";
        /// A decision can be called in, and the period for it is not known.
        CallInNoPeriod = "call-in/no-period": Warning, Data, Overridable, "call_in/no_period";
        /// A published document is not accessible.
        AccessInaccessibleDocument = "access/inaccessible-document": Error, Never, Fixed, "access/inaccessible_document";
        /// A reference does not match the council’s pattern.
        ReferencesOddForm = "references/odd-form": Warning, Data, Overridable, "references/odd_form";
        /// Plan entry, agenda item, minute and decision are not linked.
        ReferencesBrokenChain = "references/broken-chain": Warning, Data, Overridable, "references/broken_chain";
    }
}
