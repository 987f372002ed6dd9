// SPDX-License-Identifier: Apache-2.0

/// An element's or attribute's name without its namespace prefix, as it lies in the parser's memory.
///
/// Valid only during the callback that hands it over.
struct XMLName {
    let start: UnsafePointer<UInt8>
    let count: Int

    /// Looks behind the last colon.
    init(_ raw: UnsafePointer<CChar>) {
        let bytes = UnsafeRawPointer(raw).assumingMemoryBound(to: UInt8.self)
        var local = 0
        var end = 0
        while bytes[end] != 0 {
            if bytes[end] == 0x3A { local = end + 1 }
            end += 1
        }
        start = bytes + local
        count = end - local
    }

    static func ~= (pattern: StaticString, name: XMLName) -> Bool { name == pattern }

    static func == (name: XMLName, text: StaticString) -> Bool {
        guard name.count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        var i = 0
        while i < name.count {
            if name.start[i] != other[i] { return false }
            i += 1
        }
        return true
    }

    var string: String { String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }
}

/// The attributes of one element. Valid only during the callback that hands them over.
struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) { self.pairs = pairs }

    /// The value of the attribute with this local name; nil when there is none.
    func bytes(_ name: StaticString) -> UnsafePointer<UInt8>? {
        var i = 0
        while let key = pairs[i] {
            if XMLName(key) == name {
                return pairs[i + 1].map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }
            }
            i += 2
        }
        return nil
    }

    subscript(_ name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    /// True for `1` and `true`.
    func isTrue(_ name: StaticString) -> Bool {
        guard let value = self[name] else { return false }
        return value == "1" || value == "true"
    }

    /// Calls `body` with the first byte of each one-letter attribute's name and its value; others are passed over.
    @inline(__always)
    func eachShort(_ body: (UInt8, UnsafePointer<UInt8>) -> Void) {
        var i = 0
        while let key = pairs[i], let value = pairs[i + 1] {
            if key[1] == 0 {
                body(UInt8(bitPattern: key[0]), UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self))
            }
            i += 2
        }
    }

    /// How many there are.
    var count: Int {
        var i = 0
        while pairs[i] != nil { i += 2 }
        return i / 2
    }
}
