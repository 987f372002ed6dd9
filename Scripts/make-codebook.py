#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/Standard/Resources/codebook.json. Run by hand; the result is committed.

    Scripts/make-codebook.py FOLDER

FOLDER holds the files of HTCDS 2.0 as IOM publishes them (field-standards.csv and the workbooks). What the standard
leaves open stands in codebook-words.toml beside this script. Needs Python 3.11, openpyxl and Debian's iso-codes.
"""
import csv
import glob
import json
import re
import sys
import tomllib
import unicodedata
import warnings
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent
ISO = Path("/usr/share/iso-codes/json")
SECTIONS = {
    "org": "organisation", "prs": "person", "vic": "victim", "per": "perpetrator", "cas": "case",
    "cco": "comment", "hte": "event", "spl": "plan", "con": "consent",
}
REFERRAL = re.compile(r"^cas_.*Refer(ral|ring|red)")
KINDS = {"Text": "text", "Long Text": "longText", "Date": "date", "Number": "whole", "Checkbox": "checkbox"}


def rows(folder):
    """The 84 rows of the standard's table as (prefix, dict)."""
    with open(folder / "field-standards.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Field Name Prefix"] and row["Field Name"]:
                yield row


def lines(cell):
    return [text.strip() for text in cell.replace("\xa0", " ").strip().split("\n") if text.strip()]


def kind_of(row, words):
    type_text = row["Field Type"].strip()
    values = row["Value Names (if picklist)"] + row["Value Labels (if picklist)"]
    if "kind" in words:
        return words["kind"], None
    if "ISO 3166" in values or row["Field Name"] == "Country":
        return "picklist", "country"
    if "ISO 639" in values:
        return "picklist", "language"
    if type_text == "Picklist or Text":
        return "text", None
    if type_text == "Geolocation":
        return ("longitude" if "Longitude" in row["Field Name"] else "latitude"), None
    if type_text.startswith("Lookup [to "):
        return "lookup:" + type_text[11:-1], None
    if "Picklist" in type_text:
        name = row["Field Name"]
        return "picklist", words.get("picklist", name[0].lower() + name[1:])
    return KINDS[type_text], None


def standard_fields(folder, words, lists):
    for row in rows(folder):
        name = row["Field Name Prefix"] + row["Field Name"]
        own = words["fields"][name]
        kind, picklist = kind_of(row, own)
        if name == "org_Type":
            picklist = "organisationType"
        label = row["Field Label"].strip() or own["label"]
        field = {
            "name": name, "section": "referral" if REFERRAL.match(name) else SECTIONS[name[:3]],
            "type": row["Field Type"].strip(), "kind": kind,
            "label": label, "definition": own["says"], "core": row["Core"].strip() == "Core",
            "status": row["Status"].strip(), "class": own["class"], "role": own["role"],
        }
        if picklist:
            field["picklist"] = picklist
            field["multiple"] = own.get("multiple", row["Field Type"].startswith("Multiselect"))
            if picklist not in ("country", "language"):
                names, labels = lines(row["Value Names (if picklist)"]), lines(row["Value Labels (if picklist)"])
                assert len(names) == len(labels), name
                values = [{"name": n, "label": l} for n, l in zip(names, labels)]
                assert lists.setdefault(picklist, values) == values, name
        yield field


def own_fields(words):
    for own in words["own"]:
        field = {
            "name": own["name"], "section": own["section"], "type": "", "kind": own["kind"], "label": own["label"],
            "definition": own["says"], "core": False, "status": "OWN", "class": own["class"], "role": own["role"],
            "downgrade": own["downgrade"],
        }
        if "picklist" in own:
            field["picklist"] = own["picklist"]
            field["multiple"] = own.get("multiple", False)
        yield field


def template_labels(folder):
    """Every spelling in the dropdown lists of the official workbooks, by heading: {heading: [label]}."""
    found = {}
    warnings.simplefilter("ignore")
    for path in sorted(glob.glob(str(folder / "*.xls[xm]"))):
        book = openpyxl.load_workbook(path)
        if "validation" not in book.sheetnames:
            continue
        for column in book["validation"].iter_cols(min_row=3, values_only=True):
            texts = [str(cell).strip() for cell in column if cell is not None]
            if texts:
                kept = found.setdefault(texts[0], [])
                kept += [text for text in texts[1:] if text not in kept]
    return found


def fold(text):
    text = unicodedata.normalize("NFD", text).casefold()
    return "".join(c for c in text if c.isalnum())


def add_template_labels(folder, fields, lists):
    found = template_labels(folder)
    heading_of = {f["label"]: f["picklist"] for f in fields if f.get("picklist") in lists}
    for heading, texts in found.items():
        if heading == "Country":
            by_code = dict(zip(found["Country Code"], texts))
            assert len(by_code) == 249
            for value in lists["country"]:
                put_template(value, by_code[value["name"]])
        elif heading in heading_of:
            values = lists["caseStatus" if heading == "Status" else heading_of[heading]]
            for text in texts:
                match = [v for v in values if fold(text) in (fold(v["name"]), fold(v["label"]))]
                assert len(match) == 1, (heading, text)
                put_template(match[0], text)


def put_template(value, text):
    if text != value["label"]:
        value["template"] = text


