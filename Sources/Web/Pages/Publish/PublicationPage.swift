// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// One public file that was asked for: what both who decide look at, and what can be done about it now.
struct PublicationPage {
    let line: PublicationsPage.Line

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let publication = line.publication
        let place = Place(
            "\(words["publish.one"])", trail: [.init(words["publish.heading"], "/publish")],
            audience: words["publish.audience"], area: .publish)
        return Layout.page(
            place, in: context,
            content: """
                \(facts(context))\(acts(context))
                \(PublicationReport(plan: publication.plan, account: publication.account, context: context).markup)
                """)
    }

    private func facts(_ context: PageContext) -> Markup {
        let words = context.words
        let request = line.publication.request
        func row(_ label: String, _ text: String?) -> Markup {
            guard let text, !text.isEmpty else { return "" }
            return "<div><dt>\(label)</dt><dd><bdi>\(text)</bdi></dd></div>"
        }
        let topics = line.publication.plan.topics.map { words[.publishTopic, $0.rawValue] }.joined(separator: ", ")
        let plan = line.publication.plan
        return """
            <dl class="facts">\(row(words["people.state"], words[.requestState, line.state]))\
            \(row(words["publish.method"], words[.publishMethod, plan.method.rawValue]))\(row(words["publish.topics"], topics))\
            \(plan.method == .noisy ? row(words["publish.epsilon"], PublishForm.text(plan.epsilon)) : row(words["publish.k"], String(plan.k)))\
            \(row(words["approvals.asker"], line.asker))\(row(words["people.reason"], request.reason))\
            \(row(words["publish.decider"], line.decider))\
            <div><dt>\(words["publish.asked"])</dt><dd>\(MomentText.say(request.asked, context))</dd></div>\
            \(when: line.isOpen, "<div><dt>\(words["approvals.until"])</dt><dd>\(MomentText.say(request.expires, context))</dd></div>")\
            \(digest(words))</dl>
            """
    }

    private func digest(_ words: Words) -> Markup {
        guard let digest = line.publication.digest else { return "" }
        return "<div><dt>\(words["publish.digest"])</dt><dd><span class=\"code long\">\(digest)</span></dd></div>"
    }

    private func acts(_ context: PageContext) -> Markup {
        let words = context.words
        let id = line.publication.id.description
        if line.publication.request.state == .approved, line.isOpen, line.isOwn {
            return """
                <form method="post" action="/publish/\(id)/file">\(context.tokenInput)<p>\(words["publish.write.lead"])</p>\
                <div class="acts"><button>\(words["publish.write"])</button></div></form>
                """
        }
        guard line.isOpen, line.publication.request.state == .waiting else { return "" }
        if line.isOwn { return "<div class=\"note\"><p>\(words["publish.own"])</p></div>" }
        guard line.mayDecide else { return "" }
        return """
            <form method="post" action="/approvals/\(id)/answer">\(context.tokenInput)<p>\(words["publish.decide"])</p>\
            <div class="acts"><button name="answer" value="yes">\(words["approvals.yes"])</button>\
            <button name="answer" value="no" class="second">\(words["approvals.no"])</button></div></form>
            """
    }
}
