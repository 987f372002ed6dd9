// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage
import Vault

/// `wayhouse unique …`: how many different people several agencies know together, without any of them learning whom
/// the others know. Needs no register.
struct Unique: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count the people known to several agencies, each once, without exchanging who they are.",
        subcommands: [
            UniqueAgree.self, UniqueEncode.self, UniqueAnswer.self, UniqueEnd.self, UniqueCountFiles.self,
            UniqueRehearse.self, UniqueJoin.self, UniqueDraft.self, UniqueSign.self, UniqueKeep.self,
            UniqueServe.self, UniqueSend.self, UniqueResult.self, UniqueFilters.self,
        ])
}

/// `wayhouse unique agree`: the files of a round for every party.
struct UniqueAgree: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agree", abstract: "Make the agreement of a round, with a folder for each party.")

    @Argument(help: "The folder to make.") var folder: String
    @Option(help: "A name for this round, used once, such as 2026-Q3.") var round: String
    @Option(help: "What the count is for, and by which law or consent.") var purpose: String
    @Option(help: "An agency that takes part; once for each.") var agency: [String]
    @Option(help: "An organisation that runs a key server; once for each, two at least.") var server: [String]
    @Flag(help: "The law of the purpose allows the count without each person's consent.") var withoutConsent = false

    func run() throws {
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw Problem.refused("There is something of this name already. Nothing was changed.")
        }
        guard (agency + server).allSatisfy(PartyFolder.isName) else {
            throw Problem.usage("A party's name is letters, digits, spaces and hyphens, up to 60.")
        }
        let marks = agency.map { ($0, RoundMark()) }
        let servers = server.map { KeyServer(name: $0) }
        let agreement = UniqueAgreement(
            purpose: purpose, round: round,
            agencies: marks.map { UniqueAgreement.Party(name: $0.0, key: $0.1.publicKey) },
            servers: servers.compactMap(\.party), needsConsent: !withoutConsent)
        try refusing { try agreement.check() }
        for one in servers {
            try PartyFolder.make("\(folder)/\(one.name)")
            try PartyFolder.write(one, to: "\(folder)/\(one.name)/server.json")
            try PartyFolder.write(agreement, to: "\(folder)/\(one.name)/agreement.json")
        }
        for (name, mark) in marks {
            try PartyFolder.make("\(folder)/\(name)")
            let copy = PartyCopy(
                agreement: agreement, you: name, secret: mark.secret, servers: server.map { "../\($0)" })
            try PartyFolder.write(copy, to: "\(folder)/\(name)/AGREEMENT.json")
        }
        Output.say(
            "Made. Give each party its own folder and nobody else's, over a way that you trust; then delete this one.")
    }
}

/// `wayhouse unique encode`: an agency's list as tokens.
struct UniqueEncode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Turn an agency's list into tokens that only a count can use.")

    @Argument(help: "The list (CSV), a row a person.") var list: String
    @Option(help: "Your copy of the agreement.") var agreement: String
    @Option(help: "Write the tokens here.") var out: String
    @Option(help: "Names of columns, as given_name=first,surname=last.") var map: String?
    @Option(help: "How many minutes to wait for key servers that answer by files.") var wait = 60

    func run() throws {
        let copy: PartyCopy = try PartyFolder.read(agreement)
        guard let secret = copy.secretBytes, let mark = RoundMark(secret: secret) else {
            throw Problem.usage(
                "The agreement's copy holds no secret of yours. Use the file AGREEMENT.json you were given.")
        }
        guard copy.servers.count == copy.agreement.servers.count else {
            throw Problem.usage("Your copy of the agreement must say where each of its key servers is, in their order.")
        }
        let people = try PeopleList(readingCSV: list, map: map, needsConsent: copy.agreement.needsConsent)
        let encoded = try refusing {
            try EncodedList(people.rows, of: copy.you, mark: mark, under: copy.agreement)
        }
        var answers: [[UInt8]] = []
        for (server, place) in zip(copy.agreement.servers, copy.servers) {
            let folder = URL(fileURLWithPath: place, relativeTo: URL(fileURLWithPath: agreement)).path
            let request = ServerRequest(
                agency: copy.you, points: Data(encoded.points), signature: Data(try encoded.signature(for: server)))
            answers.append(
                try ServerFolder(path: folder, name: server.name).answer(
                    request, under: copy.agreement, minutes: wait))
        }
        let bytes: [UInt8]
        do { bytes = try encoded.tokenFile(answers) } catch is OPRFFault {
            throw Problem.integrity("A key server's answer does not belong to the question. Nothing was written.")
        }
        try OutFile.write(bytes, to: out)
        Output.say(
            "\(encoded.figures.people) people as tokens, \(encoded.figures.withoutKey) of them with nothing to be met by."
                + (people.withheld > 0 ? " \(people.withheld) rows without consent were left out." : ""))
        if !people.namesPersons {
            Output.say(
                "The list has no column 'person': every row was taken as another person. If some stand in it twice, the "
                    + "count will be too high.")
        }
    }
}

