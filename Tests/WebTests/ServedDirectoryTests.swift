// SPDX-License-Identifier: Apache-2.0

import Directory
import Synchronization
import Testing

@testable import Web

/// A directory of services whose file changes while the server runs.
struct ServedDirectoryTests {
    /// A file that the test writes: how it looks from outside, and the names of the services in it.
    private final class File: Sendable {
        private let state = Mutex<(look: [String], names: [String]?, reads: Int)>((["0"], ["a"], 0))

        func write(_ look: String, _ names: [String]?) { state.withLock { ($0.look, $0.names) = ([look], names) } }
        var look: [String] { state.withLock { $0.look } }
        var reads: Int { state.withLock { $0.reads } }

        func read() throws -> PublicDirectory {
            let names = state.withLock { state in
                state.reads += 1
                return state.names
            }
            guard let names else { throw Failure.notFound }
            let words = DirectoryVocabulary(services: ["LEG"], secretServices: [])
            let list = names.map { #"{"id": "\#($0)", "name": "\#($0)", "status": "active"}"# }.joined(separator: ",")
            return PublicDirectory(try DirectoryReader.read([UInt8]("[\(list)]".utf8), under: words), under: words)
        }
    }

    @Test func `a changed file is read once it has stopped changing, and a broken one keeps what was there`() throws {
        let file = File()
        let served = try ServedDirectory(look: { file.look }, read: { try file.read() })
        func count() -> Int { served.current.listings.count }
        #expect(served.renew() == nil && file.reads == 1)
        file.write("1", ["a", "b"])
        #expect(served.renew() == nil && count() == 1, "it may still be being written")
        file.write("2", ["a", "b", "c"])
        #expect(served.renew() == nil && count() == 1)
        #expect(served.renew() == .renewed(3) && count() == 3)
        for _ in 0..<3 { #expect(served.renew() == nil) }
        #expect(file.reads == 2, "what has not changed is not read again")
        file.write("3", nil)
        #expect(served.renew() == nil && served.renew() == .refused)
        for _ in 0..<3 { #expect(served.renew() == nil, "said once") }
        #expect(count() == 3 && file.reads == 3)
        file.write("4", ["z"])
        #expect(served.renew() == nil && served.renew() == .renewed(1) && count() == 1)
        // Back to how it looked before it was broken is a change as well.
        file.write("2", ["a", "b", "c"])
        #expect(served.renew() == nil && served.renew() == .renewed(3))
    }

    @Test func `a server does not start with a broken file`() {
        let file = File()
        file.write("1", nil)
        #expect(throws: Failure.self) { try ServedDirectory(look: { file.look }, read: { try file.read() }) }
    }
}
