// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

extension Member {
    /// The classes of which a form for a new record of a case may ask.
    ///
    /// - Throws: `Refusal`, which is in the audit log then, when the writer may not add such a record as things stand.
    func addable(_ kind: RecordKind, to file: CaseFile) async throws -> Set<FieldClass> {
        let sight = try await lookAround(file, by: access, in: store)
        if let reason = sight.mayAdd(kind).reason { try await refuse(.recordAdd, reason, file.id) }
        let action: Action = kind.isAppended ? .appendNote : .create
        return Set(FieldClass.allCases.filter { sight.offer(action, $0, isOwn: true) == .now })
    }

    /// The classes of which a form for a record that is there may ask; nil for an organisation.
    ///
    /// - Throws: `Refusal`, which is in the audit log then, when the writer may change nothing of it as things stand.
    func editable(_ target: RecordTarget) async throws -> Set<FieldClass>? {
        guard let sight = target.sight else { return nil }
        // A determination, and a signal that was decided, stay as they were written.
        guard !target.current.record.isWrittenOnce else { throw Failure.notFound }
        if sight.isLocked(target.id) { try await refuse(.recordEdit, .locked, target.scope) }
        let isOwn = target.current.author == actor.id
        let offers = context.codebook.classes(of: target.kind).map { fieldClass in
            (fieldClass, sight.offer(.edit, fieldClass, record: target.id, isOwn: isOwn))
        }
        let main = offers.first { $0.0 == target.kind.ownClass }?.1
        let isClosed = main == .afterStepUp || main == .onDevice
        let open = Set(offers.filter { $0.1 == .now }.map(\.0))
        if isClosed || open.isEmpty {
            let reason = main?.reason ?? offers.compactMap { $0.1 == .never ? nil : $0.1.reason }.first
            try await refuse(.recordEdit, reason ?? .role, target.scope)
        }
        return open
    }

    private func refuse(_ verb: Verb, _ reason: Reason, _ id: EntityID) async throws {
        let refusal = Refusal(verb, reason)
        try await store.note(refusal, to: actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
}

extension CaseSight.Offer {
    /// Why it is not made now; nil when it is.
    var reason: Reason? {
        switch self {
        case .now: nil
        case .afterStepUp: .stepUp
        case .onDevice: .device
        case .never: .role
        }
    }
}
