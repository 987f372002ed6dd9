// SPDX-License-Identifier: Apache-2.0

/// A condition over the answers of one administration, in three-valued logic: skip logic, scores and decision tables.
indirect enum Condition: Sendable, Hashable {
    /// The item was answered yes.
    case yes(String)
    /// This option of the item was chosen.
    case chosen(item: String, option: String)
    /// The item has an answer of any kind, *declined* and *unknown* included.
    case answered(String)
    case any([Condition])
    case all([Condition])
    case not(Condition)
    case atLeast(Int, Quantity)
    /// The person is now younger than so many years.
    case ageBelow(Int)
    /// Something known of the person or the setting, such as `form` = `sexual`.
    case context(name: String, value: String)
    case always

    /// A number that lies between two bounds as long as something is unknown.
    indirect enum Quantity: Sendable, Hashable {
        /// How many of these items were answered yes.
        case count([String])
        /// The sum of these items' weights where they were answered yes, or of their numbers times the weight.
        case sum([Weighted])
        case score(String)
    }
    struct Weighted: Sendable, Hashable {
        let item: String
        let weight: Int
    }

    /// The items, scores and other conditions that it looks at.
    var items: Set<String> {
        switch self {
        case .yes(let item), .answered(let item), .chosen(let item, _): [item]
        case .any(let conditions), .all(let conditions): conditions.reduce(into: []) { $0.formUnion($1.items) }
        case .not(let condition): condition.items
        case .atLeast(_, .count(let items)): Set(items)
        case .atLeast(_, .sum(let weighted)): Set(weighted.map(\.item))
        case .atLeast(_, .score): []
        case .ageBelow, .context, .always: []
        }
    }
}

/// What an administration answers to conditions.
struct Standing: Sendable {
    let answers: [String: ItemAnswer]
    let respondent: Respondent
    let scores: [String: Condition.Quantity]
    /// What an unknown counts as; nil leaves it unknown.
    var unknownAs: Truth?

    func truth(_ item: String) -> Truth {
        let known: Truth =
            switch answers[item] {
            case .answer(let answer)?: answer.truth
            case .codes, .number, .text: .yes
            case nil: .unknown
            }
        return known == .unknown ? unknownAs ?? .unknown : known
    }

    func value(_ condition: Condition) -> Truth {
        switch condition {
        case .yes(let item): return truth(item)
        case .chosen(let item, let option):
            if case .codes(let codes)? = answers[item] { return Truth(codes.contains(option)) }
            return unknownAs ?? .unknown
        case .answered(let item):
            if case .answer(.notAsked)? = answers[item] { return .no }
            return Truth(answers[item] != nil)
        case .any(let conditions): return conditions.reduce(.no) { $0.or(value($1)) }
        case .all(let conditions): return conditions.reduce(.yes) { $0.and(value($1)) }
        case .not(let condition):
            // Bounds turn round under a negation.
            var turned = self
            turned.unknownAs = unknownAs?.negated
            return turned.value(condition).negated
        case .atLeast(let least, let quantity):
            let bounds = bounds(quantity)
            return bounds.lowerBound >= least ? .yes : bounds.upperBound < least ? .no : .unknown
        case .ageBelow(let years): return respondent.age.isBelow(years)
        case .context(let name, let wanted):
            guard let given = respondent.context(name) else { return .unknown }
            return Truth(given.contains(wanted))
        case .always: return .yes
        }
    }

    /// The least and the greatest that a quantity can be, whatever the unknown answers turn out to be.
    func bounds(_ quantity: Condition.Quantity) -> ClosedRange<Int> {
        switch quantity {
        case .count(let items): return sum(items.map { .init(item: $0, weight: 1) })
        case .sum(let weighted): return sum(weighted)
        case .score(let id): return scores[id].map { bounds($0) } ?? 0...0
        }
    }

    private func sum(_ weighted: [Condition.Weighted]) -> ClosedRange<Int> {
        var (least, most) = (0, 0)
        for term in weighted {
            if case .number(let number)? = answers[term.item] {
                least += Int(number) * term.weight
                most += Int(number) * term.weight
                continue
            }
            switch truth(term.item) {
            case .yes:
                least += term.weight
                most += term.weight
            case .no: break
            case .unknown:
                least += min(0, term.weight)
                most += max(0, term.weight)
            }
        }
        return least...most
    }
}
