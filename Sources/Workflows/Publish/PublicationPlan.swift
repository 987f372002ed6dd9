// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What is to be published and how it is made safe, as somebody chose it. Says nothing of any person.
public struct PublicationPlan: Sendable, Hashable, Codable {
    /// How nobody is found in the file.
    public enum Method: String, Sendable, Codable, CaseIterable {
        /// The 63 columns of CTDC; rows that too few share are left out.
        case ctdc
        /// Chosen columns; each row made coarser until enough people are alike.
        case groups
        /// Rows that are nobody, of combinations that enough people share.
        case synthetic
        /// Rows made of noisy counts (differential privacy), from a budget that is spent once.
        case noisy
    }

    public var method = Method.ctdc
    /// What the file says; columns of other topics are empty or absent.
    public var topics = PublicationTopic.allCases
    /// Of these, what others can know of a person: counted by `Method.groups`.
    public var known = PublicationTopic.allCases
    /// The smallest number of people alike, 2 to 1,000.
    public var k = 10
    /// Of `Method.noisy` alone: 1 is strong, 4 usual.
    public var epsilon = 4.0

    public init() {}

    /// The budgets that can be chosen.
    public static let epsilons = [0.5, 1, 2, 4]
    /// The group sizes that make sense.
    public static let sizes = 2...1000

    /// The chosen columns, by their headers in CTDC's files.
    var columns: [String] { PublicationTopic.allCases.filter(topics.contains).flatMap(\.columns) }
}

extension PublicationPlan {
    /// As kept with a request.
    var text: String { ((try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) }) ?? "" }

    /// Nil for what is no plan.
    init?(text: String) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = read
    }
}
