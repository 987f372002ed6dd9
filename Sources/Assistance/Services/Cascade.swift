// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// From need to help that was completed: how many came how far, why the others stopped, and how long they waited.
///
/// These are true counts for those who run the service. What is published goes through the module that decides what
/// may be let out.
public struct Cascade: Sendable, Hashable {
    /// Two steps between which people wait.
    public struct Leg: Sendable, Hashable {
        public let from: CascadeStep
        public let to: CascadeStep

        /// Step by step, and from need to start.
        public static let all: [Leg] = [
            Leg(from: .needed, to: .offered), Leg(from: .offered, to: .accepted), Leg(from: .accepted, to: .started),
            Leg(from: .started, to: .completed), Leg(from: .needed, to: .started),
        ]
    }

    /// How many came at least so far.
    public struct Count: Sendable, Hashable {
        public let people: Int
        public let episodes: Int
    }

    /// One line of the report.
    public struct Line: Sendable, Hashable {
        /// Nil: all services together.
        public let service: ServiceCode?
        /// The value of each dimension asked for; `unknown` when a person has none. Empty for all people.
        public let group: [String]
        public let reached: [CascadeStep: Count]
        /// Of the episodes whose last step this is: those that stopped there, by reason.
        public let stopped: [CascadeStep: [EndReason: Int]]
        /// Of the episodes whose last step this is: those that go on.
        public let open: [CascadeStep: Int]
        public let waits: [Leg: WaitSummary]
        /// Episodes in which each barrier stood in the way.
        public let barriers: [Barrier: Int]
        /// Everything that was given.
        public let deliveries: DeliveryTotals
        /// Of what people say, 1…5; nil when nobody said anything.
        public let satisfaction: WaitSummary?

        /// Of those who needed it, the share of people who came so far; nil when nobody did.
        public func share(_ step: CascadeStep) -> Double? {
            guard let all = reached[.needed]?.people, all > 0, let here = reached[step]?.people else { return nil }
            return Double(here) / Double(all)
        }
    }

    /// First all services together, then each by code; within each all people, then groups by their names.
    public let lines: [Line]

    public static let unknown = "unknown"

    /// - Parameters:
    ///   - episodes: In any order. Costs about a microsecond each for every dimension.
    ///   - traits: What is known of each person: dimension to value.
    ///   - dimensions: What to tell people apart by, each by itself crossed with the others; none for all people only.
    public init(
        _ episodes: [Episode], traits: [EntityID: [String: String]] = [:], by dimensions: [String] = []
    ) {
        func group(_ episode: Episode) -> [String] {
            dimensions.map { traits[episode.person]?[$0] ?? Self.unknown }
        }
        func lines(_ service: ServiceCode?, _ some: [Episode]) -> [Line] {
            let all = [Line(service: service, group: [], some)]
            if dimensions.isEmpty { return all }
            let groups = Dictionary(grouping: some, by: group)
            return all
                + groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }
                .map { Line(service: service, group: $0.key, $0.value) }
        }
        let services = Dictionary(grouping: episodes, by: \.service).sorted { $0.key < $1.key }
        self.lines = lines(nil, episodes) + services.flatMap { lines($0.key, $0.value) }
    }

    /// The line of a service and a group; nil when nobody is in it.
    public func line(_ service: ServiceCode? = nil, _ group: [String] = []) -> Line? {
        lines.first { $0.service == service && $0.group == group }
    }
}

extension Cascade.Line {
    init(service: ServiceCode?, group: [String], _ episodes: [Episode]) {
        self.service = service
        self.group = group
        var reached: [CascadeStep: Cascade.Count] = [:]
        for step in CascadeStep.allCases {
            let here = episodes.filter { $0.reached >= step }
            reached[step] = .init(people: Set(here.map(\.person)).count, episodes: here.count)
        }
        self.reached = reached
        var (stopped, open): ([CascadeStep: [EndReason: Int]], [CascadeStep: Int]) = ([:], [:])
        for episode in episodes where episode.reached != .completed {
            if let end = episode.end {
                stopped[episode.reached, default: [:]][end.reason, default: 0] += 1
            } else {
                open[episode.reached, default: 0] += 1
            }
        }
        self.stopped = stopped
        self.open = open
        var waits: [Cascade.Leg: WaitSummary] = [:]
        for leg in Cascade.Leg.all {
            waits[leg] = WaitSummary(episodes.compactMap { $0.wait(from: leg.from, to: leg.to) })
        }
        self.waits = waits
        barriers = episodes.flatMap(\.barriers).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        deliveries = DeliveryTotals(episodes.flatMap(\.deliveries))
        satisfaction = WaitSummary(episodes.compactMap(\.satisfaction))
    }
}
