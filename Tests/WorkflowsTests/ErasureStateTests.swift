// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Synchronization
import Testing

@testable import Workflows

/// PRIV-2: every state of an erasure against everything that can be done to it.
@Suite struct ErasureStateTests {
    enum State: String, CaseIterable { case nothing, asked, sevenDays, takenBack, stopped, held, erased }
    enum Event: String, CaseIterable { case ask, agree, agreeSelf, refuse, takeBack, hold, runEarly, runLate }

    /// A clock that the test moves.
    final class Time: Sendable {
        private let milliseconds = Mutex<Int64>(1_795_000_000_000)
        var clock: Clock { Clock { self.milliseconds.withLock { $0 } } }
        func pass(days: Int64) { milliseconds.withLock { $0 += days * 24 * 3_600_000 + 1000 } }
    }

    /// One case in an office with two supervisors.
    struct World {
        let office: Office
        let time: Time
        let caseID: EntityID
        var first: Access { office.supervisor }
        var second: Access { office.access(.supervisor, 12) }

        func waitingRequest(_ kind: TwoPersonRequest.Kind) async throws -> TwoPersonRequest? {
            try await openRequest(kind, about: caseID, in: office.store)
        }

        func state() async throws -> State {
            let store = office.store
            guard let facts = store.facts(ofCase: caseID) else { return .erased }
            if facts.state == .legalHold { return .held }
            if try await store.waitingErasure(ofCase: caseID) != nil { return .sevenDays }
            if try await waitingRequest(.erasure) != nil { return .asked }
            switch try await store.erasures().first?.state {
            case .cancelled: return .takenBack
            case .stopped: return .stopped
            case .coolingOff, .done, nil: return .nothing
            }
        }

        func ask() async throws {
            try await askToErase(
                caseID, .asked, identity: .codeWord, words: "She rang", by: first, in: office.store)
        }

        func answer(_ approve: Bool, by access: Access, _ kind: TwoPersonRequest.Kind = .erasure) async throws {
            guard let request = try await waitingRequest(kind) else { throw StoreError.notFound }
            try await answerRequest(request.id, approve: approve, by: access, in: office.store)
        }

        func hold(_ order: HoldOrder) async throws {
            try await askForHold(caseID, order, words: "The court", by: first, in: office.store)
            try await answer(true, by: second, .legalHold)
        }

        func reach(_ state: State) async throws {
            switch state {
            case .nothing: return
            case .asked: try await ask()
            case .sevenDays:
                try await ask()
                try await answer(true, by: second)
            case .takenBack:
                try await reach(.sevenDays)
                try await cancelErasure(of: caseID, by: first, in: office.store)
            case .held: try await hold(.hold)
            case .stopped:
                try await reach(.sevenDays)
                try await hold(.hold)
                try await hold(.lift)
            case .erased:
                try await reach(.sevenDays)
                time.pass(days: 7)
                try await carryOutErasures(in: office.store)
            }
        }

        func happen(_ event: Event) async throws {
            switch event {
            case .ask: try await ask()
            case .agree: try await answer(true, by: second)
            case .agreeSelf: try await answer(true, by: first)
            case .refuse: try await answer(false, by: second)
            case .takeBack: try await cancelErasure(of: caseID, by: second, in: office.store)
            case .hold: try await hold(.hold)
            case .runEarly:
                time.pass(days: 6)
                try await carryOutErasures(in: office.store)
            case .runLate:
                time.pass(days: 8)
                try await carryOutErasures(in: office.store)
            }
        }
    }

    /// Where each event leads; nil for what is refused and changes nothing.
    static func expected(_ state: State, _ event: Event) -> State? {
        switch (state, event) {
        case (.erased, .runEarly), (.erased, .runLate): .erased
        case (.erased, _): nil
        case (.nothing, .ask), (.takenBack, .ask), (.stopped, .ask): .asked
        case (_, .ask): nil
        case (.asked, .agree): .sevenDays
        case (_, .agree), (_, .agreeSelf): nil
        case (.asked, .refuse): .nothing
        case (_, .refuse): nil
        case (.sevenDays, .takeBack): .takenBack
        case (_, .takeBack): nil
        case (.held, .hold): nil
        case (_, .hold): .held
        case (.sevenDays, .runLate): .erased
        // A request waits for three days.
        case (.asked, .runEarly), (.asked, .runLate): .nothing
        case (let state, .runEarly), (let state, .runLate): state
        }
    }

