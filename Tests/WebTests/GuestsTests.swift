// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Web

/// Who is let go when too many are connected.
struct GuestsTests {
    private final class Door: Sendable {
        let closed = Mutex<[Int]>([])
        func close(_ number: Int) -> @Sendable () -> Void { { self.closed.withLock { $0.append(number) } } }
    }

    @Test func `those who have been still for longest make room`() {
        let (guests, door) = (Guests(most: 10), Door())
        let numbers = (0..<10).map { guests.welcome(close: door.close($0)) }
        guests.note(numbers[0], isAsking: false)
        _ = guests.welcome(close: door.close(10))
        #expect(door.closed.withLock { $0 } == [1])
        #expect(guests.count == 10)
    }

    @Test func `nobody goes in the middle of a request`() {
        let (guests, door) = (Guests(most: 5), Door())
        for number in (0..<5).map({ guests.welcome(close: door.close($0)) }) { guests.note(number, isAsking: true) }
        _ = guests.welcome(close: door.close(5))
        #expect(door.closed.withLock { $0 }.isEmpty)
        #expect(guests.count == 6)
    }

    @Test func `whoever left takes no room`() {
        let (guests, door) = (Guests(most: 2), Door())
        guests.goodbye(guests.welcome(close: door.close(0)))
        _ = guests.welcome(close: door.close(1))
        _ = guests.welcome(close: door.close(2))
        #expect(door.closed.withLock { $0 }.isEmpty)
    }
}
