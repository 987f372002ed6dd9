// SPDX-License-Identifier: Apache-2.0

/// What a definition says of a set of facts.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case met
    case notMet = "not_met"
    case undetermined

    init(_ truth: Truth) {
        self =
            switch truth {
            case .yes: .met
            case .no: .notMet
            case .unknown: .undetermined
            }
    }
}

extension Definition {
    /// What it says of these facts under the wordings in force in the range: decided when all of them agree, where days
    /// without any wording count as not met. Cost: well below a microsecond.
    public func verdict(_ facts: Facts, in range: DayRange) -> Verdict {
        for version in versions where version.force.first <= range.first && version.force.last >= range.last {
            return Verdict(version.rule.value(facts))
        }
        return Verdict(Self.agreed(wordings(in: range), facts))
    }

    /// What it says at the date of the facts; without a date, what the wording of `reporting` says.
    public func verdict(_ facts: Facts, reporting: DayRange) -> Verdict {
        verdict(facts, in: facts.period ?? reporting)
    }

    static func agreed(_ wordings: [DefinitionVersion?], _ facts: Facts) -> Truth {
        let values = Set(wordings.map { $0?.rule.value(facts) ?? .no })
        return values.count == 1 ? values.first ?? .unknown : .unknown
    }
}
