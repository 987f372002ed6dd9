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

extension Microdata {
    static func of(_ names: [String], _ rows: [[String]], direct: Set<String> = []) throws -> Microdata {
        var table = Microdata(columns: names.map { .init($0, role: direct.contains($0) ? .direct : .quasi) })
        for row in rows { try table.append(row) }
        return table
    }

    var rows: [[String]] { (0..<rowCount).map(row) }
}
