// SPDX-License-Identifier: Apache-2.0

/// Sums that notice slips of pen and transport. They protect against nobody: a forger makes them too.
enum Checksum {
    /// CRC-16 with x¹⁶ + x¹² + x⁵ + 1, start 0xFFFF (CRC-16/IBM-3740): notices every change within 16 bits in a row,
    /// thus any one symbol of base 32 and any two neighbours exchanged.
    static func crc16(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0xFFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { sum, _ in sum << 1 ^ (sum >> 15 &* 0x1021) }
        }
    }

    /// CRC-32 of ISO 3309, as zip and PNG have it.
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 &* 0xEDB8_8320) }
        }
    }
}
