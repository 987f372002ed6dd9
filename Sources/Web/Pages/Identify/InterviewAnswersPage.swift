// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Workflows

/// Every question of an interview with what was answered, corrections and all, and who wrote it down: to go back to a
/// question while it lasts, and to read afterwards.
public struct InterviewAnswersPage: Sendable {
    public var caseID: EntityID
    public var interview: Interview
    /// What colleagues call somebody, by the id that stands in an entry.
    public var names: [String: String]

    public init(caseID: EntityID, interview: Interview, names: [String: String] = [:]) {
        self.caseID = caseID
        self.interview = interview
        self.names = names
    }

    private var address: String { "/cases/\(caseID.description)/interviews/\(interview.id.description)" }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place(
                "\(words["answers.heading"])",
                inCase: caseID, words, below: [.init(interview.instrument.title, address)]),
            in: context,
            content: """
                <p>\(interview.isOver ? words["answers.over"] : words["answers.running"])</p>
                \(interview.instrument.sections.map { section($0, context) })
                \(interview.remark.map { remark($0, words) })
                <div class="acts"><a href="\(address)">\(interview.isOver ? words["answers.toResult"] : words["interview.goOn"])</a></div>
                """)
    }

    private func remark(_ text: String, _ words: Words) -> Markup {
        """
        <section class="section"><h2>\(words["interview.remark"])</h2><p class="note" dir="auto">\(text)</p></section>
        """
    }

    private func section(_ section: Instrument.Section, _ context: PageContext) -> Markup {
        let words = context.words
        let shown = Set(interview.administration.shownItems.map(\.id))
        let isLeftOut = interview.administration.warned[section.id] == false
        let rows = section.items.compactMap { item -> Markup? in
            let history = interview.administration.history(of: item.id)
            guard shown.contains(item.id) || !history.isEmpty else { return nil }
            return row(item, history, isShown: shown.contains(item.id), context)
        }
        let again: Markup = """
            <form method="post" action="\(address)" class="acts">\(context.tokenInput)\
            <input type="hidden" name="act" value="warn"><input type="hidden" name="section" value="\(section.id)">\
            <input type="hidden" name="go-on" value="yes"><button class="quiet">\(words["answers.askAfterAll"])</button></form>
            """
        if rows.isEmpty, !isLeftOut { return "" }
        return """
            <section class="section"><h2 dir="auto">\(section.title)</h2>\
            \(when: isLeftOut, "<p class=\"soft\">\(words["answers.leftOut"])</p>")\
            \(when: isLeftOut && !interview.isOver, again)
            \(when: !rows.isEmpty, "<dl class=\"facts\">\(rows)</dl>")</section>
            """
    }

    private func row(
        _ item: Instrument.Item, _ history: [Administration.Entry], isShown: Bool, _ context: PageContext
    ) -> Markup {
        let words = context.words
        let change: Markup = """
            <a class="small" href="\(address)?item=\(address: item.id)">\(history.isEmpty ? words["answers.answer"] : words["answers.change"])\
            <span class="unseen">: \(item.text)</span></a>
            """
        let said = history.map { entry -> Markup in
            let text = AnswerText(words: words).say(entry.answer, to: item)
            let isLast = entry == history.last
            return """
                <div\(when: !isLast, " class=\"soft\"")><span dir="auto">\(text)</span> \(when: !isLast, "(\(words["answers.corrected"])) ")\
                <span class="soft small">\(entry.on.map { ValueText(context).date($0) }) \(names[entry.by])</span></div>
                """
        }
        let isHidden = item.isObservation && interview.hidesObservations
        let none = isHidden ? words["answers.hidden"] : words[.absence, "notAsked"]
        let nothing: Markup = "<span class=\"soft\">\(none)</span>"
        return """
            <div><dt dir="auto">\(item.text)\(when: item.isObservation, " <span class=\"mark\">\(words["interview.observation"])</span>")</dt>\
            <dd>\(said.isEmpty ? nothing : said.joined())\(when: !isShown, "<p class=\"soft small\">\(words["answers.besidePoint"])</p>")\
            \(when: isShown && !interview.isOver && !isHidden, change)</dd></div>
            """
    }
}

/// An answer in words.
struct AnswerText {
    let words: Words

    func say(_ answer: ItemAnswer, to item: Instrument.Item) -> String {
        switch answer {
        case .answer(.yes): words["form.yes"]
        case .answer(.no): words["form.no"]
        case .answer(.unknown): words["absence.unknown"]
        case .answer(.declined): words["absence.declined"]
        case .answer(.notAsked): words["absence.notAsked"]
        case .codes(let codes):
            item.options.filter { codes.contains($0.id) }.map(\.text).joined(separator: ", ")
        case .number(let number): String(Int(number))
        case .text(let text): text
        }
    }
}
