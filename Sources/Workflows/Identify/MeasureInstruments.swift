// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Synchronization

/// How often each instrument was right, by its version, against what was concluded later of the people who were asked.
/// Counts only; the look is in the audit log before this returns.
///
/// Counted are interviews that are over and that no later one corrects. Costs one pass over the register's coded facts.
///
/// - Throws: `Refusal` for whoever may not see counts of their agency; `StoreError`.
public func measureInstruments(by access: Access, in store: CaseStore) async throws -> [Performance] {
    var access = access
    access.purpose = .statistics
    let permit = try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    let pairs = Mutex<[Performance.Pair]>([])
    try await store.forEachCase(permit: permit) { file in
        let found = screeningPairs(in: file)
        pairs.withLock { $0 += found }
    }
    return Performance.reports(pairs.withLock { $0 })
}

/// Each screening of a case beside what was concluded later.
func screeningPairs(in file: CaseFile) -> [Performance.Pair] {
    let replaced = file.replacedInterviews
    let assessments = Set(InstrumentLibrary.current.instruments.filter(\.about.isAssessment).map(\.id))
    return file.records(.administration).compactMap { stored in
        let record = stored.record
        guard !replaced.contains(stored.id), record.isOver,
            let instrument = record.text("wh_AdministrationInstrument"), !assessments.contains(instrument),
            let version = record.text("wh_AdministrationVersion"),
            let outcome = record.code("wh_AdministrationOutcome")
        else { return nil }
        let victim = asked(record, in: file)
        let person = victim?.links[.person].flatMap { file.people[$0]?.record }
        let day = record.date("wh_AdministrationDate")
        let years = day.flatMap { person?.age(on: $0, registered: file.caseRecord?.record.ownDate) }
        var forms: Set<String> = []
        if case .codes(let codes)? = victim?["vic_TypeOfExploitation"] { forms = Set(codes) }
        return Performance.Pair(
            instrument: instrument, version: version,
            isPositive: outcome == "Positive" ? true : outcome == "Negative" ? false : nil,
            isVictim: laterFinding(of: victim, in: file), sex: person?.code("prs_Gender"),
            ageBand: years.flatMap(ageBand), forms: forms)
    }
}

/// The part in the case of whoever was asked: the person named, else the only person that the case is for.
private func asked(_ record: Record, in file: CaseFile) -> Record? {
    let victims = file.victims.map(\.record)
    if let person = record.links[.person] { return victims.first { $0.links[.person] == person } }
    return victims.count == 1 ? victims[0] : nil
}

/// What was concluded of somebody: true when any authority stands by a confirmation, else false when one stands by a
/// refusal, nil while it is open. Of whom nothing was determined here, the status that came with the record counts.
func laterFinding(of victim: Record?, in file: CaseFile) -> Bool? {
    let log = victim?.links[.person].map { file.determinations(of: $0) }
    let findings = log?.standing.compactMap(\.status.finding) ?? []
    if !findings.isEmpty { return findings.contains(true) }
    return switch victim?.code("vic_TraffickingStatus") {
    case "ActualVictimOfTrafficking": true
    case "NotAVictimOfTrafficking": false
    default: nil
    }
}

/// Nil when the bounds lie in two bands.
private func ageBand(_ years: ClosedRange<Int>) -> String? {
    let bands = [0...11, 12...17, 18...24, 25...39, 40...59, 60...150]
    guard let band = bands.first(where: { $0.contains(years.lowerBound) }), band.contains(years.upperBound) else {
        return nil
    }
    return band.upperBound == 150 ? "60+" : "\(band.lowerBound)–\(band.upperBound)"
}
