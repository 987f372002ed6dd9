// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Store

@Suite(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: of folders")) struct HalfReplacedTests {
    /// Two folders as `Restore.replace` has them, before or after they changed places.
    private func with(isExchanged: Bool, _ body: (String, String) throws -> Void) throws {
        let folder = TestRegister.folder()
        let scratch = Restore.scratch(of: folder)
        let parent = Restore.parent(of: folder)
        defer {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            let mine = URL(filePath: folder).lastPathComponent
            for name in names where name.hasPrefix(mine) {
                try? FileManager.default.removeItem(atPath: parent + "/" + name)
            }
        }
        for (path, text) in [(folder, isExchanged ? "new" : "old"), (scratch, isExchanged ? "old" : "new")] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path + "/" + SealedStore.databaseName))
        }
        try HalfReplaced.announce(isExchanged ? folder : scratch)
        try body(folder, scratch)
    }

    private func text(_ folder: String) -> String? {
        FileManager.default.contents(atPath: folder + "/" + SealedStore.databaseName).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func `killed before the two changed places, the old one stays and the attempt can be discarded`() throws {
        try with(isExchanged: false) { folder, scratch in
            let old = try HalfReplaced.settle(folder, now: 1_000)
            #expect(old == nil)
            #expect(text(folder) == "old" && text(scratch) == "new")
        }
    }

    @Test func `killed after the two changed places, the old one gets its name`() throws {
        try with(isExchanged: true) { folder, scratch in
            let old = try HalfReplaced.settle(folder, now: 7_000)
            #expect(old == folder + ".before-7")
            #expect(text(folder) == "new" && text(old ?? "") == "old" && text(scratch) == nil)
            let again = try HalfReplaced.settle(folder, now: 8_000)
            #expect(again == nil, "once is enough")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == [SealedStore.databaseName])
        }
    }

    @Test func `killed after that, only the mark is left to be taken away`() throws {
        try with(isExchanged: true) { folder, scratch in
            try FileManager.default.moveItem(atPath: scratch, toPath: folder + ".before-6")
            let old = try HalfReplaced.settle(folder, now: 7_000)
            #expect(old == nil && text(folder) == "new" && text(folder + ".before-6") == "old")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == [SealedStore.databaseName])
        }
    }
}
