// SPDX-License-Identifier: Apache-2.0

import Standard

@testable import Disclosure

/// Class sizes the slow and plain way: every row against every other, cell by cell.
enum SlowReference {
    static func classSizes(_ rows: [[String]], over columns: [Int]) -> [Int] {
        rows.map { row in rows.count { other in columns.allSatisfy { row[$0] == other[$0] } } }
    }

    static func kept(_ rows: [[String]], over columns: [Int], k: Int) -> [[String]] {
        zip(rows, classSizes(rows, over: columns)).filter { $1 >= k }.map(\.0)
    }
}

/// A repeatable stream of numbers for property tests.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Microdata {
    static func of(_ names: [String], _ rows: [[String]], direct: Set<String> = []) throws -> Microdata {
        var table = Microdata(columns: names.map { .init($0, role: direct.contains($0) ? .direct : .quasi) })
        for row in rows { try table.append(row) }
        return table
    }

    var rows: [[String]] { (0..<rowCount).map(row) }
}
