// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// An agency's secret for signing what it sends in a round (Ed25519, RFC 8032).
public struct RoundMark: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new one.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// - Returns: nil unless the 32 bytes are those of `secret`.
    public init?(secret: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
        self.key = key
    }

    public var secret: [UInt8] { Array(key.rawRepresentation) }
    /// What others check signatures with: 32 bytes, no secret.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// 64 bytes.
    ///
    /// - Throws: what the engine throws when it has no randomness.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: bytes)) }

    /// Whether the signature over the bytes was made with the secret of this public key.
    public static func isGenuine(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}
