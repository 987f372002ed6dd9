// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// What an interview is begun with.
public struct InterviewPlan: Sendable {
    public var instrument: Instrument
    /// What is known of the person, and of where and how they are met.
    public var respondent: Respondent
    /// Somebody who takes part in the case.
    public var person: EntityID?
    /// An interview of the same case that is over and that this one corrects.
    public var replaces: EntityID?

    public init(
        _ instrument: Instrument, with respondent: Respondent, person: EntityID? = nil, replaces: EntityID? = nil
    ) {
        self.instrument = instrument
        self.respondent = respondent
        self.person = person
        self.replaces = replaces
    }
}

/// Begins an interview: a record in which no answer stands yet.
///
/// - Returns: its id; the same for the same idempotency key.
/// - Throws: `InterviewObstacle.notReplaceable`; `Refusal`; `StoreError`.
public func beginInterview(
    _ plan: InterviewPlan, inCase scope: EntityID, by access: Access, store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    let id = access.newID(idempotencyKey, in: store)
    if let old = plan.replaces { try await requireReplaceable(old, by: id, in: scope, access, store) }
    let permit = try await access.permit(.recordAdd, case: scope, record: id, isOwn: true, in: store)
    let interview = Interview(id: id, plan: plan, begunOn: store.clock.today, author: access.actor.id)
    var draft = interview.draft
    draft.links[.caseFile] = scope
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit(
        [.insert(id, scope: scope, record)], permit: permit, hand: access.hand, idempotencyKey: idempotencyKey)
    return id
}

private func requireReplaceable(
    _ old: EntityID, by new: EntityID, in scope: EntityID, _ access: Access, _ store: CaseStore
) async throws {
    let records = try await readCase(scope, by: access, in: store).records(.administration)
    let isOver = records.first { $0.id == old }?.record.isOver ?? false
    let isReplaced = records.contains { other in
        other.id != new && other.record.text("wh_AdministrationReplaces") == old.description
    }
    guard isOver, !isReplaced else { throw InterviewObstacle.notReplaceable }
}

/// Whom an interview would be with, as far as the case says: age, gender, language.
///
/// - Parameter person: Nil for a case with nobody in it yet.
public func respondent(_ person: EntityID?, in file: CaseFile, on day: PartialDate, by role: Role) -> Respondent {
    var respondent = Respondent()
    respondent.user = role.asInterviewer
    guard let person, let record = file.people[person]?.record else { return respondent }
    respondent.sex = record.code("prs_Gender")
    if let language = record.code("prs_PrimaryLanguage") { respondent.languages = [language] }
    if let years = record.age(on: day, registered: file.caseRecord?.record.ownDate) {
        respondent.age = AgeAtAct(from: years.lowerBound, to: years.upperBound)
    }
    return respondent
}

extension Role {
    /// What instruments call somebody of this role; nil when they have no word for it.
    fileprivate var asInterviewer: String? {
        switch self {
        case .caseworker, .supervisor, .shelterManager: "caseworker"
        case .clinician: "clinician"
        case .firstResponder: "firstResponder"
        case .investigator, .prosecutor: "police"
        case .dataProtectionOfficer, .userAdministrator, .systemOperator, .coordinator, .donor, .auditor, .survivor,
            .custodian:
            nil
        }
    }
}

extension Record {
    /// A person's age in completed years on a day, between two bounds; nil when nothing is known.
    ///
    /// - Parameter registered: The day on which a stated age was given.
    func age(on day: PartialDate, registered: PartialDate?) -> ClosedRange<Int>? {
        if let birth = date("prs_Birthdate"), let years = birth.completedYears(at: day) {
            let slack = birth.isApproximate ? 1 : 0
            return max(0, years.lowerBound - slack)...min(150, max(0, years.upperBound + slack))
        }
        guard case .number(let number)? = self["wh_StatedAge"], let stated = Int(exactly: number),
            (0...150).contains(stated)
        else { return nil }
        let since = registered.map { max(0, day.year - $0.year) } ?? 0
        return stated...min(150, stated + since)
    }
}
