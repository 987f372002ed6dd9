// SPDX-License-Identifier: Apache-2.0

import Standard

/// Everything the register holds about one case: the case's own records and the people in it.
public struct CaseFile: Sendable, Identifiable {
    public let id: EntityID
    /// Current versions, not removed: the case's own record, who takes part, and everything that was added.
    public let records: [Stored]
    /// The people that participations point to, by id.
    public let people: [EntityID: Stored]
    /// The organisations that records point to, by id.
    public let organisations: [EntityID: Stored]
    /// The leave that it was opened under: what is shown, through which mask, and what is withheld and why.
    public let permit: Permit?

    public init(
        id: EntityID, records: [Stored], people: [EntityID: Stored], organisations: [EntityID: Stored] = [:],
        permit: Permit? = nil
    ) {
        self.permit = permit
        self.id = id
        self.records = records
        self.people = people
        self.organisations = organisations
    }

    /// The case's own record; nil when it has been removed.
    public var caseRecord: Stored? { records.first { $0.record.kind == .caseFile } }

    /// The records of one kind, oldest first by their own date, else in the order they were written.
    public func records(_ kind: RecordKind) -> [Stored] {
        records.filter { $0.record.kind == kind }.sorted { a, b in
            switch (a.record.ownDate, b.record.ownDate) {
            case (let x?, let y?) where x != y: x < y
            case (nil, _?): false
            case (_?, nil): true
            default: (a.day, a.id) < (b.day, b.id)
            }
        }
    }

    /// True for something that was reported and is no case, whatever was decided about it.
    public var isSignal: Bool { caseRecord?.record.code("wh_RecordState") == "Signal" }

    /// Those who take part as victims: the people this case is for.
    public var victims: [Stored] { records(.participation).filter { $0.record.personRole == .victim } }

    /// Whether the consent to manage personal data stands on a day: true given, false refused or withdrawn or expired,
    /// nil when nobody asked. HTCDS `con_Consent` is derived from this.
    public func consentToManageData(of person: EntityID?, on day: PartialDate) -> Bool? {
        consent(to: "ManageData", of: person, on: day)
    }

    /// The same for any purpose.
    ///
    /// - Parameter purpose: A value name of `wh_ConsentPurpose`.
    public func consent(to purpose: String, of person: EntityID?, on day: PartialDate) -> Bool? {
        let about = records(.consent).filter {
            ($0.record.code("wh_ConsentPurpose") ?? "ManageData") == purpose
                && ($0.record.links[.person] == nil || person == nil || $0.record.links[.person] == person)
        }
        guard let last = about.last?.record, let status = last.code("wh_ConsentStatus") else { return nil }
        if case .date(let expiry)? = last["wh_ConsentExpiry"], expiry.bounds.last < day.bounds.first { return false }
        return status == "Given"
    }
}

/// What a person is in one case.
public enum PersonRole: String, Sendable, Codable, CaseIterable {
    case victim = "Victim"
    case perpetrator = "Perpetrator"
    case other = "Other"
}

extension Record {
    /// The first value name of a picklist field.
    public func code(_ name: FieldName) -> String? {
        if case .codes(let codes)? = self[name] { codes.first } else { nil }
    }

    /// A date field's date.
    public func date(_ name: FieldName) -> PartialDate? {
        if case .date(let date)? = self[name] { date } else { nil }
    }

    /// The role of a participation; a victim unless it says otherwise.
    public var personRole: PersonRole? {
        guard kind == .participation else { return nil }
        return code("wh_RoleInCase").flatMap(PersonRole.init) ?? .victim
    }

    /// The day that the record is about, as opposed to the day it was written.
    public var ownDate: PartialDate? {
        let names: [FieldName] =
            switch kind {
            case .person, .participation, .organisation: []
            case .caseFile: ["wh_RegistrationDate"]
            case .referral: ["cas_IncomingReferralDate", "cas_OutgoingReferralDate"]
            case .comment: ["wh_CommentDate"]
            case .event: ["hte_Date"]
            case .plan: ["spl_PlannedEndDate", "spl_ActualEndDate"]
            case .consent: ["wh_ConsentDate"]
            case .assessment: ["wh_AssessmentDate"]
            case .stay: ["wh_PlaceSince"]
            case .clinical: ["wh_ClinicalDate"]
            case .statement: ["wh_StatementDate"]
            case .administration: ["wh_AdministrationDate"]
            case .account: ["wh_AccountDate"]
            case .determination: ["wh_DeterminationDay"]
            case .signal: ["wh_SignalReceived"]
            case .age: ["wh_AgeOn"]
            case .guardian: ["wh_GuardianSince"]
            case .bestInterests: ["wh_BestInterestsDate"]
            case .need: ["wh_NeedDay"]
            case .delivery: ["wh_DeliveryDay"]
            case .ticket: ["wh_TicketIssued"]
            case .message: ["wh_MessageOn"]
            case .task: ["wh_TaskDue"]
            case .step: ["wh_StepDay"]
            case .notice: []
            case .likeness: ["wh_LikenessDay"]
            }
        return names.lazy.compactMap { date($0) }.first
    }
}
