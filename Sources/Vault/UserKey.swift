// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The private key of one account (X25519, RFC 7748): opens the compartments shared with that person, and nothing of
/// anybody else. The server keeps it only wrapped: by the password, by the printed recovery secret, and while the
/// person is signed in by the session's token, which only the person's browser has.
///
/// The key pair of an agency's custodians is one too: its private half is split (``CustodianShares``) and forgotten.
public struct UserKey: Sendable, CustomStringConvertible, CustomReflectable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// A new one from the system's cryptographic source. Under 0.2 ms.
    public static func random() -> UserKey {
        UserKey(key: Curve25519.KeyAgreement.PrivateKey())
    }

    private init(key: Curve25519.KeyAgreement.PrivateKey) {
        self.key = key
    }

    init(bytes: [UInt8]) throws(VaultError) {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes) else { throw .damaged }
        self.key = key
    }

    /// What others share compartments with: 32 bytes. Not secret, but keep it authenticated (sealed under the system
    /// key): who can replace it gets the next compartment shared with it.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// Nothing of the secret.
    public var description: String { "user key" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// 40 bytes (RFC 3394) that the same password opens: made again whenever the password changes.
    public func wrapped(by personal: PersonalKey) -> [UInt8] {
        Self.wrapping(personal).wrap(material)
    }

    /// The key again. Throws `damaged` when the bytes were altered or wrapped with another password.
    public static func unwrap(_ wrapped: [UInt8], with personal: PersonalKey) throws(VaultError) -> UserKey {
        try UserKey(material: Self.wrapping(personal).unwrap(wrapped))
    }

    /// 40 bytes (RFC 3394) that the printed recovery secret opens.
    public func wrapped(by recovery: RecoverySecret) -> [UInt8] {
        recovery.wrapping.wrap(material)
    }

    /// The key again. Throws `wrongKey` when the secret is another account's or the bytes were altered: the two cannot
    /// be told apart.
    public static func unwrap(_ wrapped: [UInt8], with recovery: RecoverySecret) throws(VaultError) -> UserKey {
        guard let material = try? recovery.wrapping.unwrap(wrapped) else { throw .wrongKey }
        return try UserKey(material: material)
    }

    /// 62 bytes for the session's row, which only the session's token opens: a copy of the database with all its
    /// sessions opens nothing without the cookie. `0x01 | suite 1 | nonce (12) | ciphertext (32) | tag (16)`,
    /// AES-256-GCM under HKDF-SHA-256 of the token's text. Under 10 µs.
    public func sealed(for token: Token) -> [UInt8] {
        guard
            let nonce = try? AES.GCM.Nonce(data: Entropy.bytes(12)),
            let box = try? AES.GCM.seal(
                key.rawRepresentation, using: Self.sealing(token), nonce: nonce, authenticating: Self.header),
            let body = box.combined
        else { preconditionFailure("sealing 32 bytes under a 256-bit key always works") }
        return Self.header + Array(body)
    }

    /// The key that was sealed for this token. Throws `damaged` when it was sealed for another or altered, and
    /// `unsupported` when the bytes say they were made otherwise. Under 0.2 ms.
    public static func open(_ sealed: [UInt8], for token: Token) throws(VaultError) -> UserKey {
        guard sealed.count == 62 else { throw .damaged }
        guard sealed[0] == header[0] else { throw .unsupported(.version) }
        guard sealed[1] == header[1] else { throw .unsupported(.algorithm) }
        guard
            let box = try? AES.GCM.SealedBox(combined: sealed[2...]),
            let opened = try? AES.GCM.open(box, using: sealing(token), authenticating: header)
        else { throw .damaged }
        return try UserKey(bytes: Array(opened))
    }

    private static let header: [UInt8] = [1, 1]

    private static func sealing(_ token: Token) -> SymmetricKey {
        KeyMaterial.extracted(from: Array(token.text.utf8), label: "wayhouse/session/user key/1").symmetric
    }

    private static func wrapping(_ personal: PersonalKey) -> KeyMaterial {
        personal.key.child(Parts("wayhouse/user key/wrap/1"))
    }

    private var material: KeyMaterial { KeyMaterial(SymmetricKey(data: key.rawRepresentation)) }

    private init(material: KeyMaterial) throws(VaultError) {
        try self.init(bytes: material.symmetric.withUnsafeBytes { Array($0) })
    }
}
