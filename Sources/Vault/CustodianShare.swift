// SPDX-License-Identifier: Apache-2.0

/// One custodian's part of a secret of 32 bytes, for paper. Fewer parts than the threshold tell nothing about the
/// secret (``CustodianShares``).
///
/// 40 bytes: `0x01 | threshold | number | tag of the secret (3) | value (32) | CRC-16 of what precedes`, as 64 symbols
/// of Crockford's base 32 in sixteen groups of four. The tag is random for each splitting.
public struct CustodianShare: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// How many shares give the secret, 2…16.
    public let threshold: Int
    /// Which one this is, from 1.
    public let number: Int
    let tag: [UInt8]
    let value: [UInt8]

    private static let version: UInt8 = 1

    init(threshold: Int, number: Int, tag: [UInt8], value: [UInt8]) {
        self.threshold = threshold
        self.number = number
        self.tag = tag
        self.value = value
    }

    /// Reads what a custodian typed: any case, spaces, dots and dashes anywhere, O for 0, I or L for 1, digits of any
    /// script. Throws `notAShare` when the length or a character is wrong, `mistyped` when the check does not agree
    /// (any one wrong symbol and any two neighbours exchanged are noticed), `unknownVersion`.
    public init(_ typed: String) throws(CustodianFault) {
        guard let symbols = Base32.symbols(typed: typed, count: 64), let bytes = Base32.bytes(of: symbols) else {
            throw .notAShare
        }
        guard Checksum.crc16(bytes[..<38]) == UInt16(bytes[38]) << 8 | UInt16(bytes[39]) else { throw .mistyped }
        guard bytes[0] == Self.version else { throw .unknownVersion }
        guard CustodianShares.counts.contains(Int(bytes[1])), CustodianShares.numbers.contains(Int(bytes[2])) else {
            throw .mistyped
        }
        self.init(
            threshold: Int(bytes[1]), number: Int(bytes[2]), tag: Array(bytes[3..<6]), value: Array(bytes[6..<38]))
    }

    /// For paper, once: sixteen groups of four. Never store or log it.
    public var text: String {
        let said = [Self.version, UInt8(threshold), UInt8(number)] + tag + value
        let sum = Checksum.crc16(said)
        return Base32.text(
            Base32.symbols(of: said + [UInt8(sum >> 8), UInt8(truncatingIfNeeded: sum)]), groupsOf: 4)
    }

    /// Six hexadecimal digits that all shares of one splitting have in common: for the heading of the paper.
    public var mark: String { Hex.text(tag) }

    /// Which share it is and of what, nothing of its value.
    public var description: String { "share \(number) of \(mark)" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
