// SPDX-License-Identifier: Apache-2.0

import Cases

/// What was done in the register, and by whom; of one case, or by one person, when it is asked for. Says what was
/// opened, never what stood in it.
public struct ActsPage: Sendable {
    /// Newest first.
    public var acts: [Line]
    /// What the form asks for: a case's code or id, an account's id, days.
    public var about = ""
    public var by = ""
    public var from = ""
    public var until = ""
    /// Whom the form offers.
    public var staff: [(id: EntityID, name: String)] = []
    /// The number of the last entry on this page when there are older ones.
    public var older: Int?
    /// True for the data protection officer: the words of searches can be opened.
    public var seesWords = false
    /// The last checkpoint as number and eight words.
    public var anchor: String?
    /// Alerts that nobody has looked at; nil for those who do not read them.
    public var unseen: Int?

    public struct Line: Sendable {
        public var number: Int
        /// The day and hour, as people read it.
        public var at: String
        /// The name that the person signs in with, or a code.
        public var who: String
        public var role: Role?
        /// A raw value of `Verb`, or another name of an act.
        public var action: String
        /// What it was about; nil for the register as a whole.
        public var subject: EntityID?
        public var count: Int
        public var outcome = "done"
        public var isDone: Bool
        /// The classes of content that were open.
        public var classes: [String] = []
        public var hasWords = false
    }

    public init(_ acts: [Line]) { self.acts = acts }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.acts"])", audience: words["audience.audit"], area: .acts, isWide: true)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["acts.lead"])</p>
                \(unseen.map { alertLink($0, words) })
                \(form(context))
                \(acts.isEmpty ? "<p class=\"note\">\(words["acts.none"])</p>" : table(words))
                \(older.map { number -> Markup in
                    "<p class=\"acts\"><a class=\"button quiet\" href=\"\(address(before: number))\">\(words["acts.older"])</a></p>"
                })
                \(anchor.map { text -> Markup in
                    "<p class=\"soft small\">\(words["acts.anchor"]) <code class=\"code\">\(text)</code></p>"
                })
                """)
    }

    private func alertLink(_ count: Int, _ words: Words) -> Markup {
        let text = count == 0 ? words["acts.alerts.none"] : words("acts.alerts", ["count": String(count)])
        return "<p><a href=\"/alerts\">\(text)</a></p>"
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let people = staff.map { one -> Markup in
            """
            <option value="\(one.id.description)"\(when: one.id.description == by, " selected")>\(one.name)</option>
            """
        }
        return """
            <form method="post" action="/acts" role="search" aria-label="\(words["acts.ask"])">\(context.tokenInput)
            <div class="field"><label for="about">\(words["acts.ask.about"])</label>
            <input id="about" type="text" name="about" value="\(about)" autocomplete="off" spellcheck="false" maxlength="32"></div>
            <div class="field"><label for="by">\(words["acts.ask.by"])</label>
            <select id="by" name="by"><option value="">\(words["acts.ask.anybody"])</option>\(people)</select></div>
            <div class="field"><label for="from">\(words["acts.ask.from"])</label>
            <input id="from" name="from" type="date" value="\(from)"></div>
            <div class="field"><label for="until">\(words["acts.ask.until"])</label>
            <input id="until" name="until" type="date" value="\(until)"></div>
            <p class="acts"><button>\(words["acts.ask.do"])</button> <a href="/acts">\(words["acts.ask.all"])</a></p>
            </form>
            """
    }

    private func address(before number: Int) -> String {
        let pairs = [("about", about), ("by", by), ("from", from), ("until", until)].filter { !$0.1.isEmpty }
        return "/acts?"
            + (pairs.map { "\($0.0)=\(PercentCoding.encode($0.1))" } + ["before=\(number)"]).joined(separator: "&")
    }

    private func table(_ words: Words) -> Markup {
        """
        <table class="stack"><thead><tr><th scope="col">\(words["acts.at"])</th><th scope="col">\
        \(words["acts.who"])</th>
        <th scope="col">\(words["acts.what"])</th><th scope="col">\(words["acts.subject"])</th>
        <th scope="col">\(words["acts.classes"])</th>
        <th scope="col" class="num">\(words["acts.count"])</th></tr></thead><tbody>\(acts.map { row($0, words) })\
        </tbody></table>
        """
    }

    private func row(_ act: Line, _ words: Words) -> Markup {
        let subject = act.subject.map { id -> Markup in
            "<a class=\"code\" href=\"/acts?about=\(id.description)\">\(id.code)</a>"
        }
        let what = words[ifPresent: "action.\(act.action)"] ?? act.action
        let why = act.outcome.hasPrefix("denied:") ? words[ifPresent: "refused.\(act.outcome.dropFirst(7))"] : nil
        let refused: Markup = """
             <span class="mark warning">\(words["acts.refused"])</span>\
            \(why.map { text -> Markup in " <span class=\"soft small\">\(text)</span>" })
            """
        let asked: Markup = " <a href=\"/acts/\(act.number)/words\">\(words["acts.words"])</a>"
        let role = act.role.map { words[.accountRole, $0.rawValue] }
        return """
            <tr><td>\(act.at)</td><td><bdi>\(act.who)</bdi>\
            \(role.map { text -> Markup in "<br><span class=\"soft small\">\(text)</span>" })</td>
            <td>\(what)\(when: !act.isDone, refused)\(when: act.hasWords && seesWords, asked)</td>
            <td data-label="\(words["acts.subject"])">\(subject)</td>\
            <td data-label="\(words["acts.classes"])" class="small">\
            \(act.classes.isEmpty ? "" : act.classes.count >= 12 ? words["acts.classes.all"] : act.classes.joined(separator: " "))</td>\
            <td class="num" data-label="\(words["acts.count"])">\(when: act.count > 0, "\(act.count)")</td></tr>
            """
    }
}

/// The words of one search, opened for the data protection officer.
public struct SearchWordsPage: Sendable {
    let act: Int
    let asked: String

    public init(act: Int, asked: String) {
        self.act = act
        self.asked = asked
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["acts.words.heading"])", trail: [.init(words["menu.acts"], "/acts")],
            audience: words["audience.officer"], area: .acts)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words("acts.words.lead", ["number": String(act)]))</p>
                <blockquote><p dir="auto">\(asked)</p></blockquote>
                """)
    }
}
