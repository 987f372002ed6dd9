// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Vault

/// The card of this register, to be given to those who send it packets. Keys are made when there are none.
///
/// - Parameter isNew: Makes new keys in place of those there are: files for the old card open no more.
/// - Throws: `Refusal`; `StoreError`.
public func packetCard(makingNew isNew: Bool = false, by access: Access, in store: CaseStore) async throws
    -> PacketCard
{
    let permit = try await access.permit(.settingsManage, by: .manageSettings, in: store)
    if !isNew, let keys = try await store.packetKeys() { return keys.card }
    return try await store.makePacketKeys(permit: permit).card
}

/// Takes in the card of an agency whose register stands elsewhere, or revokes it.
///
/// - Parameter card: Nil to revoke the one there is.
/// - Throws: `Refusal`; `StoreError.notFound`.
public func setPacketCard(
    _ card: PacketCard?, of id: EntityID, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.agencyManage, by: .manageAgencies, in: store)
    var agency = try await store.agency(id)
    if let card { agency.settings.packetCard = card }
    agency.settings.isPacketCardRevoked = card == nil
    try await store.save(agency, permit: permit)
}

/// What was taken out of a packet file.
public struct OpenedPacket: Sendable {
    /// The draft that it became.
    public let caseID: EntityID
    public let from: String
    public let service: String
    public let records: Int
}

/// Opens a packet from elsewhere: a draft of a case with what was in it, for somebody to look over.
///
/// - Throws: `PacketFault`; `Refusal`; `Rejected` when something in it is not of this codebook. Nothing was taken in
///   then.
public func openPacket(_ file: [UInt8], by access: Access, in store: CaseStore) async throws -> OpenedPacket {
    guard let keys = try await store.packetKeys() else { throw PacketFault.otherReceiver }
    let (bytes, card) = try keys.open(file)
    guard let sender = try await store.agencies().first(where: { $0.settings.packetCard == card }) else {
        throw PacketFault.unknownSender
    }
    if sender.settings.isPacketCardRevoked { throw PacketFault.revokedSender }
    guard let content = try? JSONDecoder().decode(PacketContent.self, from: Data(bytes)), content.version == 1 else {
        throw PacketFault.edited
    }
    if content.until <= store.clock.now() { throw PacketFault.over }
    let id = store.derivedID(from: Array("packet \(sender.id) \(content.id)".utf8))
    if store.facts(ofCase: id) != nil { throw PacketFault.openedBefore }
    let permit = try await access.permit(.caseRegister, newCase: id, .caseFile(id), state: .draft, in: store)
    let intake = PacketIntake(
        content: content, sender: sender.name, id: id, today: store.clock.today, codebook: store.codebook,
        classes: permit.ownClasses)
    let changes = try intake.changes()
    do { _ = try await store.commit(changes, permit: permit) } catch StoreError.conflict {
        throw PacketFault.openedBefore
    }
    return OpenedPacket(caseID: id, from: sender.name, service: content.service, records: changes.count)
}

/// The records of a draft that a packet becomes.
private struct PacketIntake {
    let content: PacketContent
    let sender: String
    let id: EntityID
    let today: PartialDate
    let codebook: Codebook
    let classes: Set<FieldClass>

    func changes() throws -> [Change] {
        let count = 1 + (content.parts.compactMap(\.about).max() ?? 0)
        let people = (0..<count).map { _ in EntityID.random() }
        func values(_ kind: RecordKind, _ part: PacketContent.Part?) -> [FieldName: Value] {
            var values: [FieldName: Value] = [:]
            for (name, value) in part?.values ?? [:] {
                guard let field = codebook[FieldName(name)], kind.sections.contains(field.section),
                    classes.contains(field.fieldClass)
                else { continue }
                values[field.name] = value
            }
            return values
        }
        func first(_ kind: RecordKind, about: Int? = nil) -> PacketContent.Part? {
            content.parts.first { $0.kind == kind && (about == nil || $0.about == about) }
        }
        var head = values(.caseFile, first(.caseFile))
        head["wh_RecordState"] = .codes(["Draft"])
        var changes: [Change] = [.insert(id, scope: id, try Draft(.caseFile, head).checked(under: codebook))]
        for (place, person) in people.enumerated() {
            let draft = Draft(.person, values(.person, first(.person, about: place)))
            changes.append(.insert(person, scope: person, try draft.checked(under: codebook)))
        }
        for part in content.parts where !part.kind.standsAlone && part.kind != .caseFile && !part.kind.hasOwnVerbs {
            let draft = Draft(
                part.kind, values(part.kind, part), links: [.caseFile: id, .person: people[part.about ?? 0]])
            if draft.values.isEmpty { continue }
            changes.append(.insert(.random(), scope: id, try draft.checked(under: codebook)))
        }
        changes.append(.insert(.random(), scope: id, try received.checked(under: codebook)))
        return changes
    }

    private var received: Draft {
        Draft(
            .referral,
            [
                "wh_ReferralDirection": .codes(["Incoming"]), "wh_ReferralStatus": .codes(["Proposed"]),
                "wh_ReferralService": .text(content.service), "cas_ReferringOrganisation": .text(sender),
                "cas_IncomingReferralDate": .date(today),
            ], links: [.caseFile: id])
    }
}

extension RecordKind {
    /// A record outside any case.
    fileprivate var standsAlone: Bool { self == .person || self == .organisation }
}
