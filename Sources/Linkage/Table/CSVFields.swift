// SPDX-License-Identifier: Apache-2.0

/// Fields of comma-separated values (RFC 4180) where they lie, without a copy of any but those with doubled quotation
/// marks. A million rows are read in a fraction of a second; lines beyond the limits of spreadsheets are no matter
/// here.
struct CSVFields {
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
