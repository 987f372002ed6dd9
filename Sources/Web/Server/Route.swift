// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// One address, what it does, and who gets that far. The kind of handler decides what was checked before it runs.
struct Route: Sendable {
    let method: String
    /// Such as `/cases/{case}`; each part in braces takes one segment.
    let path: String
    /// One line for the list of all routes.
    let summary: String
    let handler: Handler
    /// Largest body in bytes.
    let bodyMax: Int
    /// The body is read while it comes; its form has one file, at its end.
    var isStreamed = false
    /// False for what browsers send by themselves, without a page's token.
    var needsToken = true

    enum Handler: Sendable {
        /// For anybody, sealed or not.
        case anyone(@Sendable (Visit) async throws -> WebResponse)
        /// The register must be open; nobody need be signed in.
        case unsealed(@Sendable (Visit, CaseStore) async throws -> WebResponse)
        /// For whoever is signed in.
        case member(@Sendable (Member) async throws -> WebResponse)
    }

    /// Enough for the longest text of the codebook, percent-encoded, several times over.
    static let formBytesMax = 4 << 20

    init(_ method: String, _ path: String, _ summary: String, bodyMax: Int = formBytesMax, _ handler: Handler) {
        self.method = method
        self.path = path
        self.summary = summary
        self.bodyMax = bodyMax
        self.handler = handler
    }

    /// The same route, with its body read while it comes.
    func streamed() -> Route {
        var route = self
        route.isStreamed = true
        return route
    }

    /// Programs get JSON and problems; people get pages.
    var isAPI: Bool { path.hasPrefix("/api/") }

    /// The values of the parts in braces when the path is this route's; nil when it is not.
    func match(_ segments: [Substring]) -> [String: String]? {
        let pattern = path.split(separator: "/")
        guard pattern.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (part, segment) in zip(pattern, segments) {
            if part.first == "{" {
                values[String(part.dropFirst().dropLast())] = PercentCoding.decodeForm(Array(segment.utf8))
            } else if part != segment {
                return nil
            }
        }
        return values
    }
}

/// A request that has found its route.
struct Visit: Sendable {
    let site: Site
    let request: WebRequest
    /// The parts of the path in braces.
    let parameters: [String: String]
    /// The session's token and the session, when somebody is signed in.
    let signedIn: (token: String, session: Session)?
    /// What a form sent, and its files.
    let form: FormPairs
    let files: [MultipartForm.Part]
    /// A file that is still coming, with its name; nil when there is none.
    var upload: (fileName: String?, body: UploadBody)?
    let context: PageContext

    var session: Session? { signedIn?.session }
    /// The id in a part of the path.
    ///
    /// - Throws: `StoreError.notFound` for anything that is no id.
    func id(_ name: String) throws -> EntityID {
        guard let id = parameters[name].flatMap({ EntityID($0) }) else { throw StoreError.notFound }
        return id
    }
}

/// A visit of somebody who is signed in, to a register that is open.
struct Member: Sendable {
    let visit: Visit
    let token: String
    let session: Session
    let store: CaseStore
    let account: Account
    /// Who acts, in which role, and what they have shown of themselves.
    let access: Access

    var actor: Actor { access.actor }

    /// Whoever asks, in the role that they act in when it may do this, else in the first of their roles that may.
    func access(for power: Power) -> Access {
        let acting = access.actor
        guard !acting.role.powers.contains(power), acting.scopes == nil,
            let role = account.roles.first(where: { $0.powers.contains(power) })
        else { return access }
        let actor = account.actor(as: role, session: acting.session, device: acting.device)
        return Access(
            actor, isStepUpFresh: access.isStepUpFresh, isDeviceEnrolled: access.isDeviceEnrolled, key: access.key)
    }

    var context: PageContext { visit.context }
    var form: FormPairs { visit.form }
    var query: FormPairs { visit.request.query }
}
