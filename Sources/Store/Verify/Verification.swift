// SPDX-License-Identifier: Apache-2.0

import Cases

/// What a check of an instance is to look at, besides the instance itself.
public struct VerifyOptions: Sendable {
    /// Entries up to this number are taken on trust; 0 for none.
    public var since = 0
    public var anchors: [Anchor] = []
    public var mirror: MirrorFile?
    /// Opens every record, too; needs a secret.
    public var deep = false

    public init(since: Int = 0, anchors: [Anchor] = [], mirror: MirrorFile? = nil, deep: Bool = false) {
        self.since = since
        self.anchors = anchors
        self.mirror = mirror
        self.deep = deep
    }
}

/// What a check of an instance found.
public struct Verification: Sendable, Codable {
    /// Audit entries read.
    public var entries = 0
    /// Record versions compared with the audit entry that wrote them.
    public var rows = 0
    /// Envelopes opened; 0 unless asked for.
    public var opened = 0
    /// What is wrong, each in one sentence without a value of a record; empty when all is whole.
    public var faults: [String] = []
    /// The same with kind, entry, time and records.
    public var findings: [Fault] = []
    /// Whether marks were checked: only who has a secret can.
    public var isKeyed = false
    /// Signed checkpoints in the register that fit the log.
    public var checkpoints = 0
    /// Anchors from outside that fit the log.
    public var anchors = 0
    /// Entries after the last anchor or mirrored entry from outside: nothing outside the register speaks for them.
    public var unanchored = 0
    /// Erasures that a restore repeated and that are not in the log yet: opening the register writes them there.
    public var unloggedErasures = 0

    public var isWhole: Bool { faults.isEmpty }
    /// The exit code of `wayhouse verify`: 0 when whole, else the lowest of what was found.
    public var exitCode: Int { findings.map(\.kind.rawValue).min() ?? 0 }

    mutating func add(_ some: [Fault]) {
        findings += some
        faults += some.map(\.text)
    }
    mutating func add(_ fault: Fault) { add([fault]) }
}
