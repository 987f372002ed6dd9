// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Linkage
import Store

/// Why a step of a count with others was refused, in words for people.
public struct CountingRefusal: Error, Sendable, Equatable {
    public let message: String

    /// - Returns: nil for an error that is not about the count.
    init?(_ error: any Error) {
        if let fault = error as? UniqueFault {
            message = fault.message
        } else if let fault = error as? CountingFolderFault {
            message = fault.message
        } else {
            return nil
        }
    }
}

/// The rounds that the actor's organisation takes part in.
///
/// - Throws: `Refusal`; `StoreError`.
public func readCountingRounds(
    in rounds: CountingRounds, by access: Access, of store: CaseStore
) async throws -> [CountingRounds.Round] {
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.peopleCount, by: .publishDataset, in: store)
    let found = await rounds.rounds(of: try await store.agency(permit.actor.agency).name, clock: store.clock)
    try await store.note(permit, count: 0, outcome: "done")
    return found
}

/// Turns the people of the register into blinded points for the key servers of a round. The names stay here; the blinds
/// stay in memory. The same points again while they are on their way.
///
/// - Throws: `Refusal`; `CountingRefusal`; `StoreError`.
public func askKeyServers(
    of round: String, in rounds: CountingRounds, by access: Access, of store: CaseStore
) async throws -> CountingQuestion {
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.peopleCount, by: .publishDataset, in: store)
    let organisation = try await store.agency(permit.actor.agency).name
    return try await refusing(permit, store) {
        let agreement = try await rounds.agreement(of: round, for: organisation, clock: store.clock)
        var question = try await rounds.question(of: round, for: organisation, clock: store.clock, people: nil)
        if question == nil {
            let people = try await CountedPeople.read(
                needsConsent: agreement.needsConsent, permit, from: store)
            question = try await rounds.question(of: round, for: organisation, clock: store.clock, people: people)
        }
        guard let question else { throw UniqueFault.notAsked(round: round) }
        try await store.note(
            permit, count: question.people, outcome: "written, points of round \(round)", digest: agreement.mark)
        return question
    }
}

/// Makes the token file of what the key servers answered, sealed for the counting unit. Made once in a round, and
/// given again as it is; each time it is in the audit log, with how many people it is about and the agreement's digest.
///
/// - Parameter answers: Of every server, in the order of the agreement.
/// - Throws: `Refusal`; `CountingRefusal`; `StoreError`.
public func sealTokens(
    of round: String, answers: [Data], in rounds: CountingRounds, by access: Access, of store: CaseStore
) async throws -> [UInt8] {
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.peopleCount, by: .publishDataset, in: store)
    let organisation = try await store.agency(permit.actor.agency).name
    return try await refusing(permit, store) {
        let made = try await rounds.tokens(of: round, for: organisation, answers: answers, clock: store.clock)
        try await store.note(
            permit, count: made.people, outcome: "written, tokens of round \(round)", digest: made.agreement.mark)
        return made.sealed
    }
}

/// Runs a step; what was refused is in the audit log when this throws.
private func refusing<Result>(
    _ permit: Permit, _ store: CaseStore, _ step: () async throws -> Result
) async throws -> Result {
    do { return try await step() } catch {
        guard let refusal = CountingRefusal(error) else { throw error }
        try await store.note(permit, count: 0, outcome: "refused")
        throw refusal
    }
}
