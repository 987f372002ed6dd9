// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Asks a second person to agree to something. It waits for 72 hours.
///
/// - Parameter power: What the asker must be able to do themself.
/// - Throws: `Refusal`.
@discardableResult
public func askSecondPerson(
    _ kind: TwoPersonRequest.Kind, about subject: EntityID? = nil, reason: String, details: [String: String] = [:],
    power: Power, by access: Access, in store: CaseStore
) async throws -> TwoPersonRequest {
    let request = TwoPersonRequest(
        kind, subject: subject, by: access.actor, reason: String(reason.prefix(1000)), details: details,
        at: store.clock.now())
    let permit = try await access.permit(.requestAsk, by: power, .request(request.id), in: store)
    return try await store.changePeople { people in
        people.note(permit, outcome: kind.rawValue)
        return try people.put(request)
    }
}

/// Agrees to a request of somebody else, or does not; what was agreed to about an account is done at once.
///
/// - Throws: `Refusal` (`ownRequest`, `stepUp`, `role`; hidden for another agency's); `StoreError.notFound` when it
///   was decided already or has run out.
@discardableResult
public func answerRequest(_ id: EntityID, approve: Bool, by access: Access, in store: CaseStore) async throws
    -> TwoPersonRequest
{
    let permit = try await access.permit(.requestApprove, by: .approveRequests, .request(id), in: store)
    do { return try await answer(id, approve, permit, access, store) } catch let refusal as Refusal {
        try await store.note(refusal, to: access.actor, .request(id), for: access.purpose)
        throw refusal
    }
}

private func answer(_ id: EntityID, _ approve: Bool, _ permit: Permit, _ access: Access, _ store: CaseStore)
    async throws -> TwoPersonRequest
{
    let isConsole = access.actor.role == .custodian
    return try await store.changePeople { people in
        var request = try people.request(id)
        guard isConsole || request.agency == access.actor.agency else { throw StoreError.notFound }
        if request.asker == access.actor.id || request.subject == access.actor.id {
            throw Refusal(.requestApprove, .ownRequest)
        }
        if !isConsole, !access.isStepUpFresh { throw Refusal(.requestApprove, .stepUp) }
        try request.decide(approve, by: access.actor.id, at: store.clock.now())
        people.note(permit, outcome: approve ? "done" : "refusedByPerson")
        if approve { try carryOut(request, people, store) }
        return try people.put(request)
    }
}

/// What an agreement changes by itself: accounts. Files and states are fetched and set by whoever asked.
private func carryOut(_ request: TwoPersonRequest, _ people: PeopleTransaction, _ store: CaseStore) throws {
    guard let subject = request.subject else { return }
    switch request.kind {
    case .account:
        var account = try people.account(subject)
        let roles = (request.details["roles"] ?? "").split(separator: ",").compactMap { Role(rawValue: String($0)) }
        guard !roles.isEmpty else { throw StoreError.notFound }
        account.roles = roles
        if account.state == .waiting { account.state = .active }
        try people.put(account)
    case .factorReset:
        var account = try people.account(subject)
        (account.password, account.seed, account.lastStep, account.recovery) = (nil, nil, nil, [])
        (account.passkeys, account.devices) = ([], [])
        try people.put(account)
    case .export, .legalHold: break
    }
}

/// Spends an agreement, once, within a day.
///
/// - Throws: `StoreError.notFound` when there is none.
public func useAgreement(_ id: EntityID, _ kind: TwoPersonRequest.Kind, by access: Access, in store: CaseStore)
    async throws -> TwoPersonRequest
{
    try await store.changePeople { people in
        var request = try people.request(id)
        guard request.kind == kind else { throw StoreError.notFound }
        try request.use(by: access.actor.id, at: store.clock.now())
        return try people.put(request)
    }
}
