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

/// Names as the fixtures write them.
enum Named {
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
