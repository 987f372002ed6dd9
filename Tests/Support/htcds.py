# SPDX-License-Identifier: Apache-2.0
"""The published standard, read by the tests for themselves: nothing here is taken from the program under test."""

import csv
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import pytest


def shared() -> Path | None:
    """The folder with the published artefacts: WAYHOUSE_SHARED, or `shared` beside the repository or its parent."""
    named = os.environ.get("WAYHOUSE_SHARED")
    root = Path(__file__).resolve().parents[2]
    for folder in [Path(named)] if named else [root.parent / "shared", root.parent.parent / "shared"]:
        if (folder / "standards" / "htcds-2.0" / "field-standards.csv").exists():
            return folder
    print("NOTE: the published HTCDS artefacts are not here; stories that need them are skipped", file=sys.stderr)
    return None


def needed() -> None:
    """Skips a story, saying so loudly, where the published artefacts are not beside the repository."""
    if shared() is None:
        pytest.skip("NOT TESTED: the published HTCDS artefacts are not beside the repository")


def standard() -> Path:
    """The folder of the HTCDS 2.0 artefacts. Call only where `shared()` is not None."""
    return shared() / "standards" / "htcds-2.0"


class Field:
    """One of the 84 fields: name, label, kind, and for picklists value names with their labels."""

    def __init__(self, row):
        self.name = row["Field Name including Prefix"].strip() or (row["Field Name Prefix"] + row["Field Name"]).strip()
        self.label = row["Field Label"].strip()
        self.type = row["Field Type"].strip()
        names = [name.strip() for name in row["Value Names (if picklist)"].split("\n") if name.strip()]
        labels = [label.strip() for label in row["Value Labels (if picklist)"].split("\n") if label.strip()]
        self.is_country = "ISO 3166" in row["Value Names (if picklist)"] + row["Value Labels (if picklist)"]
        self.is_country |= self.name == "hte_Country"  # says Text, and means a country
        self.is_language = "ISO 639" in row["Value Names (if picklist)"]
        self.values = {} if self.is_country or self.is_language else dict(zip(names, labels))
        self.is_multiple = self.type.startswith("Multiselect")

    @property
    def is_date(self):
        return self.type == "Date"

    @property
    def is_checkbox(self):
        return self.type == "Checkbox"

    @property
    def is_number(self):
        return self.type in ("Number", "Geolocation")


@cache
def fields() -> list[Field]:
    """The 84 fields in the standard's order."""
    with open(standard() / "field-standards.csv", encoding="utf-8-sig", newline="") as file:
        rows = [Field(row) for row in csv.DictReader(file) if row["Field Name"].strip()]
    assert len(rows) == 84, f"the standard has 84 fields, this reader found {len(rows)}"
    return rows


@cache
def by_name() -> dict[str, Field]:
    return {field.name: field for field in fields()}


@cache
def countries() -> dict[str, str]:
    """Alpha-2 code to English name, as the official form lists them."""
    tree = ElementTree.parse(standard() / "htcds_xlsform.xml")
    tag = "{http://www.w3.org/2002/xforms}"
    for question in tree.iter(tag + "select1"):
        if question.get("ref") == "/data/prs_Citizenship":
            return {item.find(tag + "value").text: item.find(tag + "label").text for item in question.iter(tag + "item")}
    raise AssertionError("the form has no citizenship question")


def key(text: str) -> str:
    """Letters and digits only, lower case: what two spellings of one label have in common."""
    return re.sub(r"[^a-z0-9]", "", text.replace("\u00a0", " ").lower())


# ISO 639-2, the languages of the invented people.
LANGUAGES = {
    "afr": "Afrikaans", "amh": "Amharic", "ara": "Arabic", "eng": "English", "fra": "French", "hat": "Haitian",
    "ind": "Indonesian", "isl": "Icelandic", "mya": "Burmese", "nep": "Nepali", "ron": "Romanian", "sin": "Sinhala",
    "tam": "Tamil", "tet": "Tetum", "tgl": "Tagalog", "ukr": "Ukrainian", "vie": "Vietnamese", "zho": "Chinese",
}


@cache
def choices(field_name: str) -> dict[str, str]:
    """Every accepted spelling (as `key`) of a picklist's values to the value name."""
    field = by_name()[field_name]
    if field.is_language:
        return {key(label): code for code, label in LANGUAGES.items()} | {code: code for code in LANGUAGES}
    if field.is_country:
        known = {}
        for code, label in countries().items():
            known[key(label)] = code
            known[key(code)] = code
        return known
    known = {}
    for name, label in field.values.items():
        known[key(label)] = name
        known[key(name)] = name
        if re.match(r"[A-Z]_", name):
            known[key(name[2:])] = name
    return known
