// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

struct ReleaseTests {
    static let one = QuasiIdentifiers(
        families: [.init("year", ["year"])], derivations: [.init("era", from: ["year"])], details: ["means"])

    static func safeRows(_ n: Int = 10) -> [[String]] { Array(repeating: ["2020", "now", "1"], count: n) }

    static func table(_ rows: [[String]]) throws -> Microdata { try .of(["year", "era", "means"], rows) }

    @Test func `ten like rows are released and nine are not`() throws {
        let release = try Release(recounting: Self.table(Self.safeRows()), k: 10, quasiIdentifiers: Self.one)
        #expect(release.rowsKept == 10)
        #expect(release.smallestClass == 10)
        #expect(release.classes == 1)
        #expect(throws: DisclosureRefusal.unsafe(k: 10)) {
            try Release(recounting: Self.table(Self.safeRows(9)), k: 10, quasiIdentifiers: Self.one)
        }
    }

    @Test(arguments: [0, 1, 2]) func `a table tampered with after suppression is refused`(column: Int) throws {
        let rows = Self.safeRows(20)
        let safe = try Self.table(rows).suppressingClasses(smallerThan: 10, over: Self.one).table
        _ = try Release(recounting: safe, k: 10, quasiIdentifiers: Self.one)
        var tampered = safe.rows
        tampered[7][column] = "other"
        #expect(throws: DisclosureRefusal.unsafe(k: 10)) {
            try Release(recounting: Self.table(tampered), k: 10, quasiIdentifiers: Self.one)
        }
    }

    @Test func `a table whose rows were never suppressed is refused`() throws {
        var numbers = SplitMix64(seed: 7)
        let rows = (0..<500).map { _ in ["\(Int.random(in: 1900...2026, using: &numbers))", "", ""] }
        #expect(throws: DisclosureRefusal.unsafe(k: 10)) {
            try Release(recounting: Self.table(rows), k: 10, quasiIdentifiers: Self.one)
        }
    }

    @Test func `names, missing columns, uncounted columns, no rows and a k of one are refused`() throws {
        let rows = Self.safeRows()
        #expect(throws: DisclosureRefusal.directColumns(["era"])) {
            try Release(
                recounting: .of(["year", "era", "means"], rows, direct: ["era"]), k: 10, quasiIdentifiers: Self.one)
        }
        #expect(throws: DisclosureRefusal.missingColumns(["year"])) {
            try Release(recounting: .of(["yaer", "era", "means"], rows), k: 10, quasiIdentifiers: Self.one)
        }
        #expect(throws: DisclosureRefusal.missingColumns([])) {
            try Release(recounting: Self.table(rows), k: 10, quasiIdentifiers: QuasiIdentifiers(families: []))
        }
        #expect(throws: DisclosureRefusal.uncountedColumns(["shoe"])) {
            try Release(recounting: .of(["year", "era", "shoe"], rows), k: 10, quasiIdentifiers: Self.one)
        }
        #expect(throws: DisclosureRefusal.noRows) {
            try Release(recounting: Self.table([]), k: 10, quasiIdentifiers: Self.one)
        }
        #expect(throws: DisclosureRefusal.thresholdTooSmall) {
            try Release(recounting: Self.table(rows), k: 1, quasiIdentifiers: Self.one)
        }
    }

    @Test func `the order of the rows tells nothing of the order they came in`() throws {
        var numbers = SplitMix64(seed: 3)
        let rows = (0..<400).map { _ in ["\(Int.random(in: 2018...2022, using: &numbers))", "x", "1"] }
        let first = try Release(recounting: Self.table(rows), k: 10, quasiIdentifiers: Self.one)
        let second = try Release(
            recounting: Self.table(rows.shuffled(using: &numbers)), k: 10, quasiIdentifiers: Self.one)
        #expect(first.table.rows == second.table.rows)
    }

    @Test func `the public summary tells no number below k and no exact loss`() throws {
        let few = Release.Losses(rowsSuppressed: 3, rowsWithoutDetails: 127)
        let release = try Release(
            recounting: Self.table(Self.safeRows()), k: 10, quasiIdentifiers: Self.one, losses: few)
        #expect(release.summary.rowsLeftOut == "fewer than 10")
        #expect(release.summary.rowsWithoutDetails == "about 130")
        #expect(release.summary.derived == ["era"])
        #expect(RoundedCount(0, k: 10).phrase == "fewer than 10")
    }
}
