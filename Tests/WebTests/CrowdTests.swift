// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Web

/// Who is let in when more is asked at once than can be answered.
struct CrowdTests {
    /// Work that stays until it is told to go.
    private final class Doorstop: Sendable {
        private let waiting = Mutex<(isOpen: Bool, all: [CheckedContinuation<Void, Never>])>((false, []))
        /// How many did not get so far.
        let refused = Mutex(0)

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOpen = waiting.withLock { state in
                    if !state.isOpen { state.all.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            for continuation in waiting.withLock({ state in
                state.isOpen = true
                return state.all
            }) { continuation.resume() }
        }
    }

    /// How many of those who ask at once are let in.
    private func letIn(_ guests: [(guest: Crowd.Guest, changes: Bool)], to crowd: Crowd = Crowd()) async -> Int {
        let stop = Doorstop()
        return await withTaskGroup(of: Bool.self) { group in
            for (guest, changes) in guests { group.addTask { await Self.isLetIn(guest, changes, to: crowd, stop) } }
            while crowd.count + stop.refused.withLock(\.self) < guests.count { await Task.yield() }
            stop.open()
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    private static func isLetIn(_ guest: Crowd.Guest, _ changes: Bool, to crowd: Crowd, _ stop: Doorstop) async -> Bool
    {
        if await crowd.answer(guest, changes: changes, { await stop.wait() }) != nil { return true }
        stop.refused.withLock { $0 += 1 }
        return false
    }

    @Test func `one session has a few places however much it asks`() async {
        #expect(await letIn((0..<50).map { _ in (.session("mine"), true) }) == Crowd.each)
    }

    @Test func `a flood without a session leaves room for those who work`() async {
        let flood = (0..<500).map { (Crowd.Guest.stranger("wh1_\($0)"), true) }
        let work = (0..<20).map { (Crowd.Guest.session("person \($0)"), false) }
        #expect(await letIn(flood + work) == Crowd.strangers + 20)
    }

    @Test func `forms that were filled in find room when pages no longer do`() async {
        let looks = (0..<200).map { (Crowd.Guest.session("person \($0)"), false) }
        let forms = (0..<200).map { (Crowd.Guest.session("person \($0)"), true) }
        #expect(await letIn(looks) == Crowd.most)
        #expect(await letIn(forms) == Crowd.most + Crowd.kept)
    }

    @Test func `whoever was answered takes no room`() async {
        let crowd = Crowd()
        for _ in 0..<1000 { #expect(await letIn([(.session("mine"), false)], to: crowd) == 1) }
        #expect(crowd.count == 0)
    }

    @Test func `a request beyond the room is told so, when to come again, and changes nothing`() async throws {
        let route = Route("GET", "/slow", "Answers", .anyone { _ in .page("") })
        let here = try await TestSite(routes: [route])
        defer { here.remove() }
        let stop = Doorstop()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Crowd.strangers {
                group.addTask { _ = await here.site.crowd.answer(.stranger(nil), changes: false) { await stop.wait() } }
            }
            while here.site.crowd.count < Crowd.strangers { await Task.yield() }
            let refused = await here.get("/slow")
            #expect(refused.status == 503 && refused.header("retry-after") == "5")
            stop.open()
        }
        #expect(await here.get("/slow").status == 200)
    }
}
