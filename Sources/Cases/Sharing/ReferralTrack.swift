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

    /// That a receiver passed on what it was sent.
    public struct Hop: Sendable, Hashable, Codable {
        /// The referral that it was passed on from.
        public let referral: EntityID
        /// The agency in between, and who there did it.
        public let agency: EntityID
        public let account: EntityID
        /// What they wrote for the next office; empty for nothing. Shown with what is told of needs and plans (F4).
        public let note: String

        public init(referral: EntityID, agency: EntityID, account: EntityID, note: String = "") {
            self.referral = referral
            self.agency = agency
            self.account = account
            self.note = note
        }
    }

    /// The code of the kind of help in the catalogue.
    public let service: String
    /// The agency whose case it is.
    public let giver: EntityID
    /// The record of kind `referral` in the sender's case that follows it.
    public let record: EntityID
    /// Where it came through; nil for what the sender sent itself.
    public let via: Hop?
    public var steps: [Step] = []
    /// Accounts of the receiver who work on it.
    public var assigned: Set<EntityID> = []

    public init(service: String, giver: EntityID, record: EntityID, via: Hop? = nil) {
        self.service = service
        self.giver = giver
        self.record = record
        self.via = via
    }
}
