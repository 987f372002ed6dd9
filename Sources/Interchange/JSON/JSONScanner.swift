// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259). Numbers keep their digits as written.
package enum WrittenJSON: Sendable, Hashable {
    case null
    case flag(Bool)
    case number(String)
    case text(String)
    case list([WrittenJSON])
    /// In the order written.
    case object([JSONMember])
}

/// One member of a JSON object.
package struct JSONMember: Sendable, Hashable {
    package let key: String
    package let value: WrittenJSON

    package init(key: String, value: WrittenJSON) {
        self.key = key
        self.value = value
    }
}

/// Reads JSON from UTF-8 bytes, keeping the order of keys. Nesting deeper than 32 is refused.
package struct JSONScanner {
    private let bytes: [UInt8]
    private var at = 0

    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

    /// The kind of the next value: its first byte after white space; nil at the end.
    package mutating func peek() -> UInt8? {
        while at < bytes.count, bytes[at] == 32 || bytes[at] == 9 || bytes[at] == 10 || bytes[at] == 13 { at += 1 }
        return at < bytes.count ? bytes[at] : nil
    }

    package mutating func value(depth: Int = 0) throws(InterchangeError) -> WrittenJSON {
        if depth > 32 { throw .brokenJSON }
        switch peek() {
        case UInt8(ascii: "{"):
            var pairs: [JSONMember] = []
            try members { (scan, key) throws(InterchangeError) in
                pairs.append(JSONMember(key: key, value: try scan.value(depth: depth + 1)))
                return true
            }
            return .object(pairs)
        case UInt8(ascii: "["):
            var list: [WrittenJSON] = []
            try elements { (scan) throws(InterchangeError) in
                list.append(try scan.value(depth: depth + 1))
                return true
            }
            return .list(list)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    /// Walks an object; `body` reads each member's value and answers false to stop.
    mutating func members(_ body: (inout JSONScanner, String) throws(InterchangeError) -> Bool) throws(InterchangeError)
    {
        at += 1
        if peek() == UInt8(ascii: "}") { return at += 1 }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw .brokenJSON }
            let key = try string()
            try expect(UInt8(ascii: ":"))
            guard try body(&self, key) else { return }
            if try !isMore(until: UInt8(ascii: "}")) { return }
        }
    }

    /// Walks a list; `body` reads each element and answers false to stop.
    mutating func elements(_ body: (inout JSONScanner) throws(InterchangeError) -> Bool) throws(InterchangeError) {
        at += 1
        if peek() == UInt8(ascii: "]") { return at += 1 }
        while true {
            guard try body(&self) else { return }
            if try !isMore(until: UInt8(ascii: "]")) { return }
        }
    }

    private mutating func isMore(until end: UInt8) throws(InterchangeError) -> Bool {
        let next = peek()
        at += 1
        if next == UInt8(ascii: ",") { return true }
        guard next == end else { throw .brokenJSON }
        return false
    }

    private mutating func expect(_ byte: UInt8) throws(InterchangeError) {
        guard peek() == byte else { throw .brokenJSON }
        at += 1
    }

    private mutating func word(_ word: StaticString, _ value: WrittenJSON) throws(InterchangeError) -> WrittenJSON {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[at..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else {
            throw .brokenJSON
        }
        at = end
        return value
    }

    private mutating func number() throws(InterchangeError) -> String {
        let start = at
        while at < bytes.count, "+-.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard !text.isEmpty, let number = Double(text), number.isFinite else { throw .brokenJSON }
        return text
    }

    private mutating func string() throws(InterchangeError) -> String {
        at += 1
        var out: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &out) } else { out.append(byte) }
        }
        throw .brokenJSON
    }

    private mutating func escape(into out: inout [UInt8]) throws(InterchangeError) {
        guard at < bytes.count else { throw .brokenJSON }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if (0xD800..<0xDC00).contains(units[0]), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
                bytes[at + 1] == UInt8(ascii: "u")
            {
                at += 2
                units.append(try unit())
            }
            out += Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw .brokenJSON
        }
    }

    private mutating func unit() throws(InterchangeError) -> UInt16 {
        guard at + 4 <= bytes.count, let unit = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else {
            throw .brokenJSON
        }
        at += 4
        return unit
    }
}
