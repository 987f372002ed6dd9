// SPDX-License-Identifier: Apache-2.0

import Identification
import Workflows

/// One question with its answers. Where an answer is a choice of one, each is a button as wide as the screen; "does not
/// know", "would rather not say" and "not asked" stand beside yes and no as equal answers.
struct QuestionForm {
    let item: Instrument.Item
    let interview: Interview
    let address: String
    let typed: FormPairs?
    let context: PageContext

    private var words: Words { context.words }
    private var given: ItemAnswer? { interview.administration.answers[item.id] }
    private var seen: Int { interview.administration.history(of: item.id).count }
    /// The three that stand at every question.
    static let open: [Answer] = [.unknown, .declined, .notAsked]

    var markup: Markup {
        let observed: Markup =
            "<p><span class=\"mark\">\(words["interview.observation"])</span> \(words["interview.observation.lead"])</p>"
        return """
            <p class="soft small" dir="auto">\(section?.title)</p>
            <h2 id="question" tabindex="-1" autofocus dir="auto">\(item.text)</h2>
            \(when: item.isObservation, observed)
            \(item.help.map { (help: String) -> Markup in "<p class=\"help\" dir=\"auto\">\(help)</p>" })
            <form method="post" action="\(address)" data-keep data-resend\(kept)>\(context.tokenInput)
            <input type="hidden" name="act" value="answer"><input type="hidden" name="item" value="\(item.id)">
            <input type="hidden" name="seen" value="\(seen)">
            \(input)<div class="thumbs" role="group" aria-labelledby="question">\(buttons)</div>\(UnsavedOffer.said)</form>
            """
    }

    /// What the form says when the line is gone: typed text is kept as everywhere, a press is sent again.
    private var kept: Markup {
        if case .text = item.kind { return UnsavedOffer.attributes(words) }
        let said = words["interview.resend"]
        return " data-unsaved data-kept=\"\(said)\" data-unkept=\"\(said)\""
    }

    private var section: Instrument.Section? {
        interview.instrument.sections.first { $0.items.contains { $0.id == item.id } }
    }

    private var buttons: [Markup] {
        var buttons: [Markup] = []
        switch item.kind {
        case .yesNo: buttons = [button(.yes, words["form.yes"]), button(.no, words["form.no"])]
        case .choice, .number, .text:
            buttons = ["<button name=\"answer\" value=\"given\">\(words["interview.save"])</button>"]
        }
        return buttons + Self.open.map { button($0, label($0)) }
    }

    private func label(_ answer: Answer) -> String {
        switch answer {
        case .declined: words["absence.declined"]
        case .notAsked: words["absence.notAsked"]
        case .yes, .no, .unknown: words["absence.unknown"]
        }
    }

    /// Pressed in when it is the answer so far.
    private func button(_ answer: Answer, _ label: String) -> Markup {
        let isGiven = given == .answer(answer)
        return """
            <button class="quiet" name="answer" value="\(answer.rawValue)" aria-pressed="\(isGiven ? "true" : "false")">\
            \(label)</button>
            """
    }

    private var input: Markup {
        switch item.kind {
        case .yesNo: return ""
        case .choice(let options, let isMultiple):
            let rows = options.map { option -> Markup in
                let isOn = typed.map { $0.all("option").contains(option.id) } ?? chosen.contains(option.id)
                return """
                    <label class="row"><input type="\(isMultiple ? "checkbox" : "radio")" name="option" \
                    value="\(option.id)"\(when: isOn, " checked")><span dir="auto">\(option.text)</span></label>
                    """
            }
            let help = isMultiple ? words["interview.several"] : words["interview.one"]
            return "<fieldset class=\"field\"><legend class=\"help\">\(help)</legend>\(rows)</fieldset>"
        case .number(let range):
            let hint = words("interview.number", ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
            return """
                <div class="field"><label class="help" for="number">\(hint)</label>
                <input type="text" inputmode="numeric" class="number" id="number" name="number" \
                value="\(typed?["number"] ?? number)" autocomplete="off"></div>
                """
        case .text:
            return """
                <div class="field"><label class="unseen" for="text">\(words["interview.text"])</label>
                <textarea id="text" name="text" rows="4" dir="auto">
                \(typed?["text"] ?? text)</textarea></div>
                """
        }
    }

    private var chosen: Set<String> { if case .codes(let codes)? = given { Set(codes) } else { [] } }
    private var number: String? { if case .number(let number)? = given { String(Int(number)) } else { nil } }
    private var text: String? { if case .text(let text)? = given { text } else { nil } }

    /// What a form sent, as an answer to an item; nil when it is none.
    static func read(_ form: FormPairs, for item: Instrument.Item) -> ItemAnswer? {
        switch (form["answer"], item.kind) {
        case ("given", .choice(let options, let isMultiple)):
            let codes = form.all("option").filter { code in options.contains { $0.id == code } }
            return codes.isEmpty || (codes.count > 1 && !isMultiple) ? nil : .codes(codes)
        case ("given", .number(let range)):
            let number = form["number"].flatMap { Int($0.filter { !$0.isWhitespace }) }
            return number.flatMap { range.contains($0) ? .number(Double($0)) : nil }
        case ("given", .text):
            return form.isFilled("text") ? form["text"].map { .text($0) } : nil
        case (let answer?, _):
            guard let answer = Answer(rawValue: answer) else { return nil }
            return item.kind == .yesNo || open.contains(answer) ? .answer(answer) : nil
        case (nil, _): return nil
        }
    }
}
