// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// What was reported and waits for somebody to look into it: the most urgent first, then the oldest; below it what was
/// decided and is no case.
public struct SignalsPage: Sendable {
    public var lines: [Line]
    public var done: Done?

    public enum Done: String, Sendable, CaseIterable { case reported, decided }

    /// One signal.
    public struct Line: Sendable {
        public var line: SignalLine
        /// Names of those it was given to.
        public var assigned: [String]
        /// Others that may be about the same.
        public var alike: [EntityID]

        public init(_ line: SignalLine, assigned: [String], alike: [EntityID]) {
            self.line = line
            self.assigned = assigned
            self.alike = alike
        }
    }

    public init(_ lines: [Line], done: Done? = nil) {
        self.lines = lines
        self.done = done
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["signals.heading"])", next: .init(words["signals.new"], "/signals/new"),
            audience: words["audience.office"], area: .signals)
        let waiting = lines.filter { $0.line.signal.outcome == nil }
        let decided = lines.filter { $0.line.signal.outcome != nil }
        let none: Markup = "<div class=\"note\"><p>\(words["signals.none"])</p></div>"
        let rest: Markup = """
            <details class="box"><summary>\(words("signals.decided", count: decided.count))</summary>
            <ul class="cards">\(decided.map { card($0, context) })</ul></details>
            """
        return Layout.page(
            place, in: context,
            content: """
                \(done.map { said($0, words) })
                <p>\(words["signals.lead"])</p>
                \(when: !waiting.isEmpty, "<p role=\"status\">\(words("signals.count", count: waiting.count))</p>")
                \(waiting.isEmpty ? none : "<ul class=\"cards\">\(waiting.map { card($0, context) })</ul>")
                \(when: !decided.isEmpty, rest)
                """)
    }

    private func said(_ done: Done, _ words: Words) -> Markup {
        let text = done == .reported ? words["signals.done.reported"] : words["signals.done.decided"]
        return "<div class=\"done\" role=\"status\"><p>\(text)</p></div>"
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let signal = line.line.signal
        let parts: [String?] = [
            text.date(signal.received), signal.channel.map { text.label(of: $0, field: "wh_SignalChannel") },
            signal.reliability.map { text.label(of: $0, field: "wh_SignalReliability") },
        ]
        let place = signal.placeName.map { name -> Markup in " · <bdi>\(name)</bdi>" }
        let who = line.assigned.map { name -> Markup in "<bdi>\(name)</bdi>" }.joined(separator: ", ")
        let given: Markup = "<p class=\"small\">\(words.markup("signals.given", ["names": who]))</p>"
        return """
            <li><h2><a href="/signals/\(line.line.id.description)" class="code">\(line.line.id.code)</a> \
            \(SignalMarks.urgency(signal, text))\(SignalMarks.outcome(signal, text))</h2>
            <p>\(parts.compactMap { $0 }.joined(separator: " · "))\(place)</p>
            \(when: !line.assigned.isEmpty, given)\
            \(when: !line.alike.isEmpty, SignalMarks.alike(line.alike, words))</li>
            """
    }
}

/// What stands beside a signal in a word.
enum SignalMarks {
    static func urgency(_ signal: SignalSummary, _ text: ValueText) -> Markup {
        guard signal.outcome == nil, let urgency = signal.urgency else { return "" }
        let tone = urgency == "Now" ? " bad" : urgency == "Soon" ? " warning" : ""
        return "<span class=\"mark\(tone)\">\(text.label(of: urgency, field: "wh_SignalUrgency"))</span>"
    }

    static func outcome(_ signal: SignalSummary, _ text: ValueText) -> Markup {
        guard let outcome = signal.outcome else { return "" }
        return "<span class=\"mark\">\(text.label(of: outcome, field: "wh_SignalOutcome"))</span>"
    }

    /// Links to others that may be about the same.
    static func alike(_ ids: [EntityID], _ words: Words) -> Markup {
        let links = ids.map { id -> Markup in
            "<a class=\"code\" href=\"/signals/\(id.description)\">\(id.code)</a>"
        }
        return "<p class=\"small\">\(words.markup("signals.alike", ["codes": links.joined(separator: ", ")]))</p>"
    }
}
