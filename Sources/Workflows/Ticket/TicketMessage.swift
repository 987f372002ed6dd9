// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// One message between the person and the office, as both read it.
public struct TicketMessage: Sendable, Hashable, Identifiable {
    /// The value names of `messageKind`.
    public enum Kind: String, Sendable, CaseIterable {
        case message = "Message"
        case correction = "Correction"
        case withdrawal = "Withdrawal"
        case warning = "Warning"
    }

    public let id: EntityID
    public let version: Int
    /// From 1, as they were written.
    public let number: Int
    public let isFromPerson: Bool
    public let kind: Kind
    public let text: String
    public let on: PartialDate
    /// Who of the office wrote it; nil for the person.
    public let author: String?
    /// The message that it answers.
    public let answers: EntityID?
    public let isSeen: Bool
    /// The purpose of a consent that was taken back stands in the text as its value name.
    public var isTold: Bool { kind == .message || kind == .correction }

    init(_ stored: Stored) {
        let said = stored.record
        (id, version) = (stored.id, stored.version)
        if case .number(let place)? = said["wh_MessageNumber"] { number = Int(place) } else { number = 0 }
        isFromPerson = said.code("wh_MessageFrom") == "Person"
        kind = said.code("wh_MessageKind").flatMap { Kind(rawValue: $0) } ?? .message
        text = said.text("wh_MessageText") ?? ""
        on = said.date("wh_MessageOn") ?? stored.day
        author = said.text("wh_MessageAuthor")
        answers = said.text("wh_MessageAnswers").flatMap { EntityID($0) }
        isSeen = said["wh_MessageSeen"] != nil
    }

    /// The longest message, in characters.
    public static let charactersMost = 4_000

    /// The record of a new message.
    ///
    /// - Throws: `Rejected` for an empty or an endless one.
    static func draft(
        _ kind: Kind, _ text: String, number: Int, isFromPerson: Bool, on day: PartialDate
    ) throws(Rejected) -> Draft {
        guard !text.allSatisfy(\.isWhitespace) || kind == .warning else {
            throw Rejected(findings: [Finding(.needed, field: "wh_MessageText", "Write a word or two.")])
        }
        guard text.count <= charactersMost else {
            let message = "This is longer than \(charactersMost) characters. Send it in two."
            throw Rejected(findings: [Finding(.tooLong, field: "wh_MessageText", message)])
        }
        return Draft(
            .message,
            [
                "wh_MessageNumber": .number(Double(number)), "wh_MessageKind": .codes([kind.rawValue]),
                "wh_MessageFrom": .codes([isFromPerson ? "Person" : "Office"]), "wh_MessageOn": .date(day),
                "wh_MessageText": .text(text),
            ])
    }
}

extension CaseFile {
    /// What the person and the office wrote to each other, oldest first.
    public var messages: [TicketMessage] {
        records.filter { $0.record.kind == .message }.map { TicketMessage($0) }
            .sorted { ($0.number, $0.on, $0.id) < ($1.number, $1.on, $1.id) }
    }

    /// What the person wrote that waits for the office: what nobody has read, and what is to be put right and was not
    /// answered.
    public var waitingMessages: [TicketMessage] {
        let all = messages
        let answered = Set(all.compactMap(\.answers))
        return all.filter { message in
            guard message.isFromPerson, !answered.contains(message.id) else { return false }
            return message.kind == .correction || !message.isSeen
        }
    }
}
