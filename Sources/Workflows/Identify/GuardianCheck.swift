// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// Whether a guardian in a case stands as a perpetrator in any case of the reader's agency. Says no more than that;
/// in memory, as things stand now. The look at the case, whose audit entry is this one's too, comes first.
public func isInConflict(_ guardian: Stored, by access: Access, in store: CaseStore) -> Bool {
    guardian.record.isInConflict(of: access.actor.agency, in: store)
}

extension Record {
    fileprivate func isInConflict(of agency: EntityID, in store: CaseStore) -> Bool {
        let person = text("wh_GuardianPerson").flatMap { EntityID($0) }
        return store.isPerpetrator(named: text("wh_GuardianName") ?? "", person: person, of: agency)
            || code("wh_GuardianCheck") == "Conflict"
    }

    /// What no form asks for.
    var unasked: [FieldName: Value] { values.filter { $0.key == "wh_GuardianPerson" } }

    /// A guardian who answers for the child on a day.
    fileprivate func standsAsGuardian(of child: EntityID?, on day: PartialDate) -> Bool {
        guard kind == .guardian, child == nil || links[.person] == child else { return false }
        if let until = date("wh_GuardianUntil"), until.bounds.last < day.bounds.first { return false }
        return true
    }
}

extension Draft {
    /// With the outcome of the conflict check, which only the program writes. Somebody in conflict is written down as
    /// such all the same: that they claim to be the guardian is worth knowing.
    func asGuardian(_ id: EntityID, _ access: Access, _ store: CaseStore) async throws -> Draft {
        var (draft, _) = try await aboutSomebody(id, access, store)
        draft.values["wh_GuardianCheck"] = nil
        guard draft.values["wh_GuardianName"] != nil else {
            throw Rejected(findings: [Finding(.needed, field: "wh_GuardianName", "Name the guardian.")])
        }
        let record = try draft.checked(under: store.codebook)
        let isInConflict = record.isInConflict(of: access.actor.agency, in: store)
        draft.values["wh_GuardianCheck"] = .codes([isInConflict ? "Conflict" : "NoneFound"])
        draft.values["wh_GuardianCheckedOn"] = .date(store.clock.today)
        return draft
    }

    /// A consent that a guardian gives for a child: refused while everybody who answers for the child is said to have
    /// harmed others, or while there is nobody else than one who is.
    func asConsent(_ id: EntityID, _ access: Access, _ store: CaseStore) async throws -> Draft {
        guard case .codes(let giver)? = values["wh_ConsentGiver"],
            giver == ["Guardian"] || giver == ["MinorWithGuardian"], values["wh_ConsentStatus"] == .codes(["Given"]),
            values["wh_GuardianDisqualified"] != .flag(true)
        else { return self }
        let file = try await readCase(id, by: access, in: store)
        let guardians = file.records(.guardian).filter {
            $0.record.standsAsGuardian(of: links[.person], on: store.clock.today)
        }
        let able = guardians.filter { !Workflows.isInConflict($0, by: access, in: store) }
        guard !guardians.isEmpty, able.isEmpty else { return self }
        let message = """
            The guardian may not answer: the register knows them as somebody who is said to have harmed others. Ask for \
            a representative who is independent, or a court.
            """
        throw Rejected(findings: [Finding(.guardianConflict, field: "wh_ConsentGiver", message)])
    }
}

extension Finding.Code {
    /// A guardian who is said to have harmed others answers for nobody.
    public static let guardianConflict: Finding.Code = "guardian-conflict"
}
