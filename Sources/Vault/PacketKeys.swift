// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The keys with which an agency opens packets that come from outside its server, and signs those that it sends.
///
/// A packet file: `wayhouse packet 1\n` | digest of the receiver's card (32) | encapsulated key (32) | ciphertext.
/// HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305; everything before the
/// ciphertext is authenticated. Inside: the sender's card (64) | signature (64) | padded content. The signature
/// (Ed25519, RFC 8032) is over both cards and the content: nobody can pass on what they got as if it had been sent so.
public struct PacketKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private let agreement: Curve25519.KeyAgreement.PrivateKey
    private let signing: Curve25519.Signing.PrivateKey

    /// New ones from the system's cryptographic source.
    public static func random() -> PacketKeys {
        PacketKeys(Curve25519.KeyAgreement.PrivateKey(), Curve25519.Signing.PrivateKey())
    }

    private init(_ agreement: Curve25519.KeyAgreement.PrivateKey, _ signing: Curve25519.Signing.PrivateKey) {
        self.agreement = agreement
        self.signing = signing
    }

    /// Reads the 64 bytes of `secretBytes`.
    ///
    /// - Throws: `damaged` for other bytes.
    public init(secretBytes bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == 64,
            let agreement = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes[..<32]),
            let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes[32...])
        else { throw .damaged }
        self.init(agreement, signing)
    }

    /// 64 bytes, secret: to be kept sealed.
    public var secretBytes: [UInt8] { Array(agreement.rawRepresentation) + Array(signing.rawRepresentation) }

    /// Nothing of the secret.
    public var description: String { "packet keys" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// What others are given.
    public var card: PacketCard {
        PacketCard(
            agreement: Array(agreement.publicKey.rawRepresentation), signing: Array(signing.publicKey.rawRepresentation)
        )
    }

    /// A file that only the receiver opens. Throws `damaged` for a card that is no usable key. Under 2 ms for 100 kB.
    public func seal(_ content: [UInt8], to receiver: PacketCard) throws(VaultError) -> [UInt8] {
        let header = Self.magic + receiver.digest
        guard
            let signature = try? signing.signature(for: Self.signed(content, from: card, to: receiver)),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: receiver.agreement),
            Self.hasLargeOrder(key, with: Curve25519.KeyAgreement.PrivateKey()),
            var sender = try? HPKE.Sender(
                recipientKey: key, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(Self.magic))
        else { throw .damaged }
        let encapsulated = Array(sender.encapsulatedKey)
        let plain = card.bytes + Array(signature) + Padding.pad(content)
        guard let sealed = try? sender.seal(Data(plain), authenticating: Data(header + encapsulated)) else {
            throw .damaged
        }
        return header + encapsulated + Array(sealed)
    }

    /// What a file holds, and whose card signed it: whether that card is anybody's is for the caller to know.
    ///
    /// - Throws: `PacketFault`.
    public func open(_ file: [UInt8]) throws(PacketFault) -> (content: [UInt8], sender: PacketCard) {
        let start = Self.magic.count
        guard file.count > start + 64 + 16, Array(file[..<start]) == Self.magic else { throw .noPacket }
        guard Array(file[start..<(start + 32)]) == card.digest else { throw .otherReceiver }
        let body = start + 64
        guard
            let encapsulated = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: file[(start + 32)..<body]),
            Self.hasLargeOrder(encapsulated, with: agreement),
            var recipient = try? HPKE.Recipient(
                privateKey: agreement, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(Self.magic),
                encapsulatedKey: encapsulated.rawRepresentation),
            let plain = try? recipient.open(Data(file[body...]), authenticating: Data(file[..<body])),
            plain.count > 128, let sender = PacketCard(bytes: Array(plain.prefix(64)))
        else { throw .edited }
        let padded = Array(plain.dropFirst(128))
        guard let count = padded.withUnsafeBytes({ Padding.textCount($0) }) else { throw .edited }
        let content = Array(padded[..<count])
        let signature = plain.dropFirst(64).prefix(64)
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: sender.signing),
            key.isValidSignature(Data(signature), for: Self.signed(content, from: sender, to: card))
        else { throw .edited }
        return (content, sender)
    }

    private static func signed(_ content: [UInt8], from sender: PacketCard, to receiver: PacketCard) -> Data {
        Data(magic + sender.bytes + receiver.bytes + content)
    }

    /// As for compartments: RFC 9180 §7.1.4.
    private static func hasLargeOrder(
        _ point: Curve25519.KeyAgreement.PublicKey, with key: Curve25519.KeyAgreement.PrivateKey
    ) -> Bool {
        guard let agreed = try? key.sharedSecretFromKeyAgreement(with: point) else { return false }
        return agreed.withUnsafeBytes { $0.reduce(0, |) } != 0
    }

    private static let magic = Array("wayhouse packet 1\n".utf8)
}

/// Why a packet file is not opened. Says nothing of what is in it.
public enum PacketFault: String, Error, Sendable, CaseIterable {
    /// This is no packet file.
    case noPacket
    /// It was sealed for somebody else, or for keys that this agency has no more.
    case otherReceiver
    /// It was altered or cut on the way.
    case edited
    /// Nobody whose card was taken in has signed it.
    case unknownSender
    /// The card that signed it was revoked.
    case revokedSender
    /// It was opened here before.
    case openedBefore
    /// Its day is over.
    case over
}
