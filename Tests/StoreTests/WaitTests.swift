// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Store

@Suite struct WaitTests {
    private func day(_ text: String) -> PartialDate { PartialDate(text)! }
    /// 21 November 2026.
    private let days = WaitDays(now: 1_795_219_200_000)

    private func summary(_ status: String?, changed: String, ends: [String?] = [], isGiven: Bool = true) -> CaseSummary
    {
        var summary = CaseSummary(id: .random(), status: status, changed: day(changed))
        summary.terms = ends.map { end in
            var values: [FieldName: Value] = [
                "wh_ConsentPurpose": .codes(["ManageData"]),
                "wh_ConsentStatus": .codes([isGiven ? "Given" : "Refused"]),
            ]
            if let end { values["wh_ConsentExpiry"] = .date(day(end)) }
            let record = try! Draft(.consent, values, links: [.caseFile: .random(), .person: .random()]).checked(
                under: .current)
            return ConsentTerm(
                Stored(id: .random(), version: 1, day: day("2026-01-01"), isRemoved: false, record: record))!
        }
        return summary
    }

    @Test func `a case that is open and has not moved waits, a closed one does not`() {
        #expect(days.days14Ago == day("2026-11-07") && days.in14Days == day("2026-12-05"))
        #expect(summary("Active", changed: "2026-11-07").waits(.still14, days))
        #expect(!summary("Active", changed: "2026-11-08").waits(.still14, days))
        #expect(summary("FollowUp", changed: "2026-10-31").waits(.still21, days))
        #expect(!summary("Closed", changed: "2020-01-01").waits(.still14, days))
    }

    @Test func `a consent that ends soon or has ended waits, until a later one stands`() {
        #expect(summary("Active", changed: "2026-11-20", ends: ["2026-12-05"]).waits(.consent, days))
        #expect(summary("Active", changed: "2026-11-20", ends: ["2026-01"]).waits(.consent, days))
        #expect(!summary("Active", changed: "2026-11-20", ends: ["2026-12-06"]).waits(.consent, days))
        #expect(!summary("Active", changed: "2026-11-20", ends: ["2026-01-01", nil]).waits(.consent, days))
        #expect(!summary("Active", changed: "2026-11-20", ends: ["2026-01-01"], isGiven: false).waits(.consent, days))
        #expect(!summary("Active", changed: "2026-11-20").waits(.consent, days))
    }
}
