// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Store
import Vault
import Web
import Workflows

/// `wayhouse slots`: who can open the register. Each slot opens it by itself.
struct Slots: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "List, add, replace and remove what opens a register.",
        subcommands: [List.self, Add.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say which key slots there are. Needs no key.")
        @Argument(help: "The register's folder.") var directory: String
        @Flag(help: "Print one JSON object on standard output.") var json = false

        func run() async throws {
            let sealed = try await SealedStore.open(directory)
            let slots = try await sealed.currentSlots()
            try await sealed.close()
            if json { return try Output.json(["slots": slots.map(Line.init)]) }
            for slot in slots { Output.result(Slots.line(slot)) }
            if slots.contains(where: { $0.kind == .automatic }) { Output.say(Slots.automaticWarning) }
        }

        private struct Line: Encodable {
            let id, kind, label: String
            let needed, count: Int?
            let mark: String?

            init(_ slot: KeySlot) {
                (id, kind, label) = (slot.id, slot.kind.rawValue, slot.label)
                (needed, count, mark) = (slot.split?.needed, slot.split?.count, slot.split?.mark)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a key slot away: what opened it opens nothing.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The slot's id, as list prints it.") var id: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let secret = try key.required()
            let change = try await withStore(directory, key) { store, access in
                try await changeSlots(opening: secret, removing: id, by: access, in: store)
            }
            if change.removed?.kind == .automatic { unlink(Slots.automaticPath(directory)) }
            Output.say("The slot was removed. Copies of the register made before still open with its key.")
        }
    }

    static func line(_ slot: KeySlot) -> String {
        let split = slot.split.map { "\($0.needed) of \($0.count), mark \($0.mark)" } ?? ""
        return [slot.id, slot.kind.rawValue, split, slot.label].joined(separator: "\t")
    }

    static func automaticPath(_ directory: String) -> String { directory + "/auto.key" }

    static let automaticWarning =
        "Warning: this register opens by itself. Whoever has this computer or its disk can read everything."
}
