// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One need of a case with everything that was given for it.
public struct Need: Sendable, Identifiable {
    public let stored: Stored
    public let state: NeedState
    public let code: ServiceCode
    /// Nil for a code that the catalogue does not have (any more).
    public let service: Service?
    /// Oldest first.
    public let deliveries: [Stored]

    public var id: EntityID { stored.id }
    public var record: Record { stored.record }

    /// 0 for what must happen now … 3 for what can wait; what nobody judged stands between days and weeks.
    public var urgency: Int {
        switch record.code("wh_NeedUrgency") {
        case "Now": 0
        case "Within72Hours": 1
        case "Later": 3
        default: 2
        }
    }

    /// What was given, as far as the catalogue can read it.
    public var given: [Delivery] {
        guard let service else { return [] }
        return deliveries.compactMap { try? Delivery($0.record.values, of: service) }
    }

    /// What the records come to; nil when its days contradict each other, as they may in what came from elsewhere.
    ///
    /// - Parameter place: The case: it stands for the person when the need names nobody.
    public func episode(in place: EntityID) -> Episode? {
        var days: [CascadeStep: Day] = [:]
        for step in CascadeStep.allCases {
            days[step] = record.date(step.field).flatMap { Day($0.description) }
        }
        var told = Episode.Told(
            id: id, person: record.links[.person] ?? place, service: code, provider: provider, days: days, end: end)
        if case .codes(let codes)? = record["wh_NeedBarriers"] {
            told.barriers = Set(codes.compactMap { Barrier(rawValue: $0) })
        }
        told.deliveries = given
        if case .number(let said)? = record["wh_NeedSatisfaction"] { told.satisfaction = Int(said) }
        return try? Episode(told)
    }

    private var provider: Episode.Provider {
        guard record.code("wh_NeedProvider") == "Partner" else { return .inHouse }
        return .partner(record.text("wh_NeedReferral").flatMap { EntityID($0) } ?? EntityID(high: 0, low: 0))
    }

    private var end: Episode.End? {
        guard let day = record.date("wh_NeedStopped").flatMap({ Day($0.description) }) else { return nil }
        let reason = record.code("wh_NeedStopReason").flatMap { EndReason(rawValue: $0) } ?? .other
        return Episode.End(reason, on: day)
    }
}

extension CaseFile {
    /// The needs of a case: what is open first, by urgency, then by the person's own order, then by day; what is over
    /// last, the latest first. What a permit does not show is not in it.
    public func needs(under catalogue: ServiceCatalogue = .current) -> [Need] {
        var given: [EntityID: [Stored]] = [:]
        for delivery in records(.delivery) {
            guard let need = delivery.record.text("wh_DeliveryNeed").flatMap({ EntityID($0) }) else { continue }
            given[need, default: []].append(delivery)
        }
        let all = records(.need).compactMap { stored -> Need? in
            guard let state = NeedState(stored.record), let text = stored.record.text("wh_NeedService") else {
                return nil
            }
            let code = ServiceCode(rawValue: text)
            return Need(
                stored: stored, state: state, code: code, service: catalogue[code], deliveries: given[stored.id] ?? [])
        }
        return all.filter(\.state.isOpen).sorted(by: Need.precedes) + all.filter { !$0.state.isOpen }.reversed()
    }
}

extension Need {
    fileprivate static func precedes(_ a: Need, _ b: Need) -> Bool {
        func order(_ need: Need) -> (Int, Double, String) {
            var own = 1_000.0
            if case .number(let place)? = need.record["wh_NeedPriority"] { own = place }
            return (need.urgency, own, need.record.date("wh_NeedDay")?.description ?? "")
        }
        return order(a) < order(b)
    }
}
