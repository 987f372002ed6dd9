// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

extension Access {
    /// Leave to do one thing to a case, by how things stand now. A refusal is in the audit log when this throws: the
    /// same for what does not exist as for what must not be known of.
    ///
    /// - Parameters:
    ///   - record: The record of it that is meant; nil for the case as a whole.
    ///   - isOwn: Whether the actor wrote that record, or asked for that which is approved.
    ///   - change: What is known besides of a case that is there, such as the consent that a share is to stand on.
    /// - Throws: `Refusal`; `SQLError` when the refusal cannot be written down.
    public func permit(
        _ verb: Verb, case id: EntityID, record: EntityID? = nil, isOwn: Bool? = nil, in store: CaseStore,
        given change: (inout CaseFacts) -> Void = { _ in }
    ) async throws -> Permit {
        var facts = store.facts(ofCase: id)
        if facts != nil { change(&facts!) }
        return try await permit(verb, facts ?? .absent(id), .caseFile(id), record: record, isOwn: isOwn, in: store)
    }

    /// Leave to do one thing to a person's own record, through the case that shows the actor most of them.
    ///
    /// - Throws: As `permit(_:case:record:isOwn:in:)`.
    public func permit(_ verb: Verb, person id: EntityID, isOwn: Bool? = nil, in store: CaseStore) async throws
        -> Permit
    {
        let facts = store.facts(
            ofPerson: id, for: actor, to: verb.action ?? .read, context(), now: store.clock.now())
        return try await permit(verb, facts ?? .absent(id), .person(id), record: id, isOwn: isOwn, in: store)
    }

    /// Leave to write or read one record, in a case or standing for a person, by its scope.
    func permit(
        _ verb: Verb, _ kind: RecordKind, scope: EntityID, record: EntityID, isOwn: Bool? = nil, in store: CaseStore
    ) async throws -> Permit {
        switch kind {
        case .person, .likeness: try await permit(verb, person: scope, isOwn: isOwn, in: store)
        case .organisation:
            try await permit(
                verb == .caseRead ? .organisationRead : .organisationEdit, organisation: scope, in: store)
        case .caseFile, .participation, .referral, .comment, .event, .plan, .consent, .assessment, .stay, .clinical,
            .statement, .account, .administration, .determination, .signal, .age, .guardian, .bestInterests, .need,
            .delivery, .ticket,
            .message, .task,
            .step, .notice:
            try await permit(verb, case: scope, record: record, isOwn: isOwn, in: store)
        }
    }

    /// Leave to read or change an organisation of the actor's own agency, or a new one.
    ///
    /// - Throws: `Refusal`; hidden for an organisation of another agency.
    public func permit(_ verb: Verb, organisation id: EntityID, isNew: Bool = false, in store: CaseStore) async throws
        -> Permit
    {
        let power = verb == .organisationRead ? Power.seeOrganisations : .editOrganisations
        let permit = try await permit(verb, by: power, .organisation(id), in: store)
        if !isNew, store.agency(ofOrganisation: id) != actor.agency {
            try await refuse(Refusal(verb, nil), .organisation(id), in: store)
        }
        return permit
    }

    /// Leave for something in the office as a whole, apart from any one case.
    ///
    /// - Throws: `Refusal`, which is in the audit log then.
    public func permit(
        _ verb: Verb, by power: Power, _ subject: Subject = .register, in store: CaseStore
    ) async throws -> Permit {
        do { return try Policy.permit(actor, verb, by: power, subject, context()) } catch {
            try await refuse(error, subject, in: store)
        }
    }

    /// Leave for what is about to exist: a new case of the actor's own.
    ///
    /// - Parameter state: How it will stand.
    func permit(
        _ verb: Verb, newCase id: EntityID, _ subject: Subject, state: RecordState = .open, in store: CaseStore
    ) async throws -> Permit {
        _ = try await permit(verb, by: verb == .importCommit ? .importFile : .registerCase, subject, in: store)
        let facts = CaseFacts(
            id: id, agency: actor.agency, state: actor.role == .firstResponder ? .unverified : state,
            assigned: [actor.id], author: actor.id)
        return try await permit(verb, facts, subject, record: nil, isOwn: true, in: store)
    }

    private func permit(
        _ verb: Verb, _ facts: CaseFacts, _ subject: Subject, record: EntityID?, isOwn: Bool?, in store: CaseStore
    ) async throws -> Permit {
        let now = store.clock.now()
        let context = context(isBreakGlass: store.isGlassBroken(facts.id, by: actor.id, now: now))
        do {
            return try Policy.permit(
                actor, verb, facts, subject: subject, record: record, isOwn: isOwn, context, now: now)
        } catch { try await refuse(error, subject, in: store) }
    }

    private func refuse(_ refusal: Refusal, _ subject: Subject, in store: CaseStore) async throws -> Never {
        try await store.note(refusal, to: actor, subject, for: purpose)
        throw refusal
    }
}

extension CaseFacts {
    /// Of what does not exist: nobody's, so that the policy takes the way it takes for the case of another agency.
    fileprivate static func absent(_ id: EntityID) -> CaseFacts {
        CaseFacts(id: id, agency: EntityID(high: 0, low: 0), state: .open)
    }
}
