// SPDX-License-Identifier: Apache-2.0

import Standard

/// One field in which two versions of a record differ: what a reviewer is shown.
public struct FieldDifference: Sendable, Hashable {
    public let field: FieldName
    /// Nil when the field was empty.
    public let before: Value?
    /// Nil when the field is empty now, or the record is taken out.
    public let after: Value?

    public init(field: FieldName, before: Value?, after: Value?) {
        self.field = field
        self.before = before
        self.after = after
    }
}

extension Record {
    /// Every field in which a later version differs, in the order of the fields' names.
    ///
    /// - Parameter later: Nil when the record is taken out: everything it holds goes.
    public func differences(to later: Record?) -> [FieldDifference] {
        guard let later else { return entries.map { FieldDifference(field: $0.name, before: $0.value, after: nil) } }
        return ReviewTrigger.changed(from: self, to: later).map {
            FieldDifference(field: $0, before: self[$0], after: later[$0])
        }
    }
}
