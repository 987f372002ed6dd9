// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Where one need stands.
public enum NeedState: String, Sendable, CaseIterable {
    case needed, offered, accepted, started, completed, stopped

    /// The state that a need's record says; nil for a record of another kind.
    public init?(_ record: Record) {
        guard record.kind == .need else { return nil }
        if record["wh_NeedStopped"] != nil || record["wh_NeedStopReason"] != nil {
            self = .stopped
        } else if let step = CascadeStep.allCases.last(where: { record.date($0.field) != nil }) {
            self = NeedState(step)
        } else {
            self = .needed
        }
    }

    init(_ step: CascadeStep) {
        self =
            switch step {
            case .needed: .needed
            case .offered: .offered
            case .accepted: .accepted
            case .started: .started
            case .completed: .completed
            }
    }

    /// The key of its words in the catalogue, plain enough for the person whom it is about: `need-state.offered`.
    public var wordsKey: String { "need-state.\(rawValue)" }

    /// True while something is still to be done for it.
    public var isOpen: Bool { self != .completed && self != .stopped }
}

/// One thing that becomes of a need, noted with a single press.
public enum NeedAct: Sendable, Hashable {
    case step(CascadeStep)
    case stopped(EndReason)
    /// It goes on: what was written of its end is taken away.
    case resumed

    /// The values with what the act writes. Steps before it that nobody noted stay empty: they count as reached, and
    /// no wait is counted for them.
    public func applied(to values: [FieldName: Value], on day: PartialDate) -> [FieldName: Value] {
        var new = values
        switch self {
        case .step(let step): new[step.field] = .date(day)
        case .stopped(let reason):
            new["wh_NeedStopped"] = .date(day)
            new["wh_NeedStopReason"] = .codes([reason.rawValue])
        case .resumed: for name in ["wh_NeedStopped", "wh_NeedStopReason"] as [FieldName] { new[name] = nil }
        }
        return new
    }

    /// The steps that can be noted next, the nearest first; none when it is over.
    public static func next(after record: Record) -> [CascadeStep] {
        guard let state = NeedState(record), state.isOpen else { return [] }
        let reached = CascadeStep.allCases.last { record.date($0.field) != nil } ?? .needed
        return CascadeStep.allCases.filter { $0 > reached }
    }
}

extension CascadeStep {
    /// The field of a need that holds its day.
    public var field: FieldName {
        switch self {
        case .needed: "wh_NeedDay"
        case .offered: "wh_NeedOffered"
        case .accepted: "wh_NeedAccepted"
        case .started: "wh_NeedStarted"
        case .completed: "wh_NeedCompleted"
        }
    }

    /// By its name in programs, such as `offered`; nil for anything else.
    public init?(name: String) {
        guard let step = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
        self = step
    }
}
