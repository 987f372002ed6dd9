// SPDX-License-Identifier: Apache-2.0

/// Bech32 (BIP 173) without its limit of 90 characters, as age writes keys.
enum Bech32 {
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    /// `prefix1…checksum` in lower case.
    static func text(prefix: String, _ bytes: [UInt8]) -> String {
        let symbols = regroup(bytes, from: 8, to: 5, padding: true) ?? []
        let sum = polymod(expanded(prefix) + symbols + [0, 0, 0, 0, 0, 0]) ^ 1
        let check = (0..<6).map { UInt8(truncatingIfNeeded: sum >> (5 * (5 - UInt32($0))) & 31) }
        return prefix + "1" + String(decoding: (symbols + check).map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// The bytes of a text with this prefix (lower case); nil when mistyped. The text is all lower or all upper case.
    static func bytes(_ text: String, prefix: String) -> [UInt8]? {
        guard text.utf8.count <= 1_000, text == text.lowercased() || text == text.uppercased() else { return nil }
        let text = text.lowercased()
        guard let split = text.lastIndex(of: "1"), text[..<split] == prefix else { return nil }
        let symbols = text[text.index(after: split)...].utf8.map { alphabet.firstIndex(of: $0).map { UInt8($0) } }
        guard symbols.count >= 6, !symbols.contains(nil) else { return nil }
        let values = symbols.compactMap { $0 }
        guard polymod(expanded(prefix) + values) == 1 else { return nil }
        return regroup(values.dropLast(6), from: 5, to: 8, padding: false)
    }

    private static func expanded(_ prefix: String) -> [UInt8] {
        prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
    }

    private static func polymod(_ values: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        return values.reduce(1) { sum, value in
            let top = sum >> 25
            var next = (sum & 0x1FF_FFFF) << 5 ^ UInt32(value)
            for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { next ^= generator[bit] }
            return next
        }
    }

    /// Nil when bits that are left over are too many or not zero.
    private static func regroup(
        _ values: some Collection<UInt8>, from: UInt32, to: UInt32, padding: Bool
    ) -> [UInt8]? {
        var (held, bits, out) = (UInt32(0), UInt32(0), [UInt8]())
        for value in values {
            held = (held << from | UInt32(value)) & 0xFFF
            bits += from
            while bits >= to {
                bits -= to
                out.append(UInt8(truncatingIfNeeded: held >> bits & (1 << to - 1)))
            }
        }
        if padding {
            if bits > 0 { out.append(UInt8(truncatingIfNeeded: held << (to - bits) & (1 << to - 1))) }
        } else if bits >= from || held & (1 << bits - 1) != 0 {
            return nil
        }
        return out
    }
}
