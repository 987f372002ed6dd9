// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One entry of the audit log: who did what to what, when, and how it went. Opaque ids, verbs and classes of content;
/// never a name, a value or the words of a search.
public struct Act: Sendable, Hashable {
    /// Its place in the log, from 1; 0 until it is written.
    public internal(set) var seq: Int = 0
    /// Milliseconds since 1970 UTC, as the machine's clock said.
    public internal(set) var at: Int64
    /// Milliseconds that only grow while the machine runs; nil in entries of earlier versions.
    public internal(set) var tick: Int64?
    /// A random word for each unsealing: ticks compare only within one. Empty in entries of earlier versions.
    public internal(set) var boot: String = ""
    public let actor: EntityID
    /// The actor's agency; nil in entries of earlier versions.
    public var agency: EntityID?
    /// The role's raw value. Earlier versions had roles that are no more.
    public let roleName: String
    /// The first digits of the digest of the session's token; empty at the console.
    public var session: String = ""
    /// The enrolled device, when the session runs on one.
    public var device: EntityID?
    /// What was done, `noun.verb`.
    public let action: String
    /// The case, person or batch acted upon; nil for the register as a whole.
    public let subject: EntityID?
    /// The classes of content that were opened or written.
    public var classes: Set<FieldClass> = []
    public let purpose: Purpose
    /// The consent that it rests on.
    public var consent: EntityID?
    /// `done`, `denied:` with the reason, `hidden`, or how else it went.
    public let outcome: String
    /// How many records were shown, written or let out.
    public let count: Int
    /// The version of the one record that was changed, before and after; nil when several were, or none.
    public var base: Int?
    public var version: Int?
    /// SHA-256 over the sealed rows that were written, in hexadecimal; empty when none were.
    public let digest: String
    /// SHA-256 of the sealed words of a search, which lie beside the log; empty when nothing was searched for.
    public internal(set) var words: String = ""

    /// What is worth knowing of it besides, such as `ownName`: a word of the program's own. Empty for most.
    public var mark: String = ""

    /// The mark of a search for one's own family name.
    public static let ownName = "ownName"

    /// Nil for the roles of earlier versions.
    public var role: Role? { Role(rawValue: roleName) }
    /// Whether it was allowed and happened.
    public var isDone: Bool { outcome == "done" || outcome.hasPrefix("written") }
    /// Whether the policy said no, or the secret was wrong.
    public var isDenied: Bool { outcome == "hidden" || outcome.hasPrefix("denied") || outcome.hasPrefix("refused") }

    init(
        at: Int64, actor: EntityID, roleName: String, action: String, subject: EntityID?, purpose: Purpose,
        outcome: String, count: Int, digest: String
    ) {
        self.at = at
        self.actor = actor
        self.roleName = roleName
        self.action = action
        self.subject = subject
        self.purpose = purpose
        self.outcome = outcome
        self.count = count
        self.digest = digest
    }

    /// The entry about something that somebody did in a session.
    public init(
        _ actor: Actor, _ action: String, _ subject: EntityID?, purpose: Purpose, outcome: String = "done",
        count: Int = 0, digest: String = "", at: Int64 = 0
    ) {
        self.init(
            at: at, actor: actor.id, roleName: actor.role.rawValue, action: action, subject: subject,
            purpose: purpose, outcome: outcome, count: count, digest: digest)
        agency = actor.agency
        session = actor.session
        device = actor.device
    }
}

extension Refusal {
    /// As the audit log says it.
    public var outcome: String { reason.map { "denied:\($0)" } ?? "hidden" }
}
