// SPDX-License-Identifier: Apache-2.0

/// What a second person decides about a change that waits.
public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// The new version stands.
    case accept
    /// The version before is written once more, as a version of its own; nothing is lost.
    case revert
    /// The editor is asked; the record stays locked.
    case ask
}

/// A change that waits for a second person.
public struct PendingChange: Sendable, Hashable, Codable {
    /// The version that stands for sharing and export meanwhile.
    public let base: Int
    /// The version that waits.
    public let version: Int
    public let editor: EntityID
    /// Milliseconds since 1970.
    public let opened: Int64
    /// A reviewer has asked the editor something.
    public private(set) var isAsked: Bool

    public init(base: Int, version: Int, editor: EntityID, opened: Int64, isAsked: Bool = false) {
        self.base = base
        self.version = version
        self.editor = editor
        self.opened = opened
        self.isAsked = isAsked
    }

    /// A reviewer asks the editor; it waits on.
    public mutating func ask() { isAsked = true }

    /// Who should look by now.
    public func attention(at now: Int64) -> ReviewAttention {
        let waited = now - opened
        if waited > ReviewMachine.everySupervisorAfter { return .everySupervisor }
        return waited > ReviewMachine.dataProtectionAfter ? .dataProtection : .reviewer
    }
}

/// Whom a waiting change is laid before; each also before those earlier in the list.
public enum ReviewAttention: Int, Sendable, Codable, CaseIterable, Comparable {
    /// Whoever reviews.
    case reviewer
    /// After 72 hours the data protection officer.
    case dataProtection
    /// After 7 days every supervisor of the agency.
    case everySupervisor

    public static func < (a: ReviewAttention, b: ReviewAttention) -> Bool { a.rawValue < b.rawValue }
}

/// Where one record stands between its editor and a second person: `open → locked → open`, by acceptance or by a
/// version that puts back what stood before (security e.4). Pure: times and numbers of people are handed in.
public struct ReviewMachine: Sendable, Hashable {
    /// The newest version.
    public private(set) var version: Int
    /// What waits; nil while the record is open.
    public private(set) var pending: PendingChange?

    public static let dataProtectionAfter: Int64 = 72 * 3_600_000
    public static let everySupervisorAfter: Int64 = 7 * 24 * 3_600_000
    /// In an office where nobody but the editor could review, a change is accepted by itself after a day.
    public static let soloAfter: Int64 = 24 * 3_600_000

    public init(version: Int, pending: PendingChange? = nil) {
        self.version = version
        self.pending = pending
    }

    /// The version that is shared and exported.
    public var effectiveVersion: Int { pending?.base ?? version }

    /// Whether an action on the record itself goes on. Notes and services are records of their own and always do.
    public func allows(_ action: Action) -> Bool {
        guard pending != nil else { return true }
        return switch action {
        case .edit, .delete, .export, .share, .merge: false
        case .list, .exists, .read, .create, .appendNote, .print, .approve, .breakGlass, .admin: true
        }
    }

    /// A new version, edited or taken out.
    ///
    /// - Throws: `locked` while another waits.
    public mutating func write(by editor: EntityID, waits: Bool, at now: Int64) throws(Reason) {
        guard pending == nil else { throw .locked }
        let base = version
        version += 1
        if waits { pending = PendingChange(base: base, version: version, editor: editor, opened: now) }
    }

    /// A second person's decision. `revert` writes one version more, which holds what the base held.
    ///
    /// - Throws: `state` when nothing waits; `ownRequest` for the editor.
    public mutating func decide(_ verdict: Verdict, by reviewer: EntityID) throws(Reason) {
        guard let waiting = pending else { throw .state }
        guard reviewer != waiting.editor else { throw .ownRequest }
        switch verdict {
        case .ask: pending?.ask()
        case .accept: pending = nil
        case .revert:
            version += 1
            pending = nil
        }
    }

    /// Accepts a change that nobody else could look at once its day is over; true when it did. What a reviewer has
    /// asked about waits for an answer, however long.
    ///
    /// - Parameter others: How many people besides the editor could review.
    public mutating func acceptAlone(others: Int, at now: Int64) -> Bool {
        guard let waiting = pending, others == 0, !waiting.isAsked, now - waiting.opened >= Self.soloAfter else {
            return false
        }
        pending = nil
        return true
    }
}
