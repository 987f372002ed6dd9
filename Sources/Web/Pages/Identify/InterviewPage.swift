// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Workflows

/// One screen of an interview: one question, or the warning before a section, or a place to stop. Each answer is one
/// press, and in the register before the next screen is there.
public struct InterviewPage: Sendable {
    public enum Screen: Sendable {
        case question(Instrument.Item)
        case warning(Instrument.Section)
        /// The questionnaire says to stop here, and why.
        case stop(String)
        /// Everything was asked or left for later.
        case last
        case paused
        /// Why does it end?
        case ending
    }
    public enum Notice: String, Sendable, CaseIterable {
        /// A colleague answered the same question in the meantime.
        case meanwhile
        /// What was typed does not fit the question.
        case unfit
    }

    public var caseID: EntityID
    public var interview: Interview
    public var screen: Screen
    public var notice: Notice?
    /// What was typed and not taken.
    public var typed: FormPairs?

    public init(caseID: EntityID, interview: Interview, screen: Screen, notice: Notice? = nil) {
        self.caseID = caseID
        self.interview = interview
        self.screen = screen
        self.notice = notice
    }

    private var administration: Administration { interview.administration }
    private var address: String { "/cases/\(caseID.description)/interviews/\(interview.id.description)" }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place(
                "<span class=\"ask-title\">\(interview.instrument.title)</span>",
                inCase: caseID, words),
            in: context,
            content: """
                \(notice.map { said($0, words) })<div class="ask">\(main(context))</div>\(progress(words))\(ways(context))
                """)
    }

    private func said(_ notice: Notice, _ words: Words) -> Markup {
        let text = notice == .meanwhile ? words["interview.meanwhile"] : words["interview.unfit"]
        return "<div class=\"warn\" role=\"alert\"><p>\(text)</p></div>"
    }

    private func main(_ context: PageContext) -> Markup {
        let words = context.words
        switch screen {
        case .question(let item):
            return QuestionForm(
                item: item, interview: interview, address: address, typed: typed, context: context
            ).markup
        case .warning(let section): return warning(section, context)
        case .stop(let why):
            return """
                \(heading("<span dir=\"auto\">\(why)</span>"))<p>\(words["interview.stop.lead"])</p>
                \(form(context, ["act": "end", "ending": Administration.Ending.stoppedOnDisclosure.rawValue], words["interview.stop.end"]))
                """
        case .last: return last(context)
        case .paused:
            return """
                \(heading("\(words["interview.paused"])"))<p>\(words["interview.paused.lead"])</p>
                \(form(context, ["act": "resume"], words["interview.resume"]))
                """
        case .ending: return ending(context)
        }
    }

    private func heading(_ text: Markup) -> Markup {
        "<h2 id=\"question\" tabindex=\"-1\" autofocus>\(text)</h2>"
    }

    /// Said before a sensitive section; whoever would rather not leaves it out whole.
    private func warning(_ section: Instrument.Section, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            \(heading("\(words["interview.warning"])"))<p class="soft">\(words["interview.warning.lead"])</p>
            <blockquote class="say" dir="auto">\(section.warning)</blockquote>
            <form method="post" action="\(address)" data-keep>\(context.tokenInput)
            <input type="hidden" name="act" value="warn"><input type="hidden" name="section" value="\(section.id)">
            <div class="thumbs" role="group" aria-labelledby="question">
            <button class="quiet" name="go-on" value="yes">\(words["interview.warning.goOn"])</button>
            <button class="quiet" name="go-on" value="no">\(words["interview.warning.leave"])</button></div></form>
            """
    }

    private func last(_ context: PageContext) -> Markup {
        let words = context.words
        let left = administration.shownItems.filter { administration.skipped.contains($0.id) }
        let items = left.map { item -> Markup in
            "<li><a href=\"\(address)?item=\(address: item.id)\" dir=\"auto\">\(item.text)</a></li>"
        }
        return """
            \(heading("\(words["interview.last"])"))
            \(when: !left.isEmpty, "<p>\(words("interview.left", count: left.count))</p><ul class=\"plain\">\(items)</ul>")
            \(remark(context))
            <p class="soft">\(words["interview.finish.lead"])</p>
            """
    }

    /// What the interviewer noticed is kept apart from what the person said, and goes with the end or before it.
    private func remark(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <form method="post" action="\(address)" data-keep>\(context.tokenInput)
            <input type="hidden" name="ending" value="\(Administration.Ending.completed.rawValue)">
            <div class="field"><label for="remark">\(words["interview.remark"])</label>
            <p class="help" id="remark-help">\(words["interview.remark.help"])</p>
            <textarea id="remark" name="remark" rows="3" dir="auto" aria-describedby="remark-help">
            \(interview.remark)</textarea></div>
            <div class="thumbs"><button name="act" value="end">\(words["interview.finish"])</button>
            <button class="quiet" name="act" value="remark">\(words["interview.remark.save"])</button></div></form>
            """
    }

    private func ending(_ context: PageContext) -> Markup {
        let words = context.words
        let choices: [Administration.Ending] = [.endedEarly, .refused, .unable, .stoppedOnDisclosure]
        let buttons = choices.map { ending -> Markup in
            "<button class=\"quiet\" name=\"ending\" value=\"\(ending.rawValue)\">\(words[.interviewEnding, ending.rawValue])</button>"
        }
        return """
            \(heading("\(words["interview.ending"])"))<p>\(words["interview.ending.lead"])</p>
            <form method="post" action="\(address)" data-keep>\(context.tokenInput)<input type="hidden" name="act" value="end">
            <div class="thumbs" role="group" aria-labelledby="question">\(buttons)</div></form>
            """
    }

    private func form(_ context: PageContext, _ values: FormPairs, _ label: String, isQuiet: Bool = false) -> Markup {
        """
        <form method="post" action="\(address)" data-keep class="acts">\(context.tokenInput)\(values.hiddenInputs())\
        <button\(when: isQuiet, " class=\"quiet\"")>\(label)</button></form>
        """
    }

    private func progress(_ words: Words) -> Markup {
        let (done, all) = administration.progress
        let said = words("interview.progress", ["done": "\(done)", "all": "\(all)"])
        return """
            <div class="ask-progress"><p class="soft small" id="progress">\(said)</p>
            <progress max="\(max(1, all))" value="\(done)" aria-labelledby="progress"></progress></div>
            """
    }

    /// Back, over all answers, away: on every screen.
    private func ways(_ context: PageContext) -> Markup {
        let words = context.words
        let back = previous.map { item -> Markup in
            "<a class=\"button quiet\" href=\"\(address)?item=\(address: item.id)\">\(words["interview.back"])</a>"
        }
        var skip: Markup = ""
        if case .question(let item) = screen {
            skip = form(context, ["act": "skip", "item": item.id], words["interview.skip"], isQuiet: true)
        }
        var stop: Markup = ""
        var away: Markup = ""
        switch screen {
        case .paused: away = "<a href=\"/cases/\(caseID.description)\">\(words["interview.toCase"])</a>"
        case .ending: away = "<a href=\"\(address)\">\(words["interview.goOn"])</a>"
        default: stop = form(context, ["act": "pause"], words["interview.pause"], isQuiet: true)
        }
        let end: Markup = "<a href=\"\(address)?end=yes\">\(words["interview.end"])</a>"
        let isEnding = if case .ending = screen { true } else { false }
        return """
            <div class="acts ways">\(back)\(skip)\(stop)</div>
            <div class="acts small">\(away)<a href="\(address)/answers">\(words["interview.answers"])</a>\
            \(when: !isEnding, end)</div>
            """
    }

    /// The question before the one that is shown.
    private var previous: Instrument.Item? {
        let shown = administration.shownItems
        switch screen {
        case .question(let item):
            guard let at = shown.firstIndex(where: { $0.id == item.id }), at > 0 else { return nil }
            return shown[at - 1]
        case .last, .stop: return shown.last { administration.answers[$0.id] != nil }
        case .warning(let section):
            let first = section.items.first { item in shown.contains { $0.id == item.id } }
            guard let at = shown.firstIndex(where: { $0.id == first?.id }), at > 0 else { return nil }
            return shown[at - 1]
        case .paused, .ending: return nil
        }
    }
}
