// SPDX-License-Identifier: Apache-2.0

import Assistance
import Standard

/// The cascade as programs get it.
public struct HelpReportDocument: Encodable {
    struct Count: Encodable {
        let people, episodes: Int
    }
    struct Wait: Encodable {
        let count: Int
        let least, lowerQuartile, median, upperQuartile, longest: Double

        init(_ wait: WaitSummary) {
            count = wait.count
            least = wait.least
            lowerQuartile = wait.lowerQuartile
            median = wait.median
            upperQuartile = wait.upperQuartile
            longest = wait.longest
        }
    }
    struct Totals: Encodable {
        let count, minutes, nights, withoutCost: Int
        /// In the smallest unit of each currency.
        let money, cost: [String: Int]

        init(_ totals: DeliveryTotals) {
            count = totals.count
            minutes = totals.minutes
            nights = totals.nights
            withoutCost = totals.withoutCost
            money = totals.money
            cost = totals.cost
        }
    }
    struct Line: Encodable {
        let service: String?
        let group: [String]
        let reached: [String: Count]
        let stopped: [String: [String: Int]]
        let open: [String: Int]
        let waits: [String: Wait]
        let barriers: [String: Int]
        let deliveries: Totals
        let satisfaction: Wait?

        init(_ line: Cascade.Line) {
            service = line.service?.rawValue
            group = line.group
            reached = line.reached.named { Count(people: $0.people, episodes: $0.episodes) }
            stopped = line.stopped.named { reasons in
                Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.rawValue, $0.value) })
            }
            open = line.open.named { $0 }
            waits = Dictionary(uniqueKeysWithValues: line.waits.map { ("\($0.key.from)-\($0.key.to)", Wait($0.value)) })
            barriers = Dictionary(uniqueKeysWithValues: line.barriers.map { ($0.key.rawValue, $0.value) })
            deliveries = Totals(line.deliveries)
            satisfaction = line.satisfaction.map { Wait($0) }
        }
    }
    struct Grant: Encodable {
        let from, to: String
        let outside: Totals

        init(_ period: ClosedRange<Day>, _ outside: DeliveryTotals) {
            from = period.lowerBound.description
            to = period.upperBound.description
            self.outside = Totals(outside)
        }
    }
    struct Coverage: Encodable {
        let cases, casesWithNeeds, needs, needsLeftOut, deliveriesLeftOut: Int
    }

    let notice: String
    let from, to: String?
    let coverage: Coverage
    let lines: [Line]
    let funders: [String: Totals]
    /// Grants that pay from one day to another, with what stands under their name and was given on other days.
    let grants: [String: Grant]
    let unfunded: Totals

    public init(_ report: HelpReport) {
        notice = "True counts for those who run the service, never for publication."
        from = report.from?.description
        to = report.to?.description
        let told = report.coverage
        coverage = Coverage(
            cases: told.cases, casesWithNeeds: told.casesWithNeeds, needs: told.needs, needsLeftOut: told.needsLeftOut,
            deliveriesLeftOut: told.deliveriesLeftOut)
        lines = report.cascade.lines.map { Line($0) }
        funders = Dictionary(uniqueKeysWithValues: report.funders.map { ($0.tag, Totals($0.totals)) })
        grants = Dictionary(
            uniqueKeysWithValues: report.funders.compactMap { funder in
                funder.period.map { (funder.tag, Grant($0, funder.outside)) }
            })
        unfunded = Totals(report.unfunded)
    }
}

extension Dictionary where Key == CascadeStep {
    fileprivate func named<Other>(_ transform: (Value) -> Other) -> [String: Other] {
        Dictionary<String, Other>(uniqueKeysWithValues: map { ("\($0.key)", transform($0.value)) })
    }
}
