# SPDX-License-Identifier: Apache-2.0
"""Reports that others ask for, in a real browser: fit at both widths, accessible, by keyboard."""


def test_a_report_is_chosen_counted_and_read(office_with_case):
    visitor, _ = office_with_case
    page = visitor.look("/reports", "reports")
    page.get_by_role("link", name="US TIP Report").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="TIP-07 Victims identified").wait_for()
    page = visitor.look("/reports/tip?period=2026&country=LK", "report-tip")
    assert page.get_by_text("never for publication").count() == 1
    assert page.get_by_text("Identified is not prevalence").count() >= 1
    page.get_by_label("Period, such as 2025").fill("soon")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    visitor.accessible("a period that is none")
