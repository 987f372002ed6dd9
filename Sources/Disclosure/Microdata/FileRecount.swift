// SPDX-License-Identifier: Apache-2.0

/// Counts the groups of a written CSV file from its bytes, knowing nothing of how it was made: its own reading of the
/// bytes, its own counting by texts. Shares no code with what made the file.
public struct FileRecount: Sendable, Hashable {
    public private(set) var rows = 0
    /// Groups of rows that are alike in the columns.
    public let groups: Int
    /// Rows of the smallest group; 0 for a file without rows.
    public let smallest: Int
    /// Groups of fewer than k rows, and their rows.
    public let smallGroups: Int
    public let rowsInSmallGroups: Int

    /// - Parameters:
    ///   - file: CSV with `,` between fields and a heading (RFC 4180).
    ///   - names: The columns to compare rows by.
    /// - Throws: `AnonymizeRefusal.unknownColumns` when one is not in the heading.
    /// O(bytes).
    public init(_ file: [UInt8], over names: [String], k: Int) throws(AnonymizeRefusal) {
        var lines = Lines(bytes: file)
        let heading = lines.heading()
        let missing = names.filter { !heading.contains($0) }
        guard missing.isEmpty else { throw .unknownColumns(missing) }
        let isCompared = heading.map(names.contains)
        var counts: [[UInt8]: Int] = [:]
        while let key = lines.key(isCompared) {
            rows += 1
            counts[key, default: 0] += 1
        }
        let small = counts.values.filter { $0 < k }
        groups = counts.count
        smallest = counts.values.min() ?? 0
        smallGroups = small.count
        rowsInSmallGroups = small.reduce(0, +)
    }

    /// One line of the file after another.
    private struct Lines {
        let bytes: [UInt8]
        private var at = 0
        private var text: [UInt8] = []

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func heading() -> [String] {
            var names: [String] = []
            while at < bytes.count {
                readField()
                names.append(String(decoding: text, as: UTF8.self))
                if !skipComma() { break }
            }
            return names
        }

        /// The compared fields of the next line as one text; nil at the end of the file.
        mutating func key(_ isCompared: [Bool]) -> [UInt8]? {
            guard at < bytes.count else { return nil }
            var key: [UInt8] = []
            var place = 0
            repeat {
                if place < isCompared.count, isCompared[place] {
                    readField()
                    // The length before each text keeps `a,b` and `ab,` apart.
                    withUnsafeBytes(of: UInt32(text.count)) { key.append(contentsOf: $0) }
                    key.append(contentsOf: text)
                } else {
                    skipField()
                }
                place += 1
            } while skipComma()
            return key
        }

        /// Goes past a comma; at the end of a line, past that, and gives back false.
        private mutating func skipComma() -> Bool {
            if at < bytes.count, bytes[at] == 0x2C {
                at += 1
                return true
            }
            if at < bytes.count, bytes[at] == 13 { at += 1 }
            if at < bytes.count, bytes[at] == 10 { at += 1 }
            return false
        }

        private mutating func skipField() {
            if at < bytes.count, bytes[at] == 0x22 { return readField() }
            while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 10, bytes[at] != 13 { at += 1 }
        }

        private mutating func readField() {
            text.removeAll(keepingCapacity: true)
            guard at < bytes.count, bytes[at] == 0x22 else {
                let start = at
                while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 10, bytes[at] != 13 { at += 1 }
                text.append(contentsOf: bytes[start..<at])
                return
            }
            at += 1
            while at < bytes.count {
                if bytes[at] == 0x22 {
                    at += 1
                    if at >= bytes.count || bytes[at] != 0x22 { return }
                }
                text.append(bytes[at])
                at += 1
            }
        }
    }
}
