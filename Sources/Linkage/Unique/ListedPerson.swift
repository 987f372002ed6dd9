// SPDX-License-Identifier: Apache-2.0

/// One row of an agency's own list. Any of it may be missing.
public struct ListedPerson: Sendable {
    public var given = ""
    public var surname = ""
    public var sex = ""
    public var birth: BirthDate?
    public var nationality = ""
    public var place = ""
    public var phone = ""
    public var document = ""
    /// The agency's own code of the person; rows of one code are one person. Empty: the row stands alone. It never
    /// leaves the agency.
    public var person = ""

    public init() {}
}
