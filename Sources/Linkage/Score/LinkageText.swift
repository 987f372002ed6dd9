// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Linkage {
    /// The pairs as CSV: `id_a,id_b,weight,probability`, weight falling, in pieces to be written one after another.
    public func pairsText() -> [[UInt8]] {
        let (table, pairs) = (table, pairs)
        return Self.pieces(pairs.count, heading: "id_a,id_b,weight,probability\n", each: 44) { place, line in
            let pair = pairs[pairs.startIndex + place]
            line.append(id: Int(pair.a), of: table)
            line.append(CSVLines.comma)
            line.append(id: Int(pair.b), of: table)
            line.append(CSVLines.comma)
            line.append(decimal: pair.weight)
            line.append(CSVLines.comma)
            line.append(decimal: pair.probability)
            line.append(CSVLines.newline)
        }
    }

    /// The group of each record as CSV: `id,cluster`, and with two files `file` (1 or 2), in the order of the files.
    public func groupsText(_ groups: AverageLink) -> [[UInt8]] {
        let table = table
        let heading = table.isPaired ? "id,cluster,file\n" : "id,cluster\n"
        return Self.pieces(table.count, heading: heading, each: 20) { row, line in
            line.append(id: row, of: table)
            line.append(CSVLines.comma)
            line.append(UInt64(groups.groups[row]) + 1, digits: 1)
            if table.isPaired {
                line.append(CSVLines.comma)
                line.append(UInt8(ascii: row < table.boundary ? "1" : "2"))
            }
            line.append(CSVLines.newline)
        }
    }

    /// - Parameter each: bytes of a line, a guess.
    private static func pieces(
        _ count: Int, heading: String, each: Int, _ body: @Sendable (Int, inout CSVLines) -> Void
    ) -> [[UInt8]] {
        let stretch = 100_000
        let made = Parallel.map((count + stretch - 1) / stretch) { piece -> [UInt8] in
            let rows = (piece * stretch)..<min(count, (piece + 1) * stretch)
            var lines = CSVLines(capacity: rows.count * each)
            for row in rows { body(row, &lines) }
            return lines.bytes
        }
        return [Array(heading.utf8)] + made
    }
}

/// Lines of comma-separated values. Numbers are written without the formatters of the library: millions of them take
/// a moment.
struct CSVLines: ~Copyable {
    static let comma = UInt8(ascii: ",")
    static let newline = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")

    private var out: Growing<UInt8>

    init(capacity: Int) { out = Growing(capacity: max(64, capacity)) }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: out.base, count: out.count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) { out.append(byte) }

    /// In quotation marks where it needs them.
    mutating func append(id row: Int, of table: PersonTable) {
        let known = table.ids.bytes(row)
        guard let base = known.baseAddress, !known.isEmpty else {
            return append(UInt64(row < table.boundary ? row + 1 : row - table.boundary + 1), digits: 1)
        }
        if !known.contains(where: Self.isSpecial) { return out.append(base, count: known.count) }
        append(Self.quote)
        for byte in known {
            if byte == Self.quote { append(byte) }
            append(byte)
        }
        append(Self.quote)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == comma || byte == newline || byte == 13 || byte == quote
    }

    /// With nine digits behind the point.
    mutating func append(decimal number: Double) {
        let rest = UInt64((abs(number) * 1e9).rounded())
        if number < 0, rest > 0 { append(UInt8(ascii: "-")) }
        append(rest / 1_000_000_000, digits: 1)
        append(UInt8(ascii: "."))
        append(rest % 1_000_000_000, digits: 9)
    }

    /// With so many digits at least.
    mutating func append(_ number: UInt64, digits least: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (at, rest) = (20, number)
            while rest > 0 || 20 - at < least {
                at -= 1
                digits[at] = 48 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            if let base = digits.baseAddress { out.append(base + at, count: 20 - at) }
        }
    }
}
