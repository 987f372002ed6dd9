#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second opinion on a CTDC export: may this file be let out?

    recount_ctdc.py FILE [--k 10]     counts FILE; prints one line; exit 0 safe, 1 not safe, 2 usage
    recount_ctdc.py --self-test       shows that planted unsafe tables are found; exit 0 when all are

Written from CTDC's codebook (version 7) and the description of its releases, not from the program that exports, and
shares no code with it. Standard library only. Prints names of columns and whether something is below k, never a row.
"""
import csv
import io
import sys
from collections import Counter

MEANS = ["DebtBondage", "TakesEarnings", "RestrictsFinancialAccess", "Threats", "PsychologicalAbuse", "PhysicalAbuse",
         "SexualAbuse", "FalsePromises", "PsychoactiveSubstances", "RestrictsMovement", "RestrictsMedicalCare",
         "ExcessiveWorkingHours", "UsesChildren", "ThreatOfLawEnforcement", "WithholdsNecessities",
         "WithholdsDocuments", "Other", "NotSpecified"]
LABOUR = ["Agriculture", "Aquafarming", "Begging", "Construction", "DomesticWork", "Hospitality", "IllicitActivities",
          "Manufacturing", "MiningOrDrilling", "Peddling", "Transportation", "Other", "NotSpecified"]
SEX = ["Prostitution", "Pornography", "RemoteInteractiveServices", "PrivateSexualServices"]
RECRUITER = ["IntimatePartner", "Friend", "Family", "Other", "Unknown"]
TYPES = ["isForcedLabour", "isSexualExploit", "isOtherExploit", "isSexAndLabour", "isForcedMarriage",
         "isForcedMilitary", "isOrganRemoval", "isSlaveryAndPractices"]
MEANS_COLUMNS = ["meansOfControl" + name for name in MEANS]
LABOUR_COLUMNS = ["typeOfLabour" + name for name in LABOUR]
SEX_COLUMNS = ["typeOfSex" + name for name in SEX]
RECRUITER_COLUMNS = ["recruiterRelation" + name for name in RECRUITER]
JOINED = ["meansOfControlConcatenated", "typeOfExploitConcatenated", "typeOfLabourConcatenated",
          "typeOfSexConcatenated", "RecruiterRelationship"]
HEADER = (["yearOfRegistration", "Datasource", "gender", "ageBroad", "majorityStatus", "majorityStatusAtExploit",
           "majorityEntry", "citizenship"]
          + MEANS_COLUMNS + JOINED[:1] + TYPES + JOINED[1:2] + LABOUR_COLUMNS + JOINED[2:3] + SEX_COLUMNS + JOINED[3:4]
          + ["isAbduction", "RecruiterRelationship", "CountryOfExploitation"] + RECRUITER_COLUMNS)
assert len(HEADER) == 63

FIVE = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"]
MINOR_BANDS = ["0--8", "9--17"]
ADULT_BANDS = ["18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"]
MAJORITY = {"", "Minor", "Adult", "Unknown"}
FLAGS = MEANS_COLUMNS + TYPES + LABOUR_COLUMNS + SEX_COLUMNS + RECRUITER_COLUMNS + ["isAbduction"]
ISO2 = set(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split())
assert len(ISO2) == 249

# What is counted, from least to most: each group contains what is derived from its columns.
COUNTS = [
    ("year, gender, age, citizenship and country, with majorityStatus", FIVE + ["majorityStatus"]),
    ("everything that others can know, with all that is derived from it",
     [name for name in HEADER if name not in MEANS_COLUMNS and name != "meansOfControlConcatenated"]),
    ("all 63 columns", HEADER),
]


def problems(data, k):
    """What is wrong with the bytes of a file; an empty list when it may be let out."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ["not UTF-8"]
    if text.startswith("\ufeff"):
        return ["begins with a byte order mark"]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return ["not CSV"]
    if not rows or rows[0] != HEADER:
        return ["the header is not CTDC's 63 columns in their order"]
    if len(rows) == 1:
        return ["no rows"]
    if any(len(row) != 63 for row in rows[1:]):
        return ["a row without 63 cells"]
    people = [dict(zip(HEADER, row)) for row in rows[1:]]
    found = values_out_of_range(people) + derived_that_disagree(people)
    for label, columns in COUNTS:
        sizes = Counter(tuple(person[name] for name in columns) for person in people)
        if min(sizes.values()) < k:
            found.append("a class smaller than %d over %s" % (k, label))
    # Each column against the five: which one lets a small group be picked out.
    for name in HEADER:
        if name not in FIVE:
            sizes = Counter(tuple(person[c] for c in FIVE + [name]) for person in people)
            if min(sizes.values()) < k:
                found.append("the five with %s go below %d" % (name, k))
    runs = 1 + sum(a != b for a, b in zip(rows[1:], rows[2:]))
    if runs != len({tuple(row) for row in rows[1:]}):
        found.append("like rows do not lie together, so their order tells where they came from")
    return found