    private static func with(_ body: (World) async throws -> Void) async throws {
        let time = Time()
        try await Office.with(clock: time.clock) { office in
            let id = try await RegisterHelp.caseID(office)
            try await body(World(office: office, time: time, caseID: id))
        }
    }

    @Test(arguments: State.allCases) func `each state goes where the table says, whatever happens`(_ state: State)
        async throws
    {
        for event in Event.allCases {
            try await Self.with { world in
                try await world.reach(state)
                #expect(try await world.state() == state, "reaching \(state)")
                var isRefused = false
                do { try await world.happen(event) } catch { isRefused = true }
                let wanted = Self.expected(state, event)
                #expect(isRefused == (wanted == nil), "\(state) \(event)")
                #expect(try await world.state() == wanted ?? state, "\(state) \(event)")
            }
        }
    }

    @Test func `agreeing under a hold that came meanwhile erases nothing`() async throws {
        try await Self.with { world in
            try await world.reach(.asked)
            try await world.hold(.hold)
            await #expect(throws: ErasureObstacle.legalHold) { try await world.answer(true, by: world.second) }
            world.time.pass(days: 8)
            #expect(try await carryOutErasures(in: world.office.store).done.isEmpty)
            #expect(try await world.state() == .held)
        }
    }

    @Test func `a clock that jumps years ahead ends no seven days by itself`() async throws {
        try await Self.with { world in
            try await world.reach(.sevenDays)
            world.time.pass(days: 3_650)
            for _ in 0..<3 {
                #expect(try await carryOutErasures(daysSeen: 4, in: world.office.store).done.isEmpty)
                _ = try await readRetention(by: world.first, in: world.office.store)
                world.time.pass(days: 1)
            }
            _ = try await readRetention(by: world.first, in: world.office.store)
            // The control: four days with somebody at work, and it happens.
            #expect(try await carryOutErasures(daysSeen: 4, in: world.office.store).done.count == 1)
        }
    }

    @Test func `a caseworker and somebody of another agency ask for nothing`() async throws {
        try await Self.with { world in
            for access in [
                world.office.owner, world.office.access(.supervisor, 9, agency: EntityID(high: 9, low: 9)),
            ] {
                await #expect(throws: Refusal.self) {
                    try await askToErase(
                        world.caseID, .asked, identity: .inPerson, by: access, in: world.office.store)
                }
            }
            let state = try await world.state()
            #expect(state == .nothing)
        }
    }

    @Test func `what was kept long enough waits for a person, who keeps it or asks`() async throws {
        try await Self.with { world in
            let store = world.office.store
            try await setCaseState(world.caseID, .archive, by: world.first, in: store)
            #expect(try await readRetention(by: world.first, in: store).due.isEmpty)
            world.time.pass(days: 7 * 366)
            #expect(try await noteRetention(in: store) == [store.agency: 1])
            #expect(try await noteRetention(in: store).isEmpty)
            #expect(try await readRetention(by: world.first, in: store).due.map(\.id) == [world.caseID])
            try await carryOutErasures(in: store)
            #expect(store.facts(ofCase: world.caseID) != nil)
            try await keepLonger(world.caseID, years: 2, words: "Her appeal", by: world.first, in: store)
            #expect(try await readRetention(by: world.first, in: store).due.isEmpty)
            world.time.pass(days: 2 * 366)
            let due = try await readRetention(by: world.first, in: store).due
            #expect(due.map(\.kept) == [1])
            try await setRetention(RetentionRules(years: [.archived: 0]), by: world.first, in: store)
            #expect(try await readRetention(by: world.first, in: store).due.isEmpty)
        }
    }
}

/// Registers a case as its caseworker would.
enum RegisterHelp {
    static func caseID(_ office: Office) async throws -> EntityID {
        let values: [FieldName: Value] = ["prs_FirstName": .text("Rojina")]
        return try await registerCase(values, by: office.owner, in: office.store)
    }
}
