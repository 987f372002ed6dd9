// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing

@testable import Web

/// AUTHZ-8: the time of an answer does not tell a case of another agency from one that never was.
@Suite(.serialized) struct ExistenceTimeTests {
    /// The probability of two samples being so far apart by chance (Mann and Whitney 1947, by the normal
    /// approximation; ties do not matter in nanoseconds).
    static func chance(_ first: [Double], _ second: [Double]) -> Double {
        let (m, n) = (Double(first.count), Double(second.count))
        let all = (first.map { ($0, true) } + second.map { ($0, false) }).sorted { $0.0 < $1.0 }
        let ranks = all.enumerated().filter { $0.element.1 }.map { Double($0.offset + 1) }.reduce(0, +)
        let distance = abs(ranks - m * (m + 1) / 2 - m * n / 2)
        return erfc(distance / (m * n * (m + n + 1) / 12).squareRoot() / 2.0.squareRoot())
    }

    @Test func `hidden and absent take the same time`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let world = try await LeakWorld(test)
        let person = world.person(.caseworker, world.agencies[0])
        let hidden = world.planted("ba").id
        func time(_ id: EntityID) async -> Double {
            let clock = ContinuousClock()
            let began = clock.now
            let answer = await test.get("/api/v1/cases/\(id)", as: person.browser)
            let took = clock.now - began
            #expect(answer.status == 404)
            return Double(took.components.attoseconds) / 1e9 + Double(took.components.seconds) * 1e9
        }
        for _ in 0..<50 { _ = await time(.random()) }
        // One run in a hundred is that far apart by chance, three in a row are not.
        var best = 0.0
        for _ in 0..<3 where best <= 0.01 {
            var (there, absent) = ([Double](), [Double]())
            for round in 0..<500 {
                if round % 2 == 0 {
                    there.append(await time(hidden))
                    absent.append(await time(.random()))
                } else {
                    absent.append(await time(.random()))
                    there.append(await time(hidden))
                }
            }
            best = max(best, Self.chance(there, absent))
        }
        #expect(best > 0.01)
    }

    /// Control.
    @Test func `a twentieth more time would be seen`() {
        var generator = SystemRandomNumberGenerator()
        let noise = { Double.random(in: 0.9...1.1, using: &generator) }
        let first = (0..<500).map { _ in noise() }
        let second = (0..<500).map { _ in noise() * 1.05 }
        #expect(Self.chance(first, second) < 0.01)
        #expect(Self.chance(first, first) > 0.9)
    }
}
