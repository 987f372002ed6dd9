// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// A kind of help that an interview proposes and that nobody wrote down yet.
public struct HelpProposal: Sendable, Hashable, Identifiable {
    public let interview: EntityID
    /// Nil when the interview names nobody.
    public let person: EntityID?
    public let service: Service
    /// A value name of the list `needUrgency`.
    public let urgency: String

    /// What a form calls it.
    public var id: String { "\(interview) \(service.code.rawValue)" }
}

extension CaseFile {
    /// What the interviews of the case propose, the most urgent first: nothing that is written down as needed and open,
    /// nor what was taken up from the same interview. Pure: from a case that somebody was given.
    public var helpProposals: [HelpProposal] {
        let known = needs()
        let replaced = replacedInterviews
        let all = interviews.filter { !replaced.contains($0.id) }.flatMap { interview -> [HelpProposal] in
            HelpProposals.current.proposed(by: interview.administration).compactMap { proposed in
                let isKnown = known.contains { need in
                    need.code == proposed.service
                        && (need.record.text("wh_NeedInterview") == interview.id.description
                            || need.state.isOpen && need.record.isFor(interview.person))
                }
                guard !isKnown, let service = ServiceCatalogue.current[proposed.service] else { return nil }
                return HelpProposal(
                    interview: interview.id, person: interview.person, service: service, urgency: proposed.urgency)
            }
        }
        var kept: [HelpProposal] = []
        for one in all where !kept.contains(where: { $0.service == one.service && $0.person == one.person }) {
            kept.append(one)
        }
        let ranks = ["Now", "Within72Hours", "Within2Weeks", "Later"]
        return ranks.flatMap { rank in kept.filter { $0.urgency == rank } }
    }

    /// What cannot wait: said in an interview that no later one corrects, or because somebody stays in detention.
    public func helpAlerts(on day: PartialDate) -> Set<HelpAlert> {
        let replaced = replacedInterviews
        var found: Set<HelpAlert> = isHeld(on: day) ? [.detention] : []
        for interview in interviews where !replaced.contains(interview.id) {
            found.formUnion(HelpProposals.current.alerts(of: interview.administration))
        }
        return found
    }
}

extension Record {
    fileprivate func isFor(_ person: EntityID?) -> Bool {
        person == nil || links[.person] == nil || links[.person] == person
    }
}

/// Writes down proposals as needs of today: those that the interviews of the case still make.
///
/// - Parameter ids: Of proposals; what is proposed no more is left out.
/// - Returns: the ids of the needs.
/// - Throws: `Rejected`; `Refusal`; `StoreError`.
public func takeUpProposals(
    _ ids: Set<String>, ofCase id: EntityID, by access: Access, in store: CaseStore, idempotencyKey: String? = nil
) async throws -> [EntityID] {
    let file = try await readCase(id, by: access, in: store)
    var made: [EntityID] = []
    for proposal in file.helpProposals where ids.contains(proposal.id) {
        var draft = Draft(
            .need,
            [
                "wh_NeedService": .text(proposal.service.code.rawValue), "wh_NeedUrgency": .codes([proposal.urgency]),
                "wh_NeedInterview": .text(proposal.interview.description),
            ])
        if let person = proposal.person { draft.links[.person] = person }
        let key = idempotencyKey.map { "\($0).\(proposal.id)" }
        made.append(try await addRecord(draft, toCase: id, by: access, store: store, idempotencyKey: key))
    }
    return made
}
