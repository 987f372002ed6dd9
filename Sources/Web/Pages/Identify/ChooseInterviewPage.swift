// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification

/// Which questionnaire for whom: those that fit come first, each with what speaks against it here.
public struct ChooseInterviewPage: Sendable {
    public var caseID: EntityID
    /// Everybody whom the case is for, and what they are called.
    public var people: [(id: EntityID, name: String)]
    public var person: EntityID?
    public var respondent: Respondent
    public var proposals: [InstrumentSelector.Proposal]
    /// An interview that the new one corrects.
    public var replaces: EntityID?
    public var requestKey: String

    public init(
        caseID: EntityID, people: [(id: EntityID, name: String)], person: EntityID?, respondent: Respondent,
        replaces: EntityID? = nil, requestKey: String
    ) {
        self.caseID = caseID
        self.people = people
        self.person = person
        self.respondent = respondent
        self.replaces = replaces
        self.requestKey = requestKey
        proposals = InstrumentLibrary.current.proposals(for: respondent)
    }

    private var address: String { "/cases/\(caseID.description)/interviews" }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let fitting = proposals.filter(\.isFit)
        let others = proposals.filter { !$0.isFit }
        return Layout.page(
            Place(
                "\(words["choose.heading"])",
                inCase: caseID, words),
            in: context,
            content: """
                \(when: replaces != nil, "<div class=\"note\"><p>\(words["choose.replaces"])</p></div>")
                <p>\(words["choose.lead"])</p>
                \(known(context))
                <h2>\(words["choose.fitting"])</h2><ul class="cards">\(fitting.map { card($0, context) })</ul>
                \(when: fitting.isEmpty, "<p class=\"soft\">\(words["choose.none"])</p>")
                \(when: !others.isEmpty, unfit(others, context))
                """)
    }

    /// Kept below: whoever asks may know better.
    private func unfit(_ others: [InstrumentSelector.Proposal], _ context: PageContext) -> Markup {
        """
        <details class="box"><summary>\(context.words("choose.others", count: others.count))</summary>
        <ul class="cards">\(others.map { card($0, context) })</ul></details>
        """
    }

    private func known(_ context: PageContext) -> Markup {
        let words = context.words
        let choice = Choice.group(
            words["choose.person"],
            people.map { Choice("person", $0.id.description, $0.name, .radio, isOn: $0.id == person) })
        return """
            <details class="box"><summary>\(words["choose.known"])</summary>
            <form method="post" action="\(address)/choose">\(context.tokenInput)\(hidden("replaces", replaces?.description))
            \(when: people.count > 1, choice)\(when: people.count == 1, hidden("person", person?.description))
            \(RespondentForm.markup(respondent, context))
            <div class="acts"><button class="quiet">\(words["choose.again"])</button></div></form></details>
            """
    }

    private func hidden(_ name: String, _ value: String?) -> Markup {
        guard let value else { return "" }
        return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    private func card(_ proposal: InstrumentSelector.Proposal, _ context: PageContext) -> Markup {
        let words = context.words
        let instrument = proposal.instrument
        let about = InstrumentAbout(instrument: instrument, context: context)
        let cautions = proposal.cautions.map { caution -> Markup in "<li>\(words[.caution, caution.rawValue])</li>" }
        return """
            <li><h3>\(instrument.title)</h3><p>\(about.marks)</p><p dir="auto">\(instrument.population.words)</p>
            <p class="soft small">\(words("instrument.questions", count: instrument.items.count))\
            \(when: !about.minutes.isEmpty, " · \(about.minutes)") · \(about.languageName(instrument.language))</p>
            \(when: !cautions.isEmpty, "<ul class=\"small\">\(cautions)</ul>")
            <details class="why"><summary>\(words["choose.more"])<span class="unseen">: \(instrument.title)</span></summary>\
            \(about.facts)</details>
            <form method="post" action="\(address)" class="acts">\(context.tokenInput)\
            \(hidden("request", "\(requestKey)-\(instrument.id)"))\(hidden("instrument", instrument.id))\
            \(hidden("version", instrument.version))\(hidden("in", instrument.language))\
            \(hidden("person", person?.description))\(hidden("replaces", replaces?.description))\
            \(RespondentForm.write(respondent).hiddenInputs())
            <button\(when: !proposal.isFit, " class=\"quiet\"")>\(words["choose.begin"])\
            <span class="unseen">: \(instrument.title)</span></button></form></li>
            """
    }
}
