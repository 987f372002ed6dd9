# SPDX-License-Identifier: Apache-2.0
"""Planted strings and the search for them in everything that lies on disk, in every form they could hide in."""

import base64
from pathlib import Path

import htcds

MARKER = "Zq7Wayward9Kestrel"
SCRIPTS = ["කැනරි කුරුල්ලා", "கேனரி பறவை", "طائر الكناري", "金丝雀鸟儿", "Кенар Жовтий"]
DATE = "1973-09-17"
NUMBER = "37.123456789"
CODES = ["OrganRemoval", "PsychoactiveSubstance", "ThroughATelevisionAdvert", "NonPoliceGovernmentalOrganization"]


def rows() -> tuple[list[dict[str, str]], int]:
    """People with a marker in every text of every field, and how many planted texts that makes."""
    made, planted = [], 0
    texts = [field.name for field in htcds.fields()
             if not (field.values or field.is_country or field.is_language or field.is_date or field.is_checkbox or field.is_number)]
    for _ in range(13):
        row = {}
        for name in texts:
            planted += 1
            row[name] = f"{MARKER}{planted:04d} {SCRIPTS[planted % len(SCRIPTS)]}"
        row |= {"prs_Birthdate": DATE, "hte_Date": DATE, "hte_Longitude": NUMBER, "prs_Gender": "TransgenderMasculine",
                "vic_TypeOfExploitation": "OrganRemoval", "vic_MethodsOfControl": "PsychoactiveSubstance",
                "vic_MethodOfRecruitment": "ThroughATelevisionAdvert", "con_Consent": "TRUE", "prs_Citizenship": "TL",
                "vic_TraffickingStatusDecisionMakingOrg": "NonPoliceGovernmentalOrganization"}
        made.append({field.name: row[field.name] for field in htcds.fields() if field.name in row})
    return made, planted


def forms(text: str) -> dict[str, bytes]:
    """What the text looks like raw, in UTF-16, base64 at each of its three alignments, and hexadecimal."""
    raw = text.encode("utf-8")
    shapes = {"raw": raw.lower(), "UTF-16LE": text.encode("utf-16-le").lower(), "UTF-16BE": text.encode("utf-16-be").lower(),
              "hex": raw.hex().encode()}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        # Only the characters that the text alone decides; the ends depend on what stands beside it.
        shapes[f"base64+{shift}"] = encoded[(4 if shift else 0):len(encoded) - 4]
    return shapes


def search(content: bytes, text: str) -> list[str]:
    """The forms in which the text is found. Raw, UTF-16 and hex regardless of case."""
    folded = content.lower()
    found = [name for name, shape in forms(text).items() if shape in (content if name.startswith("base64") else folded)]
    if "raw" not in found and not text.isascii() and text.casefold() in content.decode("utf-8", "ignore").casefold():
        found.append("raw")
    return found


def search_folder(folder: Path, texts: list[str]) -> list[str]:
    """Where which text was found in which form; `folder` is searched to its depths, file names too."""
    hits = []
    for file in sorted(folder.rglob("*")):
        content = file.name.encode("utf-8", "surrogateescape") + (b"\n" + file.read_bytes() if file.is_file() else b"")
        hits += [f"{file.name}: {text} as {form}" for text in texts for form in search(content, text)]
    return hits


def all_texts() -> list[str]:
    return [MARKER, *SCRIPTS, DATE, NUMBER, *CODES]
