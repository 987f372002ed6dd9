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

let reportDay: PartialDate = PartialDate(year: 2026, month: 7, day: 1)!
