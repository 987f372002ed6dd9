// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension CaseStore {
    /// The entry that a permit makes.
    ///
    /// - Parameters:
    ///   - verb: Another verb than the permit's, and what it is about: as for each case of a file.
    ///   - act: Its number, from `trail.begin`; 0 for `note`, which finds it itself.
    func entry(
        _ permit: Permit, verb: Verb? = nil, about subject: EntityID? = nil, act: Int, count: Int, digest: String = "",
        outcome: String = "done", consent: EntityID? = nil
    ) -> Act {
        var entry = Act(
            permit.actor, (verb ?? permit.verb).rawValue, subject ?? permit.subject.id, purpose: permit.purpose,
            outcome: outcome, count: count, digest: digest, at: wall.now())
        entry.seq = act
        entry.classes = permit.allClasses
        entry.consent = consent
        return entry
    }

    /// Writes one entry, numbered from `trail.begin`, into the transaction of what it is about.
    func append(_ act: Act, _ connection: any SQLConnection) throws { try trail.append([act], connection) }

    /// Writes an entry for something that changes nothing here: a look, a search, a file let out.
    /// On disk when this returns, together with those of other requests.
    ///
    /// - Parameters:
    ///   - consent: The consent record that the permit rests on.
    ///   - words: What was searched for: sealed beside the log, for the data protection officer alone.
    ///   - mark: What is worth knowing besides, such as `Act.ownName`.
    /// - Throws: `StoreError.unlogged` when it cannot be written: show nothing then; `Refusal` when the actor lost the
    ///   right since the permit was given.
    public func note(
        _ permit: Permit, count: Int, outcome: String = "done", digest: String = "", consent: EntityID? = nil,
        words: String? = nil, mark: String = ""
    ) async throws {
        try insistOnStanding(permit)
        var act = entry(permit, act: 0, count: count, digest: digest, outcome: outcome, consent: consent)
        act.mark = mark
        try await note(act, words: words)
    }

    /// Writes that the policy said no, hidden refusals too. On disk when this returns; costs what a look costs.
    ///
    /// - Throws: `StoreError.unlogged`.
    public func note(
        _ refusal: Refusal, to actor: Actor, _ subject: Subject = .register, for purpose: Purpose
    ) async throws {
        try await note(
            Act(actor, refusal.verb.rawValue, subject.id, purpose: purpose, outcome: refusal.outcome, at: wall.now()))
    }

    /// Writes any other entry: a sign-in, a change of keys. On disk when this returns.
    ///
    /// - Throws: `StoreError.unlogged`.
    public func note(_ act: Act, words: String? = nil) async throws {
        var act = act
        if act.at == 0 { act.at = wall.now() }
        try await writer.write(.init(act: act, words: words))
        try trail.mirror?.insist()
        try await noteTrouble()
    }

    /// Writes into the log that the machine's clock was set, or that the copy outside went away or came back.
    func noteTrouble() async throws {
        let system = Actor(id: agency, role: .custodian, agency: agency)
        if let standing = trail.mirror?.takeChange() {
            let act = Act(system, Act.mirrorChange, nil, purpose: .system, outcome: "\(standing)", at: wall.now())
            try await writer.write(.init(act: act, words: nil))
        }
        for jump in trail.takeJumps() {
            let act = Act(
                system, Act.clockSet, nil, purpose: .system, outcome: jump < 0 ? "back" : "forward",
                count: Int(abs(jump) / 1000), at: wall.now())
            try await writer.write(.init(act: act, words: nil))
        }
    }
}

extension Act {
    /// The machine's clock was set, by so many seconds as its count says; `back` or `forward` is its outcome.
    public static let clockSet = "clock.set"
    /// The copy of the log outside went away (`unplugged`), came back (`fine`), or is not of this log (`different`).
    public static let mirrorChange = "mirror.change"
}
