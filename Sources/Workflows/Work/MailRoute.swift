// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How this office sends e-mail: by a relay near by, which takes it from here, or by a program such as sendmail. No
/// user name and no passphrase is ever given: the relay knows this computer.
public struct MailRoute: Sendable, Hashable {
    public enum Way: Sendable, Hashable {
        case relay(host: String, port: Int)
        /// The path of a program that takes `-i -f FROM -- TO` and the message as its input, as sendmail does.
        case program(String)
    }

    public let way: Way
    /// The address that messages come from.
    public let from: MailAddress
    /// What the office is called in the message: the name that stands in browser tabs, which says nothing.
    public let name: String

    public init(_ way: Way, from: MailAddress, name: String) {
        self.way = way
        self.from = from
        self.name = name
    }

    /// The one message there is. It holds nothing of any case: no name, no code, no number, no day.
    func message(to address: MailAddress) -> String {
        let sentence = "Something waits for you in \(name)."
        return [
            "From: <\(from.text)>", "To: <\(address.text)>", "Subject: \(Self.header(name))", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            "Auto-Submitted: auto-generated", "", Data(sentence.utf8).base64EncodedString(), "",
        ].joined(separator: "\r\n")
    }

    /// RFC 2047, so that any script is safe in a header; a long name is cut.
    private static func header(_ text: String) -> String {
        var short = text
        while short.utf8.count > 40 { short.removeLast() }
        return "=?utf-8?B?\(Data(short.utf8).base64EncodedString())?="
    }

    /// Sends the one message to somebody.
    ///
    /// - Throws: `MailFault`; nothing in it says to whom.
    public func send(to address: MailAddress) async throws {
        let (message, way, from) = (message(to: address), way, from)
        try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global(qos: .utility).async {
                waiting.resume(
                    with: Result {
                        switch way {
                        case .relay(let host, let port):
                            try MailRelay(host: host, port: port).send(message, from: from, to: address)
                        case .program(let path):
                            try MailProgram(path: path).send(message, from: from, to: address)
                        }
                    })
            }
        }
    }
}

/// An address that can stand in an envelope without a quote: nothing in it ends a line or begins an option.
public struct MailAddress: Sendable, Hashable {
    public let text: String

    /// Nil for anything but letters, digits and a few marks, an `@`, and the name of a host; at most 254 bytes.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !parts[0].isEmpty, !parts[0].hasPrefix("-"),
            parts[0].utf8.allSatisfy({ Self.isPlain($0) || Array("!#$%&'*+/=?^_`{|}~".utf8).contains($0) }),
            !parts[1].isEmpty, parts[1].utf8.allSatisfy(Self.isPlain), !parts[1].hasPrefix(".")
        else { return nil }
        self.text = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
    }
}

/// Why a message did not go.
public enum MailFault: Error, Sendable, Hashable {
    /// The relay does not answer, or broke off.
    case unreachable
    /// It answered with this code where another was needed.
    case refused(code: Int)
    /// The program cannot be started, or ended with this code.
    case program(code: Int32)
}
