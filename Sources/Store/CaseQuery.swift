// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What a list of cases asks for.
public struct CaseQuery: Sendable, Hashable {
    /// Words of names, a case's code or its reference; empty for all.
    public var text: String
    /// A `cas_Status` value name; nil for any.
    public var status: String?
    public var draftsOnly: Bool
    /// Only those that wait for this reason; nil for all.
    public var waiting: WaitReason?
    /// The name in `cas_CaseOwner`; nil for any.
    public var owner: String?
    /// A `vic_TypeOfExploitation` value name; nil for any.
    public var exploitation: String?

    public init(
        text: String = "", status: String? = nil, draftsOnly: Bool = false, owner: String? = nil,
        exploitation: String? = nil
    ) {
        self.text = text
        self.status = status
        self.draftsOnly = draftsOnly
        self.owner = owner
        self.exploitation = exploitation
    }
}

extension CaseQuery {
    /// Nothing is asked for: all cases.
    var isEverything: Bool { self == CaseQuery(text: text) && words.isEmpty }

    /// The text without white space at its ends.
    var words: String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The classes that the questions beside the text are about. What somebody is not shown, they cannot ask for.
    var classes: [FieldClass] {
        var classes: [FieldClass] = [.f0]
        if status != nil || exploitation != nil || (waiting != nil && waiting != .draft) { classes.append(.f1) }
        if owner != nil { classes.append(.f4) }
        return classes
    }

    func matches(_ summary: CaseSummary, _ days: WaitDays) -> Bool {
        if let status, summary.status != status { return false }
        if draftsOnly, !summary.isDraft { return false }
        if let waiting, !summary.waits(waiting, days) { return false }
        if let owner, summary.owner != owner { return false }
        if let exploitation, !summary.people.contains(where: { $0.exploitation.contains(exploitation) }) {
            return false
        }
        return true
    }
}
