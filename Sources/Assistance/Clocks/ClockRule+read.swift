// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification

extension ClockRule {
    /// Reads one clock of a procedure's file; reports what is wrong and answers nil.
    init?(_ reader: DataReader) {
        let id = reader.text("id")
        let title = reader.text("title")
        let stage = reader.optionalText("stage")
        let starts = Set(reader.texts("starts"))
        let stops = Set(reader.texts("stops"))
        let voids = Set(reader.texts("voids"))
        if starts.isEmpty { reader.report("“starts” is missing: nothing would start it") }
        if stops.isEmpty { reader.report("“stops” is missing: nothing would stop it") }
        for event in starts.intersection(stops).union(starts.intersection(voids)).union(stops.intersection(voids)) {
            reader.report("“\(event)” cannot do two of start, stop and void")
        }
        let again = reader.optionalChoice("again", Again.self) ?? .first
        let landing = reader.optionalChoice("landing", Landing.self) ?? .stays
        let lasts = reader.child("lasts").flatMap { Span($0) }
        if !reader.has("lasts") { reader.report("“lasts” is missing") }
        let pauses = reader.list("pauses").compactMap(Self.pause)
        let warnings = reader.list("warnings").compactMap { Self.notice($0, "before", of: lasts) }
        let breach = reader.child("breach").flatMap { Self.notice($0, nil, of: lasts) }
        if !reader.has("breach") { reader.report("“breach” is missing: somebody must hear of it") }
        let escalations = reader.list("escalations").compactMap { Self.notice($0, "after", of: lasts) }
        let source = reader.text("source")
        if lasts?.unit == .hours, landing != .stays { reader.report("hours run through holidays: “landing” is stays") }
        reader.close()
        guard let lasts, let breach, !reader.hasProblems else { return nil }
        self.init(
            id: id, title: title, stage: stage, starts: starts, stops: stops, voids: voids, again: again, lasts: lasts,
            landing: landing, pauses: pauses, warnings: warnings, breach: breach, escalations: escalations,
            source: source)
        checkOrder(reader)
    }

    private static func pause(_ reader: DataReader) -> Pause? {
        let pause = Pause(from: reader.text("from"), until: reader.text("until"))
        if pause.from == pause.until { reader.report("a pause must end with another event than it begins with") }
        reader.close()
        return pause
    }

    private static func notice(_ reader: DataReader, _ name: String?, of lasts: Span?) -> Notice? {
        let tell = reader.choice("tell", Role.self)
        let span = name.flatMap { reader.child($0) }.flatMap { Span($0) }
        if let name, !reader.has(name) { reader.report("“\(name)” is missing") }
        reader.close()
        if let span, let lasts, (span.unit == .hours) != (lasts.unit == .hours) || span.unit == .months {
            reader.report(
                lasts.unit == .hours ? "a clock of hours is told of in hours" : "this should be in days of either kind")
        }
        guard let tell, name == nil || span != nil else { return nil }
        return Notice(span: span, tell: tell)
    }

    private func checkOrder(_ reader: DataReader) {
        if warnings.contains(where: { $0.days >= lasts.days }) {
            reader.report("a warning must come after the clock has started")
        }
        if warnings.map(\.days) != warnings.map(\.days).sorted(by: >) {
            reader.report("warnings stand with the longest ahead first")
        }
        if escalations.map(\.days) != escalations.map(\.days).sorted() {
            reader.report("escalations stand with the soonest first")
        }
    }
}

extension ClockRule.Notice {
    fileprivate var days: Double { span?.days ?? 0 }
}

extension Span {
    /// About how many calendar days; for comparing lengths of different units.
    fileprivate var days: Double {
        switch unit {
        case .hours: Double(count) / 24
        case .calendarDays: Double(count)
        case .workingDays: Double(count) * 1.4
        case .months: Double(count) * 30.4
        }
    }
}
