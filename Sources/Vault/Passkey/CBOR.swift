// SPDX-License-Identifier: Apache-2.0

/// The part of CBOR (RFC 8949) that authenticators write (CTAP2 canonical form): no floats, tags, endless items.
enum CBOR: Equatable {
    case integer(Int)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map([Key: CBOR])
    case bool(Bool)
    case null

    enum Key: Hashable {
        case integer(Int)
        case text(String)
    }

    /// The value of a map under this name.
    subscript(_ name: String) -> CBOR? {
        guard case .map(let map) = self else { return nil }
        return map[.text(name)]
    }

    /// The value of a map under this label.
    subscript(_ label: Int) -> CBOR? {
        guard case .map(let map) = self else { return nil }
        return map[.integer(label)]
    }
}

/// Reads items one after the other from untrusted bytes. Nothing is allocated for a length before the bytes are known
/// to be there; depth and number of items are bounded.
struct CBORReader {
    static let depthMaximum = 8
    static let itemsMaximum = 1_000

    private let bytes: [UInt8]
    /// The first byte that was not read.
    private(set) var position: Int
    private var items = 0

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next item, or nil when the bytes end first or hold anything outside the subset: an integer beyond 64 bits
    /// with sign, a text that is not UTF-8, a map with a key twice or a key that is neither integer nor text.
    mutating func item() -> CBOR? {
        item(depth: 1)
    }

    private mutating func item(depth: Int) -> CBOR? {
        items += 1
        guard depth <= Self.depthMaximum, items <= Self.itemsMaximum, let head = head() else { return nil }
        switch head.major {
        case 0: return Int(exactly: head.value).map { .integer($0) }
        case 1: return Int(exactly: head.value).map { .integer(-1 - $0) }
        case 2: return take(head.value).map { .bytes(Array($0)) }
        case 3: return take(head.value).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4: return array(head.value, depth: depth)
        case 5: return map(head.value, depth: depth)
        case 7: return simple(head)
        default: return nil
        }
    }

    private var remaining: Int { bytes.count - position }

    private mutating func head() -> (major: UInt8, short: UInt8, value: UInt64)? {
        guard remaining > 0 else { return nil }
        let first = bytes[position]
        position += 1
        let (major, short) = (first >> 5, first & 31)
        guard short >= 24 else { return (major, short, UInt64(short)) }
        guard short < 28, let following = take(1 << UInt64(short - 24)) else { return nil }
        return (major, short, following.reduce(0) { $0 << 8 | UInt64($1) })
    }

    private mutating func take(_ count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(remaining) else { return nil }
        defer { position += Int(count) }
        return bytes[position..<(position + Int(count))]
    }

    /// An item has a byte at least, so that a list cannot be longer than what is left.
    private mutating func array(_ count: UInt64, depth: Int) -> CBOR? {
        guard count <= UInt64(remaining) else { return nil }
        var array: [CBOR] = []
        for _ in 0..<count {
            guard let item = item(depth: depth + 1) else { return nil }
            array.append(item)
        }
        return .array(array)
    }

    private mutating func map(_ count: UInt64, depth: Int) -> CBOR? {
        guard count <= UInt64(remaining / 2) else { return nil }
        var map: [CBOR.Key: CBOR] = [:]
        for _ in 0..<count {
            guard let key = key(depth: depth + 1), map[key] == nil, let value = item(depth: depth + 1) else {
                return nil
            }
            map[key] = value
        }
        return .map(map)
    }

    private mutating func key(depth: Int) -> CBOR.Key? {
        switch item(depth: depth) {
        case .integer(let label): .integer(label)
        case .text(let name): .text(name)
        default: nil
        }
    }

    private func simple(_ head: (major: UInt8, short: UInt8, value: UInt64)) -> CBOR? {
        switch head.short {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22: .null
        default: nil
        }
    }
}
