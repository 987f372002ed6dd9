# SPDX-License-Identifier: Apache-2.0
"""Fills each published HTCDS artefact with invented people, as a caseworker would: by the label that can be seen.

Made anew for each test run and never committed. As a command: fill_templates.py FOLDER [COUNT] writes one of each.
"""

import csv
import datetime
import io
import json
import sys
import warnings
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell import WriteOnlyCell

import htcds
from people import people

PLAIN = "HTCDS Excel Spreadsheet v2.0.xlsx"
SINGLE = "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx"
MULTI = "HTCDS Excel Spreadsheet multi select with validation v2.0.xlsm"
WORKBOOKS = [PLAIN, SINGLE, MULTI]
FIRST_ROW = 3  # row 1: hidden names, row 2: labels

# What the dropdowns of the workbooks offer where it differs from the standard's label.
DROPDOWN_COLUMNS = {
    "prs_Gender": "B", "prs_Citizenship": "E", "vic_MethodOfRecruitment": "F", "vic_MethodsOfControl": "G",
    "vic_TypeOfExploitation": "H", "vic_ForcedLabourIndustry": "I", "vic_TypeOfSexExploitation": "J", "cas_Status": "L",
    "cas_ReasonForIncomingReferral": "M", "cas_ReasonForOutgoingReferral": "N", "vic_TraffickingStatus": "O",
    "vic_TraffickingStatusDecisionMakingOrg": "P",
}


def workbook_columns(sheet) -> dict[str, int]:
    """Field name → column number by the visible label of row 2; labels are unique among the workbooks' 38 columns."""
    wanted = {htcds.key(label.value): label.column for label in sheet[2] if label.value}
    columns = {}
    for field in htcds.fields():
        if field.name.startswith(("prs_", "vic_", "cas_", "con_")) and htcds.key(field.label) in wanted:
            columns.setdefault(field.name, wanted[htcds.key(field.label)])
    assert len(columns) == 38, f"expected the 38 labelled columns, found {len(columns)}"
    return columns


def dropdowns(book) -> dict[str, dict[str, str]]:
    """Field name → value name → what the workbook's own dropdown says."""
    if "validation" not in book.sheetnames:
        return {}
    sheet, found = book["validation"], {}
    for name, column in DROPDOWN_COLUMNS.items():
        known = htcds.choices(name)
        said = [cell.value for cell in sheet[column][3:] if cell.value]
        found[name] = {known[htcds.key(text)]: text for text in said if htcds.key(text) in known}
    return found


def visible(name: str, text: str, index: int, offered: dict[str, dict[str, str]]):
    """What a person enters in a cell for a canonical text: labels, real dates, numbers, Yes and No."""
    field = htcds.by_name()[name]
    if field.is_date and len(text) == 10 and index % 7 != 5:
        return datetime.datetime.fromisoformat(text)
    if field.is_checkbox:
        return [text == "TRUE", "Yes" if text == "TRUE" else "No", text][index % 3]
    if field.values or (field.is_country and (name in offered or index % 2 == 0)) or name == "prs_Citizenship":
        labels = field.values or htcds.countries()
        said = offered.get(name, {})
        return ";".join(said.get(code, labels[code]) for code in text.split(";"))
    return text


def fill_workbook(name: str, rows: list[dict[str, str]], out: Path) -> list[dict[str, str]]:
    """Fills the published workbook `name` and returns the part of each row that its columns can hold."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops the dropdowns' extension: not what is tested here
        book = openpyxl.load_workbook(htcds.standard() / name, keep_vba=name.endswith(".xlsm"))
    sheet = book.worksheets[0]
    columns, offered = workbook_columns(sheet), dropdowns(book)
    kept = []
    for index, row in enumerate(rows):
        kept.append({field: text for field, text in row.items() if field in columns})
        for field, text in kept[-1].items():
            cell = sheet.cell(FIRST_ROW + index, columns[field])
            cell.value = visible(field, text, index, offered)
            if isinstance(cell.value, datetime.datetime):
                cell.number_format = ["dd/mm/yyyy", "yyyy-mm-dd", "d mmm yy"][index % 3]
            elif isinstance(cell.value, str):
                cell.data_type = "s"  # also where the text looks like a number or a formula
    book.save(out)
    return kept


def big_workbook(rows: list[dict[str, str]], out: Path) -> None:
    """A workbook of any length with the official layout, streamed; labels as text, dates as dates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        official = openpyxl.load_workbook(htcds.standard() / PLAIN).worksheets[0]
    names = {column: name for name, column in workbook_columns(official).items()}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for number in (1, 2):
        sheet.append([cell.value for cell in official[number]][:39])
    for index, row in enumerate(rows):
        cells = [index + 1]
        for column in range(2, 40):
            value = visible(names[column], row[names[column]], 0, {}) if names[column] in row else None
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, datetime.datetime):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(out)


