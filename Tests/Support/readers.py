# SPDX-License-Identifier: Apache-2.0
"""Reads what the program exports, independently of the program, back into rows of canonical text."""

import csv
import datetime
import io
import json
import warnings

import openpyxl

import htcds


def read_csv(content: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    assert rows.fieldnames == [field.name for field in htcds.fields()], "the header is the standard's 84 names in order"
    return [{name: unescaped(text) for name, text in row.items() if text} for row in rows]


def unescaped(text: str) -> str:
    """Takes away the apostrophe that keeps a spreadsheet from running a text."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in set("=+-@\t\r") else text


def read_json(content: bytes) -> list[dict[str, str]]:
    rows = json.loads(content)["rows"]
    return [{name: from_json(value) for name, value in row.items() if from_json(value) and not name.startswith("wh_")}
            for row in rows]


def from_json(value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, dict):
        return value.get("date", "")
    return str(value)


def read_xlsx(content: bytes) -> list[dict[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    assert sheet.row_dimensions[1].hidden, "row 1 with the names is hidden, as in the official workbooks"
    labels = {field.name: field.label for field in htcds.fields()}
    for cell in sheet[2]:
        name = names[cell.column - 1]
        if labels.get(name):
            assert htcds.key(cell.value) == htcds.key(labels[name]), f"{name} stands above {cell.value}"
    rows = []
    for line in sheet.iter_rows(min_row=3, values_only=True):
        row = {name: from_cell(name, value) for name, value in zip(names, line)
               if name in labels and value is not None and from_cell(name, value)}
        if row:
            rows.append(row)
    return rows


def from_cell(name: str, value) -> str:
    field = htcds.by_name()[name]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if field.is_checkbox:
        return {"yes": "TRUE", "true": "TRUE", "no": "FALSE", "false": "FALSE"}[value.lower()]
    if field.values or field.is_country or field.is_language:
        return ";".join(split_choices(name, value))
    return value


def split_choices(name: str, text: str) -> list[str]:
    """Value names of a `;` list in which labels themselves may hold `;`."""
    known, pieces, found = htcds.choices(name), text.split(";"), []
    while pieces:
        for length in range(len(pieces), 0, -1):
            key = htcds.key(";".join(pieces[:length]))
            if key in known:
                found.append(known[key])
                del pieces[:length]
                break
        else:
            raise AssertionError(f"{name}: a choice that the standard does not have")
    return found


def differences(expected: list[dict[str, str]], got: list[dict[str, str]]) -> list[str]:
    """What was lost, invented or changed, row by row in order; empty when nothing was."""
    problems = []
    if len(expected) != len(got):
        problems.append(f"{len(expected)} rows went in, {len(got)} came out")
    for index, (before, after) in enumerate(zip(expected, got)):
        for name in sorted(set(before) | set(after)):
            if before.get(name) != after.get(name):
                problems.append(f"row {index}, {name}: {before.get(name)!r} became {after.get(name)!r}")
    return problems
