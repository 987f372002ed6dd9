// SPDX-License-Identifier: Apache-2.0

/// Writes text as the content of an XML element (XML 1.0, 2.4).
enum XMLText {
    /// Markup is escaped; a carriage return becomes a reference, for parsers turn it into a line feed; other control
    /// characters, which XML cannot hold, become spaces.
    static func append(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += Array("&amp;".utf8)
            case UInt8(ascii: "<"): out += Array("&lt;".utf8)
            case UInt8(ascii: ">"): out += Array("&gt;".utf8)
            case 13: out += Array("&#13;".utf8)
            case 0..<9, 11, 12, 14..<32: out.append(32)
            default: out.append(byte)
            }
        }
    }
}
