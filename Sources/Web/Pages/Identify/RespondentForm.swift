// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// What is known of somebody when a questionnaire is chosen, as a form asks for it and sends it back.
struct RespondentForm {
    static let settings = [
        "shelter", "dropIn", "socialService", "health", "street", "hotline", "border", "police", "school",
    ]
    static let forms = ["labour", "sexual", "domestic", "begging", "criminal", "marriage", "organ", "child"]
    static let disabilities = ["hearing", "sight", "speech", "mobility", "learning"]
    static let users = ["firstResponder", "caseworker", "clinician", "police"]

    /// Reads what a form sent; what is no choice of ours is left out.
    static func read(_ form: FormPairs, _ context: PageContext) -> Respondent {
        var respondent = Respondent()
        let from = form["age-from"].flatMap { Int($0) }.flatMap { (0...150).contains($0) ? $0 : nil }
        let most = form["age-to"].flatMap { Int($0) }.flatMap { (0...150).contains($0) ? $0 : nil }
        if let least = from ?? most {
            respondent.age = AgeAtAct(from: from ?? 0, to: most ?? least)
        }
        func one(_ name: String, of known: [String]) -> String? { form[name].flatMap { known.contains($0) ? $0 : nil } }
        respondent.sex = form["sex"].flatMap { context.codebook.picklists["gender"]?[$0]?.name }
        respondent.setting = one("setting", of: settings)
        respondent.forms = Set(form.all("form").filter(forms.contains))
        respondent.isForeign = form["foreign"].flatMap { $0 == "yes" ? true : $0 == "no" ? false : nil }
        respondent.languages = Set(form.all("language").filter { context.codebook.picklists["language"]?[$0] != nil })
        respondent.disabilities = Set(form.all("disability").filter(disabilities.contains))
        respondent.user = one("user", of: users)
        return respondent
    }

    /// The same as a form would send it.
    static func write(_ respondent: Respondent) -> FormPairs {
        var form = FormPairs()
        if respondent.age.isKnown {
            form.append("age-from", String(respondent.age.least))
            form.append("age-to", String(respondent.age.most))
        }
        if let sex = respondent.sex { form.append("sex", sex) }
        if let setting = respondent.setting { form.append("setting", setting) }
        if let isForeign = respondent.isForeign { form.append("foreign", isForeign ? "yes" : "no") }
        if let user = respondent.user { form.append("user", user) }
        for one in respondent.forms.sorted() { form.append("form", one) }
        for language in respondent.languages.sorted() { form.append("language", language) }
        for one in respondent.disabilities.sorted() { form.append("disability", one) }
        return form
    }

    /// The questions.
    static func markup(_ respondent: Respondent, _ context: PageContext) -> Markup {
        let words = context.words
        let typed = write(respondent)
        func select(_ name: String, _ label: String, _ options: [(String, String)]) -> Markup {
            let lines = options.map { value, text -> Markup in
                "<option value=\"\(value)\"\(when: typed[name] == value, " selected")>\(text)</option>"
            }
            return """
                <div class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\
                <option value="">\(words["choose.unknown"])</option>\(lines)</select></div>
                """
        }
        func several(_ name: String, _ label: String, _ options: [(String, String)]) -> Markup {
            Choice.group(
                label,
                options.map { Choice(name, $0.0, $0.1, .checkbox, isOn: typed.all(name).contains($0.0)) })
        }
        func values(_ id: String) -> [(String, String)] {
            guard let list = context.codebook.picklists[id] else { return [] }
            return list.values.map { ($0.name, words.label(of: $0, in: list)) }
        }
        return """
            <fieldset class="field"><legend class="question">\(words["choose.age"])</legend><div class="boxes">\
            \(years("age-from", words["choose.age.from"], typed))\(years("age-to", words["choose.age.to"], typed))</div>\
            </fieldset>
            \(select("sex", words["choose.sex"], values("gender")))
            \(select("setting", words["choose.setting"], settings.map { ($0, words[.interviewSetting, $0]) }))
            \(several("form", words["choose.form"], forms.map { ($0, words[.interviewForm, $0]) }))
            \(select("foreign", words["choose.foreign"], [("yes", words["form.yes"]), ("no", words["form.no"])]))
            \(select("language", words["choose.language"], values("language")))
            \(several("disability", words["choose.disability"], disabilities.map { ($0, words[.disability, $0]) }))
            \(select("user", words["choose.user"], users.map { ($0, words[.interviewer, $0]) }))
            """
    }

    private static func years(_ name: String, _ label: String, _ typed: FormPairs) -> Markup {
        """
        <div><label for="\(name)">\(label)</label><input type="text" inputmode="numeric" class="two" id="\(name)" \
        name="\(name)" value="\(typed[name])" autocomplete="off"></div>
        """
    }
}
