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
        var parts = Set(classes.map(SealedPart.init))
        // Where things happened lay with the location once; records from then open as before.
        if classes.contains(.f7) { parts.insert(.location) }
        self.parts = parts
    }

    static let everything = RecordFilter(classes: Set(FieldClass.allCases))

    var hasAllClasses: Bool { classes.count == FieldClass.allCases.count }

    func takes(_ kind: RecordKind) -> Bool { kinds?.contains(kind) ?? true }
}

/// What is opened of each record, by who wrote it, and what is left of it through a mask.
struct Opening: Sendable {
    let own: RecordFilter
    let others: RecordFilter
    let masks: [FieldClass: MaskKind]
    private let actor: EntityID?

    /// What a permit allows.
    init(_ permit: Permit) {
        own = RecordFilter(classes: permit.ownClasses)
        others = RecordFilter(classes: permit.classes)
        masks = permit.masks
        actor = permit.actor.id
    }

    private init(_ filter: RecordFilter) {
        (own, others, masks, actor) = (filter, filter, [:], nil)
    }

    /// The same of every record: for the program's own work.
    static func only(_ filter: RecordFilter) -> Opening { Opening(filter) }

    func filter(author: EntityID?) -> RecordFilter { author != nil && author == actor ? own : others }
}
