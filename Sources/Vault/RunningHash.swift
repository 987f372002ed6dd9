// SPDX-License-Identifier: Apache-2.0
import Crypto

/// SHA-256 (FIPS 180-4) over bytes that come piece by piece.
public struct RunningHash: Sendable {
    private var hash = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { hash.update(bufferPointer: $0) } }

    /// The value in lower-case hexadecimal, 64 digits.
    public var hex: String { Hex.text(value) }

    /// 32 bytes over what was added so far; more may be added after.
    public var value: [UInt8] { Array(hash.finalize()) }
}
