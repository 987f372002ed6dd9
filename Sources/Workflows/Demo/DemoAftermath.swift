// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What a flat row has no place for, made up to agree with it: the way to where somebody was exploited, and what they
/// needed, were offered and got.
struct DemoAftermath {
    private let registered, today: Day
    private let origin, destination: String
    private let caseID, person: EntityID
    private var random: DemoRandom
    private var made: [(id: EntityID, draft: Draft)] = []

    /// - Parameters:
    ///   - row: As `DemoPeople.rows` makes them.
    ///   - number: Its place; the same for the same number.
    /// - Returns: records of the case, each after those that it names, with ids of their own.
    static func records(
        of row: [FieldName: Value], number: Int, caseID: EntityID, person: EntityID, today: PartialDate
    ) -> [(id: EntityID, draft: Draft)] {
        guard case .date(let registered)? = row["wh_RegistrationDate"],
            case .codes(let citizenship)? = row["prs_Citizenship"], let origin = citizenship.first,
            case .codes(let countries)? = row["wh_CountryOfExploitation"], let destination = countries.first
        else { return [] }
        var after = DemoAftermath(
            registered: Day(first: registered), today: Day(first: today), origin: origin, destination: destination,
            caseID: caseID, person: person, random: DemoRandom(seed: 9_000 + UInt64(number)))
        after.way()
        after.help()
        return after.made
    }

    private mutating func way() {
        guard random.chance(80) else { return }
        event("Recruitment", in: origin)
        // People of one country mostly come by the same way.
        let between = Self.between.filter { $0 != origin && $0 != destination }
        let usual = between[origin.utf8.reduce(0) { $0 + Int($1) } % between.count]
        if origin != destination, random.chance(60) { event("Transit", in: usual) }
    }

    private mutating func event(_ type: String, in country: String) {
        made.append(
            (
                .random(),
                Draft(
                    .event, ["hte_Type": .codes([type]), "hte_Country": .codes([country])], links: [.caseFile: caseID])
            ))
    }

    private mutating func help() {
        guard random.chance(85) else { return }
        for kind in random.some(Self.kinds, 1...3) { need(kind) }
    }

    /// One need and how far help came: as in life, not every one to its end.
    private mutating func need(_ kind: Kind) {
        let id = EntityID.random()
        var values: [FieldName: Value] = [
            "wh_NeedService": .text(kind.service), "wh_NeedUrgency": .codes([random.pick(Self.urgencies)]),
        ]
        var (day, started) = (registered.adding(days: random.int(0...6)), Day?.none)
        for (step, percent, wait) in Self.steps {
            guard day <= today, random.chance(percent) else { break }
            values[step] = .date(day.date)
            if step == "wh_NeedStarted" { started = day }
            day = day.adding(days: random.int(wait))
        }
        guard values["wh_NeedDay"] != nil else { return }
        made.append((id, Draft(.need, values, links: [.caseFile: caseID, .person: person])))
        var ends = today
        if case .date(let completed)? = values["wh_NeedCompleted"] { ends = Day(first: completed) }
        if let started { deliveries(of: kind, for: id, from: started, to: ends) }
    }

    private mutating func deliveries(of kind: Kind, for need: EntityID, from first: Day, to last: Day) {
        var day = first
        for _ in 0..<random.int(1...3) where day <= last {
            made.append(
                (
                    .random(),
                    Draft(
                        .delivery,
                        [
                            "wh_DeliveryNeed": .text(need.description), "wh_DeliveryDay": .date(day.date),
                            "wh_DeliveryUnit": .codes([kind.unit]),
                            "wh_DeliveryAmount": .number(Double(random.pick(kind.amounts))),
                        ], links: [.caseFile: caseID])
                ))
            day = day.adding(days: random.int(3...20))
        }
    }

    private struct Kind {
        let service, unit: String
        let amounts: [Int]
    }

    private static let kinds = [
        Kind(service: "SHT", unit: "nights", amounts: [7, 14, 30]),
        Kind(service: "MED", unit: "count", amounts: [1, 2]),
        Kind(service: "PSS", unit: "minutes", amounts: [45, 60, 90]),
        Kind(service: "LEG", unit: "minutes", amounts: [30, 60]), Kind(service: "VOC", unit: "count", amounts: [1, 4]),
        Kind(service: "BAS", unit: "count", amounts: [1, 3]),
    ]
    private static let urgencies = ["Now", "Within72Hours", "Within2Weeks", "Later"]
    /// Each step, how often it is reached from the one before, and the days until the next.
    private static let steps: [(FieldName, Int, ClosedRange<Int>)] = [
        ("wh_NeedDay", 100, 0...4), ("wh_NeedOffered", 90, 0...5), ("wh_NeedAccepted", 88, 1...20),
        ("wh_NeedStarted", 85, 20...120), ("wh_NeedCompleted", 70, 1...1),
    ]
    private static let between = ["TH", "TR", "LY", "MY", "ES", "AE", "MX", "IT"]
}
