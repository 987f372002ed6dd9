// SPDX-License-Identifier: Apache-2.0

import Standard

/// What is kept of a referral beside what was shared: for which help, who works on it, and everything that was done.
public struct ReferralTrack: Sendable, Hashable, Codable {
    /// Something that was done with it.
    public struct Step: Sendable, Hashable, Codable {
        /// The name of the act: a `ReferralAct`'s.
        public let act: String
        /// Why it was declined, coded.
        public let reason: String?
        public let agency: EntityID
        public let account: EntityID
        /// Milliseconds since 1970.
        public let at: Int64

        public init(act: String, reason: String?, agency: EntityID, account: EntityID, at: Int64) {
            self.act = act
            self.reason = reason
            self.agency = agency
            self.account = account
            self.at = at
        }
    }

    /// The code of the kind of help in the catalogue.
    public let service: String
    /// The agency that sends it.
    public let giver: EntityID
    /// The record of kind `referral` in the sender's case that follows it.
    public let record: EntityID
    public var steps: [Step] = []
    /// Accounts of the receiver who work on it.
    public var assigned: Set<EntityID> = []

    public init(service: String, giver: EntityID, record: EntityID) {
        self.service = service
        self.giver = giver
        self.record = record
    }
}
