// SPDX-License-Identifier: Apache-2.0

import Cases

/// The page of the laws for a case in which nobody stands as a victim.
struct NoVictimPage {
    let caseID: EntityID

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["laws.heading"])",
            inCase: caseID, words)
        return Layout.page(
            place, in: context, content: "<div class=\"note\"><p>\(words["laws.noVictim"])</p></div>")
    }
}
