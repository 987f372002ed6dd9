// SPDX-License-Identifier: Apache-2.0

/// How one fact stands after everything that was said of it.
///
/// The rule: of what one asserter said through one source the latest counts, and stays beside what it replaced. A
/// settlement counts alone, until a later one. Otherwise only yes and no weigh; when both stand, the fact is
/// contradicted and counts as unknown: no confidence outvotes anybody. Without a yes or a no, *declined* goes before
/// *unknown*, and that before *not asked*.
public struct AtomStanding: Sendable, Hashable {
    public let atom: AtomID
    public let answer: Answer
    /// True when somebody says yes and somebody no.
    public let isContradicted: Bool
    /// What counts, in the order given.
    public let counting: [Assertion]
    /// What the same asserter, or a settlement, replaced.
    public let replaced: [Assertion]

    /// - Parameter assertions: All of one atom, in the order in which they were made; ties of date keep that order.
    public init(_ atom: AtomID, _ assertions: [Assertion]) {
        self.atom = atom
        let ordered = Self.byDate(assertions)
        let counting = Self.counting(ordered)
        self.counting = counting.map { ordered[$0] }
        replaced = ordered.indices.filter { !counting.contains($0) }.map { ordered[$0] }
        let answers = Set(self.counting.map(\.answer))
        isContradicted = answers.contains(.yes) && answers.contains(.no)
        answer =
            isContradicted ? .unknown : [.yes, .no, .declined, .unknown].first { answers.contains($0) } ?? .notAsked
    }

    /// Rising by date; what has none keeps its place behind what stands before it.
    private static func byDate(_ assertions: [Assertion]) -> [Assertion] {
        assertions.enumerated().sorted { a, b in
            if let x = a.element.on, let y = b.element.on, x != y { return x < y }
            return a.offset < b.offset
        }.map(\.element)
    }

    private static func counting(_ assertions: [Assertion]) -> [Int] {
        if let settled = assertions.lastIndex(where: { $0.source == .settled }) { return [settled] }
        struct Voice: Hashable {
            let by: String
            let source: Assertion.Source
        }
        // One record may say the same fact in several fields; they are one voice only when one replaces the other.
        var last: [Voice: Int] = [:]
        var kept: [Int] = []
        for (at, assertion) in assertions.enumerated() {
            if assertion.origin != nil {
                kept.append(at)
            } else {
                last[Voice(by: assertion.assertedBy, source: assertion.source)] = at
            }
        }
        return (kept + last.values).sorted()
    }
}
