"""Minutes of every case of tests/kinds/minutes, drafted as Word documents, are the same minutes, and so they are once
LibreOffice has saved them again: python3 minutes.py ORDERPAPER FOLDER
"""

import shutil
import sys
from pathlib import Path

from programs import DAY, check_same, minutes_of, run

PROGRAM, SCRATCH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
CASES = Path(__file__).resolve().parents[2] / "tests" / "kinds" / "minutes"


def saved_again(documents, folder):
    """Has LibreOffice save documents again, as Word documents."""
    folder.mkdir(parents=True)
    profile = f"-env:UserInstallation=file://{SCRATCH}/profile"
    run("soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, *documents)
    return sorted(folder.glob("*.docx"))


def main():
    checked = 0
    for case in sorted(CASES.iterdir()):
        data = SCRATCH / case.name
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(case / "input", data)
        expected = minutes_of(PROGRAM, data)
        drafts = []
        for file in sorted((data / "minutes").glob("*.json")):
            draft = SCRATCH / "drafts" / case.name / f"{file.stem}.docx"
            draft.unlink(missing_ok=True)
            run(PROGRAM, "draft", "minutes", file.stem, "--as", "docx", "--to", draft, "--data", data, *DAY)
            drafts.append(draft)
            file.unlink()
        shutil.rmtree(SCRATCH / "again" / case.name, ignore_errors=True)
        again = saved_again(drafts, SCRATCH / "again" / case.name)
        for documents in (drafts, again):
            for document in documents:
                shutil.copy(document, data / "minutes" / document.name)
            found = minutes_of(PROGRAM, data)
            check_same(expected, found, documents[0].parent, SCRATCH)
            checked += len(expected)
    print(f"{checked} minutes in Word are those of JSON")


main()
