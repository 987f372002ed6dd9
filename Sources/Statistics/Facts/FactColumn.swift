// SPDX-License-Identifier: Apache-2.0

/// The name of a column of coded facts, as queries, addresses and files write it: `sex`, `forms`,
/// `definition.palermo-2000-art3`, `registered.month`.
public struct FactColumn: RawRepresentable, Hashable, Sendable, Comparable, Codable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public static func < (a: FactColumn, b: FactColumn) -> Bool { a.rawValue < b.rawValue }

    /// `Female`, `Male` or `Other`.
    public static let sex: FactColumn = "sex"
    /// As the standard has it (`prs_Gender`).
    public static let gender: FactColumn = "gender"
    /// `Child` or `Adult` on the day of registration; missing when the years that are possible reach over 18.
    public static let majority: FactColumn = "majority"
    /// The same when the trafficking began.
    public static let majorityAtAct: FactColumn = "majorityAtAct"
    /// Nine bands of years on the day of registration, `0-8` … `48+`.
    public static let ageBand: FactColumn = "ageBand"
    /// The first citizenship recorded, ISO 3166-1 alpha-2.
    public static let citizenship: FactColumn = "citizenship"
    public static let countryOfRecruitment: FactColumn = "countryOfRecruitment"
    /// The first country passed through, by the day of the event.
    public static let countryOfTransit: FactColumn = "countryOfTransit"
    public static let countryOfExploitation: FactColumn = "countryOfExploitation"
    /// What the authorities concluded, as the standard has it (`vic_TraffickingStatus`).
    public static let status: FactColumn = "status"
    /// The kind of body that concluded it.
    public static let decidedBy: FactColumn = "decidedBy"
    /// What `identified` goes by: `Decision` of an authority, or `Registration` when the record says what the person is
    /// and nobody noted since when.
    public static let identification: FactColumn = "identification"
    /// How the person came to notice.
    public static let channel: FactColumn = "channel"
    public static let source: FactColumn = "source"
    /// `Open` or `Closed`.
    public static let caseState: FactColumn = "caseState"
    /// The relation to the trafficker.
    public static let trafficker: FactColumn = "trafficker"
    /// `Yes` when a disability or an illness was recorded among what made the person vulnerable.
    public static let disability: FactColumn = "disability"

    /// Kinds of exploitation (`vic_TypeOfExploitation`).
    public static let forms: FactColumn = "forms"
    public static let labour: FactColumn = "labour"
    public static let sexualForms: FactColumn = "sexualForms"
    /// Means of control (`vic_MethodsOfControl`).
    public static let means: FactColumn = "means"
    public static let recruitment: FactColumn = "recruitment"
    public static let vulnerabilities: FactColumn = "vulnerabilities"
    /// Kinds of help that the person needed, by their codes.
    public static let needs: FactColumn = "needs"
    /// Kinds of help that were given in the period of the query, or ever when it has none, by their codes.
    public static let helped: FactColumn = "helped"
    /// What stood in the way of help, in the period of the query as `helped`.
    public static let barriers: FactColumn = "barriers"

    /// What a definition says of the person: `met`, `not_met` or `undetermined`.
    public static func verdict(_ definition: String) -> FactColumn { .init(rawValue: verdictPrefix + definition) }

    /// The month, quarter or year of a day: `2025-03`, `2025-Q1`, `2025`.
    public static func step(_ step: PeriodStep, of day: FactDay) -> FactColumn {
        .init(rawValue: "\(day.rawValue).\(step.rawValue)")
    }

    /// Columns with at most one answer a row, but for verdicts and steps of days.
    public static let single: [FactColumn] = [
        .sex, .gender, .majority, .majorityAtAct, .ageBand, .citizenship, .countryOfRecruitment, .countryOfTransit,
        .countryOfExploitation, .status, .decidedBy, .identification, .channel, .source, .caseState, .trafficker,
        .disability,
    ]

    /// Columns with any number of answers a row.
    public static let multiple: [FactColumn] = [
        .forms, .labour, .sexualForms, .means, .recruitment, .vulnerabilities, .needs,
    ]

    /// Columns with any number of answers that each have a day.
    public static let events: [FactColumn] = FactEventKind.allCases.map(\.column)

    /// The definition whose verdict it holds; nil for any other column.
    public var definition: String? {
        rawValue.hasPrefix(Self.verdictPrefix) ? String(rawValue.dropFirst(Self.verdictPrefix.count)) : nil
    }

    /// The day and the step that it is made of; nil for any other column.
    public var dayStep: (day: FactDay, step: PeriodStep)? {
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = FactDay(rawValue: String(parts[0])),
            let step = PeriodStep(rawValue: String(parts[1]))
        else { return nil }
        return (day, step)
    }

    /// True when a row may have several answers, so that the cells of a table add up to more than its total.
    public var isMultiple: Bool { Self.multiple.contains(self) || Self.events.contains(self) }

    private static let verdictPrefix = "definition."
}
