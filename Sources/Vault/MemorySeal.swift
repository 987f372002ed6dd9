// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Seals bytes for this process alone (AES-256-GCM, SP 800-38D): its key is made here, leaves nowhere and ends with it.
/// For what a browser carries through signing in, which must not be readable in the page meanwhile.
public struct MemorySeal: Sendable {
    private let key = KeyMaterial.random()

    public init() {}

    /// The padded bytes (``Padding``), sealed; 28 bytes longer. Some microseconds. Throws `damaged` when the engine
    /// fails.
    public func seal(_ plaintext: [UInt8]) throws(VaultError) -> [UInt8] {
        guard let nonce = try? AES.GCM.Nonce(data: Entropy.bytes(12)),
            let box = try? AES.GCM.seal(Padding.pad(plaintext), using: key.symmetric, nonce: nonce),
            let body = box.combined
        else { throw .damaged }
        return Array(body)
    }

    /// What was sealed. Throws `damaged` for anything else, and for what another process sealed.
    public func open(_ sealed: [UInt8]) throws(VaultError) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let padded = try? AES.GCM.open(box, using: key.symmetric),
            let count = padded.withUnsafeBytes({ Padding.textCount($0) })
        else { throw .damaged }
        return Array(padded.prefix(count))
    }
}
