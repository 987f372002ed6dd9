// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// One case: who it is for, what is next, what happened, who takes part, what was agreed.
public struct CasePage: Sendable {
    public var file: CaseFile
    /// Something just done that the page confirms.
    public var done: Done?
    /// A note that was being written and is not saved.
    public var note = ""
    /// What stands around the case and what the reader may do; nil offers everything.
    public var sight: CaseSight?
    /// What each definition makes of the first victim; nil when the reader is not shown what it rests on.
    var laws: LawsLine?
    /// What is to be done in it; nil when the reader is not shown that.
    var schedule: (CaseSchedule, time: OfficeTime)?

    public enum Done: String, Sendable { case registered, saved, removed }

    public init(_ file: CaseFile, done: Done? = nil) {
        self.file = file
        self.done = done
    }

    /// The parts below the people, in order; each a kind of record with its own heading.
    static let kinds: [RecordKind] = [
        .consent, .referral, .plan, .assessment, .stay, .clinical, .event, .account, .statement, .comment,
    ]

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let facts = CaseFacts(file: file, context: context)
        let place = Place(
            facts.heading, trail: [.init(words["menu.cases"], "/cases")],
            next: sight?.offer(.edit, .f1).isMade ?? true ? facts.next : nil,
            audience: words["audience.case"],
            area: .cases)
        return Layout.page(
            place, in: context,
            content: """
                \(when: done == .registered, notice(words["case.done.registered"]))\
                \(when: done == .saved, notice(words["case.done.saved"]))\
                \(when: done == .removed, notice(words["case.done.removed"]))
                \(around(context).map(\.head))\(summary(facts, context))
                \(when: may(.need) || !file.records(.need).isEmpty, HelpLine(file: file, context: context).markup)\
                \(IdentifyLinks(file: file, context: context).markup)\(laws.map { law($0, context) })
                \(schedule.map { CaseWorkBox(id: file.id, schedule: $0.0, time: $0.time, context: context).markup })
                \(when: may(.comment), comment(facts, context))
                \(timeline(facts, context))
                \(people(facts, context))
                \(InterviewList(file: file, mayAdd: may(.administration), context: context).markup)
                \(beginning(context))
                \(Self.kinds.map { section($0, facts, context) })
                \(around(context).map(\.foot))
                """)
    }

    private func around(_ context: PageContext) -> CaseAround? {
        sight.map { CaseAround(file: file, sight: $0, context: context) }
    }

    private func may(_ kind: RecordKind) -> Bool { sight?.mayAdd(kind).isMade ?? true }

    private func notice(_ text: String) -> Markup { "<div class=\"done\" role=\"status\"><p>\(text)</p></div>" }

    private func summary(_ facts: CaseFacts, _ context: PageContext) -> Markup {
        guard let record = file.caseRecord else { return "" }
        let words = context.words
        let isDraft = record.record.code("wh_RecordState") == "Draft"
        return """
            \(when: isDraft, "<div class=\"warn\"><p>\(words["case.draft.note"])</p></div>")
            \(ValueText(context).facts(record.record.values, leavingOut: ["wh_RecordState"]))
            \(acts(record, facts, words))
            """
    }

    private func law(_ line: LawsLine, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <section class="section"><h2>\(words["laws.heading"])</h2><p>\(line.text(words))</p>
            <div class="acts"><a href="/cases/\(file.id.description)/laws">\(words["laws.why"])</a></div></section>
            """
    }

    /// A note is what is written most: it needs no page of its own.
    private func comment(_ facts: CaseFacts, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <form method="post" action="\(facts.address)/add/comment" data-keep\
            \(UnsavedOffer.attributes(words))>\(context.tokenInput)
            <div class="field"><label for="note">\(words["case.note"])</label>
            <textarea id="note" name="cco_CaseComment" rows="3" dir="auto">
            \(note)</textarea></div>
            <div class="acts"><button>\(words["case.note.save"])</button></div>\(UnsavedOffer.said)</form>
            """
    }

    private func timeline(_ facts: CaseFacts, _ context: PageContext) -> Markup {
        let moments = facts.moments
        guard !moments.isEmpty else { return "" }
        return """
            <section class="section"><h2>\(context.words["timeline.heading"])</h2>\
            \(Timeline(moments: moments, context: context).markup)</section>
            """
    }

    private func people(_ facts: CaseFacts, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let all = file.records(.participation)
        let victimsFirst =
            all.filter { $0.record.personRole == .victim } + all.filter { $0.record.personRole != .victim }
        let cards = victimsFirst.map { participation -> Markup in
            let role = participation.record.code("wh_RoleInCase") ?? PersonRole.victim.rawValue
            let person = facts.person(of: participation.record)
            let about = person.map { person -> Markup in
                "\(text.facts(person.record.values))\(acts(person, facts, words))"
            }
            return """
                <li><h3>\(facts.title(of: participation.record)) <span class="mark">\(words[.personRole, role])</span>\
                </h3>
                \(about)\(person.map { lifeline($0.id, facts, words) })<h3>\(words["case.inThisCase"])</h3>
                \(text.facts(participation.record.values, leavingOut: ["wh_RoleInCase"]))\
                \(acts(participation, facts, words))</li>
                """
        }
        return """
            <section class="section"><h2>\(words["case.people"])</h2><ul class="cards">\(cards)</ul>
            \(when: may(.participation), "<div class=\"acts\"><a href=\"\(facts.address)/people\">\(words["case.people.add"])</a></div>")\
            </section>
            """
    }

    private func lifeline(_ person: EntityID, _ facts: CaseFacts, _ words: Words) -> Markup {
        "<p class=\"small\"><a href=\"\(facts.address)/people/\(person.description)/timeline\">\(words["lifeline.link"])</a></p>"
    }

    /// The signals that the case began with or that were joined to it; nothing when there are none.
    private func beginning(_ context: PageContext) -> Markup {
        let words = context.words
        let signals = file.records(.signal)
        guard !signals.isEmpty else { return "" }
        let cards = signals.map { signal -> Markup in
            let hidden: Set<FieldName> = ["wh_SignalOrigin", "wh_SignalCase"]
            return "<li>\(ValueText(context).facts(signal.record.values, leavingOut: hidden))</li>"
        }
        return """
            <section class="section"><h2>\(words["signal.inCase"])</h2><ul class="cards">\(cards)</ul></section>
            """
    }

    private func section(_ kind: RecordKind, _ facts: CaseFacts, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        // Of what somebody does not know, nothing stands here: no heading, no empty list.
        guard may(kind) || !file.records(kind).isEmpty || file.permit == nil else { return "" }
        let records = kind == .comment || kind == .consent ? file.records(kind).reversed() : file.records(kind)
        let cards = records.map { stored -> Markup in
            """
            <li><h3>\(facts.title(of: stored.record))</h3>\(text.facts(stored.record.values, leavingOut: Self.kept))\
            \(acts(stored, facts, words))</li>
            """
        }
        let none: Markup = "<p class=\"soft\">\(words[.kindNone, kind.rawValue])</p>"
        let adding: Markup = """
            <div class="acts"><a href="\(facts.address)/\(kind == .account ? "facts/add" : "add/\(kind.rawValue)")">\
            \(words[.kindAdd, kind.rawValue])</a></div>
            """
        return """
            <section class="section"><h2>\(words[.kinds, kind.rawValue])</h2>
            \(cards.isEmpty ? none : "<ul class=\"cards\">\(cards)</ul>")
            \(when: may(kind), adding)</section>
            """
    }

    /// What the program keeps for itself in a consent or referral; their own pages say it in words.
    private static let kept: Set<FieldName> = [
        "wh_ConsentRecipientAgency", "wh_ConsentSigned", "wh_ConsentWithdrawn", "wh_ConsentHeldFields",
        "wh_ConsentHeldRecords", "wh_ReferralService",
    ]

    private func acts(_ stored: Stored, _ facts: CaseFacts, _ words: Words) -> Markup {
        let what = "<span class=\"unseen\">: \(facts.title(of: stored.record))</span>" as Markup
        let versions = words("case.versions", count: stored.version)
        let change: Markup = "<a href=\"\(facts.edit(stored))\">\(words["case.edit"])\(what)</a>"
        return """
            \(sight.map { pending(stored, $0, words) })<p class="acts small">\(when: mayEdit(stored, facts.context), change)
            <a href="\(facts.history(stored))">\(versions)\(what)</a></p>
            """
    }

    private func mayEdit(_ stored: Stored, _ context: PageContext) -> Bool {
        guard let sight else { return true }
        let isOwn = stored.author == sight.actor.id
        return context.codebook.classes(of: stored.record.kind).contains { fieldClass in
            sight.offer(.edit, fieldClass, record: stored.id, isOwn: isOwn).isMade
        }
    }

    /// That a change of the record waits for a second person; for those who decide, where.
    private func pending(_ stored: Stored, _ sight: CaseSight, _ words: Words) -> Markup {
        guard sight.isLocked(stored.id) else { return "" }
        let review = sight.reviews[stored.id].map { review -> Markup in
            "<a href=\"/reviews/\(review.id.description)\">\(words["sight.review"])</a>"
        }
        return """
            <p class="small"><span class="mark warning">\(words["sight.locked"])</span> \(words["sight.locked.lead"]) \
            \(sight.mayReview.isMade ? review : nil)</p>
            """
    }
}

extension Codebook {
    /// The classes of the fields that a record of a kind may hold.
    func classes(of kind: RecordKind) -> Set<FieldClass> {
        Set(fields.lazy.filter { kind.sections.contains($0.section) }.map(\.fieldClass))
    }
}
