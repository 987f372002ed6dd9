// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Store
import Vault
import Workflows

/// `wayhouse packet`: referrals that travel as sealed files between registers.
struct PacketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet", abstract: "Exchange sealed referrals with registers elsewhere.",
        subcommands: [Card.self, Take.self, Revoke.self, Open.self])

    struct Card: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say this register's card, to give to those who send it packets.")
        @Argument(help: "The register's folder.") var directory: String
        @Flag(name: .customLong("new"), help: "Make new keys: files for the old card open no more.") var isNew = false
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let card = try await withStore(directory, key) { store, access in
                try await packetCard(makingNew: isNew, by: access, in: store)
            }
            Output.result(card.description)
            Output.say("Read this out to whoever takes it, over another line: \(card.fingerprint)")
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take in the card of an agency elsewhere.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The agency's name here; make it with: wayhouse agencies add.") var name: String
        @Argument(help: "Its card, as its register says it.") var card: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            guard let card = PacketCard(card) else {
                throw Problem.usage("This is no card. It begins with wayhouse-card-1: and is one line.")
            }
            try await PacketCommand.set(card, of: name, directory, key)
            Output.say("Taken in. Compare what they read out with: \(card.fingerprint)")
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke the card of an agency whose keys are lost or stolen.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The agency's name here.") var name: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            try await PacketCommand.set(nil, of: name, directory, key)
            Output.say("Revoked: nothing is sealed to it, and nothing signed by it is taken in.")
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a packet: a draft of a case with what is in it, to look over.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The packet file.") var file: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            guard let bytes = FileManager.default.contents(atPath: file), bytes.count <= PacketCommand.bytesMax else {
                throw Problem.usage("The file cannot be read, or is larger than 16 MB.")
            }
            do {
                let opened = try await withStore(directory, key) { store, access in
                    try await openPacket(Array(bytes), by: access, in: store)
                }
                Output.result("\(opened.caseID.code)\t\(opened.from)\t\(opened.service)\t\(opened.records)")
                Output.say("It is a draft now. Somebody should look it over, and answer \(opened.from).")
            } catch let fault as PacketFault { throw Problem.refused(fault.said) }
        }
    }

    static let bytesMax = 16 << 20

    fileprivate static func set(
        _ card: PacketCard?, of name: String, _ directory: String, _ key: KeyOptions
    ) async throws {
        try await withStore(directory, key) { store, access in
            guard let agency = try await store.agencies().first(where: { $0.name == name }) else {
                throw Problem.refused("There is no agency of this name. Make it with: wayhouse agencies add DIR NAME")
            }
            try await setPacketCard(card, of: agency.id, by: access, in: store)
        }
    }
}

extension PacketFault {
    /// In words, with what to do.
    fileprivate var said: String {
        switch self {
        case .noPacket: "This file is no packet."
        case .otherReceiver:
            "This packet is for somebody else, or for an older card of this register. Ask its sender to make it anew."
        case .edited: "This packet was changed or cut on its way. Ask its sender for it once more."
        case .unknownSender:
            "Nobody whose card was taken in has signed this packet. Take the sender's card in with: wayhouse packet take"
        case .revokedSender: "The card that signed this packet was revoked. Call its sender over another line."
        case .openedBefore: "This packet was opened here before. What was in it is a case already."
        case .over: "The day of this packet is over. Ask its sender to refer anew."
        }
    }
}
