// SPDX-License-Identifier: Apache-2.0

/// The ways in which one column's values can be made coarser, level by level: level 0 are the values themselves, the
/// last level is `*`, which says nothing.
///
/// Each level joins groups of the level below and never splits one, so a coarser value always covers what it stands
/// for.
public struct Hierarchy: Sendable {
    /// What is published where a value is taken out.
    public static let withheld = "*"

    /// For each level, its different texts.
    let labels: [[String]]
    /// For each level, the place in `labels` for each value of the column.
    let codes: [[UInt32]]
    /// For each level and text, how many of the values that rows have it covers.
    let leaves: [[Int]]

    var levels: Int { labels.count }
    /// Different values of the column, with those that no row has.
    var valueCount: Int { labels[0].count }

    /// - Parameters:
    ///   - values: The different values of the column.
    ///   - isUsed: For each value whether any row has it; only these count as what a coarser value might stand for.
    ///   - coarser: For each value its texts from level 1 upwards, without the last `*`; all lists equally long.
    ///   - name: The column, for the message.
    /// - Throws: `AnonymizeRefusal.hierarchyUneven` when the lists differ in length;
    ///   `.hierarchySplits` when two values that one level joins are told apart again above it.
    init(
        values: [String], isUsed: [Bool], coarser: [[String]], name: String
    ) throws(AnonymizeRefusal) {
        var (labels, codes, leaves) = ([values], [values.indices.map { UInt32($0) }], [isUsed.map { $0 ? 1 : 0 }])
        let height = coarser.first?.count ?? 0
        guard coarser.allSatisfy({ $0.count == height }) else { throw .hierarchyUneven(column: name) }
        for level in 0..<height {
            var numbers: [String: UInt32] = [:]
            var (texts, code, covered): ([String], [UInt32], [Int]) = ([], [], [])
            var above = [UInt32?](repeating: nil, count: labels[level].count)
            for value in values.indices {
                let text = coarser[value][level]
                let number = numbers[text] ?? UInt32(texts.count)
                if numbers.updateValue(number, forKey: text) == nil {
                    texts.append(text)
                    covered.append(0)
                }
                let below = Int(codes[level][value])
                if let known = above[below], known != number {
                    throw .hierarchySplits(column: name, level: level + 1)
                }
                above[below] = number
                covered[Int(number)] += isUsed[value] ? 1 : 0
                code.append(number)
            }
            labels.append(texts)
            codes.append(code)
            leaves.append(covered)
        }
        labels.append([Self.withheld])
        codes.append(values.map { _ in 0 })
        leaves.append([isUsed.count { $0 }])
        (self.labels, self.codes, self.leaves) = (labels, codes, leaves)
    }

    /// Only the values themselves or nothing.
    init(withholding values: [String], isUsed: [Bool]) {
        labels = [values, [Self.withheld]]
        codes = [values.indices.map { UInt32($0) }, values.map { _ in 0 }]
        leaves = [isUsed.map { $0 ? 1 : 0 }, [isUsed.count { $0 }]]
    }

    /// The loss of one value at a level (normalised certainty penalty), as a share of `lossUnit`: how many other
    /// values it could be. A withheld cell always loses all.
    func loss(level: Int, value: Int) -> Int {
        level == levels - 1 ? lossUnit : max(leaves[level][Int(codes[level][value])] - 1, 0)
    }

    /// What a cell loses that is withheld: 1 at least, so that a column of one value has a loss too.
    var lossUnit: Int { max(leaves[levels - 1][0] - 1, 1) }
}
