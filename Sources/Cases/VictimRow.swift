// SPDX-License-Identifier: Apache-2.0

import Standard

/// The flat form of HTCDS spreadsheets: one row for one victim in one case, and the records that it stands for.
public struct VictimRow: Sendable, Hashable {
    public var values: [FieldName: Value]

    public init(_ values: [FieldName: Value]) { self.values = values }

    /// A record to be made from a row.
    public struct Part: Sendable {
        public let id: EntityID
        /// The record whose key seals it: the person for a person, the case for everything in the case.
        public let scope: EntityID
        public let draft: Draft
    }

    static let incoming: Set<FieldName> = [
        "cas_ReferringOrganisation", "cas_IncomingReferralDate", "cas_ReferringPrimaryCaseWorker",
        "cas_ReasonForIncomingReferral", "cas_IncomingReferralDetails",
    ]
    static let outgoing: Set<FieldName> = [
        "cas_ReferredOrganisation", "cas_ReferredPrimaryCaseWorker", "cas_ReasonForOutgoingReferral",
        "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails",
    ]
    static let consent: FieldName = "con_Consent"

    /// The records that the row stands for: always a case, a person and a participation; the others when a field of
    /// theirs is filled. Fields that the codebook does not know, and those of sections that are not flat, are left out.
    public func parts(under codebook: Codebook, newID: () -> EntityID) -> [Part] {
        let caseID = newID()
        let personID = newID()
        var split: [Slot: [FieldName: Value]] = [.caseFile: [:], .person: [:], .participation: [:]]
        for (name, value) in values {
            guard let field = codebook[name], let slot = Slot(field) else { continue }
            split[slot, default: [:]][name] = value
        }
        var organisation: EntityID?
        var parts: [Part] = []
        for slot in Slot.allCases {
            guard var values = split[slot] else { continue }
            slot.complete(&values)
            let id =
                switch slot {
                case .caseFile: caseID
                case .person: personID
                default: newID()
                }
            if slot == .organisation { organisation = id }
            let draft = Draft(slot.kind, values, links: slot.links(caseID, personID, organisation))
            parts.append(Part(id: id, scope: slot.scope(own: id, caseID: caseID), draft: draft))
        }
        return parts
    }

    /// Where the fields of a row go.
    enum Slot: Int, CaseIterable {
        case organisation, caseFile, person, participation, incoming, outgoing, comment, event, plan, consent,
            assessment

        init?(_ field: Field) {
            switch field.section {
            case .organisation: self = .organisation
            case .person: self = .person
            case .victim, .perpetrator: self = .participation
            case .caseFile: self = .caseFile
            case .referral: self = VictimRow.outgoing.contains(field.name) ? .outgoing : .incoming
            case .comment: self = .comment
            case .event: self = .event
            case .plan: self = .plan
            case .consent: self = .consent
            case .assessment: self = .assessment
            case .stay, .clinical, .statement, .account, .administration, .determination, .signal, .age, .guardian,
                .bestInterests, .need, .delivery, .ticket, .message, .task, .step, .notice, .likeness:
                return nil
            }
        }

        var kind: RecordKind {
            switch self {
            case .organisation: .organisation
            case .caseFile: .caseFile
            case .person: .person
            case .participation: .participation
            case .incoming, .outgoing: .referral
            case .comment: .comment
            case .event: .event
            case .plan: .plan
            case .consent: .consent
            case .assessment: .assessment
            }
        }

        func links(_ caseID: EntityID, _ person: EntityID, _ organisation: EntityID?) -> [Link: EntityID] {
            switch self {
            case .organisation, .caseFile, .person: [:]
            case .participation:
                organisation.map { [.caseFile: caseID, .person: person, .organisation: $0] } ?? [
                    .caseFile: caseID, .person: person,
                ]
            case .consent: [.caseFile: caseID, .person: person]
            default: [.caseFile: caseID]
            }
        }

        func scope(own id: EntityID, caseID: EntityID) -> EntityID {
            switch self {
            case .organisation, .person: id
            default: caseID
            }
        }

        /// What a record needs beyond what the row says.
        func complete(_ values: inout [FieldName: Value]) {
            switch self {
            case .participation: if values["wh_RoleInCase"] == nil { values["wh_RoleInCase"] = .codes(["Victim"]) }
            case .incoming: values["wh_ReferralDirection"] = .codes(["Incoming"])
            case .outgoing: values["wh_ReferralDirection"] = .codes(["Outgoing"])
            case .consent:
                guard case .flag(let given)? = values[VictimRow.consent] else { return }
                values[VictimRow.consent] = nil
                if values["wh_ConsentPurpose"] == nil { values["wh_ConsentPurpose"] = .codes(["ManageData"]) }
                if values["wh_ConsentStatus"] == nil {
                    values["wh_ConsentStatus"] = .codes([given ? "Given" : "Refused"])
                }
            default: break
            }
        }
    }
}

extension CaseFile {
    /// One row for each victim in the case, and what a flat row cannot carry.
    ///
    /// Of several referrals in, referrals out, comments, events and plans the flat form holds one each: the latest
    /// referral each way, comment and plan, and the first event; the rest is counted in `left`, and so are stays,
    /// clinical notes and statements, which are never let out so. The register itself keeps them all.
    ///
    /// - Parameters:
    ///   - day: The day on which consent is judged.
    ///   - derived: What is worked out of other records for a victim's participation and goes before what stands in it.
    public func rows(
        on day: PartialDate, derived: (Stored) -> [FieldName: Value] = { _ in [:] }
    ) -> (rows: [VictimRow], left: [RecordKind: Int]) {
        var shared: [FieldName: Value] = caseRecord?.record.values ?? [:]
        var left: [RecordKind: Int] = [:]
        func take(_ kind: RecordKind, _ all: [Stored], first: Bool = false) {
            guard let chosen = first ? all.first : all.last else { return }
            shared.merge(chosen.record.values) { old, _ in old }
            if all.count > 1 { left[kind, default: 0] += all.count - 1 }
        }
        let referrals = records(.referral)
        take(.referral, referrals.filter { $0.record.code("wh_ReferralDirection") != "Outgoing" })
        take(.referral, referrals.filter { $0.record.code("wh_ReferralDirection") == "Outgoing" })
        take(.event, records(.event), first: true)
        take(.comment, records(.comment))
        take(.plan, records(.plan))
        take(.assessment, records(.assessment))
        for kind in RecordKind.allCases where !kind.sections.allSatisfy(\.isFlat) {
            let count = records(kind).count
            if count > 0 { left[kind] = count }
        }
        let rows = victims.map { victim -> VictimRow in
            var values = shared
            values.merge(victim.record.values) { _, new in new }
            values.merge(derived(victim)) { _, new in new }
            let person = victim.record.links[.person]
            if let person, let stored = people[person] { values.merge(stored.record.values) { _, new in new } }
            if let place = victim.record.links[.organisation], let stored = organisations[place] {
                values.merge(stored.record.values) { _, new in new }
            }
            let consents = records(.consent).filter {
                $0.record.links[.person] == nil || $0.record.links[.person] == person
            }
            if let last = consents.last { values.merge(last.record.values) { old, _ in old } }
            if let standing = consentToManageData(of: person, on: day) { values["con_Consent"] = .flag(standing) }
            return VictimRow(values)
        }
        return (rows, left)
    }
}
