// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Everything that authorities have concluded of one person, several at once and not always alike.
///
/// It opens and closes no service: whether somebody is helped never depends on it.
public struct DeterminationLog: Sendable {
    /// By day; those of one day in the order given.
    public let all: [Determination]

    /// - Throws: when one supersedes or appeals against another that is not there, belongs to another authority, or has
    ///   been superseded already. A correction may well be dated before what it corrects.
    public init(_ determinations: [Determination]) throws(DeterminationFault) {
        self.init(unchecked: determinations)
        try check()
    }

    /// What stands in a case, whatever it says: a link that leads nowhere changes nothing.
    public init(reading determinations: [Determination]) {
        let checked = try? DeterminationLog(determinations)
        self = checked ?? DeterminationLog(unchecked: determinations.map(\.withoutLinks))
    }

    private init(unchecked determinations: [Determination]) {
        all = determinations.enumerated().sorted { a, b in
            a.element.day == b.element.day ? a.offset < b.offset : a.element.day < b.element.day
        }.map(\.element)
    }

    private func check() throws(DeterminationFault) {
        var places: [EntityID: Int] = [:]
        var replaced: Set<EntityID> = []
        for (at, one) in all.enumerated() {
            if places.updateValue(at, forKey: one.id) != nil { throw .sameIDTwice(one.id) }
        }
        for one in all {
            if let old = one.supersedes {
                guard let place = places[old] else { throw .unknown(old) }
                if !all[place].authority.isSame(as: one.authority) { throw .otherAuthority(old) }
                if !replaced.insert(old).inserted { throw .supersededTwice(old) }
            }
            if let appeal = one.appeal, places[appeal.against] == nil { throw .unknown(appeal.against) }
        }
    }

    /// The last word of each authority that has not been superseded or lifted on appeal, in the order in which they
    /// were given. An appeal that waits changes nothing yet.
    public var standing: [Determination] {
        let gone = Set(all.compactMap(\.supersedes)).union(lifted)
        var last: [Determination] = []
        for one in all where !gone.contains(one.id) && one.appeal?.result != .pending {
            last.removeAll { $0.authority.isSame(as: one.authority) }
            last.append(one)
        }
        return last
    }

    /// Those that were lifted on appeal.
    public var lifted: Set<EntityID> {
        Set(all.compactMap { $0.appeal?.result == .overturned ? $0.appeal?.against : nil })
    }

    /// True when one authority says yes and another no.
    public var isDisputed: Bool {
        let verdicts = Set(standing.compactMap(\.status.finding))
        return verdicts.count > 1
    }

    /// Appeals that wait for an answer.
    public var pendingAppeals: [Determination] {
        let answered = Set(all.filter { $0.appeal?.result != .pending }.compactMap(\.appeal?.against))
        return all.filter { one in
            one.appeal.map { $0.result == .pending && !answered.contains($0.against) } ?? false
        }
    }

    /// What strict HTCDS gets: the status and the deciding body, which holds only one of each.
    ///
    /// A confirmation by anybody goes before a refusal by anybody: a count may use the log to ask for one authority's
    /// view only. Within a kind the latest is named. Nil when nothing was determined.
    public var htcds: (status: String, body: String)? { deciding.map { ($0.status, $0.last.authority.kind) } }

    /// The day of the conclusion that `htcds` is.
    public var htcdsDay: PartialDate? { deciding?.last.day }

    private var deciding: (status: String, last: Determination)? {
        let order: [(Bool?, String)] = [
            (true, "ActualVictimOfTrafficking"), (false, "NotAVictimOfTrafficking"),
            (nil, "PossibleVictimOfTrafficking"),
        ]
        for (finding, status) in order {
            let found = standing.last { $0.status.finding == finding && $0.status.countsForExport }
            if let found { return (status, found) }
        }
        return nil
    }
}

extension Determination.Status {
    /// True for a confirmed victim, false for a refusal, nil when it is open.
    public var finding: Bool? {
        switch self {
        case .confirmed: true
        case .noReasonableGrounds, .notConfirmed: false
        case .signal, .screened, .presumed, .formallyReferred, .reasonableGrounds, .withdrawn, .deceasedOrUntraceable:
            nil
        }
    }

    /// Somebody who withdrew or died was not found to be anything.
    var countsForExport: Bool { self != .withdrawn && self != .deceasedOrUntraceable }
}

/// A log that contradicts itself. Holds ids only.
public enum DeterminationFault: Error, Sendable, Hashable {
    case sameIDTwice(EntityID)
    /// It supersedes or appeals against one that is not there.
    case unknown(EntityID)
    /// An authority supersedes its own determinations only.
    case otherAuthority(EntityID)
    case supersededTwice(EntityID)
}
