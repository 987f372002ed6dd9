// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// The referrals of a case as its own office follows them.
public struct ReferralsPage: Sendable {
    public var caseID: EntityID
    public var referrals: [SentReferral]
    public var mayRefer: Bool
    public var done: Bool = false
    public var problem: String?

    public init(caseID: EntityID, referrals: [SentReferral], mayRefer: Bool) {
        self.caseID = caseID
        self.referrals = referrals
        self.mayRefer = mayRefer
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["referrals.heading"])", trail: ConsentsPage.trail(caseID, words, isBelow: false),
            next: mayRefer ? .init(words["refer.heading"], "/cases/\(caseID)/refer") : nil,
            audience: words["audience.case"], area: .cases)
        let none: Markup = "<div class=\"note\"><p>\(words["referrals.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: done, "<div class=\"done\" role=\"status\"><p>\(words["share.done"])</p></div>")
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["referrals.lead"])</p>
                \(referrals.isEmpty ? none : "<ul class=\"cards\">\(referrals.reversed().map { card($0, context) })</ul>")
                <div class="acts"><a href="/cases/\(caseID.description)/consents">\(words["consents.heading"])</a></div>
                """)
    }

    private func card(_ one: SentReferral, _ context: PageContext) -> Markup {
        let words = context.words
        let grant = one.referral.grant
        let until = words("agreements.until", ["date": MomentText.say(grant.until, context)])
        let closed: Markup = "<p>\(words["referrals.closed"])</p>"
        let through = one.through.map { name -> Markup in
            "<p>\(words.markup("referrals.through", ["agency": "<bdi>\(name)</bdi>"]))</p>"
        }
        return """
            <li><h2><bdi>\(one.to)</bdi> \(ReferralMarks.state(one.referral.state, isLate: one.isLate, words))</h2>
            <p>\(ReferralMarks.service(one.referral.service)). \(ClassNames.list(grant.classes, words)). \(until)</p>
            \(through)\(when: !one.isSeen && !one.referral.state.isEnd, closed)\
            \(ReferralMarks.receipts(of: one, context))\
            \(when: mayRefer && !one.referral.state.isEnd, acts(one, context))</li>
            """
    }

    private func acts(_ one: SentReferral, _ context: PageContext) -> Markup {
        let words = context.words
        let buttons = [ReferralAct.revoke, .personDeclines].map { act -> Markup in
            """
            <button class="danger" name="act" value="\(act.name)">\(words[.referralAct, act.name])\
            <span class="unseen">: \(one.to)</span></button>
            """
        }
        let address = "/cases/\(caseID)/referrals/\(one.id)"
        let file: Markup = """
            <form method="post" action="\(address)/file">\(context.tokenInput)<div class="acts"><button class="quiet">\
            \(words["referrals.file"])</button></div></form>
            """
        return """
            <form method="post" action="\(address)">\(context.tokenInput)<div class="acts">\(buttons)</div></form>\
            \(when: one.hasCard && one.isSeen, file)
            """
    }
}

/// What stands beside a referral.
enum ReferralMarks {
    static func state(_ state: ReferralState, isLate: Bool, _ words: Words) -> Markup {
        let late: Markup = " <span class=\"mark bad\">\(words["referrals.late"])</span>"
        return """
            <span class="mark\(when: state.isUnanswered, " warning")">\(words[.referralState, state.rawValue])</span>\
            \(when: isLate, late)
            """
    }

    static func service(_ code: ServiceCode) -> String { ServiceCatalogue.current[code]?.title ?? code.rawValue }

    /// The way of one referral as receipts: when it went, through whom, and what each office did with it.
    static func receipts(of one: SentReferral, _ context: PageContext) -> Markup {
        let words = context.words
        let sent = one.through ?? one.names[one.referral.giver] ?? ""
        let first: Markup = """
            <li>\(MomentText.say(one.referral.grant.made, context)), <bdi>\(sent)</bdi>: \
            \(one.through == nil ? words["referrals.sent"] : words["referrals.passedOn"])</li>
            """
        return "<ol class=\"plain\">\(first)\(lines(one.referral, one.names, context))</ol>"
    }

    /// What was done, in order; nothing when nobody did anything.
    static func steps(_ referral: Referral, _ context: PageContext) -> Markup {
        let lines = lines(referral, [:], context)
        return referral.steps.isEmpty ? "" : "<ol class=\"plain\">\(lines)</ol>"
    }

    private static func lines(_ referral: Referral, _ names: [EntityID: String], _ context: PageContext) -> Markup {
        let words = context.words
        return referral.steps.map { step -> Markup in
            let reason = step.act.reason.map { ": \(words[.declineReason, $0.rawValue])" } ?? ""
            let who = names[step.agency].map { name -> Markup in ", <bdi>\(name)</bdi>" }
            return """
                <li>\(MomentText.say(step.at, context))\(who): \(words[.referralDone, step.act.name])\(reason)</li>
                """
        }.joined()
    }
}
