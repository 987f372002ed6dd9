// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Reads facts off the coded fields of records, so that nobody types them twice.
public struct FactReader: Sendable {
    let mapping: FieldMapping

    public init(_ mapping: FieldMapping = .current) { self.mapping = mapping }

    /// The classes of content in which facts lie.
    public static let classes: Set<FieldClass> = {
        let accounts = Codebook.current.fields(in: .account).map(\.fieldClass)
        return Set(FieldMapping.current.fields.compactMap { Codebook.current[$0]?.fieldClass } + accounts)
    }()

    /// The facts about one victim of a case: their participation, themselves, the case, its events, what accounts say
    /// of them, and what the records about their age say.
    ///
    /// What a permit masks is not there and says nothing.
    public func sheet(of victim: Stored, in file: CaseFile) -> FactSheet {
        let person = victim.record.links[.person].flatMap { file.people[$0] }
        let others = [person, file.caseRecord].compactMap(\.self) + file.records(.event)
        var gathered = Gathered(mapping: mapping)
        for stored in [victim] + others { gathered.read(stored.record.values, record: stored.id) }
        for account in AccountReader.accounts(of: victim, in: file) {
            gathered.assertions += account.assertions
            gathered.ages += account.ages
        }
        var sheet = gathered.finished()
        sheet.take(AgeReading(of: victim, in: file))
        return sheet
    }

    /// The facts of a flat row, such as one that has just been imported.
    public func sheet(of row: VictimRow) -> FactSheet {
        var gathered = Gathered(mapping: mapping)
        gathered.read(row.values, record: nil)
        return gathered.finished()
    }

    /// The facts of records that are about one victim; several events may be among them.
    public func sheet(of records: [(record: Record, id: EntityID)]) -> FactSheet {
        var gathered = Gathered(mapping: mapping)
        for (record, id) in records { gathered.read(record.values, record: id) }
        return gathered.finished()
    }
}

/// What has been read so far.
private struct Gathered {
    let mapping: FieldMapping
    var assertions: [Assertion] = []
    var ages: [FactSheet.AgeClaim] = []
    var countries = FactSheet.Countries()
    var gaps: [FactSheet.Gap] = []
    var filled: Set<FieldName> = []
    /// Codes that count only below some age: looked at when the age is known.
    var forChildren: [(FieldMapping.Rule, EntityID?)] = []
    var birth, start, end, registered: PartialDate?
    var eventDates: [PartialDate] = []
    var statedAge: Int?

    init(mapping: FieldMapping) { self.mapping = mapping }

    mutating func read(_ values: [FieldName: Value], record: EntityID?) {
        for name in values.keys.sorted() {
            guard let value = values[name] else { continue }
            filled.insert(name)
            if let rules = mapping.byField[name] { apply(rules, to: value, of: name, record) }
        }
        readDates(values)
        readPlaces(values)
    }

    private mutating func apply(
        _ rules: [FieldMapping.Rule], to value: Value, of name: FieldName, _ record: EntityID?
    ) {
        if case .absent(let absence) = value {
            let answer: Answer =
                switch absence {
                case .unknown: .unknown
                case .declined: .declined
                case .notAsked: .notAsked
                }
            let atoms = Set(rules.flatMap { $0.yes + $0.no }).sorted()
            for atom in atoms { assert(atom, answer, .init(field: name, code: nil), record) }
            return
        }
        let codes: [String] =
            switch value {
            case .codes(let codes): codes
            default: [value.canonicalText]
            }
        for rule in rules where rule.code == nil || codes.contains(rule.code ?? "") {
            if let why = rule.why { gaps.append(.init(field: name, words: why)) }
            if rule.ifBelow == nil { assert(rule, record) } else { forChildren.append((rule, record)) }
        }
    }

    private mutating func assert(_ rule: FieldMapping.Rule, _ record: EntityID?) {
        let origin = Assertion.Origin(field: rule.field, code: rule.code)
        for atom in rule.yes { assert(atom, .yes, origin, record) }
        for atom in rule.no { assert(atom, .no, origin, record) }
    }

