// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Work split over the processors.
enum Parallel {
    /// How many pieces to make of a work: one for each processor, at most 16.
    static var width: Int { min(16, max(1, ProcessInfo.processInfo.activeProcessorCount)) }

    /// The answers of `work` for 0..<count, in order, each on some thread.
    static func map<Answer: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Answer) -> [Answer] {
        if count <= 1 { return (0..<count).map(work) }
        let answers = Answers<Answer>(count)
        withoutActuallyEscaping(work) { work in
            DispatchQueue.concurrentPerform(iterations: count) { answers.base[$0] = work($0) }
        }
        return answers.all
    }

    /// Two answers, each on some thread.
    static func both<One: Sendable, Two: Sendable>(
        _ one: @Sendable () -> One, _ two: @Sendable () -> Two
    ) -> (One, Two) {
        let answers = map(2) { place -> (One?, Two?) in place == 0 ? (one(), nil) : (nil, two()) }
        guard let first = answers[0].0, let second = answers[1].1 else { preconditionFailure("an answer is missing") }
        return (first, second)
    }

    private final class Answers<Answer>: @unchecked Sendable {
        let base: UnsafeMutablePointer<Answer?>
        let count: Int
        init(_ count: Int) {
            base = .allocate(capacity: count)
            base.initialize(repeating: nil, count: count)
            self.count = count
        }
        deinit {
            base.deinitialize(count: count)
            base.deallocate()
        }
        var all: [Answer] { (0..<count).compactMap { base[$0] } }
    }
}

/// Mixes the bits of a number (the finaliser of MurmurHash3).
@inline(__always)
func mixed(_ number: UInt64) -> UInt64 {
    var x = number
    x ^= x >> 33
    x &*= 0xFF51_AFD7_ED55_8CCD
    x ^= x >> 33
    x &*= 0xC4CE_B9FE_1A85_EC53
    return x ^ x >> 33
}
