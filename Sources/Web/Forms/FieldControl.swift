// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One field of a form as HTML.
struct FieldControl {
    let form: FieldForm
    let field: Field
    /// Stands before the names of all inputs, for a field that stands twice on a page.
    let prefix: String

    var words: Words { form.context.words }
    var name: FieldName { field.name }
    private var input: String { prefix + name.rawValue }
    private var isWrong: Bool { form.error(of: name) != nil }
    var id: String { prefix + InputName.id(name) }
    private var typed: String { form.typed[name.rawValue] ?? "" }

    var markup: Markup {
        switch FieldShape(field, codebook: form.context.codebook) {
        case .line: labelled(line(typed))
        case .paragraph:
            labelled(
                "<textarea id=\"\(id)\" name=\"\(input)\" rows=\"4\" dir=\"auto\"\(described)>\n\(typed)</textarea>"
            )
        case .number(let whole): labelled(number(whole: whole))
        case .date: grouped(date)
        case .yesNo: grouped(yesNo)
        case .radios(let list): grouped(radios(list))
        case .select(let list): labelled(select(list), hasAbsence: false)
        case .ticks(let list): grouped(ticks(list))
        case .complete(let list, let several):
            several ? grouped(completing(list)) : labelled(complete(list, typed, at: 0))
        }
    }

    // A field with one input has a label; a field with several is a group with a legend.

    private func labelled(_ input: Markup, hasAbsence: Bool = true) -> Markup {
        """
        <div class="\(frameClass)"><label for="\(id)">\(form.title(of: field))</label>
        \(help)\(error)\(input)\(when: hasAbsence, absence)</div>
        """
    }

    private func grouped(_ inputs: Markup) -> Markup {
        """
        <fieldset class="\(frameClass)" id="\(id)" tabindex="-1"\(described)><legend class="question">\
        \(form.title(of: field))</legend>
        \(help)\(error)\(inputs)</fieldset>
        """
    }

    private var frameClass: String { form.error(of: name) == nil ? "field" : "field has-error" }

    private var help: Markup {
        let text = form.help(of: field)
        return text.isEmpty ? "" : "<p class=\"help\" id=\"\(id)-help\">\(text)</p>"
    }

    private var error: Markup {
        guard let message = form.error(of: name) else { return "" }
        return
            "<p class=\"error\" id=\"\(id)-error\"><span class=\"unseen\">\(words["form.error"])</span> \(message)</p>"
    }

