// SPDX-License-Identifier: Apache-2.0

/// Numbers of papers and telephones as they are compared.
public enum CodeForms {
    /// A telephone number: its last nine digits, so that +84 912 345 678, 0084912345678 and 0912345678 are one. Nil
    /// below six digits, and when one digit is all it has.
    public static func phone(_ text: String) -> String? {
        var out: [UInt8] = []
        var text = text
        text.withUTF8 { phone($0, into: &out) }
        return out.isEmpty ? nil : String(decoding: out, as: UTF8.self)
    }

    /// The number of a paper: letters and digits in capitals, nothing between. Nil below three signs, and when one sign
    /// is all it has.
    public static func document(_ text: String) -> String? {
        var out: [UInt8] = []
        var text = text
        text.withUTF8 { document($0, into: &out) }
        return out.isEmpty ? nil : String(decoding: out, as: UTF8.self)
    }

    static func phone(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        for byte in text where byte >= 48 && byte <= 57 { out.append(byte) }
        if out.count - start > 9 { out.removeSubrange(start..<(out.count - 9)) }
        dropIfEmpty(&out, from: start, least: 6)
    }

    static func document(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        for byte in text {
            switch byte {
            case 48...57, 65...90, 128...: out.append(byte)
            case 97...122: out.append(byte - 32)
            default: continue
            }
        }
        dropIfEmpty(&out, from: start, least: 3)
    }

    private static func dropIfEmpty(_ out: inout [UInt8], from start: Int, least: Int) {
        let kept = out[start...]
        if kept.count < least || kept.allSatisfy({ $0 == kept.first }) { out.removeLast(kept.count) }
    }
}
