// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// What can be said of two people: ask later, two people, one person, two after all.
struct LikenessForms {
    private let paper: LikenessPaper
    private let address: String
    private let reason: String
    private let context: PageContext
    private var words: Words { context.words }

    init(_ paper: LikenessPaper, address: String, reason: String, context: PageContext) {
        self.paper = paper
        self.address = address
        self.reason = reason
        self.context = context
    }

    var markup: Markup {
        if paper.isOne { return mayMerge ? apart : obstacle }
        let isJoined = paper.goOn.contains { $0.key != $0.value }
        return """
            <section class="section"><h2>\(words["same.decide"])</h2>
            \(isJoined ? joined : mayMerge ? one : thought)
            <form method="post" action="\(address)">\(hidden)
            <div class="acts"><button class="quiet" name="say" value="different">\(words["same.different.do"])</button>
            <button class="quiet" name="say" value="later">\(words["same.later.do"])</button></div>
            <p class="help">\(words["same.different.help"])</p></form></section>
            """
    }

    /// Whoever only lacks a fresh second factor is asked for it when the form is sent.
    private var mayMerge: Bool { paper.mergeObstacle == nil || paper.mergeObstacle == .stepUp }

    private var hidden: Markup {
        let seen = paper.seen.sorted { $0.key < $1.key }.map { id, version -> Markup in
            "<input type=\"hidden\" name=\"seen\" value=\"\(id.description)=\(version)\">"
        }
        return "\(context.tokenInput)<input type=\"hidden\" name=\"base\" value=\"\(paper.base)\">\(seen)"
    }

    private var one: Markup {
        let choices = [paper.first, paper.second].enumerated().map { place, person in
            Choice(
                "goesOn", person.id.description, PersonLabel.name(person.record) ?? words["case.noName"], .radio,
                isOn: place == 0)
        }
        return """
            <form method="post" action="\(address)">\(hidden)
            <p>\(words["same.same.lead"])</p>
            \(Choice.group(words["same.goesOn"], help: words["same.goesOn.help"], choices))
            \(reasonField)
            <div class="acts"><button name="say" value="same">\(words["same.same.do"])</button></div></form>
            """
    }

    private var thought: Markup {
        """
        \(paper.mergeObstacle == .role ? lead : obstacle)<form method="post" action="\(address)">\(hidden)
        \(reasonField)
        <div class="acts"><button name="say" value="thought">\(words["same.thought.do"])</button></div></form>
        """
    }

    private var lead: Markup { "<p>\(words["same.thought.lead"])</p>" }

    private var apart: Markup {
        let given = paper.since.sorted { $0.key < $1.key }.map { id, person in
            Choice(
                "give", "\(id.description)=\(person.description)",
                words("same.give", ["code": id.code, "name": name(person)]), .checkbox)
        }
        return """
            <section class="section"><h2>\(words["same.apart"])</h2>
            <form method="post" action="\(address)">\(hidden)<p>\(words["same.apart.lead"])</p>
            \(given.isEmpty ? "" : Choice.group(words["same.since"], help: words["same.since.help"], given))
            \(reasonField)
            <div class="acts"><button name="say" value="apart">\(words["same.apart.do"])</button></div></form></section>
            """
    }

    /// The record that a case would go to: the other of the two.
    private func name(_ giver: EntityID) -> String {
        let taker = giver == paper.first.id ? paper.second : paper.first
        return PersonLabel.name(taker.record) ?? words["case.noName"]
    }

    private var joined: Markup { "<div class=\"note\"><p>\(words[.likenessProblem, "joined"])</p></div>" }

    private var obstacle: Markup {
        guard let reason = paper.mergeObstacle else { return "" }
        return "<div class=\"note\"><p>\(words[.refused, "\(reason)"])</p></div>"
    }

    private var reasonField: Markup {
        """
        <div class="field"><label for="reason">\(words["same.reason.label"])</label>
        <p class="help" id="reason-help">\(words["same.reason.help"])</p>
        <textarea id="reason" name="reason" rows="3" dir="auto" aria-describedby="reason-help">\(reason)</textarea></div>
        """
    }
}
