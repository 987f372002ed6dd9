// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

extension Agency.Settings {
    /// The card of an agency whose own register stands elsewhere: packets for it are sealed to this card, and packets
    /// that it signed are taken in. Nil for one that has none.
    public var packetCard: PacketCard? {
        get { more["packetCard"].flatMap { PacketCard($0) } }
        set { more["packetCard"] = newValue?.description }
    }

    /// Its keys are lost or stolen: nothing is sealed to them, and nothing signed by them is taken in.
    public var isPacketCardRevoked: Bool {
        get { more["packetCardRevoked"] == "yes" }
        set { more["packetCardRevoked"] = newValue ? "yes" : nil }
    }
}

extension CaseStore {
    /// The keys with which this register opens and signs packets; nil before they were made.
    public func packetKeys() async throws -> PacketKeys? {
        // What came with a full export of another register does not open here, as if there were none.
        guard let text = try await agency(agency).settings.more[Self.packetKeysName],
            let sealed = Data(base64Encoded: text),
            let open = try? keys.system.open(
                Array(sealed), column: Self.packetKeysName, record: agency.bytes, version: 1)
        else { return nil }
        return try PacketKeys(secretBytes: open)
    }

    /// Makes keys for packets in place of those there are: what was sealed to the old card opens no more.
    ///
    /// - Parameter permit: For `settingsManage`.
    public func makePacketKeys(permit: Permit) async throws -> PacketKeys {
        let made = PacketKeys.random()
        var home = try await agency(agency)
        let sealed = try keys.system.seal(
            made.secretBytes, column: Self.packetKeysName, record: agency.bytes, version: 1)
        home.settings.more[Self.packetKeysName] = Data(sealed).base64EncodedString()
        try await save(home, permit: permit)
        return made
    }

    /// What a referral shows to somebody of its receiver, for its sender to save as a file.
    ///
    /// - Parameters:
    ///   - view: What the receiver is given.
    ///   - permit: For `caseRefer` of the case; the look is in the log under it before this returns.
    public func copy(_ id: EntityID, asSeenUnder view: Permit, permit: Permit) async throws -> CaseFile {
        try view.covers(.caseRead, subject: .caseFile(id))
        try permit.covers(.caseRefer, subject: .caseFile(id))
        let file = try await database.read { try self.load(id, view, nil, $0) }
        try await note(permit, count: 1 + file.people.count, outcome: "file")
        return file
    }

    private static let packetKeysName = "packetKeys"
}
