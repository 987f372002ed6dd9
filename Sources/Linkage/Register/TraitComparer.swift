// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Weighs two people of a register by a model: the same levels and weights as `Scorer` gives to rows of a table, field
/// by field.
struct TraitComparer {
    private enum Field { case given, surname, birth, sex, nationality, document }

    private struct Comparison {
        let field: Field
        let name: String
        let kind: ComparisonKind
        /// By level from 1.
        let m: [Double]
        let u: [Double]
    }

    private let comparisons: [Comparison]
    private let similarity = JaroWinkler()
    private let texts = TextComparer()
    private var givenCounts = [TraitCounts](repeating: TraitCounts(least: 500), count: 3)
    private var surnameCounts = [TraitCounts](repeating: TraitCounts(least: 500), count: 3)
    private var sexes = TraitCounts()
    private var nations = TraitCounts()
    private var years = TraitCounts()
    private var yearsTogether: Double?

    /// - Parameter model: comparisons of fields that registers do not have are passed over.
    init(_ model: LinkageModel) {
        comparisons = model.comparisons.compactMap { comparison in
            let field: Field? =
                switch comparison.field {
                case "given_name": .given
                case "surname": .surname
                case "birth_date": .birth
                case "sex": .sex
                case "nationality": .nationality
                case "document": .document
                default: nil
                }
            return field.map {
                Comparison(
                    field: $0, name: comparison.field, kind: comparison.kind,
                    m: [0] + comparison.levels.map { log2($0.m) }, u: [0] + comparison.levels.map { log2($0.u) })
            }
        }
    }

    /// Counts a person in (1) or out (−1) of how frequent values are.
    mutating func count(_ row: TraitRow, _ names: NameDomain, _ by: Double) {
        if let name = row.names.first {
            for place in 0..<3 {
                givenCounts[place].count(Self.form(place, of: name.given, names), of: row.nation, by)
                surnameCounts[place].count(Self.form(place, of: name.surname, names), of: row.nation, by)
            }
        }
        sexes.count(row.sex, of: 0, by)
        nations.count(row.nation, of: 0, by)
        years.count(row.birth / 10_000, of: 0, by)
        yearsTogether = nil
    }

    /// Gets ready for many comparisons.
    mutating func settle() { if yearsTogether == nil { yearsTogether = years.together } }

    /// The weight without the prior.
    func weight(_ a: TraitRow, _ b: TraitRow, _ reader: TraitReader) -> Double {
        var best = -Double.infinity
        forEachNaming(a, b) { one, two in
            best = max(best, comparisons.reduce(0) { $0 + weighed($1, a, b, one, two, reader).weight })
        }
        return best
    }

    /// The same, field by field.
    func parts(_ a: TraitRow, _ b: TraitRow, _ reader: TraitReader) -> [Resemblance.Part] {
        var best: (weight: Double, parts: [Resemblance.Part])?
        forEachNaming(a, b) { one, two in
            let parts = comparisons.map { comparison in
                let (level, weight) = weighed(comparison, a, b, one, two, reader)
                return Resemblance.Part(
                    field: comparison.name, level: level == 0 ? nil : comparison.kind.levels[level - 1], weight: weight)
            }
            let weight = parts.reduce(0) { $0 + $1.weight }
            if best.map({ weight > $0.weight }) ?? true { best = (weight, parts) }
        }
        return best?.parts ?? []
    }

    private func forEachNaming(_ a: TraitRow, _ b: TraitRow, _ use: (TraitRow.Name, TraitRow.Name) -> Void) {
        let none = [TraitRow.Name(given: 0, surname: 0)]
        for one in a.names.isEmpty ? none : a.names {
            for two in b.names.isEmpty ? none : b.names { use(one, two) }
        }
    }

