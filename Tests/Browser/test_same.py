# SPDX-License-Identifier: Apache-2.0
"""One person written down twice, in a real browser: fit, accessible, found while a name is typed."""


def register(visitor, first, last, year):
    page = visitor.go("/cases/new/form")
    page.locator("input[name=prs_FirstName]").fill(first)
    page.locator("input[name=prs_SecondName]").fill(last)
    page.locator("input[name='prs_Birthdate.year']").fill(year)
    visitor.press("Save")
    page.wait_for_url("**/cases/*")


def test_two_records_are_found_while_typing_and_compared_side_by_side(office_with_case):
    visitor, _ = office_with_case
    visitor.look("/duplicates", "duplicates-empty")
    register(visitor, "Mariam", "Al-Haddad", "1998")
    register(visitor, "Meryem", "Haddad", "1998")
    page = visitor.look("/cases/new", "seek-empty")
    page.get_by_label("Name", exact=True).press_sequentially("Maryam Haddad", delay=20)
    page.locator("#found .cards li", has_text="Alike:").nth(1).wait_for()
    visitor.accessible("matches found while typing")
    visitor.picture("seek-live")
    page.get_by_label("Born").fill("1998")
    visitor.press("Search")
    page.locator("#found .cards li").nth(1).wait_for()
    visitor.picture("seek-found")
    page = visitor.look("/duplicates", "duplicates")
    address = page.get_by_role("link", name="Compare side by side").first.get_attribute("href")
    page = visitor.look(address, "duplicates-pair")
    page.get_by_role("button", name="They are two people").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Written down: two people.").wait_for()
    visitor.accessible("a decision that was written down")
    assert visitor.problems == [] and visitor.outside() == []
