// SPDX-License-Identifier: Apache-2.0

import Cases

/// The page of the laws for a case in which nobody stands as a victim.
struct NoVictimPage {
    let caseID: EntityID

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["laws.heading"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(caseID.code, "/cases/\(caseID)")],
            audience: words["audience.case"], area: .cases)
        return Layout.page(
            place, in: context, content: "<div class=\"note\"><p>\(words["laws.noVictim"])</p></div>")
    }
}
