// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault
import Web
import Workflows

extension Slots {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key slot, or put one in the place of another.",
            discussion: "Opened by a key that is there now. What the new slot is opened with is given or made here.")

        @Argument(help: "The register's folder.") var directory: String
        @Option(help: "Shares for custodians: how many are needed of how many, such as 2of3.") var custodians: String?
        @Option(help: "Make a new key file here, best on a USB stick.") var newKeyFile: String?
        @Option(help: "A file whose first line is the new passphrase.") var newPassphraseFile: String?
        @Flag(help: "Let the server open by itself, with a key beside the register. Protects against nobody here.")
        var automatic = false
        @Option(help: "What its holders call it, up to 60 letters. Readable without a key.") var label = ""
        @Option(help: "The id of a slot that goes in the same moment.") var replacing: String?
        @Option(help: "A folder for one printable page a share. Print them, then destroy the files.") var slips: String?
        @Flag(help: "Show each share as a picture for cameras, too.") var qr = false
        @Option(help: "For --automatic: the sentence that is asked for.") var confirm: String?
        @OptionGroup var key: KeyOptions

        static let sentence = "whoever has this computer can read everything"

        func validate() throws {
            let kinds = [custodians != nil, newKeyFile != nil, newPassphraseFile != nil, automatic].count { $0 }
            guard kinds == 1 else {
                throw ValidationError(
                    "Say one of --custodians 2of3, --new-key-file F, --new-passphrase-file F, --automatic.")
            }
            if let custodians, Self.split(custodians) == nil {
                throw ValidationError("--custodians takes how many are needed of how many, such as 2of3; 16 at most.")
            }
        }

        static func split(_ text: String) -> (needed: Int, count: Int)? {
            let numbers = text.split(separator: "of").compactMap { Int($0) }
            guard numbers.count == 2, numbers[0] >= 2, numbers[0] <= numbers[1], numbers[1] <= 16 else { return nil }
            return (numbers[0], numbers[1])
        }

        func run() async throws {
            let secret = try key.required()
            if automatic { try insist() }
            if automatic, StorePlace(directory).folder == nil {
                throw Problem.usage("--automatic keeps its key in the register's folder; a database has none.")
            }
            let (new, file) = try wanted()
            let change: SlotChange
            do {
                change = try await withStore(directory, key) { store, access in
                    try await changeSlots(
                        opening: secret, adding: new, label: label, removing: replacing, by: access, in: store)
                }
            } catch {
                if let file { unlink(file) }
                throw error
            }
            if change.removed?.kind == .automatic { unlink(automaticPath(directory)) }
            try await show(change)
        }

        /// Two people decide this; at the console the one who holds a key must say that they know what it means.
        private func insist() throws {
            let typed: String
            if let confirm {
                typed = confirm
            } else {
                Output.say("With this slot the register opens by itself. Type: \(Self.sentence)")
                typed = readLine() ?? ""
            }
            guard typed.trimmingCharacters(in: .whitespaces).lowercased() == Self.sentence else {
                throw Problem.refused("Nothing was changed. The sentence is: \(Self.sentence)")
            }
        }

        /// What opens the new slot, and the file that was made for it.
        private func wanted() throws -> (NewSlot, String?) {
            if let split = custodians.flatMap(Self.split) {
                return (.custodians(count: split.count, needed: split.needed), nil)
            }
            if let path = newPassphraseFile {
                var options = KeyOptions()
                (options.passphraseFile, options.keyFile, options.custodianShare) = (path, nil, [])
                return (.secret(try options.required()), nil)
            }
            let bytes = Secret.newKeyFile()
            let path = newKeyFile ?? automaticPath(directory)
            guard newKeyFile == nil || !FileManager.default.fileExists(atPath: path) else {
                throw Problem.refused("There is a file of this name already, which is left as it is. Choose another.")
            }
            try OutFile.write(bytes, to: path)
            return (.secret(automatic ? .automatic(bytes) : .keyFile(bytes)), path)
        }

        private func show(_ change: SlotChange) async throws {
            guard let slot = change.added else { return }
            Output.say("The slot \(slot.id) (\(slot.kind.rawValue)) was added.")
            if change.removed != nil { Output.say("The slot \(replacing ?? "") was removed.") }
            if let newKeyFile { Output.say("The key lies in \(newKeyFile). There is no other copy.") }
            if automatic { Output.say(automaticWarning) }
            guard let split = slot.split else { return }
            let sealed = try await SealedStore.open(directory)
            let fingerprint = sealed.fingerprint
            try await sealed.close()
            Output.say(
                "Any \(split.needed) of these \(split.count) shares open the register \(fingerprint). They are shown only "
                    + "now. Give each to somebody else, on paper.")
            for share in change.shares {
                if let slips { try slip(share, split, fingerprint, in: slips) }
                Terminal.clear()
                Output.result("share \(share.number) of \(split.count), mark \(split.mark): \(share.text)")
                if qr, let picture = TerminalQR.text(share.text) { Output.result(picture) }
                Terminal.pause("Write it down, then press Enter for the next.")
            }
            Terminal.clear()
        }

        private func slip(_ share: CustodianShare, _ split: KeySlot.Split, _ fingerprint: String, in folder: String)
            throws
        {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let page = ShareSlip(
                text: share.text, number: share.number, count: split.count, needed: split.needed, mark: split.mark,
                fingerprint: fingerprint)
            try OutFile.write(Array(page.html.utf8), to: "\(folder)/share-\(share.number).html")
        }
    }
}
