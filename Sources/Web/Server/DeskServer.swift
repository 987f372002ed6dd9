// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Workflows

/// A key server or a counting unit on a port of this computer: no pages, no register, no session. A proxy in front of
/// it speaks TLS.
public struct DeskServer: Sendable {
    private let desk: any CountingDesk
    private let host: String
    private let port: Int

    /// - Parameter port: 0 for any that is free; `onRunning` says which.
    public init(_ desk: any CountingDesk, host: String, port: Int) {
        (self.desk, self.host, self.port) = (desk, host, port)
    }

    /// Serves until the process is asked to stop. Nothing about a request is logged but what the desk writes down.
    ///
    /// - Throws: when the port is taken (`WebServer.isPortInUse`).
    public func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let logger = Logger(label: "desk") { _ in SwiftLogNoOpLogHandler() }
        let guests = Guests(most: 40)
        let application = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                try await respond(to: request)
            },
            server: .http1(configuration: WebServer.limits(guests)),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
        try await application.runService()
    }

    private func respond(to request: Request) async throws -> Response {
        guard let body = try await request.bytes(upTo: desk.bodyMax) else {
            return problem(ProblemDetails(title: "The request is longer than a list can be.", status: 413))
        }
        let answer = await desk.answer(request.method.rawValue, request.uri.path, body)
        if let words = answer.problem { return problem(ProblemDetails(title: words, status: answer.status)) }
        return response(answer.status, "application/octet-stream", answer.body)
    }

    private func problem(_ details: ProblemDetails) -> Response {
        response(details.status, ProblemDetails.mediaType, WebResponse.problem(details).body)
    }

    private func response(_ status: Int, _ type: String, _ body: [UInt8]) -> Response {
        Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Request {
    /// The whole body; nil when it is longer than `limit`. What is too long is read to its end and let go, so that who
    /// sends everything before they listen get their answer.
    func bytes(upTo limit: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var isTooLarge = false
        for try await piece in body {
            if isTooLarge { continue }
            if bytes.count + piece.readableBytes > limit {
                isTooLarge = true
                bytes = []
            } else {
                bytes.append(contentsOf: piece.readableBytesView)
            }
        }
        return isTooLarge ? nil : bytes
    }
}
