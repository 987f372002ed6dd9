// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The rows behind `KnownPeople`: what a comparison looks at and the chains of rows with one key lie side by side.
/// For one thread at a time.
final class KnownRows {
    private let model: LinkageModel
    private let limits: KnownLimits
    private let numbers: PersonNumbers
    private let comparer: PairComparer
    private let weights: KnownWeights
    private let keys: KnownKeys
    /// Each row: when it was last met, the next row of each rule's chain (plus one), the strip.
    private var pages: RowPages
    private var directories: [KeyDirectory]
    private var isIn = Growing<Bool>()
    private var epoch: UInt32 = 0
    private let stripAt: Int
    private let question: Column<UInt32>

    init(_ model: LinkageModel, limits: KnownLimits) {
        self.model = model
        self.limits = limits
        let comparisons = model.comparisons.map { FieldComparison(field: $0.field, kind: $0.kind) }
        numbers = PersonNumbers(comparisons)
        keys = KnownKeys(Array(model.blocking.prefix(limits.rules)), numbers)
        comparer = PairComparer(numbers.table, comparisons, numbers.strips)
        weights = KnownWeights(model, numbers)
        stripAt = 1 + keys.count
        pages = RowPages(width: stripAt + numbers.width)
        directories = (0..<keys.count).map { _ in KeyDirectory() }
        question = Column(repeating: 0, count: numbers.width)
    }

    func insert(_ person: KnownPerson) -> UInt32 {
        let row = UInt32(pages.count)
        let base = pages.add()
        numbers.read(person, into: base + stripAt)
        weights.count(base + stripAt, by: 1)
        for rule in 0..<keys.count {
            let key = keys.key(rule, base + stripAt)
            base[1 + rule] = key == 0 ? 0 : directories[rule].replaceFirst(of: key, with: row + 1)
        }
        isIn.append(true)
        return row
    }

    func remove(_ row: UInt32) {
        isIn.base[Int(row)] = false
        weights.count(pages[row] + stripAt, by: -1)
    }

    /// Weighs whoever shares a key with a person and hands those from `least` on to `use`, weight falling.
    func ask(_ person: KnownPerson, least: Double, _ use: ([(row: UInt32, weight: Double)], KnownRows) -> Void) {
        numbers.asking(person, into: question.base) {
            comparer.refresh()
            weights.begin(question.base)
            var found: [(row: UInt32, weight: Double)] = []
            for row in candidates() {
                let weight = weights.weight(comparer.pattern(question.base, strip(row)), strip(row))
                if weight >= least { found.append((row, weight)) }
            }
            found.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.row > $1.row }
            use(found, self)
        }
    }

    /// Of the question that is being asked and a row.
    func reasons(_ row: UInt32) -> [KnownReason] {
        weights.reasons(comparer.pattern(question.base, strip(row)), strip(row))
    }

    /// How many different words are held, for tests.
    var words: Int { numbers.words }

    private func strip(_ row: UInt32) -> UnsafePointer<UInt32> { UnsafePointer(pages[row] + stripAt) }

    private func candidates() -> [UInt32] {
        epoch &+= 1
        var candidates: [UInt32] = []
        for rule in 0..<keys.count {
            let key = keys.key(rule, question.base)
            if key == 0 { continue }
            var next = directories[rule].first(of: key)
            var met = 0
            while next != 0, met < limits.ofRule {
                if candidates.count >= limits.candidates { return candidates }
                let row = next - 1
                let base = pages[row]
                next = base[1 + rule]
                met += 1
                if base[0] == epoch || !isIn.base[Int(row)] { continue }
                base[0] = epoch
                candidates.append(row)
            }
        }
        return candidates
    }
}
