// SPDX-License-Identifier: Apache-2.0

/// A data file of definitions, instruments or facts that cannot be taken: everything that is wrong with it at once.
public struct DataRefused: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong at one place.
    public struct Problem: Sendable, Hashable {
        /// The file's name as it was given.
        public let file: String
        /// Where in the file, such as `versions[1].elements[0].rule.any[3]`; empty for the file as a whole.
        public let place: String
        /// What is wrong, in words.
        public let message: String
    }
    public let problems: [Problem]

    public var description: String {
        problems.map { "\($0.file)\($0.place.isEmpty ? "" : ": \($0.place)"): \($0.message)" }.joined(separator: "\n")
    }
}
