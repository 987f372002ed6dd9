// SPDX-License-Identifier: Apache-2.0

import Cases

/// How referrals end: of the ways on which an office sent somebody, how many led to an office that reached them, and
/// why others did not.
///
/// A way begins with what the office sent itself. What others passed on from it lengthens the way and makes no new one,
/// so that a referral through a ministry to a court counts once, however many offices it went through. The hops are
/// counted apart.
public struct Linkage: Sendable, Hashable {
    /// How so many referrals stand.
    public struct Count: Sendable, Hashable {
        public internal(set) var sent = 0
        /// The person was reached, or help started.
        public internal(set) var linked = 0
        public internal(set) var byState: [ReferralState: Int] = [:]
        public internal(set) var declined: [DeclineReason: Int] = [:]
    }

    /// The ways: `linked` when any office on the way reached the person; states and reasons as the first office left
    /// them.
    public let ways: Count
    /// What was passed on, each hop by itself.
    public let hops: Count

    /// - Parameter referrals: Those of one office, what was passed on from them among them, in any order. Hops of a
    ///   referral that is not among them are one way together, and stand as the first of them does.
    public init(_ referrals: some Sequence<Referral>) {
        let all = Array(referrals)
        let before = Dictionary(all.map { ($0.id, $0.cameFrom) }) { first, _ in first }
        var (ways, hops) = (Count(), Count())
        var linked: [EntityID: Bool] = [:]
        for referral in all.sorted(by: { $0.precedes($1) }) {
            let way = Self.start(of: referral, before)
            if referral.cameFrom != nil { hops.take(referral) }
            if linked[way] == nil { ways.takeEnd(of: referral) }
            linked[way] = linked[way] == true || referral.reachedThePerson
        }
        ways.linked = linked.values.count { $0 }
        (self.ways, self.hops) = (ways, hops)
    }

    public var sent: Int { ways.sent }
    public var linked: Int { ways.linked }

    /// Of ways, 0…1; nil when nothing was sent.
    public var rate: Double? { sent == 0 ? nil : Double(linked) / Double(sent) }

    /// The referral that a way began with. A hop never comes before what it was passed on from, so that this ends; the
    /// bound keeps a damaged register from running in a circle.
    private static func start(of referral: Referral, _ before: [EntityID: EntityID?]) -> EntityID {
        var first = referral.id
        for _ in 0..<before.count {
            guard let earlier = before[first] ?? nil else { break }
            first = earlier
        }
        return first
    }
}

extension Linkage.Count {
    fileprivate mutating func take(_ referral: Referral) {
        takeEnd(of: referral)
        if referral.reachedThePerson { linked += 1 }
    }

    fileprivate mutating func takeEnd(of referral: Referral) {
        sent += 1
        byState[referral.state, default: 0] += 1
        for case .decline(let reason) in referral.steps.map(\.act) { declined[reason, default: 0] += 1 }
    }
}

extension Referral {
    /// What it was passed on from; nil for what its sender sent itself.
    fileprivate var cameFrom: EntityID? { grant.referral?.via?.referral }

    fileprivate var reachedThePerson: Bool {
        state.isLinked || steps.contains { $0.act == .contact || $0.act == .start }
    }

    /// What was sent before what was passed on, then the oldest.
    fileprivate func precedes(_ other: Referral) -> Bool {
        (cameFrom == nil ? 0 : 1, grant.made, id) < (other.cameFrom == nil ? 0 : 1, other.grant.made, other.id)
    }
}
