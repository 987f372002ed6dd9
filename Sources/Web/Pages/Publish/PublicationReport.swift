// SPDX-License-Identifier: Apache-2.0

import Workflows

/// The privacy and utility report of a file: first what a director needs, then what a statistician checks.
struct PublicationReport {
    let plan: PublicationPlan
    let account: PublicationAccount
    let context: PageContext

    private var words: Words { context.words }

    var markup: Markup {
        """
        \(account.warnings.map(warning))
        <section class="section"><h2>\(words["publish.says"])</h2><ul>\(says.map { said -> Markup in "<li>\(said)</li>" })</ul></section>
        <section class="section"><h2>\(words["publish.attacked"])</h2><p class="help">\(words["publish.attacked.help"])</p>
        <ul>\(account.attacks.map { attack -> Markup in "<li>\(verdict(attack))</li>" })</ul></section>
        \(when: account.settings.count > 1, trade)
        <details class="box"><summary>\(words["publish.numbers"])</summary>\(lengths)\(attacks)\(columns)</details>
        """
    }

    private func warning(_ warning: PublicationAccount.Warning) -> Markup {
        let said =
            switch warning {
            case .otherView(let day): words("publish.warn.otherView", ["day": day])
            case .secondSynthetic(let day): words("publish.warn.secondSynthetic", ["day": day])
            case .mostLeftOut: words["publish.warn.mostLeftOut"]
            case .unclearAttack: words["publish.warn.unclearAttack"]
            case .homogeneous(let names): words("publish.warn.homogeneous", ["names": names.joined(separator: ", ")])
            }
        return "<div class=\"warn\"><p>\(said)</p></div>"
    }

    /// What a director needs.
    private var says: [String] {
        var said: [String] = []
        let k = ["k": String(plan.k)]
        switch plan.method {
        case .ctdc, .groups:
            said.append(words("publish.says.rows", count: account.rows))
            said.append(words("publish.says.alike", k))
            said.append(words("publish.says.leftOut", ["n": account.leftOut]))
        case .synthetic:
            said.append(words("publish.says.nobody", count: account.rows))
            said.append(words("publish.says.shared", k))
        case .noisy:
            said.append(words("publish.says.rehearsal", count: account.rows))
            if let budget = account.budget { said.append(self.budget(budget)) }
        }
        said.append(words("publish.says.withheld", ["n": account.withheld]))
        if let exact = account.exact { said.append(words("publish.says.exact", ["share": percent(exact)])) }
        if let pairs = account.lengths.dropFirst().first {
            said.append(
                words("publish.says.pairs", ["error": percent(pairs.error), "missing": percent(pairs.missing)]))
        }
        if !account.emptied.isEmpty { said.append(words("publish.says.emptied", count: account.emptied.count)) }
        return said
    }

    private func budget(_ budget: PublicationAccount.Budget) -> String {
        words(
            "publish.says.budget",
            [
                "epsilon": PublishForm.text(budget.epsilon), "spent": PublishForm.text(budget.spent),
                "total": PublishForm.text(budget.total),
            ])
    }

    private func verdict(_ attack: PublicationAccount.Attack) -> String {
        let name = words[.publishAttack, attack.name]
        let values = ["name": name, "hits": percent(attack.hits), "without": percent(attack.without)]
        return (attack.passed ? words("publish.attack.passed", values) : words("publish.attack.failed", values))
            + (attack.controlFails ? "" : " " + words["publish.attack.weak"])
    }

    /// What is kept and what is lost at each group size.
    private var trade: Markup {
        let isSynthetic = plan.method == .synthetic
        let bars = account.settings.map { setting in
            let right = isSynthetic ? max(0, 100 - setting.error) : setting.kept
            let values = ["share": percent(right), "error": percent(setting.error)]
            return BarPicture.Bar(
                label: words("publish.trade.k", ["k": String(setting.k)]), count: .known(Int(right.rounded())),
                said: isSynthetic ? words("publish.trade.right", values) : words("publish.trade.kept", values))
        }
        let picture = BarPicture(bars: bars, words: words, full: 100)
        let rows = account.settings.map { setting -> Markup in
            """
            <tr><th scope="row">\(setting.k)</th><td class="num">\(percent(setting.kept))</td>\
            <td class="num">\(percent(setting.error))</td></tr>
            """
        }
        let table = Self.table(
            [words["publish.k"], words["publish.trade.kept.head"], words["publish.trade.error.head"]], rows)
        let frame = PictureFrame(
            id: "trade", title: words["publish.trade"], description: words["publish.trade.help"],
            height: picture.height, table: (words["picture.table"], table))
        return
            "<section class=\"section\"><h2>\(words["publish.trade.heading"])</h2>\(frame.markup(picture.markup))</section>"
    }

    private var lengths: Markup {
        let rows = account.lengths.map { length -> Markup in
            """
            <tr><th scope="row">\(length.length)</th><td class="num">\(percent(length.error))</td>\
            <td class="num">\(percent(length.missing))</td><td class="num">\(percent(length.invented))</td>\
            <td>\(length.leaks ? words["form.yes"] : words["form.no"])</td></tr>
            """
        }
        return "<h3>\(words["publish.lengths"])</h3><p class=\"help\">\(words["publish.lengths.help"])</p>"
            + Self.table(
                [
                    words["publish.length"], words["publish.error"], words["publish.missing"],
                    words["publish.invented"], words["publish.leaks"],
                ], rows)
    }

    private var attacks: Markup {
        let rows = account.attacks.map { attack -> Markup in
            """
            <tr><th scope="row">\(words[.publishAttack, attack.name])</th><td class="num">\(attack.attempts)</td>\
            <td class="num">\(percent(attack.hits)) ± \(percent(attack.margin))</td>\
            <td class="num">\(percent(attack.without))</td><td class="num">\(percent(attack.risk))</td>\
            <td class="num">\(percent(attack.rawRisk))</td></tr>
            """
        }
        return "<h3>\(words["publish.attacks"])</h3><p class=\"help\">\(words["publish.attacks.help"])</p>"
            + Self.table(
                [
                    words["publish.attack"], words["publish.attempts"], words["publish.hits"],
                    words["publish.without"], words["publish.risk"], words["publish.rawRisk"],
                ], rows)
    }

    private var columns: Markup {
        func list(_ label: String, _ names: [String]) -> Markup {
            names.isEmpty ? "" : "<p>\(label) <span class=\"small\">\(names.joined(separator: ", "))</span></p>"
        }
        return """
            <h3>\(words["publish.columns"])</h3>\(list(words["publish.columns.all"], account.columns))\
            \(list(words["publish.columns.counted"], account.counted))\(list(words["publish.columns.derived"], account.derived))\
            \(list(words["publish.columns.emptied"], account.emptied))
            """
    }

    private static func table(_ heads: [String], _ rows: [Markup]) -> Markup {
        let cells = heads.enumerated().map { place, head -> Markup in
            "<th scope=\"col\"\(when: place > 0, " class=\"num\"")>\(head)</th>"
        }
        return """
            <div class="scroll" tabindex="0"><table><thead><tr>\(cells)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func percent(_ share: Double) -> String {
        words("picture.percent", ["n": share == share.rounded() ? String(Int(share)) : String(share)])
    }
}
