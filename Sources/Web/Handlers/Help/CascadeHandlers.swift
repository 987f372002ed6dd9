// SPDX-License-Identifier: Apache-2.0

import Assistance
import Standard
import Workflows

/// From need to help that was completed, over the cases that the reader may see.
enum CascadeHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let read = DaysForm(member)
        let report = try await reportHelp(
            days: read.days, by: dimensions(member.query), grants: member.visit.site.settings.grants,
            as: member.access, in: member.store)
        var page = CascadePage(report: report, typed: member.query)
        page.findings = read.findings
        return .page(page.markup(in: member.context), status: read.findings.isEmpty ? 200 : 422)
    }

    /// What people are told apart by; what nobody knows is left out.
    static func dimensions(_ query: FormPairs) -> [String] {
        HelpReport.dimensions.filter { query.all("by").contains($0) }
    }

    /// For programs: `from` and `to` as whole days.
    static func days(_ query: FormPairs) throws -> (from: Day?, to: Day?) {
        func day(_ name: String) throws -> Day? {
            guard let text = query[name], !text.isEmpty else { return nil }
            guard let day = Day(text) else { throw Failure.malformed(name) }
            return day
        }
        return (try day("from"), try day("to"))
    }

    /// The days of the page's form: one box each, as `2026-01-31`.
    private struct DaysForm {
        var days: (from: Day?, to: Day?) = (nil, nil)
        var isUnreadable = false
        let message: String

        init(_ member: Member) {
            message = member.context.words["cascade.days.unreadable"]
            func day(_ name: String) -> (day: Day?, isWrong: Bool) {
                let text = (member.query[name] ?? "").filter { !$0.isWhitespace }
                let day = Day(DateBoxes.asciiDigits(text))
                return (day, !text.isEmpty && day == nil)
            }
            let (from, to) = (day("from"), day("to"))
            days = (from.day, to.day)
            isUnreadable = from.isWrong || to.isWrong
        }

        var findings: [String] { isUnreadable ? [message] : [] }
    }
}
