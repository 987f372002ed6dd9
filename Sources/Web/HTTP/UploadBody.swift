// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Reads a `multipart/form-data` body (RFC 7578) with one file at its end: the fields before it into memory, the file
/// piece by piece. At most a piece and a boundary are in memory at a time.
actor UploadBody {
    private let pieces: BodyPieces
    private let boundary: [UInt8]
    private var buffer: [UInt8] = []
    private var at = 0
    private var isOver = false

    /// Bytes of the fields before the file, together.
    private static let fieldBytesMax = 256 << 10

    /// - Throws: `MultipartForm.Failure.notMultipart`.
    init(contentType: String, _ pieces: BodyPieces) throws {
        guard let boundary = MultipartForm.boundary(of: contentType) else { throw MultipartForm.Failure.notMultipart }
        self.boundary = Array("\r\n--\(boundary)".utf8)
        self.pieces = pieces
        // The first boundary has no line end before it.
        buffer = [0x0D, 0x0A]
    }

    /// The fields, and the name of the file that follows; nil when there is none.
    ///
    /// - Throws: `MultipartForm.Failure`.
    func head() async throws -> (form: FormPairs, fileName: String?) {
        var form = FormPairs()
        var total = 0
        guard try await upToBoundary(&total) != nil else { throw MultipartForm.Failure.malformed }
        while true {
            guard let end = try await bytes(2, &total) else { throw MultipartForm.Failure.malformed }
            if end == Array("--".utf8) {
                isOver = true
                return (form, nil)
            }
            guard end == [0x0D, 0x0A], let head = try await upTo(Array("\r\n\r\n".utf8), &total),
                let part = MultipartForm.part(head: String(decoding: head, as: UTF8.self), bytes: [])
            else { throw MultipartForm.Failure.malformed }
            if let name = part.fileName { return (form, name) }
            guard let value = try await upToBoundary(&total) else { throw MultipartForm.Failure.malformed }
            form.append(part.name, String(decoding: value, as: UTF8.self))
        }
    }

    /// The next bytes of the file; nil at its end.
    ///
    /// - Throws: `MultipartForm.Failure.malformed` when the body ends before the file does; `BodyPieces.Cut`.
    func next() async throws -> [UInt8]? {
        if isOver { return nil }
        while true {
            if let found = find(boundary) {
                isOver = true
                let rest = Array(buffer[at..<found])
                return rest.isEmpty ? nil : rest
            }
            let sure = buffer.count - boundary.count
            if sure > at {
                let piece = Array(buffer[at..<sure])
                drop(to: sure)
                return piece
            }
            guard let more = try await pieces.next() else { throw MultipartForm.Failure.malformed }
            buffer += more
        }
    }

    private func upToBoundary(_ total: inout Int) async throws -> [UInt8]? { try await upTo(boundary, &total) }

    private func upTo(_ mark: [UInt8], _ total: inout Int) async throws -> [UInt8]? {
        while true {
            if let found = find(mark) {
                let bytes = Array(buffer[at..<found])
                total += bytes.count
                drop(to: found + mark.count)
                return bytes
            }
            guard try await more(&total) else { return nil }
        }
    }

    private func bytes(_ count: Int, _ total: inout Int) async throws -> [UInt8]? {
        while buffer.count - at < count { guard try await more(&total) else { return nil } }
        defer { drop(to: at + count) }
        return Array(buffer[at..<(at + count)])
    }

    private func more(_ total: inout Int) async throws -> Bool {
        guard total + buffer.count - at <= Self.fieldBytesMax else {
            throw MultipartForm.Failure.tooLarge(Self.fieldBytesMax)
        }
        guard let bytes = try await pieces.next() else { return false }
        // A large piece may hold the fields and the beginning of the file: it is kept whole.
        buffer += bytes
        return true
    }

    private func drop(to place: Int) {
        at = place
        if at == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            at = 0
        } else if at > 1 << 16 {
            buffer.removeFirst(at)
            at = 0
        }
    }

    private func find(_ mark: [UInt8]) -> Int? {
        buffer.withUnsafeBytes { all -> Int? in
            guard let base = all.baseAddress else { return nil }
            var place = at
            while place + mark.count <= all.count {
                let room = all.count - place - mark.count + 1
                guard let hit = memchr(base + place, Int32(mark[0]), room) else { return nil }
                place = UnsafeRawPointer(hit) - base
                if memcmp(base + place, mark, mark.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }
}
