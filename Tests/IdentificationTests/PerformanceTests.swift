// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identification

struct PerformanceTests {
    private func pairs(_ count: Int, _ positive: Bool?, _ victim: Bool?, sex: String = "Feminine") -> [Performance.Pair]
    {
        Array(
            repeating: .init(
                instrument: "raft", version: "1", isPositive: positive, isVictim: victim, sex: sex, ageBand: "18-29",
                forms: ["labour"]), count: count)
    }

    @Test func `the shares of a known table come out with their intervals`() throws {
        // The emergency-department survey with 10 true and 29 false positives and 104 true negatives.
        let all = pairs(10, true, true) + pairs(29, true, false) + pairs(104, false, false)
        let report = try #require(Performance.reports(all).first)
        let table = try #require(report.tables[.all])
        let (sensitivity, specificity) = (try #require(table.sensitivity), try #require(table.specificity))
        #expect(sensitivity.value == 1)
        #expect(abs(sensitivity.low - 0.7225) < 0.0005 && sensitivity.high == 1)
        #expect(abs(specificity.value - 0.782) < 0.001)
        #expect(abs(specificity.low - 0.7044) < 0.001 && abs(specificity.high - 0.8436) < 0.001)
        #expect(abs((table.positivePredictiveValue?.value ?? 0) - 0.2564) < 0.001)
        #expect(table.negativePredictiveValue?.value == 1)
    }

    @Test func `groups are counted apart, and what is open is counted but in no share`() throws {
        let all =
            pairs(3, true, true) + pairs(1, false, true, sex: "Masculine") + pairs(2, nil, true) + pairs(5, true, nil)
        let report = try #require(Performance.reports(all).first)
        #expect(report.tables[.sex("Masculine")]?.sensitivity?.value == 0)
        #expect(report.tables[.sex("Feminine")]?.sensitivity?.value == 1)
        #expect(report.tables[.all]?.sensitivity?.count == 3)
        #expect(report.tables[.all]?.inconclusive == 2)
        #expect(report.tables[.all]?.undetermined == 5)
        #expect(report.tables[.all]?.specificity == nil)
        #expect(report.tables[.form("labour")] == report.tables[.all])
    }

    @Test func `versions are reported apart`() {
        let other = Performance.Pair(instrument: "raft", version: "2", isPositive: true, isVictim: true)
        #expect(Performance.reports(pairs(1, true, true) + [other]).map(\.version) == ["1", "2"])
    }

    @Test func `an interval holds its share and narrows with the number`() throws {
        for total in [1, 5, 50, 5000] {
            for count in Set([0, total / 3, total]) {
                let share = try #require(Performance.Share(count, of: total))
                #expect(share.low <= share.value && share.value <= share.high)
                #expect(share.low >= 0 && share.high <= 1)
            }
        }
        #expect(Performance.Share(0, of: 0) == nil)
        #expect(Performance.Share(3, of: 2) == nil)
    }

    /// So many screenings of each gender, none determined yet.
    private func report(_ sizes: [String: Int]) -> Performance {
        let pairs = sizes.flatMap { sex, count in
            Array(
                repeating: Performance.Pair(
                    instrument: "i", version: "1", isPositive: true, isVictim: nil, sex: sex), count: count)
        }
        return Performance.reports(pairs)[0]
    }

    @Test func `no group of few people is shown, nor one that would give it away`() {
        let shown = report(["a": 3, "b": 20, "c": 40]).groups(ofAtLeast: 10)
        // 63 less 40 would leave 23 of whom 20 stand beside: both go.
        #expect(shown == [.all, .sex("c")])
        #expect(report(["a": 3, "b": 4, "c": 5, "d": 40]).groups(ofAtLeast: 10) == [.all, .sex("d")])
        #expect(report(["a": 3, "b": 20]).groups(ofAtLeast: 10) == [.all])
        #expect(report(["a": 3, "b": 4]).groups(ofAtLeast: 10) == [])
    }

    @Test func `control: large groups are shown, and all of them to whoever may see each case`() {
        #expect(report(["a": 10, "b": 20]).groups(ofAtLeast: 10).count == 3)
        #expect(report(["a": 1, "b": 2]).groups(ofAtLeast: 0).count == 3)
    }
}
