// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What stands around a case that somebody has just opened: to be called with the file that was read, whose audit entry
/// is this one's too. Costs microseconds for each account.
///
/// - Throws: `StoreError.notFound` for a case that is gone since.
public func lookAround(_ file: CaseFile, by access: Access, in store: CaseStore) async throws -> CaseSight {
    guard let facts = store.facts(ofCase: file.id) else { throw StoreError.notFound }
    let now = store.clock.now()
    let isOurs = facts.agency == access.actor.agency
    let isGlass = store.isGlassBroken(file.id, by: access.actor.id, now: now)
    var around = CaseSight.Around()
    let names = try await agencyNames(in: store)
    if isOurs {
        let people = Directory(in: store).people(of: facts.agency)
        around.seers = people.compactMap { CaseSeer($0, of: facts, now: now) }
        around.others = people.filter { who in
            !facts.assigned.contains(who.id) && who.roles.contains(where: \.needsAssignment)
        }
        around.guests = facts.shares.filter { !$0.isWithdrawn && now < $0.until && $0.consent == .covers }.map {
            CaseGuest(id: $0.id, name: names[$0.to] ?? $0.to.code, until: $0.until, classes: $0.classes)
        }
    } else {
        around.sharedBy = names[facts.agency] ?? facts.agency.code
    }
    if isGlass { around.glassUntil = glassEnd(of: file.id, for: access.actor.id, in: store) }
    var reviews = isOurs ? store.reviews(in: file.id) : [:]
    if isOurs { for person in file.people.keys { reviews.merge(store.reviews(in: person)) { first, _ in first } } }
    return CaseSight(
        actor: access.actor, context: access.context(isBreakGlass: isGlass), facts: facts, now: now, reviews: reviews,
        around: around)
}

private func glassEnd(of id: EntityID, for account: EntityID, in store: CaseStore) -> Int64? {
    store.glass(of: id).last { $0.account == account }.map { $0.began + GlassGrant.lasts }
}

/// The names of the agencies of this server by id.
public func agencyNames(in store: CaseStore) async throws -> [EntityID: String] {
    Dictionary(uniqueKeysWithValues: try await store.agencies().map { ($0.id, $0.name) })
}

extension CaseSeer {
    /// Nil for who sees no more than that the case exists. What they would see on a good day: with a fresh second
    /// factor, from an enrolled device; broken glass aside.
    init?(_ who: Colleague, of facts: CaseFacts, now: Int64) {
        var best: (role: Role, classes: Set<FieldClass>)?
        for role in who.roles {
            let actor = Actor(id: who.id, role: role, agency: facts.agency)
            guard let purpose = Purpose.allCases.first(where: { role.purposes.contains($0) }) else { continue }
            let context = AccessContext(purpose: purpose, isStepUpFresh: true, isDeviceEnrolled: true)
            let classes = Set(
                FieldClass.allCases.filter { fieldClass in
                    let asked = facts.facts(for: actor, fieldClass, now: now)
                    return Policy.decide(role, .read, asked, fieldClass, context).isShown
                })
            if classes.count > 1, classes.count > best?.classes.count ?? 0 { best = (role, classes) }
        }
        guard let best else { return nil }
        self.init(
            who: who, role: best.role, isAssigned: facts.assigned.contains(who.id), classes: best.classes)
    }
}
