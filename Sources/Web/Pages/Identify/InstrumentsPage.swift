// SPDX-License-Identifier: Apache-2.0

import Identification

/// Every questionnaire of the program, with what must be known before one is used.
public struct InstrumentsPage: Sendable {
    public var instruments: [Instrument]
    /// Whether the reader may see how well they did here.
    public var mayMeasure: Bool

    public init(instruments: [Instrument] = InstrumentLibrary.current.instruments, mayMeasure: Bool = false) {
        self.instruments = instruments
        self.mayMeasure = mayMeasure
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let cards = instruments.filter { $0.review == nil }.map { instrument -> Markup in
            let about = InstrumentAbout(instrument: instrument, context: context)
            return """
                <li><h2><a href="/instruments/\(address: instrument.id)">\(instrument.title)</a></h2>
                <p>\(about.marks)</p><p dir="auto">\(instrument.population.words)</p>
                <p class="soft small">\(words("instrument.questions", count: instrument.items.count))\
                \(when: !about.minutes.isEmpty, " · \(about.minutes)")</p></li>
                """
        }
        return Layout.page(
            Place("\(words["instruments.heading"])", audience: words["audience.office"], area: .instruments),
            in: context,
            content: """
                <p>\(words["instruments.lead"])</p>
                \(when: mayMeasure, "<p><a href=\"/instruments-measured\">\(words["measured.heading"])</a></p>")
                <ul class="cards">\(cards)</ul>
                """)
    }
}

/// One questionnaire: all that is known of it, and its paper form.
public struct InstrumentPage: Sendable {
    public var instrument: Instrument

    public init(_ instrument: Instrument) { self.instrument = instrument }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let about = InstrumentAbout(instrument: instrument, context: context)
        return Layout.page(
            Place(
                "\(instrument.title)", trail: [.init(words["menu.instruments"], "/instruments")],
                audience: words["audience.office"], area: .instruments),
            in: context,
            content: """
                <p>\(about.marks)</p>
                \(when: instrument.about.provenance == .unverified, "<div class=\"warn\"><p>\(words["instrument.unverified.lead"])</p></div>")
                \(about.facts)\(about.studies)
                <div class="acts"><a class="button quiet" href="/instruments/\(address: instrument.id)/paper">\
                \(words["instrument.paper"])</a></div>
                """)
    }
}
