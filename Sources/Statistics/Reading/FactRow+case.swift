// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard

extension FactRow {
    /// One person in one case, read off its records. What a permit masks is not there and counts as missing.
    ///
    /// - Parameters:
    ///   - victim: The participation of the person. Nil comes back when it does not say whose it is.
    ///   - library: The definitions that are asked.
    ///   - reporting: The day of the report, for facts without a date.
    public init?(
        _ victim: Stored, in file: CaseFile, under library: DefinitionLibrary = .current, reporting: PartialDate
    ) {
        guard let person = victim.record.links[.person] else { return nil }
        self.init(person: person)
        let reading = RowReading(victim: victim, person: person, file: file)
        reading.describe(&self)
        reading.decide(&self)
        reading.help(&self)
        let facts = FactReader().sheet(of: victim, in: file).facts()
        for (definition, verdict) in zip(library.definitions, library.verdicts(facts, reporting: reporting)) {
            values[.verdict(definition.id)] = [verdict.rawValue]
        }
    }
}

extension CaseFile {
    /// A row for each person the case is for; none for what was only reported.
    public func factRows(under library: DefinitionLibrary = .current, reporting: PartialDate) -> [FactRow] {
        isSignal ? [] : victims.compactMap { FactRow($0, in: self, under: library, reporting: reporting) }
    }
}

/// Reads the parts of a row.
private struct RowReading {
    let victim: Stored
    let person: EntityID
    let file: CaseFile

    private var own: Record? { file.people[person]?.record }

    private func codes(_ record: Record?, _ name: FieldName) -> [String] {
        if case .codes(let codes)? = record?[name] { codes } else { [] }
    }

    /// When it was registered, or else when the referral came in.
    private var registered: PartialDate? {
        if let day = file.caseRecord?.record.ownDate { return day }
        return file.records(.referral).lazy.filter { $0.record.code("wh_ReferralDirection") != "Outgoing" }
            .compactMap { $0.record.date("cas_IncomingReferralDate") }.first
    }

    func describe(_ row: inout FactRow) {
        let gender = codes(own, "prs_Gender").filter { $0 != "NonSpecifiedUnknown" }
        row.values[.gender] = gender
        row.values[.sex] = gender.map { ["Feminine": "Female", "Masculine": "Male"][$0] ?? "Other" }
        row.values[.citizenship] = codes(own, "prs_Citizenship")
        let part = victim.record
        for (column, name) in Self.fields { row.values[column] = codes(part, name) }
        let weak = codes(part, "vic_Vulnerabilities")
        if !weak.isEmpty { row.values[.disability] = [weak.contains("DisabilityAndPhysicalHealth") ? "Yes" : "No"] }
        row.values[.source] = codes(file.caseRecord?.record, "wh_DataSourceType")
        if let status = file.caseRecord?.record.code("cas_Status") {
            row.values[.caseState] = [status.hasPrefix("Closed") ? "Closed" : "Open"]
        }
        places(&row)
        ages(&row)
        let signals = file.records(.signal).map(\.record)
        row.values[.channel] = signals.first.map { codes($0, "wh_SignalChannel") }
        row.days[.signalled] = signals.lazy.compactMap { $0.date("wh_SignalReceived") }.first.map { FactSpan($0) }
        row.days[.registered] = registered.map { FactSpan($0) } ?? .someDay
        row.days[.closed] = file.caseRecord?.record.date("wh_ClosedDate").map { FactSpan($0) }
        row.days[.begun] = part.date("wh_TraffickingStart").map { FactSpan($0) }
        row.days[.ended] = part.date("wh_TraffickingEnd").map { FactSpan($0) }
    }

    private static let fields: [(FactColumn, FieldName)] = [
        (.forms, "vic_TypeOfExploitation"), (.labour, "vic_ForcedLabourIndustry"),
        (.sexualForms, "vic_TypeOfSexExploitation"), (.means, "vic_MethodsOfControl"),
        (.recruitment, "vic_MethodOfRecruitment"), (.vulnerabilities, "vic_Vulnerabilities"),
        (.trafficker, "vic_RelationshipToTrafficker"),
    ]

    private func places(_ row: inout FactRow) {
        func country(_ type: String) -> [String] {
            file.records(.event).lazy.map(\.record).filter { $0.code("hte_Type") == type }
                .map { codes($0, "hte_Country") }.first { !$0.isEmpty } ?? []
        }
        row.values[.countryOfRecruitment] = country("Recruitment")
        row.values[.countryOfTransit] = country("Transit")
        let said = codes(victim.record, "wh_CountryOfExploitation")
        row.values[.countryOfExploitation] = said.isEmpty ? country("Exploitation") : said
    }

