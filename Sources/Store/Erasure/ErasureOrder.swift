// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

/// A case that two people agreed to erase: seven days in which it can be taken back, then it happens. What is kept here
/// says who decided and how much went, never whose case it was.
public struct ErasureOrder: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    /// The case.
    public let scope: EntityID
    public let agency: EntityID
    public let reason: EraseReason
    public let identity: IdentityCheck
    /// Who asked, and the second person who agreed.
    public let asker: EntityID
    public let approver: EntityID
    /// Milliseconds since 1970: when the second person agreed, and from when it is carried out.
    public let agreed: Int64
    public let due: Int64
    public private(set) var state: State
    /// Who took it back; nil when nobody did.
    public private(set) var endedBy: EntityID?
    public private(set) var ended: Int64?
    /// What went, once it is done.
    public private(set) var report: ErasureReport?
    public var version: Int

    public enum State: String, Sendable, Codable, CaseIterable {
        /// Seven days in which anybody concerned can say no.
        case coolingOff
        case done
        /// Taken back by a person.
        case cancelled
        /// A legal hold was set meanwhile. It must be asked for anew.
        case stopped
    }

    /// How somebody made sure that it is the person's own wish.
    public enum IdentityCheck: String, Sendable, Codable, CaseIterable {
        case inPerson, codeWord, courtPaper
        /// Nobody asked: the time is over, or it should never have been here.
        case notAPersonsWish
    }

    /// Seven days.
    public static let coolingOffMilliseconds: Int64 = 7 * 24 * 3_600_000
    /// After so many days no backup opens what was erased: keyrings are kept no longer.
    public static let backupDays = 35

    public init(
        case scope: EntityID, agency: EntityID, reason: EraseReason, identity: IdentityCheck, asker: EntityID,
        approver: EntityID, at now: Int64
    ) {
        id = .random()
        (self.scope, self.agency, self.reason, self.identity) = (scope, agency, reason, identity)
        (self.asker, self.approver, agreed) = (asker, approver, now)
        due = now + Self.coolingOffMilliseconds
        state = .coolingOff
        version = 0
    }

    public func isDue(at now: Int64) -> Bool { state == .coolingOff && now >= due }

    /// Takes it back.
    ///
    /// - Throws: `ErasureObstacle.notWaiting`.
    public mutating func cancel(by account: EntityID, at now: Int64) throws {
        guard state == .coolingOff else { throw ErasureObstacle.notWaiting }
        (state, endedBy, ended) = (.cancelled, account, now)
    }

    /// A legal hold was set.
    public mutating func stop(at now: Int64) throws {
        guard state == .coolingOff else { throw ErasureObstacle.notWaiting }
        (state, ended) = (.stopped, now)
    }

    /// It happened.
    ///
    /// - Throws: `ErasureObstacle.notWaiting`; `.tooEarly`.
    public mutating func finish(_ report: ErasureReport, at now: Int64) throws {
        guard state == .coolingOff else { throw ErasureObstacle.notWaiting }
        guard now >= due else { throw ErasureObstacle.tooEarly }
        (state, ended, self.report) = (.done, now, report)
    }
}

/// What an erasure destroyed, and who else must hear of it.
public struct ErasureReport: Sendable, Hashable, Codable {
    /// The number of its entry in the audit log.
    public let act: Int
    public let counts: Erasure.Counts
    /// Agencies that were shown something of the case: they are told, and asked to destroy what they took.
    public let recipients: [EntityID]
    /// People who stay, because another case is about them too.
    public let peopleKept: Int
}

/// Why a case is not erased.
public enum ErasureObstacle: String, Error, Sendable, Codable, CaseIterable {
    /// It is held for a court or an authority.
    case legalHold
    /// The seven days are not over.
    case tooEarly
    /// It was done, taken back or stopped already.
    case notWaiting
    /// It is asked for already.
    case askedAlready
}
