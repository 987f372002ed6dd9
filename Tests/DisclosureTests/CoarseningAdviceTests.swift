// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Disclosure

struct CoarseningAdviceTests {
    static let both = QuasiIdentifiers(
        families: [.init("gender", ["gender"]), .init("citizenship", ["citizenship"])],
        derivations: [.init("region", from: ["citizenship"])])

    @Test func `the column that frees most rows comes first, with what follows from it`() throws {
        let rows = (0..<40).map { ["Female", "C\($0)", "R\($0)"] }
        let advice = CoarseningAdvice(
            for: try .of(["gender", "citizenship", "region"], rows), k: 10, quasiIdentifiers: Self.both)
        #expect(advice.steps.map(\.family.name) == ["citizenship"])
        #expect(advice.steps.map(\.rowsThen) == ["about 40"])
        #expect(advice.message.contains("citizenship"))
    }

    @Test func `when no single column helps, the ones that help together are named in order`() throws {
        let three = QuasiIdentifiers(families: ["a", "b", "c"].map { .init($0, [$0]) })
        let rows = (0..<60).map { ["\($0 % 30)", "\($0 % 7)", "same"] }
        let advice = CoarseningAdvice(for: try .of(["a", "b", "c"], rows), k: 50, quasiIdentifiers: three)
        #expect(advice.steps.map(\.family.name) == ["a", "b"])
        #expect(advice.steps.last?.rowsThen == "about 50")
    }

    @Test func `with fewer people than k it still names columns, and no number of people`() throws {
        let rows = Array(repeating: ["Female", "PH", "Asia"], count: 9)
        let advice = CoarseningAdvice(
            for: try .of(["gender", "citizenship", "region"], rows), k: 10, quasiIdentifiers: Self.both)
        #expect(advice.tooFewRows)
        #expect(advice.steps.map(\.family.name) == ["gender", "citizenship"])
        let said = DisclosureRefusal.nothingLeft(advice).message
        #expect(said.contains("gender; citizenship"))
        for secret in ["Female", "PH", "Asia", "9"] { #expect(!said.contains(secret)) }
    }
}
