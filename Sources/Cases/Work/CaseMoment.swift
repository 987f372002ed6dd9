// SPDX-License-Identifier: Apache-2.0

import Standard

/// Something that happened to a case, as one of its records tells it: what deadlines go by.
public struct CaseMoment: Sendable, Hashable {
    /// The same as long as the record says the same: what was told because of it is told once.
    public let id: EntityID
    /// An event of a procedure, such as `case.closed`.
    public let name: String
    public let day: PartialDate
    /// What of the case it is about, such as one referral of several; nil for the case as a whole.
    public let about: EntityID?

    public init(id: EntityID, name: String, day: PartialDate, about: EntityID? = nil) {
        self.id = id
        self.name = name
        self.day = day
        self.about = about
    }

    /// Events that records tell by themselves; all others are written down as steps.
    public static let told: Set<String> = [
        "case.opened", "case.closed", "case.reopened", "status.changed", "assessment.done", "referral.formal",
        "referral.sent", "referral.answered", "decision.grounds", "decision.conclusive", "signal.received",
        "signal.verified",
        "signal.dismissed",
    ]

    /// With an id that follows from the record, the name and, where the same thing happens again, the day.
    init(_ stored: Stored, _ name: String, on day: PartialDate, again: PartialDate? = nil, about: EntityID? = nil) {
        let text = name + (again.map { " \($0)" } ?? "")
        self.init(id: stored.id.mixed(with: text), name: name, day: day, about: about)
    }
}

extension EntityID {
    /// Another id that follows from this one and a text (FNV-1a): not a secret, only not the same.
    public func mixed(with text: String) -> EntityID {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return EntityID(high: high ^ hash, low: low &+ hash)
    }
}

extension Stored {
    /// What a record tells of the case's way; most tell nothing. Steps that were taken back are left to `CaseWork`.
    ///
    /// Only what has a day of its own counts, so that changing a word later moves no deadline.
    public var moments: [CaseMoment] {
        switch record.kind {
        case .caseFile: ofCase
        case .determination: ofDetermination
        case .referral: ofReferral
        case .assessment: record.date("wh_AssessmentDate").map { [CaseMoment(self, "assessment.done", on: $0)] } ?? []
        case .signal: ofSignal
        case .step: ofStep
        case .person, .participation, .organisation, .comment, .event, .plan, .consent, .stay, .clinical, .statement,
            .account, .administration, .age, .guardian, .bestInterests, .need, .delivery, .ticket, .message, .task,
            .notice, .likeness:
            []
        }
    }

    /// A draft is nobody's case yet, and what was reported is none.
    private var ofCase: [CaseMoment] {
        let state = record.code("wh_RecordState")
        guard state != "Draft", state != "Signal" else { return [] }
        let opened = CaseMoment(self, "case.opened", on: record.ownDate ?? day)
        let (closed, reopened) = (record.date("wh_ClosedDate"), record.date("wh_ReopenedDate"))
        let closing = record.isClosedCase || closed != nil && reopened != nil
        let ends = closing ? [CaseMoment(self, "case.closed", on: closed ?? day, again: closed)] : []
        let again = reopened.map { [CaseMoment(self, "case.reopened", on: $0, again: $0)] } ?? []
        return [opened] + (record.isClosedCase ? again + ends : ends + again)
    }

    /// Whoever decides for good has decided on grounds, too.
    private var ofDetermination: [CaseMoment] {
        guard let on = record.date("wh_DeterminationDay"), let status = record.code("wh_DeterminationStatus") else {
            return []
        }
        let names: [String] =
            switch status {
            case "FormallyReferred": ["referral.formal"]
            case "ReasonableGrounds": ["decision.grounds"]
            case "NoReasonableGrounds", "Confirmed", "NotConfirmed", "Withdrawn", "DeceasedOrUntraceable":
                ["decision.grounds", "decision.conclusive"]
            default: []
            }
        return names.map { CaseMoment(self, $0, on: on) }
    }

    /// A referral waits as long as it is proposed. It was answered on the day of whoever answered, which may be another
    /// than that of whoever sent it, and even an earlier one; so that it is no end of what waited, only a beginning.
    private var ofReferral: [CaseMoment] {
        guard record.code("wh_ReferralDirection") == "Outgoing" else { return [] }
        if record.code("wh_ReferralStatus") == "Proposed" {
            guard let sent = record.date("cas_OutgoingReferralDate") else { return [] }
            return [CaseMoment(self, "referral.sent", on: sent, again: sent, about: id)]
        }
        guard let answered = record.date("wh_ReferralAnswered") else { return [] }
        return [CaseMoment(self, "referral.answered", on: answered, again: answered, about: id)]
    }

    private var ofSignal: [CaseMoment] {
        // A copy in a case that it was joined to waits for nobody.
        guard record["wh_SignalOrigin"] == nil else { return [] }
        let received = CaseMoment(self, "signal.received", on: record.date("wh_SignalReceived") ?? day)
        guard let outcome = record.code("wh_SignalOutcome") else { return [received] }
        let isVerified = outcome == "BecameCase" || outcome == "JoinedCase"
        let decided = record.date("wh_SignalDecidedOn") ?? day
        return [received, CaseMoment(self, isVerified ? "signal.verified" : "signal.dismissed", on: decided)]
    }

    private var ofStep: [CaseMoment] {
        guard let name = record.text("wh_StepEvent"), !StepName.isOurs(name) else { return [] }
        let about = record.text("wh_StepAbout").flatMap { EntityID($0) }
        return [CaseMoment(id: id, name: name, day: record.date("wh_StepDay") ?? day, about: about)]
    }
}

/// Names of steps that are no events of a procedure.
public enum StepName {
    public static let taskDone = "task.done"
    public static let taskPostponed = "task.postponed"
    public static let takenBack = "step.takenBack"
    /// A task that the program set is over, with the deadline that it came from.
    public static let taskOver = "task.over"

    /// Whether a name is the program's own: no procedure may use it.
    public static func isOurs(_ name: String) -> Bool { name.hasPrefix("task.") || name.hasPrefix("step.") }
}
