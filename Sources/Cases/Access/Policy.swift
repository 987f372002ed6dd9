// SPDX-License-Identifier: Apache-2.0

import Standard

/// Who may do what: one pure function of its arguments, no clock, no database. `docs/access.md` says the same in
/// words; `Tests/independent/policy.csv` says it once more, for a checker that does not know this code.
public enum Policy {
    /// Whether `role` may do `action` to the content of one class of a case.
    ///
    /// The order of the questions is part of the policy: what somebody may not know of is `denyHidden` before any
    /// reason is given. Costs some tens of nanoseconds.
    public static func decide(
        _ role: Role, _ action: Action, _ facts: ResourceFacts, _ fieldClass: FieldClass, _ context: AccessContext,
        under table: PolicyTable = .current
    ) -> Decision {
        if table.rules.holds(.erasedIsHidden), facts.state == .erased { return .denyHidden }
        if context.purpose == .statistics, let counts = statistics(role, action, facts, fieldClass) { return counts }
        let sight = Sight(role, facts, fieldClass, context, table)
        guard sight.isSeen else {
            return opensGlass(role, action, facts, fieldClass, context, table) ? .permit(.tellSecond) : .denyHidden
        }
        if action.isWholeRecord, fieldClass != .f0, table.rules.holds(.wholeRecordActionsAreForF0) {
            return .denyVisible(.wholeRecord)
        }
        if table.rules.holds(.purposeIsTheRoles), !role.isFor(context.purpose) { return .denyVisible(.purpose) }
        let question = Question(
            role: role, action: action, facts: facts, fieldClass: fieldClass, context: context, sight: sight,
            rules: table.rules)
        return question.answer()
    }

    /// Protected counts of one's own agency's people; of all for the national coordination.
    private static func statistics(_ role: Role, _ action: Action, _ facts: ResourceFacts, _ fieldClass: FieldClass)
        -> Decision?
    {
        guard action == .export, fieldClass == .f0 || fieldClass == .f1 else { return nil }
        switch role {
        case .coordinator: return .permit(.aggregateOnly)
        case .supervisor, .dataProtectionOfficer, .donor, .custodian:
            return facts.relation == .owner || facts.relation == .coManaged ? .permit(.aggregateOnly) : nil
        case .caseworker, .clinician, .shelterManager, .userAdministrator, .systemOperator, .firstResponder,
            .investigator, .prosecutor, .auditor, .survivor:
            return nil
        }
    }

    /// Breaking the glass is the one thing that can be done to a case that one does not see.
    private static func opensGlass(
        _ role: Role, _ action: Action, _ facts: ResourceFacts, _ fieldClass: FieldClass, _ context: AccessContext,
        _ table: PolicyTable
    ) -> Bool {
        action == .breakGlass && fieldClass == .f0 && facts.relation == .owner && facts.state != .erased
            && role.mayBreakGlass && context.purpose == .safety
            && (context.isStepUpFresh || !table.rules.holds(.breakGlassNeedsStepUp))
    }
}

/// What an actor may know of: independent of action and purpose.
struct Sight {
    let cell: Cell
    let side: PolicyTable.Side?
    let isSeen: Bool
    /// The glass is broken, and shows this class whatever the cell is.
    let isGlassOpen: Bool
    /// Seen only because the glass is broken.
    let isThroughGlass: Bool

    init(
        _ role: Role, _ facts: ResourceFacts, _ fieldClass: FieldClass, _ context: AccessContext, _ table: PolicyTable
    ) {
        guard let side = Self.side(facts, table) else {
            (self.cell, self.side, isSeen, isGlassOpen, isThroughGlass) = (.none, nil, false, false, false)
            return
        }
        cell = table.cell(role, side, fieldClass)
        self.side = side
        let isMember = facts.isAssigned || !role.needsAssignment || !table.rules.holds(.assignmentIsNeeded)
        let isShown = isMember && Self.shows(cell, facts, fieldClass, table)
        isGlassOpen =
            context.isBreakGlass && side == .owner && role.mayBreakGlass && Self.showsThroughGlass(fieldClass)
            && !(facts.state == .mergedAway && fieldClass != .f0)
        isSeen = isShown || isGlassOpen
        isThroughGlass = isGlassOpen && !isShown
    }

    /// The side that the actor's agency stands on; nil for outsiders.
    private static func side(_ facts: ResourceFacts, _ table: PolicyTable) -> PolicyTable.Side? {
        switch facts.relation {
        case .owner: return .owner
        case .activeReferral:
            if table.rules.holds(.referralNeedsConsent), facts.consent != .covers { return nil }
            return isInside(facts.state, table) ? .referral : nil
        case .expiredReferral: return table.rules.holds(.expiredReferralIsHidden) ? nil : .referral
        case .coManaged:
            if table.rules.holds(.coManagingNeedsConsent), facts.consent != .covers { return nil }
            return isInside(facts.state, table) ? .coManaged : nil
        case .none: return table.rules.holds(.outsidersAreHidden) ? nil : .referral
        }
    }

    /// What is not finished, or put away, is not shown to other agencies.
    private static func isInside(_ state: RecordState, _ table: PolicyTable) -> Bool {
        switch state {
        case .draft, .unverified, .archived, .mergedAway: !table.rules.holds(.draftsStayInside)
        case .open, .lockedReview, .closed, .legalHold, .erased: true
        }
    }

    private static func shows(
        _ cell: Cell, _ facts: ResourceFacts, _ fieldClass: FieldClass, _ table: PolicyTable
    ) -> Bool {
        if facts.state == .mergedAway, fieldClass != .f0, table.rules.holds(.mergedShowsIdOnly) { return false }
        switch cell {
        case .none: return false
        case .read, .write, .minimum, .firstName, .contact, .stepUpRead, .compartmentRead, .compartmentWrite:
            return true
        case .own, .ownRead: return facts.isOwn || !table.rules.holds(.ownIsNeeded)
        case .submit:
            if table.rules.holds(.ownIsNeeded), !facts.isOwn { return false }
            return facts.state == .draft || facts.state == .unverified || !table.rules.holds(.submittedUntilTakenUp)
        case .reviewRead: return facts.state == .lockedReview
        case .named: return facts.isAssigned
        }
    }

    private static func showsThroughGlass(_ fieldClass: FieldClass) -> Bool {
        switch fieldClass {
        case .f0, .f1, .f2, .f3, .f4, .f5, .f7, .f8, .f9, .f10: true
        case .f6, .f11: false
        }
    }
}
