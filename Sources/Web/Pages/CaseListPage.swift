// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// The cases that a filter and a search leave, fifty a page; codes and initials unless names are asked for.
public struct CaseListPage: Sendable {
    public var filter: CaseFilter
    public var lines: [Line]
    /// How many lines there are on all pages.
    public var total: Int
    /// From 0.
    public var page: Int
    /// Names that stand as owners in the register, for the filter.
    public var owners: [String]
    /// True when the address holds a question that was let go.
    public var isGone = false
    /// How many cases wait for somebody, and why; empty where it would only repeat itself.
    public var waiting: [WaitReason: Int] = [:]
    public static let pageSize = 50

    /// One case.
    public struct Line: Sendable {
        public var id: EntityID
        /// The office's own number for it.
        public var reference: String?
        /// The people it is for, by initials or by name.
        public var people: [String]
        public var status: String?
        public var isDraft: Bool
        public var owner: String?
        public var exploitation: [String]
        /// The day it last changed.
        public var changed: PartialDate
        /// Another agency's, a part of which was shared.
        public var isShared = false
        /// Something in it waits for a second person.
        public var isWaiting = false

        public init(
            id: EntityID, reference: String? = nil, people: [String], status: String?, isDraft: Bool = false,
            owner: String? = nil, exploitation: [String] = [], changed: PartialDate
        ) {
            self.id = id
            self.reference = reference
            self.people = people
            self.status = status
            self.isDraft = isDraft
            self.owner = owner
            self.exploitation = exploitation
            self.changed = changed
        }
    }

    public init(filter: CaseFilter, lines: [Line], total: Int, page: Int, owners: [String]) {
        self.filter = filter
        self.lines = lines
        self.total = total
        self.page = page
        self.owners = owners
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["list.heading"])", next: .init(words["menu.new"], "/cases/new"),
            audience: words["audience.office"],
            area: .cases, isWide: true)
        return Layout.page(
            place, in: context,
            content: """
                \(when: isGone, "<div class=\"note\" role=\"status\"><p>\(words["search.gone"])</p></div>")
                <form method="post" action="/cases/search" role="search">\(context.tokenInput)
                <div class="field"><label for="q">\(words["list.search"])</label>
                <p class="help" id="q-help">\(words["list.search.help"])</p>
                <div class="seek"><input type="search" id="q" name="q" value="\(filter.text)" dir="auto" \
                autocomplete="off" aria-describedby="q-help">
                <button>\(words["list.search.do"])</button></div></div>
                \(filter.sentence(owners: owners, context))</form>
                \(waits(words))
                \(lines.isEmpty ? empty(words) : table(context))
                """)
    }

    /// What to look at today; nothing when nothing waits.
    private func waits(_ words: Words) -> Markup {
        let items = WaitReason.allCases.compactMap { reason -> Markup? in
            guard let count = waiting[reason], count > 0 else { return nil }
            let said =
                switch reason {
                case .draft: words("wait.draft", count: count)
                case .still14: words("wait.still14", count: count)
                case .still21: words("wait.still21", count: count)
                case .consent: words("wait.consent", count: count)
                }
            return "<li><a href=\"/cases?status=\(reason.rawValue)\">\(said)</a></li>"
        }
        guard !items.isEmpty else { return "" }
        return """
            <section class="waits"><h2>\(words["wait.heading"])</h2><ul class="plain">\(items)</ul></section>
            """
    }

    private func empty(_ words: Words) -> Markup {
        guard filter.isEverything else {
            return """
                <div class="note"><p>\(words["list.noMatch"])</p><p><a href="/cases">\(words["list.showAll"])</a></p>\
                </div>
                """
        }
        return """
            <div class="note"><p>\(words["list.empty"])</p></div>
            <div class="acts"><a class="button" href="/cases/new">\(words["menu.new"])</a>
            <a class="button quiet" href="/import">\(words["menu.import"])</a></div>
            """
    }

    private func table(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        return """
            <p role="status">\(words("list.count", count: total)) \
            \(filter.showsNames ? words["list.showing.names"] : words["list.showing.codes"])</p>
            <table class="stack"><caption class="unseen">\(words["list.heading"])</caption><thead><tr>
            <th scope="col">\(words["list.column.case"])</th><th scope="col">\(words["list.column.people"])</th>
            <th scope="col">\(words["list.column.status"])</th><th scope="col">\(words["list.column.exploitation"])</th>
            <th scope="col">\(words["list.column.owner"])</th><th scope="col">\(words["list.column.changed"])</th>\
            </tr></thead>
            <tbody>\(lines.map { row($0, text, words) })</tbody></table>
            \(Pager(page: page, size: Self.pageSize, total: total, address: filter.address).markup(words))
            """
    }

    private func row(_ line: Line, _ text: ValueText, _ words: Words) -> Markup {
        let people = line.people.map { name -> Markup in "<bdi>\(name)</bdi>" }.joined(separator: ", ")
        let harm = line.exploitation.map { code -> Markup in "\(text.label(of: code, field: "vic_TypeOfExploitation"))"
        }
        let reference = line.reference.map { reference -> Markup in
            " <span class=\"soft small\"><bdi>\(reference)</bdi></span>"
        }
        let owner = line.owner.map { owner -> Markup in "<bdi>\(owner)</bdi>" }
        return """
            <tr><td><a class="code" href="/cases/\(line.id.description)">\(line.id.code)</a>\(reference)</td>
            <td data-label="\(words["list.column.people"])">\(people)</td>
            <td data-label="\(words["list.column.status"])">\
            \(when: line.isDraft, "<span class=\"mark warning\">\(words["case.draft"])</span> ")\
            \(when: line.isShared, "<span class=\"mark\">\(words["list.shared"])</span> ")\
            \(when: line.isWaiting, "<span class=\"mark warning\">\(words["list.waiting"])</span> ")\
            \(line.status.map { text.label(of: $0, field: "cas_Status") })</td>
            <td data-label="\(words["list.column.exploitation"])">\(harm.joined(separator: ", "))</td>
            <td data-label="\(words["list.column.owner"])">\(owner)</td>
            <td data-label="\(words["list.column.changed"])">\(text.date(line.changed))</td></tr>
            """
    }
}