    private var described: Markup {
        var ids: [String] = []
        if !form.help(of: field).isEmpty { ids.append("\(id)-help") }
        if form.error(of: name) != nil { ids.append("\(id)-error") }
        guard !ids.isEmpty else { return "" }
        return
            " aria-describedby=\"\(ids.joined(separator: " "))\"\(when: isWrong, " aria-invalid=\"true\"")"
    }

    // The inputs.

    private func line(_ value: String) -> Markup {
        """
        <input type="text" id="\(id)" name="\(input)" value="\(value)" dir="auto" autocomplete="off"\(described)>
        """
    }

    private func number(whole: Bool) -> Markup {
        """
        <input type="text" class="number" inputmode="\(whole ? "numeric" : "decimal")" id="\(id)" name="\(prefix)\
        \(name.rawValue)" \
        value="\(typed)" autocomplete="off"\(described)>
        """
    }

    private func select(_ list: Picklist) -> Markup {
        let options = list.values.map { value in option(value.name, words.label(of: value, in: list)) }
        let absences = absences(besides: list).map { option(InputName.choice($0), words[.absence, $0.rawValue]) }
        return """
            <select id="\(id)" name="\(input)"\(described)>\(option("", words["form.empty"]))\(options)
            <optgroup label="\(words["form.noAnswer"])">\(absences)</optgroup></select>
            """
    }

    private func option(_ value: String, _ label: String) -> Markup {
        "<option value=\"\(value)\"\(when: value == typed, " selected")>\(label)</option>"
    }

    private var yesNo: Markup {
        let answers = [("yes", words["form.yes"]), ("no", words["form.no"])].map { radio($0.0, $0.1) }
        let absences = Absence.allCases.map { radio(InputName.choice($0), words[.absence, $0.rawValue]) }
        return "<div class=\"side-rows\">\(answers)\(absences)</div>"
    }

    private func radios(_ list: Picklist) -> Markup {
        let choices = list.values.map { radio($0.name, words.label(of: $0, in: list), $0.definition) }
        let absences = absences(besides: list).map { radio(InputName.choice($0), words[.absence, $0.rawValue]) }
        return "\(choices)<div class=\"apart side-rows\">\(absences)</div>"
    }

    private func radio(_ value: String, _ label: String, _ small: String = "") -> Markup {
        """
        <label class="row"><input type="radio" name="\(input)" value="\(value)\
        "\(when: value == typed, " checked")>
        <span>\(label)\(when: !small.isEmpty && small != label, "<span class=\"small soft\">\(small)</span>")</span>\
        </label>
        """
    }

    private func ticks(_ list: Picklist) -> Markup {
        let chosen = Set(form.typed.all(name.rawValue))
        let boxes = list.values.map { value -> Markup in
            """
            <label class="row"><input type="checkbox" name="\(input)" value="\(value.name)"\
            \(when: chosen.contains(value.name), " checked")><span>\(words.label(of: value, in: list))</span></label>
            """
        }
        return "<div class=\"rows\">\(boxes)</div>\(absence)"
    }

    private func complete(_ list: Picklist, _ value: String, at position: Int) -> Markup {
        let suffix = position == 0 ? "" : "-\(position)"
        return """
            <input type="text" list="list-\(list.id)" id="\(id)\(suffix)" name="\(input)" \
            value="\(value)" dir="auto" \
            autocomplete="off"\(described)>
            """
    }

    private func completing(_ list: Picklist) -> Markup {
        let values = form.typed.all(name.rawValue).filter { !$0.isEmpty } + [""]
        let inputs = (values.count < 2 ? values + [""] : values).enumerated().map { position, value -> Markup in
            """
            <p><label class="unseen" for="\(id)-\(position + 1)">\(words("form.oneOf", count: position + 1))</label>
            \(complete(list, value, at: position + 1))</p>
            """
        }
        return "\(inputs)\(absence)"
    }

    private var date: Markup {
        let isBirth = name == "prs_Birthdate"
        let age: Markup = """
            <p class="boxes"><label>\(words["form.date.age"])<br><input type="text" class="two" inputmode="numeric" \
            name="\(prefix)\(InputName.part(name, "age"))" value="\(form.typed[InputName.part(name, "age")])" \
            autocomplete="off"> \
            \(words["form.date.years"])</label></p>
            """
        return """
            <div class="boxes">\(box("day", "two"))\(box("month", "two"))\(box("year", "four"))
            <label class="row"><input type="checkbox" name="\(prefix)\(InputName.part(name, "about"))" value="yes"\
            \(when: form.typed[InputName.part(name, "about")] != nil, " checked")><span>\
            \(words["form.date.about"])</span></label></div>
            \(when: isBirth, age)\(absence)
            """
    }

    private func box(_ part: String, _ size: String) -> Markup {
        let input = InputName.part(name, part)
        let label =
            switch part {
            case "day": words["form.date.day"]
            case "month": words["form.date.month"]
            default: words["form.date.year"]
            }
        return """
            <label>\(label)<br><input type="text" class="\(size)" inputmode="numeric" name="\(prefix)\(input)" \
            value="\(form.typed[input])" autocomplete="off"></label>
            """
    }

    // Why there is no answer.

    private func absences(besides list: Picklist) -> [Absence] {
        Absence.allCases.filter { $0 != .unknown || list["Unknown"] == nil || typed == InputName.choice(.unknown) }
    }

    private var absence: Markup {
        let reason = InputName.absent(name)
        let chosen = form.typed[reason] ?? ""
        let radios = Absence.allCases.map { absence -> Markup in
            """
            <label class="row"><input type="radio" name="\(prefix)\(reason)" value="\(absence.rawValue)"\
            \(when: chosen == absence.rawValue, " checked")><span>\(words[.absence, absence.rawValue])</span></label>
            """
        }
        return """
            <details class="why"\(when: !chosen.isEmpty, " open")><summary>\(words["form.noAnswer"])\
            <span class="unseen">: \(form.title(of: field))</span></summary>
            <fieldset class="field"><legend class="unseen">\(words["form.noAnswer"]): \(form.title(of: field))</legend>
            <div class="side-rows">\(radios)</div></fieldset></details>
            """
    }
}