/// `wayhouse unique answer`: a key server answers requests that came as files.
struct UniqueAnswer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "As a key server, answer an agency's request; each agency once a round.")

    @Argument(help: "The server's own folder, with server.json and agreement.json.") var folder: String
    @Option(help: "The request that an agency wrote.") var request: String
    @Option(help: "Write the answer here.") var out: String

    func run() throws {
        let agreement: UniqueAgreement = try PartyFolder.read("\(folder)/agreement.json")
        let request: ServerRequest = try PartyFolder.read(request)
        try OutFile.write(try ServerFolder(path: folder, name: "").direct(request, under: agreement), to: out)
    }
}

/// `wayhouse unique end`: a key server forgets its key.
struct UniqueEnd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "As a key server, destroy the round's key: no token can be made or tried again.")

    @Argument(help: "The server's own folder.") var folder: String

    func run() throws {
        var server: KeyServer = try PartyFolder.read("\(folder)/server.json")
        server.destroyKey()
        try PartyFolder.write(server, to: "\(folder)/server.json")
        Output.say("The key is destroyed. Copies of the folder, if there are any, must go too.")
    }
}

/// `wayhouse unique count`: the counting unit joins the agencies' files.
struct UniqueCountFiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the people of several token files, each once; only totals come out.")

    @Argument(help: "The token files, one of each agency.") var files: [String]
    @Option(help: "Write the report here, as JSON.") var report: String?

    func run() throws {
        let count = try refusing {
            try UniqueCount(
                try files.map { path in
                    let name = (path as NSString).lastPathComponent
                    guard let bytes = FileManager.default.contents(atPath: path) else {
                        throw Problem.cannotOpen("\(name) cannot be read. Check that it is there.")
                    }
                    return (name, try TokenFile([UInt8](bytes), name: name))
                })
        }
        if let report { try OutFile.write(try ReportFile.bytes(count), to: report) }
        Output.result(UniqueText.lines(count).joined(separator: "\n"))
    }
}

/// Runs a step and says a refusal in words.
func refusing<Result>(_ step: () throws -> Result) throws -> Result {
    do { return try step() } catch let fault as UniqueFault {
        switch fault {
        case .altered, .notATokenFile: throw Problem.integrity(fault.message)
        case .badAgreement: throw Problem.usage(fault.message)
        default: throw Problem.refused(fault.message)
        }
    }
}

/// The count in words.
enum UniqueText {
    static func lines(_ count: UniqueCount) -> [String] {
        ["Round \(count.round): \(count.people) different people, 95 % between \(count.low) and \(count.high)."]
            + count.agencies.map { "  \($0.name): \($0.people)" }
            + ["Together \(count.sum), each counted as often as known. Known to two agencies:"]
            + count.overlaps.map { overlap in
                "  \(overlap.agencies.joined(separator: " and ")): "
                    + (overlap.people.map { "about \($0)" } ?? "too few to say")
            } + count.cautions.map { "Note: \($0)" }
    }
}