def submission_fields() -> dict[str, str]:
    """Field name → element name in the official XForm, divergent names included."""
    text = (htcds.standard() / "htcds_xlsform.xml").read_text(encoding="utf-8")
    found = {}
    for field in htcds.fields():
        for element in (field.name, {"prs_FirstName": "prs_First_Name", "prs_SecondName": "prs_Second_Name",
                                     "vic_MethodsOfControl": "vic_Methods_of_Control"}.get(field.name)):
            if element and f'nodeset="/data/{element}"' in text:
                found[field.name] = element
    assert len(found) == 31, f"the form asks 31 questions, found {len(found)}"
    return found


def submission(row: dict[str, str], index: int) -> tuple[str, dict[str, str]]:
    """One filled form as ODK sends it, and the part of the row that it holds. Choices are joined by a space."""
    elements, kept = submission_fields(), {}
    parts = ['<?xml version="1.0"?><data xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
             'id="htcds_xlsform" version="vSmt4GQA3C9uBMLPEVfgND">',
             "<start>2025-03-01T10:00:00.000+05:30</start><end>2025-03-01T10:09:00.000+05:30</end>"]
    for name, element in elements.items():
        text = row.get(name, "")
        if htcds.by_name()[name].is_date and len(text) != 10:
            text = ""  # the form's date question takes whole dates only
        if name == "prs_Citizenship":
            text = text.split(";")[0]  # one choice only in the form
        if text:
            kept[name] = text
        joined = text.replace(";", " ") if htcds.by_name()[name].values else text
        parts.append(f"<{element}>{escape(joined)}</{element}>" if text else f"<{element}/>")
    parts.append("<__version__>vSmt4GQA3C9uBMLPEVfgND</__version__>")
    parts.append(f"<meta><instanceID>uuid:00000000-0000-4000-8000-{index:012d}</instanceID></meta></data>")
    return "".join(parts), kept


def canonical_csv(rows: list[dict[str, str]]) -> bytes:
    """HTCDS CSV: all 84 columns in the standard's order, quotes only where needed, one line feed a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [field.name for field in htcds.fields()]
    writer.writerow(names)
    writer.writerows([[escaped(row.get(name, "")) for name in names] for row in rows])
    return out.getvalue().encode("utf-8")


def escaped(text: str) -> str:
    """An apostrophe before what a spreadsheet would run; telephone and other numbers stay as they are."""
    if text.lstrip("'")[:1] not in set("=+-@\t\r") or not text:
        return text
    return text if text[0] in "+-" and set(text[1:]) <= set("0123456789 ().-") else "'" + text


def as_json(rows: list[dict[str, str]]) -> bytes:
    """The same people as a JSON list of objects: choices as lists, numbers as numbers, checkboxes as true or false."""
    return json.dumps([{name: json_value(name, text) for name, text in row.items()} for row in rows],
                      ensure_ascii=False, indent=1).encode("utf-8")


def json_value(name, text):
    field = htcds.by_name()[name]
    if field.is_checkbox:
        return text == "TRUE"
    if field.is_number:
        return float(text) if "." in text else int(text)
    if field.is_multiple:
        return text.split(";")
    return text


def write_all(folder: Path, count: int = 50) -> dict[str, list[dict[str, str]]]:
    """One of each artefact in `folder`; file name → the rows that it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, made = people(count), {}
    for name in WORKBOOKS:
        made[name] = fill_workbook(name, rows, folder / name)
    made["people.csv"], made["people.json"] = rows, rows
    (folder / "people.csv").write_bytes(canonical_csv(rows))
    (folder / "people.json").write_bytes(as_json(rows))
    forms = folder / "forms"
    forms.mkdir(exist_ok=True)
    made["forms"] = []
    for index, row in enumerate(rows):
        text, kept = submission(row, index)
        (forms / f"form-{index:03d}.xml").write_text(text, encoding="utf-8")
        made["forms"].append(kept)
    return made


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
