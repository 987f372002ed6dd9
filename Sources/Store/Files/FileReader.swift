// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// Reads one rendition of a file, chunk by chunk.
public struct FileReader: Sendable {
    public let attachment: CaseAttachment
    public let rendition: CaseAttachment.Rendition
    private let chunks: FileChunks
    private let database: any SQLDatabase
    private static let batch = 8

    init(
        _ attachment: CaseAttachment, _ rendition: CaseAttachment.Rendition, _ chunks: FileChunks,
        in database: any SQLDatabase
    ) {
        (self.attachment, self.rendition, self.chunks, self.database) = (attachment, rendition, chunks, database)
    }

    /// In bytes.
    public var size: Int { attachment.size(of: rendition) }

    /// Gives the bytes in order, in pieces of at most 64 KiB. At most half a megabyte is in memory at a time.
    ///
    /// - Parameter mayGoOn: Asked before each half megabyte, and at each piece; what it throws ends the reading.
    /// - Throws: `VaultError.damaged` when a chunk is not what was sealed; `StoreError.notFound` when the file was
    ///   erased meanwhile.
    public func forEachPiece(
        mayGoOn: @Sendable () async throws -> Void = {}, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        let padded = FileChunks.paddedBytes(size)
        let count = (padded + FileChunks.chunkBytes - 1) / FileChunks.chunkBytes
        var left = size
        for start in stride(from: 0, to: count, by: Self.batch) {
            try await mayGoOn()
            let sealed = try await rows(start..<min(start + Self.batch, count))
            for (position, chunk) in sealed.enumerated() {
                let number = start + position
                let bytes = try chunks.open(chunk, number: number, isLast: number == count - 1)
                if left == 0 { continue }
                try await mayGoOn()
                try await body(left < bytes.count ? Array(bytes.prefix(left)) : bytes)
                left -= min(left, bytes.count)
            }
        }
    }

    private func rows(_ range: Range<Int>) async throws -> [[UInt8]] {
        let (id, rendition) = (attachment.id, rendition.rawValue)
        let rows = try await database.read { connection in
            defer { connection.releaseMemory() }
            return try connection.query(
                """
                SELECT sealed FROM fileChunk WHERE file = \(id.bytes) AND rendition = \(rendition)
                AND number >= \(range.lowerBound) AND number < \(range.upperBound) ORDER BY number
                """
            ).compactMap { $0.bytes(0) }
        }
        guard !rows.isEmpty else { throw StoreError.notFound }
        guard rows.count == range.count else { throw StoreError.damaged("file") }
        return rows
    }
}
