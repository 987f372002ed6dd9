// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An answer, whole. The security headers are added where it leaves.
public struct WebResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// A body that is made while it is sent; nil for one that stands in `body`.
    public var stream: StreamedBody?
    /// Somebody else's content: should a browser show it instead of saving it, it runs nothing and reaches nothing.
    public var isSandboxed = false
    /// Broken off: what is still on its way in is not waited for.
    public var isCut = false

    public init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    static func page(_ markup: Markup, status: Int = 200) -> WebResponse {
        WebResponse(
            status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(markup.html.utf8))
    }

    /// After a form: the browser asks for another page (RFC 9110 §15.4.4).
    static func see(_ address: String) -> WebResponse { WebResponse(status: 303, headers: [("Location", address)]) }

    static func json(_ value: some Encodable, status: Int = 200, type: String = "application/json") throws
        -> WebResponse
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return WebResponse(status: status, headers: [("Content-Type", type)], body: Array(try encoder.encode(value)))
    }

    static func problem(_ problem: ProblemDetails) -> WebResponse {
        (try? json(problem, status: problem.status, type: ProblemDetails.mediaType))
            ?? WebResponse(status: problem.status)
    }

    /// A file to save; its name holds ASCII letters, digits, `-` and `.` only.
    static func file(_ bytes: [UInt8], named name: String, type: String) -> WebResponse {
        WebResponse(
            headers: [("Content-Type", type), ("Content-Disposition", "attachment; filename=\"\(name)\"")], body: bytes)
    }

    func with(_ name: String, _ value: String) -> WebResponse {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }
}
