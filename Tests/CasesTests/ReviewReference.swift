// SPDX-License-Identifier: Apache-2.0

import Cases

/// LOCK-1's reference: what happened to one record is kept as a list, and every answer is worked out from the list
/// anew. Shares no code with the machine.
struct ReviewReference {
    enum Event { case wrote(editor: Int, waits: Bool, at: Int64), accepted, putBack, asked }
    var events: [Event] = []

    /// How many versions there are: the first, one for each writing, one for each that was put back.
    var version: Int {
        1 + events.count { if case .wrote = $0 { true } else if case .putBack = $0 { true } else { false } }
    }

    /// The last writing that waits, when nothing after it has settled it.
    var waiting: (editor: Int, at: Int64)? {
        for event in events.reversed() {
            switch event {
            case .accepted, .putBack: return nil
            case .wrote(let editor, let waits, let at): return waits ? (editor, at) : nil
            case .asked: continue
            }
        }
        return nil
    }

    var wasAsked: Bool { if case .asked? = events.last { true } else { false } }
    /// While something waits it is the newest version, and the one before it stands.
    var effective: Int { waiting == nil ? version : version - 1 }

    mutating func write(_ editor: Int, waits: Bool, at now: Int64) -> Reason? {
        if waiting != nil { return .locked }
        events.append(.wrote(editor: editor, waits: waits, at: now))
        return nil
    }

    mutating func decide(_ verdict: Verdict, by reviewer: Int) -> Reason? {
        guard let waiting else { return .state }
        if waiting.editor == reviewer { return .ownRequest }
        events.append(verdict == .accept ? .accepted : verdict == .revert ? .putBack : .asked)
        return nil
    }

    mutating func pass(others: Int, at now: Int64) -> Bool {
        guard let waiting, others == 0, !wasAsked, now >= waiting.at + 86_400_000 else { return false }
        events.append(.accepted)
        return true
    }

    /// 0 a reviewer, 1 also data protection, 2 also every supervisor; nil when nothing waits.
    func attention(at now: Int64) -> Int? {
        guard let waiting else { return nil }
        let hours = Double(now - waiting.at) / 3_600_000
        return hours > 168 ? 2 : hours > 72 ? 1 : 0
    }
}
