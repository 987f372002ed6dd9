// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics
import Store
import Testing

@testable import Workflows

/// Who sees no records counts the people as they stood: one change cannot be seen by asking again.
@Suite struct FrozenTests {
    private static func add(_ count: Int, _ gender: String, to office: Office) async throws {
        for number in 0..<count {
            _ = try await registerCase(
                [
                    "prs_FirstName": .text("Selvi \(number)"), "prs_Gender": .codes([gender]),
                    "wh_RegistrationDate": .date(PartialDate("2024-05-05")!),
                ], by: office.owner, in: office.store)
        }
    }

    private static func women(_ office: Office, protected: Bool = true) async throws -> (Int?, Int?) {
        var question = NumbersQuestion(.sex)
        (question.from, question.to) = (Day(year: 2024, month: 1, day: 1), Day(year: 2024, month: 12, day: 31))
        let opened = try await openNumbers(
            protected: protected, year: 2024, as: office.supervisor, in: office.store)
        let table = try opened.numbers.table(question)
        try await opened.keep(by: office.supervisor, in: office.store)
        return (table[0, 0].value, table.total.value)
    }

    @Test func `one more is not seen until the month is over and ten have changed`() async throws {
        let hand = Hand("2026-01-10")
        try await Office.with(clock: hand.clock) { office in
            try await Self.add(14, "Feminine", to: office)
            try await Self.add(12, "Masculine", to: office)
            #expect(try await Self.women(office) == (14, 26))
            try await Self.add(1, "Feminine", to: office)
            #expect(try await Self.women(office) == (14, 26))
            #expect(try await Self.women(office, protected: false) == (15, 27), "control: the true count moves")
            hand.go(to: "2026-02-10")
            #expect(try await Self.women(office) == (14, 26), "one is too few")
            try await Self.add(11, "Feminine", to: office)
            #expect(try await Self.women(office) == (14, 26), "the month has just been looked at")
            hand.go(to: "2026-03-10")
            #expect(try await Self.women(office) == (26, 38))
        }
    }

    @Test func `a report moves no sooner, and one country is as good as another only once`() async throws {
        let hand = Hand("2026-01-10")
        try await Office.with(clock: hand.clock) { office in
            try await Self.add(14, "Feminine", to: office)
            let pack = try #require(IndicatorCatalogue.current.pack("ctdc"))
            func people(_ country: String? = nil) async throws -> Int? {
                var settings = ReportSettings(period: pack.window.period("2024")!)
                settings.country = country
                return try await fileReport(pack, settings, threshold: 10, as: office.supervisor, in: office.store)
                    .coverage.people
            }
            #expect(try await people() == 14)
            try await Self.add(12, "Feminine", to: office)
            #expect(try await people() == 14)
            #expect(try await people("LK") == 14)
            #expect(try await people() == 14)
            await #expect(throws: ReportRefusal.country("LK")) { try await people("NP") }
            hand.go(to: "2026-02-10")
            #expect(try await people() == 26)
        }
    }
}
