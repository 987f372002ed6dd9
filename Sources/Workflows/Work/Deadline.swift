// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// One deadline of one case that somebody still has to do something about.
public struct Deadline: Sendable, Hashable, Identifiable {
    public enum State: Sendable, Hashable {
        case running(lastDay: Day)
        /// Held since a moment; when it ends is open.
        case paused(since: Int64)
        /// The last day is over, since a moment.
        case late(since: Int64)

        init?(_ state: ClockRun.State) {
            switch state {
            case .running(let lastDay): self = .running(lastDay: lastDay)
            case .paused(let since): self = .paused(since: since)
            case .late(let since): self = .late(since: since)
            case .done, .void: return nil
            }
        }
    }

    /// Behind a pointer: a page holds thousands of deadlines, of a dozen rules.
    let held: HeldRule
    /// The event that started it.
    public let run: EntityID
    /// What of the case it is about, such as one referral; nil for the case as a whole.
    public let about: EntityID?
    public let started: Day
    public let state: State
    /// Somebody was to be told of it already.
    public let isWarned: Bool
    /// The roles that were to be told until now.
    public let told: Set<Role>

    public var rule: ClockRule { held.rule }
    public var id: String { "\(rule.id) \(run)" }

    /// It tells nobody ahead: worth a look only once it is late.
    public var isSilent: Bool { rule.warnings.isEmpty }
    public var isLate: Bool { if case .late = state { true } else { false } }
}

/// One rule of a procedure, held once.
final class HeldRule: Sendable, Hashable {
    let rule: ClockRule
    /// Its place in the procedure.
    let place: Int

    init(_ rule: ClockRule, place: Int) {
        self.rule = rule
        self.place = place
    }

    static func == (a: HeldRule, b: HeldRule) -> Bool { a === b || a.rule == b.rule }
    func hash(into hasher: inout Hasher) { hasher.combine(rule.id) }
}