def values_out_of_range(people):
    allowed = {name: {"", "0", "1"} for name in FLAGS}
    allowed.update({name: {""} for name in JOINED})
    allowed.update({
        "Datasource": {"", "Case Management", "Hotline"},
        "gender": {"", "Female", "Male", "Transgender/NonConforming"},
        "ageBroad": set([""] + MINOR_BANDS + ADULT_BANDS),
        "majorityStatus": MAJORITY, "majorityStatusAtExploit": MAJORITY, "majorityEntry": MAJORITY,
        "citizenship": ISO2 | {""}, "CountryOfExploitation": ISO2 | {""},
    })
    found = []
    for name in HEADER:
        values = {person[name] for person in people}
        if name == "yearOfRegistration":
            wrong = [v for v in values if v and not (len(v) == 4 and v.isascii() and v.isdigit())]
        else:
            wrong = values - allowed[name]
        if wrong:
            found.append("%s holds what its codebook row does not allow" % name)
    return found


def derived_that_disagree(people):
    found = set()
    for p in people:
        band, majority = p["ageBroad"], p["majorityStatus"]
        if (band in MINOR_BANDS and majority != "Minor") or (band in ADULT_BANDS and majority != "Adult"):
            found.add("majorityStatus disagrees with ageBroad")
        if band == "" and majority != "":
            found.add("majorityStatus tells what the empty ageBroad hides")
        both = p["isForcedLabour"] == "1" and p["isSexualExploit"] == "1"
        if (p["isSexAndLabour"] == "1") != both:
            found.add("isSexAndLabour disagrees with its two parts")
        for total, parts in [("meansOfControlNotSpecified", MEANS_COLUMNS), ("typeOfLabourNotSpecified", LABOUR_COLUMNS),
                             ("recruiterRelationUnknown", RECRUITER_COLUMNS)]:
            if p[total] == "1" and any(p[name] == "1" for name in parts if name != total):
                found.add("%s beside something specified" % total)
        if p["typeOfLabourNotSpecified"] == "1" and p["isForcedLabour"] != "1":
            found.add("typeOfLabourNotSpecified without isForcedLabour")
    return sorted(found)


def write(people):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([person[name] for name in HEADER] for person in people)
    return out.getvalue().encode("utf-8")


def person(**values):
    base = dict.fromkeys(HEADER, "")
    base.update(yearOfRegistration="2024", gender="Female", ageBroad="18--20", majorityStatus="Adult", citizenship="NA",
                CountryOfExploitation="ES", meansOfControlNotSpecified="1", recruiterRelationUnknown="1")
    base.update(values)
    return base


def self_test():
    """Each planted fault must be found, and the safe tables must pass."""
    ten = [person() for _ in range(10)]
    child = dict(ageBroad="9--17", majorityStatus="Minor")
    safe = {
        "ten like rows": ten,
        "two classes of ten": ten + [person(**child) for _ in range(10)],
    }
    unsafe = {
        "nine like rows": ten[:9],
        "ten and one of another citizenship": ten + [person(citizenship="PH")],
        "a class of nine beside one of ten": ten + [person(**child) for _ in range(9)],
        "minor told where the band was taken out": [person(ageBroad="", majorityStatus="Minor") for _ in range(10)],
        "band and majority disagree": [person(ageBroad="9--17") for _ in range(10)],
        "one person's means": ten + [person(meansOfControlThreats="1", meansOfControlNotSpecified="0")],
        "one person's recruiter": ten + [person(recruiterRelationFamily="1", recruiterRelationUnknown="0")],
        "a joined list": [person(typeOfExploitConcatenated="Forced labour") for _ in range(10)],
        "a country that is none": [person(citizenship="XX") for _ in range(10)],
        "a year and a month": [person(yearOfRegistration="2024-05") for _ in range(10)],
        "an exact age": [person(ageBroad="19") for _ in range(10)],
        "both without its parts": [person(isSexAndLabour="1") for _ in range(10)],
        "not specified beside specified": [person(meansOfControlThreats="1") for _ in range(10)],
        "like rows scattered as they came": [r for _ in range(10) for r in (person(), person(**child))],
        "no rows": [],
    }
    missed = [name for name, people in unsafe.items() if not problems(write(people), 10)]
    alarmed = [name for name, people in safe.items() if problems(write(people), 10)]
    header = write(ten).replace(b"CountryOfExploitation", b"CountryOfExploition", 1)
    if not problems(header, 10):
        missed.append("a misspelt header")
    if missed or alarmed:
        print("SELF-TEST FAILED: missed %s; false alarm on %s" % (missed, alarmed))
        return 1
    print("self-test passed: %d planted faults found, %d safe tables let through" % (len(unsafe) + 1, len(safe)))
    return 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    k = 10
    if "--k" in arguments:
        at = arguments.index("--k")
        try:
            k = int(arguments[at + 1])
        except (IndexError, ValueError):
            k = 0
        arguments = arguments[:at] + arguments[at + 2:]
    if len(arguments) != 1 or k < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            data = file.read()
    except OSError as error:
        print("cannot read the file: %s" % error.strerror, file=sys.stderr)
        return 2
    found = problems(data, k)
    if found:
        print("NOT SAFE at k=%d: %s" % (k, "; ".join(found[:6])))
        return 1
    print("safe at k=%d: %d rows, 63 columns, no class below k over any of them" % (k, data.count(b"\n") - 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
