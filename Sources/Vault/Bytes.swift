// SPDX-License-Identifier: Apache-2.0
import Crypto
import Glibc

/// SHA-256 of the bytes: 32 bytes (FIPS 180-4). About 0.6 ms for 1 MiB.
public func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var hash = RunningHash()
    hash.update(bytes)
    return hash.value
}

/// Comparison that takes the same time wherever the first difference is.
public enum ConstantTime {
    /// Whether both hold the same bytes. Only the lengths can be told from the time it takes.
    public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for position in left.indices { difference |= left[position] ^ right[position] }
        return difference == 0
    }
}

/// Bytes that mean one thing only: every part is preceded by its length, so no two lists of parts encode alike.
struct Parts {
    private(set) var bytes: [UInt8]

    init(_ label: StaticString, reserving capacity: Int = 96) {
        bytes = []
        bytes.reserveCapacity(capacity)
        label.withUTF8Buffer { append($0) }
    }

    init(reserving capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ part: [UInt8]) {
        part.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ part: String) {
        var part = part
        part.withUTF8 { append($0) }
    }

    mutating func append(_ number: Int) {
        appendRaw(UInt64(bitPattern: Int64(number)))
    }

    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) {
        precondition(part.count < 1 << 32, "a part of a key context is small")
        let count = UInt32(part.count)
        bytes.append(UInt8(truncatingIfNeeded: count >> 24))
        bytes.append(UInt8(truncatingIfNeeded: count >> 16))
        bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: count))
        bytes.append(contentsOf: part)
    }

    private mutating func appendRaw(_ word: UInt64) {
        for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(place)))) }
    }
}

extension [UInt8] {
    /// So many bytes from the system's cryptographic source.
    static func random(_ count: Int) -> [UInt8] {
        var system = SystemRandomNumberGenerator()
        return random(count, using: &system)
    }

    static func random(_ count: Int, using source: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &source) }
    }

    /// Overwrites the bytes in a way that the optimiser keeps. Copies made elsewhere stay.
    mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
        }
        removeAll()
    }
}

/// Lower-case hexadecimal, for the small byte strings that are kept in JSON.
package enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits a byte.
    package static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { room in
            for (place, byte) in bytes.enumerated() {
                room[place * 2] = digits[Int(byte >> 4)]
                room[place * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let nibbles = text.utf8.compactMap { digits.firstIndex(of: $0) }
        guard nibbles.count == text.utf8.count, nibbles.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
    }
}
