// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON object (RFC 8259) from untrusted bytes and keeps its texts and booleans. Stricter than most readers,
/// because two readers that understand a signed text differently are a hole: no byte order mark, no name twice in any
/// object, no bytes after the end, no surrogate alone.
struct FlatJSON {
    enum Value: Equatable {
        case text(String)
        case bool(Bool)
        /// A number, null, list or object: checked, not kept.
        case other
    }

    private static let depthMaximum = 8

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The members of the object, or nil when the bytes are not exactly one.
    static func members(_ bytes: [UInt8]) -> [String: Value]? {
        var reader = FlatJSON(bytes)
        reader.skipSpace()
        guard reader.take("{"), let members = reader.members(depth: 1) else { return nil }
        reader.skipSpace()
        return reader.position == bytes.count ? members : nil
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// After the opening brace.
    private mutating func members(depth: Int) -> [String: Value]? {
        var members: [String: Value] = [:]
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard take("\""), let name = text(), members[name] == nil else { return nil }
            skipSpace()
            guard take(":"), let value = value(depth: depth) else { return nil }
            members[name] = value
            skipSpace()
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func value(depth: Int) -> Value? {
        guard depth <= Self.depthMaximum else { return nil }
        skipSpace()
        if take("\"") { return text().map { .text($0) } }
        if take("{") { return members(depth: depth + 1).map { _ in .other } }
        if take("[") { return list(depth: depth + 1) ? .other : nil }
        for (word, value) in [("true", Value.bool(true)), ("false", .bool(false)), ("null", .other)]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        return number() ? .other : nil
    }

    /// After the opening bracket.
    private mutating func list(depth: Int) -> Bool {
        skipSpace()
        if take("]") { return true }
        repeat {
            guard value(depth: depth) != nil else { return false }
            skipSpace()
        } while take(",")
        return take("]")
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if !take("0") { guard digits() else { return false } }
        if take(".") { guard digits() else { return false } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() else { return false }
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position > start
    }

    /// After the opening quote.
    private mutating func text() -> String? {
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escaped() else { return nil }
                text.append(contentsOf: UTF8.encode(scalar)!)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// After the backslash.
    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return escapedScalar()
        default: return nil
        }
    }

    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = hexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard take("\\"), take("u"), let second = hexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func hexadecimal() -> UInt32? {
        guard bytes.count - position >= 4 else { return nil }
        defer { position += 4 }
        return bytes[position..<position + 4].reduce(UInt32?(0)) { value, byte in
            guard let value, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            return value << 4 | UInt32(digit)
        }
    }
}
