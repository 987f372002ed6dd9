// SPDX-License-Identifier: Apache-2.0

/// How many different people several agencies know together, corrected for those who were not met and those met by
/// chance, with an interval.
struct UniquePeople {
    /// People of all agencies, each once.
    let total: Double
    /// The middle 95 %.
    let low: Double
    let high: Double
    /// People by the exact set of agencies that know them, corrected.
    let overlaps: [UInt32: Double]
    /// The share of people known to two agencies whom the keys meet, and on how many known cases it rests.
    let met: Double
    let evidence: Int

    /// The share met on invented people, worth a few cases: it only speaks where agencies have none of their own.
    private static let priorMet = 0.5
    private static let priorCases = 4.0

    init(_ join: TokenJoin, _ figures: [AgencyFigures]) {
        let people = figures.map { Double($0.people) }
        let pairs = people.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        let chance = pairs > 0 ? Double(figures.reduce(0) { $0 + $1.pairsByChance }) / pairs : 0
        let cases = Double(figures.reduce(0) { $0 + $1.repeated } + join.metByContacts)
        let hits = Double(figures.reduce(0) { $0 + $1.repeatedMetByPerson } + join.metByContactsAndPerson)
        let byPerson = (hits + Self.priorMet * Self.priorCases) / (cases + Self.priorCases)
        let model = Model(join: join, people: people, chance: chance)
        let best = model.overlaps(metByPerson: byPerson)
        overlaps = best
        met = model.met(byPerson)
        evidence = Int(cases)
        total = best.values.reduce(0, +)
        let deviation = model.variance(metByPerson: byPerson, cases: cases + Self.priorCases).squareRoot()
        let largest = people.max() ?? 0
        low = max(largest, total - 1.959963984540054 * deviation)
        high = min(people.reduce(0, +), total + 1.959963984540054 * deviation)
    }
}

/// From groups that were seen to people: a person of k agencies falls into several groups when pairs are not met.
private struct Model {
    let join: TokenJoin
    let people: [Double]
    /// How likely two different people are taken for one.
    let chance: Double

    /// How much of being met is the record's own and not the person's: as on invented people.
    static let usual = 0.5

    /// Pairs by chance over all pairs of agencies.
    var byChance: Double {
        let sum = people.reduce(0, +)
        return chance * (sum * sum - people.reduce(0) { $0 + $1 * $1 }) / 2
    }

    /// The share met by any key, from the share met without telephone and document.
    func met(_ byPerson: Double) -> Double {
        let found = max(1, Double(join.met) - byChance)
        let foundByPerson = max(1, Double(join.metByPerson) - byChance)
        return min(1, found * byPerson / foundByPerson)
    }

    /// People by set of agencies: the largest sets first, since only they fall apart into the smaller.
    func overlaps(metByPerson: Double, ofRecords: Double = Model.usual) -> [UInt32: Double] {
        let met = met(metByPerson)
        let agencies = people.count
        var seen = (0..<(UInt32(1) << UInt32(agencies))).map { Double(join.groups[$0] ?? 0) }
        for one in people.indices {
            for other in people.indices.dropFirst(one + 1) {
                let links = chance * people[one] * people[other]
                seen[1 << one | 1 << other] -= links
                seen[1 << one] += links
                seen[1 << other] += links
            }
        }
        let quality = Quality(met: met, closing: closing, ofRecords: ofRecords)
        var result: [UInt32: Double] = [:]
        for set in (1..<UInt32(seen.count)).sorted(by: { $0.nonzeroBitCount > $1.nonzeroBitCount }) {
            let size = set.nonzeroBitCount
            guard size > 1 else { continue }
            let count = max(0, seen[Int(set)] / quality.share(of: size, in: size))
            result[set] = count
            var part = (set - 1) & set
            while part != 0 {
                if part.nonzeroBitCount > 1 {
                    seen[Int(part)] -= count * quality.share(of: part.nonzeroBitCount, in: size)
                }
                part = (part - 1) & set
            }
        }
        for agency in people.indices {
            let bit = UInt32(1) << UInt32(agency)
            let elsewhere = result.reduce(0) { $1.key & bit != 0 && $1.key != bit ? $0 + $1.value : $0 }
            result[bit] = max(0, people[agency] - elsewhere)
        }
        return result
    }

    /// How often two people met through a third are met themselves: more often than any two, since a record that has
    /// what it takes to be met once has it again. With few such chains, or none, as on invented people.
    var closing: Double {
        let links = 2 * Double(join.met) / max(1, people.reduce(0, +))
        let others = Double(max(0, people.count - 2)) / Double(max(1, people.count - 1))
        let chains = max(0, Double(join.chains) - 2 * byChance * links * others)
        return min(1, (Double(join.closed) + 15) / (chains + 20))
    }

    /// Of the total: from the share met, from whom chance left unmet, and from pairs by chance.
    func variance(metByPerson: Double, cases: Double) -> Double {
        let step = 0.01
        let slope =
            (overlaps(metByPerson: min(1, metByPerson + step)).values.reduce(0, +)
                - overlaps(metByPerson: max(0.01, metByPerson - step)).values.reduce(0, +)) / (2 * step)
        let ofShare = slope * slope * metByPerson * (1 - metByPerson) / cases
        let met = met(metByPerson)
        let pairs = max(0, Double(join.met) - byChance) / met
        let swing =
            (overlaps(metByPerson: metByPerson, ofRecords: Self.usual + 0.2).values.reduce(0, +)
                - overlaps(metByPerson: metByPerson, ofRecords: Self.usual - 0.2).values.reduce(0, +)) / 2
        let drawn = ofShare + pairs * (1 - met) / met + 3 * byChance / (met * met)
        // A fifth more for what agencies do not record alike.
        return 1.2 * drawn + swing * swing
    }
}

/// Who can be met at all. A share of people is good (rare enough names, few mistakes), of those a share of records is
/// (nothing missing that keys need), and two good records are met with one probability.
private struct Quality {
    let people: Double
    let records: Double
    let closing: Double
    private var whole = [1.0, 1.0]

    /// - Parameter ofRecords: how much of being good is the record's and not the person's, from 0 to 1.
    init(met: Double, closing: Double, ofRecords: Double) {
        self.closing = max(closing, met)
        let good = met / self.closing
        people = Maths.exp((1 - ofRecords) * Maths.log(good))
        records = Maths.exp(ofRecords / 2 * Maths.log(good))
        // How likely good records of one person form one group (Gilbert 1959).
        for size in 2...16 {
            var split = 0.0
            for part in 1..<size {
                split +=
                    Self.binomial(size - 1, part - 1) * whole[part]
                    * Self.power(1 - self.closing, part * (size - part))
            }
            whole.append(1 - split)
        }
    }

    /// How likely so many given records, two at least, form a group of their own among all of one person's.
    func share(of size: Int, in all: Int) -> Double {
        let unmet = 1 - records + records * Self.power(1 - closing, size)
        return people * Self.power(records, size) * whole[size] * Self.power(unmet, all - size)
    }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
