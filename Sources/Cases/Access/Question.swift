// SPDX-License-Identifier: Apache-2.0

import Standard

/// One question to the policy about something that the actor knows of.
struct Question {
    let role: Role
    let action: Action
    let facts: ResourceFacts
    let fieldClass: FieldClass
    let context: AccessContext
    let sight: Sight
    let rules: PolicyRules

    func answer() -> Decision {
        switch action {
        case .list, .exists: lists()
        case .read: reads()
        case .print: prints()
        case .create: creates()
        case .edit: edits()
        case .appendNote: appends()
        case .delete: deletes()
        case .export: exports()
        case .share: shares()
        case .merge: merges()
        case .approve: approves()
        case .breakGlass: breaksGlass()
        case .admin: administers()
        }
    }

    private var isSecondTier: Bool { fieldClass == .f5 || fieldClass == .f6 }

    /// The key's holder at the console reads no single case.
    private var readsNothing: Bool { role == .custodian || sight.cell == .submit && action == .print }

    private func lists() -> Decision {
        if role == .custodian { return .denyVisible(.role) }
        if rules.holds(.secondTierIsNotListed), isSecondTier || fieldClass == .f11 { return .denyVisible(.role) }
        return shown()
    }

    private func reads() -> Decision {
        if readsNothing { return .denyVisible(.role) }
        return gate() ?? shown()
    }

    private func prints() -> Decision {
        if readsNothing || sight.cell.mask != nil { return .denyVisible(.role) }
        if context.isBreakGlass, rules.holds(.brokenGlassNeverPrints) { return .denyVisible(.breakGlass) }
        if let closed = gate() { return closed }
        if needsStepUp(.printNeedsStepUp) { return .denyVisible(.stepUp) }
        return shown()
    }

    /// Device and second factor before the second tier, and before pictures.
    private func gate() -> Decision? {
        if isSecondTier {
            if rules.holds(.secondTierNeedsDevice), !context.isDeviceEnrolled { return .denyVisible(.device) }
            if needsStepUp(.secondTierNeedsStepUp) { return .denyVisible(.stepUp) }
        }
        if sight.cell == .stepUpRead, needsStepUp(.stepUpReadNeedsStepUp) { return .denyVisible(.stepUp) }
        return nil
    }

    /// Shown, whole or masked, with what that demands.
    private func shown() -> Decision {
        if let mask = sight.cell.mask, !sight.isGlassOpen { return .mask(mask) }
        var obligations: Obligations = []
        if isSecondTier { obligations.insert(.compartmentKey) }
        if isTold { obligations.insert(.tellSecond) }
        if facts.state == .lockedReview, sight.side == .owner, rules.holds(.pendingIsMarked) {
            obligations.insert(.pendingMark)
        }
        return .permit(obligations)
    }

    /// Looks that a second person hears of: of a named officer, and whatever only the broken glass shows, a lifted mask
    /// among it.
    private var isTold: Bool {
        sight.cell == .named || sight.isThroughGlass || sight.cell.mask != nil
    }

    /// Why nothing may be written at all, if so.
    private func writingIsClosed() -> Decision? {
        guard sight.cell.isWritable else { return .denyVisible(.role) }
        if sight.isThroughGlass, rules.holds(.brokenGlassOnlyReads) { return .denyVisible(.breakGlass) }
        return isPutAway ? .denyVisible(.state) : nil
    }

    private var isPutAway: Bool {
        rules.holds(.archivedTakesNoWriting) && (facts.state == .archived || facts.state == .mergedAway)
    }

    private func creates() -> Decision {
        if let closed = writingIsClosed() ?? gate() { return closed }
        return .permit(isSecondTier ? .compartmentKey : [])
    }

    private func edits() -> Decision {
        if let closed = writingIsClosed() { return closed }
        if role == .custodian { return .denyVisible(.role) }
        if facts.state == .lockedReview, rules.holds(.lockedTakesNoEdit) { return .denyVisible(.locked) }
        if let closed = gate() { return closed }
        var obligations: Obligations = isSecondTier ? .compartmentKey : []
        if isSensitive, isTakenUp, rules.holds(.sensitiveEditsAreReviewed) { obligations.insert(.review) }
        return .permit(obligations)
    }

    /// Classes whose change a second person looks at (security e.4).
    private var isSensitive: Bool {
        switch fieldClass {
        case .f2, .f3, .f5, .f7, .f8, .f10: true
        case .f0, .f1, .f4, .f6, .f9, .f11: false
        }
    }

    /// Past the first correction of what came from outside.
    private var isTakenUp: Bool { facts.state != .draft && facts.state != .unverified }

    /// Adding never waits: care goes on while a record is locked.
    private func appends() -> Decision {
        let mayAppend: Bool
        switch fieldClass {
        case .f4:
            switch role {
            case .caseworker, .clinician, .shelterManager, .supervisor, .survivor: mayAppend = sight.side != .referral
            case .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder, .investigator,
                .prosecutor, .coordinator, .donor, .auditor, .custodian:
                mayAppend = false
            }
        case .f6: mayAppend = sight.cell == .compartmentWrite
        case .f0, .f1, .f2, .f3, .f5, .f7, .f8, .f9, .f10, .f11: mayAppend = false
        }
        guard mayAppend else { return .denyVisible(.role) }
        if sight.isThroughGlass, rules.holds(.brokenGlassOnlyReads) { return .denyVisible(.breakGlass) }
        if isPutAway { return .denyVisible(.state) }
        return gate() ?? .permit(isSecondTier ? .compartmentKey : [])
    }

