// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

@testable import Assistance

/// The rules of docs/assistance.md about consent and referral once more: a list of everything that happened, read from
/// its beginning at every question. It knows no policy, no grant and no consent paper.
struct SlowReferrals {
    /// What one version of a consent says.
    struct Words {
        var answer = "Given"
        var purpose = "ReferToServices"
        var recipients: Set<Int> = []
        var given = Day(number: 0)
        var expiry: Day?
        var isDisqualified = false
    }

    enum Note {
        /// The versions that count from now on.
        case consent(Int, [Words])
        case signed(Int, caseNumber: Int, classes: Set<FieldClass>)
        case withdrawn(Int)
        case agreed(
            Int, taker: Int, classes: Set<FieldClass>, purposes: Set<Purpose>, until: Int64,
            isAccepted: Bool)
        case ended(Int)
        case suspended(Int, Bool)
        case state(Int, RecordState)
        case referred(
            Int, caseNumber: Int, taker: Int, consent: Int, agreement: Int, classes: Set<FieldClass>,
            Purpose, Int64)
        case act(Int, ReferralAct)
    }

    var log: [(at: Int64, note: Note)] = []

    private func last<T>(_ find: (Note) -> T?) -> T? {
        for entry in log.reversed() { if let found = find(entry.note) { return found } }
        return nil
    }

    private func when(_ find: (Note) -> Bool) -> Int64? { log.first { find($0.note) }?.at }

    func caseState(_ number: Int) -> RecordState {
        last { if case .state(number, let state) = $0 { state } else { nil } } ?? .open
    }

    private func isSuspended(_ taker: Int) -> Bool {
        last { if case .suspended(taker, let value) = $0 { value } else { nil } } ?? false
    }

    /// What a consent says of an agency and a purpose now, in one word.
    func consent(_ number: Int, taker: Int, _ purpose: Purpose, now: Int64) -> ConsentStanding {
        if when({ if case .withdrawn(number) = $0 { true } else { false } }) != nil {
            return .withdrawn
        }
        guard let signed = when({ if case .signed(number, _, _) = $0 { true } else { false } }),
            signed <= now,
            let words = last({ if case .consent(number, let words) = $0 { words } else { nil } }),
            !words.isEmpty
        else { return .none }
        // The worst version counts, the first of several.
        for version in words {
            let said = one(version, taker, purpose)
            if said != .covers { return said }
        }
        return words.contains { now >= Int64(lastDay($0) + 1) * 86_400_000 } ? .expired : .covers
    }

    private func one(_ words: Words, _ taker: Int, _ purpose: Purpose) -> ConsentStanding {
        if words.isDisqualified { return .disqualifiedGuardian }
        if words.answer == "Withdrawn" { return .withdrawn }
        if words.answer != "Given" { return .none }
        let help: Set<Purpose> = [.care, .safety, .legalAid]
        let fits = help.contains(purpose) ? "ReferToServices" : "ShareWithAuthorities"
        return words.recipients.contains(taker) && words.purpose == fits ? .covers : .coversNotThis
    }

    private func lastDay(_ words: Words) -> Int {
        min(words.expiry?.number ?? words.given.number + 90, words.given.number + 365)
    }

    private func consentClasses(_ number: Int) -> Set<FieldClass> {
        last { if case .signed(number, _, let classes) = $0 { classes } else { nil } } ?? []
    }

    /// What an agreement lets through now; nothing when it does not hold.
    func agreement(_ number: Int, now: Int64) -> (
        taker: Int, classes: Set<FieldClass>, purposes: Set<Purpose>
    )? {
        if when({ if case .ended(number) = $0 { true } else { false } }) != nil { return nil }
        return last {
            guard case .agreed(number, let taker, let classes, let purposes, let until, true) = $0,
                now < until
            else { return nil }
            return (taker, classes, purposes)
        }
    }

    func state(_ number: Int) -> ReferralState {
        log.reduce(ReferralState.proposed) { state, entry in
            if case .act(number, let act) = entry.note { Self.move(state, act) ?? state } else { state }
        }
    }

    /// Where an act leads, written as sentences are: first what ends, then how far one has come.
    static func move(_ state: ReferralState, _ act: ReferralAct) -> ReferralState? {
        let ends: [ReferralState] = [
            .declined, .personDeclined, .completed, .droppedOut, .unreachable, .revoked,
        ]
        if ends.contains(state) { return nil }
        let unanswered: [ReferralState] = [.proposed, .received, .waitlisted]
        switch act {
        case .revoke: return .revoked
        case .personDeclines: return .personDeclined
        case .receive: return state == .proposed ? .received : nil
        case .waitlist: return unanswered.contains(state) && state != .waitlisted ? .waitlisted : nil
        case .accept: return unanswered.contains(state) ? .accepted : nil
        case .decline: return unanswered.contains(state) ? .declined : nil
        case .contact: return state == .accepted ? .contacted : nil
        case .start: return state == .accepted || state == .contacted ? .started : nil
        case .complete: return state == .started ? .completed : nil
        case .dropOut: return state == .started ? .droppedOut : nil
        case .loseContact: return unanswered.contains(state) ? nil : .unreachable
        }
    }

    /// Whether the receiver's side may know of a referral, roles apart from it.
    func isLive(_ number: Int, now: Int64) -> Bool {
        let found = last { note -> Bool? in
            guard
                case .referred(number, let caseNumber, let taker, let paper, let deal, _, let purpose, let until) = note
            else { return nil }
            let shown: [RecordState] = [.open, .closed, .legalHold, .lockedReview]
            return shown.contains(caseState(caseNumber)) && !isSuspended(taker) && now < until
                && consent(paper, taker: taker, purpose, now: now) == .covers
                && agreement(deal, now: now) != nil
        }
        return found == true
            && ![.declined, .personDeclined, .unreachable, .revoked].contains(state(number))
    }

    /// The classes that somebody of the receiver sees; nil when it must look as if there were nothing.
    func seen(_ number: Int, by role: Role, now: Int64) -> Set<FieldClass>? {
        guard isLive(number, now: now) else { return nil }
        return last { note -> Set<FieldClass>? in
            guard
                case .referred(
                    number, let caseNumber, _, let paper, let deal, let classes, let purpose, _) = note,
                [.open, .closed, .legalHold, .lockedReview].contains(caseState(caseNumber)),
                Self.purposes(role).contains(purpose)
            else { return nil }
            let agreed = agreement(deal, now: now)!.classes
            return classes.intersection(consentClasses(paper)).intersection(agreed).intersection(
                Self.classes(role))
        }
    }

    private static func purposes(_ role: Role) -> Set<Purpose> {
        role == .investigator
            ? [.investigation]
            : role == .shelterManager ? [.care, .safety] : [.care, .safety, .legalAid]
    }

    /// What each role is given whole by a referral (docs/access.md), the second tier aside.
    private static func classes(_ role: Role) -> Set<FieldClass> {
        switch role {
        case .investigator: [.f0, .f1, .f2, .f4, .f7, .f8, .f9, .f10, .f11]
        case .shelterManager: [.f0, .f3]
        default: [.f0, .f1, .f2, .f3, .f4, .f9, .f10]
        }
    }
}
