// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The site on a port of this computer.
public struct WebServer: Sendable {
    public let site: Site
    public var host: String
    public var port: Int

    /// - Parameter port: 0 for any that is free; `onRunning` says which.
    public init(site: Site, host: String = "127.0.0.1", port: Int = 8080) {
        self.site = site
        self.host = host
        self.port = port
    }

    /// Serves until the process is asked to stop (SIGTERM, SIGINT), and finishes what has begun.
    ///
    /// Nothing about a request is logged: neither addresses nor values.
    ///
    /// - Parameter onRunning: Called once with the port.
    /// - Throws: when the port is taken (`isPortInUse`).
    public func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let logger = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
        let guests = Guests(most: min(Guests.most, OpenFiles.raised() / 2))
        let application = Application(
            responder: CallbackResponder { (request: Request, context: Connection) in
                try await respond(to: request, over: context)
            },
            server: .http1(configuration: Self.limits(guests)),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
        try await application.runService()
    }

    /// What a connection may cost: 30 seconds of silence or of headers that do not end, 32 KiB of headers.
    static func limits(_ guests: Guests) -> HTTP1Channel.Configuration {
        .init(
            additionalChannelHandlers: [GuestHandler(guests)], idleTimeout: .seconds(30),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    }

    /// True for the error that `run` throws when another program has the port.
    public static func isPortInUse(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == 98 || "\(error)".contains("errno: 98")
    }

    private func respond(to request: Request, over connection: Connection) async throws -> Response {
        if site.isStreamed(request.method.rawValue, request.uri.path) {
            return try await respondReading(request, over: connection)
        }
        let limit = site.bodyMax(request.method.rawValue, request.uri.path)
        let body = try await request.bytes(upTo: limit)
        let whole = webRequest(request, body ?? [], from: connection.address)
        let answer = body == nil ? site.tooLarge(whole, limit: limit) : await site.respond(to: whole)
        return response(answer, isHead: request.method == .head, over: connection)
    }

    private func webRequest(_ request: Request, _ body: [UInt8], from address: String?) -> WebRequest {
        let headers =
            request.headers.map { ($0.name.rawName, $0.value) } + (request.head.authority.map { [("host", $0)] } ?? [])
        var whole = WebRequest(request.method.rawValue, request.uri.string, headers: headers, body: body)
        whole.address = VisitorAddress.of(
            address, forwarded: whole.header("x-forwarded-for"), trusted: site.settings.trustedProxies)
        return whole
    }

    /// Answers a request whose body is read while it comes. What is not read is let go as it comes, so that browsers,
    /// which send everything before they listen, get their answer; unless the answer breaks it off.
    private func respondReading(_ request: Request, over connection: Connection) async throws -> Response {
        let pieces = BodyPieces()
        var whole = webRequest(request, [], from: connection.address)
        whole.pieces = pieces
        let body = request.body
        let feeding = Task {
            do {
                for try await piece in body { await pieces.push(Array(piece.readableBytesView)) }
                await pieces.end()
            } catch { await pieces.end(isCut: true) }
        }
        let answer = await site.respond(to: whole)
        await pieces.close()
        if answer.isCut { feeding.cancel() } else { await feeding.value }
        return response(answer, isHead: request.method == .head, over: connection)
    }

    private func response(_ answer: WebResponse, isHead: Bool, over connection: Connection) -> Response {
        var fields = HTTPFields()
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        let body = isHead ? ResponseBody() : body(of: answer, over: connection)
        return Response(status: HTTPResponse.Status(code: answer.status), headers: fields, body: body)
    }
}

extension WebServer {
    private func body(of answer: WebResponse, over connection: Connection) -> ResponseBody {
        if let stream = answer.stream {
            let loop = connection.loop
            return ResponseBody(contentLength: stream.length) { writer in
                try await stream.write { bytes in
                    try await writer.write(ByteBuffer(bytes: bytes))
                    // Only when the connection's own thread has seen these bytes does it say that it has no room. On a
                    // busy computer it may not run for a while, and a large file would gather in memory.
                    try await loop.submit {}.get()
                }
                try await writer.finish(nil)
            }
        }
        guard answer.isCut else { return ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) }
        // Throwing after the last byte closes the connection.
        return ResponseBody(contentLength: answer.body.count) { writer in
            try await writer.write(ByteBuffer(bytes: answer.body))
            try await writer.finish(nil)
            throw BodyPieces.Cut()
        }
    }
}

/// What is known of the connection that a request came through.
private struct Connection: RequestContext {
    var coreContext: CoreRequestContextStorage
    let address: String?
    /// The thread that writes to it.
    let loop: any EventLoop

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress
        loop = source.channel.eventLoop
    }
}