    private mutating func assert(
        _ atom: AtomID, _ answer: Answer, _ origin: Assertion.Origin, _ record: EntityID?
    ) {
        assertions.append(
            Assertion(
                atom, answer, source: .record, assertedBy: origin.field.rawValue, origin: origin, record: record))
    }

    private mutating func readDates(_ values: [FieldName: Value]) {
        func date(_ name: FieldName) -> PartialDate? { if case .date(let date)? = values[name] { date } else { nil } }
        func whole(_ name: FieldName) -> Int? {
            if case .number(let number)? = values[name] { Int(exactly: number) } else { nil }
        }
        birth = birth ?? date("prs_Birthdate")
        start = start ?? date("wh_TraffickingStart")
        end = end ?? date("wh_TraffickingEnd")
        registered = registered ?? date("wh_RegistrationDate")
        statedAge = statedAge ?? whole("wh_StatedAge")
        if let day = date("hte_Date") { eventDates.append(day) }
        if let age = whole("vic_AgeWhenTrafficked"), (0...150).contains(age) {
            ages.append(claim(age...age, "vic_AgeWhenTrafficked"))
        }
    }

    private mutating func readPlaces(_ values: [FieldName: Value]) {
        func codes(_ name: FieldName) -> [String] { if case .codes(let codes)? = values[name] { codes } else { [] } }
        countries.nationality.formUnion(codes("prs_Citizenship"))
        countries.exploitation.formUnion(codes("wh_CountryOfExploitation"))
        let place = codes("hte_Country")
        switch codes("hte_Type").first {
        case "Recruitment": countries.act.formUnion(place)
        case "Transit": countries.transit.formUnion(place)
        case "Exploitation": countries.exploitation.formUnion(place)
        default: break
        }
    }

    private func claim(_ ages: ClosedRange<Int>, _ field: FieldName) -> FactSheet.AgeClaim {
        .init(ages, source: .record, assertedBy: field.rawValue, origin: .init(field: field, code: nil))
    }

    mutating func finished() -> FactSheet {
        let begun = start ?? eventDates.min()
        if let birth, let begun, let years = birth.completedYears(at: begun) {
            let slack = birth.isApproximate || begun.isApproximate ? 1 : 0
            let low = min(150, max(0, years.lowerBound - slack))
            ages.append(claim(low...min(150, years.upperBound + slack), "prs_Birthdate"))
        }
        if let statedAge, (0...150).contains(statedAge), let begun, let registered {
            // The age at registration, less the years since it began: a year either way for the birthday.
            let least = registered.bounds.first.0 - begun.bounds.last.0
            let most = registered.bounds.last.0 - begun.bounds.first.0
            if most >= 0 {
                let low = max(0, statedAge - most - 1)
                ages.append(claim(low...max(low, min(150, statedAge - max(0, least) + 1)), "wh_StatedAge"))
            }
        }
        if countries.act.union(countries.transit).union(countries.exploitation).count > 1 {
            let origin = Assertion.Origin(field: "hte_Country", code: nil)
            assert("fact.cross_border", .yes, origin, nil)
        }
        var sheet = FactSheet(assertions: assertions, ages: ages, period: period(begun), countries: countries)
        applyForChildren(sheet.facts().age)
        sheet.assertions = assertions
        sheet.gaps = gaps + emptyFields()
        return sheet
    }

    private mutating func applyForChildren(_ age: AgeAtAct) {
        for (rule, record) in forChildren where age.isBelow(rule.ifBelow ?? 0) == .yes { assert(rule, record) }
    }

    private func period(_ begun: PartialDate?) -> DayRange? {
        let all = ([begun, end] + eventDates).compactMap(\.self).map { DayRange($0) }
        guard let first = all.first else { return nil }
        return all.reduce(first) { $0.hull($1) }
    }

    private func emptyFields() -> [FactSheet.Gap] {
        mapping.gaps.filter { gap in
            if filled.contains(gap.field) { return false }
            if gap.field == "vic_AgeWhenTrafficked" { return ages.isEmpty }
            if gap.field == "wh_TraffickingStart" { return eventDates.isEmpty }
            if gap.field == "wh_CountryOfExploitation" { return countries.exploitation.isEmpty }
            return true
        }
        .map { .init(field: $0.field, words: $0.asks) }
    }
}
