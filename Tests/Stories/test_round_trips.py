# SPDX-License-Identifier: Apache-2.0
"""Fifty varied people in each official form go in and come out: the same values, none lost, none invented."""

import fill_templates
import pytest
from people import people
from readers import differences, read_csv, read_json, read_xlsx


def show(problems):
    return "\n".join(problems[:20])


@pytest.mark.parametrize("name", fill_templates.WORKBOOKS)
def test_a_workbook_comes_out_as_it_went_in(register, artefacts, name):
    folder, made = artefacts
    report = register.import_file(folder / name).json
    assert (report["rows"], report["imported"]) == (50, 50), report["findings"]
    problems = differences(made[name], read_csv(register.export("htcds-csv")))
    assert not problems, show(problems)


def test_the_misplaced_address_columns_are_said_once(register, artefacts):
    folder, _ = artefacts
    findings = register.import_file(folder / fill_templates.PLAIN).json["findings"]
    about = [finding for finding in findings if finding.get("column") in ("N", "O", "Q", "R") or "label" in finding["message"].lower()]
    assert about, "the disagreement between hidden names and labels is a finding"
    assert len(about) <= 5, "said once, not for each row"


def test_csv_comes_out_byte_for_byte(register, artefacts):
    folder, made = artefacts
    report = register.import_file(folder / "people.csv").json
    assert report["imported"] == 50
    out = register.export("htcds-csv")
    problems = differences(made["people.csv"], read_csv(out))
    assert not problems, show(problems)
    assert out == (folder / "people.csv").read_bytes()


def test_json_comes_out_as_it_went_in(register, artefacts):
    folder, made = artefacts
    assert register.import_file(folder / "people.json").json["imported"] == 50
    problems = differences(made["people.json"], read_json(register.export("htcds-json")))
    assert not problems, show(problems)


def test_forms_come_out_as_they_went_in(register, artefacts):
    folder, made = artefacts
    for file in sorted((folder / "forms").iterdir()):
        report = register.import_file(file, "--format", "xform").json
        assert report["imported"] == 1, report
    problems = differences(made["forms"], read_csv(register.export("htcds-csv")))
    assert not problems, show(problems)


def test_an_exported_workbook_holds_the_same_and_can_be_taken_in_again(register, artefacts, tmp_path):
    folder, made = artefacts
    register.import_file(folder / "people.csv")
    workbook = register.export("htcds-xlsx")
    problems = differences(made["people.csv"], read_xlsx(workbook))
    assert not problems, show(problems)
    again = type(register).made(tmp_path / "again")
    file = tmp_path / "out.xlsx"
    file.write_bytes(workbook)
    assert again.import_file(file).json["imported"] == 50
    assert again.export("htcds-csv") == (folder / "people.csv").read_bytes()


def test_exported_json_can_be_taken_in_again(register, artefacts, tmp_path):
    folder, _ = artefacts
    register.import_file(folder / "people.csv")
    file = tmp_path / "out.json"
    file.write_bytes(register.export("htcds-json"))
    again = type(register).made(tmp_path / "again")
    assert again.import_file(file).json["imported"] == 50
    assert again.export("htcds-csv") == register.export("htcds-csv")


def test_a_comparison_that_should_fail_does(artefacts):
    """Control: the comparison sees one changed, one lost and one invented value."""
    _, made = artefacts
    changed = [dict(row) for row in made["people.csv"]]
    changed[3]["prs_FirstName"] += "x"
    del changed[4]["cas_Status"]
    changed[5]["per_RoleDetails"] = changed[5].get("per_RoleDetails", "") + "invented"
    assert len(differences(made["people.csv"], changed)) == 3


def test_two_hundred_other_people_round_trip_too(register, tmp_path):
    rows = people(200, seed=77)
    file = tmp_path / "many.csv"
    file.write_bytes(fill_templates.canonical_csv(rows))
    assert register.import_file(file).json["imported"] == 200
    assert register.export("htcds-csv") == file.read_bytes()
