// SPDX-License-Identifier: Apache-2.0
import Crypto

/// The key that only a person's password gives: wraps that person's private key. In memory only.
public struct PersonalKey: Sendable {
    let key: KeyMaterial

    /// 32 bytes wrapped to 40 (RFC 3394).
    public func wrap(_ secret: [UInt8]) -> [UInt8] {
        precondition(secret.count == 32, "a private key has 32 bytes")
        return key.wrap(KeyMaterial(SymmetricKey(data: secret)))
    }

    /// The 32 bytes, or `damaged` when they were altered or wrapped with another password.
    public func unwrap(_ wrapped: [UInt8]) throws(VaultError) -> [UInt8] {
        try key.unwrap(wrapped).symmetric.withUnsafeBytes { Array($0) }
    }
}
