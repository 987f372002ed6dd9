// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Why there is no file, and the way back to the step that can change it.
struct PublishRefusedPage {
    let obstacle: PublicationObstacle
    let form: PublishForm

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["publish.refused"])", trail: [.init(words["publish.heading"], "/publish")],
            audience: words["publish.audience"], area: .publish)
        return Layout.page(
            place, in: context,
            content: """
                <div class="error-summary" role="alert" tabindex="-1"><h2>\(words["publish.refused.why"])</h2>
                <p>\(sentence(words))</p></div>
                <p>\(words["export.refused.lead"])</p>
                <p class="acts"><a class="button" href="\(form.address(step))">\(words["publish.change"])</a></p>
                """)
    }

    private func sentence(_ words: Words) -> String {
        if case .notSafe(let message) = obstacle, !message.isEmpty { return message }
        return values(words).reduce(words[.publishObstacle, obstacle.name]) { text, value in
            text.replacing("{\(value.key)}", with: value.value)
        }
    }

    private func values(_ words: Words) -> [String: String] {
        switch obstacle {
        case .tooFewPeople(let k): ["k": String(k)]
        case .notOffered(let names), .identifying(let names): ["names": names.joined(separator: ", ")]
        case .noneKnown(let topics):
            ["names": topics.map { words[.publishTopic, $0.rawValue] }.joined(separator: ", ")]
        case .nearlyTheSame(let day): ["day": day]
        case .caseloadTooSmall(let people): ["n": String(people)]
        case .budgetSpent(let spent, let total):
            ["spent": PublishForm.text(spent), "total": PublishForm.text(total)]
        case .nobody, .badSize, .nothingChosen, .notSafe, .attacked, .peopleLeft, .tooLarge, .damaged: [:]
        }
    }

    /// Where the way back leads.
    private var step: PublishStep {
        switch obstacle {
        case .tooFewPeople, .badSize, .caseloadTooSmall, .budgetSpent: .size
        case .nothingChosen, .notOffered, .noneKnown, .identifying, .notSafe, .attacked: .columns
        case .nobody, .nearlyTheSame, .peopleLeft, .tooLarge, .damaged: .method
        }
    }
}
