// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing

@testable import Store

/// AUD-4: twelve scripts of somebody who should be looked at, and twelve of ordinary work.
@Suite struct AlertRulesTests {
    /// 10:00 UTC of a working day.
    static let morning: Int64 = 1_800_007_200_000 - 1_800_007_200_000 % 86_400_000 + 36_000_000
    static let minute: Int64 = 60_000
    static let hour = 60 * minute
    static let worker = Actor(id: EntityID(high: 1, low: 1), role: .caseworker, agency: EntityID(high: 9, low: 9))
    static let nurse = Actor(id: EntityID(high: 2, low: 2), role: .clinician, agency: EntityID(high: 9, low: 9))

    static func act(
        _ verb: String, _ at: Int64, by actor: Actor = worker, about subject: Int? = nil, outcome: String = "done",
        digest: String = "", mark: String = ""
    ) -> Act {
        var act = Act(
            actor, verb, subject.map { EntityID(high: 3, low: UInt64($0)) }, purpose: .care, outcome: outcome, count: 1,
            digest: digest, at: at)
        act.mark = mark
        return act
    }

    /// Reads of cases numbered from 0, so many milliseconds apart.
    static func reads(_ cases: Int, every step: Int64, from start: Int64 = morning, by actor: Actor = worker) -> [Act] {
        (0..<cases).map { act("case.read", start + Int64($0) * step, by: actor, about: $0) }
    }

