// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Asks the server on this computer, in clear text over the loopback device: no secret leaves the machine.
struct LoopbackClient {
    let port: Int
    let isIPv6: Bool

    /// - Parameter host: What the server listens on; an address of all interfaces is asked over loopback too.
    init(host: String, port: Int) {
        self.port = port
        isIPv6 = host == "::1" || host == "::"
    }

    /// Of an address such as `http://localhost:8080`.
    ///
    /// - Throws: `Problem` for anything that is not this computer.
    init(address: String) throws {
        guard let parts = URLComponents(string: address), parts.scheme == "http",
            let host = parts.host?.trimmingCharacters(in: ["[", "]"]),
            ["localhost", "127.0.0.1", "::1"].contains(host)
        else {
            throw Problem.usage(
                "Give the register's folder, or the address of a server on this computer: http://localhost:8080")
        }
        self.init(host: host, port: parts.port ?? 80)
    }

    struct Answer {
        let status: Int
        let body: Data

        /// A field of a JSON object.
        subscript(name: String) -> Any? {
            ((try? JSONSerialization.jsonObject(with: body)) as? [String: Any])?[name]
        }
    }

    func get(_ path: String) throws -> Answer { try ask("GET", path, type: nil, body: Data()) }

    /// One field of a form; its content may be any bytes.
    func post(_ path: String, field: String, fileName: String? = nil, content: Data) throws -> Answer {
        let boundary = "wayhouse-\(getpid())-\(UUID().uuidString)"
        let name = fileName.map { "; filename=\"\($0)\"" } ?? ""
        var body = Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\(name)\r\n\r\n".utf8)
        body += content
        body += Data("\r\n--\(boundary)--\r\n".utf8)
        return try ask("POST", path, type: "multipart/form-data; boundary=\(boundary)", body: body)
    }

    private func ask(_ method: String, _ path: String, type: String?, body: Data) throws -> Answer {
        let socket = try connected()
        defer { close(socket) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
        if let type { head += "Content-Type: \(type)\r\n" }
        head += "Content-Length: \(body.count)\r\n\r\n"
        try send(Data(head.utf8) + body, to: socket)
        return try answer(in: received(from: socket))
    }

    private func connected() throws -> Int32 {
        let family = isIPv6 ? AF_INET6 : AF_INET
        let socket = Foundation.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Self.unreachable }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let number = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        let code: Int32
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = number
            address.sin6_addr = in6addr_loopback
            code = Self.connect(socket, &address, MemoryLayout<sockaddr_in6>.size)
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = number
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            code = Self.connect(socket, &address, MemoryLayout<sockaddr_in>.size)
        }
        guard code == 0 else {
            close(socket)
            throw Self.unreachable
        }
        return socket
    }

    private static func connect(_ socket: Int32, _ address: UnsafeRawPointer, _ size: Int) -> Int32 {
        Foundation.connect(socket, address.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
    }

    private func send(_ data: Data, to socket: Int32) throws {
        var done = 0
        while done < data.count {
            let count = data.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress! + done, data.count - done, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Self.unreachable }
            done += count
        }
    }

    private func received(from socket: Int32) throws -> Data {
        var (all, piece) = (Data(), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(socket, &piece, piece.count, 0)
            guard count >= 0 else { throw Self.unreachable }
            if count == 0 { return all }
            all += piece[..<count]
        }
    }

    private func answer(in data: Data) throws -> Answer {
        guard let end = data.firstRange(of: Data("\r\n\r\n".utf8)),
            let line = String(decoding: data[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").first,
            let status = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw Self.unreachable }
        return Answer(status: status, body: Data(data[end.upperBound...]))
    }

    private static let unreachable = Problem.cannotOpen("The server does not answer on this computer.")
}
