// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Standard

/// Somebody in one case, as a public file may say it.
struct PublishableRow: Sendable {
    /// Nil when the case does not say who it is.
    let person: EntityID?
    /// By what two files tell that it is the same row.
    let mark: String
    /// The day of the determination that the row's status comes from; nil where no determination does.
    let decided: PartialDate?
    let row: CTDCPerson

    /// One row for each person, in the order of their first rows.
    ///
    /// Of somebody with several, the row of the record that goes on counts, of several of these that of the case that
    /// was registered first. What it does not say of the person, the others say; where several answers may stand, all
    /// of them do; a confirmed determination goes before a refusal, and the newer before the older.
    ///
    /// - Parameter joined: For everybody whose record leads to another's, the one that goes on.
    static func ofPeople(
        _ rows: [PublishableRow], joined: [EntityID: EntityID], under codebook: Codebook
    ) -> [PublishableRow] {
        var places: [EntityID: Int] = [:]
        var groups: [[PublishableRow]] = []
        for row in rows {
            guard let person = row.person else {
                groups.append([row])
                continue
            }
            let stays = joined[person] ?? person
            if let place = places[stays] {
                groups[place].append(row)
            } else {
                places[stays] = groups.count
                groups.append([row])
            }
        }
        return groups.map { $0.count == 1 ? $0[0] : one(of: $0, joined, codebook) }
    }

    private static func one(
        of rows: [PublishableRow], _ joined: [EntityID: EntityID], _ codebook: Codebook
    ) -> PublishableRow {
        let sorted = rows.sorted { a, b in
            let (aLeads, bLeads) = (a.leads(joined), b.leads(joined))
            if aLeads != bLeads { return bLeads }
            let (aDay, bDay) = (a.row.registered, b.row.registered)
            return aDay != bDay ? aDay < bDay : a.mark < b.mark
        }
        let first = sorted[0]
        var values = first.row.values
        for other in sorted.dropFirst() {
            // A case's own dates and events belong together.
            for (name, value) in other.row.values {
                guard let field = codebook[name], [.person, .victim].contains(field.section) else { continue }
                guard let own = values[name] else {
                    values[name] = value
                    continue
                }
                guard field.isMultiple, case .codes(let known) = own, case .codes(let more) = value else { continue }
                values[name] = .codes(known + more.filter { !known.contains($0) })
            }
        }
        let deciding = sorted.filter { $0.decided != nil }.min { $0.isDecided(before: $1) }
        for name in status { if let deciding { values[name] = deciding.row.values[name] } }
        return PublishableRow(
            person: first.person, mark: first.mark, decided: deciding?.decided,
            row: CTDCPerson(
                values: values, events: sorted.flatMap(\.row.events), registeredOn: first.row.registeredOn))
    }

    /// Whether its person's record leads to another's.
    private func leads(_ joined: [EntityID: EntityID]) -> Bool { person.map { joined[$0] != nil } ?? false }

    private static let status: [FieldName] = ["vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg"]

    /// As in the log of one case: a confirmation goes before a refusal, and of two of a kind the newer.
    private func isDecided(before other: PublishableRow) -> Bool {
        func rank(_ row: PublishableRow) -> Int {
            switch row.row.values["vic_TraffickingStatus"] {
            case .codes(["ActualVictimOfTrafficking"]): 0
            case .codes(["NotAVictimOfTrafficking"]): 1
            default: 2
            }
        }
        guard rank(self) == rank(other), let day = decided, let their = other.decided else {
            return rank(self) < rank(other)
        }
        return day > their
    }
}
