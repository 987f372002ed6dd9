# SPDX-License-Identifier: Apache-2.0
"""Numbers: true ones for who sees the records, and for who does not none under ten in any page, picture, file or answer
to a program; with the control that the true ones would show."""

import csv
import html
import io
import json
import re
import zipfile

import bad_files
import pytest
from client import post, signed_in
from publishing import HEADER
from register import Register

QUESTION = "rows=forms&columns=sex&year=2024"
COUNTS = {("Feminine", "ForcedLabour"): 40, ("Feminine", "ForcedBegging"): 15, ("Masculine", "ForcedLabour"): 20,
          ("Masculine", "ForcedBegging"): 4, ("Feminine", "SexualExploitation"): 30}
OUTPUTS = ["/numbers?year=2024", f"/numbers/table?{QUESTION}", f"/numbers/table.csv?{QUESTION}",
           f"/numbers/table.xlsx?{QUESTION}", f"/api/v1/numbers?{QUESTION}"]


def people():
    return [[f"Invented {sex} {form} {number}", sex, "1990", "LK", form, "TRUE", "2024-03-01"]
            for (sex, form), count in COUNTS.items() for number in range(count)]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A supervisor, and a coordinator who sees no record."""
    register = Register.made(tmp_path_factory.mktemp("numbers") / "office")
    roles = {"suda": "supervisor", "cora": "coordinator", "amal": "caseworker", "omar": "auditor"}
    codes = {name: register.add_user(name, role) for name, role in roles.items()}
    file = register.scratch / "people.csv"
    file.write_bytes(bad_files.table(people(), header=HEADER))
    register.import_file(file)
    with register.serve() as server:
        yield register, {name: signed_in(server, name, code) for name, code in codes.items()}


def numbers_in(path, content) -> list[int]:
    """Every count that an output shows."""
    if ".xlsx" in path:
        sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
        return [int(found) for found in re.findall(r"<v>(\d+)</v>", sheet)]
    text = html.unescape(content.decode())
    if "/api/" in path:
        return [count for row in json.loads(text)["counts"] for count in row if count is not None]
    if ".csv" in path:
        return [int(cell) for row in csv.reader(io.StringIO(text)) for cell in row if cell.isdigit()]
    drawn = re.findall(r"<text[^>]*>(?:[^<]*: )?(\d+)(?: \(\d+ %\))?</text>", text)
    return [int(found) for found in re.findall(r'<td class="num">(\d+)</td>', text) + drawn]


@pytest.mark.parametrize("path", OUTPUTS)
def test_no_output_shows_a_small_number_to_who_sees_no_records(office, path):
    _, people = office
    answer = people["cora"].ask("GET", path)
    assert answer.status == 200, answer.content[-1500:]
    shown = numbers_in(path, answer.content)
    assert shown and not [count for count in shown if 1 <= count <= 9], shown
    true = numbers_in(path, people["suda"].ask("GET", path).content)
    assert 4 in true, "control: the true counts would show it"


def test_what_is_hidden_does_not_follow_from_the_rest(office):
    _, people = office
    table = json.loads(people["cora"].ask("GET", f"/api/v1/numbers?{QUESTION}").content)
    assert table["threshold"] == 10
    for row in table["counts"]:
        assert sum(count is None for count in row[:-1]) != 1 or row[-1] is None, "one alone would follow from its total"
    true = json.loads(people["suda"].ask("GET", f"/api/v1/numbers?{QUESTION}").content)
    assert "threshold" not in true and true["counts"][-1][-1] == sum(COUNTS.values())


@pytest.mark.parametrize("query, said", [
    ("rows=forms&columns=sex&from=2024-02-01&to=2024-12-31", "wholeYear"),
    ("rows=forms&year=2024&only=sex:Male", "plain"),
    ("rows=forms&year=2024&unit=cases", "plain"),
    ("rows=forms&year=2199", "wholeYear"),
])
def test_what_would_show_by_comparison_is_refused(office, query, said):
    _, people = office
    answer = people["cora"].ask("GET", f"/api/v1/numbers?{query}")
    assert answer.status == 400, answer.content
    assert people["cora"].ask("GET", f"/numbers/table.csv?{query}").status == 400
    assert said.lower()[:5] in answer.content.decode().lower() or b"problem" in answer.content


def test_a_period_the_wrong_way_round_says_so(office):
    _, people = office
    page = people["suda"].ask("GET", "/numbers/table?rows=sex&from=2024-12-31&to=2024-01-01")
    assert page.status == 200 and b"ends before it begins" in page.content


def test_a_table_is_kept_under_a_name_and_opened_and_forgotten(office):
    _, people = office
    suda = people["suda"]
    assert post(suda, "/numbers/keep", name="For the ministry", query=QUESTION).status == 303
    page = html.unescape(suda.ask("GET", "/numbers").content.decode())
    assert "For the ministry" in page
    address = re.search(r'href="(/numbers/table\?[^"]+)"><bdi>For the ministry', page)[1]
    assert b"By the sex" not in suda.ask("GET", address).content and suda.ask("GET", address).status == 200
    assert post(suda, "/numbers/forget", name="For the ministry").status == 303
    assert b"For the ministry" not in suda.ask("GET", "/numbers").content


def test_who_counts_nothing_is_told_so_and_every_count_is_in_the_log(office):
    register, people = office
    assert people["omar"].ask("GET", "/numbers").status == 403
    assert people["amal"].ask("GET", "/numbers").status == 200
    assert register_compare(people["suda"]) > 0
    people["suda"].ask("GET", f"/numbers/table?{QUESTION}")


def register_compare(client) -> int:
    """How often the log of this office says that cases were compared or counted."""
    page = html.unescape(client.ask("GET", "/acts").content.decode())
    return len(re.findall(r"register\.compare|dataset\.publish|ompared|counted", page))
