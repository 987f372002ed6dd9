// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage

/// An agency's own register, as `send` and `result` reach it.
struct OwnRegister: ParsableArguments {
    @Option(help: "The address of your own register's server.") var register: String
    @Option(help: "A file with a program's token of your register, with the scope export.") var tokenFile: String
    @Option(help: "The name of the round.") var round: String

    /// A round as the register tells it.
    struct Round: Decodable {
        let agreement: UniqueAgreement
        let you: String
        let state: String
        let reportRequest: Data
    }

    func call(_ method: String, _ path: String, _ body: Data = Data()) throws -> Data {
        guard let address = CallAddress(register) else {
            throw Problem.usage(
                "--register takes an address that begins with https:// (plain http only on this computer).")
        }
        guard let token = FileManager.default.contents(atPath: tokenFile).map({ String(decoding: $0, as: UTF8.self) })
        else { throw Problem.cannotOpen("The file with the program's token cannot be read.") }
        do {
            return try Courier().call(
                method, address, path, body, bearer: token.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch let refused as Courier.Refused { throw refused.problem }
    }

    func found() throws -> Round {
        let rounds = try JSONDecoder().decode([Round].self, from: try call("GET", "/api/v1/counts"))
        guard let found = rounds.first(where: { $0.agreement.round == round }) else {
            throw Problem.refused(
                "The register takes part in no round of this name. Check --round, and the folder of serve --counting.")
        }
        return found
    }

    /// The round in an address.
    var place: String {
        "/api/v1/counts/" + (round.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }
}

/// `wayhouse unique send`: carries an agency's points to the key servers and its tokens to the counting unit.
struct UniqueSend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "As an agency, send your register's people as tokens, over HTTP.")

    @OptionGroup var own: OwnRegister

    private struct Question: Decodable {
        struct Server: Decodable {
            let name: String
            let address: String
            let signature: Data
        }
        let agency: String
        let points: Data
        let servers: [Server]
        let people: Int
        let withoutKey: Int
        let withheld: Int
    }

    private struct Asked: Encodable {
        let agency: String
        let points: Data
        let signature: Data
    }

    func run() throws {
        let round = try own.found()
        guard let unit = round.agreement.unit else { throw Problem.integrity("The agreement names no counting unit.") }
        let answers = round.state == "sent" ? [] : try ask(round)
        let tokens = try own.call(
            "POST", own.place + "/tokens", try JSONEncoder().encode(["answers": answers]))
        _ = try Self.call(unit, "/unique/v1/tokens", tokens)
        Output.say("\(unit.name) has the tokens. The result comes when all have sent: wayhouse unique result.")
    }

    /// Carries the points to every key server, and gives what they answered.
    private func ask(_ round: OwnRegister.Round) throws -> [Data] {
        let question = try JSONDecoder().decode(
            Question.self, from: try own.call("POST", own.place + "/questions", Data("{}".utf8)))
        Output.say(
            "\(question.people) people, \(question.withoutKey) of them with nothing to be met by; "
                + "\(question.withheld) left out for want of consent.")
        var answers: [Data] = []
        for (server, party) in zip(question.servers, round.agreement.servers) {
            let asked = Asked(agency: question.agency, points: question.points, signature: server.signature)
            answers.append(try Self.call(party, "/unique/v1/points", try JSONEncoder().encode(asked)))
            Output.say("\(party.name) has answered.")
        }
        return answers
    }

    static func call(_ party: UniqueAgreement.Party, _ path: String, _ body: Data) throws -> Data {
        guard let address = party.address.flatMap({ CallAddress($0) }) else {
            throw Problem.integrity("The agreement names no good address of \(party.name).")
        }
        do { return try Courier().call("POST", address, path, body) } catch let refused as Courier.Refused {
            throw refused.problem
        }
    }
}

/// `wayhouse unique result`: fetches the count, and tells the key servers that the round is over.
struct UniqueResult: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "As an agency, fetch the count of a round over HTTP; the keys end with it.")

    @OptionGroup var own: OwnRegister
    @Option(help: "Write the report here, as JSON.") var report: String?

    private struct Asked: Encodable {
        let agency: String
        let signature: Data
    }

    func run() throws {
        let round = try own.found()
        guard let unit = round.agreement.unit else { throw Problem.integrity("The agreement names no counting unit.") }
        let asked = Asked(agency: round.you, signature: round.reportRequest)
        let answer = try UniqueSend.call(unit, "/unique/v1/report", try JSONEncoder().encode(asked))
        guard let signed = try? JSONDecoder().decode(SignedReport.self, from: answer) else {
            throw Problem.integrity("What \(unit.name) answered is no report.")
        }
        let count = try refusing { try signed.count(under: round.agreement) }
        if let report { try OutFile.write([UInt8](signed.report) + [10], to: report) }
        Output.result(UniqueText.lines(count).joined(separator: "\n"))
        for server in round.agreement.servers {
            do {
                _ = try UniqueSend.call(
                    server, "/unique/v1/end", try JSONEncoder().encode(["signature": signed.end]))
                Output.say("\(server.name) has destroyed its key.")
            } catch let problem as Problem {
                Output.say("\(server.name) was not told that the round is over: \(problem.message)")
            }
        }
    }
}
