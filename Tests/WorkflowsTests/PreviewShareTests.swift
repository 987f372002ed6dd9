// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Synchronization
import Testing

@testable import Workflows

/// Before something is shared, the one who shares sees all of it.
@Suite struct PreviewShareTests {
    @Test func `a part of a record that could not stand alone is shown, for it would be given`() async throws {
        try await Office.with { office in
            let permit = try await office.access(.systemOperator).permit(
                .agencyManage, by: .manageAgencies, in: office.store)
            let taker = try await office.store.createAgency(named: "Clínica São Tomé", permit: permit)
            let id = try await registerCase(
                ["prs_FirstName": .text("Ifeoma"), "prs_MobilePhone": .text("+351 900 000 000")], by: office.owner,
                in: office.store)
            let day = PartialDate("2026-11-18")!
            let paper = try await addRecord(
                Draft(
                    .consent,
                    [
                        "wh_ConsentStatus": .codes(["Given"]), "wh_ConsentPurpose": .codes(["ReferToServices"]),
                        "wh_ConsentDate": .date(day), "wh_ConsentRecipient": .text("Clínica São Tomé"),
                    ]), toCase: id, by: office.owner, store: office.store)
            let order = ShareOrder(
                taker: taker, classes: [.f3], purpose: .care, until: office.store.clock.now() + 86_400_000,
                consent: paper)
            let shown = try await previewShare(id, order, by: office.owner, in: office.store)
            let person = shown.people.values.first?.record
            #expect(person?.text("prs_MobilePhone") == "+351 900 000 000")
            #expect(person?["prs_FirstName"] == nil && shown.records(.consent).isEmpty)
        }
    }
}

@Suite struct HousekeepingTests {
    @Test func `a chore waits for the unsealing, goes on after it failed, and ends with its task`() async throws {
        try await Office.with { office in
            struct Broken: Error {}
            let done = Mutex(0)
            let failures = Mutex<[String]>([])
            let chore = Chore("count", every: .milliseconds(2)) { _ in
                let number = done.withLock { count in
                    count += 1
                    return count
                }
                if number == 1 { throw Broken() }
            }
            let closed = Task { await keepHouse(Gate(office.sealed), [chore]) }
            try await Task.sleep(for: .milliseconds(20))
            closed.cancel()
            await closed.value
            #expect(done.withLock { $0 } == 0)
            let house = Task {
                await keepHouse(Gate(office.sealed, open: office.store), [chore]) { name in
                    failures.withLock { $0.append(name) }
                }
            }
            while done.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(2)) }
            house.cancel()
            await house.value
            #expect(failures.withLock { $0 } == ["count"])
        }
    }
}
