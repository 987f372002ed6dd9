// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// What is to become of a signal, and why. Decided once.
public struct SignalDecision: Sendable, Hashable {
    /// By the value names of `signalOutcome`.
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        /// The signal becomes a case; it stays in it as where the case began.
        case becameCase = "BecameCase"
        /// A copy goes to a case that is there.
        case joinedCase = "JoinedCase"
        case notEnough = "NotEnough"
        /// No trafficking, as far as can be told; an offer of help goes with it.
        case helpElsewhere = "HelpElsewhere"
        case passedOn = "PassedOn"
    }

    public var outcome: Outcome
    public var reason: String
    /// The case that it belongs to, for `joinedCase`.
    public var joins: EntityID?
    /// The office that is to help or that it was passed on to.
    public var passedTo: String

    public init(_ outcome: Outcome, reason: String, joins: EntityID? = nil, passedTo: String = "") {
        self.outcome = outcome
        self.reason = reason
        self.joins = joins
        self.passedTo = passedTo
    }

    /// The fields that only a decision writes.
    public static let fields: Set<FieldName> = [
        "wh_SignalOutcome", "wh_SignalReason", "wh_SignalDecidedOn", "wh_SignalDecidedBy", "wh_SignalCase",
        "wh_SignalOrigin", "wh_SignalPassedTo",
    ]

    /// What is missing; empty when it can be carried out.
    var findings: [Finding] {
        var found: [Finding] = []
        if reason.allSatisfy(\.isWhitespace) {
            found.append(Finding(.needed, field: "wh_SignalReason", "Say why, in a sentence: somebody will ask."))
        }
        if outcome == .joinedCase, joins == nil {
            let message = "Give the code of a case that you can see."
            found.append(Finding(.needed, field: "wh_SignalCase", message))
        }
        if outcome == .passedOn || outcome == .helpElsewhere, passedTo.allSatisfy(\.isWhitespace) {
            found.append(Finding(.needed, field: "wh_SignalPassedTo", "Name the office."))
        }
        return found
    }

    /// The fields that it fills in the signal's record.
    func values(on day: PartialDate, by name: String) -> [FieldName: Value] {
        var values: [FieldName: Value] = [
            "wh_SignalOutcome": .codes([outcome.rawValue]), "wh_SignalReason": .text(reason),
            "wh_SignalDecidedOn": .date(day), "wh_SignalDecidedBy": .text(name),
        ]
        if outcome == .joinedCase { values["wh_SignalCase"] = joins.map { .text($0.description) } }
        if outcome == .passedOn || outcome == .helpElsewhere { values["wh_SignalPassedTo"] = .text(passedTo) }
        return values
    }
}

/// Why nothing was decided about a signal.
public enum SignalObstacle: String, Error, Sendable, CaseIterable {
    /// Somebody decided already, perhaps a moment ago.
    case decided
}
