// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Vault

/// Why a packet file is not made, for those who may refer.
public enum PacketObstacle: String, Error, Sendable, CaseIterable {
    /// This register has no packet keys yet.
    case noKeys
    /// The receiver's card was not taken in.
    case noCard
    /// The receiver's card was revoked.
    case revokedCard
}

/// What a packet file holds inside its seal, as JSON.
struct PacketContent: Codable {
    struct Part: Codable {
        let kind: RecordKind
        let values: [String: Value]
        /// Which of the people in the packet it is about, from 0.
        let about: Int?
    }
    var version = 1
    let id: EntityID
    let service: String
    let purpose: Purpose
    /// Milliseconds since 1970.
    let until: Int64
    let parts: [Part]
}

/// A referral as a file for a receiver whose register stands elsewhere: what somebody there who works for its purpose
/// would see here, signed by this register and sealed to the receiver's card.
///
/// - Returns: the file; its digest is in the log before this returns.
/// - Throws: `Refusal` (consent); `ReferralObstacle.hidden` for what is not to be seen any more; `PacketObstacle`.
public func sealReferral(
    _ id: EntityID, ofCase caseID: EntityID, by access: Access, in store: CaseStore
) async throws -> [UInt8] {
    _ = try await access.permit(.caseRead, case: caseID, in: store)
    guard let grant = store.referral(id), grant.caseID == caseID else { throw StoreError.notFound }
    let standing = store.standing(of: grant).consent
    let permit = try await access.permit(.caseRefer, case: caseID, in: store) { $0.consentInQuestion = standing }
    guard let view = ReferralView(grant, in: store) else { throw ReferralObstacle.hidden }
    let receiver = try await store.agency(grant.taker).settings
    guard let card = receiver.packetCard else { throw PacketObstacle.noCard }
    if receiver.isPacketCardRevoked { throw PacketObstacle.revokedCard }
    guard let keys = try await store.packetKeys() else { throw PacketObstacle.noKeys }
    let content = try await packetContent(view, access, permit, store)
    let file = try keys.seal(Array(try JSONEncoder().encode(content)), to: card)
    try await store.note(
        permit, count: content.parts.count, outcome: "packet:\(id)", digest: store.digest(ofFile: file),
        consent: grant.consent)
    return file
}

private func packetContent(
    _ view: ReferralView, _ access: Access, _ permit: Permit, _ store: CaseStore
) async throws -> PacketContent {
    let grant = view.referral.grant
    let reader = Actor(id: access.actor.id, role: grant.purpose.reader, agency: grant.taker)
    var facts = view.facts
    facts.assigned.insert(reader.id)
    let given = try Policy.permit(
        reader, .caseRead, facts, subject: .caseFile(facts.id), AccessContext(purpose: grant.purpose),
        now: view.circumstances.now)
    let file = try await store.copy(facts.id, asSeenUnder: given, permit: permit)
    let held = store.heldMarks(ofCase: facts.id)
    let packet = Packet(
        view.referral, for: reader, facts: facts, records: file.packetRecords,
        held: HeldLocally(fields: held.fields, records: held.records), under: view.circumstances,
        codebook: store.codebook)
    guard let packet else { throw ReferralObstacle.hidden }
    let people = Set(packet.parts.compactMap { $0.kind == .person ? $0.id : $0.person }).sorted()
    let parts = packet.parts.map { part in
        let person = part.kind == .person ? part.id : part.person
        return PacketContent.Part(
            kind: part.kind, values: Dictionary(uniqueKeysWithValues: part.values.map { ($0.rawValue, $1) }),
            about: person.flatMap { people.firstIndex(of: $0) })
    }
    return PacketContent(
        id: grant.id, service: view.referral.service.rawValue, purpose: grant.purpose,
        until: view.facts.shares.first?.until ?? grant.until, parts: parts)
}

extension Purpose {
    /// Who works for it at a receiver.
    fileprivate var reader: Role {
        switch self {
        case .investigation: .investigator
        case .prosecution: .prosecutor
        case .care, .safety, .legalAid, .statistics, .system: .caseworker
        }
    }
}

extension CaseFile {
    /// What of it a packet may be made of, people first.
    var packetRecords: [Stored] {
        people.values.sorted { $0.id < $1.id } + records.filter { $0.record.kind.goesInPackets }
            + organisations.values.sorted { $0.id < $1.id }
    }
}
