// SPDX-License-Identifier: Apache-2.0

import Cases

/// The organisations that the register knows, by name.
public struct OrganisationsPage: Sendable {
    public var organisations: [(id: EntityID, name: String)]
    public init(_ organisations: [(id: EntityID, name: String)]) { self.organisations = organisations }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.organisations"])", audience: words["audience.office"], area: .organisations)
        let items = organisations.map { one -> Markup in
            let name: Markup =
                one.name.isEmpty ? "<span class=\"code\">\(one.id.code)</span>" : "<bdi>\(one.name)</bdi>"
            return "<li><a href=\"/organisations/\(one.id.description)/edit\">\(name)</a></li>"
        }
        let none: Markup = "<div class=\"note\"><p>\(words["organisations.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(items.isEmpty ? none : "<ul class=\"plain\">\(items)</ul>")
                <div class="acts"><a class="button" href="/organisations/add">\
                \(words[.kindAdd, RecordKind.organisation.rawValue])</a></div>
                """)
    }
}
