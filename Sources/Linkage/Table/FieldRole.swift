// SPDX-License-Identifier: Apache-2.0

/// What a column of a file of people says.
public enum FieldRole: String, Sendable, Codable, CaseIterable {
    case id
    case givenName = "given_name"
    case surname
    /// All names of a person in one column, in any order.
    case name
    case sex
    case birthDate = "birth_date"
    case birthYear = "birth_year"
    case age
    case nationality
    /// Where somebody lives or comes from; several columns may say so.
    case place
    case phone
    case document
    /// A column that is to be left out although its heading would be recognised.
    case ignore

    /// True for roles that several columns may have.
    public var mayRepeat: Bool { self == .place || self == .ignore }

    /// The role that a heading speaks of, by lists of what registers call their columns in English, French, Spanish and
    /// Portuguese. Case, spaces, hyphens and underscores do not count. Nil for any other heading.
    public init?(heading: String) {
        let folded = String(
            heading.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9") ~= $0 })
        guard let role = Self.known[folded] else { return nil }
        self = role
    }

    private static let known: [String: FieldRole] = {
        var known: [String: FieldRole] = [:]
        for (role, names) in headings { for name in names.split(separator: " ") { known[String(name)] = role } }
        return known
    }()

    private static let headings: [(FieldRole, String)] = [
        (
            .id,
            "id recid recordid uniqueid personid caseid rowid identifier casenumber clientid beneficiaryid victimid uid"
        ),
        (
            .givenName,
            "givenname given givennames givenraw givennameraw first firstname firstnames forename forenames fname prenom "
                + "nombre nombres nome"
        ),
        (
            .surname,
            "surname surnames surnameraw last lastname lastnames familyname family lname nomdefamille apellido apellidos "
                + "apelido sobrenome"
        ),
        (.name, "name fullname names anyname personname nomcomplet nombrecompleto nomecompleto"),
        (.sex, "sex gender sexe sexo genre genero"),
        (
            .birthDate,
            "birthdate dateofbirth dob birthday born birth datedenaissance fechadenacimiento datadenascimento dobiso"
        ),
        (.birthYear, "birthyear yearofbirth yob anneedenaissance anodenascimento anonacimiento"),
        (.age, "age edad idade ageyears"),
        (.nationality, "nationality citizenship nationalite nacionalidad nacionalidade countryofcitizenship"),
        (
            .place,
            "place district city town village municipality commune suburb state province region county postcode zip "
                + "zipcode postalcode address address1 address2 street streetnumber housenumber addressline1 residence "
                + "lieu ville lugar ciudad cidade distrito"
        ),
        (.phone, "phone telephone phonenumber mobile mobilephone cell tel telefono telefone"),
        (
            .document,
            "document docid documentid documentnumber passport passportnumber nationalid nationalidnumber idnumber "
                + "idcard socsecid ssn socialsecuritynumber nic cedula"
        ),
    ]
}
