// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store

/// A referral that nobody has answered, for lists of what waits.
public struct WaitingReferral: Sendable, Identifiable {
    public let id: EntityID
    /// The case, for its sender; nil for its receiver, who knows the packet alone.
    public let caseID: EntityID?
    public let isSender: Bool
    /// Milliseconds since 1970.
    public let sent: Int64
    /// Reminders, breach and escalations that have come by now, in order.
    public let fired: [Firing]
    /// What comes next when nobody answers.
    public let ahead: [Firing]
    /// The time for an answer is over.
    public let isLate: Bool
}

/// What of referrals waits for an answer: sent by the actor's agency from cases that the actor may see, or received by
/// it; the one that waits longest first. For lists that have an audit entry of their own.
///
/// - Parameter clocks: The procedure and calendar of the office; nil for those compiled in.
public func waitingReferrals(
    by access: Access, in store: CaseStore, clocks: ProcedureClocks? = nil
) -> [WaitingReferral] {
    let clocks = clocks ?? ReferralClock.usual
    let now = store.clock.now()
    let sent = store.referrals(from: access.actor.agency).filter { grant in
        guard let facts = store.facts(ofCase: grant.caseID) else { return false }
        let asked = facts.facts(for: access.actor, .f0, now: now)
        return Policy.decideForActor(access.actor, .exists, asked, .f0, access.context()) != .denyHidden
    }
    let received = store.grants(to: access.actor.agency).filter {
        ReferralView($0, in: store)?.isSeen(by: access) ?? false
    }
    let all = sent.map { ($0, true) } + received.map { ($0, false) }
    return all.compactMap { grant, isSender in
        guard let referral = Referral(grant), referral.state.isUnanswered,
            let run = clocks.run(of: referral, now: now)
        else { return nil }
        return WaitingReferral(
            id: grant.id, caseID: isSender ? grant.caseID : nil, isSender: isSender, sent: grant.made,
            fired: run.fired, ahead: run.ahead, isLate: run.isLate)
    }.sorted { ($0.sent, $0.id) < ($1.sent, $1.id) }
}

/// The clock by which a referral has to be answered.
enum ReferralClock {
    /// Monday to Friday, without holidays, in UTC: what an office that has set nothing goes by.
    static let usual = ProcedureClocks(.current, calendar: WorkCalendar.weekdays)
}

extension Referral {
    /// What happened to it, for the clocks of a procedure.
    public var clockEvents: [ClockEvent] {
        var events = [ClockEvent(id: id, name: "referral.sent", at: grant.made, about: id)]
        for (place, step) in steps.enumerated() {
            let name: String? =
                switch step.act {
                case .accept, .decline: "referral.answered"
                case .revoke, .personDeclines: "referral.withdrawn"
                case .receive, .waitlist, .contact, .start, .complete, .dropOut, .loseContact: nil
                }
            guard let name else { continue }
            let event = EntityID(high: id.high, low: id.low &+ UInt64(place) &+ 1)
            events.append(ClockEvent(id: event, name: name, at: step.at, about: id))
        }
        return events
    }

    /// The latest moment at which its receiver is to hear of it: when it came, or a reminder, breach or escalation
    /// since; nil once it was answered.
    func lastCall(at now: Int64) -> Int64? {
        guard state.isUnanswered else { return nil }
        let fired = ReferralClock.usual.run(of: self, now: now)?.fired.map(\.at) ?? []
        return fired.max() ?? grant.made
    }

    /// Nobody has answered, and the time for it is over.
    func isLate(at now: Int64) -> Bool {
        guard state.isUnanswered, let run = ReferralClock.usual.run(of: self, now: now) else { return false }
        return run.isLate
    }
}

extension ClockRun {
    fileprivate var isLate: Bool { if case .late = state { true } else { false } }
}

extension WorkCalendar {
    /// Monday to Friday, without holidays.
    fileprivate static var weekdays: WorkCalendar {
        CalendarLibrary.current["weekends"] ?? CalendarLibrary.current.calendars[0]
    }
}

extension ProcedureClocks {
    fileprivate func run(of referral: Referral, now: Int64) -> ClockRun? {
        runs(referral.clockEvents, now: now).first { $0.clock == "referral-answer" }
    }
}
