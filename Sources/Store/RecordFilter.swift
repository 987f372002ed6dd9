// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What of sealed records is to be opened.
struct RecordFilter: Sendable {
    let classes: Set<FieldClass>
    /// Records of other kinds come back without fields and links; nil for all kinds.
    var kinds: Set<RecordKind>?
    let parts: Set<SealedPart>

    init(classes: Set<FieldClass>, kinds: Set<RecordKind>? = nil) {
        self.classes = classes
        self.kinds = kinds
        parts = Set(classes.map(SealedPart.init))
    }

    static let everything = RecordFilter(classes: Set(FieldClass.allCases))

    var hasAllClasses: Bool { classes.count == FieldClass.allCases.count }

    func takes(_ kind: RecordKind) -> Bool { kinds?.contains(kind) ?? true }
}
