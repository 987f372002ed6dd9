// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Store

/// Clocks that were set, and what goes by them.
struct ClockTests {
    private final class Machine: Sendable {
        let times = Mutex<(wall: Int64, tick: Int64)>((1_000_000, 0))
        var clock: Clock {
            Clock {
                self.times.withLock { $0.wall }
            } tick: {
                self.times.withLock { $0.tick }
            }
        }
        func pass(_ time: Int64) { times.withLock { $0 = ($0.wall + time, $0.tick + time) } }
        func set(_ wall: Int64) { times.withLock { $0.wall = wall } }
    }

    @Test func `a clock that only goes forward goes on with time when it is set back`() {
        let machine = Machine()
        let clock = machine.clock.onlyForward()
        machine.pass(500)
        #expect(clock.now() == 1_000_500)
        machine.set(0)
        #expect(clock.now() == 1_000_500)
        machine.pass(700)
        #expect(clock.now() == 1_001_200)
        machine.set(9_000_000)
        #expect(clock.now() == 9_000_000)
        machine.set(1_001_200)
        machine.pass(100)
        #expect(clock.now() == 9_000_100)
    }

    @Test func `the machine's own clock would have run back`() {
        let machine = Machine()
        machine.set(0)
        #expect(machine.clock.now() == 0)
    }

    @Test func `what the log has seen holds a clock that was set back`() {
        let machine = Machine()
        let clock = machine.clock.neverBehind { 2_000_000 }
        #expect(clock.now() == 2_000_000)
        machine.set(3_000_000)
        #expect(clock.now() == 3_000_000)
    }
}