    private func weighed(
        _ comparison: Comparison, _ a: TraitRow, _ b: TraitRow, _ one: TraitRow.Name, _ two: TraitRow.Name,
        _ reader: TraitReader
    ) -> (level: Int, weight: Double) {
        let (level, rarity) = seen(comparison, a, b, one, two, reader)
        if level == 0 { return (0, 0) }
        guard let rarity else { return (level, comparison.m[level] - comparison.u[level]) }
        // The years of dates are relative: they come on top of u.
        let base = comparison.kind == .date ? comparison.m[level] - comparison.u[level] : comparison.m[level]
        return (level, base - rarity)
    }

    /// The level, and log₂ of the share of the value where that counts.
    private func seen(
        _ comparison: Comparison, _ a: TraitRow, _ b: TraitRow, _ one: TraitRow.Name, _ two: TraitRow.Name,
        _ reader: TraitReader
    ) -> (Int, Double?) {
        switch comparison.field {
        case .given:
            return named(one.given, two.given, (one.surname, two.surname), givenCounts, (a.nation, b.nation), reader)
        case .surname:
            return named(one.surname, two.surname, (one.given, two.given), surnameCounts, (a.nation, b.nation), reader)
        case .birth:
            let level = DateLevels.level(a.birth, b.birth)
            guard ComparisonKind.date.isFrequencyAdjusted(level) else { return (level, nil) }
            return (level, max(relative(a.birth), relative(b.birth)))
        case .sex:
            if a.sex == 0 || b.sex == 0 { return (0, nil) }
            return a.sex == b.sex ? (2, sexes.share(a.sex, of: 0)) : (1, nil)
        case .nationality:
            if a.nations.isEmpty || b.nations.isEmpty { return (0, nil) }
            guard let shared = a.nations.first(where: { b.nations.contains($0) }) else { return (1, nil) }
            return (2, nations.share(shared, of: 0))
        case .document: return (texts.document(a.document, b.document, reader.papers.view), nil)
        }
    }

    private func relative(_ birth: UInt32) -> Double {
        max(-4, years.share(birth / 10_000, of: 0) - (yearsTogether ?? years.together))
    }

    private func named(
        _ a: UInt32, _ b: UInt32, _ others: (UInt32, UInt32), _ counts: [TraitCounts], _ nations: (UInt32, UInt32),
        _ reader: TraitReader
    ) -> (Int, Double?) {
        if a == 0 || b == 0 { return (0, nil) }
        let level = level(a, b, others, reader.names)
        guard ComparisonKind.name.isFrequencyAdjusted(level) else { return (level, nil) }
        let place = level - 6
        let (one, two) = (Self.form(place, of: a, reader.names), Self.form(place, of: b, reader.names))
        return (level, max(counts[place].share(one, of: nations.0), counts[place].share(two, of: nations.1)))
    }

    /// Of two names that are there; as `NameComparer`, which works on columns.
    private func level(_ a: UInt32, _ b: UInt32, _ others: (UInt32, UInt32), _ names: NameDomain) -> Int {
        if a == b { return 8 }
        func sound(_ name: UInt32) -> UInt32 { names.forms.base[Int(name)].sound }
        let (soundA, soundB) = (sound(a), sound(b))
        if soundA == soundB, soundA != 0 { return 7 }
        let bones = names.forms.base[Int(a)].skeleton
        if bones == names.forms.base[Int(b)].skeleton, bones != 0 { return 6 }
        if soundA == sound(others.1) && soundA != 0 || soundB == sound(others.0) && soundB != 0 { return 5 }
        let (plain, sounds) = (names.plain.view, names.sounds.view)
        return similarity.fuzzyLevel(
            (plain.entry(a), plain.entry(b)), sounds: (sounds.entry(soundA), sounds.entry(soundB)))
    }

    /// Skeleton (0), sound (1) or plain form (2), as the levels that go by frequency follow each other.
    private static func form(_ place: Int, of name: UInt32, _ names: NameDomain) -> UInt32 {
        switch place {
        case 0: names.forms.base[Int(name)].skeleton
        case 1: names.forms.base[Int(name)].sound
        default: name
        }
    }
}
