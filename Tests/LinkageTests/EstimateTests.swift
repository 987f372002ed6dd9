// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

/// The overlap tables of published studies, and what was published of them.
@Suite struct EstimateTests {
    /// Estimates and intervals given the model of SparseMSE 2.0.1 on the same tables; 1,184, 2,483 and 1,034 stand in
    /// Chan, Silverman & Vincent 2021, 11,418 and 11,313 in Silverman 2020 (JRSS A 183).
    static let published: [(table: Table, independent: Double, chosen: Double, low: Double, high: Double)] = [
        (.artificial, 539.093929429, 539.093929429, 278.654157032, 1170.885091515),
        (.netherlands, 52823.4639331, 111139.3712304, 92439.8581114, 133991.4670643),
        (.netherlands5, 52923.8942541, 121521.6137123, 98675.4322695, 150138.9112621),
        (.newOrleans, 996.664293389, 1183.692274553, 720.924350443, 2046.057924366),
        (.newOrleans5, 1034.151065231, 1034.151065231, 658.258392061, 1708.602209024),
        (.kingdom, 12213.9951246, 11417.9910915, 9977.28263976, 13145.6565096),
        (.kingdom5, 13444.1312090, 11312.9902894, 9884.40283062, 13027.3966545),
        (.western, 2007.14175719, 2483.38392023, 1657.09366605, 3830.03000099),
    ]

    @Test(arguments: published.indices)
    func `the estimate equals the published one`(_ index: Int) throws {
        let known = Self.published[index]
        let estimate = try PopulationEstimate(of: known.table.read(), resamples: 0)
        #expect(abs(estimate.total / known.chosen - 1) < 1e-7)
        #expect(abs(estimate.others[0].estimate / known.independent - 1) < 1e-7)
        #expect(abs(estimate.interval.low / known.low - 1) < 1e-4)
        #expect(abs(try #require(estimate.interval.high) / known.high - 1) < 1e-4)
    }

    @Test func `the pairs enter in the published order`() throws {
        let estimate = try PopulationEstimate(of: Table.kingdom.read(), resamples: 0)
        #expect(
            estimate.effects.map { $0.lists.joined(separator: ":") }
                == ["PF:NCA", "LA:NG", "NG:GP", "LA:PF", "PF:GP", "GO:GP", "NG:GO"])
        #expect(estimate.effects.map(\.kind) == [.together, .together, .apart, .together, .apart, .apart, .apart])
    }

    /// Table 3 of Chan, Silverman & Vincent 2021.
    @Test func `a model without one best fit is told from one that has it`() throws {
        let table = try Table.artificial.read()
        let (ab, ac, bc) = (ListPair(0, 1), ListPair(0, 2), ListPair(1, 2))
        #expect(Existence.of(LogLinearModel(table, pairs: [ab, ac, bc])) == .notIdentifiable)
        #expect(Existence.of(LogLinearModel(table, pairs: [ab])) == .noMaximum)
        #expect(Existence.of(LogLinearModel(table, pairs: [ac, bc])) == .exists)
        #expect(Existence.of(LogLinearModel(table, pairs: [])) == .exists)
    }

    @Test func `the interval that knows of the choice is the published method's`() throws {
        // Limits of SparseMSE with 1,000 resamples: 588.8 and 1703.7; another stream of chance moves them.
        let estimate = try PopulationEstimate(of: Table.newOrleans5.read(), resamples: 400)
        #expect((520...650).contains(estimate.interval.low))
        #expect((1450...1950).contains(try #require(estimate.interval.high)))
    }

    @Test func `the same seed gives the same interval and another one nearly so`() throws {
        let table = try Table.western.read()
        let one = try PopulationEstimate(of: table, resamples: 100, seed: 7)
        #expect(try PopulationEstimate(of: table, resamples: 100, seed: 7) == one)
        #expect(try PopulationEstimate(of: table, resamples: 100, seed: 8).interval != one.interval)
    }

    @Test func `two lists give the estimate of Lincoln and Petersen, and Chapman's beside it`() throws {
        // 40 on the first, 30 on the second, 12 on both: 40 × 30 / 12 = 100; 41 × 31 / 13 − 1 = 96.77.
        let table = try OverlapTable(
            heading: ["A", "B", "n"], rows: [(2, ["1", "0", "28"]), (3, ["0", "1", "18"]), (4, ["1", "1", "12"])])
        let estimate = try PopulationEstimate(of: table, resamples: 0)
        #expect(abs(estimate.total - 100) < 1e-6)
        let chapman = try #require(estimate.others.first { $0.id == "Chapman" })
        #expect(abs(chapman.estimate - (41.0 * 31 / 13 - 1)) < 1e-9)
        #expect(estimate.cautions.contains { $0.contains("With two lists") })
    }

    @Test func `tails of the Poisson distribution are exact`() {
        for mean in [0.3, 4.0, 57.5] {
            var (term, sum) = (exp(-mean), 0.0)
            for count in 0..<80 {
                #expect(abs(Maths.poisson(atLeast: count, mean: mean) - (1 - sum)) < 1e-12)
                sum += term
                #expect(abs(Maths.poisson(atMost: count, mean: mean) - sum) < 1e-12)
                term *= mean / Double(count + 1)
            }
        }
        #expect(abs(Maths.normalQuantile(0.975) - 1.959963984540054) < 1e-12)
    }

    @Test func `bad tables are refused by row, without what stands in them`() {
        func fault(_ heading: [String], _ rows: [[String]]) -> EstimateFault? {
            do {
                let table = try OverlapTable(
                    heading: heading, rows: rows.enumerated().map { ($0.offset + 2, $0.element) })
                _ = try PopulationEstimate(of: table, resamples: 0)
                return nil
            } catch { return error }
        }
        #expect(fault(["A", "n"], []) == .tooFewLists)
        #expect(fault(["A", "A", "n"], []) == .badListNames)
        #expect(fault(["A", "B", "n"], []) == .nobody)
        #expect(fault(["A", "B", "n"], [["1", "2", "5"]]) == .badRow(number: 2))
        #expect(fault(["A", "B", "n"], [["1", "0", "-5"]]) == .badRow(number: 2))
        #expect(fault(["A", "B", "n"], [["1", "0", "4"], ["0", "0", "5"]]) == .countsTheUnseen(row: 3))
        #expect(fault(["A", "B", "n"], [["1", "0", "4"]]) == .emptyList(name: "B"))
        #expect(fault(["A", "B", "n"], [["1", "0", "4"], ["0", "1", "4"]]) == .noOverlap)
        #expect(fault((0...11).map { "L\($0)" }, []) == .tooManyLists(max: 10))
    }
}
