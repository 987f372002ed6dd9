// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Signs checkpoints of the audit log (Ed25519, RFC 8032). The running server holds it: a thief of the server can sign,
/// too, so what proves anything are checkpoints that lie elsewhere.
public struct CheckpointKey: Sendable, CustomReflectable {
    private let key: Curve25519.Signing.PrivateKey

    init(_ material: KeyMaterial) {
        let bytes = material.symmetric.withUnsafeBytes { Array($0) }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
            preconditionFailure("any 32 bytes are an Ed25519 seed")
        }
        self.key = key
    }

    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// 32 bytes, for anybody.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// 64 bytes. About 15 µs.
    public func sign(_ checkpoint: AuditCheckpoint) -> [UInt8] {
        guard let signature = try? key.signature(for: Array(checkpoint.body.utf8)) else {
            preconditionFailure("an Ed25519 key signs anything")
        }
        return Array(signature)
    }

    /// Whether the signature over the body is of the key.
    public static func isSigned(_ body: String, _ signature: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(body.utf8))
    }
}
