// SPDX-License-Identifier: Apache-2.0

import Identification

/// What the laws say, as lines for somebody at a terminal.
enum ClassificationText {
    static func lines(_ found: Classification) -> [String] {
        contradictions(found) + found.definitions.flatMap(entry) + questions(found)
            + found.gaps.map { "Not recorded: \($0)" }
    }

    private static func contradictions(_ found: Classification) -> [String] {
        let lines = found.contradictions.map { fact in
            "Contradicted, so it counts as unknown: \(fact.atom). Yes: \(fact.yes.joined(separator: "; ")). "
                + "No: \(fact.no.joined(separator: "; "))."
        }
        return lines + (found.isAgeDisputed ? ["What was said of the age cannot all be true."] : [])
    }

    private static func entry(_ entry: Classification.Entry) -> [String] {
        var lines = ["\(entry.title) (\(entry.id)): \(words(entry.result))", "  \(entry.summary)"]
        lines += entry.because.map { "  because: \($0)" }
        if !entry.wouldDecide.isEmpty {
            lines.append("  one answer would decide: \(entry.wouldDecide.joined(separator: ", "))")
        }
        lines += entry.smallestSets.prefix(3).map { "  together would decide: \($0.joined(separator: " + "))" }
        lines += entry.flags.map { "  \($0.isCertain ? "also" : "perhaps also"): \($0.words)" }
        if !entry.consent.isEmpty { lines.append("  consent: \(entry.consent)") }
        lines += entry.unsettled.map { "  the law leaves open: \($0)" }
        lines += force(entry)
        if entry.provenance == .unverified {
            lines.append("  Not compared with the law's own text: \(entry.provenanceNote)")
        }
        return lines
    }

    private static func force(_ entry: Classification.Entry) -> [String] {
        var lines: [String] = []
        if entry.force == .noDate { lines.append("  Nobody recorded when it happened: today's wording was used.") }
        if entry.atReporting.result != entry.result || entry.atReporting.id != entry.id {
            lines.append("  on the day of the report (\(entry.atReporting.id)): \(words(entry.atReporting.result))")
        }
        return lines
    }

    private static func questions(_ found: Classification) -> [String] {
        found.questions.prefix(10).enumerated().map { place, question in
            "Ask \(place + 1): \(question.words) [\(question.atom)]"
                + (question.answered == .declined ? " (declined before)" : "")
        }
    }

    private static func words(_ verdict: Verdict) -> String {
        switch verdict {
        case .met: "met"
        case .notMet: "not met"
        case .undetermined: "undetermined"
        }
    }
}
