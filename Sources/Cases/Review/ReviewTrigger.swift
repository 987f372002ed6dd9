// SPDX-License-Identifier: Apache-2.0

import Standard

/// Which changes wait for a second person (security e.4). An agency chooses; `sensitive` unless it says otherwise.
///
/// Filling in what was empty is adding and never waits, except in a consent: there it may widen what others see.
/// See `docs/decisions/0006-what-waits-for-a-second-person.md`.
public enum ReviewTrigger: String, Sendable, Codable, CaseIterable {
    /// Nothing waits.
    case off
    /// Changed or emptied values of identity, contacts, location, statements, suspects and family; all of a consent;
    /// whatever is taken out; closing a case; that two people are one, or two after all.
    case sensitive
    /// Every changed or emptied value of any class, and all that `sensitive` names.
    case all

    /// Whether a change of one record locks it until a second person has looked.
    ///
    /// - Parameters:
    ///   - old: What stood there; nil for a new record.
    ///   - new: What is to stand there; nil when the record is taken out.
    ///   - state: How the case stands: drafts and what was handed in and not taken up yet are corrected freely.
    public func locks(
        from old: Record?, to new: Record?, in state: RecordState, under codebook: Codebook
    ) -> Bool {
        guard self != .off, state != .draft, state != .unverified, let old else { return false }
        guard let new else { return true }
        if old.links != new.links { return true }
        // Answers are only ever added, by a verb of their own, and stand for good once it is over.
        if old.kind == .administration { return false }
        // A ticket is taken back at once, and a message is only ever marked as read.
        if old.kind == .ticket || old.kind == .message { return false }
        if old.kind == .likeness { return old.saysSamePerson != new.saysSamePerson }
        let changed = Self.changed(from: old, to: new)
        if old.kind == .consent { return !changed.isEmpty }
        if old.kind == .caseFile, !old.isClosedCase, new.isClosedCase { return true }
        return changed.contains { name in
            guard old.holds(name) else { return false }
            return self == .all || Self.isSensitive(codebook[name]?.fieldClass ?? .f4)
        }
    }

    /// The names of the fields in which two versions differ, in their order.
    public static func changed(from old: Record, to new: Record) -> [FieldName] {
        let (before, after) = (old.values, new.values)
        return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    }

    /// The same classes that the policy asks a review for.
    static func isSensitive(_ fieldClass: FieldClass) -> Bool {
        switch fieldClass {
        case .f2, .f3, .f5, .f7, .f8, .f10: true
        case .f0, .f1, .f4, .f6, .f9, .f11: false
        }
    }
}

extension Record {
    /// Whether the field holds an answer: "not asked", "unknown" and "declined" are none, so that filling them adds.
    fileprivate func holds(_ name: FieldName) -> Bool {
        switch self[name] {
        case nil, .absent: false
        case .text, .number, .date, .flag, .codes: true
        }
    }

    /// Whether what was decided of two people is that they are one.
    public var saysSamePerson: Bool { kind == .likeness && code("wh_LikenessDecision") == "Same" }

    /// Whether a case's own record says that it is closed.
    public var isClosedCase: Bool {
        guard kind == .caseFile, let status = code("cas_Status") else { return false }
        return status == "Closed" || status == "ClosedReferred"
    }
}
