// SPDX-License-Identifier: Apache-2.0

/// The reports and figures that there are, as programs get them.
public struct IndicatorListDocument: Encodable {
    struct Pack: Encodable {
        let id, title, about, window, example: String
        let figures: [Figure]
    }
    struct Figure: Encodable {
        let id, title, unit, family, rule, definition: String
        let numerator, denominator, lacks, cannot: String?
        let countsVictims: Bool
    }

    let packs: [Pack]

    public init(_ catalogue: IndicatorCatalogue) {
        packs = catalogue.packs.map { pack in
            Pack(
                id: pack.id, title: pack.title, about: pack.about, window: pack.window.rawValue,
                example: pack.window.example, figures: catalogue.indicators(of: pack.id).map(Figure.init))
        }
    }
}

extension IndicatorListDocument.Figure {
    init(_ indicator: Indicator) {
        (id, title, unit) = (indicator.id, indicator.title, indicator.unit)
        (family, rule, definition) = (indicator.family.rawValue, indicator.rule, indicator.definition)
        (numerator, denominator, lacks) = (indicator.numerator, indicator.denominator, indicator.lacks)
        countsVictims = indicator.countsVictims
        if case .cannot(let words) = indicator.answer { cannot = words } else { cannot = nil }
    }
}
