// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Opening a sealed register, and closing an open one.
enum SealHandlers {
    /// How long the words of the last anchor are shown to whoever comes after an opening.
    private static let shownMilliseconds: Int64 = 600_000

    static func page(_ visit: Visit) async throws -> WebResponse {
        let gate = visit.site.gate
        guard gate.store != nil else {
            return .page(UnsealPage(try await gate.view()).markup(in: visit.context))
        }
        let opening = gate.opening.flatMap { visit.site.clock.now() - $0.at < shownMilliseconds ? $0 : nil }
        return .page(OpenedPage(opening).markup(in: visit.context))
    }

    /// The same as the answer to anything else while the register is sealed.
    static func closed(_ site: Site, _ context: PageContext) async -> WebResponse {
        let view = (try? await site.gate.view()) ?? SealedView()
        return .page(UnsealPage(view).markup(in: context), status: 503).with("Retry-After", "5")
    }

    static func unseal(_ visit: Visit) async throws -> WebResponse {
        let gate = visit.site.gate
        guard gate.store == nil else { return .see("/") }
        guard !gate.isClosing else { throw Failure.sealed }
        let result = try await gate.unseal(attempt(visit))
        switch result {
        case .open, .held: return .see("/unseal")
        case .wrong: return try await problem(.wrong, 403, visit)
        case .wait(let seconds):
            return try await problem(.wait(seconds: seconds), 429, visit).with("Retry-After", String(seconds))
        }
    }

    private static func attempt(_ visit: Visit) -> UnsealTry {
        let file = visit.files.first { $0.name == "key" && !$0.bytes.isEmpty }
        return UnsealTry(
            passphrase: visit.form["passphrase"] ?? "", keyFile: file?.bytes, share: visit.form["share"] ?? "",
            address: visit.request.address)
    }

    private static func problem(_ problem: UnsealPage.Problem, _ status: Int, _ visit: Visit) async throws
        -> WebResponse
    {
        let page = UnsealPage(try await visit.site.gate.view(), problem: problem)
        return .page(page.markup(in: visit.context), status: status)
    }

    static func sealPage(_ member: Member) throws -> WebResponse {
        guard member.account.roles.contains(where: \.maySeal) else { throw Failure.refused(.role) }
        let site = member.visit.site
        let all = site.sessions.count(now: site.clock.now())
        return .page(SealPage(others: max(0, all - 1)).markup(in: member.context))
    }

    static func seal(_ member: Member) async throws -> WebResponse {
        guard member.form["sure"] == "yes" else { return .see("/seal") }
        try await sealInstance(member.visit.site.gate, by: sealing(member), in: member.store)
        var context = member.context
        (context.viewer, context.officeName) = (nil, context.tabTitle)
        return .page(SealPage(isClosing: true).markup(in: context)).with("Refresh", "2; url=/unseal")
            .with("Connection", "close")
    }

    /// In the role that may, when the role that the person acts in may not.
    private static func sealing(_ member: Member) -> Access {
        let acting = member.access.actor
        guard !acting.role.maySeal, let role = member.account.roles.first(where: \.maySeal) else {
            return member.access
        }
        return Access(member.account.actor(as: role, session: acting.session, device: acting.device))
    }
}

/// The same for programs on this computer.
enum SealAPI {
    private struct Answer: Encodable {
        var state: String
        var fingerprint: String?
        var program: String?
        var anchor: String?
        var wrongSecrets: Int?
        var given: Int?
        var needed: Int?
        var seconds: Int?
    }

    static func state(_ visit: Visit) async throws -> WebResponse {
        let gate = visit.site.gate
        var answer = Answer(state: gate.store == nil ? "sealed" : "open")
        let view = try await gate.view()
        (answer.fingerprint, answer.program) = (view.fingerprint, view.program)
        (answer.needed, answer.given) = (view.custodians?.needed, view.held?.given)
        return try .json(answer)
    }

    static func unseal(_ visit: Visit) async throws -> WebResponse {
        let gate = visit.site.gate
        guard !gate.isClosing else { throw Failure.sealed }
        let file = visit.files.first { $0.name == "key" && !$0.bytes.isEmpty }
        let attempt = UnsealTry(
            passphrase: visit.form["passphrase"] ?? "", keyFile: file?.bytes, share: visit.form["share"] ?? "",
            address: visit.request.address)
        switch try await gate.unseal(attempt) {
        case .open:
            let opening = gate.opening
            return try .json(Answer(state: "open", anchor: opening?.anchor, wrongSecrets: opening?.wrongSecrets))
        case .held(let given, let needed):
            return try .json(Answer(state: "sealed", given: given, needed: needed), status: 202)
        case .wrong: return try .json(Answer(state: "sealed"), status: 403)
        case .wait(let seconds):
            return try .json(Answer(state: "sealed", seconds: seconds), status: 429)
        }
    }
}
