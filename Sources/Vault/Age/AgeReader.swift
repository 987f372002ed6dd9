// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Opens an age file chunk by chunk. What it gives was checked; that nothing is missing at the end is known only once
/// it has given nil.
public struct AgeReader {
    private var feed: ByteFeed
    private let key: SymmetricKey
    private var counter = AgeCounter()
    private var isDone = false

    /// Reads the header.
    ///
    /// - Parameter source: Gives up to so many bytes of the file, none at its end.
    /// - Throws: `AgeFault`; what the source throws.
    public init(_ identities: [AgeIdentity], _ source: @escaping (Int) throws -> [UInt8]) throws {
        try self.init(source) { header throws(AgeFault) in try header.fileKey(identities) }
    }

    /// Opens a file with its own key, as whoever wrote it can.
    public init(_ fileKey: AgeFileKey, _ source: @escaping (Int) throws -> [UInt8]) throws {
        try self.init(source) { header throws(AgeFault) in
            try header.check(fileKey)
            return fileKey
        }
    }

    private init(
        _ source: @escaping (Int) throws -> [UInt8], _ open: (AgeHeader) throws(AgeFault) -> AgeFileKey
    ) throws {
        feed = ByteFeed(source)
        let fileKey = try open(try AgeHeader(&feed))
        let nonce = try feed.take(16)
        guard nonce.count == 16 else { throw AgeFault.header }
        key = fileKey.content(nonce: nonce)
    }

    /// The next piece of the content, at most 64 KiB; nil after the last.
    ///
    /// - Throws: `AgeFault.content`.
    public mutating func next() throws -> [UInt8]? {
        guard !isDone else { return nil }
        let sealed = try feed.take(AgeWriter.chunkCount + 16)
        isDone = try feed.isAtEnd()
        let isFirst = counter.count == 0
        guard sealed.count >= 16, let nonce = try? counter.nonce(isLast: isDone),
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce, ciphertext: sealed.dropLast(16), tag: sealed.suffix(16)),
            let piece = try? ChaChaPoly.open(box, using: key), !piece.isEmpty || isFirst
        else { throw AgeFault.content }
        return Array(piece)
    }
}
