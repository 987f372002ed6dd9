// SPDX-License-Identifier: Apache-2.0

/// Reads what an instrument says of itself. All of it is mandatory: who may use it, and what to do when it says no.
enum AboutReader {
    static func about(_ data: DataReader) -> Instrument.About {
        let (sources, provenance, note) = data.origin()
        return Instrument.About(
            publisher: data.text("publisher"),
            status: data.choice("status", Instrument.About.Status.self) ?? .notValidated, provenance: provenance,
            provenanceNote: note, sources: sources, licence: data.text("licence"), user: data.text("user"),
            decisionRule: data.text("decisionRule"), ifPositive: data.text("ifPositive"),
            ifNegative: data.text("ifNegative"), ifInconclusive: data.text("ifInconclusive"),
            minutes: range(data, "minutes"), studies: data.list("studies").map(study),
            isAssessment: data.flag("isAssessment"))
    }

    static func population(_ data: DataReader) -> Instrument.Population {
        guard let item = data.child("population") else {
            data.report("“population” is missing")
            return .init(
                words: "", ages: nil, validatedAges: nil, sexes: [], validatedSexes: [], settings: [], forms: [],
                users: [], foreign: nil, notWith: [])
        }
        let population = Instrument.Population(
            words: item.text("words"), ages: range(item, "ages"), validatedAges: range(item, "validatedAges"),
            sexes: Set(item.texts("sexes")), validatedSexes: Set(item.texts("validatedSexes")),
            settings: Set(item.texts("settings")), forms: Set(item.texts("forms")), users: Set(item.texts("users")),
            foreign: item.has("foreign") ? item.flag("foreign") : nil, notWith: Set(item.texts("notWith")))
        item.close()
        return population
    }

    private static func study(_ data: DataReader) -> Instrument.Study {
        func share(_ name: String) -> Double? {
            guard let child = data.child(name) else { return nil }
            if let number = child.numberValue, (0...1).contains(number) { return number }
            child.report("this should be a share from 0 to 1")
            return nil
        }
        let study = Instrument.Study(
            population: data.text("population"), source: data.text("source"),
            cutOff: data.whole("cutOff", in: 0...1000), sensitivity: share("sensitivity"),
            specificity: share("specificity"), prevalence: share("prevalence"))
        data.close()
        return study
    }

    /// `[least, most]`.
    private static func range(_ data: DataReader, _ name: String) -> ClosedRange<Int>? {
        guard let child = data.child(name) else { return nil }
        guard let pair = child.elements, pair.count == 2, let least = pair[0].whole(in: 0...1000),
            let most = pair[1].whole(in: 0...1000), least <= most
        else {
            child.report("this should be two whole numbers, the lesser first")
            return nil
        }
        return least...most
    }
}
