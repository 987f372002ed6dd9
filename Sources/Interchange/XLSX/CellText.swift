// SPDX-License-Identifier: Apache-2.0

/// Texts of cells as workbooks write them (ECMA-376 part 1, 22.9.2.19): what XML cannot hold stands as `_xHHHH_`.
enum CellText {
    /// Reads a cell's UTF-8, turning each `_xHHHH_` into its character.
    static func decode(_ bytes: [UInt8]) -> String {
        guard bytes.count >= 7, hasEscape(bytes) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        for unit in String(decoding: bytes, as: UTF8.self).utf16 {
            units.append(unit)
            guard unit == 0x5F, let code = escape(in: units.suffix(7)) else { continue }
            units.removeLast(7)
            units.append(code)
            // The underscore just read has closed an escape and opens none.
            units.append(barrier)
        }
        units.removeAll { $0 == barrier }
        return String(decoding: units, as: UTF16.self)
    }

    /// A noncharacter, which XML cannot hold, keeps a decoded character apart from what follows.
    private static let barrier: UInt16 = 0xFFFF

    private static func hasEscape(_ bytes: [UInt8]) -> Bool {
        var i = 0
        while i + 6 < bytes.count {
            if bytes[i] == 0x5F, bytes[i + 1] == 0x78, bytes[i + 6] == 0x5F { return true }
            i += 1
        }
        return false
    }

    private static func escape(in units: ArraySlice<UInt16>) -> UInt16? {
        guard units.count == 7 else { return nil }
        let all = Array(units)
        guard all[0] == 0x5F, all[1] == 0x78, all[6] == 0x5F else { return nil }
        return UInt16(String(decoding: all[2..<6], as: UTF16.self), radix: 16)
    }

    /// Writes a text as the content of an XML element: markup, control characters, and texts that look like an escape.
    static func encode(_ text: String, into out: inout [UInt8]) {
        let bytes = Array(text.utf8)
        for (i, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "&"): out += Array("&amp;".utf8)
            case UInt8(ascii: "<"): out += Array("&lt;".utf8)
            case UInt8(ascii: ">"): out += Array("&gt;".utf8)
            case UInt8(ascii: "\""): out += Array("&quot;".utf8)
            case 0..<9, 11..<32:
                out += Array("_x00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))_".utf8)
            case 0x5F where looksLikeEscape(bytes, i): out += Array("_x005F_".utf8)
            default: out.append(byte)
            }
        }
    }

    private static func looksLikeEscape(_ bytes: [UInt8], _ i: Int) -> Bool {
        guard i + 6 < bytes.count, bytes[i + 1] == 0x78, bytes[i + 6] == 0x5F else { return false }
        return bytes[(i + 2)..<(i + 6)].allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
        }
    }
}
