"""Minutes of every case of tests/kinds/minutes, drafted as Word documents, are the same minutes, and so they are once
LibreOffice has saved them again: python3 minutes.py ORDERPAPER FOLDER
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM, SCRATCH = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
CASES = Path(__file__).resolve().parents[2] / "tests" / "kinds" / "minutes"
DAY = ["--today", "2026-03-02"]


def run(*arguments, **more):
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def minutes_of(data):
    """Returns the words and the tags of all minutes that a folder makes."""
    output = data.with_name(data.name + "-output")
    shutil.rmtree(output, ignore_errors=True)
    run(PROGRAM, "build", "--data", data, "--output", output, "--kind", "minutes", *DAY)
    made = {}
    for pdf in sorted(output.rglob("minutes.pdf")):
        tags = run("pdfinfo", "-struct-text", pdf)
        # Line breaks follow the spaces between words, which tags do not have.
        made[pdf.parent.name] = re.sub(r"\s+", " ", tags)
    return made


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
        expected = minutes_of(data)
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
            found = minutes_of(data)
            for name, words in expected.items():
                if found.get(name) != words:
                    Path(SCRATCH / "expected.txt").write_text(words)
                    Path(SCRATCH / "found.txt").write_text(found.get(name, ""))
                    sys.exit(f"{case.name}: the minutes {name} of {documents[0].parent} are others")
                checked += 1
    print(f"{checked} minutes in Word are those of JSON")


main()
