// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store

/// What somebody without an account reports.
public struct OutsideReport: Sendable, Hashable {
    /// What was seen or heard; the one thing that is needed.
    public var said: String
    public var people: String
    public var place: String
    /// Who tells it and how to reach them, when they want to say.
    public var teller: String
    public var isPartner: Bool

    public init(said: String, people: String = "", place: String = "", teller: String = "", isPartner: Bool = false) {
        self.said = said
        self.people = people
        self.place = place
        self.teller = teller
        self.isPartner = isPartner
    }

    /// Characters at most: of what was said and of the people, and of the rest.
    public static let (longMost, shortMost) = (4_000, 300)

    var isTooLong: Bool {
        [said, people].contains { $0.count > Self.longMost } || [place, teller].contains { $0.count > Self.shortMost }
    }
}

/// What becomes of a report from outside.
public enum OutsideAnswer: Sendable, Hashable {
    /// Written down. The receipt is eight digits that follow from nothing.
    case taken(receipt: String)
    /// Too many came from there, or the page was too old: nothing was written, and it can be sent again.
    case later
    /// Empty, or longer than a report may be.
    case unfit
}

/// Takes in what somebody reports from outside: a signal that waits for the office's supervision, never a case. Whoever
/// reports sees nothing of the register, and the same words whatever becomes of it.
///
/// - Throws: `Rejected` for text that no field holds; `StoreError`.
public func reportFromOutside(
    _ report: OutsideReport, work: WorkProof, address: String?, at door: TicketDoor, in store: CaseStore
) async throws -> OutsideAnswer {
    guard !report.said.allSatisfy(\.isWhitespace), !report.isTooLong else { return .unfit }
    guard OutsideThrottle.reports.admits(address, in: store) else { return .later }
    guard try await door.desk.finish(work, in: store) else {
        OutsideThrottle.reports.giveBack(address, in: store)
        return .later
    }
    let receipt = String(format: "%08d", Int.random(in: 0..<100_000_000))
    let values: [FieldName: Value] = [
        "wh_SignalSaid": .text(report.said), "wh_SignalPeople": .text(report.people),
        "wh_SignalPlace": .text(report.place), "wh_SignalTeller": .text(report.teller),
        "wh_SignalChannel": .codes([report.isPartner ? "CivilSociety" : "Public"]),
        "wh_SignalReceipt": .text(receipt),
    ].filter { !$0.value.canonicalText.isEmpty }
    _ = try await reportSignal(values, by: Access(outsider(in: store)), in: store)
    try await store.changePeople { try OutsideThrottle.reports.keep(address, store, $0) }
    return .taken(receipt: receipt)
}

/// Somebody of whom nothing is known, as the policy knows those who hand in. One for all, so that nothing tells them
/// apart; no account has this id.
func outsider(in store: CaseStore) -> Actor {
    Actor(id: store.derivedID(from: Array("outsider".utf8)), role: .firstResponder, agency: store.agency)
}
