// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases

/// What is needed, in a line of the page of a case or a signal, with the way to the page that says more.
struct HelpLine {
    let file: CaseFile
    let context: PageContext

    /// Most kinds of help that the line names.
    private static let namedMax = 3

    var markup: Markup {
        let words = context.words
        let open = file.needs().filter(\.state.isOpen)
        let urgent = open.filter { $0.urgency <= 1 }
        let named = urgent.prefix(Self.namedMax).map { HelpText.service($0.code) }.joined(separator: "; ")
        let line: Markup = """
            <p><span class="mark warning">\(words["need.urgent.mark"])</span> \(named)</p>
            """
        return """
            \(when: !urgent.isEmpty, line)<p class="acts"><a class="button quiet" \
            href="/cases/\(file.id.description)/help">\(words["need.heading"])</a> \
            <span class="soft">\(words("need.open", count: open.count))</span>\
            \(when: !file.isSignal, " <a href=\"/cases/\(file.id.description)/plan\">\(words["plan.heading"])</a>")</p>
            """
    }
}
