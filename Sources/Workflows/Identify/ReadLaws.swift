// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// What the laws say of one victim of a case, as somebody may know it.
public struct LawsReading: Sendable {
    public let file: CaseFile
    /// The participation that it is about.
    public let victim: Stored
    public let reading: CaseReading
    /// Classes in which facts may lie that the reader is not shown, or shown in part: what is there counts as unknown.
    public let hidden: Set<FieldClass>

    public init(file: CaseFile, victim: Stored, reading: CaseReading, hidden: Set<FieldClass> = []) {
        self.file = file
        self.victim = victim
        self.reading = reading
        self.hidden = hidden
    }
}

/// Judges one victim of a case by what the reader may see of it, interviews too; the look is in the audit log before
/// this returns.
///
/// - Parameters:
///   - victim: The participation; nil for the first victim.
///   - library: The definitions.
/// - Returns: the case, and what the laws say; nil when nobody in the case is a victim, or not the one asked for.
/// - Throws: `Refusal`, hidden when there is no such case for them; `StoreError`.
public func readLaws(
    of id: EntityID, about victim: EntityID? = nil, under library: DefinitionLibrary, by access: Access,
    in store: CaseStore
) async throws -> (file: CaseFile, laws: LawsReading?) {
    let permit = try await access.permit(.caseClassify, case: id, in: store)
    let file = try await store.caseFile(id, permit: permit, hand: access.hand)
    let victims = file.victims
    guard let chosen = victim.map({ id in victims.first { $0.id == id } }) ?? victims.first else { return (file, nil) }
    let reading = CaseReading(file.factSheet(of: chosen), reporting: store.clock.today, under: library)
    let hidden = file.factClasses.filter { !permit.classes.contains($0) || permit.masks[$0] != nil }
    return (file, LawsReading(file: file, victim: chosen, reading: reading, hidden: Set(hidden)))
}
