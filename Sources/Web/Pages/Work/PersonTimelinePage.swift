// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What happened when to one person, over all their cases that the reader may see.
public struct PersonTimelinePage: Sendable {
    public var files: [CaseFile]
    public var person: EntityID
    /// All records of the person, that one too.
    public var records: Set<EntityID>

    public init(_ files: [CaseFile], person: EntityID, records: Set<EntityID> = []) {
        self.files = files
        self.person = person
        self.records = records.union([person])
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        guard let first = files.first else { return "" }
        let name = first.people[person].flatMap { PersonLabel.name($0.record) } ?? words["case.noName"]
        let place = Place(
            "<bdi>\(name)</bdi>",
            inCase: first.id, words)
        let moments = files.flatMap { CaseFacts(file: $0, context: context).moments }
        return Layout.page(
            place, in: context,
            content: """
                <p class="help">\(words("lifeline.lead", count: files.count))</p>
                \(Timeline(moments: moments.sorted { $0.day < $1.day }, context: context).markup)
                <ul class="cards">\(files.map { card($0, context) })</ul>
                """)
    }

    private func card(_ file: CaseFile, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let part = file.records(.participation).first { part in
            part.record.links[.person].map { records.contains($0) } ?? false
        }
        let role = part?.record.personRole.map { words[.personRole, $0.rawValue] }
        let record = file.caseRecord?.record
        let status = record?.code("cas_Status").map { text.label(of: $0, field: "cas_Status") }
        let since = record?.ownDate.map { text.date($0) }
        let facts = [role, status, since].compactMap { $0 }.joined(separator: " · ")
        return
            "<li><h2><a class=\"code\" href=\"/cases/\(file.id.description)\">\(file.id.code)</a></h2><p>\(facts)</p></li>"
    }
}
