"""Fills in the workbook that a council begins with, as an officer does in Excel: python fill.py RECORDS.XLSX MEETING TITLE ..."""

import os
import sys

import openpyxl

path, meeting, *titles = sys.argv[1:]
book = openpyxl.load_workbook(path)
sheet = book["agenda"]
columns = {cell.value: cell.column for cell in sheet[1]}
for number, title in enumerate(titles, 1):
    for column, value in (("meeting", meeting), ("number", str(number)), ("title", title)):
        sheet.cell(number + 1, columns[column], value)
book.save(f"{path}.new")
os.replace(f"{path}.new", path)
