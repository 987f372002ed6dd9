// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

/// Takes a file in piece by piece and seals it chunk by chunk: at most some megabytes of it are in memory. Nothing of
/// it is there for anybody until `finish`; what is left behind by a crash or `abandon` is an empty row that is swept.
public actor FileIntake {
    public nonisolated let id: EntityID
    private let store: CaseStore
    private let permit: Permit
    private let head: AttachmentHead
    private let scope: EntityID
    private let wrapped: [UInt8]
    private var streams: [CaseAttachment.Rendition: ChunkStream]
    private var waiting: [[SQLValue]] = []
    private var waitingBytes = 0

    /// Bytes that are sealed before they are written together: each writing waits for the disk.
    private static let batchBytes = 1 << 20

    init(
        _ id: EntityID, _ head: AttachmentHead, scope: EntityID, key: FileKey, wrapped: [UInt8], places: [Place],
        permit: Permit, in store: CaseStore
    ) {
        (self.id, self.head, self.scope, self.wrapped) = (id, head, scope, wrapped)
        (self.permit, self.store) = (permit, store)
        streams = [.original: ChunkStream(key.chunks(at: places[0])), .copy: ChunkStream(key.chunks(at: places[1]))]
    }

    /// Takes the next piece of the original or of the copy.
    ///
    /// - Throws: `AttachmentObstacle.tooLarge`; `SQLError`.
    public func take(_ bytes: [UInt8], _ rendition: CaseAttachment.Rendition = .original) async throws {
        guard var stream = streams[rendition] else { return }
        streams[rendition] = nil
        guard stream.size + bytes.count <= CaseAttachment.bytesMax else { throw AttachmentObstacle.tooLarge }
        try stream.take(bytes) { number, sealed in keep(rendition, number, sealed) }
        streams[rendition] = stream
        if waitingBytes >= Self.batchBytes { try await flush() }
    }

    /// Gives the copy up: the picture cannot be cleaned after all.
    public func dropCopy() async throws {
        streams[.copy] = nil
        waiting.removeAll { $0[1] == .int(Int64(CaseAttachment.Rendition.copy.rawValue)) }
        let (id, copy) = (id, CaseAttachment.Rendition.copy.rawValue)
        try await store.database.write { connection in
            _ = try connection.execute("DELETE FROM fileChunk WHERE file = \(id.bytes) AND rendition = \(copy)")
        }
    }

    /// Ends the file and makes it part of the case, with its audit entry, in one transaction; on disk when this
    /// returns.
    ///
    /// - Parameters:
    ///   - content: What its first bytes say.
    ///   - withoutCopy: Why there is no copy; nil when there is one.
    /// - Throws: `AttachmentObstacle.empty`, `.caseFull`; `StoreError.notFound` when the case was erased meanwhile.
    public func finish(_ content: CaseAttachment.Content, withoutCopy: CaseAttachment.NoCopy?) async throws
        -> CaseAttachment
    {
        if withoutCopy != nil { streams[.copy] = nil }
        guard let original = streams[.original], original.size > 0 else { throw AttachmentObstacle.empty }
        var digests = ["file \(id)"]
        for rendition in CaseAttachment.Rendition.allCases {
            guard var stream = streams[rendition] else { continue }
            try stream.end { number, sealed in keep(rendition, number, sealed) }
            streams[rendition] = stream
            digests.append("\(rendition.rawValue) \(stream.sealedDigest)")
        }
        let copy = streams[.copy].map { CaseAttachment.Copy(size: $0.size, digest: $0.digest) }
        let attachment = CaseAttachment(
            id: id, scope: scope, kind: head.kind, name: head.name, content: content, size: original.size,
            digest: original.digest, copy: copy, withoutCopy: withoutCopy, author: permit.actor.id,
            added: store.clock.now())
        var digest = RunningHash()
        digest.update(Array(digests.joined(separator: "\n").utf8) + wrapped)
        try await store.commit(attachment, chunks: takeWaiting(), digest: digest.hex, permit: permit)
        return attachment
    }

    /// Lets go what was taken so far.
    public func abandon() async {
        let id = id
        // What cannot be deleted now is swept later.
        _ = try? await store.database.write { connection in
            try connection.execute("DELETE FROM file WHERE id = \(id.bytes) AND state = 0")
            if try connection.query("SELECT id FROM file WHERE id = \(id.bytes)").isEmpty {
                try Files.letGo(id.bytes, connection)
            }
        }
    }

    private func keep(_ rendition: CaseAttachment.Rendition, _ number: Int, _ sealed: [UInt8]) {
        waiting.append([.blob(id.bytes), .int(Int64(rendition.rawValue)), .int(Int64(number)), .blob(sealed)])
        waitingBytes += sealed.count
    }

    private func takeWaiting() -> [[SQLValue]] {
        defer { (waiting, waitingBytes) = ([], 0) }
        return waiting
    }

    private func flush() async throws {
        let rows = takeWaiting()
        try await store.database.write { connection in
            // Pages of the batch before: nobody asks for them again soon.
            connection.releaseMemory()
            try Files.insert(rows, connection)
        }
    }
}

/// Cuts bytes into chunks, seals them and adds up what they are.
struct ChunkStream {
    private let chunks: FileChunks
    private var buffer: [UInt8] = []
    private var number = 0
    private var plain = RunningHash()
    private var sealed = RunningHash()
    private(set) var size = 0

    init(_ chunks: FileChunks) {
        self.chunks = chunks
        buffer.reserveCapacity(FileChunks.chunkBytes)
    }

    /// SHA-256 of the bytes taken, in hexadecimal.
    var digest: String { plain.hex }
    /// The same over the sealed chunks, in order.
    var sealedDigest: String { sealed.hex }

    mutating func take(_ bytes: [UInt8], _ body: (Int, [UInt8]) -> Void) throws {
        plain.update(bytes)
        size += bytes.count
        try add(bytes[...], body)
    }

    /// Pads the file and seals its last chunk.
    mutating func end(_ body: (Int, [UInt8]) -> Void) throws {
        var left = FileChunks.paddedBytes(size) - size - 1
        try add([0x80], body)
        let zeros = [UInt8](repeating: 0, count: min(left, FileChunks.chunkBytes))
        while left > 0 {
            try add(zeros.prefix(left), body)
            left -= min(left, zeros.count)
        }
        try seal(isLast: true, body)
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ body: (Int, [UInt8]) -> Void) throws {
        var rest = bytes
        while !rest.isEmpty {
            // A full chunk waits until it is known that it is not the last.
            if buffer.count == FileChunks.chunkBytes { try seal(isLast: false, body) }
            let part = rest.prefix(FileChunks.chunkBytes - buffer.count)
            buffer.append(contentsOf: part)
            rest = rest.dropFirst(part.count)
        }
    }

    private mutating func seal(isLast: Bool, _ body: (Int, [UInt8]) -> Void) throws {
        let chunk = try chunks.seal(buffer, number: number, isLast: isLast)
        sealed.update(chunk)
        body(number, chunk)
        number += 1
        buffer.removeAll(keepingCapacity: true)
    }
}
