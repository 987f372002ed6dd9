// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What one act may write: held against its permit before anything is sealed.
struct WriteGuard {
    let permit: Permit
    let codebook: Codebook
    /// The people and organisations that the act itself makes.
    private let made: Set<EntityID>

    init(_ permit: Permit, _ changes: [Change], _ codebook: Codebook) {
        self.permit = permit
        self.codebook = codebook
        made = Set(changes.filter { $0.base == 0 && $0.id == $0.scope }.map(\.id))
    }

    /// - Throws: `StoreError.notPermitted` for a change that the permit's verb or subject does not mean.
    func check(_ change: Change) throws {
        switch change {
        case .insert(let id, let scope, let record):
            try permit.covers(
                .caseRegister, .recordAdd, .recordAppend, .organisationEdit, .ticketManage, .ticketWrite,
                .personDecide, .personMerge)
            let standsAlone = (record.kind == .person || record.kind == .organisation) && id == scope
            guard isMeant(scope) || standsAlone else { throw StoreError.notPermitted }
            try check(record, id: id, scope: scope)
        case .update(_, let scope, _, _):
            try permit.covers(
                .recordEdit, .recordReview, .organisationEdit, .ticketManage, .ticketWithdraw, .personDecide,
                .personMerge)
            guard isMeant(scope) else { throw StoreError.notPermitted }
        case .remove(_, let scope, _):
            try permit.covers(.recordRemove, .recordReview, .organisationEdit)
            guard isMeant(scope) else { throw StoreError.notPermitted }
        }
    }

    private func isMeant(_ scope: EntityID) -> Bool {
        switch permit.subject {
        case .caseFile(let id), .person(let id), .organisation(let id): id == scope
        case .register, .importBatch, .account, .agency, .request: false
        }
    }

    /// A new record: of a kind that the verb means, within the classes of its writer, in its own case.
    private func check(_ record: Record, id: EntityID, scope: EntityID) throws {
        let isAllowed =
            switch record.kind {
            case .caseFile: permit.verb == .caseRegister && id == scope
            case .person: permit.verb == .caseRegister || permit.verb == .recordAdd
            case .organisation: (permit.verb == .organisationEdit || permit.verb == .caseRegister) && id == scope
            case .comment: [.caseRegister, .recordAdd, .recordAppend].contains(permit.verb)
            case .ticket: permit.verb == .ticketManage
            case .message: permit.verb == .recordAppend || permit.verb == .ticketWrite
            case .task, .step:
                permit.verb == .recordAppend || permit.verb == .recordAdd && permit.actor.role == .custodian
            case .notice: permit.verb == .recordAdd && permit.actor.role == .custodian
            case .likeness: permit.isAboutLikeness && id != scope
            case .participation, .referral, .event, .plan, .consent, .assessment, .stay, .clinical, .statement,
                .account, .administration, .determination, .signal, .age, .guardian, .bestInterests,
                .need, .delivery:
                permit.verb == .caseRegister || permit.verb == .recordAdd
            }
        guard isAllowed, record.links[.caseFile].map({ $0 == scope }) ?? true else { throw StoreError.notPermitted }
        try refuse(record.entries.filter { !mayWrite($0.name, isOwn: true) })
    }

    /// People and organisations that a new record points to and that the act does not make itself.
    func foreign(_ change: Change) -> [(link: Link, id: EntityID)] {
        guard case .insert(_, _, let record) = change else { return [] }
        return [Link.person, .organisation].compactMap { link in
            record.links[link].flatMap { made.contains($0) ? nil : (link, $0) }
        }
    }

    /// The version that an edit makes: what the permit lets its writer write is theirs, the rest stays as it stands,
    /// links too.
    ///
    /// - Throws: `Rejected` with a finding for each field that is not the writer's to write.
    func merged(_ new: Record, over current: Record, isOwn: Bool) throws -> Record {
        guard new.kind == current.kind else { throw StoreError.notPermitted }
        if permit.verb == .ticketWithdraw { return try withdrawn(new, over: current) }
        if permit.verb == .ticketManage, new.kind != .ticket { throw StoreError.notPermitted }
        if permit.isAboutLikeness != (new.kind == .likeness) { throw StoreError.notPermitted }
        try refuseWrittenOnce(current)
        try refuse(new.entries.filter { !mayWrite($0.name, isOwn: isOwn) })
        let draft = Value.codes(["Draft"])
        let signal = Value.codes(["Signal"])
        if new["wh_RecordState"] == draft && current["wh_RecordState"] != draft
            || new["wh_RecordState"] == signal && current["wh_RecordState"] != signal
        {
            let message = "A case that was taken up does not become a draft again."
            throw Rejected(findings: [Finding(.notYours, field: "wh_RecordState", message)])
        }
        let kept = current.entries.filter { !mayWrite($0.name, isOwn: isOwn) }
        return Record(stored: current.kind, entries: new.entries + kept, links: current.links)
    }

    /// A consent that the person takes back themself: that it is withdrawn, and nothing else of it changes. Taking back
    /// shows nobody more, so that it needs no leave to write what else stands in a consent.
    private func withdrawn(_ new: Record, over current: Record) throws -> Record {
        let status: FieldName = "wh_ConsentStatus"
        let isTakenBack = new.entries == [Record.Entry(status, .codes(["Withdrawn"]))]
        guard current.kind == .consent, current.code(status) == "Given", isTakenBack else {
            throw StoreError.notPermitted
        }
        let kept = current.entries.filter { $0.name != status }
        return Record(stored: .consent, entries: kept + new.entries, links: current.links)
    }

    /// Nobody takes away what they could not have written. What people alone can open goes with the rest: removing
    /// can be taken back.
    func checkRemoval(of record: Record, isOwn: Bool) throws {
        try refuseWrittenOnce(record)
        for entry in record.entries where !mayWrite(entry.name, isOwn: isOwn) {
            let fieldClass = self.fieldClass(entry.name)
            if fieldClass != .f5, fieldClass != .f6 { throw Refusal(permit.verb, .role) }
        }
    }

    /// - Throws: `Rejected` for what stays as it was written, whoever asks.
    private func refuseWrittenOnce(_ record: Record) throws {
        guard record.isWrittenOnce else { return }
        let message = "This stays as it was written. Write a new one that takes its place."
        throw Rejected(findings: [Finding(.writtenOnce, field: nil, message)])
    }

    private func mayWrite(_ name: FieldName, isOwn: Bool) -> Bool {
        permit.verb == .organisationEdit || permit.verb == .recordReview || permit.isAboutLikeness
            || permit.classes(isOwn: isOwn).contains(fieldClass(name))
    }

    private func fieldClass(_ name: FieldName) -> FieldClass { codebook[name]?.fieldClass ?? .f4 }

    private func refuse(_ entries: [Record.Entry]) throws {
        guard !entries.isEmpty else { return }
        throw Rejected(
            findings: entries.map {
                Finding(.notYours, field: $0.name, "This field is not yours to write. Leave it as it is.")
            })
    }
}

extension Permit {
    /// Leave to say of two people that they are one, or not. Its record is the verb's alone, whole.
    fileprivate var isAboutLikeness: Bool { verb == .personDecide || verb == .personMerge }
}

extension Finding.Code {
    /// The field is there, and somebody else's to write.
    public static let notYours: Finding.Code = "not-yours"
    /// The record is of a kind that is never changed.
    public static let writtenOnce: Finding.Code = "written-once"
}
