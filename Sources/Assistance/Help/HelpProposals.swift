// SPDX-License-Identifier: Apache-2.0

import Identification

/// Which answers of which questionnaires propose which help, and which of them cannot wait: a data file.
public struct HelpProposals: Sendable {
    /// A kind of help that an answer proposes.
    public struct Proposed: Sendable, Hashable {
        public let service: ServiceCode
        /// A value name of the list `needUrgency`.
        public let urgency: String
    }

    fileprivate struct Rule {
        let item: String
        /// `yes`, `no`, or the id of an option.
        let when: String
    }

    private let needs: [String: [(rule: Rule, proposed: Proposed)]]
    private let alerts: [String: [(rule: Rule, alert: HelpAlert)]]

    /// What is compiled in.
    public static let current: HelpProposals = {
        do { return try HelpProposals(BuiltIn.proposals, file: "proposals.json") } catch {
            preconditionFailure("the proposals that are compiled in are read: \(error)")
        }
    }()

    /// Reads a file of the form of `Resources/proposals.json`.
    ///
    /// - Throws: `DataRefused` with every fault and its place: a questionnaire, a question, a kind of help, an urgency
    ///   or an alert that nobody knows.
    public init(
        _ bytes: [UInt8], file: String, library: InstrumentLibrary = .current, catalogue: ServiceCatalogue = .current
    ) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        var needs: [String: [(rule: Rule, proposed: Proposed)]] = [:]
        var alerts: [String: [(rule: Rule, alert: HelpAlert)]] = [:]
        for reader in root.list("instruments") {
            let id = reader.text("instrument")
            let instrument = library.instrument(id)
            if instrument == nil { reader.report("there is no questionnaire “\(id)”") }
            let items = Set(instrument?.items.map(\.id) ?? [])
            needs[id] = reader.list("needs").map { row in
                let rule = Self.rule(row, items)
                let service = ServiceCode(rawValue: row.text("service"))
                if catalogue[service] == nil { row.report("there is no kind of help of this code") }
                let urgency = row.text("urgency")
                if !Self.urgencies.contains(urgency) { row.report("“urgency” should be one of the codebook's list") }
                row.close()
                return (rule, Proposed(service: service, urgency: urgency))
            }
            alerts[id] = reader.list("alerts").compactMap { row in
                let rule = Self.rule(row, items)
                let alert = HelpAlert(rawValue: row.text("alert"))
                if alert == nil { row.report("there is no alert of this name") }
                row.close()
                return alert.map { (rule, $0) }
            }
            reader.close()
        }
        root.close()
        try root.finish()
        self.needs = needs
        self.alerts = alerts
    }

    private static let urgencies: Set<String> = ["Now", "Within72Hours", "Within2Weeks", "Later"]

    private static func rule(_ row: DataReader, _ items: Set<String>) -> Rule {
        let item = row.text("item")
        if !items.contains(item) { row.report("there is no question “\(item)”") }
        return Rule(item: item, when: row.text("when"))
    }

    /// The questionnaires that propose anything.
    public var instruments: Set<String> { Set(needs.keys) }

    /// The kinds of help that the answers propose, each once with its greatest urgency, in the order of the file. What
    /// was not answered, declined or not known proposes nothing.
    public func proposed(by administration: Administration) -> [Proposed] {
        let answers = administration.answers
        let found = (needs[administration.instrument.id] ?? []).filter { $0.rule.holds(answers[$0.rule.item]) }
            .map(\.proposed)
        var kept: [Proposed] = []
        for one in found where !kept.contains(where: { $0.service == one.service }) {
            let alike = found.filter { $0.service == one.service }
            let rank = ["Now", "Within72Hours", "Within2Weeks", "Later"]
            kept.append(
                alike.min { rank.firstIndex(of: $0.urgency) ?? 9 < rank.firstIndex(of: $1.urgency) ?? 9 } ?? one)
        }
        return kept
    }

    /// What in the answers cannot wait.
    public func alerts(of administration: Administration) -> Set<HelpAlert> {
        let answers = administration.answers
        return Set(
            (alerts[administration.instrument.id] ?? []).filter { $0.rule.holds(answers[$0.rule.item]) }.map(\.alert))
    }
}

extension HelpProposals.Rule {
    fileprivate func holds(_ answer: ItemAnswer?) -> Bool {
        switch answer {
        case .answer(let said)?: said.rawValue == when
        case .codes(let codes)?: codes.contains(when)
        case .number, .text, nil: false
        }
    }
}
