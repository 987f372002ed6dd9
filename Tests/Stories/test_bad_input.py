# SPDX-License-Identifier: Apache-2.0
"""Bad input gets a clear answer and loses nothing."""

import datetime

import bad_files
import fill_templates
import htcds
import openpyxl
import pytest
from readers import read_csv
from register import Register


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A register with one person, to see that refused files change nothing."""
    register = Register.made(tmp_path_factory.mktemp("lived-in"))
    file = register.scratch / "one.csv"
    file.write_bytes(bad_files.table([["Ann", "Onymous", "NA", "Active"]]))
    assert register.import_file(file).json["imported"] == 1
    return register


def findings(report, code):
    return [finding for finding in report["findings"] if finding["code"] == code]


def taken(register, name, content, *options, expecting=0):
    file = register.scratch / name
    file.write_bytes(content)
    return register.import_file(file, *options, expecting=expecting)


@pytest.mark.parametrize("name", list(bad_files.REFUSED))
def test_a_file_that_cannot_be_read_is_refused_in_words(lived_in, name):
    before = lived_in.export("htcds-csv")
    done = taken(lived_in, name, bad_files.REFUSED[name](), expecting=1)
    said = done.err + done.out
    assert len(done.err.strip()) > 20, "a sentence says what is wrong"
    assert "Fatal" not in said and "Error(" not in said and "Optional(" not in said
    assert done.json["imported"] == 0 and done.json["findings"], "--json says it, too"
    assert lived_in.export("htcds-csv") == before
    assert lived_in.verify().code == 0


def test_the_official_empty_workbooks_hold_no_cases(register):
    htcds.needed()
    for name in fill_templates.WORKBOOKS:
        done = register.import_file(htcds.standard() / name, expecting=1)
        assert (done.json["rows"], done.json["imported"]) == (0, 0)


def test_the_same_file_twice_is_recognised(register, artefacts):
    folder, _ = artefacts
    register.import_file(folder / "people.csv")
    again = register.import_file(folder / "people.csv", expecting=1).json
    assert again["imported"] == 0 and findings(again, "same-file")
    assert len(read_csv(register.export("htcds-csv"))) == 50


def test_a_row_that_stands_twice_is_kept_twice_and_said(register):
    row = ["Filomena", "da Costa Soares", "TL", "Active"]
    report = taken(register, "twice.csv", bad_files.table([row, ["Awa", "Diallo", "ML", "Active"], row])).json
    assert report["imported"] == 3, "said, never dropped silently"
    assert [finding["row"] for finding in findings(report, "duplicate-row")] == [4]
    assert report["possibleDuplicates"] == 1


def test_people_alike_are_proposed_and_never_merged(register):
    row = ["Filomena", "da Costa Soares", "TL", "Active"]
    alike = ["da Costa Soares", "FILOMENA", "", "Closed"]
    report = taken(register, "alike.csv", bad_files.table([row, alike])).json
    assert report["imported"] == 2
    assert [finding["row"] for finding in findings(report, "possible-duplicate")] == [3]
    later = taken(register, "later.csv", bad_files.table([row, ["New", "Person", "TL", "Active"]])).json
    assert later["imported"] == 2 and findings(later, "possible-duplicate")


def test_an_unknown_column_is_kept_as_a_finding_with_a_proposal(register):
    content = bad_files.table([["Ann", "B", "Onymous", "Active"]],
                              header=["prs_FirstNam", "Favourite colour", "prs_SecondName", "cas_Status"])
    report = taken(register, "columns.csv", content).json
    unknown = findings(report, "unknown-field")
    assert any(finding.get("suggestion") == "prs_FirstName" for finding in unknown), report
    assert all("message" in finding for finding in unknown)


def test_an_unknown_value_keeps_the_row_as_a_draft_with_the_nearest_value(register):
    content = bad_files.table([["Ann", "Onymous", "TL", "Activ"], ["Bo", "Two", "TL", "Closed"]])
    report = taken(register, "values.csv", content).json
    assert report["imported"] == 2, "the row is kept"
    unknown = findings(report, "unknown-value")
    assert unknown and unknown[0]["row"] == 2 and "Active" in str(unknown[0].get("suggestion")), unknown
    assert "Activ," not in unknown[0]["message"]


def test_na_is_namibia(register):
    report = taken(register, "na.csv", bad_files.table([["Ndapewa", "NA", "NA", "Active"]])).json
    assert report["imported"] == 1
    row = read_csv(register.export("htcds-csv"))[0]
    assert (row["prs_Citizenship"], row["prs_SecondName"]) == ("NA", "NA")


DATES = ["prs_FirstName", "prs_Birthdate"]


@pytest.mark.parametrize("typed", ["2001-05-12", datetime.datetime(2001, 5, 12), 37023, "12 May 2001"])
def test_dates_as_text_number_and_date_cell(register, typed):
    content = bad_files.workbook([DATES, ["Ann", typed]])
    taken(register, "date.xlsx", content)
    assert read_csv(register.export("htcds-csv"))[0].get("prs_Birthdate") == "2001-05-12"


def test_a_number_typed_as_text_is_not_taken_for_a_day_silently(register):
    report = taken(register, "typed.xlsx", bad_files.workbook([DATES, ["Ann", "37023"]])).json
    assert [finding["row"] for finding in report["findings"] if finding.get("field") == "prs_Birthdate"] == [2], report


def test_dates_counted_from_1904(register):
    def from_1904(book):
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    content = bad_files.workbook([DATES, ["Ann", datetime.datetime(2001, 5, 12)]], from_1904)
    taken(register, "mac.xlsx", content)
    assert read_csv(register.export("htcds-csv"))[0]["prs_Birthdate"] == "2001-05-12"


def test_an_ambiguous_or_impossible_date_is_never_guessed_silently(register):
    content = bad_files.table([["Ann", "03/04/2001"], ["Bo", "31/02/2001"]], header=DATES)
    report = taken(register, "dates.csv", content).json
    assert {finding["row"] for finding in report["findings"] if finding.get("field") == "prs_Birthdate"} == {2, 3}, report


def test_formulas_are_never_run_and_their_value_is_used(register):
    formula = b'<row r="2"><c r="A2" t="str"><f>CONCATENATE("A","nn")</f><v>Ann</v></c></row></sheetData>'
    sheet = lambda part: part.split(b'<row r="2"')[0] + formula + part.split(b"</sheetData>")[1]
    taken(register, "formula.xlsx", bad_files.replaced("xl/worksheets/sheet1.xml", sheet))
    assert read_csv(register.export("htcds-csv"))[0]["prs_FirstName"] == "Ann"


def test_text_that_looks_like_a_command_is_text_and_leaves_guarded(register):
    danger = "=cmd|' /C calc'!A0"
    taken(register, "danger.csv", bad_files.table([[danger, "+SUM(1)", "TL", "Active"]]))
    content = register.export("htcds-csv")
    assert ("'" + danger).encode() in content and b",=cmd" not in content
    assert read_csv(content)[0]["prs_FirstName"] == danger
    file = register.scratch / "danger.xlsx"
    file.write_bytes(register.export("htcds-xlsx"))
    cells = [cell for line in openpyxl.load_workbook(file).worksheets[0].iter_rows() for cell in line]
    assert any(cell.value == danger for cell in cells)
    assert all(cell.data_type != "f" for cell in cells if cell.value in (danger, "+SUM(1)"))


@pytest.mark.parametrize("shape", ["labels only", "names only", "two headers", "names hidden", "merged title"])
def test_headers_in_every_shape(register, shape):
    names, labels = ["prs_FirstName", "prs_SecondName", "cas_Status"], ["First Name", "Second Name", "Status"]
    person = ["Ann", "Onymous", "Active"]
    rows = {"labels only": [labels, person], "names only": [names, person], "two headers": [names, labels, person],
            "names hidden": [names, labels, person], "merged title": [["Our register", None, None], names, person]}[shape]

    def change(book):
        if shape == "names hidden":
            book.active.row_dimensions[1].hidden = True
        if shape == "merged title":
            book.active.merge_cells("A1:C1")
    assert taken(register, "headers.xlsx", bad_files.workbook(rows, change)).json["imported"] == 1
    row = read_csv(register.export("htcds-csv"))[0]
    assert row == dict(zip(names, person))


def test_no_header_at_all_is_said(register):
    content = bad_files.workbook([["Ann", "Onymous", "x"], ["Bo", "Two", "y"]])
    done = taken(register, "none.xlsx", content, expecting=None)
    assert done.code == 1 and done.json["findings"], done


def test_a_saved_mapping_names_the_columns(register):
    mapping = register.scratch / "mapping.json"
    mapping.write_text('{"columns": {"Nom": "prs_SecondName", "Prenom": "prs_FirstName", "Remarques": "ignore"}}')
    content = bad_files.table([["Sawadogo", "Awa", "x"]], header=["Nom", "Prenom", "Remarques"])
    report = taken(register, "mapped.csv", content, "--mapping", mapping).json
    assert report["imported"] == 1
    assert read_csv(register.export("htcds-csv"))[0] == {"prs_FirstName": "Awa", "prs_SecondName": "Sawadogo"}


def test_no_value_of_a_record_stands_in_a_finding(register):
    secret = "Wqzx-not-a-status"
    report = taken(register, "secret.csv", bad_files.table([["Ann", "Onymous", "TL", secret]]))
    assert secret not in report.out + report.err
