// SPDX-License-Identifier: Apache-2.0

/// Why a step of a count across agencies was refused. Names parties and files, never a person or a value.
public enum UniqueFault: Error, Equatable, Sendable {
    case badAgreement(String)
    /// The agency is not one of those of the agreement, or its secret is not the one whose key stands there.
    case notAParty(String)
    case wrongSecret(String)
    /// A list shorter than the agreement allows, or longer.
    case tooFewPeople(least: Int)
    case tooManyPeople(most: Int)
    case noColumn(String)
    case noKeys
    case wrongServerKey(String)
    case servedBefore(agency: String)
    case roundEnded(server: String)
    case notATokenFile(String)
    case altered(String)
    case otherAgreement(String)
    case sameAgency(String)
    case tooFewFiles
    /// After the last day of the agreement.
    case expired(day: String)
    /// Parties whose signature is missing.
    case notSigned([String])
    /// Agencies that have not sent their tokens.
    case waiting(for: [String])
    /// The agency's tokens of a round are made.
    case sentBefore(round: String)
    /// No list is on its way to the key servers.
    case notAsked(round: String)
    /// Too many requests in a short time.
    case tooOften

    /// What is wrong and what to do, in one or two sentences.
    public var message: String {
        switch self {
        case .badAgreement(let why): "The agreement cannot be used: \(why)."
        case .notAParty(let name): "'\(name)' is no agency of this agreement."
        case .wrongSecret(let name):
            "The secret is not the one of '\(name)' in this agreement. Each agency uses its own and shares it with nobody."
        case .tooFewPeople(let least):
            "The list holds fewer than \(least) people. So few would be a question about single people, so it is refused."
        case .tooManyPeople(let most): "The list holds more than \(most) people, the most that the agreement allows."
        case .noColumn(let name): "The list has no column '\(name)', which the agreement asks for."
        case .noKeys:
            "Too few people of the list have what two lists can be compared by: a name or a date of birth, and one thing "
                + "more. Nothing was sent."
        case .wrongServerKey(let name):
            "The key of '\(name)' is not the one of this agreement. It was made for another round, or shared by mistake."
        case .servedBefore(let agency):
            "This key server has answered '\(agency)' in this round before, and answers each agency once. Agree on a new "
                + "round to try again."
        case .roundEnded(let server): "The round key of '\(server)' was destroyed: the round has ended."
        case .notATokenFile(let name): "\(name) is no token file of this version of Wayhouse."
        case .altered(let name): "\(name) is not what the agency signed. Ask the agency to send it again."
        case .otherAgreement(let name): "\(name) belongs to another agreement or another round than the first file."
        case .sameAgency(let name): "'\(name)' is there twice. Give one file of each agency."
        case .expired(let day): "The agreement ended on \(day), and the keys with it. Agree on a new round."
        case .notSigned(let names):
            "The agreement is not signed by \(names.joined(separator: ", ")), or was changed after they signed."
        case .waiting(let names): "The count waits for \(names.joined(separator: ", "))."
        case .notAsked(let round):
            "No list of round '\(round)' is on its way. Ask the key servers again; if they have answered already, agree "
                + "on a new round."
        case .sentBefore(let round):
            "The tokens of round '\(round)' are made, and a list counts once. Agree on a new round to send another."
        case .tooOften: "Too many requests in a short time. Try again in a minute."
        case .tooFewFiles: "Give the token files of two agencies at least."
        }
    }
}
