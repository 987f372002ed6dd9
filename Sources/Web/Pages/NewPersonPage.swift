// SPDX-License-Identifier: Apache-2.0

import Cases
import Workflows

/// Makes an account.
struct NewPersonPage {
    var form = FormPairs()
    var problem: AccountProblem?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let said = problem.map { words[.peopleProblem, $0.rawValue] }
        let place = problem == .noRole || problem == .roles ? "roles" : "name"
        let error: Markup = said.map { AccountInputs.problem($0, at: place, words) } ?? ""
        return Layout.page(
            Place(
                "\(words["people.add"])", trail: [.init(words["people.heading"], "/people")],
                audience: words["people.audience"]), in: context,
            content: """
                \(error)<form method="post" action="/people">\(context.tokenInput)
                <div class="\(AccountInputs.frame(place == "name" ? said : nil))"><label for="name">\
                \(words["people.name"])</label><p class="help" id="name-help">\(words["people.name.help"])</p>\
                \(AccountInputs.said(place == "name" ? said : nil, at: "name"))
                <input type="text" id="name" name="name" value="\(form["name"] ?? "")" autocomplete="off" \
                autocapitalize="none" spellcheck="false" dir="auto" aria-describedby="name-help"></div>
                <div class="field"><label for="called">\(words["people.called"])</label>
                <input type="text" id="called" name="called" value="\(form["called"] ?? "")" autocomplete="off" \
                dir="auto"></div>
                \(RoleChoices(chosen: Set(form.all("role")), error: place == "roles" ? said : nil).markup(words))
                <div class="acts"><button>\(words["people.make"])</button></div></form>
                """)
    }
}

/// The roles as boxes to tick.
struct RoleChoices {
    let chosen: Set<String>
    var error: String?

    func markup(_ words: Words) -> Markup {
        let boxes = Role.allCases.filter { $0 != .custodian && $0 != .survivor }.map { role -> Markup in
            """
            <label class="row"><input type="checkbox" name="role" value="\(role.rawValue)"\
            \(when: chosen.contains(role.rawValue), " checked")> <span>\(words[.accountRole, role.rawValue])\
            \(when: role.isPrivileged, " <span class=\"soft\">\(words["people.privileged"])</span>")</span></label>
            """
        }
        return """
            <fieldset class="\(AccountInputs.frame(error))" id="roles"><legend class="question">\
            \(words["people.roles"])</legend><p class="help">\(words["people.roles.help"])</p>\
            \(AccountInputs.said(error, at: "roles"))\(boxes)</fieldset>
            """
    }
}
