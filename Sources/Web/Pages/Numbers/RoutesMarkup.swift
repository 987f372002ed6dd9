// SPDX-License-Identifier: Apache-2.0

import Statistics
import Workflows

/// From where, by way of where, to where people were brought: a picture of three columns of places, and its table. Who
/// was brought straight, or of whom nobody noted a country between, passes through a place that says so.
struct RoutesMarkup {
    let id: String
    let title: String
    let routes: [FactRoute]
    let text: NumbersText

    /// Bands that can be told apart.
    private static let drawnMax = 12
    private static let columns: [FactColumn] = [.countryOfRecruitment, .countryOfTransit, .countryOfExploitation]
    private var words: Words { text.context.words }

    var markup: Markup {
        let stages = [stage(\.origin, \.transit), stage(\.transit, \.exploitation)]
        // Three headings beside one another on a telephone.
        let ends = [words["numbers.origin"], words["numbers.via"], words["numbers.destination"]]
        let picture = FlowPicture(stages: stages, ends: ends)
        let all = routes.reduce(0) { $0 + $1.count }
        let first = routes.prefix(3).map { "\(places($0).joined(separator: " → ")): \($0.count)" }
        let frame = PictureFrame(
            id: id, title: title,
            description: words(
                "numbers.described", ["total": String(all), "first": first.joined(separator: "; ")]),
            height: picture.height, table: (words["picture.table"], table))
        return "\(when: routes.count > Self.drawnMax, frequent(of: all))\(frame.markup(picture.markup))"
    }

    /// A picture of a part says of which.
    private func frequent(of all: Int) -> Markup {
        let drawn = routes.prefix(Self.drawnMax).reduce(0) { $0 + $1.count }
        let numbers = ["count": String(Self.drawnMax), "drawn": String(drawn), "total": String(all)]
        return "<p class=\"help\">\(words("numbers.frequent", numbers))</p>"
    }

    private func stage(_ from: KeyPath<FactRoute, String?>, _ to: KeyPath<FactRoute, String?>) -> [FlowPicture.Flow] {
        var sums: [[String]: Int] = [:]
        for route in routes.prefix(Self.drawnMax) {
            sums[[place(route[keyPath: from]), place(route[keyPath: to])], default: 0] += route.count
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { FlowPicture.Flow(from: $0.key[0], to: $0.key[1], count: .known($0.value)) }
    }

    private func place(_ code: String?) -> String {
        code.map { text.answer($0, of: .countryOfTransit) } ?? words["numbers.straight"]
    }

    private func places(_ route: FactRoute) -> [String] {
        [route.origin, route.transit, route.exploitation].map(place)
    }

    private var table: Markup {
        let heads = Self.columns.map { column -> Markup in "<th scope=\"col\">\(text.column(column))</th>" }
        let rows = routes.map { route -> Markup in
            let cells = places(route).map { name -> Markup in "<td>\(name)</td>" }
            return "<tr>\(cells)<td class=\"num\">\(route.count)</td></tr>"
        }
        return """
            <div class="scroll" tabindex="0"><table><thead><tr>\(heads)<th scope="col" class="num">\
            \(words[.numbersUnit, "persons"])</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
