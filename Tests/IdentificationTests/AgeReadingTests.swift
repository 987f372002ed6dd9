// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Identification

/// How old somebody is and was, from everything that was said, and whether they are treated as a child.
struct AgeReadingTests {
    private static let person = EntityID(high: 1, low: 1)
    private static let caseID = EntityID(high: 2, low: 2)
    private static let today = PartialDate("2026-06-01")!

    private struct Said {
        var person: [FieldName: Value] = [:]
        var part: [FieldName: Value] = [:]
        var ages: [[FieldName: Value]] = []
    }

    private func file(_ said: Said) throws -> (CaseFile, Stored) {
        func stored(_ number: UInt64, _ draft: Draft) throws -> Stored {
            let record = try draft.checked(under: .current)
            return Stored(
                id: EntityID(high: 7, low: number), version: 1, day: Self.today, isRemoved: false, record: record)
        }
        let links: [Link: EntityID] = [.caseFile: Self.caseID, .person: Self.person]
        let victim = try stored(1, Draft(.participation, said.part, links: links))
        let ages = try said.ages.enumerated().map { try stored(UInt64($0 + 10), Draft(.age, $1, links: links)) }
        let person = try stored(2, Draft(.person, said.person))
        return (CaseFile(id: Self.caseID, records: [victim] + ages, people: [Self.person: person]), victim)
    }

    private func reading(_ said: Said) throws -> AgeReading {
        let (file, victim) = try file(said)
        return AgeReading(of: victim, in: file)
    }

    private func age(_ kind: String, _ from: Int?, _ to: Int?, on day: String, _ basis: String = "OwnWord")
        -> [FieldName: Value]
    {
        var values: [FieldName: Value] = [
            "wh_AgeKind": .codes([kind]), "wh_AgeOn": .date(PartialDate(day)!), "wh_AgeBasis": .codes([basis]),
        ]
        if let from { values["wh_AgeFrom"] = .number(Double(from)) }
        if let to { values["wh_AgeTo"] = .number(Double(to)) }
        return values
    }

    private func date(_ text: String) -> Value { .date(PartialDate(text)!) }

    @Test(arguments: [
        ("2008-06-01", "2026-06-01", 18...18, AgeReading.Standing.adult),
        ("2008-06-02", "2026-06-01", 17...17, .child), ("2008", "2026-06-01", 17...18, .presumedChild),
        ("2008-06", "2026-06-01", 17...18, .presumedChild), ("2007", "2026-12-31", 19...19, .adult),
        ("2008-02-29", "2026-02-28", 17...17, .child), ("2008-02-29", "2026-03-01", 18...18, .adult),
    ])
    func `an age at the day of majority, to the day`(
        birth: String, day: String, ages: ClosedRange<Int>, standing: AgeReading.Standing
    ) throws {
        let reading = try reading(Said(person: ["prs_Birthdate": date(birth)]))
        #expect(reading.ages(on: PartialDate(day)!) == ages)
        #expect(reading.standing(on: PartialDate(day)!) == standing)
    }

    @Test func `an estimate is carried back to when it began`() throws {
        let part: [FieldName: Value] = ["wh_TraffickingStart": date("2024-06-01")]
        let reading = try reading(Said(part: part, ages: [age("Claim", 17, 19, on: "2026-06-01")]))
        #expect(reading.agesAtAct == 15...17 && reading.standingAtAct == .child)
        #expect(reading.standing(on: Self.today) == .presumedChild)
    }

    @Test func `claims narrow each other, and what cannot all be true leaves everything open`() throws {
        let both = try reading(
            Said(ages: [age("Claim", 14, 19, on: "2026-06-01"), age("Claim", 16, 25, on: "2026-06-01")]))
        #expect(both.ages(on: Self.today) == 16...19 && !both.isContradicted)
        let apart = try reading(
            Said(ages: [age("Claim", 15, 16, on: "2026-06-01"), age("Claim", 20, 25, on: "2026-06-01")]))
        #expect(apart.isContradicted && !apart.isDisputed)
        #expect(apart.ages(on: Self.today) == 15...25 && apart.standing(on: Self.today) == .presumedChild)
    }

    @Test func `an objection opens what others said and narrows nothing`() throws {
        for (low, high) in [(20, 25), (19, 30), (18, 18)] {
            let reading = try reading(
                Said(ages: [age("Claim", 15, 19, on: "2026-06-01"), age("Dispute", low, high, on: "2026-06-01")]))
            #expect(reading.isDisputed && !reading.isContradicted)
            #expect(reading.ages(on: Self.today) == 15...max(19, high))
            #expect(reading.standing(on: Self.today) == .presumedChild)
        }
        let part: [FieldName: Value] = ["wh_TraffickingStart": date("2026-06-01")]
        let said = Said(
            part: part, ages: [age("Claim", 15, 16, on: "2026-06-01"), age("Dispute", 20, 25, on: "2026-06-01")])
        let (file, victim) = try file(said)
        let facts = FactReader().sheet(of: victim, in: file).facts()
        #expect(facts.age.isPresumedMinor && facts.age.least == 15)
    }

    @Test func `what was settled counts alone until somebody objects again`() throws {
        var ages = [
            age("Claim", 15, 16, on: "2026-01-01"), age("Dispute", 20, 25, on: "2026-02-01"),
            age("Settled", 19, 19, on: "2026-03-01", "Court"),
        ]
        let settled = try reading(Said(ages: ages))
        #expect(settled.settled != nil && !settled.isDisputed && !settled.isContradicted)
        #expect(settled.standing(on: Self.today) == .adult)
        ages.append(age("Dispute", 14, 16, on: "2026-04-01"))
        let again = try reading(Said(ages: ages))
        #expect(again.isDisputed && again.standing(on: Self.today) == .presumedChild)
    }

    @Test func `nothing said is nothing known, and nobody is presumed anything`() throws {
        let reading = try reading(Said())
        #expect(reading.ages(on: Self.today) == nil && reading.standing(on: Self.today) == .unknown)
        let (file, victim) = try file(Said())
        let facts = FactReader().sheet(of: victim, in: file).facts()
        #expect(facts.age.least == 0 && !facts.age.isPresumedMinor)
    }

    @Test func `the facts of a case hold the ages, the presumption and what was settled`() throws {
        let part: [FieldName: Value] = ["wh_TraffickingStart": date("2025-06-01")]
        func age(_ said: Said) throws -> AgeAtAct {
            let (file, victim) = try file(said)
            return FactReader().sheet(of: victim, in: file).facts().age
        }
        let open = try age(Said(part: part, ages: [self.age("Claim", 17, 20, on: "2026-06-01", "Appearance")]))
        #expect(open.isPresumedMinor && open.isBelow(18) == .yes)
        let settled = try age(
            Said(
                part: part,
                ages: [
                    self.age("Claim", 17, 20, on: "2026-06-01"), self.age("Settled", 20, 20, on: "2026-06-01", "Court"),
                ]))
        #expect(!settled.isPresumedMinor && settled.isBelow(18) == .no)
        let known = try age(Said(person: ["prs_Birthdate": date("2000-01-01")], part: part))
        #expect(!known.isPresumedMinor && known.isBelow(18) == .no)
    }
}