    private func ages(_ row: inout FactRow) {
        let reading = AgeReading(of: victim, in: file)
        if let registered, let years = reading.ages(on: registered) {
            row.values[.majority] = Self.majority(years)
            row.values[.ageBand] = Self.band(years)
        }
        if let years = reading.agesAtAct { row.values[.majorityAtAct] = Self.majority(years) }
    }

    private static func majority(_ years: ClosedRange<Int>) -> [String] {
        years.upperBound < 18 ? ["Child"] : years.lowerBound >= 18 ? ["Adult"] : []
    }

    private static func band(_ years: ClosedRange<Int>) -> [String] {
        let bands = FactColumn.ageBand.order ?? []
        let starts = [0, 9, 18, 21, 24, 27, 30, 39, 48]
        let least = starts.lastIndex { $0 <= years.lowerBound }
        guard let least, least == starts.lastIndex(where: { $0 <= years.upperBound }) else { return [] }
        return [bands[least]]
    }

    /// What authorities concluded, and when. What was lifted on appeal or replaced was never so.
    func decide(_ row: inout FactRow) {
        let log = file.determinations(of: person)
        let gone = Set(log.all.compactMap(\.supersedes)).union(log.lifted)
        for one in log.all where !gone.contains(one.id) && one.appeal?.result != .pending {
            guard let day = Self.days[one.status] else { continue }
            if row.days[day] == nil { row.days[day] = FactSpan(one.day) }
            if Self.identifying.contains(one.status), row.days[.identified] == nil {
                row.days[.identified] = FactSpan(one.day)
                row.values[.identification] = ["Decision"]
            }
        }
        let said = victim.record.code("vic_TraffickingStatus")
        let status = log.htcds?.status ?? said
        row.values[.status] = status.map { [$0] }
        row.values[.decidedBy] =
            log.htcds.map { [$0.body] } ?? codes(victim.record, "vic_TraffickingStatusDecisionMakingOrg")
        if row.days[.identified] == nil, log.htcds == nil, let said, said != "NotAVictimOfTrafficking" {
            row.days[.identified] = row.days[.registered]
            row.values[.identification] = ["Registration"]
        }
        let out = file.records(.referral).filter { $0.record.code("wh_ReferralDirection") == "Outgoing" }
        row.days[.referred] = out.lazy.compactMap { $0.record.date("cas_OutgoingReferralDate") }.min()
            .map { FactSpan($0) }
    }

    private static let days: [Determination.Status: FactDay] = [
        .screened: .screened, .presumed: .presumed, .formallyReferred: .formallyReferred,
        .reasonableGrounds: .reasonableGrounds, .noReasonableGrounds: .noReasonableGrounds, .confirmed: .confirmed,
        .notConfirmed: .notConfirmed,
    ]

    private static let identifying: Set<Determination.Status> = [
        .presumed, .formallyReferred, .reasonableGrounds, .confirmed,
    ]

    /// Needs and what was given. A need that names nobody is everybody's of a case for one.
    func help(_ row: inout FactRow) {
        let needs = file.needs().filter { need in
            need.record.links[.person].map { $0 == person } ?? (file.victims.count == 1)
        }
        row.values[.needs] = Array(Set(needs.map(\.code.rawValue))).sorted()
        var steps: [FactDay: Day] = [:]
        for need in needs {
            guard let episode = need.episode(in: file.id) else { continue }
            for (step, day) in episode.days {
                let name = Self.steps[step]!
                steps[name] = min(steps[name] ?? day, day)
            }
            for barrier in episode.barriers {
                guard let day = episode.days[.needed] else { continue }
                row.events.append(FactEvent(.barrier, barrier.rawValue, on: day))
            }
            row.events += episode.deliveries.map { Self.event($0, need.code.rawValue) }
        }
        for (name, day) in steps { row.days[name] = FactSpan(day) }
        row.days[.helped] = row.events.filter { $0.kind == .help }.map(\.day).min().map { FactSpan($0) }
        row.events.sort { ($0.day, $0.kind.rawValue, $0.value) < ($1.day, $1.kind.rawValue, $1.value) }
    }

    private static let steps: [CascadeStep: FactDay] = [
        .needed: .needed, .offered: .offered, .accepted: .accepted, .started: .started, .completed: .completed,
    ]

    private static func event(_ delivery: Delivery, _ service: String) -> FactEvent {
        switch delivery.amount {
        case .count(let count): FactEvent(.help, service, on: delivery.day, amount: count, unit: "count")
        case .minutes(let minutes): FactEvent(.help, service, on: delivery.day, amount: minutes, unit: "minutes")
        case .nights(let nights): FactEvent(.help, service, on: delivery.day, amount: nights, unit: "nights")
        case .money(let money):
            FactEvent(.help, service, on: delivery.day, amount: money.minor, unit: "minor \(money.currency)")
        }
    }
}
