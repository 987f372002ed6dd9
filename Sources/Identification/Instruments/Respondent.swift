// SPDX-License-Identifier: Apache-2.0

/// What is known of the person, and of where and how they are met, when an instrument is chosen or used.
public struct Respondent: Sendable, Hashable, Codable {
    /// The age now.
    public var age = AgeAtAct.unknown
    /// A value of the codebook's list of genders.
    public var sex: String?
    /// Such as `shelter`, `health`, `border`, `hotline`, `police`, `school`, `street`.
    public var setting: String?
    /// What is suspected: `labour`, `sexual`, `domestic`, `criminal`, `begging`, `organ`, `marriage`, `child`.
    public var forms: Set<String> = []
    /// Whether the person was born, or is a national, elsewhere.
    public var isForeign: Bool?
    /// ISO 639-2/T or -3 of a language that the conversation can be held in.
    public var languages: Set<String> = []
    /// Such as `hearing`, `sight`, `speech`, `mobility`, `learning`.
    public var disabilities: Set<String> = []
    /// Who asks: `firstResponder`, `caseworker`, `clinician`, `police`.
    public var user: String?

    public init() {}

    /// What a condition may ask for by name.
    static let names = ["sex", "setting", "form", "foreign", "language", "disability", "user"]

    /// The values under a name, or nil when nothing is known.
    func context(_ name: String) -> Set<String>? {
        switch name {
        case "sex": sex.map { [$0] }
        case "setting": setting.map { [$0] }
        case "form": forms.isEmpty ? nil : forms
        case "foreign": isForeign.map { [$0 ? "yes" : "no"] }
        case "language": languages.isEmpty ? nil : languages
        case "disability": disabilities.isEmpty ? nil : disabilities
        case "user": user.map { [$0] }
        default: nil
        }
    }
}
