// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// What stands around a case on its page: where it comes from, what is closed and how it opens, who sees it.
struct CaseAround {
    let file: CaseFile
    let sight: CaseSight
    let context: PageContext
    private var words: Words { context.words }
    private var address: String { "/cases/\(file.id.description)" }

    /// Before everything else: that it is somebody else's, or opened in an emergency, and what waits in it.
    var head: Markup {
        let waiting = file.records.count { sight.isLocked($0.id) } + file.people.keys.count { sight.isLocked($0) }
        return """
            \(shared)\(glass)\
            \(when: waiting > 0, "<div class=\"warn\"><p>\(words("sight.waiting", count: waiting))</p></div>")\(letters)\(closed)
            """
    }

    /// What the person wrote through their ticket and nobody has answered or read.
    private var letters: Markup {
        let count = file.waitingMessages.count
        guard sight.sharedBy == nil, count > 0 else { return "" }
        return """
            <div class="note"><p><a href="\(address)/ticket#messages">\(words("ticket.waiting", count: count))</a></p></div>
            """
    }

    private var shared: Markup {
        guard let agency = sight.sharedBy else { return "" }
        let until = sight.facts.share(with: sight.actor.agency, now: sight.now).map {
            MomentText.say($0.until, context)
        }
        return """
            <div class="note"><p>\(words.markup("sight.shared", ["agency": "<bdi>\(agency)</bdi>"])) \
            \(until.map { words("sight.shared.until", ["date": $0]) })</p></div>
            """
    }

    private var glass: Markup {
        guard let until = sight.glassUntil else { return "" }
        return "<div class=\"warn\"><p>\(words("sight.glass", ["time": MomentText.say(until, context)]))</p></div>"
    }

    /// One calm line for each class that the reader knows of and that is closed now, with the way to open it.
    private var closed: Markup {
        let lines = (file.permit?.withheld ?? [:]).sorted { $0.key < $1.key }.compactMap {
            fieldClass, reason -> Markup? in
            let isHeld = file.permit?.allClasses.contains(fieldClass) ?? false
            guard !isHeld, reason == .stepUp || reason == .device else { return nil }
            let way: Markup =
                reason == .stepUp
                ? "<a href=\"/step-up?back=\(address: address)\">\(words["sight.open.stepUp"])</a>"
                : "\(words["sight.open.device"])"
            return "<li>\(words[.fieldClass, fieldClass.rawValue]): \(way)</li>"
        }
        return lines.isEmpty ? "" : "<ul class=\"plain\">\(lines)</ul>"
    }

    /// Who sees it, who works on it, and what can be done with it as a whole; at the foot of the page.
    var foot: Markup {
        guard sight.sharedBy == nil else { return "" }
        return """
            <section class="section" id="who"><h2>\(words["who.heading"])</h2>
            <p class="help">\(words["who.lead"])</p>\(seers)\(guests)
            \(when: sight.mayAssign.isMade, assigning)\(ways)</section>
            """
    }

    private var seers: Markup {
        let lines = sight.seers.map { seer -> Markup in
            let how = seer.isAssigned ? words["who.assigned"] : words["who.byRole"]
            return """
                <li><h3><bdi>\(seer.who.name)</bdi> <span class="mark">\(words[.accountRole, seer.role.rawValue])</span></h3>
                <p class="small">\(how) \(ClassNames.list(seer.classes, words))</p>\
                \(when: seer.isAssigned && sight.mayAssign.isMade, takeAway(seer))</li>
                """
        }
        return "<ul class=\"cards\">\(lines)</ul>"
    }

    private func takeAway(_ seer: CaseSeer) -> Markup {
        """
        <form method="post" action="\(address)/assign">\(context.tokenInput)
        <input type="hidden" name="remove" value="\(seer.id.description)"><button class="link">\
        \(words["who.remove"])<span class="unseen">: \(seer.who.name)</span></button></form>
        """
    }

    private var guests: Markup {
        let lines = sight.guests.map { guest -> Markup in
            let until = MomentText.say(guest.until, context)
            return "<li>\(words.markup("who.guest", ["agency": "<bdi>\(guest.name)</bdi>", "date": "\(until)"]))</li>"
        }
        return lines.isEmpty ? "" : "<ul>\(lines)</ul>"
    }

    private var assigning: Markup {
        let choices = sight.others.map { who -> Markup in
            let roles = who.roles.map { words[.accountRole, $0.rawValue] }.joined(separator: ", ")
            return "<option value=\"\(who.id.description)\">\(who.name) (\(roles))</option>"
        }
        guard !choices.isEmpty else { return "<p class=\"soft\">\(words["who.nobodyElse"])</p>" }
        return """
            <form method="post" action="\(address)/assign">\(context.tokenInput)
            <div class="field"><label for="assign">\(words["who.add"])</label>
            <p class="help" id="assign-help">\(words["who.add.help"])</p>
            <select id="assign" name="add" aria-describedby="assign-help">\(choices)</select></div>
            <div class="acts"><button class="quiet">\(words["who.add.do"])</button></div></form>
            """
    }

    private var ways: Markup {
        let shares: Markup = "<a href=\"\(address)/shares\">\(words["share.list.heading"])</a>"
        let refer: Markup = """
            <a href="\(address)/consents">\(words["consents.heading"])</a><a href="\(address)/referrals">\
            \(words["referrals.heading"])</a>
            """
        let files: Markup = "<a href=\"\(address)/files\">\(words["files.heading"])</a>"
        let erase: Markup = "<a href=\"\(address)/erase\">\(words["erase.link"])</a>"
        let ticket: Markup = "<a href=\"\(address)/ticket\">\(words["ticket.heading"])</a>"
        let state: Markup = "<a href=\"\(address)/state\">\(words["state.heading"])</a>"
        return """
            <div class="acts">\(refer)\(when: sight.mayShare.isMade || !sight.guests.isEmpty, shares)\
            \(files)\(when: file.permit?.classes.contains(.f4) ?? false, ticket)\(when: sight.mayAssign.isMade, state)\
            \(when: sight.mayAssign.isMade && sight.actor.role.powers.contains(.approveRequests), erase)</div>
            """
    }
}

/// Classes of content as people read them.
enum ClassNames {
    /// Such as `Names and papers, Contacts`; without the id and state, which everybody sees who sees anything.
    static func list(_ classes: Set<FieldClass>, _ words: Words) -> String {
        classes.subtracting([.f0]).sorted().map { words[.fieldClass, $0.rawValue] }.joined(separator: ", ")
    }
}
