# SPDX-License-Identifier: Apache-2.0
"""Numbers in a real browser: the standing pictures and a table of one's own, at both widths, by keyboard."""

import pytest
from browser import Visitor
from publishing import HEADER
from register import Register

import bad_files

WAYS = [("NP", "Feminine", "ForcedLabour", 1999), ("LK", "Masculine", "ForcedBegging", 2012),
        ("VN", "Feminine", "SexualExploitation", 2004), ("UA", "Masculine", "ForcedLabour", 1988)]


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A supervisor and a coordinator, in an office that met 190 people in two years."""
    scratch = tmp_path_factory.mktemp("numbers")
    register = Register.made(scratch / "register")
    codes = {name: register.add_user(name, role) for name, role in {"suda": "supervisor", "cora": "coordinator"}.items()}
    rows = []
    for number in range(190):
        country, sex, form, born = WAYS[number % 4 if number % 7 else 0]
        rows.append([f"Invented {number}", sex, str(born), country, form, "TRUE", f"202{4 + number % 2}-{1 + number % 12:02}-03",
                     "Exploitation", ["LK", "AE", "TH"][number % 3]])
    file = register.scratch / "people.csv"
    file.write_bytes(bad_files.table(rows, header=[*HEADER, "hte_Type", "hte_Country"]))
    register.import_file(file)
    with register.serve() as server:
        people = {}
        for name, code in codes.items():
            people[name] = Visitor(browser, server.url, scratch)
            if name == "suda":
                people[name].first_sign_in(name, code)
            else:
                enter(people[name], name, code)
        yield people


def enter(visitor, name, code):
    """As `first_sign_in`, for somebody whose first page is not the list of cases."""
    from browser import PASSPHRASE
    page = visitor.go("/first-sign-in")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("One-time code").fill(code)
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    visitor.press("Go on")
    visitor.press("Go on without")
    page.get_by_role("link", name="I have written it down").wait_for()


def test_the_pictures_fit_and_have_a_table_each(office):
    page = office["suda"].look("/numbers", "numbers")
    assert page.locator("figure.picture svg title").count() >= 4
    press = page.get_by_text("The same as a table").first
    press.focus()
    page.keyboard.press("Enter")
    page.locator("figure.picture table").first.wait_for()
    office["suda"].accessible("a table below its picture")
    page = office["suda"].look("/numbers?year=2025", "numbers-year")
    assert page.get_by_text("2025-Q4").count() >= 1


def test_a_table_is_made_by_keyboard_kept_and_taken_along(office):
    visitor = office["suda"]
    page = visitor.look("/numbers/table?rows=ageBand&columns=sex", "numbers-table")
    page.get_by_text("Choose what to count").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Rows").select_option(label="Citizenship")
    page.get_by_label("Only those with").select_option(label="Female")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Citizenship by Sex").wait_for()
    page.get_by_text("Only Sex: Female").wait_for()
    visitor.accessible("a table of one's own")
    visitor.picture("numbers-own")
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV with HXL tags").click()
    lines = coming.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("#country+code+citizenship,#affected+")
    page.get_by_label("Keep this table as").fill("Women by citizenship")
    visitor.press("Keep")
    page.get_by_role("link", name="Women by citizenship").wait_for()


def test_a_flow_tiles_and_a_line_fit_too(office):
    for name, query in {"flow": "rows=citizenship&columns=countryOfExploitation", "tiles": "rows=countryOfExploitation",
                        "line": "rows=registered.quarter&columns=sex"}.items():
        page = office["suda"].look(f"/numbers/table?{query}", f"numbers-{name}")
        assert page.locator("figure.picture svg").count() == 1


def test_who_sees_no_records_gets_protected_numbers(office):
    page = office["cora"].look("/numbers?year=2024", "numbers-protected")
    page = office["cora"].look("/numbers/table?rows=citizenship&columns=sex&year=2024", "numbers-protected-table")
    assert page.get_by_text("No number from 1 to 9 is shown").count() == 1
    assert page.get_by_label("Only those with").count() == 0
