// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Workflows

@Suite struct DemoPeopleTests {
    private let rows = DemoPeople.rows()

    @Test func `the codebook allows every value of every row`() throws {
        #expect(rows.count == 200)
        for (index, row) in rows.enumerated() {
            var next: UInt64 = 0
            let parts = VictimRow(row).parts(under: .current) {
                next += 1
                return EntityID(high: 0, low: next)
            }
            let taken = Set(parts.flatMap(\.draft.values.keys))
            #expect(
                taken.isSuperset(of: row.keys.filter { $0 != "con_Consent" }), "row \(index) has a field of no part")
            for part in parts {
                #expect(throws: Never.self, "row \(index)") { _ = try part.draft.checked(under: .current) }
            }
        }
    }

    @Test func `a value that the codebook does not know would be noticed`() {
        let draft = Draft(.person, ["prs_Gender": .codes(["Lady"])])
        #expect(throws: Rejected.self) { try draft.checked(under: .current) }
    }

    @Test func `the same seed gives the same people and another seed others`() {
        #expect(DemoPeople.rows(count: 30, seed: 5) == DemoPeople.rows(count: 30, seed: 5))
        #expect(DemoPeople.rows(count: 30, seed: 5) != DemoPeople.rows(count: 30, seed: 6))
        #expect(DemoPeople.rows(count: 0).isEmpty)
    }

    @Test func `people come from about twenty countries and many write their name in their own script`() {
        let countries = Set(rows.compactMap { $0["prs_Citizenship"]?.canonicalText })
        #expect(countries.count >= 20)
        #expect(rows.count { $0["wh_NativeName"] != nil } > 80)
    }

    @Test func `ages and dates agree with each other`() throws {
        let last = PartialDate(year: 2026, month: 11, day: 20)!
        for row in rows {
            guard case .date(let born)? = row["prs_Birthdate"], case .date(let came)? = row["cas_IncomingReferralDate"]
            else {
                Issue.record("a row without a birth date or a first day")
                continue
            }
            #expect(came < last)
            let age = try #require(born.completedYears(at: came))
            #expect(age.lowerBound >= 5 && age.upperBound <= 62)
            if case .number(let then)? = row["vic_AgeWhenTrafficked"] { #expect(Int(then) <= age.upperBound) }
            if case .date(let started)? = row["wh_TraffickingStart"] { #expect(started < came) }
        }
    }

    @Test func `one person stands in the register twice, for the search for duplicates to find`() {
        #expect(rows[17]["prs_SecondName"] == rows[131]["prs_SecondName"])
        #expect(rows[17]["prs_FirstName"] != rows[131]["prs_FirstName"])
    }
}
