// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// Whether a need can be as it is about to be written.
public struct NeedCheck: Sendable {
    public let today: PartialDate
    public let catalogue: ServiceCatalogue
    public let codebook: Codebook

    public init(today: PartialDate, catalogue: ServiceCatalogue = .current, codebook: Codebook = .current) {
        self.today = today
        self.catalogue = catalogue
        self.codebook = codebook
    }

    /// The values with what goes without saying: the day on which a need is written down is the day of the need, and
    /// a need for which another organisation is named is met by a partner.
    public func completed(_ values: [FieldName: Value]) -> [FieldName: Value] {
        var all = values
        if day(values, .needed) == nil, values["wh_NeedDay"] == nil { all["wh_NeedDay"] = .date(today) }
        if values["wh_NeedProvider"] == nil, values["wh_NeedPartner"] != nil || values["wh_NeedReferral"] != nil {
            all["wh_NeedProvider"] = .codes(["Partner"])
        }
        return all
    }

    /// What is missing or cannot be; empty when it can be written. Holds no value.
    public func findings(_ values: [FieldName: Value]) -> [Finding] {
        service(values) + whole(values) + order(values) + end(values) + numbers(values) + provider(values)
    }

    private func service(_ values: [FieldName: Value]) -> [Finding] {
        guard case .text(let code)? = values["wh_NeedService"], !code.isEmpty else {
            return [Finding(.needed, field: "wh_NeedService", "Choose the kind of help that is needed.")]
        }
        if catalogue[ServiceCode(rawValue: code)] != nil { return [] }
        let message = "There is no kind of help of this code in the catalogue. Choose one of the list."
        return [Finding(.unknownValue, field: "wh_NeedService", message)]
    }

    /// Waits are counted in days, so that a month or a guess is not enough.
    private func whole(_ values: [FieldName: Value]) -> [Finding] {
        let names = CascadeStep.allCases.map(\.field) + ["wh_NeedStopped"]
        return names.compactMap { name in
            guard case .date(let date)? = values[name] else { return nil }
            guard let day = Day(date.description) else {
                return Finding(.contradicts, field: name, "Give the whole day: waits are counted in days.")
            }
            let isAhead = Day(today.description).map { day > $0 } ?? false
            return isAhead ? Finding(.contradicts, field: name, "This day is still to come.") : nil
        }
    }

    /// Each day that lies before an earlier step's, by the names of both.
    private func order(_ values: [FieldName: Value]) -> [Finding] {
        let noted = CascadeStep.allCases.compactMap { step in day(values, step).map { (step: step, day: $0) } }
        return zip(noted, noted.dropFirst()).compactMap { earlier, later in
            guard later.day < earlier.day else { return nil }
            return Finding(
                .contradicts, field: later.step.field,
                "“\(label(later.step.field))” lies before “\(label(earlier.step.field))”. Look at both days.")
        }
    }

    private func end(_ values: [FieldName: Value]) -> [Finding] {
        let (stopped, reason) = (date(values["wh_NeedStopped"]), values["wh_NeedStopReason"])
        if stopped == nil, reason == nil { return [] }
        guard let stopped else {
            return [Finding(.needed, field: "wh_NeedStopped", "Say on which day it stopped, or take the reason away.")]
        }
        guard reason != nil else {
            return [Finding(.needed, field: "wh_NeedStopReason", "Say why it stopped.")]
        }
        if day(values, .completed) != nil {
            let message = "What is completed has not stopped. Take one of the two away."
            return [Finding(.contradicts, field: "wh_NeedStopped", message)]
        }
        let last = CascadeStep.allCases.compactMap { step in day(values, step).map { (step, $0) } }.max { $0.1 < $1.1 }
        guard let last, stopped < last.1 else { return [] }
        let message = "“\(label("wh_NeedStopped"))” lies before “\(label(last.0.field))”. Look at both days."
        return [Finding(.contradicts, field: "wh_NeedStopped", message)]
    }

    private func numbers(_ values: [FieldName: Value]) -> [Finding] {
        let bounds: [(FieldName, ClosedRange<Double>, String)] = [
            ("wh_NeedSeverity", 0...3, "Give 0 (no need) to 3 (danger to life or health)."),
            ("wh_NeedPriority", 1...99, "Give 1 for what the person wants first, then 2, 3 …"),
            ("wh_NeedSatisfaction", 1...5, "Give 1 (not at all content) to 5 (fully)."),
        ]
        return bounds.compactMap { name, range, message in
            guard case .number(let number)? = values[name], !range.contains(number) else { return nil }
            return Finding(.outOfRange, field: name, message)
        }
    }

    private func provider(_ values: [FieldName: Value]) -> [Finding] {
        var found: [Finding] = []
        let isPartner = values["wh_NeedProvider"] == .codes(["Partner"])
        if isPartner, values["wh_NeedPartner"] == nil, values["wh_NeedReferral"] == nil {
            found.append(Finding(.needed, field: "wh_NeedPartner", "Name the organisation that gives it."))
        }
        for name in ["wh_NeedReferral", "wh_NeedInterview"] as [FieldName] {
            guard case .text(let text)? = values[name], EntityID(text) == nil else { continue }
            found.append(Finding(.contradicts, field: name, "This is no id of a record."))
        }
        return found
    }

    private func label(_ name: FieldName) -> String { codebook[name]?.label ?? name.rawValue }

    private func day(_ values: [FieldName: Value], _ step: CascadeStep) -> Day? { date(values[step.field]) }

    private func date(_ value: Value?) -> Day? {
        guard case .date(let date)? = value else { return nil }
        return Day(date.description)
    }
}
