// SPDX-License-Identifier: Apache-2.0

import Standard

/// What one version of a consent record says, as far as sharing goes by it (security d.4). Holds no wording.
public struct ConsentPaper: Sendable, Hashable {
    public enum Answer: Sendable, Hashable { case given, withdrawn, refused, none }

    public let answer: Answer
    /// A `consentPurpose` value name; nil when the record does not say.
    public let purpose: String?
    /// The last day it holds, as days since 1970 in UTC; nil when the record does not tell.
    public let lastDay: Int?
    /// Folded names, or ids as text, of those it is for. Nobody when empty: there is no consent for everybody.
    public let recipients: Set<String>
    /// Given by a guardian who is said to have harmed the person.
    public let isDisqualified: Bool
    /// What the person agreed to pass on; nil for a consent of before this was asked.
    public let classes: Set<FieldClass>?
    /// The moment from which it holds, in milliseconds since 1970: as signed, else the beginning of its day in UTC; nil
    /// when the record does not tell.
    public let signed: Int64?
    /// The moment from which it holds no more; nil while it was not taken back, or only a status says so. Taken back
    /// stays taken back: who agrees again gives a new consent.
    public let withdrawn: Int64?

    /// - Returns: nil when the record is no consent.
    public init?(_ record: Record) {
        guard record.kind == .consent else { return nil }
        withdrawn = record.text("wh_ConsentWithdrawn").flatMap { ConsentMoment.read($0) }
        switch record.code("wh_ConsentStatus") {
        case _ where withdrawn != nil: answer = .withdrawn
        case "Given": answer = .given
        case "Withdrawn": answer = .withdrawn
        case "Refused": answer = .refused
        default: answer = .none
        }
        purpose = record.code("wh_ConsentPurpose")
        lastDay = Self.lastDay(record)
        recipients = Set(Self.recipientFields.flatMap { Self.names(record[$0]) }.map(Self.fold))
        isDisqualified = Self.saysDisqualified(record)
        classes = Self.classes(record)
        let day = record.date("wh_ConsentDate").map { Int64(Day(first: $0).number) * 86_400_000 }
        signed = record.text("wh_ConsentSigned").flatMap { ConsentMoment.read($0) } ?? day
    }

    /// What it says about an agency and a purpose until it ends.
    ///
    /// - Parameter names: Everything that the agency goes by: its id and its name.
    public func standing(of names: [String], for use: Purpose) -> ConsentStanding {
        if isDisqualified { return .disqualifiedGuardian }
        switch answer {
        case .withdrawn: return .withdrawn
        case .refused, .none: return .none
        case .given: break
        }
        if lastDay == nil { return .expired }
        guard names.contains(where: { recipients.contains(Self.fold($0)) }), covers(use) else { return .coversNotThis }
        return .covers
    }

    /// The first millisecond since 1970 at which it no longer holds: the end of its last day, in UTC.
    public var ends: Int64 { lastDay.map { (Int64($0) + 1) * 86_400_000 } ?? 0 }

    /// The worst of what the version that stands and the one that waits for review say: what is taken back is taken
    /// back at once, and what is widened waits.
    public static func standing(_ papers: [ConsentPaper], of names: [String], for use: Purpose) -> ConsentStanding {
        let all = papers.map { $0.standing(of: names, for: use) }
        return all.first { $0 != .covers } ?? all.first ?? .none
    }

    private func covers(_ use: Purpose) -> Bool {
        switch use {
        case .care, .safety, .legalAid: purpose == "ReferToServices"
        case .investigation, .prosecution: purpose == "ShareWithAuthorities"
        case .statistics, .system: false
        }
    }

    /// Said outright, else 90 days from the answer; never beyond a year from it. What is uncertain counts from its
    /// earliest day.
    private static func lastDay(_ record: Record) -> Int? {
        let said = record.date("wh_ConsentExpiry").map { Day(first: $0).number }
        guard let given = record.date("wh_ConsentDate").map({ Day(first: $0).number }) else { return said }
        return min(said ?? given + usualDays, given + mostDays)
    }

    private static func classes(_ record: Record) -> Set<FieldClass>? {
        guard case .codes(let codes)? = record["wh_ConsentClasses"] else { return nil }
        return Set(codes.compactMap { ContentName(rawValue: $0)?.fieldClass })
    }

    private static let usualDays = 90
    private static let mostDays = 365

    private static let recipientFields: [FieldName] = ["wh_ConsentRecipient", "wh_ConsentRecipientAgency"]

    private static func names(_ value: Value?) -> [String] {
        switch value {
        case .text(let text): text.split(separator: ";").map(String.init)
        case .codes(let codes): codes
        case nil, .number, .date, .flag, .absent: []
        }
    }

    /// The words of a name, folded; an id stays itself.
    private static func fold(_ name: String) -> String { NameFold.words(name).joined(separator: " ") }

    private static func saysDisqualified(_ record: Record) -> Bool {
        if case .flag(true)? = record["wh_GuardianDisqualified"] { true } else { false }
    }
}
