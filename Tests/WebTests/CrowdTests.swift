// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Web

/// Who is let in when more is asked at once than can be answered.
struct CrowdTests {
    /// Work that stays until it is told to go.
    private final class Doorstop: Sendable {
        private let waiting = Mutex<(isOpen: Bool, all: [CheckedContinuation<Void, Never>])>((false, []))

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
            let answered = Mutex(0)
            for (guest, changes) in guests {
                group.addTask {
                    let answer: Bool? = await crowd.answer(guest, changes: changes) {
                        await stop.wait()
                        return true
                    }
                    if answer == nil { answered.withLock { $0 += 1 } }
                    return answer ?? false
                }
            }
            while crowd.count + answered.withLock({ $0 }) < guests.count { await Task.yield() }
            stop.open()
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
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
