// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

@Suite struct PairsTests {
    @Test func `Every pair that agrees in a rule is compared once, under the first rule that finds it`() throws {
        for isPaired in [false, true] {
            let table = try Self.table(700, seed: 3, isPaired: isPaired)
            let rules = ["names", "birth_date", "phone", "place+sex", "surname+sex", "given_name", "nationality+place"]
                .flatMap { [BlockingRule($0), BlockingRule($0 + "+sex")] }
            let keys = BlockKeys(rules, of: table)
            keys.prepare(rules.count - 1)
            var found: [UInt64] = []
            for rule in rules.indices {
                let blocks = Blocks(SortedKeys.of(keys, rule: rule), of: table, budget: .max / 4, mostPairs: .max / 4)
                let earlier = keys.earlier(than: rule)
                for piece in blocks.pieces(3) {
                    var rows = GatheredRows(RowStrips(table, FieldComparison.all(of: table)), earlier)
                    rows.forEachPair(blocks, in: piece) { one, two in
                        if !earlier.found(one.keys, two.keys) { found.append(Self.pair(one.number, two.number)) }
                    }
                }
            }
            #expect(found.count == Set(found).count, "a pair was compared twice")
            #expect(Set(found) == Self.slow(table, rules), "pairs are missing, or too many")
        }
    }

    @Test func `Pairs are in the order of their weights as a plain sort has it`() {
        var random = Numbers(seed: 4)
        let pairs = (0..<20_000).map { _ in
            let weight = Double(random.next(900) - 400) / 16 + (random.next(2) == 0 ? 0 : random.unit() * 1e-9)
            return ScoredPair(a: UInt32(random.next(500)), b: UInt32(random.next(500)), weight: weight)
        }
        #expect(PairOrder.sorted(pairs) == pairs.sorted(by: PairOrder.isBefore))
        #expect(PairOrder.sorted([]).isEmpty)
    }

    @Test func `A file read in pieces gives the table that it gives in one piece`() throws {
        let rows = Self.text(30_000, seed: 5)
        // Line ends within quotation marks, at which no piece may begin.
        let quoted = rows.replacing("Fatima", with: "\"Fati\nma, \"\"F\"\"\"").replacing("Kwame", with: "Kwa\"me")
        #expect(rows.utf8.count > 1 << 20, "too short to be cut")
        for text in [rows, quoted] { try Self.compare(try Self.read(text, pieces: 1), try Self.read(text, pieces: 7)) }
    }

    private static func read(_ text: String, pieces: Int) throws -> PersonTable {
        var reader = PersonReader(yearOfAges: 2026)
        reader.pieceCount = pieces
        try reader.add(Array(text.utf8))
        return reader.table()
    }

    private static func compare(_ whole: PersonTable, _ cut: PersonTable) throws {
        #expect(whole.count == cut.count)
        for column in [\PersonTable.given, \.surname, \.birth, \.sex, \.phone] {
            let (one, two) = (try #require(whole[keyPath: column]), try #require(cut[keyPath: column]))
            #expect((0..<whole.count).allSatisfy { one[$0] == two[$0] })
        }
        #expect((0..<whole.count).allSatisfy { whole.places[0].codes[$0] == cut.places[0].codes[$0] })
        #expect((0..<whole.count).allSatisfy { whole.nationality?.codes[$0] == cut.nationality?.codes[$0] })
        #expect([0, 777, whole.count - 1].allSatisfy { whole.id($0) == cut.id($0) })
    }

    private static func pair(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    private static func slow(_ table: PersonTable, _ rules: [BlockingRule]) -> Set<UInt64> {
        let keys = rules.indices.map { rule in
            var byRow = [UInt32](repeating: 0, count: table.count)
            let keys = BlockKeys([rules[rule]], of: table)
            keys.prepare(0)
            keys.forEachKey(of: 0) { byRow[$0] = $1 }
            return byRow
        }
        var pairs: Set<UInt64> = []
        for a in 0..<table.count {
            for b in (a + 1)..<max(a + 1, table.count)
            where !table.isPaired || (a < table.boundary && b >= table.boundary) {
                if keys.contains(where: { $0[a] != 0 && $0[a] == $0[b] }) { pairs.insert(pair(UInt32(a), UInt32(b))) }
            }
        }
        return pairs
    }

    static func table(_ rows: Int, seed: UInt64, isPaired: Bool = false) throws -> PersonTable {
        var reader = PersonReader(yearOfAges: 2026)
        if isPaired { try reader.add(Array(text(rows / 2, seed: seed + 1).utf8)) }
        try reader.add(Array(text(rows / (isPaired ? 2 : 1), seed: seed).utf8))
        return reader.table()
    }

    static func text(_ rows: Int, seed: UInt64) -> String {
        var random = Numbers(seed: seed)
        let given = ["Amara", "Linh", "Fatima", "Oksana", "Nimali", "சாந்தி", "Rosalinda", "يوسف", "Kwame", "ສົມສັກ"]
        let family = ["Okafor", "Nguyễn", "Haddad", "Коваленко", "පෙරේරා", "Raman", "Dela Cruz", "Soares", "Mensah"]
        var text = "given_name,surname,dob,sex,phone,district,nationality\n"
        for _ in 0..<rows {
            func some(_ share: Int, _ value: String) -> String { random.next(share) == 0 ? "" : value }
            text +=
                some(20, given[random.next(given.count)] + (random.next(3) == 0 ? " " + given[random.next(9)] : ""))
                + ","
            text += some(6, family[random.next(family.count)]) + ","
            text += some(8, "19\(70 + random.next(30))-0\(1 + random.next(9))-1\(random.next(10))") + ","
            text += some(9, random.next(2) == 0 ? "F" : "M") + "," + some(2, "07\(10_000_000 + random.next(900))") + ","
            text += some(4, "Ward \(random.next(25))") + "," + some(7, ["NG", "VN", "SY", "UA"][random.next(4)]) + "\n"
        }
        return text
    }
}
