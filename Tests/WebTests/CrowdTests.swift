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

    @Test(arguments: [true, false])
    func `whoever asks for much gives way to those who ask for little`(isProgram: Bool) async {
        func guest(_ name: String) -> Crowd.Guest { isProgram ? .stranger(name) : .session(name) }
        let flood = (0..<64).map { (guest("flood \($0 % 8)"), false) }
        let work = (0..<4).map { (guest("person \($0)"), false) }
        let (crowd, stop) = (Crowd(), Doorstop())
        await withTaskGroup(of: Bool.self) { group in
            for (guest, changes) in flood { group.addTask { await Self.isLetIn(guest, changes, to: crowd, stop) } }
            while crowd.count + stop.refused.withLock(\.self) < flood.count { await Task.yield() }
            let (there, refused) = (crowd.count, stop.refused.withLock(\.self))
            #expect(there >= Crowd.busy && there + work.count <= Crowd.strangers, "the flood has its places only")
            for (guest, changes) in work { group.addTask { await Self.isLetIn(guest, changes, to: crowd, stop) } }
            while crowd.count < there + work.count, stop.refused.withLock(\.self) == refused { await Task.yield() }
            #expect(crowd.count == there + work.count, "and nobody who asks once is refused beside it")
            stop.open()
        }
    }

    @Test func `whoever has enough at work is told so after a while and others at once`() async {
        let (crowd, stop) = (Crowd(pause: .seconds(3600)), Doorstop())
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<Crowd.strangers {
                group.addTask { await Self.isLetIn(.stranger("\(number)"), false, to: crowd, stop) }
            }
            while crowd.count < Crowd.strangers { await Task.yield() }
            #expect(
                await crowd.answer(.stranger("another"), changes: false, {}) == nil, "there is no room, said at once")
            for _ in 0..<2 * Crowd.each {
                group.addTask { await Self.isLetIn(.session("mine"), false, to: crowd, stop) }
            }
            while crowd.count < Crowd.strangers + Crowd.few { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            #expect(stop.refused.withLock(\.self) == 0, "and who asks on is not told yet")
            stop.open()
            group.cancelAll()
        }
        #expect(stop.refused.withLock(\.self) == 2 * Crowd.each - Crowd.few)
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
