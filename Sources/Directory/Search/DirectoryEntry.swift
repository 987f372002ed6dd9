// SPDX-License-Identifier: Apache-2.0

import Standard

/// What the search goes by, of one service. The same for what is public and for what is not.
public struct DirectoryEntry: Sendable, Hashable {
    /// Where it is given.
    public struct Place: Sendable, Hashable {
        public var point: GeoPoint?
        /// What the house is called.
        public var building: String?
        public var lines: [String] = []
        public var city: String?
        public var region: String?
        public var postalCode: String?
        public var country: String?
    }

    /// Who gives it.
    public struct Organization: Sendable, Hashable {
        /// Nil when the directory has none for it.
        public var id: String?
        public var name: String
        public var about: String?
        public var website: String?
        public var email: String?
    }

    public let id: String
    public var name: String
    public var organization: Organization?
    /// `active`, `inactive`, `defunct` or `temporarily closed`.
    public var status: String
    /// Kinds of help, by our codes.
    public var services: Set<String> = []
    /// Empty: all.
    public var forms: Set<String> = []
    /// Empty: all.
    public var genders: Set<String> = []
    /// Empty: all.
    public var nationalities: Set<String> = []
    /// Empty: all.
    public var immigration: Set<String> = []
    /// Names and codes of languages in small letters.
    public var languages: Set<String> = []
    public var minimumAge: Double?
    public var maximumAge: Double?
    public var takesFamilies = false
    public var isAlwaysOpen = false
    /// For how many there is room; nil when nobody said.
    public var capacity: Int?
    /// The day on which somebody last made sure of it.
    public var vettedOn: Day?
    public var telephones: [String] = []
    public var email: String?
    public var url: String?
    public var about: String?
    public var places: [Place] = []
    /// Whether the places must not be known.
    public var isPlaceSecret = true

    /// Where the words of a search are looked for: its name, what is said of it, and whose it is.
    var text: FoldedText {
        FoldedText([name, about, organization?.name].compactMap { $0 }.joined(separator: "\n"))
    }
}
