// SPDX-License-Identifier: Apache-2.0

/// Text files as programs save them.
enum TextEncoding {
    /// The bytes as UTF-8 without a byte order mark. UTF-16 is recognised by its mark; nothing is guessed.
    ///
    /// - Throws: `unknownEncoding` for other encodings, told by bytes that UTF-8 never holds.
    static func utf8(_ bytes: [UInt8]) throws(InterchangeError) -> ArraySlice<UInt8> {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try checked(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes, low: 0) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes, low: 1) }
        return try checked(bytes[...])
    }

    private static func checked(_ bytes: ArraySlice<UInt8>) throws(InterchangeError) -> ArraySlice<UInt8> {
        let valid = bytes.withUnsafeBufferPointer { buffer in
            var at = 0
            // Plain ASCII, eight bytes at a time; the rest is left to the standard library.
            while at + 8 <= buffer.count {
                let word = UnsafeRawPointer(buffer.baseAddress! + at).loadUnaligned(as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                at += 8
            }
            return String(validating: UnsafeBufferPointer(rebasing: buffer[at...]), as: UTF8.self) != nil
        }
        if !valid || bytes.contains(0) { throw .unknownEncoding }
        return bytes
    }

    private static func utf16(_ bytes: [UInt8], low: Int) throws(InterchangeError) -> ArraySlice<UInt8> {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var at = 2
        while at + 1 < bytes.count {
            units.append(UInt16(bytes[at + low]) | UInt16(bytes[at + 1 - low]) << 8)
            at += 2
        }
        guard let text = String(validating: units, as: UTF16.self), !units.contains(0) else { throw .unknownEncoding }
        return Array(text.utf8)[...]
    }
}
