// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// What the person sees of their own case: few, safe things, and no place, no name of others but of who looks after it.
public struct TicketView: Sendable {
    /// A value name of `caseStatus`; nil when none is recorded.
    public var status: String?
    /// Who looks after the case, as colleagues call them.
    public var contacts: [String] = []
    /// Help that was offered, by its kind, with how it stands and since when; oldest first.
    public var help: [HelpLine] = []
    public var consents: [ConsentLine] = []
    public var messages: [TicketMessage] = []
    /// Who has looked in, newest first.
    public var looks: [LookLine] = []

    /// One thing that was offered or planned.
    public struct HelpLine: Sendable, Hashable {
        public let kind: RecordKind
        /// Which of its fields says what it is and how it stands, with the value names: words are the page's.
        public let what: (field: FieldName, code: String)?
        public let state: (field: FieldName, code: String)?
        public let on: PartialDate?
        /// For a need: which kind of help, and how far it has come.
        public var need: (service: ServiceCode, state: NeedState)?

        public static func == (a: Self, b: Self) -> Bool {
            a.kind == b.kind && a.on == b.on && a.what?.code == b.what?.code && a.state?.code == b.state?.code
                && a.need?.service == b.need?.service && a.need?.state == b.need?.state
        }
        public func hash(into hasher: inout Hasher) { hasher.combine(what?.code) }
    }

    /// A consent that was given, and whether it still is.
    public struct ConsentLine: Sendable, Hashable, Identifiable {
        public let id: EntityID
        /// A value name of `consentPurpose`.
        public let purpose: String?
        public let isGiven: Bool
        /// A guardian or a court answered: the person can say that they do not want it, and the office must answer.
        public let isOthers: Bool
        /// For whom, as it was written down.
        public let recipient: String?
        public let on: PartialDate?
    }

    /// That somebody of an agency looked in on a day.
    public struct LookLine: Sendable, Hashable {
        public let agency: String
        public let role: Role
        public let on: PartialDate
    }
}

/// What the person sees through their ticket; the look is in the log before this returns.
///
/// - Throws: `Refusal`; `StoreError`.
public func readTicket(_ visit: TicketVisit, in store: CaseStore) async throws -> TicketView {
    let permit = try await visit.access.permit(.ticketRead, case: visit.caseID, isOwn: true, in: store)
    let file = try await store.caseFile(visit.caseID, permit: permit)
    let agencies = Dictionary(uniqueKeysWithValues: try await store.agencies().map { ($0.id, $0.name) })
    let looks = try await store.looks(intoCase: visit.caseID, permit: permit)
    var view = TicketView()
    view.status = file.caseRecord?.record.code("cas_Status")
    view.contacts = contacts(of: visit, in: store)
    view.help = file.helpLines
    view.consents = file.consentLines
    view.messages = file.messages
    view.looks = looks.compactMap { look in
        agencies[look.agency].map { .init(agency: $0, role: look.role, on: Clock.day(of: look.day)) }
    }
    return view
}

/// Those whom the case was given to, of the agency whose it is.
private func contacts(of visit: TicketVisit, in store: CaseStore) -> [String] {
    let directory = Directory(in: store)
    let assigned = store.facts(ofCase: visit.caseID)?.assigned ?? []
    return assigned.compactMap { directory[$0] }
        .filter { $0.agency == visit.access.actor.agency && $0.roles.contains(.caseworker) }
        .map(\.name).sorted()
}

extension CaseFile {
    /// What was needed, offered and planned: needs, referrals and plans.
    fileprivate var helpLines: [TicketView.HelpLine] {
        let referrals = records(.referral).filter { $0.record.code("wh_ReferralDirection") == "Outgoing" }
        let needs = needs().map { need in
            TicketView.HelpLine(
                kind: .need, what: nil, state: nil, on: need.record.date("wh_NeedDay"), need: (need.code, need.state))
        }
        return needs
            + referrals.map { stored in
                stored.help("cas_ReasonForOutgoingReferral", "wh_ReferralStatus", on: "cas_OutgoingReferralDate")
            } + records(.plan).map { $0.help("spl_Type", nil, on: "spl_PlannedEndDate") }
    }

    fileprivate var consentLines: [TicketView.ConsentLine] {
        records(.consent).compactMap { stored in
            let said = stored.record
            guard let status = said.code("wh_ConsentStatus"), status == "Given" || status == "Withdrawn" else {
                return nil
            }
            return TicketView.ConsentLine(
                id: stored.id, purpose: said.code("wh_ConsentPurpose"), isGiven: status == "Given",
                isOthers: said.isAnsweredByOthers,
                recipient: said.text("wh_ConsentRecipient"), on: said.date("wh_ConsentDate"))
        }
    }
}

extension Stored {
    fileprivate func help(_ what: FieldName, _ state: FieldName?, on day: FieldName) -> TicketView.HelpLine {
        TicketView.HelpLine(
            kind: record.kind, what: record.code(what).map { (what, $0) },
            state: state.flatMap { name in record.code(name).map { (name, $0) } }, on: record.date(day))
    }
}
