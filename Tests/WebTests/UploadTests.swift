// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite struct UploadTests {
    private static let type = "multipart/form-data; boundary=edge"

    private static func body(_ file: [UInt8], fields: [(String, String)] = [("kind", "evidence")]) -> [UInt8] {
        var text = fields.map { "--edge\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }
            .joined()
        text += "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
        return Array(text.utf8) + file + Array("\r\n--edge--\r\n".utf8)
    }

    private static func read(_ bytes: [UInt8], by piece: Int = .max, isCut: Bool = false) async throws -> (
        kind: String?, name: String?, file: [UInt8]
    ) {
        let pieces = BodyPieces()
        let sending = Task {
            var rest = bytes[...]
            while !rest.isEmpty {
                await pieces.push(Array(rest.prefix(piece)))
                rest = rest.dropFirst(min(piece, rest.count))
            }
            await pieces.end(isCut: isCut)
        }
        defer {
            sending.cancel()
            Task { await pieces.close() }
        }
        let upload = try UploadBody(contentType: type, pieces)
        let (form, name) = try await upload.head()
        var file: [UInt8] = []
        while let bytes = try await upload.next() { file += bytes }
        return (form["kind"], name, file)
    }

    @Test func `a file arrives whole in whatever pieces it comes`() async throws {
        let tricky = Array("\r\n--edg\r\n--\r\n\r\n--edge".utf8.dropLast()) + [0, 13, 10]
        for file in [[], [1], tricky, [UInt8](repeating: 13, count: 500), Array("\r\n-".utf8)] {
            for piece in [1, 2, 3, 7, 64, .max] {
                let (kind, name, got) = try await Self.read(Self.body(file), by: piece)
                #expect(kind == "evidence" && name == "a.bin" && got == file, "\(file.count) by \(piece)")
            }
        }
    }

    @Test func `a body that ends early is refused wherever it ends`() async throws {
        let whole = Self.body([1, 2, 3])
        for length in 0..<(whole.count - 4) {
            await #expect(throws: (any Error).self, "\(length)") {
                _ = try await Self.read(Array(whole[..<length]), by: 9, isCut: length.isMultiple(of: 2))
            }
        }
    }

    @Test func `fields before the file are few`() async throws {
        let long = String(repeating: "x", count: 400 << 10)
        await #expect(throws: MultipartForm.Failure.tooLarge(256 << 10)) {
            _ = try await Self.read(Self.body([1], fields: [("kind", long)]), by: 1000)
        }
    }
}
