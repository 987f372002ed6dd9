// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Linkage
import Store

/// The rounds that a register takes part in, as an agency: a folder with one folder for each. While a list is on its
/// way through the key servers its blinds are here, in memory only, for an hour.
public actor CountingRounds {
    private let path: String
    private var held: [String: Held] = [:]

    /// A list whose points were given out.
    private struct Held {
        let list: EncodedList
        let withheld: Int
        let until: Int64
    }

    private static let holdMilliseconds: Int64 = 3_600_000
    /// The tokens as they went, sealed for the counting unit, and of how many people they are.
    static let tokensName = "sent.age"
    static let sentName = "sent.json"

    private struct Sent: Codable {
        let at: String
        let people: Int
    }

    public init(_ path: String) { self.path = path }

    /// One round and how far this agency is in it.
    public struct Round: Sendable, Encodable {
        public let agreement: UniqueAgreement
        /// The name of this register's organisation in it.
        public let you: String
        /// `ready`, `asking` (the points were given out), `sent` or `over` (the last day has passed).
        public let state: String
        /// What shows the counting unit who asks for the report.
        public let reportRequest: Data
    }

    /// - Returns: the rounds in which an organisation takes part, by name. What is no whole round is left out.
    func rounds(of organisation: String, clock: Clock) -> [Round] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().compactMap { name in
            guard let found = try? open(CountingFolder("\(path)/\(name)"), organisation),
                let request = try? found.party.reportRequest(under: found.agreement)
            else { return nil }
            let state =
                if found.folder.bytes(Self.sentName) != nil { "sent" } else if isOver(found.agreement, clock) {
                    "over"
                } else { current(found.agreement, at: clock.now()) == nil ? "ready" : "asking" }
            return Round(
                agreement: found.agreement, you: organisation, state: state, reportRequest: Data(request))
        }
    }

    private func isOver(_ agreement: UniqueAgreement, _ clock: Clock) -> Bool {
        (try? agreement.checkDay(clock.isoDay)) == nil
    }

    private struct Found {
        let folder: CountingFolder
        let party: CountingParty
        let agreement: UniqueAgreement
    }

    /// - Throws: `UniqueFault` for a folder that is not an agency's of this name, or whose agreement not all have
    ///   signed.
    private func open(_ folder: CountingFolder, _ organisation: String) throws -> Found {
        let (party, signed) = (try folder.party(), try folder.agreement())
        guard party.role == .agency, party.name == organisation,
            signed.agreement.party(party.name) == party.card?.party
        else { throw UniqueFault.notAParty(organisation) }
        try signed.agreement.check()
        guard signed.missing.isEmpty else { throw UniqueFault.notSigned(signed.missing) }
        return Found(folder: folder, party: party, agreement: signed.agreement)
    }

    private func find(_ round: String, _ organisation: String) throws -> Found {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() {
            if let found = try? open(CountingFolder("\(path)/\(name)"), organisation), found.agreement.round == round {
                return found
            }
        }
        throw UniqueFault.notAParty(organisation)
    }

    /// - Throws: `UniqueFault` unless the organisation takes part in the round, it is not over, and nothing was sent.
    func agreement(of round: String, for organisation: String, clock: Clock) throws -> UniqueAgreement {
        let found = try find(round, organisation)
        try found.agreement.checkDay(clock.isoDay)
        guard found.folder.bytes(Self.sentName) == nil else { throw UniqueFault.sentBefore(round: round) }
        return found.agreement
    }

    /// What the key servers are to be asked. The same again within the hour, since they answer one list only.
    ///
    /// - Parameter people: Called only when no list is on its way.
    func question(
        of round: String, for organisation: String, clock: Clock, people: CountedPeople?
    ) throws -> CountingQuestion? {
        let found = try find(round, organisation)
        guard let mark = found.party.mark else { throw UniqueFault.wrongSecret(organisation) }
        if current(found.agreement, at: clock.now()) == nil {
            guard let people else { return nil }
            let list = try EncodedList(people.rows, of: organisation, mark: mark, under: found.agreement)
            held[found.agreement.mark] = Held(
                list: list, withheld: people.withheld, until: clock.now() + Self.holdMilliseconds)
        }
        guard let ready = current(found.agreement, at: clock.now()) else { return nil }
        return CountingQuestion(
            agency: organisation, points: Data(ready.list.points),
            servers: try found.agreement.servers.map {
                .init(name: $0.name, address: $0.address ?? "", signature: Data(try ready.list.signature(for: $0)))
            },
            people: ready.list.figures.people, withoutKey: ready.list.figures.withoutKey, withheld: ready.withheld)
    }

    /// The token file, sealed for the counting unit. It is made once; the same bytes again for who asks again, should
    /// they have got lost on their way.
    ///
    /// - Parameter answers: Of every server, in the order of the agreement.
    func tokens(
        of round: String, for organisation: String, answers: [Data], clock: Clock
    ) throws -> (sealed: [UInt8], people: Int, agreement: UniqueAgreement) {
        let found = try find(round, organisation)
        try found.agreement.checkDay(clock.isoDay)
        if let bytes = found.folder.bytes(Self.sentName), let sealed = found.folder.bytes(Self.tokensName),
            let sent = try? JSONDecoder().decode(Sent.self, from: Data(bytes))
        {
            return (sealed, sent.people, found.agreement)
        }
        guard let ready = current(found.agreement, at: clock.now()) else { throw UniqueFault.notAsked(round: round) }
        let file: [UInt8]
        do { file = try ready.list.tokenFile(answers.map { [UInt8]($0) }) } catch {
            throw UniqueFault.altered("A key server's answer")
        }
        let sealed = try SealedTokens.seal(file, for: found.agreement)
        try found.folder.write(sealed, to: Self.tokensName)
        try found.folder.write(
            Sent(at: clock.isoSecond, people: ready.list.figures.people), to: Self.sentName)
        held[found.agreement.mark] = nil
        return (sealed, ready.list.figures.people, found.agreement)
    }

    private func current(_ agreement: UniqueAgreement, at now: Int64) -> Held? {
        guard let found = held[agreement.mark], now < found.until else { return nil }
        return found
    }
}

/// What goes to the key servers, by whoever carries it: points that say nothing, and this agency's signatures.
public struct CountingQuestion: Sendable, Encodable {
    public struct Server: Sendable, Encodable {
        public let name: String
        public let address: String
        public let signature: Data
    }

    public let agency: String
    /// 65 bytes each, the same for every server.
    public let points: Data
    /// In the order of the agreement.
    public let servers: [Server]
    public let people: Int
    /// People with nothing to be met by.
    public let withoutKey: Int
    /// People left out for want of consent.
    public let withheld: Int
}
