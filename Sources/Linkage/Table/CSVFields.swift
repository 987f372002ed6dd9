// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Fields of comma-separated values (RFC 4180) where they lie, without a copy of any but those with doubled quotation
/// marks. A million rows are read in a fraction of a second; lines beyond the limits of spreadsheets are no matter
/// here.
struct CSVFields: @unchecked Sendable {
    /// Bytes of one field, at most.
    static let fieldMax = 64 << 20

    let bytes: UnsafeBufferPointer<UInt8>
    let separator: UInt8
    private(set) var at: Int
    /// The number of the line being read, from 1; line ends within quotation marks count.
    private(set) var line = 1
    /// True when the last field ended its row.
    private(set) var endsRow = false
    private var unquoted: [UInt8] = []

    /// - Throws: `notUTF8` for the marks of UTF-16.
    init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8? = nil) throws(LinkageError) {
        if bytes.count >= 2, bytes[0] ^ bytes[1] == 1, bytes[0] >= 0xFE { throw .notUTF8 }
        self.bytes = bytes
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        at = hasMark ? 3 : 0
        self.separator = separator ?? Self.sniff(bytes)
    }

    /// True when there is nothing more to read.
    var isAtEnd: Bool { at >= bytes.count }

    /// What is left, cut at ends of lines into about equal pieces; one piece when it is short. A line end with an odd
    /// number of quotation marks before it is passed over, since it may stand within a field. Should a cut be wrong all
    /// the same, the piece before it ends within quotation marks, and reading it throws.
    func pieces(_ count: Int) -> [CSVFields] {
        guard count > 1, bytes.count - at > 1 << 20 else { return [self] }
        var cuts = [at]
        var quotes = 0
        var counted = at
        for piece in 1..<count {
            var cut = max(cuts[piece - 1], at + (bytes.count - at) / count * piece)
            repeat {
                cut = place(of: 10, from: cut) + 1
                var next = place(of: quote, from: counted)
                while next < cut {
                    quotes += 1
                    next = place(of: quote, from: next + 1)
                }
                counted = min(cut, bytes.count)
            } while quotes % 2 == 1 && cut < bytes.count
            cuts.append(min(cut, bytes.count))
        }
        return zip(cuts, cuts.dropFirst() + [bytes.count]).map { start, end in
            CSVFields(self, from: start, to: end)
        }
    }

    /// The place of the next such byte; the end when there is none.
    private func place(of byte: UInt8, from start: Int) -> Int {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return bytes.count }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    private init(_ other: CSVFields, from start: Int, to end: Int) {
        bytes = UnsafeBufferPointer(rebasing: other.bytes[..<end])
        separator = other.separator
        at = start
    }

    /// The next field, for as long as `use` runs.
    ///
    /// - Throws: `openQuote`, `longField`.
    @inline(__always)
    mutating func next(_ use: (UnsafeBufferPointer<UInt8>) -> Void) throws(LinkageError) {
        if at < bytes.count, bytes[at] == quote { return try quoted(use) }
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == separator || byte == 10 || byte == 13 { break }
            at += 1
        }
        if at - start > Self.fieldMax { throw .longField(line: line, limit: Self.fieldMax) }
        use(UnsafeBufferPointer(rebasing: bytes[start..<at]))
        endField()
    }

    private mutating func endField() {
        endsRow = true
        guard at < bytes.count else { return }
        if bytes[at] == separator {
            endsRow = false
            at += 1
            return
        }
        if bytes[at] == 13, at + 1 < bytes.count, bytes[at + 1] == 10 { at += 1 }
        at += 1
        line += 1
    }

    private mutating func quoted(_ use: (UnsafeBufferPointer<UInt8>) -> Void) throws(LinkageError) {
        let opened = line
        unquoted.removeAll(keepingCapacity: true)
        at += 1
        while true {
            guard at < bytes.count else { throw .openQuote(line: opened) }
            let byte = bytes[at]
            at += 1
            if byte == quote {
                guard at < bytes.count, bytes[at] == quote else { break }
                at += 1
            }
            if byte == 10 { line += 1 }
            unquoted.append(byte)
            if unquoted.count > Self.fieldMax { throw .longField(line: opened, limit: Self.fieldMax) }
        }
        while at < bytes.count, bytes[at] != separator, bytes[at] != 10, bytes[at] != 13 {
            unquoted.append(bytes[at])
            at += 1
        }
        unquoted.withUnsafeBufferPointer { use($0) }
        endField()
    }

    private let quote = UInt8(ascii: "\"")

    /// The separator that the first line holds most of; a comma when it holds none.
    private static func sniff(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let known: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
        var counts = [0, 0, 0]
        for byte in bytes.prefix(65_536) {
            if byte == 10 || byte == 13 { break }
            if let place = known.firstIndex(of: byte) { counts[place] += 1 }
        }
        return known[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
    }
}
