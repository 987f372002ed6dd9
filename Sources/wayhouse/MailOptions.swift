// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Workflows

/// How e-mail leaves, if any does.
struct MailOptions: ParsableArguments {
    @Option(help: "A mail relay near by, such as localhost:25. Without it, or --mail-program, no e-mail is sent.")
    var mailRelay: String?
    @Option(help: "A program that sends e-mail as sendmail does, by its path.")
    var mailProgram: String?
    @Option(help: "The address that e-mail comes from.")
    var mailFrom: String?

    func validate() throws {
        guard mailRelay != nil || mailProgram != nil else {
            if mailFrom != nil { throw ValidationError("--mail-from needs --mail-relay or --mail-program.") }
            return
        }
        if mailRelay != nil, mailProgram != nil {
            throw ValidationError("Give --mail-relay or --mail-program, not both.")
        }
        guard mailFrom.flatMap({ MailAddress($0) }) != nil else {
            throw ValidationError("--mail-from takes a plain address, such as notes@example.org.")
        }
        if let mailRelay, Self.place(mailRelay) == nil {
            throw ValidationError("--mail-relay takes a host and a port, such as localhost:25.")
        }
        if let mailProgram, !mailProgram.hasPrefix("/") {
            throw ValidationError("--mail-program takes a whole path, such as /usr/sbin/sendmail.")
        }
    }

    /// - Parameter name: What the office is called in a message.
    func route(named name: String) -> MailRoute? {
        guard let from = mailFrom.flatMap({ MailAddress($0) }) else { return nil }
        if let mailProgram { return MailRoute(.program(mailProgram), from: from, name: name) }
        return mailRelay.flatMap(Self.place).map {
            MailRoute(.relay(host: $0.host, port: $0.port), from: from, name: name)
        }
    }

    private static func place(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port), colon > text.startIndex
        else { return nil }
        return (String(text[..<colon]).trimmingBrackets, port)
    }
}

extension String {
    /// An IPv6 address without its brackets.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
