// SPDX-License-Identifier: Apache-2.0
import Crypto
import CryptoExtras
import Foundation

/// How much work it is to try one passphrase: the parameters of scrypt (RFC 7914), stored beside what they protect.
public struct KeyCost: Sendable, Equatable, Codable {
    /// CPU and memory cost N, a power of two.
    public let rounds: Int
    /// Block size r.
    public let blockSize: Int
    /// Parallelisation p.
    public let parallelism: Int

    /// N = 2¹⁷, r = 8, p = 1: 128 MiB and 0.25 to 0.4 s on one modest core.
    public static let standard = KeyCost(rounds: 1 << 17, blockSize: 8, parallelism: 1)

    /// N = 2¹⁰: a millisecond, for tests and throw-away demonstrations. Protects nothing.
    public static let trivial = KeyCost(rounds: 1 << 10, blockSize: 8, parallelism: 1)

    public init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N from 2¹⁰ to 2²², r to 32, p to 16, at most 1 GiB: what stands on disk cannot make the program ask for more.
    var isSupported: Bool {
        guard rounds >= 1 << 10, rounds <= 1 << 22, rounds.nonzeroBitCount == 1 else { return false }
        guard (1...32).contains(blockSize), (1...16).contains(parallelism) else { return false }
        return 128 * rounds * blockSize * parallelism <= 1 << 30
    }

    /// The 256-bit scrypt key of a text in Unicode form NFKC, so that one passphrase typed on two keyboards is one.
    func key(from text: String, salt: [UInt8]) throws(VaultError) -> KeyMaterial {
        guard isSupported else { throw .unsupported(.cost) }
        var bytes = Array(text.precomposedStringWithCompatibilityMapping.utf8)
        defer { bytes.wipe() }
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: bytes, salt: salt, outputByteCount: 32,
                rounds: rounds, blockSize: blockSize, parallelism: parallelism)
            return KeyMaterial(key)
        } catch {
            throw .outOfMemory
        }
    }
}
