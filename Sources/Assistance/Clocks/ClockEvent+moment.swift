// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension ClockEvent {
    /// What deadlines go by in one case, from what its records tell.
    ///
    /// A day begins at the office's own midnight, and what happened on a day counts from there. Of a date that is not
    /// exact the last day that it can mean counts, so that nobody is told too early.
    ///
    /// - Parameters:
    ///   - moments: In the order in which things of one day happened (`CaseWork.moments`).
    ///   - changed: The last day on which anything in the case changed: as `status.changed`, as long as it is not
    ///     closed.
    public static func all(
        of moments: [CaseMoment], in id: EntityID, changed: PartialDate, time: OfficeTime
    ) -> [ClockEvent] {
        var events = moments.map {
            ClockEvent(id: $0.id, name: $0.name, at: time.start(of: Day(last: $0.day)), about: $0.about)
        }
        let last = events.filter { $0.name == "case.closed" || $0.name == "case.reopened" }.max { $0.at < $1.at }
        if !events.isEmpty, last?.name != "case.closed" {
            let at = time.start(of: Day(last: changed))
            events.append(ClockEvent(id: id.mixed(with: "changed \(changed)"), name: "status.changed", at: at))
        }
        return events
    }
}

extension Day {
    /// The latest day that a date can mean.
    public init(last date: PartialDate) {
        let last = date.bounds.last
        self = Day(year: last.0, month: last.1, day: last.2) ?? Day(first: date)
    }
}
