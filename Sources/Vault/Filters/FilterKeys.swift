// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The keys of Bloom filters as clkhash makes them: for each field a key for SHA-1 and one for MD5, by HKDF (RFC 5869)
/// with SHA-256 from one secret of a project. Both hashes are what that format has; nothing here rests on their
/// strength but that others cannot make filters without the secret.
public struct FilterKeys: Sendable {
    private let keys: [(first: SymmetricKey, second: SymmetricKey)]
    private static let keyBytes = 64

    /// - Parameters:
    ///   - secret: Of the project; what clkhash calls the secret.
    ///   - salt: Not secret, fixed in the schema.
    ///   - fields: How many fields the schema has, left-out ones too.
    public init(secret: [UInt8], salt: [UInt8], info: [UInt8], fields: Int) {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info,
            outputByteCount: fields * 2 * Self.keyBytes)
        let bytes = derived.withUnsafeBytes { Array($0) }
        keys = (0..<fields).map { field in
            func key(_ place: Int) -> SymmetricKey {
                let start = (field * 2 + place) * Self.keyBytes
                return SymmetricKey(data: bytes[start..<(start + Self.keyBytes)])
            }
            return (key(0), key(1))
        }
    }

    /// Two numbers of a token, from which its bits follow: HMAC-SHA-1 and HMAC-MD5, each modulo the filter's
    /// length; the second is never 0 (clkhash's `preventSingularity`).
    ///
    /// - Parameter length: Bits of the filter, a power of two up to 2³².
    public func numbers(of token: [UInt8], field: Int, length: Int) -> (first: Int, second: Int) {
        let first = HMAC<Insecure.SHA1>.authenticationCode(for: token, using: keys[field].first)
        var more: [UInt8] = []
        var count: UInt8 = 0
        while true {
            let second = HMAC<Insecure.MD5>.authenticationCode(for: token + more, using: keys[field].second)
            let rest = Self.rest(Array(second), length)
            if rest != 0 { return (Self.rest(Array(first), length), rest) }
            more = [count]
            count += 1
        }
    }

    /// A number of many bytes, greatest first, modulo a power of two.
    private static func rest(_ bytes: [UInt8], _ length: Int) -> Int {
        bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) } & (length - 1)
    }
}
