// SPDX-License-Identifier: Apache-2.0

/// How many different people the agencies of an agreement know together: all that a count lets out. Written as JSON
/// this is the report of `wayhouse unique count`.
public struct UniqueCount: Sendable, Codable, Equatable {
    public struct Agency: Sendable, Codable, Equatable {
        public let name: String
        public let people: Int
    }
    public struct Overlap: Sendable, Codable, Equatable {
        public let agencies: [String]
        /// People known to both, whoever else knows them; nil below what may be published.
        public let people: Int?
    }

    public let round: String
    public let agencies: [Agency]
    /// The sum of the agencies' people, each counted as often as it is known.
    public let sum: Int
    /// People, each once; with the middle 95 %. Rounded to fives.
    public let people: Int
    public let low: Int
    public let high: Int
    public let overlaps: [Overlap]
    /// The share of people known to two agencies whom the keys meet, by the agencies' own repeated people and by
    /// people with one telephone or document; and how many cases that rests on.
    public let shareMet: Double
    public let cases: Int
    public let cautions: [String]

    /// - Parameter files: of two to eight agencies of one agreement.
    /// - Throws: `UniqueFault` for files of different agreements, the same agency twice, or fewer than two.
    /// - Complexity: sorts the tokens; a second for five agencies of 16,000 people.
    public init(_ files: [(name: String, file: TokenFile)]) throws(UniqueFault) {
        guard files.count >= 2, let agreement = files.first?.file.agreement else { throw .tooFewFiles }
        for (index, entry) in files.enumerated() {
            guard entry.file.agreement == agreement else { throw .otherAgreement(entry.name) }
            guard !files[..<index].contains(where: { $0.file.agency == entry.file.agency }) else {
                throw .sameAgency(entry.file.agency)
            }
        }
        let figures = files.map(\.file.figures)
        let join = TokenJoin(files.map(\.file.people))
        let unique = UniquePeople(join, figures)
        func fives(_ number: Double) -> Int { Int((number / 5).rounded()) * 5 }
        round = agreement.round
        agencies = files.map { Agency(name: $0.file.agency, people: $0.file.figures.people) }
        sum = figures.reduce(0) { $0 + $1.people }
        people = fives(unique.total)
        low = Int((unique.low / 5).rounded(.down)) * 5
        high = Int((unique.high / 5).rounded(.up)) * 5
        shareMet = (unique.met * 100).rounded() / 100
        cases = unique.evidence
        var overlaps: [Overlap] = []
        for one in files.indices {
            for other in files.indices.dropFirst(one + 1) {
                let both = UInt32(1) << UInt32(one) | 1 << UInt32(other)
                let people = unique.overlaps.reduce(0) { $1.key & both == both ? $0 + $1.value : $0 }
                overlaps.append(
                    Overlap(
                        agencies: [files[one].file.agency, files[other].file.agency],
                        people: people < Double(agreement.smallestNumber) ? nil : fives(people)))
            }
        }
        self.overlaps = overlaps
        cautions = Self.cautions(figures, cases: unique.evidence)
    }

    private static func cautions(_ figures: [AgencyFigures], cases: Int) -> [String] {
        var cautions: [String] = []
        if cases < 50 {
            cautions.append(
                "Only \(cases) known cases say how many shared people the keys meet: the interval is wide for it.")
        }
        let unlinkable = figures.reduce(0) { $0 + $1.withoutKey }
        if unlinkable > 0 {
            cautions.append(
                "\(unlinkable) people have too little on record to be met; they are reckoned to be shared as others are."
            )
        }
        if figures.contains(where: { $0.repeated == 0 }) {
            cautions.append(
                "An agency names nobody who stands in its list twice. If it has not looked, the count is too high.")
        }
        return cautions + [
            "Agencies that refer people to each other write names alike: then more are met than reckoned."
        ]
    }
}
