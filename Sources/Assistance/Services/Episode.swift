// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// How far help has come.
public enum CascadeStep: Int, Sendable, CaseIterable, Comparable {
    case needed, offered, accepted, started, completed

    public static func < (a: CascadeStep, b: CascadeStep) -> Bool { a.rawValue < b.rawValue }
}

/// Why help stopped before it was completed.
public enum EndReason: String, Sendable, Codable, CaseIterable {
    /// There is no such service here.
    case notAvailable
    /// There is one, and no room.
    case noCapacity
    case notEligible
    case providerDeclined
    /// The person did not want it, or not now.
    case personDeclined
    /// The person gave no consent, or took it back.
    case noConsent
    case notSafe
    case unreachable
    case droppedOut
    /// Given by somebody else from here on.
    case transferred
    case movedAway
    case died
    case other
}

/// What stood in the way, whether or not help came in the end.
public enum Barrier: String, Sendable, Codable, CaseIterable {
    case language, distance, transport, cost, waiting, openingHours, childCare, documents, immigrationStatus
    case fear, stigma, disability, servesOtherGender, servesOtherAge, notTold, noTelephone, other
}

/// One need of one person for one service, and what came of it.
public struct Episode: Sendable, Hashable, Identifiable {
    public enum Provider: Sendable, Hashable {
        case inHouse
        /// An agency or an organisation of the directory.
        case partner(EntityID)
    }

    public enum Fault: Error, Sendable, Hashable {
        /// A step lies before an earlier one.
        case stepsOutOfOrder
        /// It begins with no need.
        case noNeed
        /// Completed, and stopped all the same.
        case endedAndCompleted
        /// Stopped before its last step.
        case endBeforeStep
        /// Satisfaction is 1…5.
        case outOfRange
    }

    public let id: EntityID
    public let person: EntityID
    public let service: ServiceCode
    public let provider: Provider
    /// Days of the steps that were noted. A step that was not noted but lies before one that was, was reached.
    public let days: [CascadeStep: Day]
    /// Why and when it stopped; nil when it is completed or goes on.
    public let end: End?
    public let barriers: Set<Barrier>
    public let deliveries: [Delivery]
    /// What the person says of it, 1 (not at all content) … 5; nil when nobody asked or the person would rather not.
    public let satisfaction: Int?

    public struct End: Sendable, Hashable {
        public let reason: EndReason
        public let day: Day

        public init(_ reason: EndReason, on day: Day) {
            self.reason = reason
            self.day = day
        }
    }

    /// - Throws: `Fault` when the days contradict each other.
    public init(
        id: EntityID, person: EntityID, service: ServiceCode, provider: Provider = .inHouse,
        days: [CascadeStep: Day], end: End? = nil
    ) throws(Fault) {
        try self.init(
            Told(id: id, person: person, service: service, provider: provider, days: days, end: end))
    }

    /// Everything that can be said of an episode, unchecked.
    public struct Told: Sendable {
        public var id: EntityID
        public var person: EntityID
        public var service: ServiceCode
        public var provider: Provider
        public var days: [CascadeStep: Day]
        public var end: End?
        public var barriers: Set<Barrier> = []
        public var deliveries: [Delivery] = []
        public var satisfaction: Int?

        public init(
            id: EntityID, person: EntityID, service: ServiceCode, provider: Provider = .inHouse,
            days: [CascadeStep: Day], end: End? = nil
        ) {
            self.id = id
            self.person = person
            self.service = service
            self.provider = provider
            self.days = days
            self.end = end
        }
    }

    /// - Throws: `Fault` when it contradicts itself.
    public init(_ told: Told) throws(Fault) {
        guard told.days[.needed] != nil else { throw .noNeed }
        let noted = CascadeStep.allCases.compactMap { told.days[$0] }
        guard noted == noted.sorted() else { throw .stepsOutOfOrder }
        if let end = told.end {
            if told.days[.completed] != nil { throw .endedAndCompleted }
            if let last = noted.last, end.day < last { throw .endBeforeStep }
        }
        if let satisfaction = told.satisfaction, !(1...5).contains(satisfaction) { throw .outOfRange }
        id = told.id
        person = told.person
        service = told.service
        provider = told.provider
        days = told.days
        end = told.end
        barriers = told.barriers
        deliveries = told.deliveries
        satisfaction = told.satisfaction
    }

    /// The last step that was reached.
    public var reached: CascadeStep { days.keys.max() ?? .needed }

    /// Days from one step to another; nil when either was not noted.
    public func wait(from first: CascadeStep, to second: CascadeStep) -> Int? {
        guard let a = days[first], let b = days[second] else { return nil }
        return b.number - a.number
    }
}
