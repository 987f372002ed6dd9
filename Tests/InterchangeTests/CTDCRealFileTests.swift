// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation
import Standard
import Testing

@testable import Interchange

/// CTDC's own synthetic file of September 2021 (193,025 rows), which is read where it lies and never kept here.
/// Only totals are asserted.
struct CTDCRealFileTests {
    static let five = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"]

    @Test func `spellings are those of a published file, and suppression keeps what a count elsewhere keeps`() throws {
        guard let file = CTDCFixtures.shared("data/ctdc-synthetic-2021.csv") else { return }
        let bytes = try Data(contentsOf: file)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let header = String(decoding: lines[0], as: UTF8.self).split(separator: ",").map(String.init)
        // One name is cut at 32 letters in that file, three of its columns are newer than the 63.
        #expect(
            Set(header).subtracting(CTDCColumn.headers) == [
                "traffickMonths", "meansOfControlThreatOfLawEnforce", "typeOfSexOther",
            ])
        let wanted = try Self.five.map { try #require(header.firstIndex(of: $0)) }
        var table = Microdata(columns: Self.five.map { .init($0, role: .quasi) })
        for line in lines.dropFirst() {
            let cells = line.split(separator: UInt8(ascii: ","), maxSplits: 7, omittingEmptySubsequences: false)
            try table.append(wanted.map { String(decoding: cells[$0], as: UTF8.self) })
        }
        let genders = Set((0..<table.rowCount).map { table[$0, 1] })
        #expect(genders == ["", "Female", "Male", "Transgender/NonConforming"])
        // The synthetic files write 09--17, the k-anonymised ones 9--17; ours is a k-anonymised one.
        let bands = Set((0..<table.rowCount).map { table[$0, 2].replacingOccurrences(of: "09--17", with: "9--17") })
        #expect(bands == Set(CTDCAge.bands.map(\.label) + [""]))
        let known = QuasiIdentifiers(families: Self.five.map { .init($0, [$0]) })
        for (k, kept) in [(10, 167_418), (11, 164_838)] {
            let (rest, suppressed) = table.suppressingClasses(smallerThan: k, over: known)
            #expect(rest.rowCount == kept)
            #expect(suppressed == 193_025 - kept)
        }
        let safe = table.suppressingClasses(smallerThan: 10, over: known).table
        #expect(try Release(recounting: safe, k: 10, quasiIdentifiers: known).smallestClass >= 10)
        #expect(throws: DisclosureRefusal.unsafe(k: 10)) {
            try Release(recounting: table, k: 10, quasiIdentifiers: known)
        }
    }
}
