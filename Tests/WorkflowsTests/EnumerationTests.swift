// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing
import Vault

@testable import Workflows

/// AUTHN-7: nobody learns who has an account by the time of an answer.
@Suite(.serialized) struct EnumerationTests {
    @Test func `a name with an account and one without take the same time`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            var (known, unknown): ([Double], [Double]) = ([], [])
            for round in 0..<200 {
                // Out of the way of the throttle, as different people would be.
                person.now.withLock { $0 += 901_000 }
                known.append(try await time(person, "dilani"))
                unknown.append(try await time(person, "nobody\(round)"))
                guard round % 20 == 19 else { continue }
                person.now.withLock { $0 += 901_000 }
                _ = try await person.enter()
            }
            #expect(MannWhitney.p(known, unknown) > 0.01)
        }
    }

    @Test func `the measure sees ten per cent`() {
        var generator = SystemRandomNumberGenerator()
        let one = (0..<200).map { _ in Double.random(in: 1.0...1.2, using: &generator) }
        let other = (0..<200).map { _ in Double.random(in: 1.1...1.3, using: &generator) }
        #expect(MannWhitney.p(one, other) < 0.001)
        let same = (0..<200).map { _ in Double.random(in: 1.0...1.2, using: &generator) }
        #expect(MannWhitney.p(one, same) > 0.0001)
    }

    @Test func `what nobody checks against costs what everybody's passphrase costs`() throws {
        let throttle = SignInThrottle()
        #expect(throttle.decoy.cost == .standard && throttle.cost == .standard)
    }

    private func time(_ person: Person, _ name: String) async throws -> Double {
        let typed = SignInTry(name: name, passphrase: "a guess and no more")
        let start = ContinuousClock.now
        _ = try? await Workflows.recognise(typed, in: person.store, throttle: person.throttle)
        let took = ContinuousClock.now - start
        return Double(took.components.attoseconds) / 1e18 + Double(took.components.seconds)
    }
}

/// The Mann–Whitney U test, two-sided, by the normal approximation (samples of 20 and more).
enum MannWhitney {
    static func p(_ a: [Double], _ b: [Double]) -> Double {
        let ranked = (a.map { ($0, true) } + b.map { ($0, false) }).sorted { $0.0 < $1.0 }
        let sum = ranked.enumerated().reduce(0.0) { $1.element.1 ? $0 + Double($1.offset + 1) : $0 }
        let (n, m) = (Double(a.count), Double(b.count))
        let u = sum - n * (n + 1) / 2
        let z = (u - n * m / 2) / (n * m * (n + m + 1) / 12).squareRoot()
        return erfc(abs(z) / 2.0.squareRoot())
    }
}
