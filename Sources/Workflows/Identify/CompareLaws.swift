// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// How many victims each definition counts, over the cases of somebody's agency whose coded facts they may list. The
/// look is in the audit log, with the number of people, before this returns.
///
/// Cost: below a second of processor time for 100,000 cases that were read before; see `CaseStore.caseload` for others.
///
/// - Throws: `Refusal`; `StoreError`.
public func compareLaws(
    under library: DefinitionLibrary, by access: Access, in store: CaseStore
) async throws -> CaseloadComparison {
    let permit = try await access.permit(.registerCompare, by: .listCases, in: store)
    let cases = try await store.caseload(permit: permit)
    return CaseloadComparison(cases, under: library, reporting: store.clock.today)
}
