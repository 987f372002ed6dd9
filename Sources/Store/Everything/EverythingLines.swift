// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard

/// What one line of each file of a full export says. JSON with sorted keys, one object a line.
public enum EverythingLines {
    /// One version of one record, in `records.jsonl`.
    public struct Version: Sendable, Codable, Hashable {
        public var scope: EntityID
        public var id: EntityID
        public var kind: RecordKind
        /// From 1, without gaps.
        public var version: Int
        /// Whether it is the latest.
        public var current: Bool
        public var removed: Bool
        /// The day it was written.
        public var day: String
        public var author: EntityID?
        /// The entry of the audit log that wrote it.
        public var act: Int
        public var values: [String: Value]
        public var links: [String: EntityID]
        /// Classes of content that are in it and could not be opened.
        public var closed: [FieldClass]
    }

    /// A case, a person or an organisation with a key of its own, in `scopes.jsonl`.
    struct Scope: Codable {
        var id: EntityID
        var agency: EntityID
        var author: EntityID?
        /// Set when somebody put the case into a state by hand.
        var state: String?
        /// The accounts that a case is assigned to.
        var assigned: [EntityID]
    }

    /// An organisation that shares the server, in `agencies.jsonl`.
    struct Office: Codable {
        var id: EntityID
        var name: String
        var settings: Agency.Settings
        /// Whether the register was made for it.
        var isHome: Bool
    }

    /// Somebody who may sign in, without any secret, in `accounts.jsonl`.
    struct Person: Codable {
        var id: EntityID
        var name: String
        var personName: String
        var agency: EntityID
        var roles: [Role]
        var state: Account.State
        var lastSignIn: Int64?
    }

    /// An entry of the audit log with its place in the chain, in `audit.jsonl`.
    struct Entry: Codable {
        var seq: Int
        /// The entry's own text: what the hash is over.
        var entry: String
        var hash: String
        var mark: String
    }

    /// A signed checkpoint of the log, in `checkpoints.jsonl`.
    struct Signed: Codable {
        var body: String
        var signature: String
    }

    /// A file of a case, in `files.jsonl`; its content is `files/ID` and, cleaned for daily use, `files/ID.copy`.
    struct Attached: Codable {
        var file: CaseAttachment
        /// Where its renditions lie in the folder.
        var paths: [String]
    }

    /// `manifest.json`.
    struct Manifest: Codable {
        var format = 1
        var install: String
        var made: Int64
        /// The audit log's entries in it, and its words.
        var words: String
        /// Versions whose location or clinical notes could not be opened.
        var closed: Int
        var files: [Content]
        /// What signed checkpoints are checked with, hexadecimal.
        var checkpointKey: String
    }

    struct Content: Codable {
        var name: String
        var bytes: Int
        var lines: Int?
        var sha256: String
    }

    static let manifestName = "manifest.json"
}
