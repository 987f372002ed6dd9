// SPDX-License-Identifier: Apache-2.0

/// How often an instrument was right, measured against what was determined later.
public struct Performance: Sendable {
    /// One screening of which the outcome is known, and what somebody with the say found later.
    public struct Pair: Sendable, Hashable {
        public let instrument: String
        public let version: String
        /// Nil when the screening was inconclusive.
        public let isPositive: Bool?
        /// Nil while nobody has determined it.
        public let isVictim: Bool?
        public let sex: String?
        /// Such as `0-17`.
        public let ageBand: String?
        public let forms: Set<String>

        public init(
            instrument: String, version: String, isPositive: Bool?, isVictim: Bool?, sex: String? = nil,
            ageBand: String? = nil, forms: Set<String> = []
        ) {
            self.instrument = instrument
            self.version = version
            self.isPositive = isPositive
            self.isVictim = isVictim
            self.sex = sex
            self.ageBand = ageBand
            self.forms = forms
        }
    }

    /// Who is counted in a table.
    public enum Group: Sendable, Hashable {
        case all
        case sex(String)
        case ageBand(String)
        case form(String)
    }

    /// The four fields, those that fit in none of them, and the shares that follow.
    public struct Table: Sendable, Hashable {
        public var truePositive = 0, falsePositive = 0, falseNegative = 0, trueNegative = 0
        /// Determined, and the screening was inconclusive: in no share, and never left unsaid.
        public var inconclusive = 0
        /// Screened, and nothing has been determined yet.
        public var undetermined = 0

        public init() {}

        /// Of the victims, those whom it found; nil when there are none.
        public var sensitivity: Share? { Share(truePositive, of: truePositive + falseNegative) }
        /// Of the others, those whom it left alone.
        public var specificity: Share? { Share(trueNegative, of: trueNegative + falsePositive) }
        /// Of the positives, the victims.
        public var positivePredictiveValue: Share? { Share(truePositive, of: truePositive + falsePositive) }
        public var negativePredictiveValue: Share? { Share(trueNegative, of: trueNegative + falseNegative) }
    }

    /// A share with its 95 % interval (Wilson's score interval, which stays within 0…1 and holds for few cases too).
    public struct Share: Sendable, Hashable {
        public let count: Int
        public let of: Int
        public let value: Double
        public let low: Double
        public let high: Double

        /// Nil when there is nothing to count.
        public init?(_ count: Int, of total: Int) {
            guard total > 0, (0...total).contains(count) else { return nil }
            self.count = count
            of = total
            let (n, share, z) = (Double(total), Double(count) / Double(total), 1.959963984540054)
            let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
            let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
            value = share
            // At the ends the exact bound is the share itself.
            low = count == 0 ? 0 : max(0, middle - half)
            high = count == total ? 1 : min(1, middle + half)
        }
    }

    public let instrument: String
    public let version: String
    public let tables: [Group: Table]

    /// One report for each version of each instrument, by id and version.
    ///
    /// Only people whose status was determined can be counted; when positives are looked into more often than
    /// negatives, sensitivity comes out too high. A report says how many were never determined, so that a reader can
    /// judge.
    public static func reports(_ pairs: [Pair]) -> [Performance] {
        struct Key: Hashable {
            let instrument: String
            let version: String
        }
        return Dictionary(grouping: pairs) { Key(instrument: $0.instrument, version: $0.version) }
            .map { key, pairs in
                Performance(instrument: key.instrument, version: key.version, tables: tables(pairs))
            }
            .sorted { ($0.instrument, $0.version) < ($1.instrument, $1.version) }
    }

    private static func tables(_ pairs: [Pair]) -> [Group: Table] {
        var tables: [Group: Table] = [:]
        for pair in pairs {
            var groups: [Group] = [.all] + pair.forms.map { .form($0) }
            if let sex = pair.sex { groups.append(.sex(sex)) }
            if let band = pair.ageBand { groups.append(.ageBand(band)) }
            for group in groups { tables[group, default: Table()].add(pair) }
        }
        return tables
    }
}

extension Performance.Table {
    mutating func add(_ pair: Performance.Pair) {
        switch (pair.isPositive, pair.isVictim) {
        case (_, nil): undetermined += 1
        case (nil, _): inconclusive += 1
        case (true?, true?): truePositive += 1
        case (true?, false?): falsePositive += 1
        case (false?, true?): falseNegative += 1
        case (false?, false?): trueNegative += 1
        }
    }
}

extension Performance.Table {
    /// Everybody who was screened.
    public var total: Int {
        truePositive + falsePositive + falseNegative + trueNegative + inconclusive + undetermined
    }
}

extension Performance {
    /// The groups that may be shown to whoever sees counts only: none of fewer people, and none from which a smaller
    /// one could be worked out. Where a group of one kind (gender, age, form) is left out, others of that kind follow,
    /// the smallest first, until two or more are left out that together are large enough.
    ///
    /// - Parameter smallest: In people; 0 shows all.
    public func groups(ofAtLeast smallest: Int) -> Set<Group> {
        var shown: Set<Group> = []
        for kind in Dictionary(grouping: tables.keys, by: \.kind).values {
            // By size, then by name, so that the same is left out each time.
            let sizes = kind.map { ($0, tables[$0]?.total ?? 0) }
                .sorted { ($0.1, "\($0.0)") < ($1.1, "\($1.0)") }
            var left = sizes.count { $0.1 < smallest }
            if kind.first?.kind != 0, left > 0 {
                while left < sizes.count, left < 2 || sizes.prefix(left).reduce(0, { $0 + $1.1 }) < smallest {
                    left += 1
                }
            }
            shown.formUnion(sizes.dropFirst(left).map(\.0))
        }
        return shown
    }
}

extension Performance.Group {
    /// Groups of one kind add up to everybody, or nearly.
    fileprivate var kind: Int {
        switch self {
        case .all: 0
        case .sex: 1
        case .ageBand: 2
        case .form: 3
        }
    }
}
