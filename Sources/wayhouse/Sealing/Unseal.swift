// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault

/// `wayhouse unseal`: opens a server that runs sealed, on this computer.
struct Unseal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a sealed server on this computer, with a passphrase, a key file or custodians' shares.",
        discussion: """
            Without a key it asks at the terminal: for shares when the register has custodians, else for the passphrase. \
            Shares and passphrases are not shown while they are typed.
            """)

    @Argument(help: "The register's folder, or the server's address such as http://localhost:8080.") var place: String
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let client = try Self.client(of: place)
        if isOpen(try client.get("/health")) { return Output.say("The register is open already.") }
        if !key.custodianShare.isEmpty {
            for share in key.custodianShare where try give(share: share, to: client) { return }
            throw Problem.refused("More shares are needed.")
        }
        switch try key.secret() {
        case .passphrase(let text): try done(client.post(Self.path, field: "passphrase", content: Data(text.utf8)))
        case .keyFile(let bytes):
            try done(client.post(Self.path, field: "key", fileName: "key", content: Data(bytes)))
        case .custodians, .automatic, nil: try ask(client)
        }
    }

    private static let path = "/api/v1/unseal"

    static func client(of place: String) throws -> LoopbackClient {
        if place.contains("://") { return try LoopbackClient(address: place) }
        let server = try ServingFile.running(in: place)
        return LoopbackClient(host: server.host, port: server.port)
    }

    private func isOpen(_ answer: LoopbackClient.Answer) -> Bool { answer["state"] as? String == "open" }

    private func ask(_ client: LoopbackClient) throws {
        let state = try client.get(Self.path)
        Output.say("Register \(state["fingerprint"] as? String ?? ""), program \(state["program"] as? String ?? "")")
        guard state["needed"] != nil else {
            let text = try Terminal.secret("Passphrase of the register: ")
            return try done(client.post(Self.path, field: "passphrase", content: Data(text.utf8)))
        }
        while true {
            if try give(share: Terminal.secret("A custodian's share: "), to: client) { return }
        }
    }

    /// - Returns: whether the register is open now.
    private func give(share: String, to client: LoopbackClient) throws -> Bool {
        let answer = try client.post(Self.path, field: "share", content: Data(share.utf8))
        if answer.status == 202, let given = answer["given"] as? Int, let needed = answer["needed"] as? Int {
            Output.say("\(given) of \(needed) shares have been given; they are held for ten minutes.")
            return false
        }
        try done(answer)
        return true
    }

    private func done(_ answer: LoopbackClient.Answer) throws {
        switch answer.status {
        case 200:
            Output.say("The register is open.")
            if let wrong = answer["wrongSecrets"] as? Int, wrong > 0 {
                Output.say("While it was closed, wrong keys were tried: \(wrong).")
            }
            if let anchor = answer["anchor"] as? String {
                Output.say("Compare with what was last written down: \(anchor)")
            }
        case 403:
            throw Problem.cannotOpen("That does not open the register. Compare it with the paper and try again.")
        case 429:
            throw Problem.refused(
                "There were several tries. Wait \(answer["seconds"] as? Int ?? 1) seconds, then try again.")
        default: throw Problem.refused("The server could not do it (\(answer.status)). Is it just being closed?")
        }
    }
}

/// What somebody types, without showing it.
enum Terminal {
    /// A line from standard input; not echoed when it is a terminal.
    ///
    /// - Throws: `Problem` when there is none.
    static func secret(_ prompt: String) throws -> String {
        var before = termios()
        let isTerminal = isatty(0) == 1 && tcgetattr(0, &before) == 0
        if isTerminal {
            FileHandle.standardError.write(Data(prompt.utf8))
            var quiet = before
            quiet.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSAFLUSH, &quiet)
        }
        let line = readLine()
        if isTerminal {
            tcsetattr(0, TCSAFLUSH, &before)
            Output.say("")
        }
        guard let line, !line.isEmpty else { throw Problem.usage("No key was given. Nothing was done.") }
        return line
    }

    /// Waits for Enter; at once when nobody is at a terminal.
    static func pause(_ prompt: String) {
        guard isatty(0) == 1, isatty(1) == 1 else { return }
        FileHandle.standardError.write(Data(prompt.utf8))
        _ = readLine()
    }

    /// Empties the screen and what can be scrolled back to, so that the next custodian does not see the last one's
    /// share.
    static func clear() {
        if isatty(1) == 1 { FileHandle.standardOutput.write(Data("\u{1B}[2J\u{1B}[3J\u{1B}[H".utf8)) }
    }
}
