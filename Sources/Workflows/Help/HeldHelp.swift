// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

extension Draft {
    /// A need, completed and held against the catalogue and the days. It needs no status, no verification and no
    /// person whose name is known: what is urgent comes first.
    func asNeed(_ id: EntityID, _ access: Access, _ store: CaseStore) async throws -> Draft {
        var (draft, file) = try await aboutSomebody(id, access, store)
        let check = NeedCheck(today: store.clock.today, codebook: store.codebook)
        draft.values = check.completed(draft.values)
        var findings = check.findings(draft.values)
        if draft.links[.person] == nil, file.victims.count > 1 {
            findings.append(Finding(.needed, field: nil, "Say who needs it: this case is for several people."))
        }
        guard findings.isEmpty else { throw Rejected(findings: findings) }
        return draft
    }

    /// A delivery, completed and held against its need, how the kind of help is counted, and whether the case is open.
    func asDelivery(_ id: EntityID, _ record: EntityID, _ access: Access, _ store: CaseStore) async throws -> Draft {
        let file = try await readCase(id, by: access, in: store)
        var needID: EntityID?
        if case .text(let text)? = values["wh_DeliveryNeed"] { needID = EntityID(text) }
        let need = file.records(.need).first { $0.id == needID }?.record
        let check = DeliveryCheck(for: need, today: store.clock.today)
        var draft = self
        draft.values = check.completed(values)
        var findings = check.findings(draft.values)
        let isNew = !file.records.contains { $0.id == record }
        if isNew, store.facts(ofCase: id)?.state == .closed, need?.text("wh_NeedService") != Self.followUp {
            let message = """
                The case is closed: only follow-up can be given now. Open the case again first, or write a need for \
                follow-up.
                """
            findings.append(Finding(.closedCase, field: "wh_DeliveryNeed", message))
        }
        guard findings.isEmpty else { throw Rejected(findings: findings) }
        return draft
    }

    /// What is still given after a case was closed.
    private static let followUp = "FUP"
}

extension Finding.Code {
    /// What would be added to a case that is closed.
    public static let closedCase: Finding.Code = "closed-case"
}
