// SPDX-License-Identifier: Apache-2.0

import Cases

/// Gives a referral to a colleague.
struct GivePacket {
    let id: EntityID
    let others: [(id: EntityID, name: String)]
    let context: PageContext

    var markup: Markup {
        let words = context.words
        guard !others.isEmpty else { return "" }
        let choices = others.map { other -> Markup in
            "<option value=\"\(other.id.description)\">\(other.name)</option>"
        }
        let field = "add-\(id)"
        return """
            <form method="post" action="/inbox/\(id.description)/assign">\(context.tokenInput)
            <div class="field"><label for="\(field)">\(words["packet.give"])</label>
            <select id="\(field)" name="add">\(choices)</select></div>
            <div class="acts"><button class="quiet">\(words["packet.give.do"])</button></div></form>
            """
    }
}
