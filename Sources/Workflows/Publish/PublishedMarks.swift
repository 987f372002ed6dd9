// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store

/// Who was in a file and with what, as keyed hashes: two files can be told apart by their people, and without the
/// register's key nothing can be told from it.
///
/// 16 bytes a person.
struct PublishedMarks: Sendable, Hashable {
    /// From the hash of who somebody is to the hash of what the file is made of.
    private var rows: [UInt64: UInt64] = [:]

    init() {}

    var count: Int { rows.count }

    mutating func add(person: String, row: [String], _ store: CaseStore) {
        let key = Self.hash("publication person \(person)", store)
        rows[key] = Self.hash("publication row " + row.joined(separator: "\u{1F}"), store)
    }

    mutating func add(_ other: PublishedMarks) { rows.merge(other.rows) { $1 } }

    private static func hash(_ text: String, _ store: CaseStore) -> UInt64 {
        store.derivedID(from: Array(text.utf8)).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// How many people are in one of the two and not in the other, or are in both with something changed.
    func differing(from other: PublishedMarks) -> Int {
        let own = rows.count { other.rows[$0.key] != $0.value }
        return own + other.rows.count { rows[$0.key] == nil }
    }

    /// How many people are in both.
    func shared(with other: PublishedMarks) -> Int { rows.count { other.rows[$0.key] != nil } }

    /// As text, to be kept with what was published.
    var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 16)
        for (person, row) in rows.sorted(by: { $0.key < $1.key }) {
            for number in [person, row] { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        }
        return Data(bytes).base64EncodedString()
    }

    /// - Parameter text: As `text` gives it; nil for anything else.
    init?(text: String) {
        guard let bytes = Data(base64Encoded: text), bytes.count % 16 == 0 else { return nil }
        func number(_ start: Int) -> UInt64 { bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        for start in stride(from: 0, to: bytes.count, by: 16) { rows[number(start)] = number(start + 8) }
    }
}
