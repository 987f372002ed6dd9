// SPDX-License-Identifier: Apache-2.0

/// What is said of a person whom `KnownPeople` keeps or is asked about. Any of it may be missing.
public struct KnownPerson: Sendable {
    /// Names in any script and order; `name` is for those of whom nobody says which is which.
    public var given = ""
    public var surname = ""
    public var name = ""
    /// Any word; 0 weight where it is empty.
    public var sex = ""
    public var birth: BirthDate?
    public var nationality = ""
    /// Where somebody lives or comes from, in the order of the model's `place`, `place2`…
    public var places: [String] = []
    public var phone = ""
    public var document = ""

    public init() {}
}

/// A known person who may be the one asked about.
public struct KnownMatch<ID: Hashable & Sendable>: Sendable {
    public let id: ID
    /// log₂ of the odds that they are one person.
    public let weight: Double
    /// The same as a probability, 0…1.
    public let probability: Double
    /// What speaks for it and against: the parts of the weight beside the model's prior. Fields that one of the two
    /// lacks are not there.
    public let reasons: [KnownReason]
}

/// How two people agree in one field.
public struct KnownReason: Sendable, Equatable {
    /// As in the model: `given_name`, `birth_date`…
    public let field: String
    /// As in `ComparisonKind.levels`.
    public let level: String
    /// In log₂; below nought it speaks against.
    public let weight: Double
}