    struct Script: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let acts: [Act]
        let expected: Alert.Kind?
    }

    static let unusual: [Script] = [
        .init(testDescription: "41 cases in 40 minutes", acts: reads(41, every: minute), expected: .manyCases),
        .init(testDescription: "60 cases by a script in a minute", acts: reads(60, every: 1_000), expected: .manyCases),
        .init(
            testDescription: "41 cases among many looks at one",
            acts: reads(41, every: minute) + (0..<30).map { act("case.read", morning + Int64($0) * minute, about: 0) },
            expected: .manyCases),
        .init(
            testDescription: "a case read at 2 at night", acts: [act("case.read", morning + 16 * hour, about: 1)],
            expected: .nightReading),
        .init(
            testDescription: "a search at 22:00", acts: [act("register.search", morning + 12 * hour)],
            expected: .nightReading),
        .init(
            testDescription: "five cases of others tried within ten minutes",
            acts: (0..<5).map { act("case.read", morning + Int64($0) * minute, about: $0, outcome: "hidden") },
            expected: .denials),
        .init(
            testDescription: "five refusals of several kinds",
            acts: ["denied:role", "denied:stepUp", "hidden", "denied:consent", "denied:locked"].enumerated().map {
                act("case.print", morning + Int64($0) * minute, about: 1, outcome: $1)
            }, expected: .denials),
        .init(
            testDescription: "a search for one's own family",
            acts: [act("register.search", morning, mark: Act.ownName)], expected: .ownName),
        .init(
            testDescription: "four files with names in a day",
            acts: (0..<4).map {
                act("register.export", morning + Int64($0) * hour, outcome: "written", digest: "ab")
            }, expected: .manyExports),
        .init(
            testDescription: "five wrong passphrases for one account",
            acts: (0..<5).map { act("user.signIn", morning + Int64($0) * minute, about: 7, outcome: "refused") },
            expected: .failedSignIns),
        .init(
            testDescription: "broken glass", acts: [act("case.breakGlass", morning, about: 4)], expected: .breakGlass),
        .init(
            testDescription: "the clock set back", acts: [act(Act.clockSet, morning, outcome: "back")],
            expected: .clockSet),
    ]

    static let ordinary: [Script] = [
        .init(testDescription: "40 cases in an hour", acts: reads(40, every: minute), expected: nil),
        .init(testDescription: "80 cases in a day", acts: reads(80, every: 6 * minute), expected: nil),
        .init(
            testDescription: "one case a hundred times",
            acts: (0..<100).map { act("case.read", morning + Int64($0) * 1_000, about: 1) }, expected: nil),
        .init(
            testDescription: "two people with 30 cases each",
            acts: reads(30, every: minute) + reads(30, every: minute, by: nurse), expected: nil),
        .init(
            testDescription: "a case read at 21:59", acts: [act("case.read", morning + 12 * hour - minute, about: 1)],
            expected: nil),
        .init(
            testDescription: "a case read at 6:00", acts: [act("case.read", morning + 20 * hour, about: 1)],
            expected: nil),
        .init(
            testDescription: "signing in at night", acts: [act("user.signIn", morning + 14 * hour)], expected: nil),
        .init(
            testDescription: "four refusals in ten minutes",
            acts: (0..<4).map { act("case.read", morning + Int64($0) * minute, about: $0, outcome: "hidden") },
            expected: nil),
        .init(
            testDescription: "six refusals over a morning",
            acts: (0..<6).map { act("case.read", morning + Int64($0) * 20 * minute, outcome: "denied:stepUp") },
            expected: nil),
        .init(
            testDescription: "four mistyped passphrases",
            acts: (0..<4).map { act("user.signIn", morning + Int64($0) * minute, about: 7, outcome: "refused") },
            expected: nil),
        .init(
            testDescription: "three files with names in a day, and public ones",
            acts: (0..<3).map { act("register.export", morning + Int64($0) * hour, outcome: "written", digest: "ab") }
                + (0..<9).map { act("dataset.publish", morning + Int64($0) * minute, outcome: "written", digest: "ab") },
            expected: nil),
        .init(
            testDescription: "a day of searches and edits",
            acts: (0..<90).map {
                act($0 % 2 == 0 ? "register.search" : "record.edit", morning + Int64($0) * 5 * minute, about: $0)
            },
            expected: nil),
    ]

    @Test(arguments: unusual)
    func `what is unusual is said once`(script: Script) {
        var rules = AlertRules()
        let alerts = script.acts.flatMap { rules.take($0) }
        #expect(alerts.map(\.kind) == [script.expected])
    }

    @Test(arguments: ordinary)
    func `ordinary work raises nothing`(script: Script) {
        var rules = AlertRules()
        #expect(script.acts.flatMap { rules.take($0) }.map(\.kind) == [])
    }

    @Test func `the night is that of the office's clock and setting`() {
        var settings = AlertSettings()
        settings.offsetMinutes = 5 * 60 + 30
        var rules = AlertRules(settings)
        // 10:00 and 16:29 UTC are 15:30 and 21:59 there; 16:30 is 22:00.
        #expect(rules.take(Self.act("case.read", Self.morning, about: 1)).isEmpty)
        #expect(rules.take(Self.act("case.read", Self.morning + 389 * Self.minute, about: 1)).isEmpty)
        let late = rules.take(Self.act("case.read", Self.morning + 390 * Self.minute, about: 1))
        #expect(late.map(\.kind) == [.nightReading])
    }

    @Test func `an alert is sealed, waits to be seen, and says by whom it was`() async throws {
        try await TestRegister.with { register in
            let store = register.store
            let actor = Actor(id: .random(), role: .dataProtectionOfficer, agency: store.agency)
            let now = AccessContext(purpose: .system)
            let permit = try Policy.permit(actor, .alertRead, by: .readAlerts, .register, now)
            try await store.note(permit, count: 1, mark: Act.ownName)
            var found: [Alert] = []
            for _ in 0..<200 where found.isEmpty {
                try await Task.sleep(for: .milliseconds(20))
                found = try await store.alerts(permit: permit)
            }
            let alert = try #require(found.first)
            #expect(alert.kind == .ownName && alert.seenBy == nil)
            #expect(try await store.unseenAlerts(of: store.agency) == 1)
            try await store.see(alert.id, note: "Asked; it was a namesake.", permit: permit)
            let seen = try #require(try await store.alerts(permit: permit).first)
            #expect(seen.seenBy == actor.id && seen.note == "Asked; it was a namesake.")
            #expect(try await store.unseenAlerts(of: store.agency) == 0)
            let stranger = Actor(id: .random(), role: .dataProtectionOfficer, agency: .random())
            let other = try Policy.permit(stranger, .alertRead, by: .readAlerts, .register, now)
            #expect(try await store.alerts(permit: other).isEmpty)
            await #expect(throws: StoreError.notFound) { try await store.see(alert.id, note: "", permit: other) }
        }
    }
}
