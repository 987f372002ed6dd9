// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The public half of an agency's packet keys: what it hands to others so that they can send it packets, and tell
/// that a packet comes from it. Not secret; who takes it must compare its fingerprint with what the agency reads out.
///
/// As text: `wayhouse-card-1:` and 64 bytes in base64url: X25519 (RFC 7748) to seal to, Ed25519 (RFC 8032) to verify.
public struct PacketCard: Sendable, Hashable, CustomStringConvertible {
    let agreement: [UInt8]
    let signing: [UInt8]

    init(agreement: [UInt8], signing: [UInt8]) {
        self.agreement = agreement
        self.signing = signing
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 64, (try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes[..<32])) != nil,
            (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[32...])) != nil
        else { return nil }
        self.init(agreement: Array(bytes[..<32]), signing: Array(bytes[32...]))
    }

    /// Reads the text of a card; white space around and inside it is passed over. Nil for any other text.
    public init?(_ text: String) {
        let text = text.filter { !$0.isWhitespace }
        guard text.hasPrefix(Self.prefix), let bytes = Base64URL.bytes(String(text.dropFirst(Self.prefix.count)))
        else { return nil }
        self.init(bytes: bytes)
    }

    public var description: String { Self.prefix + Base64URL.text(bytes) }

    /// What people read to each other: 25 letters and digits in groups of five, from the SHA-256 of the card.
    public var fingerprint: String {
        let symbols = Base32.symbols(of: Array(digest.prefix(16)))
        return Base32.text(Array(symbols.suffix(25)), groupsOf: 5)
    }

    var bytes: [UInt8] { agreement + signing }
    /// 32 bytes that stand for the card in files.
    var digest: [UInt8] { Array(SHA256.hash(data: Data(Array("wayhouse/packet card/1".utf8) + bytes))) }

    private static let prefix = "wayhouse-card-1:"
}
