// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The cascade over the cases of a register, with what it rests on and what each grant paid for.
///
/// True counts for those who run the service, never for publication.
public struct HelpReport: Sendable {
    /// What was counted, and what could not be.
    public struct Coverage: Sendable, Hashable {
        /// Cases that were looked at: those that the reader may see.
        public fileprivate(set) var cases = 0
        /// Of these, cases with at least one need that was counted.
        public fileprivate(set) var casesWithNeeds = 0
        public fileprivate(set) var needs = 0
        /// Needs whose days contradict each other or whose day nobody knows: in no figure.
        public fileprivate(set) var needsLeftOut = 0
        /// Deliveries that say no amount, or for a need that is not counted: in no figure.
        public fileprivate(set) var deliveriesLeftOut = 0
    }

    /// What one grant paid for.
    public struct Funder: Sendable, Hashable, Identifiable {
        /// The organisation's own name of the grant.
        public let tag: String
        /// The first and the last day on which it pays; nil when nobody said.
        public let period: ClosedRange<Day>?
        /// What it paid for: given on those days.
        public let totals: DeliveryTotals
        /// What stands under its name and was given on other days: somebody has to find another grant for it.
        public let outside: DeliveryTotals
        /// How many deliveries these are.
        public let outsideCount: Int
        public var id: String { tag }

        init(_ tag: String, _ period: ClosedRange<Day>?, _ given: [Delivery]) {
            let own = given.filter { $0.funders.contains(tag) }
            let late = own.filter { delivery in period.map { !$0.contains(delivery.day) } ?? false }
            self.tag = tag
            self.period = period
            totals = DeliveryTotals(own.filter { delivery in period?.contains(delivery.day) ?? true })
            outside = DeliveryTotals(late)
            outsideCount = late.count
        }
    }

    public let cascade: Cascade
    public let coverage: Coverage
    /// By tag. An amount under two tags is in both, and once in the cascade's totals.
    public let funders: [Funder]
    /// Deliveries that no grant is named for.
    public let unfunded: DeliveryTotals
    /// Needs of these days only; nil when every day counts.
    public let from, to: Day?

    /// Takes in case after case.
    public struct Tally: Sendable {
        public let from, to: Day?
        private let catalogue: ServiceCatalogue
        fileprivate var coverage = Coverage()
        fileprivate var episodes: [Episode] = []
        fileprivate var traits: [EntityID: [String: String]] = [:]

        /// - Parameters:
        ///   - from: The first day of needs that count; nil for no bound.
        ///   - to: The last.
        public init(from: Day? = nil, to: Day? = nil, under catalogue: ServiceCatalogue = .current) {
            self.from = from
            self.to = to
            self.catalogue = catalogue
        }

        /// Counts the needs of a case. Costs some microseconds for each.
        public mutating func add(_ file: CaseFile) { add(CaseHelp(file, under: catalogue)) }

        /// The same of a case that was read before.
        public mutating func add(_ help: CaseHelp) {
            coverage.cases += 1
            var counted = 0
            for need in help.needs {
                guard let episode = need.episode else {
                    coverage.needsLeftOut += 1
                    coverage.deliveriesLeftOut += need.deliveries
                    continue
                }
                guard let day = episode.days[.needed], from.map({ $0 <= day }) ?? true, to.map({ day <= $0 }) ?? true
                else { continue }
                counted += 1
                coverage.deliveriesLeftOut += need.deliveries - episode.deliveries.count
                episodes.append(episode)
                if traits[episode.person] == nil { traits[episode.person] = help.traits[episode.person] ?? [:] }
            }
            coverage.needs += counted
            if counted > 0 { coverage.casesWithNeeds += 1 }
        }
    }

    /// What people can be told apart by.
    public static let dimensions = ["sex", "form"]

    /// - Parameters:
    ///   - dimensions: Of `HelpReport.dimensions`; none for all people only.
    ///   - grants: From when to when each pays; those with a period stand in the report even when they paid nothing.
    public init(_ tally: Tally, by dimensions: [String] = [], grants: GrantPeriods = .none) {
        cascade = Cascade(tally.episodes, traits: tally.traits, by: dimensions)
        coverage = tally.coverage
        (from, to) = (tally.from, tally.to)
        let given = tally.episodes.flatMap(\.deliveries)
        funders = Set(given.flatMap(\.funders)).union(grants.tags).sorted().map { Funder($0, grants[$0], given) }
        unfunded = DeliveryTotals(given.filter(\.funders.isEmpty))
    }
}
