// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Store

/// A key server on the network: answers the agencies of its agreement, each one list, and destroys its part of the key
/// when the counting unit says that it has counted, or the last day has passed.
///
/// What it has answered is on disk before the answer leaves, so that a restart forgets nothing.
public actor KeyDesk: CountingDesk {
    private let folder: CountingFolder
    private let signed: SignedAgreement
    private let clock: Clock
    private var party: CountingParty
    private var paceOfAll = Pace(most: 60, seconds: 60)
    private var paceOfOne = Pace(most: 6, seconds: 60)
    public nonisolated let bodyMax: Int

    private var agreement: UniqueAgreement { signed.agreement }

    /// - Throws: `CountingFolderFault`; `UniqueFault` unless the agreement is signed by all and the folder is that of
    ///   one of its key servers. After the last day the key is destroyed, and this throws.
    public init(_ folder: CountingFolder, clock: Clock = .system) throws {
        var own = try folder.party()
        let kept = try folder.agreement()
        guard let server = own.server else { throw UniqueFault.notAParty(own.name) }
        let late = Self.lateness(kept, on: clock.isoDay)
        if let late, case .expired = late, !server.hasEnded {
            try Self.destroy(&own, folder, kept.agreement, clock, why: "expired")
        }
        if let late { throw late }
        let isOfAgreement = kept.agreement.party(own.name) == own.card?.party
        guard server.hasEnded || isOfAgreement else { throw UniqueFault.wrongServerKey(own.name) }
        self.folder = folder
        self.clock = clock
        signed = kept
        party = own
        // Points in base64, and a quarter more for made-up people.
        bodyMax = min(400 << 20, kept.agreement.mostPeople * 12 * 65 * 3 / 2 * 4 / 3 + (64 << 10))
    }

    /// Why the agreement is not gone by; nil when it is.
    private static func lateness(_ signed: SignedAgreement, on day: String) -> UniqueFault? {
        do { try signed.check(on: day) } catch { return error }
        return nil
    }

    private struct Question: Decodable {
        let agency: String
        let points: Data
        let signature: Data
    }

    private struct Ending: Decodable {
        let signature: Data
    }

    public func answer(_ method: String, _ path: String, _ body: [UInt8]) async -> DeskAnswer {
        guard method == "POST", ["/unique/v1/points", "/unique/v1/end"].contains(path) else { return .nowhere }
        guard paceOfAll.admits("", at: clock.now()) else { return DeskAnswer(UniqueFault.tooOften) }
        do {
            try endIfExpired()
            if path == "/unique/v1/end" {
                guard let ending = try? JSONDecoder().decode(Ending.self, from: Data(body)) else { return .malformed }
                try end([UInt8](ending.signature))
                return .done()
            }
            guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)) else { return .malformed }
            return .done(try answer(question))
        } catch { return DeskAnswer(error) }
    }

    private func answer(_ question: Question) throws -> [UInt8] {
        let people = KeyServer.people(inPoints: question.points.count)
        // Only names of the agreement are written down: nobody else chooses what stands in the journal.
        let isKnown = agreement.agencies.contains { $0.name == question.agency }
        let who = isKnown ? question.agency : "somebody else"
        do {
            guard paceOfOne.admits(who, at: clock.now()) else { throw UniqueFault.tooOften }
            guard var server = party.server else { throw UniqueFault.notAParty(party.name) }
            let answer = try server.answer(
                [UInt8](question.points), signature: [UInt8](question.signature), of: question.agency,
                under: agreement)
            party.server = server
            try folder.write(party, to: CountingFolder.ownName)
            try note("answered", who, people, "done")
            return answer
        } catch {
            try note("answered", who, people, "refused")
            throw error
        }
    }

    private func end(_ signature: [UInt8]) throws {
        guard var server = party.server, !server.hasEnded else { return }
        try server.end(signature, under: agreement)
        try Self.destroy(&party, folder, agreement, clock, why: "counted")
    }

    /// Looks at the calendar; to be called now and then, since nobody may ask after the last day.
    ///
    /// - Throws: `UniqueFault.expired`.
    public func endIfExpired() throws {
        do { try agreement.checkDay(clock.isoDay) } catch {
            if party.server?.hasEnded == false {
                try Self.destroy(&party, folder, agreement, clock, why: "expired")
            }
            throw error
        }
    }

    private static func destroy(
        _ party: inout CountingParty, _ folder: CountingFolder, _ agreement: UniqueAgreement, _ clock: Clock,
        why: String
    ) throws {
        party.server?.destroyKey()
        folder.wipe(CountingFolder.ownName)
        try folder.write(party, to: CountingFolder.ownName)
        try folder.note(
            .init(
                at: clock.isoSecond, round: agreement.round, what: "destroyed the key", who: party.name, people: 0,
                outcome: why))
    }

    private func note(_ what: String, _ who: String, _ people: Int, _ outcome: String) throws {
        try folder.note(
            .init(
                at: clock.isoSecond, round: agreement.round, what: what, who: who, people: people, outcome: outcome))
    }
}
