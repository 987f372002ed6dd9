// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension Determination {
    /// What a record of a case says; nil when it does not say who decided what, or when.
    public init?(_ stored: Stored, in caseID: EntityID) {
        let record = stored.record
        guard record.kind == .determination, let person = record.links[.person],
            let status = record.code("wh_DeterminationStatus").flatMap({ Status(code: $0) }),
            let day = record.date("wh_DeterminationDay"), let kind = record.code("wh_DeterminationBody")
        else { return nil }
        let evidence = (record.text("wh_DeterminationRecords") ?? "").split(separator: " ").compactMap {
            EntityID(String($0))
        }
        self.init(
            id: stored.id, person: person, caseID: caseID,
            authority: Authority(kind: kind, name: record.text("wh_DeterminationAuthority") ?? ""), status: status,
            day: day,
            basis: (
                record.text("wh_DeterminationDefinition"), record.text("wh_DeterminationGround") ?? "", evidence
            ),
            supersedes: record.text("wh_DeterminationReplaces").flatMap { EntityID($0) }, appeal: Appeal(record),
            recordedBy: stored.author ?? EntityID(high: 0, low: 0))
    }

    /// The same, following and disputing nothing.
    var withoutLinks: Determination {
        Determination(
            id: id, person: person, caseID: caseID, authority: authority, status: status, day: day,
            basis: (definition, ground, evidence), recordedBy: recordedBy)
    }
}

extension Determination.Status {
    /// By the value name of the codebook's list `determinationStatus`, such as `NotConfirmed`.
    public init?(code: String) { self.init(rawValue: code.prefix(1).lowercased() + code.dropFirst()) }

    /// The value name in the codebook.
    public var code: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Determination.Appeal {
    /// What a record says of an appeal; nil when it is about none, or does not say since when.
    init?(_ record: Record) {
        guard let against = record.text("wh_AppealAgainst").flatMap({ EntityID($0) }),
            let lodged = record.date("wh_AppealLodged")
        else { return nil }
        let result = record.code("wh_AppealResult").flatMap { Result(rawValue: $0.lowercased()) }
        self.init(against: against, lodged: lodged, result: result ?? .pending)
    }
}

extension CaseFile {
    /// Everything that authorities concluded of somebody in this case. What a permit masks is not in it.
    ///
    /// - Parameter record: One that is left out; nil for none.
    public func determinations(of person: EntityID, besides record: EntityID? = nil) -> DeterminationLog {
        let about = records(.determination).filter { $0.record.links[.person] == person && $0.id != record }
        return DeterminationLog(reading: about.compactMap { Determination($0, in: id) })
    }

    /// The flat rows of the standard, with status and deciding body worked out from the log. Somebody of whom nothing
    /// was determined keeps what stands in the record, as it came from a file.
    ///
    /// - Parameter day: The day on which consent is judged.
    public func rowsWithStatus(on day: PartialDate) -> (rows: [VictimRow], left: [RecordKind: Int]) {
        rows(on: day) { victim in
            guard let derived = victim.record.links[.person].flatMap({ determinations(of: $0).htcds }) else {
                return [:]
            }
            return [
                "vic_TraffickingStatus": .codes([derived.status]),
                "vic_TraffickingStatusDecisionMakingOrg": .codes([derived.body]),
            ]
        }
    }
}
