// SPDX-License-Identifier: Apache-2.0

import Standard

/// The codes that services may be described with. Handed in, so that this module knows no catalogue of services.
public struct DirectoryVocabulary: Sendable {
    /// Kinds of help.
    public let services: Set<String>
    /// Those of them whose place is secret unless their provider says otherwise.
    public let secretServices: Set<String>
    public let forms: Set<String>
    public let genders: Set<String>
    public let countries: Set<String>
    public let statuses: Set<String>

    /// - Parameter codebook: Where forms of exploitation, genders, countries and immigration statuses come from.
    public init(services: Set<String>, secretServices: Set<String>, codebook: Codebook = .current) {
        self.services = services
        self.secretServices = secretServices
        forms = codebook.picklists["typeOfExploitation"]?.names ?? []
        genders = codebook.picklists["gender"]?.names ?? []
        countries = codebook.picklists["country"]?.names ?? []
        statuses = codebook.picklists["immigrationStatus"]?.names ?? []
    }

    /// What our own taxonomies allow, by their names; nil for a taxonomy that is not ours.
    func codes(of taxonomy: String) -> Set<String>? {
        switch OwnTaxonomy(rawValue: taxonomy) {
        case .service: services
        case .form: forms
        case .gender: genders
        case .nationality: countries
        case .immigration: statuses
        case .place: ["secret", "public"]
        case .families: ["accepted"]
        case .intake: ["always"]
        case .capacity: ["now"]
        case .vetted: ["on"]
        case nil: nil
        }
    }
}

/// Taxonomies of ours, by which any HSDS record can be described with attributes: the specification's own way to say
/// more than it has fields for.
public enum OwnTaxonomy: String, Sendable, CaseIterable {
    /// A kind of help, by our catalogue's code.
    case service = "wayhouse:service"
    /// Forms of exploitation served; all when none is named.
    case form = "wayhouse:form"
    case gender = "wayhouse:gender"
    case nationality = "wayhouse:nationality"
    case immigration = "wayhouse:immigration"
    /// `secret` or `public`: whether the place may be known.
    case place = "wayhouse:place"
    case families = "wayhouse:families"
    /// `always`: takes people in at any hour.
    case intake = "wayhouse:intake"
    /// `now`: the attribute's value says for how many there is room.
    case capacity = "wayhouse:capacity"
    /// `on`: the attribute's value is the day.
    case vetted = "wayhouse:vetted"
}