    private func deletes() -> Decision {
        if let closed = writingIsClosed() { return closed }
        if sight.side == .coManaged, rules.holds(.coManagingIsLimited) { return .denyVisible(.role) }
        if facts.state == .lockedReview, rules.holds(.lockedTakesNoDelete) { return .denyVisible(.locked) }
        if facts.state == .legalHold, rules.holds(.holdTakesNoDelete) { return .denyVisible(.state) }
        if facts.state == .closed, rules.holds(.closedTakesNoDelete) { return .denyVisible(.state) }
        if let closed = gate() { return closed }
        var obligations: Obligations = isSecondTier ? .compartmentKey : []
        if isTakenUp, role != .custodian, rules.holds(.deletionsAreReviewed) { obligations.insert(.review) }
        return .permit(obligations)
    }

    private func exports() -> Decision {
        guard role == .supervisor || role == .custodian, sight.side == .owner, !isSecondTier else {
            return .denyVisible(.role)
        }
        if role == .custodian { return .permit([]) }
        if context.isBreakGlass, rules.holds(.brokenGlassNeverExports) { return .denyVisible(.breakGlass) }
        if facts.state == .lockedReview, rules.holds(.lockedTakesNoExport) { return .denyVisible(.locked) }
        if facts.state == .mergedAway { return .denyVisible(.state) }
        if needsStepUp(.exportNeedsStepUp) { return .denyVisible(.stepUp) }
        guard rules.holds(.exportsNeedASecond) else { return .permit([]) }
        switch fieldClass {
        case .f0, .f1, .f4: return .permit(.secondPersonAboveFifty)
        case .f2, .f3, .f5, .f6, .f7, .f8, .f9, .f10, .f11: return .permit(.secondPerson)
        }
    }

    private func shares() -> Decision {
        guard sight.side == .owner || !rules.holds(.referralIsReadOnly), mayShare else { return .denyVisible(.role) }
        if context.isBreakGlass, rules.holds(.brokenGlassNeverExports) { return .denyVisible(.breakGlass) }
        switch facts.state {
        case .open, .closed, .legalHold, .erased: break
        case .lockedReview: if rules.holds(.lockedTakesNoShare) { return .denyVisible(.locked) }
        case .draft, .unverified: if rules.holds(.unverifiedIsNotShared) { return .denyVisible(.state) }
        case .archived, .mergedAway: return .denyVisible(.state)
        }
        if rules.holds(.shareNeedsConsent), facts.consent != .covers { return .denyVisible(.consent) }
        if let closed = gate() { return closed }
        guard isSecondTier else { return .permit([]) }
        return .permit(
            rules.holds(.secondTierSharesNeedASecond) ? [.compartmentKey, .secondPerson] : .compartmentKey)
    }

    /// Caseworkers and supervisors share what they read; a clinician the clinical notes.
    private var mayShare: Bool {
        switch role {
        case .caseworker: fieldClass != .f11
        case .supervisor: !isSecondTier
        case .clinician: fieldClass == .f6
        case .shelterManager, .dataProtectionOfficer, .userAdministrator, .systemOperator, .firstResponder,
            .investigator, .prosecutor, .coordinator, .donor, .auditor, .survivor, .custodian:
            false
        }
    }

    private func merges() -> Decision {
        guard role == .supervisor, sight.side == .owner else { return .denyVisible(.role) }
        if facts.state == .lockedReview, rules.holds(.lockedTakesNoMerge) { return .denyVisible(.locked) }
        switch facts.state {
        case .draft, .unverified, .open, .lockedReview, .closed: break
        case .archived, .legalHold, .mergedAway, .erased: return .denyVisible(.state)
        }
        if needsStepUp(.mergeNeedsStepUp) { return .denyVisible(.stepUp) }
        return .permit(.review)
    }

    private func approves() -> Decision {
        switch role {
        case .supervisor, .dataProtectionOfficer, .custodian: break
        case .caseworker, .clinician, .shelterManager, .userAdministrator, .systemOperator, .firstResponder,
            .investigator, .prosecutor, .coordinator, .donor, .auditor, .survivor:
            return .denyVisible(.role)
        }
        guard sight.side == .owner else { return .denyVisible(.role) }
        if facts.state == .mergedAway { return .denyVisible(.state) }
        if facts.isOwn, rules.holds(.approverIsAnother) { return .denyVisible(.ownRequest) }
        if role != .custodian, needsStepUp(.approveNeedsStepUp) { return .denyVisible(.stepUp) }
        return .permit([])
    }

    private func breaksGlass() -> Decision {
        guard role.mayBreakGlass, sight.side == .owner else { return .denyVisible(.role) }
        guard context.purpose == .safety else { return .denyVisible(.purpose) }
        if needsStepUp(.breakGlassNeedsStepUp) { return .denyVisible(.stepUp) }
        return .permit(.tellSecond)
    }

    private func administers() -> Decision {
        switch role {
        case .supervisor, .dataProtectionOfficer, .userAdministrator, .custodian: break
        case .caseworker, .clinician, .shelterManager, .systemOperator, .firstResponder, .investigator, .prosecutor,
            .coordinator, .donor, .auditor, .survivor:
            return .denyVisible(.role)
        }
        guard sight.side == .owner else { return .denyVisible(.role) }
        if facts.state == .mergedAway { return .denyVisible(.state) }
        if role == .custodian { return .permit([]) }
        if rules.holds(.adminNeedsDevice), !context.isDeviceEnrolled { return .denyVisible(.device) }
        if needsStepUp(.adminNeedsStepUp) { return .denyVisible(.stepUp) }
        return .permit([])
    }

    private func needsStepUp(_ rule: PolicyRule) -> Bool { rules.holds(rule) && !context.isStepUpFresh }
}
