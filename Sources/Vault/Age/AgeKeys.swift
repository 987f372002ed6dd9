// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Whom an age file is sealed for: the public half of an X25519 key pair, written `age1…`.
public struct AgeRecipient: Sendable, Hashable, CustomStringConvertible {
    /// 32 bytes, no secret.
    public let key: [UInt8]

    /// - Throws: `AgeFault.badKey`.
    public init(_ text: String) throws(AgeFault) {
        guard let key = Bech32.bytes(text.trimmingCharacters(in: .whitespacesAndNewlines), prefix: "age"),
            key.count == 32
        else { throw .badKey }
        self.key = key
    }

    /// - Parameter key: 32 bytes.
    public init(key: [UInt8]) { self.key = key }

    /// `age1…`, 62 characters.
    public var description: String { Bech32.text(prefix: "age", key) }
}

/// The private half, written `AGE-SECRET-KEY-1…`: what opens an age file. Never kept where the register runs.
public struct AgeIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// A new key pair from the system's cryptographic source.
    public static func random() -> AgeIdentity { AgeIdentity(key: Curve25519.KeyAgreement.PrivateKey()) }

    private init(key: Curve25519.KeyAgreement.PrivateKey) { self.key = key }

    /// - Throws: `AgeFault.badKey`.
    public init(_ text: String) throws(AgeFault) {
        guard let bytes = Bech32.bytes(text, prefix: "age-secret-key-"), bytes.count == 32,
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw .badKey }
        self.key = key
    }

    /// The keys in a key file: one a line; lines that begin with `#` and empty ones say nothing.
    ///
    /// - Throws: `AgeFault.badKey` when there is none, or a line is no key.
    public static func keys(inFile text: String) throws(AgeFault) -> [AgeIdentity] {
        var found: [AgeIdentity] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            found.append(try AgeIdentity(line))
        }
        guard !found.isEmpty else { throw .badKey }
        return found
    }

    public var recipient: AgeRecipient { AgeRecipient(key: Array(key.publicKey.rawRepresentation)) }

    /// The secret itself, `AGE-SECRET-KEY-1…`, for paper and USB stick.
    public var text: String { Bech32.text(prefix: "age-secret-key-", Array(key.rawRepresentation)).uppercased() }

    /// Nothing of the secret.
    public var description: String { "age key" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The key that one age file's content is sealed under. Kept, until the file was read back, by whoever wrote it.
public struct AgeFileKey: Sendable, CustomStringConvertible, CustomReflectable {
    let key: SymmetricKey

    static func random() -> AgeFileKey { AgeFileKey(key: SymmetricKey(data: Entropy.bytes(16))) }

    /// The key of the header's mark: HKDF-SHA256 without salt.
    var marking: SymmetricKey { derived("header", salt: []) }
    func content(nonce: [UInt8]) -> SymmetricKey { derived("payload", salt: nonce) }

    private func derived(_ label: String, salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: salt, info: Data(label.utf8), outputByteCount: 32)
    }

    /// Nothing of the secret.
    public var description: String { "age file key" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
