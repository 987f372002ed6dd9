// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTPTypes

/// Sits in each connection: tells who is still and who asks, and ends a connection whose request comes too slowly.
///
/// A request may take its time on a bad line, but not for ever: after a while it must have brought so many bytes for
/// each second. Headers that trickle are ended by the server's own idle timeout, which counts whole headers only.
final class GuestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long any request may take, however little it brings.
    static let grace = TimeAmount.seconds(20)
    /// What it must bring on average after that, in bytes a second: a tenth of the slowest telephone line.
    static let pace = 512

    private let guests: Guests
    private var number: Int?
    private var requests = 0
    private var received = 0
    private var began: NIODeadline?
    private var check: Scheduled<Void>?

    init(_ guests: Guests) { self.guests = guests }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        number = guests.welcome { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        check?.cancel()
        check = nil
        number.map { guests.goodbye($0) }
        number = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            received = 0
            began = .now()
            note(isAsking: true)
            watch(context)
        case .body(let piece): received += piece.readableBytes
        case .end:
            began = nil
            check?.cancel()
            check = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            requests -= 1
            if requests == 0 { note(isAsking: false) }
        }
        context.write(data, promise: promise)
    }

    private func note(isAsking: Bool) { number.map { guests.note($0, isAsking: isAsking) } }

    private func watch(_ context: ChannelHandlerContext) {
        check?.cancel()
        check = context.eventLoop.assumeIsolated().scheduleTask(in: Self.grace) {
            guard let began = self.began else { return }
            let seconds = Int((NIODeadline.now() - began).nanoseconds / 1_000_000_000)
            if self.received < seconds * Self.pace { context.close(promise: nil) } else { self.watch(context) }
        }
    }
}
