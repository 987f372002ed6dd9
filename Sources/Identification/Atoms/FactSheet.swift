// SPDX-License-Identifier: Apache-2.0

import Standard

/// Everything that was said of one person's story, by whom, and what it comes to.
public struct FactSheet: Sendable, Hashable {
    /// What somebody said of the age when it happened.
    public struct AgeClaim: Sendable, Hashable, Codable {
        public let least: Int
        public let most: Int
        public let source: Assertion.Source
        public let assertedBy: String
        public let origin: Assertion.Origin?

        public init(
            _ ages: ClosedRange<Int>, source: Assertion.Source, assertedBy: String, origin: Assertion.Origin? = nil
        ) {
            (least, most) = (ages.lowerBound, ages.upperBound)
            self.source = source
            self.assertedBy = assertedBy
            self.origin = origin
        }
    }

    /// Where it happened and whom it happened to: ISO 3166-1 alpha-2.
    public struct Countries: Sendable, Hashable, Codable {
        public var act: Set<String> = []
        public var transit: Set<String> = []
        public var exploitation: Set<String> = []
        public var nationality: Set<String> = []

        public init() {}

        /// All of them: a law of one of these countries may apply.
        public var all: Set<String> { act.union(transit).union(exploitation).union(nationality) }
    }

    /// A field that is empty, or a value that says nothing to a definition, in words.
    public struct Gap: Sendable, Hashable {
        public let field: FieldName
        public let words: String
    }

    public var assertions: [Assertion]
    public var ages: [AgeClaim]
    public var period: DayRange?
    public var countries: Countries
    /// What a reader of records could not find or use.
    public var gaps: [Gap]

    public init(
        assertions: [Assertion] = [], ages: [AgeClaim] = [], period: DayRange? = nil,
        countries: Countries = Countries(), gaps: [Gap] = []
    ) {
        self.assertions = assertions
        self.ages = ages
        self.period = period
        self.countries = countries
        self.gaps = gaps
    }

    /// Every atom of which something was said, in the catalogue's order. Atoms that it does not know are left out.
    public func standings(_ catalogue: AtomCatalogue = .current) -> [AtomStanding] {
        Dictionary(grouping: assertions, by: \.atom)
            .compactMap { id, all in catalogue.number(of: id).map { ($0, AtomStanding(id, all)) } }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Atoms of which one says yes and another no.
    public func contradictions(_ catalogue: AtomCatalogue = .current) -> [AtomStanding] {
        standings(catalogue).filter(\.isContradicted)
    }

    /// The ages that all claims allow; when they cannot all be true, every age between the least and the greatest.
    public var claimedAge: (ages: ClosedRange<Int>, isContradicted: Bool)? {
        guard let low = ages.map(\.least).max(), let high = ages.map(\.most).min() else { return nil }
        if low <= high { return (low...high, false) }
        return ((ages.map(\.least).min() ?? 0)...(ages.map(\.most).max() ?? 150), true)
    }

    /// What definitions read: contradicted facts count as unknown.
    public func facts(_ catalogue: AtomCatalogue = .current) -> Facts {
        var facts = Facts()
        for standing in standings(catalogue) {
            if let number = catalogue.number(of: standing.atom) { facts[number] = standing.answer.truth }
        }
        let claimed = claimedAge?.ages ?? 0...150
        let presumed = catalogue.number(of: "fact.minor_presumed").map { facts[$0] == .yes } ?? false
        facts.age = AgeAtAct(from: claimed.lowerBound, to: claimed.upperBound, presumedMinor: presumed)
        facts.period = period
        return facts
    }
}