def countries(words):
    spellings = words["spellings"]["country"]
    values = []
    for entry in json.loads((ISO / "iso_3166-1.json").read_text())["3166-1"]:
        label = words["countryLabels"].get(entry["alpha_2"], entry.get("common_name", entry["name"]))
        also = [entry[k] for k in ("name", "official_name") if entry.get(k, label) != label]
        also += [text for text in spellings.get(entry["alpha_2"], []) if text not in also and text != label]
        values.append(with_also({"name": entry["alpha_2"], "label": label, "codes": [entry["alpha_3"]]}, also))
    return sorted(values, key=lambda value: fold(value["label"]))


def languages(words):
    spellings, members = words["spellings"]["language"], words["members"]
    values = []
    for entry in json.loads((ISO / "iso_639-2.json").read_text())["639-2"]:
        code = entry["alpha_3"]
        if len(code) != 3:
            continue
        names = [part.strip() for part in entry["name"].split(";")]
        label = words["languageLabels"].get(code, names[0])
        also = [text for text in names + spellings.get(code, []) if text != label]
        codes = [entry[k] for k in ("alpha_2", "bibliographic") if k in entry] + members.get(code, [])
        values.append(with_also({"name": code, "label": label, "codes": codes}, dict.fromkeys(also)))
    values.sort(key=lambda value: fold(value["label"]))
    for more in words["moreLanguages"]:
        value = with_also({"name": more["name"], "label": more["label"], "codes": []}, more.get("also", []))
        value["downgrade"] = {"to": "prs_PrimaryLanguage", "value": more["instead"]}
        values.append(value)
    assert len({value["name"] for value in values}) == len(values)
    return values


def with_also(value, also):
    if also:
        value["also"] = list(also)
    return value


def divisions(words):
    for section, titles in words["isic"].items():
        for digits, title in titles.items():
            # Spreadsheets make 1 of 01.
            also = [title, digits.lstrip("0")] if digits.startswith("0") else [title]
            yield {
                "name": digits, "label": f"{section[0]} {digits} {title}", "also": also,
                "downgrade": {"to": "vic_ForcedLabourIndustry", "value": section},
            }


def add_own_values(words, fields, lists):
    lists["labourDivision"] = list(divisions(words))
    ends = {f["picklist"]: f["downgrade"] for f in fields if "downgrade" in f and "picklist" in f}
    for id, values in words["values"].items():
        kept = lists.setdefault(id, [])
        for own in values:
            value = {"name": own["name"], "label": own["label"]}
            if "says" in own:
                value["definition"] = own["says"]
            value["downgrade"] = own.get("downgrade") or ends[id]
            kept.append(value)
    for id, says in words.get("meanings", {}).items():
        by_name = {value["name"]: value for value in lists[id]}
        for name, text in says.items():
            by_name[name]["definition"] = text


def add_facts(fields, lists):
    """The list of facts is that of the definitions: one file says what there is."""
    path = HERE.parent / "Sources/Identification/Resources/atoms.json"
    end = next(field["downgrade"] for field in fields if field.get("picklist") == "fact")
    lists["fact"] = [
        {"name": atom["id"], "label": atom["yes"].rstrip("."), "definition": atom["question"], "downgrade": end}
        for atom in json.loads(path.read_text(encoding="utf-8"))["atoms"]
    ]


def write(book, path):
    def row(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = ["{", f'"version":{row(book["version"])},', f'"standard":{row(book["standard"])},', '"fields":[']
    parts.append(",\n".join(row(field) for field in book["fields"]) + "],")
    parts.append('"picklists":{')
    lists = [f'"{id}":[\n' + ",\n".join(map(row, values)) + "]" for id, values in book["picklists"].items()]
    parts.append(",\n".join(lists) + "},")
    parts.append(f'"aliases":{row(book["aliases"])},')
    parts.append(f'"template":{row(book["template"])},')
    parts.append(f'"synonyms":{row(book["synonyms"])}')
    parts.append("}")
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def write_names(book, path):
    names = ",\n".join(f'        "{name}"' for name in sorted(field["name"] for field in book["fields"]))
    path.write_text(f"""// SPDX-License-Identifier: Apache-2.0

/// Made by Scripts/make-codebook.py: the names of the codebook's fields in alphabetical order.
enum KnownFieldNames {{
    static let all: [String] = [
{names},
    ]
    static let numbers: [String: UInt16] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map {{ ($1, UInt16($0)) }})
}}
""", encoding="utf-8")


def template_columns(folder, fields):
    """The visible labels of the official workbooks' case sheet, each with the field that it means."""
    by_label = {}
    for field in fields:
        if field["name"][:4] in ("prs_", "vic_", "cas_", "con_"):
            by_label.setdefault(field["label"], field["name"])
    sheet = openpyxl.load_workbook(folder / "HTCDS Excel Spreadsheet v2.0.xlsx").worksheets[0]
    labels = [cell for cell in next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)) if cell]
    return {label: by_label[label] for label in labels}


def main():
    folder = Path(sys.argv[1])
    words = tomllib.loads((HERE / "codebook-words.toml").read_text(encoding="utf-8"))
    lists = {}
    fields = list(standard_fields(folder, words, lists)) + list(own_fields(words))
    lists["country"], lists["language"] = countries(words), languages(words)
    add_template_labels(folder, fields, lists)
    add_own_values(words, fields, lists)
    add_facts(fields, lists)
    book = {
        "version": "2.0-6", "standard": "HTCDS 2.0 by IOM, CC BY 4.0", "fields": fields, "picklists": lists,
        "aliases": words["aliases"], "template": template_columns(folder, fields), "synonyms": words["synonyms"],
    }
    write(book, HERE.parent / "Sources/Standard/Resources/codebook.json")
    write_names(book, HERE.parent / "Sources/Standard/KnownFieldNames.swift")


main()
