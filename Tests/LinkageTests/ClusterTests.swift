// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

@Suite struct ClusterTests {
    @Test func `Average link equals the slow way on random graphs`() {
        var random = Numbers(seed: 21)
        for _ in 0..<300 {
            let rows = 2 + random.next(14)
            let weights = Self.weights(rows, &random)
            var options = AverageLink.Options()
            options.mean = Double(random.next(5)) - 2
            options.seed = Double(random.next(4)) - 1
            options.mostRecords = 3 + random.next(12)
            let pairs = Self.pairs(weights)
            let found = AverageLink(rows: rows, pairs: pairs, options: options) { weights[$0][$1] }
            #expect(Self.canonical(found.groups.map { Int($0) }) == Self.slow(rows, pairs, options, weights))
        }
    }

    @Test func `A chain of doubtful pairs does not make one person, and bare components would`() {
        // 0–1 and 1–2 agree weakly, 0–2 not at all.
        let weights = [[0, 2, -11], [2, 0, 1], [-11, 1, 0.0]]
        let pairs = Self.pairs(weights)
        let found = AverageLink(rows: 3, pairs: pairs, options: .init()) { weights[$0][$1] }
        #expect(found.groups == [0, 0, 1])
        var bare = AverageLink.Options()
        bare.mean = -12
        #expect(AverageLink(rows: 3, pairs: pairs, options: bare) { weights[$0][$1] }.count == 1)
    }

    @Test func `The guard keeps groups at their size and counts what it refused`() {
        let weights = (0..<6).map { i in (0..<6).map { i == $0 ? 0.0 : 9 } }
        var options = AverageLink.Options()
        options.mostRecords = 4
        let found = AverageLink(rows: 6, pairs: Self.pairs(weights), options: options) { weights[$0][$1] }
        #expect(found.largest <= 4 && found.refusedBySize > 0)
    }

    private static func weights(_ rows: Int, _ random: inout Numbers) -> [[Double]] {
        var weights = (0..<rows).map { _ in [Double](repeating: 0, count: rows) }
        for i in 0..<rows { for j in 0..<i { weights[i][j] = random.unit() * 24 - 14; weights[j][i] = weights[i][j] } }
        return weights
    }

    private static func pairs(_ weights: [[Double]]) -> [ScoredPair] {
        weights.indices.flatMap { i in
            weights.indices.filter { $0 > i }.map { ScoredPair(a: UInt32(i), b: UInt32($0), weight: weights[i][$0]) }
        }.sorted { $0.weight > $1.weight }
    }

    /// Groups as sets, each pair tried in turn.
    private static func slow(
        _ rows: Int, _ pairs: [ScoredPair], _ options: AverageLink.Options, _ weights: [[Double]]
    ) -> [Int] {
        var groups = (0..<rows).map { [$0] }
        for pair in pairs where pair.weight >= options.seed {
            guard let a = groups.firstIndex(where: { $0.contains(Int(pair.a)) }),
                let b = groups.firstIndex(where: { $0.contains(Int(pair.b)) }), a != b,
                groups[a].count + groups[b].count <= options.mostRecords
            else { continue }
            let all = groups[a].flatMap { x in groups[b].map { max(-12, min(12, weights[x][$0])) } }
            if all.count > 1, all.reduce(0, +) / Double(all.count) < options.mean { continue }
            groups[a] += groups[b]
            groups.remove(at: b)
        }
        return canonical((0..<rows).map { row in groups.firstIndex { $0.contains(row) } ?? -1 })
    }

    /// Numbered by first appearance.
    private static func canonical(_ groups: [Int]) -> [Int] {
        var numbers: [Int: Int] = [:]
        return groups.map { group in
            if numbers[group] == nil { numbers[group] = numbers.count }
            return numbers[group] ?? 0
        }
    }
}
