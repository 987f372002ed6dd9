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
    let casePermit = try await permitOfCase(id, approve, access, store)
    return try await store.changePeople { people in
        var request = try people.request(id)
        guard isConsole || request.agency == access.actor.agency else { throw StoreError.notFound }
        if request.asker == access.actor.id || request.subject == access.actor.id {
            throw Refusal(.requestApprove, .ownRequest)
        }
        if !isConsole, !access.isStepUpFresh { throw Refusal(.requestApprove, .stepUp) }
        try request.decide(approve, by: access.actor.id, at: store.clock.now())
        people.note(permit, outcome: approve ? "done" : "refusedByPerson")
        if approve { try carryOut(request, by: access.actor.id, casePermit, people, store) }
        return try people.put(request)
    }
}

/// Whoever agrees to what is done to a case must be able to do it themself; nil for requests about other things.
private func permitOfCase(_ id: EntityID, _ approve: Bool, _ access: Access, _ store: CaseStore) async throws
    -> Permit?
{
    guard approve, let request = try await store.requests().first(where: { $0.id == id }),
        request.asker != access.actor.id, let subject = request.subject
    else { return nil }
    switch request.kind {
    case .erasure: return try await access.permit(.caseErase, case: subject, in: store)
    case .legalHold: return try await access.permit(.caseState, case: subject, in: store)
    case .account, .factorReset, .export, .restore, .publication: return nil
    }
}

/// What an agreement changes by itself: accounts, holds, erasures that begin to wait. Files are fetched by whoever
/// asked.
private func carryOut(
    _ request: TwoPersonRequest, by approver: EntityID, _ casePermit: Permit?, _ people: PeopleTransaction,
    _ store: CaseStore
) throws {
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
    case .export, .restore, .publication: break
    case .legalHold:
        guard let casePermit, let order = HoldOrder(rawValue: request.details["order"] ?? "") else {
            throw StoreError.notFound
        }
        try people.hold(order == .hold, permit: casePermit)
    case .erasure:
        guard casePermit != nil, let reason = EraseReason(rawValue: request.details["reason"] ?? ""),
            let identity = ErasureOrder.IdentityCheck(rawValue: request.details["identity"] ?? "")
        else { throw StoreError.notFound }
        try people.begin(
            ErasureOrder(
                case: subject, agency: request.agency, reason: reason, identity: identity, asker: request.asker,
                approver: approver, at: store.clock.now()))
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
