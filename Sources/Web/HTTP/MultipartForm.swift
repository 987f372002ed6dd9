// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Reads a `multipart/form-data` body (RFC 7578) piece by piece into memory, up to a limit.
///
/// Feed it the body as it arrives with `take`, then call `finish`. Works on the whole of what came; a 64 MiB upload
/// costs its own size once more while it is cut up.
public struct MultipartForm: Sendable {
    /// Largest body in bytes.
    public static let bytesMax = 64 << 20
    /// Most parts in one form, and the longest head of one part in bytes.
    static let partsMax = 64
    static let headBytesMax = 8 << 10

    /// One field or file of the form.
    public struct Part: Sendable, Hashable {
        public var name: String
        /// The name of the file as the browser gave it, without folders; nil for ordinary fields.
        public var fileName: String?
        public var bytes: [UInt8]
        /// The bytes as text.
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Why a form could not be read.
    public enum Failure: Error, Sendable, Hashable {
        case notMultipart
        /// The body is longer than the limit, in bytes.
        case tooLarge(Int)
        case malformed
    }

    private let boundary: [UInt8]
    private let limit: Int
    private var body: [UInt8] = []

    /// - Parameters:
    ///   - contentType: The header's value with its boundary.
    ///   - limit: Largest body in bytes.
    /// - Throws: `Failure.notMultipart` when the header names no boundary of 1…70 characters.
    public init(contentType: String, limit: Int = MultipartForm.bytesMax) throws(Failure) {
        guard let boundary = Self.boundary(of: contentType) else { throw .notMultipart }
        self.boundary = Array("--\(boundary)".utf8)
        self.limit = limit
    }

    /// Takes the next piece of the body.
    ///
    /// - Throws: `Failure.tooLarge` as soon as the limit is passed.
    public mutating func take(_ bytes: some Sequence<UInt8>) throws(Failure) {
        body.append(contentsOf: bytes)
        if body.count > limit { throw .tooLarge(limit) }
    }

    /// The parts, in order.
    ///
    /// - Throws: `Failure.malformed` when the body does not follow RFC 2046 §5.1.1.
    public consuming func finish() throws(Failure) -> [Part] {
        var parts: [Part] = []
        guard var at = find(boundary, from: 0) else { throw .malformed }
        at += boundary.count
        while true {
            if matches(Self.dashes, at: at) { return parts }
            guard matches(Self.lineEnd, at: at), parts.count < Self.partsMax,
                let headEnd = find(Self.headEnd, from: at), headEnd - at <= Self.headBytesMax,
                let next = find(Self.lineEnd + boundary, from: headEnd + 2)
            else { throw .malformed }
            let head = String(decoding: body[(at + 2)..<max(at + 2, headEnd)], as: UTF8.self)
            guard let part = Self.part(head: head, bytes: Array(body[min(headEnd + 4, next)..<next])) else {
                throw .malformed
            }
            parts.append(part)
            at = next + 2 + boundary.count
        }
    }

    /// The boundary that a content type names; nil when it names none of 1…70 characters, or is of another kind.
    static func boundary(of contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = parameter("boundary", in: contentType), (1...70).contains(boundary.utf8.count)
        else { return nil }
        return boundary
    }

    private static let lineEnd = Array("\r\n".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)
    private static let dashes = Array("--".utf8)

    private func matches(_ wanted: [UInt8], at start: Int) -> Bool {
        start + wanted.count <= body.count && body[start..<(start + wanted.count)].elementsEqual(wanted)
    }

    /// Where `wanted` begins at or after `start`; nil when it does not.
    private func find(_ wanted: [UInt8], from start: Int) -> Int? {
        body.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress else { return nil }
            var at = start
            while at + wanted.count <= buffer.count {
                guard let hit = memchr(base + at, Int32(wanted[0]), buffer.count - at - wanted.count + 1) else {
                    return nil
                }
                at = UnsafeRawPointer(hit) - base
                if memcmp(base + at, wanted, wanted.count) == 0 { return at }
                at += 1
            }
            return nil
        }
    }

    static func part(head: String, bytes: [UInt8]) -> Part? {
        let lines = head.split(whereSeparator: \.isNewline)
        guard let disposition = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", in: String(disposition))
        else { return nil }
        let file = parameter("filename", in: String(disposition)).map { path in
            String(path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "")
        }
        return Part(name: name, fileName: file, bytes: bytes)
    }

    /// A parameter of a header, quoted or not; browsers write `"` in names as `%22`.
    private static func parameter(_ name: String, in header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let trimmed = piece.drop { $0 == " " }
            guard trimmed.lowercased().hasPrefix("\(name)=") else { continue }
            var value = trimmed.dropFirst(name.count + 1)
            while value.last?.isWhitespace == true { value = value.dropLast() }
            if value.first == "\"", value.last == "\"", value.count >= 2 { value = value.dropFirst().dropLast() }
            return value.replacingOccurrences(of: "%22", with: "\"")
        }
        return nil
    }
}
