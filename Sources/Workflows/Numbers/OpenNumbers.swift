// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Store

/// Numbers of which those who see no records were shown something before.
public struct OpenedNumbers: Sendable {
    public let numbers: Numbers
    let book: ShownBook?
    let year: Int

    /// Keeps what was shown, before it is let out. Does nothing for true counts and for tables that were shown before.
    ///
    /// - Throws: `StoreError.conflict` when somebody else was shown something meanwhile: what was made must not go out
    ///   then, and is made anew; `Refusal`.
    public func keep(by access: Access, in store: CaseStore) async throws {
        guard var book, let changed = numbers.shown.changed else { return }
        book.years["\(year)"] = changed
        let permit = try await access.protectedPermit(in: store)
        try await store.keepShown(try book.text, named: book.name, of: book.agency, permit: permit)
    }
}

/// Opens the facts for counting. The look is in the audit log before this returns.
///
/// - Parameters:
///   - protected: True for counts without small numbers where one could see true ones.
///   - year: The year that protected counts are of; nil for the last one that is over. They count its people as they
///     stood when they were first counted, see `Frozen`.
/// - Throws: `Refusal`; `StoreError`.
public func openNumbers(
    protected: Bool = false, year: Int? = nil, under library: DefinitionLibrary = .current, as access: Access,
    in store: CaseStore
) async throws -> OpenedNumbers {
    let today = Day(first: store.clock.today)
    let last = today.parts.year - 1
    let asked = year.map { min($0, last) } ?? last
    guard protected || CountView(access.actor.role) != .own else {
        let facts = try await openFacts(under: library, as: access, in: store)
        return OpenedNumbers(numbers: Numbers(facts, today: today), book: nil, year: asked)
    }
    let book = try ShownBook(
        try await store.agency(access.actor.agency), isNational: access.actor.role == .coordinator)
    let known = book.years["\(asked)"]
    let read = try await FrozenFacts.read(known?.frozen, under: library, as: access, in: store) { row in
        row.days[.registered].map { $0.first.parts.year == asked && $0.last.parts.year == asked } ?? false
    }
    var shown = known ?? ShownYear(read.frozen)
    if read.hasMovedOn { shown.moveOn(to: read.frozen) } else { shown.frozen = read.frozen }
    let memory = ShownNumbers(shown, of: asked, isChanged: known.map { $0.frozen != read.frozen } ?? false)
    return OpenedNumbers(numbers: Numbers(read.facts, today: today, shown: memory), book: book, year: asked)
}
