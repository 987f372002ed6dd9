// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage
import Store
import Workflows

extension CountingParty.Role: ExpressibleByArgument {}

/// `wayhouse unique join`: a party of a round over HTTP makes its own keys.
struct UniqueJoin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Make your own keys for a round over HTTP; nobody else sees them.")

    @Argument(help: "The folder to make.") var folder: String
    @Option(help: "Who you are; an agency as its register names it.") var name: String
    @Option(name: .customLong("as"), help: "What you are in the round: agency, server (of keys) or unit (that counts).")
    var role: CountingParty.Role
    @Option(help: "Where others call you: an address that begins with https://. Not for agencies.") var address: String?

    func validate() throws {
        guard PartyFolder.isName(name) else {
            throw ValidationError("A party's name is letters, digits, spaces and hyphens, up to 60.")
        }
        guard role != .agency || address == nil else { throw ValidationError("Agencies are called by nobody.") }
        guard role == .agency || address.flatMap({ CallAddress($0) }) != nil else {
            throw ValidationError(
                "--address takes an address that begins with https:// and does not end with a slash (plain http only "
                    + "on this computer).")
        }
    }

    func run() throws {
        try counting { try CountingFolder(folder).make(CountingParty(role, name: name, address: address)) }
        Output.say("Made. Give \(CountingFolder.cardName) to whoever draws up the agreement, and nothing else of it.")
    }
}

/// `wayhouse unique draft`: the agreement, from what the parties gave.
struct UniqueDraft: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Draw up the agreement of a round over HTTP from the parties' cards.")

    @Argument(help: "The party.json of every party.") var cards: [String]
    @Option(help: "A name for this round, used once, such as 2026-Q3.") var round: String
    @Option(help: "What the count is for, and by which law or consent.") var purpose: String
    @Option(help: "The last day of the round, as 2026-12-31; then the keys are destroyed.") var until: String
    @Option(help: "Fewest people that a list may hold.") var fewest = 50
    @Option(help: "Most people that a list may hold, up to 40000: longer ones go by files.") var most = 20_000
    @Option(help: "Numbers of people below this are not published.") var smallest = 11
    @Flag(help: "The law of the purpose allows the count without each person's consent.") var withoutConsent = false
    @Option(help: "Write the agreement here.") var out: String

    func run() throws {
        guard PartyFolder.isName(round) else {
            throw Problem.usage("A round's name is letters, digits, spaces and hyphens, up to 60.")
        }
        let cards: [CountingParty.Card] = try cards.map { try PartyFolder.read($0) }
        let units = cards.filter { $0.role == .unit }
        guard units.count == 1 else { throw Problem.usage("Give the card of one counting unit.") }
        var agreement = UniqueAgreement(
            purpose: purpose, round: round, agencies: cards.filter { $0.role == .agency }.map(\.party),
            servers: cards.filter { $0.role == .server }.map(\.party), needsConsent: !withoutConsent)
        (agreement.unit, agreement.expires) = (units[0].party, until)
        guard most <= 40_000 else { throw Problem.usage("--most takes up to 40000; longer lists go by files.") }
        (agreement.fewestPeople, agreement.mostPeople, agreement.smallestNumber) = (fewest, most, smallest)
        try refusing { try agreement.check() }
        try PartyFolder.write(SignedAgreement(agreement), to: out)
        Output.result(AgreementText.lines(agreement).joined(separator: "\n"))
        Output.say("Every party reads it and signs it with: wayhouse unique sign FOLDER \(out)")
    }
}

/// `wayhouse unique sign`: a party's signature under the agreement.
struct UniqueSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign the agreement of a round; the file is passed on to the next party.")

    @Argument(help: "Your folder.") var folder: String
    @Argument(help: "The agreement, as it came to you.") var agreement: String

    func run() throws {
        var signed: SignedAgreement = try PartyFolder.read(agreement)
        try counting { try signed.sign(as: try CountingFolder(folder).party()) }
        try PartyFolder.write(signed, to: agreement)
        Output.result(AgreementText.lines(signed.agreement).joined(separator: "\n"))
        let missing = signed.missing
        Output.say(
            missing.isEmpty
                ? "All have signed. Every party keeps it with: wayhouse unique keep FOLDER \(agreement)"
                : "Signed. Still to sign: \(missing.joined(separator: ", ")).")
    }
}

/// `wayhouse unique keep`: the agreement that all have signed goes into a party's folder.
struct UniqueKeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep the agreement that all have signed: from now on your folder goes by it.")

    @Argument(help: "Your folder.") var folder: String
    @Argument(help: "The agreement with every signature.") var agreement: String

    func run() throws {
        let signed: SignedAgreement = try PartyFolder.read(agreement)
        try counting { try CountingFolder(folder).keep(signed, on: "\(Clock.system.today)") }
        Output.say("Kept.")
    }
}

/// An agreement in words.
enum AgreementText {
    static func lines(_ agreement: UniqueAgreement) -> [String] {
        func called(_ party: UniqueAgreement.Party) -> String {
            party.name + (party.address.map { " (\($0))" } ?? "")
        }
        return [
            "Round \(agreement.round): \(agreement.purpose)",
            "Agencies: \(agreement.agencies.map(\.name).joined(separator: ", "))",
            "Key servers: \(agreement.servers.map(called).joined(separator: ", "))",
            "Counting unit: \(agreement.unit.map(called) ?? "none")",
            agreement.needsConsent
                ? "Only people who agreed to statistics are counted." : "People are counted without asking each.",
            "A list holds \(agreement.fewestPeople) people at least; numbers below \(agreement.smallestNumber) stay "
                + "unpublished.", "Last day: \(agreement.expires ?? "none")",
        ]
    }
}

/// Runs a step of a party and says a refusal in words.
func counting<Result>(_ step: () throws -> Result) throws -> Result {
    do { return try refusing(step) } catch let fault as CountingFolderFault {
        if case .damaged = fault { throw Problem.integrity(fault.message) }
        throw Problem.cannotOpen(fault.message)
    }
}
