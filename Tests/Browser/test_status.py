# SPDX-License-Identifier: Apache-2.0
"""Signals, identification status and the page about age in a real browser: fit, accessible, by keyboard alone."""


def test_a_signal_is_reported_and_decided_with_the_keyboard(office_with_case):
    visitor, _ = office_with_case
    visitor.look("/signals", "signals-empty")
    page = visitor.look("/signals/new", "signal-new")
    page.get_by_label("What was said or seen").focus()
    page.keyboard.type("Two girls never leave the house")
    page.get_by_label("Where", exact=True).fill("Kaduwela, ward 5")
    page.get_by_label("Now: somebody is in danger").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Written down. Thank you.").wait_for()
    visitor.go("/signals/new")
    page.get_by_label("What was said or seen").fill("Shouting at night")
    page.get_by_label("Where", exact=True).fill("KADUWELA")
    visitor.press("Save")
    page = visitor.look("/signals", "signals")
    assert page.get_by_text("May be about the same").count() == 2
    address = page.locator("main .cards a.code").first.get_attribute("href")
    page = visitor.look(address, "signal")
    visitor.press("Decide")
    page.get_by_role("alert").wait_for()
    visitor.accessible("a decision with something missing")
    page.get_by_label("It became a case").check()
    page.get_by_label("Reason for what was decided").fill("Our team saw them")
    visitor.press("Decide")
    page.get_by_role("heading", name="How we came to know").wait_for()
    visitor.accessible("a case that began as a signal")
    visitor.picture("case-from-signal")


def determine(visitor, address, body, name, status, year):
    page = visitor.go(f"{address}/status/add")
    page.locator(f"input[name=wh_DeterminationBody][value={body}]").check()
    page.get_by_label("Authority", exact=True).fill(name)
    page.get_by_label("Decision", exact=True).select_option(label=status)
    page.locator("input[name='wh_DeterminationDay.year']").fill(year)
    visitor.press("Save")
    page.get_by_role("heading", level=1, name="Identification status").wait_for()


def test_what_authorities_concluded_is_shown_side_by_side(office_with_case):
    visitor, address = office_with_case
    visitor.look(f"{address}/status", "status-empty")
    visitor.look(f"{address}/status/add", "status-add")
    determine(visitor, address, "NGO", "House of the Fig Tree", "Presumed", "2024")
    determine(visitor, address, "Police", "Police of the coast", "Not confirmed", "2025")
    determine(visitor, address, "NGO", "House of the Fig Tree", "Confirmed", "2026")
    page = visitor.look(f"{address}/status", "status")
    assert page.get_by_text("The authorities see this differently").count() == 1
    page = visitor.go(f"{address}/status/add")
    visitor.press("Save")
    page.get_by_role("alert").wait_for()
    visitor.accessible("a determination with something missing")
    visitor.picture("status-missing")


def test_age_guardian_and_what_is_best(office_with_case):
    visitor, address = office_with_case
    page = visitor.look(f"{address}/age", "age-empty")
    page.get_by_role("link", name="Add something about the age").click()
    page.get_by_label("At least (years)").fill("15")
    page.get_by_label("At most (years)").fill("19")
    visitor.press("Save")
    page.get_by_text("The benefit of the doubt is the child's").wait_for()
    page.get_by_role("link", name="Add a guardian or representative").click()
    page.get_by_label("Name of the guardian").fill("Kamala Perera")
    visitor.press("Save")
    page.get_by_text("Nothing found").wait_for()
    visitor.look(f"{address}/age", "age")
    visitor.look(f"{address}/add/guardian", "guardian-add")
    visitor.look(address, "case-identify")
    assert not visitor.problems and not visitor.outside()
