// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard

@testable import Assistance

/// Files of this repository, found from this one.
enum Here {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }
}

extension SplitMix64 {
    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &self) < one }
    mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &self)] }
}

func day(_ text: String) -> Day { Day(text)! }

/// A moment in UTC: `at("2026-03-20", 14)`.
func at(_ text: String, _ hour: Int = 0, _ minute: Int = 0) -> Int64 {
    Int64(day(text).number) * 86_400_000 + Int64(hour * 60 + minute) * 60_000
}

func event(_ name: String, _ moment: Int64, about: EntityID? = nil) -> ClockEvent {
    ClockEvent(
        id: EntityID(high: name.utf8.reduce(7) { ($0 &* 31) &+ UInt64($1) }, low: UInt64(bitPattern: moment)),
        name: name, at: moment, about: about)
}
