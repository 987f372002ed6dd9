// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The second half of the key of one compartment (location, clinical notes) of one case or person. The first half is
/// the scope's key (``ScopeKey/compartment(_:)``): a stolen server has that one only, a stolen user key this one only,
/// and destroying either destroys what was sealed.
///
/// It is kept only in envelopes, one for each person who may open the compartment and one for the agency's custodians:
/// HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305.
/// Envelope, 82 bytes: `0x01 | suite 1 | encapsulated key (32) | ciphertext (32) | tag (16)`. Suite 2 is kept for the
/// post-quantum hybrid.
public struct CompartmentKey: Sendable, CustomStringConvertible, CustomReflectable {
    let key: KeyMaterial

    /// A new one from the system's cryptographic source, for a new compartment or a new epoch of one.
    public static func random() -> CompartmentKey {
        CompartmentKey(key: .random())
    }

    private init(key: KeyMaterial) {
        self.key = key
    }

    /// Nothing of the secret.
    public var description: String { "compartment key" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// What an envelope is bound to: it opens for this compartment and epoch of this scope only. Ids are their 16
    /// bytes; `epoch` counts the compartment's keys from 1.
    public static func context(
        install: [UInt8], agency: [UInt8], scope: [UInt8], compartment: String, epoch: Int
    ) -> [UInt8] {
        var parts = Parts("wayhouse/compartment/1", reserving: 128)
        parts.append(install)
        parts.append(agency)
        parts.append(scope)
        parts.append(compartment)
        parts.append(epoch)
        return parts.bytes
    }

    /// The envelope for the person with this public key (32 bytes); another each time. `context` comes from
    /// ``context(install:agency:scope:compartment:epoch:)``. Throws `damaged` when the bytes are no public key. Under
    /// 0.8 ms.
    public func shared(with publicKey: [UInt8], context: [UInt8]) throws(VaultError) -> [UInt8] {
        let plain = key.symmetric.withUnsafeBytes { Data($0) }
        guard
            let recipient = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey),
            Self.hasLargeOrder(recipient, with: Curve25519.KeyAgreement.PrivateKey()),
            var sender = try? HPKE.Sender(
                recipientKey: recipient, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(context)),
            let sealed = try? sender.seal(plain, authenticating: Self.header)
        else { throw .damaged }
        return Self.header + Array(sender.encapsulatedKey) + Array(sealed)
    }

    /// The key in the envelope. Throws `damaged` when it is another person's, of another place or epoch, or altered,
    /// and `unsupported` when it says it was made otherwise. Under 0.5 ms.
    public static func open(
        _ envelope: [UInt8], with user: UserKey, context: [UInt8]
    ) throws(VaultError) -> CompartmentKey {
        guard envelope.count == 82 else { throw .damaged }
        guard envelope[0] == header[0] else { throw .unsupported(.version) }
        guard envelope[1] == header[1] else { throw .unsupported(.algorithm) }
        guard
            let encapsulated = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: envelope[2..<34]),
            hasLargeOrder(encapsulated, with: user.key),
            var recipient = try? HPKE.Recipient(
                privateKey: user.key, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(context),
                encapsulatedKey: encapsulated.rawRepresentation),
            let plain = try? recipient.open(envelope[34...], authenticating: header), plain.count == 32
        else { throw .damaged }
        return CompartmentKey(key: KeyMaterial(SymmetricKey(data: plain)))
    }

    /// RFC 9180 §7.1.4 asks for this and the library leaves it out: with a point of small order every private key
    /// agrees on zeros, so that anybody could open what is shared with it.
    private static func hasLargeOrder(
        _ point: Curve25519.KeyAgreement.PublicKey, with key: Curve25519.KeyAgreement.PrivateKey
    ) -> Bool {
        guard let agreed = try? key.sharedSecretFromKeyAgreement(with: point) else { return false }
        return agreed.withUnsafeBytes { $0.reduce(0, |) } != 0
    }

    private static let header: [UInt8] = [1, 1]
}
