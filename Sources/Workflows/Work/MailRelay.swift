// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Hands one message to a relay by SMTP (RFC 5321), without a name and without TLS: it is meant to be on this computer
/// or in this house. Blocks for at most ten seconds at each step; to be called off the program's own threads.
struct MailRelay {
    let host: String
    let port: Int

    private static let patience = timeval(tv_sec: 10, tv_usec: 0)

    func send(_ message: String, from: MailAddress, to: MailAddress) throws {
        let socket = try connected()
        defer { close(socket) }
        var line = SMTPLine(socket: socket)
        try line.expect(220)
        try line.say("EHLO localhost", 250)
        try line.say("MAIL FROM:<\(from.text)>", 250)
        try line.say("RCPT TO:<\(to.text)>", 250)
        try line.say("DATA", 354)
        // No line of the message begins with a dot: headers and base64.
        try line.say(message + "\r\n.", 250)
        try? line.say("QUIT", 221)
    }

    private func connected() throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { throw MailFault.unreachable }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next?.pointee {
            let socket = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
            if socket >= 0 {
                var patience = Self.patience
                let size = socklen_t(MemoryLayout<timeval>.size)
                setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
                setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
                if connect(socket, address.ai_addr, address.ai_addrlen) == 0 { return socket }
                close(socket)
            }
            next = address.ai_next
        }
        throw MailFault.unreachable
    }
}

/// One conversation with a relay.
private struct SMTPLine {
    let socket: Int32
    private var read: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    /// A relay that says more than this at once says nothing that we need.
    private static let answerMax = 64 << 10

    mutating func say(_ text: String, _ code: Int) throws {
        var rest = Array((text + "\r\n").utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { throw MailFault.unreachable }
            rest = rest.dropFirst(sent)
        }
        try expect(code)
    }

    /// Reads one answer, of several lines perhaps.
    mutating func expect(_ code: Int) throws {
        while true {
            let line = try nextLine()
            guard line.count >= 3, let said = Int(String(decoding: line.prefix(3), as: UTF8.self)) else {
                throw MailFault.unreachable
            }
            if line.count > 3, line[3] == UInt8(ascii: "-") { continue }
            guard said == code else { throw MailFault.refused(code: said) }
            return
        }
    }

    private mutating func nextLine() throws -> [UInt8] {
        while true {
            if let end = read.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(read[..<end])
                read.removeSubrange(...end)
                return line
            }
            guard read.count < Self.answerMax else { throw MailFault.unreachable }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &piece, piece.count, 0)
            guard count > 0 else { throw MailFault.unreachable }
            read += piece[..<count]
        }
    }
}
