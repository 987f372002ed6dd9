// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard

@testable import Identification

/// Files of this repository, found from this one.
enum Here {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }

    static func names(_ folder: String, ending: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return (all ?? []).filter { $0.hasSuffix(ending) }.sorted()
    }
}

/// A case of Tests/definitions, decided by hand.
struct HandCase: Decodable, Sendable, CustomStringConvertible {
    let name: String
    let yes: [String]?
    let no: [String]?
    let age: AgeSpan?
    let date: String?
    let verdict: Verdict
    let version: String?
    /// Flags that must be among those shown.
    let flags: [String]?
    /// Exactly the questions that would decide.
    let asks: [String]?

    var description: String { name }

    struct AgeSpan: Decodable, Sendable {
        let ages: ClosedRange<Int>
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let age = try? value.decode(Int.self) {
                ages = age...age
            } else {
                let both = try value.decode([Int].self)
                ages = both[0]...both[1]
            }
        }
    }

    struct File: Decodable { let definition: String; let cases: [HandCase] }

    static func file(_ name: String) throws -> File {
        try JSONDecoder().decode(File.self, from: Data(Here.bytes("Tests/definitions/\(name)")))
    }

    /// `yes` wins over a `means.*` under `no`.
    var facts: Facts {
        var facts = Facts()
        for (names, truth) in [(no ?? [], Truth.no), (yes ?? [], Truth.yes)] {
            for name in names { for number in Self.numbers(name) { facts[number] = truth } }
        }
        let presumed = (yes ?? []).contains("fact.minor_presumed")
        facts.age = AgeAtAct(from: age?.ages.lowerBound ?? 0, to: age?.ages.upperBound ?? 150, presumedMinor: presumed)
        facts.period = date.flatMap { PartialDate($0) }.map { DayRange($0) }
        return facts
    }

    static func numbers(_ name: String) -> [Int] {
        let catalogue = AtomCatalogue.current
        if name.hasSuffix(".*"), let group = AtomGroup(rawValue: String(name.dropLast(2))) {
            return catalogue.atoms(in: group).map(\.number)
        }
        precondition(catalogue[AtomID(name)] != nil, "no atom \(name)")
        return [catalogue.number(of: AtomID(name)) ?? 0]
    }
}

/// A small generator whose numbers are the same on every run.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

let reportDay: PartialDate = PartialDate(year: 2026, month: 7, day: 1)!
