// SPDX-License-Identifier: Apache-2.0

import Standard

/// How rows become records under one codebook, worked out once for many rows: which record each field belongs to, in
/// which order, and what it may hold.
///
/// The quick way of `VictimRow.parts` and `Draft.checked`, to which it gives way wherever a row is out of the ordinary:
/// what it makes is what they would make, and it makes nothing that they would refuse.
public struct RowPlan: Sendable {
    private typealias Slot = VictimRow.Slot
    private struct Rule: Sendable {
        let slot: Slot
        let check: ValueCheck
    }
    /// By the number of the field's name; nil for names that this codebook does not have.
    private let rules: [Rule?]
    /// The numbers of the fields of each slot, in the order of their names.
    private let members: [[Int]]
    private static let role: FieldName = "wh_RoleInCase"
    private static let direction: FieldName = "wh_ReferralDirection"
    private static let purpose: FieldName = "wh_ConsentPurpose"
    private static let status: FieldName = "wh_ConsentStatus"

    /// Cost: about 0.1 ms.
    public init(_ codebook: Codebook) {
        var rules = [Rule?](repeating: nil, count: FieldName.numberCount)
        var members = [[Int]](repeating: [], count: Slot.allCases.count)
        for field in codebook.fields {
            guard let number = field.name.number, let slot = Slot(field) else { continue }
            rules[number] = Rule(slot: slot, check: ValueCheck(field, under: codebook))
            members[slot.rawValue].append(number)
            if field.name == Self.direction { members[Slot.outgoing.rawValue].append(number) }
        }
        self.rules = rules
        self.members = members.map { $0.sorted() }
    }

    /// The records that the row stands for, checked; nil when a value is refused, empty, or in a field that the
    /// program's own codebook does not have.
    ///
    /// - Returns: each record with its id and the record whose key seals it; see `VictimRow.Part`.
    public func records(of row: [FieldName: Value], newID: () -> EntityID) -> [(
        id: EntityID, scope: EntityID, record: Record
    )]? {
        var cells = [Value?](repeating: nil, count: rules.count)
        var filled = [Bool](repeating: false, count: members.count)
        for slot in [Slot.caseFile, .person, .participation] { filled[slot.rawValue] = true }
        for (name, value) in row {
            guard let number = name.number, let rule = rules[number], case .keep(let kept) = rule.check(value) else {
                return nil
            }
            cells[number] = kept
            filled[rule.slot.rawValue] = true
        }
        complete(&cells)
        return gathered(cells, filled, newID)
    }

    /// As `Slot.complete`.
    private func complete(_ cells: inout [Value?]) {
        if cells[Self.role.number!] == nil { cells[Self.role.number!] = .codes(["Victim"]) }
        guard case .flag(let given)? = cells[VictimRow.consent.number!] else { return }
        cells[VictimRow.consent.number!] = nil
        if cells[Self.purpose.number!] == nil { cells[Self.purpose.number!] = .codes(["ManageData"]) }
        if cells[Self.status.number!] == nil { cells[Self.status.number!] = .codes([given ? "Given" : "Refused"]) }
    }

    private func gathered(_ cells: [Value?], _ filled: [Bool], _ newID: () -> EntityID) -> [(
        id: EntityID, scope: EntityID, record: Record
    )] {
        let (caseID, personID) = (newID(), newID())
        let inCase: [Link: EntityID] = [.caseFile: caseID]
        var organisation: EntityID?
        var records: [(id: EntityID, scope: EntityID, record: Record)] = []
        records.reserveCapacity(members.count)
        for slot in Slot.allCases where filled[slot.rawValue] {
            let id = slot == .caseFile ? caseID : slot == .person ? personID : newID()
            if slot == .organisation { organisation = id }
            let links = slot.isInCaseOnly ? inCase : slot.links(caseID, personID, organisation)
            let record = Record(kind: slot.kind, entries: entries(of: slot, cells), links: links)
            records.append((id, slot.scope(own: id, caseID: caseID), record))
        }
        return records
    }

    private func entries(of slot: Slot, _ cells: [Value?]) -> [Record.Entry] {
        var entries: [Record.Entry] = []
        entries.reserveCapacity(members[slot.rawValue].count)
        for number in members[slot.rawValue] {
            let name = FieldName(number: number)
            if name == Self.direction {
                entries.append(.init(name, .codes([slot == .outgoing ? "Outgoing" : "Incoming"])))
            } else if let value = cells[number] {
                entries.append(.init(name, value))
            }
        }
        return entries
    }
}

extension VictimRow.Slot {
    /// True when its records point to their case and to nothing else.
    fileprivate var isInCaseOnly: Bool {
        switch self {
        case .incoming, .outgoing, .comment, .event, .plan, .assessment: true
        case .organisation, .caseFile, .person, .participation, .consent: false
        }
    }
}
