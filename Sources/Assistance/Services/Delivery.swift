// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// An amount of money in the smallest unit of its currency: 1250 cents.
public struct Money: Sendable, Hashable {
    public let minor: Int
    /// Three capital letters (ISO 4217).
    public let currency: String

    /// Nil when the currency is not three capital letters, or the amount is below nothing.
    public init?(minor: Int, currency: String) {
        guard minor >= 0, currency.utf8.count == 3, currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
            return nil
        }
        self.minor = minor
        self.currency = currency
    }
}

/// What was given on one day.
public struct Delivery: Sendable, Hashable {
    public enum Amount: Sendable, Hashable {
        case count(Int)
        /// In quarters of an hour begun: 15, 30, 45 …
        case minutes(Int)
        case nights(Int)
        case money(Money)

        var unit: Service.Unit {
            switch self {
            case .count: .count
            case .minutes: .minutes
            case .nights: .nights
            case .money: .money
            }
        }
    }

    public enum Fault: Error, Sendable, Hashable {
        /// Minutes that are no whole quarters of an hour.
        case notQuarters
        /// Nothing, or more than a day, a year or a list can hold.
        case outOfRange
        /// The catalogue does not count the service like that.
        case wrongUnit
    }

    public let day: Day
    public let amount: Amount
    /// What it cost; nil when nobody said.
    public let cost: Money?
    /// Who pays, as tags of the organisation's own: one grant may be several tags.
    public let funders: Set<String>

    /// - Throws: `Fault` when the amount cannot be, or is not how the service is counted.
    public init(
        _ amount: Amount, of service: Service, on day: Day, cost: Money? = nil, funders: Set<String> = []
    ) throws(Fault) {
        guard service.units.contains(amount.unit) else { throw .wrongUnit }
        switch amount {
        case .minutes(let minutes):
            if minutes % 15 != 0 { throw .notQuarters }
            guard (15...24 * 60).contains(minutes) else { throw .outOfRange }
        case .count(let count): guard (1...10_000).contains(count) else { throw .outOfRange }
        case .nights(let nights): guard (1...366).contains(nights) else { throw .outOfRange }
        case .money(let money): guard money.minor > 0 else { throw .outOfRange }
        }
        self.day = day
        self.amount = amount
        self.cost = cost
        self.funders = funders
    }

    /// Minutes as they are counted: quarters of an hour begun, at least one.
    public static func quarters(ofMinutes minutes: Int) -> Int { max(1, (minutes + 14) / 15) * 15 }
}

/// What deliveries come to.
public struct DeliveryTotals: Sendable, Hashable {
    public private(set) var count = 0
    public private(set) var minutes = 0
    public private(set) var nights = 0
    /// Handed to people, in the smallest unit, by currency.
    public private(set) var money: [String: Int] = [:]
    /// What it cost to give, in the smallest unit, by currency: only of those deliveries whose cost is known.
    public private(set) var cost: [String: Int] = [:]
    /// Deliveries whose cost nobody said.
    public private(set) var withoutCost = 0

    public init() {}

    /// - Parameter funder: Only what this tag pays for; nil for all.
    public init(_ deliveries: some Sequence<Delivery>, funder: String? = nil) {
        for delivery in deliveries where funder.map(delivery.funders.contains) ?? true { add(delivery) }
    }

    private mutating func add(_ delivery: Delivery) {
        switch delivery.amount {
        case .count(let more): count += more
        case .minutes(let more): minutes += more
        case .nights(let more): nights += more
        case .money(let more): money[more.currency, default: 0] += more.minor
        }
        if let paid = delivery.cost { cost[paid.currency, default: 0] += paid.minor } else { withoutCost += 1 }
    }
}
