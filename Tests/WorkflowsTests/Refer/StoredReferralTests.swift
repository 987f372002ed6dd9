// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Workflows

/// Consent × referral × withdrawal × expiry × merging on the real register, against the slow reading of the pure model.
/// `WAYHOUSE_REFERRAL_STEPS` sets how many steps; 600 when it says nothing.
@Suite struct StoredReferralTests {
    private static var steps: Int {
        ProcessInfo.processInfo.environment["WAYHOUSE_REFERRAL_STEPS"].flatMap { Int($0) } ?? 600
    }

    @Test func `on the real register everybody sees what the slow reading says, and no text more`() async throws {
        var (made, refused, acts, seen, texts) = (0, 0, 0, 0, 0)
        var divergences: [String] = []
        // A register for each two hundred steps: the log of one grows with every look.
        for seed in 0..<max(1, Self.steps / 200) {
            try await ReferralOffice.with(3) { office in
                let world = StoredReferralWorld(office, seed: UInt64(seed))
                try await world.prepare()
                for step in 0..<200 {
                    try await world.step()
                    let count = world.referrals.count
                    guard count > 0 else { continue }
                    let looked =
                        step % 100 == 99
                        ? Array(0..<count) : [Int.random(in: max(0, count - 6)..<count, using: &world.dice)]
                    for number in looked { try await world.look(at: number) }
                }
                made += world.made
                refused += world.refused
                acts += world.acts
                seen += world.seen
                texts += world.texts
                divergences += world.divergences.map { "seed \(seed): \($0)" }
            }
        }
        #expect(divergences.isEmpty, "\(divergences.count): \(divergences.prefix(5))")
        let steps = Self.steps
        #expect(made > steps / 40 && refused > steps / 40 && acts > steps / 150, "\(made) \(refused) \(acts)")
        #expect(
            seen > steps / 10 && texts > steps / 4,
            "\(seen) looks that saw something, \(texts) canaries in agreed classes")
        Self.say("\(steps) steps: \(made) made, \(refused) refused, \(acts) acts, \(seen) looks, \(texts) canaries")
    }

    /// The control: a reading that forgets a rule is told apart from what the register does, in a scene made for it.
    @Test(arguments: ["withdrawal", "suspension", "agreement", "state"])
    func `a reading that forgets a rule diverges`(rule: String) async throws {
        try await ReferralOffice.with(3) { office in
            let world = StoredReferralWorld(office, seed: 0)
            try await world.prepare()
            try await world.referOnce()
            try await world.look(at: 0)
            #expect(world.divergences.isEmpty && world.seen > 0, "\(world.divergences)")
            let before = world.slow
            try await world.close(by: rule)
            try await world.look(at: 0)
            #expect(world.divergences.isEmpty, "who forgets nothing is right: \(world.divergences)")
            var forgetful = before
            forgetful.log += world.slow.log.dropFirst(before.log.count + 1)
            try await world.look(at: 0, as: forgetful)
            #expect(!world.divergences.isEmpty)
        }
    }

    private static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
