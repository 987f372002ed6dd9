// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Linkage

@Suite struct LinkageTextTests {
    @Test func `ids are quoted where they must be, and numbers written as anybody would write them`() throws {
        var reader = PersonReader(yearOfAges: 2000)
        let ids = ["a", "b,c", "\"d\"", "", "é\ne"]
        let lines = ids.map { "\"\($0.replacing("\"", with: "\"\""))\",Mariam,Haddad,1998-05-12\n" }.joined()
        try reader.add(Array(("id,given_name,surname,birth_date\n" + lines).utf8))
        let linkage = try Linkage(reader.table(), model: nil)
        let groups = AverageLink(linkage)
        let text = String(decoding: linkage.groupsText(groups).joined(), as: UTF8.self)
        #expect(
            text == "id,cluster\na,\(groups.groups[0] + 1)\n\"b,c\",\(groups.groups[1] + 1)\n"
                + "\"\"\"d\"\"\",\(groups.groups[2] + 1)\n4,\(groups.groups[3] + 1)\n\"é\ne\",\(groups.groups[4] + 1)\n"
        )
        let pairs = String(decoding: linkage.pairsText().joined(), as: UTF8.self)
        #expect(pairs.hasPrefix("id_a,id_b,weight,probability\n"))
        var random = SplitMix64(seed: 4)
        for _ in 0..<2_000 {
            let number = Double.random(in: -70...70, using: &random)
            var line = CSVLines(capacity: 8)
            line.append(decimal: number)
            #expect(String(decoding: line.bytes, as: UTF8.self) == String(format: "%.9f", number))
        }
        var zero = CSVLines(capacity: 8)
        zero.append(decimal: -0.0000000001)
        #expect(String(decoding: zero.bytes, as: UTF8.self) == "0.000000000", "no minus before nothing")
    }

    @Test func `no key that two rows share is sieved out, and most that one row has are`() {
        var random = SplitMix64(seed: 12)
        for count in [1, 3, 400, 50_000] {
            let keys = (0..<count).map { _ in UInt32.random(in: 1...UInt32(count * 8), using: &random) }
            let sieve = KeySieve(keys: count)
            for key in keys { sieve.add(key) }
            let often = keys.reduce(into: [UInt32: Int]()) { $0[$1, default: 0] += 1 }
            for (key, times) in often where times > 1 { #expect(sieve.isShared(key)) }
            let alone = often.filter { $0.value == 1 }.keys
            #expect(alone.count { sieve.isShared($0) } <= alone.count / 2)
        }
    }

    @Test func `what is read in any number of pieces becomes the same table`() throws {
        var invented = InventedPeople(20_000, seed: 3)
        let rows = invented.list(share: 1).map { row in
            "\(row.given),\(row.surname),\(row.birth?.isoText ?? ""),\(row.nationality),\(row.place),\(row.phone)\n"
        }
        let text = "given_name,surname,birth_date,nationality,place,phone\n" + rows.joined()
        func linked(_ pieces: Int) throws -> [[UInt8]] {
            var reader = PersonReader(yearOfAges: 2000)
            reader.pieceCount = pieces
            try reader.add(Array(text.utf8))
            return try Linkage(reader.table(), model: nil).pairsText()
        }
        let one = try linked(1)
        #expect(one.joined().count > 10_000)
        for pieces in [2, 5] { #expect(try linked(pieces) == one) }
    }
}
