// SPDX-License-Identifier: Apache-2.0

/// What is compared of one person of a register, as it was written down. Empty texts say nothing.
public struct PersonTraits: Sendable, Hashable {
    /// A given name and a surname, either of which may be empty or hold several words.
    public struct Name: Sendable, Hashable {
        public var given: String
        public var surname: String

        public init(given: String, surname: String) {
            self.given = given
            self.surname = surname
        }
    }

    /// The name in use first, then other names and spellings of the same person.
    public var names: [Name]
    public var birth: BirthDate?
    public var sex: String
    /// Codes of countries; sharing one is agreement.
    public var nationalities: [String]
    public var document: String

    public init(
        names: [Name], birth: BirthDate? = nil, sex: String = "", nationalities: [String] = [], document: String = ""
    ) {
        self.names = names
        self.birth = birth
        self.sex = sex
        self.nationalities = nationalities
        self.document = document
    }

    /// True when there is nothing to compare.
    public var isEmpty: Bool {
        names.allSatisfy { $0.given.isEmpty && $0.surname.isEmpty } && birth == nil && document.isEmpty
    }
}
