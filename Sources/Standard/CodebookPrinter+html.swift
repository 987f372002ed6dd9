// SPDX-License-Identifier: Apache-2.0

extension CodebookPrinter {
    /// One self-contained page to read or print: no script, nothing loaded from elsewhere, every text escaped. A table
    /// a section, then a table a list; each field and list has its name as its anchor (`#vic_MethodsOfControl`, `#list-
    /// gender`).
    public static func html(_ codebook: Codebook) -> String {
        let sections = Section.allCases.filter { !codebook.fields(in: $0).isEmpty }
        let lists = codebook.picklists.keys.sorted()
        return """
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Codebook</title>
            <style>\(style)</style>
            </head>
            <body>
            <a class="skip" href="#fields">Skip to the fields</a>
            <header>
            <h1>Codebook</h1>
            <p>\(escaped(codebook.standard)), with \(codebook.fields.count - codebook.standardFields.count) fields of \
            our own (their names begin with wh_). Version \(escaped(codebook.version)). Names are exactly the \
            standard's; \
            definitions are in our own words.</p>
            </header>
            <nav aria-label="Parts of the codebook"><ul>
            \(sections.map { "<li>\(link("section-\($0.rawValue)", title(of: $0)))</li>" }.joined(separator: "\n"))
            <li><a href="#lists">Lists of values</a></li>
            </ul></nav>
            <main id="fields">
            \(sections.map { table(of: $0, codebook) }.joined(separator: "\n"))
            <h2 id="lists">Lists of values</h2>
            \(lists.map { table(of: codebook.picklists[$0]!, codebook) }.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private static func table(of section: Section, _ codebook: Codebook) -> String {
        let id = "section-\(section.rawValue)"
        return """
            <section aria-labelledby="\(id)">
            <h2 id="\(id)">\(escaped(title(of: section)))</h2>
            <div class="wide" role="region" aria-labelledby="\(id)" tabindex="0"><table>
            <thead><tr><th scope="col">Field</th><th scope="col">What it means</th><th scope="col">Holds</th>\
            <th scope="col">Class</th><th scope="col">In public data</th></tr></thead>
            <tbody>
            \(codebook.fields(in: section).map(row).joined(separator: "\n"))
            </tbody></table></div>
            </section>
            """
    }

    private static func row(of field: Field) -> String {
        var marks: [String] = []
        if field.isCore { marks.append("core") }
        if field.status == .deprecated { marks.append("deprecated") }
        if !field.isStandard { marks.append("our own") }
        let tags = marks.map { #" <span class="mark">\#($0)</span>"# }.joined()
        let fallback = field.downgrade.map { "<br><small>Strict HTCDS: \(escaped($0.words))</small>" } ?? ""
        return """
            <tr id="\(escaped(field.name.rawValue))"><th scope="row">\(escaped(field.label))\(tags)<br>\
            <code>\(escaped(field.name.rawValue))</code></th><td>\(escaped(field.definition))\(fallback)</td>\
            <td>\(holds(field))</td><td>\(escaped(audience(of: field.fieldClass)))</td>\
            <td>\(escaped(publicUse(of: field.role)))</td></tr>
            """
    }

    private static func table(of list: Picklist, _ codebook: Codebook) -> String {
        let users = codebook.fields.filter { $0.picklistID == list.id }
        let links = users.map { link($0.name.rawValue, $0.label) }
        let rows = list.values.map { value in
            let fallback = value.downgrade.map { "<br><small>Strict HTCDS: \(escaped($0.words))</small>" } ?? ""
            return "<tr><th scope=\"row\"><code>\(escaped(value.name))</code></th><td>\(escaped(value.label))</td>"
                + "<td>\(escaped(value.definition))\(fallback)</td></tr>"
        }
        // Long lists are folded away on a screen.
        let isLong = list.values.count > 60
        let (open, close) =
            isLong ? ("<details><summary>All \(list.values.count) values</summary>", "</details>") : ("", "")
        return """
            <section>
            <h3 id="list-\(escaped(list.id))">\(escaped(users.first?.label ?? list.id))</h3>
            <p>Used by \(links.joined(separator: ", ")).</p>
            \(open)<table>
            <thead><tr><th scope="col">Name</th><th scope="col">Label</th>\
            <th scope="col">What it means</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>\(close)
            </section>
            """
    }

    private static func holds(_ field: Field) -> String {
        switch field.kind {
        case .text: "text"
        case .longText: "long text"
        case .date: "a date, or the part of it that is known"
        case .number(let whole): whole ? "a whole number" : "a number"
        case .latitude: "degrees, −90 to 90"
        case .longitude: "degrees, −180 to 180"
        case .checkbox: "yes or no"
        case .picklist(let id, let multiple): link("list-\(id)", multiple ? "several of a list" : "one of a list")
        case .lookup(let what):
            "the name of \(what == .person ? "a person" : what == .user ? "a user" : "an organisation")"
        }
    }

    private static func link(_ anchor: String, _ text: String) -> String {
        "<a href=\"#\(escaped(anchor))\">\(escaped(text))</a>"
    }

    private static func escaped(_ text: String) -> String {
        var safe = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            default: safe.unicodeScalars.append(character)
            }
        }
        return safe
    }
}
