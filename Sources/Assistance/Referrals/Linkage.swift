// SPDX-License-Identifier: Apache-2.0

/// How referrals end: of those sent, how many led to somebody reaching the person, and why others did not.
public struct Linkage: Sendable, Hashable {
    public let sent: Int
    /// The person was reached, or help started.
    public let linked: Int
    public let byState: [ReferralState: Int]
    public let declined: [DeclineReason: Int]

    public init(_ referrals: some Sequence<Referral>) {
        var (sent, linked) = (0, 0)
        var byState: [ReferralState: Int] = [:]
        var declined: [DeclineReason: Int] = [:]
        for referral in referrals {
            sent += 1
            byState[referral.state, default: 0] += 1
            let wasReached = referral.steps.contains { $0.act == .contact || $0.act == .start }
            if referral.state.isLinked || wasReached { linked += 1 }
            for case .decline(let reason) in referral.steps.map(\.act) {
                declined[reason, default: 0] += 1
            }
        }
        self.sent = sent
        self.linked = linked
        self.byState = byState
        self.declined = declined
    }

    /// 0…1; nil when nothing was sent.
    public var rate: Double? { sent == 0 ? nil : Double(linked) / Double(sent) }
}
