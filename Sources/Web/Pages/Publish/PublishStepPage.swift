// SPDX-License-Identifier: Apache-2.0

import Workflows

/// One question on the way to a public file. Each answer goes into the address of the next page.
struct PublishStepPage {
    let step: PublishStep
    let form: PublishForm

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let isBudget = step == .size && form.plan.method == .noisy
        let place = Place(
            "\(isBudget ? words["publish.epsilon"] : words[.publishStep, "\(step)"])",
            trail: [.init(words["publish.heading"], "/publish")],
            audience: words["audience.you"], area: .publish)
        let count = words(
            "publish.step", ["n": String(step.rawValue + 1), "of": String(PublishStep.allCases.count)])
        return Layout.page(
            place, in: context,
            content: """
                <p class="soft">\(count)</p>
                <form method="get" action="\(step.next.address)">\(form.pairs(without: asked).hiddenInputs())\
                \(questions(words))
                <div class="acts"><button>\(words["publish.next"])</button>\(back(words))</div></form>
                """)
    }

    private func back(_ words: Words) -> Markup {
        let before = PublishStep(rawValue: step.rawValue - 1).map { form.address($0) } ?? "/publish"
        return "<a class=\"button quiet\" href=\"\(before)\">\(words["publish.back"])</a>"
    }

    /// What this page asks itself.
    private var asked: Set<String> {
        switch step {
        case .method: ["method"]
        case .columns: form.plan.method == .groups ? ["topic", "known"] : ["topic", "known", "knowns"]
        case .size, .look: form.plan.method == .noisy ? ["epsilon"] : ["k"]
        }
    }

    private func questions(_ words: Words) -> Markup {
        switch step {
        case .method: method(words)
        case .columns: columns(words)
        case .size, .look: form.plan.method == .noisy ? budget(words) : size(words)
        }
    }

    private func method(_ words: Words) -> Markup {
        let rows = PublicationPlan.Method.allCases.map { method -> Markup in
            """
            <label class="row"><input type="radio" name="method" value="\(method.rawValue)"\
            \(when: method == form.plan.method, " checked")><span>\(words[.publishMethod, method.rawValue])\
            <span class="small soft">\(words[.publishMethodHelp, method.rawValue])</span></span></label>
            """
        }
        return
            "<fieldset class=\"field\"><legend class=\"question\">\(words["publish.method"])</legend>\(rows)</fieldset>"
    }

    private func columns(_ words: Words) -> Markup {
        let all = PublicationTopic.allCases
        func group(_ name: String, _ question: String, _ help: String, _ chosen: [PublicationTopic]) -> Markup {
            let choices = all.map {
                Choice(name, $0.rawValue, words[.publishTopic, $0.rawValue], .checkbox, isOn: chosen.contains($0))
            }
            return Choice.group(question, help: help, choices)
        }
        let known = group("known", words["publish.known"], words["publish.known.help"], form.plan.known)
        return """
            \(group("topic", words["publish.topics"], words["publish.topics.help"], form.plan.topics))\
            \(when: form.plan.method == .groups, known)
            <div class="note"><p>\(words["publish.never"])</p></div>
            """
    }

    private func size(_ words: Words) -> Markup {
        """
        <div class="field"><label for="k">\(words["publish.k"])</label><p class="help" id="k-help">\
        \(words["publish.k.help"])</p><input type="text" class="number" inputmode="numeric" id="k" name="k" \
        value="\(form.size)" aria-describedby="k-help" autocomplete="off"></div>
        """
    }

    private func budget(_ words: Words) -> Markup {
        let choices = PublicationPlan.epsilons.map { epsilon in
            Choice(
                "epsilon", PublishForm.text(epsilon), words("publish.epsilon.of", ["n": PublishForm.text(epsilon)]),
                .radio, isOn: epsilon == form.plan.epsilon)
        }
        return Choice.group(words["publish.epsilon"], help: words["publish.epsilon.help"], choices)
    }
}
